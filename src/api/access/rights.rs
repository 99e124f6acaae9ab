//! `/api/v1/process-rights`: who may see, start or operate single processes.

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::access::{MAX_PROCESS, SubjectWish};
use crate::api::definitions::limit;
use crate::api::extract::{ApiJson, ApiPath, ApiQuery};
use crate::api::problem::{Problem, ProblemBody, ProblemKind};
use crate::api::types::{NewProcessGrant, Page, ProcessGrant};
use crate::api::{ApiState, created, cursor, record};
use crate::auth::Caller;
use crate::store::Grant;

/// Which rights, and which page of them.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct RightsQuery {
    /// Only on this process.
    process: Option<String>,
    /// `next_cursor` of the page before, with the same filter.
    cursor: Option<String>,
    /// Rows, 1 to 500; 50 where nothing is said.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u32>,
}

/// Rights on single processes, newest first.
#[utoipa::path(get, path = "/api/v1/process-rights", tag = "access", operation_id = "list_process_rights", params(RightsQuery), responses(
    (status = 200, description = "A page.", body = Page<ProcessGrant>),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn list(
    State(state): State<ApiState>,
    ApiQuery(query): ApiQuery<RightsQuery>,
) -> Result<Json<Page<ProcessGrant>>, Problem> {
    let limit = limit(query.limit)?;
    let before = cursor::read(query.cursor.as_deref())?;
    let before: Option<Uuid> = before.map(|id| id.parse().map_err(|_| cursor::wrong())).transpose()?;
    let store = state.runtime().store();
    let rows = store.grants(query.process.as_deref(), before, limit).await?;
    let next_cursor = rows
        .last()
        .filter(|_| rows.len() == limit as usize)
        .map(|row| cursor::write(&row.id.to_string()));
    Ok(Json(Page {
        items: rows.into_iter().map(Into::into).collect(),
        next_cursor,
    }))
}

/// Gives a right on a process. From the first on, only those it is given to have it, and administrators.
#[utoipa::path(post, path = "/api/v1/process-rights", tag = "access", operation_id = "grant_process_right",
    request_body(content = NewProcessGrant), responses(
    (status = 201, description = "The right.", body = ProcessGrant, headers(("Location" = String, description = "Address of the right."))),
    (status = 200, description = "It was given already.", body = ProcessGrant),
    (status = 404, description = "There is no such user or token.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn grant(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiJson(body): ApiJson<NewProcessGrant>,
) -> Result<Response, Problem> {
    record::note("process", body.process.as_str());
    record::note("right", body.right.as_str());
    if !(1..=MAX_PROCESS).contains(&body.process.chars().count()) {
        let detail = format!("`process` is the key of a process, 1 to {MAX_PROCESS} characters. Nothing was done.");
        return Err(Problem::new(ProblemKind::BadRequest, detail));
    }
    let subject = match (body.user, body.token, body.role) {
        (Some(user), None, None) => SubjectWish::User(user),
        (None, Some(token), None) => SubjectWish::Token(token),
        (None, None, Some(role)) => SubjectWish::Role(role),
        _ => {
            let detail = "A right is given to one of `user`, `token` and `role`. Nothing was done.";
            return Err(Problem::new(ProblemKind::BadRequest, detail));
        }
    };
    let (row, is_new) = state
        .access()
        .grant(&caller, &body.process, body.right, &subject)
        .await?;
    note_grant(&row);
    let location = format!("/api/v1/process-rights/{}", row.id);
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok(created::answer(status, location, ProcessGrant::from(row)))
}

/// Takes a right back. When the last one of its kind on a process goes, the role decides again.
#[utoipa::path(delete, path = "/api/v1/process-rights/{id}", tag = "access", operation_id = "revoke_process_right",
    params(("id" = Uuid, Path, description = "Id of the right.")), responses(
    (status = 204, description = "It is taken back."),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn revoke(
    State(state): State<ApiState>,
    ApiPath(id): ApiPath<Uuid>,
) -> Result<StatusCode, Problem> {
    let row = state.access().revoke_grant(id).await?;
    record::note("process", row.process.as_str());
    record::note("right", row.right.as_str());
    note_grant(&row);
    Ok(StatusCode::NO_CONTENT)
}

fn note_grant(row: &Grant) {
    let shown = ProcessGrant::from(row.clone());
    let role = shown.role.map(|role| role.to_string());
    for (name, value) in [("user", shown.user), ("token", shown.token), ("role", role)] {
        if let Some(value) = value {
            record::note(name, value);
        }
    }
}
