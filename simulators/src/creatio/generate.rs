//! A CRM from a seed: fixed roles, the administrator, and people of whom some bear their Webitel username as name.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::rules::{self, Refusal, TYPE_USER};
use super::schema::{self, fixed};
use super::table::Database;
use crate::people::people;

/// Contacts of one account.
const PER_ACCOUNT: usize = 10;

pub(crate) fn database(seed: u64, users: usize, administrator: &str) -> Result<Database, Refusal> {
    let mut database = Database::new(seed);
    let own = insert(&mut database, "Account", json!({ "Name": "Our company" }))?;
    let employee = insert(&mut database, "ContactType", json!({ "Name": "Employee" }))?;
    insert(&mut database, "ContactType", json!({ "Name": "Customer" }))?;
    let contact = json!({ "Name": administrator, "AccountId": own, "TypeId": employee });
    let contact = insert(&mut database, "Contact", contact)?;
    for (id, name, connection) in [
        (fixed::ALL_EMPLOYEES, "All employees", 0),
        (fixed::ALL_EXTERNAL_USERS, "All external users", 1),
        (fixed::SYSTEM_ADMINISTRATORS, "System administrators", 0),
    ] {
        let organisation = i64::from(id == fixed::SYSTEM_ADMINISTRATORS) * 6;
        let unit = json!({ "Id": id, "Name": name, "Active": true, "ConnectionType": connection,
                           "SysAdminUnitTypeValue": organisation });
        insert(&mut database, "SysAdminUnit", unit)?;
    }
    let supervisor = user(&mut database, administrator, contact)?;
    join(&mut database, supervisor, fixed::SYSTEM_ADMINISTRATORS)?;
    let mut account = own;
    for (position, person) in people(seed, users).into_iter().enumerate() {
        if position % PER_ACCOUNT == 0 {
            let name = format!("Customer {}", position / PER_ACCOUNT + 1);
            account = insert(&mut database, "Account", json!({ "Name": name }))?;
        }
        // Every other contact bears the Webitel username, by which the import finds it; the rest their own name.
        let linked = position % 2 == 0;
        let name = if linked { &person.username } else { &person.name };
        let contact = json!({ "Name": name, "Email": person.email, "AccountId": account, "TypeId": employee });
        let contact = insert(&mut database, "Contact", contact)?;
        if linked {
            user(&mut database, &person.username, contact)?;
        }
    }
    Ok(database)
}

fn insert(database: &mut Database, entity: &str, body: Value) -> Result<Uuid, Refusal> {
    let table = schema::find(entity).ok_or_else(|| Refusal::Request(format!("There is no entity {entity}.")))?;
    let empty = Map::new();
    rules::insert(database, table, body.as_object().unwrap_or(&empty), None)
}

fn user(database: &mut Database, name: &str, contact: Uuid) -> Result<Uuid, Refusal> {
    let unit = json!({ "Name": name, "ContactId": contact, "Active": true, "SysAdminUnitTypeValue": TYPE_USER });
    let user = insert(database, "SysAdminUnit", unit)?;
    join(database, user, fixed::ALL_EMPLOYEES)?;
    Ok(user)
}

fn join(database: &mut Database, user: Uuid, role: Uuid) -> Result<Uuid, Refusal> {
    insert(
        database,
        "SysUserInRole",
        json!({ "SysUserId": user, "SysRoleId": role }),
    )
}
