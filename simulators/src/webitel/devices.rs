//! `/devices`.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use serde_json::{Map, Value};

use super::answer::{Problem, Reply};
use super::data::{Data, Device, User, now};
use super::list::{ListQuery, meets, passes};
use super::{Modes, Pairs, Shared, World, input, render};

pub(super) fn routes() -> Router<Arc<World>> {
    Router::new()
        .route("/devices", get(list).post(create).delete(delete_many))
        .route("/devices/{id}", get(one).put(replace).patch(change).delete(delete_one))
        .route("/devices/{id}/users/audit", get(audit))
}

const WRITABLE: &[&str] = &[
    "name",
    "account",
    "password",
    "user",
    "hotdesk",
    "hotdesks",
    "provision",
    "brand",
    "model",
    "mac",
    "ip",
];

async fn list(State(world): Shared, Query(pairs): Pairs) -> Response {
    world.read(|data, modes| {
        let query = ListQuery::parse(pairs)?;
        let ids = query.ids(&["ids", "id"])?;
        let owners = query.ids(&["user.id"])?;
        let (name, account) = (query.pattern("name"), query.pattern("account"));
        let (mac, ip, term) = (query.pattern("mac"), query.pattern("ip"), query.term());
        let hotdesk = query.one("hotdesk").map(|flag| flag == "true");
        let rows = data.devices.values().filter(|device| {
            ids.as_ref().is_none_or(|ids| ids.contains(&device.id))
                && owners
                    .as_ref()
                    .is_none_or(|owners| device.user.is_some_and(|user| owners.contains(&user)))
                && hotdesk.is_none_or(|hotdesk| hotdesk == device.hotdesk)
                && passes(name.as_ref(), &device.name)
                && passes(account.as_ref(), &device.account)
                && passes(mac.as_ref(), &device.mac)
                && passes(ip.as_ref(), &device.ip)
                && meets(term.as_ref(), &[&device.name, &device.account])
        });
        query.page(
            rows,
            |device, field| render::device_sort_key(device, field),
            |device| render::device(data, device, &query.fields, modes),
        )
    })
}

fn find(data: &Data, id: i64) -> Result<&Arc<Device>, Problem> {
    data.devices
        .get(&id)
        .ok_or_else(|| Problem::not_found("device", &id.to_string()))
}

async fn one(State(world): Shared, Path(id): Path<String>, Query(pairs): Pairs) -> Response {
    world.read(|data, modes| {
        let query = ListQuery::parse(pairs)?;
        let device = find(data, input::path_id(&id)?)?;
        Ok(Reply::One("device", render::device(data, device, &query.fields, modes)))
    })
}

async fn audit(State(world): Shared, Path(id): Path<String>) -> Response {
    // Nobody signs in at a simulated phone: the page is there, and empty.
    world.read(|data, _| {
        find(data, input::path_id(&id)?)?;
        Ok(Reply::Page {
            page: 1,
            next: false,
            items: Vec::new(),
        })
    })
}

async fn create(State(world): Shared, body: Bytes) -> Response {
    world.write(|data, modes| {
        let members = input::unwrapped(input::object(&body)?, "device");
        let at = now();
        let mut device = Device {
            created_at: at,
            updated_at: at,
            ..Device::default()
        };
        apply(&mut device, WRITABLE, &members)?;
        if device.account.is_empty() {
            device.account.clone_from(&device.name);
        }
        check(data, modes, &device)?;
        device.id = data.next_id();
        let id = device.id;
        store(data, device);
        Ok(Reply::One("device", render::device(data, find(data, id)?, &[], modes)))
    })
}

async fn replace(State(world): Shared, Path(id): Path<String>, body: Bytes) -> Response {
    world.write(|data, modes| {
        let members = input::unwrapped(input::object(&body)?, "device");
        let keys: Vec<&str> = WRITABLE
            .iter()
            .copied()
            .filter(|key| *key != "password" || members.contains_key(*key))
            .collect();
        update(data, modes, input::path_id(&id)?, &keys, &members)
    })
}

