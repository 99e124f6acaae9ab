//! Making, changing, pausing and reading schedules.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::sync::{notify, put};
use super::{Schedule, ScheduleId, ScheduleSettings, ScheduleSource};
use crate::store::{Store, StoreError};

/// What became of a change.
#[derive(Debug, Clone, PartialEq)]
pub enum Changed {
    /// It stands so now.
    Done(Box<Schedule>),
    /// There is no such schedule.
    NoSuchSchedule,
    /// It comes from a definition: change that and deploy it.
    OfDefinition(Box<Schedule>),
    /// The process has a schedule of this name already.
    NameTaken,
}

/// Which schedules to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScheduleFilter {
    /// Only of this process.
    pub process: Option<String>,
    /// Only of this name.
    pub name: Option<String>,
    /// None of these processes: the reader may not see them.
    pub hidden: Vec<String>,
}

const BY_ID: &str = "SELECT * FROM schedule WHERE id = $1";

impl Store {
    /// Makes a schedule.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn create_schedule(
        &self,
        process: &str,
        name: &str,
        settings: &ScheduleSettings,
        by: &str,
    ) -> Result<Changed, StoreError> {
        let created = async {
            let mut transaction = self.pool().begin().await?;
            lock_name(&mut transaction, process).await?;
            let taken: bool =
                sqlx::query_scalar("SELECT EXISTS (SELECT FROM schedule WHERE process = $1 AND name = $2)")
                    .bind(process)
                    .bind(name)
                    .fetch_one(&mut *transaction)
                    .await?;
            if taken {
                return Ok(Changed::NameTaken);
            }
            let id = Uuid::now_v7();
            put(&mut transaction, id, process, name, ScheduleSource::Api, settings, by).await?;
            notify(&mut transaction).await?;
            let schedule = sqlx::query_as(BY_ID).bind(id).fetch_one(&mut *transaction).await?;
            transaction.commit().await?;
            Ok(Changed::Done(Box::new(schedule)))
        };
        created.await.map_err(StoreError::doing("make a schedule"))
    }

    /// Replaces the settings of a schedule that was made by the API.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn change_schedule(
        &self,
        id: ScheduleId,
        settings: &ScheduleSettings,
        by: &str,
    ) -> Result<Changed, StoreError> {
        let changed = async {
            let mut transaction = self.pool().begin().await?;
            let Some(known) = locked(&mut transaction, id).await? else {
                return Ok(Changed::NoSuchSchedule);
            };
            if known.source == ScheduleSource::Definition {
                return Ok(Changed::OfDefinition(Box::new(known)));
            }
            let (process, name) = (&known.process, &known.name);
            put(&mut transaction, id.0, process, name, known.source, settings, by).await?;
            notify(&mut transaction).await?;
            let schedule = sqlx::query_as(BY_ID).bind(id).fetch_one(&mut *transaction).await?;
            transaction.commit().await?;
            Ok(Changed::Done(Box::new(schedule)))
        };
        changed.await.map_err(StoreError::doing("change a schedule"))
    }

    /// Deletes a schedule that was made by the API, with its history. Its runs stay. Answers what it was.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn delete_schedule(&self, id: ScheduleId) -> Result<Changed, StoreError> {
        let deleted = async {
            let mut transaction = self.pool().begin().await?;
            let Some(known) = locked(&mut transaction, id).await? else {
                return Ok(Changed::NoSuchSchedule);
            };
            if known.source == ScheduleSource::Definition {
                return Ok(Changed::OfDefinition(Box::new(known)));
            }
            sqlx::query("DELETE FROM schedule WHERE id = $1")
                .bind(id)
                .execute(&mut *transaction)
                .await?;
            transaction.commit().await?;
            Ok(Changed::Done(Box::new(known)))
        };
        deleted.await.map_err(StoreError::doing("delete a schedule"))
    }

    /// Pauses a schedule. One that is paused already stays as it is. What waits in its queue waits on.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn pause_schedule(
        &self,
        id: ScheduleId,
        now: DateTime<Utc>,
        by: &str,
    ) -> Result<Option<Schedule>, StoreError> {
        sqlx::query_as(
            "UPDATE schedule SET
                 paused_by = CASE WHEN paused_at IS NULL THEN $3 ELSE paused_by END,
                 changed_by = CASE WHEN paused_at IS NULL THEN $3 ELSE changed_by END,
                 changed_at = CASE WHEN paused_at IS NULL THEN $2 ELSE changed_at END,
                 paused_at = coalesce(paused_at, $2), look_at = NULL
             WHERE id = $1 RETURNING *",
        )
        .bind(id)
        .bind(now)
        .bind(by)
        .fetch_optional(self.pool())
        .await
        .map_err(StoreError::doing("pause a schedule"))
    }

    /// Lets a schedule go on from now: times that passed while it was paused are not its any more. One that is not paused
    /// stays as it is.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn resume_schedule(
        &self,
        id: ScheduleId,
        now: DateTime<Utc>,
        by: &str,
    ) -> Result<Option<Schedule>, StoreError> {
        let resumed = async {
            let mut transaction = self.pool().begin().await?;
            let Some(known) = locked(&mut transaction, id).await? else {
                return Ok(None);
            };
            if known.paused.is_none() {
                return Ok(Some(known));
            }
            let schedule = sqlx::query_as(
                "UPDATE schedule SET paused_at = NULL, paused_by = NULL, changed_by = $3, changed_at = $2,
                     decided_until = greatest(decided_until, $2), look_at = $2
                 WHERE id = $1 RETURNING *",
            )
            .bind(id)
            .bind(now)
            .bind(by)
            .fetch_one(&mut *transaction)
            .await?;
            notify(&mut transaction).await?;
            transaction.commit().await?;
            Ok(Some(schedule))
        };
        resumed.await.map_err(StoreError::doing("resume a schedule"))
    }

    /// One schedule.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn schedule(&self, id: ScheduleId) -> Result<Option<Schedule>, StoreError> {
        sqlx::query_as(BY_ID)
            .bind(id)
            .fetch_optional(self.pool())
            .await
            .map_err(StoreError::doing("read a schedule"))
    }

    /// The time zone of a schedule by its name, where there is such a schedule.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn schedule_zone(&self, process: &str, name: &str) -> Result<Option<String>, StoreError> {
        // Rides on the unique key (process, name).
        sqlx::query_scalar("SELECT timezone FROM schedule WHERE process = $1 AND name = $2")
            .bind(process)
            .bind(name)
            .fetch_optional(self.pool())
            .await
            .map_err(StoreError::doing("read the time zone of a schedule"))
    }

    /// A page of schedules in the order of process and name, after the pair `after`.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn schedules(
        &self,
        filter: &ScheduleFilter,
        after: Option<(&str, &str)>,
        limit: u32,
    ) -> Result<Vec<Schedule>, StoreError> {
        let (process, name) = after.unwrap_or_default();
        // Rides on the unique key (process, name).
        sqlx::query_as(
            "SELECT * FROM schedule WHERE (process, name) > ($1, $2)
                 AND ($3::text IS NULL OR process = $3) AND ($4::text IS NULL OR name = $4)
                 AND process <> ALL ($6)
             ORDER BY process, name LIMIT $5",
        )
        .bind(process)
        .bind(name)
        .bind(&filter.process)
        .bind(&filter.name)
        .bind(i64::from(limit))
        .bind(&filter.hidden)
        .fetch_all(self.pool())
        .await
        .map_err(StoreError::doing("list schedules"))
    }

    /// What time it is by the database's clock: the one clock all nodes share.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn database_time(&self) -> Result<DateTime<Utc>, StoreError> {
        sqlx::query_scalar("SELECT clock_timestamp()")
            .fetch_one(self.pool())
            .await
            .map_err(StoreError::doing("ask the database for the time"))
    }
}

async fn locked(connection: &mut PgConnection, id: ScheduleId) -> Result<Option<Schedule>, sqlx::Error> {
    sqlx::query_as("SELECT * FROM schedule WHERE id = $1 FOR UPDATE")
        .bind(id)
        .fetch_optional(connection)
        .await
}

/// The lock deploys of a process take: a name is not made by the API and by a deploy at once.
async fn lock_name(connection: &mut PgConnection, process: &str) -> Result<(), sqlx::Error> {
    sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended('definition ' || $1, 0))")
        .bind(process)
        .execute(connection)
        .await?;
    Ok(())
}
