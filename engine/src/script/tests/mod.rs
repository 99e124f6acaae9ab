//! Tests of the room as a whole, through its public face.

use std::sync::Arc;

use chrono::{TimeZone, Utc};
use serde_json::Value;

use super::{Environment, Limits, Names, Script, ScriptEngine, ScriptError};

mod budgets;
mod errors;
mod free_names;
mod helpers;
mod values;

/// Values by name; a name that is not there is a mistake of the test.
pub(super) struct Given<'a>(pub(super) &'a Script, pub(super) &'a Value);

impl Names for Given<'_> {
    fn value(&self, index: usize) -> Arc<Value> {
        let name = &self.0.names()[index].name;
        Arc::new(
            self.1
                .get(&**name)
                .unwrap_or_else(|| panic!("the test gives no `{name}`"))
                .clone(),
        )
    }
}

pub(super) fn environment() -> Environment {
    let now = Utc.with_ymd_and_hms(2026, 3, 29, 0, 30, 0).unwrap() + chrono::Duration::microseconds(120_000);
    Environment {
        now,
        uuid_seed: *b"0123456789abcdef",
        uuid_counter: 0,
    }
}

pub(super) fn engine() -> ScriptEngine {
    ScriptEngine::new(Limits::default())
}

/// Runs an expression.
pub(super) fn expression(source: &str, given: Value) -> Result<Value, ScriptError> {
    let engine = engine();
    let script = engine
        .compile_expression(source)
        .unwrap_or_else(|error| panic!("{source}: {error}"));
    engine.evaluate(&script, &Given(&script, &given), &mut environment())
}

/// Runs a script.
pub(super) fn script(source: &str, given: Value) -> Result<Value, ScriptError> {
    script_in(&engine(), source, given)
}

/// Runs a script in this engine.
pub(super) fn script_in(engine: &ScriptEngine, source: &str, given: Value) -> Result<Value, ScriptError> {
    let script = engine
        .compile_script(source)
        .unwrap_or_else(|error| panic!("{source}: {error}"));
    engine.evaluate(&script, &Given(&script, &given), &mut environment())
}

/// Runs a script that must succeed.
pub(super) fn value(source: &str) -> Value {
    script(source, Value::Null).unwrap_or_else(|error| panic!("{source}: {error}"))
}

/// The error of a script, as people see it.
pub(super) fn failure(source: &str, given: Value) -> String {
    match script(source, given) {
        Err(error) => format!("{:?} {}:{} {}", error.kind, error.line, error.column, error.message),
        Ok(value) => panic!("{source}: gave {value}"),
    }
}
