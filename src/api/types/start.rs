//! Starting runs.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{InputProblem, Run};
use crate::store;

/// What a start may say.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartRequest {
    /// The input; an empty object where none is given. Defaults of the input schema are filled in.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub input: Value,
    /// What the caller calls this run, e.g. an order number; at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    pub business_key: Option<String>,
    /// Start only while no active run of the process that was started so has the same business key; else the answer is
    /// that run.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unique: bool,
    /// Whom to tell when the run has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub callback: Option<CallbackRequest>,
}

/// Whom to tell when a run has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallbackRequest {
    /// Where the run is posted to; one of the hosts the service is configured for.
    #[schema(example = "https://crm.example.com/hooks/throughline", max_length = 2000)]
    pub url: String,
    /// What is told; only the end where nothing is said.
    #[serde(default = "only_ended")]
    #[schema(min_items = 1)]
    pub on: Vec<CallbackEvent>,
}

fn only_ended() -> Vec<CallbackEvent> {
    vec![CallbackEvent::Ended]
}

/// What a callback tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CallbackEvent {
    /// The run has ended. Always told.
    Ended,
    /// The run stands at an incident.
    Incident,
}

/// A run that was started, or that was there.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct StartedRun {
    /// The run.
    #[serde(flatten)]
    pub run: Run,
    /// True where an earlier request started it.
    pub existing: bool,
}

/// Many runs of one process.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchRequest {
    /// The runs, at least one, at most 10,000.
    #[schema(min_items = 1, max_items = 10_000)]
    pub items: Vec<BatchItem>,
    /// Start those that fit although others do not. Without it nothing is started then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub partial: bool,
}

/// One run of a batch.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchItem {
    /// Its input.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub input: Value,
    /// What the caller calls it; at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    pub business_key: Option<String>,
    /// Start it once for this key, as the header `Idempotency-Key` does for a single start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 200, pattern = "^[!-~]+$")]
    pub idempotency_key: Option<String>,
}

/// What became of a batch.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BatchStarted {
    /// Runs that this request started.
    pub started: usize,
    /// Runs that an earlier request had started.
    pub existing: usize,
    /// Items that were left out.
    pub refused: usize,
    /// Each item's run, in the order of the request.
    pub items: Vec<BatchOutcome>,
}

/// What became of one item.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BatchOutcome {
    /// Its run; absent where it was left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_id: Option<Uuid>,
    /// True where an earlier request started it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub existing: bool,
    /// Why it was left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<InputProblem>,
}

/// One problem of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BatchProblem {
    /// Place of the item, from 0.
    pub index: usize,
    /// JSON pointer within its input (RFC 6901); empty for the whole.
    pub pointer: String,
    /// What is wrong with it.
    pub message: String,
}

/// A callback of a run.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Callback {
    /// Where to.
    pub url: String,
    /// What is told.
    pub on: Vec<CallbackEvent>,
    /// How it stands.
    pub state: store::CallbackState,
    /// Attempts at the present delivery, or the last one.
    pub attempts: u32,
    /// When it is tried next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_attempt_at: Option<chrono::DateTime<chrono::Utc>>,
    /// What went wrong last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
}

/// The callbacks of a run.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Callbacks {
    /// Each.
    pub items: Vec<Callback>,
}

impl From<store::Callback> for Callback {
    fn from(callback: store::Callback) -> Self {
        let mut on = vec![CallbackEvent::Ended];
        if callback.on_incident {
            on.push(CallbackEvent::Incident);
        }
        Self {
            url: callback.url,
            on,
            state: callback.state,
            attempts: callback.attempts,
            next_attempt_at: callback.due_at,
            last_error: callback.last_error,
        }
    }
}
