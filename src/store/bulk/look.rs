//! Looking at bulk acts: the list, one with its numbers, its items.

use sqlx::postgres::PgRow;
use sqlx::{Postgres, QueryBuilder, Row as _};
use throughline_engine::kernel::RunId;
use uuid::Uuid;

use super::{
    ActionName, Bulk, BulkBecame, BulkBecameCounts, BulkCounts, BulkGroup, BulkItem, BulkOutcome, BulkStateName,
    LeftOutName, OutcomeName,
};
use crate::store::row::StatusName;
use crate::store::{Store, StoreError};

/// Which items.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ItemFilter {
    /// Only with this outcome.
    pub outcome: Option<BulkOutcome>,
    /// Only of runs that were acted on and became this.
    pub became: Option<BulkBecame>,
}

/// What a run became after the act, from its row; `item` and `run` are in scope.
///
/// A row is behind its journal while a node carries the run, so a run that was just tried again may still stand there
/// with its old incident. It failed again only where its row was written after the act: with the retry the incident is
/// gone, and the row is written with it, so an incident in a later row is another one.
const BECAME: &str = "CASE
    WHEN item.outcome <> 'done' OR run.id IS NULL THEN NULL
    WHEN run.status IN ('completed', 'compensated') THEN 'done'
    WHEN run.status = 'failed' OR (run.status = 'incident' AND run.last_seq > item.seq) THEN 'failed'
    WHEN run.status = 'cancelled' THEN 'cancelled'
    ELSE 'running' END";

const COLUMNS: &str = "SELECT id, action, state, filter, ids, reason, created_by, created_at, expires_at, started_at, \
     ended_at, stopped_by FROM bulk";

