//! Checks what can be known before a run: literals against a JSON Schema. Expressions are let pass.
//!
//! Knows the keywords that say something about one literal (2020-12 §6, §10.3); what it does not know it lets pass,
//! since the connector checks the finished request again.

use serde_json::Value;

use super::expression::to_json;
use crate::definition::OperationInfo;
use crate::definition::report::{Code, Report};
use crate::definition::yaml::{Node, NodeKind, Span};

/// How many `$ref`s and combinations may be inside one another: a schema can name itself.
const MAX_SCHEMA_DEPTH: usize = 64;

/// Checks `with` against the input of an operation. A parameter that the schema does not name is unknown unless its
/// `additionalProperties` says otherwise: what the operation would ignore is a mistake.
pub(super) fn check(operation: &OperationInfo, call: Span, with: Option<&Node>, report: &mut Report) {
    let schema = &operation.input;
    let entries: &[_] = match with.map(|node| &node.kind) {
        Some(NodeKind::Map(entries)) => entries,
        Some(NodeKind::Reported) => return,
        _ => &[],
    };
    let properties = schema.get("properties").and_then(Value::as_object);
    let checker = Checker { root: schema };
    let known = || properties.into_iter().flat_map(|p| p.keys().map(String::as_str));
    for (key, value) in entries {
        match (
            properties.and_then(|p| p.get(&key.text)),
            schema.get("additionalProperties"),
        ) {
            (Some(schema), _) | (None, Some(schema @ Value::Object(_))) => {
                if let Some(wrong) = checker.wrong(value, schema, MAX_SCHEMA_DEPTH) {
                    let entry = report.error(
                        Code::WrongParameter,
                        wrong.span,
                        format!("parameter `{}` of `{}` {}", key.text, operation.name, wrong.what),
                    );
                    if let Some(hint) = wrong.hint {
                        entry.hint(hint);
                    }
                }
            }
            (None, Some(Value::Bool(true))) => {}
            (None, _) => {
                let entry = report.error(
                    Code::UnknownParameter,
                    key.span,
                    format!("`{}` has no parameter `{}`", operation.name, key.text),
                );
                let names: Vec<&str> = known().take(12).collect();
                if !names.is_empty() {
                    entry.hint(format!("it has {}", listed(&names)));
                }
                entry.nearest(&key.text, known());
            }
        }
    }
    for name in schema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        if entries.iter().all(|(key, _)| key.text != name) {
            report
                .error(
                    Code::MissingParameter,
                    call,
                    format!("`{}` needs the parameter `{name}`", operation.name),
                )
                .hint(format!("write it under `with`: `{name}: …`"));
        }
    }
}

/// Checks a literal, such as a `default`, against a schema. The place and what is wrong.
pub(super) fn check_literal(node: &Node, schema: &Value) -> Option<Wrong> {
    Checker { root: schema }.wrong(node, schema, MAX_SCHEMA_DEPTH)
}

/// What is wrong with a literal.
pub(super) struct Wrong {
    pub(super) span: Span,
    /// Goes on from "parameter `x` …".
    pub(super) what: String,
    pub(super) hint: Option<String>,
}

struct Checker<'s> {
    /// What `#/…` refers to.
    root: &'s Value,
}

