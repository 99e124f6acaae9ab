//! What a person can do with a schedule.

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::StatusCode;

use super::{allowed, local, schedules, shown, zone};
use crate::api::ApiState;
use crate::api::extract::{ApiBody, ApiPath};
use crate::api::problem::{Problem, ProblemBody};
use crate::api::types::{BackfillRequest, Backfilled, Firing, Schedule};
use crate::auth::{Caller, ProcessRight};
use crate::store::ScheduleId;

/// Pauses a schedule: nothing of it starts until it is resumed. One that is paused stays as it is.
#[utoipa::path(post, path = "/api/v1/schedules/{id}/pause", tag = "schedules", operation_id = "pause_schedule",
    params(("id" = uuid::Uuid, Path, description = "Id of the schedule.")), responses(
    (status = 200, description = "It is paused.", body = Schedule),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn pause(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(id): ApiPath<ScheduleId>,
) -> Result<Json<Schedule>, Problem> {
    allowed(&state, &caller, id, ProcessRight::Operate).await?;
    let row = schedules(&state).pause(id, caller.name()).await?;
    Ok(Json(shown(&state, row).await?))
}

/// Lets a schedule go on from now. What was planned while it was paused is not made up for: backfill it if it matters.
#[utoipa::path(post, path = "/api/v1/schedules/{id}/resume", tag = "schedules", operation_id = "resume_schedule",
    params(("id" = uuid::Uuid, Path, description = "Id of the schedule.")), responses(
    (status = 200, description = "It goes on.", body = Schedule),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn resume(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(id): ApiPath<ScheduleId>,
) -> Result<Json<Schedule>, Problem> {
    allowed(&state, &caller, id, ProcessRight::Operate).await?;
    let row = schedules(&state).resume(id, caller.name()).await?;
    Ok(Json(shown(&state, row).await?))
}

/// Starts a run now, beside whatever is under way, also of a schedule that is paused.
///
/// `outcome` says what became of it: `fired` with the run, `failed` with the reason, or `starting` where the start is
/// tried again by itself.
#[utoipa::path(post, path = "/api/v1/schedules/{id}/run", tag = "schedules", operation_id = "run_schedule",
    params(("id" = uuid::Uuid, Path, description = "Id of the schedule.")), responses(
    (status = 201, description = "It is in the history of the schedule.", body = Firing),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn run(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(id): ApiPath<ScheduleId>,
) -> Result<(StatusCode, Json<Firing>), Problem> {
    let row = allowed(&state, &caller, id, ProcessRight::Start).await?;
    let firing = schedules(&state).run_now(id, caller.name()).await?;
    let planned_local = local(firing.planned_at, zone(&row));
    Ok((StatusCode::CREATED, Json(Firing::new(firing, planned_local))))
}

/// Starts what was planned in a past range and started nothing, one after the other.
///
/// Planned times that started a run are left alone, so the same range can be asked for again.
#[utoipa::path(post, path = "/api/v1/schedules/{id}/backfill", tag = "schedules", operation_id = "backfill_schedule",
    params(("id" = uuid::Uuid, Path, description = "Id of the schedule.")), request_body = BackfillRequest, responses(
    (status = 202, description = "They are queued.", body = Backfilled),
    (status = 422, description = "The range ends in the future or holds too many planned times.", body = ProblemBody,
        content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn backfill(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(id): ApiPath<ScheduleId>,
    ApiBody(body): ApiBody<BackfillRequest>,
) -> Result<(StatusCode, Json<Backfilled>), Problem> {
    allowed(&state, &caller, id, ProcessRight::Start).await?;
    let done = schedules(&state)
        .backfill(id, body.from, body.to, caller.name())
        .await?;
    let answer = Backfilled {
        planned: done.planned,
        accepted: done.accepted,
    };
    Ok((StatusCode::ACCEPTED, Json(answer)))
}
