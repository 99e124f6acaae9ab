//! Firings on their way from a decision to a run, and their history.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::Row as _;
use throughline_engine::kernel::RunId;
use uuid::Uuid;

use super::advance::insert;
use super::sync::notify;
use super::{Firing, FiringOrigin, FiringOutcome, NewFiring, OutcomeName, ScheduleId};
use crate::store::{MAX_PAGE, Store, StoreError};

/// How long the node that takes up a start has before another one may.
const HEAD_START_S: i64 = 30;
/// How often the end of a run that is in the way is asked for.
const ASK_AGAIN_S: i64 = 5;

/// A start this node is to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedFiring {
    /// The schedule.
    pub schedule: ScheduleId,
    /// The planned time.
    pub planned_at: DateTime<Utc>,
    /// Process to start.
    pub process: String,
    /// Name of the schedule.
    pub name: String,
    /// Input and business key, as they were when it was decided.
    pub request: Vec<u8>,
    /// How many attempts were made, this one included.
    pub attempts: u32,
}

/// What there is to do beside planned times.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pending {
    /// When the next schedule is to be looked at.
    pub look_at: Option<DateTime<Utc>>,
    /// When the next start is to be made (again).
    pub start_at: Option<DateTime<Utc>>,
    /// Whether something waits for the end of a run.
    pub queue: bool,
}

/// Which firings to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FiringFilter {
    /// Only these outcomes; empty: any.
    pub outcomes: Vec<FiringOutcome>,
}

/// What a backfill did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backfilled {
    /// Planned times that will start now.
    pub accepted: u64,
}

