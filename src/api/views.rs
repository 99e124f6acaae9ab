//! Saved views: every caller keeps their own, operators and up share them, owners and administrators change them.

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::extract::{ApiBody, ApiPath, ApiQuery};
use super::problem::{Problem, ProblemBody, ProblemKind, sentence};
use super::types::{SavedView, SavedViewList, ViewChange, ViewPage, ViewRequest};
use super::{ApiState, record};
use crate::api::created;
use crate::auth::{Caller, Role};
use crate::store::{self, ViewCaller, ViewContent, ViewError};

/// Longest name, in characters.
const MAX_NAME: usize = 100;
/// Longest address, in characters.
const MAX_ADDRESS: usize = 2000;
/// Last place.
const MAX_POSITION: i32 = 1000;

/// What every caller may do; the handlers look at who may share.
pub(super) fn for_viewers() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(create))
        .routes(routes!(put))
        .routes(routes!(delete))
}

impl From<ViewError> for Problem {
    fn from(error: ViewError) -> Self {
        let kind = match error {
            ViewError::Store(error) => return error.into(),
            ViewError::Unknown(_) => ProblemKind::NotFound,
            ViewError::NotYours { .. } => ProblemKind::Forbidden,
            ViewError::NameTaken(_) | ViewError::Changed { .. } | ViewError::TooMany => ProblemKind::Conflict,
        };
        Self::new(kind, sentence(&error.to_string()))
    }
}

/// Of which page.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ViewsQuery {
    /// The page; runs where nothing is said.
    #[serde(default)]
    page: ViewPage,
}

/// The saved views of a page: the caller's own in their order, then what others share.
#[utoipa::path(get, path = "/api/v1/views", tag = "views", operation_id = "list_views", params(ViewsQuery), responses(
    (status = 200, description = "The views.", body = SavedViewList),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiQuery(query): ApiQuery<ViewsQuery>,
) -> Result<Json<SavedViewList>, Problem> {
    let caller = who(&caller);
    let views = state.runtime().store().views(query.page.as_str(), &caller.key).await?;
    let items = views.into_iter().map(|view| shown(view, &caller)).collect();
    Ok(Json(SavedViewList { items }))
}

/// Saves a view, behind the caller's others.
#[utoipa::path(post, path = "/api/v1/views", tag = "views", operation_id = "create_view",
    request_body(content = ViewRequest), responses(
    (status = 201, description = "The view.", body = SavedView, headers(("Location" = String, description = "Its address."))),
    (status = 409, description = "The caller has one of this name, or as many as there may be.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn create(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiBody(body): ApiBody<ViewRequest>,
) -> Result<Response, Problem> {
    let content = ViewContent {
        name: name(&body.name)?,
        address: address(&body.address)?,
        shared: shared(&caller, body.shared)?,
        position: None,
    };
    note(&content);
    let who = who(&caller);
    let made = state
        .runtime()
        .store()
        .create_view(&who, body.page.as_str(), &content)
        .await?;
    let location = format!("/api/v1/views/{}", made.id);
    Ok(created::answer(StatusCode::CREATED, location, shown(made, &who)))
}

/// Gives a view its name, its filters and its place. The same request again changes nothing.
#[utoipa::path(put, path = "/api/v1/views/{id}", tag = "views", operation_id = "put_view",
    params(("id" = Uuid, Path, description = "Id of the view.")),
    request_body(content = ViewChange), responses(
    (status = 200, description = "The view.", body = SavedView),
    (status = 409, description = "The owner has another one of this name, or somebody changed this one meanwhile.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn put(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(id): ApiPath<Uuid>,
    ApiBody(body): ApiBody<ViewChange>,
) -> Result<Json<SavedView>, Problem> {
    if body.position.is_some_and(|place| !(0..=MAX_POSITION).contains(&place)) {
        let detail = format!("`position` goes from 0 to {MAX_POSITION}. Nothing was changed.");
        return Err(Problem::new(ProblemKind::BadRequest, detail));
    }
    let content = ViewContent {
        name: name(&body.name)?,
        address: address(&body.address)?,
        shared: shared(&caller, body.shared)?,
        position: body.position,
    };
    note(&content);
    let who = who(&caller);
    let changed = state
        .runtime()
        .store()
        .put_view(&who, id, body.version, &content)
        .await?;
    Ok(Json(shown(changed, &who)))
}

/// Deletes a view.
#[utoipa::path(delete, path = "/api/v1/views/{id}", tag = "views", operation_id = "delete_view",
    params(("id" = Uuid, Path, description = "Id of the view.")), responses(
    (status = 204, description = "It is gone."),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn delete(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(id): ApiPath<Uuid>,
) -> Result<StatusCode, Problem> {
    state.runtime().store().delete_view(&who(&caller), id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn who(caller: &Caller) -> ViewCaller {
    let user = caller.user_id().map(|id| id.to_string());
    let token = caller.token_id().map(|id| id.to_string());
    ViewCaller {
        key: user.or(token).unwrap_or_else(|| caller.name().to_owned()),
        name: caller.name().to_owned(),
        administrator: caller.role() == Role::Administrator,
    }
}

fn note(content: &ViewContent<'_>) {
    record::note("name", content.name);
    record::note("shared", content.shared);
}

fn shown(view: store::SavedView, caller: &ViewCaller) -> SavedView {
    SavedView {
        id: view.id,
        page: ViewPage::Runs,
        name: view.name,
        address: view.address,
        shared: view.shared,
        mine: view.owner_key == caller.key,
        owner: view.owner,
        position: view.position,
        version: view.version,
    }
}

fn shared(caller: &Caller, shared: bool) -> Result<bool, Problem> {
    if shared && caller.role() < Role::Operator {
        return Err(Problem::forbidden(caller, Role::Operator));
    }
    Ok(shared)
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

/// A query and nothing else: what is kept is put behind the question mark of one of our own addresses, whoever wrote it.
fn address(address: &str) -> Result<&str, Problem> {
    let of_a_query = |char: char| char.is_ascii_alphanumeric() || "._~%:@!$&'()*+,;=-".contains(char);
    if address.len() <= MAX_ADDRESS && address.chars().all(of_a_query) {
        return Ok(address);
    }
    let detail = format!(
        "`address` is what stands behind the question mark of the page's address, percent-encoded, at most \
         {MAX_ADDRESS} characters. Nothing was changed."
    );
    Err(Problem::new(ProblemKind::BadRequest, detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_query_and_nothing_else() {
        for good in ["", "status=incident%2Cfailed&since=24h", "var=ext:1005&q=%D1%8F"] {
            assert!(address(good).is_ok(), "{good}");
        }
        let long = "a".repeat(MAX_ADDRESS + 1);
        for bad in [
            "?status=x",
            "//evil.example/",
            "a#b",
            "a b",
            "q=я",
            "a\n",
            "<script>",
            &long,
        ] {
            assert!(address(bad).is_err(), "{bad}");
        }
    }
}
