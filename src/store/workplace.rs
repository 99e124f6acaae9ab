//! Workplaces: named lists of sections, each in an order people choose.
//!
//! There are a few dozen at most, so every read takes all of a workplace, and every change rewrites its order: simple
//! statements in one transaction, which locks the workplace's row first.

use sqlx::{PgConnection, Row as _};
use uuid::Uuid;

use super::{Store, StoreError};

/// Most workplaces.
pub const MAX_WORKPLACES: i64 = 200;

/// A workplace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workplace {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Counts its changes, from 1.
    pub version: i32,
    /// Keys of its sections, in order.
    pub sections: Vec<String>,
}

/// Why a workplace was not changed.
#[derive(Debug, thiserror::Error)]
pub enum WorkplaceError {
    /// There is none of this id.
    #[error("there is no workplace {0}")]
    Unknown(Uuid),
    /// Another one has the name.
    #[error("another workplace is called `{0}` already; nothing was changed")]
    NameTaken(String),
    /// Somebody changed it meanwhile.
    #[error("the workplace was changed meanwhile and has version {now}; read it again, nothing was changed")]
    Changed {
        /// Its version now.
        now: i32,
    },
    /// There are as many as there may be.
    #[error("there are {MAX_WORKPLACES} workplaces, which is the most; delete one first")]
    TooMany,
    /// The order does not name every workplace once.
    #[error("the order must name every workplace once; read the list again, nothing was changed")]
    NotThose,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// One query: a workplace and its sections in order.
const SELECT: &str = "SELECT w.id, w.name, w.version,
        coalesce(array_agg(s.section ORDER BY s.position, s.section) FILTER (WHERE s.section IS NOT NULL), '{}') AS sections
     FROM workplace AS w LEFT JOIN workplace_section AS s ON s.workplace_id = w.id";

impl Store {
    /// Every workplace, in order.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn workplaces(&self) -> Result<Vec<Workplace>, StoreError> {
        let query = sqlx::AssertSqlSafe(format!("{SELECT} GROUP BY w.id ORDER BY w.position, w.id"));
        let rows = sqlx::query(query).fetch_all(self.pool()).await;
        let rows = rows.map_err(StoreError::doing("list workplaces"))?;
        Ok(rows.iter().map(workplace).collect())
    }

    /// One workplace.
    ///
    /// # Errors
    /// There is none of this id, or the database.
    pub async fn workplace(&self, id: Uuid) -> Result<Workplace, WorkplaceError> {
        let query = sqlx::AssertSqlSafe(format!("{SELECT} WHERE w.id = $1 GROUP BY w.id"));
        let row = sqlx::query(query).bind(id).fetch_optional(self.pool()).await;
        let row = row.map_err(StoreError::doing("read a workplace"))?;
        row.as_ref().map(workplace).ok_or(WorkplaceError::Unknown(id))
    }

    /// Makes a workplace behind the others.
    ///
    /// # Errors
    /// The name is taken, there are too many, or the database.
    pub async fn create_workplace(&self, name: &str, sections: &[String]) -> Result<Workplace, WorkplaceError> {
        let doing = StoreError::doing("make a workplace");
        let id = Uuid::now_v7();
        let mut transaction = self.pool().begin().await.map_err(doing)?;
        // One at a time: the limit and the place are counted.
        sqlx::query("LOCK TABLE workplace IN SHARE ROW EXCLUSIVE MODE")
            .execute(&mut *transaction)
            .await
            .map_err(doing)?;
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM workplace")
            .fetch_one(&mut *transaction)
            .await
            .map_err(doing)?;
        if count >= MAX_WORKPLACES {
            return Err(WorkplaceError::TooMany);
        }
        sqlx::query(
            "INSERT INTO workplace (id, name, position)
             VALUES ($1, $2, (SELECT coalesce(max(position), -1) + 1 FROM workplace))",
        )
        .bind(id)
        .bind(name)
        .execute(&mut *transaction)
        .await
        .map_err(|error| taken(error, name, doing))?;
        arrange(&mut transaction, id, sections).await.map_err(doing)?;
        transaction.commit().await.map_err(doing)?;
        Ok(Workplace {
            id,
            name: name.to_owned(),
            version: 1,
            sections: sections.to_vec(),
        })
    }

    /// Gives a workplace a name and sections; with `version`, only where nobody changed it meanwhile.
    ///
    /// # Errors
    /// There is none of this id, the name is taken, somebody changed it, or the database.
    pub async fn put_workplace(
        &self,
        id: Uuid,
        version: Option<i32>,
        name: &str,
        sections: &[String],
    ) -> Result<Workplace, WorkplaceError> {
        self.change_workplace(id, version, |workplace| {
            workplace.name = name.to_owned();
            workplace.sections = sections.to_vec();
        })
        .await
    }

    /// Adds a section behind the others; one that is there stays where it is.
    ///
    /// # Errors
    /// There is no such workplace, or the database.
    pub async fn add_workplace_section(&self, id: Uuid, section: &str) -> Result<Workplace, WorkplaceError> {
        self.change_workplace(id, None, |workplace| {
            if !workplace.sections.iter().any(|known| known == section) {
                workplace.sections.push(section.to_owned());
            }
        })
        .await
    }

