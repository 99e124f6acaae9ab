//! Definitions: from YAML text to a validated [`Process`], or to diagnostics that say where and why not.

mod model;
mod operations;
mod position;

pub use model::*;
pub use operations::{OperationInfo, OperationKind, OperationList, Operations};
pub use position::{Diagnostic, Position, Severity};
/// tmp
pub fn parse_duration(_: &str) -> Option<std::time::Duration> {
    None
}
