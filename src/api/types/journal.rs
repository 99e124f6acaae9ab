//! The journal of a run as it is shown.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use throughline_engine::kernel::FactKind;
use utoipa::ToSchema;

use crate::store::JournalEntry;

/// One fact: something that happened to the run from outside.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Fact {
    /// Its place in the journal, from 1 without gaps.
    pub seq: u32,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What happened.
    #[schema(value_type = FactKindWord)]
    pub kind: FactKind,
    /// Path of the step it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// The token it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<u32>,
    /// The members of the fact; left out of a live view where it is large.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub payload: Option<Value>,
    /// Size of the payload in the journal.
    pub payload_bytes: u64,
}

/// Kinds of facts, for the description of the API.
#[derive(Debug, ToSchema)]
#[schema(as = FactKind, rename_all = "snake_case")]
pub enum FactKindWord {
    /// The run began.
    Started,
    /// A call did what was asked.
    EffectSucceeded,
    /// An attempt of a call failed.
    EffectFailed,
    /// A time came.
    TimerFired,
    /// A person had an incident tried again.
    Retried,
    /// A person gave the output of an activity that stood at an incident.
    Skipped,
    /// A person gave variables other values.
    VariablesEdited,
    /// A person put a token to another step.
    TokenMoved,
    /// A person stopped the run for a while.
    Suspended,
    /// A person let a suspended run go on.
    Resumed,
    /// A person ended the run.
    Cancelled,
}

/// Part of a journal, in the order asked for.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct JournalPage {
    /// The facts.
    pub items: Vec<Fact>,
    /// Send it as `after` for what follows; absent where nothing did when the page was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_after: Option<u32>,
    /// How many facts fit the filter; absent where the run has more than 200,000 to look at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u32>,
}

impl Fact {
    /// A row for showing; payloads over `most` bytes are left out.
    ///
    /// # Errors
    /// The payload is no JSON object.
    pub(in crate::api) fn show(entry: JournalEntry, most: usize) -> Result<Self, serde_json::Error> {
        let payload_bytes = entry.payload.len();
        let payload = if payload_bytes <= most {
            let mut members: Map<String, Value> = serde_json::from_slice(&entry.payload)?;
            // It stands beside it already.
            members.remove("kind");
            Some(Value::Object(members))
        } else {
            None
        };
        Ok(Self {
            seq: entry.seq.0,
            at: entry.at,
            kind: entry.kind,
            step: entry.step,
            token: entry.token.map(|token| token.0),
            payload,
            payload_bytes: payload_bytes as u64,
        })
    }
}
