//! The one way the API starts a run, whichever route asks: rights, limits, the start itself, its confirmation.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::time::Duration;

use axum::http::HeaderMap;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::ApiState;
use super::problem::{Problem, ProblemKind};
use crate::auth::{Caller, ProcessRight};
use crate::config::{Callbacks, HookConfig, Limits};
use crate::runtime::{DefinitionError, Once, StartError, StartOptions, StartRun, Started};
use crate::webhooks::{Hook, Targets};

/// Longest time until a start is confirmed.
const CONFIRM: Duration = Duration::from_secs(30);
/// Longest business key, in characters.
pub(super) const MAX_BUSINESS_KEY: usize = 200;
/// Longest key of a start, in characters.
pub(super) const MAX_KEY: usize = 200;
/// Callers remembered by the limit before those that have been quiet are forgotten.
const MOST_CALLERS: usize = 4096;

/// What the routes that start runs are told.
#[derive(Debug, Clone)]
pub struct StartSettings {
    /// Largest body of a batch, in bytes.
    pub max_batch_body_bytes: usize,
    /// Runs one caller may start in a minute.
    pub max_per_minute: NonZeroU32,
    /// Where callbacks may go.
    pub targets: Targets,
    /// Record events by section.
    pub hooks: BTreeMap<String, Hook>,
}

impl StartSettings {
    /// As it is configured.
    #[must_use]
    pub fn new(limits: Limits, callbacks: &Callbacks, hooks: &BTreeMap<String, HookConfig>) -> Self {
        let hook = |(section, config): (&String, &HookConfig)| (section.clone(), Hook::new(config.clone()));
        Self {
            max_batch_body_bytes: limits.max_batch_body_bytes.get(),
            max_per_minute: limits.max_starts_per_minute,
            targets: Targets::new(callbacks),
            hooks: hooks.iter().map(hook).collect(),
        }
    }
}

impl Default for StartSettings {
    fn default() -> Self {
        Self::new(Limits::default(), &Callbacks::default(), &BTreeMap::new())
    }
}

/// The settings with the limit they make.
pub(super) struct Starts {
    pub(super) settings: StartSettings,
    limit: DefaultKeyedRateLimiter<String>,
}

impl Starts {
    pub(super) fn new(settings: StartSettings) -> Self {
        Self {
            limit: RateLimiter::keyed(Quota::per_minute(settings.max_per_minute)),
            settings,
        }
    }

    /// Counts starts of a caller.
    ///
    /// # Errors
    /// 429: more than may be; nothing was started.
    pub(super) fn count(&self, caller: &Caller, starts: usize) -> Result<(), Problem> {
        let Some(count) = u32::try_from(starts).ok().and_then(NonZeroU32::new) else {
            return Ok(());
        };
        if self.limit.len() > MOST_CALLERS {
            self.limit.retain_recent();
        }
        let most = self.settings.max_per_minute;
        match self.limit.check_key_n(&caller.name().to_owned(), count) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(until)) => {
                let wait = until.wait_time_from(DefaultClock::default().now());
                let seconds = u32::try_from(wait.as_secs()).unwrap_or(60).saturating_add(1);
                let detail = format!(
                    "{} may start {most} runs a minute (`limits.max_starts_per_minute` of the service), and more were \
                     asked for. Nothing was started; come again in {seconds} s.",
                    caller.name()
                );
                Err(Problem::new(ProblemKind::TooManyRequests, detail).retry_after(seconds))
            }
            Err(_) => {
                let detail = format!(
                    "{starts} runs at once are more than one caller may start in a minute ({most}, \
                     `limits.max_starts_per_minute` of the service). Nothing was started; send smaller batches."
                );
                Err(Problem::new(ProblemKind::TooManyRequests, detail).retry_after(60))
            }
        }
    }
}

