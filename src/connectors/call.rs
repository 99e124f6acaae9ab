//! One call of an operation: checked, looked up first where it may have been done, sent, and its answer put in shape.

use std::collections::BTreeMap;
use std::fmt;

use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use serde_json::{Map, Value, json};
use throughline_engine::definition::OperationKind;
use throughline_engine::kernel::{EffectError, ErrorClass};
use url::Url;
use uuid::{Uuid, uuid};

use super::connection::{Answer, Connection, Request};
use super::declaration::{
    EvaluateError, OnUncertain, Operation, Scope, Select, Template, Verify, header_value, query_part, shape,
};
use super::failure::{self, Certainty, Failure};
use super::mask::Mask;
use super::pages::Gathering;
use super::{Catalogue, ConnectionConfig, builtin};

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
}

/// The configured connections, ready to be called.
pub struct Connectors {
    catalogue: Catalogue,
    connections: BTreeMap<String, Connection>,
}

/// What is wrong with the connections of a configuration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ConnectorsError {
    /// Each with the name of its setting: `connections.webitel.base_url: …`.
    pub problems: Vec<String>,
}

impl Connectors {
    /// Binds the catalogue to the connections. Each connection's operations are known under the connection's name.
    ///
    /// # Errors
    /// All settings that are wrong, and secrets that cannot be read.
    pub fn new(mut catalogue: Catalogue, configs: BTreeMap<String, ConnectionConfig>) -> Result<Self, ConnectorsError> {
        let mut problems = Vec::new();
        let mut connections = BTreeMap::new();
        for (name, config) in configs {
            let connector = config.connector.clone().unwrap_or_else(|| name.clone());
            let setting = |field: &str| format!("connections.{name}.{field}");
            let named = name
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            if !named || name.is_empty() || builtin::RESERVED_CONNECTIONS.contains(&name.as_str()) {
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
            match Connection::new(&name, config, declared) {
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
            Ok(Self { catalogue, connections })
        } else {
            Err(ConnectorsError { problems })
        }
    }

    /// The operations a definition may call, those of every connection included.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
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
        let bound = Bound {
            connection,
            key: call.idempotency_key,
            uuid: Uuid::new_v5(&IDEMPOTENCY_NAMESPACE, call.idempotency_key.as_bytes()),
        };
        let again = call.attempt > 1 || call.recovered;
        match &found.operation.on_uncertain {
            OnUncertain::Ask if call.recovered => Err(bound.error(
                Failure::new(
                    "interrupted",
                    Certainty::Unknown,
                    format!("was being asked for {} when the service stopped", found.operation.name),
                ),
                found.operation,
            )),
            OnUncertain::Verify(verify) if again => bound.verified(found.operation, verify, call.request).await,
            _ => bound.perform(found.operation, call.request).await,
        }
    }
}

/// A connection and the identity of the call made on it.
struct Bound<'a> {
    connection: &'a Connection,
    key: &'a str,
    uuid: Uuid,
}

