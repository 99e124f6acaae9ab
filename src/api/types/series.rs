//! Runs over time.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use throughline_engine::kernel::RunStatus;
use utoipa::ToSchema;

use crate::store;

/// Runs over time. Each is counted where it was accepted, by how it stands now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RunSeries {
    /// Where the first part begins.
    pub since: DateTime<Utc>,
    /// Where the last part ends.
    pub until: DateTime<Utc>,
    /// The parts, in order, without gaps.
    pub buckets: Vec<RunBucket>,
}

/// A part of a span of time, and the runs that were accepted in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RunBucket {
    /// Where it begins.
    pub from: DateTime<Utc>,
    /// Where it ends.
    pub to: DateTime<Utc>,
    /// All runs accepted in it; the other numbers are its parts.
    pub accepted: u64,
    /// Those that ended as their definition says.
    pub completed: u64,
    /// Those that ended by an error.
    pub failed: u64,
    /// Those that stand at an incident: a person must look.
    pub incident: u64,
    /// Those that are queued, run, wait, or were stopped by a person for a while.
    pub live: u64,
    /// Those that were cancelled, or whose work was undone.
    pub withdrawn: u64,
}

impl From<store::SeriesBucket> for RunBucket {
    fn from(bucket: store::SeriesBucket) -> Self {
        let sum = |statuses: &[RunStatus]| {
            let counts = statuses.iter().filter_map(|status| bucket.statuses.get(status));
            counts.sum()
        };
        Self {
            from: bucket.from,
            to: bucket.to,
            accepted: sum(&RunStatus::ALL),
            completed: sum(&[RunStatus::Completed]),
            failed: sum(&[RunStatus::Failed]),
            incident: sum(&[RunStatus::Incident]),
            live: sum(&[
                RunStatus::Created,
                RunStatus::Running,
                RunStatus::Waiting,
                RunStatus::Suspended,
            ]),
            withdrawn: sum(&[RunStatus::Cancelled, RunStatus::Compensated]),
        }
    }
}
