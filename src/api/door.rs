//! The door of the API: who calls, whether a page of ours sent it, and the record of what changes something.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use chrono::SecondsFormat;

use super::ApiState;
use super::origin::Origin;
use super::problem::{Problem, ProblemKind};
use super::record::{Notes, Routes};
use crate::access::audit::Open;
use crate::access::{Access, TokenRefusal};
use crate::auth::Caller;

/// Header a page proves itself with.
const CSRF_TOKEN: HeaderName = HeaderName::from_static("x-csrf-token");

/// Name of the session's cookie.
pub(super) const SESSION_COOKIE: &str = "throughline_session";

/// What the layer that lets in works with.
#[derive(Clone)]
pub(super) struct Door {
    pub(super) state: ApiState,
    pub(super) routes: Arc<Routes>,
}

/// Who calls, and by which session where there is one.
#[derive(Debug)]
struct Shown {
    caller: Caller,
    cookie: Option<SessionCookie>,
}

/// The cookie of the session a request came with.
#[derive(Clone)]
pub(super) struct SessionCookie(pub(super) String);

impl std::fmt::Debug for SessionCookie {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(hidden)")
    }
}

/// Lets in who shows a token or has signed in, and records what changes something: before it is done, and how it ended.
pub(super) async fn authenticate(State(door): State<Door>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let change = door.routes.change(&mut parts).await;
    let origin = origin(&parts);
    let shown = shown(&door.state, &parts.headers).await;
    let Some(change) = change else {
        return match shown {
            Ok(shown) => next.run(with_caller(parts, body, shown)).await,
            Err(problem) => problem.into_response(),
        };
    };
    let audit = door.state.access().audit();
    let shown = match shown {
        Ok(shown) => shown,
        Err(problem) => {
            let refused = problem.into_response();
            audit.refused(change.act(STRANGER, &origin), Notes::default().end(&refused), true);
            return refused;
        }
    };
    let act = change.act(shown.caller.name(), &origin);
    if let Err(problem) = from_own_page(&shown, &origin, &parts.headers) {
        let refused = problem.into_response();
        audit.refused(act, Notes::default().end(&refused), false);
        return refused;
    }
    let Ok(open) = audit.begin(act).await else {
        return Problem::unavailable(
            "The database cannot be reached: what is to be done could not be recorded, so nothing was done. \
             Try again in a moment.",
        )
        .into_response();
    };
    let mut pending = Pending {
        open: Some(open),
        notes: Notes::default(),
    };
    let request = with_caller(parts, body, shown);
    let response = pending.notes.during(next.run(request)).await;
    if let Some(open) = pending.open.take() {
        open.end(pending.notes.end(&response));
    }
    response
}

/// Records what strangers change: signing in, and what proves itself otherwise. It is recorded when it is done and
/// before it is answered, because who it was and whether it was anything is only known then.
pub(super) async fn strangers(State(door): State<Door>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Some(change) = door.routes.change(&mut parts).await else {
        return next.run(Request::from_parts(parts, body)).await;
    };
    let origin = origin(&parts);
    let notes = Notes::default();
    let response = notes.during(next.run(Request::from_parts(parts, body))).await;
    let act = change.act(notes.who().as_deref().unwrap_or(STRANGER), &origin);
    let end = notes.end(&response);
    let audit = door.state.access().audit();
    if !response.status().is_success() {
        audit.refused(act, end, true);
        return response;
    }
    match audit.record(act, end).await {
        Ok(()) => response,
        Err(_) => Problem::new(
            ProblemKind::OutcomeUnknown,
            "The database cannot be reached: the request could not be recorded. It may have been carried out; \
             look before you repeat it.",
        )
        .retry_after(2)
        .into_response(),
    }
}

/// Who calls where nobody knows.
const STRANGER: &str = "anonymous";

/// A request under way: what the log says of it if its caller goes away.
struct Pending {
    open: Option<Open>,
    notes: Notes,
}

impl Drop for Pending {
    fn drop(&mut self) {
        if let Some(open) = self.open.take() {
            open.end(self.notes.abandoned());
        }
    }
}