impl Store {
    /// An act with what its selection was made of.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn bulk(&self, id: Uuid) -> Result<Option<Bulk>, StoreError> {
        let doing = StoreError::doing("read a bulk act");
        let query = sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE id = $1"));
        let row = sqlx::query(query).bind(id).fetch_optional(self.pool());
        let Some(row) = row.await.map_err(doing)? else {
            return Ok(None);
        };
        let mut bulks = self.with_groups(vec![row]).await.map_err(doing)?;
        Ok(bulks.pop())
    }

    /// A page of acts that were started, newest first, older than `before`; without those that touch a process of
    /// `hidden`.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn bulks(&self, before: Option<Uuid>, limit: u32, hidden: &[String]) -> Result<Vec<Bulk>, StoreError> {
        let doing = StoreError::doing("list bulk acts");
        let query = sqlx::AssertSqlSafe(format!(
            "{COLUMNS} WHERE id < $1 AND started_at IS NOT NULL AND NOT EXISTS (
                 SELECT FROM bulk_group WHERE bulk_id = bulk.id AND process = ANY ($3)
             ) ORDER BY id DESC LIMIT $2"
        ));
        let rows = sqlx::query(query)
            .bind(before.unwrap_or(Uuid::max()))
            .bind(i64::from(limit))
            .bind(hidden)
            .fetch_all(self.pool())
            .await
            .map_err(doing)?;
        self.with_groups(rows).await.map_err(doing)
    }

    async fn with_groups(&self, rows: Vec<PgRow>) -> Result<Vec<Bulk>, sqlx::Error> {
        let mut bulks: Vec<Bulk> = rows.iter().map(bulk).collect::<Result<_, _>>()?;
        let ids: Vec<Uuid> = bulks.iter().map(|bulk| bulk.id).collect();
        let groups = sqlx::query(
            "SELECT bulk_id, process, status, left_out, runs FROM bulk_group WHERE bulk_id = ANY ($1)
             ORDER BY bulk_id, runs DESC, process, status",
        )
        .bind(ids)
        .fetch_all(self.pool())
        .await?;
        for row in groups {
            let of: Uuid = row.try_get("bulk_id")?;
            let group = BulkGroup {
                process: row.try_get("process")?,
                status: row.try_get::<StatusName, _>("status")?.0,
                left_out: row.try_get::<Option<LeftOutName>, _>("left_out")?.map(|name| name.0),
                runs: row.try_get::<i64, _>("runs")?.cast_unsigned(),
            };
            if let Some(bulk) = bulks.iter_mut().find(|bulk| bulk.id == of) {
                bulk.groups.push(group);
            }
        }
        Ok(bulks)
    }

    /// How many runs of each act ended how; one without items is not among them. Rides on `bulk_item_outcome`.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn bulk_counts(&self, ids: &[Uuid]) -> Result<Vec<(Uuid, BulkCounts)>, StoreError> {
        let read = async {
            let rows = sqlx::query(
                "SELECT bulk_id, count(*) FILTER (WHERE outcome = 'pending') AS pending,
                        count(*) FILTER (WHERE outcome = 'done') AS done,
                        count(*) FILTER (WHERE outcome = 'skipped') AS skipped,
                        count(*) FILTER (WHERE outcome = 'failed') AS failed
                 FROM bulk_item WHERE bulk_id = ANY ($1) GROUP BY bulk_id",
            )
            .bind(ids)
            .fetch_all(self.pool())
            .await?;
            let count = |row: &PgRow, name| Ok::<_, sqlx::Error>(row.try_get::<i64, _>(name)?.cast_unsigned());
            rows.iter()
                .map(|row| {
                    let counts = BulkCounts {
                        pending: count(row, "pending")?,
                        done: count(row, "done")?,
                        skipped: count(row, "skipped")?,
                        failed: count(row, "failed")?,
                    };
                    Ok((row.try_get("bulk_id")?, counts))
                })
                .collect()
        };
        let counts: Result<_, sqlx::Error> = read.await;
        counts.map_err(StoreError::doing("count what became of a bulk act"))
    }

    /// How the runs that were acted on stand now. Each is looked up by its primary key.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn bulk_became(&self, id: Uuid) -> Result<BulkBecameCounts, StoreError> {
        let query = sqlx::AssertSqlSafe(format!(
            "SELECT {BECAME} AS became, count(*) AS runs FROM bulk_item AS item JOIN run ON run.id = item.run_id
             WHERE item.bulk_id = $1 AND item.outcome = 'done' GROUP BY 1"
        ));
        let read = async {
            let mut counts = BulkBecameCounts::default();
            for row in sqlx::query(query).bind(id).fetch_all(self.pool()).await? {
                let runs = row.try_get::<i64, _>("runs")?.cast_unsigned();
                match became(&row)? {
                    Some(BulkBecame::Running) => counts.running = runs,
                    Some(BulkBecame::Done) => counts.done = runs,
                    Some(BulkBecame::Failed) => counts.failed = runs,
                    Some(BulkBecame::Cancelled) => counts.cancelled = runs,
                    None => {}
                }
            }
            Ok(counts)
        };
        let counts: Result<_, sqlx::Error> = read.await;
        counts.map_err(StoreError::doing("count what runs became after a bulk act"))
    }

    /// A page of the runs of an act, in the order they are acted on, after the run `after`.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn bulk_items(
        &self,
        id: Uuid,
        filter: ItemFilter,
        after: Option<RunId>,
        limit: u32,
    ) -> Result<Vec<BulkItem>, StoreError> {
        let mut query = QueryBuilder::<Postgres>::new(
            "SELECT item.run_id, item.outcome, item.reason, item.settled_at, run.process, run.status, \
             run.business_key, run.last_error, ",
        );
        query.push(BECAME);
        query.push(
            " AS became FROM bulk_item AS item LEFT JOIN run ON run.id = item.run_id \
             WHERE item.bulk_id = ",
        );
        query.push_bind(id);
        query
            .push(" AND item.run_id > ")
            .push_bind(after.map_or(Uuid::nil(), |run| run.0));
        if let Some(outcome) = filter.outcome {
            query.push(" AND item.outcome = ").push_bind(OutcomeName(outcome));
        }
        if let Some(wanted) = filter.became {
            query
                .push(" AND item.outcome = 'done' AND ")
                .push(BECAME)
                .push(" = ")
                .push_bind(wanted.as_str());
        }
        query.push(" ORDER BY item.run_id LIMIT ").push_bind(i64::from(limit));
        let rows = query.build().fetch_all(self.pool());
        let items: Result<Vec<_>, sqlx::Error> = async { rows.await?.iter().map(item).collect() }.await;
        items.map_err(StoreError::doing("list the runs of a bulk act"))
    }
}

fn bulk(row: &PgRow) -> Result<Bulk, sqlx::Error> {
    Ok(Bulk {
        id: row.try_get("id")?,
        action: row.try_get::<ActionName, _>("action")?.0,
        state: row.try_get::<BulkStateName, _>("state")?.0,
        filter: row.try_get("filter")?,
        ids: row.try_get("ids")?,
        reason: row.try_get("reason")?,
        created_by: row.try_get("created_by")?,
        created_at: row.try_get("created_at")?,
        expires_at: row.try_get("expires_at")?,
        started_at: row.try_get("started_at")?,
        ended_at: row.try_get("ended_at")?,
        stopped_by: row.try_get("stopped_by")?,
        groups: Vec::new(),
    })
}

fn item(row: &PgRow) -> Result<BulkItem, sqlx::Error> {
    Ok(BulkItem {
        run: RunId(row.try_get("run_id")?),
        outcome: row.try_get::<OutcomeName, _>("outcome")?.0,
        reason: row.try_get("reason")?,
        settled_at: row.try_get("settled_at")?,
        process: row.try_get("process")?,
        status: row.try_get::<Option<StatusName>, _>("status")?.map(|name| name.0),
        business_key: row.try_get("business_key")?,
        last_error: row.try_get("last_error")?,
        became: became(row)?,
    })
}

fn became(row: &PgRow) -> Result<Option<BulkBecame>, sqlx::Error> {
    let word: Option<String> = row.try_get("became")?;
    Ok(word.and_then(|word| BulkBecame::ALL.into_iter().find(|became| became.as_str() == word)))
}
