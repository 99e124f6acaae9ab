//! `/users`: the list with its filters, one user, create, replace, change, delete, sign out, tokens.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, patch, post};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::answer::{Problem, Reply};
use super::data::{AccessToken, Data, Grant, User, now};
use super::list::{ListQuery, Pattern, meets, passes};
use super::{Modes, Pairs, Shared, World, input, render};
use crate::counters::lock;

pub(super) fn routes() -> Router<Arc<World>> {
    Router::new()
        .route("/user", get(oneself))
        .route("/users", get(list).post(create).delete(delete_many))
        .route("/users/search", post(search))
        .route("/users/logout", post(logout_many))
        .route("/users/{id}", get(one).put(replace).patch(change).delete(delete_one))
        .route("/users/{id}/presence", patch(change_presence))
        .route("/users/{id}/logout", post(logout))
        .route("/users/{id}/tokens", get(tokens).post(create_token))
        .route("/users/{id}/tokens/{token}", axum::routing::delete(delete_token))
}

/// Every key of the object that a client may write.
const WRITABLE: &[&str] = &[
    "name",
    "username",
    "email",
    "chat_name",
    "extension",
    "password",
    "device",
    "devices",
    "license",
    "roles",
    "profile",
    "presence",
    "status",
    "note",
    "contact",
    "force_password_change",
];

async fn list(State(world): Shared, Query(pairs): Pairs) -> Response {
    answer_list(&world, ListQuery::parse(pairs))
}

async fn search(State(world): Shared, body: Bytes) -> Response {
    answer_list(&world, ListQuery::parse_body(&body))
}

fn answer_list(world: &World, query: Result<ListQuery, Problem>) -> Response {
    let mut shown: Option<i64> = None;
    let response = world.read(|data, modes| {
        let query = query?;
        let (rows, next) = query.rows(matching(data, &query)?.into_iter(), |user, field| {
            render::user_sort_key(user, field)
        })?;
        shown = rows.first().filter(|_| next).map(|user| user.id);
        let items = rows.iter().map(|user| {
            if query.fields.is_empty() {
                render::user_with(data, user, render::USER_LIST.iter().copied(), modes)
            } else {
                render::user(data, user, &query.fields, modes)
            }
        });
        Ok(Reply::Page {
            page: query.page,
            next,
            items: items.collect(),
        })
    });
    if let Some(first) = shown {
        disturb(world, first);
    }
    response
}

/// Plays the world changing between two pages, as often as the modes ask.
fn disturb(world: &World, first_shown: i64) {
    let (shift, delete) = {
        let mut modes = lock(&world.modes);
        let due = (modes.shift_pages > 0, modes.delete_while_reading > 0);
        modes.shift_pages = modes.shift_pages.saturating_sub(1);
        modes.delete_while_reading = modes.delete_while_reading.saturating_sub(1);
        due
    };
    let mut data = lock(&world.data);
    if shift {
        let id = data.next_id();
        data.put_user(User::new(id, &format!("aaashifted{id}"), &format!("Aaa Shifted {id}")));
        world.dirty.mark();
    }
    if delete {
        data.erase_user(first_shown);
        world.dirty.mark();
    }
}

