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

mod words;

use super::call::Bound;
use super::connection::Connection;
use super::failure::Failure;
use super::mask::Mask;
use super::{AuthConfig, Connectors};

pub use words::{Finding, Remedy};

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
    /// What was seen; nothing where it was not reached.
    pub finding: Option<Finding>,
    /// The same as a sentence. Holds no secret.
    pub detail: String,
    /// What to do, where the stage knows it.
    pub remedy: Option<Remedy>,
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

    async fn step(&mut self, title: &str, stage: TrialStage, look: impl Future<Output = Seen>) {
        if !self.works() {
            self.steps.push(TrialStep {
                stage,
                end: TrialEnd::NotReached,
                took: Duration::ZERO,
                finding: None,
                detail: String::new(),
                remedy: None,
                advice: None,
            });
            return;
        }
        let began = Instant::now();
        let seen = look.await;
        let took = began.elapsed();
        let (end, finding, remedy, told) = match seen {
            Seen::Fine(finding) => (TrialEnd::Ok, finding, None, None),
            Seen::Nothing(finding) => (TrialEnd::Skipped, finding, None, None),
            Seen::Wrong(finding, remedy) => (TrialEnd::Failed, finding, remedy, None),
            Seen::Told(finding, advice) => (TrialEnd::Failed, finding, None, advice),
        };
        self.steps.push(TrialStep {
            stage,
            end,
            took: if end == TrialEnd::Skipped { Duration::ZERO } else { took },
            detail: finding.sentence(title),
            finding: Some(finding),
            advice: remedy.as_ref().map(|remedy| remedy.sentence(title)).or(told),
            remedy,
        });
    }
}

