//! Plays one scenario: the kernel's effects are answered by stubs, and the clock jumps from event to event.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use jsonschema::Validator;
use serde_json::Value;
use throughline_engine::definition::{Operations, Process};
use throughline_engine::kernel::{self, Effect, EffectCall, Entry, Fact, FoldError, RunId, State};
use throughline_engine::script::{Environment, ScriptEngine};
use uuid::Uuid;

use super::file::{Scenario, StubSource};
use super::stubs::Stubs;
use super::value::shown;
use super::{Options, ScenarioReport, expect};
use crate::connectors::{Catalogue, run_builtin, shape};
use crate::runtime::prepare_input;

/// Facts after which a scenario is given up.
const MOST_FACTS: u32 = 50_000;
/// Longest time an answer takes for which no `after` is written.
const LONGEST_ANSWER_US: u64 = 20_000;
/// When every scenario begins: 2026-01-01T00:00:00Z.
const BEGINNING: i64 = 1_767_225_600;

/// A call that was made.
#[derive(Debug)]
pub(super) struct MadeCall {
    pub(super) operation: Arc<str>,
    /// The request with the defaults of its operation.
    pub(super) request: Value,
}

/// A scenario that came to its end, or was broken off.
#[derive(Debug)]
pub(super) struct Played<'a> {
    pub(super) process: &'a Process,
    pub(super) state: State,
    pub(super) calls: Vec<MadeCall>,
    pub(super) elapsed: Duration,
    /// Why it was broken off, where it was.
    pub(super) broken: Option<String>,
    /// Stubs that were written for it and not used.
    pub(super) unused: Vec<String>,
}

/// Plays a scenario under each seed until one fails.
pub(super) fn play(
    process: &Process,
    catalogue: &Catalogue,
    scripts: &ScriptEngine,
    shared: &[StubSource],
    scenario: &Scenario,
    options: &Options,
) -> ScenarioReport {
    let first = scenario.seed.unwrap_or(options.seed);
    let mut report = ScenarioReport {
        name: scenario.name.clone(),
        line: scenario.line,
        seed: first,
        passed: true,
        problems: Vec::new(),
        calls: 0,
        elapsed_ms: 0,
    };
    for offset in 0..u64::from(options.seeds.max(1)) {
        report.seed = first.wrapping_add(offset);
        let played = match prepare_input(&process.input_schema, scenario.input.clone()) {
            Ok(input) => {
                let stubs = Stubs::new(&scenario.stubs, shared, scripts);
                World::new(process, catalogue, scripts, stubs, report.seed).play(input)
            }
            Err(error) => {
                report.problems.push(error.to_string());
                break;
            }
        };
        report.calls = played.calls.len();
        report.elapsed_ms = u64::try_from(played.elapsed.as_millis()).unwrap_or(u64::MAX);
        report.problems = expect::problems(&scenario.expect, played, scripts);
        if !report.problems.is_empty() {
            break;
        }
    }
    report.passed = report.problems.is_empty();
    report
}

/// Something that will happen, ordered by time; at one time in an order drawn from the seed.
type Due = Reverse<(i64, u64, u64)>;

struct World<'a> {
    process: &'a Process,
    catalogue: &'a Catalogue,
    scripts: &'a ScriptEngine,
    stubs: Stubs<'a>,
    state: State,
    /// Microseconds since the beginning.
    now: i64,
    queue: BinaryHeap<Due>,
    coming: HashMap<u64, Fact>,
    next_event: u64,
    random: u64,
    environment: Environment,
    validators: HashMap<Arc<str>, (Validator, Validator)>,
    calls: Vec<MadeCall>,
}

impl<'a> World<'a> {
    fn new(
        process: &'a Process,
        catalogue: &'a Catalogue,
        scripts: &'a ScriptEngine,
        stubs: Stubs<'a>,
        seed: u64,
    ) -> Self {
        // A UUIDv7 of the beginning whose rest is the seed.
        let id = Uuid::from_u128(
            (u128::from(BEGINNING.unsigned_abs()) * 1000) << 80
                | 0x7000_8000_0000_0000_0000
                | u128::from(seed & 0xFFFF_FFFF),
        );
        Self {
            process,
            catalogue,
            scripts,
            stubs,
            state: State::new(RunId(id)),
            now: 0,
            queue: BinaryHeap::new(),
            coming: HashMap::new(),
            next_event: 0,
            random: seed,
            environment: Environment {
                now: at(0),
                uuid_seed: Uuid::from_u128(u128::from(seed) | 1 << 100).into_bytes(),
                uuid_counter: 0,
            },
            validators: HashMap::new(),
            calls: Vec::new(),
        }
    }

