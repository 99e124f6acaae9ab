//! What is handed to a committer, and what it answers.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use throughline_engine::kernel::{RunId, RunStatus, Seq, TimerKind, TokenId, Visit};

use crate::store::{DefinitionId, JournalRow, TriggerKind};

/// Which life of a run in a node's memory a commit belongs to. The runtime gives each run it loads or starts the next
/// number. After a run was reported as anything but committed, what is still queued of that life is not written: it
/// would leave a gap in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Incarnation(pub u64);

/// What one run has to be written, all or nothing.
#[derive(Debug, Clone)]
pub struct Commit {
    /// The run.
    pub run: RunId,
    /// Which life of it in this node's memory.
    pub incarnation: Incarnation,
    /// Facts, in order and without gaps.
    pub rows: Vec<JournalRow>,
    /// The run begins to exist with this commit.
    pub insert: Option<Box<NewRun>>,
    /// What changes in the run's row. Written only while this node owns the run.
    pub update: Option<Box<RunUpdate>>,
    /// What the run sleeps on from now, where `update` sets it waiting.
    pub waits: Vec<Wait>,
    /// Requests (`run_request.id`) that these facts answer.
    pub requests_done: Vec<i64>,
    /// Values by which people look for the run from now on. Most runs have some when they begin and when they end;
    /// those without cost nothing.
    pub values: Vec<RunValue>,
}

/// A single value by which people look for a run. Never a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunValue {
    /// What it is called.
    pub name: String,
    /// The value: a text as it is, a number by its digits.
    pub value: String,
}

/// A run that begins to exist.
#[derive(Debug, Clone)]
pub struct NewRun {
    /// The version it is pinned to.
    pub definition: DefinitionId,
    /// Key of the process.
    pub process: Arc<str>,
    /// Number of the version.
    pub version: i32,
    /// What the starter calls it.
    pub business_key: Option<String>,
    /// Who started it.
    pub started_by: String,
    /// What kind of thing that is.
    pub trigger: TriggerKind,
    /// When it was accepted.
    pub created_at: DateTime<Utc>,
    /// Whether this node goes on with it at once (status `running`), or any node may claim it (status `created`).
    pub owned: bool,
}

/// What changes in a run's row. A status other than `created` and `running` lets go of the run.
#[derive(Debug, Clone)]
pub struct RunUpdate {
    /// The status from now.
    pub status: RunStatus,
    /// When, by the facts; for people.
    pub at: DateTime<Utc>,
    /// The last fact.
    pub last_seq: Seq,
    /// How many incidents are open.
    pub incidents: u32,
    /// The last error, in words.
    pub last_error: Option<String>,
    /// The step of that error, by its path.
    pub error_step: Option<Arc<str>>,
    /// The code of that error.
    pub error_code: Option<String>,
    /// The result as JSON, once there is one.
    pub result: Option<Vec<u8>>,
}

impl RunUpdate {
    /// Whether the node still owns the run after this.
    #[must_use]
    pub fn keeps_owner(&self) -> bool {
        matches!(self.status, RunStatus::Created | RunStatus::Running)
    }
}

/// Something a sleeping run sleeps on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// The token that waits.
    pub token: TokenId,
    /// Which activity of it.
    pub visit: Visit,
    /// For what.
    pub kind: WaitKind,
    /// When it is due.
    pub due_at: DateTime<Utc>,
}

/// What a sleeping run sleeps on.
pub type WaitKind = TimerKind;

/// What became of a run's commits in one batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The run.
    pub run: RunId,
    /// Which life of it.
    pub incarnation: Incarnation,
    /// What became of them.
    pub verdict: Verdict,
}

/// What became of a run's commits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Durable.
    Committed {
        /// The last fact written, where there was one.
        last_seq: Option<Seq>,
    },
    /// Not written, nothing of it: another node wrote to the run, or owns it. Drop it from memory; if [`Store::owned`](crate::store::Store::owned)
    /// still names it, load it again.
    Lost,
    /// The connection broke while it was under way, and by now it is either durable or never will be. Drop it from
    /// memory and load it again.
    Unknown,
    /// Not written, nothing of it: Postgres refuses it for good.
    Refused {
        /// What Postgres said.
        error: String,
    },
}
