//! Generic operations (`http.get`, `http.send`): the request says method, address, headers and body.
//!
//! What a process may say is bounded by its connection: where requests may go, how long they take and how much of an
//! answer is read. The connection's credentials go to its base_url only.

use std::time::Duration;

use reqwest::Method;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION, SET_COOKIE};
use serde_json::{Map, Value, json};
use throughline_engine::definition::OperationKind;
use url::Url;

use super::connection::{Answer, Connection, Purpose, Request};
use super::declaration::{Operation, header_value};
use super::failure::{self, Certainty, Failure};
use super::figures::Sample;
use super::mask::Mask;
use super::request::{pair, plain, unusable};

/// Headers that the connection and the client say themselves: a process that could say them could speak for another host,
/// hide a second request in the body of the first, or pass for the connection.
const KEPT: [&str; 14] = [
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "keep-alive",
    "te",
    "trailer",
    "upgrade",
    "expect",
    "accept-encoding",
    "proxy-authorization",
    "proxy-connection",
    "forwarded",
    "via",
];

/// Makes one exchange. `mask` knows what of the request must not be shown.
pub(super) async fn perform(
    connection: &Connection,
    operation: &Operation,
    request: &Value,
    key: &str,
    mut mask: Mask,
    (purpose, sample): (Purpose, &mut Sample),
) -> Result<Value, Failure> {
    let sent = build(connection, operation, request, key)?;
    let mut session = Mask::default();
    let exchanged = connection.exchange(&sent, purpose, &mut session, sample).await;
    mask.join(&session);
    let expect: Vec<u64> = items(request, "expect").filter_map(Value::as_u64).collect();
    let mut result = read(connection, &sent, &expect, &exchanged?, &mask)?;
    // An interface may answer the headers it was sent: the connection's credentials are no result.
    session.clean_value(&mut result);
    Ok(result)
}

fn build(connection: &Connection, operation: &Operation, request: &Value, key: &str) -> Result<Request, Failure> {
    let unusable = |why: &str| unusable(operation, why);
    let text = |name: &str| request.get(name).and_then(Value::as_str);
    let method = text("method").unwrap_or_default();
    let method = Method::from_bytes(method.as_bytes()).map_err(|_| unusable("its method is none"))?;
    let mut url = match (text("url"), text("path")) {
        (Some(_), Some(_)) => return Err(unusable("say either `url` or `path`")),
        (Some(url), None) => Url::parse(url).map_err(|error| unusable(&format!("`url` is no address: {error}")))?,
        (None, path) => {
            let path = path.unwrap_or_default();
            if !path.is_empty() && !path.starts_with(['/', '?']) {
                return Err(unusable("`path` does not begin with `/`"));
            }
            Url::parse(&format!("{}{path}", connection.base))
                .map_err(|error| unusable(&format!("`path` makes no address: {error}")))?
        }
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err(unusable(
            "its address holds a user or password; put them into a header or the connection",
        ));
    }
    url.set_fragment(None);
    let mut query: Vec<String> = url.query().map(str::to_owned).into_iter().collect();
    for (name, value) in object(request, "query") {
        match value {
            Value::Null => {}
            Value::Array(items) => {
                for item in items {
                    query.push(pair(operation, name, item)?);
                }
            }
            value => query.push(pair(operation, name, value)?),
        }
    }
    if !query.is_empty() {
        url.set_query(Some(&query.join("&")));
    }
    let shown = format!("{method} {}", url.host_str().unwrap_or_default());
    let outgoing = connection
        .outgoing
        .as_ref()
        .expect("a connection of a generic connector has rules");
    outgoing.check(&url, &shown)?;
    let signed = url.origin() == connection.origin;
    let (body, kind) = body(operation, request)?;
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static("application/json, */*;q=0.5"));
    if let Some(kind) = kind {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    if operation.info.kind == OperationKind::Writes
        && let Ok(value) = HeaderValue::from_str(&header_value(key))
    {
        headers.insert(HeaderName::from_static("idempotency-key"), value);
    }
    for (name, value) in object(request, "headers") {
        let Some(value) = value.as_str() else { continue };
        let (name, value) = header(operation, connection, signed, name, value)?;
        headers.insert(name, value);
    }
    Ok(Request {
        operation: shown,
        method,
        url,
        headers,
        body,
        signed,
        timeout: request
            .get("timeout_ms")
            .and_then(Value::as_u64)
            .map(Duration::from_millis),
    })
}

