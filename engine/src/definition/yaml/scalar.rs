//! What a plain scalar means: JSON's own grammar for numbers and the words `true`, `false`, `null` and `~`.
//!
//! YAML 1.1, YAML 1.2 and the many readers between them disagree about `yes`, `08`, `0x1F` or `.5`. What they disagree
//! about is refused here, so that a file never means something else to its author than to the engine. Dates, times
//! and everything else are text.

/// The meaning of a plain scalar.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Plain {
    Null,
    Bool(bool),
    Integer(i64),
    Float(f64),
    Text,
    /// Readers of YAML disagree; the text says what to write instead.
    Ambiguous(&'static str),
    /// A whole number that 64 bits cannot hold, or a float that is no finite number.
    OutOfRange,
}

/// Resolves a plain (unquoted) scalar.
pub(super) fn resolve(text: &str) -> Plain {
    match text {
        "" | "~" | "null" => return Plain::Null,
        "true" => return Plain::Bool(true),
        "false" => return Plain::Bool(false),
        _ => {}
    }
    if let Some(hint) = ambiguous_word(text) {
        return Plain::Ambiguous(hint);
    }
    if is_json_number(text) {
        return number(text);
    }
    if looks_like_number(text) {
        return Plain::Ambiguous("write a number as JSON does (`8`, `0.5`, `1e3`), or put it in quotes if it is text");
    }
    Plain::Text
}

fn number(text: &str) -> Plain {
    if text.contains(['.', 'e', 'E']) {
        return match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Plain::Float(value),
            _ => Plain::OutOfRange,
        };
    }
    text.parse::<i64>().map_or(Plain::OutOfRange, Plain::Integer)
}

/// Words that YAML 1.1 or the YAML 1.2 core schema read as something other than text.
pub(super) fn ambiguous_word(text: &str) -> Option<&'static str> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "on" => Some("write `true`, or put it in quotes if it is text"),
        "no" | "off" => Some("write `false`, or put it in quotes if it is text"),
        "true" => Some("write `true` in small letters, or put it in quotes if it is text"),
        "false" => Some("write `false` in small letters, or put it in quotes if it is text"),
        "null" => Some("write `null` in small letters, or put it in quotes if it is text"),
        ".inf" | "+.inf" | "-.inf" | ".nan" => Some("there is no such number in JSON; put it in quotes if it is text"),
        _ => None,
    }
}

/// RFC 8259 §6.
fn is_json_number(text: &str) -> bool {
    let rest = text.strip_prefix('-').unwrap_or(text);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || (digits > 1 && rest.starts_with('0')) {
        return false;
    }
    let mut rest = &rest[digits..];
    if let Some(fraction) = rest.strip_prefix('.') {
        let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            return false;
        }
        rest = &fraction[digits..];
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        return !exponent.is_empty() && exponent.bytes().all(|b| b.is_ascii_digit());
    }
    rest.is_empty()
}

/// Forms that some YAML schema takes as a number: `08`, `+1`, `0x1F`, `0o17`, `0b1`, `.5`, `1.`, `1_000`, `08.5`.
fn looks_like_number(text: &str) -> bool {
    let rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = rest.strip_prefix(prefix) {
            return !digits.is_empty() && digits.chars().all(|c| c == '_' || c.is_digit(radix));
        }
    }
    let mut dots = 0;
    let mut digits = 0;
    let mut characters = rest.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '0'..='9' => digits += 1,
            '_' if digits > 0 => {}
            '.' => dots += 1,
            'e' | 'E' if digits > 0 => {
                characters.next_if(|c| matches!(c, '+' | '-'));
                return dots <= 1 && characters.peek().is_some() && characters.all(|c| c.is_ascii_digit());
            }
            _ => return false,
        }
    }
    digits > 0 && dots <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_scalars_are_what_they_say() {
        for (text, plain) in [
            ("null", Plain::Null),
            ("~", Plain::Null),
            ("true", Plain::Bool(true)),
            ("0", Plain::Integer(0)),
            ("-17", Plain::Integer(-17)),
            ("9223372036854775807", Plain::Integer(i64::MAX)),
            ("-9223372036854775808", Plain::Integer(i64::MIN)),
            ("1.5", Plain::Float(1.5)),
            ("1e3", Plain::Float(1000.0)),
            ("-0.25E-2", Plain::Float(-0.0025)),
            ("9223372036854775808", Plain::OutOfRange),
            ("1e999", Plain::OutOfRange),
        ] {
            assert_eq!(resolve(text), plain, "{text}");
        }
    }

    #[test]
    fn dates_times_and_words_are_text() {
        for text in [
            "2026-01-31",
            "2026-01-31T10:00:00Z",
            "10:30",
            "1.2.3",
            "1-2",
            "y",
            "n",
            "0xyz",
            "e5",
            "12a",
            "-",
        ] {
            assert_eq!(resolve(text), Plain::Text, "{text}");
        }
    }

    #[test]
    fn what_readers_disagree_about_is_ambiguous() {
        for text in [
            "yes", "No", "ON", "off", "True", "NULL", "08", "+1", "0x1F", "0o17", "0b11", ".5", "1.", "1_000", "08.5",
            "01e3", ".inf", ".NaN",
        ] {
            assert!(matches!(resolve(text), Plain::Ambiguous(_)), "{text}");
        }
    }
}
