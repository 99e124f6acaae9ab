//! Values of a declaration: literals and `=` expressions, checked when the file is loaded.
//!
//! `=record.Contact.Name` is a path and stops at null without an error; anything else after `=` is a Rhai expression.
//! A member of a map whose expression gives null is left out, so that "not given" stays "not given".

use std::fmt;
use std::sync::Arc;

use serde_json::{Map, Value};
use throughline_engine::script::{Environment, Names, Script, ScriptEngine};

use super::error::SectionError;

/// The values of the names an expression sees.
#[derive(Clone, Default)]
pub(super) struct Given<'a>(Vec<(&'static str, &'a Value)>);

impl<'a> Given<'a> {
    pub(super) fn new(names: &[(&'static str, &'a Value)]) -> Self {
        Self(names.to_vec())
    }

    /// The same and one name more.
    pub(super) fn and(&self, name: &'static str, value: &'a Value) -> Self {
        let mut names = self.0.clone();
        names.push((name, value));
        Self(names)
    }

    fn get(&self, name: &str) -> &'a Value {
        // The last one wins: a place may give a name a value of its own.
        let found = self.0.iter().rev().find(|(known, _)| *known == name);
        found.map_or(&Value::Null, |(_, value)| value)
    }
}

/// One compiled expression.
pub(super) struct Expression {
    source: String,
    code: Code,
}

enum Code {
    Path(Vec<String>),
    Script { engine: ScriptEngine, script: Box<Script> },
}

impl Expression {
    /// Compiles what follows `=`.
    ///
    /// # Errors
    /// What is wrong with it, with the names that may be used where it uses another.
    pub(super) fn compile(source: &str, names: &[&str], engine: &ScriptEngine) -> Result<Self, String> {
        let source = source.trim();
        let known = |name: &str| {
            if names.contains(&name) {
                return Ok(());
            }
            let nearest = names
                .iter()
                .map(|known| (strsim::damerau_levenshtein(known, name), known));
            Err(match nearest.min() {
                Some((distance, known)) if distance <= 2 => {
                    format!("`{name}` is not a name here; did you mean `{known}`?")
                }
                Some(_) => format!("`{name}` is not a name here; there is {}", names.join(", ")),
                None => format!("`{name}` is not a name here; an expression sees no names in this place"),
            })
        };
        let code = match plain_path(source) {
            Some(path) => {
                known(&path[0])?;
                Code::Path(path)
            }
            None => {
                let script = engine.compile_expression(source).map_err(|error| {
                    format!("the expression is wrong at column {}: {}", error.column, error.message)
                })?;
                for free in script.names() {
                    known(&free.name)?;
                }
                Code::Script {
                    engine: engine.clone(),
                    script: Box::new(script),
                }
            }
        };
        Ok(Self {
            source: source.to_owned(),
            code,
        })
    }

    /// A path without a check of its first name: for what the declaration leaves out.
    pub(super) fn path(parts: &[&str]) -> Self {
        Self {
            source: parts.join("."),
            code: Code::Path(parts.iter().map(|part| (*part).to_owned()).collect()),
        }
    }

    /// `["form", "extension"]` where it is nothing but that path.
    pub(super) fn as_path(&self) -> Option<&[String]> {
        match &self.code {
            Code::Path(path) => Some(path),
            Code::Script { .. } => None,
        }
    }

    /// The value; null where a path ends early.
    ///
    /// # Errors
    /// The script failed.
    pub(super) fn evaluate(&self, given: &Given<'_>) -> Result<Value, SectionError> {
        let (engine, script) = match &self.code {
            Code::Path(path) => {
                let (first, rest) = path.split_first().expect("a path has at least one part");
                let found = rest.iter().try_fold(given.get(first), |value, part| value.get(part));
                return Ok(found.cloned().unwrap_or_default());
            }
            Code::Script { engine, script } => (engine, script),
        };
        let mut environment = Environment {
            now: chrono::Utc::now(),
            uuid_seed: *uuid::Uuid::new_v4().as_bytes(),
            uuid_counter: 0,
        };
        engine
            .evaluate(script, &Bound { script, given }, &mut environment)
            .map_err(|error| SectionError::Expression {
                expression: self.source.clone(),
                reason: error.message,
            })
    }

    /// The value as text for people; numbers and booleans as they are written.
    pub(super) fn text(&self, given: &Given<'_>) -> Result<String, SectionError> {
        self.evaluate(given).map(|value| as_text(&value))
    }

    /// Whether it holds; nothing but `true` does.
    pub(super) fn holds(&self, given: &Given<'_>) -> Result<bool, SectionError> {
        self.evaluate(given).map(|value| value == Value::Bool(true))
    }
}

struct Bound<'a> {
    script: &'a Script,
    given: &'a Given<'a>,
}

