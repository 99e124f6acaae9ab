//! The scheduler of a node: decides what is due, makes the starts, and sleeps until there is something to do.
//!
//! Every node has one and they need not know of each other: rows are decided and taken up under locks that the others
//! pass by. What one leaves unfinished, another one finishes.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures::{StreamExt as _, stream};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::clock::{Clock, DatabaseClock};
use super::decide::{Request, decide, instant};
use super::timing::Timing;
use crate::runtime::{ActionError, Once, Runtime, StartError, StartRun, TriggerKind};
use crate::store::{ClaimedFiring, Decision, ScheduleId, Store, StoreError};

/// How often it looks without being told: the safety net.
const SWEEP: Duration = Duration::from_secs(30);
/// How often it looks while something waits for the end of a run.
const QUEUE_LOOK: Duration = Duration::from_secs(1);
/// Pause after the database did not answer.
const PAUSE: Duration = Duration::from_secs(2);
/// Schedules decided, and starts taken up, at a time.
const BATCH: u32 = 50;
/// Starts made side by side.
const STARTS: usize = 8;
/// Longest pause between two attempts of a start.
const LONGEST_BACKOFF_S: i64 = 60;
/// How long history is kept.
const KEPT: TimeDelta = TimeDelta::days(90);
/// How often old history is looked for.
const FORGET: Duration = Duration::from_secs(3600);

/// The scheduler of a node. Cheap to clone.
#[derive(Clone)]
pub struct Scheduler {
    runtime: Runtime,
    clock: Arc<dyn Clock>,
}

impl std::fmt::Debug for Scheduler {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scheduler").finish_non_exhaustive()
    }
}

impl Scheduler {
    /// A scheduler that goes by the database's clock.
    #[must_use]
    pub fn new(runtime: Runtime) -> Self {
        let clock = DatabaseClock::new(runtime.store().clone());
        Self::with_clock(runtime, Arc::new(clock))
    }

    /// A scheduler that goes by this clock.
    #[must_use]
    pub fn with_clock(runtime: Runtime, clock: Arc<dyn Clock>) -> Self {
        Self { runtime, clock }
    }

    fn store(&self) -> &Store {
        self.runtime.store()
    }

