//! The input of a process: a JSON Schema (2020-12) written as YAML, checked for what an author gets wrong.

use serde_json::{Value, json};

use super::expression::to_json;
use super::parameters::check_literal;
use super::step::wrong_type;
use crate::definition::report::{Code, Report};
use crate::definition::yaml::{Key, Node, NodeKind, Span};

/// Keywords of JSON Schema 2020-12 that a definition may use. References are left out: an input stands by itself.
const KEYWORDS: &[&str] = &[
    "type",
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "enum",
    "const",
    "properties",
    "required",
    "additionalProperties",
    "patternProperties",
    "propertyNames",
    "minProperties",
    "maxProperties",
    "dependentRequired",
    "items",
    "prefixItems",
    "contains",
    "minContains",
    "maxContains",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "contentEncoding",
    "contentMediaType",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "$comment",
];
const TYPES: &[&str] = &["object", "array", "string", "integer", "number", "boolean", "null"];

/// Checks the `input` of a process and gives it as JSON with `type: object` filled in.
pub(super) fn check(node: &Node, report: &mut Report) -> Value {
    schema(node, report);
    if let Some(kind) = entry(node, "type")
        && !matches!(&kind.kind, NodeKind::Text(text, _) if text == "object")
        && !matches!(kind.kind, NodeKind::Reported)
    {
        report
            .error(Code::InputSchema, kind.span, "the input of a process is an object")
            .hint("leave `type` out, and put each value under `properties`");
    }
    if let Some(mark) = entry(node, "writeOnly")
        && matches!(mark.kind, NodeKind::Bool(true))
    {
        report
            .error(Code::InputSchema, mark.span, "the input as a whole cannot be secret")
            .hint("put `writeOnly: true` on each of the `properties` that is");
    }
    let mut value = to_json(node);
    if let Some(object) = value.as_object_mut() {
        object.entry("type").or_insert_with(|| json!("object"));
    }
    value
}

fn entries(node: &Node) -> &[(Key, Node)] {
    match &node.kind {
        NodeKind::Map(entries) => entries,
        _ => &[],
    }
}

fn entry<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    entries(node)
        .iter()
        .find(|(key, _)| key.text == name)
        .map(|(_, value)| value)
}

fn schema(node: &Node, report: &mut Report) {
    match &node.kind {
        NodeKind::Map(_) | NodeKind::Bool(_) | NodeKind::Reported => {}
        _ => return wrong_type(report, node, "a schema", "a map such as `{ type: string }`"),
    }
    for (key, value) in entries(node) {
        let fits = |fits: bool, expected: &str, report: &mut Report| {
            if !fits {
                wrong_type(report, value, &format!("`{}`", key.text), expected);
            }
        };
        match key.text.as_str() {
            name if !KEYWORDS.contains(&name) => {
                let entry = report.error(
                    Code::InputSchema,
                    key.span,
                    format!("`{name}` is no keyword of JSON Schema that an input may use"),
                );
                entry.nearest(name, KEYWORDS.iter().copied());
            }
            "type" => types(value, report),
            "properties" | "patternProperties" => match &value.kind {
                NodeKind::Map(properties) => properties.iter().for_each(|(_, property)| schema(property, report)),
                _ => wrong_type(report, value, &format!("`{}`", key.text), "a map of schemas"),
            },
            "required" => required(node, value, report),
            "items" | "additionalProperties" | "propertyNames" | "contains" | "not" | "if" | "then" | "else" => {
                schema(value, report)
            }
            "allOf" | "anyOf" | "oneOf" | "prefixItems" => match &value.kind {
                NodeKind::List(items) => items.iter().for_each(|item| schema(item, report)),
                _ => wrong_type(report, value, &format!("`{}`", key.text), "a list of schemas"),
            },
            "enum" | "examples" => fits(matches!(value.kind, NodeKind::List(_)), "a list", report),
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => fits(
                matches!(value.kind, NodeKind::Integer(_) | NodeKind::Float(_)),
                "a number",
                report,
            ),
            "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties" | "minContains"
            | "maxContains" => fits(
                matches!(value.kind, NodeKind::Integer(0..)),
                "a whole number from 0",
                report,
            ),
            "uniqueItems" | "deprecated" | "readOnly" | "writeOnly" => {
                fits(matches!(value.kind, NodeKind::Bool(_)), "`true` or `false`", report)
            }
            "title" | "description" | "format" | "contentEncoding" | "contentMediaType" | "$comment" => {
                fits(matches!(value.kind, NodeKind::Text(..)), "text", report)
            }
            "pattern" => match &value.kind {
                NodeKind::Text(pattern, _) => {
                    if let Err(error) = regex::Regex::new(pattern) {
                        let why = error.to_string();
                        let why = why.lines().last().unwrap_or_default().trim_start_matches("error: ");
                        report.error(
                            Code::InputSchema,
                            value.span,
                            format!("this pattern is no regular expression: {why}"),
                        );
                    }
                }
                _ => wrong_type(report, value, "`pattern`", "text"),
            },
            "default" => default(node, value, report),
            _ => {}
        }
    }
    if let Some(mark) = entry(node, "writeOnly")
        && matches!(mark.kind, NodeKind::Bool(true))
    {
        secret(node, report);
    }
}

