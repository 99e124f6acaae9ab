//! Encoders: how a value becomes part of a path, a query or an OData filter, so that no author quotes by hand.

use std::fmt::Write;

use serde_json::Value;
use uuid::Uuid;

/// How a placeholder's value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoder {
    /// As it is: for connection options such as a path prefix.
    Raw,
    /// As text; what surrounds it encodes the whole.
    Text,
    /// One path segment: percent-encoded, never empty, `.` or `..`.
    Segment,
    /// An OData literal: text in single quotes with its quotes doubled, numbers and booleans bare.
    Odata,
    /// A GUID, bare and in lower case; anything else is refused.
    Guid,
}

impl Encoder {
    pub(super) const NAMES: [&'static str; 5] = ["raw", "text", "segment", "odata", "guid"];

    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "raw" => Self::Raw,
            "text" => Self::Text,
            "segment" => Self::Segment,
            "odata" => Self::Odata,
            "guid" => Self::Guid,
            _ => return None,
        })
    }

    /// Writes a value. `Err` says what is wrong with it.
    pub(super) fn write(self, value: &Value) -> Result<String, String> {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(_) | Value::Bool(_) => value.to_string(),
            Value::Null => "null".to_owned(),
            Value::Array(_) | Value::Object(_) => {
                return Err("is a list or an object where a text is needed".to_owned());
            }
        };
        match self {
            Self::Raw | Self::Text => Ok(text),
            Self::Segment => match text.as_str() {
                "" => Err("is empty".to_owned()),
                "." | ".." => Err(format!("is `{text}`, which would name another path")),
                _ => Ok(percent(&text, |byte| {
                    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
                })),
            },
            Self::Odata if value.is_string() => Ok(format!("'{}'", text.replace('\'', "''"))),
            Self::Odata => Ok(text),
            Self::Guid => match (Uuid::try_parse(&text), text.len()) {
                (Ok(id), 36) => Ok(id.to_string()),
                _ => Err("is not a GUID (8-4-4-4-12 hexadecimal digits)".to_owned()),
            },
        }
    }
}

/// A key or value of a query. `$`, `(`, `,` and the like stay readable; a space is `%20`, because not every OData parser
/// takes a plus for one.
pub(crate) fn query_part(text: &str) -> String {
    percent(text, |byte| {
        byte.is_ascii_alphanumeric() || b"-._~$()*,:@/!".contains(&byte)
    })
}

/// A header value: visible ASCII as it is, everything else (and `%`) percent-encoded.
pub(crate) fn header_value(text: &str) -> String {
    percent(text, |byte| byte.is_ascii_graphic() && byte != b'%')
}

fn percent(text: &str, plain: impl Fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if plain(byte) {
            out.push(char::from(byte));
        } else {
            let _infallible = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn odata_doubles_quotes_and_keeps_other_types() {
        assert_eq!(Encoder::Odata.write(&json!("O'Brien")).unwrap(), "'O''Brien'");
        assert_eq!(
            Encoder::Odata.write(&json!("' or 1 eq 1 or '")).unwrap(),
            "''' or 1 eq 1 or '''"
        );
        assert_eq!(Encoder::Odata.write(&json!("Ґалаґан")).unwrap(), "'Ґалаґан'");
        assert_eq!(Encoder::Odata.write(&json!(42)).unwrap(), "42");
        assert_eq!(Encoder::Odata.write(&json!(true)).unwrap(), "true");
    }

    #[test]
    fn a_guid_is_a_guid() {
        let id = "A29A3BA5-4B0D-DE11-9A51-005056C00008";
        assert_eq!(Encoder::Guid.write(&json!(id)).unwrap(), id.to_lowercase());
        assert!(Encoder::Guid.write(&json!("x) or (1 eq 1")).is_err());
        assert!(Encoder::Guid.write(&json!("a29a3ba54b0dde119a51005056c00008")).is_err());
    }

    #[test]
    fn a_segment_cannot_leave_its_place() {
        assert_eq!(Encoder::Segment.write(&json!("a/b?c#d")).unwrap(), "a%2Fb%3Fc%23d");
        assert_eq!(Encoder::Segment.write(&json!(57)).unwrap(), "57");
        assert_eq!(Encoder::Segment.write(&json!("ї")).unwrap(), "%D1%97");
        for bad in ["", ".", ".."] {
            assert!(Encoder::Segment.write(&json!(bad)).is_err());
        }
    }

    #[test]
    fn a_query_keeps_nothing_that_splits_it() {
        assert_eq!(
            query_part("Name eq 'a&b=c+d#e%'"),
            "Name%20eq%20%27a%26b%3Dc%2Bd%23e%25%27"
        );
        assert_eq!(query_part("$filter"), "$filter");
    }
}
