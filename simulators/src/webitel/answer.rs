//! Answers: 200 with JSON, or a problem in one of the API's error shapes.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};

use super::Modes;

/// What a call answers when it succeeds; always with status 200.
pub(crate) enum Reply {
    /// One object, bare or wrapped under this name.
    One(&'static str, Value),
    /// A page of a list: `page`, `next`, `items`, empty ones left out.
    Page { page: usize, next: bool, items: Vec<Value> },
    /// What was deleted: a bare array, or wrapped as `deleted`.
    Deleted(Vec<Value>),
    /// As it is, in every mode.
    Plain(Value),
}

/// A refusal: the status, the API's id for it, and a sentence.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    pub(crate) id: &'static str,
    pub(crate) detail: String,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, id: &'static str, detail: impl Into<String>) -> Self {
        Self {
            status,
            id,
            detail: detail.into(),
        }
    }

    pub(crate) fn bad(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "api.process.bad_args", detail)
    }

    pub(crate) fn not_found(what: &str, id: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "api.process.not_found",
            format!("{what} {id} not found"),
        )
    }

    /// A value that must be unique is taken: 400, or 409 in that mode.
    pub(crate) fn taken(id: &'static str, what: &str, value: &str, modes: &Modes) -> Self {
        let status = if modes.conflict_409 {
            StatusCode::CONFLICT
        } else {
            StatusCode::BAD_REQUEST
        };
        Self::new(status, id, format!("{what} {value} is already in use"))
    }
}

pub(crate) fn response(reply: Result<Reply, Problem>, modes: &Modes) -> Response {
    match reply {
        Ok(Reply::One(name, value)) if modes.wrapped_answers => json(StatusCode::OK, &json!({ name: value })),
        Ok(Reply::One(_, value) | Reply::Plain(value)) => json(StatusCode::OK, &value),
        Ok(Reply::Deleted(items)) if modes.wrapped_answers => json(StatusCode::OK, &json!({ "deleted": items })),
        Ok(Reply::Deleted(items)) => json(StatusCode::OK, &Value::Array(items)),
        Ok(Reply::Page { page, next, items }) => {
            let mut body = serde_json::Map::new();
            body.insert("page".to_owned(), page.into());
            if next {
                body.insert("next".to_owned(), true.into());
            }
            if !items.is_empty() {
                body.insert("items".to_owned(), Value::Array(items));
            }
            json(StatusCode::OK, &Value::Object(body))
        }
        Err(problem) => refusal(&problem, modes),
    }
}

fn refusal(problem: &Problem, modes: &Modes) -> Response {
    let usual = json!({
        "id": problem.id,
        "code": problem.status.as_u16(),
        "detail": problem.detail,
        "status": problem.status.canonical_reason().unwrap_or_default(),
    });
    let hidden = modes.hidden_status
        && matches!(
            problem.status,
            StatusCode::NOT_FOUND | StatusCode::CONFLICT | StatusCode::PRECONDITION_FAILED
        );
    let status = if hidden {
        StatusCode::INTERNAL_SERVER_ERROR
    } else {
        problem.status
    };
    if modes.grpc_errors {
        let grpc = json!({ "code": grpc_code(problem.status), "message": usual.to_string(), "details": [] });
        return json(status, &grpc);
    }
    json(status, &usual)
}

/// The gRPC code of a status (google.rpc.Code).
fn grpc_code(status: StatusCode) -> u8 {
    match status.as_u16() {
        400 => 3,
        401 => 16,
        403 => 7,
        404 => 5,
        409 => 6,
        412 => 9,
        429 => 8,
        503 => 14,
        _ => 13,
    }
}

pub(crate) fn json(status: StatusCode, value: &Value) -> Response {
    let mut response = Response::new(Body::from(value.to_string()));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
