//! A connection: one configured system, with its sign-in, limits and circuit breaker.

mod breaker;
mod http;
mod session;
mod sign_in;

use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{Certificate, Client, Method, redirect};
use serde_json::Value;
use tokio::sync::{Notify, Semaphore, SemaphorePermit};
use tokio::time::Instant;
use url::{Origin, Url};

pub use self::breaker::CircuitLook;
use self::breaker::{Breaker, Turned};
use self::http::Bounds;
pub(super) use self::http::{Answer, Request};
use self::session::{Session, Sessions};
use self::sign_in::Signer;
use super::declaration::{Connector, ExpiredSigns, shape};
use super::failure::{Certainty, Failure};
use super::figures::{Figures, Sample};
use super::mask::Mask;
use super::outgoing::Outgoing;
use super::{AuthConfig, CircuitBreakerConfig, ConnectionConfig};
use crate::secrets::Secrets;

/// One configured system.
pub(super) struct Connection {
    pub(super) name: String,
    pub(super) connector: Arc<Connector>,
    /// Address without a slash at its end.
    pub(super) base: String,
    /// Options with the declaration's defaults.
    pub(super) options: Value,
    /// Scheme, host and port of the address.
    pub(super) origin: Origin,
    /// Where the requests of a generic connector may go.
    pub(super) outgoing: Option<Outgoing>,
    client: Client,
    bounds: Bounds,
    renewable: bool,
    sessions: Sessions,
    turns: Semaphore,
    /// Calls that wait for their turn or the pace.
    waiting: AtomicUsize,
    pace: Option<DefaultDirectRateLimiter>,
    breaker: Breaker,
    pub(super) figures: Figures,
    pub(super) limits: Limits,
    auth: AuthConfig,
}

/// What is configured for a connection, for people.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Most requests a second.
    pub requests_per_second: Option<f64>,
    /// Most calls in flight at once.
    pub max_concurrent: usize,
    /// Longest time of one exchange, in milliseconds.
    pub timeout_ms: u64,
    /// Longest time to connect, in milliseconds.
    pub connect_timeout_ms: u64,
    /// Largest answer, in bytes.
    pub max_response_bytes: usize,
    /// When the circuit opens and for how long.
    pub circuit_breaker: CircuitBreakerConfig,
}

/// Whether a call is made for its own sake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A call as all calls.
    Work,
    /// Somebody wants to know whether the connection works: an open circuit is no reason not to ask.
    Trial,
}

