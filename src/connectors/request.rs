//! From a call to an HTTP request: the input checked, the declaration's templates filled in.

use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;
use throughline_engine::definition::OperationKind;
use url::Url;

use super::connection::{Connection, Request};
use super::declaration::{EvaluateError, Operation, Scope, header_value, query_part};
use super::failure::{Certainty, Failure};

/// Checks a request, its defaults filled in, against the operation's input schema.
pub(super) fn check(operation: &Operation, request: &Value) -> Result<(), Failure> {
    let Err(error) = operation.input_check.validate(request) else {
        return Ok(());
    };
    let place = error.instance_path().to_string();
    let place = if place.is_empty() {
        "the request".to_owned()
    } else {
        format!("`{}`", place.trim_start_matches('/'))
    };
    Err(unusable(operation, &format!("{place}: {}", error.masked())))
}

/// Nothing was sent, because it could not be made or read.
pub(super) fn unusable(operation: &Operation, why: &str) -> Failure {
    let what = format!("was not asked for {}: {why}", operation.name);
    Failure::new("invalid_request", Certainty::NotDonePermanent, what).advise("Correct the step's `with`.")
}

/// Builds the HTTP request of a call.
pub(super) fn build(connection: &Connection, operation: &Operation, scope: &Scope<'_>) -> Result<Request, Failure> {
    let unusable = |error: EvaluateError| unusable(operation, &error.0);
    let path = operation.path.evaluate(scope).map_err(unusable)?;
    let path = path.ok_or_else(|| self::unusable(operation, "a value of its address is missing"))?;
    let mut query = Vec::new();
    for (key, template) in &operation.query {
        match template.evaluate(scope).map_err(unusable)? {
            None | Some(Value::Null) => {}
            Some(Value::Array(items)) => {
                for item in &items {
                    query.push(pair(operation, key, item)?);
                }
            }
            Some(value) => query.push(pair(operation, key, &value)?),
        }
    }
    let mut address = format!("{}{path}", connection.base);
    if !query.is_empty() {
        address.push('?');
        address.push_str(&query.join("&"));
    }
    let url =
        Url::parse(&address).map_err(|error| self::unusable(operation, &format!("its address is wrong: {error}")))?;
    // Whatever a declaration makes of its values, the call stays with the configured system.
    if url.origin() != connection.origin {
        return Err(self::unusable(
            operation,
            "its address would leave the connection's base_url",
        ));
    }
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    let body = match &operation.body {
        Some(body) => {
            headers.insert(
                CONTENT_TYPE,
                HeaderValue::from_static("application/json; charset=utf-8"),
            );
            let value = body.evaluate(scope).map_err(unusable)?.unwrap_or_default();
            Some(value.to_string().into_bytes())
        }
        None => None,
    };
    for (name, template) in connection.connector.headers.iter().chain(&operation.headers) {
        if let Some(value) = template
            .evaluate(scope)
            .map_err(unusable)?
            .filter(|value| !value.is_null())
        {
            let (name, value) = header(operation, name, &plain(&value))?;
            headers.insert(name, value);
        }
    }
    if operation.info.kind == OperationKind::Writes {
        let (name, value) = header(operation, "idempotency-key", &header_value(scope.idempotency_key))?;
        headers.insert(name, value);
    }
    Ok(Request {
        operation: operation.name.clone(),
        method: operation.method.clone(),
        url,
        headers,
        body,
        signed: true,
        timeout: None,
    })
}

pub(super) fn pair(operation: &Operation, key: &str, value: &Value) -> Result<String, Failure> {
    match value {
        Value::Array(_) | Value::Object(_) => Err(unusable(
            operation,
            &format!("`{key}` of the query is a list of lists or an object"),
        )),
        value => Ok(format!("{}={}", query_part(key), query_part(&plain(value)))),
    }
}

pub(super) fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn header(operation: &Operation, name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Failure> {
    match (HeaderName::try_from(name), HeaderValue::from_str(value)) {
        (Ok(name), Ok(value)) => Ok((name, value)),
        _ => Err(unusable(
            operation,
            &format!("the header `{name}` cannot carry its value"),
        )),
    }
}
