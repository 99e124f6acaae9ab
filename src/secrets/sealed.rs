//! Sealed texts: how a secret value of a run stands in its journal, `sealed:v1:<base64url>~`.
//!
//! To an expression it is a text like any other, to be carried along or put into a longer one. The `~` ends it, so that
//! what is written behind it does not become part of it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use super::SecretText;
use super::keyring::{KeyId, Keyring, OpenError, Purpose, Sealed};

/// How every sealed text begins.
const PREFIX: &str = "sealed:v1:";
const END: char = '~';
/// Bytes of key id and nonce.
const HEAD: usize = 8 + 12;
/// Shortest piece that is taken for a sealed text when it is to be hidden or refused: anything shorter says nothing.
const LEAST: usize = 16;
/// What is shown in its place.
pub(crate) const SHOWN: &str = "•••";
/// Bound into every sealed value of a run.
const BOUND: &[u8] = b"throughline run value v1";

/// A secret that was opened for one call, with the sealed text it came from.
#[derive(Debug, Clone)]
pub(crate) struct Opened {
    pub(crate) sealed: String,
    pub(crate) value: SecretValue,
}

/// The value of an opened secret. Like [`SecretText`] it cannot be printed.
#[derive(Clone)]
pub(crate) struct SecretValue(Value);

impl SecretValue {
    /// The texts that must not be seen: a text itself, the digits of a number, every such part of a list or object.
    pub(crate) fn texts(&self) -> Vec<SecretText> {
        fn gather(value: &Value, out: &mut Vec<SecretText>) {
            match value {
                Value::String(text) => out.push(SecretText::new(text.as_str())),
                Value::Number(number) => out.push(SecretText::new(number.to_string())),
                Value::Array(items) => items.iter().for_each(|item| gather(item, out)),
                Value::Object(map) => map.values().for_each(|item| gather(item, out)),
                Value::Null | Value::Bool(_) => {}
            }
        }
        let mut out = Vec::new();
        gather(&self.0, &mut out);
        out
    }

    /// Every way these texts may come back in an answer: as they are, inside of JSON text, percent-encoded in an address.
    pub(crate) fn shapes(&self) -> Vec<SecretText> {
        let mut shapes: Vec<SecretText> = Vec::new();
        for text in self.texts() {
            let text = text.expose();
            let quoted = Value::String(text.to_owned()).to_string();
            let form: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
            let in_path = percent(text, b"-._~");
            let in_query = percent(text, b"-._~$()*,:@/!");
            for shape in [text, &quoted[1..quoted.len() - 1], &form, &in_path, &in_query] {
                let known = shapes.iter().any(|known| known.expose() == shape);
                if !shape.is_empty() && !known {
                    shapes.push(SecretText::new(shape));
                }
            }
        }
        shapes
    }

    fn text(&self) -> String {
        self.0.as_str().map_or_else(|| self.0.to_string(), str::to_owned)
    }
}

impl std::fmt::Debug for SecretValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(hidden)")
    }
}

fn percent(text: &str, plain: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || plain.contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Puts the sealed texts back where an answer repeats what they were opened to: it can be carried on as before.
/// Secrets of fewer than `short` bytes count only where a text is nothing else.
pub(super) fn seal_again(opened: &[Opened], short: usize, value: &mut Value) {
    let known: Vec<(SecretText, &str)> = opened
        .iter()
        .flat_map(|opened| {
            opened
                .value
                .shapes()
                .into_iter()
                .map(|shape| (shape, opened.sealed.as_str()))
        })
        .collect();
    if !known.is_empty() {
        replace(&known, short, value);
    }
}

fn replace(known: &[(SecretText, &str)], short: usize, value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Some(replaced) = replaced(known, short, text) {
                *text = replaced;
            }
        }
        Value::Number(number) => {
            let digits = number.to_string();
            if let Some((_, sealed)) = known.iter().find(|(text, _)| text.expose() == digits) {
                *value = Value::String((*sealed).to_owned());
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace(known, short, item)),
        Value::Object(map) => {
            let entries = std::mem::take(map);
            map.extend(entries.into_iter().map(|(key, mut item)| {
                replace(known, short, &mut item);
                (replaced(known, short, &key).unwrap_or(key), item)
            }));
        }
        Value::Null | Value::Bool(_) => {}
    }
}

