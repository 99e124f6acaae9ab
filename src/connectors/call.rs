//! One call of an operation: checked, looked up first where it may have been done, sent, and its answer put in shape.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use chrono::Utc;
use serde_json::Value;
use throughline_engine::kernel::{EffectError, ErrorClass};
use tokio::sync::Notify;
use uuid::{Uuid, uuid};

use super::catalogue::Found;
use super::connection::{Connection, Purpose};
use super::declaration::{EvaluateError, OnUncertain, Operation, Scope, Verify, shape};
use super::failure::{Certainty, Failure};
use super::figures::{AskedBy, Sample};
use super::mask::Mask;
use super::pages::Gathering;
use super::{Catalogue, ConnectionConfig, Secret, answer, builtin, generic, request};
use crate::secrets::{SecretName, Secrets};

/// Namespace of `idempotency_uuid`: a UUIDv5 of the call's key, so that a repeated create asks for the same id.
const IDEMPOTENCY_NAMESPACE: Uuid = uuid!("5b0f3a52-6a3f-5d0e-9c57-0b7d7f4f2c11");

/// One attempt of one effect.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// Full name, e.g. `webitel.users.search`.
    pub operation: &'a str,
    /// The request; an object.
    pub request: &'a Value,
    /// The same for all attempts of one effect, different for every other effect.
    pub idempotency_key: &'a str,
    /// Which attempt, from 1.
    pub attempt: u16,
    /// The engine restarted while this effect was in flight: it may have been done.
    pub recovered: bool,
    /// Who asks, for the figures of the connection.
    pub asked_by: AskedBy<'a>,
}

/// The configured connections, ready to be called.
pub struct Connectors {
    catalogue: Catalogue,
    pub(super) connections: BTreeMap<String, Connection>,
    pub(super) secrets: Secrets,
    /// Told when something happened to a connection that should be seen at once.
    pub(super) news: Arc<Notify>,
    /// Secrets of the service that connections refer to, with the connection's name.
    named: Vec<(String, SecretName)>,
}

/// What is wrong with the connections of a configuration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ConnectorsError {
    /// Each with the name of its setting: `connections.webitel.base_url: …`.
    pub problems: Vec<String>,
}

impl Connectors {
    /// [`Connectors::with_secrets`] with a key that is lost with this process: for tests and measurements.
    ///
    /// # Errors
    /// As there.
    pub fn new(catalogue: Catalogue, configs: BTreeMap<String, ConnectionConfig>) -> Result<Self, ConnectorsError> {
        Self::with_secrets(catalogue, configs, Secrets::ephemeral())
    }

    /// Binds the catalogue to the connections. Each connection's operations are known under the connection's name.
    /// `secrets` opens what is sealed in requests and seals what is secret in results.
    ///
    /// # Errors
    /// All settings that are wrong, and secrets that cannot be read.
    pub fn with_secrets(
        mut catalogue: Catalogue,
        configs: BTreeMap<String, ConnectionConfig>,
        secrets: Secrets,
    ) -> Result<Self, ConnectorsError> {
        let mut problems = Vec::new();
        let mut connections = BTreeMap::new();
        let mut named = Vec::new();
        let news = Arc::new(Notify::new());
        for (name, config) in configs {
            let connector = config.connector.clone().unwrap_or_else(|| name.clone());
            let setting = |field: &str| format!("connections.{name}.{field}");
            let well_named = name
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            if !well_named || name.is_empty() || builtin::RESERVED_CONNECTIONS.contains(&name.as_str()) {
                problems.push(format!(
                    "connections.{name}: choose a name of small letters, digits and _ that no builtin has"
                ));
                continue;
            }
            let Some(declared) = catalogue.connector(&connector).cloned() else {
                let known = catalogue.connector_names().join(", ");
                problems.push(format!(
                    "{}: there is no connector `{connector}`; there are {known}",
                    setting("connector")
                ));
                continue;
            };
            let secret = config.auth.secret().and_then(Secret::name).cloned();
            named.extend(secret.map(|secret| (name.clone(), secret)));
            match Connection::new(&name, config, declared, &secrets, news.clone()) {
                Ok(connection) => {
                    if name != connector {
                        catalogue.alias(&name, &connector);
                    }
                    connections.insert(name, connection);
                }
                Err(found) => {
                    problems.extend(
                        found
                            .into_iter()
                            .map(|(field, message)| format!("{}: {message}", setting(field))),
                    );
                }
            }
        }
        if problems.is_empty() {
            Ok(Self {
                catalogue,
                connections,
                secrets,
                news,
                named,
            })
        } else {
            Err(ConnectorsError { problems })
        }
    }

