//! Forms: what can be chosen, and whether what was written fits. Nothing is written.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use super::problems::ReadProblems;
use crate::api::ApiState;
use crate::api::extract::{ApiJson, ApiPath, ApiQuery};
use crate::api::problem::{Problem, ProblemKind};
use crate::api::types::{CandidateList, FormCheck, FormCheckRequest};
use crate::sections::{FormPlace, Section};

/// Candidates where nothing is said.
const DEFAULT_CANDIDATES: u32 = 20;
/// Most candidates.
const MAX_CANDIDATES: u32 = 200;

/// Which form, and what to look for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct LookupQuery {
    /// Text searched for; at most 200 characters, no control characters.
    #[param(max_length = 200, pattern = r"^[^\x00-\x1f\x7f-\x9f]*$")]
    q: Option<String>,
    /// Id of the record the form belongs to; none for a new one.
    record: Option<String>,
    /// Key of the detail something is added to; goes with `record`.
    detail: Option<String>,
    /// Key of the action that asks.
    action: Option<String>,
    /// How many, 1 to 200; 20 where nothing is said.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// What can be chosen in a lookup field of a form.
#[utoipa::path(get, path = "/api/v1/sections/{section}/lookups/{field}", tag = "sections", operation_id = "list_candidates",
    params(("section" = String, Path, description = "Key of the section."), ("field" = String, Path, description = "Key of the field."), LookupQuery),
    responses(
    (status = 200, description = "Candidates.", body = CandidateList),
    ReadProblems,
))]
pub(in crate::api) async fn lookup(
    State(state): State<ApiState>,
    ApiPath((section, field)): ApiPath<(String, String)>,
    ApiQuery(query): ApiQuery<LookupQuery>,
) -> Result<Json<CandidateList>, Problem> {
    let section = state.sections().get(&section)?;
    let limit = query.limit.unwrap_or(DEFAULT_CANDIDATES);
    if !(1..=MAX_CANDIDATES).contains(&limit) {
        let detail = format!("`limit` is 1 to {MAX_CANDIDATES}.");
        return Err(Problem::new(ProblemKind::BadRequest, detail));
    }
    let place = place(
        section,
        query.record.as_deref(),
        query.detail.as_deref(),
        query.action.as_deref(),
    )?;
    let found = state
        .sections()
        .candidates(section, place, &field, query.q.as_deref(), limit)
        .await?;
    Ok(Json(CandidateList {
        items: found.candidates.into_iter().map(Into::into).collect(),
        more: found.more,
    }))
}

/// Fills in a form and says what does not fit: required fields, rules, choices, uniqueness. Nothing is written.
#[utoipa::path(post, path = "/api/v1/sections/{section}/form/check", tag = "sections", operation_id = "check_form",
    params(("section" = String, Path, description = "Key of the section.")),
    request_body(content = FormCheckRequest, description = "The values so far."),
    extensions(("x-changes" = json!(false))), responses(
    (status = 200, description = "The form, filled in, and what does not fit.", body = FormCheck),
    ReadProblems,
))]
pub(in crate::api) async fn check(
    State(state): State<ApiState>,
    ApiPath(section): ApiPath<String>,
    ApiJson(body): ApiJson<FormCheckRequest>,
) -> Result<Json<FormCheck>, Problem> {
    let section = state.sections().get(&section)?;
    let place = place(
        section,
        body.record.as_deref(),
        body.detail.as_deref(),
        body.action.as_deref(),
    )?;
    let checked = state.sections().check_form(section, place, &body.values).await?;
    Ok(Json(checked.into()))
}

fn place<'a>(
    section: &'a Section,
    record: Option<&'a str>,
    detail: Option<&str>,
    action: Option<&str>,
) -> Result<FormPlace<'a>, Problem> {
    let bad = |detail: &str| Err(Problem::new(ProblemKind::BadRequest, detail));
    match (record, detail, action) {
        (None, None, None) => Ok(FormPlace::Add),
        (Some(record), None, None) => Ok(FormPlace::Edit(record)),
        (Some(record), Some(detail), None) => Ok(FormPlace::Detail(record, section.detail(detail)?)),
        (None, Some(_), None) => bad("A detail belongs to a record: say which with `record`."),
        (record, None, Some(action)) => match section.action(action) {
            Some(action) => Ok(FormPlace::Action(record, action)),
            None => Err(section.missing("action with a form", action).into()),
        },
        (_, Some(_), Some(_)) => bad("`detail` and `action` name two forms; leave one out."),
    }
}
