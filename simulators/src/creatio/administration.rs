//! `rest/AdministrationService`: system users with passwords and roles, answered in WCF's `…Result` members.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::answer::Answer;
use super::rules::{self, Refusal};
use super::schema::{self, fixed};
use super::table::Database;

/// Carries out a method of the service; unknown ones are 404 as WCF says it.
pub(crate) fn perform(database: &mut Database, method: &str, body: &[u8], actor: Option<Uuid>) -> Answer {
    let Ok(Value::Object(body)) = serde_json::from_slice(body) else {
        return Answer::asp_error(StatusCode::BAD_REQUEST, "The body is not a JSON object.");
    };
    match method {
        "UpdateOrCreateUser" => {
            let refused = database
                .transaction(|database| update_or_create(database, &body, actor))
                .err();
            Answer::ok(json!({ "UpdateOrCreateUserResult": told(refused) }))
        }
        "AddUserRoles" => {
            let refused = database.transaction(|database| add_roles(database, &body, actor)).err();
            Answer::ok(json!({ "AddUserRolesResult": told(refused) }))
        }
        "DeleteUser" => {
            let done = user_id(&body).and_then(|id| {
                let units = table("SysAdminUnit")?;
                rules::delete(database, units, id)
            });
            Answer::ok(json!({ "DeleteUserResult": success(done) }))
        }
        "UnblockUser" => {
            let free = Map::from_iter([
                ("LoginAttemptCount".to_owned(), Value::from(0)),
                ("UnblockTime".to_owned(), Value::Null),
            ]);
            let done = user_id(&body).and_then(|id| change_unit(database, id, &free, actor));
            Answer::ok(json!({ "UnblockUserResult": success(done) }))
        }
        "ActualizeAdminUnitInRole" => {
            for user in users(database) {
                rules::recompute_roles(database, user);
            }
            Answer::ok(json!({ "ActualizeAdminUnitInRoleResult": "" }))
        }
        _ => Answer::json(
            StatusCode::NOT_FOUND,
            json!({ "Message": format!("There is no method {method}.") }),
        ),
    }
}

/// Empty is done; a text is the refusal.
fn told(refused: Option<Refusal>) -> String {
    refused.map(|refusal| refusal.to_string()).unwrap_or_default()
}

/// The text of JSON that these two methods answer.
fn success(done: Result<(), Refusal>) -> String {
    let answer = match done {
        Ok(()) => json!({ "success": true }),
        Err(refusal) => json!({ "success": false, "message": refusal.to_string() }),
    };
    answer.to_string()
}

fn wrong<T>(message: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal::Request(message.into()))
}

fn guid(value: Option<&Value>, what: &str) -> Result<Uuid, Refusal> {
    let id = value
        .and_then(Value::as_str)
        .and_then(|text| Uuid::try_parse(text).ok())
        .filter(|id| !id.is_nil());
    id.ok_or_else(|| Refusal::Request(format!("{what} is not a GUID.")))
}

fn table(entity: &str) -> Result<usize, Refusal> {
    schema::find(entity).ok_or_else(|| Refusal::Rule(format!("There is no entity {entity}.")))
}

fn user_id(body: &Map<String, Value>) -> Result<Uuid, Refusal> {
    guid(body.get("userId"), "userId")
}

fn change_unit(
    database: &mut Database,
    id: Uuid,
    columns: &Map<String, Value>,
    actor: Option<Uuid>,
) -> Result<(), Refusal> {
    let units = table("SysAdminUnit")?;
    rules::update(database, units, id, columns, actor)
}