/// The users that pass the filters, by id.
fn matching<'d>(data: &'d Data, query: &ListQuery) -> Result<Vec<&'d User>, Problem> {
    let ids = query.ids(&["id"])?;
    let not_ids = query.ids(&["not_id"])?.unwrap_or_default();
    let username = query.pattern("username");
    let (name, extension) = (query.pattern("name"), query.pattern("extension"));
    let (term, email) = (query.term(), query.pattern("email"));
    let status = query.one("presence.status").map(str::to_lowercase);
    let status_pattern = query.pattern("status");
    let (any, only_deleted) = (query.flag("any"), query.flag("deleted"));
    let keep = |user: &User| {
        let visible = if only_deleted {
            user.deleted()
        } else {
            any || !user.deleted()
        };
        visible
            && !not_ids.contains(&user.id)
            && passes(username.as_ref(), &user.username)
            && passes(name.as_ref(), &user.name)
            && passes(extension.as_ref(), &user.extension)
            && passes(email.as_ref(), &user.email)
            && passes(status_pattern.as_ref(), &user.presence)
            && status
                .as_ref()
                .is_none_or(|status| user.presence.contains(status.as_str()))
            && meets(
                term.as_ref(),
                &[&user.name, &user.username, &user.extension, &user.presence],
            )
    };
    // By id and by exact username there is at most one to look at.
    if let Some(mut ids) = ids {
        ids.sort_unstable();
        ids.dedup();
        return Ok(ids
            .iter()
            .filter_map(|id| data.users.get(id))
            .map(Arc::as_ref)
            .filter(|user| keep(user))
            .collect());
    }
    if let Some(literal) = username.as_ref().and_then(Pattern::literal) {
        return Ok(data
            .user_named(&literal)
            .into_iter()
            .filter(|user| keep(user))
            .collect());
    }
    Ok(data.users.values().map(Arc::as_ref).filter(|user| keep(user)).collect())
}

async fn oneself(State(world): Shared, Query(pairs): Pairs) -> Response {
    world.read(|data, modes| {
        let query = ListQuery::parse(pairs)?;
        let user = match query.one("id") {
            Some(id) => find(data, input::path_id(id)?)?,
            // The token's owner: the domain's first user.
            None => data
                .users
                .values()
                .next()
                .ok_or_else(|| Problem::not_found("user", "of this token"))?,
        };
        Ok(Reply::One("user", render::user(data, user, &query.fields, modes)))
    })
}

async fn one(State(world): Shared, Path(id): Path<String>, Query(pairs): Pairs) -> Response {
    world.read(|data, modes| {
        let query = ListQuery::parse(pairs)?;
        let user = find(data, input::path_id(&id)?)?;
        Ok(Reply::One("user", render::user(data, user, &query.fields, modes)))
    })
}

fn find(data: &Data, id: i64) -> Result<&Arc<User>, Problem> {
    data.live_user(id)
        .ok_or_else(|| Problem::not_found("user", &id.to_string()))
}

async fn create(State(world): Shared, Query(pairs): Pairs, body: Bytes) -> Response {
    world.write(|data, modes| {
        let query = ListQuery::parse(pairs)?;
        let sent = input::object(&body)?;
        let wrapped_password = sent.get("user_password").cloned();
        let wrapped_confirmation = sent.get("confirm_password").cloned();
        let mut members = input::unwrapped(sent, "user");
        let asked = |name: &str, wrapped: Option<Value>| query.one(name).map(Value::from).or(wrapped);
        let confirmation = asked("confirm_password", wrapped_confirmation);
        if let Some(password) = asked("user_password", wrapped_password) {
            if confirmation.is_some_and(|confirmation| confirmation != password) {
                return Err(Problem::new(
                    StatusCode::BAD_REQUEST,
                    "app.users.create.password",
                    "the password and its confirmation differ",
                ));
            }
            members.insert("password".to_owned(), password);
        }
        let mut user = User::new(0, "", "");
        apply(&mut user, data, WRITABLE, &members)?;
        if user.name.is_empty() {
            user.name.clone_from(&user.username);
        }
        check(data, modes, &user, None)?;
        user.id = data.next_id();
        let id = user.id;
        store(data, user);
        generate_device(data, modes, &query, id);
        let user = Arc::clone(find(data, id)?);
        Ok(Reply::One("user", render::user(data, &user, &[], modes)))
    })
}

async fn replace(State(world): Shared, Path(id): Path<String>, Query(pairs): Pairs, body: Bytes) -> Response {
    world.write(|data, modes| {
        let query = ListQuery::parse(pairs)?;
        let members = input::unwrapped(input::object(&body)?, "user");
        // What is not sent is cleared; a password is never read back, so it stays unless a new one is sent.
        let keys: Vec<&str> = WRITABLE
            .iter()
            .copied()
            .filter(|key| *key != "password" || members.contains_key(*key))
            .collect();
        update(data, modes, &query, input::path_id(&id)?, &keys, &members)
    })
}

