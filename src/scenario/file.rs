//! A scenario file as written, decoded and checked: every operation exists, every expression compiles.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Map, Value};
use throughline_engine::definition::{Operations, parse_duration};
use throughline_engine::kernel::{EffectError, ErrorClass, RunStatus};
use throughline_engine::script::ScriptEngine;

use super::value::{Expressive, Wrong};
use super::{FileProblem, ScenarioFileError};
use crate::connectors::Catalogue;
use crate::document::Document;

/// A scenario file.
#[derive(Debug)]
pub(super) struct ScenarioFile {
    /// The definition file, where it is named.
    pub(super) process: Option<String>,
    /// Stubs of all scenarios, asked after a scenario's own.
    pub(super) stubs: Vec<StubSource>,
    pub(super) scenarios: Vec<Scenario>,
}

#[derive(Debug)]
pub(super) struct Scenario {
    pub(super) name: String,
    pub(super) line: usize,
    pub(super) input: Value,
    pub(super) seed: Option<u64>,
    pub(super) stubs: Vec<StubSource>,
    pub(super) expect: Expect,
}

/// An operation that is answered from the file.
#[derive(Debug)]
pub(super) struct StubSource {
    pub(super) line: usize,
    pub(super) operation: String,
    /// Requests it answers; all where nothing is written.
    pub(super) with: Option<Expressive>,
    pub(super) answers: Answers,
}

#[derive(Debug)]
pub(super) enum Answers {
    /// The same again and again, or so many times.
    Repeated { answer: Answer, times: Option<u32> },
    /// One after the other, each once.
    Ordered(Vec<Answer>),
}

#[derive(Debug)]
pub(super) struct Answer {
    pub(super) outcome: Outcome,
    /// Virtual time until it arrives; a few milliseconds drawn from the seed where nothing is written.
    pub(super) after: Option<Duration>,
}

#[derive(Debug)]
pub(super) enum Outcome {
    Result(Expressive),
    Error(EffectError),
}

/// What is expected in the end.
#[derive(Debug)]
pub(super) struct Expect {
    pub(super) status: RunStatus,
    pub(super) result: Option<Expressive>,
    pub(super) error: Option<Expressive>,
    pub(super) variables: Option<Expressive>,
    pub(super) incidents: Option<Expressive>,
    pub(super) calls: Vec<ExpectCalls>,
    pub(super) at_least: Option<Duration>,
    pub(super) at_most: Option<Duration>,
}

