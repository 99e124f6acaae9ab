//! `/api/v1/users`: the people who may sign in.

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::api::definitions::{PageQuery, limit};
use crate::api::extract::{ApiJson, ApiPath, ApiQuery};
use crate::api::problem::{Problem, ProblemBody};
use crate::api::types::{NewUserRequest, Page, PasswordRequest, User, UserPatch};
use crate::api::{ApiState, created, cursor, record};
use crate::auth::Caller;
use crate::store::UserChange;

/// Users, by name.
#[utoipa::path(get, path = "/api/v1/users", tag = "access", operation_id = "list_users", params(PageQuery), responses(
    (status = 200, description = "A page.", body = Page<User>),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn list(
    State(state): State<ApiState>,
    ApiQuery(query): ApiQuery<PageQuery>,
) -> Result<Json<Page<User>>, Problem> {
    let limit = limit(query.limit)?;
    let after = cursor::read(query.cursor.as_deref())?;
    let mut rows = state.runtime().store().users(after.as_deref(), limit + 1).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next_cursor = rows.last().filter(|_| more).map(|row| cursor::write(&row.name));
    Ok(Json(Page {
        items: rows.into_iter().map(Into::into).collect(),
        next_cursor,
    }))
}

/// Makes a user.
#[utoipa::path(post, path = "/api/v1/users", tag = "access", operation_id = "create_user",
    request_body(content = NewUserRequest), responses(
    (status = 201, description = "The user.", body = User, headers(("Location" = String, description = "Address of the user."))),
    (status = 409, description = "The name is taken.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn create(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiJson(body): ApiJson<NewUserRequest>,
) -> Result<Response, Problem> {
    record::note("user", body.name.as_str());
    record::note("role", body.role.as_str());
    let user = state
        .access()
        .create_user(&caller, &body.name, &body.password, body.role)
        .await?;
    let location = format!("/api/v1/users/{}", user.name);
    Ok(created::answer(StatusCode::CREATED, location, User::from(user)))
}

/// A user.
#[utoipa::path(get, path = "/api/v1/users/{user}", tag = "access", operation_id = "get_user",
    params(("user" = String, Path, description = "Name of the user.")), responses(
    (status = 200, description = "The user.", body = User),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn show(
    State(state): State<ApiState>,
    ApiPath(user): ApiPath<String>,
) -> Result<Json<User>, Problem> {
    Ok(Json(state.access().user(&user).await?.into()))
}

/// Changes the role of a user, or whether they may sign in. Who may not loses sessions and tokens at once.
#[utoipa::path(patch, path = "/api/v1/users/{user}", tag = "access", operation_id = "change_user",
    params(("user" = String, Path, description = "Name of the user.")), request_body(content = UserPatch), responses(
    (status = 200, description = "The user as they are now.", body = User),
    (status = 409, description = "It is the last active administrator.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn change(
    State(state): State<ApiState>,
    ApiPath(user): ApiPath<String>,
    ApiJson(body): ApiJson<UserPatch>,
) -> Result<Json<User>, Problem> {
    if let Some(role) = body.role {
        record::note("role", role.as_str());
    }
    if let Some(active) = body.active {
        record::note("active", active);
    }
    let change = UserChange {
        role: body.role,
        active: body.active,
    };
    Ok(Json(state.access().change_user(&user, change).await?.into()))
}

/// Sets a password; the user's other sessions end. Your own needs the one you have.
#[utoipa::path(put, path = "/api/v1/users/{user}/password", tag = "access", operation_id = "set_password",
    params(("user" = String, Path, description = "Name of the user.")), request_body(content = PasswordRequest), responses(
    (status = 204, description = "It is set."),
    (status = 403, description = "It is another user's, or the old password is wrong.", body = ProblemBody, content_type = "application/problem+json"),
    (status = 429, description = "Too many wrong old passwords; `Retry-After` says when to come again.", body = ProblemBody,
        content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn set_password(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(user): ApiPath<String>,
    ApiJson(body): ApiJson<PasswordRequest>,
) -> Result<StatusCode, Problem> {
    state
        .access()
        .set_password(&caller, &user, body.old_password.as_deref(), &body.password)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Deletes a user with sessions and tokens. What they did stays in the audit log.
#[utoipa::path(delete, path = "/api/v1/users/{user}", tag = "access", operation_id = "delete_user",
    params(("user" = String, Path, description = "Name of the user.")), responses(
    (status = 204, description = "They are deleted."),
    (status = 409, description = "It is the last active administrator.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn delete(
    State(state): State<ApiState>,
    ApiPath(user): ApiPath<String>,
) -> Result<StatusCode, Problem> {
    state.access().delete_user(&user).await?;
    Ok(StatusCode::NO_CONTENT)
}
