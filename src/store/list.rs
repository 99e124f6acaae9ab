//! Reading for people: lists of runs and the pages of a journal. Keyset pages, newest first: the id of a run is its age.

use chrono::{DateTime, Utc};
use sqlx::Row as _;
use throughline_engine::kernel::{FactKind, RunId, RunStatus, Seq, TokenId};
use uuid::Uuid;

use super::journal::KindName;
use super::row::{RunRow, StatusName};
use super::trigger::TriggerName;
use super::{Store, StoreError, TriggerKind, partition};

/// Most rows of a page.
pub const MAX_PAGE: u32 = 500;

/// Which runs to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunFilter {
    /// Only of this process.
    pub process: Option<String>,
    /// Only with one of these statuses; empty: any.
    pub status: Vec<RunStatus>,
    /// Only with this business key.
    pub business_key: Option<String>,
    /// Only accepted at this time or later.
    pub since: Option<DateTime<Utc>>,
    /// None of these processes: the reader may not see them.
    pub hidden: Vec<String>,
    /// Only accepted before this time.
    pub until: Option<DateTime<Utc>>,
    /// Only started by this caller. In no index: looked for among what the other members leave, newest first.
    pub started_by: Option<String>,
    /// Only started by this kind of thing; in no index either.
    pub trigger: Option<TriggerKind>,
}

/// A row of the journal, for showing.
#[derive(Debug, Clone, PartialEq)]
pub struct JournalEntry {
    /// Its place.
    pub seq: Seq,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What kind of fact.
    pub kind: FactKind,
    /// Path of the step.
    pub step: Option<String>,
    /// The token it concerns.
    pub token: Option<TokenId>,
    /// The fact as JSON, as it was written.
    pub payload: Vec<u8>,
}

/// The columns of a list; results may be large and are shown one run at a time.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, definition_id, process, version, status, business_key, owner, started_by, trigger, \
             created_at, started_at, updated_at, ended_at, last_seq, incidents, last_error, NULL::bytea AS result, journal_format ",
            $rest
        )
    };
}

/// $1 before, $2 since, $3 limit, $4 started by, $5 trigger, $6 hidden processes. Rides on the primary key; what does not
/// match is read and left out on the way.
pub const ALL: &str = select!(
    "FROM run WHERE id < $1 AND id >= $2 AND ($4::text IS NULL OR started_by = $4)
         AND ($5::trigger_kind IS NULL OR trigger = $5) AND process <> ALL ($6)
     ORDER BY id DESC LIMIT $3"
);

/// $6 statuses, $7 hidden processes. One page of each status, merged: rides on `run_status_id` however rare a status is,
/// where `status = ANY (…) ORDER BY id` would read all rows of all of them.
pub const BY_STATUS: &str = select!(
    "FROM UNNEST($6::run_status[]) AS s (wanted) CROSS JOIN LATERAL (
         SELECT * FROM run WHERE status = s.wanted AND id < $1 AND id >= $2 AND ($4::text IS NULL OR started_by = $4)
             AND ($5::trigger_kind IS NULL OR trigger = $5) AND process <> ALL ($7)
         ORDER BY id DESC LIMIT $3
     ) AS run ORDER BY id DESC LIMIT $3"
);

/// $7 process. The same on `run_process`; all statuses where none is asked for.
pub const BY_PROCESS: &str = select!(
    "FROM UNNEST($6::run_status[]) AS s (wanted) CROSS JOIN LATERAL (
         SELECT * FROM run WHERE process = $7 AND status = s.wanted AND id < $1 AND id >= $2
             AND ($4::text IS NULL OR started_by = $4) AND ($5::trigger_kind IS NULL OR trigger = $5)
         ORDER BY id DESC LIMIT $3
     ) AS run ORDER BY id DESC LIMIT $3"
);

