//! Who changed the variables of a process, when, and what they were before.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::fold::FoldError;
use super::notes::Note;
use super::state::State;
use super::{Entry, Fact, RunId, Seq, advance, fold};
use crate::definition::Process;
use crate::script::ScriptEngine;

/// One change of one variable.
#[derive(Debug, Clone, PartialEq)]
pub struct VariableChange {
    /// The fact it followed from.
    pub seq: Seq,
    /// When.
    pub at: DateTime<Utc>,
    /// Its number among all changes that fit, from 1.
    pub number: u32,
    /// The variable.
    pub name: String,
    /// Who or what changed it.
    pub by: Changer,
    /// The value before; `None` where this is its first.
    pub before: Option<Arc<Value>>,
    /// The value after.
    pub after: Arc<Value>,
}

/// Who or what changed a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changer {
    /// The definition: its first value.
    Definition,
    /// The `set` of this step.
    Step(Arc<str>),
    /// A person.
    Person {
        /// Who.
        by: String,
        /// Why, in their words.
        reason: Option<String>,
    },
}

/// Folds a journal and keeps the newest changes of the variables of its process. Values may be large and many: those
/// that are not asked for are let go at once.
#[derive(Debug)]
pub struct VariableHistory<'a> {
    process: &'a Process,
    scripts: &'a ScriptEngine,
    state: State,
    only: Option<&'a str>,
    before: u32,
    most: usize,
    kept: VecDeque<VariableChange>,
    total: u32,
    values: BTreeMap<usize, Arc<Value>>,
}

impl<'a> VariableHistory<'a> {
    /// Before the first fact. Keeps the newest `most` changes with a number under `before`, of one variable where `only`
    /// names one.
    #[must_use]
    pub fn new(
        process: &'a Process,
        scripts: &'a ScriptEngine,
        run: RunId,
        only: Option<&'a str>,
        before: u32,
        most: usize,
    ) -> Self {
        Self {
            process,
            scripts,
            state: State::noting(run),
            only,
            before,
            most,
            kept: VecDeque::new(),
            total: 0,
            values: BTreeMap::new(),
        }
    }

    /// The next fact.
    ///
    /// # Errors
    /// It cannot be folded.
    pub fn fold(&mut self, entry: &Entry) -> Result<(), FoldError> {
        fold(self.process, self.scripts, &mut self.state, entry)?;
        // Nobody acts on it: it must not grow.
        advance(self.process, &mut self.state);
        for note in self.state.notes.take() {
            let Note::Set {
                slot,
                step,
                before,
                after,
            } = note
            else {
                continue;
            };
            self.values.insert(slot, after.clone());
            let name = &self.process.bodies[0].variables[slot].name;
            if self.only.is_some_and(|only| only != name) || before.as_ref() == Some(&after) {
                continue;
            }
            self.total = self.total.saturating_add(1);
            if self.total >= self.before {
                continue;
            }
            let by = match (step, &entry.fact) {
                (Some(step), _) => Changer::Step(self.process.steps[usize::from(step.0)].path.clone()),
                (None, Fact::VariablesEdited { by, reason, .. }) => Changer::Person {
                    by: by.clone(),
                    reason: reason.clone(),
                },
                (None, _) => Changer::Definition,
            };
            self.kept.push_back(VariableChange {
                seq: entry.seq,
                at: entry.at,
                number: self.total,
                name: name.clone(),
                by,
                before,
                after,
            });
            if self.kept.len() > self.most {
                self.kept.pop_front();
            }
        }
        Ok(())
    }

    /// How the run stands after the facts so far.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The variables as they are, or were last where the run has ended.
    #[must_use]
    pub fn variables(&self) -> BTreeMap<String, Arc<Value>> {
        let named = |(slot, value): (&usize, &Arc<Value>)| {
            (self.process.bodies[0].variables[*slot].name.clone(), value.clone())
        };
        self.values.iter().map(named).collect()
    }

    /// The changes that were kept, newest first, and how many fit in all.
    #[must_use]
    pub fn finish(self) -> (Vec<VariableChange>, u32) {
        (self.kept.into_iter().rev().collect(), self.total)
    }
}
