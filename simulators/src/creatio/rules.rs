//! What Creatio's business rules and its database refuse, and what they compute. All changes go through here.

use std::collections::BTreeSet;

use chrono::Utc;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::cell::{Cell, Row};
use super::schema::{self, CREATED_BY, CREATED_ON, Entity, ID, Kind, MODIFIED_BY, MODIFIED_ON, OnDelete};
use super::table::{Database, empty_row};

/// Why a change is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// The request itself makes no sense: 400.
    #[error("{0}")]
    Request(String),
    /// A rule or the database says no: 500.
    #[error("{0}")]
    Rule(String),
    /// There is no such row: 404.
    #[error("{entity} {id} was not found.")]
    Missing {
        /// Entity.
        entity: &'static str,
        /// The id asked for.
        id: Uuid,
    },
}

fn rule<T>(message: String) -> Result<T, Refusal> {
    Err(Refusal::Rule(message))
}

/// Type numbers of `SysAdminUnit.SysAdminUnitTypeValue`.
pub(crate) const TYPE_USER: i64 = 4;

fn entity_of(table: usize) -> &'static Entity {
    &schema::entities()[table]
}

fn cell<'r>(entity: &Entity, row: &'r Row, column: &str) -> &'r Cell {
    entity.column(column).map_or(&Cell::Null, |at| &row[at])
}

/// Puts the body's columns into the row. Paths and expanded lookups are passed over in silence, as the original does.
fn fill(database: &mut Database, table: usize, row: &mut Row, body: &Map<String, Value>) -> Result<(), Refusal> {
    let entity = entity_of(table);
    for (key, value) in body {
        if key.contains('/') || key.contains('@') || entity.navigation(key).is_some() {
            continue;
        }
        // Taken and never shown; kept by whoever knows the row's id.
        if key == "UserPassword" && entity.name == "SysAdminUnit" {
            continue;
        }
        let Some(at) = entity.column(key) else {
            return Err(Refusal::Request(format!(
                "The property '{key}' does not exist on type 'Terrasoft.Configuration.OData.{}'.",
                entity.name
            )));
        };
        row[at] = Cell::read(&entity.columns[at], value).map_err(Refusal::Request)?;
    }
    if entity.name == "SysAdminUnit"
        && let (Some(Value::String(password)), Some(id)) = (body.get("UserPassword"), row[ID].guid())
    {
        database.passwords.insert(id, password.clone());
    }
    Ok(())
}

/// Creates a row; answers its id.
pub(crate) fn insert(
    database: &mut Database,
    table: usize,
    body: &Map<String, Value>,
    actor: Option<Uuid>,
) -> Result<Uuid, Refusal> {
    refuse_read_only(table)?;
    database.transaction(|database| {
        let entity = entity_of(table);
        let now = Cell::Date(Utc::now());
        let by = actor.map_or(Cell::Null, Cell::Guid);
        let mut row = empty_row(entity);
        row[CREATED_ON] = now.clone();
        row[CREATED_BY] = by.clone();
        if let Some(id) = body.get("Id") {
            row[ID] = Cell::read(&entity.columns[ID], id).map_err(Refusal::Request)?;
        }
        if row[ID] == Cell::Null {
            row[ID] = Cell::Guid(database.new_id());
        }
        let id = row[ID].clone();
        fill(database, table, &mut row, body)?;
        // An empty Id in the body is none.
        row[ID] = id;
        row[MODIFIED_ON] = now;
        row[MODIFIED_BY] = by;
        let id = row[ID].guid().unwrap_or_default();
        if database.tables[table].row(id).is_some() {
            return rule(format!(
                "Violation of PRIMARY KEY constraint. Cannot insert duplicate key in object '{}'. The duplicate key \
                 value is ({id}).",
                entity.name
            ));
        }
        check(database, table, &row)?;
        database.insert(table, row);
        computed(database, table, id)?;
        Ok(id)
    })
}

/// Changes the columns that the body holds.
pub(crate) fn update(
    database: &mut Database,
    table: usize,
    id: Uuid,
    body: &Map<String, Value>,
    actor: Option<Uuid>,
) -> Result<(), Refusal> {
    refuse_read_only(table)?;
    database.transaction(|database| {
        let found = database.tables[table].row(id);
        let mut row = Row::clone(found.ok_or_else(|| Refusal::Missing {
            entity: entity_of(table).name,
            id,
        })?);
        fill(database, table, &mut row, body)?;
        // The key of a row never changes.
        row[ID] = Cell::Guid(id);
        row[MODIFIED_ON] = Cell::Date(Utc::now());
        row[MODIFIED_BY] = actor.map_or(Cell::Null, Cell::Guid);
        check(database, table, &row)?;
        database.replace(table, id, row);
        computed(database, table, id)
    })
}

