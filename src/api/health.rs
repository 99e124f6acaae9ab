//! Whether the service lives and can work. Without a token, so nothing here tells more than a word.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ApiState;
use crate::store::DatabaseState;

/// That the process answers.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Liveness {
    /// Always `live`.
    pub status: String,
    /// Version of the service.
    pub version: String,
}

/// Whether new work is taken.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Readiness {
    /// `ready` or `not_ready`.
    pub status: String,
    /// `up` or `down`.
    pub database: String,
    /// `held`, or `lost` while another node may take this one's runs over.
    pub lease: String,
    /// Whether the service is going down.
    pub stopping: bool,
}

/// Whether the process lives.
#[utoipa::path(get, path = "/health/live", tag = "operation", operation_id = "health_live", security(()), responses(
    (status = 200, description = "The process answers.", body = Liveness),
))]
pub(super) async fn live() -> Json<Liveness> {
    Json(Liveness {
        status: "live".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

/// Whether new work is taken.
#[utoipa::path(get, path = "/health/ready", tag = "operation", operation_id = "health_ready", security(()), responses(
    (status = 200, description = "Database and lease are fine.", body = Readiness),
    (status = 503, description = "New starts are refused now.", body = Readiness),
))]
pub(super) async fn ready(State(state): State<ApiState>) -> (StatusCode, Json<Readiness>) {
    let up = matches!(state.runtime().database(), DatabaseState::Up);
    let lease = state.runtime().holds_lease();
    let stopping = state.stopping().is_cancelled();
    let ready = up && lease && !stopping;
    let word = |fine: bool, yes: &str, no: &str| (if fine { yes } else { no }).to_owned();
    let body = Readiness {
        status: word(ready, "ready", "not_ready"),
        database: word(up, "up", "down"),
        lease: word(lease, "held", "lost"),
        stopping,
    };
    (
        if ready {
            StatusCode::OK
        } else {
            StatusCode::SERVICE_UNAVAILABLE
        },
        Json(body),
    )
}
