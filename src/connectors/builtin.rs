//! Operations that need no connection and answer at once.

use serde_json::{Value, json};
use throughline_engine::definition::{OperationInfo, OperationKind};

/// Answers its request: for measurements and for trying out a process.
pub(super) const NOOP: &str = "noop.run";

/// The names no connection may take.
pub(super) const RESERVED_CONNECTIONS: [&str; 1] = ["noop"];

pub(super) fn infos() -> Vec<OperationInfo> {
    vec![OperationInfo {
        name: NOOP.to_owned(),
        description: "Does nothing and answers its request".to_owned(),
        kind: OperationKind::Reads,
        input: json!({"type": "object", "additionalProperties": true}),
        result: json!({"type": "object"}),
    }]
}

/// The answer of a builtin operation; `None` where the name is not one.
pub(crate) fn run(operation: &str, request: &Value) -> Option<Value> {
    (operation == NOOP).then(|| request.clone())
}
