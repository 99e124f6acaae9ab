//! YAML text to a JSON value that knows where each of its parts stands.

use std::collections::HashMap;

use marked_yaml::{LoaderOptions, Node};
use serde_json::{Map, Value};

use crate::connectors::plain_scalar as plain;

/// How deep a file may nest.
const MAX_DEPTH: usize = 64;

/// A document and the places of its values, by JSON pointer (RFC 6901).
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) value: Value,
    places: HashMap<String, (usize, usize)>,
}

/// What is wrong with the text, and where (line, column).
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    pub(crate) place: (usize, usize),
    pub(crate) message: String,
}

impl Document {
    /// Reads a mapping. Duplicate keys, anchors and tags are refused; only plain scalars are numbers, booleans or null.
    pub(crate) fn parse(text: &str) -> Result<Self, SyntaxError> {
        let options = LoaderOptions::default()
            .error_on_duplicate_keys(true)
            .prevent_coercion(true);
        let node = marked_yaml::parse_yaml_with_options(0, text, options).map_err(|error| SyntaxError {
            place: (1, 1),
            message: error.to_string(),
        })?;
        let mut document = Self {
            value: Value::Null,
            places: HashMap::new(),
        };
        document.value = document.take(&node, String::new(), 0)?;
        Ok(document)
    }

    /// Line and column of a value, or of the nearest value around it.
    pub(crate) fn place(&self, pointer: &str) -> (usize, usize) {
        let mut at = pointer;
        loop {
            if let Some(place) = self.places.get(at) {
                return *place;
            }
            match at.rfind('/') {
                Some(end) => at = &at[..end],
                None => return (1, 1),
            }
        }
    }

    fn take(&mut self, node: &Node, pointer: String, depth: usize) -> Result<Value, SyntaxError> {
        let place = node
            .span()
            .start()
            .map_or((1, 1), |marker| (marker.line(), marker.column()));
        if depth > MAX_DEPTH {
            return Err(SyntaxError {
                place,
                message: format!("nests deeper than {MAX_DEPTH} levels"),
            });
        }
        let value = match node {
            Node::Scalar(scalar) => plain(scalar),
            Node::Sequence(items) => {
                let mut list = Vec::with_capacity(items.len());
                for (index, item) in items.iter().enumerate() {
                    list.push(self.take(item, child(&pointer, &index.to_string()), depth + 1)?);
                }
                Value::Array(list)
            }
            Node::Mapping(entries) => {
                let mut map = Map::new();
                for (key, item) in entries.iter() {
                    let value = self.take(item, child(&pointer, key.as_str()), depth + 1)?;
                    map.insert(key.as_str().to_owned(), value);
                }
                Value::Object(map)
            }
        };
        self.places.insert(pointer, place);
        Ok(value)
    }
}

/// Pointer of a part of the value at `pointer`.
pub(crate) fn child(pointer: &str, part: &str) -> String {
    format!("{pointer}/{}", part.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_know_their_places() {
        let document = Document::parse("a: 1\nb:\n  - x: '2'\n    c/d: no\n").unwrap();
        assert_eq!(
            document.value,
            serde_json::json!({"a": 1, "b": [{"x": "2", "c/d": "no"}]})
        );
        assert_eq!(document.place("/b/0/x"), (3, 8));
        assert_eq!(document.place("/b/0/c~1d"), (4, 10));
        assert_eq!(document.place("/b/0/unknown"), document.place("/b/0"));
    }

    #[test]
    fn a_duplicate_key_is_refused() {
        assert!(
            Document::parse("a: 1\na: 2\n")
                .unwrap_err()
                .message
                .contains("uplicate")
        );
    }
}
