//! The stubs of a scenario while it is played: who answers a call, and what.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use throughline_engine::kernel::EffectError;
use throughline_engine::script::{Environment, ScriptEngine};

use super::file::{Answer, Answers, Outcome, StubSource};
use super::value::{Expressive, shown};

/// All stubs that may answer, a scenario's own before the shared ones.
pub(super) struct Stubs<'a> {
    stubs: Vec<Stub<'a>>,
    scripts: &'a ScriptEngine,
}

struct Stub<'a> {
    source: &'a StubSource,
    /// Answers given.
    given: usize,
    own: bool,
}

/// An answer on its way.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) outcome: Result<Value, EffectError>,
    pub(super) after: Option<Duration>,
}

impl<'a> Stubs<'a> {
    pub(super) fn new(own: &'a [StubSource], shared: &'a [StubSource], scripts: &'a ScriptEngine) -> Self {
        let stub = |own| move |source| Stub { source, given: 0, own };
        Self {
            stubs: own
                .iter()
                .map(stub(true))
                .chain(shared.iter().map(stub(false)))
                .collect(),
            scripts,
        }
    }

    /// The answer of the first stub that fits and has one left. The error is for people.
    pub(super) fn answer(
        &mut self,
        operation: &str,
        request: &Value,
        environment: &mut Environment,
    ) -> Result<Reply, String> {
        let scripts = self.scripts;
        let Some(stub) = self
            .stubs
            .iter_mut()
            .find(|stub| stub.answers(operation, request, scripts))
        else {
            return Err(self.nobody(operation, request));
        };
        let Some(answer) = stub.next() else {
            return Err(self.nobody(operation, request));
        };
        stub.given += 1;
        let outcome = match &answer.outcome {
            Outcome::Error(error) => Err(error.clone()),
            Outcome::Result(template) => {
                let names = [
                    ("request", Arc::new(request.clone())),
                    ("call", Arc::new(Value::from(stub.given))),
                ];
                let line = stub.source.line;
                let value = template
                    .evaluate(&names, scripts, environment)
                    .map_err(|message| format!("the answer of the stub in line {line} cannot be made: {message}"))?;
                Ok(value)
            }
        };
        Ok(Reply {
            outcome,
            after: answer.after,
        })
    }

    /// Why nobody answers: the stubs of that operation, each with what does not fit.
    fn nobody(&self, operation: &str, request: &Value) -> String {
        let mut message = format!("unexpected call {operation} with {}", shown(request));
        for stub in self.stubs.iter().filter(|stub| stub.source.operation == operation) {
            let line = stub.source.line;
            if stub.next().is_none() {
                message.push_str(&format!("\n  the stub in line {line} has no answer left"));
                continue;
            }
            let mut differences = Vec::new();
            if let Some(with) = &stub.source.with {
                with.differences(request, "request", self.scripts, &mut differences);
            }
            message.push_str(&format!(
                "\n  the stub in line {line} does not fit: {}",
                differences.join("; ")
            ));
        }
        message
    }

    /// What a scenario's own stubs were written for and did not happen.
    pub(super) fn unused(&self) -> Vec<String> {
        let own = self.stubs.iter().filter(|stub| stub.own);
        own.filter_map(|stub| {
            let (line, operation) = (stub.source.line, &stub.source.operation);
            match &stub.source.answers {
                Answers::Repeated { times: Some(times), .. } if stub.given < *times as usize => Some(format!(
                    "the stub of {operation} in line {line} was to answer {times} time(s) and answered {}",
                    stub.given
                )),
                Answers::Ordered(answers) if stub.given < answers.len() => Some(format!(
                    "the stub of {operation} in line {line} has {} answer(s) and gave {}",
                    answers.len(),
                    stub.given
                )),
                Answers::Repeated { times: None, .. } if stub.given == 0 => {
                    Some(format!("the stub of {operation} in line {line} was never asked"))
                }
                _ => None,
            }
        })
        .collect()
    }
}

impl<'a> Stub<'a> {
    fn answers(&self, operation: &str, request: &Value, scripts: &ScriptEngine) -> bool {
        let fits = |with: &Expressive| with.fits(request, scripts);
        self.source.operation == operation && self.next().is_some() && self.source.with.as_ref().is_none_or(fits)
    }

    fn next(&self) -> Option<&'a Answer> {
        match &self.source.answers {
            Answers::Repeated { answer, times } => {
                let left = times.is_none_or(|times| self.given < times as usize);
                left.then_some(answer)
            }
            Answers::Ordered(answers) => answers.get(self.given),
        }
    }
}
