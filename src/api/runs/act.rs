//! What a person can do to a run.

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::StatusCode;
use throughline_engine::kernel::RunId;

use crate::api::ApiState;
use crate::api::extract::{ApiJson, ApiPath};
use crate::api::problem::{Problem, ProblemBody, ProblemKind};
use crate::api::types::{Accepted, CancelRequest};
use crate::auth::{Caller, ProcessRight};
use crate::runtime::Done;

/// Longest reason, in characters.
const MAX_REASON: usize = 1000;

/// Ends a run. What it has done stays done.
#[utoipa::path(post, path = "/api/v1/runs/{id}/cancel", tag = "runs", operation_id = "cancel_run",
    params(("id" = uuid::Uuid, Path, description = "Id of the run.")),
    request_body(content = CancelRequest, description = "May be left out."), responses(
    (status = 200, description = "It is in the journal.", body = Accepted),
    (status = 202, description = "It is durable; the node that has the run will carry it out.", body = Accepted),
    (status = 409, description = "The run has ended.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn cancel(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(run): ApiPath<RunId>,
    ApiJson(body): ApiJson<CancelRequest>,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    let reason = reason(body.reason)?;
    state.must_with_run(&caller, run, ProcessRight::Operate).await?;
    let done = state.runtime().cancel(run, caller.name(), reason).await?;
    Ok(accepted(run, done, None))
}

/// Has every open incident of a run tried again. Calls that succeeded are not repeated.
#[utoipa::path(post, path = "/api/v1/runs/{id}/retry", tag = "runs", operation_id = "retry_run",
    params(("id" = uuid::Uuid, Path, description = "Id of the run.")), responses(
    (status = 200, description = "It is in the journal.", body = Accepted),
    (status = 202, description = "It is durable; the node that has the run will carry it out.", body = Accepted),
    (status = 409, description = "There is nothing to try again.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn retry(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(run): ApiPath<RunId>,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    state.must_with_run(&caller, run, ProcessRight::Operate).await?;
    let (done, incidents) = state.runtime().retry(run, caller.name()).await?;
    Ok(accepted(run, done, Some(incidents)))
}

/// A reason that fits the journal.
pub(in crate::api) fn reason(given: Option<String>) -> Result<Option<String>, Problem> {
    if given.as_ref().is_some_and(|reason| reason.chars().count() > MAX_REASON) {
        let detail = format!("`reason` is longer than {MAX_REASON} characters. Nothing was done.");
        return Err(Problem::new(ProblemKind::BadRequest, detail));
    }
    Ok(given)
}

pub(super) fn accepted(run: RunId, done: Done, incidents: Option<usize>) -> (StatusCode, Json<Accepted>) {
    let status = match done {
        Done::Accepted => StatusCode::OK,
        Done::Requested => StatusCode::ACCEPTED,
    };
    (
        status,
        Json(Accepted {
            run_id: run.0,
            done: done == Done::Accepted,
            incidents,
        }),
    )
}
