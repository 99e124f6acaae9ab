//! What a person can do to a run besides cancelling it and having all of it tried again.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use throughline_engine::kernel::{Fact, RunId, TokenId};
use utoipa::ToSchema;

use super::act::{accepted, reason};
use crate::api::ApiState;
use crate::api::extract::{ApiJson, ApiPath};
use crate::api::problem::{Problem, ProblemBody, ProblemKind};
use crate::api::types::Accepted;
use crate::auth::{Caller, ProcessRight};

/// Longest path of a step, in characters.
const MAX_STEP: usize = 1000;
/// Most variables of one edit.
const MAX_VARIABLES: usize = 100;

/// Why something is done.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct ReasonRequest {
    /// For the journal; at most 1,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 1000)]
    pub reason: Option<String>,
}

/// The retry of one incident.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct RetryTokenRequest {
    /// The step is entered anew and its inputs are evaluated again, as after an edit of variables. Otherwise a call
    /// sends the same bytes once more.
    #[serde(default)]
    pub anew: bool,
    /// Variables to edit before, as in an edit; the step is then entered anew.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(value_type = Object)]
    pub variables: BTreeMap<String, Value>,
}

/// The output that counts for an activity.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct SkipRequest {
    /// What counts as its result; null where none is given.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub output: Value,
    /// For the journal; at most 1,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 1000)]
    pub reason: Option<String>,
}

/// New values of variables.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct EditRequest {
    /// The new values by name.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub variables: BTreeMap<String, Value>,
    /// Names are looked up from this token outwards; variables of the process where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<u32>,
    /// For the journal; at most 1,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 1000)]
    pub reason: Option<String>,
}

/// Another place for a token.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct MoveRequest {
    /// Path of the step it enters next, beside the one it stands at.
    #[schema(min_length = 1, max_length = 1000)]
    pub to: String,
    /// For the journal; at most 1,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 1000)]
    pub reason: Option<String>,
}

async fn tell(
    state: &ApiState,
    caller: &Caller,
    run: RunId,
    fact: Fact,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    state.must_with_run(caller, run, ProcessRight::Operate).await?;
    let done = state.runtime().tell(run, fact).await?;
    Ok(accepted(run, done, None))
}

fn values(variables: BTreeMap<String, Value>) -> Result<BTreeMap<String, Arc<Value>>, Problem> {
    if variables.len() > MAX_VARIABLES {
        let detail = format!("An edit changes at most {MAX_VARIABLES} variables. Nothing was done.");
        return Err(Problem::new(ProblemKind::BadRequest, detail));
    }
    Ok(variables
        .into_iter()
        .map(|(name, value)| (name, Arc::new(value)))
        .collect())
}

