//! How a run came to stand as it does: its journal folded again, to any of its facts.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::Value;
use throughline_engine::kernel::{
    Activity, Entry, FoldError, Historian, RunId, Seq, State, StepSurvey, Surveyor, VariableChange, VariableHistory,
    advance, fold,
};
use throughline_engine::script::ScriptEngine;

use super::journals::Journal;
use super::{ActionError, Definition, Runtime};
use crate::store::{RunRow, StoreError};

/// What a run did until a moment.
#[derive(Debug)]
pub struct History {
    /// What it did until then, in the order it began.
    pub activities: Vec<Activity>,
}

/// A run at a moment of its past.
#[derive(Debug)]
pub struct Moment {
    /// The row, as last written.
    pub row: RunRow,
    /// The definition it is pinned to.
    pub definition: Arc<Definition>,
    /// How it stood.
    pub state: State,
    /// Variables of the process; after the end as they were last.
    pub variables: BTreeMap<String, Arc<Value>>,
    /// The last fact there is.
    pub last_seq: Seq,
}

/// What each step of a run did until a moment.
#[derive(Debug)]
pub struct StepsSurvey {
    /// The steps that were entered, as the definition has them.
    pub steps: Vec<StepSurvey>,
    /// When the run began.
    pub from: DateTime<Utc>,
    /// The moment: what goes on took until then.
    pub to: DateTime<Utc>,
    /// The last fact looked at.
    pub seq: Seq,
}

/// Changes of the variables of a process.
#[derive(Debug)]
pub struct VariableChanges {
    /// A page of them, newest first.
    pub changes: Vec<VariableChange>,
    /// How many there are.
    pub total: u32,
}

/// A journal read for looking back.
struct Past {
    row: RunRow,
    definition: Arc<Definition>,
    journal: Arc<Journal>,
    /// Facts up to the moment that is looked at.
    until: usize,
    last_seq: Seq,
}

impl Past {
    fn facts(&self) -> &[Entry] {
        &self.journal.facts[..self.until]
    }

    fn replay(&self, mut fold: impl FnMut(&Entry) -> Result<(), FoldError>) -> Result<(), ActionError> {
        for entry in self.facts() {
            fold(entry).map_err(|error| ActionError::Broken(format!("fact {}: {error}", entry.seq)))?;
        }
        Ok(())
    }
}

impl Runtime {
    /// Reads a journal up to a fact and looks at it.
    async fn look_back<T: Send + 'static>(
        &self,
        run: RunId,
        until: Option<Seq>,
        look: impl FnOnce(Past, &ScriptEngine) -> Result<T, ActionError> + Send + 'static,
    ) -> Result<T, ActionError> {
        let (row, journal) = self.journal(run).await?;
        let definition = self
            .definitions()
            .get(row.definition)
            .await
            .map_err(|error| ActionError::Broken(error.to_string()))?;
        let scripts = self.inner.kit.scripts.clone();
        // A long journal takes its time: not on the async workers.
        let looked = tokio::task::spawn_blocking(move || {
            let last_seq = journal.facts.last().map_or(Seq(0), |entry| entry.seq);
            let until = until.unwrap_or(last_seq);
            let past = Past {
                row,
                definition,
                until: journal.facts.partition_point(|entry| entry.seq <= until),
                journal,
                last_seq,
            };
            look(past, &scripts)
        });
        looked.await.map_err(|error| {
            tracing::error!(%run, %error, "folding a journal for its history failed");
            ActionError::Store(StoreError::Unexpected {
                doing: "fold a journal",
                source: sqlx::Error::WorkerCrashed,
            })
        })?
    }

    /// What a run did until the fact `until` (until its last one where none is given).
    ///
    /// # Errors
    /// [`ActionError::NoSuchRun`], [`ActionError::Broken`] where it cannot be folded, or the database.
    pub async fn history(&self, run: RunId, until: Option<Seq>) -> Result<History, ActionError> {
        self.look_back(run, until, move |past, scripts| {
            let mut historian = Historian::new(&past.definition.process, scripts, run);
            past.replay(|entry| historian.fold(entry))?;
            let (activities, _) = historian.finish();
            Ok(History { activities })
        })
        .await
    }

    /// How a run stood after the fact `at` (after its last one where none is given).
    ///
    /// # Errors
    /// As [`Runtime::history`].
    pub async fn moment(&self, run: RunId, at: Option<Seq>) -> Result<Moment, ActionError> {
        self.look_back(run, at, move |past, scripts| {
            let mut history = VariableHistory::new(&past.definition.process, scripts, run, None, 0, 0);
            past.replay(|entry| history.fold(entry))?;
            let (state, variables) = (history.state().clone(), history.variables());
            Ok(Moment {
                state,
                variables,
                row: past.row,
                definition: past.definition,
                last_seq: past.last_seq,
            })
        })
        .await
    }

    /// What each step of a run did until the fact `until`; until now where none is given and the run goes on.
    ///
    /// # Errors
    /// As [`Runtime::history`].
    pub async fn survey(&self, run: RunId, until: Option<Seq>) -> Result<StepsSurvey, ActionError> {
        let now = super::now();
        self.look_back(run, until, move |past, scripts| {
            let mut surveyor = Surveyor::new(&past.definition.process, scripts, run);
            past.replay(|entry| surveyor.fold(entry))?;
            let (first, last) = (past.facts().first(), past.facts().last());
            let from = first.map_or(past.row.created_at, |entry| entry.at);
            let seq = last.map_or(Seq(0), |entry| entry.seq);
            let goes_on = seq == past.last_seq && !surveyor.state().status().is_ended();
            let last_at = last.map_or(from, |entry| entry.at);
            let to = if goes_on { now.max(last_at) } else { last_at };
            Ok(StepsSurvey {
                steps: surveyor.finish(to),
                from,
                to,
                seq,
            })
        })
        .await
    }

    /// The newest `most` changes of variables with a number under `before`, of one variable where `name` is given.
    ///
    /// # Errors
    /// As [`Runtime::history`].
    pub async fn variable_changes(
        &self,
        run: RunId,
        name: Option<String>,
        until: Option<Seq>,
        before: u32,
        most: usize,
    ) -> Result<VariableChanges, ActionError> {
        self.look_back(run, until, move |past, scripts| {
            let process = &past.definition.process;
            let mut history = VariableHistory::new(process, scripts, run, name.as_deref(), before, most);
            past.replay(|entry| history.fold(entry))?;
            let (changes, total) = history.finish();
            Ok(VariableChanges { changes, total })
        })
        .await
    }

    /// The facts that concern one item, by the token they name.
    ///
    /// # Errors
    /// As [`Runtime::history`].
    pub async fn facts_of_item(&self, run: RunId, item: u32) -> Result<Vec<Seq>, ActionError> {
        self.look_back(run, None, move |past, scripts| {
            let process = &past.definition.process;
            let (mut state, mut found) = (State::new(run), Vec::new());
            past.replay(|entry| {
                // Before it is folded: the token may end with it.
                let token = entry.fact.token();
                if token.and_then(|token| state.item_of_token(process, token)) == Some(item) {
                    found.push(entry.seq);
                }
                fold(process, scripts, &mut state, entry)?;
                // Nobody acts on it: it must not grow.
                advance(process, &mut state);
                Ok(())
            })?;
            Ok(found)
        })
        .await
    }
}
