//! Random definitions, random arrival of facts: tokens are conserved, a replay agrees, nothing is asked twice, every
//! run can finish.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use serde_json::{Value, json};
use throughline_engine::definition::{OperationInfo, OperationKind, OperationList, Process, compile};
use throughline_engine::kernel::{
    Effect, EffectError, Entry, ErrorClass, Fact, RunId, RunStatus, Seq, State, advance, fold,
};
use throughline_engine::script::{Limits, ScriptEngine};

/// A piece of a definition. Written structured, so that every definition made of it is sound.
#[derive(Debug, Clone)]
enum Block {
    Call {
        catch: bool,
        timeout: bool,
    },
    Script,
    Wait,
    Sequence(Vec<Block>),
    Fork(Vec<Block>),
    Choose(Vec<Block>),
    Loop(Box<Block>),
    Sub {
        inner: Box<Block>,
        catch: bool,
    },
    Each {
        inner: Box<Block>,
        parallel: u8,
        catch: bool,
    },
    EachCall {
        parallel: u8,
        catch: bool,
    },
}

fn block() -> impl Strategy<Value = Block> {
    let leaf = prop_oneof![
        4 => (any::<bool>(), any::<bool>()).prop_map(|(catch, timeout)| Block::Call { catch, timeout }),
        1 => Just(Block::Script),
        1 => Just(Block::Wait),
        1 => (1_u8..4, any::<bool>()).prop_map(|(parallel, catch)| Block::EachCall { parallel, catch }),
    ];
    leaf.prop_recursive(4, 20, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..3).prop_map(Block::Sequence),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Block::Fork),
            prop::collection::vec(inner.clone(), 2..3).prop_map(Block::Choose),
            inner.clone().prop_map(|inner| Block::Loop(Box::new(inner))),
            (inner.clone(), any::<bool>()).prop_map(|(inner, catch)| Block::Sub {
                inner: Box::new(inner),
                catch
            }),
            (inner, 1_u8..4, any::<bool>()).prop_map(|(inner, parallel, catch)| Block::Each {
                inner: Box::new(inner),
                parallel,
                catch
            }),
        ]
    })
}

/// Writes blocks as YAML steps; every step is named and says where it goes.
struct Writer {
    text: String,
    next: usize,
}

impl Writer {
    fn name(&mut self, prefix: &str) -> String {
        self.next += 1;
        format!("{prefix}{}", self.next)
    }

    fn line(&mut self, depth: usize, text: &str) {
        writeln!(self.text, "{}{text}", "  ".repeat(depth)).expect("writing to a string cannot fail");
    }

