//! The status of a run.

use serde::{Deserialize, Serialize};

/// Where a run stands (design §1). The words are the same in Postgres, the API, URLs and CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunStatus {
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

impl RunStatus {
    /// All statuses, in the order people expect them.
    pub const ALL: [Self; 9] = [
        Self::Created,
        Self::Running,
        Self::Waiting,
        Self::Incident,
        Self::Suspended,
        Self::Completed,
        Self::Failed,
        Self::Cancelled,
        Self::Compensated,
    ];

    /// Whether nothing more can happen to the run.
    #[must_use]
    pub fn is_ended(self) -> bool {
        matches!(
            self,
            Self::Completed | Self::Failed | Self::Cancelled | Self::Compensated
        )
    }

    /// The word of the API and of Postgres.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Running => "running",
            Self::Waiting => "waiting",
            Self::Incident => "incident",
            Self::Suspended => "suspended",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Compensated => "compensated",
        }
    }
}
