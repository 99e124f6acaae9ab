//! Workplaces: which sections people have before them, and in which order. Viewers see, administrators arrange.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::ApiState;
use super::extract::{ApiJson, ApiPath};
use super::problem::{Problem, ProblemBody, ProblemKind, sentence};
use super::types::{Workplace, WorkplaceChange, WorkplaceList, WorkplaceOrder, WorkplaceRequest, WorkplaceSection};
use crate::api::created;
use crate::sections::Sections;
use crate::store::{self, WorkplaceError};

/// Longest name, in characters.
const MAX_NAME: usize = 100;
/// Most sections of a workplace.
const MAX_SECTIONS: usize = 200;

/// Those who look.
pub(super) fn for_viewers() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(show))
}

/// Those who arrange.
pub(super) fn for_administrators() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(create))
        .routes(routes!(order))
        .routes(routes!(put))
        .routes(routes!(delete))
        .routes(routes!(add_section))
        .routes(routes!(remove_section))
}

impl From<WorkplaceError> for Problem {
    fn from(error: WorkplaceError) -> Self {
        let kind = match error {
            WorkplaceError::Store(error) => return error.into(),
            WorkplaceError::Unknown(_) => ProblemKind::NotFound,
            WorkplaceError::NotThose => ProblemKind::BadRequest,
            WorkplaceError::NameTaken(_) | WorkplaceError::Changed { .. } | WorkplaceError::TooMany => {
                ProblemKind::Conflict
            }
        };
        Self::new(kind, sentence(&error.to_string()))
    }
}

/// Every workplace with its sections, in order.
#[utoipa::path(get, path = "/api/v1/workplaces", tag = "workplaces", operation_id = "list_workplaces", responses(
    (status = 200, description = "The workplaces.", body = WorkplaceList),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list(State(state): State<ApiState>) -> Result<Json<WorkplaceList>, Problem> {
    all(&state).await.map(Json)
}

