//! How rows look on the wire: 64-bit numbers as text, empty fields left out, references with their shown name.

use serde_json::{Map, Value, json};

use super::Modes;
use super::data::{Data, Device, License, Millis, Role, User};
use super::list::{SortKey, user_label};

/// What a list of users carries when no `fields` are asked for.
pub(crate) const USER_LIST: &[&str] = &["id", "name", "username", "extension", "device", "contact", "presence"];

const USER_ALL: &[&str] = &[
    "id",
    "name",
    "username",
    "email",
    "chat_name",
    "extension",
    "device",
    "devices",
    "license",
    "roles",
    "profile",
    "presence",
    "contact",
    "force_password_change",
    "created_at",
    "updated_at",
    "deleted_at",
    "deleted_by",
];

fn reference(id: i64, name: &str) -> Value {
    let mut object = Map::new();
    object.insert("id".to_owned(), id.to_string().into());
    insert_text(&mut object, "name", name);
    Value::Object(object)
}

fn insert_text(object: &mut Map<String, Value>, key: &str, text: &str) {
    if !text.is_empty() {
        object.insert(key.to_owned(), text.into());
    }
}

fn text(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| text.into())
}

fn list(items: Vec<Value>) -> Option<Value> {
    (!items.is_empty()).then_some(Value::Array(items))
}

/// Users', devices' and roles' times; licences' are milliseconds in every mode.
fn time(millis: Millis, modes: &Modes) -> Option<Value> {
    let sent = if modes.seconds { millis / 1000 } else { millis };
    (millis != 0).then(|| sent.to_string().into())
}

pub(crate) fn user(data: &Data, user: &User, fields: &[String], modes: &Modes) -> Value {
    if fields.is_empty() {
        return user_with(data, user, USER_ALL.iter().copied(), modes);
    }
    user_with(data, user, fields.iter().map(String::as_str), modes)
}

pub(crate) fn user_with<'f>(data: &Data, user: &User, fields: impl Iterator<Item = &'f str>, modes: &Modes) -> Value {
    let mut object = Map::new();
    for field in fields {
        if let Some(value) = user_field(data, user, field, modes) {
            object.insert(field.to_owned(), value);
        }
    }
    Value::Object(object)
}

fn user_field(data: &Data, user: &User, field: &str, modes: &Modes) -> Option<Value> {
    let device = |id: i64| reference(id, data.devices.get(&id).map_or("", |device| &device.name));
    match field {
        "id" => Some(user.id.to_string().into()),
        "name" => text(&user.name),
        "username" => text(&user.username),
        "email" => text(&user.email),
        "chat_name" => text(&user.chat_name),
        "extension" => text(&user.extension),
        "device" => user.device.map(device),
        "devices" => list(user.devices.iter().copied().map(device).collect()),
        "license" => list(
            user.license
                .iter()
                .filter_map(|grant| held(data, &grant.id, grant.issued_at))
                .collect(),
        ),
        "roles" => list(
            user.roles
                .iter()
                .map(|id| reference(*id, role_name(data, *id)))
                .collect(),
        ),
        "profile" => (!user.profile.is_empty()).then(|| json!(user.profile)),
        "presence" => presence(user),
        "contact" => user
            .contact
            .as_ref()
            .map(|(id, name)| json!({ "id": id, "name": name })),
        "force_password_change" => user.force_password_change.then_some(Value::Bool(true)),
        "created_at" => time(user.created_at, modes),
        "updated_at" => time(user.updated_at, modes),
        "deleted_at" => user.deleted_at.and_then(|at| time(at, modes)),
        _ => None,
    }
}

pub(crate) fn presence(user: &User) -> Option<Value> {
    let mut object = Map::new();
    insert_text(&mut object, "status", &user.presence);
    insert_text(&mut object, "note", &user.note);
    (!object.is_empty()).then_some(Value::Object(object))
}

fn role_name(data: &Data, id: i64) -> &str {
    data.roles.get(&id).map_or("", |role| &role.name)
}

fn held(data: &Data, id: &str, issued_at: Millis) -> Option<Value> {
    let license = data.licenses.get(id)?;
    let mut object = Map::new();
    insert_text(&mut object, "id", id);
    insert_text(&mut object, "prod", &license.product);
    insert_text(&mut object, "name", &license.name);
    object.insert("scope".to_owned(), json!(license.scope));
    object.insert("issued_at".to_owned(), issued_at.to_string().into());
    object.insert("expires_at".to_owned(), license.not_after.to_string().into());
    Some(Value::Object(object))
}

pub(crate) fn user_sort_key(user: &User, field: &str) -> Option<SortKey> {
    let text = |text: &str| Some(SortKey::Text(text.to_lowercase()));
    match field {
        "id" => Some(SortKey::Number(user.id)),
        "name" => text(&user.name),
        "username" => text(&user.username),
        "email" => text(&user.email),
        "extension" => text(&user.extension),
        "presence" | "status" => text(&user.presence),
        "created_at" => Some(SortKey::Number(user.created_at)),
        "updated_at" => Some(SortKey::Number(user.updated_at)),
        _ => None,
    }
}

/// Only the asked fields, or all that are not empty.
fn select(mut object: Map<String, Value>, fields: &[String]) -> Value {
    if !fields.is_empty() {
        object.retain(|key, _| fields.iter().any(|field| field == key));
    }
    Value::Object(object)
}

