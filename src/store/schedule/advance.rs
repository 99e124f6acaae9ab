//! Deciding planned times: one node at a time for each schedule, all in one transaction.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, Row as _};
use throughline_engine::kernel::RunId;
use uuid::Uuid;

use super::{ActiveFiring, FiringOrigin, FiringOutcome, OriginName, OutcomeName, Schedule, ScheduleId, Underway};
use crate::store::row::StatusName;
use crate::store::{Store, StoreError};

/// What is decided about one planned time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFiring {
    /// The planned time.
    pub planned_at: DateTime<Utc>,
    /// What becomes of it.
    pub outcome: FiringOutcome,
    /// How many planned times this stands for, the last of them being `planned_at`.
    pub times: u32,
    /// Why it is left out.
    pub reason: Option<String>,
    /// The run that is in the way.
    pub blocked_by: Option<RunId>,
    /// Input and business key, for one that starts now or later.
    pub request: Option<Vec<u8>>,
    /// Whether the run in its way is to be ended.
    pub ends_other: bool,
}

/// What is decided about a schedule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decision {
    /// Planned times, in order.
    pub firings: Vec<NewFiring>,
    /// Those that wait are given up for the last of `firings`; why.
    pub supersede: Option<String>,
    /// Up to where planned times are decided now.
    pub decided_until: DateTime<Utc>,
    /// When to look again; `None` where nothing comes any more.
    pub look_at: Option<DateTime<Utc>>,
}

impl Store {
    /// The schedules that are to be looked at, the most overdue first.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn due_schedules(&self, now: DateTime<Utc>, limit: u32) -> Result<Vec<ScheduleId>, StoreError> {
        sqlx::query_scalar("SELECT id FROM schedule WHERE look_at <= $1 ORDER BY look_at LIMIT $2")
            .bind(now)
            .bind(i64::from(limit))
            .fetch_all(self.pool())
            .await
            .map_err(StoreError::doing("look for schedules that are due"))
    }

    /// Decides what is due of one schedule, under its lock. False where another node is at it, or nothing is due any more.
    ///
    /// A planned time that has a row already (somebody asked for it by a backfill) keeps it.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn advance_schedule(
        &self,
        id: ScheduleId,
        now: DateTime<Utc>,
        decide: impl FnOnce(&Schedule, &Underway) -> Decision + Send,
    ) -> Result<bool, StoreError> {
        let advanced = async {
            let mut transaction = self.pool().begin().await?;
            let locked: Option<Schedule> =
                sqlx::query_as("SELECT * FROM schedule WHERE id = $1 AND look_at <= $2 FOR UPDATE SKIP LOCKED")
                    .bind(id)
                    .bind(now)
                    .fetch_optional(&mut *transaction)
                    .await?;
            let Some(schedule) = locked else { return Ok(false) };
            let underway = underway(&mut transaction, id).await?;
            let decision = decide(&schedule, &underway);
            if let Some(reason) = &decision.supersede {
                sqlx::query(
                    "UPDATE schedule_firing SET outcome = 'skipped', reason = $2, request = NULL, try_at = NULL,
                         open = false, changed_at = $3
                     WHERE schedule_id = $1 AND outcome = 'queued'",
                )
                .bind(id)
                .bind(reason)
                .bind(now)
                .execute(&mut *transaction)
                .await?;
            }
            insert(
                &mut transaction,
                id,
                now,
                FiringOrigin::Schedule,
                None,
                &decision.firings,
            )
            .await?;
            sqlx::query("UPDATE schedule SET decided_until = $2, look_at = $3 WHERE id = $1")
                .bind(id)
                .bind(decision.decided_until)
                .bind(decision.look_at)
                .execute(&mut *transaction)
                .await?;
            transaction.commit().await?;
            Ok(true)
        };
        advanced
            .await
            .map_err(StoreError::doing("decide what a schedule starts"))
    }
}

