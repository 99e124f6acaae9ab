//! Keys that make a start happen once.

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
}
