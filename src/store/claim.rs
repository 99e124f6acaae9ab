//! Who carries which run: claims, and letting go.
//!
//! A claim locks the row of the run and nothing else, with `SKIP LOCKED`, so nodes never wait for each other and never
//! get the same run. Rows of `wait` are touched only under that lock; this order is what keeps claims free of deadlocks.

use std::time::Duration;

use sqlx::PgConnection;
use throughline_engine::kernel::RunId;
use uuid::Uuid;

use super::{CHANNEL, NodeId, Store, StoreError, journal};

/// Runs that could go on and that nobody carries. Rides on `run_ready`, which holds nothing else.
pub const CLAIM_READY: &str = "\
WITH ready AS (
    SELECT id FROM run
    WHERE owner IS NULL AND status IN ('created', 'running')
    ORDER BY id LIMIT $2
    FOR UPDATE SKIP LOCKED
)
UPDATE run SET owner = $1, status = 'running', started_at = COALESCE(started_at, now()), updated_at = now()
FROM ready WHERE run.id = ready.id
RETURNING run.id";

/// Sleeping runs with something due by the database's clock, the longest due first. Rides on `wait_due`.
pub const CLAIM_DUE: &str = "\
WITH due AS (
    SELECT run.id FROM wait JOIN run ON run.id = wait.run_id
    WHERE wait.due_at <= now() AND run.owner IS NULL AND run.status IN ('waiting', 'incident')
    ORDER BY wait.due_at LIMIT $2
    FOR UPDATE OF run SKIP LOCKED
)
UPDATE run SET owner = $1, status = 'running', updated_at = now()
WHERE id IN (SELECT id FROM due)
RETURNING id";

const CLAIM_ONE: &str = "\
UPDATE run SET owner = $1, status = 'running', started_at = COALESCE(started_at, now()), updated_at = now()
WHERE id = $2 AND owner IS NULL AND ended_at IS NULL
RETURNING id";

/// A second statement and not a part of the first: it must see waits that were written after the first began.
const FORGET_WAITS: &str = "DELETE FROM wait WHERE run_id = ANY($1)";

