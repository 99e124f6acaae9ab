//! Acts on many runs at once: freeze a selection and say what would be done, start it, stop it, look how far it is.

use std::time::Duration;

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use throughline_engine::kernel::RunId;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::definitions::limit;
use super::extract::{ApiBody, ApiJson, ApiPath, ApiQuery};
use super::problem::{Problem, ProblemBody, ProblemKind, sentence};
use super::runs::act::reason;
use super::types::{Bulk, BulkFit, BulkItem, BulkRequest, BulkSelection, BulkStartRequest, Page, RunFilter};
use super::{ApiState, cursor, record};
use crate::api::created;
use crate::auth::{Caller, ProcessRight, Role};
use crate::store::{
    self, BulkAction, BulkBecame, BulkOutcome, FreezeError, ItemFilter, NewBulk, Selection, StateError,
};

/// Most runs of one act: what a worker sees to in a few minutes, and a person can still mean.
const MOST_RUNS: i64 = 100_000;
/// Most ids of one request.
const MOST_IDS: usize = 1000;
/// How long a preview can be started: longer than a person reads, shorter than they forget.
const FRESH: Duration = Duration::from_secs(15 * 60);

/// Those who look.
pub(super) fn for_viewers() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(show))
        .routes(routes!(items))
}

/// Those who act.
pub(super) fn for_operators() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(fit))
        .routes(routes!(create))
        .routes(routes!(start))
        .routes(routes!(stop))
}

impl From<FreezeError> for Problem {
    fn from(error: FreezeError) -> Self {
        match error {
            FreezeError::Store(error) => error.into(),
            FreezeError::TooMany { .. } => Self::new(ProblemKind::Unprocessable, sentence(&error.to_string())),
        }
    }
}

impl From<StateError> for Problem {
    fn from(error: StateError) -> Self {
        let kind = match error {
            StateError::Store(error) => return error.into(),
            StateError::Unknown(_) => ProblemKind::NotFound,
            StateError::Expired | StateError::Nothing | StateError::WasStopped => ProblemKind::Conflict,
        };
        Self::new(kind, sentence(&error.to_string()))
    }
}

