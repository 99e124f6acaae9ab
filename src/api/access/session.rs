//! `/api/v1/session`: signing in, who one is, signing out.

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use crate::access::Access;
use crate::api::door::{SESSION_COOKIE, SessionCookie, foreign};
use crate::api::extract::ApiJson;
use crate::api::origin::Origin;
use crate::api::problem::{Problem, ProblemBody, ProblemKind};
use crate::api::types::{CallerWord, SessionInfo, SignInRequest};
use crate::api::{ApiState, record};
use crate::auth::{self, Caller, CallerKind};

/// Signs a user in. The answer sets the session's cookie.
#[utoipa::path(post, path = "/api/v1/session", tag = "access", operation_id = "sign_in", security(()),
    request_body(content = SignInRequest), responses(
    (status = 200, description = "Signed in. Send `csrf_token` as the header `X-CSRF-Token` with everything that changes something.",
        body = SessionInfo, headers(("Set-Cookie" = String, description = "The session, for the browser to keep."))),
    (status = 401, description = "The name or the password is wrong.", body = ProblemBody, content_type = "application/problem+json"),
    (status = 429, description = "Too many attempts; `Retry-After` says when to come again.", body = ProblemBody,
        content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn sign_in(
    State(state): State<ApiState>,
    Extension(origin): Extension<Origin>,
    ApiJson(body): ApiJson<SignInRequest>,
) -> Result<Response, Problem> {
    // A text that is no name may be a password in the wrong field.
    record::note(
        "user",
        auth::name(&body.user).unwrap_or_else(|_| "(no user name)".to_owned()),
    );
    if origin.is_foreign() {
        return Err(foreign());
    }
    let opened = state
        .access()
        .sign_in(&body.user, &body.password, origin.address)
        .await?;
    record::note_who(opened.caller.name());
    let cookie = cookie(opened.cookie.expose(), opened.lasts.as_secs(), origin.is_secure)?;
    let info = info(&opened.caller, Some(opened.csrf_token.expose().to_owned()));
    Ok(([(header::SET_COOKIE, cookie)], Json(info)).into_response())
}

/// Who calls. Works for tokens, too.
#[utoipa::path(get, path = "/api/v1/session", tag = "access", operation_id = "get_session", responses(
    (status = 200, description = "Who you are; `csrf_token` where you have signed in.", body = SessionInfo),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn show(
    Extension(caller): Extension<Caller>,
    cookie: Option<Extension<SessionCookie>>,
) -> Json<SessionInfo> {
    let csrf = cookie.map(|Extension(SessionCookie(cookie))| Access::csrf_token(&cookie).expose().to_owned());
    Json(info(&caller, csrf))
}

/// Signs out: the session ends.
#[utoipa::path(delete, path = "/api/v1/session", tag = "access", operation_id = "sign_out", responses(
    (status = 204, description = "Signed out."),
    (status = 409, description = "You did not sign in: you called with a token.", body = ProblemBody, content_type = "application/problem+json"),
    (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn sign_out(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    Extension(origin): Extension<Origin>,
) -> Result<Response, Problem> {
    let CallerKind::User { session, .. } = caller.kind() else {
        return Err(Problem::new(
            ProblemKind::Conflict,
            "You called with a token, which has no session to end. A token is revoked with `DELETE /api/v1/tokens/{id}`.",
        ));
    };
    state.access().sign_out(session).await?;
    let cookie = cookie("", 0, origin.is_secure)?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}

/// The cookie: for this host only, out of reach of scripts, never sent along by other sites' pages.
fn cookie(value: &str, lasts_s: u64, is_secure: bool) -> Result<HeaderValue, Problem> {
    let secure = if is_secure { "; Secure" } else { "" };
    let text = format!("{SESSION_COOKIE}={value}; Path=/; Max-Age={lasts_s}; HttpOnly; SameSite=Strict{secure}");
    let mut cookie = HeaderValue::from_str(&text).map_err(|error| {
        tracing::error!(%error, "a cookie cannot be written");
        Problem::internal()
    })?;
    cookie.set_sensitive(true);
    Ok(cookie)
}

fn info(caller: &Caller, csrf_token: Option<String>) -> SessionInfo {
    SessionInfo {
        name: caller.name().to_owned(),
        kind: match caller.kind() {
            CallerKind::User { .. } => CallerWord::User,
            CallerKind::Token { .. } => CallerWord::Token,
            CallerKind::Service => CallerWord::Service,
        },
        role: caller.role(),
        csrf_token,
    }
}
