//! Masks secrets in what is shown of an answer, and bounds its size.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::secret::SecretText;

const HIDDEN: &str = "***";
/// Longest text shown, in characters.
const MAX_TEXT: usize = 1000;
/// Most items of a list and keys of an object shown.
const MAX_ITEMS: usize = 20;
const MAX_DEPTH: usize = 6;
/// Parts of keys whose values are never shown.
const SECRET_KEYS: [&str; 7] = [
    "password",
    "secret",
    "token",
    "authorization",
    "cookie",
    "csrf",
    "credential",
];
/// Keys that only say something to the maker of the other system.
const NOISE: [&str; 2] = ["stacktrace", "stack_trace"];

/// Knows the secret values of one call.
#[derive(Clone, Default)]
pub(super) struct Mask(Vec<Arc<str>>);

impl Mask {
    /// Hides this value wherever it stands. Very short ones are left: hiding every `1` would hide everything.
    pub(super) fn hide(&mut self, secret: &SecretText) {
        if secret.expose().len() >= 4 {
            self.0.push(secret.expose().into());
        }
    }

    /// Hides the values of secret keys in a request, because answers repeat what they were sent.
    pub(super) fn hide_in(&mut self, request: &Value) {
        match request {
            Value::Object(map) => {
                for (key, value) in map {
                    match value {
                        Value::String(text) if is_secret(key) => self.hide(&SecretText::new(text.as_str())),
                        other => self.hide_in(other),
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.hide_in(item)),
            _ => {}
        }
    }

    /// The text without secrets, cut to a bounded length.
    pub(super) fn text(&self, text: &str) -> String {
        let mut out = text.to_owned();
        for secret in &self.0 {
            if out.contains(&**secret) {
                out = out.replace(&**secret, HIDDEN);
            }
        }
        match out.char_indices().nth(MAX_TEXT) {
            Some((at, _)) => format!("{}…", &out[..at]),
            None => out,
        }
    }

    /// The value without secrets and noise, cut to a bounded size.
    pub(super) fn value(&self, value: &Value) -> Value {
        self.at(value, 0)
    }

    fn at(&self, value: &Value, depth: usize) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(text)),
            Value::Array(_) | Value::Object(_) if depth >= MAX_DEPTH => Value::String("…".to_owned()),
            Value::Array(items) => items
                .iter()
                .take(MAX_ITEMS)
                .map(|item| self.at(item, depth + 1))
                .collect(),
            Value::Object(map) => {
                let mut out = Map::new();
                for (key, item) in map
                    .iter()
                    .filter(|(key, _)| !NOISE.contains(&&*key.to_lowercase()))
                    .take(MAX_ITEMS)
                {
                    let shown = if is_secret(key) {
                        Value::String(HIDDEN.to_owned())
                    } else {
                        self.at(item, depth + 1)
                    };
                    out.insert(self.text(key), shown);
                }
                Value::Object(out)
            }
            other => other.clone(),
        }
    }
}

fn is_secret(key: &str) -> bool {
    let key = key.to_lowercase();
    SECRET_KEYS.iter().any(|part| key.contains(part))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_are_hidden_by_key_and_by_value() {
        let mut mask = Mask::default();
        mask.hide(&SecretText::new("hunter2!"));
        mask.hide_in(&json!({"user": {"password": "s3cret"}, "name": "x"}));
        let shown = mask.value(&json!({
            "detail": "token hunter2! and s3cret are wrong", "Password": "abc", "access_token": {"a": 1},
            "StackTrace": "at …", "list": (0..50).collect::<Vec<_>>()}));
        assert_eq!(shown["detail"], "token *** and *** are wrong");
        assert_eq!(shown["Password"], "***");
        assert_eq!(shown["access_token"], "***");
        assert!(shown.get("StackTrace").is_none());
        assert_eq!(shown["list"].as_array().unwrap().len(), 20);
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        let shown = Mask::default().text(&"ї".repeat(5000));
        assert_eq!(shown.chars().count(), MAX_TEXT + 1);
    }
}
