//! The triggers of a definition as they are written, for the decoder and the published JSON Schema.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::source::{At, Condition, Entries, Parameters, Value};
use super::yaml::Span;
use super::{Missed, Overlap, RecordEvent};

/// What starts a process.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename = "Trigger", rename_all = "snake_case")]
pub(super) enum TriggerSource {
    /// A person or a program: run list, CLI, API.
    Manual,
    /// An action of a section's menu.
    Section(SectionSource),
    /// A record of a section was created, updated or deleted.
    Record(RecordSource),
    /// A clock.
    Schedule(Box<ScheduleSource>),
}

/// An action of a section's menu.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename = "SectionTrigger", deny_unknown_fields)]
pub(super) struct SectionSource {
    /// Key of the section, such as `webitel_users`.
    #[schemars(regex(pattern = r"^[A-Za-z][A-Za-z0-9_-]*$"), length(max = 100))]
    pub(super) section: At<String>,
    /// Key of the action in that section.
    #[schemars(regex(pattern = r"^[A-Za-z][A-Za-z0-9_-]*$"), length(max = 100))]
    pub(super) action: At<String>,
    #[schemars(skip)]
    pub(super) span: Span,
}

/// What happened to a record.
#[derive(Debug, Clone)]
pub(super) struct Event(pub(super) RecordEvent);

impl JsonSchema for Event {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "RecordEvent".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "enum": ["created", "updated", "deleted"], "description": "What happened to the record." })
    }
}

/// A record of a section was created, updated or deleted. Expressions see `record`, `event` and `changed`.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename = "RecordTrigger", deny_unknown_fields)]
pub(super) struct RecordSource {
    /// Key of the section.
    #[schemars(regex(pattern = r"^[A-Za-z][A-Za-z0-9_-]*$"), length(max = 100))]
    pub(super) section: At<String>,
    /// Which events start the process.
    #[schemars(length(min = 1), extend("uniqueItems" = true))]
    pub(super) on: At<Vec<At<Event>>>,
    /// The process starts only where this holds.
    pub(super) when: Option<Condition>,
    /// Input of the run, each value literal or an expression.
    pub(super) input: Option<At<Entries<Value>>>,
    #[schemars(skip)]
    pub(super) span: Span,
}

/// A clock.
#[derive(Debug, Clone, JsonSchema)]
#[schemars(rename = "ScheduleTrigger", deny_unknown_fields)]
pub(super) struct ScheduleSource {
    /// Name of the schedule within the process; `default` where none is written.
    #[schemars(regex(pattern = r"^[A-Za-z][A-Za-z0-9_-]*$"), length(max = 100))]
    pub(super) name: Option<At<String>>,
    /// Cron expression: minute, hour, day of month, month, day of week; with a sixth field in front, the second.
    #[schemars(length(max = 250))]
    pub(super) cron: At<String>,
    /// IANA time zone, such as `Europe/Kyiv`; `UTC` where none is written.
    pub(super) timezone: Option<At<String>>,
    /// What a firing does when the run of an earlier one has not ended; `skip` where nothing is written.
    #[schemars(with = "Option<OverlapName>")]
    pub(super) overlap: Option<Overlap>,
    /// What becomes of firings whose time passed while nobody could fire them; `run_once` where nothing is written.
    #[schemars(with = "Option<MissedName>")]
    pub(super) missed: Option<Missed>,
    /// Each firing is late by a share of this, at most a day.
    #[schemars(regex(pattern = r"^([0-9]+(d|h|ms|m|s))+$"))]
    pub(super) jitter: Option<At<String>>,
    /// No firing before this instant (RFC 3339).
    #[schemars(extend("format" = "date-time"))]
    pub(super) start: Option<At<String>>,
    /// No firing after this instant (RFC 3339).
    #[schemars(extend("format" = "date-time"))]
    pub(super) end: Option<At<String>>,
    /// Input of its runs; literal.
    pub(super) input: Option<At<Parameters>>,
    #[schemars(skip)]
    pub(super) span: Span,
}

/// The words for [`Overlap`], for the schema.
#[derive(JsonSchema)]
#[schemars(rename = "Overlap", rename_all = "snake_case")]
#[expect(
    dead_code,
    reason = "only its schema is used: the type of the model knows no JSON Schema"
)]
pub(super) enum OverlapName {
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

/// The words for [`Missed`], for the schema.
#[derive(JsonSchema)]
#[schemars(rename = "Missed", rename_all = "snake_case")]
#[expect(
    dead_code,
    reason = "only its schema is used: the type of the model knows no JSON Schema"
)]
pub(super) enum MissedName {
    /// They are left out, and the history says so.
    Skip,
    /// The last of them starts one run; the others are left out.
    RunOnce,
    /// Each starts a run, at most the latest hundred.
    RunAll,
}

impl TriggerSource {
    /// The kinds of triggers that are a map.
    pub(super) const KINDS: &'static [&'static str] = &["section", "record", "schedule"];
}
impl SectionSource {
    pub(super) const KEYS: &'static [&'static str] = &["section", "action"];
}
impl RecordSource {
    pub(super) const KEYS: &'static [&'static str] = &["section", "on", "when", "input"];
}
impl ScheduleSource {
    pub(super) const KEYS: &'static [&'static str] = &[
        "name", "cron", "timezone", "overlap", "missed", "jitter", "start", "end", "input",
    ];
}
