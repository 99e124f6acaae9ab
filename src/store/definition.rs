//! Versions of process definitions.

use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{DefinitionId, ScheduleSettings, Store, StoreError};

/// One version of a definition, without its source.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Definition {
    /// Its id.
    pub id: DefinitionId,
    /// Key of the process.
    pub key: String,
    /// Number of the version, from 1.
    pub version: i32,
    /// SHA-256 of the source.
    pub digest: Vec<u8>,
    /// Name for people.
    pub name: String,
    /// When it was deployed.
    pub deployed_at: DateTime<Utc>,
    /// Who deployed it.
    pub deployed_by: String,
}

/// A version with its source.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct DefinitionSource {
    /// The version.
    #[sqlx(flatten)]
    pub definition: Definition,
    /// The file as it was deployed.
    pub source: String,
}

/// A definition to deploy; checked by the engine before.
#[derive(Debug, Clone)]
pub struct NewDefinition<'a> {
    /// Key of the process.
    pub key: &'a str,
    /// Name for people.
    pub name: &'a str,
    /// The file as it is.
    pub source: &'a str,
    /// SHA-256 of the source.
    pub digest: [u8; 32],
    /// Who deploys it.
    pub deployed_by: &'a str,
}

/// What deploying did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deployed {
    /// The version that is the latest now.
    pub definition: Definition,
    /// Whether this call made it; `false` where the latest version has the same content.
    pub is_new: bool,
}

/// A select of versions without their sources.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, key, version, digest, name, deployed_at, deployed_by FROM definition ",
            $rest
        )
    };
}

impl Store {
    /// Makes a new version, unless the latest one has the same content.
    ///
    /// # Errors
    /// As every call of the store; [`StoreError::Refused`] where the source holds what Postgres' text cannot (NUL).
    pub async fn deploy(&self, new: &NewDefinition<'_>) -> Result<Deployed, StoreError> {
        self.try_deploy(new, None)
            .await
            .map_err(StoreError::doing("deploy a definition"))
    }

    /// The same with the schedules the definition has: both stand, or neither.
    ///
    /// # Errors
    /// As [`Self::deploy`].
    pub async fn deploy_with_schedules(
        &self,
        new: &NewDefinition<'_>,
        schedules: &[(String, ScheduleSettings)],
    ) -> Result<Deployed, StoreError> {
        self.try_deploy(new, Some(schedules))
            .await
            .map_err(StoreError::doing("deploy a definition"))
    }

    async fn try_deploy(
        &self,
        new: &NewDefinition<'_>,
        schedules: Option<&[(String, ScheduleSettings)]>,
    ) -> Result<Deployed, sqlx::Error> {
        let mut transaction = self.pool().begin().await?;
        // One deploy of a key at a time: versions are counted without gaps.
        sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended('definition ' || $1, 0))")
            .bind(new.key)
            .execute(&mut *transaction)
            .await?;
        let latest: Option<Definition> = sqlx::query_as(select!("WHERE key = $1 ORDER BY version DESC LIMIT 1"))
            .bind(new.key)
            .fetch_optional(&mut *transaction)
            .await?;
        if let Some(schedules) = schedules {
            // Also where the content is the latest one: deploying again mends what does not stand so.
            super::schedule::sync(&mut transaction, new.key, schedules, new.deployed_by).await?;
        }
        let version = match latest {
            Some(definition) if definition.digest == new.digest => {
                transaction.commit().await?;
                return Ok(Deployed {
                    definition,
                    is_new: false,
                });
            }
            Some(definition) => definition.version + 1,
            None => 1,
        };
        let definition = sqlx::query_as(
            "INSERT INTO definition (id, key, version, digest, source, name, deployed_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             RETURNING id, key, version, digest, name, deployed_at, deployed_by",
        )
        .bind(Uuid::now_v7())
        .bind(new.key)
        .bind(version)
        .bind(&new.digest[..])
        .bind(new.source)
        .bind(new.name)
        .bind(new.deployed_by)
        .fetch_one(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(Deployed {
            definition,
            is_new: true,
        })
    }

    /// The latest version of each definition but the `hidden` ones, in the order of their keys, after the key `after`;
    /// with `q` only those with this text in their key or name. There are few definitions: no index helps that.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn definitions(
        &self,
        q: Option<&str>,
        after: Option<&str>,
        hidden: &[String],
        limit: u32,
    ) -> Result<Vec<Definition>, StoreError> {
        sqlx::query_as(select!(
            "WHERE key > $1 AND key <> ALL ($3)
                   AND ($4::text IS NULL OR strpos(lower(key), lower($4)) > 0 OR strpos(lower(name), lower($4)) > 0)
                   AND version = (SELECT max(version) FROM definition AS d WHERE d.key = definition.key)
             ORDER BY key LIMIT $2"
        ))
        .bind(after.unwrap_or_default())
        .bind(i64::from(limit))
        .bind(hidden)
        .bind(q)
        .fetch_all(self.pool())
        .await
        .map_err(StoreError::doing("list definitions"))
    }

    /// The id of the latest version of every definition, in the order of their keys.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn latest_definitions(&self) -> Result<Vec<DefinitionId>, StoreError> {
        // Rides on the unique index of key and version.
        sqlx::query_scalar("SELECT DISTINCT ON (key) id FROM definition ORDER BY key, version DESC")
            .fetch_all(self.pool())
            .await
            .map_err(StoreError::doing("list definitions"))
    }

    /// The versions of a definition, newest first, before the version `before`.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn definition_versions(
        &self,
        key: &str,
        before: Option<i32>,
        limit: u32,
    ) -> Result<Vec<Definition>, StoreError> {
        sqlx::query_as(select!(
            "WHERE key = $1 AND version < $2 ORDER BY version DESC LIMIT $3"
        ))
        .bind(key)
        .bind(before.unwrap_or(i32::MAX))
        .bind(i64::from(limit))
        .fetch_all(self.pool())
        .await
        .map_err(StoreError::doing("list versions of a definition"))
    }

    /// A version of a definition with its source; the latest where none is named.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn definition(&self, key: &str, version: Option<i32>) -> Result<Option<DefinitionSource>, StoreError> {
        sqlx::query_as(
            "SELECT * FROM definition WHERE key = $1 AND ($2::int4 IS NULL OR version = $2) ORDER BY version DESC LIMIT 1",
        )
        .bind(key)
        .bind(version)
        .fetch_optional(self.pool())
        .await
        .map_err(StoreError::doing("read a definition"))
    }

    /// A version by its id, with its source: what a run is pinned to.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn definition_by_id(&self, id: DefinitionId) -> Result<Option<DefinitionSource>, StoreError> {
        sqlx::query_as("SELECT * FROM definition WHERE id = $1")
            .bind(id)
            .fetch_optional(self.pool())
            .await
            .map_err(StoreError::doing("read a definition"))
    }
}
