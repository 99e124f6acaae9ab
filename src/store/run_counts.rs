//! How many runs there are of each status, and for which reasons runs stand or failed. Both count no further than a
//! number nobody reads out, so that they cost the same on a table of any size.

use chrono::{DateTime, Utc};
use sqlx::{FromRow, QueryBuilder};
use throughline_engine::kernel::{RunId, RunStatus};
use uuid::Uuid;

use super::row::StatusName;
use super::run_filter::{RunFilter, STOPPED};
use super::run_search::Search;
use super::{Store, StoreError};

/// Runs that are counted; more are "at least so many".
pub const MOST_COUNTED: u32 = 10_000;

/// Causes that are told apart, the ones of most runs.
const MOST_CAUSES: i64 = 100;

/// Characters of a cause's sample.
const MOST_MESSAGE: i32 = 1000;

/// Runs of one status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusCount {
    /// The status.
    pub status: RunStatus,
    /// How many.
    pub count: u32,
    /// There may be more.
    pub at_least: bool,
}

/// Runs that stand or failed for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunCause {
    /// Key of the process.
    pub process: String,
    /// The step, by its path.
    pub error_step: Option<String>,
    /// The code of the error.
    pub error_code: Option<String>,
    /// How many runs need attention.
    pub incidents: u32,
    /// How many failed.
    pub failed: u32,
    /// What the newest of them says.
    pub message: Option<String>,
    /// When the first of them stopped.
    pub first_at: DateTime<Utc>,
    /// When the last one did.
    pub last_at: DateTime<Utc>,
    /// The newest of them.
    pub newest: RunId,
}

/// Causes, the one of most runs first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunCauses {
    /// The causes.
    pub causes: Vec<RunCause>,
    /// All runs that match were looked at, and all causes are here.
    pub complete: bool,
}

#[derive(FromRow)]
struct Counted {
    status: StatusName,
    count: i64,
}

#[derive(FromRow)]
struct Caused {
    process: String,
    error_step: Option<String>,
    error_code: Option<String>,
    incidents: i64,
    failed: i64,
    message: Option<String>,
    first_at: DateTime<Utc>,
    last_at: DateTime<Utc>,
    newest: Uuid,
    looked_at: i64,
    causes: i64,
}

impl Store {
    /// How many runs there are of each status the filter leaves, in the order of [`RunStatus::ALL`]. A status of more than
    /// [`MOST_COUNTED`] runs, or whose runs were not all looked at, is told as "at least".
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn run_counts(&self, filter: &RunFilter) -> Result<Vec<StatusCount>, StoreError> {
        let statuses = filter.statuses();
        if filter.is_empty() {
            return Ok(statuses.into_iter().map(|status| counted(status, 0, false)).collect());
        }
        let mut counts = Vec::with_capacity(statuses.len());
        let by_status = filter.variable.is_none() && filter.business_key.is_none() && filter.text.is_none();
        if by_status {
            // A status at a time: each rides on its own part of the index.
            for status in statuses {
                let one = RunFilter {
                    status: vec![status],
                    ..filter.clone()
                };
                let (found, whole) = self.count(&one).await?;
                let count = found.first().map_or(0, |(_, count)| *count);
                counts.push(counted(status, count, !whole));
            }
            return Ok(counts);
        }
        let (found, whole) = self.count(filter).await?;
        for status in statuses {
            let count = found
                .iter()
                .find(|(one, _)| *one == status)
                .map_or(0, |(_, count)| *count);
            counts.push(counted(status, count, !whole));
        }
        Ok(counts)
    }

    /// Counts by status, and whether that is all.
    async fn count(&self, filter: &RunFilter) -> Result<(Vec<(RunStatus, i64)>, bool), StoreError> {
        let Some(search) = Search::begin(self, filter, None).await? else {
            return Ok((Vec::new(), true));
        };
        let mut query = QueryBuilder::new("SELECT status::text AS status, count(*) AS count FROM (");
        search.push_page(&mut query, "run.id, run.status", MOST_COUNTED + 1);
        query.push(") AS r GROUP BY status");
        let rows: Vec<Counted> = query
            .build_query_as()
            .persistent(false)
            .fetch_all(self.pool())
            .await
            .map_err(StoreError::doing("count runs"))?;
        let all: i64 = rows.iter().map(|row| row.count).sum();
        let whole = search.horizon.is_none() && all <= i64::from(MOST_COUNTED);
        let counts = rows.into_iter().map(|row| (row.status.0, row.count)).collect();
        Ok((counts, whole))
    }

    /// Why runs need attention or failed: the newest [`MOST_COUNTED`] that match, by process, step and code.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn run_causes(&self, filter: &RunFilter) -> Result<RunCauses, StoreError> {
        let mut status: Vec<RunStatus> = filter.statuses();
        status.retain(|status| STOPPED.contains(status));
        if status.is_empty() {
            return Ok(RunCauses {
                complete: true,
                ..RunCauses::default()
            });
        }
        let filter = RunFilter {
            status,
            ..filter.clone()
        };
        let Some(search) = Search::begin(self, &filter, None).await? else {
            return Ok(RunCauses {
                complete: true,
                ..RunCauses::default()
            });
        };
        let mut query = QueryBuilder::new(
            "SELECT process, error_step, error_code, count(*) FILTER (WHERE status = 'incident') AS incidents,
                    count(*) FILTER (WHERE status = 'failed') AS failed, min(updated_at) AS first_at,
                    max(updated_at) AS last_at, (array_agg(id ORDER BY id DESC))[1] AS newest,
                    (array_agg(last_error ORDER BY id DESC))[1] AS message,
                    (sum(count(*)) OVER ())::int8 AS looked_at, count(*) OVER () AS causes FROM (",
        );
        let columns = format!(
            "run.id, run.process, run.error_step, run.error_code, run.status, run.updated_at, \
             left(run.last_error, {MOST_MESSAGE}) AS last_error"
        );
        search.push_page(&mut query, &columns, MOST_COUNTED + 1);
        query.push(") AS r GROUP BY process, error_step, error_code ORDER BY count(*) DESC, max(updated_at) DESC, newest LIMIT ");
        query.push_bind(MOST_CAUSES);
        let rows: Vec<Caused> = query
            .build_query_as()
            .persistent(false)
            .fetch_all(self.pool())
            .await
            .map_err(StoreError::doing("look why runs stopped"))?;
        let all = rows
            .first()
            .is_none_or(|row| row.looked_at <= i64::from(MOST_COUNTED) && row.causes <= MOST_CAUSES);
        Ok(RunCauses {
            causes: rows.into_iter().map(Into::into).collect(),
            complete: all && search.horizon.is_none(),
        })
    }
}

fn counted(status: RunStatus, count: i64, at_least: bool) -> StatusCount {
    StatusCount {
        status,
        count: small(count.min(i64::from(MOST_COUNTED))),
        at_least,
    }
}

fn small(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl From<Caused> for RunCause {
    fn from(row: Caused) -> Self {
        Self {
            process: row.process,
            error_step: row.error_step,
            error_code: row.error_code,
            incidents: small(row.incidents),
            failed: small(row.failed),
            message: row.message,
            first_at: row.first_at,
            last_at: row.last_at,
            newest: RunId(row.newest),
        }
    }
}
