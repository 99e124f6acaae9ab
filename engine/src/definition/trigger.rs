//! What starts a process, as the compiled model has it. The shell reads these at deploy; the kernel never does.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::Position;
use crate::schedule::{Cron, Zone};
use crate::script::Script;

/// One way a process is started.
#[derive(Debug)]
pub enum Trigger {
    /// A person or a program: run list, CLI, API. Every process has it, written or not.
    Manual,
    /// An action of a section's menu.
    Section(SectionTrigger),
    /// A clock.
    Schedule(ScheduleTrigger),
    /// A record of a section was created, updated or deleted.
    Record(RecordTrigger),
}

/// An action of a section's menu. What the menu shows and which input it gives stands in the section's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionTrigger {
    /// Key of the section, e.g. `webitel_users`.
    pub section: String,
    /// Key of the action in that section.
    pub action: String,
    /// Where it is written.
    pub position: Position,
}

/// A clock. Deploying the process makes or changes the schedule `<process key>/<name>`.
#[derive(Debug, Clone)]
pub struct ScheduleTrigger {
    /// Its name within the process; `default` where none is written.
    pub name: String,
    /// When; checked.
    pub cron: Cron,
    /// The zone whose clocks it goes by; `UTC` where none is written.
    pub timezone: Zone,
    /// What happens when the run of the firing before has not ended.
    pub overlap: Overlap,
    /// What happens to firings whose time passed while nobody could fire them.
    pub missed: Missed,
    /// Each firing is late by a share of this, the same for the same firing on every node.
    pub jitter: Duration,
    /// No firing before this instant.
    pub start: Option<DateTime<Utc>>,
    /// No firing after this instant.
    pub end: Option<DateTime<Utc>>,
    /// Input of its runs; literal.
    pub input: Value,
    /// Where it is written.
    pub position: Position,
}

/// What a firing does when the run of an earlier firing of the same schedule has not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overlap {
    /// It is left out, and the history says so.
    #[default]
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

/// What becomes of firings whose time passed while no node was up (or the schedule's database was away).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missed {
    /// They are left out, and the history says so.
    Skip,
    /// The last of them starts one run; the others are left out.
    #[default]
    RunOnce,
    /// Each starts a run, at most the latest hundred.
    RunAll,
}

/// A record of a section was created, updated or deleted.
#[derive(Debug)]
pub struct RecordTrigger {
    /// Key of the section.
    pub section: String,
    /// Which events; at least one.
    pub on: Vec<RecordEvent>,
    /// Only where this holds. Sees `record`, `event` (`created` …) and `changed` (names of the changed fields).
    pub when: Option<TriggerExpression>,
    /// Input of the run, each member an expression that sees the same or a literal.
    pub input: Vec<(String, TriggerValue)>,
    /// Where it is written.
    pub position: Position,
}

/// What happened to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordEvent {
    /// It is new.
    Created,
    /// It changed.
    Updated,
    /// It is gone.
    Deleted,
}

/// A literal, or an expression.
#[derive(Debug)]
pub enum TriggerValue {
    /// As it is written.
    Literal(Arc<Value>),
    /// Evaluated for each event.
    Expression(TriggerExpression),
    /// A list of values.
    List(Vec<TriggerValue>),
    /// A map of values.
    Map(Vec<(String, TriggerValue)>),
}

/// An expression of a trigger. It sees the names its place gives it, and nothing of a run: there is none yet.
#[derive(Debug)]
pub struct TriggerExpression {
    /// The compiled code.
    pub script: Script,
    /// Where it is written.
    pub position: Position,
}

impl Overlap {
    /// Every policy.
    pub const ALL: [Self; 5] = [
        Self::Skip,
        Self::QueueOne,
        Self::QueueAll,
        Self::CancelOther,
        Self::Allow,
    ];

    /// Its word in definitions, in Postgres and in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Skip => "skip",
            Self::QueueOne => "queue_one",
            Self::QueueAll => "queue_all",
            Self::CancelOther => "cancel_other",
            Self::Allow => "allow",
        }
    }
}

impl Missed {
    /// Every policy.
    pub const ALL: [Self; 3] = [Self::Skip, Self::RunOnce, Self::RunAll];

    /// Its word in definitions, in Postgres and in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Skip => "skip",
            Self::RunOnce => "run_once",
            Self::RunAll => "run_all",
        }
    }
}