impl Checker<'_> {
    fn wrong(&self, node: &Node, schema: &Value, depth: usize) -> Option<Wrong> {
        let depth = depth.checked_sub(1)?;
        let is_expression = matches!(&node.kind, NodeKind::Text(text, _) if text.starts_with('='));
        if is_expression || matches!(node.kind, NodeKind::Reported) {
            return None;
        }
        let wrong = |what: String| {
            Some(Wrong {
                span: node.span,
                what,
                hint: None,
            })
        };
        let Value::Object(schema) = schema else {
            return if *schema == Value::Bool(false) {
                wrong("is not allowed".to_owned())
            } else {
                None
            };
        };
        if let Some(target) = schema
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|r| r.strip_prefix('#'))
            && let Some(target) = self.root.pointer(target)
            && let Some(found) = self.wrong(node, target, depth)
        {
            return Some(found);
        }
        if let Some(types) = schema.get("type") {
            let types: Vec<&str> = match types {
                Value::String(one) => vec![one],
                Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
                _ => Vec::new(),
            };
            // An unknown type is reported where the schema is read.
            let known = types.iter().all(|t| type_in_words(t).is_some());
            if known && !types.is_empty() && !types.iter().any(|t| has_type(node, t)) {
                let hint = match &node.kind {
                    NodeKind::Text(text, _)
                        if text.parse::<f64>().is_ok() && types.iter().any(|t| matches!(*t, "integer" | "number")) =>
                    {
                        Some("leave the quotes out to make it a number".to_owned())
                    }
                    NodeKind::Bool(_) | NodeKind::Integer(_) | NodeKind::Float(_) if types.contains(&"string") => {
                        Some("put it in quotes to make it text".to_owned())
                    }
                    _ => None,
                };
                let what = format!(
                    "must be {}, and this is {}",
                    types
                        .iter()
                        .filter_map(|t| type_in_words(t))
                        .collect::<Vec<_>>()
                        .join(" or "),
                    node.kind.describe()
                );
                return Some(Wrong {
                    span: node.span,
                    what,
                    hint,
                });
            }
        }
        if !has_expression(node) {
            let value = to_json(node);
            if let Some(Value::Array(allowed)) = schema.get("enum")
                && !allowed.iter().any(|a| same(a, &value))
            {
                let names: Vec<&str> = allowed.iter().filter_map(Value::as_str).collect();
                let hint = value
                    .as_str()
                    .and_then(|text| crate::definition::report::nearest(text, names.iter().copied()));
                let shown: Vec<String> = allowed.iter().map(ToString::to_string).collect();
                return Some(Wrong {
                    span: node.span,
                    what: format!("must be one of {}", shown.join(", ")),
                    hint: hint.map(|near| format!("did you mean `{near}`?")),
                });
            }
            if let Some(only) = schema.get("const")
                && !same(only, &value)
            {
                return wrong(format!("must be {only}"));
            }
            if let Some(what) = out_of_range(&value, schema) {
                return wrong(what);
            }
        }
        self.inside(node, schema, depth)
            .or_else(|| self.combined(node, schema, depth))
    }

    /// What is inside a list or map.
    fn inside(&self, node: &Node, schema: &serde_json::Map<String, Value>, depth: usize) -> Option<Wrong> {
        match &node.kind {
            NodeKind::List(items) => {
                let schema = schema.get("items")?;
                items.iter().find_map(|item| self.wrong(item, schema, depth))
            }
            NodeKind::Map(entries) => {
                let properties = schema.get("properties").and_then(Value::as_object);
                for (key, value) in entries {
                    let found = match (
                        properties.and_then(|p| p.get(&key.text)),
                        schema.get("additionalProperties"),
                    ) {
                        (Some(schema), _) | (None, Some(schema @ Value::Object(_))) => self.wrong(value, schema, depth),
                        (None, Some(Value::Bool(false))) => {
                            let names: Vec<&str> = properties
                                .into_iter()
                                .flat_map(|p| p.keys().map(String::as_str))
                                .collect();
                            let near = crate::definition::report::nearest(&key.text, names.iter().copied());
                            Some(Wrong {
                                span: key.span,
                                what: format!("has no key `{}`", key.text),
                                hint: near.map(|near| format!("did you mean `{near}`?")),
                            })
                        }
                        _ => None,
                    };
                    if found.is_some() {
                        return found;
                    }
                }
                let required = schema.get("required").and_then(Value::as_array)?;
                let missing = required
                    .iter()
                    .filter_map(Value::as_str)
                    .find(|name| entries.iter().all(|(key, _)| key.text != *name))?;
                Some(Wrong {
                    span: node.span,
                    what: format!("needs the key `{missing}`"),
                    hint: None,
                })
            }
            _ => None,
        }
    }

    fn combined(&self, node: &Node, schema: &serde_json::Map<String, Value>, depth: usize) -> Option<Wrong> {
        let list = |name: &str| {
            schema
                .get(name)
                .and_then(Value::as_array)
                .map(Vec::as_slice)
                .unwrap_or_default()
        };
        if let Some(found) = list("allOf").iter().find_map(|s| self.wrong(node, s, depth)) {
            return Some(found);
        }
        for name in ["anyOf", "oneOf"] {
            let ways = list(name);
            // Several ways of a `oneOf` may seem to fit while expressions are unknown: only none at all is a mistake.
            if !ways.is_empty() && ways.iter().all(|s| self.wrong(node, s, depth).is_some()) {
                let mut wrongs = ways.iter().filter_map(|s| self.wrong(node, s, depth));
                return match (wrongs.next(), wrongs.next()) {
                    (Some(only), None) => Some(only),
                    _ => Some(Wrong {
                        span: node.span,
                        what: "has none of the forms it may have".to_owned(),
                        hint: None,
                    }),
                };
            }
        }
        None
    }
}

