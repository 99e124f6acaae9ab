//! Many schedules at once: what fires next, days of a calendar, and the times of an expression nobody has made a
//! schedule of yet.

use std::collections::{BTreeMap, HashMap};

use axum::Json;
use axum::extract::{Extension, State};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::Value;
use throughline_engine::definition::{Missed, Overlap};
use throughline_engine::schedule::Zone;
use utoipa::IntoParams;

use super::{DEFAULT_PREVIEW, MAX_PREVIEW, local, schedules, zone};
use crate::api::ApiState;
use crate::api::extract::ApiQuery;
use crate::api::problem::{Problem, ProblemBody, ProblemKind, sentence};
use crate::api::types::{
    CalendarCell, CalendarCut, CalendarDay, CalendarOutcomes, CalendarSchedule, CalendarTime, PlannedTime, Preview,
    ScheduleCalendar, UpcomingFiring, UpcomingFirings,
};
use crate::auth::Caller;
use crate::store::{FiringOutcome, Schedule, ScheduleFilter, ScheduleId, ScheduleSettings};
use crate::triggers::schedule::{Calendar, CalendarFilter, Cell, CellTime, Cut, ScheduleError, Why};

/// Next firings where nothing is said.
const DEFAULT_UPCOMING: u32 = 5;
/// Most of them.
const MAX_UPCOMING: u32 = 100;

/// How many.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct UpcomingQuery {
    /// Schedules, 1 to 100; 5 where nothing is said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// What fires next, of all schedules you may see: each at most once, the next first. Paused ones are left out.
///
/// It is looked for among the thousand schedules that come first.
#[utoipa::path(get, path = "/api/v1/schedules/upcoming", tag = "schedules", operation_id = "upcoming_firings",
    params(UpcomingQuery), responses(
    (status = 200, description = "Planned times.", body = UpcomingFirings),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn upcoming(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiQuery(query): ApiQuery<UpcomingQuery>,
) -> Result<Json<UpcomingFirings>, Problem> {
    let limit = within("limit", query.limit.unwrap_or(DEFAULT_UPCOMING), MAX_UPCOMING)?;
    let hidden = state.hidden_from(&caller).await?;
    let coming = schedules(&state).upcoming(&hidden, limit).await?;
    let items = coming
        .into_iter()
        .map(|coming| UpcomingFiring {
            schedule: coming.schedule.id.0,
            process: coming.schedule.process,
            name: coming.schedule.name,
            timezone: coming.schedule.settings.timezone,
            at: coming.at,
            local: local(coming.at, coming.zone),
        })
        .collect();
    Ok(Json(UpcomingFirings { items }))
}

/// Which days.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct CalendarQuery {
    /// The first day.
    #[param(example = "2026-11-01")]
    from: NaiveDate,
    /// The last day, included; at most 42 days.
    #[param(example = "2026-11-30")]
    to: NaiveDate,
    /// By the clocks of which IANA time zone a day begins and ends; UTC where nothing is said.
    #[param(example = "Europe/Kyiv")]
    timezone: Option<String>,
    /// Key of a process.
    process: Option<String>,
}

/// What schedules have on each of some days: what became of planned times, and which are to come.
///
/// What is past is told by the history, which is kept for 90 days; what is to come by the expression. A paused schedule
/// has nothing to come.
#[utoipa::path(get, path = "/api/v1/schedules/calendar", tag = "schedules", operation_id = "schedule_calendar",
    params(CalendarQuery), responses(
    (status = 200, description = "The days.", body = ScheduleCalendar),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn calendar(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiQuery(query): ApiQuery<CalendarQuery>,
) -> Result<Json<ScheduleCalendar>, Problem> {
    let bad = |text: &str| Problem::new(ProblemKind::BadRequest, sentence(text));
    let zone: Zone = query.timezone.as_deref().unwrap_or("UTC").parse().map_err(
        |error: throughline_engine::schedule::ZoneError| {
            bad(&format!(
                "{} Days begin by the clocks of `timezone`",
                sentence(&error.to_string())
            ))
        },
    )?;
    let filter = CalendarFilter {
        from: query.from,
        to: query.to,
        zone,
        schedules: ScheduleFilter {
            process: query.process,
            name: None,
            hidden: state.hidden_from(&caller).await?,
        },
    };
    let calendar = schedules(&state).calendar(&filter).await.map_err(|error| match error {
        ScheduleError::Range(text) => bad(&text),
        other => other.into(),
    })?;
    Ok(Json(shown(calendar, zone)))
}

/// An expression, and how far to look ahead.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct TimesQuery {
    /// Minute, hour, day of month, month, day of week; with a sixth field in front, the second.
    #[param(min_length = 1, max_length = 250, example = "30 3 * * *")]
    cron: String,
    /// IANA time zone; UTC where nothing is said.
    #[param(example = "Europe/Kyiv")]
    timezone: Option<String>,
    /// No firing before.
    start: Option<DateTime<Utc>>,
    /// No firing after.
    end: Option<DateTime<Utc>>,
    /// Look from this instant on (RFC 3339); from now where nothing is said.
    from: Option<DateTime<Utc>>,
    /// How many planned times, 1 to 500; 10 where nothing is said.
    #[param(minimum = 1, maximum = 500)]
    count: Option<u32>,
}