/// Deletes a row and its details.
pub(crate) fn delete(database: &mut Database, table: usize, id: Uuid) -> Result<(), Refusal> {
    refuse_read_only(table)?;
    database.transaction(|database| delete_inside(database, table, id))
}

fn delete_inside(database: &mut Database, table: usize, id: Uuid) -> Result<(), Refusal> {
    let entity = entity_of(table);
    let Some(row) = database.tables[table].row(id).cloned() else {
        return Err(Refusal::Missing {
            entity: entity.name,
            id,
        });
    };
    for (other, pointing) in schema::entities().iter().enumerate() {
        for (at, column) in pointing.columns.iter().enumerate() {
            if column.kind != Kind::Lookup(entity.name) || !column.indexed {
                continue;
            }
            let slots = database.tables[other].equal(at, &Cell::Guid(id)).unwrap_or_default();
            let ids: Vec<Uuid> = slots
                .iter()
                .filter_map(|slot| database.tables[other].id_at(*slot))
                .collect();
            for found in ids {
                match column.on_delete {
                    OnDelete::Cascade => delete_inside(database, other, found)?,
                    OnDelete::Refuse if other == table && found == id => {}
                    OnDelete::Refuse => {
                        return rule(format!(
                            "The DELETE statement conflicted with the REFERENCE constraint: {} {id} is used by {} \
                             {found} in column '{}'.",
                            entity.name, pointing.name, column.name
                        ));
                    }
                }
            }
        }
    }
    database.remove(table, id);
    if entity.name == "SysAdminUnit" {
        database.passwords.remove(&id);
    }
    if entity.name == "SysUserInRole"
        && let Some(user) = cell(entity, &row, "SysUserId").guid()
    {
        recompute_roles(database, user);
    }
    Ok(())
}

fn refuse_read_only(table: usize) -> Result<(), Refusal> {
    let entity = entity_of(table);
    if entity.read_only {
        return rule(format!(
            "The object {} is computed by the system and cannot be changed.",
            entity.name
        ));
    }
    Ok(())
}

/// Everything that can refuse a row as it shall be.
fn check(database: &Database, table: usize, row: &Row) -> Result<(), Refusal> {
    let entity = entity_of(table);
    for (column, value) in entity.columns.iter().zip(row) {
        if let (Kind::Lookup(target), Some(id)) = (column.kind, value.guid())
            && database.table(target).is_none_or(|table| table.row(id).is_none())
        {
            return rule(format!(
                "The statement conflicted with the FOREIGN KEY constraint: {} {id} does not exist (column '{}').",
                target, column.name
            ));
        }
    }
    match entity.name {
        "Account" | "Contact" if cell(entity, row, "Name") == &Cell::Null => rule(format!(
            "Cannot insert the value NULL into column 'Name', table '{}'.",
            entity.name
        )),
        "SysAdminUnit" => check_unit(database, entity, row),
        "SysUserInRole" => check_membership(database, entity, row),
        _ => Ok(()),
    }
}

fn check_unit(database: &Database, entity: &Entity, row: &Row) -> Result<(), Refusal> {
    let Some(units) = database.table("SysAdminUnit") else {
        return Ok(());
    };
    let name = cell(entity, row, "Name");
    if *name == Cell::Null {
        return rule("Cannot insert the value NULL into column 'Name', table 'SysAdminUnit'.".to_owned());
    }
    let another = |column: &str, value: &Cell| {
        let at = entity.column(column)?;
        let slots = units.equal(at, value)?;
        let rows = slots.into_iter().filter_map(|slot| units.at(slot));
        rows.filter(|other| other[ID] != row[ID] && is_user(entity, other))
            .map(|other| other[ID].clone())
            .next()
    };
    if !is_user(entity, row) {
        return Ok(());
    }
    if another("Name", name).is_some() {
        return rule(format!("A user named {} already exists.", name.as_text()));
    }
    let contact = cell(entity, row, "ContactId");
    if *contact != Cell::Null && another("ContactId", contact).is_some() {
        return rule("This contact already has a user.".to_owned());
    }
    Ok(())
}

