//! Records of a section, and what a form says about values.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::pair;
use crate::sections::{self, FieldErrorCode};

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RecordRow {
    /// Its id in the system behind.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// A value for each column. A lookup is `{"id", "label"}` or null.
    #[schema(value_type = Object)]
    pub values: Map<String, Value>,
    /// What to ask before it is deleted; only rows of details.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delete_confirm: Option<String>,
    /// The same in Ukrainian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delete_confirm_uk: Option<String>,
}

/// A page of rows.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RecordPage {
    /// The rows.
    pub items: Vec<RecordRow>,
    /// All rows that match, where the system behind tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Rows passed over before this page.
    pub skip: u32,
    /// Rows asked for.
    pub limit: u32,
    /// Send it as `cursor` for the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// A record whole.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RecordInfo {
    /// As lists show it.
    #[serde(flatten)]
    pub row: RecordRow,
    /// Values of the form.
    #[schema(value_type = Object)]
    pub form: Map<String, Value>,
    /// What the lookups of the form are called, by field.
    #[schema(value_type = Object)]
    pub labels: Map<String, Value>,
    /// Business key of its runs: `GET /api/v1/runs?business_key=…` lists them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_key: Option<String>,
    /// As the system behind gives it.
    #[schema(value_type = Object)]
    pub record: Value,
}

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CandidateInfo {
    /// The value of the field if it is chosen.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// A second line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// What can be chosen.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CandidateList {
    /// The first of them.
    pub items: Vec<CandidateInfo>,
    /// Whether there are more: search for a part of the name.
    pub more: bool,
}

/// Values of a form.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ValuesRequest {
    /// By field. For a change only those that were changed.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub values: Map<String, Value>,
}

/// A form to be checked.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FormCheckRequest {
    /// By field.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub values: Map<String, Value>,
    /// Id of the record it belongs to; none for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// Key of the detail something is added to; goes with `record`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Key of the action that asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
}

/// A form after its check.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct FormCheck {
    /// Whether it can be sent.
    pub fits: bool,
    /// The fields, filled in.
    #[schema(value_type = Object)]
    pub values: Map<String, Value>,
    /// What the chosen records are called, by field.
    #[schema(value_type = Object)]
    pub labels: Map<String, Value>,
    /// What does not fit, in the order of the fields.
    pub field_errors: Vec<FieldError>,
    /// What empty fields mean.
    pub notes: Vec<FieldNote>,
}

/// One problem of a form, on its field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldError {
    /// Key of the field; empty where it belongs to no single one.
    pub field: String,
    /// What kind of problem.
    pub code: FieldErrorCode,
    /// What is wrong and what to do.
    pub message: String,
    /// The same in Ukrainian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_uk: Option<String>,
}

/// A word on a field that is no error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldNote {
    /// Key of the field.
    pub field: String,
    /// The word.
    pub message: String,
    /// The same in Ukrainian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_uk: Option<String>,
}

impl From<sections::Row> for RecordRow {
    fn from(row: sections::Row) -> Self {
        let (delete_confirm, delete_confirm_uk) = pair(row.delete_confirmation.text.as_ref());
        Self {
            id: row.id,
            title: row.title,
            values: row.values,
            delete_confirm,
            delete_confirm_uk,
        }
    }
}

impl From<sections::Record> for RecordInfo {
    fn from(record: sections::Record) -> Self {
        Self {
            row: record.row.into(),
            form: record.form,
            labels: record.labels,
            run_key: record.run_key,
            record: record.raw,
        }
    }
}

impl From<sections::Candidate> for CandidateInfo {
    fn from(candidate: sections::Candidate) -> Self {
        Self {
            value: candidate.value,
            label: candidate.label,
            detail: candidate.detail,
        }
    }
}

impl From<sections::CheckedForm> for FormCheck {
    fn from(form: sections::CheckedForm) -> Self {
        let note = |note: sections::Note| FieldNote {
            field: note.field,
            message: note.message.en,
            message_uk: note.message.uk,
        };
        Self {
            fits: form.errors.is_empty(),
            values: form.values,
            labels: form.labels,
            field_errors: form.errors.into_iter().map(Into::into).collect(),
            notes: form.notes.into_iter().map(note).collect(),
        }
    }
}

impl From<sections::FieldError> for FieldError {
    fn from(error: sections::FieldError) -> Self {
        Self {
            field: error.field,
            code: error.code,
            message: error.message,
            message_uk: error.message_uk,
        }
    }
}
