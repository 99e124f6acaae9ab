//! `/roles`. Each user is a role of its own, too: `user: true`, under the user's id and username.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::get;
use serde_json::{Map, Value};

use super::answer::{Problem, Reply};
use super::data::{Data, Role, User, now};
use super::list::{ListQuery, SortKey, meets, passes};
use super::{Modes, Pairs, Shared, World, input, render};

pub(super) fn routes() -> Router<Arc<World>> {
    Router::new()
        .route("/roles", get(list).post(create))
        .route("/roles/{id}", get(one).put(replace).patch(change).delete(delete))
}

const WRITABLE: &[&str] = &["name", "description", "permissions", "metadata"];

#[derive(Clone)]
enum Row<'d> {
    Role(&'d Role),
    User(&'d User),
}

impl Row<'_> {
    fn id(&self) -> i64 {
        match self {
            Row::Role(role) => role.id,
            Row::User(user) => user.id,
        }
    }

    fn name(&self) -> &str {
        match self {
            Row::Role(role) => &role.name,
            Row::User(user) => &user.username,
        }
    }

    fn render(&self, data: &Data, fields: &[String], members: bool, modes: &Modes) -> Value {
        match self {
            Row::Role(role) => {
                let members = if members {
                    render::members(data, role.id)
                } else {
                    Vec::new()
                };
                render::role(role, false, members, fields, modes)
            }
            Row::User(user) => {
                let role = Role {
                    id: user.id,
                    name: user.username.clone(),
                    created_at: user.created_at,
                    updated_at: user.updated_at,
                    ..Role::default()
                };
                render::role(&role, true, Vec::new(), fields, modes)
            }
        }
    }
}

async fn list(State(world): Shared, Query(pairs): Pairs) -> Response {
    world.read(|data, modes| {
        let query = ListQuery::parse(pairs)?;
        let ids = query.ids(&["ids", "id"])?;
        let of_users = query.ids(&["user.id"])?;
        let (name, term) = (query.pattern("name"), query.term());
        let held = |row: &Row<'_>, user: i64| {
            row.id() == user || data.live_user(user).is_some_and(|user| user.roles.contains(&row.id()))
        };
        let live = data.users.values().filter(|user| !user.deleted());
        let rows = data
            .roles
            .values()
            .map(Row::Role)
            .chain(live.map(|user| Row::User(user)))
            .filter(|row| {
                ids.as_ref().is_none_or(|ids| ids.contains(&row.id()))
                    && of_users
                        .as_ref()
                        .is_none_or(|users| users.iter().any(|user| held(row, *user)))
                    && passes(name.as_ref(), row.name())
                    && meets(term.as_ref(), &[row.name()])
            });
        let members = query.fields.iter().any(|field| field == "members");
        let key = |row: &Row<'_>, field: &str| match field {
            "id" => Some(SortKey::Number(row.id())),
            "name" => Some(SortKey::Text(row.name().to_lowercase())),
            _ => None,
        };
        query.page(rows, key, |row| row.render(data, &query.fields, members, modes))
    })
}

async fn one(State(world): Shared, Path(id): Path<String>, Query(pairs): Pairs) -> Response {
    world.read(|data, modes| {
        let query = ListQuery::parse(pairs)?;
        let id = input::path_id(&id)?;
        let row = match (data.roles.get(&id), data.live_user(id)) {
            (Some(role), _) => Row::Role(role),
            (None, Some(user)) => Row::User(user),
            (None, None) => return Err(Problem::not_found("role", &id.to_string())),
        };
        Ok(Reply::One("role", row.render(data, &query.fields, true, modes)))
    })
}

async fn create(State(world): Shared, body: Bytes) -> Response {
    world.write(|data, modes| {
        let members = input::unwrapped(input::object(&body)?, "role");
        let at = now();
        let mut role = Role {
            created_at: at,
            updated_at: at,
            ..Role::default()
        };
        apply(&mut role, WRITABLE, &members)?;
        check(data, modes, &role)?;
        role.id = data.next_id();
        let row = render::role(&role, false, Vec::new(), &[], modes);
        data.roles.insert(role.id, role);
        Ok(Reply::One("role", row))
    })
}

async fn replace(State(world): Shared, Path(id): Path<String>, body: Bytes) -> Response {
    world.write(|data, modes| {
        let members = input::unwrapped(input::object(&body)?, "role");
        update(data, modes, &id, WRITABLE, &members)
    })
}

async fn change(State(world): Shared, Path(id): Path<String>, body: Bytes) -> Response {
    world.write(|data, modes| {
        let members = input::unwrapped(input::object(&body)?, "role");
        let keys: Vec<&str> = WRITABLE
            .iter()
            .copied()
            .filter(|key| members.contains_key(*key))
            .collect();
        update(data, modes, &id, &keys, &members)
    })
}

fn update(
    data: &mut Data,
    modes: &Modes,
    id: &str,
    keys: &[&str],
    members: &Map<String, Value>,
) -> Result<Reply, Problem> {
    let id = input::path_id(id)?;
    let mut role = data
        .roles
        .get(&id)
        .cloned()
        .ok_or_else(|| Problem::not_found("role", &id.to_string()))?;
    apply(&mut role, keys, members)?;
    check(data, modes, &role)?;
    role.updated_at = now();
    let shown = ["id", "name", "updated_at"].map(str::to_owned);
    let row = render::role(&role, false, Vec::new(), &shown, modes);
    data.roles.insert(id, role);
    Ok(Reply::One("role", row))
}

fn apply(role: &mut Role, keys: &[&str], members: &Map<String, Value>) -> Result<(), Problem> {
    for key in keys {
        let value = members.get(*key).unwrap_or(&Value::Null);
        match *key {
            "name" => role.name = input::text(key, value)?,
            "description" => role.description = input::text(key, value)?,
            "permissions" => role.permissions = input::list(key, value)?.to_vec(),
            "metadata" => role.metadata = value.as_object().cloned().unwrap_or_default(),
            _ => {}
        }
    }
    Ok(())
}

fn check(data: &Data, modes: &Modes, role: &Role) -> Result<(), Problem> {
    if role.name.is_empty() {
        return Err(Problem::bad("a role needs a name"));
    }
    if data
        .roles
        .values()
        .any(|other| other.id != role.id && other.name == role.name)
    {
        return Err(Problem::taken("app.roles.name", "name", &role.name, modes));
    }
    Ok(())
}

async fn delete(State(world): Shared, Path(id): Path<String>) -> Response {
    world.write(|data, modes| {
        let id = input::path_id(&id)?;
        let role = data
            .roles
            .remove(&id)
            .ok_or_else(|| Problem::not_found("role", &id.to_string()))?;
        let members: Vec<User> = data
            .users
            .values()
            .filter(|user| user.roles.contains(&id))
            .map(|user| User::clone(user))
            .collect();
        for mut user in members {
            user.roles.retain(|held| *held != id);
            data.put_user(user);
        }
        let row = render::role(&role, false, Vec::new(), &[], modes);
        Ok(Reply::Deleted(vec![render::deleted(row, now(), modes)]))
    })
}
