//! The worker of a node: looks which acts are under way, takes some of their runs, acts on them, notes what became of
//! them. Acts take turns, so that one on two runs does not wait for one on a hundred thousand.

use std::time::Duration;

use futures::{StreamExt as _, stream};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::act::{Attempt, act};
use crate::runtime::Runtime;
use crate::store::{BulkOutcome, BulkWork, ClaimedItem, Store, StoreError};

/// How long a run that was taken is this worker's.
const LEASE: Duration = Duration::from_secs(30);
/// Runs taken at once.
const CHUNK: u32 = 32;
/// Runs acted on side by side: few enough to leave connections to everybody else.
const AT_ONCE: usize = 4;
/// How often it looks without being told: the safety net.
const SWEEP: Duration = Duration::from_secs(30);
/// How often it looks while other workers have what is left.
const LOOK: Duration = Duration::from_secs(1);
/// Pause after the database did not answer.
const PAUSE: Duration = Duration::from_secs(2);
/// After so many attempts that nobody knows the end of, a run counts as failed.
const MOST_ATTEMPTS: i32 = 20;

/// The worker of a node. Cheap to clone.
#[derive(Clone)]
pub struct Worker {
    runtime: Runtime,
    lease: Duration,
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Worker")
            .field("lease", &self.lease)
            .finish_non_exhaustive()
    }
}

impl Worker {
    /// A worker of this node.
    #[must_use]
    pub fn new(runtime: Runtime) -> Self {
        Self { runtime, lease: LEASE }
    }

    /// With another lease, for tests of what a worker leaves when it dies.
    #[must_use]
    pub fn with_lease(mut self, lease: Duration) -> Self {
        self.lease = lease;
        self
    }

    fn store(&self) -> &Store {
        self.runtime.store()
    }

    /// Works until `stop`. What is under way then is finished first; the rest is left to others or to the next start.
    pub async fn run(self, stop: CancellationToken) {
        loop {
            let pause = match self.look(&stop).await {
                Ok(Left::Nothing) => SWEEP,
                Ok(Left::WithOthers) => LOOK,
                Err(error) => {
                    tracing::warn!(%error, "bulk acts wait for the database");
                    PAUSE
                }
            };
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(pause) => {}
                () = self.runtime.bulks_started().notified() => {}
            }
        }
    }

    /// Does everything there is to do.
    async fn look(&self, stop: &CancellationToken) -> Result<Left, StoreError> {
        loop {
            let (mut acted, mut left) = (false, Left::Nothing);
            for work in self.store().running_bulks().await? {
                if stop.is_cancelled() {
                    return Ok(Left::WithOthers);
                }
                let until = Instant::now() + self.lease / 2;
                let items = self.store().claim_bulk_items(work.id, CHUNK, self.lease).await?;
                if items.is_empty() {
                    if !self.store().finish_bulk(work.id).await? {
                        left = Left::WithOthers;
                    }
                    continue;
                }
                acted = true;
                stream::iter(items)
                    .for_each_concurrent(AT_ONCE, |item| self.see_to(&work, item, until))
                    .await;
            }
            if !acted {
                return Ok(left);
            }
        }
    }

    /// Acts on one run, unless that would come so late that another worker may have it.
    async fn see_to(&self, work: &BulkWork, item: ClaimedItem, until: Instant) {
        if Instant::now() >= until {
            return;
        }
        let (outcome, reason) = match act(&self.runtime, work, &item).await {
            Attempt::Settled(outcome, reason) => (outcome, reason),
            Attempt::Later(error) if item.attempt >= MOST_ATTEMPTS => (BulkOutcome::Failed, Some(error.to_string())),
            Attempt::Later(error) => {
                tracing::warn!(bulk = %work.id, run = %item.run, %error, "a run could not be acted on; trying again");
                return;
            }
        };
        // Postgres takes no NUL in text.
        let reason = reason.map(|reason| reason.replace('\0', "\u{fffd}"));
        let settled = self
            .store()
            .settle_bulk_item(work.id, &item, outcome, reason.as_deref());
        if let Err(error) = settled.await {
            // Its lease runs out, and whoever takes it up then finds in the journal what was done.
            tracing::warn!(bulk = %work.id, run = %item.run, %error, "it could not be noted what became of a run");
        }
    }
}

/// What a look leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    /// No act is under way.
    Nothing,
    /// Other workers have the rest, or died with it.
    WithOthers,
}