#[derive(Debug)]
pub(super) struct ExpectCalls {
    pub(super) operation: String,
    /// Only requests that fit are counted.
    pub(super) with: Option<Expressive>,
    pub(super) times: Option<Expressive>,
    /// All requests, in the order they were made.
    pub(super) requests: Option<Vec<Expressive>>,
    /// Requests that were made among others, in any order, each by a call of its own.
    pub(super) contains: Option<Vec<Expressive>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    process: Option<String>,
    #[serde(default)]
    stubs: Vec<RawStub>,
    scenarios: Vec<RawScenario>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawScenario {
    name: String,
    /// Read by people only.
    #[serde(default, rename = "description")]
    _description: Option<String>,
    #[serde(default)]
    input: Value,
    seed: Option<u64>,
    #[serde(default)]
    stubs: Vec<RawStub>,
    expect: RawExpect,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStub {
    call: String,
    with: Option<Map<String, Value>>,
    answer: Option<Value>,
    error: Option<RawError>,
    after: Option<String>,
    times: Option<u32>,
    answers: Option<Vec<RawAnswer>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAnswer {
    answer: Option<Value>,
    error: Option<RawError>,
    after: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawError {
    code: String,
    message: Option<String>,
    class: Option<ErrorClass>,
    #[serde(default)]
    data: Value,
    retry_after: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExpect {
    status: RunStatus,
    result: Option<Value>,
    error: Option<Value>,
    variables: Option<Map<String, Value>>,
    incidents: Option<Vec<Value>>,
    #[serde(default)]
    calls: Vec<RawCalls>,
    #[serde(default)]
    elapsed: RawElapsed,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCalls {
    call: String,
    with: Option<Map<String, Value>>,
    times: Option<Value>,
    requests: Option<Vec<Value>>,
    contains: Option<Vec<Value>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawElapsed {
    at_least: Option<String>,
    at_most: Option<String>,
}

/// Reads a scenario file. All mistakes are found at once, but for those of the shape, of which the first is told.
pub(super) fn read(
    file: &str,
    text: &str,
    catalogue: &Catalogue,
    scripts: &ScriptEngine,
) -> Result<ScenarioFile, ScenarioFileError> {
    let problem = |(line, column): (usize, usize), message: String| FileProblem {
        file: file.to_owned(),
        line,
        column,
        message,
    };
    let document = Document::parse(text).map_err(|error| ScenarioFileError::Invalid {
        problems: vec![problem(error.place, error.message)],
    })?;
    let raw: RawFile = serde_path_to_error::deserialize(&document.value).map_err(|error| {
        let pointer = pointer_of(error.path());
        ScenarioFileError::Invalid {
            problems: vec![problem(document.place(&pointer), error.inner().to_string())],
        }
    })?;
    let mut reader = Reader {
        document: &document,
        catalogue,
        scripts,
        wrong: Vec::new(),
    };
    let read = ScenarioFile {
        process: raw.process,
        stubs: reader.stubs(raw.stubs, "/stubs"),
        scenarios: raw
            .scenarios
            .into_iter()
            .enumerate()
            .map(|(index, scenario)| reader.scenario(scenario, &format!("/scenarios/{index}")))
            .collect(),
    };
    if reader.wrong.is_empty() {
        return Ok(read);
    }
    let mut problems: Vec<FileProblem> = reader
        .wrong
        .into_iter()
        .map(|(pointer, message)| problem(document.place(&pointer), message))
        .collect();
    problems.sort_by_key(|problem| (problem.line, problem.column));
    Err(ScenarioFileError::Invalid { problems })
}

fn pointer_of(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter().fold(String::new(), |pointer, segment| match segment {
        Segment::Seq { index } => format!("{pointer}/{index}"),
        Segment::Map { key } => crate::document::child(&pointer, key),
        Segment::Enum { .. } | Segment::Unknown => pointer,
    })
}

struct Reader<'a> {
    document: &'a Document,
    catalogue: &'a Catalogue,
    scripts: &'a ScriptEngine,
    wrong: Vec<Wrong>,
}

impl Reader<'_> {
    fn scenario(&mut self, raw: RawScenario, at: &str) -> Scenario {
        Scenario {
            name: raw.name,
            line: self.document.place(at).0,
            input: raw.input,
            seed: raw.seed,
            stubs: self.stubs(raw.stubs, &format!("{at}/stubs")),
            expect: self.expect(raw.expect, &format!("{at}/expect")),
        }
    }

    fn stubs(&mut self, raw: Vec<RawStub>, at: &str) -> Vec<StubSource> {
        raw.into_iter()
            .enumerate()
            .map(|(index, stub)| self.stub(stub, &format!("{at}/{index}")))
            .collect()
    }

    fn stub(&mut self, raw: RawStub, at: &str) -> StubSource {
        self.operation(&raw.call, at);
        let ways =
            usize::from(raw.answer.is_some()) + usize::from(raw.error.is_some()) + usize::from(raw.answers.is_some());
        if ways != 1 {
            self.note(at, "a stub has one of `answer`, `error` and `answers`".to_owned());
        }
        let answers = match raw.answers {
            Some(answers) => {
                if raw.times.is_some() || raw.after.is_some() {
                    self.note(
                        at,
                        "with `answers`, each has an `after` of its own and is given once".to_owned(),
                    );
                }
                let answers = answers.into_iter().enumerate();
                Answers::Ordered(
                    answers
                        .map(|(index, answer)| self.answer(answer, &format!("{at}/answers/{index}")))
                        .collect(),
                )
            }
            None => Answers::Repeated {
                answer: self.answer(
                    RawAnswer {
                        answer: raw.answer,
                        error: raw.error,
                        after: raw.after,
                    },
                    at,
                ),
                times: raw.times,
            },
        };
        StubSource {
            line: self.document.place(at).0,
            operation: raw.call,
            with: raw
                .with
                .map(|with| self.pattern(&Value::Object(with), &format!("{at}/with"))),
            answers,
        }
    }

    fn answer(&mut self, raw: RawAnswer, at: &str) -> Answer {
        let outcome = match (raw.answer, raw.error) {
            (Some(answer), None) => {
                let names = ["request", "call"];
                let pointer = format!("{at}/answer");
                Outcome::Result(Expressive::compile(
                    &answer,
                    &pointer,
                    &names,
                    self.scripts,
                    &mut self.wrong,
                ))
            }
            (None, Some(error)) => Outcome::Error(EffectError {
                message: error.message.unwrap_or_else(|| error.code.clone()),
                code: error.code,
                class: error.class.unwrap_or(ErrorClass::Permanent),
                data: error.data,
                retry_after_ms: self
                    .duration(error.retry_after, &format!("{at}/error/retry_after"))
                    .map(|wait| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)),
            }),
            _ => {
                self.note(at, "an answer is either an `answer` or an `error`".to_owned());
                Outcome::Result(Expressive::Literal(Value::Null))
            }
        };
        Answer {
            outcome,
            after: self.duration(raw.after, &format!("{at}/after")),
        }
    }

    fn expect(&mut self, raw: RawExpect, at: &str) -> Expect {
        let mut pattern =
            |value: Option<Value>, key: &str| value.map(|value| self.pattern(&value, &format!("{at}/{key}")));
        let (result, error) = (pattern(raw.result, "result"), pattern(raw.error, "error"));
        let variables = pattern(raw.variables.map(Value::Object), "variables");
        let incidents = pattern(raw.incidents.map(Value::Array), "incidents");
        let calls = raw
            .calls
            .into_iter()
            .enumerate()
            .map(|(index, calls)| self.calls(calls, &format!("{at}/calls/{index}")))
            .collect();
        Expect {
            status: raw.status,
            result,
            error,
            variables,
            incidents,
            calls,
            at_least: self.duration(raw.elapsed.at_least, &format!("{at}/elapsed/at_least")),
            at_most: self.duration(raw.elapsed.at_most, &format!("{at}/elapsed/at_most")),
        }
    }

    fn calls(&mut self, raw: RawCalls, at: &str) -> ExpectCalls {
        self.operation(&raw.call, at);
        if raw.times.is_none() && raw.requests.is_none() && raw.contains.is_none() {
            self.note(at, "say what is expected: `times`, `requests` or `contains`".to_owned());
        }
        let mut list = |values: Option<Vec<Value>>, key: &str| {
            values.map(|values| {
                let values = values.iter().enumerate();
                values
                    .map(|(index, value)| self.pattern(value, &format!("{at}/{key}/{index}")))
                    .collect()
            })
        };
        let (requests, contains) = (list(raw.requests, "requests"), list(raw.contains, "contains"));
        ExpectCalls {
            operation: raw.call,
            with: raw
                .with
                .map(|with| self.pattern(&Value::Object(with), &format!("{at}/with"))),
            times: raw.times.map(|times| self.pattern(&times, &format!("{at}/times"))),
            requests,
            contains,
        }
    }

    fn pattern(&mut self, value: &Value, at: &str) -> Expressive {
        Expressive::compile(value, at, &["value"], self.scripts, &mut self.wrong)
    }

    fn duration(&mut self, text: Option<String>, at: &str) -> Option<Duration> {
        match parse_duration(&text?) {
            Ok(duration) => Some(duration),
            Err(error) => {
                self.note(at, error.to_string());
                None
            }
        }
    }

    fn operation(&mut self, name: &str, at: &str) {
        if self.catalogue.get(name).is_some() {
            return;
        }
        let nearest = self
            .catalogue
            .names()
            .into_iter()
            .map(|known| (strsim::jaro_winkler(known, name), known))
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .filter(|(likeness, _)| *likeness > 0.8);
        let hint = nearest.map_or_else(String::new, |(_, known)| format!("; did you mean `{known}`?"));
        self.note(&format!("{at}/call"), format!("there is no operation `{name}`{hint}"));
    }

    fn note(&mut self, at: &str, message: String) {
        self.wrong.push((at.to_owned(), message));
    }
}
