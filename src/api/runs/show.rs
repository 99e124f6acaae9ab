//! `GET /api/v1/runs/{id}`: a run whole.

use axum::Json;
use axum::extract::{Extension, State};
use serde::Deserialize;
use throughline_engine::definition::Trigger;
use throughline_engine::kernel::{RunId, RunStatus};
use utoipa::IntoParams;

use crate::api::ApiState;
use crate::api::extract::{ApiPath, ApiQuery};
use crate::api::problem::{Problem, ProblemBody};
use crate::api::types::Run;
use crate::auth::{Caller, ProcessRight};
use crate::runtime::{Inspection, RunDetails};
use crate::store::{RunRow, TriggerKind};

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
    let timezone = zone_of(state, &row).await?;
    let mut shown = if row.status == RunStatus::Completed && !variables {
        Run::from(row)
    } else {
        let details = state
            .runtime()
            .inspect(run)
            .await?
            .ok_or_else(|| Problem::no_run(run))?;
        of_details(details, variables)
    };
    shown.timezone = timezone;
    Ok(shown)
}

/// The time zone of the schedule that started a run. The version the run is pinned to says it as it was at the start; a
/// schedule made over the API says what it has now, and nothing any more when it is deleted.
async fn zone_of(state: &ApiState, row: &RunRow) -> Result<Option<String>, Problem> {
    if row.trigger != TriggerKind::Schedule {
        return Ok(None);
    }
    let Some(name) = schedule_name(row) else {
        return Ok(None);
    };
    // A version that does not compile any more is told by the page of the run; its schedule is asked then.
    if let Ok(definition) = state.runtime().definitions().get(row.definition).await {
        let written = definition.process.triggers.iter().find_map(|trigger| match trigger {
            Trigger::Schedule(schedule) if schedule.name == name => Some(schedule.timezone.name().to_owned()),
            _ => None,
        });
        if written.is_some() {
            return Ok(written);
        }
    }
    Ok(state.runtime().store().schedule_zone(&row.process, name).await?)
}

/// The name of the schedule that is said to have started a run.
fn schedule_name(row: &RunRow) -> Option<&str> {
    let whole = row.started_by.strip_prefix("schedule:")?;
    whole.strip_prefix(row.process.as_str())?.strip_prefix('/')
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
