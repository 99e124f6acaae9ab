//! Parameters of a process as clients of Creatio send them: names in Creatio's spelling, values as text. The input schema
//! of the process says what they become.

use serde_json::{Map, Number, Value};

/// Of these names the one that is meant: the same, or else the only one that differs in case and underscores alone, as
/// `WebitelUser` and `webitel_user` do.
pub(super) fn find<'n>(names: impl Iterator<Item = &'n str> + Clone, wanted: &str) -> Option<&'n str> {
    if let Some(same) = names.clone().find(|name| *name == wanted) {
        return Some(same);
    }
    let plain = |name: &str| name.replace('_', "").to_lowercase();
    let wanted = plain(wanted);
    let mut alike = names.filter(|name| plain(name) == wanted);
    alike.next().filter(|_| alike.next().is_none())
}

/// The input that these parameters make. Names the schema does not know are dropped, as Creatio does.
///
/// # Errors
/// Which text is no value of its type.
pub(super) fn input(schema: &Value, parameters: Vec<(String, Value)>) -> Result<Value, String> {
    let mut input = Map::new();
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        return Ok(Value::Object(input));
    };
    for (name, value) in parameters {
        let Some(key) = find(properties.keys().map(String::as_str), &name) else {
            continue;
        };
        let value = match value {
            Value::String(text) => {
                of_text(&properties[key], &text).map_err(|wanted| format!("the parameter {name} is no {wanted}"))?
            }
            value => value,
        };
        input.insert(key.to_owned(), value);
    }
    Ok(Value::Object(input))
}

/// A text as a value of one of the types a property may have.
fn of_text(property: &Value, text: &str) -> Result<Value, String> {
    let types: Vec<&str> = match property.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    // Where text will do, it stays text.
    if types.is_empty() || types.contains(&"string") {
        return Ok(Value::String(text.to_owned()));
    }
    let trimmed = text.trim();
    types
        .iter()
        .find_map(|name| match *name {
            "null" => trimmed.is_empty().then_some(Value::Null),
            "integer" => trimmed.parse::<i64>().ok().map(Value::from),
            "number" => number(trimmed),
            "boolean" => match trimmed.to_lowercase().as_str() {
                "true" | "1" => Some(Value::Bool(true)),
                "false" | "0" => Some(Value::Bool(false)),
                _ => None,
            },
            "array" => json(trimmed).filter(Value::is_array),
            "object" => json(trimmed).filter(Value::is_object),
            _ => None,
        })
        .ok_or_else(|| types.join(" or "))
}

fn number(text: &str) -> Option<Value> {
    match text.parse::<i64>() {
        Ok(integer) => Some(integer.into()),
        Err(_) => text.parse().ok().and_then(Number::from_f64).map(Value::Number),
    }
}

fn json(text: &str) -> Option<Value> {
    crate::api::json::read(text.as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn schema() -> Value {
        json!({ "properties": {
            "webitel_user": { "type": "string" }, "count": { "type": "integer" }, "share": { "type": "number" },
            "stun": { "type": "boolean" }, "ids": { "type": "array" }, "more": { "type": ["object", "null"] }, "any": {}
        }})
    }

    fn ask(parameters: &[(&str, &str)]) -> Result<Value, String> {
        let parameters = parameters.iter().map(|(name, text)| ((*name).to_owned(), json!(text)));
        input(&schema(), parameters.collect())
    }

    #[test]
    fn texts_become_what_the_schema_wants() {
        let made = ask(&[
            ("WebitelUser", "12"),
            ("Count", " 9007199254740993 "),
            ("share", "0.5"),
            ("STUN", "True"),
            ("Ids", "[1,\"a\"]"),
            ("more", ""),
            ("any", "5"),
            ("Unknown", "dropped"),
        ]);
        let expected = json!({ "webitel_user": "12", "count": 9_007_199_254_740_993_i64, "share": 0.5, "stun": true,
                               "ids": [1, "a"], "more": null, "any": "5" });
        assert_eq!(made, Ok(expected));
        let kept = input(&schema(), vec![("count".into(), json!(3)), ("ids".into(), json!([2]))]);
        assert_eq!(kept, Ok(json!({ "count": 3, "ids": [2] })));
    }

    #[test]
    fn a_text_of_another_type_is_named() {
        for (name, text) in [
            ("count", "1.5"),
            ("share", "x"),
            ("share", "NaN"),
            ("stun", "maybe"),
            ("ids", "{}"),
            ("more", "["),
        ] {
            let error = ask(&[(name, text)]).unwrap_err();
            assert!(error.contains(name), "{error}");
        }
    }

    #[test]
    fn a_name_that_fits_two_is_nobodys() {
        let names = ["user_id", "userid"];
        assert_eq!(find(names.into_iter(), "userid"), Some("userid"));
        assert_eq!(find(names.into_iter(), "UserId"), None);
    }
}
