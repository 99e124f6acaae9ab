//! Definition files in `tests/definitions`: compiled to a summary, or to diagnostics.

mod files;
mod limits;
mod positions;
mod summary;

use serde_json::json;
use throughline_engine::definition::{
    Compiled, Diagnostic, OperationInfo, OperationKind, OperationList, Process, compile,
};
use throughline_engine::script::{Limits, ScriptEngine};

/// A few operations of two systems.
pub(crate) fn operations() -> OperationList {
    let operation = |name: &str, kind, input| OperationInfo {
        name: name.to_owned(),
        description: String::new(),
        kind,
        input,
        result: json!({}),
    };
    [
        operation(
            "webitel.users.search",
            OperationKind::Reads,
            json!({
                "type": "object",
                "properties": {
                    "page": { "type": "integer", "minimum": 1 },
                    "size": { "type": "integer", "minimum": 1, "maximum": 1000 },
                    "sort": { "type": "string", "enum": ["name", "extension"] },
                    "fields": { "type": "array", "items": { "type": "string", "minLength": 1 }, "maxItems": 20 },
                    "active": { "type": ["boolean", "null"] },
                },
            }),
        ),
        operation(
            "webitel.users.create",
            OperationKind::Writes,
            json!({
                "type": "object",
                "properties": {
                    "username": { "type": "string", "pattern": "^[a-z]+$" },
                    "extension": { "type": "string" },
                    "device": { "$ref": "#/$defs/device" },
                },
                "required": ["username"],
                "additionalProperties": false,
                "$defs": {
                    "device": {
                        "type": "object",
                        "properties": { "id": { "type": "integer" }, "kind": { "const": "sip" } },
                        "required": ["id"],
                        "additionalProperties": false,
                    },
                },
            }),
        ),
        operation(
            "creatio.contacts.create",
            OperationKind::Writes,
            json!({
                "type": "object",
                "properties": {
                    "name": { "type": "string" },
                    "account": { "anyOf": [{ "type": "string" }, { "type": "object" }] },
                    "share": { "type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1 },
                },
                "required": ["name"],
                "additionalProperties": { "type": "string" },
            }),
        ),
        operation(
            "http.request",
            OperationKind::Writes,
            json!({ "type": "object", "additionalProperties": true }),
        ),
    ]
    .into_iter()
    .collect()
}

/// Compiles with those operations.
pub(crate) fn compile_with_stubs(source: &str) -> Result<Compiled, Vec<Diagnostic>> {
    compile(source, &operations(), &ScriptEngine::new(Limits::default()))
}

/// The process of a source that must be right.
pub(crate) fn valid(source: &str) -> Process {
    compile_with_stubs(source)
        .unwrap_or_else(|d| panic!("{}", render(&d, "test.yaml", source)))
        .process
}

/// The diagnostics of a source that must be wrong.
pub(crate) fn invalid(source: &str) -> Vec<Diagnostic> {
    compile_with_stubs(source).expect_err("the source is wrong")
}

/// Diagnostics as people see them.
pub(crate) fn render(diagnostics: &[Diagnostic], file: &str, source: &str) -> String {
    diagnostics
        .iter()
        .map(|d| d.render(file, source))
        .collect::<Vec<_>>()
        .join("\n")
}
