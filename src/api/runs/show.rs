//! `GET /api/v1/runs/{id}`: a run whole.

use axum::Json;
use axum::extract::{Extension, State};
use serde::Deserialize;
use throughline_engine::kernel::{RunId, RunStatus};
use utoipa::IntoParams;

use crate::api::ApiState;
use crate::api::extract::{ApiPath, ApiQuery};
use crate::api::problem::{Problem, ProblemBody};
use crate::api::types::Run;
use crate::auth::{Caller, ProcessRight};
use crate::runtime::{Inspection, RunDetails};

/// What of it.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct RunQuery {
    /// With the variables of the process; they may be large. A run that has ended has none.
    #[serde(default)]
    variables: bool,
}

/// A run: where it stands, its result or error, and how far its `for_each` are.
#[utoipa::path(get, path = "/api/v1/runs/{id}", tag = "runs", operation_id = "get_run",
    params(("id" = uuid::Uuid, Path, description = "Id of the run."), RunQuery), responses(
    (status = 200, description = "The run.", body = Run),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn show(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(run): ApiPath<RunId>,
    ApiQuery(query): ApiQuery<RunQuery>,
) -> Result<Json<Run>, Problem> {
    state.must_with_run(&caller, run, ProcessRight::See).await?;
    read_run(&state, run, query.variables).await.map(Json)
}

/// Reads a run; folds its journal only where the row does not say it all.
pub(in crate::api) async fn read_run(state: &ApiState, run: RunId, variables: bool) -> Result<Run, Problem> {
    let row = state
        .runtime()
        .store()
        .run(run)
        .await?
        .ok_or_else(|| Problem::no_run(run))?;
    if row.status == RunStatus::Completed && !variables {
        return Ok(row.into());
    }
    let details = state
        .runtime()
        .inspect(run)
        .await?
        .ok_or_else(|| Problem::no_run(run))?;
    Ok(of_details(details, variables))
}

fn of_details(details: RunDetails, variables: bool) -> Run {
    let mut run = Run::from(details.row);
    match details.inspection {
        Ok(inspection) => {
            run.summary.status = status(&inspection, run.summary.status);
            run.summary.incidents = inspection.state.incidents();
            run.summary.facts = run.summary.facts.max(inspection.state.last_seq().0);
            run.error = inspection.state.error().map(Into::into);
            run.tokens = inspection.tokens().into_iter().map(Into::into).collect();
            let process = &inspection.definition.process;
            run.progress = inspection.state.progress(process).into_iter().map(Into::into).collect();
            run.variables = variables.then(|| inspection.state.variables(process));
        }
        Err(reason) => run.state_error = Some(reason),
    }
    run
}

/// How the run stands. Memory may be a commit ahead of the journal: that a run has ended is said when it is durable.
pub(super) fn status(inspection: &Inspection, durable: RunStatus) -> RunStatus {
    let live = inspection.state.status();
    if live.is_ended() { durable } else { live }
}
