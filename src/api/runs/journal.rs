//! `GET /api/v1/runs/{id}/journal`: the history of a run.

use axum::Json;
use axum::extract::{Extension, State};
use serde::Deserialize;
use throughline_engine::kernel::{RunId, Seq};
use utoipa::IntoParams;

use crate::api::ApiState;
use crate::api::definitions::limit;
use crate::api::extract::{ApiPath, ApiQuery};
use crate::api::problem::{Problem, ProblemBody};
use crate::api::types::{Fact, JournalPage};
use crate::auth::{Caller, ProcessRight};
use crate::store::JournalEntry;

/// Payload bytes after which a page ends early.
const PAGE_BYTES: usize = 8 * 1024 * 1024;
/// The last place there can be: Postgres counts to here.
const LAST_SEQ: u32 = i32::MAX as u32;

/// Which part.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct JournalQuery {
    /// Facts after this one; from the first where nothing is said.
    after: Option<u32>,
    /// Facts, 1 to 500; 50 where nothing is said. A page with large payloads ends earlier.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u32>,
}

/// Facts of a run, oldest first, as they were recorded.
#[utoipa::path(get, path = "/api/v1/runs/{id}/journal", tag = "runs", operation_id = "read_journal",
    params(("id" = uuid::Uuid, Path, description = "Id of the run."), JournalQuery), responses(
    (status = 200, description = "Part of the journal.", body = JournalPage),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn journal(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(run): ApiPath<RunId>,
    ApiQuery(query): ApiQuery<JournalQuery>,
) -> Result<Json<JournalPage>, Problem> {
    state.must_with_run(&caller, run, ProcessRight::See).await?;
    let limit = limit(query.limit)?;
    let after = query.after.unwrap_or(0).min(LAST_SEQ);
    let store = state.runtime().store();
    let rows = store.journal_page(run, Seq(after), limit).await?;
    if rows.is_empty() && store.run(run).await?.is_none() {
        return Err(Problem::no_run(run));
    }
    let whole = rows.len() < limit as usize;
    let (items, all) = decode(rows, run)?;
    let next_after = items.last().filter(|_| !(whole && all)).map(|fact| fact.seq);
    Ok(Json(JournalPage { items, next_after }))
}

/// The facts that fit a page, at least one; and whether they are all.
fn decode(rows: Vec<JournalEntry>, run: RunId) -> Result<(Vec<Fact>, bool), Problem> {
    let count = rows.len();
    let mut bytes = 0;
    let mut items = Vec::with_capacity(count);
    for row in rows {
        bytes += row.payload.len();
        if bytes > PAGE_BYTES && !items.is_empty() {
            break;
        }
        items.push(show(row, run, usize::MAX)?);
    }
    let all = items.len() == count;
    Ok((items, all))
}

/// A row for showing.
pub(super) fn show(row: JournalEntry, run: RunId, most: usize) -> Result<Fact, Problem> {
    let seq = row.seq;
    Fact::show(row, most).map_err(|error| {
        tracing::error!(%error, %run, %seq, "a payload of the journal is no JSON object");
        Problem::internal()
    })
}
