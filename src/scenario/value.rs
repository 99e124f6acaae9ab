//! Values with expressions in them: templates of answers, and patterns that a value is held against.

use std::sync::Arc;

use serde_json::{Map, Value};
use throughline_engine::script::{Environment, Names, Script, ScriptEngine};

use crate::document::child;

/// A value in which a text that begins with `=` was compiled as an expression.
#[derive(Debug)]
pub(super) enum Expressive {
    Literal(Value),
    Expression(Script),
    List(Vec<Expressive>),
    Map(Vec<(String, Expressive)>),
}

/// What is wrong with an expression of the file: its pointer and why.
pub(super) type Wrong = (String, String);

/// Values of the names an expression sees.
pub(super) struct Bound<'a> {
    script: &'a Script,
    names: &'a [(&'a str, Arc<Value>)],
}

impl Names for Bound<'_> {
    fn value(&self, index: usize) -> Arc<Value> {
        let free = &self.script.names()[index];
        self.names
            .iter()
            .find(|(name, _)| *name == &*free.name)
            .map_or_else(Arc::default, |(_, value)| value.clone())
    }
}

impl Expressive {
    /// Compiles the expressions of a value, which may use these names and no others.
    pub(super) fn compile(
        value: &Value,
        pointer: &str,
        names: &[&str],
        scripts: &ScriptEngine,
        wrong: &mut Vec<Wrong>,
    ) -> Self {
        match value {
            Value::String(text) => match text.strip_prefix('=') {
                Some(source) => match scripts.compile_expression(source.trim()) {
                    Ok(script) => {
                        let unknown = script.names().iter().find(|free| !names.contains(&&*free.name));
                        if let Some(free) = unknown {
                            let message = format!("`{}` is not known here; there is {}", free.name, names.join(", "));
                            wrong.push((pointer.to_owned(), message));
                        }
                        Self::Expression(script)
                    }
                    Err(error) => {
                        wrong.push((pointer.to_owned(), error.message));
                        Self::Literal(Value::Null)
                    }
                },
                None => Self::Literal(value.clone()),
            },
            Value::Array(items) => Self::List(
                items
                    .iter()
                    .enumerate()
                    .map(|(index, item)| {
                        Self::compile(item, &child(pointer, &index.to_string()), names, scripts, wrong)
                    })
                    .collect(),
            ),
            Value::Object(map) => Self::Map(
                map.iter()
                    .map(|(key, item)| {
                        let compiled = Self::compile(item, &child(pointer, key), names, scripts, wrong);
                        (key.clone(), compiled)
                    })
                    .collect(),
            ),
            other => Self::Literal(other.clone()),
        }
    }

    /// The value with its expressions evaluated. The error is for people.
    pub(super) fn evaluate(
        &self,
        names: &[(&str, Arc<Value>)],
        scripts: &ScriptEngine,
        environment: &mut Environment,
    ) -> Result<Value, String> {
        Ok(match self {
            Self::Literal(value) => value.clone(),
            Self::Expression(script) => scripts
                .evaluate(script, &Bound { script, names }, environment)
                .map_err(|error| format!("`={}`: {}", script.source(), error.message))?,
            Self::List(items) => Value::Array(
                items
                    .iter()
                    .map(|item| item.evaluate(names, scripts, environment))
                    .collect::<Result<_, _>>()?,
            ),
            Self::Map(entries) => {
                let mut map = Map::new();
                for (key, item) in entries {
                    map.insert(key.clone(), item.evaluate(names, scripts, environment)?);
                }
                Value::Object(map)
            }
        })
    }

