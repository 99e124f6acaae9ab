//! What an editor of definitions needs: the JSON Schema of the files, and the operations they may call.

use axum::Json;
use axum::extract::State;
use serde_json::Value;
use throughline_engine::definition::Operations as _;

use super::ApiState;
use super::problem::ProblemBody;
use super::types::OperationList;

/// JSON Schema (2020-12) of definition files, as `throughline schema process` prints it.
#[utoipa::path(get, path = "/api/v1/definition-schema", tag = "definitions", operation_id = "get_definition_schema", responses(
    (status = 200, description = "The schema.", body = Object),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn schema() -> Json<Value> {
    Json(throughline_engine::definition::json_schema())
}

/// The operations a definition may call, by name, each with the JSON Schema of its parameters.
#[utoipa::path(get, path = "/api/v1/operations", tag = "definitions", operation_id = "list_operations", responses(
    (status = 200, description = "All of them.", body = OperationList),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn operations(State(state): State<ApiState>) -> Json<OperationList> {
    let catalogue = state.runtime().connectors().catalogue();
    let items = catalogue.names().into_iter().filter_map(|name| catalogue.get(name));
    Json(OperationList {
        items: items.map(Into::into).collect(),
    })
}
