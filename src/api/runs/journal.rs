//! `GET /api/v1/runs/{id}/journal`: the history of a run.

use axum::Json;
use axum::extract::{Extension, State};
use serde::Deserialize;
use throughline_engine::kernel::{FactKind, RunId, Seq};
use utoipa::{IntoParams, ToSchema};

use crate::api::ApiState;
use crate::api::definitions::limit;
use crate::api::extract::{ApiPath, ApiQuery};
use crate::api::problem::{Problem, ProblemBody, ProblemKind};
use crate::api::types::{Fact, JournalPage};
use crate::auth::{Caller, ProcessRight};
use crate::secrets;
use crate::store::{JournalEntry, JournalFilter, JournalFrom};

/// Payload bytes after which a page ends early.
const PAGE_BYTES: usize = 8 * 1024 * 1024;
/// Largest payload of a brief list.
const BRIEF_BYTES: usize = 4 * 1024;
/// The last place there can be: Postgres counts to here.
const LAST_SEQ: u32 = i32::MAX as u32;

/// From which end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::api) enum JournalOrder {
    /// Oldest first.
    #[default]
    Asc,
    /// Newest first.
    Desc,
}

/// Which part.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct JournalQuery {
    /// Facts after this one in the order asked for; from the end where nothing is said.
    after: Option<u32>,
    /// Facts, 1 to 500; 50 where nothing is said. A page with large payloads ends earlier.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u32>,
    /// From which end; the oldest first where nothing is said.
    #[serde(default)]
    #[param(inline)]
    order: JournalOrder,
    /// Only of these kinds, with commas between, e.g. `effect_failed,retried`.
    #[param(max_length = 300)]
    kind: Option<String>,
    /// Only of this step (its path), and of the steps inside of it.
    #[param(max_length = 1000)]
    step: Option<String>,
    /// Only of the item with this number.
    item: Option<u32>,
    /// Only facts in whose payload this text stands, as it is shown; capital letters are as small ones.
    #[param(max_length = 200)]
    text: Option<String>,
    /// Only up to this fact.
    until: Option<u32>,
    /// Without large payloads, see `payload_bytes`.
    #[serde(default)]
    brief: bool,
}

/// Facts of a run, as they were recorded.
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
    let limit = limit(query.limit)?;
    let mut filter = JournalFilter {
        kinds: kinds(query.kind.as_deref())?,
        // What Postgres cannot keep stands in no journal.
        step: query.step.map(|step| step.replace('\0', "\u{fffd}")),
        places: None,
        until: query.until.map(|until| Seq(until.min(LAST_SEQ))),
    };
    state.must_with_run(&caller, run, ProcessRight::See).await?;
    let store = state.runtime().store();
    if store.run(run).await?.is_none() {
        return Err(Problem::no_run(run));
    }
    if let Some(item) = query.item {
        filter.places = Some(state.runtime().facts_of_item(run, item).await?);
    }
    let from = JournalFrom {
        newest_first: query.order == JournalOrder::Desc,
        after: query.after.map(|after| Seq(after.min(LAST_SEQ))),
    };
    let found = match query.text.filter(|text| !text.is_empty()) {
        None => store.find_facts(run, &filter, from, limit).await?,
        Some(text) => {
            let text = text.to_lowercase();
            let shows = |payload: &[u8]| {
                // Looked for in what is shown: nobody finds a secret by guessing at it.
                std::str::from_utf8(payload)
                    .is_ok_and(|payload| secrets::conceal(payload).to_lowercase().contains(&text))
            };
            store.find_facts_that_show(run, &filter, &shows, from, limit).await?
        }
    };
    let most = if query.brief { BRIEF_BYTES } else { usize::MAX };
    let (items, all) = decode(found.rows, run, most)?;
    let next_after = items.last().filter(|_| found.more || !all).map(|fact| fact.seq);
    Ok(Json(JournalPage {
        items,
        next_after,
        total: found.total,
    }))
}

fn kinds(words: Option<&str>) -> Result<Vec<FactKind>, Problem> {
    let words = words
        .into_iter()
        .flat_map(|words| words.split(','))
        .filter(|word| !word.is_empty());
    words
        .map(|word| {
            FactKind::ALL
                .into_iter()
                .find(|kind| kind.as_str() == word)
                .ok_or_else(|| {
                    let known: Vec<&str> = FactKind::ALL.iter().map(|kind| kind.as_str()).collect();
                    let detail = format!("`kind`: there is no `{word}`; there are {}.", known.join(", "));
                    Problem::new(ProblemKind::BadRequest, detail)
                })
        })
        .collect()
}

/// The facts that fit a page, at least one; and whether they are all.
fn decode(rows: Vec<JournalEntry>, run: RunId, most: usize) -> Result<(Vec<Fact>, bool), Problem> {
    let count = rows.len();
    let mut bytes = 0;
    let mut items = Vec::with_capacity(count);
    for row in rows {
        bytes += if row.payload.len() <= most {
            row.payload.len()
        } else {
            0
        };
        if bytes > PAGE_BYTES && !items.is_empty() {
            break;
        }
        items.push(show(row, run, most)?);
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
