//! `/api/v1/tokens`: what machines show.

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::access::TokenWish;
use crate::api::definitions::limit;
use crate::api::extract::{ApiJson, ApiPath, ApiQuery};
use crate::api::problem::{Problem, ProblemBody};
use crate::api::types::{ApiToken, MadeToken, NewTokenRequest, Page};
use crate::api::{ApiState, created, cursor, record};
use crate::auth::{ApiTokenId, Caller, CallerKind, Role};

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct TokensQuery {
    /// Only the token in use of this name.
    name: Option<String>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Rows, 1 to 500; 50 where nothing is said.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u32>,
}

/// Tokens, newest first: administrators see all, users their own. The tokens themselves are kept nowhere.
#[utoipa::path(get, path = "/api/v1/tokens", tag = "access", operation_id = "list_tokens", params(TokensQuery), responses(
    (status = 200, description = "A page.", body = Page<ApiToken>),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn list(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiQuery(query): ApiQuery<TokensQuery>,
) -> Result<Json<Page<ApiToken>>, Problem> {
    let limit = limit(query.limit)?;
    let before = cursor::read(query.cursor.as_deref())?;
    let before: Option<Uuid> = before.map(|id| id.parse().map_err(|_| cursor::wrong())).transpose()?;
    let owner = match (caller.role(), caller.kind()) {
        (Role::Administrator, _) => None,
        (_, CallerKind::User { id, .. }) => Some(id),
        _ => {
            return Ok(Json(Page {
                items: Vec::new(),
                next_cursor: None,
            }));
        }
    };
    let store = state.runtime().store();
    let rows = store
        .tokens(owner, query.name.as_deref(), before.map(ApiTokenId), limit)
        .await?;
    let next_cursor = rows
        .last()
        .filter(|_| rows.len() == limit as usize)
        .map(|row| cursor::write(&row.id.to_string()));
    Ok(Json(Page {
        items: rows.into_iter().map(Into::into).collect(),
        next_cursor,
    }))
}

/// Makes a token. It is in this answer and nowhere else.
///
/// Administrators make any; users who have signed in make their own, with at most their own role.
#[utoipa::path(post, path = "/api/v1/tokens", tag = "access", operation_id = "create_token",
    request_body(content = NewTokenRequest), responses(
    (status = 201, description = "The token: `token` is shown this once.", body = MadeToken,
        headers(("Location" = String, description = "Address of the token."))),
    (status = 409, description = "The name is taken.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn create(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiJson(body): ApiJson<NewTokenRequest>,
) -> Result<Response, Problem> {
    record::note("name", body.name.as_str());
    record::note("role", body.role.as_str());
    if let Some(user) = &body.user {
        record::note("user", user.as_str());
    }
    let wish = TokenWish {
        name: body.name,
        role: body.role,
        user: body.user,
        expires_at: body.expires_at,
    };
    let (row, secret) = state.access().create_token(&caller, &wish).await?;
    let location = format!("/api/v1/tokens/{}", row.id);
    let made = MadeToken {
        token: secret.expose().to_owned(),
        info: row.into(),
    };
    Ok(created::answer(StatusCode::CREATED, location, made))
}

/// Revokes a token: at once on this node, within ten seconds on others. Revoking it again changes nothing.
#[utoipa::path(delete, path = "/api/v1/tokens/{id}", tag = "access", operation_id = "revoke_token",
    params(("id" = Uuid, Path, description = "Id of the token.")), responses(
    (status = 200, description = "The token as it is now.", body = ApiToken),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn revoke(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(id): ApiPath<Uuid>,
) -> Result<Json<ApiToken>, Problem> {
    let revoked = state.access().revoke_token(&caller, ApiTokenId(id)).await?;
    record::note("name", revoked.name.as_str());
    Ok(Json(revoked.into()))
}
