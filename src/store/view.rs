//! Views people save: the filters of a list page under a name. Private ones are their owner's alone; shared ones are
//! seen by everybody.
//!
//! A person has a few dozen at most. Who may do what with one is decided here, where its row is locked, and not between
//! two statements of a caller.

use sqlx::Row as _;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::{Store, StoreError};

/// Most views of one owner on one page.
pub const MAX_VIEWS: i64 = 100;
/// Most views of a list: those of the owner and the shared ones.
const MAX_LISTED: i64 = 500;

/// Who asks for a view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewCaller {
    /// What stays theirs: a user's id, a token's, or the name of the service's own.
    pub key: String,
    /// As people know them.
    pub name: String,
    /// Whether they may change what others share.
    pub administrator: bool,
}

/// A saved view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    /// Its id.
    pub id: Uuid,
    /// Who keeps it, by name.
    pub owner: String,
    /// The same by what stays theirs.
    pub owner_key: String,
    /// Whether everybody sees it.
    pub shared: bool,
    /// The list page it is of.
    pub page: String,
    /// Its name.
    pub name: String,
    /// What stands behind the question mark of the page's address.
    pub address: String,
    /// Its place among the owner's.
    pub position: i32,
    /// Counts its changes, from 1.
    pub version: i32,
}

/// What a view is to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewContent<'a> {
    /// Its name.
    pub name: &'a str,
    /// What stands behind the question mark.
    pub address: &'a str,
    /// Whether everybody sees it.
    pub shared: bool,
    /// Its place; where it is where none is given.
    pub position: Option<i32>,
}

/// Why a view was not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    /// There is none of this id, or not for this caller.
    #[error("there is no view {0}")]
    Unknown(Uuid),
    /// The caller has another one of this name.
    #[error("you have another view called `{0}`; choose another name, nothing was changed")]
    NameTaken(String),
    /// Somebody changed it meanwhile.
    #[error("the view was changed meanwhile and has version {now}; read it again, nothing was changed")]
    Changed {
        /// Its version now.
        now: i32,
    },
    /// It is somebody else's.
    #[error("the view `{name}` is shared by {owner}: only they or an administrator can change it; nothing was done")]
    NotYours {
        /// Its name.
        name: String,
        /// Whose it is.
        owner: String,
    },
    /// There are as many as there may be.
    #[error("you have {MAX_VIEWS} views of this page, which is the most; delete one first")]
    TooMany,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

const COLUMNS: &str = "id, owner, owner_key, shared, page, name, address, position, version";

