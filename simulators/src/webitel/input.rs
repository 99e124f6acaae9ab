//! Reading what clients send: ids as text or numbers, references as objects, lists whole.

use axum::body::Bytes;
use serde_json::{Map, Value};

use super::answer::Problem;

pub(crate) fn parse(body: &[u8]) -> Result<Value, Problem> {
    serde_json::from_slice(body).map_err(|error| Problem::bad(format!("the body is not JSON: {error}")))
}

/// The body as an object; an empty one is `{}`.
pub(crate) fn object(body: &Bytes) -> Result<Map<String, Value>, Problem> {
    if body.is_empty() {
        return Ok(Map::new());
    }
    match parse(body)? {
        Value::Object(members) => Ok(members),
        _ => Err(Problem::bad("the body is not an object")),
    }
}

/// The bare object, or the one under `name` as older definitions have it.
pub(crate) fn unwrapped(mut members: Map<String, Value>, name: &str) -> Map<String, Value> {
    match members.get_mut(name) {
        Some(Value::Object(inner)) => std::mem::take(inner),
        _ => members,
    }
}

pub(crate) fn id(value: &Value) -> Result<i64, Problem> {
    let id = match value {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.as_i64(),
        _ => None,
    };
    id.ok_or_else(|| Problem::bad(format!("{value} is not an id")))
}

pub(crate) fn path_id(text: &str) -> Result<i64, Problem> {
    text.parse().map_err(|_| Problem::bad(format!("`{text}` is not an id")))
}

/// `{ "id": … }`.
pub(crate) fn reference(key: &str, value: &Value) -> Result<i64, Problem> {
    let inner = value.get("id").filter(|inner| !inner.is_null());
    id(inner.ok_or_else(|| Problem::bad(format!("`{key}` has no `id`; leave the key out instead")))?)
}

pub(crate) fn optional_reference(key: &str, value: &Value) -> Result<Option<i64>, Problem> {
    if value.is_null() {
        Ok(None)
    } else {
        reference(key, value).map(Some)
    }
}

/// `[{ "id": … }, …]`, each once; null is empty.
pub(crate) fn references(key: &str, value: &Value) -> Result<Vec<i64>, Problem> {
    let mut ids = Vec::new();
    for item in list(key, value)? {
        let id = reference(key, item)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

pub(crate) fn list<'v>(key: &str, value: &'v Value) -> Result<&'v [Value], Problem> {
    match value {
        Value::Null => Ok(&[]),
        Value::Array(items) => Ok(items),
        _ => Err(Problem::bad(format!("`{key}` is not a list"))),
    }
}

/// Text; null is empty.
pub(crate) fn text(key: &str, value: &Value) -> Result<String, Problem> {
    match value {
        Value::Null => Ok(String::new()),
        Value::String(text) => Ok(text.clone()),
        _ => Err(Problem::bad(format!("`{key}` is not text"))),
    }
}

pub(crate) fn flag(key: &str, value: &Value) -> Result<bool, Problem> {
    match value {
        Value::Null => Ok(false),
        Value::Bool(flag) => Ok(*flag),
        _ => Err(Problem::bad(format!("`{key}` is neither true nor false"))),
    }
}

/// Text by text; null is empty.
pub(crate) fn text_map(key: &str, value: &Value) -> Result<std::collections::BTreeMap<String, String>, Problem> {
    match value {
        Value::Null => Ok(std::collections::BTreeMap::new()),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| Ok((name.clone(), text(name, value)?)))
            .collect(),
        _ => Err(Problem::bad(format!("`{key}` is not a map of texts"))),
    }
}

/// The ids of a bulk call: a bare array, or an array under `key`.
pub(crate) fn bulk_ids(body: &Bytes, key: &str) -> Result<Vec<i64>, Problem> {
    let value = parse(body)?;
    let items = match &value {
        Value::Array(items) => items,
        other => other
            .get(key)
            .and_then(Value::as_array)
            .ok_or_else(|| Problem::bad("the body is no list of ids"))?,
    };
    items.iter().map(id).collect()
}
