//! One HTTP exchange: send, read a bounded answer, say what went wrong on the way.

use std::error::Error;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::{Client, Method};
use serde_json::Value;
use url::Url;

use crate::connectors::failure::{Certainty, Failure};
use crate::connectors::outgoing::AddressRefused;

/// A request, all of it known before it is sent, so that it can be repeated. It may hold secrets and is never printed.
pub(crate) struct Request {
    pub(crate) operation: String,
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Vec<u8>>,
    /// Whether the connection's credentials go along.
    pub(crate) signed: bool,
    /// Less time than the connection gives.
    pub(crate) timeout: Option<Duration>,
}

/// An answer, whatever its status. It may repeat secrets and is never printed.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// Bounds of one exchange.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) timeout: Duration,
    pub(super) max_response_bytes: usize,
}

/// Sends the request with `extra` headers and reads the answer.
pub(super) async fn send(
    client: &Client,
    request: &Request,
    extra: HeaderMap,
    bounds: Bounds,
) -> Result<Answer, Failure> {
    let operation = &request.operation;
    let timeout = request
        .timeout
        .map_or(bounds.timeout, |timeout| timeout.min(bounds.timeout));
    let mut builder = client
        .request(request.method.clone(), request.url.clone())
        .timeout(timeout)
        .headers(request.headers.clone())
        .headers(extra);
    if let Some(body) = &request.body {
        builder = builder.body(body.clone());
    }
    let mut response = builder
        .send()
        .await
        .map_err(|error| transport(error, operation, timeout))?;
    let status = response.status().as_u16();
    let headers = std::mem::take(response.headers_mut());
    let mut body = Vec::new();
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(|error| transport(error, operation, timeout))?
    {
        if body.len() + chunk.len() > bounds.max_response_bytes {
            return Err(too_large(operation, status, bounds.max_response_bytes));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer { status, headers, body })
}

fn too_large(operation: &str, status: u16, limit: usize) -> Failure {
    let what = format!("answered {status} to {operation} with more than {limit} bytes");
    Failure::new("answer_too_large", Certainty::UnknownPermanent, what)
        .advise("Ask for less at once, or raise max_response_bytes of the connection.")
}

/// Only a failure to connect is sure to have reached nobody.
fn transport(error: reqwest::Error, operation: &str, timeout: Duration) -> Failure {
    let place = error
        .url()
        .and_then(|url| Some(format!(" at {}:{}", url.host_str()?, url.port_or_known_default()?)));
    let place = place.unwrap_or_default();
    let error = error.without_url();
    if error.is_builder() {
        let what = format!("cannot be sent {operation}: {}", chain(&error));
        return Failure::new("invalid_request", Certainty::NotDonePermanent, what);
    }
    if let Some(refused) = AddressRefused::behind(&error) {
        return refused.failure(operation);
    }
    if error.is_connect() {
        let what = format!("could not be reached{place} for {operation}: {}", chain(&error));
        return Failure::new("unavailable", Certainty::NotDoneTransient, what).system_down();
    }
    if error.is_timeout() {
        let what = format!("did not answer {operation} within {} ms", timeout.as_millis());
        return Failure::new("timeout", Certainty::Unknown, what).system_down();
    }
    let what = format!("broke off the connection during {operation}: {}", chain(&error));
    Failure::new("connection_lost", Certainty::Unknown, what).system_down()
}

/// The causes of an error, outermost first; the library's own words for the outermost say nothing of use.
fn chain(error: &dyn Error) -> String {
    let mut causes = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        causes.push(cause.to_string());
        next = cause.source();
    }
    causes.dedup();
    if causes.is_empty() {
        error.to_string()
    } else {
        causes.join(": ")
    }
}

impl Answer {
    /// The body as JSON: null where there is none, `None` where it is something else.
    pub(crate) fn json(&self) -> Option<Value> {
        let text = self.body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&self.body);
        if text.iter().all(u8::is_ascii_whitespace) {
            return Some(Value::Null);
        }
        serde_json::from_slice(text).ok()
    }

    /// Whether the body looks like a page for people.
    pub(crate) fn is_html(&self) -> bool {
        let declared = self
            .headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|t| t.contains("html"));
        declared || self.body.trim_ascii_start().starts_with(b"<")
    }
}
