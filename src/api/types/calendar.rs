//! Many schedules at once: what fires next, and the days of a calendar.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::schedule::{OriginWord, OutcomeWord};
use crate::store::{FiringOrigin, FiringOutcome};
use crate::triggers::schedule::Why;

/// What fires next.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct UpcomingFirings {
    /// Each schedule at most once, with its next planned time; the next first.
    pub items: Vec<UpcomingFiring>,
}

/// The next planned time of a schedule.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct UpcomingFiring {
    /// Id of the schedule.
    pub schedule: Uuid,
    /// Key of the process it starts.
    pub process: String,
    /// Name of the schedule within the process.
    pub name: String,
    /// The zone it goes by.
    #[schema(example = "Europe/Kyiv")]
    pub timezone: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The same as the clocks of the zone show it.
    #[schema(example = "2026-03-29T04:00:00+03:00")]
    pub local: String,
}

/// Days, and what schedules have on them.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ScheduleCalendar {
    /// By the clocks of which zone the days begin.
    #[schema(example = "Europe/Kyiv")]
    pub timezone: String,
    /// The days, in order.
    pub days: Vec<CalendarDay>,
    /// The schedules that have anything on them, by process and name.
    pub schedules: Vec<CalendarSchedule>,
    /// What each has on each day, by day; what has nothing is not there.
    pub cells: Vec<CalendarCell>,
    /// What was left out, where the calendar is not whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut: Option<CalendarCut>,
}

/// Why a calendar is not whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CalendarCut {
    /// There are more than 200 schedules: the others are left out. Ask for one `process`.
    Schedules,
    /// There are more than 60,000 times: later ones are left out. Ask for fewer days or one `process`.
    Times,
}

/// A day by the clocks of a zone: 23 or 25 hours long where clocks change.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CalendarDay {
    /// Its date.
    pub date: NaiveDate,
    /// Where it begins.
    pub from: DateTime<Utc>,
    /// Where it ends.
    pub to: DateTime<Utc>,
}

/// A schedule in a calendar.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CalendarSchedule {
    /// Its id.
    pub id: Uuid,
    /// Key of the process it starts.
    pub process: String,
    /// Its name within the process.
    pub name: String,
    /// When.
    #[schema(example = "30 3 * * *")]
    pub cron: String,
    /// By the clocks of which zone.
    #[schema(example = "Europe/Kyiv")]
    pub timezone: String,
    /// Whether it is paused: nothing is to come of it then.
    pub paused: bool,
}

/// A schedule on a day. At most 300 times are counted.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CalendarCell {
    /// The day.
    pub date: NaiveDate,
    /// Id of the schedule.
    pub schedule: Uuid,
    /// How many planned times are to come.
    pub planned: u32,
    /// How many are decided, by what became of them.
    pub outcomes: CalendarOutcomes,
    /// Whether there are more than were counted.
    pub more: bool,
    /// The first of those that were counted.
    pub first_at: DateTime<Utc>,
    /// The last of those that were counted.
    pub last_at: DateTime<Utc>,
    /// How many milliseconds they are apart, where that is always the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every_ms: Option<u64>,
    /// One by one, where there are at most six; of more there are only the numbers.
    pub times: Vec<CalendarTime>,
}

/// How many planned times had which outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CalendarOutcomes {
    /// The start is under way or tried again.
    pub starting: u32,
    /// They wait for the end of an earlier run.
    pub queued: u32,
    /// They started a run.
    pub fired: u32,
    /// They were left out because of an earlier run.
    pub skipped: u32,
    /// Their time passed while nobody could fire them.
    pub missed: u32,
    /// Their start failed for good.
    pub failed: u32,
}

/// A planned time of a calendar.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CalendarTime {
    /// When; for a run that somebody asked for, when they asked.
    pub at: DateTime<Utc>,
    /// The same as the clocks of the schedule's zone show it.
    #[schema(example = "2026-03-29T04:00:00+03:00")]
    pub local: String,
    /// What became of it; not there while it is to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<OutcomeWord>)]
    pub outcome: Option<FiringOutcome>,
    /// What asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<OriginWord>)]
    pub origin: Option<FiringOrigin>,
    /// By how many milliseconds its run was late, where that is more than a minute beyond the schedule's jitter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_ms: Option<u64>,
    /// Why it was left out, waits or failed, in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The same in parts, for pages that tell it in another language; absent where a start failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
    /// The run it started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_id: Option<Uuid>,
    /// The run that was in the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked_by: Option<Uuid>,
}
