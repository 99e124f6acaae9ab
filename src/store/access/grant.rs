//! Rights on single processes.

use chrono::{DateTime, Utc};
use sqlx::postgres::PgRow;
use sqlx::{FromRow, Row as _};
use uuid::Uuid;

use super::RightName;
use crate::auth::{ApiTokenId, ProcessRight, Role, UserId};
use crate::store::{Store, StoreError};

/// Whom a right is given to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GrantSubject {
    /// A user, and the tokens they made for themselves.
    User {
        /// Who.
        id: UserId,
        /// Their name.
        name: String,
    },
    /// A token.
    Token {
        /// Which.
        id: ApiTokenId,
        /// Its name.
        name: String,
    },
    /// Everybody with this role or a greater one.
    Role(Role),
}

/// A right somebody has on a process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Its id.
    pub id: Uuid,
    /// Key of the process.
    pub process: String,
    /// What they may.
    pub right: ProcessRight,
    /// Who.
    pub subject: GrantSubject,
    /// When it was given.
    pub created_at: DateTime<Utc>,
    /// By whom.
    pub created_by: String,
}

/// A right to give.
#[derive(Debug, Clone)]
pub struct NewGrant<'a> {
    /// Key of the process.
    pub process: &'a str,
    /// What they may.
    pub right: ProcessRight,
    /// Who.
    pub subject: &'a GrantSubject,
    /// By whom.
    pub created_by: &'a str,
}

impl FromRow<'_, PgRow> for Grant {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        let name: String = row.try_get("subject_name")?;
        let id: Option<Uuid> = row.try_get("subject_id")?;
        let kind: String = row.try_get("subject_kind")?;
        let subject = match (kind.as_str(), id) {
            ("user", Some(id)) => GrantSubject::User { id: UserId(id), name },
            ("token", Some(id)) => GrantSubject::Token {
                id: ApiTokenId(id),
                name,
            },
            _ => GrantSubject::Role(name.parse().map_err(|error| sqlx::Error::Decode(Box::new(error)))?),
        };
        Ok(Self {
            id: row.try_get("id")?,
            process: row.try_get("process")?,
            right: row.try_get::<RightName, _>("right")?.0,
            subject,
            created_at: row.try_get("created_at")?,
            created_by: row.try_get("created_by")?,
        })
    }
}

/// The columns of a grant.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, process, \"right\", subject_kind::text, subject_id, subject_name, created_at, created_by \
             FROM process_grant ",
            $rest
        )
    };
}

impl Store {
    /// Gives a right; giving it again answers the one there is. The second part says whether it is new.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn grant(&self, new: &NewGrant<'_>) -> Result<(Grant, bool), StoreError> {
        const DOING: &str = "give a right";
        let (kind, id, name) = match new.subject {
            GrantSubject::User { id, name } => ("user", Some(id.0), name.as_str()),
            GrantSubject::Token { id, name } => ("token", Some(id.0), name.as_str()),
            GrantSubject::Role(role) => ("role", None, role.as_str()),
        };
        let made = sqlx::query(
            "INSERT INTO process_grant (id, process, \"right\", subject_kind, subject_id, subject_name, created_by)
             VALUES ($1, $2, $3, $4::access_subject, $5, $6, $7) ON CONFLICT DO NOTHING",
        )
        .bind(Uuid::now_v7())
        .bind(new.process)
        .bind(RightName(new.right))
        .bind(kind)
        .bind(id)
        .bind(name)
        .bind(new.created_by)
        .execute(self.pool())
        .await
        .map_err(StoreError::doing(DOING))?;
        let grant = sqlx::query_as(select!(
            "WHERE process = $1 AND \"right\" = $2 AND subject_kind = $3::access_subject AND subject_name = $4
             AND subject_id IS NOT DISTINCT FROM $5"
        ))
        .bind(new.process)
        .bind(RightName(new.right))
        .bind(kind)
        .bind(name)
        .bind(id)
        .fetch_one(self.pool())
        .await
        .map_err(StoreError::doing(DOING))?;
        Ok((grant, made.rows_affected() > 0))
    }

    /// A page of rights, newest first, older than `before`; of one process, or of all.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn grants(
        &self,
        process: Option<&str>,
        before: Option<Uuid>,
        limit: u32,
    ) -> Result<Vec<Grant>, StoreError> {
        sqlx::query_as(select!(
            "WHERE id < $1 AND ($2::text IS NULL OR process = $2) ORDER BY id DESC LIMIT $3"
        ))
        .bind(before.unwrap_or(Uuid::max()))
        .bind(process)
        .bind(i64::from(limit))
        .fetch_all(self.pool())
        .await
        .map_err(StoreError::doing("list rights"))
    }

    /// Every right: what the cache above holds. They are as many as people have typed.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn all_grants(&self) -> Result<Vec<Grant>, StoreError> {
        sqlx::query_as(select!("ORDER BY process"))
            .fetch_all(self.pool())
            .await
            .map_err(StoreError::doing("read the rights on processes"))
    }

    /// Takes a right back. `None` where there is none of this id.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn revoke_grant(&self, id: Uuid) -> Result<Option<Grant>, StoreError> {
        sqlx::query_as(
            "DELETE FROM process_grant WHERE id = $1
             RETURNING id, process, \"right\", subject_kind::text, subject_id, subject_name, created_at, created_by",
        )
        .bind(id)
        .fetch_optional(self.pool())
        .await
        .map_err(StoreError::doing("take a right back"))
    }
}