    /// Takes a section away, where it is there.
    ///
    /// # Errors
    /// There is no such workplace, or the database.
    pub async fn remove_workplace_section(&self, id: Uuid, section: &str) -> Result<Workplace, WorkplaceError> {
        self.change_workplace(id, None, |workplace| {
            workplace.sections.retain(|known| known != section)
        })
        .await
    }

    /// Deletes a workplace. Its sections are not touched: they are files.
    ///
    /// # Errors
    /// There is none of this id, or the database.
    pub async fn delete_workplace(&self, id: Uuid) -> Result<(), WorkplaceError> {
        let done = sqlx::query("DELETE FROM workplace WHERE id = $1")
            .bind(id)
            .execute(self.pool())
            .await
            .map_err(StoreError::doing("delete a workplace"))?;
        match done.rows_affected() {
            0 => Err(WorkplaceError::Unknown(id)),
            _ => Ok(()),
        }
    }

    /// Puts the workplaces in this order, which names each once.
    ///
    /// # Errors
    /// It does not, or the database.
    pub async fn order_workplaces(&self, order: &[Uuid]) -> Result<(), WorkplaceError> {
        let doing = StoreError::doing("order workplaces");
        let mut transaction = self.pool().begin().await.map_err(doing)?;
        sqlx::query("LOCK TABLE workplace IN SHARE ROW EXCLUSIVE MODE")
            .execute(&mut *transaction)
            .await
            .map_err(doing)?;
        let mut there: Vec<Uuid> = sqlx::query_scalar("SELECT id FROM workplace")
            .fetch_all(&mut *transaction)
            .await
            .map_err(doing)?;
        let mut named = order.to_vec();
        named.sort();
        there.sort();
        if named != there {
            return Err(WorkplaceError::NotThose);
        }
        sqlx::query(
            "UPDATE workplace SET position = wanted.place::int4 - 1
             FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (id, place) WHERE workplace.id = wanted.id",
        )
        .bind(order)
        .execute(&mut *transaction)
        .await
        .map_err(doing)?;
        transaction.commit().await.map_err(doing)?;
        Ok(())
    }

    async fn change_workplace(
        &self,
        id: Uuid,
        version: Option<i32>,
        change: impl FnOnce(&mut Workplace),
    ) -> Result<Workplace, WorkplaceError> {
        let doing = StoreError::doing("change a workplace");
        let mut transaction = self.pool().begin().await.map_err(doing)?;
        // The lock comes first, so that the sections read next are those of this moment.
        let locked = sqlx::query("SELECT id FROM workplace WHERE id = $1 FOR UPDATE")
            .bind(id)
            .fetch_optional(&mut *transaction)
            .await
            .map_err(doing)?;
        if locked.is_none() {
            return Err(WorkplaceError::Unknown(id));
        }
        let query = sqlx::AssertSqlSafe(format!("{SELECT} WHERE w.id = $1 GROUP BY w.id"));
        let row = sqlx::query(query)
            .bind(id)
            .fetch_one(&mut *transaction)
            .await
            .map_err(doing)?;
        let before = workplace(&row);
        if version.is_some_and(|version| version != before.version) {
            return Err(WorkplaceError::Changed { now: before.version });
        }
        let mut after = before.clone();
        change(&mut after);
        if after == before {
            return Ok(before);
        }
        after.version += 1;
        sqlx::query("UPDATE workplace SET name = $2, version = $3 WHERE id = $1")
            .bind(id)
            .bind(&after.name)
            .bind(after.version)
            .execute(&mut *transaction)
            .await
            .map_err(|error| taken(error, &after.name, doing))?;
        arrange(&mut transaction, id, &after.sections).await.map_err(doing)?;
        transaction.commit().await.map_err(doing)?;
        Ok(after)
    }
}

async fn arrange(connection: &mut PgConnection, id: Uuid, sections: &[String]) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM workplace_section WHERE workplace_id = $1")
        .bind(id)
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "INSERT INTO workplace_section (workplace_id, section, position)
         SELECT $1, wanted.section, wanted.place::int4 - 1
         FROM unnest($2::text[]) WITH ORDINALITY AS wanted (section, place)",
    )
    .bind(id)
    .bind(sections)
    .execute(&mut *connection)
    .await?;
    Ok(())
}

fn workplace(row: &sqlx::postgres::PgRow) -> Workplace {
    Workplace {
        id: row.get("id"),
        name: row.get("name"),
        version: row.get("version"),
        sections: row.get("sections"),
    }
}

fn taken(error: sqlx::Error, name: &str, doing: impl Fn(sqlx::Error) -> StoreError) -> WorkplaceError {
    let is_taken = error
        .as_database_error()
        .is_some_and(sqlx::error::DatabaseError::is_unique_violation);
    match is_taken {
        true => WorkplaceError::NameTaken(name.to_owned()),
        false => WorkplaceError::Store(doing(error)),
    }
}
