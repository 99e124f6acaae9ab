//! Whether a connection works: name, machine, encryption, sign-in and one read, told one by one.
//!
//! Nothing is changed on the other side. The read goes through the connection as every call does, keeps its limits and
//! is counted; only an open circuit does not hold it up, and what comes of it decides about the circuit as any probe does.

use std::collections::BTreeSet;
use std::future::Future;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use serde_json::Value;
use throughline_engine::kernel::EffectError;
use tokio::net::TcpStream;
use tokio::time::timeout;
use url::Url;

use super::call::Bound;
use super::connection::Connection;
use super::failure::Failure;
use super::mask::Mask;
use super::{AuthConfig, Connectors};

/// Longest time to find a name, and to connect.
const REACH: Duration = Duration::from_secs(5);
/// Longest time to sign in.
const SIGN_IN: Duration = Duration::from_secs(10);
/// Longest time of the read, its wait for a turn included.
const READ: Duration = Duration::from_secs(10);
/// Machines behind a name that are told.
const TOLD: usize = 3;

/// What of a connection is looked at, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrialStage {
    /// Its host has an address.
    Resolve,
    /// Somebody takes the connection there.
    Connect,
    /// It is encrypted, and the certificate is trusted.
    Tls,
    /// The credentials can be read and are taken.
    SignIn,
    /// One read answers.
    Read,
}

/// How a stage ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrialEnd {
    /// It works.
    Ok,
    /// It does not.
    Failed,
    /// There is nothing to look at.
    Skipped,
    /// An earlier one failed.
    NotReached,
}

/// One stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrialStep {
    /// Which.
    pub stage: TrialStage,
    /// How it ended.
    pub end: TrialEnd,
    /// How long it took; zero where nothing was done.
    pub took: Duration,
    /// What was seen, as a sentence. Holds no secret.
    pub detail: String,
    /// What to do, as sentences.
    pub advice: Option<String>,
}

/// All stages of one connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// In order.
    pub steps: Vec<TrialStep>,
}

impl Trial {
    /// Whether everything that was looked at works.
    #[must_use]
    pub fn works(&self) -> bool {
        self.steps.iter().all(|step| step.end != TrialEnd::Failed)
    }

    async fn step(&mut self, stage: TrialStage, look: impl Future<Output = Seen>) {
        if !self.works() {
            self.steps.push(TrialStep {
                stage,
                end: TrialEnd::NotReached,
                took: Duration::ZERO,
                detail: String::new(),
                advice: None,
            });
            return;
        }
        let began = Instant::now();
        let seen = look.await;
        let took = began.elapsed();
        let (end, detail, advice) = match seen {
            Seen::Fine(detail) => (TrialEnd::Ok, detail, None),
            Seen::Nothing(detail) => (TrialEnd::Skipped, detail, None),
            Seen::Wrong(detail, advice) => (TrialEnd::Failed, detail, advice),
        };
        self.steps.push(TrialStep {
            stage,
            end,
            took: if end == TrialEnd::Skipped { Duration::ZERO } else { took },
            detail,
            advice,
        });
    }
}

/// What a look saw.
enum Seen {
    Fine(String),
    Nothing(String),
    Wrong(String, Option<String>),
}

impl Connectors {
    /// Looks whether a connection works; `None` where there is none of this name. Takes less than a minute.
    pub async fn try_out(&self, name: &str) -> Option<Trial> {
        let connection = self.connections.get(name)?;
        let mut trial = Trial { steps: Vec::new() };
        let look = Look {
            connection,
            title: connection.connector.title_of(name),
        };
        let mut machines = Vec::new();
        trial.step(TrialStage::Resolve, look.resolve(&mut machines)).await;
        trial.step(TrialStage::Connect, look.connect(&machines)).await;
        trial.step(TrialStage::Tls, look.encrypt()).await;
        trial.step(TrialStage::SignIn, look.sign_in()).await;
        trial.step(TrialStage::Read, look.read()).await;
        Some(trial)
    }
}

struct Look<'a> {
    connection: &'a Connection,
    title: &'a str,
}

