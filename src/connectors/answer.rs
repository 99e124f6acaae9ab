//! From an HTTP answer to the operation's result: unwrapped, selected, mapped and put in the shape its schema promises.

use reqwest::header::HeaderMap;
use serde_json::{Map, Value, json};

use super::connection::Answer;
use super::declaration::{ErrorRules, EvaluateError, Operation, Scope, Select, Template, shape};
use super::failure::{self, Certainty, Failure};
use super::mask::Mask;
use super::request::unusable;

/// Makes a result or a failure of an answer.
pub(super) fn read(
    rules: &ErrorRules,
    operation: &Operation,
    scope: &Scope<'_>,
    answer: &Answer,
    mask: &Mask,
) -> Result<Value, Failure> {
    let parsed = answer.json();
    let body = parsed.as_ref().unwrap_or(&Value::Null);
    if let Some(failure) = failure::of_answer(rules, &operation.name, answer.status, &answer.headers, body, mask) {
        if let (Some(instead), "not_found") = (&operation.when_not_found, failure.code.as_str()) {
            let value = instead.evaluate(scope).map_err(|error| unusable(operation, &error.0))?;
            return Ok(finished(operation, value.unwrap_or_default()));
        }
        return Err(failure);
    }
    let Some(mut body) = parsed else {
        return Err(unexpected(
            operation,
            answer,
            if answer.is_html() {
                "an HTML page"
            } else {
                "something that is not JSON"
            },
        ));
    };
    if let Value::Object(map) = &mut body
        && map.len() == 1
        && let Some(inner) = operation.unwrap.iter().find_map(|key| map.remove(key))
    {
        body = inner;
    }
    let result = match (&operation.select, &operation.answer) {
        (None, None) => body,
        (select, template) => {
            let response = json!({"status": answer.status, "headers": shown(&answer.headers), "body": body});
            let scope = Scope {
                response: Some(&response),
                ..*scope
            };
            evaluate_answer(select.as_ref(), template.as_ref(), &scope).map_err(|error| {
                unexpected(
                    operation,
                    answer,
                    &format!("something its declaration cannot read ({})", error.0),
                )
            })?
        }
    };
    let result = finished(operation, result);
    match misfit(&result, &operation.info.result) {
        Some(why) => Err(unexpected(operation, answer, &why)),
        None => Ok(result),
    }
}

/// The result with what its schema promises filled in.
pub(super) fn finished(operation: &Operation, mut result: Value) -> Value {
    shape(&mut result, &operation.info.result);
    result
}

/// A success whose answer cannot be used: for a write it may well have been done.
fn unexpected(operation: &Operation, answer: &Answer, what: &str) -> Failure {
    let what = format!("answered {} to {} with {what}", answer.status, operation.name);
    Failure::new("unexpected_answer", Certainty::Unknown, what)
        .advise("Check that base_url is the address of this interface and not of a page or proxy.")
}

fn evaluate_answer(
    select: Option<&Select>,
    template: Option<&Template>,
    scope: &Scope<'_>,
) -> Result<Value, EvaluateError> {
    let selected = select.map(|select| pick(select, scope)).transpose()?;
    match (template, &selected) {
        (Some(template), _) => {
            let scope = Scope {
                selected: selected.as_ref(),
                ..*scope
            };
            Ok(template.evaluate(&scope)?.unwrap_or_default())
        }
        (None, _) => Ok(selected.unwrap_or_default()),
    }
}

/// The rows whose parts equal those asked for, exactly.
fn pick(select: &Select, scope: &Scope<'_>) -> Result<Value, EvaluateError> {
    let rows = match select.list.evaluate(scope)? {
        Some(Value::Array(rows)) => rows,
        None | Some(Value::Null) => Vec::new(),
        Some(_) => return Err(EvaluateError("the rows are not a list".to_owned())),
    };
    let wanted = match &select.equal {
        Some(equal) => equal
            .evaluate(scope)?
            .and_then(|wanted| wanted.as_object().cloned())
            .unwrap_or_default(),
        None => Map::new(),
    };
    let mut matching = rows
        .into_iter()
        .filter(|row| wanted.iter().all(|(key, value)| failure::at(row, key) == Some(value)));
    Ok(if select.all {
        matching.collect()
    } else {
        matching.next().unwrap_or_default()
    })
}

/// Says where a result is no container although its schema promises one: a script that trusted it would fail far away.
fn misfit(result: &Value, schema: &Value) -> Option<String> {
    let kind = |value: &Value| match value {
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        _ => "other",
    };
    let wrong = |value: &Value, schema: &Value| {
        let promised = schema.get("type").and_then(Value::as_str)?;
        (matches!(promised, "array" | "object") && kind(value) != promised).then(|| promised.to_owned())
    };
    if let Some(promised) = wrong(result, schema) {
        return Some(format!("something else than an {promised}"));
    }
    let properties = schema.get("properties").and_then(Value::as_object)?;
    properties.iter().find_map(|(name, property)| {
        wrong(result.get(name)?, property).map(|promised| format!("`{name}` that is no {promised}"))
    })
}

fn shown(headers: &HeaderMap) -> Value {
    let pairs = headers
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), json!(value.to_str().ok()?))));
    Value::Object(pairs.collect::<Map<_, _>>())
}