/// Starts a run for a caller; with `once`, once for that key. The run is durable when this answers.
///
/// # Errors
/// The caller may not, the request does not fit, or the database.
#[allow(dead_code, reason = "routes of sections and schedules start by it")]
pub(super) async fn start(
    state: &ApiState,
    caller: &Caller,
    start: StartRun,
    once: Option<Once>,
) -> Result<Started, Problem> {
    let options = StartOptions {
        once,
        ..StartOptions::default()
    };
    start_with(state, caller, start, options).await
}

/// Starts a run for a caller as the options say.
///
/// # Errors
/// As [`start`].
pub(super) async fn start_with(
    state: &ApiState,
    caller: &Caller,
    start: StartRun,
    options: StartOptions,
) -> Result<Started, Problem> {
    // With the version, as it is said of a process that is not there: nobody learns which of the two it is.
    if !state.sees(caller, &start.process).await? {
        return Err(Problem::no_process(&start.process, start.version));
    }
    state.must(caller, &start.process, ProcessRight::Start).await?;
    if let Some(flaw) = start.business_key.as_deref().and_then(business_key_flaw) {
        return Err(Problem::new(
            ProblemKind::BadRequest,
            format!("{flaw}. Nothing was started."),
        ));
    }
    if options.unique && start.business_key.is_none() {
        let detail = "`unique` is about the business key, and there is none. Nothing was started.";
        return Err(Problem::new(ProblemKind::BadRequest, detail));
    }
    state.starts().count(caller, 1)?;
    confirmed(state, start, options).await
}

/// Starts a run and waits until it is confirmed; whether the caller may was looked at before.
pub(super) async fn confirmed(state: &ApiState, start: StartRun, options: StartOptions) -> Result<Started, Problem> {
    let (process, version) = (start.process.clone(), start.version);
    let has_callback = options.callback.is_some();
    // In a task of its own: a caller that goes away in between does not leave half a start behind.
    let starting = tokio::spawn({
        let runtime = state.runtime().clone();
        async move {
            let started = runtime.start_with(start, options).await;
            if let (Ok(started), true) = (&started, has_callback) {
                runtime.expect_callback(started.run);
            }
            started
        }
    });
    match tokio::time::timeout(CONFIRM, starting).await {
        Ok(Ok(Ok(started))) => Ok(started),
        Ok(Ok(Err(StartError::Definition(DefinitionError::Unknown { .. })))) => {
            Err(Problem::no_process(&process, version))
        }
        Ok(Ok(Err(error))) => Err(error.into()),
        Ok(Err(error)) => {
            tracing::error!(%error, "a start broke off");
            Err(Problem::internal())
        }
        Err(_) => {
            let detail = "The database did not confirm the start within 30 s; it may still do so. \
                          Look for the run by its business key or process before starting it again.";
            Err(Problem::new(ProblemKind::OutcomeUnknown, detail).retry_after(10))
        }
    }
}

/// What is wrong with a business key, if something is.
pub(super) fn business_key_flaw(key: &str) -> Option<String> {
    (key.chars().count() > MAX_BUSINESS_KEY)
        .then(|| format!("`business_key` is longer than {MAX_BUSINESS_KEY} characters"))
}

/// What is wrong with a key of a start, if something is.
pub(super) fn key_flaw(key: &str) -> Option<String> {
    let fits = (1..=MAX_KEY).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
    (!fits).then(|| format!("a key is 1 to {MAX_KEY} visible ASCII characters"))
}

/// The scope of the keys a caller gives out.
pub(super) fn key_scope(caller: &Caller) -> String {
    format!("http:{}", caller.name())
}

/// The header `Idempotency-Key`.
///
/// # Errors
/// 400: it is there and no key.
pub(super) fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let key = value.to_str().ok().filter(|key| key_flaw(key).is_none());
    match key {
        Some(key) => Ok(Some(key.to_owned())),
        None => Err(Problem::new(
            ProblemKind::BadRequest,
            format!(
                "The header `Idempotency-Key` cannot be used: a key is 1 to {MAX_KEY} visible ASCII characters. Nothing was started."
            ),
        )),
    }
}
