//! What JSON of callers is taken: bounded depth, and no integer that would change on its way.

use serde_json::Value;

/// Deepest nesting of lists and objects in a request. A fact of the journal holds as much.
pub(crate) const MAX_DEPTH: usize = 64;

/// Reads JSON.
///
/// # Errors
/// What is wrong with it, to stand behind its name: no JSON, too deep, or an integer outside of 64 bits.
pub(crate) fn read(bytes: &[u8]) -> Result<Value, String> {
    scan(bytes)?;
    serde_json::from_slice(bytes).map_err(|error| format!("is not valid JSON: {error}"))
}

/// Looks at the text before it is read: serde_json turns integers beyond 64 bits into floats without a word.
fn scan(bytes: &[u8]) -> Result<(), String> {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => at = string_end(bytes, at),
            b'[' | b'{' => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(format!("is nested deeper than {MAX_DEPTH} levels; make it flatter"));
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'-' | b'0'..=b'9' => {
                let rest = &bytes[at..];
                let part = |byte: &u8| matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9');
                let length = rest.iter().take_while(|byte| part(byte)).count();
                let number = std::str::from_utf8(&rest[..length]).unwrap_or_default();
                if !number.contains(['.', 'e', 'E']) && number.parse::<i64>().is_err() {
                    let shown: String = number.chars().take(40).collect();
                    return Err(format!(
                        "holds the integer {shown}, which does not fit 64 bits and would lose digits; send it as text"
                    ));
                }
                at += length - 1;
            }
            _ => {}
        }
        at += 1;
    }
    Ok(())
}

/// Place of the quote that ends the string which begins at `start`.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn integers_of_64_bits_are_kept_and_larger_ones_refused() {
        assert_eq!(
            read(b"[9007199254740993,-9223372036854775808]").unwrap(),
            json!([9_007_199_254_740_993_i64, i64::MIN])
        );
        assert!(
            read(b"{\"a\":9223372036854775808}")
                .unwrap_err()
                .contains("9223372036854775808")
        );
        assert_eq!(
            read(br#"["9223372036854775808 \" 99999999999999999999", 1e30]"#).unwrap()[1],
            json!(1e30)
        );
    }

    #[test]
    fn depth_is_bounded_and_brackets_in_text_do_not_count() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert!(read(nested(MAX_DEPTH).as_bytes()).is_ok());
        assert!(read(nested(MAX_DEPTH + 1).as_bytes()).unwrap_err().contains("deeper"));
        assert!(read(format!("\"{}\"", "[".repeat(1000)).as_bytes()).is_ok());
    }

    #[test]
    fn what_is_no_json_is_said_with_its_place() {
        for text in ["", "{", "\"", "\"\\", "-", "{\"a\":}", "nul"] {
            assert!(read(text.as_bytes()).is_err(), "{text}");
        }
        assert!(read(b"{\n  oops }").unwrap_err().contains("line 2 column 3"));
    }
}
