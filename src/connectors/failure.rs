//! Why an exchange failed, and what that means for the call: which class, which code, which words.

use std::time::{Duration, SystemTime};

use reqwest::header::{HeaderMap, RETRY_AFTER};
use serde_json::{Map, Value, json};
use throughline_engine::definition::OperationKind;
use throughline_engine::kernel::{EffectError, ErrorClass};

use super::declaration::{Connector, ErrorRules, OnUncertain, Operation, RuleClass};
use super::mask::Mask;

/// Longest `Retry-After` that is honoured: a server cannot park a run for days.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(15 * 60);

/// What an exchange came to when it did not come to a usable answer.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    /// Our code without the connector's name.
    pub(super) code: String,
    pub(super) certainty: Certainty,
    /// What happened, as the beginning of a sentence without its end: `answered 503 (Service Unavailable)`.
    pub(super) what: String,
    /// What to do, where the failure itself says so.
    pub(super) advice: Option<String>,
    pub(super) data: Map<String, Value>,
    pub(super) retry_after: Option<Duration>,
    /// Whether the system, and not just this call, is in trouble: counts for the circuit breaker.
    pub(super) system_down: bool,
    /// The other side refused the credentials: asking again with the same ones may lock the account.
    pub(super) credentials_refused: bool,
}

/// What is known about the other side after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Certainty {
    /// It was not done, and trying again later may help.
    NotDoneTransient,
    /// It was not done, and trying again will not help.
    NotDonePermanent,
    /// It may have been done.
    Unknown,
    /// It may have been done, and trying again will end the same way.
    UnknownPermanent,
}

impl Failure {
    pub(super) fn new(code: impl Into<String>, certainty: Certainty, what: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            certainty,
            what: what.into(),
            advice: None,
            data: Map::new(),
            retry_after: None,
            system_down: false,
            credentials_refused: false,
        }
    }

    pub(super) fn advise(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    pub(super) fn system_down(mut self) -> Self {
        self.system_down = true;
        self
    }

    pub(super) fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait.min(MAX_RETRY_AFTER));
        self
    }

    /// What happened, as a sentence about the system called so.
    pub(super) fn sentence(&self, title: &str) -> String {
        format!("{title} {}.", self.what.trim_end_matches(['.', ' ']))
    }

    /// The error of the call, in the words of a person: who, what, what stands, what next.
    pub(super) fn into_error(self, connector: &Connector, operation: &Operation, connection: &str) -> EffectError {
        let title = connector.title_of(connection);
        let writes = operation.info.kind == OperationKind::Writes;
        let uncertain = writes && matches!(self.certainty, Certainty::Unknown | Certainty::UnknownPermanent);
        let (class, stands): (ErrorClass, String) = match (self.certainty, &operation.on_uncertain) {
            (_, OnUncertain::Ask) if uncertain => (
                ErrorClass::Uncertain,
                format!(
                    "It is not known whether it was done. Look in {} and then retry the step or skip it with an output.",
                    title
                ),
            ),
            (Certainty::Unknown | Certainty::UnknownPermanent, OnUncertain::Verify(verify)) => (
                ErrorClass::Transient,
                format!(
                    "It is not known whether it was done; the next attempt first asks {}.{}.",
                    connector.name, verify.operation
                ),
            ),
            (Certainty::UnknownPermanent, _) => (ErrorClass::Permanent, String::new()),
            (Certainty::Unknown, _) if uncertain => (
                ErrorClass::Transient,
                "It is not known whether it was done; doing it again does no harm.".to_owned(),
            ),
            (Certainty::Unknown | Certainty::NotDoneTransient, _) => (
                ErrorClass::Transient,
                if writes { "Nothing was written." } else { "" }.to_owned(),
            ),
            (Certainty::NotDonePermanent, _) => (
                ErrorClass::Permanent,
                if writes { "Nothing was written." } else { "" }.to_owned(),
            ),
        };
        let code = match class {
            ErrorClass::Uncertain => "uncertain".to_owned(),
            _ => format!("{}.{}", connector.name, self.code),
        };
        let mut message = self.sentence(title);
        for sentence in [stands, self.advice.unwrap_or_default()]
            .iter()
            .filter(|sentence| !sentence.is_empty())
        {
            message.push(' ');
            message.push_str(sentence);
        }
        let mut data = self.data;
        data.insert("operation".to_owned(), json!(operation.info.name));
        data.insert("connection".to_owned(), json!(connection));
        if class == ErrorClass::Uncertain {
            data.insert("reason".to_owned(), json!(format!("{}.{}", connector.name, self.code)));
        }
        EffectError {
            code,
            message,
            class,
            data: Value::Object(data),
            retry_after_ms: self
                .retry_after
                .map(|wait| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)),
        }
    }
}