    /// Works until `stop`. What is under way then is finished first.
    pub async fn run(self, stop: CancellationToken) {
        let mut forget = Instant::now() + FORGET;
        loop {
            let pause = match self.look().await {
                Ok(pause) => pause,
                Err(error) => {
                    tracing::warn!(%error, "schedules wait for the database");
                    PAUSE
                }
            };
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(pause) => {}
                () = self.runtime.schedules_changed().notified() => {}
            }
            if Instant::now() >= forget {
                forget = Instant::now() + FORGET;
                if let Err(error) = self.forget().await {
                    tracing::warn!(%error, "old firings stay for now");
                }
            }
        }
    }

    /// Does everything there is to do now. Answers how long nothing will be to do.
    ///
    /// # Errors
    /// The database.
    pub async fn look(&self) -> Result<Duration, StoreError> {
        loop {
            let now = self.clock.now().await?;
            let pending = self.store().pending_firings().await?;
            let due = |at: Option<DateTime<Utc>>| at.is_some_and(|at| at <= now);
            let mut worked = false;
            if due(pending.look_at) {
                for id in self.store().due_schedules(now, BATCH).await? {
                    worked |= self.advance(id, now).await?;
                }
            }
            // What was decided may have to end a run, or be first in its queue.
            if pending.queue || worked {
                self.end_runs(now).await?;
                worked |= self.store().release_queued(now).await? > 0;
            }
            if worked || due(pending.start_at) {
                worked |= self.start_claimed(now).await?;
            }
            if !worked {
                let until = |at: DateTime<Utc>| (at - now).to_std().unwrap_or_default();
                let next = [pending.look_at, pending.start_at]
                    .into_iter()
                    .flatten()
                    .map(until)
                    .min();
                let longest = if pending.queue { QUEUE_LOOK } else { SWEEP };
                // Others may hold what is due: never spin.
                let least = Duration::from_millis(20);
                return Ok(next.unwrap_or(longest).clamp(least, longest));
            }
        }
    }

    /// Decides what is due of one schedule. False where another node is at it.
    async fn advance(&self, id: ScheduleId, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let Some(schedule) = self.store().schedule(id).await? else {
            return Ok(false);
        };
        let names_runs = names_runs(&self.runtime, &schedule.process).await;
        self.store()
            .advance_schedule(id, now, |schedule, underway| {
                match Timing::new(schedule.id, &schedule.settings) {
                    Ok(timing) => decide(schedule, &timing, underway, now, names_runs),
                    // It was checked when it was made: another version of the time zones, or of this program.
                    Err(error) => {
                        tracing::error!(schedule = %schedule.id, %error, "a schedule cannot be read and rests for an hour");
                        Decision {
                            decided_until: schedule.decided_until,
                            look_at: Some(now + TimeDelta::hours(1)),
                            ..Decision::default()
                        }
                    }
                }
            })
            .await
    }

    async fn end_runs(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        for (schedule, run) in self.store().runs_to_end(now).await? {
            let reason = "the next firing of its schedule takes its place (`overlap: cancel_other`)".to_owned();
            match self
                .runtime
                .cancel(run, &format!("schedule:{schedule}"), Some(reason))
                .await
            {
                // It may have ended by itself in between.
                Ok(_) | Err(ActionError::Conflict(_) | ActionError::NoSuchRun(_)) => {}
                Err(ActionError::Store(error)) => return Err(error),
                Err(error @ ActionError::Broken(_)) => tracing::warn!(%run, %error, "a run in the way cannot be ended"),
            }
        }
        Ok(())
    }

    async fn start_claimed(&self, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let claimed = self.store().claim_firings(now, BATCH).await?;
        let any = !claimed.is_empty();
        let starts = stream::iter(
            claimed
                .into_iter()
                .map(|firing| async move { self.start(&firing, now).await }),
        );
        let outcomes: Vec<_> = starts.buffered(STARTS).collect().await;
        outcomes.into_iter().collect::<Result<(), _>>()?;
        Ok(any)
    }

    /// Makes one start, and keeps what became of it.
    pub(super) async fn start(&self, firing: &ClaimedFiring, now: DateTime<Utc>) -> Result<(), StoreError> {
        let request: Request = match serde_json::from_slice(&firing.request) {
            Ok(request) => request,
            Err(error) => {
                let reason = format!("the input kept for it cannot be read: {error}");
                return self.store().firing_failed(firing, now, &reason, None).await;
            }
        };
        let once = Once {
            scope: format!("schedule:{}", firing.schedule),
            key: instant(firing.planned_at),
        };
        let start = StartRun {
            process: firing.process.clone(),
            version: None,
            input: request.input,
            business_key: request.business_key,
            started_by: format!("schedule:{}/{}", firing.process, firing.name),
            trigger: TriggerKind::Schedule,
        };
        match self.runtime.start_once(&once, start).await {
            Ok(started) => self.store().firing_started(firing, now, started.run).await,
            Err(error) => {
                let again = may_pass(&error).then(|| now + backoff(firing.attempts));
                tracing::warn!(process = %firing.process, schedule = %firing.name, planned = %firing.planned_at, %error,
                    "a schedule could not start its run");
                self.store().firing_failed(firing, now, &error.to_string(), again).await
            }
        }
    }

    async fn forget(&self) -> Result<(), StoreError> {
        let now = self.clock.now().await?;
        let forgotten = self.store().forget_firings(now - KEPT).await?;
        if forgotten > 0 {
            tracing::info!(forgotten, "history of schedules older than 90 days was forgotten");
        }
        Ok(())
    }
}

/// Whether runs of a process get their business key from the schedule: not where the process makes one itself.
pub(super) async fn names_runs(runtime: &Runtime, process: &str) -> bool {
    match runtime.definitions().find(process, None).await {
        Ok(definition) => definition.process.business_key.is_none(),
        Err(_) => true,
    }
}

/// Whether the same start may work later.
fn may_pass(error: &StartError) -> bool {
    match error {
        // Another node may have the right key.
        StartError::Unavailable | StartError::Unknown { .. } | StartError::Secrets(_) => true,
        StartError::Definition(_) | StartError::Input(_) | StartError::Refused(_) | StartError::KeyReused { .. } => {
            false
        }
    }
}

fn backoff(attempts: u32) -> TimeDelta {
    let seconds = 1_i64 << attempts.saturating_sub(1).min(6);
    TimeDelta::seconds(seconds.min(LONGEST_BACKOFF_S))
}
