//! What every request goes through: an id, the log line, the role, the time limit, the shape of errors. Who calls is
//! found out in `door`.

use std::any::Any;
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use tracing::Instrument as _;

use super::ApiState;
use super::origin::Origin;
use super::problem::{Problem, ProblemKind};
use crate::auth::{Caller, Role};

/// Header that carries the id of a request, both ways.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Longest time a request may take that is not made to wait.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// The outermost layer: id, log, counters, security headers, problem bodies.
pub(super) async fn envelope(State(state): State<ApiState>, mut request: Request, next: Next) -> Response {
    let id = request_id(request.headers());
    let begun = Instant::now();
    let span = tracing::info_span!("request", id, method = %request.method(), path = request.uri().path());
    let origin = Origin::of(&request, state.front(), &id);
    request.extensions_mut().insert(origin);
    let mut response = next.run(request).instrument(span.clone()).await;
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        response = problem.write(response, &id);
    }
    // What a 304 carries replaces what the browser keeps with its copy: the policy of that copy must stay.
    let is_new = response.status() != StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, id);
    }
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'",
        ),
    ] {
        if is_new {
            headers.entry(name).or_insert(HeaderValue::from_static(value));
        }
    }
    let status = response.status();
    state.metrics().count(status);
    let took_ms = begun.elapsed().as_millis();
    span.in_scope(|| tracing::debug!(status = status.as_u16(), took_ms, "answered"));
    response
}

/// The id the caller gave where it is a sane one, else a new one.
fn request_id(headers: &HeaderMap) -> String {
    let given = headers.get(REQUEST_ID).and_then(|value| value.to_str().ok());
    let sane = |id: &&str| {
        (1..=64).contains(&id.len())
            && id
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    given
        .filter(sane)
        .map_or_else(|| uuid::Uuid::now_v7().to_string(), str::to_owned)
}

/// Lets in who has at least this role. Inside of the door, which says who calls.
pub(super) async fn at_least(State(least): State<Role>, request: Request, next: Next) -> Response {
    match request.extensions().get::<Caller>() {
        Some(caller) if caller.role() >= least => next.run(request).await,
        Some(caller) => Problem::forbidden(caller, least).into_response(),
        // Only a route that was put outside of the door comes here.
        None => Problem::internal().into_response(),
    }
}

/// Ends what takes too long. Not for requests that are asked to wait.
pub(super) async fn time_limit(request: Request, next: Next) -> Response {
    match tokio::time::timeout(TIME_LIMIT, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::new(
            ProblemKind::TimedOut,
            format!(
                "The request took longer than {} s and was given up. The database may be busy: try again in a moment; \
                 look first whether a change you asked for was made.",
                TIME_LIMIT.as_secs()
            ),
        )
        .retry_after(5)
        .into_response(),
    }
}

/// What a panic of a handler becomes.
pub(super) fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let message = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("(no message)");
    tracing::error!(message, "a handler panicked; this is a bug");
    Problem::internal().into_response()
}

/// Nothing at this address.
pub(super) async fn no_such_route(request: Request) -> Problem {
    Problem::new(
        ProblemKind::NoSuchRoute,
        format!(
            "There is nothing at {}. `GET /api/v1/openapi.json` describes every address.",
            request.uri().path().chars().take(200).collect::<String>()
        ),
    )
}

/// The address is there, the method is not.
pub(super) async fn method_not_allowed(request: Request) -> Problem {
    Problem::new(
        ProblemKind::MethodNotAllowed,
        format!(
            "This address does not take {}; the header `Allow` lists what it takes.",
            request.method()
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_problem_that_does_not_quote_it() {
        for panic in [
            Box::new("the secret") as Box<dyn Any + Send>,
            Box::new("the secret".to_owned()),
            Box::new(7),
        ] {
            let mut response = panicked(panic);
            assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
            let problem = response.extensions_mut().remove::<Problem>().unwrap();
            assert!(!format!("{problem:?}").contains("secret"));
        }
    }

    #[test]
    fn a_request_id_that_could_forge_a_log_line_is_replaced() {
        let id = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(REQUEST_ID, HeaderValue::from_static(value));
            request_id(&headers)
        };
        assert_eq!(id("abc-1.2_3"), "abc-1.2_3");
        assert_ne!(id("a b"), "a b");
        assert_ne!(id(""), "");
    }
}