impl Connection {
    /// Checks the configuration whole; problems are (field, message).
    pub(super) fn new(
        name: &str,
        config: ConnectionConfig,
        connector: Arc<Connector>,
        secrets: &Secrets,
        news: Arc<Notify>,
    ) -> Result<Self, Vec<(&'static str, String)>> {
        let mut problems = Vec::new();
        let mut options = Value::Object(config.options.clone());
        shape(&mut options, &connector.options);
        problems.extend(
            connector
                .options_check
                .iter_errors(&options)
                .map(|error| ("options", error.to_string())),
        );
        if let Err(message) = check_address(&config.base_url) {
            problems.push(("base_url", message));
        }
        check_auth(&config.auth, &connector, &mut problems);
        for (field, value) in [
            ("max_connections", config.max_connections),
            ("max_concurrent", config.max_concurrent),
        ] {
            if value == 0 || value > 10_000 {
                problems.push((field, "is between 1 and 10000".to_owned()));
            }
        }
        if config.timeout_ms == 0 {
            problems.push(("timeout_ms", "is at least 1".to_owned()));
        }
        let pace = pace(config.requests_per_second).map_err(|message| problems.push(("requests_per_second", message)));
        let outgoing = connector
            .is_generic()
            .then(|| Outgoing::new(&config.base_url, &options))
            .transpose()
            .map_err(|message| problems.push(("options", message)));
        let guard = outgoing.as_ref().ok().and_then(Option::as_ref);
        let client = client(&config, guard).map_err(|message| problems.push(("ca_file", message)));
        let origin = Url::parse(&config.base_url).map(|url| url.origin());
        let (Ok(pace), Ok(client), Ok(outgoing), Ok(origin)) = (pace, client, outgoing, origin) else {
            return Err(problems);
        };
        if !problems.is_empty() {
            return Err(problems);
        }
        let base = config.base_url.trim_end_matches('/').to_owned();
        let bounds = Bounds {
            timeout: Duration::from_millis(config.timeout_ms),
            max_response_bytes: config.max_response_bytes,
        };
        let most = config.max_concurrent.min(config.max_connections);
        let limits = Limits {
            requests_per_second: config.requests_per_second,
            max_concurrent: most,
            timeout_ms: config.timeout_ms,
            connect_timeout_ms: config.connect_timeout_ms,
            max_response_bytes: config.max_response_bytes,
            circuit_breaker: config.circuit_breaker,
        };
        let auth = config.auth.clone();
        let signer = Signer {
            client: client.clone(),
            base: base.clone(),
            bounds,
            auth: config.auth,
            connector: Arc::clone(&connector),
            secrets: secrets.clone(),
        };
        Ok(Self {
            name: name.to_owned(),
            connector,
            base,
            origin,
            outgoing,
            options,
            client,
            bounds,
            renewable: signer.can_renew(),
            sessions: Sessions::new(signer),
            // One exchange uses one connection, so the smaller of the two bounds both.
            turns: Semaphore::new(most),
            waiting: AtomicUsize::new(0),
            pace,
            breaker: Breaker::new(config.circuit_breaker),
            figures: Figures::new(news),
            limits,
            auth,
        })
    }

    /// Whether it sends credentials along.
    pub(super) fn signs(&self) -> bool {
        self.sessions.signs()
    }

    /// How it signs in.
    pub(super) fn auth(&self) -> &AuthConfig {
        &self.auth
    }

    /// How its circuit stands now.
    pub(super) fn circuit(&self) -> CircuitLook {
        self.breaker.look(Instant::now())
    }

    /// Calls in flight, and those that wait.
    pub(super) fn under_way(&self) -> (usize, usize) {
        let free = self.turns.available_permits();
        (
            self.limits.max_concurrent.saturating_sub(free),
            self.waiting.load(Ordering::Relaxed),
        )
    }

    /// Signs in anew, whatever came of the last time: for somebody who has put the credentials right.
    pub(super) async fn sign_in(&self) -> Result<(), Failure> {
        self.sessions.anew().await.map(|_| ())
    }

    /// One request without credentials, turn, pace or circuit: whether anybody answers at all.
    pub(super) async fn knock(&self, timeout: Duration) -> Result<u16, Failure> {
        let url = Url::parse(&self.base).map_err(|error| {
            Failure::new(
                "invalid_request",
                Certainty::NotDonePermanent,
                format!("has no address: {error}"),
            )
        })?;
        let request = Request {
            operation: "HEAD".to_owned(),
            method: Method::HEAD,
            url,
            headers: HeaderMap::new(),
            body: None,
            signed: false,
            timeout: Some(timeout),
        };
        let answer = http::send(&self.client, &request, HeaderMap::new(), self.bounds).await?;
        Ok(answer.status)
    }

