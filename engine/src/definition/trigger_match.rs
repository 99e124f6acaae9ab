//! Does what happened to a record start a process, and with which input?

use std::sync::Arc;

use serde_json::{Map, Value};
use thiserror::Error;

use super::{Position, RecordEvent, RecordTrigger, TriggerExpression, TriggerValue};
use crate::script::{Environment, Names, Script, ScriptEngine, ScriptError};

/// What happened to a record, as the expressions of a trigger see it.
#[derive(Debug, Clone)]
pub struct RecordSeen {
    /// `record`: its fields (of a deleted one, those it had, as far as they are known).
    pub record: Arc<Value>,
    /// `event`.
    pub event: RecordEvent,
    /// `changed`: names of the fields that changed; a list of texts.
    pub changed: Arc<Value>,
}

/// A part of a trigger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TriggerPart {
    /// `when`.
    When,
    /// This member of `input`.
    Input(String),
}

impl std::fmt::Display for TriggerPart {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::When => formatter.write_str("`when`"),
            Self::Input(name) => write!(formatter, "`{name}` of `input`"),
        }
    }
}

/// Why a trigger gave no answer.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum TriggerError {
    /// An expression failed. Look at [`ScriptError::kind`]: an interrupted one may be tried again, the others fail again.
    #[error("{part} of the record trigger on line {}: {error}", position.line)]
    Script {
        /// Which expression.
        part: TriggerPart,
        /// Where it is written.
        position: Position,
        /// What went wrong.
        error: ScriptError,
    },
    /// `when` gave neither true nor false.
    #[error("`when` of the record trigger on line {} gives true or false, and here it gave {found}", position.line)]
    NotBoolean {
        /// Where it is written.
        position: Position,
        /// What it gave.
        found: Value,
    },
}

impl RecordTrigger {
    /// The input of the run to start; `None` where this trigger has nothing to do with what happened.
    ///
    /// `environment` gives `now()` and `uuid()`; give the same for the same delivery and the answer is the same.
    ///
    /// # Errors
    /// An expression failed, or `when` gave no boolean.
    pub fn evaluate(
        &self,
        scripts: &ScriptEngine,
        seen: &RecordSeen,
        environment: &mut Environment,
    ) -> Result<Option<Value>, TriggerError> {
        if !self.on.contains(&seen.event) {
            return Ok(None);
        }
        let event = Arc::new(Value::String(seen.event.name().to_owned()));
        let mut evaluation = Evaluation {
            scripts,
            seen,
            event,
            environment,
        };
        if let Some(when) = &self.when {
            match evaluation.expression(when, &TriggerPart::When)? {
                Value::Bool(true) => {}
                Value::Bool(false) => return Ok(None),
                found => {
                    return Err(TriggerError::NotBoolean {
                        position: when.position,
                        found,
                    });
                }
            }
        }
        let mut input = Map::new();
        for (name, value) in &self.input {
            let value = evaluation.value(value, &TriggerPart::Input(name.clone()))?;
            input.insert(name.clone(), value);
        }
        Ok(Some(Value::Object(input)))
    }
}

impl RecordEvent {
    /// The word for it in definitions, deliveries and answers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Deleted => "deleted",
        }
    }
}

struct Evaluation<'e> {
    scripts: &'e ScriptEngine,
    seen: &'e RecordSeen,
    event: Arc<Value>,
    environment: &'e mut Environment,
}

struct View<'v> {
    script: &'v Script,
    seen: &'v RecordSeen,
    event: &'v Arc<Value>,
}

impl Names for View<'_> {
    fn value(&self, index: usize) -> Arc<Value> {
        match self.script.names().get(index).map(|free| &*free.name) {
            Some("record") => self.seen.record.clone(),
            Some("event") => self.event.clone(),
            Some("changed") => self.seen.changed.clone(),
            // The compiler lets no other name through.
            _ => Arc::new(Value::Null),
        }
    }
}

