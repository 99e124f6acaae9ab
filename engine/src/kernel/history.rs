//! What a run did and when, read off its journal: every attempt of every call with its request and its answer, every
//! wait. Requests are not in the journal, they follow from it: folding it again gives them back as they were sent.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::fold::FoldError;
use super::{Effect, EffectError, Entry, Fact, RunId, Seq, State, TimerKind, TokenId, Visit, advance, fold};
use crate::definition::Process;
use crate::script::ScriptEngine;

/// Something a run asked of the outside, and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Activity {
    /// The token.
    pub token: TokenId,
    /// Which activity of it.
    pub visit: Visit,
    /// Path of the step.
    pub step: Arc<str>,
    /// Number of the item, from 0, inside a `for_each`.
    pub item: Option<u32>,
    /// What was asked.
    pub asked: Asked,
    /// The fact it followed from.
    pub after: Seq,
    /// When that was: the earliest moment it can have begun.
    pub began_at: DateTime<Utc>,
    /// What came of it; `None` while it is open.
    pub end: Option<Ended>,
}

/// What was asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// One attempt of a call.
    Call {
        /// Full name of the operation.
        operation: Arc<str>,
        /// The request.
        request: Arc<Value>,
        /// Which attempt, from 1.
        attempt: u16,
    },
    /// An intermediate timer event.
    Wait {
        /// When it is due.
        due: DateTime<Utc>,
    },
}

/// How something ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Ended {
    /// The fact that says so.
    pub seq: Seq,
    /// When.
    pub at: DateTime<Utc>,
    /// With what.
    pub outcome: Outcome,
}

/// With what something ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The answer of a call.
    Succeeded(Arc<Value>),
    /// Why an attempt failed.
    Failed(EffectError),
    /// A timer fired.
    Fired,
    /// It was given up: a timeout passed, the run was cancelled, a person moved the token.
    GivenUp,
}

/// Folds a journal and notes what it did.
#[derive(Debug)]
pub struct Historian<'a> {
    process: &'a Process,
    scripts: &'a ScriptEngine,
    state: State,
    activities: Vec<Activity>,
    open: HashMap<(TokenId, Visit), usize>,
}

impl<'a> Historian<'a> {
    /// Before the first fact.
    #[must_use]
    pub fn new(process: &'a Process, scripts: &'a ScriptEngine, run: RunId) -> Self {
        Self {
            process,
            scripts,
            state: State::new(run),
            activities: Vec::new(),
            open: HashMap::new(),
        }
    }

    /// The next fact.
    ///
    /// # Errors
    /// It cannot be folded.
    pub fn fold(&mut self, entry: &Entry) -> Result<(), FoldError> {
        let ended = match &entry.fact {
            Fact::EffectSucceeded {
                token, visit, output, ..
            } => Some(((*token, *visit), Outcome::Succeeded(output.clone()))),
            Fact::EffectFailed {
                token, visit, error, ..
            } => Some(((*token, *visit), Outcome::Failed(error.clone()))),
            Fact::TimerFired {
                token,
                visit,
                timer: TimerKind::Wait,
            } => Some(((*token, *visit), Outcome::Fired)),
            _ => None,
        };
        fold(self.process, self.scripts, &mut self.state, entry)?;
        if let Some((key, outcome)) = ended {
            self.end(key, entry, outcome);
        }
        for effect in advance(self.process, &mut self.state) {
            match effect {
                Effect::Call(call) => {
                    let asked = Asked::Call {
                        operation: call.operation.clone(),
                        request: call.request.clone(),
                        attempt: call.attempt,
                    };
                    self.begin(call.token, call.visit, asked, entry);
                }
                Effect::Timer {
                    token,
                    visit,
                    timer: TimerKind::Wait,
                    due,
                } => self.begin(token, visit, Asked::Wait { due }, entry),
                Effect::Timer { .. } => {}
                Effect::Cancel { token, visit } => self.end((token, visit), entry, Outcome::GivenUp),
            }
        }
        if self.state.status().is_ended() {
            let open: Vec<(TokenId, Visit)> = self.open.keys().copied().collect();
            for key in open {
                self.end(key, entry, Outcome::GivenUp);
            }
        }
        Ok(())
    }

    fn begin(&mut self, token: TokenId, visit: Visit, asked: Asked, entry: &Entry) {
        let Some(step) = self.state.step_path(self.process, token) else {
            return;
        };
        self.open.insert((token, visit), self.activities.len());
        self.activities.push(Activity {
            token,
            visit,
            step,
            item: self.state.item_of_token(self.process, token),
            asked,
            after: entry.seq,
            began_at: entry.at,
            end: None,
        });
    }

    fn end(&mut self, key: (TokenId, Visit), entry: &Entry, outcome: Outcome) {
        if let Some(at) = self.open.remove(&key) {
            self.activities[at].end = Some(Ended {
                seq: entry.seq,
                at: entry.at,
                outcome,
            });
        }
    }

    /// How the run stands after the facts so far.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Everything it did, in the order it began; and how it stands.
    #[must_use]
    pub fn finish(self) -> (Vec<Activity>, State) {
        (self.activities, self.state)
    }
}