impl Store {
    /// The views of a page that a caller sees: their own in their order, then what others share by name.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn views(&self, page: &str, owner_key: &str) -> Result<Vec<SavedView>, StoreError> {
        let query = sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM saved_view WHERE page = $1 AND (owner_key = $2 OR shared)
             ORDER BY owner_key <> $2, CASE WHEN owner_key = $2 THEN position END, name, id LIMIT $3"
        ));
        let read = sqlx::query(query)
            .bind(page)
            .bind(owner_key)
            .bind(MAX_LISTED)
            .fetch_all(self.pool());
        let views: Result<Vec<_>, sqlx::Error> = async { read.await?.iter().map(view).collect() }.await;
        views.map_err(StoreError::doing("list saved views"))
    }

    /// Makes a view behind the caller's others.
    ///
    /// # Errors
    /// The name is taken, there are too many, or the database.
    pub async fn create_view(
        &self,
        caller: &ViewCaller,
        page: &str,
        content: &ViewContent<'_>,
    ) -> Result<SavedView, ViewError> {
        let doing = StoreError::doing("save a view");
        let query = sqlx::AssertSqlSafe(format!(
            "INSERT INTO saved_view (id, owner, owner_key, shared, page, name, address, position)
             SELECT $1, $2, $3, $4, $5, $6, $7, coalesce($8, max(position) + 1, 0) FROM saved_view
             WHERE page = $5 AND owner_key = $3 HAVING count(*) < $9
             RETURNING {COLUMNS}"
        ));
        let row = sqlx::query(query)
            .bind(Uuid::now_v7())
            .bind(&caller.name)
            .bind(&caller.key)
            .bind(content.shared)
            .bind(page)
            .bind(content.name)
            .bind(content.address)
            .bind(content.position)
            .bind(MAX_VIEWS)
            .fetch_optional(self.pool())
            .await
            .map_err(|error| taken(error, content.name, doing))?;
        let row = row.ok_or(ViewError::TooMany)?;
        view(&row).map_err(|error| doing(error).into())
    }

    /// Gives a view another content; with `version`, only where nobody changed it meanwhile.
    ///
    /// # Errors
    /// There is none for this caller, it is not theirs, the name is taken, somebody changed it, or the database.
    pub async fn put_view(
        &self,
        caller: &ViewCaller,
        id: Uuid,
        version: Option<i32>,
        content: &ViewContent<'_>,
    ) -> Result<SavedView, ViewError> {
        let doing = StoreError::doing("change a view");
        let mut transaction = self.pool().begin().await.map_err(doing)?;
        let before = theirs(&mut transaction, caller, id).await?;
        if version.is_some_and(|version| version != before.version) {
            return Err(ViewError::Changed { now: before.version });
        }
        let after = SavedView {
            name: content.name.to_owned(),
            address: content.address.to_owned(),
            shared: content.shared,
            position: content.position.unwrap_or(before.position),
            ..before.clone()
        };
        if after == before {
            return Ok(before);
        }
        let query = sqlx::AssertSqlSafe(format!(
            "UPDATE saved_view SET name = $2, address = $3, shared = $4, position = $5, version = version + 1
             WHERE id = $1 RETURNING {COLUMNS}"
        ));
        let row = sqlx::query(query)
            .bind(id)
            .bind(&after.name)
            .bind(&after.address)
            .bind(after.shared)
            .bind(after.position)
            .fetch_one(&mut *transaction)
            .await
            .map_err(|error| taken(error, content.name, doing))?;
        let after = view(&row).map_err(doing)?;
        transaction.commit().await.map_err(doing)?;
        Ok(after)
    }

    /// Deletes a view.
    ///
    /// # Errors
    /// There is none for this caller, it is not theirs, or the database.
    pub async fn delete_view(&self, caller: &ViewCaller, id: Uuid) -> Result<(), ViewError> {
        let doing = StoreError::doing("delete a view");
        let mut transaction = self.pool().begin().await.map_err(doing)?;
        theirs(&mut transaction, caller, id).await?;
        sqlx::query("DELETE FROM saved_view WHERE id = $1")
            .bind(id)
            .execute(&mut *transaction)
            .await
            .map_err(doing)?;
        transaction.commit().await.map_err(doing)?;
        Ok(())
    }
}

/// The view, locked, if this caller may change it. A private one of somebody else is not there for anybody.
async fn theirs(connection: &mut sqlx::PgConnection, caller: &ViewCaller, id: Uuid) -> Result<SavedView, ViewError> {
    let doing = StoreError::doing("read a saved view");
    let query = sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM saved_view WHERE id = $1 FOR UPDATE"));
    let row = sqlx::query(query)
        .bind(id)
        .fetch_optional(connection)
        .await
        .map_err(doing)?;
    let row = row.ok_or(ViewError::Unknown(id))?;
    let view = view(&row).map_err(doing)?;
    if view.owner_key == caller.key || (view.shared && caller.administrator) {
        return Ok(view);
    }
    if !view.shared {
        return Err(ViewError::Unknown(id));
    }
    Err(ViewError::NotYours {
        name: view.name,
        owner: view.owner,
    })
}

fn view(row: &PgRow) -> Result<SavedView, sqlx::Error> {
    Ok(SavedView {
        id: row.try_get("id")?,
        owner: row.try_get("owner")?,
        owner_key: row.try_get("owner_key")?,
        shared: row.try_get("shared")?,
        page: row.try_get("page")?,
        name: row.try_get("name")?,
        address: row.try_get("address")?,
        position: row.try_get("position")?,
        version: row.try_get("version")?,
    })
}

fn taken(error: sqlx::Error, name: &str, doing: impl Fn(sqlx::Error) -> StoreError) -> ViewError {
    let is_taken = error
        .as_database_error()
        .is_some_and(sqlx::error::DatabaseError::is_unique_violation);
    match is_taken {
        true => ViewError::NameTaken(name.to_owned()),
        false => ViewError::Store(doing(error)),
    }
}
