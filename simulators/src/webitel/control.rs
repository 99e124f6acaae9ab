//! `/_simulator`: the test tool's own addresses. Not part of Webitel's API.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::{Handle, Modes, Shared, World};
use crate::counters::Counters;
use crate::faults::Faults;

pub(super) fn routes() -> Router<Arc<World>> {
    Router::new()
        .route("/faults", get(faults).put(set_faults))
        .route("/modes", get(modes).put(set_modes))
        .route("/counters", get(counters).delete(reset_counters))
        .route("/counts", get(counts))
        .route("/users", get(users))
        .route("/devices", get(devices))
        .route("/licenses", get(licenses))
        .route("/roles", get(roles))
        .route("/users/{id}", axum::routing::delete(delete_user))
}

async fn faults(State(world): Shared) -> Json<Faults> {
    Json(world.faults.current())
}

async fn set_faults(State(world): Shared, Json(faults): Json<Faults>) -> Result<StatusCode, (StatusCode, String)> {
    world.faults.set(faults).map_err(|why| (StatusCode::BAD_REQUEST, why))?;
    Ok(StatusCode::NO_CONTENT)
}

async fn modes(State(world): Shared) -> Json<Modes> {
    Json(world.modes())
}

async fn set_modes(State(world): Shared, Json(modes): Json<Modes>) -> StatusCode {
    Handle(world).set_modes(modes);
    StatusCode::NO_CONTENT
}

async fn counters(State(world): Shared) -> Json<Counters> {
    Json(world.counters.snapshot())
}

async fn reset_counters(State(world): Shared) -> StatusCode {
    world.counters.reset();
    StatusCode::NO_CONTENT
}

async fn counts(State(world): Shared) -> Json<Value> {
    let users = Handle(Arc::clone(&world)).user_count();
    let data = crate::counters::lock(&world.data);
    Json(json!({
        "users": users,
        "users_marked_deleted": data.users.len() - users,
        "devices": data.devices.len(),
        "licenses": data.licenses.len(),
        "roles": data.roles.len(),
    }))
}

async fn users(State(world): Shared) -> Json<Value> {
    Json(json!({ "users": Handle(world).users() }))
}

async fn devices(State(world): Shared) -> Json<Value> {
    Json(json!({ "devices": Handle(world).devices() }))
}

async fn licenses(State(world): Shared) -> Json<Value> {
    Json(json!({ "licenses": Handle(world).licenses() }))
}

async fn roles(State(world): Shared) -> Json<Value> {
    Json(json!({ "roles": Handle(world).roles() }))
}

async fn delete_user(State(world): Shared, Path(id): Path<i64>) -> StatusCode {
    if Handle(world).delete_user(id) {
        StatusCode::NO_CONTENT
    } else {
        StatusCode::NOT_FOUND
    }
}
