//! Masks secrets in what is shown of an answer, and bounds its size.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::secrets::{Opened, SHORT, SecretText};

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
pub(super) struct Mask {
    /// Hidden wherever they stand.
    parts: Vec<Arc<str>>,
    /// Secrets of the run that are too short for that: hidden where a value is nothing else.
    wholes: Vec<Arc<str>>,
}

impl Mask {
    /// Hides this value wherever it stands. Very short ones are left.
    pub(super) fn hide(&mut self, secret: &SecretText) {
        if secret.expose().len() >= SHORT {
            self.parts.push(secret.expose().into());
        }
    }

    /// Hides what was opened for this call, also as it may come back in an address or inside of JSON text.
    pub(super) fn hide_opened(&mut self, opened: &[Opened]) {
        for opened in opened {
            self.wholes
                .extend(opened.value.texts().iter().map(|text| text.expose().into()));
            opened.value.shapes().iter().for_each(|shape| self.hide(shape));
        }
        // A secret that is part of another one must not leave the rest of it standing.
        self.parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
    }

    /// Hides what another mask hides as well.
    pub(super) fn join(&mut self, other: &Self) {
        self.parts.extend_from_slice(&other.parts);
        self.wholes.extend_from_slice(&other.wholes);
        self.parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
    }

    /// A text without the secrets, however long it is.
    pub(super) fn clean(&self, text: &str) -> String {
        if self.wholes.iter().any(|secret| &**secret == text) {
            return HIDDEN.to_owned();
        }
        let mut out = text.to_owned();
        for secret in &self.parts {
            if out.contains(&**secret) {
                out = out.replace(&**secret, HIDDEN);
            }
        }
        out
    }

    /// A value without the secrets, whatever its size.
    pub(super) fn clean_value(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.clean(text),
            Value::Number(number) => {
                if self.wholes.iter().any(|secret| **secret == *number.to_string()) {
                    *value = Value::String(HIDDEN.to_owned());
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.clean_value(item)),
            Value::Object(map) => {
                let entries = std::mem::take(map);
                map.extend(entries.into_iter().map(|(key, mut item)| {
                    self.clean_value(&mut item);
                    (self.clean(&key), item)
                }));
            }
            Value::Null | Value::Bool(_) => {}
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
        let out = self.clean(text);
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
            other => {
                let mut other = other.clone();
                self.clean_value(&mut other);
                other
            }
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
    use crate::secrets::Secrets;

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
    fn secrets_of_the_run_are_hidden_in_every_shape() {
        let secrets = Secrets::ephemeral();
        let mut request = json!({"password": "p@ss \"1\"", "pin": 12, "name": "x"});
        let schema = json!({"properties": {"password": {"writeOnly": true}, "pin": {"writeOnly": true}}});
        secrets.seal(&schema, &mut request);
        let opened = secrets.open(&request).unwrap();
        assert_eq!(*opened.value, json!({"password": "p@ss \"1\"", "pin": 12, "name": "x"}));
        let mut mask = Mask::default();
        mask.hide_opened(&opened.opened);
        assert_eq!(
            mask.text("bad p@ss \"1\" at /?p=p%40ss%20%221%22 for x"),
            "bad *** at /?p=*** for x"
        );
        assert_eq!(
            mask.value(&json!([12, "12", 121, "121"])),
            json!(["***", "***", 121, "121"])
        );
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        let shown = Mask::default().text(&"ї".repeat(5000));
        assert_eq!(shown.chars().count(), MAX_TEXT + 1);
    }
}