fn update_or_create(database: &mut Database, body: &Map<String, Value>, actor: Option<Uuid>) -> Result<(), Refusal> {
    let text = body.get("jsonObject").and_then(Value::as_str).unwrap_or_default();
    let Ok(Value::Object(sent)) = serde_json::from_str::<Value>(text) else {
        return wrong("jsonObject is not the text of a JSON object.");
    };
    let id = guid(sent.get("Id"), "Id")?;
    let mut columns = Map::from_iter([("Id".to_owned(), Value::from(id.to_string()))]);
    for (key, value) in &sent {
        match key.as_str() {
            "Id" => {}
            // Lookups are written without `Id` here.
            "Contact" | "Account" | "ParentRole" | "PortalAccount" => {
                columns.insert(format!("{key}Id"), value.clone());
            }
            "SysCulture" | "DateTimeFormat" | "HomePage" => {
                columns.insert(format!("{key}Id"), value.clone());
            }
            "SysAdminUnitType" => {
                if guid(Some(value), key)? != fixed::USER_TYPE {
                    return wrong("SysAdminUnitType is not that of a user.");
                }
                columns.insert("SysAdminUnitTypeValue".to_owned(), rules::TYPE_USER.into());
            }
            _ => {
                columns.insert(key.clone(), value.clone());
            }
        }
    }
    let units = table("SysAdminUnit")?;
    if database.tables[units].row(id).is_some() {
        return rules::update(database, units, id, &columns, actor);
    }
    columns
        .entry("SysAdminUnitTypeValue")
        .or_insert_with(|| rules::TYPE_USER.into());
    columns.entry("Active").or_insert(Value::Bool(true));
    let external = columns.get("ConnectionType").and_then(Value::as_i64) == Some(1);
    rules::insert(database, units, &columns, actor)?;
    // Everybody belongs to the role of all.
    join(
        database,
        id,
        if external {
            fixed::ALL_EXTERNAL_USERS
        } else {
            fixed::ALL_EMPLOYEES
        },
        actor,
    )?;
    match body.get("roleId").and_then(Value::as_str) {
        Some(role) if !role.is_empty() => {
            let role = guid(body.get("roleId"), "roleId")?;
            join(database, id, role, actor)
        }
        _ => Ok(()),
    }
}

fn add_roles(database: &mut Database, body: &Map<String, Value>, actor: Option<Uuid>) -> Result<(), Refusal> {
    let user = user_id(body)?;
    // The list comes as text of JSON; a list is taken, too.
    let roles: Option<Vec<Value>> = match body.get("roleIds") {
        Some(Value::String(text)) => serde_json::from_str(text).ok(),
        Some(Value::Array(items)) => Some(items.clone()),
        _ => None,
    };
    let Some(roles) = roles else {
        return wrong("roleIds is not the text of a JSON list.");
    };
    for role in roles {
        join(database, user, guid(Some(&role), "a role of roleIds")?, actor)?;
    }
    Ok(())
}

/// Makes the user a member; one who is already stays one.
fn join(database: &mut Database, user: Uuid, role: Uuid, actor: Option<Uuid>) -> Result<(), Refusal> {
    let memberships = table("SysUserInRole")?;
    let entity = &schema::entities()[memberships];
    let held = database.tables[memberships].rows().any(|row| {
        let is = |column: &str, id: Uuid| entity.column(column).is_some_and(|at| row[at].guid() == Some(id));
        is("SysUserId", user) && is("SysRoleId", role)
    });
    if held {
        return Ok(());
    }
    let row = Map::from_iter([
        ("SysUserId".to_owned(), Value::from(user.to_string())),
        ("SysRoleId".to_owned(), Value::from(role.to_string())),
    ]);
    rules::insert(database, memberships, &row, actor).map(|_| ())
}

fn users(database: &Database) -> Vec<Uuid> {
    let Some(units) = database.table("SysAdminUnit") else {
        return Vec::new();
    };
    let kind = units.entity.column("SysAdminUnitTypeValue");
    let is_user = |row: &super::cell::Row| kind.is_some_and(|at| row[at].number() == rules::TYPE_USER);
    units
        .rows()
        .filter(|row| is_user(row))
        .filter_map(|row| row[0].guid())
        .collect()
}