fn has_type(node: &Node, name: &str) -> bool {
    match (&node.kind, name) {
        (NodeKind::Null, "null")
        | (NodeKind::Bool(_), "boolean")
        | (NodeKind::Integer(_), "integer" | "number")
        | (NodeKind::Float(_), "number")
        | (NodeKind::Text(..), "string")
        | (NodeKind::List(_), "array")
        | (NodeKind::Map(_), "object") => true,
        // JSON Schema counts 1.0 as an integer.
        (NodeKind::Float(value), "integer") => value.fract() == 0.0,
        _ => false,
    }
}

/// A type of JSON Schema as this language calls it.
fn type_in_words(name: &str) -> Option<&'static str> {
    Some(match name {
        "null" => "null",
        "boolean" => "a boolean",
        "integer" => "an integer",
        "number" => "a number",
        "string" => "text",
        "array" => "a list",
        "object" => "a map",
        _ => return None,
    })
}

fn has_expression(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Text(text, _) => text.starts_with('='),
        NodeKind::List(items) => items.iter().any(has_expression),
        NodeKind::Map(entries) => entries.iter().any(|(_, value)| has_expression(value)),
        _ => false,
    }
}

/// Equality of JSON Schema: numbers by value.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        _ => a == b,
    }
}

fn out_of_range(value: &Value, schema: &serde_json::Map<String, Value>) -> Option<String> {
    let count = |name: &str| schema.get(name).and_then(Value::as_u64);
    match value {
        Value::Number(number) => {
            let number = number.as_f64()?;
            let limit = |name: &str| {
                schema
                    .get(name)
                    .filter(|l| l.is_number())
                    .and_then(|l| l.as_f64().map(|f| (f, l)))
            };
            match (
                limit("minimum"),
                limit("maximum"),
                limit("exclusiveMinimum"),
                limit("exclusiveMaximum"),
            ) {
                (Some((least, shown)), ..) if number < least => Some(format!("must be at least {shown}")),
                (_, Some((most, shown)), ..) if number > most => Some(format!("must be at most {shown}")),
                (_, _, Some((least, shown)), _) if number <= least => Some(format!("must be more than {shown}")),
                (_, _, _, Some((most, shown))) if number >= most => Some(format!("must be less than {shown}")),
                _ => None,
            }
        }
        Value::String(text) => {
            let length = text.chars().count() as u64;
            if let Some(least) = count("minLength").filter(|least| length < *least) {
                return Some(format!("must have at least {least} characters"));
            }
            if let Some(most) = count("maxLength").filter(|most| length > *most) {
                return Some(format!("must have at most {most} characters"));
            }
            let pattern = schema.get("pattern").and_then(Value::as_str)?;
            let differs = regex::Regex::new(pattern).is_ok_and(|pattern| !pattern.is_match(text));
            differs.then(|| format!("must match `{pattern}`"))
        }
        Value::Array(items) => {
            let length = items.len() as u64;
            if let Some(least) = count("minItems").filter(|least| length < *least) {
                return Some(format!("must have at least {least} items"));
            }
            count("maxItems")
                .filter(|most| length > *most)
                .map(|most| format!("must have at most {most} items"))
        }
        _ => None,
    }
}

/// "`a`, `b` and `c`".
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => format!("`{one}`"),
        [most @ .., last] => {
            format!(
                "{} and `{last}`",
                most.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ")
            )
        }
    }
}
