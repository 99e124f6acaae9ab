//! The input of a run: defaults filled in, then checked against the schema of its definition.

use serde_json::Value;
use thiserror::Error;

use crate::secrets;

/// What is wrong with an input.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the input does not fit: {}", .problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct InputError {
    /// Every problem.
    pub problems: Vec<InputProblem>,
}

/// One problem of an input.
#[derive(Debug, Clone, PartialEq, Eq, Error, serde::Serialize, utoipa::ToSchema)]
#[error("{}{message}", if .pointer.is_empty() { String::new() } else { format!("{pointer}: ") })]
pub struct InputProblem {
    /// JSON pointer of the value (RFC 6901); empty for the whole.
    pub pointer: String,
    /// What is wrong with it.
    pub message: String,
}

/// Fills in defaults and checks.
///
/// # Errors
/// Every problem of the input, or of the schema itself.
pub(crate) fn prepare(schema: &Value, input: Value) -> Result<Value, InputError> {
    InputCheck::new(schema)?.prepare(input)
}

/// The schema of a definition, ready to check many inputs.
pub(super) struct InputCheck<'a> {
    schema: &'a Value,
    /// The schema marks something as secret: what is told quotes no value.
    has_secrets: bool,
    validator: jsonschema::Validator,
}

impl<'a> InputCheck<'a> {
    /// # Errors
    /// The schema is none.
    pub(super) fn new(schema: &'a Value) -> Result<Self, InputError> {
        let validator = jsonschema::validator_for(schema).map_err(|error| InputError {
            problems: vec![InputProblem {
                pointer: String::new(),
                message: format!("the input schema of the definition is not a valid JSON Schema: {error}"),
            }],
        })?;
        let has_secrets = secrets::is_marked(schema);
        Ok(Self {
            schema,
            has_secrets,
            validator,
        })
    }

    /// Fills in defaults and checks.
    ///
    /// # Errors
    /// Every problem of the input.
    pub(super) fn prepare(&self, mut input: Value) -> Result<Value, InputError> {
        if input.is_null() {
            input = Value::Object(serde_json::Map::new());
        }
        // Only the service makes sealed texts, and shows none: who sends one has it from where nobody should read.
        if secrets::holds_sealed(&input) {
            return Err(InputError {
                problems: vec![InputProblem {
                    pointer: String::new(),
                    message: "it holds a sealed text, such as stands in journals in the place of a secret; send the \
                              value itself"
                        .to_owned(),
                }],
            });
        }
        fill_defaults(self.schema, &mut input);
        let problems: Vec<InputProblem> = self
            .validator
            .iter_errors(&input)
            .map(|error| InputProblem {
                pointer: error.instance_path().to_string(),
                // The message quotes the value, and with it whatever stands inside of it.
                message: if self.has_secrets {
                    error.masked().to_string()
                } else {
                    error.to_string()
                },
            })
            .collect();
        if problems.is_empty() {
            Ok(input)
        } else {
            Err(InputError { problems })
        }
    }
}

fn fill_defaults(schema: &Value, value: &mut Value) {
    let (Some(properties), Some(object)) = (
        schema.get("properties").and_then(Value::as_object),
        value.as_object_mut(),
    ) else {
        return;
    };
    for (name, property) in properties {
        if let Some(present) = object.get_mut(name) {
            fill_defaults(property, present);
        } else if let Some(default) = property.get("default") {
            object.insert(name.clone(), default.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn schema() -> Value {
        json!({ "type": "object", "additionalProperties": false, "required": ["name"], "properties": {
            "name": { "type": "string" },
            "size": { "type": "integer", "default": 200, "maximum": 1000 },
            "nested": { "type": "object", "properties": { "deep": { "default": true } } }
        }})
    }

    #[test]
    fn defaults_are_filled_in_where_nothing_is_given() {
        let input = prepare(&schema(), json!({ "name": "a", "nested": {} })).unwrap();
        assert_eq!(input, json!({ "name": "a", "size": 200, "nested": { "deep": true } }));
    }

    #[test]
    fn every_problem_is_named_with_its_place() {
        let error = prepare(&schema(), json!({ "size": 2000, "other": 1 })).unwrap_err();
        let pointers: Vec<&str> = error.problems.iter().map(|problem| problem.pointer.as_str()).collect();
        assert!(pointers.contains(&"/size"), "{error}");
        assert_eq!(error.problems.len(), 3, "{error}");
    }

    #[test]
    fn no_input_is_an_empty_object() {
        assert_eq!(prepare(&json!({ "type": "object" }), Value::Null).unwrap(), json!({}));
    }
}