    /// Writes a block whose first step has the name `first` and which goes to `to` when done.
    fn block(&mut self, block: &Block, first: &str, to: &str, depth: usize) {
        match block {
            Block::Call { catch, timeout } => {
                self.line(depth, &format!("{first}:"));
                self.line(depth + 1, "call: test.do");
                self.line(depth + 1, "with: { n: =total }");
                self.line(depth + 1, "set: { total: =total + 1 }");
                self.line(depth + 1, "retry: { attempts: 3, backoff: 1s..4s }");
                if *timeout {
                    self.line(depth + 1, "timeout: 1h");
                }
                if *catch {
                    self.line(depth + 1, &format!("catch: [ {{ error: \"*\", to: {to} }} ]"));
                }
                self.line(depth + 1, &format!("to: {to}"));
            }
            Block::Script => {
                self.line(depth, &format!("{first}:"));
                self.line(depth + 1, "script: \"let a = total; a + 1\"");
                self.line(depth + 1, "set: { total: =result }");
                self.line(depth + 1, &format!("to: {to}"));
            }
            Block::Wait => {
                self.line(depth, &format!("{first}: {{ wait: 10s, to: {to} }}"));
            }
            Block::Sequence(blocks) => {
                let mut name = first.to_owned();
                for (index, inner) in blocks.iter().enumerate() {
                    let next = if index + 1 == blocks.len() {
                        to.to_owned()
                    } else {
                        self.name("s")
                    };
                    self.block(inner, &name, &next, depth);
                    name = next;
                }
            }
            Block::Fork(blocks) => {
                let names: Vec<String> = blocks.iter().map(|_| self.name("f")).collect();
                let join = self.name("join");
                self.line(depth, &format!("{first}: {{ fork: [{}] }}", names.join(", ")));
                for (inner, name) in blocks.iter().zip(&names) {
                    // A step of its own before the join keeps it at one flow a branch, whatever the branch catches.
                    let meet = self.name("m");
                    self.block(inner, name, &meet, depth);
                    self.line(depth, &format!("{meet}: {{ set: {{ total: =total }}, to: {join} }}"));
                }
                self.line(depth, &format!("{join}: {{ join: all, to: {to} }}"));
            }
            Block::Choose(blocks) => {
                let names: Vec<String> = blocks.iter().map(|_| self.name("c")).collect();
                let count = blocks.len();
                let branches: Vec<String> = names
                    .iter()
                    .enumerate()
                    .map(|(index, name)| {
                        if index + 1 == count {
                            format!("{{ to: {name} }}")
                        } else {
                            format!("{{ when: =total % {count} == {index}, to: {name} }}")
                        }
                    })
                    .collect();
                self.line(depth, &format!("{first}: {{ choose: [{}] }}", branches.join(", ")));
                for (inner, name) in blocks.iter().zip(&names) {
                    self.block(inner, name, to, depth);
                }
            }
            Block::Loop(inner) => {
                let (body, check) = (self.name("b"), self.name("l"));
                self.line(depth, &format!("{first}: {{ set: {{ rounds: 0 }}, to: {body} }}"));
                self.block(inner, &body, &check, depth);
                self.line(
                    depth,
                    &format!(
                        "{check}: {{ choose: [ {{ when: =rounds < 2, set: {{ rounds: =rounds + 1 }}, to: {body} }}, {{ to: {to} }} ] }}"
                    ),
                );
            }
            Block::Sub { inner, catch } => {
                let name = self.name("i");
                self.line(depth, &format!("{first}:"));
                self.line(depth + 1, "variables: { rounds: 0 }");
                if *catch {
                    self.line(depth + 1, &format!("catch: [ {{ error: test.*, to: {to} }} ]"));
                }
                self.line(depth + 1, &format!("to: {to}"));
                self.line(depth + 1, "steps:");
                self.block(inner, &name, "end", depth + 2);
            }
            Block::Each { inner, parallel, catch } => {
                let (name, handler) = (self.name("i"), self.name("h"));
                self.line(depth, &format!("{first}:"));
                self.line(depth + 1, "for_each: [1, 2, 3]");
                self.line(depth + 1, &format!("parallel: {parallel}"));
                self.line(depth + 1, "variables: { rounds: =item - 1 }");
                self.line(depth + 1, "collect: =index");
                if *catch {
                    self.line(
                        depth + 1,
                        &format!("catch: [ {{ error: \"*\", set: {{ total: =total + 100 }}, to: {handler} }} ]"),
                    );
                }
                self.line(depth + 1, &format!("to: {to}"));
                self.line(depth + 1, "steps:");
                self.block(inner, &name, "end", depth + 2);
                if *catch {
                    self.line(depth + 2, &format!("{handler}: {{ call: test.do, to: end }}"));
                }
            }
            Block::EachCall { parallel, catch } => {
                self.line(depth, &format!("{first}:"));
                self.line(depth + 1, "for_each: =[total, 2, 3]");
                self.line(depth + 1, &format!("parallel: {parallel}"));
                self.line(depth + 1, "call: test.do");
                self.line(depth + 1, "with: { n: =item }");
                if *catch {
                    self.line(depth + 1, "catch: [ { error: \"*\" } ]");
                }
                self.line(depth + 1, &format!("to: {to}"));
            }
        }
    }
}

fn definition(block: &Block) -> String {
    let mut writer = Writer {
        text: String::new(),
        next: 0,
    };
    writer.line(0, "process: Random");
    writer.line(0, "variables: { total: 0, rounds: 0 }");
    writer.line(0, "steps:");
    writer.block(block, "begin", "done", 1);
    writer.line(1, "done: { end: { result: =total } }");
    writer.text
}