/// `None` where nothing is to be replaced. One pass, so that a sealed text that was put in is not looked into.
fn replaced(known: &[(SecretText, &str)], short: usize, text: &str) -> Option<String> {
    if is_whole(text) {
        return None;
    }
    if let Some((_, sealed)) = known.iter().find(|(secret, _)| secret.expose() == text) {
        return Some((*sealed).to_owned());
    }
    let long: Vec<&(SecretText, &str)> = known
        .iter()
        .filter(|(secret, _)| secret.expose().len() >= short && text.contains(secret.expose()))
        .collect();
    if long.is_empty() {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let here = long
            .iter()
            .filter(|(secret, _)| rest.starts_with(secret.expose()))
            .max_by_key(|(secret, _)| secret.expose().len());
        match here {
            Some((secret, sealed)) => {
                out.push_str(sealed);
                rest = &rest[secret.expose().len()..];
            }
            None => {
                out.push(next);
                rest = &rest[next.len_utf8()..];
            }
        }
    }
    Some(out)
}

/// Replaces a value by its sealed text. Null says nothing and stays; what is sealed already stays as it is.
pub(super) fn seal(keyring: &Keyring, value: &mut Value) {
    let done = match &*value {
        Value::Null => true,
        Value::String(text) => is_whole(text),
        _ => false,
    };
    if done {
        return;
    }
    let plain = value.to_string();
    let Sealed { key, nonce, ciphertext } = keyring.seal(Purpose::Run, BOUND, plain.as_bytes());
    let mut bytes = Vec::with_capacity(HEAD + ciphertext.len());
    bytes.extend_from_slice(&key.0);
    bytes.extend_from_slice(&nonce);
    bytes.extend_from_slice(&ciphertext);
    *value = Value::String(format!("{PREFIX}{}{END}", URL_SAFE_NO_PAD.encode(bytes)));
}

/// Seals the parts of a value that stand where `before` has sealed texts.
pub(super) fn seal_like(keyring: &Keyring, before: &Value, value: &mut Value) {
    match (before, value) {
        (Value::String(_), value) if is_in(before) => seal(keyring, value),
        (Value::Object(before), Value::Object(map)) => {
            for (key, item) in map {
                if let Some(before) = before.get(key) {
                    seal_like(keyring, before, item);
                }
            }
        }
        (Value::Array(before), Value::Array(items)) => {
            for (index, item) in items.iter_mut().enumerate() {
                // A list that grew: more of the same kind.
                if let Some(before) = before.get(index).or(before.last()) {
                    seal_like(keyring, before, item);
                }
            }
        }
        _ => {}
    }
}

/// The value with its sealed texts opened, and what they were. Keys of objects are opened too.
pub(super) fn open(keyring: &Keyring, value: &Value, opened: &mut Vec<Opened>) -> Result<Value, OpenError> {
    Ok(match value {
        Value::String(text) if text.contains(PREFIX) => open_text(keyring, text, opened)?,
        Value::Array(items) => {
            let items: Result<Vec<Value>, OpenError> = items.iter().map(|item| open(keyring, item, opened)).collect();
            Value::Array(items?)
        }
        Value::Object(map) => {
            let mut out = Map::with_capacity(map.len());
            for (key, item) in map {
                let key = if key.contains(PREFIX) {
                    let opened = open_text(keyring, key, opened)?;
                    opened.as_str().map_or_else(|| opened.to_string(), str::to_owned)
                } else {
                    key.clone()
                };
                out.insert(key, open(keyring, item, opened)?);
            }
            Value::Object(out)
        }
        other => other.clone(),
    })
}

/// A text that is nothing but a sealed one becomes the value it was; inside a longer text it becomes text.
fn open_text(keyring: &Keyring, text: &str, opened: &mut Vec<Opened>) -> Result<Value, OpenError> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(PREFIX) {
        let length = piece(&rest[at + PREFIX.len()..]);
        let end = at + PREFIX.len() + length;
        if length < LEAST && !rest[end..].starts_with(END) {
            // Somebody writes about sealed texts.
            out.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        if !rest[end..].starts_with(END) {
            return Err(OpenError::Damaged);
        }
        let value = SecretValue(decode(keyring, &rest[at + PREFIX.len()..end])?);
        let sealed = &rest[at..=end];
        let whole = sealed.len() == text.len();
        out.push_str(&rest[..at]);
        out.push_str(&value.text());
        rest = &rest[end + 1..];
        if opened.iter().all(|known| known.sealed != sealed) {
            opened.push(Opened {
                sealed: sealed.to_owned(),
                value: value.clone(),
            });
        }
        if whole {
            return Ok(value.0);
        }
    }
    out.push_str(rest);
    Ok(Value::String(out))
}

