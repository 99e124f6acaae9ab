//! The task that tells callers that their runs have ended.
//!
//! It looks at waiting callbacks when it hears that a run of this node has settled, and by itself now and then: for runs
//! that other nodes carry, and for what was left by a node that died. A look costs what waits, so the pause between two
//! looks grows with the time a look takes. Every delivery is a lease on its row: a node that dies in between leaves it
//! to the next one, so a callback arrives at least once.

use std::time::Duration;

use chrono::Utc;
use serde::Serialize;
use thiserror::Error;
use throughline_engine::kernel::RunStatus;
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::signature::{SIGNATURE_HEADER, sign};
use super::targets::Targets;
use crate::api::types::Run;
use crate::runtime::Runtime;
use crate::store::{DueCallback, Store, StoreError};

/// Deliveries under way at once.
const IN_FLIGHT: usize = 32;
/// Longest time of an attempt.
const ATTEMPT: Duration = Duration::from_secs(15);
/// For how long a delivery is this node's; longer than an attempt and its bookkeeping.
const LEASE: Duration = Duration::from_secs(60);
/// Callbacks looked at in one statement.
const PAGE: i64 = 1000;
/// Days a callback of a run that was never started is kept.
const ORPHAN_DAYS: i32 = 7;
/// Pause between two looks while callbacks wait.
const LOOK: Duration = Duration::from_secs(2);
/// Pause while none does: another node may have taken one on.
const IDLE: Duration = Duration::from_secs(20);
/// A look may take this share of the time.
const SHARE: u32 = 50;
/// Pause before the second attempt; doubled for each further one.
const FIRST_PAUSE: Duration = Duration::from_secs(5);
/// Longest pause between two attempts.
const LONGEST_PAUSE: Duration = Duration::from_secs(3600);
/// How long deliveries under way may take when the service stops.
const DRAIN: Duration = Duration::from_secs(5);

/// Why no deliverer could be made.
#[derive(Debug, Error)]
#[error("callbacks cannot be sent: {0}")]
pub struct DelivererError(#[from] reqwest::Error);

/// Sends callbacks.
pub struct Deliverer {
    runtime: Runtime,
    targets: Targets,
    http: reqwest::Client,
    first_pause: Duration,
}

/// What is told.
#[derive(Serialize)]
struct Told<'a> {
    /// The same for every attempt at this delivery.
    delivery_id: Uuid,
    event: &'static str,
    run: &'a Run,
}

/// What became of an attempt.
enum Attempt {
    Delivered,
    /// Not now.
    Failed(String),
    /// Never.
    Hopeless(String),
}

impl Deliverer {
    /// # Errors
    /// TLS cannot be set up.
    pub fn new(runtime: Runtime, targets: Targets) -> Result<Self, DelivererError> {
        let http = reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(5))
            .timeout(ATTEMPT)
            .redirect(reqwest::redirect::Policy::none())
            // A proxy of the environment would be asked to resolve names, past the rules for addresses.
            .no_proxy()
            .dns_resolver(targets.resolver())
            .user_agent(concat!("throughline/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self {
            runtime,
            targets,
            http,
            first_pause: FIRST_PAUSE,
        })
    }

    /// With another pause before the second attempt, for tests.
    #[must_use]
    pub fn with_first_pause(mut self, pause: Duration) -> Self {
        self.first_pause = pause;
        self
    }

    /// Works until `stop`.
    pub async fn run(self, stop: CancellationToken) {
        let mut under_way = JoinSet::new();
        let mut next_look = Instant::now();
        let mut next_due: Option<Instant> = None;
        loop {
            let alarm = next_due.map_or(next_look, |due| due.min(next_look));
            tokio::select! {
                () = stop.cancelled() => break,
                () = self.runtime.callback_news() => next_look = Instant::now(),
                () = tokio::time::sleep_until(alarm), if under_way.len() < IN_FLIGHT => {}
                Some(ended) = under_way.join_next() => {
                    if let Err(error) = ended {
                        tracing::error!(%error, "a delivery ended badly; it is made again");
                    }
                }
            }
            let store = self.runtime.store().clone();
            if Instant::now() >= next_look {
                let begun = Instant::now();
                let waiting = match look(&store).await {
                    Ok(waiting) => waiting,
                    Err(error) => {
                        tracing::warn!(%error, "could not look for callbacks; trying again");
                        true
                    }
                };
                let pause = if waiting { LOOK } else { IDLE };
                next_look = Instant::now() + pause.max(begun.elapsed() * SHARE);
            }
            match self.begin(&store, &mut under_way).await {
                Ok(due) => next_due = due.and_then(|due| Instant::now().checked_add(due)),
                Err(error) => {
                    tracing::warn!(%error, "could not take callbacks that are due; trying again");
                    next_due = Some(Instant::now() + LOOK);
                }
            }
        }
        let all = async { while under_way.join_next().await.is_some() {} };
        // What is cut off here is made again by whoever finds its lease over.
        let _ = tokio::time::timeout(DRAIN, all).await;
        under_way.shutdown().await;
    }

    /// Begins what is due, as far as there is room; answers when the next one is.
    async fn begin(&self, store: &Store, under_way: &mut JoinSet<()>) -> Result<Option<Duration>, StoreError> {
        let room = IN_FLIGHT.saturating_sub(under_way.len());
        if room == 0 {
            return Ok(None);
        }
        let claimed = store.claim_callbacks(i64::try_from(room).unwrap_or(1), LEASE).await?;
        let full = claimed.len() == room;
        for due in claimed {
            let delivery = Delivery {
                store: store.clone(),
                targets: self.targets.clone(),
                http: self.http.clone(),
                first_pause: self.first_pause,
            };
            under_way.spawn(async move { delivery.make(due).await });
        }
        if full {
            return Ok(None); // the next one that ends makes room, and looks again
        }
        store.next_callback().await
    }
}

