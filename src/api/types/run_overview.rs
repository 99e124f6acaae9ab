//! Runs seen together: how many, why they stopped, how far they are.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use throughline_engine::kernel::RunStatus;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Progress, StatusWord, Token};
use crate::store;

/// How many runs of each status there are.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RunCounts {
    /// A status each.
    pub counts: Vec<RunCount>,
}

/// How many runs of one status there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RunCount {
    /// The status.
    #[schema(value_type = StatusWord)]
    pub status: RunStatus,
    /// How many.
    pub count: u32,
    /// There may be more: counting ends at 10,000, and at 50,000 runs looked at.
    pub at_least: bool,
}

/// Why runs need attention or failed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RunCauses {
    /// The causes, the one of most runs first.
    pub causes: Vec<RunCause>,
    /// False: there are more runs or causes than were looked at, and the counts are of the newest runs.
    pub complete: bool,
}

/// Runs that need attention or failed for one reason. `process`, `error_step` and `error_code` as a filter (empty where
/// they are absent here) list them.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RunCause {
    /// Key of the process.
    pub process: String,
    /// The step, by its path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_step: Option<String>,
    /// The code of the error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// How many runs, of both statuses.
    pub count: u32,
    /// How many of them need attention.
    pub incidents: u32,
    /// How many of them failed.
    pub failed: u32,
    /// What the newest of them says; cut after 1,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// When the first of them stopped.
    pub first_at: DateTime<Utc>,
    /// When the last of them stopped.
    pub last_at: DateTime<Utc>,
    /// Id of the newest of them.
    pub newest_run: Uuid,
}

/// How far runs are.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RunsProgress {
    /// A run each.
    pub items: Vec<RunProgress>,
}

/// How far a run is. Nothing but its status is told of a run that has ended, and of one with a long journal that is not in
/// the memory of the node that was asked.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RunProgress {
    /// The run.
    pub id: Uuid,
    /// Where it stands.
    #[schema(value_type = StatusWord)]
    pub status: RunStatus,
    /// Open incidents.
    pub incidents: u32,
    /// Every `for_each` under way, outermost first.
    pub progress: Vec<Progress>,
    /// What its first tokens do, at most three: incidents first, then calls and waits. Errors without what the other
    /// side said.
    pub tokens: Vec<Token>,
}

impl From<store::StatusCount> for RunCount {
    fn from(count: store::StatusCount) -> Self {
        Self {
            status: count.status,
            count: count.count,
            at_least: count.at_least,
        }
    }
}

impl From<store::RunCauses> for RunCauses {
    fn from(causes: store::RunCauses) -> Self {
        Self {
            causes: causes.causes.into_iter().map(Into::into).collect(),
            complete: causes.complete,
        }
    }
}

impl From<store::RunCause> for RunCause {
    fn from(cause: store::RunCause) -> Self {
        Self {
            process: cause.process,
            error_step: cause.error_step,
            error_code: cause.error_code,
            count: cause.incidents.saturating_add(cause.failed),
            incidents: cause.incidents,
            failed: cause.failed,
            message: cause.message,
            first_at: cause.first_at,
            last_at: cause.last_at,
            newest_run: cause.newest.0,
        }
    }
}
