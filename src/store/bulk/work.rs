//! Working on a bulk act: starting and stopping it, taking items under a lease, noting what became of them.
//!
//! Items are taken with `SKIP LOCKED` and belong to the worker that took them until their lease is over, so nodes share
//! the work without knowing of each other, and what a node leaves when it dies is taken up by another one.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, Row as _};
use throughline_engine::kernel::{Fact, FactKind, RunId, Seq};
use uuid::Uuid;

use super::{ActionName, BulkAction, BulkOutcome, BulkState, BulkStateName, OutcomeName};
use crate::store::journal::{self, KindName};
use crate::store::{CHANNEL, Store, StoreError};

/// Why an act was not started or stopped.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// There is none of this id.
    #[error("there is no bulk act {0}")]
    Unknown(Uuid),
    /// The preview is too old to be what the caller still wants.
    #[error("the preview is too old: runs have come and gone since; make a new one, nothing was done")]
    Expired,
    /// It acts on no run.
    #[error("there is no run to act on, so there is nothing to start")]
    Nothing,
    /// A person stopped it.
    #[error("it was stopped and does not go on; make a new preview for what is left")]
    WasStopped,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An act that is under way, for a worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkWork {
    /// Its id.
    pub id: Uuid,
    /// What is done.
    pub action: BulkAction,
    /// Who does it.
    pub by: String,
    /// Why.
    pub reason: Option<String>,
}

/// An item a worker has until its lease is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClaimedItem {
    /// The run.
    pub run: RunId,
    /// How often it was taken up, from 1: from 2 on an earlier worker may have acted already.
    pub attempt: i32,
    /// The last fact of the run when it was first taken up; none where the run is gone.
    pub seq: Option<Seq>,
}

impl Store {
    /// Starts an act; a second start changes nothing.
    ///
    /// # Errors
    /// There is none, it cannot be started, or the database.
    pub async fn start_bulk(&self, id: Uuid, reason: Option<&str>) -> Result<(), StateError> {
        let doing = StoreError::doing("start a bulk act");
        let mut transaction = self.pool().begin().await.map_err(doing)?;
        let (state, expires_at, now) = locked(&mut transaction, id)
            .await
            .map_err(doing)?
            .ok_or(StateError::Unknown(id))?;
        let items: i64 =
            sqlx::query_scalar("SELECT count(*) FROM (SELECT 1 FROM bulk_item WHERE bulk_id = $1 LIMIT 1) AS item")
                .bind(id)
                .fetch_one(&mut *transaction)
                .await
                .map_err(doing)?;
        let next = state.started(expires_at <= now, items)?;
        if next != state {
            sqlx::query("UPDATE bulk SET state = $2, started_at = now(), reason = coalesce($3, reason) WHERE id = $1")
                .bind(id)
                .bind(BulkStateName(next))
                .bind(reason)
                .execute(&mut *transaction)
                .await
                .map_err(doing)?;
            sqlx::query("SELECT pg_notify($1, 'bulk')")
                .bind(CHANNEL)
                .execute(&mut *transaction)
                .await
                .map_err(doing)?;
        }
        transaction.commit().await.map_err(doing)?;
        Ok(())
    }

    /// Stops an act: what is being done at this moment is done, the rest stays as it is.
    ///
    /// # Errors
    /// There is none, or the database.
    pub async fn stop_bulk(&self, id: Uuid, by: &str) -> Result<(), StateError> {
        let doing = StoreError::doing("stop a bulk act");
        let mut transaction = self.pool().begin().await.map_err(doing)?;
        let (state, ..) = locked(&mut transaction, id)
            .await
            .map_err(doing)?
            .ok_or(StateError::Unknown(id))?;
        let next = state.stopped();
        if next != state {
            sqlx::query("UPDATE bulk SET state = $2, ended_at = now(), stopped_by = $3 WHERE id = $1")
                .bind(id)
                .bind(BulkStateName(next))
                .bind(by)
                .execute(&mut *transaction)
                .await
                .map_err(doing)?;
        }
        transaction.commit().await.map_err(doing)?;
        Ok(())
    }

