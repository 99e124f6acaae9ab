//! Which values of a run people can look for: single texts and numbers at the top of its input and its result, variables
//! a person set, and the variables of a run that waits or needs attention. Never a secret: what is sealed is no value anybody types, and is left out whole.

use serde_json::Value;

use crate::secrets;
use crate::store::RunValue;

/// Longest value, in characters: what is longer is a text to be read and not one to be looked for.
const MOST_CHARS: usize = 200;
/// Longest name, in characters.
const MOST_NAME_CHARS: usize = 100;
/// Most values of one input or result.
const MOST_VALUES: usize = 32;

/// The single values of an input or a result.
pub(super) fn searchable(value: &Value) -> Vec<RunValue> {
    let Value::Object(members) = value else {
        return Vec::new();
    };
    of(members)
}

/// The single ones of these values.
pub(super) fn of<'a>(named: impl IntoIterator<Item = (&'a String, &'a Value)>) -> Vec<RunValue> {
    let values = named.into_iter().filter_map(|(name, value)| one(name, value));
    values.take(MOST_VALUES).collect()
}

/// One of them. `true` and `false` are none: half of all runs have them.
pub(super) fn one(name: &str, value: &Value) -> Option<RunValue> {
    let text = match value {
        Value::String(text) if !text.is_empty() => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let long = text.chars().nth(MOST_CHARS).is_some() || name.chars().nth(MOST_NAME_CHARS).is_some();
    // Postgres takes no NUL in text; a colon in a name would make `name:value` mean two things.
    let odd = text.contains('\0') || name.contains(['\0', ':']) || name.is_empty();
    if long || odd || secrets::holds_sealed(value) || secrets::holds_shown(value) {
        return None;
    }
    Some(RunValue {
        name: name.to_owned(),
        value: text,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::secrets::Secrets;

    #[test]
    fn single_values_are_searchable_and_nothing_else() {
        let found = searchable(&json!({
            "ext": "1005", "size": 9_007_199_254_740_993_u64, "dry": true, "none": null, "empty": "",
            "list": [1], "object": {"a": 1}, "long": "x".repeat(MOST_CHARS + 1), "nul": "a\0", "a:b": "c",
        }));
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|found| (found.name.as_str(), found.value.as_str()))
            .collect();
        assert_eq!(found, [("ext", "1005"), ("size", "9007199254740993")]);
        assert_eq!(searchable(&json!([1, 2])), []);
    }

    #[test]
    fn secrets_are_not_searchable() {
        let mut input = json!({"password": "hunter2-and-more", "ext": "1005"});
        let schema = json!({"properties": {"password": {"writeOnly": true}}});
        Secrets::ephemeral().seal(&schema, &mut input);
        let names: Vec<String> = searchable(&input).into_iter().map(|found| found.name).collect();
        assert_eq!(names, ["ext"]);
    }
}