/// $8 business key, $9 hidden processes. Few runs share one: rides on `run_business_key` and looks at each.
pub const BY_BUSINESS_KEY: &str = select!(
    "FROM run WHERE business_key = $8 AND id < $1 AND id >= $2 AND status = ANY ($6) AND ($7::text IS NULL OR process = $7)
         AND ($4::text IS NULL OR started_by = $4) AND ($5::trigger_kind IS NULL OR trigger = $5)
         AND process <> ALL ($9)
     ORDER BY id DESC LIMIT $3"
);

impl Store {
    /// A page of runs, newest first, older than the run `before`. Without results: [`Store::run`] has them.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn runs(&self, filter: &RunFilter, before: Option<RunId>, limit: u32) -> Result<Vec<RunRow>, StoreError> {
        // Of one process that is hidden there is nothing to show.
        if filter
            .process
            .as_ref()
            .is_some_and(|process| filter.hidden.contains(process))
        {
            return Ok(Vec::new());
        }
        let wanted = if filter.status.is_empty() {
            &RunStatus::ALL[..]
        } else {
            &filter.status
        };
        let mut statuses: Vec<RunStatus> = wanted.to_vec();
        statuses.sort_unstable();
        statuses.dedup();
        let statuses: Vec<StatusName> = statuses.into_iter().map(StatusName).collect();
        let page = sqlx::query_as(match filter {
            RunFilter {
                business_key: Some(_), ..
            } => BY_BUSINESS_KEY,
            RunFilter { process: Some(_), .. } => BY_PROCESS,
            RunFilter { status, .. } if !status.is_empty() => BY_STATUS,
            _ => ALL,
        })
        // A run's id is its age: "before this time" is "before the first id of it".
        .bind(
            [before.map(|run| run.0), filter.until.map(partition::first_id_at)]
                .into_iter()
                .flatten()
                .min()
                .unwrap_or(Uuid::max()),
        )
        .bind(filter.since.map_or(Uuid::nil(), partition::first_id_at))
        .bind(i64::from(limit.clamp(1, MAX_PAGE)))
        .bind(&filter.started_by)
        .bind(filter.trigger.map(TriggerName));
        let page = match filter {
            RunFilter {
                business_key: Some(key),
                process,
                ..
            } => page.bind(statuses).bind(process).bind(key).bind(&filter.hidden),
            RunFilter {
                process: Some(process), ..
            } => page.bind(statuses).bind(process),
            RunFilter { status, .. } if !status.is_empty() => page.bind(statuses).bind(&filter.hidden),
            _ => page.bind(&filter.hidden),
        };
        page.fetch_all(self.pool())
            .await
            .map_err(StoreError::doing("list runs"))
    }

    /// One run, with its result.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn run(&self, run: RunId) -> Result<Option<RunRow>, StoreError> {
        sqlx::query_as("SELECT * FROM run WHERE id = $1")
            .bind(run.0)
            .fetch_optional(self.pool())
            .await
            .map_err(StoreError::doing("read a run"))
    }

    /// A page of a run's journal, oldest first, after the fact `after` (`Seq(0)`: from the first).
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn journal_page(&self, run: RunId, after: Seq, limit: u32) -> Result<Vec<JournalEntry>, StoreError> {
        let rows = sqlx::query(
            "SELECT seq, at, kind, step, token, payload FROM journal WHERE run_id = $1 AND seq > $2
             ORDER BY seq LIMIT $3",
        )
        .bind(run.0)
        .bind(after.0.cast_signed())
        .bind(i64::from(limit.clamp(1, MAX_PAGE)))
        .fetch_all(self.pool());
        let entry = |row: sqlx::postgres::PgRow| {
            Ok(JournalEntry {
                seq: Seq(row.try_get::<i32, _>("seq")?.cast_unsigned()),
                at: row.try_get("at")?,
                kind: row.try_get::<KindName, _>("kind")?.0,
                step: row.try_get("step")?,
                token: row
                    .try_get::<Option<i32>, _>("token")?
                    .map(|token| TokenId(token.cast_unsigned())),
                payload: row.try_get("payload")?,
            })
        };
        let page: Result<Vec<_>, sqlx::Error> = async { rows.await?.into_iter().map(entry).collect() }.await;
        page.map_err(StoreError::doing("read a journal"))
    }
}