    /// Waits for its turn and the pace.
    async fn turn(&self) -> SemaphorePermit<'_> {
        let _waits = Waits::new(&self.waiting);
        let turn = self
            .turns
            .acquire()
            .await
            .expect("the semaphore of a connection is never closed");
        if let Some(pace) = &self.pace {
            pace.until_ready().await;
        }
        turn
    }

    /// Makes one exchange: waits for its turn, signs in where needed, repeats once where the session was over.
    /// The secrets it used are added to `mask`, what was measured to `sample`.
    pub(super) async fn exchange(
        &self,
        request: &Request,
        purpose: Purpose,
        mask: &mut Mask,
        sample: &mut Sample,
    ) -> Result<Answer, Failure> {
        let came = Instant::now();
        let _turn = self.turn().await;
        sample.entered = true;
        sample.waited = came.elapsed();
        let pass = match purpose {
            Purpose::Trial => self.breaker.enter_on_purpose(),
            Purpose::Work => self.breaker.enter(Instant::now()).map_err(|wait| {
                let what = format!("failed too often in a row, so {} was not sent", request.operation);
                Failure::new("circuit_open", Certainty::NotDoneTransient, what)
                    .retry_after(wait)
                    .advise(format!("It is tried again in {} ms.", wait.as_millis()))
            })?,
        };
        let began = Instant::now();
        let outcome = self.signed_in(request, mask).await;
        tracing::debug!(
            connection = self.name,
            operation = request.operation,
            status = outcome.as_ref().map_or(0, |answer| answer.status),
            failure = outcome.as_ref().err().map(|failure| failure.code.as_str()),
            elapsed_ms = began.elapsed().as_millis(),
            "exchange"
        );
        let down = match &outcome {
            Ok(answer) => matches!(answer.status, 502..=504),
            Err(failure) => failure.system_down,
        };
        sample.took = Some(began.elapsed());
        let sent = request.body.as_ref().map_or(0, Vec::len);
        let read = outcome.as_ref().map_or(0, |answer| answer.body.len());
        sample.bytes = u64::try_from(sent + read).unwrap_or(u64::MAX);
        match pass.finish(Instant::now(), down) {
            Turned::Opened => sample.opened = true,
            Turned::Closed => self.figures.tell(),
            Turned::Not => {}
        }
        outcome
    }

    async fn signed_in(&self, request: &Request, mask: &mut Mask) -> Result<Answer, Failure> {
        if !request.signed {
            return http::send(&self.client, request, HeaderMap::new(), self.bounds).await;
        }
        let session = self.sessions.get(None).await?;
        let answer = self.send(request, &session, mask).await?;
        if !self.renewable || !is_expired(&answer, &self.connector.session_expired) {
            return Ok(answer);
        }
        // The session was over before anything was done, so repeating even a write is safe.
        let session = self.sessions.get(Some(session.generation)).await?;
        let answer = self.send(request, &session, mask).await?;
        if is_expired(&answer, &self.connector.session_expired) {
            let what = format!(
                "refused {} right after a new sign-in (status {})",
                request.operation, answer.status
            );
            return Err(Failure::new("unauthenticated", Certainty::NotDonePermanent, what)
                .advise("Check whether the account of the connection may use this interface."));
        }
        Ok(answer)
    }

    async fn send(&self, request: &Request, session: &Session, mask: &mut Mask) -> Result<Answer, Failure> {
        session.hide(mask);
        let answer = http::send(&self.client, request, session.headers(), self.bounds).await?;
        session.learn(&answer.headers);
        Ok(answer)
    }
}

/// Counts one that waits, for as long as it does.
struct Waits<'a>(&'a AtomicUsize);

impl<'a> Waits<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Whether the answer says that the session is over, by the signs of the declaration.
fn is_expired(answer: &Answer, signs: &ExpiredSigns) -> bool {
    if signs.status.contains(&answer.status) {
        return true;
    }
    if (300..400).contains(&answer.status) {
        let location = answer
            .headers
            .get(LOCATION)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        return signs.location.iter().any(|sign| location.contains(sign.as_str()));
    }
    if signs.html.is_empty() || !answer.is_html() {
        return false;
    }
    let page = String::from_utf8_lossy(&answer.body);
    signs.html.iter().any(|sign| page.contains(sign.as_str()))
}

