//! Connections: how they are, what they did, and a test.

use axum::Json;
use axum::extract::{Extension, State};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use utoipa::IntoParams;

use super::ApiState;
use super::extract::{ApiPath, ApiQuery};
use super::problem::{Problem, ProblemBody, ProblemKind};
use super::types::{Connection, ConnectionDetails, ConnectionList, ConnectionSeries, ConnectionTest};
use crate::auth::Caller;
use crate::connections::TestError;

/// Failed calls shown with a connection.
const ERRORS: i64 = 50;
/// Spans of a series where nothing is said.
const DEFAULT_BUCKETS: u32 = 60;
/// Most spans of a series.
const MAX_BUCKETS: u32 = 500;

/// Every configured connection, with what all nodes told of it in the last seconds.
#[utoipa::path(get, path = "/api/v1/connections", tag = "connections", operation_id = "list_connections", responses(
    (status = 200, description = "All of them.", body = ConnectionList),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<ConnectionList>, Problem> {
    let hidden = state.hidden_from(&caller).await?;
    let items = state.connections().list(&hidden).await?;
    Ok(Json(ConnectionList {
        items: items.into_iter().map(Into::into).collect(),
    }))
}

/// A connection with its last failed calls.
#[utoipa::path(get, path = "/api/v1/connections/{name}", tag = "connections", operation_id = "get_connection",
    params(("name" = String, Path, description = "Its name.")), responses(
    (status = 200, description = "The connection.", body = ConnectionDetails),
    (status = 404, description = "There is none of this name.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn show(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(name): ApiPath<String>,
) -> Result<Json<ConnectionDetails>, Problem> {
    let hidden = state.hidden_from(&caller).await?;
    let found = state.connections().find(&name, &hidden).await?;
    let connection: Connection = found.ok_or_else(|| unknown(&name))?.into();
    let errors = state.connections().errors(&name, &hidden, ERRORS).await?;
    Ok(Json(ConnectionDetails {
        connection,
        errors: errors.into_iter().map(Into::into).collect(),
    }))
}

/// Which span of time, and how finely.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SeriesQuery {
    /// From this instant on (RFC 3339); the last hour where nothing is said. Figures are kept for eight days.
    since: Option<DateTime<Utc>>,
    /// At most so many spans, 1 to 500; 60 where nothing is said. Each is one or more whole minutes.
    #[param(minimum = 1, maximum = 500)]
    buckets: Option<u32>,
}

/// What a connection did over time, on all nodes together.
#[utoipa::path(get, path = "/api/v1/connections/{name}/series", tag = "connections", operation_id = "get_connection_series",
    params(("name" = String, Path, description = "Its name."), SeriesQuery), responses(
    (status = 200, description = "The spans without gaps.", body = ConnectionSeries),
    (status = 404, description = "There is none of this name.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn series(
    State(state): State<ApiState>,
    ApiPath(name): ApiPath<String>,
    ApiQuery(query): ApiQuery<SeriesQuery>,
) -> Result<Json<ConnectionSeries>, Problem> {
    let buckets = query.buckets.unwrap_or(DEFAULT_BUCKETS);
    if !(1..=MAX_BUCKETS).contains(&buckets) {
        let detail = format!("`buckets` is {buckets}; it goes from 1 to {MAX_BUCKETS}.");
        return Err(Problem::new(ProblemKind::BadRequest, detail));
    }
    let since = query.since.unwrap_or_else(|| Utc::now() - TimeDelta::minutes(59));
    let found = state.connections().series(&name, since, buckets).await?;
    let (width, spans) = found.ok_or_else(|| unknown(&name))?;
    Ok(Json(ConnectionSeries {
        bucket_seconds: width.as_secs(),
        buckets: spans.into_iter().map(Into::into).collect(),
    }))
}

/// Looks from this node whether a connection works: name, machine, encryption, sign-in and one harmless read. Nothing is
/// changed on the other side. Takes less than a minute. The read counts as a call; where the circuit of this node is open,
/// it decides about it as the next call would.
#[utoipa::path(post, path = "/api/v1/connections/{name}/test", tag = "connections", operation_id = "test_connection",
    params(("name" = String, Path, description = "Its name.")), responses(
    (status = 200, description = "What was seen; `works` says whether all is well.", body = ConnectionTest),
    (status = 404, description = "There is none of this name.", body = ProblemBody, content_type = "application/problem+json"),
    (status = 429, description = "It is being tested or was a moment ago.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn test(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(name): ApiPath<String>,
) -> Result<Json<ConnectionTest>, Problem> {
    let trial = state.connections().test(&name).await.map_err(|error| match error {
        TestError::Unknown(name) => unknown(&name),
        TestError::TooSoon(wait) => {
            let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).max(1);
            let detail =
                format!("The connection `{name}` is being tested or was a moment ago. Try again in {seconds} s.");
            Problem::new(ProblemKind::TooManyRequests, detail).retry_after(seconds)
        }
    })?;
    tracing::info!(
        connection = name,
        works = trial.works(),
        by = caller.name(),
        "a connection was tested"
    );
    Ok(Json(trial.into()))
}

fn unknown(name: &str) -> Problem {
    Problem::new(
        ProblemKind::NotFound,
        format!("There is no connection `{name}`. `GET /api/v1/connections` lists those that are configured."),
    )
}