fn is_user(entity: &Entity, row: &Row) -> bool {
    cell(entity, row, "SysAdminUnitTypeValue").number() == TYPE_USER
}

/// A user joins only roles of his own connection type.
fn check_membership(database: &Database, entity: &Entity, row: &Row) -> Result<(), Refusal> {
    let Some(units) = database.table("SysAdminUnit") else {
        return Ok(());
    };
    let unit = |column: &str| cell(entity, row, column).guid().and_then(|id| units.row(id));
    let (Some(user), Some(role)) = (unit("SysUserId"), unit("SysRoleId")) else {
        return rule("SysUserInRole needs SysUserId and SysRoleId.".to_owned());
    };
    let connection = |row: &Row| cell(units.entity, row, "ConnectionType").number();
    if connection(user) != connection(role) {
        return rule("The user and the role have different connection types.".to_owned());
    }
    let Some(memberships) = database.table("SysUserInRole") else {
        return Ok(());
    };
    let mut rows = rows_where(database, "SysUserInRole", "SysUserId", cell(entity, row, "SysUserId"));
    let role = cell(entity, row, "SysRoleId");
    if rows.any(|other| other[ID] != row[ID] && cell(memberships.entity, other, "SysRoleId") == role) {
        return rule("The user already has this role.".to_owned());
    }
    Ok(())
}

/// The rows of an entity whose column holds the value.
fn rows_where<'d>(
    database: &'d Database,
    entity: &str,
    column: &str,
    value: &Cell,
) -> impl Iterator<Item = &'d Row> + use<'d> {
    let table = database.table(entity);
    let slots = table
        .and_then(|table| table.equal(table.entity.column(column)?, value))
        .unwrap_or_default();
    slots
        .into_iter()
        .filter_map(move |slot| table?.at(slot))
        .map(std::convert::AsRef::as_ref)
}

/// What follows from a row that was written.
fn computed(database: &mut Database, table: usize, id: Uuid) -> Result<(), Refusal> {
    let entity = entity_of(table);
    let row = database.tables[table].row(id).cloned();
    let row = row.ok_or(Refusal::Missing {
        entity: entity.name,
        id,
    })?;
    match entity.name {
        "SysUserInRole" => {
            if let Some(user) = cell(entity, &row, "SysUserId").guid() {
                recompute_roles(database, user);
            }
        }
        "SysAdminUnit" if is_user(entity, &row) => recompute_roles(database, id),
        _ => {}
    }
    Ok(())
}

/// `SysAdminUnitInRole`: the user's roles and the roles above them.
pub(crate) fn recompute_roles(database: &mut Database, user: Uuid) {
    let (Some(in_role), Some(units)) = (schema::find("SysAdminUnitInRole"), schema::find("SysAdminUnit")) else {
        return;
    };
    let mut roles = BTreeSet::new();
    let direct = rows_where(database, "SysUserInRole", "SysUserId", &Cell::Guid(user));
    let memberships = database.table("SysUserInRole").map(|table| table.entity);
    let mut waiting: Vec<Uuid> = direct
        .filter_map(|row| memberships.and_then(|entity| cell(entity, row, "SysRoleId").guid()))
        .collect();
    while let Some(role) = waiting.pop() {
        if roles.insert(role) {
            let unit = database.tables[units].row(role);
            waiting.extend(unit.and_then(|row| cell(entity_of(units), row, "ParentRoleId").guid()));
        }
    }
    let entity = entity_of(in_role);
    let old: Vec<(Uuid, Option<Uuid>)> = rows_where(database, entity.name, "SysAdminUnitId", &Cell::Guid(user))
        .filter_map(|row| Some((row[ID].guid()?, cell(entity, row, "SysAdminUnitRoleId").guid())))
        .collect();
    for (id, role) in old {
        if role.is_none_or(|role| !roles.remove(&role)) {
            database.remove(in_role, id);
        }
    }
    for role in roles {
        let mut row = empty_row(entity);
        row[ID] = Cell::Guid(database.new_id());
        row[CREATED_ON] = Cell::Date(Utc::now());
        row[MODIFIED_ON] = row[CREATED_ON].clone();
        if let (Some(user_at), Some(role_at)) = (entity.column("SysAdminUnitId"), entity.column("SysAdminUnitRoleId")) {
            row[user_at] = Cell::Guid(user);
            row[role_at] = Cell::Guid(role);
        }
        database.insert(in_role, row);
    }
}
