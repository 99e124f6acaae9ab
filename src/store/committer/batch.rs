//! What is written together: commits of one run become one, and groups stay within bounds.

use std::collections::{HashSet, VecDeque};

use throughline_engine::kernel::{RunId, RunStatus, Seq};

use super::{Commit, Incarnation, NewRun, RunUpdate, RunValue, Verdict, Wait};
use crate::store::JournalRow;

/// Rows one statement carries at most.
const MAX_ROWS: usize = 8192;

/// Payload bytes one statement carries at most; a run that has more goes alone.
const MAX_BYTES: usize = 16 << 20;

/// Payload bytes of one run beyond which nothing is even tried: Postgres' own limit for a message is 1 GiB.
const MAX_RUN_BYTES: usize = 256 << 20;

/// All that one run has to be written in a batch.
#[derive(Debug)]
pub(super) struct Pending {
    pub(super) run: RunId,
    pub(super) incarnation: Incarnation,
    pub(super) rows: Vec<JournalRow>,
    pub(super) insert: Option<Box<NewRun>>,
    pub(super) update: Option<Box<RunUpdate>>,
    pub(super) waits: Vec<Wait>,
    pub(super) requests_done: Vec<i64>,
    pub(super) values: Vec<RunValue>,
}

impl Pending {
    pub(super) fn committed(&self) -> Verdict {
        Verdict::Committed {
            last_seq: self.rows.last().map(|row| row.seq),
        }
    }

    /// Only facts: the hot path.
    fn is_facts_only(&self) -> bool {
        self.insert.is_none()
            && self.update.is_none()
            && self.waits.is_empty()
            && self.requests_done.is_empty()
            && self.values.is_empty()
    }

    fn bytes(&self) -> usize {
        self.rows.iter().map(|row| row.payload.len()).sum()
    }

    fn absorb(&mut self, later: Commit) {
        self.rows.extend(later.rows);
        self.insert = self.insert.take().or(later.insert);
        if later.update.is_some() {
            self.update = later.update;
            // Waits belong to the update that set the run waiting.
            self.waits.clear();
        }
        self.waits.extend(later.waits);
        self.requests_done.extend(later.requests_done);
        self.values.extend(later.values);
    }

    /// What the runtime got wrong, if it did: such rows would make the journal unreadable.
    fn flaw(&self) -> Option<String> {
        let gap = self.rows.windows(2).find(|pair| pair[1].seq != pair[0].seq.next());
        if let Some(pair) = gap {
            return Some(format!("fact {} was handed in after fact {}", pair[1].seq, pair[0].seq));
        }
        if self.insert.is_some() && self.rows.first().map(|row| row.seq) != Some(Seq(1)) {
            return Some("a run was started without its first fact".to_owned());
        }
        if !self.waits.is_empty() && self.update.as_ref().is_none_or(|update| update.keeps_owner()) {
            return Some("waits were handed in for a run that does not wait".to_owned());
        }
        let bytes = self.bytes();
        (bytes > MAX_RUN_BYTES).then(|| format!("{bytes} bytes of facts at once are more than {MAX_RUN_BYTES}"))
    }
}

impl From<Commit> for Pending {
    fn from(commit: Commit) -> Self {
        let Commit {
            run,
            incarnation,
            rows,
            insert,
            update,
            waits,
            requests_done,
            values,
        } = commit;
        Self {
            run,
            incarnation,
            rows,
            insert,
            update,
            waits,
            requests_done,
            values,
        }
    }
}

/// Runs that are written in one transaction.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) runs: Vec<Pending>,
    /// A partition was missing and was made.
    pub(super) partitions_made: bool,
    /// How often it clashed.
    pub(super) clashes: u8,
}

impl Group {
    pub(super) fn of(pending: Pending) -> Self {
        Self::new(vec![pending])
    }

    fn new(runs: Vec<Pending>) -> Self {
        Self {
            runs,
            partitions_made: false,
            clashes: 0,
        }
    }

    pub(super) fn is_facts_only(&self) -> bool {
        self.runs.iter().all(Pending::is_facts_only)
    }

    /// Two halves, or the one run that cannot be divided.
    pub(super) fn split(mut self) -> Result<(Self, Self), Box<Pending>> {
        if self.runs.len() == 1 {
            return Err(Box::new(self.runs.remove(0)));
        }
        let right = self.runs.split_off(self.runs.len() / 2);
        Ok((Self::new(self.runs), Self::new(right)))
    }

    /// Takes the lost runs out.
    pub(super) fn take_lost(&mut self, lost: &HashSet<RunId>) -> Vec<Pending> {
        let (gone, kept) = std::mem::take(&mut self.runs)
            .into_iter()
            .partition(|pending| lost.contains(&pending.run));
        self.runs = kept;
        gone
    }
}

/// Sorts commits by run (which also keeps two nodes from locking keys crosswise), makes one of those of a run, and
/// cuts groups. Also returns what is malformed, with the reason.
pub(super) fn merge(commits: &mut Vec<Commit>) -> (VecDeque<Group>, Vec<(Pending, String)>) {
    // Stable: commits of a run stay in the order they were handed in.
    commits.sort_by_key(|commit| (commit.run, commit.incarnation));
    let mut merged: Vec<Pending> = Vec::with_capacity(commits.len());
    for commit in commits.drain(..) {
        match merged.last_mut() {
            Some(last) if last.run == commit.run && last.incarnation == commit.incarnation => last.absorb(commit),
            _ => merged.push(commit.into()),
        }
    }
    let mut groups = VecDeque::new();
    let mut malformed = Vec::new();
    let mut current: Vec<Pending> = Vec::new();
    let (mut rows, mut bytes) = (0, 0);
    for pending in merged {
        if let Some(flaw) = pending.flaw() {
            malformed.push((pending, flaw));
            continue;
        }
        let more = pending.rows.len() + pending.values.len();
        let full = rows + more > MAX_ROWS || bytes + pending.bytes() > MAX_BYTES;
        // Two lives of one run: the later one after the earlier one, never in one statement.
        let again = current.last().is_some_and(|last| last.run == pending.run);
        if (full || again) && !current.is_empty() {
            groups.push_back(Group::new(std::mem::take(&mut current)));
            (rows, bytes) = (0, 0);
        }
        rows += more;
        bytes += pending.bytes();
        current.push(pending);
    }
    if !current.is_empty() {
        groups.push_back(Group::new(current));
    }
    (groups, malformed)
}

/// Status and owner of a row as the last write of a batch leaves them.
pub(super) fn final_status(insert: &NewRun, update: Option<&RunUpdate>) -> (RunStatus, bool) {
    match update {
        Some(update) => (update.status, insert.owned && update.keeps_owner()),
        None if insert.owned => (RunStatus::Running, true),
        None => (RunStatus::Created, false),
    }
}
