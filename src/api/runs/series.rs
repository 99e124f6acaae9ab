//! `GET /api/v1/runs/series`: runs over time, for a plot.

use axum::Json;
use axum::extract::{Extension, State};
use chrono::{DateTime, Datelike as _, DurationRound as _, TimeDelta, Utc};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::api::ApiState;
use crate::api::extract::ApiQuery;
use crate::api::problem::{Problem, ProblemBody, ProblemKind};
use crate::api::types::RunSeries;
use crate::auth::Caller;
use crate::store::SeriesFilter;

/// Parts where nothing is said.
const DEFAULT_BUCKETS: u32 = 48;
/// Most parts.
const MAX_BUCKETS: u32 = 500;
/// Longest span, in days.
const MAX_DAYS: i64 = 31;

/// Which runs, in how many parts.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct SeriesQuery {
    /// Accepted at this instant or later (RFC 3339); a day before `until` where nothing is said.
    since: Option<DateTime<Utc>>,
    /// Accepted before this instant (RFC 3339); the end of this minute where nothing is said. At most 31 days after
    /// `since`.
    until: Option<DateTime<Utc>>,
    /// Parts of one length, 1 to 500; 48 where nothing is said.
    #[param(minimum = 1, maximum = 500)]
    buckets: Option<u32>,
    /// Key of a process.
    process: Option<String>,
}

/// How many runs were accepted in each part of a span, and how those runs stand now.
///
/// A run is counted where it was **accepted**, whenever it ended: `completed: 40` says that 40 of the runs accepted in
/// that part have completed by now. So a part and the list of runs with the same `since` and `until` tell of the same
/// runs.
#[utoipa::path(get, path = "/api/v1/runs/series", tag = "runs", operation_id = "run_series", params(SeriesQuery), responses(
    (status = 200, description = "The parts, in order.", body = RunSeries),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn series(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiQuery(query): ApiQuery<SeriesQuery>,
) -> Result<Json<RunSeries>, Problem> {
    let bad = |detail: String| Problem::new(ProblemKind::BadRequest, detail);
    let buckets = query.buckets.unwrap_or(DEFAULT_BUCKETS);
    if !(1..=MAX_BUCKETS).contains(&buckets) {
        return Err(bad(format!("`buckets` is {buckets}; it goes from 1 to {MAX_BUCKETS}.")));
    }
    let until = query.until.unwrap_or_else(next_minute);
    if [Some(until), query.since]
        .into_iter()
        .flatten()
        .any(|at| !(1970..=4000).contains(&at.year()))
    {
        return Err(bad("`since` and `until` lie in the years 1970 to 4000.".to_owned()));
    }
    let since = query.since.unwrap_or(until - TimeDelta::days(1));
    if since >= until {
        return Err(bad("`since` is not before `until`.".to_owned()));
    }
    if until - since > TimeDelta::days(MAX_DAYS) {
        return Err(bad(format!(
            "The span is longer than {MAX_DAYS} days; ask for a part of it."
        )));
    }
    if until - since < TimeDelta::milliseconds(i64::from(buckets)) {
        return Err(bad(
            "A part is shorter than a millisecond; ask for fewer `buckets`.".to_owned()
        ));
    }
    let filter = SeriesFilter {
        since,
        until,
        buckets,
        process: query.process,
        hidden: state.hidden_from(&caller).await?,
    };
    let buckets = state.runtime().store().run_series(&filter).await?;
    Ok(Json(RunSeries {
        since,
        until,
        buckets: buckets.into_iter().map(Into::into).collect(),
    }))
}

/// So that whoever asks within a minute asks for the same.
fn next_minute() -> DateTime<Utc> {
    let now = Utc::now();
    now.duration_trunc(TimeDelta::minutes(1)).unwrap_or(now) + TimeDelta::minutes(1)
}
