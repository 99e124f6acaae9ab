//! Declarations: from YAML text to checked operations, or to problems that name file, operation and field.

mod compile;
mod encode;
mod raw;
mod schema;
mod template;
mod yaml;

pub(crate) use yaml::plain as plain_scalar;

use std::collections::BTreeMap;
use std::fmt;

use jsonschema::Validator;
use reqwest::Method;
use serde_json::Value;
use throughline_engine::definition::OperationInfo;

pub(crate) use compile::load;
pub(crate) use encode::{header_value, query_part};
pub(crate) use raw::{
    AuthDeclaration, ErrorRules, ExpiredSigns, FormsDeclaration, Oauth2Declaration, Pages, RuleClass, TokenDeclaration,
};
pub(crate) use schema::shape;
pub(crate) use template::{EvaluateError, Scope, Template, TextTemplate};

/// A connector whose declaration was checked whole.
#[derive(Debug)]
pub(crate) struct Connector {
    /// Its name, the first part of its operations' full names and of its error codes.
    pub(crate) name: String,
    /// Its name for people.
    pub(crate) title: String,
    pub(crate) auth: AuthDeclaration,
    pub(crate) session_expired: ExpiredSigns,
    /// Schema of the connection's options, with their defaults.
    pub(crate) options: Value,
    pub(crate) options_check: Validator,
    pub(crate) headers: Vec<(String, Template)>,
    pub(crate) errors: ErrorRules,
    /// The read that proves that a connection works.
    pub(crate) test: Option<TestRead>,
    /// By name without the connector's, e.g. `users.search`.
    pub(crate) operations: BTreeMap<String, Operation>,
}

/// The read that proves that a connection works.
#[derive(Debug)]
pub(crate) struct TestRead {
    /// Name of the operation, without the connector's.
    pub(crate) operation: String,
    /// Its request.
    pub(crate) with: Template,
    /// Codes, without the connector's name, that prove it as well.
    pub(crate) also_fine: Vec<String>,
}

impl Connector {
    /// Whether requests of it say where they go: then every address is checked.
    pub(crate) fn is_generic(&self) -> bool {
        self.operations.values().any(|operation| operation.generic)
    }

    /// What people call the system behind a connection. Two connections of a generic connector are two systems, and only
    /// the connection tells which.
    pub(crate) fn title_of<'a>(&'a self, connection: &'a str) -> &'a str {
        if self.is_generic() { connection } else { &self.title }
    }
}

/// One operation, ready to be called.
#[derive(Debug)]
pub(crate) struct Operation {
    /// Name without the connector's.
    pub(crate) name: String,
    /// What the engine knows of it; `info.name` is the full name.
    pub(crate) info: OperationInfo,
    /// The request itself says method, address, headers and body; `method`, `path`, `query`, `headers` and `body` mean
    /// nothing then.
    pub(crate) generic: bool,
    pub(crate) method: Method,
    pub(crate) path: TextTemplate,
    pub(crate) query: Vec<(String, Template)>,
    pub(crate) headers: Vec<(String, Template)>,
    pub(crate) body: Option<Template>,
    pub(crate) input_check: Validator,
    /// Keys under which some servers wrap the one value of an answer.
    pub(crate) unwrap: Vec<String>,
    pub(crate) select: Option<Select>,
    pub(crate) answer: Option<Template>,
    pub(crate) when_not_found: Option<Template>,
    pub(crate) pages: Option<Pages>,
    pub(crate) on_uncertain: OnUncertain,
}

/// Rows of an answer that equal what was asked, compared on our side.
#[derive(Debug)]
pub(crate) struct Select {
    pub(crate) list: Template,
    /// Parts and their values; every row where none are declared.
    pub(crate) equal: Option<Template>,
    /// All of them as a list; otherwise the first, or null.
    pub(crate) all: bool,
}

/// What to do where nobody knows whether a call was done (design §3).
#[derive(Debug)]
pub(crate) enum OnUncertain {
    /// Doing it twice is the same as once.
    Retry,
    /// Look first.
    Verify(Box<Verify>),
    /// A person decides.
    Ask,
}

/// The look-up that tells whether a write was done.
#[derive(Debug)]
pub(crate) struct Verify {
    /// Name of the look-up operation, without the connector's.
    pub(crate) operation: String,
    /// Its request.
    pub(crate) with: Template,
    /// Whether its `result` is what was written; not null where none is declared.
    pub(crate) found: Option<Template>,
    /// The output taken; its `result` where none is declared.
    pub(crate) output: Option<Template>,
}

/// Everything that is wrong with a declaration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct DeclarationError {
    /// The file.
    pub file: String,
    /// The problems, in the order of the file.
    pub problems: Vec<Problem>,
}

/// One problem of a declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The operation it stands in, where it stands in one.
    pub operation: Option<String>,
    /// The field, dotted; empty where the whole is meant.
    pub field: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for DeclarationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{}: ", self.file)?;
            if let Some(operation) = &problem.operation {
                write!(f, "operation {operation}: ")?;
            }
            if !problem.field.is_empty() {
                write!(f, "{}: ", problem.field)?;
            }
            f.write_str(&problem.message)?;
        }
        Ok(())
    }
}

#[cfg(test)]
pub(crate) fn test_engine() -> throughline_engine::script::ScriptEngine {
    super::catalogue::script_engine()
}