impl Bound<'_> {
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
        let unusable = |error: EvaluateError| self.error(unusable(operation, &error.0), operation);
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
        Ok(Some(self.finished(operation, output)))
    }

    async fn perform(&self, operation: &Operation, request: &Value) -> Result<Value, EffectError> {
        let mut request = request.clone();
        shape(&mut request, &operation.info.input);
        let checked = check(operation, &request);
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

    async fn single(&self, operation: &Operation, request: &Value) -> Result<Value, Failure> {
        let sent = self.request(operation, request)?;
        let mut mask = Mask::default();
        mask.hide_in(request);
        let answer = self.connection.exchange(&sent, &mut mask).await?;
        self.judge(operation, request, &answer, &mask)
    }

    /// Builds the HTTP request.
    fn request(&self, operation: &Operation, request: &Value) -> Result<Request, Failure> {
        let scope = self.scope(request);
        let unusable = |error: EvaluateError| unusable(operation, &error.0);
        let path = operation.path.evaluate(&scope).map_err(unusable)?;
        let path = path.ok_or_else(|| self::unusable(operation, "a value of its address is missing"))?;
        let mut query = Vec::new();
        for (key, template) in &operation.query {
            match template.evaluate(&scope).map_err(unusable)? {
                None | Some(Value::Null) => {}
                Some(Value::Array(items)) => {
                    for item in &items {
                        query.push(pair(operation, key, item)?);
                    }
                }
                Some(value) => query.push(pair(operation, key, &value)?),
            }
        }
        let mut address = format!("{}{path}", self.connection.base);
        if !query.is_empty() {
            address.push('?');
            address.push_str(&query.join("&"));
        }
        let url = Url::parse(&address)
            .map_err(|error| self::unusable(operation, &format!("its address is wrong: {error}")))?;
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let body = match &operation.body {
            Some(body) => {
                headers.insert(
                    CONTENT_TYPE,
                    HeaderValue::from_static("application/json; charset=utf-8"),
                );
                let value = body.evaluate(&scope).map_err(unusable)?.unwrap_or_default();
                Some(value.to_string().into_bytes())
            }
            None => None,
        };
        for (name, template) in self.connection.connector.headers.iter().chain(&operation.headers) {
            if let Some(value) = template
                .evaluate(&scope)
                .map_err(unusable)?
                .filter(|value| !value.is_null())
            {
                let (name, value) = header(operation, name, &plain(&value))?;
                headers.insert(name, value);
            }
        }
        if operation.info.kind == OperationKind::Writes {
            let (name, value) = header(operation, "idempotency-key", &header_value(self.key))?;
            headers.insert(name, value);
        }
        Ok(Request {
            operation: operation.name.clone(),
            method: operation.method.clone(),
            url,
            headers,
            body,
        })
    }

    /// Makes a result or a failure of the answer.
    fn judge(&self, operation: &Operation, request: &Value, answer: &Answer, mask: &Mask) -> Result<Value, Failure> {
        let rules = &self.connection.connector.errors;
        let parsed = answer.json();
        let body = parsed.clone().unwrap_or_default();
        if let Some(failure) = failure::of_answer(rules, &operation.name, answer.status, &answer.headers, &body, mask) {
            if let (Some(instead), "not_found") = (&operation.when_not_found, failure.code.as_str()) {
                let value = instead
                    .evaluate(&self.scope(request))
                    .map_err(|error| unusable(operation, &error.0))?;
                return Ok(self.finished(operation, value.unwrap_or_default()));
            }
            return Err(failure);
        }
        let Some(mut body) = parsed else {
            return Err(unexpected(
                operation,
                answer,
                if answer.is_html() {
                    "an HTML page"
                } else {
                    "something that is not JSON"
                },
            ));
        };
        if let Value::Object(map) = &mut body
            && map.len() == 1
            && let Some(inner) = operation.unwrap.iter().find_map(|key| map.remove(key))
        {
            body = inner;
        }
        let result = match (&operation.select, &operation.answer) {
            (None, None) => body,
            (select, template) => {
                let response = json!({"status": answer.status, "headers": shown(&answer.headers), "body": body});
                let scope = Scope {
                    response: Some(&response),
                    ..self.scope(request)
                };
                evaluate_answer(select.as_ref(), template.as_ref(), &scope).map_err(|error| {
                    unexpected(
                        operation,
                        answer,
                        &format!("something its declaration cannot read ({})", error.0),
                    )
                })?
            }
        };
        let result = self.finished(operation, result);
        match misfit(&result, &operation.info.result) {
            Some(why) => Err(unexpected(operation, answer, &why)),
            None => Ok(result),
        }
    }

    fn finished(&self, operation: &Operation, mut result: Value) -> Value {
        shape(&mut result, &operation.info.result);
        result
    }

    fn scope<'a>(&'a self, request: &'a Value) -> Scope<'a> {
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

fn check(operation: &Operation, request: &Value) -> Result<(), Failure> {
    let Err(error) = operation.input_check.validate(request) else {
        return Ok(());
    };
    let place = error.instance_path().to_string();
    let place = if place.is_empty() {
        "the request".to_owned()
    } else {
        format!("`{}`", place.trim_start_matches('/'))
    };
    Err(unusable(operation, &format!("{place}: {}", error.masked())))
}

fn unusable(operation: &Operation, why: &str) -> Failure {
    let what = format!("was not asked for {}: {why}", operation.name);
    Failure::new("invalid_request", Certainty::NotDonePermanent, what).advise("Correct the step's `with`.")
}

/// A success whose answer cannot be used: for a write it may well have been done.
fn unexpected(operation: &Operation, answer: &Answer, what: &str) -> Failure {
    let what = format!("answered {} to {} with {what}", answer.status, operation.name);
    Failure::new("unexpected_answer", Certainty::Unknown, what)
        .advise("Check that base_url is the address of this interface and not of a page or proxy.")
}

fn evaluate_answer(
    select: Option<&Select>,
    template: Option<&Template>,
    scope: &Scope<'_>,
) -> Result<Value, EvaluateError> {
    let selected = select.map(|select| pick(select, scope)).transpose()?;
    match (template, &selected) {
        (Some(template), _) => {
            let scope = Scope {
                selected: selected.as_ref(),
                ..*scope
            };
            Ok(template.evaluate(&scope)?.unwrap_or_default())
        }
        (None, _) => Ok(selected.unwrap_or_default()),
    }
}

/// The rows whose parts equal those asked for, exactly.
fn pick(select: &Select, scope: &Scope<'_>) -> Result<Value, EvaluateError> {
    let rows = match select.list.evaluate(scope)? {
        Some(Value::Array(rows)) => rows,
        None | Some(Value::Null) => Vec::new(),
        Some(_) => return Err(EvaluateError("the rows are not a list".to_owned())),
    };
    let wanted = match &select.equal {
        Some(equal) => equal
            .evaluate(scope)?
            .and_then(|wanted| wanted.as_object().cloned())
            .unwrap_or_default(),
        None => Map::new(),
    };
    let mut matching = rows
        .into_iter()
        .filter(|row| wanted.iter().all(|(key, value)| failure::at(row, key) == Some(value)));
    Ok(if select.all {
        matching.collect()
    } else {
        matching.next().unwrap_or_default()
    })
}

/// Says where a result is no container although its schema promises one: a script that trusted it would fail far away.
fn misfit(result: &Value, schema: &Value) -> Option<String> {
    let kind = |value: &Value| match value {
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        _ => "other",
    };
    let wrong = |value: &Value, schema: &Value| {
        let promised = schema.get("type").and_then(Value::as_str)?;
        (matches!(promised, "array" | "object") && kind(value) != promised).then(|| promised.to_owned())
    };
    if let Some(promised) = wrong(result, schema) {
        return Some(format!("something else than an {promised}"));
    }
    let properties = schema.get("properties").and_then(Value::as_object)?;
    properties.iter().find_map(|(name, property)| {
        wrong(result.get(name)?, property).map(|promised| format!("`{name}` that is no {promised}"))
    })
}

fn pair(operation: &Operation, key: &str, value: &Value) -> Result<String, Failure> {
    match value {
        Value::Array(_) | Value::Object(_) => Err(unusable(
            operation,
            &format!("`{key}` of the query is a list of lists or an object"),
        )),
        value => Ok(format!("{}={}", query_part(key), query_part(&plain(value)))),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn header(operation: &Operation, name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Failure> {
    match (HeaderName::try_from(name), HeaderValue::from_str(value)) {
        (Ok(name), Ok(value)) => Ok((name, value)),
        _ => Err(unusable(
            operation,
            &format!("the header `{name}` cannot carry its value"),
        )),
    }
}

fn shown(headers: &HeaderMap) -> Value {
    let pairs = headers
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), json!(value.to_str().ok()?))));
    Value::Object(pairs.collect::<Map<_, _>>())
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