impl Evaluation<'_> {
    fn expression(&mut self, expression: &TriggerExpression, part: &TriggerPart) -> Result<Value, TriggerError> {
        let view = View {
            script: &expression.script,
            seen: self.seen,
            event: &self.event,
        };
        self.scripts
            .evaluate(&expression.script, &view, self.environment)
            .map_err(|error| TriggerError::Script {
                part: part.clone(),
                position: expression.position,
                error,
            })
    }

    fn value(&mut self, value: &TriggerValue, part: &TriggerPart) -> Result<Value, TriggerError> {
        Ok(match value {
            TriggerValue::Literal(value) => (**value).clone(),
            TriggerValue::Expression(expression) => self.expression(expression, part)?,
            TriggerValue::List(items) => {
                let items = items.iter().map(|item| self.value(item, part));
                Value::Array(items.collect::<Result<_, _>>()?)
            }
            TriggerValue::Map(entries) => {
                let entries = entries
                    .iter()
                    .map(|(key, value)| Ok((key.clone(), self.value(value, part)?)));
                Value::Object(entries.collect::<Result<_, TriggerError>>()?)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use serde_json::json;

    use super::*;
    use crate::definition::{OperationList, Trigger, compile};
    use crate::script::{Limits, ScriptErrorKind};

    fn trigger(text: &str) -> RecordTrigger {
        let source = format!("process: P\ntriggers:\n  - record: {text}\nsteps: {{ done: {{ end: {{}} }} }}\n");
        let scripts = ScriptEngine::new(Limits::default());
        let mut compiled = compile(&source, &OperationList::default(), &scripts).unwrap();
        match compiled.process.triggers.remove(0) {
            Trigger::Record(record) => record,
            other => panic!("{other:?}"),
        }
    }

    fn ask(trigger: &RecordTrigger, event: RecordEvent, record: Value) -> Result<Option<Value>, TriggerError> {
        let seen = RecordSeen {
            record: Arc::new(record),
            event,
            changed: Arc::new(json!(["Extension"])),
        };
        let mut environment = Environment {
            now: DateTime::UNIX_EPOCH,
            uuid_seed: [7; 16],
            uuid_counter: 0,
        };
        trigger.evaluate(&ScriptEngine::new(Limits::default()), &seen, &mut environment)
    }

    #[test]
    fn events_and_conditions_decide_and_expressions_make_the_input() {
        let trigger = trigger(
            r#"{ section: webitel_users, on: [created, updated], when: '=record.Extension != ""', input: { user: =record.Id, why: =event, what: [=changed, 1], kind: fixed } }"#,
        );
        assert_eq!(
            ask(&trigger, RecordEvent::Updated, json!({"Id": 5, "Extension": "100"})),
            Ok(Some(
                json!({"user": 5, "why": "updated", "what": [["Extension"], 1], "kind": "fixed"})
            ))
        );
        assert_eq!(
            ask(&trigger, RecordEvent::Created, json!({"Id": 5, "Extension": ""})),
            Ok(None)
        );
        assert_eq!(
            ask(&trigger, RecordEvent::Deleted, json!({"Id": 5, "Extension": "100"})),
            Ok(None)
        );
    }

    #[test]
    fn a_failing_expression_says_which_and_where() {
        let broken = trigger("{ section: s, on: [created], input: { user: =record.Id.nothing.more } }");
        match ask(&broken, RecordEvent::Created, json!({"Id": 5})) {
            Err(TriggerError::Script { part, position, error }) => {
                assert_eq!(part, TriggerPart::Input("user".to_owned()));
                assert_eq!(position.line, 3);
                assert_eq!(error.kind, ScriptErrorKind::Failed);
            }
            other => panic!("{other:?}"),
        }
        let odd = trigger("{ section: s, on: [created], when: =record.Id }");
        assert!(matches!(
            ask(&odd, RecordEvent::Created, json!({"Id": 5})),
            Err(TriggerError::NotBoolean { found, .. }) if found == json!(5)
        ));
    }
}
