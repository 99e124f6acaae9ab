//! Reading for people: lists of runs and the pages of a journal. Keyset pages, newest first: the id of a run is its age.

use chrono::{DateTime, Utc};
use sqlx::QueryBuilder;
use throughline_engine::kernel::{FactKind, RunId, Seq, TokenId};
use uuid::Uuid;

use super::journal_search::entry;
use super::row::RunRow;
use super::run_filter::RunFilter;
use super::run_search::Search;
use super::{Store, StoreError};

/// Most rows of a page.
pub const MAX_PAGE: u32 = 500;

/// A page of runs, newest first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RunPage {
    /// The runs, without results: [`Store::run`] has them.
    pub rows: Vec<RunRow>,
    /// Where the next page begins: it is older than this run. `None` where there is none. A page may have fewer rows than
    /// asked for and still a next one: see [`RunPage::looked_until`].
    pub next: Option<RunId>,
    /// The page ends because enough runs were looked at: all that match down to this id are on it or on those before.
    pub looked_until: Option<RunId>,
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
const COLUMNS: &str = "run.id, run.definition_id, run.process, run.version, run.status::text, run.business_key, run.owner, \
     run.started_by, run.trigger::text, run.created_at, run.started_at, run.updated_at, run.ended_at, run.last_seq, \
     run.incidents, run.last_error, run.error_step, run.error_code, NULL::bytea AS result, run.journal_format";

impl Store {
    /// A page of runs, newest first, older than the run `before`. Whoever wants all of them goes on with
    /// [`RunPage::next`] until there is none.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn runs(&self, filter: &RunFilter, before: Option<RunId>, limit: u32) -> Result<RunPage, StoreError> {
        let doing = StoreError::doing("list runs");
        let limit = limit.clamp(1, MAX_PAGE);
        let Some(search) = Search::begin(self, filter, before).await? else {
            return Ok(RunPage::default());
        };
        let mut query = QueryBuilder::new("");
        search.push_page(&mut query, COLUMNS, limit);
        // Planned for its values each time: a plan for any filter would be none for this one.
        let rows: Vec<RunRow> = query
            .build_query_as()
            .persistent(false)
            .fetch_all(self.pool())
            .await
            .map_err(doing)?;
        // A full page may be the last one; the next is empty then. Cheaper than reading a row more for every page.
        let full = rows.len() == limit as usize;
        let looked_until = search.horizon.filter(|_| !full).map(RunId);
        let next = rows.last().filter(|_| full).map(|row| row.id).or(looked_until);
        Ok(RunPage {
            rows,
            next,
            looked_until,
        })
    }

    /// The plan of a page of runs, as `EXPLAIN ANALYZE` tells it: the statement that finds how far to look, where there
    /// is one, and that of the page.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn explain_runs(&self, filter: &RunFilter, limit: u32) -> Result<String, StoreError> {
        const EXPLAIN: &str = "EXPLAIN (ANALYZE, BUFFERS) ";
        let doing = || StoreError::doing("explain a list of runs");
        let Some(search) = Search::begin(self, filter, None).await? else {
            return Ok("(nothing can match)".to_owned());
        };
        let mut queries = Vec::new();
        if search.is_loose() {
            let mut query = QueryBuilder::new(EXPLAIN);
            search.push_horizon(&mut query);
            queries.push(query);
        }
        let mut query = QueryBuilder::new(EXPLAIN);
        search.push_page(&mut query, COLUMNS, limit.clamp(1, MAX_PAGE));
        queries.push(query);
        let mut lines: Vec<String> = Vec::new();
        for mut query in queries {
            let plan: Vec<(String,)> = query
                .build_query_as()
                .persistent(false)
                .fetch_all(self.pool())
                .await
                .map_err(doing())?;
            lines.extend(plan.into_iter().map(|(line,)| line));
        }
        Ok(lines.join("\n"))
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

    /// These runs, without results; those that are not there are left out.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn runs_of(&self, runs: &[RunId]) -> Result<Vec<RunRow>, StoreError> {
        let ids: Vec<Uuid> = runs.iter().map(|run| run.0).collect();
        let mut query = QueryBuilder::new("SELECT ");
        query
            .push(COLUMNS)
            .push(" FROM run WHERE id = ANY (")
            .push_bind(ids)
            .push(")");
        query
            .build_query_as()
            .persistent(false)
            .fetch_all(self.pool())
            .await
            .map_err(StoreError::doing("read runs"))
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
        let page: Result<Vec<_>, sqlx::Error> = async { rows.await?.iter().map(entry).collect() }.await;
        page.map_err(StoreError::doing("read a journal"))
    }
}