fn insert(object: &mut Map<String, Value>, key: &str, value: Option<Value>) {
    if let Some(value) = value {
        object.insert(key.to_owned(), value);
    }
}

pub(crate) fn device(data: &Data, device: &Device, fields: &[String], modes: &Modes) -> Value {
    let mut object = Map::new();
    object.insert("id".to_owned(), device.id.to_string().into());
    for (key, text) in [
        ("name", &device.name),
        ("account", &device.account),
        ("brand", &device.brand),
        ("model", &device.model),
        ("mac", &device.mac),
        ("ip", &device.ip),
    ] {
        insert_text(&mut object, key, text);
    }
    insert(
        &mut object,
        "user",
        device.user.map(|id| reference(id, &user_label(data, id))),
    );
    insert(&mut object, "hotdesk", device.hotdesk.then_some(Value::Bool(true)));
    insert(
        &mut object,
        "hotdesks",
        (!device.hotdesks.is_empty()).then(|| json!(device.hotdesks)),
    );
    insert(
        &mut object,
        "provision",
        (!device.provision.is_empty()).then(|| json!(device.provision)),
    );
    insert(&mut object, "created_at", time(device.created_at, modes));
    insert(&mut object, "updated_at", time(device.updated_at, modes));
    select(object, fields)
}

pub(crate) fn device_sort_key(device: &Device, field: &str) -> Option<SortKey> {
    match field {
        "id" => Some(SortKey::Number(device.id)),
        "name" => Some(SortKey::Text(device.name.to_lowercase())),
        "account" => Some(SortKey::Text(device.account.to_lowercase())),
        "created_at" => Some(SortKey::Number(device.created_at)),
        _ => None,
    }
}

pub(crate) fn license(data: &Data, license: &License, fields: &[String], now: Millis) -> Value {
    let mut object = Map::new();
    insert_text(&mut object, "id", &license.id);
    insert_text(&mut object, "product", &license.product);
    insert_text(&mut object, "name", &license.name);
    insert(
        &mut object,
        "scope",
        list(license.scope.iter().map(|scope| Value::from(scope.as_str())).collect()),
    );
    insert(
        &mut object,
        "competitive",
        license.competitive.then_some(Value::Bool(true)),
    );
    insert(&mut object, "limit", (license.limit > 0).then(|| license.limit.into()));
    let remain = data.remaining(license);
    insert(&mut object, "remain", (remain > 0).then(|| remain.into()));
    object.insert("not_before".to_owned(), license.not_before.to_string().into());
    object.insert("not_after".to_owned(), license.not_after.to_string().into());
    if license.expired(now) {
        object.insert("status".to_owned(), json!({ "errors": ["license expired"] }));
    }
    // With thousands of holders this would be most of the answer: only for who asks.
    if fields.iter().any(|field| field == "users") {
        let holders = holders(data, &license.id).map(|(user, at)| {
            json!({ "user": reference(user.id, &user.name), "issued_at": at.to_string(), "id": license.id })
        });
        insert(&mut object, "users", list(holders.collect()));
    }
    select(object, fields)
}

/// Who holds a licence, with the time of the grant.
pub(crate) fn holders<'d>(data: &'d Data, license: &'d str) -> impl Iterator<Item = (&'d User, Millis)> {
    let live = data.users.values().filter(|user| !user.deleted());
    live.filter_map(move |user| {
        let grant = user.license.iter().find(|grant| grant.id == license)?;
        Some((user.as_ref(), grant.issued_at))
    })
}

pub(crate) fn license_sort_key(license: &License, field: &str) -> Option<SortKey> {
    match field {
        "id" => Some(SortKey::Text(license.id.clone())),
        "product" => Some(SortKey::Text(license.product.to_lowercase())),
        "name" => Some(SortKey::Text(license.name.to_lowercase())),
        "not_after" => Some(SortKey::Number(license.not_after)),
        _ => None,
    }
}

pub(crate) fn role(role: &Role, is_user: bool, members: Vec<Value>, fields: &[String], modes: &Modes) -> Value {
    let mut object = Map::new();
    object.insert("id".to_owned(), role.id.to_string().into());
    insert_text(&mut object, "name", &role.name);
    insert_text(&mut object, "description", &role.description);
    insert(&mut object, "user", is_user.then_some(Value::Bool(true)));
    insert(&mut object, "permissions", list(role.permissions.clone()));
    insert(&mut object, "members", list(members));
    insert(
        &mut object,
        "metadata",
        (!role.metadata.is_empty()).then(|| Value::Object(role.metadata.clone())),
    );
    insert(&mut object, "created_at", time(role.created_at, modes));
    insert(&mut object, "updated_at", time(role.updated_at, modes));
    select(object, fields)
}

/// The users that are members of a role.
pub(crate) fn members(data: &Data, role: i64) -> Vec<Value> {
    let live = data
        .users
        .values()
        .filter(|user| !user.deleted() && user.roles.contains(&role));
    live.map(|user| reference(user.id, &user.name)).collect()
}

/// A row that a DELETE answers.
pub(crate) fn deleted(mut row: Value, at: Millis, modes: &Modes) -> Value {
    if let (Value::Object(object), Some(at)) = (&mut row, time(at, modes)) {
        object.insert("deleted_at".to_owned(), at);
        object.insert("deleted_by".to_owned(), json!({ "name": "simulator" }));
    }
    row
}