fn decode(keyring: &Keyring, encoded: &str) -> Result<Value, OpenError> {
    let bytes = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| OpenError::Damaged)?;
    let (head, ciphertext) = bytes.split_at_checked(HEAD).ok_or(OpenError::Damaged)?;
    let (mut key, mut nonce) = ([0; 8], [0; 12]);
    key.copy_from_slice(&head[..8]);
    nonce.copy_from_slice(&head[8..]);
    let sealed = Sealed {
        key: KeyId(key),
        nonce,
        ciphertext: ciphertext.to_vec(),
    };
    let plain = keyring.open(Purpose::Run, BOUND, &sealed)?;
    serde_json::from_slice(&plain).map_err(|_| OpenError::Damaged)
}

/// Bytes of base64url at the beginning of a text.
fn piece(text: &str) -> usize {
    text.bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        .count()
}

/// Whether a text is one sealed text and nothing else.
fn is_whole(text: &str) -> bool {
    text.strip_prefix(PREFIX)
        .is_some_and(|rest| piece(rest) >= LEAST && rest[piece(rest)..].chars().eq([END]))
}

/// Whether a value speaks of sealed texts at all: most do not, and need not be taken apart.
pub(super) fn is_mentioned(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains(PREFIX),
        Value::Array(items) => items.iter().any(is_mentioned),
        Value::Object(map) => map.iter().any(|(key, item)| key.contains(PREFIX) || is_mentioned(item)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Whether there is a sealed text, or a long enough piece of one, in a value.
pub(crate) fn is_in(value: &Value) -> bool {
    let in_text = |text: &str| {
        text.match_indices(PREFIX)
            .any(|(at, _)| piece(&text[at + PREFIX.len()..]) >= LEAST)
    };
    match value {
        Value::String(text) => in_text(text),
        Value::Array(items) => items.iter().any(is_in),
        Value::Object(map) => map.iter().any(|(key, item)| in_text(key) || is_in(item)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// A text as it leaves the service: with [`SHOWN`] in the place of every sealed text. `None` where there is none. Works on
/// JSON as well: a sealed text holds nothing that JSON escapes.
pub(crate) fn concealed(text: &str) -> Option<String> {
    let mut at = text.find(PREFIX)?;
    let mut out = String::new();
    let mut rest = text;
    loop {
        let length = piece(&rest[at + PREFIX.len()..]);
        let mut end = at + PREFIX.len() + length;
        if length >= LEAST {
            if rest[end..].starts_with(END) {
                end += END.len_utf8();
            }
            out.push_str(&rest[..at]);
            out.push_str(SHOWN);
        } else {
            out.push_str(&rest[..end]);
        }
        rest = &rest[end..];
        match rest.find(PREFIX) {
            Some(next) => at = next,
            None => break,
        }
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sealed(keyring: &Keyring, mut value: Value) -> String {
        seal(keyring, &mut value);
        value.as_str().unwrap().to_owned()
    }

    #[test]
    fn values_come_back_as_they_were() {
        let keyring = Keyring::ephemeral();
        for value in [
            json!("hunter2"),
            json!(""),
            json!(9_007_199_254_740_993_i64),
            json!({"a": [1, "b"]}),
            json!(true),
        ] {
            let text = sealed(&keyring, value.clone());
            assert!(!text.contains("hunter2"));
            let mut opened = Vec::new();
            assert_eq!(open(&keyring, &json!([text]), &mut opened).unwrap(), json!([value]));
            assert_eq!(opened.len(), 1);
            assert!(!format!("{opened:?}").contains("hunter2"));
        }
        let mut null = Value::Null;
        seal(&keyring, &mut null);
        assert_eq!(null, Value::Null);
    }

    #[test]
    fn inside_longer_texts_they_are_opened_too() {
        let keyring = Keyring::ephemeral();
        let (one, two) = (sealed(&keyring, json!("alpha")), sealed(&keyring, json!(42)));
        let request =
            json!({"header": format!("Bearer {one}"), "both": format!("{one}2024{two}end"), format!("k{two}"): 1});
        let mut opened = Vec::new();
        let plain = open(&keyring, &request, &mut opened).unwrap();
        assert_eq!(
            plain,
            json!({"header": "Bearer alpha", "both": "alpha202442end", "k42": 1})
        );
        assert_eq!(opened.len(), 2);
    }

    #[test]
    fn what_was_cut_or_changed_is_an_error_and_talk_about_it_is_not() {
        let keyring = Keyring::ephemeral();
        let text = sealed(&keyring, json!("alpha"));
        let mut opened = Vec::new();
        for broken in [
            &text[..text.len() - 1],
            &text[..40],
            &text.replace('~', "AAAA~"),
            "sealed:v1:~",
        ] {
            assert_eq!(
                open(&keyring, &json!(broken), &mut opened),
                Err(OpenError::Damaged),
                "{broken}"
            );
        }
        let talk = json!("a sealed:v1: text");
        assert_eq!(open(&keyring, &talk, &mut opened).unwrap(), talk);
        assert!(!is_in(&talk));
        assert!(is_in(&json!([{ "a": text }])));
        let other = Keyring::ephemeral();
        assert_eq!(
            open(&other, &json!(text), &mut opened),
            Err(OpenError::NoSuchKey(keyring.first()))
        );
    }

    #[test]
    fn what_an_answer_repeats_is_sealed_again() {
        let keyring = Keyring::ephemeral();
        let request = json!({"password": sealed(&keyring, json!("p@ss \"1\"")), "pin": sealed(&keyring, json!(12))});
        let mut opened = Vec::new();
        open(&keyring, &request, &mut opened).unwrap();
        let mut answer = json!({"echo": "got p@ss \"1\"!", "url": "/?p=p%40ss%20%221%22", "pin": 12, "pins": ["12", "121"],
            "packed": "{\"a\":\"p@ss \\\"1\\\"\"}", "other": 3});
        seal_again(&opened, 4, &mut answer);
        let shown = answer.to_string();
        assert!(!shown.contains("p@ss") && !shown.contains("p%40ss"), "{shown}");
        assert_eq!(answer["pins"][1], "121");
        assert_eq!(answer["pin"], request["pin"]);
        assert_eq!(answer["other"], 3);
        let back = open(&keyring, &answer, &mut Vec::new()).unwrap();
        assert_eq!(back["echo"], "got p@ss \"1\"!");
    }

    #[test]
    fn sealing_twice_seals_once() {
        let keyring = Keyring::ephemeral();
        let text = sealed(&keyring, json!("alpha"));
        assert_eq!(sealed(&keyring, json!(text)), text);
    }

    #[test]
    fn what_takes_the_place_of_a_secret_is_one() {
        let keyring = Keyring::ephemeral();
        let text = sealed(&keyring, json!("alpha"));
        let before =
            json!({"password": text, "header": format!("Bearer {text}"), "list": [{"key": text}], "name": "n"});
        let mut value =
            json!({"password": "beta", "header": "beta", "list": [{"key": "beta"}, {"key": "beta"}], "name": "m"});
        seal_like(&keyring, &before, &mut value);
        assert!(!value.to_string().contains("beta"), "{value}");
        assert_eq!(value["name"], "m");
    }

    #[test]
    fn what_leaves_shows_dots() {
        let keyring = Keyring::ephemeral();
        let text = sealed(&keyring, json!("alpha"));
        let body = json!({"a": text, "b": format!("x {text}{text} y"), "cut": &text[..50]}).to_string();
        let shown = concealed(&body).unwrap();
        assert_eq!(
            serde_json::from_str::<Value>(&shown).unwrap(),
            json!({"a": "•••", "b": "x •••••• y", "cut": "•••"})
        );
        assert_eq!(concealed("nothing"), None);
        assert_eq!(concealed("a sealed:v1: text").unwrap(), "a sealed:v1: text");
    }
}
