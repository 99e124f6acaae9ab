//! Runs.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use throughline_engine::kernel;
use throughline_engine::kernel::{DoingView, EffectError, ErrorClass, RunStatus, TokenView};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::store::{RunRow, TriggerKind};

/// What a cancel may say.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelRequest {
    /// Why, for the journal; at most 1,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What became of a cancel or retry.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Accepted {
    /// The run.
    pub run_id: Uuid,
    /// True: it is in the journal. False: it is durable, and the node that has the run will carry it out.
    pub done: bool,
    /// Retry: how many incidents are tried again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incidents: Option<usize>,
}

/// Statuses, for the description of the API.
#[derive(Debug, ToSchema)]
#[schema(as = RunStatus, rename_all = "snake_case")]
pub enum StatusWord {
    /// Accepted, not yet begun.
    Created,
    /// Something is being done.
    Running,
    /// Nothing to do until a time comes or something arrives.
    Waiting,
    /// Stopped at a step that failed for good; a person must look.
    Incident,
    /// Stopped by a person.
    Suspended,
    /// Ended as the definition says.
    Completed,
    /// Ended by an error.
    Failed,
    /// Ended by a person.
    Cancelled,
    /// Ended after its work was undone.
    Compensated,
}

/// A run as lists show it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RunSummary {
    /// Its id, a UUIDv7.
    pub id: Uuid,
    /// Key of the process.
    pub process: String,
    /// Version of the definition it is pinned to.
    pub version: i32,
    /// Where it stands.
    #[schema(value_type = StatusWord)]
    pub status: RunStatus,
    /// What its starter calls it.
    #[serde(default)]
    pub business_key: Option<String>,
    /// Who or what started it.
    pub started_by: String,
    /// What kind of thing that is.
    #[serde(default = "manual")]
    pub trigger: TriggerKind,
    /// When it was accepted.
    pub created_at: DateTime<Utc>,
    /// When it began.
    #[serde(default)]
    pub started_at: Option<DateTime<Utc>>,
    /// When its row last changed.
    pub updated_at: DateTime<Utc>,
    /// When it ended.
    #[serde(default)]
    pub ended_at: Option<DateTime<Utc>>,
    /// Facts in its journal when its row last changed.
    pub facts: u32,
    /// Open incidents.
    pub incidents: u32,
    /// Its last error, in words.
    #[serde(default)]
    pub last_error: Option<String>,
    /// The step of that error, by its path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_step: Option<String>,
    /// The code of that error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
}

/// One page of runs.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RunPage {
    /// The runs, newest first.
    pub items: Vec<RunSummary>,
    /// Send it as `cursor` for the next page; absent on the last one. A page with fewer runs than asked for, even none,
    /// may have a next one: see `looked_until`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// The filter asks for something no index answers, and the page ended because enough runs were looked at: it has all
    /// that match and were accepted after this instant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub looked_until: Option<DateTime<Utc>>,
}

/// A run whole.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Run {
    /// What lists show of it.
    #[serde(flatten)]
    pub summary: RunSummary,
    /// Id of the definition version.
    pub definition_id: Uuid,
    /// Time zone of the schedule that started it; absent where none did, or where that is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "Europe/Kyiv")]
    pub timezone: Option<String>,
    /// The result of a completed run.
    #[serde(default)]
    pub result: Option<Value>,
    /// Why it failed, or its first open incident.
    #[serde(default)]
    pub error: Option<RunError>,
    /// Where it stands.
    #[serde(default)]
    pub tokens: Vec<Token>,
    /// Every `for_each` under way, outermost first.
    #[serde(default)]
    pub progress: Vec<Progress>,
    /// Variables of the process; only where asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub variables: Option<BTreeMap<String, Arc<Value>>>,
    /// Why tokens and variables cannot be shown, where they cannot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_error: Option<String>,
}

/// What a run was given.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RunInput {
    /// The input; absent where it was given none, and where it is large and only its beginning was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub input: Option<Value>,
    /// How a large one begins, as indented JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// Its size as JSON.
    pub bytes: u64,
    /// Whether it holds secrets. Nobody can read those, so it cannot be sent again as it is shown.
    pub masked: bool,
}

/// A token: one place where the run stands.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Token {
    /// Its number in the run.
    pub token: u32,
    /// Path of the step.
    #[schema(example = "import_users/find_contact")]
    pub step: String,
    /// Number of the item, from 0, inside a `for_each`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<u32>,
    /// What it does there.
    #[serde(flatten)]
    pub doing: Doing,
}