async fn change(State(world): Shared, Path(id): Path<String>, Query(pairs): Pairs, body: Bytes) -> Response {
    world.write(|data, modes| {
        let query = ListQuery::parse(pairs)?;
        let members = input::unwrapped(input::object(&body)?, "user");
        let named = |key: &&str| {
            if query.fields.is_empty() {
                members.contains_key(*key)
            } else {
                query.fields.iter().any(|field| field == key)
            }
        };
        let keys: Vec<&str> = WRITABLE.iter().copied().filter(named).collect();
        update(data, modes, &query, input::path_id(&id)?, &keys, &members)
    })
}

fn update(
    data: &mut Data,
    modes: &Modes,
    query: &ListQuery,
    id: i64,
    keys: &[&str],
    members: &Map<String, Value>,
) -> Result<Reply, Problem> {
    let old = Arc::clone(find(data, id)?);
    let mut user = User::clone(&old);
    apply(&mut user, data, keys, members)?;
    check(data, modes, &user, Some(&old))?;
    user.updated_at = now();
    store(data, user);
    generate_device(data, modes, query, id);
    let user = Arc::clone(find(data, id)?);
    // Live servers answer a handful of fields, not the user.
    let shown = ["id", "name", "updated_at"].into_iter().chain(
        keys.iter()
            .copied()
            .filter(|key| matches!(*key, "username" | "email" | "extension" | "chat_name")),
    );
    Ok(Reply::One("user", render::user_with(data, &user, shown, modes)))
}

/// Takes the keys from the body; one that is missing there is cleared.
fn apply(user: &mut User, data: &Data, keys: &[&str], members: &Map<String, Value>) -> Result<(), Problem> {
    for key in keys {
        let value = members.get(*key).unwrap_or(&Value::Null);
        match *key {
            "name" => user.name = input::text(key, value)?,
            "username" => user.username = input::text(key, value)?,
            "email" => user.email = input::text(key, value)?,
            "chat_name" => user.chat_name = input::text(key, value)?,
            "extension" => user.extension = input::text(key, value)?,
            "password" => user.password = input::text(key, value)?,
            "device" => user.device = input::optional_reference(key, value)?,
            "devices" => user.devices = input::references(key, value)?,
            "roles" => user.roles = input::references(key, value)?,
            "license" => user.license = grants(user, data, value)?,
            "profile" => user.profile = input::text_map(key, value)?,
            "presence" => {
                user.presence = input::text("status", value.get("status").unwrap_or(&Value::Null))?;
                user.note = input::text("note", value.get("note").unwrap_or(&Value::Null))?;
            }
            // Beside `presence` these say the same; missing ones change nothing.
            "status" if !value.is_null() => user.presence = input::text(key, value)?,
            "note" if !value.is_null() => user.note = input::text(key, value)?,
            "contact" => user.contact = contact(value)?,
            "force_password_change" => user.force_password_change = input::flag(key, value)?,
            _ => {}
        }
    }
    // The default device is one of the devices.
    if let Some(device) = user.device
        && !user.devices.contains(&device)
    {
        user.devices.push(device);
    }
    Ok(())
}

fn contact(value: &Value) -> Result<Option<(String, String)>, Problem> {
    if value.is_null() {
        return Ok(None);
    }
    let name = input::text("name", value.get("name").unwrap_or(&Value::Null))?;
    Ok(Some((input::reference("contact", value)?.to_string(), name)))
}

/// `[{ "id": serial }]`; one already held keeps its time of issue.
fn grants(user: &User, data: &Data, value: &Value) -> Result<Vec<Grant>, Problem> {
    let mut grants: Vec<Grant> = Vec::new();
    for item in input::list("license", value)? {
        let id = match item.get("id") {
            Some(Value::String(id)) => id,
            _ => return Err(Problem::bad("an entry of `license` has no `id`")),
        };
        if !data.licenses.contains_key(id) {
            return Err(Problem::new(
                StatusCode::BAD_REQUEST,
                "app.license.not_found",
                format!("there is no licence {id}"),
            ));
        }
        if grants.iter().any(|grant| grant.id == *id) {
            continue;
        }
        let held = user.license.iter().find(|grant| grant.id == *id);
        grants.push(held.cloned().unwrap_or_else(|| Grant {
            id: id.clone(),
            issued_at: now(),
        }));
    }
    Ok(grants)
}

