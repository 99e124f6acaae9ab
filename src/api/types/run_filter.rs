//! Which runs: the same members as the query of a list and as the `filter` of a body.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use throughline_engine::kernel::RunStatus;
use utoipa::{IntoParams, ToSchema};

use crate::store::{self, RunVariable, TriggerKind};

/// Longest text that is searched for, in characters.
const MAX_TEXT: usize = 200;
/// Longest of the members that are compared as they are, in characters.
const MAX_EXACT: usize = 1000;

/// Which runs. Members that are given must all hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RunFilter {
    /// Key of a process.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[param(max_length = 1000)]
    #[schema(max_length = 1000)]
    pub process: Option<String>,
    /// Version of the definition.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "number")]
    pub version: Option<i32>,
    /// Statuses, with commas between: `incident,failed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[param(example = "incident,failed")]
    #[schema(example = "incident,failed")]
    pub status: Option<String>,
    /// A business key, exactly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[param(max_length = 1000)]
    #[schema(max_length = 1000)]
    pub business_key: Option<String>,
    /// Only runs that need attention or failed at this step (its path); empty: at no step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[param(max_length = 1000)]
    #[schema(max_length = 1000)]
    pub error_step: Option<String>,
    /// Only runs that need attention or failed with this code; empty: with none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[param(max_length = 1000)]
    #[schema(max_length = 1000)]
    pub error_code: Option<String>,
    /// `name:value`: an input, a member of the result, or a variable a person set, that has exactly this value. Texts and
    /// numbers of up to 200 characters; never secrets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[param(example = "ext:1005", max_length = 1000)]
    #[schema(example = "ext:1005", max_length = 1000)]
    pub var: Option<String>,
    /// Text: a run's id or its last 8 characters, the beginning of a business key, a part of the key or name of the
    /// process, or a part of the error of a run that needs attention or failed. At most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[param(max_length = 200)]
    #[schema(max_length = 200)]
    pub q: Option<String>,
    /// Accepted at this instant or later (RFC 3339).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<DateTime<Utc>>,
    /// Accepted before this instant (RFC 3339).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<Utc>>,
    /// Who started it, exactly, e.g. `token:ci`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[param(max_length = 1000)]
    #[schema(max_length = 1000)]
    pub started_by: Option<String>,
    /// What started it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trigger: Option<TriggerKind>,
}

/// What is wrong with a filter; a sentence for people.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RunFilterError {
    /// No such status.
    #[error("There is no status `{word}`; there are {all}.", all = RunStatus::ALL.map(RunStatus::as_str).join(", "))]
    Status {
        /// What was given, cut short.
        word: String,
    },
    /// A value without a name.
    #[error("`var` is no `name:value`. Write the name of an input or result, a colon, and its value: `ext:1005`.")]
    Variable,
    /// Too long to be one.
    #[error("`{member}` is longer than {most} characters.")]
    Long {
        /// Of the filter.
        member: &'static str,
        /// Characters.
        most: usize,
    },
    /// A character no text in the database has.
    #[error("`{member}` holds the character U+0000, which no run has anywhere.")]
    Nul {
        /// Of the filter.
        member: &'static str,
    },
}

impl RunFilter {
    /// As the store takes it, for a caller from whom these processes are hidden.
    ///
    /// # Errors
    /// What of it cannot be.
    pub fn checked(self, hidden: Vec<String>) -> Result<store::RunFilter, RunFilterError> {
        for (member, given, most) in [
            ("process", &self.process, MAX_EXACT),
            ("business_key", &self.business_key, MAX_EXACT),
            ("error_step", &self.error_step, MAX_EXACT),
            ("error_code", &self.error_code, MAX_EXACT),
            ("var", &self.var, MAX_EXACT),
            ("started_by", &self.started_by, MAX_EXACT),
            ("q", &self.q, MAX_TEXT),
        ] {
            let Some(given) = given else { continue };
            if given.chars().nth(most).is_some() {
                return Err(RunFilterError::Long { member, most });
            }
            if given.contains('\0') {
                return Err(RunFilterError::Nul { member });
            }
        }
        let text = self.q.as_deref().map(str::trim).filter(|text| !text.is_empty());
        Ok(store::RunFilter {
            process: self.process,
            version: self.version,
            status: self.status.as_deref().map(statuses).transpose()?.unwrap_or_default(),
            business_key: self.business_key,
            error_step: self.error_step,
            error_code: self.error_code,
            variable: self.var.as_deref().map(variable).transpose()?,
            text: text.map(str::to_owned),
            since: self.since,
            until: self.until,
            started_by: self.started_by,
            trigger: self.trigger,
            hidden,
        })
    }
}

