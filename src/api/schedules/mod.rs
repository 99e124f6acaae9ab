//! Schedules: look at them (here) and at many at once (`calendar`), make and change them (`change`), act on them (`act`).

pub(super) mod act;
pub(super) mod calendar;
pub(super) mod change;

use axum::Json;
use axum::extract::{Extension, State};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Deserialize;
use throughline_engine::schedule::Zone;
use utoipa::IntoParams;

use super::definitions::limit;
use super::extract::{ApiPath, ApiQuery};
use super::problem::{Problem, ProblemBody, ProblemKind};
use super::types::{Firing, Page, PlannedTime, Preview, Schedule};
use super::{ApiState, cursor};
use crate::auth::{Caller, ProcessRight};
use crate::store::{self, FiringFilter, FiringOutcome, ScheduleFilter, ScheduleId};
use crate::triggers::schedule::{ScheduleError, Schedules};

/// Planned times of a preview where nothing is said.
const DEFAULT_PREVIEW: u32 = 10;
/// Most planned times of a preview.
const MAX_PREVIEW: u32 = 500;

/// Which schedules.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct SchedulesQuery {
    /// Key of a process.
    process: Option<String>,
    /// Name of a schedule.
    name: Option<String>,
    /// `next_cursor` of the page before, with the same filter.
    cursor: Option<String>,
    /// Rows, 1 to 500; 50 where nothing is said.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u32>,
}

/// Schedules, by process and name.
#[utoipa::path(get, path = "/api/v1/schedules", tag = "schedules", operation_id = "list_schedules", params(SchedulesQuery), responses(
    (status = 200, description = "A page.", body = Page<Schedule>),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn list(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiQuery(query): ApiQuery<SchedulesQuery>,
) -> Result<Json<Page<Schedule>>, Problem> {
    let limit = limit(query.limit)?;
    let place = cursor::read(query.cursor.as_deref())?;
    let after = match &place {
        Some(place) => Some(place.split_once(' ').ok_or_else(cursor::wrong)?),
        None => None,
    };
    let filter = ScheduleFilter {
        process: query.process,
        name: query.name,
        hidden: state.hidden_from(&caller).await?,
    };
    let mut rows = state.runtime().store().schedules(&filter, after, limit + 1).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next_cursor = rows
        .last()
        .filter(|_| more)
        .map(|row| cursor::write(&format!("{} {}", row.process, row.name)));
    let mut items = Vec::new();
    for row in rows {
        items.push(shown(&state, row).await?);
    }
    Ok(Json(Page { items, next_cursor }))
}

/// A schedule.
#[utoipa::path(get, path = "/api/v1/schedules/{id}", tag = "schedules", operation_id = "get_schedule",
    params(("id" = uuid::Uuid, Path, description = "Id of the schedule.")), responses(
    (status = 200, description = "The schedule.", body = Schedule),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn show(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(id): ApiPath<ScheduleId>,
) -> Result<Json<Schedule>, Problem> {
    let row = allowed(&state, &caller, id, ProcessRight::See).await?;
    Ok(Json(shown(&state, row).await?))
}

/// How far to look ahead.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct PreviewQuery {
    /// Look from this instant on (RFC 3339); from now where nothing is said.
    from: Option<DateTime<Utc>>,
    /// How many planned times, 1 to 500; 10 where nothing is said.
    #[param(minimum = 1, maximum = 500)]
    count: Option<u32>,
}

/// The next planned times of a schedule, paused or not.
#[utoipa::path(get, path = "/api/v1/schedules/{id}/preview", tag = "schedules", operation_id = "preview_schedule",
    params(("id" = uuid::Uuid, Path, description = "Id of the schedule."), PreviewQuery), responses(
    (status = 200, description = "Planned times.", body = Preview),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn preview(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(id): ApiPath<ScheduleId>,
    ApiQuery(query): ApiQuery<PreviewQuery>,
) -> Result<Json<Preview>, Problem> {
    let count = query.count.unwrap_or(DEFAULT_PREVIEW);
    if !(1..=MAX_PREVIEW).contains(&count) {
        let detail = format!("`count` is {count}; it goes from 1 to {MAX_PREVIEW}.");
        return Err(Problem::new(ProblemKind::BadRequest, detail));
    }
    let row = allowed(&state, &caller, id, ProcessRight::See).await?;
    let planned = schedules(&state).preview(&row, query.from, count as usize).await?;
    let zone = zone(&row);
    Ok(Json(Preview {
        cron: row.settings.cron,
        timezone: row.settings.timezone,
        firings: planned
            .into_iter()
            .map(|utc| PlannedTime {
                utc,
                local: local(utc, zone),
            })
            .collect(),
    }))
}

/// Which firings, and which page of them.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct FiringsQuery {
    /// Outcomes, with commas between: `skipped,missed,failed`.
    #[param(example = "skipped,missed,failed")]
    outcome: Option<String>,
    /// `next_cursor` of the page before, with the same filter.
    cursor: Option<String>,
    /// Rows, 1 to 500; 50 where nothing is said.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u32>,
}

