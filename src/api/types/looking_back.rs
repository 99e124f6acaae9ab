//! What the steps of a run did, in numbers, and who changed its variables.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use throughline_engine::kernel::{self, Changer, SpanKind, StepSurvey};
use utoipa::ToSchema;

/// Largest value that a change carries whole, in bytes of JSON.
const WHOLE_BYTES: usize = 2 * 1024;
/// What is shown of a larger one, in characters.
const START_CHARS: usize = 200;

/// What each step of a run did until a moment.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct StepsReport {
    /// The steps that were entered, as the definition has them.
    pub items: Vec<StepReport>,
    /// When the run began.
    pub from: DateTime<Utc>,
    /// The moment: what goes on took until then.
    pub to: DateTime<Utc>,
    /// The last fact looked at.
    pub seq: u32,
}

/// What one step did.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct StepReport {
    /// Path of the step.
    pub step: String,
    /// How often it was entered; of a `for_each`, how many items were begun.
    pub entered: u32,
    /// How often it was done; of a `for_each`, how many items ended.
    pub done: u32,
    /// How often it was left without being done: by an error that was caught, a timeout, a cancel, a move. Of a
    /// `for_each`, how many of the done items ended through a `catch`.
    pub caught: u32,
    /// How many are under way.
    pub active: u32,
    /// How many stand at an incident.
    pub stopped: u32,
    /// Items of its lists so far; only of a `for_each`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u32>,
    /// Attempts of calls.
    pub attempts: u32,
    /// Attempts that failed.
    pub failed: u32,
    /// How long it took.
    pub took: LengthsOfTime,
    /// When it was first entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_at: Option<DateTime<Utc>>,
    /// When the last thing happened there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_at: Option<DateTime<Utc>>,
    /// What was done there, in the order it began; of many only the first.
    pub spans: Vec<StepSpan>,
    /// Whether spans were left out.
    pub more_spans: bool,
    /// How many ended in each part of the time from the beginning to the moment; empty unless `parts` asks for it.
    pub done_over_time: Vec<u32>,
    /// How many attempts failed in each part.
    pub failed_over_time: Vec<u32>,
}

/// How long a step took, in milliseconds.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct LengthsOfTime {
    /// All of it together, with what goes on.
    pub total_ms: f64,
    /// Half of those that ended took no longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p50_ms: Option<f64>,
    /// 95 of 100 that ended took no longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p95_ms: Option<f64>,
    /// The longest, ended or not.
    pub max_ms: f64,
    /// Attempts of calls together.
    pub calling_ms: f64,
    /// Waits before next attempts together.
    pub backoff_ms: f64,
    /// At incidents together.
    pub stopped_ms: f64,
}

/// What a token did at a step for some time.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct StepSpan {
    /// What.
    pub kind: StepSpanKind,
    /// Which attempt, from 1; of attempts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u16>,
    /// Whether the attempt failed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub failed: bool,
    /// Number of the item, from 0, inside a `for_each`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<u32>,
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when; absent while it goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<DateTime<Utc>>,
}

/// What a token can do at a step for some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepSpanKind {
    /// One attempt of a call.
    Attempt,
    /// The next attempt is waited for.
    Backoff,
    /// At a timer event.
    Wait,
    /// At a join.
    Join,
    /// What is inside works: a sub-process, the items of a list.
    Inside,
    /// Stopped until a person helps.
    Stopped,
}

/// Changes of variables, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct VariableChangePage {
    /// The changes.
    pub items: Vec<VariableChange>,
    /// How many there are.
    pub total: u32,
    /// Send it as `before` for the older ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_before: Option<u32>,
}

/// One change of one variable.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct VariableChange {
    /// Its number among those that fit, from 1.
    pub number: u32,
    /// The fact it followed from.
    pub seq: u32,
    /// When.
    pub at: DateTime<Utc>,
    /// The variable.
    pub name: String,
    /// The step whose `set` changed it. Neither this nor `by`: its first value, of the definition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// The person who changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Why, in their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The value before; absent where this is its first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Bounded>,
    /// The value after.
    pub after: Bounded,
}

/// A value, or the beginning of a large one.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Bounded {
    /// The value; null where it is large, see `start`.
    #[schema(value_type = Object)]
    pub value: Option<Arc<Value>>,
    /// How a large value begins, as JSON text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// Its size as JSON.
    pub bytes: u64,
}

impl StepReport {
    /// For showing; `density` where it is asked for.
    pub(in crate::api) fn show(survey: StepSurvey, density: Option<kernel::Density>) -> Self {
        let took = LengthsOfTime {
            total_ms: milliseconds(survey.total_us),
            p50_ms: survey.percentile_us(50).map(milliseconds),
            p95_ms: survey.percentile_us(95).map(milliseconds),
            max_ms: milliseconds(survey.longest_us),
            calling_ms: milliseconds(survey.calling_us),
            backoff_ms: milliseconds(survey.backoff_us),
            stopped_ms: milliseconds(survey.stopped_us),
        };
        let (done_over_time, failed_over_time) = density
            .map(|density| (density.done, density.failed))
            .unwrap_or_default();
        Self {
            step: survey.step.to_string(),
            entered: survey.entered,
            done: survey.done,
            caught: survey.caught,
            active: survey.active,
            stopped: survey.stopped,
            total: survey.total,
            attempts: survey.attempts,
            failed: survey.failed,
            took,
            first_at: survey.first_at,
            last_at: survey.last_at,
            spans: survey.spans.into_iter().map(Into::into).collect(),
            more_spans: survey.more_spans,
            done_over_time,
            failed_over_time,
        }
    }
}

/// Thousandths of a millisecond are kept.
#[expect(clippy::cast_precision_loss, reason = "285 years of microseconds fit")]
fn milliseconds(us: u64) -> f64 {
    us as f64 / 1000.0
}

impl From<kernel::Span> for StepSpan {
    fn from(span: kernel::Span) -> Self {
        let (kind, attempt, failed) = match span.kind {
            SpanKind::Attempt { number, failed } => (StepSpanKind::Attempt, Some(number), failed),
            SpanKind::Backoff => (StepSpanKind::Backoff, None, false),
            SpanKind::Wait => (StepSpanKind::Wait, None, false),
            SpanKind::Join => (StepSpanKind::Join, None, false),
            SpanKind::Inside => (StepSpanKind::Inside, None, false),
            SpanKind::Stopped => (StepSpanKind::Stopped, None, false),
        };
        Self {
            kind,
            attempt,
            failed,
            item: span.item,
            from: span.from,
            to: span.to,
        }
    }
}

impl From<kernel::VariableChange> for VariableChange {
    fn from(change: kernel::VariableChange) -> Self {
        let (step, by, reason) = match change.by {
            Changer::Definition => (None, None, None),
            Changer::Step(step) => (Some(step.to_string()), None, None),
            Changer::Person { by, reason } => (None, Some(by), reason),
        };
        Self {
            number: change.number,
            seq: change.seq.0,
            at: change.at,
            name: change.name,
            step,
            by,
            reason,
            before: change.before.map(Into::into),
            after: change.after.into(),
        }
    }
}

impl From<Arc<Value>> for Bounded {
    fn from(value: Arc<Value>) -> Self {
        let text = value.to_string();
        let bytes = text.len() as u64;
        if text.len() <= WHOLE_BYTES {
            return Self {
                value: Some(value),
                start: None,
                bytes,
            };
        }
        // A sealed text must not be cut in two: it is hidden before.
        let shown = crate::secrets::conceal(&text);
        Self {
            value: None,
            start: Some(shown.chars().take(START_CHARS).collect()),
            bytes,
        }
    }
}