    /// The acts under way, oldest first.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn running_bulks(&self) -> Result<Vec<BulkWork>, StoreError> {
        let read = async {
            let rows =
                sqlx::query("SELECT id, action, created_by, reason FROM bulk WHERE state = 'running' ORDER BY id")
                    .fetch_all(self.pool())
                    .await?;
            rows.into_iter()
                .map(|row| {
                    Ok(BulkWork {
                        id: row.try_get("id")?,
                        action: row.try_get::<ActionName, _>("action")?.0,
                        by: row.try_get("created_by")?,
                        reason: row.try_get("reason")?,
                    })
                })
                .collect()
        };
        let works: Result<_, sqlx::Error> = read.await;
        works.map_err(StoreError::doing("look for bulk acts"))
    }

    /// Takes the next items of an act for `lease`, in the order of their runs. The act's row is locked against a stop
    /// meanwhile: after a stop nothing is taken.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn claim_bulk_items(
        &self,
        id: Uuid,
        limit: u32,
        lease: Duration,
    ) -> Result<Vec<ClaimedItem>, StoreError> {
        let rows = sqlx::query(
            "WITH act AS (SELECT id FROM bulk WHERE id = $1 AND state = 'running' FOR SHARE),
             next AS (
                 SELECT bulk_id, run_id FROM bulk_item
                 WHERE bulk_id = (SELECT id FROM act) AND outcome = 'pending'
                     AND (leased_until IS NULL OR leased_until <= now())
                 ORDER BY run_id LIMIT $2 FOR UPDATE SKIP LOCKED
             ), taken AS (
                 UPDATE bulk_item AS item
                 SET attempts = item.attempts + 1, leased_until = now() + make_interval(secs => $3),
                     seq = coalesce(item.seq, (SELECT last_seq FROM run WHERE run.id = item.run_id))
                 FROM next WHERE item.bulk_id = next.bulk_id AND item.run_id = next.run_id
                 RETURNING item.run_id, item.attempts, item.seq
             )
             SELECT run_id, attempts, seq FROM taken ORDER BY run_id",
        )
        .bind(id)
        .bind(i64::from(limit))
        .bind(lease.as_secs_f64())
        .fetch_all(self.pool());
        let claimed = async {
            rows.await?
                .into_iter()
                .map(|row| {
                    let seq: Option<i32> = row.try_get("seq")?;
                    Ok(ClaimedItem {
                        run: RunId(row.try_get("run_id")?),
                        attempt: row.try_get("attempts")?,
                        seq: seq.map(|seq| Seq(seq.cast_unsigned())),
                    })
                })
                .collect()
        };
        let claimed: Result<_, sqlx::Error> = claimed.await;
        claimed.map_err(StoreError::doing("take runs to act on"))
    }

    /// Notes what became of an item. Nothing changes where its lease was over and another worker has it.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn settle_bulk_item(
        &self,
        id: Uuid,
        item: &ClaimedItem,
        outcome: BulkOutcome,
        reason: Option<&str>,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "UPDATE bulk_item SET outcome = $4, reason = $5, settled_at = now(), leased_until = NULL
             WHERE bulk_id = $1 AND run_id = $2 AND attempts = $3 AND outcome = 'pending'",
        )
        .bind(id)
        .bind(item.run.0)
        .bind(item.attempt)
        .bind(OutcomeName(outcome))
        .bind(reason)
        .execute(self.pool())
        .await
        .map_err(StoreError::doing("note what became of a run that was acted on"))?;
        Ok(())
    }

    /// Ends an act of which nothing is left to do. True where there was nothing left, whoever ended it.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn finish_bulk(&self, id: Uuid) -> Result<bool, StoreError> {
        let left: bool = sqlx::query_scalar(
            "WITH left_over AS (SELECT EXISTS (SELECT FROM bulk_item WHERE bulk_id = $1 AND outcome = 'pending') AS yes),
             finished AS (
                 UPDATE bulk SET state = 'finished', ended_at = now()
                 WHERE id = $1 AND state = 'running' AND NOT (SELECT yes FROM left_over)
             )
             SELECT yes FROM left_over",
        )
        .bind(id)
        .fetch_one(self.pool())
        .await
        .map_err(StoreError::doing("end a bulk act"))?;
        Ok(!left)
    }

    /// The facts of this kind in a run's journal after `seq`, and those that are asked of it and not folded yet: what a
    /// worker that died may have left.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn facts_since(&self, run: RunId, kind: FactKind, seq: Seq) -> Result<Vec<Fact>, StoreError> {
        let payloads: Vec<Vec<u8>> = sqlx::query_scalar(
            "SELECT payload FROM journal WHERE run_id = $1 AND seq > $2 AND kind = $3
             UNION ALL SELECT fact FROM run_request WHERE run_id = $1",
        )
        .bind(run.0)
        .bind(seq.0.cast_signed())
        .bind(KindName(kind))
        .fetch_all(self.pool())
        .await
        .map_err(StoreError::doing("look what was done to a run"))?;
        // What cannot be read is of a newer version, and no act of ours.
        let facts = payloads.iter().filter_map(|payload| journal::decode(payload).ok());
        Ok(facts.filter(|fact| fact.kind() == kind).collect())
    }

    /// Forgets previews nobody can start any more and acts that ended more than `days` days ago, a few at a time;
    /// answers how many.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn forget_bulks(&self, days: i32, limit: i64) -> Result<u64, StoreError> {
        let forgotten: i64 = sqlx::query_scalar(
            "WITH old AS (
                 DELETE FROM bulk WHERE id = ANY (ARRAY(
                     SELECT id FROM bulk
                     WHERE (state = 'preview' AND expires_at < now()) OR ended_at < now() - make_interval(days => $1)
                     ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED
                 )) RETURNING id
             ), items AS (DELETE FROM bulk_item USING old WHERE bulk_item.bulk_id = old.id),
             groups AS (DELETE FROM bulk_group USING old WHERE bulk_group.bulk_id = old.id)
             SELECT count(*) FROM old",
        )
        .bind(days)
        .bind(limit)
        .fetch_one(self.pool())
        .await
        .map_err(StoreError::doing("forget bulk acts"))?;
        Ok(forgotten.cast_unsigned())
    }
}

/// State and age of an act, its row locked.
async fn locked(
    connection: &mut PgConnection,
    id: Uuid,
) -> Result<Option<(BulkState, DateTime<Utc>, DateTime<Utc>)>, sqlx::Error> {
    let row = sqlx::query("SELECT state, expires_at, now() AS now FROM bulk WHERE id = $1 FOR UPDATE")
        .bind(id)
        .fetch_optional(connection)
        .await?;
    row.map(|row| {
        Ok((
            row.try_get::<BulkStateName, _>("state")?.0,
            row.try_get("expires_at")?,
            row.try_get("now")?,
        ))
    })
    .transpose()
}