/// What became of the planned times of a schedule, the latest first.
#[utoipa::path(get, path = "/api/v1/schedules/{id}/firings", tag = "schedules", operation_id = "list_firings",
    params(("id" = uuid::Uuid, Path, description = "Id of the schedule."), FiringsQuery), responses(
    (status = 200, description = "A page.", body = Page<Firing>),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn firings(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(id): ApiPath<ScheduleId>,
    ApiQuery(query): ApiQuery<FiringsQuery>,
) -> Result<Json<Page<Firing>>, Problem> {
    let limit = limit(query.limit)?;
    let before = cursor::read(query.cursor.as_deref())?;
    let before: Option<DateTime<Utc>> = before.map(|at| at.parse().map_err(|_| cursor::wrong())).transpose()?;
    let filter = FiringFilter {
        outcomes: query.outcome.as_deref().map(outcomes).transpose()?.unwrap_or_default(),
    };
    let row = allowed(&state, &caller, id, ProcessRight::See).await?;
    let zone = zone(&row);
    let rows = state.runtime().store().firings(id, &filter, before, limit).await?;
    let next_cursor = rows
        .last()
        .filter(|_| rows.len() == limit as usize)
        .map(|row| cursor::write(&row.planned_at.to_rfc3339_opts(SecondsFormat::Micros, true)));
    let items = rows
        .into_iter()
        .map(|row| {
            let planned_local = local(row.planned_at, zone);
            Firing::new(row, planned_local)
        })
        .collect();
    Ok(Json(Page { items, next_cursor }))
}

fn outcomes(text: &str) -> Result<Vec<FiringOutcome>, Problem> {
    let known = |word: &str| FiringOutcome::ALL.into_iter().find(|outcome| outcome.as_str() == word);
    text.split(',')
        .map(|word| {
            known(word.trim()).ok_or_else(|| {
                let all = FiringOutcome::ALL.map(FiringOutcome::as_str).join(", ");
                let word: String = word.chars().take(40).collect();
                let detail = format!("There is no outcome `{word}`; there are {all}.");
                Problem::new(ProblemKind::BadRequest, detail)
            })
        })
        .collect()
}

fn schedules(state: &ApiState) -> Schedules {
    Schedules::new(state.runtime().clone())
}

/// The schedule, if the caller has this right on its process. One of a process they may not see is not there for them.
async fn allowed(
    state: &ApiState,
    caller: &Caller,
    id: ScheduleId,
    right: ProcessRight,
) -> Result<store::Schedule, Problem> {
    let row = schedules(state).get(id).await?;
    if !state.sees(caller, &row.process).await? {
        return Err(ScheduleError::NoSuchSchedule(id).into());
    }
    state.must(caller, &row.process, right).await?;
    Ok(row)
}

async fn shown(state: &ApiState, row: store::Schedule) -> Result<Schedule, Problem> {
    let next = match row.paused {
        Some(_) => None,
        // What cannot be read any more has no next time; the scheduler's log says why.
        None => {
            let from = Some(row.decided_until);
            schedules(state)
                .preview(&row, from, 1)
                .await
                .ok()
                .and_then(|times| times.first().copied())
        }
    };
    Ok(Schedule::new(row, next))
}

/// The zone of a schedule; UTC for one that is not known any more.
fn zone(row: &store::Schedule) -> Zone {
    row.settings.timezone.parse().unwrap_or(Zone::UTC)
}

/// The instant as the clocks of the zone show it.
pub(crate) fn local(at: DateTime<Utc>, zone: Zone) -> String {
    zone.local(at).to_rfc3339_opts(SecondsFormat::AutoSi, false)
}

impl From<ScheduleError> for Problem {
    fn from(error: ScheduleError) -> Self {
        let text = super::problem::sentence(&error.to_string());
        match error {
            ScheduleError::NoSuchSchedule(_) => Self::new(
                ProblemKind::NotFound,
                format!("{text} `GET /api/v1/schedules` lists those there are."),
            ),
            ScheduleError::OfDefinition { .. } | ScheduleError::NameTaken { .. } => {
                Self::new(ProblemKind::Conflict, text)
            }
            ScheduleError::Invalid(problems) => Self::new(
                ProblemKind::InvalidInput,
                "The schedule does not fit; nothing was changed. `problems` names each place.",
            )
            .with("problems", serde_json::json!(problems)),
            ScheduleError::TooMany { .. } | ScheduleError::Range(_) => {
                Self::new(ProblemKind::Unprocessable, format!("{text} Nothing was started."))
            }
            ScheduleError::Definition(error) => error.into(),
            ScheduleError::Store(error) => error.into(),
        }
    }
}
