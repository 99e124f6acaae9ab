//! Sessions of users who have signed in.

use std::time::Duration;

use sqlx::Row as _;
use uuid::Uuid;

use super::RoleName;
use crate::auth::{Role, SessionId, UserId};
use crate::store::{Store, StoreError};

/// A session to open.
#[derive(Debug, Clone)]
pub struct NewSession<'a> {
    /// Its id.
    pub id: SessionId,
    /// SHA-256 of the cookie.
    pub digest: [u8; 32],
    /// Whose.
    pub user: UserId,
    /// The hash the password was found to fit; the session is opened only while it is still the user's.
    pub password_hash: &'a str,
    /// The client's address.
    pub address: &'a str,
    /// How long it lasts at most.
    pub lasts: Duration,
}

/// A session that is good now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Its id.
    pub id: SessionId,
    /// Whose.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// Their role now.
    pub role: Role,
    /// How long it is good for if nothing else is done in it.
    pub good_for: Duration,
}

impl Store {
    /// Opens a session of an active user; forgets those that are over. `None` where the user is not active or has
    /// another password by now.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn open_session(&self, new: &NewSession<'_>) -> Result<Option<(String, Role)>, StoreError> {
        let row = sqlx::query(
            "WITH over AS (
                 DELETE FROM user_session WHERE expires_at <= now()
             ), seen AS (
                 UPDATE user_account SET last_seen_at = now()
                 WHERE id = $3 AND active AND password_hash = $4 RETURNING id, name, role
             ), opened AS (
                 INSERT INTO user_session (id, digest, user_id, address, expires_at)
                 SELECT $1, $2, id, $5, now() + $6 * interval '1 second' FROM seen
             )
             SELECT name, role FROM seen",
        )
        .bind(new.id.0)
        .bind(&new.digest[..])
        .bind(new.user.0)
        .bind(new.password_hash)
        .bind(new.address)
        .bind(new.lasts.as_secs_f64())
        .fetch_optional(self.pool())
        .await
        .map_err(StoreError::doing("open a session"))?;
        Ok(row.map(|row| (row.get("name"), row.get::<RoleName, _>("role").0)))
    }

    /// The session of a cookie, while it is good: not over, used within `idle`, of an active user.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn session(&self, digest: &[u8; 32], idle: Duration) -> Result<Option<SessionRow>, StoreError> {
        let row = sqlx::query(
            "SELECT s.id, s.user_id, u.name, u.role,
                    EXTRACT(EPOCH FROM LEAST(s.expires_at, s.last_seen_at + $2 * interval '1 second') - now())::float8
                        AS good_for
             FROM user_session AS s JOIN user_account AS u ON u.id = s.user_id
             WHERE s.digest = $1 AND u.active AND s.expires_at > now()
                   AND s.last_seen_at + $2 * interval '1 second' > now()",
        )
        .bind(&digest[..])
        .bind(idle.as_secs_f64())
        .fetch_optional(self.pool())
        .await
        .map_err(StoreError::doing("read a session"))?;
        Ok(row.map(|row| SessionRow {
            id: SessionId(row.get("id")),
            user: UserId(row.get("user_id")),
            name: row.get("name"),
            role: row.get::<RoleName, _>("role").0,
            good_for: Duration::try_from_secs_f64(row.get("good_for")).unwrap_or_default(),
        }))
    }

    /// Notes that a session is in use.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn touch_session(&self, session: SessionId) -> Result<(), StoreError> {
        sqlx::query(
            "WITH seen AS (UPDATE user_session SET last_seen_at = now() WHERE id = $1 RETURNING user_id)
             UPDATE user_account SET last_seen_at = now() FROM seen WHERE id = seen.user_id",
        )
        .bind(session.0)
        .execute(self.pool())
        .await
        .map_err(StoreError::doing("note the use of a session"))?;
        Ok(())
    }

    /// Ends a session.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn close_session(&self, session: SessionId) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM user_session WHERE id = $1")
            .bind::<Uuid>(session.0)
            .execute(self.pool())
            .await
            .map_err(StoreError::doing("end a session"))?;
        Ok(())
    }
}
