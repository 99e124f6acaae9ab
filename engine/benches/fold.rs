//! Folds a second: what a live run costs a fact, and how quickly a journal is folded again.

use std::sync::Arc;

use chrono::DateTime;
use divan::Bencher;
use divan::counter::ItemsCount;
use serde_json::{Value, json};
use throughline_engine::definition::{OperationInfo, OperationKind, OperationList, Process, compile};
use throughline_engine::kernel::{Effect, Entry, Fact, RunId, Seq, State, advance, fold};
use throughline_engine::script::{Limits, ScriptEngine};

fn main() {
    divan::main();
}

/// Ten calls, each sending what the one before answered.
fn chain() -> String {
    let mut text = String::from("process: Chain\nvariables: { n: 0 }\nsteps:\n");
    for step in 0..10 {
        text.push_str(&format!(
            "  s{step}: {{ call: test.do, with: {{ n: =n }}, set: {{ n: =result.n + 1 }} }}\n"
        ));
    }
    text + "  done: { end: { result: =n } }\n"
}

const EACH: &str = "
process: Each
input: {}
variables: { done: 0 }
steps:
  all:
    for_each: =input.list
    parallel: 16
    steps:
      first: { call: test.do, with: { n: =item } }
      second: { call: test.do, with: { n: =index }, set: { done: =done + 1 } }
  end_of_it: { end: { result: =done } }
";

/// A whole run, answered as it asks; its journal.
fn journal(source: &str, input: Value, scripts: &ScriptEngine) -> (Process, Vec<Entry>) {
    let operation = OperationInfo {
        name: "test.do".to_owned(),
        description: String::new(),
        kind: OperationKind::Reads,
        input: json!({ "type": "object", "additionalProperties": true }),
        result: json!({}),
    };
    let compiled = compile(source, &OperationList::from_iter([operation]), scripts).expect("the definition is valid");
    let process = compiled.process;
    let mut state = State::new(RunId(uuid::Uuid::from_u128(7)));
    let at = DateTime::from_timestamp(1_790_000_000, 0).expect("a valid time");
    let mut facts = vec![Fact::Started {
        input: Arc::new(input),
        business_key: None,
        started_by: "bench".to_owned(),
    }];
    let mut entries = Vec::new();
    while let Some(fact) = facts.pop() {
        let entry = Entry {
            seq: Seq(u32::try_from(entries.len()).expect("few facts") + 1),
            at,
            fact,
        };
        fold(&process, scripts, &mut state, &entry).expect("the fact is awaited");
        entries.push(entry);
        for effect in advance(&process, &mut state) {
            if let Effect::Call(call) = effect {
                facts.push(Fact::EffectSucceeded {
                    token: call.token,
                    visit: call.visit,
                    attempt: call.attempt,
                    output: call.request,
                });
            }
        }
    }
    assert!(state.status().is_ended(), "the run of the benchmark ends");
    (process, entries)
}

fn replay(bencher: Bencher<'_, '_>, source: &str, input: Value) {
    let scripts = ScriptEngine::new(Limits::default());
    let (process, entries) = journal(source, input, &scripts);
    bencher.counter(ItemsCount::new(entries.len())).bench(|| {
        let mut state = State::new(RunId(uuid::Uuid::from_u128(7)));
        for entry in &entries {
            fold(&process, &scripts, &mut state, entry).expect("the journal folds");
        }
        state
    });
}

/// Facts a second of a short run, `set` with an expression included.
#[divan::bench]
fn chain_of_ten_calls(bencher: Bencher<'_, '_>) {
    replay(bencher, &chain(), json!({}));
}

/// Facts a second of a long journal: 10,000 items, two calls each, 16 at once.
#[divan::bench(sample_count = 10)]
fn for_each_of_10_000_items(bencher: Bencher<'_, '_>) {
    let list: Vec<u32> = (0..10_000).collect();
    replay(bencher, EACH, json!({ "list": list }));
}
