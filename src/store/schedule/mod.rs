//! Schedules and their firings, as Postgres has them.
//!
//! A schedule's row says what its planned times are and up to where they are decided; a firing's row says what was
//! decided about one of them. This room keeps both consistent whatever dies in between; it does not know what a cron
//! expression means or which firing should start: whoever calls [`Store::advance_schedule`] decides that.

mod advance;
mod calendar;
mod firing;
mod manage;
mod sync;

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::postgres::PgRow;
use sqlx::{FromRow, Row as _};
use throughline_engine::definition::{Missed, Overlap};
use throughline_engine::kernel::{RunId, RunStatus};
use uuid::Uuid;

pub use advance::{Decision, NewFiring};
pub use calendar::DayFiring;
pub use firing::{Backfilled, ClaimedFiring, FiringFilter, Pending};
pub use manage::{Changed, ScheduleFilter};
pub(super) use sync::sync;

/// One schedule. It stays the same when its settings change.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, sqlx::Type,
)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct ScheduleId(pub Uuid);

impl std::fmt::Display for ScheduleId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Where a schedule comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScheduleSource {
    /// The definition of its process: the next deploy may change or remove it.
    Definition,
    /// The API.
    Api,
}

impl ScheduleSource {
    /// Its word in the API and in Postgres.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Definition => "definition",
            Self::Api => "api",
        }
    }
}

/// What a schedule does when.
#[derive(Debug, Clone, PartialEq)]
pub struct ScheduleSettings {
    /// Cron expression; checked before it comes here.
    pub cron: String,
    /// IANA time zone; checked before it comes here.
    pub timezone: String,
    /// What happens when an earlier run has not ended.
    pub overlap: Overlap,
    /// What becomes of times that passed while nobody could fire.
    pub missed: Missed,
    /// Each firing is late by a share of this; whole milliseconds.
    pub jitter: Duration,
    /// No firing before.
    pub start: Option<DateTime<Utc>>,
    /// No firing after.
    pub end: Option<DateTime<Utc>>,
    /// Input of the runs.
    pub input: Value,
}

/// A schedule.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// Its id.
    pub id: ScheduleId,
    /// Key of the process it starts.
    pub process: String,
    /// Its name within the process.
    pub name: String,
    /// Where it comes from.
    pub source: ScheduleSource,
    /// What it does when.
    pub settings: ScheduleSettings,
    /// When and by whom it was paused, while it is.
    pub paused: Option<(DateTime<Utc>, String)>,
    /// Planned times up to here are decided.
    pub decided_until: DateTime<Utc>,
    /// When it is looked at next.
    pub look_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When its settings or its pause last changed.
    pub changed_at: DateTime<Utc>,
    /// Who changed it.
    pub changed_by: String,
}

impl Schedule {
    /// Who the runs say they were started by.
    #[must_use]
    pub fn starter(&self) -> String {
        format!("schedule:{}/{}", self.process, self.name)
    }
}

/// What asked for a firing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FiringOrigin {
    /// Its time came.
    Schedule,
    /// Somebody asked for a past range.
    Backfill,
    /// Somebody asked for a run now.
    Manual,
}

impl FiringOrigin {
    const ALL: [Self; 3] = [Self::Schedule, Self::Backfill, Self::Manual];

    fn as_str(self) -> &'static str {
        match self {
            Self::Schedule => "schedule",
            Self::Backfill => "backfill",
            Self::Manual => "manual",
        }
    }
}

/// What became of a planned time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FiringOutcome {
    /// It is decided that it starts; the start is under way or tried again.
    Starting,
    /// It waits for the end of an earlier run.
    Queued,
    /// It started a run.
    Fired,
    /// It was left out because of an earlier run.
    Skipped,
    /// Its time passed while nobody could fire it.
    Missed,
    /// Its start failed for good.
    Failed,
}

impl FiringOutcome {
    /// Every outcome.
    pub const ALL: [Self; 6] = [
        Self::Starting,
        Self::Queued,
        Self::Fired,
        Self::Skipped,
        Self::Missed,
        Self::Failed,
    ];

    /// Its word in the API and in Postgres.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Starting => "starting",
            Self::Queued => "queued",
            Self::Fired => "fired",
            Self::Skipped => "skipped",
            Self::Missed => "missed",
            Self::Failed => "failed",
        }
    }
}

