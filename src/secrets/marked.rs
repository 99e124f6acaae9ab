//! Which places of a value a JSON Schema marks as secret: `writeOnly: true` (JSON Schema 2020-12 Validation §9.4) or
//! `format: secret`.
//!
//! Where it cannot be said without evaluating the schema whether a mark applies (`anyOf`, `contains`, patterns of names),
//! it does: a value too many is sealed rather than one too few.

use serde_json::{Map, Value};

/// Whether this schema marks its own value.
fn is_marked(schema: &Map<String, Value>) -> bool {
    schema.get("writeOnly") == Some(&Value::Bool(true))
        || schema.get("format").and_then(Value::as_str) == Some("secret")
}

/// Whether anything in this schema is marked.
pub(crate) fn any(schema: &Value) -> bool {
    match schema {
        Value::Object(map) => {
            is_marked(map)
                || map.iter().any(|(key, inner)| match (key.as_str(), inner) {
                    // Their keys are names, not keywords.
                    ("properties" | "patternProperties", Value::Object(named)) => named.values().any(any),
                    (key, inner) => !is_data(key) && any(inner),
                })
        }
        Value::Array(items) => items.iter().any(any),
        _ => false,
    }
}

/// Keywords that hold values, not schemas.
fn is_data(keyword: &str) -> bool {
    matches!(keyword, "default" | "const" | "enum" | "examples")
}

/// Gives every marked value to `found`, which may replace it.
pub(crate) fn each(schema: &Value, value: &mut Value, found: &mut impl FnMut(&mut Value)) {
    let Value::Object(schema) = schema else { return };
    if is_marked(schema) {
        return found(value);
    }
    for keyword in ["allOf", "anyOf", "oneOf"] {
        for inner in schema.get(keyword).and_then(Value::as_array).into_iter().flatten() {
            each(inner, value, found);
        }
    }
    for keyword in ["if", "then", "else"] {
        if let Some(inner) = schema.get(keyword) {
            each(inner, value, found);
        }
    }
    match value {
        Value::Object(map) => {
            let properties = schema.get("properties").and_then(Value::as_object);
            for (name, item) in map.iter_mut() {
                let own = properties.and_then(|properties| properties.get(name));
                if let Some(own) = own {
                    each(own, item, found);
                }
                for pattern in schema
                    .get("patternProperties")
                    .and_then(Value::as_object)
                    .into_iter()
                    .flatten()
                {
                    each(pattern.1, item, found);
                }
                for keyword in ["additionalProperties", "unevaluatedProperties"] {
                    if let Some(other) = schema.get(keyword).filter(|_| own.is_none()) {
                        each(other, item, found);
                    }
                }
            }
        }
        Value::Array(items) => {
            let first = schema
                .get("prefixItems")
                .and_then(Value::as_array)
                .map_or(&[][..], Vec::as_slice);
            for (index, item) in items.iter_mut().enumerate() {
                if let Some(own) = first.get(index) {
                    each(own, item, found);
                }
                for keyword in ["items", "contains", "unevaluatedItems"] {
                    if let Some(inner) = schema
                        .get(keyword)
                        .filter(|_| keyword != "items" || index >= first.len())
                    {
                        each(inner, item, found);
                    }
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn marked(schema: &Value, mut value: Value) -> Value {
        each(schema, &mut value, &mut |found| *found = json!("#"));
        value
    }

    #[test]
    fn marks_are_found_wherever_a_schema_can_stand() {
        let secret = json!({"type": "string", "writeOnly": true});
        let schema = json!({"properties": {
            "password": secret, "token": {"format": "secret"}, "name": {"type": "string"},
            "nested": {"properties": {"pin": {"type": "integer", "writeOnly": true}}},
            "list": {"items": secret},
            "pairs": {"prefixItems": [{"type": "string"}, secret], "items": {"properties": {"x": secret}}},
            "map": {"properties": {"open": {}}, "additionalProperties": secret},
            "named": {"patternProperties": {"^s": secret}},
            "either": {"anyOf": [{"type": "integer"}, {"properties": {"key": secret}}]},
        }});
        assert!(any(&schema));
        let value = json!({"password": "p", "token": {"a": 1}, "name": "n", "nested": {"pin": 1, "other": 2},
            "list": ["a", "b"], "pairs": ["a", "b", {"x": "y", "z": 1}], "map": {"open": 1, "more": 2},
            "named": {"s1": "x"}, "either": {"key": "k"}, "undeclared": 1});
        assert_eq!(
            marked(&schema, value),
            json!({"password": "#", "token": "#", "name": "n", "nested": {"pin": "#", "other": 2},
                "list": ["#", "#"], "pairs": ["a", "#", {"x": "#", "z": 1}], "map": {"open": 1, "more": "#"},
                "named": {"s1": "#"}, "either": {"key": "#"}, "undeclared": 1})
        );
    }

    #[test]
    fn values_that_look_like_marks_are_none() {
        let schema = json!({"properties": {"a": {"default": {"writeOnly": true}, "writeOnly": false}}});
        assert!(!any(&schema));
        assert_eq!(marked(&schema, json!({"a": 1})), json!({"a": 1}));
        assert!(any(&json!({"properties": {"default": {"writeOnly": true}}})));
        assert!(!any(&json!({"properties": {"format": {"type": "string"}}})));
    }
}