fn operations() -> OperationList {
    OperationList::from_iter([OperationInfo {
        name: "test.do".to_owned(),
        description: String::new(),
        kind: OperationKind::Writes,
        input: json!({ "type": "object", "properties": { "n": {} } }),
        result: json!({}),
    }])
}

/// Drives one run and keeps its journal, as a shell would.
struct Driver<'a> {
    process: &'a Process,
    scripts: &'a ScriptEngine,
    state: State,
    journal: Vec<Entry>,
    open: Vec<Effect>,
    asked: BTreeSet<(u32, u32, u16)>,
    now: DateTime<Utc>,
}

impl<'a> Driver<'a> {
    fn start(process: &'a Process, scripts: &'a ScriptEngine) -> Self {
        let now = DateTime::from_timestamp(1_790_000_000, 0).expect("a valid time");
        let state = State::new(RunId(uuid::Uuid::from_u128(7)));
        let mut driver = Self {
            process,
            scripts,
            state,
            journal: Vec::new(),
            open: Vec::new(),
            asked: BTreeSet::new(),
            now,
        };
        driver.offer(Fact::Started {
            input: Arc::new(json!({})),
            business_key: None,
            started_by: "test".to_owned(),
        });
        driver
    }

    fn offer(&mut self, fact: Fact) {
        self.now += TimeDelta::seconds(1);
        let entry = Entry {
            seq: self.state.last_seq().next(),
            at: self.now,
            fact,
        };
        fold(self.process, self.scripts, &mut self.state, &entry).expect("an open effect takes its answer");
        self.journal.push(entry);
        self.state.check_invariants(self.process).expect("invariants hold");
        for effect in advance(self.process, &mut self.state) {
            match &effect {
                Effect::Call(call) => {
                    assert!(
                        self.asked.insert((call.token.0, call.visit.0, call.attempt)),
                        "asked twice: {effect:?}"
                    );
                    self.open.push(effect);
                }
                Effect::Timer { .. } => self.open.push(effect),
                Effect::Cancel { token, visit } => {
                    self.open.retain(
                        |other| !matches!(other, Effect::Call(call) if call.token == *token && call.visit == *visit),
                    );
                }
            }
        }
        assert!(advance(self.process, &mut self.state).is_empty());
    }

    /// Answers one open effect, if it is still wanted.
    fn answer(&mut self, pick: usize, outcome: u8) {
        if self.open.is_empty() {
            return;
        }
        let effect = self.open.swap_remove(pick % self.open.len());
        let fact = match effect {
            Effect::Call(call) if outcome < 6 => Fact::EffectSucceeded {
                token: call.token,
                visit: call.visit,
                attempt: call.attempt,
                output: Arc::new(json!({ "n": outcome })),
            },
            Effect::Call(call) => Fact::EffectFailed {
                token: call.token,
                visit: call.visit,
                attempt: call.attempt,
                error: EffectError {
                    code: "test.broken".to_owned(),
                    message: "broken".to_owned(),
                    class: if outcome == 6 {
                        ErrorClass::Permanent
                    } else {
                        ErrorClass::Transient
                    },
                    data: Value::Null,
                    retry_after_ms: None,
                },
            },
            Effect::Timer {
                token,
                visit,
                timer,
                due,
            } => {
                self.now = self.now.max(due);
                Fact::TimerFired { token, visit, timer }
            }
            Effect::Cancel { .. } => return,
        };
        let entry = Entry {
            seq: self.state.last_seq().next(),
            at: self.now,
            fact,
        };
        let before = self.state.clone();
        match throughline_engine::kernel::check(self.process, &self.state, &entry) {
            Ok(()) => self.offer(entry.fact),
            Err(_) => {
                // A late answer is refused and changes nothing.
                fold(self.process, self.scripts, &mut self.state, &entry).expect_err("check refused it");
                assert_eq!(before, self.state);
            }
        }
    }

    fn retry_incidents(&mut self) {
        let tokens: Vec<_> = self
            .state
            .open_incidents(self.process)
            .into_iter()
            .map(|(token, ..)| token)
            .collect();
        for token in tokens {
            self.offer(Fact::Retried {
                token,
                by: "test".to_owned(),
                anew: token.0 % 2 == 1,
            });
        }
    }

