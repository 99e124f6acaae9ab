//! YAML text to a JSON value, by the rules of YAML 1.2's core schema: only plain scalars are numbers, booleans or null.

use marked_yaml::types::MarkedScalarNode;
use marked_yaml::{LoaderOptions, Node};
use serde_json::{Map, Value};

/// Parses a mapping; duplicate keys, anchors and tags are refused. The error says where.
pub(super) fn parse(text: &str) -> Result<Value, String> {
    let options = LoaderOptions::default()
        .error_on_duplicate_keys(true)
        .prevent_coercion(true);
    let node = marked_yaml::parse_yaml_with_options(0, text, options).map_err(|error| error.to_string())?;
    Ok(value(&node))
}

fn value(node: &Node) -> Value {
    match node {
        Node::Scalar(scalar) => plain(scalar),
        Node::Sequence(items) => items.iter().map(value).collect(),
        Node::Mapping(entries) => Value::Object(
            entries
                .iter()
                .map(|(key, item)| (key.as_str().to_owned(), value(item)))
                .collect::<Map<_, _>>(),
        ),
    }
}

/// A scalar as it is written: quoted is text, unquoted is what it looks like.
pub(crate) fn plain(scalar: &MarkedScalarNode) -> Value {
    let text = scalar.as_str();
    if !scalar.may_coerce() {
        return Value::String(text.to_owned());
    }
    match text {
        "" | "~" | "null" => return Value::Null,
        "true" => return Value::Bool(true),
        "false" => return Value::Bool(false),
        _ => {}
    }
    if let Ok(integer) = text.parse::<i64>() {
        return Value::from(integer);
    }
    let number_like = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'))
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E'));
    match text.parse::<f64>() {
        Ok(float) if number_like => Value::from(float),
        _ => Value::String(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn scalars_are_what_they_look_like() {
        let read = parse("a: 1\nb: '1'\nc: no\nd: true\ne:\nf: 1.5\ng: [x, =a]\nh: 1.2.3\n").unwrap();
        assert_eq!(
            read,
            json!({"a": 1, "b": "1", "c": "no", "d": true, "e": null, "f": 1.5, "g": ["x", "=a"], "h": "1.2.3"})
        );
    }

    #[test]
    fn a_duplicate_key_is_refused() {
        assert!(parse("a: 1\na: 2\n").unwrap_err().contains("Duplicate key"));
    }
}
