//! JSON Schemas of requests and results: shared parts put in place, defaults filled in, numbers and texts put right.

use serde_json::{Map, Value};

const PREFIX: &str = "#/schemas/";
const DEEPEST: usize = 32;

/// Replaces `$ref: "#/schemas/Name"` by the schema of that name, so that each operation's schema stands alone.
pub(super) fn resolve(schema: &Value, shared: &Map<String, Value>, depth: usize) -> Result<Value, String> {
    if depth > DEEPEST {
        return Err("`$ref` goes round in a circle or nests deeper than 32".to_owned());
    }
    match schema {
        Value::Object(map) => {
            if let Some(reference) = map.get("$ref") {
                let name = reference.as_str().and_then(|text| text.strip_prefix(PREFIX));
                let found = name.and_then(|name| shared.get(name));
                let target = found.ok_or_else(|| format!("`$ref: {reference}` names no schema under `schemas`"))?;
                let mut resolved = resolve(target, shared, depth + 1)?;
                if let Value::Object(own) = &mut resolved {
                    own.extend(
                        map.iter()
                            .filter(|(key, _)| *key != "$ref")
                            .map(|(key, value)| (key.clone(), value.clone())),
                    );
                }
                return Ok(resolved);
            }
            let mut out = Map::with_capacity(map.len());
            for (key, value) in map {
                out.insert(key.clone(), resolve(value, shared, depth + 1)?);
            }
            Ok(Value::Object(out))
        }
        Value::Array(items) => items.iter().map(|item| resolve(item, shared, depth + 1)).collect(),
        other => Ok(other.clone()),
    }
}

/// Puts a value in the shape its schema promises:
/// * an absent property with a `default` gets it; so does a null where null is not allowed;
/// * a number where text is promised becomes text and an integer written as text becomes a number (64-bit values travel
///   as texts);
/// * `format: unix-ms` makes seconds milliseconds: a value over 10^11 already is;
/// * `format: lookup` makes the zero GUID and the empty text null.
pub(crate) fn shape(value: &mut Value, schema: &Value) {
    coerce(value, schema);
    match value {
        Value::Object(map) => {
            let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
                return;
            };
            for (name, property) in properties {
                match map.get_mut(name) {
                    Some(inner) => shape(inner, property),
                    None => {
                        if let Some(default) = property.get("default") {
                            map.insert(name.clone(), default.clone());
                        }
                    }
                }
            }
        }
        Value::Array(items) => {
            if let Some(of) = schema.get("items") {
                items.iter_mut().for_each(|item| shape(item, of));
            }
        }
        _ => {}
    }
}

fn coerce(value: &mut Value, schema: &Value) {
    let format = schema.get("format").and_then(Value::as_str);
    let replacement = match value {
        Value::Null if !allows(schema, "null") => schema.get("default").cloned(),
        Value::Number(number)
            if allows(schema, "string") && !allows(schema, "integer") && !allows(schema, "number") =>
        {
            Some(Value::String(number.to_string()))
        }
        Value::String(text) if allows(schema, "integer") && !allows(schema, "string") => {
            text.parse::<i64>().ok().map(Value::from)
        }
        Value::String(text)
            if format == Some("lookup") && (text.is_empty() || text.bytes().all(|b| b"0-".contains(&b))) =>
        {
            Some(Value::Null)
        }
        _ => None,
    };
    if let Some(replacement) = replacement {
        *value = replacement;
    }
    if format == Some("unix-ms")
        && let Some(time) = value.as_i64().filter(|time| time.abs() <= 100_000_000_000)
    {
        *value = Value::from(time * 1000);
    }
}

fn allows(schema: &Value, kind: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(own)) => own == kind,
        Some(Value::Array(own)) => own.iter().any(|own| own == kind),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn references_are_put_in_place_and_circles_are_refused() {
        let shared = json!({"User": {"type": "object"}, "A": {"items": {"$ref": "#/schemas/A"}}});
        let shared = shared.as_object().unwrap();
        let resolved = resolve(&json!({"items": {"$ref": "#/schemas/User", "title": "u"}}), shared, 0).unwrap();
        assert_eq!(resolved, json!({"items": {"type": "object", "title": "u"}}));
        assert!(
            resolve(&json!({"$ref": "#/schemas/A"}), shared, 0)
                .unwrap_err()
                .contains("circle")
        );
        assert!(
            resolve(&json!({"$ref": "#/schemas/Usr"}), shared, 0)
                .unwrap_err()
                .contains("Usr")
        );
    }

    #[test]
    fn left_out_values_come_back() {
        let schema = json!({"type": "object", "properties": {
            "items": {"type": "array", "default": [], "items": {"type": "object", "properties": {
                "id": {"type": "string"}, "extension": {"type": "string", "default": ""},
                "remain": {"type": "integer", "default": 0}, "at": {"type": "integer", "format": "unix-ms"},
                "account": {"type": ["string", "null"], "format": "lookup"}}}},
            "next": {"type": "boolean", "default": false}}});
        let mut empty = json!({});
        shape(&mut empty, &schema);
        assert_eq!(empty, json!({"items": [], "next": false}));
        let mut full = json!({"items": [{
            "id": 9_007_199_254_740_993_i64, "extension": null, "remain": "7", "at": "1700000000",
            "account": "00000000-0000-0000-0000-000000000000", "other": {"kept": true}}], "next": true});
        shape(&mut full, &schema);
        assert_eq!(
            full,
            json!({"items": [{"id": "9007199254740993", "extension": "", "remain": 7, "at": 1_700_000_000_000_i64,
                "account": null, "other": {"kept": true}}], "next": true})
        );
    }
}