    fn play(mut self, input: Value) -> Played<'a> {
        let started = Fact::Started {
            input: Arc::new(input),
            business_key: None,
            started_by: "scenario".to_owned(),
        };
        let broken = self.run(started).err();
        Played {
            process: self.process,
            state: self.state,
            calls: self.calls,
            elapsed: Duration::from_micros(self.now.unsigned_abs()),
            broken,
            unused: self.stubs.unused(),
        }
    }

    /// Until the run ends or waits for nothing more. The error is why it cannot go on.
    fn run(&mut self, started: Fact) -> Result<(), String> {
        self.fold(started)?;
        loop {
            for effect in kernel::advance(self.process, &mut self.state) {
                self.take(effect)?;
            }
            if self.state.status().is_ended() {
                return Ok(());
            }
            if self.state.last_seq().0 >= MOST_FACTS {
                return Err(format!("the run did not end within {MOST_FACTS} facts"));
            }
            let Some(Reverse((due, _, event))) = self.queue.pop() else {
                return Ok(());
            };
            let Some(fact) = self.coming.remove(&event) else {
                continue;
            };
            let entry = self.entry(fact, due);
            // A timer of a step that is done, or the answer of a call that was cancelled.
            if kernel::check(self.process, &self.state, &entry).is_err() {
                continue;
            }
            self.now = due;
            self.fold(entry.fact)?;
        }
    }

    fn fold(&mut self, fact: Fact) -> Result<(), String> {
        let entry = self.entry(fact, self.now);
        kernel::fold(self.process, self.scripts, &mut self.state, &entry).map_err(|error| match error {
            FoldError::Illegal(illegal) => format!("the kernel refused a fact: {illegal}"),
            interrupted @ FoldError::Interrupted { .. } => interrupted.to_string(),
        })
    }

    fn entry(&self, fact: Fact, due: i64) -> Entry {
        Entry {
            seq: self.state.last_seq().next(),
            at: at(due),
            fact,
        }
    }

    fn take(&mut self, effect: Effect) -> Result<(), String> {
        match effect {
            // The answer may still come: it is refused then, as in life.
            Effect::Cancel { .. } => Ok(()),
            Effect::Timer {
                token,
                visit,
                timer,
                due,
            } => {
                let due = due.signed_duration_since(at(0)).num_microseconds().unwrap_or(i64::MAX);
                self.schedule(due.max(self.now), Fact::TimerFired { token, visit, timer });
                Ok(())
            }
            Effect::Call(call) => self.call(&call),
        }
    }

    fn call(&mut self, call: &EffectCall) -> Result<(), String> {
        let path = &self.process.steps[usize::from(call.step.0)].path;
        let in_step = |message: String| format!("step `{path}`: {message}");
        let Some(info) = self.catalogue.get(&call.operation) else {
            return Err(in_step(format!("there is no operation {}", call.operation)));
        };
        if !self.validators.contains_key(&call.operation) {
            let compiled = (validator(&info.input), validator(&info.result));
            let (Ok(input), Ok(result)) = compiled else {
                return Err(in_step(format!("{} has a schema that cannot be read", call.operation)));
            };
            self.validators.insert(call.operation.clone(), (input, result));
        }
        let (input_check, result_check) = &self.validators[&call.operation];
        let mut request = (*call.request).clone();
        shape(&mut request, &info.input);
        if let Err(error) = input_check.validate(&request) {
            return Err(in_step(format!(
                "{} would be refused: {error} at `{}` of {}",
                call.operation,
                error.instance_path(),
                shown(&request)
            )));
        }
        self.environment.now = at(self.now);
        let reply = match self.stubs.answer(&call.operation, &request, &mut self.environment) {
            Ok(reply) => reply,
            Err(nobody) => match run_builtin(&call.operation, &request) {
                Some(value) => super::stubs::Reply {
                    outcome: Ok(value),
                    after: None,
                },
                None => return Err(in_step(nobody)),
            },
        };
        let fact = match reply.outcome {
            Ok(mut output) => {
                shape(&mut output, &info.result);
                if let Err(error) = result_check.validate(&output) {
                    return Err(in_step(format!(
                        "the stubbed answer is none {} can give: {error} at `{}` of {}",
                        call.operation,
                        error.instance_path(),
                        shown(&output)
                    )));
                }
                Fact::EffectSucceeded {
                    token: call.token,
                    visit: call.visit,
                    attempt: call.attempt,
                    output: Arc::new(output),
                }
            }
            Err(error) => Fact::EffectFailed {
                token: call.token,
                visit: call.visit,
                attempt: call.attempt,
                error,
            },
        };
        self.calls.push(MadeCall {
            operation: call.operation.clone(),
            request,
        });
        let takes = match reply.after {
            Some(after) => i64::try_from(after.as_micros()).unwrap_or(i64::MAX),
            None => 1 + i64::try_from(self.draw() % LONGEST_ANSWER_US).unwrap_or(0),
        };
        self.schedule(self.now.saturating_add(takes), fact);
        Ok(())
    }

    fn schedule(&mut self, due: i64, fact: Fact) {
        let order = self.draw();
        let event = self.next_event;
        self.next_event += 1;
        self.coming.insert(event, fact);
        self.queue.push(Reverse((due, order, event)));
    }

    /// The next number of the seed (splitmix64).
    fn draw(&mut self) -> u64 {
        self.random = self.random.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut x = self.random;
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^ (x >> 31)
    }
}

fn validator(schema: &Value) -> Result<Validator, String> {
    jsonschema::validator_for(schema).map_err(|error| error.to_string())
}

fn at(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(BEGINNING, 0)
        .and_then(|beginning| beginning.checked_add_signed(TimeDelta::microseconds(micros)))
        .unwrap_or(DateTime::<Utc>::MAX_UTC)
}