impl Store {
    /// What the scheduler has to do next. Each part reads the first entry of an index that is empty or short.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn pending_firings(&self) -> Result<Pending, StoreError> {
        let row = sqlx::query(
            "SELECT (SELECT min(look_at) FROM schedule WHERE look_at IS NOT NULL) AS look_at,
                    (SELECT min(try_at) FROM schedule_firing WHERE outcome = 'starting') AS start_at,
                    EXISTS (SELECT FROM schedule_firing AS f JOIN schedule AS s ON s.id = f.schedule_id
                            WHERE f.outcome = 'queued' AND s.paused_at IS NULL) AS queue",
        )
        .fetch_one(self.pool());
        let pending = async {
            let row = row.await?;
            Ok(Pending {
                look_at: row.try_get("look_at")?,
                start_at: row.try_get("start_at")?,
                queue: row.try_get("queue")?,
            })
        };
        pending
            .await
            .map_err(StoreError::doing("look what schedules have to do"))
    }

    /// Lets the first of each queue go on whose schedule has no run under way. Answers how many.
    ///
    /// Two nodes may do it at once: the second finds the row no longer queued.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn release_queued(&self, now: DateTime<Utc>) -> Result<u64, StoreError> {
        let released = sqlx::query(
            "WITH waiting AS (SELECT DISTINCT schedule_id FROM schedule_firing WHERE outcome = 'queued'),
             free AS (
                 SELECT s.id, (SELECT min(q.planned_at) FROM schedule_firing AS q
                               WHERE q.schedule_id = s.id AND q.outcome = 'queued') AS first
                 FROM schedule AS s JOIN waiting ON waiting.schedule_id = s.id
                 WHERE s.paused_at IS NULL AND (s.overlap = 'allow' OR NOT EXISTS (
                     SELECT FROM schedule_firing AS f
                     WHERE f.schedule_id = s.id AND f.open AND (f.outcome = 'starting' OR (f.outcome = 'fired'
                         AND EXISTS (SELECT FROM run WHERE run.id = f.run_id AND run.ended_at IS NULL)))))
                 FOR UPDATE OF s SKIP LOCKED
             )
             UPDATE schedule_firing AS f SET outcome = 'starting', try_at = $1, changed_at = $1, reason = NULL
             FROM free WHERE f.schedule_id = free.id AND f.planned_at = free.first AND f.outcome = 'queued'",
        )
        .bind(now)
        .execute(self.pool())
        .await
        .map_err(StoreError::doing("let queued firings go on"))?;
        Ok(released.rows_affected())
    }

    /// The runs whose end queued firings ask for, each asked for again after a while until it ends.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn runs_to_end(&self, now: DateTime<Utc>) -> Result<Vec<(ScheduleId, RunId)>, StoreError> {
        let rows = sqlx::query(
            "WITH asking AS (
                 UPDATE schedule_firing SET try_at = $1 + make_interval(secs => $2)
                 WHERE outcome = 'queued' AND try_at <= $1 RETURNING schedule_id
             )
             SELECT DISTINCT f.schedule_id, f.run_id FROM asking
             JOIN schedule_firing AS f ON f.schedule_id = asking.schedule_id AND f.open AND f.outcome = 'fired'
             JOIN run ON run.id = f.run_id AND run.ended_at IS NULL",
        )
        .bind(now)
        .bind(ASK_AGAIN_S as f64)
        .fetch_all(self.pool());
        let runs = async {
            rows.await?
                .into_iter()
                .map(|row| Ok((row.try_get("schedule_id")?, RunId(row.try_get::<Uuid, _>("run_id")?))))
                .collect::<Result<_, sqlx::Error>>()
        };
        runs.await.map_err(StoreError::doing("look which runs are to end"))
    }

    /// Takes up starts that nobody is at: new ones, and those of a node that died in between.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn claim_firings(&self, now: DateTime<Utc>, limit: u32) -> Result<Vec<ClaimedFiring>, StoreError> {
        self.claim(now, None, limit).await
    }

    /// Takes up one start.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn claim_firing(
        &self,
        now: DateTime<Utc>,
        schedule: ScheduleId,
        planned_at: DateTime<Utc>,
    ) -> Result<Option<ClaimedFiring>, StoreError> {
        Ok(self.claim(now, Some((schedule, planned_at)), 1).await?.pop())
    }

    async fn claim(
        &self,
        now: DateTime<Utc>,
        only: Option<(ScheduleId, DateTime<Utc>)>,
        limit: u32,
    ) -> Result<Vec<ClaimedFiring>, StoreError> {
        let rows = sqlx::query(
            "UPDATE schedule_firing AS f SET try_at = $2, attempts = attempts + 1
             FROM schedule AS s
             WHERE s.id = f.schedule_id AND (f.schedule_id, f.planned_at) IN (
                 SELECT schedule_id, planned_at FROM schedule_firing
                 WHERE outcome = 'starting' AND try_at <= $1
                     AND ($3::uuid IS NULL OR (schedule_id = $3 AND planned_at = $4))
                 ORDER BY try_at, planned_at LIMIT $5 FOR UPDATE SKIP LOCKED)
             RETURNING f.schedule_id, f.planned_at, f.request, f.attempts, s.process, s.name",
        )
        .bind(now)
        .bind(now + TimeDelta::seconds(HEAD_START_S))
        .bind(only.map(|(schedule, _)| schedule))
        .bind(only.map(|(_, planned_at)| planned_at))
        .bind(i64::from(limit))
        .fetch_all(self.pool());
        let claimed = async {
            let mut claimed = Vec::new();
            for row in rows.await? {
                claimed.push(ClaimedFiring {
                    schedule: row.try_get("schedule_id")?,
                    planned_at: row.try_get("planned_at")?,
                    process: row.try_get("process")?,
                    name: row.try_get("name")?,
                    request: row.try_get::<Option<Vec<u8>>, _>("request")?.unwrap_or_default(),
                    attempts: row.try_get::<i32, _>("attempts")?.unsigned_abs(),
                });
            }
            claimed.sort_by_key(|firing| firing.planned_at);
            Ok(claimed)
        };
        claimed.await.map_err(StoreError::doing("take up starts of schedules"))
    }

    /// The start is made: this is the run.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn firing_started(
        &self,
        firing: &ClaimedFiring,
        now: DateTime<Utc>,
        run: RunId,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE schedule_firing SET outcome = 'fired', run_id = $3, reason = NULL, request = NULL, try_at = NULL,
                 changed_at = $4
             WHERE schedule_id = $1 AND planned_at = $2 AND outcome = 'starting'",
        )
        .bind(firing.schedule)
        .bind(firing.planned_at)
        .bind(run.0)
        .bind(now)
        .execute(self.pool())
        .await
        .map_err(StoreError::doing("keep which run a schedule started"))?;
        Ok(())
    }

    /// The start failed: for good, or to be tried again at `again`.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn firing_failed(
        &self,
        firing: &ClaimedFiring,
        now: DateTime<Utc>,
        reason: &str,
        again: Option<DateTime<Utc>>,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE schedule_firing SET reason = $3, try_at = $4, changed_at = $5,
                 outcome = CASE WHEN $4::timestamptz IS NULL THEN 'failed'::firing_outcome ELSE outcome END,
                 open = $4::timestamptz IS NOT NULL,
                 request = CASE WHEN $4::timestamptz IS NULL THEN NULL ELSE request END
             WHERE schedule_id = $1 AND planned_at = $2 AND outcome = 'starting'",
        )
        .bind(firing.schedule)
        .bind(firing.planned_at)
        // NUL is the one character Postgres' text cannot hold.
        .bind(reason.replace('\0', "\u{fffd}"))
        .bind(again)
        .bind(now)
        .execute(self.pool())
        .await
        .map_err(StoreError::doing("keep why a schedule started nothing"))?;
        Ok(())
    }

    /// Keeps that somebody asked for a run now. Answers the time that names the firing.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn ask_for_firing(
        &self,
        schedule: ScheduleId,
        now: DateTime<Utc>,
        by: &str,
        request: impl Fn(DateTime<Utc>) -> Vec<u8> + Send,
    ) -> Result<DateTime<Utc>, StoreError> {
        let asked = async {
            let mut planned_at = crate::store::journal::microseconds(now);
            loop {
                let firing = NewFiring {
                    planned_at,
                    outcome: FiringOutcome::Starting,
                    times: 1,
                    reason: None,
                    blocked_by: None,
                    request: Some(request(planned_at)),
                    ends_other: false,
                };
                let mut connection = self.pool().acquire().await?;
                let origin = FiringOrigin::Manual;
                if insert(&mut connection, schedule, now, origin, Some(by), &[firing]).await? > 0 {
                    return Ok(planned_at);
                }
                // Two people in one microsecond.
                planned_at += TimeDelta::microseconds(1);
            }
        };
        asked
            .await
            .map_err(StoreError::doing("keep what was asked of a schedule"))
    }

    /// Queues past planned times. Those that started a run, or are about to, stay as they are; those that were left out
    /// or failed get their turn.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn backfill(
        &self,
        schedule: ScheduleId,
        now: DateTime<Utc>,
        by: &str,
        firings: &[(DateTime<Utc>, Vec<u8>)],
    ) -> Result<Backfilled, StoreError> {
        let backfilled = async {
            let mut transaction = self.pool().begin().await?;
            let written = sqlx::query(
                "INSERT INTO schedule_firing AS f (schedule_id, planned_at, origin, outcome, asked_by, request, open,
                                                   decided_at, changed_at)
                 SELECT $1, planned_at, 'backfill', 'queued', $3, request, true, $2, $2
                 FROM UNNEST($4::timestamptz[], $5::bytea[]) AS new (planned_at, request)
                 ON CONFLICT (schedule_id, planned_at) DO UPDATE SET
                     origin = 'backfill', outcome = 'queued', times = 1, asked_by = excluded.asked_by, reason = NULL,
                     blocked_by = NULL, request = excluded.request, open = true, attempts = 0, try_at = NULL,
                     changed_at = excluded.changed_at
                 WHERE f.outcome IN ('skipped', 'missed', 'failed')",
            )
            .bind(schedule)
            .bind(now)
            .bind(by)
            .bind(firings.iter().map(|(at, _)| *at).collect::<Vec<_>>())
            .bind(firings.iter().map(|(_, request)| request.clone()).collect::<Vec<_>>())
            .execute(&mut *transaction)
            .await?;
            notify(&mut transaction).await?;
            transaction.commit().await?;
            Ok(Backfilled {
                accepted: written.rows_affected(),
            })
        };
        backfilled.await.map_err(StoreError::doing("backfill a schedule"))
    }

    /// One firing.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn firing(&self, schedule: ScheduleId, planned_at: DateTime<Utc>) -> Result<Option<Firing>, StoreError> {
        sqlx::query_as("SELECT * FROM schedule_firing WHERE schedule_id = $1 AND planned_at = $2")
            .bind(schedule)
            .bind(planned_at)
            .fetch_optional(self.pool())
            .await
            .map_err(StoreError::doing("read a firing"))
    }

    /// A page of a schedule's history, the latest planned time first, before `before`.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn firings(
        &self,
        schedule: ScheduleId,
        filter: &FiringFilter,
        before: Option<DateTime<Utc>>,
        limit: u32,
    ) -> Result<Vec<Firing>, StoreError> {
        let outcomes = if filter.outcomes.is_empty() {
            &FiringOutcome::ALL[..]
        } else {
            &filter.outcomes
        };
        // Rides on the primary key, backwards.
        sqlx::query_as(
            "SELECT * FROM schedule_firing
             WHERE schedule_id = $1 AND ($2::timestamptz IS NULL OR planned_at < $2) AND outcome = ANY ($3)
             ORDER BY planned_at DESC LIMIT $4",
        )
        .bind(schedule)
        .bind(before)
        .bind(outcomes.iter().map(|outcome| OutcomeName(*outcome)).collect::<Vec<_>>())
        .bind(i64::from(limit.clamp(1, MAX_PAGE)))
        .fetch_all(self.pool())
        .await
        .map_err(StoreError::doing("read the history of a schedule"))
    }

    /// Forgets history that was decided before `before` and is over. Answers how many rows.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn forget_firings(&self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        let forgotten = sqlx::query("DELETE FROM schedule_firing WHERE decided_at < $1 AND NOT open")
            .bind(before)
            .execute(self.pool())
            .await
            .map_err(StoreError::doing("forget old firings"))?;
        Ok(forgotten.rows_affected())
    }
}
