//! `GET /api/v1/runs/{id}/callbacks`: whom the run's end is told, and how that stands.

use axum::Json;
use axum::extract::{Extension, State};
use throughline_engine::kernel::RunId;

use crate::api::ApiState;
use crate::api::extract::ApiPath;
use crate::api::problem::{Problem, ProblemBody};
use crate::api::types::Callbacks;
use crate::auth::{Caller, ProcessRight};

/// The callbacks of a run. Those that were settled are kept for seven days.
#[utoipa::path(get, path = "/api/v1/runs/{id}/callbacks", tag = "runs", operation_id = "list_callbacks",
    params(("id" = uuid::Uuid, Path, description = "Id of the run.")), responses(
    (status = 200, description = "Its callbacks.", body = Callbacks),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn callbacks(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(run): ApiPath<RunId>,
) -> Result<Json<Callbacks>, Problem> {
    let store = state.runtime().store();
    let row = store.run(run).await?.ok_or_else(|| Problem::no_run(run))?;
    state.must(&caller, &row.process, ProcessRight::See).await?;
    let items = store.callbacks_of(run).await?;
    Ok(Json(Callbacks {
        items: items.into_iter().map(Into::into).collect(),
    }))
}
