//! JSON to Rhai values and back: nothing changes its type or its digits on the way.

use rhai::{Array, Dynamic, ImmutableString, Map};
use serde_json::{Number, Value};

use super::limits::{Limits, VALUE_DEPTH};

/// Why a value cannot cross the border.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum BorderError {
    /// A budget: too deep or too large.
    Limit(String),
    /// The value has no counterpart on the other side.
    Kind(String),
}

/// Counts what is in a value against the limits while it is walked.
pub(super) struct Meter<'a> {
    limits: &'a Limits,
    string_bytes: usize,
    array_items: usize,
    map_entries: usize,
}

impl<'a> Meter<'a> {
    pub(super) fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            string_bytes: 0,
            array_items: 0,
            map_entries: 0,
        }
    }

    /// Counts one more item of a list or map that a native function is gathering.
    pub(super) fn item(&mut self, value: &Dynamic) -> Result<(), BorderError> {
        self.list(1)?;
        self.count(value, 0)
    }

    fn count(&mut self, value: &Dynamic, depth: usize) -> Result<(), BorderError> {
        if let Ok(text) = value.as_immutable_string_ref() {
            self.text(text.len())
        } else if let Ok(items) = value.as_array_ref() {
            self.list(items.len())?;
            let depth = deeper(depth)?;
            items.iter().try_for_each(|item| self.count(item, depth))
        } else if let Ok(entries) = value.as_map_ref() {
            self.map(entries.len())?;
            let depth = deeper(depth)?;
            entries.values().try_for_each(|item| self.count(item, depth))
        } else {
            Ok(())
        }
    }

    fn text(&mut self, length: usize) -> Result<(), BorderError> {
        self.string_bytes += length;
        within(self.string_bytes, self.limits.string_bytes, "bytes of text")
    }

    fn list(&mut self, length: usize) -> Result<(), BorderError> {
        self.array_items += length;
        within(self.array_items, self.limits.array_items, "list items")
    }

    fn map(&mut self, length: usize) -> Result<(), BorderError> {
        self.map_entries += length;
        within(self.map_entries, self.limits.map_entries, "map entries")
    }
}

fn within(count: usize, limit: usize, what: &str) -> Result<(), BorderError> {
    if count > limit {
        return Err(BorderError::Limit(format!(
            "the value is too large: more than {limit} {what}"
        )));
    }
    Ok(())
}

fn deeper(depth: usize) -> Result<usize, BorderError> {
    if depth >= VALUE_DEPTH {
        return Err(BorderError::Limit(format!(
            "the value is nested deeper than {VALUE_DEPTH} levels"
        )));
    }
    Ok(depth + 1)
}

/// A JSON value as Rhai sees it: integers are `i64`, other numbers `f64`, null is `()`.
pub(super) fn to_dynamic(value: &Value, limits: &Limits) -> Result<Dynamic, BorderError> {
    walk_in(value, 0, &mut Meter::new(limits))
}

fn walk_in(value: &Value, depth: usize, meter: &mut Meter<'_>) -> Result<Dynamic, BorderError> {
    Ok(match value {
        Value::Null => Dynamic::UNIT,
        Value::Bool(flag) => Dynamic::from_bool(*flag),
        Value::Number(number) => number_in(number)?,
        Value::String(text) => {
            meter.text(text.len())?;
            Dynamic::from(ImmutableString::from(text.as_str()))
        }
        Value::Array(items) => {
            meter.list(items.len())?;
            let depth = deeper(depth)?;
            let mut list = Array::with_capacity(items.len());
            for item in items {
                list.push(walk_in(item, depth, meter)?);
            }
            Dynamic::from_array(list)
        }
        Value::Object(entries) => {
            meter.map(entries.len())?;
            let depth = deeper(depth)?;
            let mut map = Map::new();
            for (key, item) in entries {
                map.insert(key.as_str().into(), walk_in(item, depth, meter)?);
            }
            Dynamic::from_map(map)
        }
    })
}

fn number_in(number: &Number) -> Result<Dynamic, BorderError> {
    if let Some(integer) = number.as_i64() {
        Ok(Dynamic::from_int(integer))
    } else if number.is_u64() {
        Err(BorderError::Kind(format!(
            "the integer {number} is larger than {}, the largest a script can hold",
            i64::MAX
        )))
    } else {
        let float = number
            .as_f64()
            .ok_or_else(|| BorderError::Kind(format!("{number} is not a number a script can hold")))?;
        Ok(Dynamic::from_float(float))
    }
}

