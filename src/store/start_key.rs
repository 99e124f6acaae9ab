//! Keys that make a start happen once.

use std::collections::HashMap;

use sqlx::Row as _;
use throughline_engine::kernel::RunId;
use uuid::Uuid;

use super::{Store, StoreError};

/// A key as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartKey {
    /// The run that belongs to it; it may not have been started yet.
    pub run: RunId,
    /// SHA-256 of what was asked for at the first time.
    pub digest: [u8; 32],
    /// Whether this call made it.
    pub is_new: bool,
}

impl Store {
    /// Keeps a key for a run that is about to be started, or answers what stands under it already.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn reserve_start(
        &self,
        scope: &str,
        key: &str,
        run: RunId,
        digest: [u8; 32],
    ) -> Result<StartKey, StoreError> {
        // The update changes nothing; it makes the row of the other one visible and locked whoever was first.
        let row = sqlx::query(
            "INSERT INTO start_key (scope, key, run_id, digest) VALUES ($1, $2, $3, $4)
             ON CONFLICT (scope, key) DO UPDATE SET scope = excluded.scope
             RETURNING run_id, digest",
        )
        .bind(scope)
        .bind(key)
        .bind(run.0)
        .bind(&digest[..])
        .fetch_one(self.pool())
        .await
        .map_err(StoreError::doing("keep a start key"))?;
        let kept = RunId(row.get::<Uuid, _>("run_id"));
        let kept_digest = row.get::<Vec<u8>, _>("digest").try_into().unwrap_or([0; 32]);
        Ok(StartKey {
            run: kept,
            digest: kept_digest,
            is_new: kept == run,
        })
    }

    /// Forgets a key whose run was refused, so that a corrected request may use it.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn release_start(&self, scope: &str, key: &str, run: RunId) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM start_key WHERE scope = $1 AND key = $2 AND run_id = $3")
            .bind(scope)
            .bind(key)
            .bind(run.0)
            .execute(self.pool())
            .await
            .map_err(StoreError::doing("forget a start key"))?;
        Ok(())
    }

    /// What stands under a key, without keeping anything.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn start_key(&self, scope: &str, key: &str) -> Result<Option<StartKey>, StoreError> {
        let row = sqlx::query("SELECT run_id, digest FROM start_key WHERE scope = $1 AND key = $2")
            .bind(scope)
            .bind(key)
            .fetch_optional(self.pool())
            .await
            .map_err(StoreError::doing("read a start key"))?;
        Ok(row.map(|row| StartKey {
            run: RunId(row.get("run_id")),
            digest: row.get::<Vec<u8>, _>("digest").try_into().unwrap_or([0; 32]),
            is_new: false,
        }))
    }

    /// Every key of a scope with its run. For scopes that hold few.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn start_keys_of(&self, scope: &str) -> Result<Vec<(String, RunId)>, StoreError> {
        let rows = sqlx::query("SELECT key, run_id FROM start_key WHERE scope = $1 ORDER BY key")
            .bind(scope)
            .fetch_all(self.pool())
            .await
            .map_err(StoreError::doing("read start keys"))?;
        Ok(rows
            .into_iter()
            .map(|row| (row.get("key"), RunId(row.get("run_id"))))
            .collect())
    }

    /// Has a key name another run: the one its request was answered with.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn repoint_start(&self, scope: &str, key: &str, from: RunId, to: RunId) -> Result<(), StoreError> {
        sqlx::query("UPDATE start_key SET run_id = $4 WHERE scope = $1 AND key = $2 AND run_id = $3")
            .bind(scope)
            .bind(key)
            .bind(from.0)
            .bind(to.0)
            .execute(self.pool())
            .await
            .map_err(StoreError::doing("keep a start key"))?;
        Ok(())
    }

    /// Keeps many keys of one scope at once, or none: where one of them stands for another request, the answer is its
    /// place among `keys` and nothing is kept. The keys are different from each other.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn reserve_starts(
        &self,
        scope: &str,
        keys: &[(&str, RunId, [u8; 32])],
    ) -> Result<Result<Vec<StartKey>, Vec<usize>>, StoreError> {
        self.try_reserve_starts(scope, keys)
            .await
            .map_err(StoreError::doing("keep start keys"))
    }

    async fn try_reserve_starts(
        &self,
        scope: &str,
        keys: &[(&str, RunId, [u8; 32])],
    ) -> Result<Result<Vec<StartKey>, Vec<usize>>, sqlx::Error> {
        let mut transaction = self.pool().begin().await?;
        // In the order of the keys: two calls with the same keys lock them in the same order.
        let rows = sqlx::query(
            "INSERT INTO start_key (scope, key, run_id, digest)
             SELECT $1, n.key, n.run_id, n.digest
             FROM UNNEST($2::text[], $3::uuid[], $4::bytea[]) AS n (key, run_id, digest) ORDER BY n.key
             ON CONFLICT (scope, key) DO UPDATE SET scope = excluded.scope
             RETURNING key, run_id, digest",
        )
        .bind(scope)
        .bind(keys.iter().map(|(key, ..)| *key).collect::<Vec<_>>())
        .bind(keys.iter().map(|(_, run, _)| run.0).collect::<Vec<_>>())
        .bind(keys.iter().map(|(.., digest)| &digest[..]).collect::<Vec<_>>())
        .fetch_all(&mut *transaction)
        .await?;
        let mut stands: HashMap<String, (Uuid, Vec<u8>)> = HashMap::with_capacity(rows.len());
        for row in rows {
            stands.insert(row.try_get("key")?, (row.try_get("run_id")?, row.try_get("digest")?));
        }
        let (mut kept, mut other) = (Vec::with_capacity(keys.len()), Vec::new());
        for (place, (key, run, digest)) in keys.iter().enumerate() {
            let Some((stands_for, stands_digest)) = stands.get(*key) else {
                return Err(sqlx::Error::RowNotFound);
            };
            if stands_digest[..] != digest[..] {
                other.push(place);
            }
            kept.push(StartKey {
                run: RunId(*stands_for),
                digest: *digest,
                is_new: *stands_for == run.0,
            });
        }
        if other.is_empty() {
            transaction.commit().await?;
            Ok(Ok(kept))
        } else {
            transaction.rollback().await?;
            Ok(Err(other))
        }
    }

    /// Forgets at most `limit` keys older than `days` days; answers how many. Rides on `start_key_age`; nodes that do it
    /// at once take different ones.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn forget_start_keys(&self, days: i32, limit: i64) -> Result<u64, StoreError> {
        let done = sqlx::query(
            "DELETE FROM start_key WHERE ctid = ANY (ARRAY(
                 SELECT ctid FROM start_key WHERE created_at < now() - make_interval(days => $1)
                 ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED
             ))",
        )
        .bind(days)
        .bind(limit)
        .execute(self.pool())
        .await
        .map_err(StoreError::doing("forget start keys"))?;
        Ok(done.rows_affected())
    }
}
