//! One run in memory: its state, what of it is durable, and what of it is under way outside.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use throughline_engine::definition::Process;
use throughline_engine::kernel::{
    Effect, Entry, Fact, FoldError, RunId, RunStatus, Seq, State, TokenId, Visit, advance, fold,
};
use throughline_engine::script::ScriptEngine;
use tokio::task::AbortHandle;

/// A call that is with the outside in this process.
pub(super) type CallKey = (TokenId, Visit);

/// A definition version ready to run.
#[derive(Debug)]
pub struct Definition {
    /// Id of the version in the store.
    pub id: crate::store::DefinitionId,
    /// Its number.
    pub version: i32,
    /// The compiled process.
    pub process: Process,
    /// The fields of its input in the order of the file, for forms.
    pub input_order: Vec<String>,
}

/// A run in memory. Facts are folded as they come and written behind; effects leave only when every fact before them
/// is committed.
pub(super) struct Live {
    pub(super) definition: Arc<Definition>,
    pub(super) state: State,
    /// Everything up to here is committed.
    pub(super) committed: Seq,
    /// Facts handed to the committer and not yet confirmed: offered again if nobody knows what became of them.
    pub(super) unconfirmed: VecDeque<Unconfirmed>,
    /// Effects that wait for the commit of the fact they follow from.
    pub(super) held: VecDeque<(Seq, Effect)>,
    /// Calls under way, by the attempt they make.
    pub(super) under_way: HashMap<CallKey, (u16, Option<AbortHandle>)>,
    /// The last commit gives the run back to Postgres: nothing may be folded until it is confirmed.
    pub(super) releasing: bool,
    /// What the run row said last.
    pub(super) row: RowSeen,
}

/// A fact on its way to the journal.
pub(super) struct Unconfirmed {
    pub(super) entry: Entry,
    /// The stored request it came by.
    pub(super) request: Option<i64>,
}

/// What the run row was last told; it is told again when this changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RowSeen {
    pub(super) status: RunStatus,
    pub(super) incidents: u32,
}

impl Live {
    pub(super) fn new(definition: Arc<Definition>, run: RunId) -> Self {
        Self {
            definition,
            state: State::new(run),
            committed: Seq(0),
            unconfirmed: VecDeque::new(),
            held: VecDeque::new(),
            under_way: HashMap::new(),
            releasing: false,
            row: RowSeen {
                status: RunStatus::Created,
                incidents: 0,
            },
        }
    }

    /// A run read from the journal: all of it is committed.
    pub(super) fn replayed(definition: Arc<Definition>, state: State) -> Self {
        let row = RowSeen {
            status: RunStatus::Running,
            incidents: state.incidents(),
        };
        let committed = state.last_seq();
        Self {
            definition,
            state,
            committed,
            unconfirmed: VecDeque::new(),
            held: VecDeque::new(),
            under_way: HashMap::new(),
            releasing: false,
            row,
        }
    }

    /// Folds a fact that happened at `at`, came by `request`, and keeps what follows from it until it is committed.
    pub(super) fn fold(
        &mut self,
        scripts: &ScriptEngine,
        fact: Fact,
        at: DateTime<Utc>,
        request: Option<i64>,
    ) -> Result<Entry, FoldError> {
        // A clock that was set back must not make the journal run backwards.
        let at = at.max(self.state.last_fact_at());
        let entry = Entry {
            seq: self.state.last_seq().next(),
            at,
            fact,
        };
        fold(&self.definition.process, scripts, &mut self.state, &entry)?;
        let seq = entry.seq;
        self.held.extend(
            advance(&self.definition.process, &mut self.state)
                .into_iter()
                .map(|effect| (seq, effect)),
        );
        self.unconfirmed.push_back(Unconfirmed {
            entry: entry.clone(),
            request,
        });
        Ok(entry)
    }

    /// What a replay left to be done goes out at once: every fact before it is committed.
    pub(super) fn hold_open_effects(&mut self) {
        let seq = self.state.last_seq();
        self.held.extend(
            advance(&self.definition.process, &mut self.state)
                .into_iter()
                .map(|effect| (seq, effect)),
        );
    }

    /// Facts up to `seq` are durable.
    pub(super) fn confirm(&mut self, seq: Seq) {
        self.committed = self.committed.max(seq);
        while self.unconfirmed.front().is_some_and(|fact| fact.entry.seq <= seq) {
            self.unconfirmed.pop_front();
        }
    }

    /// The next effect that may leave.
    pub(super) fn next_effect(&mut self) -> Option<Effect> {
        let (seq, _) = self.held.front()?;
        if *seq > self.committed {
            return None;
        }
        self.held.pop_front().map(|(_, effect)| effect)
    }

    /// The earliest timer the run waits for.
    pub(super) fn next_due(&self) -> Option<DateTime<Utc>> {
        self.state.timers().into_iter().map(|(.., due)| due).min()
    }
}

impl Drop for Live {
    /// A run that leaves memory takes its calls along: another node, or this one later, asks again and looks first.
    fn drop(&mut self) {
        for (_, handle) in self.under_way.values() {
            if let Some(handle) = handle {
                handle.abort();
            }
        }
    }
}
