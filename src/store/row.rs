//! The row of a run, and the kernel's enums as Postgres knows them.

use chrono::{DateTime, Utc};
use sqlx::postgres::PgRow;
use sqlx::{FromRow, Row as _};
use throughline_engine::kernel::{RunId, RunStatus, Seq, TimerKind};
use uuid::Uuid;

use super::trigger::TriggerName;
use super::{DefinitionId, NodeId, TriggerKind};

/// A run as the table `run` has it. While a node carries the run, what stands here may be older than its journal.
#[derive(Debug, Clone, PartialEq)]
pub struct RunRow {
    /// Its id.
    pub id: RunId,
    /// The version it is pinned to.
    pub definition: DefinitionId,
    /// Key of the process.
    pub process: String,
    /// Number of the version.
    pub version: i32,
    /// Where it stands.
    pub status: RunStatus,
    /// What the starter calls it.
    pub business_key: Option<String>,
    /// The node that carries it.
    pub owner: Option<NodeId>,
    /// Who started it.
    pub started_by: String,
    /// What kind of thing that is.
    pub trigger: TriggerKind,
    /// When it was accepted.
    pub created_at: DateTime<Utc>,
    /// When a node first took it up.
    pub started_at: Option<DateTime<Utc>>,
    /// When this row last changed.
    pub updated_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// The last fact when this row was written.
    pub last_seq: Seq,
    /// Open incidents.
    pub incidents: u32,
    /// The last error, in words.
    pub last_error: Option<String>,
    /// The step of that error, by its path.
    pub error_step: Option<String>,
    /// The code of that error.
    pub error_code: Option<String>,
    /// The result as JSON.
    pub result: Option<Vec<u8>>,
    /// Version of its journal's encoding.
    pub journal_format: i16,
}

impl FromRow<'_, PgRow> for RunRow {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: RunId(row.try_get("id")?),
            definition: row.try_get("definition_id")?,
            process: row.try_get("process")?,
            version: row.try_get("version")?,
            status: row.try_get::<StatusName, _>("status")?.0,
            business_key: row.try_get("business_key")?,
            owner: row.try_get::<Option<Uuid>, _>("owner")?.map(NodeId),
            started_by: row.try_get("started_by")?,
            trigger: row.try_get::<TriggerName, _>("trigger")?.0,
            created_at: row.try_get("created_at")?,
            started_at: row.try_get("started_at")?,
            updated_at: row.try_get("updated_at")?,
            ended_at: row.try_get("ended_at")?,
            last_seq: Seq(row.try_get::<i32, _>("last_seq")?.cast_unsigned()),
            incidents: row.try_get::<i32, _>("incidents")?.cast_unsigned(),
            last_error: row.try_get("last_error")?,
            error_step: row.try_get("error_step")?,
            error_code: row.try_get("error_code")?,
            result: row.try_get("result")?,
            journal_format: row.try_get("journal_format")?,
        })
    }
}

/// A status as Postgres' enum `run_status`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StatusName(pub(crate) RunStatus);

pg_enum!(StatusName, "run_status", RunStatus::ALL, RunStatus::as_str);

/// What is waited for as Postgres' enum `wait_kind`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WaitKindName(pub(crate) TimerKind);

pg_enum!(
    WaitKindName,
    "wait_kind",
    [TimerKind::Backoff, TimerKind::Timeout, TimerKind::Wait],
    wait_kind_name
);

fn wait_kind_name(kind: TimerKind) -> &'static str {
    match kind {
        TimerKind::Backoff => "backoff",
        TimerKind::Timeout => "timeout",
        TimerKind::Wait => "wait",
    }
}
