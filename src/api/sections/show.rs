//! Which sections there are, and what one is made of.

use axum::Json;
use axum::extract::{Extension, State};

use super::trigger;
use crate::api::ApiState;
use crate::api::extract::ApiPath;
use crate::api::problem::{Problem, ProblemBody};
use crate::api::types::{SectionInfo, SectionList};
use crate::auth::Caller;

/// Every section there is.
#[utoipa::path(get, path = "/api/v1/sections", tag = "sections", operation_id = "list_sections", responses(
    (status = 200, description = "The sections.", body = SectionList),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn list(State(state): State<ApiState>) -> Json<SectionList> {
    Json(SectionList {
        items: state.sections().iter().map(Into::into).collect(),
    })
}

/// A section: columns, form, details, actions.
#[utoipa::path(get, path = "/api/v1/sections/{section}", tag = "sections", operation_id = "get_section",
    params(("section" = String, Path, description = "Key of the section.")), responses(
    (status = 200, description = "The section.", body = SectionInfo),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn show(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(section): ApiPath<String>,
) -> Result<Json<SectionInfo>, Problem> {
    let section = state.sections().get(&section)?;
    let mut info = SectionInfo::from(section);
    info.actions.extend(trigger::actions(&state, &caller, section).await?);
    Ok(Json(info))
}
