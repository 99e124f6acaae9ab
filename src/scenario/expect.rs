//! What came of a scenario, held against what was expected.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use throughline_engine::script::ScriptEngine;

use super::file::{Expect, ExpectCalls};
use super::play::{MadeCall, Played};
use super::value::{Expressive, shown};

/// Everything that was not as expected, a sentence each.
pub(super) fn problems(expect: &Expect, played: Played<'_>, scripts: &ScriptEngine) -> Vec<String> {
    let mut problems = Vec::new();
    if let Some(broken) = played.broken {
        // What else differs follows from this.
        return vec![broken, made(&played.calls)];
    }
    let state = &played.state;
    let incidents = state.open_incidents(played.process);
    if state.status() != expect.status {
        let mut problem = format!(
            "status: expected {}, got {}",
            expect.status.as_str(),
            state.status().as_str()
        );
        if let Some(error) = state.error() {
            problem.push_str(&format!(": {}: {}", error.code, error.message));
        }
        problems.push(problem);
    }
    let incidents: Vec<Value> = incidents
        .into_iter()
        .map(|(_, step, error)| json!({"step": step, "code": error.code, "message": error.message}))
        .collect();
    let error = state
        .error()
        .map(|error| json!({"code": error.code, "message": error.message, "data": error.data}));
    if expect.variables.is_some() && state.status().is_ended() {
        problems.push("variables: the run has ended and has none; expect its `result`".to_owned());
    }
    let variables: serde_json::Map<String, Value> = state
        .variables(played.process)
        .into_iter()
        .map(|(name, value)| (name, (*value).clone()))
        .collect();
    let parts = [
        (
            "result",
            &expect.result,
            state.result().map(|result| (**result).clone()).unwrap_or_default(),
        ),
        ("error", &expect.error, error.unwrap_or_default()),
        (
            "variables",
            if state.status().is_ended() {
                &None
            } else {
                &expect.variables
            },
            Value::Object(variables),
        ),
        ("incidents", &expect.incidents, Value::Array(incidents)),
    ];
    for (name, pattern, actual) in parts {
        if let Some(pattern) = pattern {
            pattern.differences(&actual, name, scripts, &mut problems);
        }
    }
    for calls in &expect.calls {
        check_calls(calls, &played.calls, scripts, &mut problems);
    }
    if let Some(least) = expect.at_least.filter(|least| played.elapsed < *least) {
        problems.push(format!(
            "elapsed: expected at least {least:?}, got {:?}",
            played.elapsed
        ));
    }
    if let Some(most) = expect.at_most.filter(|most| played.elapsed > *most) {
        problems.push(format!("elapsed: expected at most {most:?}, got {:?}", played.elapsed));
    }
    problems.extend(played.unused);
    if !problems.is_empty() {
        problems.push(made(&played.calls));
    }
    problems
}

fn check_calls(expect: &ExpectCalls, calls: &[MadeCall], scripts: &ScriptEngine, problems: &mut Vec<String>) {
    let operation = &expect.operation;
    let fits = |request: &Value| expect.with.as_ref().is_none_or(|with| with.fits(request, scripts));
    let requests: Vec<&Value> = calls
        .iter()
        .filter(|call| *call.operation == **operation && fits(&call.request))
        .map(|call| &call.request)
        .collect();
    let before = problems.len();
    if let Some(times) = &expect.times {
        let at = format!("calls of {operation}");
        times.differences(&Value::from(requests.len()), &at, scripts, problems);
    }
    if let Some(expected) = &expect.requests {
        if expected.len() == requests.len() {
            for (index, (pattern, request)) in expected.iter().zip(&requests).enumerate() {
                pattern.differences(request, &format!("{operation}[{index}]"), scripts, problems);
            }
        } else {
            problems.push(format!(
                "calls of {operation}: expected {}, got {}",
                expected.len(),
                requests.len()
            ));
        }
    }
    let mut left = requests.clone();
    for pattern in expect.contains.iter().flatten() {
        match left.iter().position(|request| pattern.fits(request, scripts)) {
            Some(found) => {
                left.remove(found);
            }
            None => problems.push(format!("no call of {operation} fits {}", described(pattern))),
        }
    }
    if problems.len() > before {
        let listed: Vec<String> = requests.iter().take(10).map(|request| shown(request)).collect();
        problems.push(format!("  its requests were: {}", listed.join(", ")));
    }
}

/// The pattern as it was written.
fn described(pattern: &Expressive) -> String {
    fn written(pattern: &Expressive) -> Value {
        match pattern {
            Expressive::Literal(value) => value.clone(),
            Expressive::Expression(script) => Value::String(format!("={}", script.source())),
            Expressive::List(items) => items.iter().map(written).collect(),
            Expressive::Map(entries) => {
                Value::Object(entries.iter().map(|(key, item)| (key.clone(), written(item))).collect())
            }
        }
    }
    shown(&written(pattern))
}

/// How often each operation was called.
fn made(calls: &[MadeCall]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for call in calls {
        *counts.entry(&call.operation).or_default() += 1;
    }
    let listed: Vec<String> = counts
        .iter()
        .map(|(operation, count)| format!("{operation} {count}"))
        .collect();
    format!(
        "calls made: {}",
        if listed.is_empty() {
            "none".to_owned()
        } else {
            listed.join(", ")
        }
    )
}
