//! Tokens for machines.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::postgres::PgRow;
use sqlx::{FromRow, Row as _};
use uuid::Uuid;

use super::RoleName;
use crate::auth::{ApiTokenId, Role, UserId};
use crate::store::{Store, StoreError};

/// A token as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// Its id.
    pub id: ApiTokenId,
    /// Its name.
    pub name: String,
    /// Its first characters, to tell which it is.
    pub prefix: String,
    /// What it may do at most.
    pub role: Role,
    /// Name of the user whose it is.
    pub owner: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Who made it.
    pub created_by: String,
    /// When it ends.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
    /// When it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Who revoked it.
    pub revoked_by: Option<String>,
}

impl FromRow<'_, PgRow> for ApiToken {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: ApiTokenId(row.try_get("id")?),
            name: row.try_get("name")?,
            prefix: row.try_get("prefix")?,
            role: row.try_get::<RoleName, _>("role")?.0,
            owner: row.try_get("owner")?,
            created_at: row.try_get("created_at")?,
            created_by: row.try_get("created_by")?,
            expires_at: row.try_get("expires_at")?,
            last_used_at: row.try_get("last_used_at")?,
            revoked_at: row.try_get("revoked_at")?,
            revoked_by: row.try_get("revoked_by")?,
        })
    }
}

/// A token to make.
#[derive(Debug, Clone)]
pub struct NewApiToken<'a> {
    /// Its name.
    pub name: &'a str,
    /// SHA-256 of it.
    pub digest: [u8; 32],
    /// Its first characters.
    pub prefix: &'a str,
    /// What it may do at most.
    pub role: Role,
    /// Whose it is.
    pub owner: Option<UserId>,
    /// Who makes it.
    pub created_by: &'a str,
    /// When it ends.
    pub expires_at: Option<DateTime<Utc>>,
}

/// What a token that was shown is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShownToken {
    /// Good, for so long if it ends.
    Good {
        /// Its id.
        id: ApiTokenId,
        /// Its name.
        name: String,
        /// What it may do: its role, or its owner's where that is less.
        role: Role,
        /// Whose it is.
        owner: Option<UserId>,
        /// How long it is good for.
        good_for: Option<Duration>,
    },
    /// It has ended.
    Expired(DateTime<Utc>),
    /// It was revoked.
    Revoked,
    /// Its owner may not sign in any more.
    OwnerInactive,
}

/// The columns of a token that may be shown.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT t.id, t.name, t.prefix, t.role, u.name AS owner, t.created_at, t.created_by, t.expires_at, \
             t.last_used_at, t.revoked_at, t.revoked_by \
             FROM api_token AS t LEFT JOIN user_account AS u ON u.id = t.owner_id ",
            $rest
        )
    };
}

