//! Facts: what happened to a run from outside. Everything else follows from them.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{TokenId, Visit};

/// One thing that happened from outside, as the journal keeps it. The time it happened and its place stand beside it
/// in the journal row, not in here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fact {
    /// The run began. Always the first fact and never another.
    Started {
        /// The validated input with its defaults filled in.
        input: Arc<Value>,
        /// What the starter calls this run, e.g. an order number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        business_key: Option<String>,
        /// Who or what started it, e.g. `token:ci` or `schedule:nightly`.
        started_by: String,
    },
    /// An effect did what was asked of it.
    EffectSucceeded {
        /// The token that waits for it.
        token: TokenId,
        /// Which activity of that token.
        visit: Visit,
        /// Which attempt, from 1.
        attempt: u16,
        /// Its result.
        output: Arc<Value>,
    },
    /// An attempt of an effect failed. Whether it is repeated follows from the error's class and the step's `retry`.
    EffectFailed {
        /// The token that waits for it.
        token: TokenId,
        /// Which activity of that token.
        visit: Visit,
        /// Which attempt, from 1.
        attempt: u16,
        /// What went wrong.
        error: EffectError,
    },
    /// A time the run asked for has come.
    TimerFired {
        /// The token that asked.
        token: TokenId,
        /// Which activity of that token.
        visit: Visit,
        /// Which of its timers.
        timer: TimerKind,
    },
    /// A person had an incident tried again.
    Retried {
        /// The token that stands at the incident.
        token: TokenId,
        /// Who.
        by: String,
        /// The step is entered anew, with its inputs evaluated again: after variables were edited. Otherwise a call
        /// sends the same bytes once more.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        anew: bool,
    },
    /// A person gave the output of an activity that stands at an incident: it counts as done.
    Skipped {
        /// The token that stands at the incident.
        token: TokenId,
        /// What counts as the activity's result.
        output: Arc<Value>,
        /// Who.
        by: String,
        /// Why, in their words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// A person gave variables other values. No token moves.
    VariablesEdited {
        /// Where the names are looked up, innermost scope first: from this token. `None`: variables of the process.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        token: Option<TokenId>,
        /// The new values by name.
        variables: BTreeMap<String, Arc<Value>>,
        /// Who.
        by: String,
        /// Why, in their words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// A person put a token to another step of the same body. What it did there is given up.
    TokenMoved {
        /// The token.
        token: TokenId,
        /// Path of the step it enters next.
        to: String,
        /// Who.
        by: String,
        /// Why, in their words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// A person stopped the run for a while: calls under way end, no new ones are made.
    Suspended {
        /// Who.
        by: String,
        /// Why, in their words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// A person let a suspended run go on.
    Resumed {
        /// Who.
        by: String,
    },
    /// A person ended the run.
    Cancelled {
        /// Who.
        by: String,
        /// Why, in their words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
}

/// The kind of a fact, as the journal's column names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    /// [`Fact::Started`].
    Started,
    /// [`Fact::EffectSucceeded`].
    EffectSucceeded,
    /// [`Fact::EffectFailed`].
    EffectFailed,
    /// [`Fact::TimerFired`].
    TimerFired,
    /// [`Fact::Retried`].
    Retried,
    /// [`Fact::Skipped`].
    Skipped,
    /// [`Fact::VariablesEdited`].
    VariablesEdited,
    /// [`Fact::TokenMoved`].
    TokenMoved,
    /// [`Fact::Suspended`].
    Suspended,
    /// [`Fact::Resumed`].
    Resumed,
    /// [`Fact::Cancelled`].
    Cancelled,
}

/// Which timer of an activity fired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimerKind {
    /// The wait before the next attempt.
    Backoff,
    /// The step's `timeout`.
    Timeout,
    /// An intermediate timer event (`wait`).
    Wait,
}

/// Why an attempt failed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EffectError {
    /// Dotted code a `catch` can match, e.g. `webitel.not_found`.
    pub code: String,
    /// What, where, why, as a person should read it.
    pub message: String,
    /// What to make of it.
    pub class: ErrorClass,
    /// What the other side said, for handlers and for the Details of the console. Never secrets.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub data: Value,
    /// The other side asked not to be called again before this many milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
}

/// What may be done about a failed attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorClass {
    /// May pass by itself: repeated as the step's `retry` says.
    Transient,
    /// Will not pass: goes to the `catch` that matches, or becomes an incident.
    Permanent,
    /// Nobody knows whether it was done and the operation says to ask: an incident, unless `uncertain` is caught by name.
    Uncertain,
}

impl Fact {
    /// The kind, for the journal's column.
    #[must_use]
    pub fn kind(&self) -> FactKind {
        match self {
            Self::Started { .. } => FactKind::Started,
            Self::EffectSucceeded { .. } => FactKind::EffectSucceeded,
            Self::EffectFailed { .. } => FactKind::EffectFailed,
            Self::TimerFired { .. } => FactKind::TimerFired,
            Self::Retried { .. } => FactKind::Retried,
            Self::Skipped { .. } => FactKind::Skipped,
            Self::VariablesEdited { .. } => FactKind::VariablesEdited,
            Self::TokenMoved { .. } => FactKind::TokenMoved,
            Self::Suspended { .. } => FactKind::Suspended,
            Self::Resumed { .. } => FactKind::Resumed,
            Self::Cancelled { .. } => FactKind::Cancelled,
        }
    }

    /// The token it concerns, where it concerns one.
    #[must_use]
    pub fn token(&self) -> Option<TokenId> {
        match self {
            Self::Started { .. } | Self::Cancelled { .. } | Self::Suspended { .. } | Self::Resumed { .. } => None,
            Self::VariablesEdited { token, .. } => *token,
            Self::EffectSucceeded { token, .. }
            | Self::EffectFailed { token, .. }
            | Self::TimerFired { token, .. }
            | Self::Retried { token, .. }
            | Self::Skipped { token, .. }
            | Self::TokenMoved { token, .. } => Some(*token),
        }
    }
}

impl FactKind {
    /// Every kind.
    pub const ALL: [Self; 11] = [
        Self::Started,
        Self::EffectSucceeded,
        Self::EffectFailed,
        Self::TimerFired,
        Self::Retried,
        Self::Skipped,
        Self::VariablesEdited,
        Self::TokenMoved,
        Self::Suspended,
        Self::Resumed,
        Self::Cancelled,
    ];

    /// The word of the API and of Postgres.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::EffectSucceeded => "effect_succeeded",
            Self::EffectFailed => "effect_failed",
            Self::TimerFired => "timer_fired",
            Self::Retried => "retried",
            Self::Skipped => "skipped",
            Self::VariablesEdited => "variables_edited",
            Self::TokenMoved => "token_moved",
            Self::Suspended => "suspended",
            Self::Resumed => "resumed",
            Self::Cancelled => "cancelled",
        }
    }
}