    /// The operations a definition may call, those of every connection included.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The secrets this service works with.
    #[must_use]
    pub fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// The secrets of the service that connections refer to, each with the name of its connection.
    #[must_use]
    pub fn named_secrets(&self) -> &[(String, SecretName)] {
        &self.named
    }

    /// The result of an operation that completes at once and needs no task; `None` for every other.
    #[must_use]
    pub fn immediate(&self, operation: &str, request: &Value) -> Option<Result<Value, EffectError>> {
        builtin::run(operation, request).map(Ok)
    }

    /// Makes one call. Dropping the future breaks it off; the other side may have done it then.
    ///
    /// # Errors
    /// What failed, classified (design §3); never holds a secret.
    pub async fn call(&self, call: Call<'_>) -> Result<Value, EffectError> {
        if let Some(result) = self.immediate(call.operation, call.request) {
            return result;
        }
        let Some(found) = self.catalogue.find(call.operation) else {
            return Err(permanent(
                "operation.missing",
                format!(
                    "There is no operation {}. The definition was checked against other connectors: deploy it again, \
                     or bring the connector's declaration back.",
                    call.operation
                ),
            ));
        };
        let Some(connection) = self.connections.get(found.connection) else {
            let name = found.connection;
            let kinds = if found.connector.auth.token.is_some() {
                "token"
            } else {
                "forms"
            };
            return Err(permanent(
                "connection.missing",
                format!(
                    "{} cannot be called: no connection `{name}` is configured. Add [connections.{name}] with \
                     base_url = \"https://…\" and auth = {{ kind = \"{kinds}\", … }} to the configuration and restart.",
                    call.operation
                ),
            ));
        };
        // From here to the end of this function secrets of the run are plain.
        let request = self.secrets.open(call.request).map_err(|error| {
            let message = format!(
                "{} was not called: a sealed value of its request cannot be opened: {error}.",
                call.operation
            );
            permanent("secret.sealed", message)
        })?;
        let mut mask = Mask::default();
        mask.hide_opened(&request.opened);
        let bound = Bound {
            purpose: Purpose::Work,
            asked_by: call.asked_by,
            ..Bound::new(connection, call.idempotency_key, mask)
        };
        let outcome = bound.make(
            &found,
            call.attempt > 1 || call.recovered,
            call.recovered,
            &request.value,
        );
        match outcome.await {
            Ok(mut result) => {
                self.secrets.seal(&found.operation.info.result, &mut result);
                request.seal_again(&mut result);
                Ok(result)
            }
            Err(mut error) => {
                error.message = bound.mask.clean(&error.message);
                bound.mask.clean_value(&mut error.data);
                Err(error)
            }
        }
    }
}

/// A connection and the identity of the call made on it.
pub(super) struct Bound<'a> {
    connection: &'a Connection,
    key: &'a str,
    uuid: Uuid,
    /// Knows the secrets of the run that this call sends.
    mask: Mask,
    purpose: Purpose,
    asked_by: AskedBy<'a>,
}

impl<'a> Bound<'a> {
    /// A call to see whether the connection works.
    pub(super) fn new(connection: &'a Connection, key: &'a str, mask: Mask) -> Self {
        Self {
            connection,
            key,
            uuid: Uuid::new_v5(&IDEMPOTENCY_NAMESPACE, key.as_bytes()),
            mask,
            purpose: Purpose::Trial,
            asked_by: AskedBy::Other,
        }
    }

    async fn make(
        &self,
        found: &Found<'_>,
        again: bool,
        recovered: bool,
        request: &Value,
    ) -> Result<Value, EffectError> {
        match &found.operation.on_uncertain {
            OnUncertain::Ask if recovered => Err(self.error(
                Failure::new(
                    "interrupted",
                    Certainty::Unknown,
                    format!("was being asked for {} when the service stopped", found.operation.name),
                ),
                found.operation,
            )),
            OnUncertain::Verify(verify) if again => self.verified(found.operation, verify, request).await,
            _ => self.perform(found.operation, request).await,
        }
    }

    fn error(&self, failure: Failure, operation: &Operation) -> EffectError {
        failure.into_error(&self.connection.connector, operation, &self.connection.name)
    }

    /// Looks whether it was done before doing it.
    async fn verified(&self, operation: &Operation, verify: &Verify, request: &Value) -> Result<Value, EffectError> {
        if let Some(output) = self.look_up(operation, verify, request).await? {
            return Ok(output);
        }
        let outcome = self.perform(operation, request).await;
        // The first attempt may have arrived between the look and the call: then its own work is what stands in the way.
        match outcome {
            Err(error) if error.code.ends_with(".duplicate") || error.code.ends_with(".conflict") => {
                self.look_up(operation, verify, request).await?.ok_or(error)
            }
            other => other,
        }
    }