/// One workplace.
#[utoipa::path(get, path = "/api/v1/workplaces/{id}", tag = "workplaces", operation_id = "get_workplace",
    params(("id" = Uuid, Path, description = "Id of the workplace.")), responses(
    (status = 200, description = "The workplace.", body = Workplace),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn show(
    State(state): State<ApiState>,
    ApiPath(id): ApiPath<Uuid>,
) -> Result<Json<Workplace>, Problem> {
    let workplace = state.runtime().store().workplace(id).await?;
    Ok(Json(shown(workplace, state.sections())))
}

/// Makes a workplace, behind the others.
#[utoipa::path(post, path = "/api/v1/workplaces", tag = "workplaces", operation_id = "create_workplace",
    request_body(content = WorkplaceRequest), responses(
    (status = 201, description = "The workplace.", body = Workplace, headers(("Location" = String, description = "Its address."))),
    (status = 409, description = "Another one has the name.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn create(
    State(state): State<ApiState>,
    ApiJson(body): ApiJson<WorkplaceRequest>,
) -> Result<Response, Problem> {
    let name = name(&body.name)?;
    check_sections(&state, &body.sections, &[])?;
    let made = state.runtime().store().create_workplace(name, &body.sections).await?;
    let location = format!("/api/v1/workplaces/{}", made.id);
    Ok(created::answer(
        StatusCode::CREATED,
        location,
        shown(made, state.sections()),
    ))
}

/// Puts the workplaces in order.
#[utoipa::path(put, path = "/api/v1/workplaces", tag = "workplaces", operation_id = "order_workplaces",
    request_body(content = WorkplaceOrder), responses(
    (status = 200, description = "The workplaces in their order.", body = WorkplaceList),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn order(
    State(state): State<ApiState>,
    ApiJson(body): ApiJson<WorkplaceOrder>,
) -> Result<Json<WorkplaceList>, Problem> {
    state.runtime().store().order_workplaces(&body.order).await?;
    all(&state).await.map(Json)
}

/// Gives a workplace its name and its sections in order. The same request again changes nothing.
#[utoipa::path(put, path = "/api/v1/workplaces/{id}", tag = "workplaces", operation_id = "put_workplace",
    params(("id" = Uuid, Path, description = "Id of the workplace.")),
    request_body(content = WorkplaceChange), responses(
    (status = 200, description = "The workplace.", body = Workplace),
    (status = 409, description = "Another one has the name, or somebody changed this one meanwhile.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn put(
    State(state): State<ApiState>,
    ApiPath(id): ApiPath<Uuid>,
    ApiJson(body): ApiJson<WorkplaceChange>,
) -> Result<Json<Workplace>, Problem> {
    let name = name(&body.name)?;
    let store = state.runtime().store();
    // What is there already may stay, also where its file is gone.
    let before = store.workplace(id).await?;
    check_sections(&state, &body.sections, &before.sections)?;
    let changed = store.put_workplace(id, body.version, name, &body.sections).await?;
    Ok(Json(shown(changed, state.sections())))
}

/// Deletes a workplace. Its sections stay: others may show them.
#[utoipa::path(delete, path = "/api/v1/workplaces/{id}", tag = "workplaces", operation_id = "delete_workplace",
    params(("id" = Uuid, Path, description = "Id of the workplace.")), responses(
    (status = 204, description = "It is gone."),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn delete(State(state): State<ApiState>, ApiPath(id): ApiPath<Uuid>) -> Result<StatusCode, Problem> {
    state.runtime().store().delete_workplace(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Adds a section behind the others; one that is there stays where it is.
#[utoipa::path(put, path = "/api/v1/workplaces/{id}/sections/{section}", tag = "workplaces", operation_id = "add_workplace_section",
    params(("id" = Uuid, Path, description = "Id of the workplace."), ("section" = String, Path, description = "Key of the section.")), responses(
    (status = 200, description = "The workplace.", body = Workplace),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn add_section(
    State(state): State<ApiState>,
    ApiPath((id, section)): ApiPath<(Uuid, String)>,
) -> Result<Json<Workplace>, Problem> {
    let section = state.sections().get(&section)?;
    let store = state.runtime().store();
    let changed = store.add_workplace_section(id, &section.key).await?;
    Ok(Json(shown(changed, state.sections())))
}

/// Takes a section away, where it is there.
#[utoipa::path(delete, path = "/api/v1/workplaces/{id}/sections/{section}", tag = "workplaces", operation_id = "remove_workplace_section",
    params(("id" = Uuid, Path, description = "Id of the workplace."), ("section" = String, Path, description = "Key of the section.")), responses(
    (status = 200, description = "The workplace.", body = Workplace),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn remove_section(
    State(state): State<ApiState>,
    ApiPath((id, section)): ApiPath<(Uuid, String)>,
) -> Result<Json<Workplace>, Problem> {
    let changed = state.runtime().store().remove_workplace_section(id, &section).await?;
    Ok(Json(shown(changed, state.sections())))
}

async fn all(state: &ApiState) -> Result<WorkplaceList, Problem> {
    let workplaces = state.runtime().store().workplaces().await?;
    Ok(WorkplaceList {
        items: workplaces
            .into_iter()
            .map(|workplace| shown(workplace, state.sections()))
            .collect(),
    })
}

fn shown(workplace: store::Workplace, sections: &Sections) -> Workplace {
    let section = |key: String| match sections.get(&key) {
        Ok(section) => WorkplaceSection {
            key,
            title: section.title.en.clone(),
            title_uk: section.title.uk.clone(),
            available: true,
        },
        Err(_) => WorkplaceSection {
            title: key.clone(),
            key,
            title_uk: None,
            available: false,
        },
    };
    Workplace {
        id: workplace.id,
        name: workplace.name,
        version: workplace.version,
        sections: workplace.sections.into_iter().map(section).collect(),
    }
}

fn name(name: &str) -> Result<&str, Problem> {
    let trimmed = name.trim();
    let fits = !trimmed.is_empty() && name.chars().count() <= MAX_NAME && !name.chars().any(char::is_control);
    if fits {
        return Ok(trimmed);
    }
    let detail =
        format!("`name` is a text of 1 to {MAX_NAME} characters without control characters. Nothing was changed.");
    Err(Problem::new(ProblemKind::BadRequest, detail))
}

fn check_sections(state: &ApiState, wanted: &[String], there: &[String]) -> Result<(), Problem> {
    let bad = |detail: String| Err(Problem::new(ProblemKind::BadRequest, detail));
    if wanted.len() > MAX_SECTIONS {
        return bad(format!(
            "A workplace has at most {MAX_SECTIONS} sections. Nothing was changed."
        ));
    }
    let mut seen = BTreeSet::new();
    for key in wanted {
        let shown: String = key.chars().take(100).collect();
        if !seen.insert(key) {
            return bad(format!("`sections` names `{shown}` twice. Nothing was changed."));
        }
        if state.sections().get(key).is_err() && !there.contains(key) {
            return bad(format!(
                "There is no section `{shown}`; `GET /api/v1/sections` lists those there are. Nothing was changed."
            ));
        }
    }
    Ok(())
}
