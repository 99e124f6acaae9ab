//! What an expression costs: the kernel evaluates several for each step of each run.

use std::sync::Arc;

use divan::{Bencher, black_box};
use serde_json::{Value, json};
use throughline_engine::script::{Environment, Limits, Names, Script, ScriptEngine};

fn main() {
    divan::main();
}

struct Given(Vec<Arc<Value>>);

impl Given {
    fn new(script: &Script) -> Self {
        let values = json!({
            "page": 7,
            "name": "Ann",
            "result": { "items": [1, 2, 3], "next": true },
            "users": (0..20).map(|n| json!({ "id": n, "name": format!("user {n}"), "active": n % 2 == 0 })).collect::<Vec<_>>(),
        });
        Self(
            script
                .names()
                .iter()
                .map(|name| Arc::new(values[&*name.name].clone()))
                .collect(),
        )
    }
}

impl Names for Given {
    fn value(&self, index: usize) -> Arc<Value> {
        Arc::clone(&self.0[index])
    }
}

fn environment() -> Environment {
    Environment {
        now: chrono::DateTime::UNIX_EPOCH,
        uuid_seed: [7; 16],
        uuid_counter: 0,
    }
}

fn run(bencher: Bencher, source: &str) {
    let engine = ScriptEngine::new(Limits::default());
    let script = engine
        .compile_script(source)
        .expect("the source of a benchmark compiles");
    measure(bencher, &engine, &script);
}

fn measure(bencher: Bencher, engine: &ScriptEngine, script: &Script) {
    let names = Given::new(script);
    let mut environment = environment();
    bencher.bench_local(|| {
        engine
            .evaluate(black_box(script), &names, &mut environment)
            .expect("it evaluates")
    });
}

fn expression(bencher: Bencher, source: &str) {
    let engine = ScriptEngine::new(Limits::default());
    let script = engine
        .compile_expression(source)
        .expect("the source of a benchmark compiles");
    measure(bencher, &engine, &script);
}

#[divan::bench]
fn plain_name(bencher: Bencher) {
    expression(bencher, "page");
}

#[divan::bench]
fn plain_path(bencher: Bencher) {
    expression(bencher, "result.next");
}

#[divan::bench]
fn path_through_rhai(bencher: Bencher) {
    run(bencher, "result.next");
}

#[divan::bench]
fn page_plus_one(bencher: Bencher) {
    expression(bencher, "page + 1");
}

#[divan::bench]
fn comparison(bencher: Bencher) {
    expression(bencher, "page >= 100 && name != ()");
}

#[divan::bench]
fn interpolation(bencher: Bencher) {
    expression(bencher, "`Page ${page} of ${name}`");
}

#[divan::bench]
fn filter_and_map(bencher: Bencher) {
    expression(bencher, "users.filter(|user| user.active).map(|user| user.name)");
}

const TWENTY_LINES: &str = r#"
fn label(user) {
    if user.active {
        `${user.name} (${user.id})`
    } else {
        user.name
    }
}
let found = [];
let total = 0;
for user in users {
    if user.id % 3 == 0 {
        continue;
    }
    total += user.id;
    found.push(label(user));
}
let first = if found.is_empty() { () } else { found[0] };
let summary = #{ total: total, first: first };
summary.count = found.len();
summary.text = found.join(", ");
summary
"#;

#[divan::bench]
fn twenty_lines(bencher: Bencher) {
    run(bencher, TWENTY_LINES);
}

#[divan::bench]
fn compile_expression(bencher: Bencher) {
    let engine = ScriptEngine::new(Limits::default());
    bencher.bench_local(|| engine.compile_expression(black_box("page + 1")).expect("it compiles"));
}

#[divan::bench]
fn compile_twenty_lines(bencher: Bencher) {
    let engine = ScriptEngine::new(Limits::default());
    bencher.bench_local(|| engine.compile_script(black_box(TWENTY_LINES)).expect("it compiles"));
}

#[divan::bench]
fn new_engine() -> ScriptEngine {
    ScriptEngine::new(Limits::default())
}
