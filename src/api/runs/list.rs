//! `GET /api/v1/runs`: newest first, page by page, without payloads.

use axum::Json;
use axum::extract::{Extension, State};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use throughline_engine::kernel::RunId;
use utoipa::IntoParams;

use crate::api::definitions::limit;
use crate::api::extract::ApiQuery;
use crate::api::problem::{Problem, ProblemBody, ProblemKind};
use crate::api::types::{RunFilter, RunPage};
use crate::api::{ApiState, cursor};
use crate::auth::Caller;
use crate::store;

/// Which runs, and which page of them.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct RunsQuery {
    #[serde(flatten)]
    #[param(ignore)]
    filter: RunFilter,
    /// `next_cursor` of the page before, with the same filter.
    cursor: Option<String>,
    /// Rows, 1 to 500; 50 where nothing is said.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u32>,
}

/// Runs, newest first.
#[utoipa::path(get, path = "/api/v1/runs", tag = "runs", operation_id = "list_runs", params(RunFilter, RunsQuery), responses(
    (status = 200, description = "A page.", body = RunPage),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn list(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiQuery(query): ApiQuery<RunsQuery>,
) -> Result<Json<RunPage>, Problem> {
    let limit = limit(query.limit)?;
    let before = cursor::read(query.cursor.as_deref())?;
    let before: Option<RunId> = before.map(|id| id.parse().map_err(|_| cursor::wrong())).transpose()?;
    let filter = state.run_filter(&caller, query.filter).await?;
    let page = state.runtime().store().runs(&filter, before, limit).await?;
    Ok(Json(RunPage {
        next_cursor: page.next.map(|run| cursor::write(&run.to_string())),
        looked_until: page.looked_until.and_then(accepted_at),
        items: page.rows.into_iter().map(Into::into).collect(),
    }))
}

impl ApiState {
    /// A filter as the store takes it: checked, and without the processes this caller may not see.
    ///
    /// # Errors
    /// 400 with what of it cannot be, 503.
    pub(in crate::api) async fn run_filter(
        &self,
        caller: &Caller,
        filter: RunFilter,
    ) -> Result<store::RunFilter, Problem> {
        let hidden = self.hidden_from(caller).await?;
        filter
            .checked(hidden)
            .map_err(|error| Problem::new(ProblemKind::BadRequest, error.to_string()))
    }
}

/// When a run with this id was accepted, as lists see it: the time in the id.
fn accepted_at(run: RunId) -> Option<DateTime<Utc>> {
    let (high, _) = run.0.as_u64_pair();
    DateTime::from_timestamp_millis(i64::try_from(high >> 16).ok()?)
}
