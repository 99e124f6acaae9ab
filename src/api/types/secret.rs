//! Named secrets: everything but their values.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::ToSchema;

use crate::secrets::SecretText;
use crate::store::SecretRow;

/// A named secret, without its value: that is never shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NamedSecret {
    /// Its name; a connection refers to it as `secret:NAME`.
    pub name: String,
    /// How often it was set, from 1.
    pub version: i32,
    /// When it was first set.
    pub created_at: DateTime<Utc>,
    /// Who set it first.
    pub created_by: String,
    /// When it was last set.
    pub updated_at: DateTime<Utc>,
    /// Who set it last.
    pub updated_by: String,
    /// When a connection last read it, to the minute; absent where none did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<DateTime<Utc>>,
}

/// All named secrets.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SecretList {
    /// By name.
    pub items: Vec<NamedSecret>,
}

/// The value of a secret on its way to the service.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecretValue {
    /// The value: 1 to 16,384 characters.
    #[schema(value_type = String, format = Password, write_only, min_length = 1, max_length = 16384)]
    pub value: SentSecret,
}

/// A secret in the body of a request: the one thing that serialises one, because the client sends it.
#[derive(Clone)]
pub struct SentSecret(pub SecretText);

impl Default for SentSecret {
    fn default() -> Self {
        Self(SecretText::new(""))
    }
}

impl fmt::Debug for SentSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for SentSecret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.expose())
    }
}

impl<'de> Deserialize<'de> for SentSecret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Read as anything first: the usual message about a wrong type would quote the value.
        match serde_json::Value::deserialize(deserializer)? {
            serde_json::Value::String(text) => Ok(Self(SecretText::new(text))),
            _ => Err(serde::de::Error::custom("`value` is a text")),
        }
    }
}

impl From<SecretRow> for NamedSecret {
    fn from(row: SecretRow) -> Self {
        let SecretRow {
            name,
            version,
            created_at,
            created_by,
            updated_at,
            updated_by,
            last_used_at,
        } = row;
        Self {
            name,
            version,
            created_at,
            created_by,
            updated_at,
            updated_by,
            last_used_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_message_and_no_debug_print_quotes_the_value() {
        let error = serde_json::from_str::<SecretValue>(r#"{"value": 4711}"#).unwrap_err();
        assert!(!error.to_string().contains("4711"), "{error}");
        let value: SecretValue = serde_json::from_str(r#"{"value": "hunter2"}"#).unwrap();
        assert!(!format!("{value:?}").contains("hunter2"));
        assert_eq!(serde_json::to_string(&value).unwrap(), r#"{"value":"hunter2"}"#);
    }
}
