//! Definitions: from YAML text to a validated [`Process`], or to diagnostics that say where and why not.

mod model;
mod operations;
mod position;

pub use model::*;
pub use operations::{OperationList, OperationInfo, OperationKind, Operations};
pub use position::{Diagnostic, Position, Severity};
