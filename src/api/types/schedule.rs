//! Schedules and their firings.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use throughline_engine::definition::{Missed, Overlap};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::store::{self, FiringOrigin, FiringOutcome, ScheduleSource};
use crate::triggers::schedule::Why;

/// Overlap policies, for the description of the API.
#[derive(Debug, ToSchema)]
#[schema(as = Overlap, rename_all = "snake_case")]
pub enum OverlapWord {
    /// It is left out, and the history says so.
    Skip,
    /// One waits for the end; further ones are left out.
    QueueOne,
    /// All wait for the end, in order.
    QueueAll,
    /// The earlier run is cancelled, then this one starts.
    CancelOther,
    /// It starts beside the earlier one.
    Allow,
}

/// Missed policies, for the description of the API.
#[derive(Debug, ToSchema)]
#[schema(as = Missed, rename_all = "snake_case")]
pub enum MissedWord {
    /// They are left out, and the history says so.
    Skip,
    /// The last of them starts one run; the others are left out.
    RunOnce,
    /// Each starts a run, at most the latest hundred.
    RunAll,
}

/// Sources, for the description of the API.
#[derive(Debug, ToSchema)]
#[schema(as = ScheduleSource, rename_all = "snake_case")]
pub enum SourceWord {
    /// The definition of its process.
    Definition,
    /// The API.
    Api,
}

/// Outcomes, for the description of the API.
#[derive(Debug, ToSchema)]
#[schema(as = FiringOutcome, rename_all = "snake_case")]
pub enum OutcomeWord {
    /// The start is under way or tried again.
    Starting,
    /// It waits for the end of an earlier run.
    Queued,
    /// It started a run.
    Fired,
    /// It was left out because of an earlier run.
    Skipped,
    /// Its time passed while nobody could fire it.
    Missed,
    /// Its start failed for good.
    Failed,
}

/// Origins, for the description of the API.
#[derive(Debug, ToSchema)]
#[schema(as = FiringOrigin, rename_all = "snake_case")]
pub enum OriginWord {
    /// Its time came.
    Schedule,
    /// Somebody asked for a past range.
    Backfill,
    /// Somebody asked for a run now.
    Manual,
}

/// A schedule.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Schedule {
    /// Its id.
    pub id: Uuid,
    /// Key of the process it starts.
    pub process: String,
    /// Its name within the process.
    pub name: String,
    /// Where it comes from: one of a definition is changed there.
    #[schema(value_type = SourceWord)]
    pub source: ScheduleSource,
    /// When.
    #[schema(example = "30 3 * * *")]
    pub cron: String,
    /// By the clocks of which zone.
    #[schema(example = "Europe/Kyiv")]
    pub timezone: String,
    /// What happens when an earlier run has not ended.
    #[schema(value_type = OverlapWord)]
    pub overlap: Overlap,
    /// What becomes of times that passed while nobody could fire.
    #[schema(value_type = MissedWord)]
    pub missed: Missed,
    /// Each firing is late by a share of this.
    #[schema(example = "5m")]
    pub jitter: String,
    /// No firing before.
    #[serde(default)]
    pub start: Option<DateTime<Utc>>,
    /// No firing after.
    #[serde(default)]
    pub end: Option<DateTime<Utc>>,
    /// Input of its runs.
    #[schema(value_type = Object)]
    pub input: Value,
    /// Whether it is paused.
    pub paused: bool,
    /// Since when.
    #[serde(default)]
    pub paused_at: Option<DateTime<Utc>>,
    /// By whom.
    #[serde(default)]
    pub paused_by: Option<String>,
    /// The next planned time that is not decided yet; none while it is paused or where nothing comes any more.
    #[serde(default)]
    pub next_planned_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When its settings or its pause last changed.
    pub changed_at: DateTime<Utc>,
    /// Who changed it.
    pub changed_by: String,
}

fn utc() -> String {
    "UTC".to_owned()
}

/// A schedule to make.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateSchedule {
    /// Key of the process; it must be deployed.
    #[schema(min_length = 1, example = "GetWebitelUsers")]
    pub process: String,
    /// Name within the process.
    #[schema(min_length = 1, max_length = 100, pattern = "^[A-Za-z][A-Za-z0-9_-]*$")]
    pub name: String,
    /// Minute, hour, day of month, month, day of week; with a sixth field in front, the second.
    #[schema(min_length = 1, max_length = 250, example = "30 3 * * *")]
    pub cron: String,
    /// IANA time zone; UTC where nothing is said.
    #[serde(default = "utc")]
    #[schema(default = "UTC", example = "Europe/Kyiv")]
    pub timezone: String,
    /// What happens when an earlier run has not ended.
    #[serde(default)]
    #[schema(value_type = OverlapWord, default = "skip")]
    pub overlap: Overlap,
    /// What becomes of times that passed while nobody could fire.
    #[serde(default)]
    #[schema(value_type = MissedWord, default = "run_once")]
    pub missed: Missed,
    /// Each firing is late by a share of this; at most a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "5m", pattern = "^([0-9]+(d|h|ms|m|s))+$")]
    pub jitter: Option<String>,
    /// No firing before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<DateTime<Utc>>,
    /// No firing after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<DateTime<Utc>>,
    /// Input of its runs; checked against the input schema of the process.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub input: Value,
}