/// Judges an answer: `None` where it is a success.
pub(super) fn of_answer(
    rules: &ErrorRules,
    operation: &str,
    status: u16,
    headers: &HeaderMap,
    body: &Value,
    mask: &Mask,
) -> Option<Failure> {
    let nested = nested_error(rules, body);
    let body = nested.as_ref().unwrap_or(body);
    let marked = body.as_object().is_some_and(|map| {
        rules
            .body_has
            .iter()
            .any(|key| map.get(key).is_some_and(|value| !value.is_null()))
            || rules
                .body_is_only
                .iter()
                .any(|key| map.len() == 1 && map.contains_key(key))
    });
    if (200..300).contains(&status) && !marked {
        return None;
    }
    let told = texts(&rules.message, body).next().map(|text| mask.text(text.trim()));
    let remote_code = texts(&rules.code, body).next();
    let effective = effective_status(rules, status, body);
    let rule = rules.rules.iter().find(|rule| {
        (rule.status.is_empty() || rule.status.contains(&effective))
            && (rule.remote_code.is_empty()
                || remote_code.is_some_and(|code| rule.remote_code.iter().any(|p| like(p, code))))
            && (rule.message.is_empty() || told.as_deref().is_some_and(|told| contains_any(told, &rule.message)))
    });
    let (mut code, mut certainty) = by_status(effective);
    if let Some(rule) = rule {
        code = &rule.code;
        match rule.class {
            Some(RuleClass::Permanent) => certainty = Certainty::NotDonePermanent,
            Some(RuleClass::Transient) => certainty = Certainty::NotDoneTransient,
            None => {}
        }
    }
    let reason = told.clone().unwrap_or_else(|| phrase(status));
    let mut failure = Failure::new(code, certainty, format!("answered {status} to {operation}: {reason}"));
    failure.advice = advice(code);
    failure.system_down = matches!(effective, 502..=504);
    failure.retry_after = retry_after(headers, SystemTime::now());
    failure.data.insert("status".to_owned(), json!(status));
    if let Some(code) = remote_code {
        failure.data.insert("remote_code".to_owned(), json!(mask.text(code)));
    }
    if !body.is_null() {
        failure.data.insert("body".to_owned(), mask.value(body));
    }
    Some(failure)
}

/// The meaning of a status: our code, and what is known.
fn by_status(status: u16) -> (&'static str, Certainty) {
    use Certainty::{NotDonePermanent, NotDoneTransient, Unknown};
    match status {
        401 => ("unauthenticated", NotDonePermanent),
        403 => ("forbidden", NotDonePermanent),
        404 | 410 => ("not_found", NotDonePermanent),
        408 => ("timeout", NotDoneTransient),
        409 => ("conflict", NotDonePermanent),
        412 => ("precondition_failed", NotDonePermanent),
        413 => ("too_large", NotDonePermanent),
        422 => ("invalid", NotDonePermanent),
        425 | 429 => ("rate_limited", NotDoneTransient),
        300..=399 => ("redirected", NotDonePermanent),
        400..=499 => ("bad_request", NotDonePermanent),
        501 | 505 => ("not_implemented", NotDonePermanent),
        502 | 503 => ("unavailable", Unknown),
        504 => ("timeout", Unknown),
        _ => ("server_error", Unknown),
    }
}

fn advice(code: &str) -> Option<String> {
    let advice = match code {
        "unauthenticated" => "Check the credentials of the connection.",
        "forbidden" => "The account of the connection lacks a right for it.",
        "redirected" => "Redirects are not followed: check the connection's base_url.",
        _ => return None,
    };
    Some(advice.to_owned())
}

/// The status to judge by: a body that names a 4xx is trusted over a 500, and over a 2xx that is an error nevertheless.
fn effective_status(rules: &ErrorRules, status: u16, body: &Value) -> u16 {
    if status != 500 && !(200..300).contains(&status) {
        return status;
    }
    let inner = rules.status.iter().find_map(|path| at(body, path)?.as_u64());
    match inner {
        Some(code @ 400..=499) => u16::try_from(code).unwrap_or(status),
        Some(code @ 1..=16) if rules.grpc => grpc_status(code),
        _ if status == 500 => 500,
        _ => 400,
    }
}

/// HTTP status of a gRPC code (the mapping gRPC gateways use).
fn grpc_status(code: u64) -> u16 {
    match code {
        3 | 9 | 11 => 400,
        4 => 504,
        5 => 404,
        6 | 10 => 409,
        7 => 403,
        8 => 429,
        12 => 501,
        14 => 503,
        16 => 401,
        _ => 500,
    }
}