/// A secret value (`writeOnly: true`) does not stand in the definition, where everybody reads it.
fn secret(node: &Node, report: &mut Report) {
    for (key, _) in entries(node) {
        if ["default", "const", "enum", "examples"].contains(&key.text.as_str()) {
            report
                .error(
                    Code::InputSchema,
                    key.span,
                    format!(
                        "a secret (`writeOnly: true`) has no `{}`: everybody who sees the definition would read it",
                        key.text
                    ),
                )
                .hint("leave it out; a secret that is always the same belongs into a connection");
        }
    }
    if let Some(read_only) = entry(node, "readOnly")
        && matches!(read_only.kind, NodeKind::Bool(true))
    {
        report.error(
            Code::InputSchema,
            read_only.span,
            "`readOnly` and `writeOnly` cannot both be true: nobody could give this value",
        );
    }
}

fn types(value: &Node, report: &mut Report) {
    let mut one = |node: &Node| match &node.kind {
        NodeKind::Text(name, _) if TYPES.contains(&name.as_str()) => {}
        NodeKind::Text(name, _) => {
            let entry = report.error(Code::InputSchema, node.span, format!("there is no type `{name}`"));
            entry.hint(format!("the types are {}", TYPES.join(", ")));
            let known = match name.as_str() {
                "int" | "long" => Some("integer"),
                "float" | "double" | "decimal" => Some("number"),
                "str" | "text" => Some("string"),
                "bool" => Some("boolean"),
                "list" => Some("array"),
                "map" | "dict" => Some("object"),
                _ => crate::definition::report::nearest(name, TYPES.iter().copied()),
            };
            if let Some(known) = known {
                entry.hint(format!("did you mean `{known}`?"));
            }
        }
        NodeKind::Null => {
            report
                .error(Code::InputSchema, node.span, "`type` names a type")
                .hint("put `\"null\"` in quotes if that is the type");
        }
        _ => wrong_type(report, node, "`type`", "the name of a type, or a list of them"),
    };
    match &value.kind {
        NodeKind::List(items) => items.iter().for_each(one),
        _ => one(value),
    }
}

fn required(node: &Node, value: &Node, report: &mut Report) {
    let NodeKind::List(items) = &value.kind else {
        let what = if matches!(value.kind, NodeKind::Bool(_)) {
            "`required` (it stands beside `properties`, not inside one)"
        } else {
            "`required`"
        };
        return wrong_type(report, value, what, "a list of names");
    };
    let properties = entry(node, "properties").map(entries);
    for item in items {
        match (&item.kind, properties) {
            (NodeKind::Text(name, _), Some(properties)) if properties.iter().all(|(key, _)| key.text != *name) => {
                report
                    .error(
                        Code::InputSchema,
                        item.span,
                        format!("`required` names `{name}`, which is not among the properties"),
                    )
                    .nearest(name, properties.iter().map(|(key, _)| key.text.as_str()));
            }
            (NodeKind::Text(..), _) => {}
            _ => wrong_type(report, item, "an item of `required`", "a name"),
        }
    }
}

fn default(node: &Node, value: &Node, report: &mut Report) {
    if matches!(&value.kind, NodeKind::Text(text, _) if text.starts_with('=')) {
        report
            .error(
                Code::InputSchema,
                value.span,
                "a `default` is literal: there is no run yet to evaluate an expression in",
            )
            .hint("use a variable for a value that is computed");
        return;
    }
    if let Some(wrong) = check_literal(value, &to_json(node)) {
        let span: Span = wrong.span;
        let entry = report.error(Code::InputSchema, span, format!("this `default` {}", wrong.what));
        if let Some(hint) = wrong.hint {
            entry.hint(hint);
        }
    }
}