/// All settings of a schedule; what is left out gets its default.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduleSettings {
    /// Minute, hour, day of month, month, day of week; with a sixth field in front, the second.
    #[schema(min_length = 1, max_length = 250, example = "30 3 * * *")]
    pub cron: String,
    /// IANA time zone; UTC where nothing is said.
    #[serde(default = "utc")]
    #[schema(default = "UTC", example = "Europe/Kyiv")]
    pub timezone: String,
    /// What happens when an earlier run has not ended.
    #[serde(default)]
    #[schema(value_type = OverlapWord, default = "skip")]
    pub overlap: Overlap,
    /// What becomes of times that passed while nobody could fire.
    #[serde(default)]
    #[schema(value_type = MissedWord, default = "run_once")]
    pub missed: Missed,
    /// Each firing is late by a share of this; at most a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "5m", pattern = "^([0-9]+(d|h|ms|m|s))+$")]
    pub jitter: Option<String>,
    /// No firing before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<DateTime<Utc>>,
    /// No firing after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<DateTime<Utc>>,
    /// Input of its runs; checked against the input schema of the process.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub input: Value,
}

/// A planned time and what became of it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Firing {
    /// The planned time; for a run that somebody asked for, when they asked.
    pub planned_at: DateTime<Utc>,
    /// The same as the clocks of the schedule's zone show it.
    #[schema(example = "2026-03-29T04:00:00+03:00")]
    pub planned_local: String,
    /// What asked for it.
    #[schema(value_type = OriginWord)]
    pub origin: FiringOrigin,
    /// What became of it.
    #[schema(value_type = OutcomeWord)]
    pub outcome: FiringOutcome,
    /// How many planned times this stands for, this one being the last; more than one only where very many were missed.
    pub times: u32,
    /// Why it was left out, waits or failed, in English.
    #[serde(default)]
    pub reason: Option<String>,
    /// The same in parts, for pages that tell it in another language; absent where a start failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
    /// The run it started.
    #[serde(default)]
    pub run_id: Option<Uuid>,
    /// The run that was in the way.
    #[serde(default)]
    pub blocked_by: Option<Uuid>,
    /// Who asked for it, where somebody did.
    #[serde(default)]
    pub asked_by: Option<String>,
    /// Attempts to start it.
    pub attempts: u32,
    /// When it was decided.
    pub decided_at: DateTime<Utc>,
    /// When this last changed.
    pub changed_at: DateTime<Utc>,
}

/// Planned times to come.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Preview {
    /// The expression.
    pub cron: String,
    /// The zone.
    pub timezone: String,
    /// In order.
    pub firings: Vec<PlannedTime>,
}

/// A planned time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PlannedTime {
    /// The instant.
    pub utc: DateTime<Utc>,
    /// The same as the clocks of the zone show it.
    #[schema(example = "2026-03-29T04:00:00+03:00")]
    pub local: String,
}

/// A past range, both ends included.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BackfillRequest {
    /// From this instant.
    pub from: DateTime<Utc>,
    /// To this instant; not in the future.
    pub to: DateTime<Utc>,
}

/// What a backfill did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Backfilled {
    /// Planned times in the range.
    pub planned: u64,
    /// Those that start now. The others started a run before, or are about to.
    pub accepted: u64,
}

/// A duration as definitions have it: `5m`, `1h30m`; `0s` for none.
pub(crate) fn duration_text(duration: Duration) -> String {
    let mut rest = duration.as_millis();
    let mut text = String::new();
    for (unit, length) in [
        ("d", 86_400_000),
        ("h", 3_600_000),
        ("m", 60_000),
        ("s", 1000),
        ("ms", 1),
    ] {
        if rest >= length {
            text.push_str(&format!("{}{unit}", rest / length));
            rest %= length;
        }
    }
    if text.is_empty() { "0s".to_owned() } else { text }
}

impl Schedule {
    /// A schedule with its next planned time.
    pub(crate) fn new(row: store::Schedule, next_planned_at: Option<DateTime<Utc>>) -> Self {
        let settings = row.settings;
        let (paused_at, paused_by) = row.paused.unzip();
        Self {
            id: row.id.0,
            process: row.process,
            name: row.name,
            source: row.source,
            cron: settings.cron,
            timezone: settings.timezone,
            overlap: settings.overlap,
            missed: settings.missed,
            jitter: duration_text(settings.jitter),
            start: settings.start,
            end: settings.end,
            input: settings.input,
            paused: paused_at.is_some(),
            paused_at,
            paused_by,
            next_planned_at,
            created_at: row.created_at,
            changed_at: row.changed_at,
            changed_by: row.changed_by,
        }
    }
}

impl Firing {
    /// A firing with its time in the zone of its schedule.
    pub(crate) fn new(row: store::Firing, planned_local: String) -> Self {
        Self {
            planned_at: row.planned_at,
            planned_local,
            origin: row.origin,
            outcome: row.outcome,
            times: row.times,
            why: row.reason.as_deref().and_then(Why::read),
            reason: row.reason,
            run_id: row.run.map(|run| run.0),
            blocked_by: row.blocked_by.map(|run| run.0),
            asked_by: row.asked_by,
            attempts: row.attempts,
            decided_at: row.decided_at,
            changed_at: row.changed_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use throughline_engine::definition::parse_duration;

    use super::*;

    #[test]
    fn durations_are_written_as_they_are_read() {
        for text in ["0s", "5m", "1h30m", "1d", "250ms", "1m1s1ms"] {
            assert_eq!(duration_text(parse_duration(text).unwrap()), text);
        }
    }
}
