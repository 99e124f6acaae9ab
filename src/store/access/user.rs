//! Users.

use chrono::{DateTime, Utc};
use sqlx::postgres::PgRow;
use sqlx::{FromRow, PgConnection, Row as _};
use uuid::Uuid;

use super::RoleName;
use crate::auth::{Role, UserId};
use crate::store::{Store, StoreError};

/// A user, without the hash of the password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Their id.
    pub id: UserId,
    /// Their name, in small letters.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whether they may sign in.
    pub active: bool,
    /// Since when there is this user.
    pub created_at: DateTime<Utc>,
    /// Who made them.
    pub created_by: String,
    /// When the password was last set.
    pub password_changed_at: DateTime<Utc>,
    /// When they last did something, to the minute.
    pub last_seen_at: Option<DateTime<Utc>>,
}

impl FromRow<'_, PgRow> for User {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: UserId(row.try_get("id")?),
            name: row.try_get("name")?,
            role: row.try_get::<RoleName, _>("role")?.0,
            active: row.try_get("active")?,
            created_at: row.try_get("created_at")?,
            created_by: row.try_get("created_by")?,
            password_changed_at: row.try_get("password_changed_at")?,
            last_seen_at: row.try_get("last_seen_at")?,
        })
    }
}

/// The columns of a user that may be shown.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, name, role, active, created_at, created_by, password_changed_at, last_seen_at FROM user_account ",
            $rest
        )
    };
}

/// A user to make.
#[derive(Debug, Clone)]
pub struct NewUser<'a> {
    /// Name, in small letters.
    pub name: &'a str,
    /// Role.
    pub role: Role,
    /// Hash of the password.
    pub password_hash: &'a str,
    /// Who makes them.
    pub created_by: &'a str,
}

/// What to change of a user; what is `None` stays.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UserChange {
    /// Their role.
    pub role: Option<Role>,
    /// Whether they may sign in; when not, their sessions end.
    pub active: Option<bool>,
}

/// Why a user was not changed.
#[derive(Debug, thiserror::Error)]
pub enum UserError {
    /// The name is taken.
    #[error("there is a user of this name already")]
    Taken,
    /// There is none of this name.
    #[error("there is no such user")]
    Unknown,
    /// Nobody would be left who may manage people.
    #[error("this is the last active administrator; make another one first")]
    LastAdministrator,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn doing(doing: &'static str) -> impl FnOnce(sqlx::Error) -> UserError {
    move |error| StoreError::doing(doing)(error).into()
}

impl Store {
    /// Makes a user.
    ///
    /// # Errors
    /// The name is taken, or as every call of the store.
    pub async fn create_user(&self, new: &NewUser<'_>) -> Result<User, UserError> {
        insert_user(new)
            .fetch_optional(self.pool())
            .await
            .map_err(doing("make a user"))?
            .ok_or(UserError::Taken)
    }

    /// Makes this user if there is none at all; of nodes that start together, one makes it.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn create_first_user(&self, new: &NewUser<'_>) -> Result<Option<User>, StoreError> {
        let work = async {
            let mut transaction = self.pool().begin().await?;
            // Without it two nodes could both see no user, and the second would fail on the name instead of seeing one.
            lock_users(&mut transaction).await?;
            if sqlx::query_scalar("SELECT EXISTS (SELECT FROM user_account)")
                .fetch_one(&mut *transaction)
                .await?
            {
                return Ok(None);
            }
            let user = insert_user(new).fetch_one(&mut *transaction).await?;
            transaction.commit().await?;
            Ok(Some(user))
        };
        work.await.map_err(StoreError::doing("make the first user"))
    }

