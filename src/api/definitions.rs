//! Definitions: deploy, check, list, read.

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::IntoParams;

use super::definition_use::tell_activity;
use super::extract::{ApiPath, ApiQuery, ApiSource};
use super::problem::{Problem, ProblemBody, ProblemKind};
use super::types::{Definition, DefinitionDetails, DefinitionVersion, Deployed, LibraryEntry, Page, Validation};
use super::{ApiState, cursor};
use crate::api::created;
use crate::auth::{Caller, ProcessRight};
use crate::runtime::DefinitionError;

/// Rows of a page where nothing is said.
const DEFAULT_PAGE: u32 = 50;
/// Most rows of a page.
const MAX_PAGE: u32 = 500;
/// Longest text that is searched for, in characters.
const MAX_SEARCH: usize = 200;
/// Longest heading, in characters.
const MAX_GROUP: usize = 100;
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
    Ok(created::answer(
        status,
        location,
        Deployed {
            definition,
            is_new: deployed.is_new,
            warnings,
        },
    ))
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
    /// Only those under this heading, as it is written in their definitions; at most 100 characters.
    #[param(max_length = 100)]
    group: Option<String>,
    /// With `true`, each entry says how many of its runs have not ended and which run was its last.
    activity: Option<bool>,
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
    let rows_asked = limit(query.limit)?;
    let limit = rows_asked as usize;
    bounded("q", query.q.as_deref(), MAX_SEARCH)?;
    bounded("group", query.group.as_deref(), MAX_GROUP)?;
    let mut after = cursor::read(query.cursor.as_deref())?;
    let hidden = state.hidden_from(&caller).await?;
    let store = state.runtime().store();
    let mut items: Vec<LibraryEntry> = Vec::new();
    // A heading stands in the source, not in a column: rows are read until enough of them have it. One more than the page
    // holds tells that there is a next one.
    let at_once = if query.group.is_some() { MAX_PAGE } else { rows_asked } + 1;
    while items.len() <= limit {
        let rows = store
            .definitions(query.q.as_deref(), after.as_deref(), &hidden, at_once)
            .await?;
        let is_last = rows.len() < at_once as usize;
        after = rows.last().map(|row| row.key.clone());
        for row in rows {
            let entry = library_entry(&state, row).await?;
            if query.group.is_none() || query.group == entry.group {
                items.push(entry);
            }
            if items.len() > limit {
                break;
            }
        }
        if is_last {
            break;
        }
    }
    let more = items.len() > limit;
    items.truncate(limit);
    let next_cursor = items
        .last()
        .filter(|_| more)
        .map(|entry| cursor::write(&entry.latest.key));
    if query.activity == Some(true) {
        tell_activity(&state, &mut items).await?;
    }
    Ok(Json(Page { items, next_cursor }))
}

async fn library_entry(state: &ApiState, row: crate::store::Definition) -> Result<LibraryEntry, Problem> {
    let compiled = match state.runtime().definitions().get(row.id).await {
        Ok(compiled) => Some(compiled),
        Err(DefinitionError::Store(error)) => return Err(error.into()),
        // A version this service cannot read any more is still there to be seen.
        Err(error) => {
            tracing::warn!(process = row.key, %error, "a definition cannot be read for the library");
            None
        }
    };
    Ok(LibraryEntry::of(
        row,
        compiled.as_deref().map(|compiled| &compiled.process),
    ))
}

/// Refuses a text of the query that is too long.
fn bounded(name: &str, text: Option<&str>, most: usize) -> Result<(), Problem> {
    match text {
        Some(text) if text.chars().count() > most => {
            let detail = format!("`{name}` is longer than {most} characters.");
            Err(Problem::new(ProblemKind::BadRequest, detail))
        }
        _ => Ok(()),
    }
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
    let compiled = state.runtime().definitions().get(latest.id).await?;
    Ok(Json(DefinitionDetails {
        latest: latest.into(),
        description: compiled.process.description.clone(),
        input_order: compiled.input_order.clone(),
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
