//! Making, changing and deleting schedules.

use std::time::Duration;

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Value, json};
use throughline_engine::definition::parse_duration;

use super::{allowed, schedules, shown};
use crate::api::ApiState;
use crate::api::created;
use crate::api::extract::{ApiBody, ApiPath};
use crate::api::problem::{Problem, ProblemBody, ProblemKind};
use crate::api::types::{CreateSchedule, Schedule, ScheduleSettings};
use crate::auth::{Caller, ProcessRight};
use crate::runtime::InputProblem;
use crate::store::{self, ScheduleId};
use crate::triggers::schedule::NewSchedule;

/// Makes a schedule of a process that is deployed.
#[utoipa::path(post, path = "/api/v1/schedules", tag = "schedules", operation_id = "create_schedule",
    request_body = CreateSchedule, responses(
    (status = 201, description = "The schedule.", body = Schedule,
        headers(("Location" = String, description = "Address of the schedule."))),
    (status = 409, description = "The process has a schedule of this name.", body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, description = "It does not fit; `problems` says where.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn create(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiBody(body): ApiBody<CreateSchedule>,
) -> Result<Response, Problem> {
    state.must(&caller, &body.process, ProcessRight::Start).await?;
    let new = NewSchedule {
        process: body.process,
        name: body.name,
        settings: settings(ScheduleSettings {
            cron: body.cron,
            timezone: body.timezone,
            overlap: body.overlap,
            missed: body.missed,
            jitter: body.jitter,
            start: body.start,
            end: body.end,
            input: body.input,
        })?,
    };
    let row = schedules(&state).create(&new, caller.name()).await?;
    let location = format!("/api/v1/schedules/{}", row.id);
    Ok(created::answer(
        StatusCode::CREATED,
        location,
        shown(&state, row).await?,
    ))
}

/// Replaces the settings of a schedule that was made by the API. New times begin now.
#[utoipa::path(put, path = "/api/v1/schedules/{id}", tag = "schedules", operation_id = "change_schedule",
    params(("id" = uuid::Uuid, Path, description = "Id of the schedule.")), request_body = ScheduleSettings, responses(
    (status = 200, description = "The schedule.", body = Schedule),
    (status = 409, description = "It stands in a definition.", body = ProblemBody, content_type = "application/problem+json"),
    (status = 422, description = "It does not fit; `problems` says where.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn change(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(id): ApiPath<ScheduleId>,
    ApiBody(body): ApiBody<ScheduleSettings>,
) -> Result<Json<Schedule>, Problem> {
    allowed(&state, &caller, id, ProcessRight::Start).await?;
    let row = schedules(&state).change(id, &settings(body)?, caller.name()).await?;
    Ok(Json(shown(&state, row).await?))
}

/// Deletes a schedule that was made by the API, with its history. Its runs stay.
#[utoipa::path(delete, path = "/api/v1/schedules/{id}", tag = "schedules", operation_id = "delete_schedule",
    params(("id" = uuid::Uuid, Path, description = "Id of the schedule.")), responses(
    (status = 204, description = "It is gone."),
    (status = 409, description = "It stands in a definition.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn delete(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(id): ApiPath<ScheduleId>,
) -> Result<StatusCode, Problem> {
    allowed(&state, &caller, id, ProcessRight::Start).await?;
    schedules(&state).delete(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn settings(body: ScheduleSettings) -> Result<store::ScheduleSettings, Problem> {
    let jitter = match body.jitter.as_deref() {
        None => Duration::ZERO,
        Some(text) => parse_duration(text).map_err(|error| {
            let problem = InputProblem {
                pointer: "/jitter".to_owned(),
                message: error.to_string(),
            };
            Problem::new(
                ProblemKind::InvalidInput,
                "The schedule does not fit; nothing was changed. `problems` names each place.",
            )
            .with("problems", json!([problem]))
        })?,
    };
    Ok(store::ScheduleSettings {
        cron: body.cron,
        timezone: body.timezone,
        overlap: body.overlap,
        missed: body.missed,
        jitter,
        start: body.start,
        end: body.end,
        input: if body.input.is_null() {
            Value::Object(serde_json::Map::new())
        } else {
            body.input
        },
    })
}
