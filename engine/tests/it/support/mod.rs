//! Drives one run by hand: the outside world as a test plays it.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use throughline_engine::definition::{OperationInfo, OperationKind, OperationList, Process, compile};
use throughline_engine::kernel::{
    Effect, EffectCall, EffectError, Entry, ErrorClass, Fact, FoldError, RunId, RunStatus, State, TimerKind, advance,
    fold,
};
use throughline_engine::script::{Limits, ScriptEngine};

/// Operations the definitions of these tests may call; they take any request.
pub(crate) fn operations() -> OperationList {
    OperationList::from_iter(["test.do", "test.read", "test.undo"].map(|name| OperationInfo {
        name: name.to_owned(),
        description: String::new(),
        kind: OperationKind::Writes,
        input: json!({ "type": "object", "additionalProperties": true }),
        result: json!({}),
    }))
}

/// A run and what it waits for.
pub(crate) struct Run {
    pub(crate) process: Process,
    pub(crate) scripts: ScriptEngine,
    pub(crate) state: State,
    pub(crate) journal: Vec<Entry>,
    pub(crate) open: Vec<Effect>,
    pub(crate) now: DateTime<Utc>,
}

impl Run {
    /// Compiles the definition and starts a run of it.
    pub(crate) fn start(definition: &str, input: Value) -> Self {
        let scripts = ScriptEngine::new(Limits::default());
        let compiled = compile(definition, &operations(), &scripts)
            .unwrap_or_else(|diagnostics| panic!("{definition}\n{diagnostics:#?}"));
        let now = DateTime::from_timestamp(1_790_000_000, 0).expect("a valid time");
        let mut run = Self {
            process: compiled.process,
            scripts,
            state: State::new(RunId(uuid::Uuid::from_u128(7))),
            journal: Vec::new(),
            open: Vec::new(),
            now,
        };
        run.offer(Fact::Started {
            input: Arc::new(input),
            business_key: None,
            started_by: "test".to_owned(),
        })
        .expect("a run starts");
        run
    }

    /// Offers a fact; a refused one must leave no trace.
    pub(crate) fn offer(&mut self, fact: Fact) -> Result<(), FoldError> {
        let entry = Entry {
            seq: self.state.last_seq().next(),
            at: self.now,
            fact,
        };
        let before = self.state.clone();
        if let Err(error) = fold(&self.process, &self.scripts, &mut self.state, &entry) {
            assert_eq!(before, self.state, "a refused fact changes nothing");
            return Err(error);
        }
        self.journal.push(entry);
        self.state.check_invariants(&self.process).expect("invariants hold");
        for effect in advance(&self.process, &mut self.state) {
            match effect {
                Effect::Cancel { token, visit } => self
                    .open
                    .retain(|open| !matches!(open, Effect::Call(call) if call.token == token && call.visit == visit)),
                other => self.open.push(other),
            }
        }
        Ok(())
    }

    /// Open calls: path of the step and request, oldest first.
    pub(crate) fn calls(&self) -> Vec<(String, Value)> {
        self.open
            .iter()
            .filter_map(|effect| match effect {
                Effect::Call(call) => Some((self.path(call), (*call.request).clone())),
                _ => None,
            })
            .collect()
    }

    /// Paths of the open calls.
    pub(crate) fn called(&self) -> Vec<String> {
        self.calls().into_iter().map(|(path, _)| path).collect()
    }

    fn path(&self, call: &EffectCall) -> String {
        self.process.steps[usize::from(call.step.0)].path.to_string()
    }

    fn take_call(&mut self, step: &str) -> EffectCall {
        let at = self
            .open
            .iter()
            .position(|effect| matches!(effect, Effect::Call(call) if self.path(call) == step))
            .unwrap_or_else(|| {
                panic!(
                    "no open call at `{step}`; open: {:?}; tokens: {:?}",
                    self.called(),
                    self.state.tokens(&self.process)
                )
            });
        match self.open.remove(at) {
            Effect::Call(call) => call,
            other => panic!("{other:?} is no call"),
        }
    }

    /// The oldest open call of the step succeeds.
    pub(crate) fn succeed(&mut self, step: &str, output: Value) {
        self.now += TimeDelta::seconds(1);
        let call = self.take_call(step);
        self.offer(Fact::EffectSucceeded {
            token: call.token,
            visit: call.visit,
            attempt: call.attempt,
            output: Arc::new(output),
        })
        .expect("an open call takes its answer");
    }

    /// The oldest open call of the step fails.
    pub(crate) fn fail(&mut self, step: &str, code: &str, class: ErrorClass) {
        self.now += TimeDelta::seconds(1);
        let call = self.take_call(step);
        self.offer(Fact::EffectFailed {
            token: call.token,
            visit: call.visit,
            attempt: call.attempt,
            error: EffectError {
                code: code.to_owned(),
                message: format!("{code} happened"),
                class,
                data: Value::Null,
                retry_after_ms: None,
            },
        })
        .expect("an open call takes its answer");
    }

    /// The earliest timer of this kind fires; answers how long it took from now.
    pub(crate) fn fire(&mut self, kind: TimerKind) -> TimeDelta {
        let at = self
            .open
            .iter()
            .enumerate()
            .filter_map(|(at, effect)| match effect {
                Effect::Timer { timer, due, .. } if *timer == kind => Some((*due, at)),
                _ => None,
            })
            .min()
            .map(|(_, at)| at)
            .unwrap_or_else(|| panic!("no open {kind:?} timer"));
        let Effect::Timer {
            token,
            visit,
            timer,
            due,
        } = self.open.remove(at)
        else {
            panic!("a timer was chosen")
        };
        let waited = due - self.now;
        self.now = self.now.max(due);
        self.offer(Fact::TimerFired { token, visit, timer })
            .expect("an open timer fires");
        waited
    }

    /// A person retries every open incident.
    pub(crate) fn retry(&mut self) {
        let tokens: Vec<_> = self
            .state
            .open_incidents(&self.process)
            .into_iter()
            .map(|(token, ..)| token)
            .collect();
        assert!(!tokens.is_empty(), "there is an incident to retry");
        for token in tokens {
            self.offer(Fact::Retried {
                token,
                by: "test".to_owned(),
                anew: false,
            })
            .expect("an incident takes a retry");
        }
    }

    /// Codes and steps of the open incidents.
    pub(crate) fn incidents(&self) -> Vec<(String, String)> {
        self.state
            .open_incidents(&self.process)
            .into_iter()
            .map(|(_, step, error)| (step.to_owned(), error.code.clone()))
            .collect()
    }

    pub(crate) fn status(&self) -> RunStatus {
        self.state.status()
    }

    /// The result of the completed run.
    pub(crate) fn result(&self) -> Value {
        assert_eq!(
            self.status(),
            RunStatus::Completed,
            "{:?}",
            self.state.tokens(&self.process)
        );
        self.state.result().map(|value| (**value).clone()).unwrap_or_default()
    }
}
