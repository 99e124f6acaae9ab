//! Where something stands in a definition file, and what is wrong there.

use serde::{Deserialize, Serialize};

/// A place in a source text. Lines and columns count from 1, columns in characters; `offset` and `length` are bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Byte offset in the file.
    pub offset: u32,
    /// Length in bytes; at least 1 where anything can be underlined.
    pub length: u32,
}

/// How bad a diagnostic is: an error refuses the deploy, a warning does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The definition cannot be deployed.
    Error,
    /// The definition can be deployed, but probably does not do what its author meant.
    Warning,
}

/// One problem of a definition, with the place and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Stable machine name such as `unknown_operation`.
    pub code: String,
    /// Error or warning.
    pub severity: Severity,
    /// Where.
    pub position: Position,
    /// What is wrong, as one sentence without a full stop.
    pub message: String,
    /// What to do, e.g. "did you mean `webitel.users.search`?".
    pub hint: Option<String>,
}