fn check_address(address: &str) -> Result<(), String> {
    let url = Url::parse(address).map_err(|error| format!("is not an address ({error}); write e.g. https://host"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err("begins with http:// or https:// and a host".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("holds a user or password; write them under auth".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("has a `?` or `#` part; write the address only".to_owned());
    }
    Ok(())
}

fn check_auth(auth: &AuthConfig, connector: &Connector, problems: &mut Vec<(&'static str, String)>) {
    let declared = &connector.auth;
    let (supported, secret) = match auth {
        AuthConfig::None => (declared.none, None),
        AuthConfig::Token { token } => (declared.token.is_some(), Some(token)),
        AuthConfig::Forms { password, .. } => (declared.forms.is_some(), Some(password)),
        AuthConfig::Oauth2 {
            client_secret,
            token_url,
            ..
        } => {
            if let Err(message) = check_address(token_url) {
                problems.push(("auth.token_url", message));
            }
            (declared.oauth2.is_some(), Some(client_secret))
        }
    };
    if !supported {
        let kinds = [
            (declared.none, "none"),
            (declared.token.is_some(), "token"),
            (declared.forms.is_some(), "forms"),
            (declared.oauth2.is_some(), "oauth2"),
        ];
        let kinds: Vec<&str> = kinds.iter().filter(|(has, _)| *has).map(|(_, kind)| *kind).collect();
        let message = format!(
            "`{}` is not supported by {}; use {}",
            auth.kind(),
            connector.name,
            kinds.join(" or ")
        );
        problems.push(("auth.kind", message));
    }
    if let Some(Err(error)) = secret.map(super::Secret::check) {
        problems.push(("auth", error.to_string()));
    }
}

fn pace(requests_per_second: Option<f64>) -> Result<Option<DefaultDirectRateLimiter>, String> {
    let Some(rate) = requests_per_second else {
        return Ok(None);
    };
    if !(0.001..=100_000.0).contains(&rate) {
        return Err("is between 0.001 and 100000".to_owned());
    }
    // A tenth of a second's worth may go at once, so that the limit does not serialise what it need not.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 1 and 10000"
    )]
    let burst = NonZeroU32::new((rate / 10.0).ceil() as u32).unwrap_or(NonZeroU32::MIN);
    let quota = Quota::with_period(Duration::from_secs_f64(1.0 / rate));
    Ok(quota.map(|quota| RateLimiter::direct(quota.allow_burst(burst))))
}

fn client(config: &ConnectionConfig, guard: Option<&Outgoing>) -> Result<Client, String> {
    // A second installation, or another library's, is refused: either way there is a provider.
    let _installed = rustls::crypto::ring::default_provider().install_default();
    let token_url = match &config.auth {
        AuthConfig::Oauth2 { token_url, .. } => token_url.as_str(),
        _ => "",
    };
    let mut builder = Client::builder()
        .user_agent(concat!("throughline/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::none())
        .connect_timeout(Duration::from_millis(config.connect_timeout_ms))
        .pool_max_idle_per_host(config.max_connections);
    if let Some(outgoing) = guard {
        // A proxy would resolve names where nobody checks what they stand for.
        builder = builder.no_proxy().dns_resolver(outgoing.resolver());
    }
    if let Some(file) = &config.ca_file {
        let pem = std::fs::read(file).map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
        let certificates = Certificate::from_pem_bundle(&pem)
            .map_err(|error| format!("{} is not a PEM file of certificates: {error}", file.display()))?;
        builder = builder.tls_certs_merge(certificates);
    } else if !config.base_url.starts_with("https:")
        && !token_url.starts_with("https:")
        && guard.is_none_or(Outgoing::only_plain)
    {
        // Nothing to verify: a machine without certificate authorities can still reach plain HTTP.
        builder = builder.tls_certs_only([]);
    }
    builder.build().map_err(|error| {
        let cause = std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
        format!("TLS cannot be set up: {cause}; install the system's certificate authorities or name a ca_file")
    })
}
