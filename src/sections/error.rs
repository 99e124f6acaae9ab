//! What goes wrong in sections, by what the caller can do about it.

use serde::Serialize;
use throughline_engine::kernel::EffectError;

/// One problem of a form, on the field it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// Key of the field.
    pub field: String,
    /// What kind of problem, for programs.
    pub code: FieldErrorCode,
    /// What is wrong and what to do.
    pub message: String,
    /// The same in Ukrainian, where the declaration has it.
    pub message_uk: Option<String>,
}

/// Kinds of problems of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldErrorCode {
    /// A value is needed.
    Required,
    /// The value has the wrong type or breaks a rule of the field.
    Invalid,
    /// The field cannot be written here.
    ReadOnly,
    /// Nothing can be chosen by this value.
    NotFound,
    /// It exists and may not be chosen now.
    NotAllowed,
    /// Something else has this value.
    NotUnique,
    /// The run said so.
    Refused,
}

/// Why a section could not do what it was asked for. Nothing was changed or started.
#[derive(Debug, Clone, thiserror::Error)]
pub enum SectionError {
    /// No such section.
    #[error("there is no section `{0}`")]
    NoSuchSection(String),
    /// No such thing inside the section: a record, a detail, a field, an action.
    #[error("there is no {what} `{name}` in the section {section}")]
    Missing {
        /// Title of the section.
        section: String,
        /// What kind of thing.
        what: &'static str,
        /// How it was called.
        name: String,
    },
    /// The section does not offer this, whatever is given.
    #[error("{0}")]
    NotOffered(String),
    /// The question cannot be read.
    #[error("{0}")]
    BadQuestion(String),
    /// The values of the form do not fit.
    #[error("{} of the form cannot be used as they are", fields(.0.len()))]
    Form(Vec<FieldError>),
    /// The system behind the section.
    #[error("{}", .0.message)]
    Source(Box<EffectError>),
    /// An expression of the declaration failed.
    #[error("the expression `{expression}` of the section's declaration failed: {reason}")]
    Expression {
        /// The expression.
        expression: String,
        /// Why.
        reason: String,
    },
    /// The system answered something the declaration does not describe.
    #[error("{0}")]
    Unexpected(String),
}

fn fields(count: usize) -> String {
    match count {
        1 => "one field".to_owned(),
        count => format!("{count} fields"),
    }
}