/// When a schedule with this expression would fire. Nothing is made.
#[utoipa::path(get, path = "/api/v1/schedules/preview", tag = "schedules", operation_id = "preview_times",
    params(TimesQuery), responses(
    (status = 200, description = "Planned times.", body = Preview),
    (status = 422, description = "It does not fit; `problems` says where.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn preview_times(
    State(state): State<ApiState>,
    ApiQuery(query): ApiQuery<TimesQuery>,
) -> Result<Json<Preview>, Problem> {
    let count = within("count", query.count.unwrap_or(DEFAULT_PREVIEW), MAX_PREVIEW)?;
    let settings = ScheduleSettings {
        cron: query.cron,
        timezone: query.timezone.unwrap_or_else(|| "UTC".to_owned()),
        overlap: Overlap::default(),
        missed: Missed::default(),
        jitter: std::time::Duration::ZERO,
        start: query.start,
        end: query.end,
        input: Value::Null,
    };
    let planned = schedules(&state).preview_settings(&settings, query.from, count).await?;
    let zone: Zone = settings.timezone.parse().unwrap_or(Zone::UTC);
    Ok(Json(Preview {
        cron: settings.cron,
        timezone: settings.timezone,
        firings: planned
            .into_iter()
            .map(|utc| PlannedTime {
                utc,
                local: local(utc, zone),
            })
            .collect(),
    }))
}

fn within(name: &str, given: u32, most: u32) -> Result<usize, Problem> {
    if (1..=most).contains(&given) {
        Ok(given as usize)
    } else {
        let detail = format!("`{name}` is {given}; it goes from 1 to {most}.");
        Err(Problem::new(ProblemKind::BadRequest, detail))
    }
}

fn shown(calendar: Calendar, in_zone: Zone) -> ScheduleCalendar {
    let known: HashMap<ScheduleId, Schedule> = calendar.schedules.iter().map(|row| (row.id, row.clone())).collect();
    ScheduleCalendar {
        timezone: in_zone.name().to_owned(),
        days: calendar
            .days
            .into_iter()
            .map(|day| CalendarDay {
                date: day.date,
                from: day.starts,
                to: day.ends,
            })
            .collect(),
        schedules: calendar
            .schedules
            .into_iter()
            .map(|row| CalendarSchedule {
                id: row.id.0,
                paused: row.paused.is_some(),
                process: row.process,
                name: row.name,
                cron: row.settings.cron,
                timezone: row.settings.timezone,
            })
            .collect(),
        cells: calendar
            .cells
            .into_iter()
            .filter_map(|cell| Some(shown_cell(known.get(&cell.schedule)?, cell)))
            .collect(),
        cut: calendar.cut.map(|cut| match cut {
            Cut::Schedules => CalendarCut::Schedules,
            Cut::Times => CalendarCut::Times,
        }),
    }
}

fn shown_cell(schedule: &Schedule, cell: Cell) -> CalendarCell {
    CalendarCell {
        date: cell.date,
        schedule: cell.schedule.0,
        planned: cell.planned,
        outcomes: counts(&cell.outcomes),
        more: cell.more,
        first_at: cell.first_at,
        last_at: cell.last_at,
        every_ms: cell.every.map(millis),
        times: cell.times.into_iter().map(|time| shown_time(schedule, time)).collect(),
    }
}

fn shown_time(schedule: &Schedule, time: CellTime) -> CalendarTime {
    let late = time
        .firing
        .as_ref()
        .and_then(|firing| firing.late_by(schedule.settings.jitter));
    let (outcome, origin) = time
        .firing
        .as_ref()
        .map(|firing| (firing.outcome, firing.origin))
        .unzip();
    let firing = time.firing;
    CalendarTime {
        at: time.at,
        local: local(time.at, zone(schedule)),
        outcome,
        origin,
        late_ms: late.map(millis),
        run_id: firing.as_ref().and_then(|firing| firing.run).map(|run| run.0),
        blocked_by: firing.as_ref().and_then(|firing| firing.blocked_by).map(|run| run.0),
        why: firing
            .as_ref()
            .and_then(|firing| firing.reason.as_deref())
            .and_then(Why::read),
        reason: firing.and_then(|firing| firing.reason),
    }
}

fn counts(outcomes: &BTreeMap<FiringOutcome, u32>) -> CalendarOutcomes {
    let of = |outcome: FiringOutcome| outcomes.get(&outcome).copied().unwrap_or_default();
    CalendarOutcomes {
        starting: of(FiringOutcome::Starting),
        queued: of(FiringOutcome::Queued),
        fired: of(FiringOutcome::Fired),
        skipped: of(FiringOutcome::Skipped),
        missed: of(FiringOutcome::Missed),
        failed: of(FiringOutcome::Failed),
    }
}

fn millis(span: TimeDelta) -> u64 {
    u64::try_from(span.num_milliseconds()).unwrap_or_default()
}
