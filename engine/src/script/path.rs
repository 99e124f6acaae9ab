//! Plain paths such as `result.items`, answered without Rhai.
//!
//! Only the case that everybody means is answered here: maps all the way, a missing last key is null. Whatever else
//! happens (a property of a number, of a text, of null) is left to Rhai, so the two can never disagree.

use serde_json::Value;

use super::limits::Limits;
use super::value::check;

/// The keys after the first name of a path.
#[derive(Debug)]
pub(super) struct Path {
    keys: Vec<String>,
}

impl Path {
    /// Recognises `name` and `name.key.key` where no part is a word of the language.
    pub(super) fn parse(source: &str) -> Option<Self> {
        let mut parts = source.trim().split('.');
        let name = parts.next()?;
        is_plain(name).then_some(())?;
        let keys: Vec<String> = parts
            .map(|key| is_plain(key).then(|| key.to_owned()))
            .collect::<Option<_>>()?;
        Some(Self { keys })
    }

    /// The value at the path, or `None` where Rhai must say.
    pub(super) fn get(&self, root: &Value, limits: &Limits) -> Option<Value> {
        let mut value = root;
        for key in &self.keys {
            match value {
                Value::Object(map) => value = map.get(key).unwrap_or(&Value::Null),
                _ => return None,
            }
        }
        check(value, limits).ok()?;
        Some(value.clone())
    }
}

/// A name of the language: ASCII letters, digits and `_`, with a letter after leading underscores. Whether it is a
/// reserved word is for Rhai to say: a path is taken only when the source also compiled to exactly one free name.
fn is_plain(name: &str) -> bool {
    let rest = name.trim_start_matches('_');
    rest.starts_with(|first: char| first.is_ascii_alphabetic())
        && rest
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || character == '_')
}