impl Store {
    /// Makes a token. `None` where one of this name is in use.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn create_token(&self, new: &NewApiToken<'_>) -> Result<Option<ApiToken>, StoreError> {
        const DOING: &str = "make a token";
        let id = Uuid::now_v7();
        let made = sqlx::query(
            "INSERT INTO api_token (id, name, digest, prefix, role, owner_id, created_by, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (name) WHERE revoked_at IS NULL DO NOTHING",
        )
        .bind(id)
        .bind(new.name)
        .bind(&new.digest[..])
        .bind(new.prefix)
        .bind(RoleName(new.role))
        .bind(new.owner.map(|owner| owner.0))
        .bind(new.created_by)
        .bind(new.expires_at)
        .execute(self.pool())
        .await
        .map_err(StoreError::doing(DOING))?;
        if made.rows_affected() == 0 {
            return Ok(None);
        }
        self.token(ApiTokenId(id)).await
    }

    /// A token by its id.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn token(&self, id: ApiTokenId) -> Result<Option<ApiToken>, StoreError> {
        sqlx::query_as(select!("WHERE t.id = $1"))
            .bind(id.0)
            .fetch_optional(self.pool())
            .await
            .map_err(StoreError::doing("read a token"))
    }

    /// The token of this name that is not revoked.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn token_named(&self, name: &str) -> Result<Option<ApiToken>, StoreError> {
        sqlx::query_as(select!("WHERE t.name = $1 AND t.revoked_at IS NULL"))
            .bind(name)
            .fetch_optional(self.pool())
            .await
            .map_err(StoreError::doing("read a token"))
    }

    /// A page of tokens, newest first, older than `before`; of one owner, or of all; with a name, the one of this name
    /// that is not revoked.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn tokens(
        &self,
        owner: Option<UserId>,
        name: Option<&str>,
        before: Option<ApiTokenId>,
        limit: u32,
    ) -> Result<Vec<ApiToken>, StoreError> {
        sqlx::query_as(select!(
            "WHERE t.id < $1 AND ($2::uuid IS NULL OR t.owner_id = $2)
             AND ($4::text IS NULL OR t.name = $4 AND t.revoked_at IS NULL) ORDER BY t.id DESC LIMIT $3"
        ))
        .bind(before.map_or(Uuid::max(), |id| id.0))
        .bind(owner.map(|owner| owner.0))
        .bind(i64::from(limit))
        .bind(name)
        .fetch_all(self.pool())
        .await
        .map_err(StoreError::doing("list tokens"))
    }

    /// Revokes a token; once is enough. `None` where there is no such token.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn revoke_token(&self, id: ApiTokenId, by: &str) -> Result<Option<ApiToken>, StoreError> {
        sqlx::query("UPDATE api_token SET revoked_at = now(), revoked_by = $2 WHERE id = $1 AND revoked_at IS NULL")
            .bind(id.0)
            .bind(by)
            .execute(self.pool())
            .await
            .map_err(StoreError::doing("revoke a token"))?;
        self.token(id).await
    }

    /// What a shown token is; `None` where nobody made it.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn shown_token(&self, digest: &[u8; 32]) -> Result<Option<ShownToken>, StoreError> {
        let row = sqlx::query(
            "SELECT t.id, t.name, LEAST(t.role, COALESCE(u.role, t.role)) AS role, t.owner_id,
                    COALESCE(u.active, true) AS active, t.revoked_at IS NOT NULL AS revoked, t.expires_at,
                    EXTRACT(EPOCH FROM t.expires_at - now())::float8 AS good_for
             FROM api_token AS t LEFT JOIN user_account AS u ON u.id = t.owner_id
             WHERE t.digest = $1",
        )
        .bind(&digest[..])
        .fetch_optional(self.pool())
        .await
        .map_err(StoreError::doing("look a token up"))?;
        let Some(row) = row else { return Ok(None) };
        let good_for: Option<f64> = row.get("good_for");
        let expires_at: Option<DateTime<Utc>> = row.get("expires_at");
        if row.get("revoked") {
            return Ok(Some(ShownToken::Revoked));
        }
        if let (Some(good_for), Some(at)) = (good_for, expires_at)
            && good_for <= 0.0
        {
            return Ok(Some(ShownToken::Expired(at)));
        }
        if !row.get::<bool, _>("active") {
            return Ok(Some(ShownToken::OwnerInactive));
        }
        Ok(Some(ShownToken::Good {
            id: ApiTokenId(row.get("id")),
            name: row.get("name"),
            role: row.get::<RoleName, _>("role").0,
            owner: row.get::<Option<Uuid>, _>("owner_id").map(UserId),
            good_for: good_for.map(|seconds| Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)),
        }))
    }

    /// Notes that a token is in use.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn touch_token(&self, id: ApiTokenId) -> Result<(), StoreError> {
        sqlx::query("UPDATE api_token SET last_used_at = now() WHERE id = $1")
            .bind(id.0)
            .execute(self.pool())
            .await
            .map_err(StoreError::doing("note the use of a token"))?;
        Ok(())
    }
}
