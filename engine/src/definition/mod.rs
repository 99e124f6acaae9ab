//! Definitions: from YAML text to a validated [`Process`], or to diagnostics that say where and why not.
//!
//! [`compile`] reads in four passes, each finding all it can: `yaml` (text to a tree with places), `decode` (tree to the
//! source types in `source`, which also make the JSON Schema for editors), `compile::outline` (bodies, steps, flows) and
//! `compile::contents` (expressions, parameters, names), then the checks of the graph. Nothing here knows a run.

mod compile;
mod decode;
mod duration;
mod model;
mod operations;
mod position;
mod render;
pub(crate) mod report;
#[cfg(test)]
mod schema_tests;
mod source;
mod source_trigger;
mod trigger;
mod trigger_match;
mod yaml;

pub use compile::{Compiled, compile};
pub use duration::{DurationError, LONGEST_DURATION, parse_duration};
pub use model::*;
pub use operations::{OperationInfo, OperationKind, OperationList, Operations};
pub use position::{Diagnostic, Position, Severity};
pub use report::DIAGNOSTIC_CODES;
pub use source::json_schema;
pub use trigger::*;
pub use trigger_match::{RecordSeen, TriggerError, TriggerPart};