impl Names for Bound<'_> {
    fn value(&self, index: usize) -> Arc<Value> {
        let name = self.script.names().get(index).map_or("", |free| &free.name);
        Arc::new(self.given.get(name).clone())
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "={}", self.source)
    }
}

/// A value with expressions in it.
#[derive(Debug)]
pub(super) enum Template {
    Literal(Value),
    Expression(Expression),
    List(Vec<Template>),
    Map(Vec<(String, Template)>),
}

impl Template {
    /// Compiles a value; problems are added with the JSON pointer of their place.
    pub(super) fn compile(
        value: &Value,
        pointer: &str,
        names: &[&str],
        engine: &ScriptEngine,
        problems: &mut Vec<(String, String)>,
    ) -> Self {
        match value {
            Value::String(text) => match text.strip_prefix('=') {
                None => Self::Literal(value.clone()),
                Some(source) => match Expression::compile(source, names, engine) {
                    Ok(expression) => Self::Expression(expression),
                    Err(message) => {
                        problems.push((pointer.to_owned(), message));
                        Self::Literal(Value::Null)
                    }
                },
            },
            Value::Array(items) => Self::List(
                items
                    .iter()
                    .enumerate()
                    .map(|(index, item)| {
                        let at = crate::document::child(pointer, &index.to_string());
                        Self::compile(item, &at, names, engine, problems)
                    })
                    .collect(),
            ),
            Value::Object(map) => Self::Map(
                map.iter()
                    .map(|(key, item)| {
                        let at = crate::document::child(pointer, key);
                        (key.clone(), Self::compile(item, &at, names, engine, problems))
                    })
                    .collect(),
            ),
            other => Self::Literal(other.clone()),
        }
    }

    /// The value.
    ///
    /// # Errors
    /// An expression failed.
    pub(super) fn evaluate(&self, given: &Given<'_>) -> Result<Value, SectionError> {
        Ok(match self {
            Self::Literal(value) => value.clone(),
            Self::Expression(expression) => expression.evaluate(given)?,
            Self::List(items) => Value::Array(
                items
                    .iter()
                    .map(|item| item.evaluate(given))
                    .collect::<Result<_, _>>()?,
            ),
            Self::Map(entries) => {
                let mut map = Map::with_capacity(entries.len());
                for (key, item) in entries {
                    let value = item.evaluate(given)?;
                    if !value.is_null() {
                        map.insert(key.clone(), value);
                    }
                }
                Value::Object(map)
            }
        })
    }

    /// The value as text for people.
    pub(super) fn text(&self, given: &Given<'_>) -> Result<String, SectionError> {
        self.evaluate(given).map(|value| as_text(&value))
    }
}

/// A value in a sentence or a cell.
pub(super) fn as_text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// `a.b.c`, where the parts are names; `None` for everything else.
fn plain_path(source: &str) -> Option<Vec<String>> {
    let is_name = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let parts: Vec<String> = source.split('.').map(str::to_owned).collect();
    (parts.iter().all(|part| is_name(part)) && !matches!(source, "true" | "false")).then_some(parts)
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use throughline_engine::script::Limits;

    use super::*;

    fn value(source: &str, record: &Value) -> Result<Value, String> {
        let engine = ScriptEngine::new(Limits::default());
        let expression = Expression::compile(source, &["record", "form"], &engine)?;
        expression
            .evaluate(&Given::new(&[("record", record)]))
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_path_stops_at_null_and_a_script_does_not() {
        let record = json!({"Contact": null, "Name": "Ann"});
        assert_eq!(value("record.Name", &record).unwrap(), "Ann");
        assert_eq!(value("record.Contact.Name", &record).unwrap(), Value::Null);
        assert_eq!(value("form.any.thing", &record).unwrap(), Value::Null);
        assert_eq!(value("`Delete ${record.Name}?`", &record).unwrap(), "Delete Ann?");
        assert!(value("record.Contact.Name + 1", &record).is_err());
    }

    #[test]
    fn unknown_names_are_found_when_compiled() {
        assert_eq!(
            value("recrod.Name", &Value::Null).unwrap_err(),
            "`recrod` is not a name here; did you mean `record`?"
        );
        assert!(value("other + 1", &Value::Null).unwrap_err().contains("record, form"));
        assert!(value("record +", &Value::Null).unwrap_err().contains("column"));
    }

    #[test]
    fn null_members_are_left_out() {
        let engine = ScriptEngine::new(Limits::default());
        let mut problems = Vec::new();
        let source = json!({"a": "=record.a", "b": "=record.b", "c": [1, "=record.a"], "d": "text"});
        let template = Template::compile(&source, "", &["record"], &engine, &mut problems);
        assert!(problems.is_empty());
        let record = json!({"a": 5});
        assert_eq!(
            template.evaluate(&Given::new(&[("record", &record)])).unwrap(),
            json!({"a": 5, "c": [1, 5], "d": "text"})
        );
    }
}
