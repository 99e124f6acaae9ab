//! Acts on many runs at once.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use throughline_engine::kernel::RunStatus;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{RunFilter, StatusWord};
use crate::store::{self, BulkAction, BulkBecame, BulkLeftOut, BulkOutcome, BulkState};

/// What to do to which runs. One of `filter` and `ids`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkRequest {
    /// What to do.
    pub action: BulkAction,
    /// To all runs that a list with this filter shows at this moment; `{}` is all runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<RunFilter>,
    /// To these runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_items = 1, max_items = 1000)]
    pub ids: Option<Vec<Uuid>>,
    /// Why, for the journals of runs that are cancelled or suspended; at most 1,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 1000)]
    pub reason: Option<String>,
}

/// What a start may say.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkStartRequest {
    /// Why, for the journals of runs that are cancelled or suspended, where the preview did not say it; at most 1,000
    /// characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 1000)]
    pub reason: Option<String>,
}

/// Which runs. One of `filter` and `ids`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkSelection {
    /// All runs that a list with this filter shows at this moment; `{}` is all runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<RunFilter>,
    /// These runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_items = 1, max_items = 1000)]
    pub ids: Option<Vec<Uuid>>,
}

/// How many runs of a selection each action would act on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BulkFit {
    /// All of the selection.
    pub matching: u64,
    /// Stand at an incident.
    pub retry: u64,
    /// Have not ended.
    pub cancel: u64,
    /// Have not ended and are not suspended.
    pub suspend: u64,
    /// Are suspended.
    pub resume: u64,
}

/// An act on many runs: first a preview, then under way, then over.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Bulk {
    /// Its id.
    pub id: Uuid,
    /// What is done.
    pub action: BulkAction,
    /// How far it is.
    pub state: BulkState,
    /// How many runs it acts on. Neither more nor others: which they are was decided when the preview was made.
    pub runs: u64,
    /// How many were selected and are not acted on, and why.
    pub left_out: Vec<BulkLeftOutCount>,
    /// Ids that are of no run the caller sees.
    pub unknown: u64,
    /// What the selection was made of, by process and status at that moment.
    pub groups: Vec<BulkGroup>,
    /// How many of its runs ended how.
    pub counts: BulkCounts,
    /// How the runs that were acted on stand now. Not in lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub became: Option<BulkBecameCounts>,
    /// The filter that was asked for, as it was frozen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<RunFilter>,
    /// How many ids were asked for, where it was no filter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ids: Option<u64>,
    /// Why, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who selected and started it.
    #[schema(example = "user:ann")]
    pub created_by: String,
    /// When the selection was made.
    pub created_at: DateTime<Utc>,
    /// Until when a preview can be started.
    pub expires_at: DateTime<Utc>,
    /// When it was started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<DateTime<Utc>>,
    /// When it finished or was stopped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
    /// Who stopped it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped_by: Option<String>,
}

/// Runs that were selected and are not acted on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BulkLeftOutCount {
    /// Why not.
    pub why: BulkLeftOut,
    /// How many.
    pub runs: u64,
}

/// Runs of a selection that are alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BulkGroup {
    /// Key of their process.
    pub process: String,
    /// Their status when the selection was made.
    #[schema(value_type = StatusWord)]
    pub status: RunStatus,
    /// Why they are not acted on; absent where they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<BulkLeftOut>,
    /// How many.
    pub runs: u64,
}

/// How many runs of an act ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BulkCounts {
    /// Their turn has not come. Of a stopped act: they were not reached.
    pub pending: u64,
    /// Acted on.
    pub done: u64,
    /// It did not fit them any more: they had ended, or somebody was quicker.
    pub skipped: u64,
    /// Could not be acted on.
    pub failed: u64,
}

/// How runs that were acted on stand now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BulkBecameCounts {
    /// They go on, wait, or are suspended.
    pub running: u64,
    /// They ended as their definition says.
    pub done: u64,
    /// They failed, or need attention again.
    pub failed: u64,
    /// They were cancelled.
    pub cancelled: u64,
}

/// A run of an act.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BulkItem {
    /// The run.
    pub run_id: Uuid,
    /// What became of the act on it.
    pub outcome: BulkOutcome,
    /// Why it was not done, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled_at: Option<DateTime<Utc>>,
    /// Key of its process; absent where the run is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process: Option<String>,
    /// How it stands now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<StatusWord>)]
    pub status: Option<RunStatus>,
    /// What its starter calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_key: Option<String>,
    /// Its last error, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
    /// What became of it after it was acted on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub became: Option<BulkBecame>,
}

impl Bulk {
    /// From the store's row and counts.
    pub(crate) fn new(row: store::Bulk, counts: store::BulkCounts, became: Option<store::BulkBecameCounts>) -> Self {
        let mut left_out: Vec<BulkLeftOutCount> = Vec::new();
        let mut runs = 0;
        for group in &row.groups {
            match group.left_out {
                None => runs += group.runs,
                Some(why) => match left_out.iter_mut().find(|known| known.why == why) {
                    Some(known) => known.runs += group.runs,
                    None => left_out.push(BulkLeftOutCount { why, runs: group.runs }),
                },
            }
        }
        let ids = row.ids.map(|ids| u64::from(ids.unsigned_abs()));
        let known: u64 = row.groups.iter().map(|group| group.runs).sum();
        Self {
            id: row.id,
            action: row.action,
            state: row.state,
            runs,
            left_out,
            unknown: ids.map_or(0, |ids| ids.saturating_sub(known)),
            groups: row.groups.into_iter().map(Into::into).collect(),
            counts: counts.into(),
            became: became.map(Into::into),
            // What is kept was written by this type; an older service's filter with other members is not shown.
            filter: row.filter.and_then(|filter| serde_json::from_str(&filter).ok()),
            ids,
            reason: row.reason,
            created_by: row.created_by,
            created_at: row.created_at,
            expires_at: row.expires_at,
            started_at: row.started_at,
            ended_at: row.ended_at,
            stopped_by: row.stopped_by,
        }
    }
}

impl From<store::BulkFit> for BulkFit {
    fn from(fit: store::BulkFit) -> Self {
        Self {
            matching: fit.matching,
            retry: fit.retry,
            cancel: fit.cancel,
            suspend: fit.suspend,
            resume: fit.resume,
        }
    }
}

impl From<store::BulkGroup> for BulkGroup {
    fn from(group: store::BulkGroup) -> Self {
        Self {
            process: group.process,
            status: group.status,
            left_out: group.left_out,
            runs: group.runs,
        }
    }
}

impl From<store::BulkCounts> for BulkCounts {
    fn from(counts: store::BulkCounts) -> Self {
        Self {
            pending: counts.pending,
            done: counts.done,
            skipped: counts.skipped,
            failed: counts.failed,
        }
    }
}

impl From<store::BulkBecameCounts> for BulkBecameCounts {
    fn from(counts: store::BulkBecameCounts) -> Self {
        Self {
            running: counts.running,
            done: counts.done,
            failed: counts.failed,
            cancelled: counts.cancelled,
        }
    }
}

impl From<store::BulkItem> for BulkItem {
    fn from(item: store::BulkItem) -> Self {
        Self {
            run_id: item.run.0,
            outcome: item.outcome,
            reason: item.reason,
            settled_at: item.settled_at,
            process: item.process,
            status: item.status,
            business_key: item.business_key,
            last_error: item.last_error,
            became: item.became,
        }
    }
}
