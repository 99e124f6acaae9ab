//! What the steps of a run did, in numbers, and who changed its variables: sums of a journal, however long it is.

use axum::Json;
use axum::extract::{Extension, State};
use serde::Deserialize;
use throughline_engine::kernel::{RunId, Seq};
use utoipa::IntoParams;

use crate::api::ApiState;
use crate::api::definitions::limit;
use crate::api::extract::{ApiPath, ApiQuery};
use crate::api::problem::{Problem, ProblemBody, ProblemKind};
use crate::api::types::{StepReport, StepsReport, VariableChangePage};
use crate::auth::{Caller, ProcessRight};

/// Most parts of a time.
const MOST_PARTS: u32 = 500;

/// Until when, and how finely.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct StepsQuery {
    /// What they did until this fact.
    #[param(minimum = 1)]
    until: Option<u32>,
    /// Says how many ended in each of so many equal parts of the time, 1 to 500.
    #[param(minimum = 1, maximum = 500)]
    parts: Option<u32>,
}

/// What each step of a run did: how often, how long, how many attempts failed. However many items there were, the answer
/// is of the size of the definition.
#[utoipa::path(get, path = "/api/v1/runs/{id}/steps", tag = "runs", operation_id = "survey_steps",
    params(("id" = uuid::Uuid, Path, description = "Id of the run."), StepsQuery), responses(
    (status = 200, description = "The steps that were entered, as the definition has them.", body = StepsReport),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn steps(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(run): ApiPath<RunId>,
    ApiQuery(query): ApiQuery<StepsQuery>,
) -> Result<Json<StepsReport>, Problem> {
    if query.parts.is_some_and(|parts| !(1..=MOST_PARTS).contains(&parts)) {
        let detail = format!("`parts` is from 1 to {MOST_PARTS}.");
        return Err(Problem::new(ProblemKind::BadRequest, detail));
    }
    state.must_with_run(&caller, run, ProcessRight::See).await?;
    let until = query.until.map(|until| Seq(until.max(1)));
    let survey = state.runtime().survey(run, until).await?;
    let (from, to) = (survey.from, survey.to);
    let items = survey.steps.into_iter().map(|step| {
        let density = query.parts.map(|parts| step.density(from, to, parts as usize));
        StepReport::show(step, density)
    });
    Ok(Json(StepsReport {
        items: items.collect(),
        from,
        to,
        seq: survey.seq.0,
    }))
}

/// Which changes.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct ChangesQuery {
    /// Only of this variable.
    #[param(max_length = 200)]
    name: Option<String>,
    /// Until this fact.
    #[param(minimum = 1)]
    until: Option<u32>,
    /// Older than the change with this number.
    before: Option<u32>,
    /// Changes, 1 to 500; 50 where nothing is said.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u32>,
}

/// Who changed the variables of a run, when, and what they were before; newest first. Large values are shown in part.
#[utoipa::path(get, path = "/api/v1/runs/{id}/variables/history", tag = "runs", operation_id = "list_variable_changes",
    params(("id" = uuid::Uuid, Path, description = "Id of the run."), ChangesQuery), responses(
    (status = 200, description = "A page of the changes.", body = VariableChangePage),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn variables(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(run): ApiPath<RunId>,
    ApiQuery(query): ApiQuery<ChangesQuery>,
) -> Result<Json<VariableChangePage>, Problem> {
    let limit = limit(query.limit)?;
    state.must_with_run(&caller, run, ProcessRight::See).await?;
    let until = query.until.map(|until| Seq(until.max(1)));
    let before = query.before.unwrap_or(u32::MAX);
    let found = state
        .runtime()
        .variable_changes(run, query.name, until, before, limit as usize)
        .await?;
    let oldest = found.changes.last().map(|change| change.number);
    Ok(Json(VariableChangePage {
        items: found.changes.into_iter().map(Into::into).collect(),
        total: found.total,
        next_before: oldest.filter(|number| *number > 1),
    }))
}
