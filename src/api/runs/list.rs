//! `GET /api/v1/runs`: newest first, page by page, without payloads.

use axum::Json;
use axum::extract::{Extension, State};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use throughline_engine::kernel::{RunId, RunStatus};
use utoipa::IntoParams;

use crate::api::definitions::limit;
use crate::api::extract::ApiQuery;
use crate::api::problem::{Problem, ProblemBody, ProblemKind};
use crate::api::types::{Page, RunSummary};
use crate::api::{ApiState, cursor};
use crate::auth::Caller;
use crate::store::{RunFilter, TriggerKind};

/// Which runs, and which page of them.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct RunsQuery {
    /// Key of a process.
    process: Option<String>,
    /// Statuses, with commas between: `incident,failed`.
    #[param(example = "incident,failed")]
    status: Option<String>,
    /// A business key, exactly.
    business_key: Option<String>,
    /// Accepted at this instant or later (RFC 3339).
    since: Option<DateTime<Utc>>,
    /// Accepted before this instant (RFC 3339).
    until: Option<DateTime<Utc>>,
    /// Who started it, exactly, e.g. `token:ci`.
    started_by: Option<String>,
    /// What started it.
    trigger: Option<TriggerKind>,
    /// `next_cursor` of the page before, with the same filter.
    cursor: Option<String>,
    /// Rows, 1 to 500; 50 where nothing is said.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u32>,
}

/// Runs, newest first.
#[utoipa::path(get, path = "/api/v1/runs", tag = "runs", operation_id = "list_runs", params(RunsQuery), responses(
    (status = 200, description = "A page.", body = Page<RunSummary>),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn list(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiQuery(query): ApiQuery<RunsQuery>,
) -> Result<Json<Page<RunSummary>>, Problem> {
    let limit = limit(query.limit)?;
    let before = cursor::read(query.cursor.as_deref())?;
    let before: Option<RunId> = before.map(|id| id.parse().map_err(|_| cursor::wrong())).transpose()?;
    let filter = RunFilter {
        process: query.process,
        status: query.status.as_deref().map(statuses).transpose()?.unwrap_or_default(),
        business_key: query.business_key,
        since: query.since,
        hidden: state.hidden_from(&caller).await?,
        until: query.until,
        started_by: query.started_by,
        trigger: query.trigger,
    };
    let rows = state.runtime().store().runs(&filter, before, limit).await?;
    // A full page may be the last one; the next is empty then. Cheaper than reading a row more for every page.
    let next_cursor = rows
        .last()
        .filter(|_| rows.len() == limit as usize)
        .map(|row| cursor::write(&row.id.to_string()));
    Ok(Json(Page {
        items: rows.into_iter().map(Into::into).collect(),
        next_cursor,
    }))
}

fn statuses(text: &str) -> Result<Vec<RunStatus>, Problem> {
    let known = |word: &str| RunStatus::ALL.into_iter().find(|status| status.as_str() == word);
    text.split(',')
        .map(|word| {
            known(word.trim()).ok_or_else(|| {
                let all = RunStatus::ALL.map(RunStatus::as_str).join(", ");
                let word: String = word.chars().take(40).collect();
                Problem::new(
                    ProblemKind::BadRequest,
                    format!("There is no status `{word}`; there are {all}."),
                )
            })
        })
        .collect()
}