    /// Whether there is any user.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn has_users(&self) -> Result<bool, StoreError> {
        sqlx::query_scalar("SELECT EXISTS (SELECT FROM user_account)")
            .fetch_one(self.pool())
            .await
            .map_err(StoreError::doing("look for users"))
    }

    /// A user by name.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn user(&self, name: &str) -> Result<Option<User>, StoreError> {
        sqlx::query_as(select!("WHERE name = $1"))
            .bind(name)
            .fetch_optional(self.pool())
            .await
            .map_err(StoreError::doing("read a user"))
    }

    /// A page of users in the order of their names, after `after`.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn users(&self, after: Option<&str>, limit: u32) -> Result<Vec<User>, StoreError> {
        sqlx::query_as(select!("WHERE name > $1 ORDER BY name LIMIT $2"))
            .bind(after.unwrap_or_default())
            .bind(i64::from(limit))
            .fetch_all(self.pool())
            .await
            .map_err(StoreError::doing("list users"))
    }

    /// The user of this name with the hash of their password.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn password_hash(&self, name: &str) -> Result<Option<(UserId, String)>, StoreError> {
        let row: Option<(Uuid, String)> = sqlx::query_as("SELECT id, password_hash FROM user_account WHERE name = $1")
            .bind(name)
            .fetch_optional(self.pool())
            .await
            .map_err(StoreError::doing("read a user"))?;
        Ok(row.map(|(id, hash)| (UserId(id), hash)))
    }

    /// Sets a password and ends the user's sessions but `keep`. With `known`, only while that is still the hash.
    ///
    /// # Errors
    /// There is no such user (or the hash is another by now), or as every call of the store.
    pub async fn set_password(
        &self,
        user: UserId,
        hash: &str,
        known: Option<&str>,
        keep: Option<crate::auth::SessionId>,
    ) -> Result<(), UserError> {
        // One statement: a session that was opened with the old password cannot slip in between.
        let changed: Option<Uuid> = sqlx::query_scalar(
            "WITH changed AS (
                 UPDATE user_account SET password_hash = $2, password_changed_at = now()
                 WHERE id = $1 AND ($3::text IS NULL OR password_hash = $3) RETURNING id
             ), ended AS (
                 DELETE FROM user_session USING changed WHERE user_id = changed.id AND user_session.id IS DISTINCT FROM $4
             )
             SELECT id FROM changed",
        )
        .bind(user.0)
        .bind(hash)
        .bind(known)
        .bind(keep.map(|session| session.0))
        .fetch_optional(self.pool())
        .await
        .map_err(doing("set a password"))?;
        changed.map(|_| ()).ok_or(UserError::Unknown)
    }

    /// Changes a user, unless no active administrator would be left.
    ///
    /// # Errors
    /// There is no such user, it is the last active administrator, or as every call of the store.
    pub async fn change_user(&self, name: &str, change: UserChange) -> Result<User, UserError> {
        self.guarded(name, Some(change)).await
    }

    /// Deletes a user with their sessions and tokens, unless no active administrator would be left.
    ///
    /// # Errors
    /// As [`Self::change_user`].
    pub async fn delete_user(&self, name: &str) -> Result<User, UserError> {
        self.guarded(name, None).await
    }

    /// Changes (or deletes) under a lock: two administrators who demote each other at the same moment must not both
    /// succeed.
    async fn guarded(&self, name: &str, change: Option<UserChange>) -> Result<User, UserError> {
        const DOING: &str = "change a user";
        let mut transaction = self.pool().begin().await.map_err(doing(DOING))?;
        lock_users(&mut transaction).await.map_err(doing(DOING))?;
        let before: User = sqlx::query_as(select!("WHERE name = $1"))
            .bind(name)
            .fetch_optional(&mut *transaction)
            .await
            .map_err(doing(DOING))?
            .ok_or(UserError::Unknown)?;
        let statement = match change {
            Some(UserChange { role, active }) => sqlx::query(
                "WITH ended AS (DELETE FROM user_session WHERE user_id = $1 AND NOT $3)
                 UPDATE user_account SET role = $2, active = $3 WHERE id = $1",
            )
            .bind(before.id.0)
            .bind(RoleName(role.unwrap_or(before.role)))
            .bind(active.unwrap_or(before.active)),
            None => sqlx::query("DELETE FROM user_account WHERE id = $1").bind(before.id.0),
        };
        statement.execute(&mut *transaction).await.map_err(doing(DOING))?;
        let left: bool =
            sqlx::query_scalar("SELECT EXISTS (SELECT FROM user_account WHERE active AND role = 'administrator')")
                .fetch_one(&mut *transaction)
                .await
                .map_err(doing(DOING))?;
        if !left {
            return Err(UserError::LastAdministrator);
        }
        transaction.commit().await.map_err(doing(DOING))?;
        let UserChange { role, active } = change.unwrap_or_default();
        Ok(User {
            role: role.unwrap_or(before.role),
            active: active.unwrap_or(before.active),
            ..before
        })
    }
}

/// One change of who may manage people at a time, until the transaction ends.
async fn lock_users(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended('users', 0))")
        .execute(connection)
        .await
        .map(|_| ())
}

fn insert_user<'a>(
    new: &'a NewUser<'_>,
) -> sqlx::query::QueryAs<'a, sqlx::Postgres, User, sqlx::postgres::PgArguments> {
    sqlx::query_as(
        "INSERT INTO user_account (id, name, role, password_hash, created_by) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (name) DO NOTHING
         RETURNING id, name, role, active, created_at, created_by, password_changed_at, last_seen_at",
    )
    .bind(Uuid::now_v7())
    .bind(new.name)
    .bind(RoleName(new.role))
    .bind(new.password_hash)
    .bind(new.created_by)
}