/// What a look saw.
enum Seen {
    Fine(Finding),
    Nothing(Finding),
    Wrong(Finding, Option<Remedy>),
    /// A call failed, and what to do follows from its code.
    Told(Finding, Option<String>),
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
        trial
            .step(look.title, TrialStage::Resolve, look.resolve(&mut machines))
            .await;
        trial
            .step(look.title, TrialStage::Connect, look.connect(&machines))
            .await;
        trial.step(look.title, TrialStage::Tls, look.encrypt()).await;
        trial.step(look.title, TrialStage::SignIn, look.sign_in()).await;
        trial.step(look.title, TrialStage::Read, look.read()).await;
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
    fn detour(&self) -> Option<Finding> {
        if self.connection.outgoing.is_some() {
            return Some(Finding::FindsItself);
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
        proxied.then_some(Finding::Proxied)
    }

    async fn resolve(&self, machines: &mut Vec<SocketAddr>) -> Seen {
        let Some((host, port)) = self.url().and_then(|url| {
            Some((
                url.host_str()?.trim_matches(['[', ']']).to_owned(),
                url.port_or_known_default()?,
            ))
        }) else {
            return Seen::Wrong(Finding::NoAddress, None);
        };
        if let Some(why) = self.detour() {
            return Seen::Nothing(why);
        }
        let remedy = Some(Remedy::CheckName {
            connection: self.connection.name.clone(),
        });
        let asked = timeout(REACH, tokio::net::lookup_host((host.as_str(), port)));
        let told = asked.await.map(|found| found.map(Vec::<SocketAddr>::from_iter));
        match told {
            Err(_) => {
                let seconds = REACH.as_secs();
                Seen::Wrong(Finding::NameUnanswered { host, seconds }, remedy)
            }
            Ok(Err(error)) => {
                let reason = error.to_string();
                Seen::Wrong(Finding::NameUnknown { host, reason }, remedy)
            }
            Ok(Ok(found)) => {
                machines.extend(found);
                let all: BTreeSet<String> = machines.iter().map(|machine| machine.ip().to_string()).collect();
                let more = all.len().saturating_sub(TOLD) as u64;
                let addresses = all.into_iter().take(TOLD).collect();
                Seen::Fine(Finding::NameFound { host, addresses, more })
            }
        }
    }

    async fn connect(&self, machines: &[SocketAddr]) -> Seen {
        let patience = REACH.min(Duration::from_millis(self.connection.limits.connect_timeout_ms));
        if self.detour().is_some() {
            return match self.connection.knock(patience).await {
                Ok(status) => Seen::Fine(Finding::Answered { status }),
                // Connected, and no more was asked for.
                Err(failure) if !is_unreached(&failure) => Seen::Fine(Finding::Connected { place: None }),
                Err(failure) => self.told(&failure),
            };
        }
        let place = self.url().map_or_else(String::new, |url| {
            format!(
                "{}:{}",
                url.host_str().unwrap_or_default(),
                url.port_or_known_default().unwrap_or_default()
            )
        });
        match timeout(patience, TcpStream::connect(machines)).await {
            Ok(Ok(stream)) => {
                let place = stream.peer_addr().map_or(place, |peer| peer.to_string());
                Seen::Fine(Finding::Connected { place: Some(place) })
            }
            Ok(Err(error)) => {
                let reason = error.to_string();
                Seen::Wrong(Finding::NotConnected { place, reason }, Some(Remedy::CheckPlace))
            }
            Err(_) => {
                let milliseconds = u64::try_from(patience.as_millis()).unwrap_or(u64::MAX);
                Seen::Wrong(
                    Finding::ConnectTimedOut { place, milliseconds },
                    Some(Remedy::CheckPlace),
                )
            }
        }
    }

    async fn encrypt(&self) -> Seen {
        if self.url().is_none_or(|url| url.scheme() != "https") {
            return Seen::Nothing(Finding::NotEncrypted);
        }
        match self.connection.knock(REACH).await {
            Err(failure) if is_unreached(&failure) => {
                if failure.what.contains("certificate") {
                    let message = failure.sentence(self.title);
                    return Seen::Wrong(Finding::NotTrusted { message }, Some(Remedy::TrustAuthority));
                }
                self.told(&failure)
            }
            // An answer, or none in time: encryption stood by then.
            _ => Seen::Fine(Finding::Trusted),
        }
    }

    async fn sign_in(&self) -> Seen {
        let fixed = match self.connection.auth() {
            AuthConfig::None => return Seen::Nothing(Finding::NoSignIn),
            AuthConfig::Token { .. } => true,
            AuthConfig::Forms { .. } | AuthConfig::Oauth2 { .. } => false,
        };
        match timeout(SIGN_IN, self.connection.sign_in()).await {
            Err(_) => {
                let seconds = SIGN_IN.as_secs();
                Seen::Wrong(Finding::SignInTimedOut { seconds }, Some(Remedy::TryLater))
            }
            Ok(Err(failure)) if failure.credentials_refused => match self.remedy_of_credentials() {
                Some(remedy) => Seen::Wrong(self.failed(&failure), Some(remedy)),
                None => self.told(&failure),
            },
            Ok(Err(failure)) => self.told(&failure),
            Ok(Ok(())) if fixed => Seen::Fine(Finding::TokenRead),
            Ok(Ok(())) => Seen::Fine(Finding::CredentialsTaken),
        }
    }

    async fn read(&self) -> Seen {
        let connector = &self.connection.connector;
        let declared = connector.test.as_ref();
        let Some((test, operation)) =
            declared.and_then(|test| Some((test, connector.operations.get(&test.operation)?)))
        else {
            return Seen::Nothing(Finding::NoTest {
                connector: connector.name.clone(),
            });
        };
        let bound = Bound::new(self.connection, "test of the connection", Mask::default());
        let request = match test.with.evaluate(&bound.scope(&Value::Null)) {
            Ok(request) => request.unwrap_or_default(),
            Err(error) => return Seen::Wrong(Finding::TestNotMade { reason: error.0 }, None),
        };
        let name = operation.name.clone();
        match timeout(READ, bound.perform(operation, &request)).await {
            Ok(Ok(_)) => Seen::Fine(Finding::Read { operation: name }),
            Ok(Err(error)) => {
                let code = code_of(&error, &connector.name);
                if test.also_fine.iter().any(|fine| fine == code) {
                    let message = error.message;
                    return Seen::Fine(Finding::ReadRefused {
                        operation: name,
                        message,
                    });
                }
                let remedy = (code == "unauthenticated").then(|| self.remedy_of_credentials());
                let failed = Finding::Failed {
                    error: code.to_owned(),
                    status: status_of(error.data.get("status")),
                    message: error.message,
                };
                Seen::Wrong(failed, remedy.flatten())
            }
            Err(_) => {
                let seconds = READ.as_secs();
                let (in_flight, waiting) = self.connection.under_way();
                let most = self.connection.limits.max_concurrent;
                if in_flight >= most || waiting > 0 {
                    let busy = Finding::NoTurn {
                        seconds,
                        in_flight: in_flight as u64,
                        most: most as u64,
                        waiting: waiting as u64,
                    };
                    return Seen::Wrong(busy, Some(Remedy::FreeTurns));
                }
                let operation = name;
                Seen::Wrong(Finding::ReadTimedOut { operation, seconds }, Some(Remedy::AllowTime))
            }
        }
    }

    fn failed(&self, failure: &Failure) -> Finding {
        Finding::Failed {
            error: failure.code.clone(),
            status: status_of(failure.data.get("status")),
            message: failure.sentence(self.title),
        }
    }

    fn told(&self, failure: &Failure) -> Seen {
        Seen::Told(self.failed(failure), failure.advice.clone())
    }

    fn remedy_of_credentials(&self) -> Option<Remedy> {
        let kept = self.connection.auth().secret()?.kept();
        match self.connection.auth() {
            AuthConfig::Token { .. } => Some(Remedy::ReplaceToken { kept }),
            AuthConfig::Forms { .. } => Some(Remedy::CorrectPassword { kept }),
            AuthConfig::Oauth2 { .. } => Some(Remedy::CorrectClient { kept }),
            AuthConfig::None => None,
        }
    }
}

/// Whether it failed before anything was sent.
fn is_unreached(failure: &Failure) -> bool {
    matches!(
        failure.code.as_str(),
        "unavailable" | "address_refused" | "invalid_request"
    )
}

/// The code of an error, without the name of its connector.
fn code_of<'a>(error: &'a EffectError, connector: &str) -> &'a str {
    let own = error
        .code
        .strip_prefix(connector)
        .and_then(|rest| rest.strip_prefix('.'));
    own.unwrap_or(&error.code)
}

fn status_of(told: Option<&Value>) -> Option<u16> {
    told?.as_u64().and_then(|status| u16::try_from(status).ok())
}