/// Freezes a selection and says what would be done. Nothing is done before it is started.
///
/// Which runs are acted on is decided here, once: the answer's `runs` is their number, and a start acts on just these.
#[utoipa::path(post, path = "/api/v1/bulk", tag = "runs", operation_id = "create_bulk",
    request_body(content = BulkRequest), responses(
    (status = 201, description = "The preview. It can be started for 15 minutes.", body = Bulk, headers(("Location" = String, description = "Its address."))),
    (status = 422, description = "More than 100,000 runs would be acted on.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn create(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiBody(body): ApiBody<BulkRequest>,
) -> Result<Response, Problem> {
    let reason = reason(body.reason)?;
    let no_right = state.access().rights().await?.not_operable_by(&caller);
    let id = Uuid::now_v7();
    let mut new = NewBulk {
        id,
        action: body.action,
        filter: None,
        reason: reason.as_deref(),
        created_by: caller.name(),
        fresh: FRESH,
        no_right: &no_right,
        most: MOST_RUNS,
    };
    let asked = body.filter.as_ref().map(serde_json::to_string).transpose();
    let asked = asked.map_err(|_| Problem::internal())?;
    new.filter = asked.as_deref();
    let which = Which::of(&state, &caller, body.filter, body.ids).await?;
    let runs = state.runtime().store().freeze_bulk(&new, &which.selection()).await?;
    record::note("action", body.action.as_str());
    record::note("runs", runs);
    let shown = whole(&state, id).await?.ok_or_else(|| none(id))?;
    Ok(created::answer(
        StatusCode::CREATED,
        format!("/api/v1/bulk/{id}"),
        shown,
    ))
}

/// Counts how many runs of a selection each action would act on. Nothing is kept.
#[utoipa::path(post, path = "/api/v1/bulk/fit", tag = "runs", operation_id = "fit_bulk",
    request_body(content = BulkSelection), extensions(("x-changes" = json!(false))), responses(
    (status = 200, description = "The numbers.", body = BulkFit),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn fit(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiBody(body): ApiBody<BulkSelection>,
) -> Result<Json<BulkFit>, Problem> {
    let no_right = state.access().rights().await?.not_operable_by(&caller);
    let which = Which::of(&state, &caller, body.filter, body.ids).await?;
    let fit = state.runtime().store().fit_bulk(&which.selection(), &no_right).await?;
    Ok(Json(fit.into()))
}

/// Starts what a preview showed: on just those runs, one after the other, also through a restart of the service.
///
/// Whoever made the preview starts it, and may say why, as they saw what it is about. A second start changes nothing. What does not fit a run any more is not forced
/// on it: it is skipped, and says why.
#[utoipa::path(post, path = "/api/v1/bulk/{id}/start", tag = "runs", operation_id = "start_bulk",
    params(("id" = Uuid, Path, description = "Id of the act.")),
    request_body(content = BulkStartRequest, description = "May be left out."), responses(
    (status = 200, description = "It is under way, or over already.", body = Bulk),
    (status = 409, description = "The preview is too old, acts on no run, or was stopped.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn start(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(id): ApiPath<Uuid>,
    ApiJson(body): ApiJson<BulkStartRequest>,
) -> Result<Json<Bulk>, Problem> {
    let reason = reason(body.reason)?;
    let row = seen(&state, &caller, id).await?;
    if row.created_by != caller.name() {
        let detail = format!(
            "This preview was made by {}, with their rights; make one of your own. Nothing was done.",
            row.created_by
        );
        return Err(Problem::new(ProblemKind::Forbidden, detail));
    }
    // Rights may have been taken since.
    for group in row.groups.iter().filter(|group| group.left_out.is_none()) {
        state.must(&caller, &group.process, ProcessRight::Operate).await?;
    }
    note(&row);
    state.runtime().store().start_bulk(id, reason.as_deref()).await?;
    Ok(Json(whole(&state, id).await?.ok_or_else(|| none(id))?))
}

/// Stops an act: the runs that were acted on stay so, the others are left as they are.
#[utoipa::path(post, path = "/api/v1/bulk/{id}/stop", tag = "runs", operation_id = "stop_bulk",
    params(("id" = Uuid, Path, description = "Id of the act.")), responses(
    (status = 200, description = "It is stopped, or was over already.", body = Bulk),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn stop(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(id): ApiPath<Uuid>,
) -> Result<Json<Bulk>, Problem> {
    let row = seen(&state, &caller, id).await?;
    if row.created_by != caller.name() && caller.role() < Role::Administrator {
        for group in row.groups.iter().filter(|group| group.left_out.is_none()) {
            state.must(&caller, &group.process, ProcessRight::Operate).await?;
        }
    }
    note(&row);
    state.runtime().store().stop_bulk(id, caller.name()).await?;
    Ok(Json(whole(&state, id).await?.ok_or_else(|| none(id))?))
}

/// An act on many runs with its numbers.
#[utoipa::path(get, path = "/api/v1/bulk/{id}", tag = "runs", operation_id = "get_bulk",
    params(("id" = Uuid, Path, description = "Id of the act.")), responses(
    (status = 200, description = "The act.", body = Bulk),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn show(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(id): ApiPath<Uuid>,
) -> Result<Json<Bulk>, Problem> {
    seen(&state, &caller, id).await?;
    Ok(Json(whole(&state, id).await?.ok_or_else(|| none(id))?))
}

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct BulksQuery {
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Rows, 1 to 500; 50 where nothing is said.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u32>,
}

/// Acts on many runs that were started, newest first. Those with runs the caller may not see are left out.
#[utoipa::path(get, path = "/api/v1/bulk", tag = "runs", operation_id = "list_bulks", params(BulksQuery), responses(
    (status = 200, description = "A page.", body = Page<Bulk>),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn list(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiQuery(query): ApiQuery<BulksQuery>,
) -> Result<Json<Page<Bulk>>, Problem> {
    let limit = limit(query.limit)?;
    let before = cursor::read(query.cursor.as_deref())?;
    let before: Option<Uuid> = before.map(|id| id.parse().map_err(|_| cursor::wrong())).transpose()?;
    let store = state.runtime().store();
    let rows = store.bulks(before, limit, &state.hidden_from(&caller).await?).await?;
    let next_cursor = rows
        .last()
        .filter(|_| rows.len() == limit as usize)
        .map(|row| cursor::write(&row.id.to_string()));
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let counts = store.bulk_counts(&ids).await?;
    let counts_of = |id: Uuid| {
        let known = counts.iter().find(|(of, _)| *of == id);
        known.map(|(_, counts)| *counts).unwrap_or_default()
    };
    let items = rows
        .into_iter()
        .map(|row| {
            let counts = counts_of(row.id);
            Bulk::new(row, counts, None)
        })
        .collect();
    Ok(Json(Page { items, next_cursor }))
}

/// Which runs of an act, and which page of them.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ItemsQuery {
    /// Only those whose act ended so.
    outcome: Option<BulkOutcome>,
    /// Only those that were acted on and stand so now.
    became: Option<BulkBecame>,
    /// `next_cursor` of the page before, with the same filter.
    cursor: Option<String>,
    /// Rows, 1 to 500; 50 where nothing is said.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u32>,
}

/// The runs of an act, in the order they are acted on.
#[utoipa::path(get, path = "/api/v1/bulk/{id}/items", tag = "runs", operation_id = "list_bulk_items",
    params(("id" = Uuid, Path, description = "Id of the act."), ItemsQuery), responses(
    (status = 200, description = "A page.", body = Page<BulkItem>),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(super) async fn items(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(id): ApiPath<Uuid>,
    ApiQuery(query): ApiQuery<ItemsQuery>,
) -> Result<Json<Page<BulkItem>>, Problem> {
    let limit = limit(query.limit)?;
    let after = cursor::read(query.cursor.as_deref())?;
    let after: Option<RunId> = after.map(|id| id.parse().map_err(|_| cursor::wrong())).transpose()?;
    seen(&state, &caller, id).await?;
    let filter = ItemFilter {
        outcome: query.outcome,
        became: query.became,
    };
    let rows = state.runtime().store().bulk_items(id, filter, after, limit).await?;
    let next_cursor = rows
        .last()
        .filter(|_| rows.len() == limit as usize)
        .map(|row| cursor::write(&row.run.to_string()));
    Ok(Json(Page {
        items: rows.into_iter().map(Into::into).collect(),
        next_cursor,
    }))
}

/// The act, if the caller sees every process it touches: its numbers would tell of the others.
async fn seen(state: &ApiState, caller: &Caller, id: Uuid) -> Result<store::Bulk, Problem> {
    let row = state.runtime().store().bulk(id).await?.ok_or_else(|| none(id))?;
    let hidden = state.hidden_from(caller).await?;
    if row.groups.iter().any(|group| hidden.contains(&group.process)) {
        return Err(none(id));
    }
    Ok(row)
}

async fn whole(state: &ApiState, id: Uuid) -> Result<Option<Bulk>, Problem> {
    let store = state.runtime().store();
    let Some(row) = store.bulk(id).await? else {
        return Ok(None);
    };
    let counts = store.bulk_counts(&[id]).await?;
    let counts = counts.first().map(|(_, counts)| *counts).unwrap_or_default();
    let became = store.bulk_became(id).await?;
    Ok(Some(Bulk::new(row, counts, Some(became))))
}

fn none(id: Uuid) -> Problem {
    let detail = format!("There is no act on many runs {id}. `GET /api/v1/bulk` lists those that were started.");
    Problem::new(ProblemKind::NotFound, detail)
}

fn note(row: &store::Bulk) {
    let runs: u64 = row
        .groups
        .iter()
        .filter(|group| group.left_out.is_none())
        .map(|group| group.runs)
        .sum();
    record::note("action", BulkAction::as_str(row.action));
    record::note("runs", runs);
}

/// Which runs a request means.
enum Which {
    Filter(Box<store::RunFilter>),
    Ids { ids: Vec<RunId>, hidden: Vec<String> },
}

impl Which {
    async fn of(
        state: &ApiState,
        caller: &Caller,
        filter: Option<RunFilter>,
        ids: Option<Vec<Uuid>>,
    ) -> Result<Self, Problem> {
        match (filter, ids) {
            (Some(filter), None) => state
                .run_filter(caller, filter)
                .await
                .map(|filter| Self::Filter(Box::new(filter))),
            (None, Some(ids)) => Ok(Self::Ids {
                ids: distinct(ids)?,
                hidden: state.hidden_from(caller).await?,
            }),
            _ => {
                let detail = "Give one of `filter` and `ids`: which runs are meant. Nothing was done.";
                Err(Problem::new(ProblemKind::BadRequest, detail))
            }
        }
    }

    fn selection(&self) -> Selection<'_> {
        match self {
            Self::Filter(filter) => Selection::Filter(filter),
            Self::Ids { ids, hidden } => Selection::Ids { ids, hidden },
        }
    }
}

fn distinct(ids: Vec<Uuid>) -> Result<Vec<RunId>, Problem> {
    if ids.is_empty() || ids.len() > MOST_IDS {
        let detail = format!("`ids` names 1 to {MOST_IDS} runs; use `filter` for more. Nothing was done.");
        return Err(Problem::new(ProblemKind::BadRequest, detail));
    }
    let mut ids: Vec<RunId> = ids.into_iter().map(RunId).collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}
