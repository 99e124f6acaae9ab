//! Definitions: deploy, check, list, read.

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::IntoParams;

use super::extract::{ApiPath, ApiQuery, ApiSource};
use super::problem::{Problem, ProblemBody, ProblemKind};
use super::types::{Definition, DefinitionDetails, DefinitionVersion, Deployed, LibraryEntry, Page, Validation};
use super::{ApiState, cursor};
use crate::auth::{Caller, ProcessRight};
use crate::runtime::DefinitionError;

/// Rows of a page where nothing is said.
const DEFAULT_PAGE: u32 = 50;
/// Most rows of a page.
const MAX_PAGE: u32 = 500;
/// Longest text that is searched for, in characters.
const MAX_SEARCH: usize = 200;
/// Versions shown with a process.
const VERSIONS: u32 = 100;

/// Deploys a definition: a new version where its content changed.
#[utoipa::path(post, path = "/api/v1/definitions", tag = "definitions", operation_id = "deploy_definition",
    request_body(content((String = "application/yaml"), (String = "text/plain")), description = "A definition file of at most 1 MiB."),
    responses(
        (status = 201, description = "A new version.", body = Deployed),
        (status = 200, description = "The latest version has this content already.", body = Deployed),
        (status = 422, description = "The definition has mistakes.", body = ProblemBody, content_type = "application/problem+json"),
        (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn deploy(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiSource(source): ApiSource,
) -> Result<Response, Problem> {
    let deployed = state.runtime().deploy(&source, caller.name()).await?;
    let definition = Definition::from(deployed.row);
    let location = format!("/api/v1/definitions/{}/{}", definition.key, definition.version);
    let status = if deployed.is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    let warnings = deployed.warnings.into_iter().map(Into::into).collect();
    let mut response = (
        status,
        Json(Deployed {
            definition,
            is_new: deployed.is_new,
            warnings,
        }),
    )
        .into_response();
    if let Ok(location) = HeaderValue::from_str(&location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

/// Checks a definition and deploys nothing.
#[utoipa::path(post, path = "/api/v1/definitions/validate", tag = "definitions", operation_id = "validate_definition",
    extensions(("x-changes" = json!(false))),
    request_body(content((String = "application/yaml"), (String = "text/plain")), description = "A definition file of at most 1 MiB."),
    responses(
        (status = 200, description = "What was found; `valid` says whether it could be deployed.", body = Validation),
        (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn validate(
    State(state): State<ApiState>,
    ApiSource(source): ApiSource,
) -> Result<Json<Validation>, Problem> {
    let (valid, found) = match state.runtime().check(&source) {
        Ok(warnings) => (true, warnings),
        Err(diagnostics) => (false, diagnostics),
    };
    Ok(Json(Validation {
        valid,
        diagnostics: found.into_iter().map(Into::into).collect(),
    }))
}

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PageQuery {
    /// `next_cursor` of the page before.
    pub(super) cursor: Option<String>,
    /// Rows, 1 to 500; 50 where nothing is said.
    #[param(minimum = 1, maximum = 500)]
    pub(super) limit: Option<u32>,
}

/// Which processes.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct LibraryQuery {
    /// Only those with this text in their key or name, whatever its case; at most 200 characters.
    #[param(max_length = 200)]
    q: Option<String>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Rows, 1 to 500; 50 where nothing is said.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u32>,
}

/// The process library: the latest version of every process, by key.
#[utoipa::path(get, path = "/api/v1/definitions", tag = "definitions", operation_id = "list_definitions", params(LibraryQuery), responses(
    (status = 200, description = "A page.", body = Page<LibraryEntry>),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiQuery(query): ApiQuery<LibraryQuery>,
) -> Result<Json<Page<LibraryEntry>>, Problem> {
    let limit = limit(query.limit)?;
    if query.q.as_ref().is_some_and(|q| q.chars().count() > MAX_SEARCH) {
        let detail = format!("`q` is longer than {MAX_SEARCH} characters.");
        return Err(Problem::new(ProblemKind::BadRequest, detail));
    }
    let after = cursor::read(query.cursor.as_deref())?;
    let hidden = state.hidden_from(&caller).await?;
    let store = state.runtime().store();
    let q = query.q.as_deref();
    let mut rows = store.definitions(q, after.as_deref(), &hidden, limit + 1).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next_cursor = rows.last().filter(|_| more).map(|row| cursor::write(&row.key));
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        let compiled = match state.runtime().definitions().get(row.id).await {
            Ok(compiled) => Some(compiled),
            Err(DefinitionError::Store(error)) => return Err(error.into()),
            // A version this service cannot read any more is still there to be seen.
            Err(error) => {
                tracing::warn!(process = row.key, %error, "a definition cannot be read for the library");
                None
            }
        };
        items.push(LibraryEntry::of(
            row,
            compiled.as_deref().map(|compiled| &compiled.process),
        ));
    }
    Ok(Json(Page { items, next_cursor }))
}

/// A process: its latest version, its input, its versions.
#[utoipa::path(get, path = "/api/v1/definitions/{key}", tag = "definitions", operation_id = "get_definition",
    params(("key" = String, Path, description = "Key of the process.")), responses(
    (status = 200, description = "The process.", body = DefinitionDetails),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn show(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(key): ApiPath<String>,
) -> Result<Json<DefinitionDetails>, Problem> {
    state.must(&caller, &key, ProcessRight::See).await?;
    let versions = state
        .runtime()
        .store()
        .definition_versions(&key, None, VERSIONS)
        .await?;
    let latest = versions
        .first()
        .cloned()
        .ok_or_else(|| Problem::no_process(&key, None))?;
    let compiled = state.runtime().definitions().find(&key, Some(latest.version)).await?;
    Ok(Json(DefinitionDetails {
        latest: latest.into(),
        description: compiled.process.description.clone(),
        input_schema: compiled.process.input_schema.clone(),
        versions: versions.into_iter().map(Into::into).collect(),
    }))
}

/// One version of a process with its source.
#[utoipa::path(get, path = "/api/v1/definitions/{key}/{version}", tag = "definitions", operation_id = "get_definition_version",
    params(("key" = String, Path, description = "Key of the process."), ("version" = i32, Path, description = "Number of the version.")),
    responses(
    (status = 200, description = "The version.", body = DefinitionVersion),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn show_version(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath((key, version)): ApiPath<(String, i32)>,
) -> Result<Json<DefinitionVersion>, Problem> {
    if !state.sees(&caller, &key).await? {
        return Err(Problem::no_process(&key, Some(version)));
    }
    let found = state.runtime().store().definition(&key, Some(version)).await?;
    let found = found.ok_or_else(|| Problem::no_process(&key, Some(version)))?;
    let compiled = state.runtime().definitions().find(&key, Some(version)).await?;
    Ok(Json(DefinitionVersion {
        definition: found.definition.into(),
        description: compiled.process.description.clone(),
        input_schema: compiled.process.input_schema.clone(),
        source: found.source,
    }))
}

/// One version of a process as BPMN 2.0 XML with its diagram.
///
/// The id of an element is the path of its step with dots for slashes.
#[utoipa::path(get, path = "/api/v1/definitions/{key}/{version}/bpmn", tag = "definitions", operation_id = "get_definition_bpmn",
    params(("key" = String, Path, description = "Key of the process."), ("version" = i32, Path, description = "Number of the version.")),
    responses(
    (status = 200, description = "The document.", body = String, content_type = "application/xml"),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn bpmn(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath((key, version)): ApiPath<(String, i32)>,
) -> Result<Response, Problem> {
    if !state.sees(&caller, &key).await? {
        return Err(Problem::no_process(&key, Some(version)));
    }
    let compiled = state.runtime().definitions().find(&key, Some(version)).await;
    let compiled = compiled.map_err(|error| match error {
        DefinitionError::Unknown { .. } => Problem::no_process(&key, Some(version)),
        error => error.into(),
    })?;
    let xml = throughline_engine::bpmn::to_xml(&compiled.process);
    Ok(([(header::CONTENT_TYPE, "application/xml")], xml).into_response())
}

/// Rows asked for.
pub(super) fn limit(asked: Option<u32>) -> Result<u32, Problem> {
    match asked {
        None => Ok(DEFAULT_PAGE),
        Some(limit) if (1..=MAX_PAGE).contains(&limit) => Ok(limit),
        Some(limit) => Err(Problem::new(
            super::problem::ProblemKind::BadRequest,
            format!("`limit` is {limit}; it goes from 1 to {MAX_PAGE}."),
        )),
    }
}