/// Everything that can refuse a user, before anything is changed.
fn check(data: &Data, modes: &Modes, user: &User, old: Option<&User>) -> Result<(), Problem> {
    let (username_id, extension_id) = match old {
        None => ("app.users.create.username", "app.users.create.extension"),
        Some(_) => ("app.users.update.username", "app.users.update.extension"),
    };
    let allowed = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '_' | '-');
    if user.username.is_empty() || !user.username.chars().all(allowed) {
        let detail = format!("username `{}` is not made of letters and digits", user.username);
        return Err(Problem::new(StatusCode::BAD_REQUEST, username_id, detail));
    }
    if data.user_named(&user.username).is_some_and(|other| other.id != user.id) {
        return Err(Problem::taken(username_id, "username", &user.username, modes));
    }
    if !user.extension.is_empty()
        && data
            .user_of_extension(&user.extension)
            .is_some_and(|other| other != user.id)
    {
        return Err(Problem::taken(extension_id, "extension", &user.extension, modes));
    }
    let at = now();
    for grant in &user.license {
        let license = match data.licenses.get(&grant.id) {
            Some(license) if !old.is_some_and(|old| old.license.iter().any(|held| held.id == grant.id)) => license,
            _ => continue,
        };
        if license.expired(at) {
            let detail = format!("the licence {} is not valid now", license.id);
            return Err(Problem::new(StatusCode::BAD_REQUEST, "app.license.expired", detail));
        }
        if data.remaining(license) == 0 {
            let detail = format!("no place is left on the licence {}", license.id);
            return Err(Problem::new(StatusCode::BAD_REQUEST, "app.license.exhausted", detail));
        }
    }
    if let Some(role) = user.roles.iter().find(|role| !data.roles.contains_key(role)) {
        return Err(Problem::bad(format!("there is no role {role}")));
    }
    if let Some(device) = user.devices.iter().find(|device| !data.devices.contains_key(device)) {
        return Err(Problem::bad(format!("there is no device {device}")));
    }
    Ok(())
}

/// Keeps the user and makes it the owner of its devices that have none.
fn store(data: &mut Data, user: User) {
    for id in &user.devices {
        if let Some(device) = data.devices.get_mut(id)
            && device.user.is_none()
        {
            Arc::make_mut(device).user = Some(user.id);
        }
    }
    data.put_user(user);
}

/// `generate_device=true`: a device with SIP credentials becomes the default one, where there is none.
fn generate_device(data: &mut Data, modes: &Modes, query: &ListQuery, id: i64) {
    if modes.ignore_generate_device || !query.flag("generate_device") {
        return;
    }
    let Some(user) = data.users.get(&id).filter(|user| user.device.is_none()) else {
        return;
    };
    let mut user = User::clone(user);
    let name = query.one("device.name").unwrap_or(&user.name).to_owned();
    let account = query.one("device.account").unwrap_or(&user.username).to_owned();
    let password = match query.one("device.password") {
        Some(password) => password.to_owned(),
        None => Uuid::new_v4().simple().to_string(),
    };
    let device = data.make_device(id, &name, &account, password);
    user.device = Some(device);
    user.devices.push(device);
    data.put_user(user);
}

async fn change_presence(State(world): Shared, Path(id): Path<String>, body: Bytes) -> Response {
    world.write(|data, _| {
        let members = input::object(&body)?;
        let mut user = User::clone(find(data, input::path_id(&id)?)?);
        user.presence = input::text("status", members.get("status").unwrap_or(&Value::Null))?;
        let presence = render::presence(&user).unwrap_or_else(|| json!({}));
        data.put_user(user);
        Ok(Reply::Plain(presence))
    })
}

async fn delete_one(State(world): Shared, Path(id): Path<String>, Query(pairs): Pairs) -> Response {
    world.write(|data, modes| {
        let query = ListQuery::parse(pairs)?;
        let id = input::path_id(&id)?;
        let row = delete(data, modes, id, query.flag("permanent"));
        Ok(Reply::Deleted(vec![
            row.ok_or_else(|| Problem::not_found("user", &id.to_string()))?,
        ]))
    })
}