fn with_caller(mut parts: Parts, body: Body, shown: Shown) -> Request {
    parts.extensions.insert(shown.caller);
    if let Some(cookie) = shown.cookie {
        parts.extensions.insert(cookie);
    }
    Request::from_parts(parts, body)
}

/// Where a request comes from, as the envelope found out.
fn origin(parts: &Parts) -> Origin {
    parts
        .extensions
        .get::<Origin>()
        .cloned()
        .expect("the envelope is the outermost layer and puts the origin into every request")
}

/// A browser sends the cookie whoever's page asks; so what changes something must come from a page of ours, which can
/// read the session's CSRF token and other pages cannot.
fn from_own_page(shown: &Shown, origin: &Origin, headers: &HeaderMap) -> Result<(), Problem> {
    let Some(SessionCookie(cookie)) = &shown.cookie else {
        return Ok(());
    };
    if origin.is_foreign() {
        return Err(foreign());
    }
    let token = headers.get(CSRF_TOKEN).and_then(|value| value.to_str().ok());
    if token.is_some_and(|token| Access::csrf_fits(cookie, token)) {
        return Ok(());
    }
    Err(Problem::new(
        ProblemKind::Forbidden,
        "A request with the session's cookie that changes something must carry the header `X-CSRF-Token` with the \
         `csrf_token` of `GET /api/v1/session`. Nothing was done.",
    ))
}

/// The request was sent by a page of another site.
pub(super) fn foreign() -> Problem {
    Problem::new(
        ProblemKind::Forbidden,
        "The request was sent by a page of another site (its `Origin` is not this host). Nothing was done.",
    )
}

async fn shown(state: &ApiState, headers: &HeaderMap) -> Result<Shown, Problem> {
    if let Some(shown) = headers.get(header::AUTHORIZATION) {
        let token = shown.to_str().ok().and_then(|text| {
            let (scheme, token) = text.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
        });
        let caller = state
            .access()
            .bearer(token.unwrap_or_default())
            .await
            .map_err(refused)?;
        return Ok(Shown { caller, cookie: None });
    }
    let Some(cookie) = cookie(headers) else {
        return Err(Problem::new(
            ProblemKind::Unauthorized,
            "Send a token as `Authorization: Bearer <token>`, or sign in with `POST /api/v1/session`. \
             A service nobody configured a token for keeps it in the file `token` of its data folder.",
        )
        .authenticate("Bearer realm=\"throughline\""));
    };
    match state.access().session(cookie).await? {
        Some(session) => Ok(Shown {
            caller: session.caller,
            cookie: Some(SessionCookie(cookie.to_owned())),
        }),
        None => Err(Problem::new(
            ProblemKind::Unauthorized,
            "The session has ended. Sign in again with `POST /api/v1/session`.",
        )
        .authenticate("Bearer realm=\"throughline\"")),
    }
}

/// The session's cookie, where the request has one.
fn cookie(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(SESSION_COOKIE)?.strip_prefix('='))
}

/// What is wrong with a token, to its holder. That it expired or was revoked is told to nobody else: who shows it has it.
fn refused(refusal: TokenRefusal) -> Problem {
    let detail = match refusal {
        TokenRefusal::Store(error) => return error.into(),
        TokenRefusal::Unknown => {
            "The token is not one of this service. Look whether it is whole and of the right service.".to_owned()
        }
        TokenRefusal::Expired(at) => format!(
            "The token expired at {}. Make a new one, or ask an administrator for one.",
            at.to_rfc3339_opts(SecondsFormat::Secs, true)
        ),
        TokenRefusal::Revoked => "The token was revoked. Ask an administrator for a new one.".to_owned(),
        TokenRefusal::OwnerInactive => {
            "The user this token belongs to is not active any more. Ask an administrator.".to_owned()
        }
    };
    Problem::new(ProblemKind::Unauthorized, detail)
        .authenticate("Bearer realm=\"throughline\", error=\"invalid_token\"")
}
