//! Acts on many runs at once: what was selected, and what became of each run.
//!
//! A selection is frozen in one statement (`freeze`); workers take its items under leases and note what became of them
//! (`work`); people look (`look`). What an act means is the runtime's business.

mod freeze;
mod look;
mod work;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use throughline_engine::kernel::{RunId, RunStatus};
use utoipa::ToSchema;
use uuid::Uuid;

pub use freeze::{BulkFit, FreezeError, NewBulk, Selection};
pub use look::ItemFilter;
pub use work::{BulkWork, ClaimedItem, StateError};

/// What is done to each run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BulkAction {
    /// Open incidents are tried again.
    Retry,
    /// It ends.
    Cancel,
    /// It stops for a while.
    Suspend,
    /// It goes on after it was suspended.
    Resume,
}

impl BulkAction {
    /// Every action.
    pub const ALL: [Self; 4] = [Self::Retry, Self::Cancel, Self::Suspend, Self::Resume];

    /// Its name in the API and in Postgres.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Retry => "retry",
            Self::Cancel => "cancel",
            Self::Suspend => "suspend",
            Self::Resume => "resume",
        }
    }
}

/// How far an act on many runs is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BulkState {
    /// Selected and not begun: nothing happens unless somebody starts it.
    Preview,
    /// Under way.
    Running,
    /// Every run was seen to.
    Finished,
    /// Stopped by a person; what was not reached stays as it is.
    Stopped,
}

impl BulkState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Preview, Self::Running, Self::Finished, Self::Stopped];

    /// Its name in the API and in Postgres.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Preview => "preview",
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Stopped => "stopped",
        }
    }

    /// The state after a start. A second start is the first one's double click.
    ///
    /// # Errors
    /// It was stopped; it is too old; there is nothing to act on.
    pub(crate) fn started(self, expired: bool, items: i64) -> Result<Self, StateError> {
        match self {
            Self::Preview if expired => Err(StateError::Expired),
            Self::Preview if items == 0 => Err(StateError::Nothing),
            Self::Preview | Self::Running => Ok(Self::Running),
            Self::Finished => Ok(Self::Finished),
            Self::Stopped => Err(StateError::WasStopped),
        }
    }

    /// The state after a stop. What has ended stays as it ended.
    pub(crate) fn stopped(self) -> Self {
        match self {
            Self::Preview | Self::Running | Self::Stopped => Self::Stopped,
            Self::Finished => Self::Finished,
        }
    }
}

/// What became of the act on one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BulkOutcome {
    /// Its turn has not come.
    Pending,
    /// It is in the run's journal, or durable and about to be.
    Done,
    /// It did not fit the run any more, so nothing was done.
    Skipped,
    /// It could not be done.
    Failed,
}

impl BulkOutcome {
    /// Every outcome.
    pub const ALL: [Self; 4] = [Self::Pending, Self::Done, Self::Skipped, Self::Failed];

    /// Its name in the API and in Postgres.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Done => "done",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
        }
    }
}

/// Why a run that was selected is not acted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BulkLeftOut {
    /// It has ended.
    Ended,
    /// Retry: it stands at no incident.
    NoIncident,
    /// Suspend: it is suspended already. Retry: it would do nothing until it is resumed.
    Suspended,
    /// Resume: it is not suspended.
    NotSuspended,
    /// The caller may not act on runs of its process.
    NoRight,
}

impl BulkLeftOut {
    /// Every reason.
    pub const ALL: [Self; 5] = [
        Self::Ended,
        Self::NoIncident,
        Self::Suspended,
        Self::NotSuspended,
        Self::NoRight,
    ];

    /// Its name in the API and in Postgres.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ended => "ended",
            Self::NoIncident => "no_incident",
            Self::Suspended => "suspended",
            Self::NotSuspended => "not_suspended",
            Self::NoRight => "no_right",
        }
    }
}

/// What became of a run after it was acted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BulkBecame {
    /// It goes on, waits, or is suspended.
    Running,
    /// It ended as its definition says.
    Done,
    /// It failed, or stands at an incident again.
    Failed,
    /// It was cancelled.
    Cancelled,
}

impl BulkBecame {
    /// Every word.
    pub const ALL: [Self; 4] = [Self::Running, Self::Done, Self::Failed, Self::Cancelled];