async fn delete_many(State(world): Shared, Query(pairs): Pairs, body: Bytes) -> Response {
    world.write(|data, modes| {
        let permanent = ListQuery::parse(pairs)?.flag("permanent");
        let ids = input::bulk_ids(&body, "id")?;
        Ok(Reply::Deleted(
            ids.into_iter()
                .filter_map(|id| delete(data, modes, id, permanent))
                .collect(),
        ))
    })
}

/// Marks or erases; `None` where there is no such user (or it is marked already).
fn delete(data: &mut Data, modes: &Modes, id: i64, permanent: bool) -> Option<Value> {
    let user = if permanent {
        data.users.get(&id)?
    } else {
        data.live_user(id)?
    };
    let mut user = User::clone(user);
    let at = now();
    let row = render::user_with(
        data,
        &user,
        ["id", "name", "username", "created_at", "updated_at"].into_iter(),
        modes,
    );
    if permanent {
        data.erase_user(id);
    } else {
        // The mark gives its licences' places back and keeps its username taken.
        user.deleted_at = Some(at);
        data.put_user(user);
    }
    Some(render::deleted(row, at, modes))
}

async fn logout(State(world): Shared, Path(id): Path<String>) -> Response {
    world.write(|data, _| {
        let mut user = User::clone(find(data, input::path_id(&id)?)?);
        if !user.signed_in {
            let detail = format!("user {id} is not signed in");
            return Err(Problem::new(StatusCode::BAD_REQUEST, "app.users.logout", detail));
        }
        sign_out(&mut user);
        data.put_user(user);
        Ok(Reply::Plain(json!({})))
    })
}

fn sign_out(user: &mut User) {
    user.signed_in = false;
    user.presence.clear();
}

async fn logout_many(State(world): Shared, body: Bytes) -> Response {
    world.write(|data, _| {
        for id in input::bulk_ids(&body, "selection")? {
            if let Some(user) = data.live_user(id) {
                let mut user = User::clone(user);
                sign_out(&mut user);
                data.put_user(user);
            }
        }
        Ok(Reply::Plain(json!({})))
    })
}

fn token_row(token: &AccessToken) -> Value {
    json!({ "id": token.id.to_string(), "usage": token.usage, "created_at": token.created_at.to_string() })
}

async fn tokens(State(world): Shared, Path(id): Path<String>, Query(pairs): Pairs) -> Response {
    world.read(|data, _| {
        let query = ListQuery::parse(pairs)?;
        let user = find(data, input::path_id(&id)?)?;
        query.page(user.tokens.iter(), |_, _| None, |token| token_row(token))
    })
}

async fn create_token(State(world): Shared, Path(id): Path<String>, body: Bytes) -> Response {
    world.write(|data, _| {
        let members = input::object(&body)?;
        let usage = input::text("usage", members.get("usage").unwrap_or(&Value::Null))?;
        let mut user = User::clone(find(data, input::path_id(&id)?)?);
        let token = AccessToken {
            id: data.next_id(),
            token: Uuid::new_v4().simple().to_string(),
            usage,
            created_at: now(),
        };
        let mut row = token_row(&token);
        row["token"] = token.token.clone().into();
        user.tokens.push(token);
        data.put_user(user);
        Ok(Reply::Plain(row))
    })
}

async fn delete_token(State(world): Shared, Path((id, token)): Path<(String, String)>) -> Response {
    world.write(|data, modes| {
        let mut user = User::clone(find(data, input::path_id(&id)?)?);
        let named = |held: &AccessToken| held.token == token || held.id.to_string() == token;
        let at = user
            .tokens
            .iter()
            .position(named)
            .ok_or_else(|| Problem::not_found("token", &token))?;
        let removed = user.tokens.remove(at);
        data.put_user(user);
        Ok(Reply::Deleted(vec![render::deleted(token_row(&removed), now(), modes)]))
    })
}
