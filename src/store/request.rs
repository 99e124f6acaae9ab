//! Facts that people ask for (cancel, retry) of a run that another node carries, or nobody. They are kept until whoever
//! owns the run has folded them: the commit of the fact deletes the request.

use chrono::{DateTime, Utc};
use sqlx::Row as _;
use throughline_engine::kernel::{Fact, RunId};
use uuid::Uuid;

use super::{CHANNEL, NodeId, Store, StoreError, journal};

/// A fact that somebody asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// Its id, for `Commit::requests_done`.
    pub id: i64,
    /// The run.
    pub run: RunId,
    /// The fact.
    pub fact: Fact,
    /// When it was asked for.
    pub requested_at: DateTime<Utc>,
    /// Whether the node that asks owns the run; otherwise nobody does.
    pub owned: bool,
}

impl Store {
    /// Keeps a fact somebody asked for and wakes the nodes. `None` where there is no such run or it has ended.
    ///
    /// # Errors
    /// As every call of the store; [`StoreError::Journal`] where the fact cannot be kept.
    pub async fn request(&self, run: RunId, fact: &Fact) -> Result<Option<i64>, StoreError> {
        let payload = journal::encode(fact)?;
        // pg_notify stands in the list of results so that it runs for a row that was written and not otherwise.
        let asked: Option<(i64,)> = sqlx::query_as(
            "WITH asked AS (
                 INSERT INTO run_request (run_id, fact) SELECT id, $2 FROM run WHERE id = $1 AND ended_at IS NULL
                 RETURNING id
             )
             SELECT id, pg_notify($3, 'run ' || $1::text)::text FROM asked",
        )
        .bind(run.0)
        .bind(payload)
        .bind(CHANNEL)
        .fetch_optional(self.pool())
        .await
        .map_err(StoreError::doing("keep a request"))?;
        Ok(asked.map(|(id,)| id))
    }

    /// Requests of runs this node owns and of runs nobody owns, oldest first. Those of runs that have ended are deleted
    /// on the way. The safety net under NOTIFY, and what a node reads when it is woken.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn open_requests(&self, node: NodeId, limit: u32) -> Result<Vec<Request>, StoreError> {
        let read = sqlx::query(
            "WITH ended AS (
                 DELETE FROM run_request USING run WHERE run.id = run_request.run_id AND run.ended_at IS NOT NULL
             )
             SELECT run_request.run_id, run_request.id, fact, requested_at, run.owner IS NOT NULL AS owned
             FROM run_request JOIN run ON run.id = run_request.run_id
             WHERE (run.owner = $1 OR run.owner IS NULL) AND run.ended_at IS NULL
             ORDER BY run_request.id LIMIT $2",
        )
        .bind(node.0)
        .bind(i64::from(limit))
        .fetch_all(self.pool());
        let rows = read.await.map_err(StoreError::doing("read requests"))?;
        self.decode_requests(rows).map_err(StoreError::doing("read requests"))
    }

    /// Requests of one run, oldest first, whoever owns it.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn requests_of(&self, node: NodeId, run: RunId) -> Result<Vec<Request>, StoreError> {
        let read = sqlx::query(
            "SELECT run_request.run_id, run_request.id, fact, requested_at, run.owner IS NOT DISTINCT FROM $1 AS owned
             FROM run_request JOIN run ON run.id = run_request.run_id
             WHERE run_request.run_id = $2 ORDER BY run_request.id",
        )
        .bind(node.0)
        .bind(run.0)
        .fetch_all(self.pool());
        let rows = read.await.map_err(StoreError::doing("read requests"))?;
        self.decode_requests(rows).map_err(StoreError::doing("read requests"))
    }

    fn decode_requests(&self, rows: Vec<sqlx::postgres::PgRow>) -> Result<Vec<Request>, sqlx::Error> {
        let mut requests = Vec::with_capacity(rows.len());
        for row in rows {
            let run = RunId(row.try_get::<Uuid, _>("run_id")?);
            let id = row.try_get("id")?;
            match journal::decode(row.try_get("fact")?) {
                Ok(fact) => requests.push(Request {
                    id,
                    run,
                    fact,
                    requested_at: row.try_get("requested_at")?,
                    owned: row.try_get("owned")?,
                }),
                // Asked for through a newer version; its nodes will do it.
                Err(error) => tracing::warn!(%run, id, %error, "a request is left to a newer version of throughline"),
            }
        }
        Ok(requests)
    }
}