    /// A person stops the run for a while, or lets it go on.
    fn suspend_or_resume(&mut self) {
        match self.state.status() {
            RunStatus::Suspended => self.offer(Fact::Resumed { by: "test".to_owned() }),
            status if status.is_ended() => {}
            _ => self.offer(Fact::Suspended {
                by: "test".to_owned(),
                reason: None,
            }),
        }
    }

    /// A person gives the output of what stands at an incident.
    fn skip_incident(&mut self) {
        let first = self
            .state
            .open_incidents(self.process)
            .first()
            .map(|(token, ..)| *token);
        if let Some(token) = first {
            let entry = Entry {
                seq: self.state.last_seq().next(),
                at: self.now,
                fact: Fact::Skipped {
                    token,
                    output: Arc::new(json!([])),
                    by: "test".to_owned(),
                    reason: None,
                },
            };
            if throughline_engine::kernel::check(self.process, &self.state, &entry).is_ok() {
                self.offer(entry.fact);
            }
        }
    }

    /// What a restarted engine makes of the journal.
    fn replayed(&self) -> (State, Vec<Effect>) {
        let mut state = State::new(self.state.id());
        for entry in &self.journal {
            fold(self.process, self.scripts, &mut state, entry).expect("the journal replays");
        }
        let effects = advance(self.process, &mut state);
        (state, effects)
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_run_of_any_sound_definition(
        block in block(),
        script in prop::collection::vec((any::<u16>(), 0_u8..9, 0_u8..20), 0..120),
    ) {
        let text = definition(&block);
        let scripts = ScriptEngine::new(Limits::default());
        let compiled = compile(&text, &operations(), &scripts)
            .unwrap_or_else(|diagnostics| panic!("{text}\n{diagnostics:#?}"));
        let mut driver = Driver::start(&compiled.process, &scripts);
        for (pick, outcome, crash) in script {
            driver.answer(usize::from(pick), outcome);
            match crash {
                1 => driver.suspend_or_resume(),
                2 => driver.skip_incident(),
                _ => {}
            }
            // A run that is suspended is taken up again when it is resumed: there is nothing open to compare.
            if crash == 0 && driver.state.status() != RunStatus::Suspended {
                // The service is killed: the state is gone, the journal folds to the same one, and what is open is
                // asked for again.
                let (state, effects) = driver.replayed();
                prop_assert_eq!(&state, &driver.state);
                let calls = |effects: &[Effect]| -> BTreeSet<String> {
                    effects.iter().filter(|effect| matches!(effect, Effect::Call(_))).map(|effect| format!("{effect:?}")).collect()
                };
                prop_assert_eq!(calls(&effects), calls(&driver.open));
                driver.state = state;
                driver.open = effects.into_iter().filter(|effect| !matches!(effect, Effect::Cancel { .. })).collect();
            }
        }
        // Now everything works: the run must end.
        if driver.state.status() == RunStatus::Suspended {
            driver.suspend_or_resume();
        }
        let mut left = 5_000;
        while !driver.state.status().is_ended() {
            prop_assert!(left > 0, "the run does not end:\n{}\n{:?}", text, driver.state.tokens(&compiled.process));
            left -= 1;
            driver.retry_incidents();
            // Timers of `timeout` are picked last, so that the calls they watch get their answers.
            if let Some(at) = driver.open.iter().position(|effect| !matches!(effect, Effect::Timer { timer: throughline_engine::kernel::TimerKind::Timeout, .. })) {
                driver.answer(at, 0);
            } else {
                driver.answer(0, 0);
            }
        }
        prop_assert_eq!(driver.state.status(), RunStatus::Completed, "{}", text);
        let (state, effects) = driver.replayed();
        prop_assert!(effects.iter().all(|effect| matches!(effect, Effect::Cancel { .. })), "{:?}", effects);
        prop_assert_eq!(&state, &driver.state);
        prop_assert_eq!(driver.journal.last().map(|entry| entry.seq), Some(Seq(u32::try_from(driver.journal.len()).unwrap())));
    }
}
