//! Text and hashing. Lengths and places count characters, not bytes.

use std::sync::Arc;

use rhai::{Array, Dynamic, Engine, ImmutableString};
use sha2::{Digest, Sha256};

use super::super::error::helper_error;
use super::super::limits::Limits;
use super::super::value::kind_name;
use super::{Outcome, list_fits, spend, text_fits};

pub(super) fn register(engine: &mut Engine, limits: &Arc<Limits>) {
    engine.register_fn("trim", |text: &str| text.trim().to_owned());
    engine.register_fn("upper", |text: &str| text.to_uppercase());
    engine.register_fn("lower", |text: &str| text.to_lowercase());
    engine.register_fn("is_blank", |text: &str| text.trim().is_empty());
    engine.register_fn("is_blank", |_: ()| true);
    engine.register_fn("contains", |text: &str, part: &str| text.contains(part));
    engine.register_fn("starts_with", |text: &str, part: &str| text.starts_with(part));
    engine.register_fn("ends_with", |text: &str, part: &str| text.ends_with(part));
    engine.register_fn("substring", |text: &str, start: i64, length: i64| {
        let start = usize::try_from(start).map_err(|_| helper_error("`substring`: the start is below zero"))?;
        let length = usize::try_from(length).map_err(|_| helper_error("`substring`: the length is below zero"))?;
        Outcome::Ok(text.chars().skip(start).take(length).collect::<String>())
    });
    engine.register_fn("substring", |text: &str, start: i64| {
        let start = usize::try_from(start).map_err(|_| helper_error("`substring`: the start is below zero"))?;
        Outcome::Ok(text.chars().skip(start).collect::<String>())
    });

    let own = Arc::clone(limits);
    engine.register_fn("replace", move |text: &str, old: &str, new: &str| {
        replace(text, old, new, &own)
    });
    let own = Arc::clone(limits);
    engine.register_fn("replace", move |text: &str, old: char, new: &str| {
        replace(text, &old.to_string(), new, &own)
    });
    let own = Arc::clone(limits);
    engine.register_fn("replace", move |text: &str, old: &str, new: char| {
        replace(text, old, &new.to_string(), &own)
    });
    let own = Arc::clone(limits);
    engine.register_fn("replace", move |text: &str, old: char, new: char| {
        replace(text, &old.to_string(), &new.to_string(), &own)
    });
    let own = Arc::clone(limits);
    engine.register_fn("join", move |list: Array, between: &str| join(&list, between, &own));
    let own = Arc::clone(limits);
    engine.register_fn("pad_left", move |text: &str, length: i64, with: &str| {
        padding(text, length, with, &own).map(|padding| padding + text)
    });
    let own = Arc::clone(limits);
    engine.register_fn("pad_right", move |text: &str, length: i64, with: &str| {
        padding(text, length, with, &own).map(|padding| format!("{text}{padding}"))
    });
    let own = Arc::clone(limits);
    engine.register_fn("chars_list", move |text: &str| {
        list_fits(text.chars().count(), &own)?;
        Outcome::Ok(
            text.chars()
                .map(|character| Dynamic::from(character.to_string()))
                .collect::<Array>(),
        )
    });

    engine.register_fn("to_integer", |text: &str| {
        let trimmed = text.trim();
        trimmed
            .parse::<i64>()
            .map_err(|_| helper_error(format!("\"{}\" is not a whole number", excerpt(trimmed))))
    });
    engine.register_fn("to_integer", |number: i64| number);
    engine.register_fn("to_integer", |number: f64| {
        // 2^63 is exact as a float; everything below it in magnitude fits.
        if number.fract() == 0.0 && (-9_223_372_036_854_775_808.0..9_223_372_036_854_775_808.0).contains(&number) {
            #[expect(clippy::cast_possible_truncation, reason = "the range was checked on the line above")]
            Outcome::Ok(number as i64)
        } else {
            Err(helper_error(format!(
                "{number} is not a whole number a script can hold"
            )))
        }
    });

    engine.register_fn("sha256", |text: &str| {
        spend(text.len() * 4)?;
        Outcome::Ok(hex(&Sha256::digest(text.as_bytes())))
    });
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}

/// The beginning of a text that goes into a message.
pub(super) fn excerpt(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

fn replace(text: &str, old: &str, new: &str, limits: &Limits) -> Outcome<String> {
    spend(text.len())?;
    let times = text.matches(old).count();
    let bytes = new
        .len()
        .checked_mul(times)
        .and_then(|added| added.checked_add(text.len() - old.len() * times));
    text_fits(bytes, limits)?;
    Ok(text.replace(old, new))
}

fn join(list: &Array, between: &str, limits: &Limits) -> Outcome<String> {
    let mut parts = Vec::with_capacity(list.len());
    let mut bytes = between.len().checked_mul(list.len().saturating_sub(1));
    for item in list {
        let part: ImmutableString = if let Ok(text) = item.as_immutable_string_ref() {
            text.clone()
        } else if item.is_unit() {
            ImmutableString::new()
        } else if item.is_int() || item.is_float() || item.is_bool() || item.is_char() {
            item.to_string().into()
        } else {
            return Err(helper_error(format!(
                "`join` takes a list of texts and numbers, not of {}",
                kind_name(item)
            )));
        };
        bytes = bytes.and_then(|bytes| bytes.checked_add(part.len()));
        parts.push(part);
    }
    text_fits(bytes, limits)?;
    Ok(parts
        .iter()
        .map(ImmutableString::as_str)
        .collect::<Vec<_>>()
        .join(between))
}

/// What is missing to this many characters.
fn padding(text: &str, length: i64, with: &str, limits: &Limits) -> Outcome<String> {
    if with.is_empty() {
        return Err(helper_error("padding needs a text to pad with"));
    }
    let length = usize::try_from(length).unwrap_or(0);
    let missing = length.saturating_sub(text.chars().count());
    text_fits(
        missing.checked_mul(4).and_then(|bytes| bytes.checked_add(text.len())),
        limits,
    )?;
    Ok(with.chars().cycle().take(missing).collect())
}
