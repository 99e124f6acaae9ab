//! `/_simulator`: the test tool's own addresses. Not part of Creatio's API.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{delete, get};
use axum::{Json, Router};
use serde::Deserialize;
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
        .route("/entities/{entity}", get(rows))
        .route("/entities/{entity}/duplicates", get(duplicates))
        .route("/sessions", delete(end_sessions))
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

async fn counts(State(world): Shared) -> Json<BTreeMap<&'static str, usize>> {
    Json(Handle(world).counts())
}

/// Which rows and columns of an entity to show; all where nothing is said.
#[derive(Deserialize)]
struct Choice {
    /// Column whose text must be `value`.
    column: Option<String>,
    #[serde(default)]
    value: String,
    /// Columns to show, with commas between.
    show: Option<String>,
}

async fn rows(
    State(world): Shared,
    Path(entity): Path<String>,
    Query(choice): Query<Choice>,
) -> Result<Json<Value>, StatusCode> {
    let mut rows = Handle(world).rows(&entity).ok_or(StatusCode::NOT_FOUND)?;
    if let Some(column) = &choice.column {
        rows.retain(|row| row.get(column).is_some_and(|cell| *cell == choice.value));
    }
    if let Some(show) = &choice.show {
        for row in &mut rows {
            row.retain(|column, _| show.split(',').any(|shown| shown == column));
        }
    }
    Ok(Json(json!({ "count": rows.len(), "rows": rows })))
}

#[derive(Deserialize)]
struct ByColumn {
    column: String,
}

async fn duplicates(
    State(world): Shared,
    Path(entity): Path<String>,
    Query(by): Query<ByColumn>,
) -> Result<Json<BTreeMap<String, usize>>, StatusCode> {
    let mut times = Handle(world).times(&entity, &by.column).ok_or(StatusCode::NOT_FOUND)?;
    times.retain(|_, times| *times > 1);
    Ok(Json(times))
}

async fn end_sessions(State(world): Shared) -> StatusCode {
    Handle(world).end_sessions();
    StatusCode::NO_CONTENT
}
