//! Business keys that one active run of a process holds.
//!
//! The key is taken before the run is started and names the run that will have it. It is never given back: whoever asks
//! next takes it over once that run has ended. So the end of a run costs nothing, and a crash between the two leaves a
//! key whose run the next one to ask starts.

use sqlx::Row as _;
use throughline_engine::kernel::RunId;
use uuid::Uuid;

use super::{Store, StoreError};

/// How far [`Store::forget_active_keys`] has come: the last process and business key looked at.
pub type ActiveKeyCursor = (String, String);

impl Store {
    /// Takes a business key for a run that is about to be started, unless an active run has it. Answers whose it is now.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn reserve_active(&self, process: &str, business_key: &str, run: RunId) -> Result<RunId, StoreError> {
        // Whoever comes second waits for the row of the first. A run it names that this statement cannot see yet has
        // not ended, so the answer errs towards the run that is there.
        sqlx::query_scalar(
            "INSERT INTO active_key AS held (process, business_key, run_id) VALUES ($1, $2, $3)
             ON CONFLICT (process, business_key) DO UPDATE SET (run_id, reserved_at) = (
                 SELECT CASE WHEN ended THEN excluded.run_id ELSE held.run_id END,
                        CASE WHEN ended THEN excluded.reserved_at ELSE held.reserved_at END
                 FROM (SELECT EXISTS (SELECT FROM run WHERE run.id = held.run_id AND run.ended_at IS NOT NULL)) AS e (ended)
             )
             RETURNING run_id",
        )
        .bind(process)
        .bind(business_key)
        .bind(run.0)
        .fetch_one(self.pool())
        .await
        .map(RunId)
        .map_err(StoreError::doing("take a business key"))
    }

    /// Gives a key back whose run was refused.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn release_active(&self, process: &str, business_key: &str, run: RunId) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM active_key WHERE process = $1 AND business_key = $2 AND run_id = $3")
            .bind(process)
            .bind(business_key)
            .bind(run.0)
            .execute(self.pool())
            .await
            .map_err(StoreError::doing("give a business key back"))?;
        Ok(())
    }

    /// Looks at a page of keys and forgets those whose run has ended, or was never started in `days` days. Answers where
    /// to go on; `None` at the end. Which keys can go is known to the runs and to no index of this table, so it is
    /// walked by its primary key, a page at a time.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn forget_active_keys(
        &self,
        after: Option<&ActiveKeyCursor>,
        days: i32,
        limit: i64,
    ) -> Result<Option<ActiveKeyCursor>, StoreError> {
        let (process, business_key) = after.map_or(("", ""), |(process, key)| (process.as_str(), key.as_str()));
        // A key that was taken over in between names another run and stays.
        let rows = sqlx::query(
            "WITH page AS (
                 SELECT process, business_key, run_id, reserved_at FROM active_key
                 WHERE (process, business_key) > ($1, $2) ORDER BY process, business_key LIMIT $3
             ), gone AS (
                 DELETE FROM active_key USING page
                 LEFT JOIN run ON run.id = page.run_id
                 WHERE active_key.process = page.process AND active_key.business_key = page.business_key
                     AND active_key.run_id = page.run_id
                     AND (run.ended_at IS NOT NULL
                          OR (run.id IS NULL AND page.reserved_at < now() - make_interval(days => $4)))
             )
             SELECT process, business_key FROM page ORDER BY process, business_key",
        )
        .bind(process)
        .bind(business_key)
        .bind(limit)
        .bind(days)
        .fetch_all(self.pool())
        .await
        .map_err(StoreError::doing("forget business keys"))?;
        let full = i64::try_from(rows.len()).is_ok_and(|count| count == limit);
        Ok(rows
            .last()
            .filter(|_| full)
            .map(|row| (row.get("process"), row.get("business_key"))))
    }

    /// Which of these runs are there.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn existing_runs(&self, runs: &[RunId]) -> Result<Vec<RunId>, StoreError> {
        let ids: Vec<Uuid> = runs.iter().map(|run| run.0).collect();
        let found: Vec<Uuid> = sqlx::query_scalar("SELECT id FROM run WHERE id = ANY($1)")
            .bind(ids)
            .fetch_all(self.pool())
            .await
            .map_err(StoreError::doing("look for runs"))?;
        Ok(found.into_iter().map(RunId).collect())
    }
}
