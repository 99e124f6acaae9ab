//! `GET /api/v1/runs/progress`: how far the runs on a screen are. Never payloads.

use axum::Json;
use axum::extract::{Extension, State};
use serde::Deserialize;
use serde_json::Value;
use throughline_engine::kernel::RunId;
use utoipa::IntoParams;

use crate::api::ApiState;
use crate::api::extract::ApiQuery;
use crate::api::problem::{Problem, ProblemBody, ProblemKind};
use crate::api::types::{Doing, RunProgress, RunsProgress, Token};
use crate::auth::Caller;
use crate::runtime::Glance;
use crate::store::RunRow;

/// Most runs of one question.
const MOST: usize = 100;

/// Which runs.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct ProgressQuery {
    /// Ids of runs, with commas between; at most 100.
    ids: String,
}

/// How far runs are: their `for_each`, and what their first tokens do. Runs that are not there, or not there for the
/// caller, are left out.
#[utoipa::path(get, path = "/api/v1/runs/progress", tag = "runs", operation_id = "get_runs_progress", params(ProgressQuery), responses(
    (status = 200, description = "The runs, in no order.", body = RunsProgress),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn progress(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiQuery(query): ApiQuery<ProgressQuery>,
) -> Result<Json<RunsProgress>, Problem> {
    let runs = ids(&query.ids)?;
    let hidden = state.hidden_from(&caller).await?;
    let mut rows = state.runtime().store().runs_of(&runs).await?;
    rows.retain(|row| !hidden.contains(&row.process));
    let mut glances = state.runtime().glances(&rows).await?;
    let items = rows.into_iter().map(|row| {
        let glance = glances.remove(&row.id);
        show(row, glance)
    });
    Ok(Json(RunsProgress { items: items.collect() }))
}

fn ids(text: &str) -> Result<Vec<RunId>, Problem> {
    let ids: Vec<&str> = text.split(',').collect();
    if ids.len() > MOST {
        let detail = format!(
            "`ids` names {} runs; at most {MOST} can be asked for at once.",
            ids.len()
        );
        return Err(Problem::new(ProblemKind::BadRequest, detail));
    }
    let id = |id: &&str| {
        id.parse().map_err(|_| {
            let id: String = id.chars().take(40).collect();
            Problem::new(ProblemKind::BadRequest, format!("`ids`: `{id}` is no id of a run."))
        })
    };
    ids.iter().map(id).collect()
}

fn show(row: RunRow, glance: Option<Glance>) -> RunProgress {
    let mut shown = RunProgress {
        id: row.id.0,
        status: row.status,
        incidents: row.incidents,
        progress: Vec::new(),
        tokens: Vec::new(),
    };
    if let Some(glance) = glance {
        // Memory may be a commit ahead: that a run has ended is said when it is durable.
        if !glance.status.is_ended() {
            shown.status = glance.status;
        }
        shown.progress = glance.progress.into_iter().map(Into::into).collect();
        shown.tokens = glance.tokens.into_iter().map(|token| bare(token.into())).collect();
    }
    shown
}

/// Without what the other side said: that is a payload.
fn bare(mut token: Token) -> Token {
    if let Doing::Incident { error, .. } = &mut token.doing {
        error.data = Value::Null;
    }
    token
}