impl Look<'_> {
    fn url(&self) -> Option<Url> {
        Url::parse(&self.connection.base).ok()
    }

    /// Why names and machines are not looked at from here.
    fn detour(&self) -> Option<&'static str> {
        if self.connection.outgoing.is_some() {
            return Some("The connection finds its machine itself, where it is checked that it may be called.");
        }
        let proxies = [
            "HTTPS_PROXY",
            "https_proxy",
            "HTTP_PROXY",
            "http_proxy",
            "ALL_PROXY",
            "all_proxy",
        ];
        let proxied = proxies
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
        proxied.then_some("Calls go through the proxy of this machine's environment.")
    }

    async fn resolve(&self, machines: &mut Vec<SocketAddr>) -> Seen {
        let Some((host, port)) = self.url().and_then(|url| {
            Some((
                url.host_str()?.trim_matches(['[', ']']).to_owned(),
                url.port_or_known_default()?,
            ))
        }) else {
            return Seen::Wrong("The connection has no address.".to_owned(), None);
        };
        if let Some(why) = self.detour() {
            return Seen::Nothing(why.to_owned());
        }
        let advice = || {
            Some(format!(
                "Check the host in base_url of connections.{}, and the name server of this machine.",
                self.connection.name
            ))
        };
        match timeout(REACH, tokio::net::lookup_host((host.as_str(), port))).await {
            Err(_) => Seen::Wrong(
                format!("No name server told within {} s where {host} is.", REACH.as_secs()),
                advice(),
            ),
            Ok(Err(error)) => Seen::Wrong(format!("The name {host} was not found: {error}."), advice()),
            Ok(Ok(found)) => {
                machines.extend(found);
                let all: BTreeSet<String> = machines.iter().map(|machine| machine.ip().to_string()).collect();
                let told: Vec<&str> = all.iter().take(TOLD).map(String::as_str).collect();
                let more = match all.len().saturating_sub(TOLD) {
                    0 => String::new(),
                    more => format!(" and {more} more"),
                };
                Seen::Fine(format!("{host} is {}{more}.", told.join(", ")))
            }
        }
    }

    async fn connect(&self, machines: &[SocketAddr]) -> Seen {
        let patience = REACH.min(Duration::from_millis(self.connection.limits.connect_timeout_ms));
        if self.detour().is_some() {
            return match self.connection.knock(patience).await {
                Ok(status) => Seen::Fine(format!("Somebody answers there (status {status}).")),
                // Connected, and no more was asked for.
                Err(failure) if !is_unreached(&failure) => Seen::Fine("The connection was taken.".to_owned()),
                Err(failure) => Seen::Wrong(failure.sentence(self.title), failure.advice),
            };
        }
        let place = self.url().map_or_else(String::new, |url| {
            format!(
                "{}:{}",
                url.host_str().unwrap_or_default(),
                url.port_or_known_default().unwrap_or_default()
            )
        });
        let advice = || {
            Some(format!(
                "Check that {} runs, that port and host in base_url are right, and that no firewall stands between.",
                self.title
            ))
        };
        match timeout(patience, TcpStream::connect(machines)).await {
            Ok(Ok(stream)) => match stream.peer_addr() {
                Ok(peer) => Seen::Fine(format!("{peer} took the connection.")),
                Err(_) => Seen::Fine(format!("{place} took the connection.")),
            },
            Ok(Err(error)) => Seen::Wrong(format!("{place} did not take the connection: {error}."), advice()),
            Err(_) => Seen::Wrong(
                format!(
                    "{place} did not take the connection within {} ms.",
                    patience.as_millis()
                ),
                advice(),
            ),
        }
    }

    async fn encrypt(&self) -> Seen {
        if self.url().is_none_or(|url| url.scheme() != "https") {
            return Seen::Nothing("The address begins with http://: nothing is encrypted.".to_owned());
        }
        match self.connection.knock(REACH).await {
            Err(failure) if is_unreached(&failure) => {
                let advice = failure.what.contains("certificate").then(|| {
                    "If its certificate is signed by an authority of your own, name that authority's file as ca_file \
                     of the connection; otherwise its certificate has to be renewed."
                        .to_owned()
                });
                Seen::Wrong(failure.sentence(self.title), advice.or(failure.advice))
            }
            // An answer, or none in time: encryption stood by then.
            _ => Seen::Fine("The certificate is trusted.".to_owned()),
        }
    }

    async fn sign_in(&self) -> Seen {
        let fixed = match self.connection.auth() {
            AuthConfig::None => return Seen::Nothing("The connection signs in with nothing.".to_owned()),
            AuthConfig::Token { .. } => true,
            AuthConfig::Forms { .. } | AuthConfig::Oauth2 { .. } => false,
        };
        match timeout(SIGN_IN, self.connection.sign_in()).await {
            Err(_) => Seen::Wrong(
                format!(
                    "{} did not answer the sign-in within {} s.",
                    self.title,
                    SIGN_IN.as_secs()
                ),
                Some("Try again when it answers faster.".to_owned()),
            ),
            Ok(Err(failure)) => {
                let advice = if failure.credentials_refused {
                    self.advice_on_credentials().or_else(|| failure.advice.clone())
                } else {
                    failure.advice.clone()
                };
                Seen::Wrong(failure.sentence(self.title), advice)
            }
            Ok(Ok(())) if fixed => {
                Seen::Fine("The token could be read; whether it is right shows the read below.".to_owned())
            }
            Ok(Ok(())) => Seen::Fine(format!("{} took the credentials.", self.title)),
        }
    }

    async fn read(&self) -> Seen {
        let connector = &self.connection.connector;
        let declared = connector.test.as_ref();
        let Some((test, operation)) =
            declared.and_then(|test| Some((test, connector.operations.get(&test.operation)?)))
        else {
            return Seen::Nothing(format!(
                "The connector {} declares no `test`, so nothing was read.",
                connector.name
            ));
        };
        let bound = Bound::new(self.connection, "test of the connection", Mask::default());
        let request = match test.with.evaluate(&bound.scope(&Value::Null)) {
            Ok(request) => request.unwrap_or_default(),
            Err(error) => return Seen::Wrong(format!("The test cannot be made: {}.", error.0), None),
        };
        match timeout(READ, bound.perform(operation, &request)).await {
            Ok(Ok(_)) => Seen::Fine(format!("{} answered {}.", self.title, operation.name)),
            Ok(Err(error))
                if test
                    .also_fine
                    .iter()
                    .any(|code| is_called(&error, &connector.name, code)) =>
            {
                Seen::Fine(format!("{} answered: {}", self.title, error.message))
            }
            Ok(Err(error)) => {
                let refused = is_called(&error, &connector.name, "unauthenticated");
                let advice = refused.then(|| self.advice_on_credentials()).flatten();
                Seen::Wrong(error.message, advice)
            }
            Err(_) => {
                let (in_flight, waiting) = self.connection.under_way();
                let most = self.connection.limits.max_concurrent;
                if in_flight >= most || waiting > 0 {
                    return Seen::Wrong(
                        format!(
                            "No turn was free within {} s: {in_flight} of {most} calls are under way and {waiting} wait.",
                            READ.as_secs()
                        ),
                        Some("Try again when fewer runs call it, or raise the limits of the connection.".to_owned()),
                    );
                }
                Seen::Wrong(
                    format!(
                        "{} did not answer {} within {} s.",
                        self.title,
                        operation.name,
                        READ.as_secs()
                    ),
                    Some("It can be reached and is very slow; calls wait for timeout_ms of the connection.".to_owned()),
                )
            }
        }
    }

    fn advice_on_credentials(&self) -> Option<String> {
        let secret = self.connection.auth().secret()?;
        let what = match self.connection.auth() {
            AuthConfig::Token { .. } => "The token is not valid there.",
            AuthConfig::Forms { .. } => "User or password are not right, or the account is locked.",
            AuthConfig::Oauth2 { .. } => "Client id or secret are not right, or the client may not do this.",
            AuthConfig::None => return None,
        };
        let how = secret.how_to_change();
        Some(how.map_or_else(|| what.to_owned(), |how| format!("{what} {how}")))
    }
}

/// Whether it failed before anything was sent.
fn is_unreached(failure: &Failure) -> bool {
    matches!(
        failure.code.as_str(),
        "unavailable" | "address_refused" | "invalid_request"
    )
}

fn is_called(error: &EffectError, connector: &str, code: &str) -> bool {
    error
        .code
        .strip_prefix(connector)
        .and_then(|rest| rest.strip_prefix('.'))
        .is_some_and(|known| known == code)
}