    /// Holds a value against this pattern. Of a map only the keys written count, and null is the same as absent; lists
    /// have the same length; an expression is a condition that sees the `value` at its place. What differs is told with
    /// its place, beginning with `at`.
    pub(super) fn differences(&self, actual: &Value, at: &str, scripts: &ScriptEngine, out: &mut Vec<String>) {
        match self {
            Self::Literal(expected) => {
                if !same(expected, actual) {
                    out.push(format!("{at}: expected {}, got {}", shown(expected), shown(actual)));
                }
            }
            Self::Expression(script) => {
                let names = [("value", Arc::new(actual.clone()))];
                let mut environment = Environment {
                    now: chrono::DateTime::UNIX_EPOCH,
                    uuid_seed: [0; 16],
                    uuid_counter: 0,
                };
                match scripts.evaluate(script, &Bound { script, names: &names }, &mut environment) {
                    Ok(Value::Bool(true)) => {}
                    Ok(Value::Bool(false)) => out.push(format!(
                        "{at}: `={}` does not hold for {}",
                        script.source(),
                        shown(actual)
                    )),
                    Ok(other) => out.push(format!(
                        "{at}: `={}` must give true or false, and gave {}",
                        script.source(),
                        shown(&other)
                    )),
                    Err(error) => out.push(format!("{at}: `={}`: {}", script.source(), error.message)),
                }
            }
            Self::List(expected) => {
                let Value::Array(items) = actual else {
                    out.push(format!("{at}: expected a list, got {}", shown(actual)));
                    return;
                };
                if items.len() != expected.len() {
                    out.push(format!(
                        "{at}: expected {} item(s), got {}: {}",
                        expected.len(),
                        items.len(),
                        shown(actual)
                    ));
                    return;
                }
                for (index, (pattern, item)) in expected.iter().zip(items).enumerate() {
                    pattern.differences(item, &format!("{at}[{index}]"), scripts, out);
                }
            }
            Self::Map(expected) => {
                let Value::Object(map) = actual else {
                    out.push(format!("{at}: expected a map, got {}", shown(actual)));
                    return;
                };
                for (key, pattern) in expected {
                    let value = map.get(key).unwrap_or(&Value::Null);
                    pattern.differences(value, &format!("{at}.{key}"), scripts, out);
                }
            }
        }
    }

    /// Whether a value fits this pattern.
    pub(super) fn fits(&self, actual: &Value, scripts: &ScriptEngine) -> bool {
        let mut differences = Vec::new();
        self.differences(actual, "", scripts, &mut differences);
        differences.is_empty()
    }
}

/// Equality with numbers compared by value.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(x), Value::Number(y)) => x == y || x.as_f64() == y.as_f64(),
        _ => a == b,
    }
}

/// A value as a message shows it.
pub(super) fn shown(value: &Value) -> String {
    const LONGEST: usize = 300;
    let text = value.to_string();
    if text.chars().count() <= LONGEST {
        return text;
    }
    text.chars().take(LONGEST).chain("…".chars()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use throughline_engine::script::Limits;

    use super::*;

    fn differences(pattern: &Value, actual: &Value) -> Vec<String> {
        let scripts = ScriptEngine::new(Limits::default());
        let mut wrong = Vec::new();
        let pattern = Expressive::compile(pattern, "", &["value"], &scripts, &mut wrong);
        assert_eq!(wrong, []);
        let mut out = Vec::new();
        pattern.differences(actual, "result", &scripts, &mut out);
        out
    }

    #[test]
    fn a_map_is_held_against_the_keys_that_are_written() {
        let actual = json!({"read": 2, "failed": 0, "list": [{"a": 1, "b": 2}]});
        assert_eq!(differences(&json!({"read": 2, "list": [{"a": 1.0}]}), &actual), [""; 0]);
        assert_eq!(
            differences(&json!({"read": 3, "list": [], "gone": null}), &actual),
            [
                "result.list: expected 0 item(s), got 1: [{\"a\":1,\"b\":2}]",
                "result.read: expected 3, got 2"
            ]
        );
    }

    #[test]
    fn an_expression_is_a_condition() {
        let actual = json!({"message": "two of them", "n": 5});
        let fine = json!({"message": "=value.contains(\"two\")", "n": "=value > 4"});
        assert_eq!(differences(&fine, &actual), [""; 0]);
        assert_eq!(
            differences(&json!({"n": "=value > 5"}), &actual),
            ["result.n: `=value > 5` does not hold for 5"]
        );
        assert_eq!(
            differences(&json!({"n": "=value + 1"}), &actual),
            ["result.n: `=value + 1` must give true or false, and gave 6"]
        );
    }

    #[test]
    fn an_unknown_name_is_a_mistake_of_the_file() {
        let scripts = ScriptEngine::new(Limits::default());
        let mut wrong = Vec::new();
        Expressive::compile(
            &json!({"a": ["=reqest.x"]}),
            "/stubs",
            &["request"],
            &scripts,
            &mut wrong,
        );
        assert_eq!(
            wrong,
            [(
                "/stubs/a/0".to_owned(),
                "`reqest` is not known here; there is request".to_owned()
            )]
        );
    }
}
