//! Presses of buttons: the same one within a few seconds is a double click.

use sqlx::Row as _;
use uuid::Uuid;

use super::{Store, StoreError};

/// How long the same press counts as one, in seconds.
const DOUBLE_CLICK_S: f64 = 5.0;

impl Store {
    /// A key for a press: that of the same press a moment ago, or a new one.
    ///
    /// One statement, so that the row's lock decides between presses at the same instant on any number of nodes, and the
    /// database's clock, so that no bucket of time has an edge between two of them. The first press sets the window;
    /// later ones do not move it.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn press(&self, digest: [u8; 32]) -> Result<Uuid, StoreError> {
        let row = sqlx::query(
            "INSERT INTO section_press AS press (digest, key, pressed_at) VALUES ($1, $2, clock_timestamp())
             ON CONFLICT (digest) DO UPDATE SET
                 key = CASE WHEN press.pressed_at < clock_timestamp() - make_interval(secs => $3)
                            THEN excluded.key ELSE press.key END,
                 pressed_at = CASE WHEN press.pressed_at < clock_timestamp() - make_interval(secs => $3)
                            THEN excluded.pressed_at ELSE press.pressed_at END
             RETURNING press.key",
        )
        .bind(&digest[..])
        .bind(Uuid::now_v7())
        .bind(DOUBLE_CLICK_S)
        .fetch_one(self.pool())
        .await
        .map_err(StoreError::doing("keep a press of a button"))?;
        Ok(row.get("key"))
    }

    /// Forgets presses nobody can repeat any more; a few at a time, oldest first.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn forget_presses(&self) -> Result<(), StoreError> {
        sqlx::query(
            "DELETE FROM section_press WHERE digest IN (
                 SELECT digest FROM section_press WHERE pressed_at < clock_timestamp() - interval '10 minutes'
                 ORDER BY pressed_at LIMIT 100 FOR UPDATE SKIP LOCKED)",
        )
        .execute(self.pool())
        .await
        .map_err(StoreError::doing("forget old presses"))?;
        Ok(())
    }
}
