//! Attempts to sign in, counted where all nodes see them.

use std::time::Duration;

use sqlx::Row as _;

use crate::store::{Store, StoreError};

/// What is counted, and how much of it is free.
#[derive(Debug, Clone)]
pub struct Throttle<'a> {
    /// What: `address 192.0.2.7`, `user ann`.
    pub subject: &'a str,
    /// Attempts before the first delay.
    pub free: i32,
}

/// Whether an attempt may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// Now; it is counted as failed until it is known to be right.
    Allowed,
    /// Not before.
    NotBefore(Duration),
}

impl Store {
    /// Counts an attempt before it is made, so that a hundred at the same moment are a hundred: each is counted and
    /// delays the next under the lock of the row. Counts older than `memory` begin anew. The delay doubles with every
    /// attempt that is not free, up to `most`.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn count_attempt(
        &self,
        throttles: &[Throttle<'_>],
        memory: Duration,
        most: Duration,
    ) -> Result<Attempt, StoreError> {
        const DOING: &str = "count a sign-in";
        for throttle in throttles {
            let counted = sqlx::query(
                "INSERT INTO sign_in_throttle AS t (subject, failures, last_at, blocked_until) VALUES ($1, 1, now(), now())
                 ON CONFLICT (subject) DO UPDATE SET
                     failures = CASE WHEN t.last_at < now() - $3 * interval '1 second' THEN 1 ELSE t.failures + 1 END,
                     last_at = now(),
                     blocked_until = now() + CASE
                         WHEN t.last_at < now() - $3 * interval '1 second' OR t.failures < $2 THEN interval '0'
                         ELSE LEAST(2 ^ LEAST(t.failures - $2, 20), $4) * interval '1 second' END
                 WHERE t.blocked_until <= now()
                 RETURNING failures",
            )
            .bind(throttle.subject)
            .bind(throttle.free)
            .bind(memory.as_secs_f64())
            .bind(most.as_secs_f64())
            .fetch_optional(self.pool())
            .await
            .map_err(StoreError::doing(DOING))?;
            if counted.is_none() {
                let row = sqlx::query(
                    "SELECT GREATEST(EXTRACT(EPOCH FROM blocked_until - now()), 0)::float8 AS wait
                     FROM sign_in_throttle WHERE subject = $1",
                )
                .bind(throttle.subject)
                .fetch_optional(self.pool())
                .await
                .map_err(StoreError::doing(DOING))?;
                let wait = row.map_or(0.0, |row| row.get("wait"));
                return Ok(Attempt::NotBefore(
                    Duration::try_from_secs_f64(wait).unwrap_or_default(),
                ));
            }
        }
        Ok(Attempt::Allowed)
    }

    /// The attempt was right: the count of the user begins anew, that of the address loses this one. Forgets counts
    /// older than `memory` on the way.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn attempt_was_right(&self, user: &str, address: &str, memory: Duration) -> Result<(), StoreError> {
        sqlx::query(
            "WITH forgotten AS (
                 DELETE FROM sign_in_throttle WHERE subject = $1 OR last_at < now() - $3 * interval '1 second' AND subject <> $2
             )
             UPDATE sign_in_throttle SET failures = GREATEST(failures - 1, 0), blocked_until = now() WHERE subject = $2",
        )
        .bind(user)
        .bind(address)
        .bind(memory.as_secs_f64())
        .execute(self.pool())
        .await
        .map_err(StoreError::doing("count a sign-in"))?;
        Ok(())
    }
}