    /// Its name in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

macro_rules! names {
    ($($wrapper:ident($of:ty) = $name:literal),* $(,)?) => {$(
        #[derive(Debug, Clone, Copy)]
        struct $wrapper($of);

        pg_enum!($wrapper, $name, <$of>::ALL, <$of>::as_str);
    )*};
}

names! {
    ActionName(BulkAction) = "bulk_action",
    BulkStateName(BulkState) = "bulk_state",
    OutcomeName(BulkOutcome) = "bulk_outcome",
    LeftOutName(BulkLeftOut) = "bulk_left_out",
}

/// An act on many runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bulk {
    /// Its id.
    pub id: Uuid,
    /// What is done.
    pub action: BulkAction,
    /// How far it is.
    pub state: BulkState,
    /// The filter that was asked for, as JSON.
    pub filter: Option<String>,
    /// How many ids were asked for, where it was no filter.
    pub ids: Option<i32>,
    /// Why, in words.
    pub reason: Option<String>,
    /// Who selected and started it.
    pub created_by: String,
    /// When the selection was frozen.
    pub created_at: DateTime<Utc>,
    /// Until when it can be started.
    pub expires_at: DateTime<Utc>,
    /// When it was started.
    pub started_at: Option<DateTime<Utc>>,
    /// When it finished or was stopped.
    pub ended_at: Option<DateTime<Utc>>,
    /// Who stopped it.
    pub stopped_by: Option<String>,
    /// What the selection was made of.
    pub groups: Vec<BulkGroup>,
}

/// Runs of a selection that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkGroup {
    /// Key of their process.
    pub process: String,
    /// Their status when the selection was frozen.
    pub status: RunStatus,
    /// Why they are not acted on; none where they are.
    pub left_out: Option<BulkLeftOut>,
    /// How many.
    pub runs: u64,
}

/// How many runs of an act ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BulkCounts {
    /// Their turn has not come.
    pub pending: u64,
    /// Acted on.
    pub done: u64,
    /// Left alone.
    pub skipped: u64,
    /// Could not be acted on.
    pub failed: u64,
}

/// How many of the runs that were acted on stand how now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BulkBecameCounts {
    /// They go on.
    pub running: u64,
    /// They ended well.
    pub done: u64,
    /// They failed, or stand at an incident again.
    pub failed: u64,
    /// They were cancelled.
    pub cancelled: u64,
}

/// A run of an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkItem {
    /// The run.
    pub run: RunId,
    /// What became of the act.
    pub outcome: BulkOutcome,
    /// Why, in words.
    pub reason: Option<String>,
    /// When.
    pub settled_at: Option<DateTime<Utc>>,
    /// Key of the run's process; none where the run is gone.
    pub process: Option<String>,
    /// How the run stands now.
    pub status: Option<RunStatus>,
    /// What its starter calls it.
    pub business_key: Option<String>,
    /// Its last error.
    pub last_error: Option<String>,
    /// What became of it, where it was acted on.
    pub became: Option<BulkBecame>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_is_started_once_and_only_while_it_is_fresh() {
        assert_eq!(BulkState::Preview.started(false, 3).unwrap(), BulkState::Running);
        assert!(matches!(BulkState::Preview.started(true, 3), Err(StateError::Expired)));
        assert!(matches!(BulkState::Preview.started(false, 0), Err(StateError::Nothing)));
        // A double click, also a late one.
        assert_eq!(BulkState::Running.started(true, 3).unwrap(), BulkState::Running);
        assert_eq!(BulkState::Finished.started(true, 3).unwrap(), BulkState::Finished);
        assert!(matches!(
            BulkState::Stopped.started(false, 3),
            Err(StateError::WasStopped)
        ));
    }

    #[test]
    fn what_has_finished_cannot_be_stopped_any_more() {
        for state in BulkState::ALL {
            let expected = match state {
                BulkState::Finished => BulkState::Finished,
                _ => BulkState::Stopped,
            };
            assert_eq!(state.stopped(), expected);
        }
    }

    #[test]
    fn words_are_read_back() {
        for action in BulkAction::ALL {
            assert_eq!(serde_json::to_value(action).unwrap(), action.as_str());
        }
        for outcome in BulkOutcome::ALL {
            assert_eq!(serde_json::to_value(outcome).unwrap(), outcome.as_str());
        }
        for why in BulkLeftOut::ALL {
            assert_eq!(serde_json::to_value(why).unwrap(), why.as_str());
        }
        for became in BulkBecame::ALL {
            assert_eq!(serde_json::to_value(became).unwrap(), became.as_str());
        }
    }
}