/// Stops a run for a while: calls under way end, no new ones are made.
#[utoipa::path(post, path = "/api/v1/runs/{id}/suspend", tag = "runs", operation_id = "suspend_run",
    params(("id" = uuid::Uuid, Path, description = "Id of the run.")),
    request_body(content = ReasonRequest, description = "May be left out."), responses(
    (status = 200, description = "It is in the journal.", body = Accepted),
    (status = 202, description = "It is durable; the node that has the run will carry it out.", body = Accepted),
    (status = 409, description = "The run is suspended or has ended.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn suspend(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(run): ApiPath<RunId>,
    ApiJson(body): ApiJson<ReasonRequest>,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    let by = caller.name().to_owned();
    let reason = reason(body.reason)?;
    tell(&state, &caller, run, Fact::Suspended { by, reason }).await
}

/// Lets a suspended run go on.
#[utoipa::path(post, path = "/api/v1/runs/{id}/resume", tag = "runs", operation_id = "resume_run",
    params(("id" = uuid::Uuid, Path, description = "Id of the run.")), responses(
    (status = 200, description = "It is in the journal.", body = Accepted),
    (status = 202, description = "It is durable; the node that has the run will carry it out.", body = Accepted),
    (status = 409, description = "The run is not suspended.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn resume(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(run): ApiPath<RunId>,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    let by = caller.name().to_owned();
    tell(&state, &caller, run, Fact::Resumed { by }).await
}

/// Gives variables other values. No step is done again by it.
#[utoipa::path(patch, path = "/api/v1/runs/{id}/variables", tag = "runs", operation_id = "edit_variables",
    params(("id" = uuid::Uuid, Path, description = "Id of the run.")), request_body = EditRequest, responses(
    (status = 200, description = "It is in the journal.", body = Accepted),
    (status = 202, description = "It is durable; the node that has the run will carry it out.", body = Accepted),
    (status = 409, description = "There is no such variable, or the run has ended.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn edit(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(run): ApiPath<RunId>,
    ApiJson(body): ApiJson<EditRequest>,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    let fact = Fact::VariablesEdited {
        token: body.token.map(TokenId),
        variables: values(body.variables)?,
        by: caller.name().to_owned(),
        reason: reason(body.reason)?,
    };
    tell(&state, &caller, run, fact).await
}

/// Has one incident tried again, with edited variables where some are given.
#[utoipa::path(post, path = "/api/v1/runs/{id}/tokens/{token}/retry", tag = "runs", operation_id = "retry_token",
    params(("id" = uuid::Uuid, Path, description = "Id of the run."), ("token" = u32, Path, description = "Number of the token.")),
    request_body(content = RetryTokenRequest, description = "May be left out."), responses(
    (status = 200, description = "It is in the journal.", body = Accepted),
    (status = 202, description = "It is durable; the node that has the run will carry it out.", body = Accepted),
    (status = 409, description = "The token stands at no incident.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn retry_token(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath((run, token)): ApiPath<(RunId, u32)>,
    ApiJson(body): ApiJson<RetryTokenRequest>,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    state.must_with_run(&caller, run, ProcessRight::Operate).await?;
    let token = TokenId(token);
    let anew = body.anew || !body.variables.is_empty();
    if !body.variables.is_empty() {
        let edit = Fact::VariablesEdited {
            token: Some(token),
            variables: values(body.variables)?,
            by: caller.name().to_owned(),
            reason: None,
        };
        state.runtime().tell(run, edit).await?;
    }
    let done = state.runtime().retry_one(run, token, anew, caller.name()).await?;
    Ok(accepted(run, done, Some(1)))
}

/// Gives the output of an activity that stands at an incident: it counts as done.
#[utoipa::path(post, path = "/api/v1/runs/{id}/tokens/{token}/skip", tag = "runs", operation_id = "skip_token",
    params(("id" = uuid::Uuid, Path, description = "Id of the run."), ("token" = u32, Path, description = "Number of the token.")),
    request_body(content = SkipRequest, description = "May be left out: the result is null then."), responses(
    (status = 200, description = "It is in the journal.", body = Accepted),
    (status = 202, description = "It is durable; the node that has the run will carry it out.", body = Accepted),
    (status = 409, description = "The token stands at no incident of an activity.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn skip(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath((run, token)): ApiPath<(RunId, u32)>,
    ApiJson(body): ApiJson<SkipRequest>,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    let fact = Fact::Skipped {
        token: TokenId(token),
        output: Arc::new(body.output),
        by: caller.name().to_owned(),
        reason: reason(body.reason)?,
    };
    tell(&state, &caller, run, fact).await
}

/// Puts a token to another step. What it did where it stood is given up.
#[utoipa::path(post, path = "/api/v1/runs/{id}/tokens/{token}/move", tag = "runs", operation_id = "move_token",
    params(("id" = uuid::Uuid, Path, description = "Id of the run."), ("token" = u32, Path, description = "Number of the token.")),
    request_body = MoveRequest, responses(
    (status = 200, description = "It is in the journal.", body = Accepted),
    (status = 202, description = "It is durable; the node that has the run will carry it out.", body = Accepted),
    (status = 409, description = "There is no such step beside the one it stands at.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn move_token(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath((run, token)): ApiPath<(RunId, u32)>,
    ApiJson(body): ApiJson<MoveRequest>,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    if body.to.is_empty() || body.to.chars().count() > MAX_STEP {
        let detail = format!("`to` is the path of a step, 1 to {MAX_STEP} characters. Nothing was done.");
        return Err(Problem::new(ProblemKind::BadRequest, detail));
    }
    let fact = Fact::TokenMoved {
        token: TokenId(token),
        to: body.to,
        by: caller.name().to_owned(),
        reason: reason(body.reason)?,
    };
    tell(&state, &caller, run, fact).await
}
