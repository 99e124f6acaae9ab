//! How much processes are used: live runs by version, live runs and the last run of each process of a page.
//!
//! Counts are bounded: a process with a million sleeping runs must not make a list slow. Whoever shows one that reached
//! its bound says "at least".

use chrono::{DateTime, Utc};
use sqlx::{FromRow, Row as _, postgres::PgRow};
use throughline_engine::kernel::{RunId, RunStatus};

use super::row::StatusName;
use super::{Store, StoreError};

/// How many runs of one version stand at a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VersionRuns {
    /// Number of the version.
    pub version: i32,
    /// Where they stand.
    pub status: RunStatus,
    /// How many.
    pub runs: u32,
}

/// How many runs of one process stand at a status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcessRuns {
    /// Key of the process.
    pub process: String,
    /// Where they stand.
    pub status: RunStatus,
    /// How many.
    pub runs: u32,
}

/// The run of a process that was accepted last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastRun {
    /// Key of the process.
    pub process: String,
    /// Its id.
    pub id: RunId,
    /// Where it stands.
    pub status: RunStatus,
    /// When it was accepted.
    pub created_at: DateTime<Utc>,
    /// When it began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
}

/// $1 process, $2 statuses, $3 most runs a status. Rides on `run_process`, newest first, and reads the row of each run it
/// counts for its version: few, as only runs that have not ended are asked for.
pub const LIVE_BY_VERSION: &str = "SELECT version, status, count(*) AS runs
     FROM UNNEST($2::run_status[]) AS s (wanted) CROSS JOIN LATERAL (
         SELECT version, status FROM run WHERE process = $1 AND status = s.wanted ORDER BY id DESC LIMIT $3
     ) AS run GROUP BY version, status";

/// $1 processes, $2 statuses, $3 most runs a process and status. Counts in `run_process`, in no order.
pub const LIVE_BY_PROCESS: &str = "SELECT p.process, s.status, live.runs
     FROM UNNEST($1::text[]) AS p (process) CROSS JOIN UNNEST($2::run_status[]) AS s (status) CROSS JOIN LATERAL (
         SELECT count(*) AS runs FROM (
             SELECT 1 FROM run WHERE process = p.process AND status = s.status LIMIT $3
         ) AS counted
     ) AS live WHERE live.runs > 0";

/// $1 processes, $2 all statuses. The newest run of each status, of those the newest: one look into `run_process` a process
/// and status, however many runs there are.
pub const LAST_OF_PROCESS: &str = "SELECT p.process, last.* FROM UNNEST($1::text[]) AS p (process) CROSS JOIN LATERAL (
         SELECT newest.* FROM UNNEST($2::run_status[]) AS s (wanted) CROSS JOIN LATERAL (
             SELECT id, status, created_at, started_at, ended_at FROM run
             WHERE process = p.process AND status = s.wanted ORDER BY id DESC LIMIT 1
         ) AS newest ORDER BY id DESC LIMIT 1
     ) AS last";

impl Store {
    /// Live runs of a process by version and status, at most `most` of each status, the newest.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn live_by_version(&self, process: &str, most: u32) -> Result<Vec<VersionRuns>, StoreError> {
        sqlx::query_as(LIVE_BY_VERSION)
            .bind(process)
            .bind(live())
            .bind(i64::from(most))
            .fetch_all(self.pool())
            .await
            .map_err(StoreError::doing("count the runs of a process"))
    }

    /// Live runs of each of these processes by status, at most `most` of each.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn live_by_process(&self, processes: &[String], most: u32) -> Result<Vec<ProcessRuns>, StoreError> {
        sqlx::query_as(LIVE_BY_PROCESS)
            .bind(processes)
            .bind(live())
            .bind(i64::from(most))
            .fetch_all(self.pool())
            .await
            .map_err(StoreError::doing("count the runs of processes"))
    }

    /// The last run of each of these processes; none of one that never ran.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn last_runs(&self, processes: &[String]) -> Result<Vec<LastRun>, StoreError> {
        sqlx::query_as(LAST_OF_PROCESS)
            .bind(processes)
            .bind(RunStatus::ALL.map(StatusName).to_vec())
            .fetch_all(self.pool())
            .await
            .map_err(StoreError::doing("look up the last runs of processes"))
    }
}

/// The statuses of runs that have not ended.
fn live() -> Vec<StatusName> {
    let live = RunStatus::ALL.into_iter().filter(|status| !status.is_ended());
    live.map(StatusName).collect()
}

fn counted(row: &PgRow) -> Result<u32, sqlx::Error> {
    // Bounded by a `u32` in the statement.
    Ok(u32::try_from(row.try_get::<i64, _>("runs")?).unwrap_or(u32::MAX))
}

impl FromRow<'_, PgRow> for VersionRuns {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            version: row.try_get("version")?,
            status: row.try_get::<StatusName, _>("status")?.0,
            runs: counted(row)?,
        })
    }
}

impl FromRow<'_, PgRow> for ProcessRuns {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            process: row.try_get("process")?,
            status: row.try_get::<StatusName, _>("status")?.0,
            runs: counted(row)?,
        })
    }
}

impl FromRow<'_, PgRow> for LastRun {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            process: row.try_get("process")?,
            id: RunId(row.try_get("id")?),
            status: row.try_get::<StatusName, _>("status")?.0,
            created_at: row.try_get("created_at")?,
            started_at: row.try_get("started_at")?,
            ended_at: row.try_get("ended_at")?,
        })
    }
}