/// An error that was packed as JSON text into the message of another.
fn nested_error(rules: &ErrorRules, body: &Value) -> Option<Value> {
    let packed = texts(&rules.message, body).find(|text| text.trim_start().starts_with('{'))?;
    serde_json::from_str::<Value>(packed)
        .ok()
        .filter(|inner| texts(&rules.message, inner).next().is_some())
}

fn texts<'a>(paths: &'a [String], body: &'a Value) -> impl Iterator<Item = &'a str> {
    paths
        .iter()
        .filter_map(|path| at(body, path)?.as_str())
        .filter(|text| !text.trim().is_empty())
}

pub(super) fn at<'a>(body: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(body, |value, part| value.get(part))
}

fn like(pattern: &str, code: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => code.starts_with(start),
        None => code == pattern,
    }
}

fn contains_any(text: &str, parts: &[String]) -> bool {
    let text = text.to_lowercase();
    parts.iter().any(|part| text.contains(&part.to_lowercase()))
}

fn phrase(status: u16) -> String {
    reqwest::StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .map_or_else(|| "it gave no reason".to_owned(), str::to_owned)
}

/// `Retry-After` (RFC 9110 §10.2.3): seconds or a date, capped.
pub(super) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = match text.parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) => httpdate::parse_http_date(text)
            .ok()?
            .duration_since(now)
            .unwrap_or_default(),
    };
    Some(wait.min(MAX_RETRY_AFTER))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> ErrorRules {
        serde_json::from_value(json!({
            "message": ["detail", "message", "error.message.value", "error.message", "Message"],
            "code": ["id", "error.code"], "status": ["code"], "grpc": true,
            "body_has": ["error", "ExceptionType"], "body_is_only": ["Message"],
            "rules": [{"status": [400], "remote_code": ["app.users.create.*"], "code": "duplicate"},
                      {"message": ["not found in schema"], "code": "bad_request", "class": "permanent"}]}))
        .unwrap()
    }

    fn judge(status: u16, body: Value) -> Option<(String, Certainty, String)> {
        of_answer(
            &rules(),
            "users.get",
            status,
            &HeaderMap::new(),
            &body,
            &Mask::default(),
        )
        .map(|failure| (failure.code, failure.certainty, failure.what))
    }

    #[test]
    fn statuses_and_bodies() {
        use Certainty::{NotDonePermanent, NotDoneTransient, Unknown};
        let is = |status, body, code: &str, certainty| {
            let judged = judge(status, body).unwrap();
            assert_eq!((judged.0.as_str(), judged.1), (code, certainty));
        };
        assert_eq!(
            judge(
                200,
                json!({"id": "5", "code": 404, "message": "a user may have these fields"})
            ),
            None
        );
        is(404, json!({"detail": "no"}), "not_found", NotDonePermanent);
        is(
            500,
            json!({"id": "x", "code": 404, "detail": "gone"}),
            "not_found",
            NotDonePermanent,
        );
        is(
            500,
            json!({"code": 5, "message": "gone"}),
            "not_found",
            NotDonePermanent,
        );
        is(500, json!({"code": 2, "message": "boom"}), "server_error", Unknown);
        is(
            400,
            json!({"id": "app.users.create.username", "detail": "taken"}),
            "duplicate",
            NotDonePermanent,
        );
        is(
            400,
            json!({"message": "{\"id\":\"app.users.create.extension\",\"detail\":\"1005\"}"}),
            "duplicate",
            NotDonePermanent,
        );
        is(
            500,
            json!({"error": {"message": {"value": "Column by path X not found in schema Y"}}}),
            "bad_request",
            NotDonePermanent,
        );
        is(
            200,
            json!({"error": {"message": "refused"}}),
            "bad_request",
            NotDonePermanent,
        );
        is(
            200,
            json!({"Message": "An error has occurred."}),
            "bad_request",
            NotDonePermanent,
        );
        is(429, Value::Null, "rate_limited", NotDoneTransient);
        is(503, Value::Null, "unavailable", Unknown);
        is(302, Value::Null, "redirected", NotDonePermanent);
    }

    #[test]
    fn the_message_says_who_what_and_why() {
        let judged = judge(503, Value::Null).unwrap();
        assert_eq!(judged.2, "answered 503 to users.get: Service Unavailable");
    }

    #[test]
    fn retry_after_as_seconds_date_and_nonsense() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        let of = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, text.parse().unwrap());
            retry_after(&headers, now)
        };
        assert_eq!(of("7"), Some(Duration::from_secs(7)));
        assert_eq!(of("Sun, 06 Nov 1994 08:50:37 GMT"), Some(Duration::from_secs(60)));
        assert_eq!(of("Sun, 06 Nov 1994 08:00:00 GMT"), Some(Duration::ZERO));
        assert_eq!(of("soon"), None);
        assert_eq!(of("999999999"), Some(MAX_RETRY_AFTER));
    }
}