fn statuses(text: &str) -> Result<Vec<RunStatus>, RunFilterError> {
    let known = |word: &str| RunStatus::ALL.into_iter().find(|status| status.as_str() == word);
    let status = |word: &str| {
        known(word.trim()).ok_or_else(|| RunFilterError::Status {
            word: word.chars().take(40).collect(),
        })
    };
    text.split(',').map(status).collect()
}

fn variable(text: &str) -> Result<RunVariable, RunFilterError> {
    let (name, value) = text.split_once(':').ok_or(RunFilterError::Variable)?;
    if name.is_empty() || value.is_empty() {
        return Err(RunFilterError::Variable);
    }
    Ok(RunVariable {
        name: name.to_owned(),
        value: value.to_owned(),
    })
}

/// A number of JSON, or the text that a query has.
fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i32>, D::Error> {
    struct Number;

    impl<'de> Visitor<'de> for Number {
        type Value = Option<i32>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a whole number")
        }

        fn visit_i64<E: de::Error>(self, number: i64) -> Result<Self::Value, E> {
            i32::try_from(number)
                .map(Some)
                .map_err(|_| E::invalid_value(de::Unexpected::Signed(number), &self))
        }

        fn visit_u64<E: de::Error>(self, number: u64) -> Result<Self::Value, E> {
            i32::try_from(number)
                .map(Some)
                .map_err(|_| E::invalid_value(de::Unexpected::Unsigned(number), &self))
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
            text.parse()
                .map(Some)
                .map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
        }

        fn visit_none<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
            deserializer.deserialize_any(self)
        }
    }

    deserializer.deserialize_option(Number)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: serde_json::Value) -> Result<store::RunFilter, String> {
        let filter: RunFilter = serde_json::from_value(value).map_err(|error| error.to_string())?;
        filter.checked(Vec::new()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_filter_is_read_from_a_body() {
        let filter = read(json!({
            "process": "Import", "version": 3, "status": "incident, failed", "var": "at:12:04", "q": "  503 ",
            "since": "2026-11-24T00:00:00Z", "trigger": "schedule", "error_code": ""
        }))
        .unwrap();
        assert_eq!(filter.version, Some(3));
        assert_eq!(filter.status, [RunStatus::Incident, RunStatus::Failed]);
        let variable = filter.variable.unwrap();
        assert_eq!((&*variable.name, &*variable.value), ("at", "12:04"));
        assert_eq!(filter.text.as_deref(), Some("503"));
        assert_eq!(filter.trigger, Some(TriggerKind::Schedule));
        assert_eq!(filter.error_code.as_deref(), Some(""));
        assert_eq!(
            read(json!({"q": "  ", "version": null})).unwrap(),
            store::RunFilter::default()
        );
    }

    #[test]
    fn what_cannot_be_is_told() {
        for (filter, told) in [
            (json!({"status": "broken"}), "no status `broken`"),
            (json!({"var": "ext"}), "`name:value`"),
            (json!({"var": ":1"}), "`name:value`"),
            (json!({"q": "x".repeat(MAX_TEXT + 1)}), "longer than 200"),
            (json!({"process": "a\u{0}"}), "U+0000"),
            (json!({"version": 1_i64 << 40}), "a whole number"),
            (json!({"stauts": "failed"}), "unknown field"),
        ] {
            let error = read(filter.clone()).unwrap_err();
            assert!(error.contains(told), "{filter}: {error}");
        }
    }
}