fn header(
    operation: &Operation,
    connection: &Connection,
    signed: bool,
    name: &str,
    value: &str,
) -> Result<(HeaderName, HeaderValue), Failure> {
    let parsed = HeaderName::try_from(name).map_err(|_| unusable(operation, "a name of `headers` is none"))?;
    let own = signed
        && connection
            .connector
            .auth
            .token
            .as_ref()
            .is_some_and(|token| connection.signs() && token.header.eq_ignore_ascii_case(name));
    if own || KEPT.contains(&parsed.as_str()) {
        let why = format!("the header `{parsed}` is not for a process to say");
        return Err(unusable(operation, &why));
    }
    let mut value = HeaderValue::from_str(value)
        .map_err(|_| unusable(operation, &format!("the header `{parsed}` cannot carry its value")))?;
    // It may be a secret: no debug print shows it, no table of HTTP/2 keeps it.
    value.set_sensitive(true);
    Ok((parsed, value))
}

/// The body and what it is.
fn body(operation: &Operation, request: &Value) -> Result<(Option<Vec<u8>>, Option<&'static str>), Failure> {
    let given: Vec<&str> = ["json", "text", "form"]
        .into_iter()
        .filter(|name| request.get(name).is_some())
        .collect();
    match given.as_slice() {
        [] => Ok((None, None)),
        ["json"] => Ok((Some(request["json"].to_string().into_bytes()), Some("application/json"))),
        ["text"] => {
            let text = request["text"].as_str().unwrap_or_default();
            Ok((Some(text.as_bytes().to_vec()), Some("text/plain; charset=utf-8")))
        }
        ["form"] => {
            let mut form = url::form_urlencoded::Serializer::new(String::new());
            for (name, value) in object(request, "form").filter(|(_, value)| !value.is_null()) {
                if value.is_array() || value.is_object() {
                    return Err(unusable(
                        operation,
                        &format!("`{name}` of the form is a list or an object"),
                    ));
                }
                form.append_pair(name, &plain(value));
            }
            Ok((
                Some(form.finish().into_bytes()),
                Some("application/x-www-form-urlencoded"),
            ))
        }
        _ => Err(unusable(operation, "say one of `json`, `text` and `form`")),
    }
}

fn object<'a>(request: &'a Value, name: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    request.get(name).and_then(Value::as_object).into_iter().flatten()
}

fn items<'a>(request: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    request.get(name).and_then(Value::as_array).into_iter().flatten()
}

fn read(
    connection: &Connection,
    sent: &Request,
    expect: &[u64],
    answer: &Answer,
    mask: &Mask,
) -> Result<Value, Failure> {
    let body = content(sent, answer)?;
    let expected = match expect {
        [] => (200..300).contains(&answer.status),
        statuses => statuses.contains(&answer.status.into()),
    };
    if expected {
        return Ok(json!({"status": answer.status, "headers": headers(&answer.headers), "body": body}));
    }
    let rules = &connection.connector.errors;
    let failure = failure::of_answer(rules, &sent.operation, answer.status, &answer.headers, &body, mask);
    let mut failure = failure.unwrap_or_else(|| {
        let what = format!(
            "answered {} to {}, which the step does not expect",
            answer.status, sent.operation
        );
        let mut failure = Failure::new("unexpected_status", Certainty::UnknownPermanent, what);
        failure.data.insert("status".to_owned(), json!(answer.status));
        failure.data.insert("body".to_owned(), mask.value(&body));
        failure
    });
    if let Some(location) = answer.headers.get(LOCATION).and_then(|value| value.to_str().ok()) {
        failure.data.insert("location".to_owned(), json!(mask.text(location)));
        failure.advice = Some("Redirects are not followed: call the address it names, if it is meant.".to_owned());
    }
    Err(failure)
}

/// The body: JSON where the answer says that it is, else text.
fn content(sent: &Request, answer: &Answer) -> Result<Value, Failure> {
    let kind = answer
        .headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let unreadable = |what: &str| {
        let what = format!("answered {} to {} with {what}", answer.status, sent.operation);
        Failure::new("unexpected_answer", Certainty::Unknown, what)
    };
    if answer.body.is_empty() {
        return Ok(Value::Null);
    }
    if kind == "application/json" || kind.ends_with("+json") {
        return answer
            .json()
            .ok_or_else(|| unreadable("a body that it calls JSON and that is none"));
    }
    match std::str::from_utf8(&answer.body) {
        Ok(text) => Ok(Value::String(text.to_owned())),
        Err(_) => Err(unreadable("a body that is neither JSON nor text")),
    }
}

/// The headers of an answer, without cookies: they are credentials, and a result is kept.
fn headers(headers: &HeaderMap) -> Map<String, Value> {
    headers
        .iter()
        .filter(|(name, _)| **name != SET_COOKIE)
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), json!(value.to_str().ok()?))))
        .collect()
}