/// A planned time and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Firing {
    /// The schedule.
    pub schedule: ScheduleId,
    /// The planned time; for a run that somebody asked for, when they asked.
    pub planned_at: DateTime<Utc>,
    /// What asked for it.
    pub origin: FiringOrigin,
    /// What became of it.
    pub outcome: FiringOutcome,
    /// How many planned times this row stands for, this one being the last of them.
    pub times: u32,
    /// Why it was left out or failed; while it starts, what the last attempt met.
    pub reason: Option<String>,
    /// The run it started.
    pub run: Option<RunId>,
    /// The run that was in the way.
    pub blocked_by: Option<RunId>,
    /// Who asked for it, where somebody did.
    pub asked_by: Option<String>,
    /// Attempts to start it.
    pub attempts: u32,
    /// When it was decided.
    pub decided_at: DateTime<Utc>,
    /// When this row last changed.
    pub changed_at: DateTime<Utc>,
}

/// A firing that is under way, as the next one meets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActiveFiring {
    /// Its planned time.
    pub planned_at: DateTime<Utc>,
    /// Its run and how that stands; `None` while it is being started.
    pub run: Option<(RunId, RunStatus)>,
}

/// What the next firing of a schedule meets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Underway {
    /// The latest firing whose run has not ended.
    pub active: Option<ActiveFiring>,
    /// How many wait already.
    pub queued: u32,
}

#[derive(Debug, Clone, Copy)]
struct SourceName(ScheduleSource);
pg_enum!(
    SourceName,
    "schedule_source",
    [ScheduleSource::Definition, ScheduleSource::Api],
    ScheduleSource::as_str
);

#[derive(Debug, Clone, Copy)]
struct OverlapName(Overlap);
pg_enum!(OverlapName, "schedule_overlap", Overlap::ALL, Overlap::as_str);

#[derive(Debug, Clone, Copy)]
struct MissedName(Missed);
pg_enum!(MissedName, "schedule_missed", Missed::ALL, Missed::as_str);

#[derive(Debug, Clone, Copy)]
struct OriginName(FiringOrigin);
pg_enum!(OriginName, "firing_origin", FiringOrigin::ALL, FiringOrigin::as_str);

#[derive(Debug, Clone, Copy)]
struct OutcomeName(FiringOutcome);
pg_enum!(OutcomeName, "firing_outcome", FiringOutcome::ALL, FiringOutcome::as_str);

impl FromRow<'_, PgRow> for Schedule {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        let paused_at: Option<DateTime<Utc>> = row.try_get("paused_at")?;
        let paused_by: Option<String> = row.try_get("paused_by")?;
        let jitter: i64 = row.try_get("jitter_ms")?;
        Ok(Self {
            id: row.try_get("id")?,
            process: row.try_get("process")?,
            name: row.try_get("name")?,
            source: row.try_get::<SourceName, _>("source")?.0,
            settings: ScheduleSettings {
                cron: row.try_get("cron")?,
                timezone: row.try_get("timezone")?,
                overlap: row.try_get::<OverlapName, _>("overlap")?.0,
                missed: row.try_get::<MissedName, _>("missed")?.0,
                jitter: Duration::from_millis(jitter.unsigned_abs()),
                start: row.try_get("starts_at")?,
                end: row.try_get("ends_at")?,
                input: json(row.try_get("input")?)?,
            },
            paused: paused_at.map(|at| (at, paused_by.unwrap_or_default())),
            decided_until: row.try_get("decided_until")?,
            look_at: row.try_get("look_at")?,
            created_at: row.try_get("created_at")?,
            changed_at: row.try_get("changed_at")?,
            changed_by: row.try_get("changed_by")?,
        })
    }
}

impl FromRow<'_, PgRow> for Firing {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        let run = |name: &str| Ok::<_, sqlx::Error>(row.try_get::<Option<Uuid>, _>(name)?.map(RunId));
        Ok(Self {
            schedule: row.try_get("schedule_id")?,
            planned_at: row.try_get("planned_at")?,
            origin: row.try_get::<OriginName, _>("origin")?.0,
            outcome: row.try_get::<OutcomeName, _>("outcome")?.0,
            times: row.try_get::<i32, _>("times")?.unsigned_abs(),
            reason: row.try_get("reason")?,
            run: run("run_id")?,
            blocked_by: run("blocked_by")?,
            asked_by: row.try_get("asked_by")?,
            attempts: row.try_get::<i32, _>("attempts")?.unsigned_abs(),
            decided_at: row.try_get("decided_at")?,
            changed_at: row.try_get("changed_at")?,
        })
    }
}

fn json(bytes: &[u8]) -> Result<Value, sqlx::Error> {
    serde_json::from_slice(bytes).map_err(|error| sqlx::Error::Decode(Box::new(error)))
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