/// Looks at every waiting callback. True where there was one.
async fn look(store: &Store) -> Result<bool, StoreError> {
    let (mut after, mut waiting) = (None, false);
    loop {
        let looked = store.mark_callbacks(after, PAGE, ORPHAN_DAYS).await?;
        waiting |= looked.looked_at > looked.marked;
        match looked.next {
            Some(next) => after = Some(next),
            None => return Ok(waiting),
        }
    }
}

struct Delivery {
    store: Store,
    targets: Targets,
    http: reqwest::Client,
    first_pause: Duration,
}

impl Delivery {
    async fn make(self, due: DueCallback) {
        if let Err(error) = self.try_make(&due).await {
            // Its lease runs out and it is made again.
            tracing::warn!(run = %due.run, %error, "a callback could not be read or noted");
        }
    }

    async fn try_make(&self, due: &DueCallback) -> Result<(), StoreError> {
        let Some(row) = self.store.run(due.run).await? else {
            self.store
                .callback_failed(due, "the run is not there any more", Duration::ZERO, true)
                .await?;
            return Ok(());
        };
        let (told, ended) = (row.last_seq, row.status.is_ended());
        let event = match row.status {
            status if status.is_ended() => "run.ended",
            RunStatus::Incident => "run.incident",
            // Somebody helped the run before it was told that it needs help.
            _ => return self.store.callback_delivered(due, told, false).await,
        };
        let run = Run::from(row);
        match self.attempt(due, event, &run).await {
            Attempt::Delivered => {
                tracing::info!(run = %due.run, url = due.url, event, attempt = due.attempt, "a callback was delivered");
                self.store.callback_delivered(due, told, ended).await
            }
            Attempt::Failed(error) => self.failed(due, &error, false).await,
            Attempt::Hopeless(error) => self.failed(due, &error, true).await,
        }
    }

    async fn failed(&self, due: &DueCallback, error: &str, for_good: bool) -> Result<(), StoreError> {
        let doublings = due.attempt.saturating_sub(1).min(16);
        let pause = (self.first_pause * 2_u32.pow(doublings)).min(LONGEST_PAUSE);
        let error: String = error.chars().filter(|char| *char != '\0').take(500).collect();
        let given_up = self.store.callback_failed(due, &error, pause, for_good).await?;
        if given_up {
            tracing::error!(run = %due.run, url = due.url, error, "a callback is given up");
        } else {
            tracing::warn!(run = %due.run, url = due.url, error, attempt = due.attempt, "a callback did not arrive");
        }
        Ok(())
    }

    async fn attempt(&self, due: &DueCallback, event: &'static str, run: &Run) -> Attempt {
        // The rules may have changed since the run was started.
        let url = match self.targets.check(&due.url) {
            Ok(url) => url,
            Err(error) => return Attempt::Hopeless(error.to_string()),
        };
        let Some(key) = self.targets.signing_key() else {
            return Attempt::Failed("there is no key to sign callbacks with".to_owned());
        };
        let told = Told {
            delivery_id: due.delivery,
            event,
            run,
        };
        let body = match serde_json::to_vec(&told) {
            Ok(body) => body,
            Err(error) => return Attempt::Hopeless(format!("the run cannot be written as JSON: {error}")),
        };
        let request = self
            .http
            .post(url)
            .header("content-type", "application/json")
            .header("x-throughline-delivery", due.delivery.to_string())
            .header("x-throughline-event", event)
            .header(SIGNATURE_HEADER, sign(key.expose().as_bytes(), Utc::now(), &body))
            .body(body);
        match request.send().await {
            Ok(response) if response.status().is_success() => Attempt::Delivered,
            Ok(response) => Attempt::Failed(format!("it was answered {}", response.status())),
            Err(error) => Attempt::Failed(with_causes(&error)),
        }
    }
}

/// An error with what is behind it; reqwest's own text names the address and nothing else.
fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