/// What the next firing meets. Closes on the way what has ended.
async fn underway(connection: &mut PgConnection, id: ScheduleId) -> Result<Underway, sqlx::Error> {
    sqlx::query(
        "UPDATE schedule_firing AS f SET open = false
         WHERE f.schedule_id = $1 AND f.open AND f.outcome = 'fired'
             AND NOT EXISTS (SELECT FROM run WHERE run.id = f.run_id AND run.ended_at IS NULL)",
    )
    .bind(id)
    .execute(&mut *connection)
    .await?;
    let active = sqlx::query(
        "SELECT f.planned_at, f.run_id, run.status FROM schedule_firing AS f LEFT JOIN run ON run.id = f.run_id
         WHERE f.schedule_id = $1 AND f.open AND f.outcome IN ('starting', 'fired') ORDER BY f.planned_at DESC LIMIT 1",
    )
    .bind(id)
    .fetch_optional(&mut *connection)
    .await?;
    let queued: i64 =
        sqlx::query_scalar("SELECT count(*) FROM schedule_firing WHERE schedule_id = $1 AND outcome = 'queued'")
            .bind(id)
            .fetch_one(&mut *connection)
            .await?;
    let active = active
        .map(|row| {
            let run: Option<Uuid> = row.try_get("run_id")?;
            let status: Option<StatusName> = row.try_get("status")?;
            Ok::<_, sqlx::Error>(ActiveFiring {
                planned_at: row.try_get("planned_at")?,
                run: run.zip(status).map(|(run, status)| (RunId(run), status.0)),
            })
        })
        .transpose()?;
    Ok(Underway {
        active,
        queued: u32::try_from(queued).unwrap_or(u32::MAX),
    })
}

/// Writes what was decided. Answers how many rows are new.
pub(super) async fn insert(
    connection: &mut PgConnection,
    id: ScheduleId,
    now: DateTime<Utc>,
    origin: FiringOrigin,
    asked_by: Option<&str>,
    firings: &[NewFiring],
) -> Result<u64, sqlx::Error> {
    if firings.is_empty() {
        return Ok(0);
    }
    let column = |value: fn(&NewFiring) -> Option<Uuid>| firings.iter().map(value).collect::<Vec<_>>();
    let written = sqlx::query(
        "INSERT INTO schedule_firing AS f (schedule_id, planned_at, origin, outcome, times, reason, blocked_by, asked_by,
                                           request, open, try_at, decided_at, changed_at)
         SELECT $1, planned_at, $3, outcome, times, reason, blocked_by, $4, request,
                outcome IN ('starting', 'queued'),
                CASE WHEN outcome = 'starting' OR ends_other THEN $2 END, $2, $2
         FROM UNNEST($5::timestamptz[], $6::firing_outcome[], $7::int4[], $8::text[], $9::uuid[], $10::bytea[], $11::bool[])
              AS new (planned_at, outcome, times, reason, blocked_by, request, ends_other)
         ON CONFLICT (schedule_id, planned_at) DO NOTHING",
    )
    .bind(id)
    .bind(now)
    .bind(OriginName(origin))
    .bind(asked_by)
    .bind(firings.iter().map(|f| f.planned_at).collect::<Vec<_>>())
    .bind(firings.iter().map(|f| OutcomeName(f.outcome)).collect::<Vec<_>>())
    .bind(firings.iter().map(|f| i32::try_from(f.times).unwrap_or(i32::MAX)).collect::<Vec<_>>())
    .bind(firings.iter().map(|f| f.reason.clone()).collect::<Vec<_>>())
    .bind(column(|f| f.blocked_by.map(|run| run.0)))
    .bind(firings.iter().map(|f| f.request.clone()).collect::<Vec<_>>())
    .bind(firings.iter().map(|f| f.ends_other).collect::<Vec<_>>())
    .execute(connection)
    .await?;
    Ok(written.rows_affected())
}
