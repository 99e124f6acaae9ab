//! What a run did, and how it stood at an earlier moment.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use throughline_engine::kernel::{self, Asked, Outcome, RunStatus};
use utoipa::ToSchema;

use super::{Progress, RunError, StatusWord, Token};

/// One attempt of a call, or a wait.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Activity {
    /// Its number in the run, from 1, in the order things began.
    pub number: u32,
    /// Path of the step.
    pub step: String,
    /// Number of the item, from 0, inside a `for_each`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<u32>,
    /// The token.
    pub token: u32,
    /// What was asked of the outside.
    #[serde(flatten)]
    pub asked: AskedOf,
    /// The fact it followed from.
    pub after: u32,
    /// When that was: the earliest moment it can have begun.
    pub began_at: DateTime<Utc>,
    /// How it ended; absent while it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<ActivityEnd>,
}

/// What was asked of the outside.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AskedOf {
    /// One attempt of a call.
    Call {
        /// Full name of the operation.
        operation: String,
        /// Which attempt, from 1.
        attempt: u16,
        /// The request; left out where it is large, see `request_bytes`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(value_type = Option<Object>)]
        request: Option<Arc<Value>>,
        /// Size of the request as JSON.
        request_bytes: u64,
    },
    /// An intermediate timer event.
    Wait {
        /// When it is due.
        until: DateTime<Utc>,
    },
}

/// How something ended.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ActivityEnd {
    /// The fact that says so.
    pub seq: u32,
    /// When.
    pub at: DateTime<Utc>,
    /// With what.
    pub outcome: ActivityOutcome,
    /// The answer of a call; left out where it is large, see `output_bytes`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub output: Option<Arc<Value>>,
    /// Size of the answer as JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output_bytes: Option<u64>,
    /// Why an attempt failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<RunError>,
}

/// With what something ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActivityOutcome {
    /// A call did what was asked.
    Succeeded,
    /// An attempt failed.
    Failed,
    /// A time came.
    Fired,
    /// Nobody waits for it any more: a timeout, a cancel, a token that was moved.
    GivenUp,
}

/// Part of what a run did, in the order it began.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ActivityPage {
    /// The activities.
    pub items: Vec<Activity>,
    /// How many there are with this filter.
    pub total: u32,
    /// Send it as `after` for what follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_after: Option<u32>,
}

/// A run as it stood after one of its facts.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RunMoment {
    /// The fact.
    pub seq: u32,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// The last fact there is.
    pub last_seq: u32,
    /// Where the run stood.
    #[schema(value_type = StatusWord)]
    pub status: RunStatus,
    /// Where its tokens stood.
    pub tokens: Vec<Token>,
    /// Every `for_each` under way, outermost first.
    pub progress: Vec<Progress>,
    /// How many of its tokens stood at an incident.
    pub incidents: u32,
    /// Why it failed, or its first open incident.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<RunError>,
    /// Variables of the process, after the end as they were last; none where they were not asked for.
    #[schema(value_type = Object)]
    pub variables: BTreeMap<String, Arc<Value>>,
}

impl Activity {
    /// For showing; requests and answers over `most` bytes are left out.
    pub(in crate::api) fn show(number: usize, activity: kernel::Activity, most: u64) -> Self {
        let asked = match activity.asked {
            Asked::Call {
                operation,
                request,
                attempt,
            } => {
                let request_bytes = size(&request);
                AskedOf::Call {
                    operation: operation.to_string(),
                    attempt,
                    request: (request_bytes <= most).then_some(request),
                    request_bytes,
                }
            }
            Asked::Wait { due } => AskedOf::Wait { until: due },
        };
        let end = activity.end.map(|end| {
            let (outcome, output, error) = match end.outcome {
                Outcome::Succeeded(output) => (ActivityOutcome::Succeeded, Some(output), None),
                Outcome::Failed(error) => (ActivityOutcome::Failed, None, Some(RunError::from(&error))),
                Outcome::Fired => (ActivityOutcome::Fired, None, None),
                Outcome::GivenUp => (ActivityOutcome::GivenUp, None, None),
            };
            let output_bytes = output.as_ref().map(|output| size(output));
            ActivityEnd {
                seq: end.seq.0,
                at: end.at,
                outcome,
                output: output.filter(|_| output_bytes.is_some_and(|bytes| bytes <= most)),
                output_bytes,
                error,
            }
        });
        Self {
            number: u32::try_from(number).unwrap_or(u32::MAX),
            step: activity.step.to_string(),
            item: activity.item,
            token: activity.token.0,
            asked,
            after: activity.after.0,
            began_at: activity.began_at,
            end,
        }
    }
}

fn size(value: &Value) -> u64 {
    value.to_string().len() as u64
}