impl Store {
    /// Takes up to `limit` runs that were accepted, or left behind by a node that is gone.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn claim_ready(&self, node: NodeId, limit: u32) -> Result<Vec<RunId>, StoreError> {
        let runs: Result<Vec<Uuid>, _> = sqlx::query_scalar(CLAIM_READY)
            .bind(node.0)
            .bind(i64::from(limit))
            .fetch_all(self.pool())
            .await;
        Ok(ids(runs.map_err(StoreError::doing("claim runs"))?))
    }

    /// Takes up to `limit` sleeping runs that have something due by the database's clock. What is due is seen when the
    /// run is loaded and asked: a wait row only says when to wake.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn claim_due(&self, node: NodeId, limit: u32) -> Result<Vec<RunId>, StoreError> {
        let claim = async {
            let mut transaction = self.pool().begin().await?;
            let runs: Vec<Uuid> = sqlx::query_scalar(CLAIM_DUE)
                .bind(node.0)
                .bind(i64::from(limit))
                .fetch_all(&mut *transaction)
                .await?;
            forget_waits(&mut transaction, &runs).await?;
            transaction.commit().await?;
            Ok(runs)
        };
        Ok(ids(claim
            .await
            .map_err(StoreError::doing("claim runs with something due"))?))
    }

    /// Takes one run that nobody carries and that has not ended, whatever it sleeps on. For requests.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn claim_one(&self, node: NodeId, run: RunId) -> Result<bool, StoreError> {
        let claim = async {
            let mut transaction = self.pool().begin().await?;
            let runs: Vec<Uuid> = sqlx::query_scalar(CLAIM_ONE)
                .bind(node.0)
                .bind(run.0)
                .fetch_all(&mut *transaction)
                .await?;
            forget_waits(&mut transaction, &runs).await?;
            transaction.commit().await?;
            Ok(!runs.is_empty())
        };
        claim.await.map_err(StoreError::doing("claim a run"))
    }

    /// How long until the next sleeping run has something due, by the database's clock; zero where it is overdue.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn next_due(&self) -> Result<Option<Duration>, StoreError> {
        let seconds: Option<f64> = sqlx::query_scalar(
            "SELECT extract(epoch FROM wait.due_at - now())::float8
             FROM wait JOIN run ON run.id = wait.run_id
             WHERE run.owner IS NULL AND run.status IN ('waiting', 'incident')
             ORDER BY wait.due_at LIMIT 1",
        )
        .fetch_optional(self.pool())
        .await
        .map_err(StoreError::doing("ask what is due next"))?;
        Ok(seconds.map(|seconds| Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(Duration::MAX)))
    }

    /// Which of these runs the node owns by the database's word. Asked after a run was reported lost.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn owned(&self, node: NodeId, runs: &[RunId]) -> Result<Vec<RunId>, StoreError> {
        let asked: Vec<Uuid> = runs.iter().map(|run| run.0).collect();
        let owned = sqlx::query_scalar("SELECT id FROM run WHERE id = ANY($1) AND owner = $2")
            .bind(asked)
            .bind(node.0)
            .fetch_all(self.pool())
            .await;
        Ok(ids(owned.map_err(StoreError::doing("ask which runs are owned"))?))
    }

    /// Lets go of runs that could go on, so that any node may claim them, and wakes the others.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn release(&self, node: NodeId, runs: &[RunId]) -> Result<(), StoreError> {
        let asked: Vec<Uuid> = runs.iter().map(|run| run.0).collect();
        sqlx::query("UPDATE run SET owner = NULL, updated_at = now() WHERE id = ANY($1) AND owner = $2")
            .bind(asked)
            .bind(node.0)
            .execute(self.pool())
            .await
            .map_err(StoreError::doing("let go of runs"))?;
        self.wake_ready().await
    }

    /// Sets a run that cannot be folded to `incident`, with the reason, and lets go of it. Its journal stays as it is;
    /// `claim_one` takes it up again once a person has mended what was wrong.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn mark_poisoned(&self, node: NodeId, run: RunId, error: &str) -> Result<bool, StoreError> {
        let marked = sqlx::query(
            "UPDATE run SET status = 'incident', owner = NULL, incidents = GREATEST(incidents, 1), last_error = $3,
                            error_step = NULL, error_code = 'engine.unreadable', updated_at = now()
             WHERE id = $2 AND owner = $1 AND ended_at IS NULL",
        )
        .bind(node.0)
        .bind(run.0)
        .bind(journal::for_people(error))
        .execute(self.pool())
        .await
        .map_err(StoreError::doing("mark a run as an incident"))?;
        // What was asked of it cannot be folded: kept, it would have the run claimed, read and given up again for ever.
        sqlx::query("DELETE FROM run_request WHERE run_id = $1")
            .bind(run.0)
            .execute(self.pool())
            .await
            .map_err(StoreError::doing("forget what was asked of a run"))?;
        Ok(marked.rows_affected() > 0)
    }

    /// Every run the node owns by the database's word. Rides on `run_owner`.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn owned_by(&self, node: NodeId) -> Result<Vec<RunId>, StoreError> {
        let owned = sqlx::query_scalar("SELECT id FROM run WHERE owner = $1")
            .bind(node.0)
            .fetch_all(self.pool())
            .await;
        Ok(ids(owned.map_err(StoreError::doing("ask which runs are owned"))?))
    }

    /// Ends a run nobody owns and nobody can fold. False where somebody has it, or it has ended.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn end_poisoned(&self, run: RunId) -> Result<bool, StoreError> {
        let ended = sqlx::query(
            "UPDATE run SET status = 'cancelled', ended_at = now(), updated_at = now()
             WHERE id = $1 AND owner IS NULL AND ended_at IS NULL AND status = 'incident'",
        )
        .bind(run.0)
        .execute(self.pool())
        .await
        .map_err(StoreError::doing("end a run that cannot be folded"))?;
        Ok(ended.rows_affected() > 0)
    }

    /// Tells every node that there are runs to claim. Never inside a committer's transaction: NOTIFY takes a lock of
    /// the whole database at commit.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn wake_ready(&self) -> Result<(), StoreError> {
        sqlx::query("SELECT pg_notify($1, 'ready')")
            .bind(CHANNEL)
            .execute(self.pool())
            .await
            .map_err(StoreError::doing("wake the nodes"))?;
        Ok(())
    }
}

async fn forget_waits(connection: &mut PgConnection, runs: &[Uuid]) -> Result<(), sqlx::Error> {
    if !runs.is_empty() {
        sqlx::query(FORGET_WAITS).bind(runs).execute(connection).await?;
    }
    Ok(())
}

fn ids(runs: Vec<Uuid>) -> Vec<RunId> {
    runs.into_iter().map(RunId).collect()
}