async fn change(State(world): Shared, Path(id): Path<String>, body: Bytes) -> Response {
    world.write(|data, modes| {
        let members = input::unwrapped(input::object(&body)?, "device");
        let keys: Vec<&str> = WRITABLE
            .iter()
            .copied()
            .filter(|key| members.contains_key(*key))
            .collect();
        update(data, modes, input::path_id(&id)?, &keys, &members)
    })
}

fn update(
    data: &mut Data,
    modes: &Modes,
    id: i64,
    keys: &[&str],
    members: &Map<String, Value>,
) -> Result<Reply, Problem> {
    let mut device = Device::clone(find(data, id)?);
    apply(&mut device, keys, members)?;
    check(data, modes, &device)?;
    device.updated_at = now();
    store(data, device);
    let shown = ["id", "name", "account", "updated_at"].map(str::to_owned);
    Ok(Reply::One(
        "device",
        render::device(data, find(data, id)?, &shown, modes),
    ))
}

fn apply(device: &mut Device, keys: &[&str], members: &Map<String, Value>) -> Result<(), Problem> {
    for key in keys {
        let value = members.get(*key).unwrap_or(&Value::Null);
        match *key {
            "name" => device.name = input::text(key, value)?,
            "account" => device.account = input::text(key, value)?,
            "password" => device.password = input::text(key, value)?,
            "user" => device.user = input::optional_reference(key, value)?,
            "hotdesk" => device.hotdesk = input::flag(key, value)?,
            "hotdesks" => {
                let items = input::list(key, value)?;
                device.hotdesks = items
                    .iter()
                    .map(|item| input::text(key, item))
                    .collect::<Result<_, _>>()?;
            }
            "provision" => device.provision = input::text_map(key, value)?,
            "brand" => device.brand = input::text(key, value)?,
            "model" => device.model = input::text(key, value)?,
            "mac" => device.mac = input::text(key, value)?,
            "ip" => device.ip = input::text(key, value)?,
            _ => {}
        }
    }
    Ok(())
}

fn check(data: &Data, modes: &Modes, device: &Device) -> Result<(), Problem> {
    if device.account.is_empty() {
        return Err(Problem::new(
            StatusCode::BAD_REQUEST,
            "app.devices.account",
            "a device needs an account",
        ));
    }
    if data
        .device_of_account(&device.account)
        .is_some_and(|other| other != device.id)
    {
        return Err(Problem::taken("app.devices.account", "account", &device.account, modes));
    }
    match device.user {
        Some(user) if data.live_user(user).is_none() => Err(Problem::bad(format!("there is no user {user}"))),
        _ => Ok(()),
    }
}

/// Keeps the device and lists it among its owner's.
fn store(data: &mut Data, device: Device) {
    let (id, owner) = (device.id, device.user);
    data.put_device(device);
    let Some(user) = owner.and_then(|owner| data.live_user(owner)) else {
        return;
    };
    if !user.devices.contains(&id) {
        let mut user = User::clone(user);
        user.devices.push(id);
        data.put_user(user);
    }
}

async fn delete_one(State(world): Shared, Path(id): Path<String>) -> Response {
    world.write(|data, modes| {
        let id = input::path_id(&id)?;
        let row = delete(data, modes, id).ok_or_else(|| Problem::not_found("device", &id.to_string()))?;
        Ok(Reply::Deleted(vec![row]))
    })
}

async fn delete_many(State(world): Shared, body: Bytes) -> Response {
    world.write(|data, modes| {
        let ids = input::bulk_ids(&body, "ids")?;
        Ok(Reply::Deleted(
            ids.into_iter().filter_map(|id| delete(data, modes, id)).collect(),
        ))
    })
}

fn delete(data: &mut Data, modes: &Modes, id: i64) -> Option<Value> {
    let shown = ["id", "name", "account", "created_at", "updated_at"].map(str::to_owned);
    let row = render::device(data, data.devices.get(&id)?, &shown, modes);
    data.erase_device(id);
    Some(render::deleted(row, now(), modes))
}