/// What a token does.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "doing", rename_all = "snake_case")]
pub enum Doing {
    /// A call is under way, or its next attempt is waited for.
    Call {
        /// The attempt, from 1.
        attempt: u16,
        /// How many there may be.
        attempts: u16,
        /// When the next attempt is made, while one is waited for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next_attempt_at: Option<DateTime<Utc>>,
    },
    /// At a timer event.
    Wait {
        /// Until when.
        until: DateTime<Utc>,
    },
    /// At a join.
    Join,
    /// Inside a sub-process.
    SubProcess,
    /// At a `for_each`.
    ForEach {
        /// How far it is.
        progress: Progress,
    },
    /// Stopped until a person helps.
    Incident {
        /// Why.
        error: RunError,
        /// Since when.
        since: DateTime<Utc>,
        /// Whether it can be skipped with an output: an activity or a timer can, a gateway or an end cannot.
        #[serde(default)]
        can_skip: bool,
        /// Whether there is a step beside it that the token can be put to.
        #[serde(default)]
        can_move: bool,
    },
}

/// How far a `for_each` is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Progress {
    /// Path of the step.
    pub step: String,
    /// Items in the list.
    pub total: u32,
    /// Items that ended.
    pub done: u32,
    /// Items under way.
    pub active: u32,
    /// Items that ended through a `catch`.
    pub caught: u32,
}

/// Why something failed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RunError {
    /// Dotted code, e.g. `webitel.not_found`.
    pub code: String,
    /// What, where, why.
    pub message: String,
    /// What to make of it.
    #[schema(value_type = ErrorClassWord)]
    pub class: ErrorClass,
    /// What the other side said.
    #[serde(default)]
    pub data: Value,
}

/// Classes of errors, for the description of the API.
#[derive(Debug, ToSchema)]
#[schema(as = ErrorClass, rename_all = "snake_case")]
pub enum ErrorClassWord {
    /// May pass by itself.
    Transient,
    /// Will not pass.
    Permanent,
    /// Nobody knows whether it was done.
    Uncertain,
}

/// One problem of an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InputProblem {
    /// JSON pointer (RFC 6901); empty for the whole.
    pub pointer: String,
    /// What is wrong with it.
    pub message: String,
}

/// How a run stands, in a live view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RunEvent {
    /// The run.
    pub id: Uuid,
    /// Where it stands.
    #[schema(value_type = StatusWord)]
    pub status: RunStatus,
    /// Facts in its journal.
    pub facts: u32,
    /// Open incidents.
    pub incidents: u32,
    /// Every `for_each` under way.
    pub progress: Vec<Progress>,
    /// Its last error, in words.
    #[serde(default)]
    pub last_error: Option<String>,
}

/// What services of before this member was there are taken for.
fn manual() -> TriggerKind {
    TriggerKind::Manual
}

/// What the row alone tells.
impl From<RunRow> for Run {
    fn from(row: RunRow) -> Self {
        let (result, state_error) = match row.result.as_deref().map(serde_json::from_slice).transpose() {
            Ok(result) => (result, None),
            Err(error) => (None, Some(format!("the result cannot be read: {error}"))),
        };
        let definition_id = row.definition.0;
        Self {
            summary: RunSummary::from(row),
            definition_id,
            timezone: None,
            result,
            error: None,
            tokens: Vec::new(),
            progress: Vec::new(),
            variables: None,
            state_error,
        }
    }
}

impl From<RunRow> for RunSummary {
    fn from(row: RunRow) -> Self {
        Self {
            id: row.id.0,
            process: row.process,
            version: row.version,
            status: row.status,
            business_key: row.business_key,
            started_by: row.started_by,
            trigger: row.trigger,
            created_at: row.created_at,
            started_at: row.started_at,
            updated_at: row.updated_at,
            ended_at: row.ended_at,
            facts: row.last_seq.0,
            incidents: row.incidents,
            last_error: row.last_error,
            error_step: row.error_step,
            error_code: row.error_code,
        }
    }
}

impl From<&EffectError> for RunError {
    fn from(error: &EffectError) -> Self {
        Self {
            code: error.code.clone(),
            message: error.message.clone(),
            class: error.class,
            data: error.data.clone(),
        }
    }
}

impl From<kernel::Progress> for Progress {
    fn from(progress: kernel::Progress) -> Self {
        let kernel::Progress {
            step,
            total,
            done,
            active,
            caught,
        } = progress;
        Self {
            step: step.to_string(),
            total,
            done,
            active,
            caught,
        }
    }
}

impl From<TokenView> for Token {
    fn from(view: TokenView) -> Self {
        let doing = match view.doing {
            DoingView::Call {
                attempt,
                attempts,
                next_attempt_at,
            } => Doing::Call {
                attempt,
                attempts,
                next_attempt_at,
            },
            DoingView::Wait { until } => Doing::Wait { until },
            DoingView::Join => Doing::Join,
            DoingView::SubProcess => Doing::SubProcess,
            DoingView::ForEach(progress) => Doing::ForEach {
                progress: progress.into(),
            },
            DoingView::Incident {
                error,
                since,
                can_skip,
                can_move,
            } => Doing::Incident {
                error: (&error).into(),
                since,
                can_skip,
                can_move,
            },
        };
        Self {
            token: view.token.0,
            step: view.step.to_string(),
            item: view.item,
            doing,
        }
    }
}