    async fn look_up(
        &self,
        operation: &Operation,
        verify: &Verify,
        request: &Value,
    ) -> Result<Option<Value>, EffectError> {
        let connector = &self.connection.connector;
        let Some(lookup) = connector.operations.get(&verify.operation) else {
            return Ok(None);
        };
        let mut request = request.clone();
        shape(&mut request, &operation.info.input);
        let unusable = |error: EvaluateError| self.error(request::unusable(operation, &error.0), operation);
        let with = verify
            .with
            .evaluate(&self.scope(&request))
            .map_err(unusable)?
            .unwrap_or_default();
        let result = match self.perform(lookup, &with).await {
            Ok(result) => result,
            Err(error) if error.code.ends_with(".not_found") => return Ok(None),
            Err(error) if error.class == ErrorClass::Transient => {
                let message = format!(
                    "Before {} is tried again, {} must say whether it was done already: {}",
                    operation.name, verify.operation, error.message
                );
                return Err(EffectError { message, ..error });
            }
            Err(error) => {
                let message = format!(
                    "It is not known whether {} was done, and {} could not tell: {} Look in {} and then retry the step \
                     or skip it with an output.",
                    operation.name, verify.operation, error.message, connector.title
                );
                return Err(EffectError {
                    code: "uncertain".to_owned(),
                    message,
                    class: ErrorClass::Uncertain,
                    ..error
                });
            }
        };
        let scope = Scope {
            result: Some(&result),
            ..self.scope(&request)
        };
        let found = match &verify.found {
            Some(found) => found.evaluate(&scope).map_err(unusable)? == Some(Value::Bool(true)),
            None => !result.is_null(),
        };
        if !found {
            return Ok(None);
        }
        let output = match &verify.output {
            Some(output) => output.evaluate(&scope).map_err(unusable)?.unwrap_or_default(),
            None => result.clone(),
        };
        Ok(Some(answer::finished(operation, output)))
    }

    pub(super) async fn perform(&self, operation: &Operation, request: &Value) -> Result<Value, EffectError> {
        let mut request = request.clone();
        shape(&mut request, &operation.info.input);
        let checked = request::check(operation, &request);
        let outcome = match (checked, &operation.pages) {
            (Err(failure), _) => Err(failure),
            (Ok(()), None) => self.single(operation, &request).await,
            (Ok(()), Some(pages)) => {
                let mut gathering = Gathering::new(pages);
                loop {
                    let more = match self.single(operation, &request).await {
                        Ok(page) => gathering.take(page, &mut request, &operation.name),
                        Err(failure) => Err(failure),
                    };
                    match more {
                        Ok(true) => {}
                        Ok(false) => break Ok(gathering.finish()),
                        Err(failure) => break Err(failure),
                    }
                }
            }
        };
        outcome.map_err(|failure| self.error(failure, operation))
    }

    /// One exchange, its answer read, and what it was counted.
    async fn single(&self, operation: &Operation, request: &Value) -> Result<Value, Failure> {
        let mut sample = Sample::default();
        let outcome = self.exchanged(operation, request, &mut sample).await;
        self.connection.figures.record(
            Utc::now(),
            &sample,
            (&operation.name, operation.info.kind),
            outcome.as_ref().map(|_| ()),
            self.asked_by,
            |failure| {
                let told = self.error(failure.clone(), operation);
                (told.code, self.mask.clean(&told.message))
            },
        );
        outcome
    }

    async fn exchanged(&self, operation: &Operation, request: &Value, sample: &mut Sample) -> Result<Value, Failure> {
        let mut mask = self.mask.clone();
        mask.hide_in(request);
        if operation.generic {
            let exchange = (self.purpose, sample);
            return generic::perform(self.connection, operation, request, self.key, mask, exchange).await;
        }
        let scope = self.scope(request);
        let sent = request::build(self.connection, operation, &scope)?;
        let answer = self.connection.exchange(&sent, self.purpose, &mut mask, sample).await?;
        answer::read(&self.connection.connector.errors, operation, &scope, &answer, &mask)
    }

    pub(super) fn scope<'s>(&'s self, request: &'s Value) -> Scope<'s> {
        Scope {
            request,
            connection: &self.connection.options,
            idempotency_key: self.key,
            idempotency_uuid: self.uuid,
            response: None,
            selected: None,
            result: None,
        }
    }
}

fn permanent(code: &str, message: String) -> EffectError {
    EffectError {
        code: code.to_owned(),
        message,
        class: ErrorClass::Permanent,
        data: Value::Null,
        retry_after_ms: None,
    }
}

impl fmt::Display for ConnectorsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problems.join("\n"))
    }
}

impl fmt::Debug for Connectors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connectors")
            .field("connections", &self.connections.keys())
            .finish_non_exhaustive()
    }
}
