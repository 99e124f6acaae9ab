//! Named secrets: set, listed and forgotten by administrators; their values never come out again.

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::StatusCode;

use super::ApiState;
use super::extract::{ApiJson, ApiPath};
use super::problem::{Problem, ProblemBody, ProblemKind};
use super::types::{NamedSecret, SecretList, SecretValue};
use crate::auth::Caller;
use crate::secrets::{NamedSecretError, SecretName};

/// Every named secret, without its value.
#[utoipa::path(get, path = "/api/v1/secrets", tag = "secrets", operation_id = "list_secrets", responses(
    (status = 200, description = "All of them.", body = SecretList),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list(State(state): State<ApiState>) -> Result<Json<SecretList>, Problem> {
    let rows = state.runtime().connectors().secrets().list().await?;
    Ok(Json(SecretList {
        items: rows.into_iter().map(Into::into).collect(),
    }))
}

/// Sets a secret, new or in the place of the one before. Connections that refer to it take it at their next sign-in, at
/// the latest after a minute.
#[utoipa::path(put, path = "/api/v1/secrets/{name}", tag = "secrets", operation_id = "set_secret",
    params(("name" = String, Path, description = "Its name: letters, digits, `_`, `-` and `.`, beginning with a letter or digit.",
        min_length = 1, max_length = 100, pattern = "^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$")),
    request_body = SecretValue, responses(
    (status = 200, description = "It is set.", body = NamedSecret),
    (status = 201, description = "It is set and was not there before.", body = NamedSecret),
    (status = 409, description = "The key file of this node does not fit its database.", body = ProblemBody,
        content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn set(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(name): ApiPath<String>,
    ApiJson(body): ApiJson<SecretValue>,
) -> Result<(StatusCode, Json<NamedSecret>), Problem> {
    let name = read_name(&name)?;
    let secrets = state.runtime().connectors().secrets();
    let row = secrets.put(&name, &body.value.0, caller.name()).await?;
    tracing::info!(secret = %name, version = row.version, by = caller.name(), "a secret was set");
    let status = if row.version == 1 {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, Json(row.into())))
}

/// Forgets a secret. Connections that refer to it fail from their next sign-in on.
#[utoipa::path(delete, path = "/api/v1/secrets/{name}", tag = "secrets", operation_id = "delete_secret",
    params(("name" = String, Path, description = "Its name.",
        min_length = 1, max_length = 100, pattern = "^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$")), responses(
    (status = 204, description = "It is gone."),
    (status = 404, description = "There is none of this name.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn delete(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(name): ApiPath<String>,
) -> Result<StatusCode, Problem> {
    let name = read_name(&name)?;
    state.runtime().connectors().secrets().delete(&name).await?;
    tracing::info!(secret = %name, by = caller.name(), "a secret was deleted");
    Ok(StatusCode::NO_CONTENT)
}

fn read_name(text: &str) -> Result<SecretName, Problem> {
    text.parse().map_err(|error: crate::secrets::WrongName| {
        Problem::new(
            ProblemKind::BadRequest,
            format!("The address names no secret: {error}. Nothing was done."),
        )
    })
}

impl From<NamedSecretError> for Problem {
    fn from(error: NamedSecretError) -> Self {
        match error {
            NamedSecretError::Missing(name) => Self::new(
                ProblemKind::NotFound,
                format!("There is no secret `{name}`. `GET /api/v1/secrets` lists those there are."),
            ),
            NamedSecretError::WrongLength => Self::new(
                ProblemKind::BadRequest,
                "`value` is a text of 1 to 16,384 characters. Nothing was done.",
            ),
            NamedSecretError::WrongKey(_) | NamedSecretError::Closed { .. } => {
                Self::new(ProblemKind::Conflict, format!("Nothing was done: {error}."))
            }
            NamedSecretError::Store(error) => error.into(),
            NamedSecretError::NoDatabase => {
                tracing::error!(%error, "a service without its secrets");
                Self::internal()
            }
        }
    }
}