/// Whether a value would go through [`to_dynamic`] and back unchanged; the fast path hands out only such values.
pub(super) fn check(value: &Value, limits: &Limits) -> Result<(), BorderError> {
    walk_check(value, 0, &mut Meter::new(limits))
}

fn walk_check(value: &Value, depth: usize, meter: &mut Meter<'_>) -> Result<(), BorderError> {
    match value {
        Value::Null | Value::Bool(_) => Ok(()),
        Value::Number(number) => number_in(number).map(drop),
        Value::String(text) => meter.text(text.len()),
        Value::Array(items) => {
            meter.list(items.len())?;
            let depth = deeper(depth)?;
            items.iter().try_for_each(|item| walk_check(item, depth, meter))
        }
        Value::Object(entries) => {
            meter.map(entries.len())?;
            let depth = deeper(depth)?;
            entries.values().try_for_each(|item| walk_check(item, depth, meter))
        }
    }
}

/// What a script gave, as JSON.
pub(super) fn to_json(value: &Dynamic, limits: &Limits) -> Result<Value, BorderError> {
    walk_out(value, 0, &mut Meter::new(limits))
}

fn walk_out(value: &Dynamic, depth: usize, meter: &mut Meter<'_>) -> Result<Value, BorderError> {
    if value.is_shared() {
        // A variable a closure captured.
        return walk_out(&value.flatten_clone(), depth, meter);
    }
    if value.is_unit() {
        return Ok(Value::Null);
    }
    if let Ok(flag) = value.as_bool() {
        return Ok(Value::Bool(flag));
    }
    if let Ok(integer) = value.as_int() {
        return Ok(Value::from(integer));
    }
    if let Ok(float) = value.as_float() {
        let number = Number::from_f64(float).ok_or_else(|| {
            BorderError::Kind(format!(
                "{float} is not a number JSON can hold (a division by zero, perhaps)"
            ))
        })?;
        return Ok(Value::Number(number));
    }
    if let Ok(text) = value.as_immutable_string_ref() {
        meter.text(text.len())?;
        return Ok(Value::String(text.to_string()));
    }
    if let Ok(character) = value.as_char() {
        meter.text(character.len_utf8())?;
        return Ok(Value::String(character.to_string()));
    }
    if let Ok(items) = value.as_array_ref() {
        meter.list(items.len())?;
        let depth = deeper(depth)?;
        let list: Result<Vec<Value>, BorderError> = items.iter().map(|item| walk_out(item, depth, meter)).collect();
        return list.map(Value::Array);
    }
    if let Ok(entries) = value.as_map_ref() {
        meter.map(entries.len())?;
        let depth = deeper(depth)?;
        let map: Result<serde_json::Map<String, Value>, BorderError> = entries
            .iter()
            .map(|(key, item)| Ok((key.to_string(), walk_out(item, depth, meter)?)))
            .collect();
        return map.map(Value::Object);
    }
    Err(BorderError::Kind(format!(
        "{} has no counterpart in JSON",
        kind_name(value)
    )))
}

/// What people call the kind of a Rhai value.
pub(super) fn kind_name(value: &Dynamic) -> &'static str {
    plain_name(value.type_name())
}

/// What people call a Rhai type, given the name Rhai has for it (long or short).
pub(super) fn plain_name(type_name: &str) -> &'static str {
    match type_name {
        "()" => "null",
        "bool" => "a boolean",
        "i64" => "an integer",
        "f64" => "a float",
        "char" => "a character",
        "array" => "a list",
        "map" => "a map",
        "blob" => "a blob",
        "Fn" => "a function",
        name if name.contains("FnPtr") => "a function",
        name if name.contains("String") || name == "string" || name.contains("str") => "a text",
        name if name.contains("Dynamic>") || name.contains("Vec<rhai") => "a list",
        name if name.contains("BTreeMap") => "a map",
        name if name.to_ascii_lowercase().contains("range") => "a range",
        name if name.contains("Vec<u8>") => "a blob",
        _ => "a value of another kind",
    }
}
