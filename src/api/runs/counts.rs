//! `GET /api/v1/runs/counts` and `/causes`: how many runs of each status a filter leaves, and why those stand that stand.

use axum::Json;
use axum::extract::{Extension, State};

use crate::api::ApiState;
use crate::api::extract::ApiQuery;
use crate::api::problem::{Problem, ProblemBody};
use crate::api::types::{RunCauses, RunCounts, RunFilter};
use crate::auth::Caller;

/// How many runs of each status a filter leaves. Counts no further than 10,000 of a status, and looks at no more than
/// 50,000 of one for what no index answers: `at_least` says that there may be more.
#[utoipa::path(get, path = "/api/v1/runs/counts", tag = "runs", operation_id = "count_runs", params(RunFilter), responses(
    (status = 200, description = "Every status the filter leaves, those without runs as well.", body = RunCounts),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn counts(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiQuery(filter): ApiQuery<RunFilter>,
) -> Result<Json<RunCounts>, Problem> {
    let filter = state.run_filter(&caller, filter).await?;
    let counts = state.runtime().store().run_counts(&filter).await?;
    Ok(Json(RunCounts {
        counts: counts.into_iter().map(Into::into).collect(),
    }))
}

/// Why runs need attention or failed: the newest 10,000 that match, by process, step and code of the error; at most 100
/// causes, the one of most runs first.
#[utoipa::path(get, path = "/api/v1/runs/causes", tag = "runs", operation_id = "list_run_causes", params(RunFilter), responses(
    (status = 200, description = "The causes.", body = RunCauses),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn causes(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiQuery(filter): ApiQuery<RunFilter>,
) -> Result<Json<RunCauses>, Problem> {
    let filter = state.run_filter(&caller, filter).await?;
    let causes = state.runtime().store().run_causes(&filter).await?;
    Ok(Json(causes.into()))
}
