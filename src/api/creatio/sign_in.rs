//! The login of Creatio's `AuthService`, and who calls the process service.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use chrono::{Duration, Utc};
use serde_json::{Value, json};

use super::answer::CreatioError;
use crate::access::{Access, SignInError, TokenRefusal};
use crate::api::extract::{body, media_type};
use crate::api::origin::Origin;
use crate::api::problem::{Problem, ProblemKind, sentence};
use crate::api::{ApiState, json, record};
use crate::auth::{Caller, Role, new_token};

/// The cookie of the session, and the one whose value comes back as a header.
const SESSION: &str = ".ASPXAUTH";
const CSRF: &str = "BPMCSRF";

/// `POST /ServiceModel/AuthService.svc/Login`: a refusal is a 200 with `Code` 1.
pub(super) async fn login(State(state): State<ApiState>, request: Request) -> Result<Response, CreatioError> {
    // The type keeps forms of other sites out: a browser does not send it for them without asking.
    if media_type(request.headers()).as_deref() != Some("application/json") {
        return Err(CreatioError::bad_request(
            "The login takes JSON: send Content-Type: application/json and {\"UserName\": …, \"UserPassword\": …}.",
        ));
    }
    let origin = request.extensions().get::<Origin>().cloned();
    let (address, is_secure) = origin.map_or((None, true), |origin| (origin.address, origin.is_secure));
    let bytes: Bytes = body(request, &state).await?;
    let body = json::read(&bytes).map_err(|reason| CreatioError::bad_request(format!("The body {reason}.")))?;
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let (Some(user), Some(password)) = (text("UserName"), text("UserPassword")) else {
        return Ok(refused("The user name or the password is missing."));
    };
    let session = match state.access().sign_in(user, password, address).await {
        Ok(session) => session,
        Err(SignInError::Store(error)) => return Err(Problem::from(error).into()),
        Err(SignInError::Broken(reason)) => {
            tracing::error!(reason, "a password could not be checked");
            return Err(Problem::internal().into());
        }
        Err(error) => {
            record::note("user", user);
            // The answer of a refusal is a 200 here.
            record::note("refused", true);
            return Ok(refused(&sentence(&error.to_string())));
        }
    };
    record::note_who(session.caller.name());
    let told = json!({
        "Code": 0, "Message": "", "Exception": null, "PasswordChangeUrl": null, "RedirectUrl": null,
    });
    // The name's UTF-16 units, so that the cookie is ASCII whatever the name is.
    let name: Vec<String> = user.encode_utf16().map(|unit| unit.to_string()).collect();
    let expires = (Utc::now() + Duration::days(30)).format("%a, %d %b %Y %H:%M:%S GMT");
    let secure = if is_secure { "; Secure" } else { "" };
    let cookies = [
        format!("BPMLOADER={}; path=/; HttpOnly; SameSite=Lax", new_token()),
        format!("{SESSION}={}; path=/; HttpOnly; SameSite=Lax", session.cookie.expose()),
        format!("{CSRF}={}; path=/; SameSite=Lax", session.csrf_token.expose()),
        format!(
            "UserName={}; expires={expires}; path=/; HttpOnly; SameSite=Lax",
            name.join("|")
        ),
    ];
    let mut response = Json(told).into_response();
    for cookie in cookies {
        let mut value = HeaderValue::from_str(&format!("{cookie}{secure}")).map_err(|error| {
            tracing::error!(%error, "a cookie cannot be written");
            Problem::internal()
        })?;
        value.set_sensitive(true);
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}

fn refused(message: &str) -> Response {
    let exception = json!({
        "HelpLink": null, "InnerException": null, "Message": message, "StackTrace": null,
        "Type": "System.Security.SecurityException",
    });
    let told = json!({
        "Code": 1, "Message": message, "Exception": exception, "PasswordChangeUrl": null, "RedirectUrl": null,
    });
    Json(told).into_response()
}

/// Who calls the process service: the bearer of a token, or a session with its `BPMCSRF`. An operator at least.
pub(super) struct SignedIn(pub(super) Caller);

impl FromRequestParts<ApiState> for SignedIn {
    type Rejection = CreatioError;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, CreatioError> {
        let caller = caller(state, &parts.headers).await?;
        record::note_who(caller.name());
        if caller.role() < Role::Operator {
            return Err(Problem::forbidden(&caller, Role::Operator).into());
        }
        Ok(Self(caller))
    }
}

async fn caller(state: &ApiState, headers: &HeaderMap) -> Result<Caller, CreatioError> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(shown) = text("authorization") {
        let token = shown
            .split_once(' ')
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim());
        return match state.access().bearer(token.unwrap_or_default()).await {
            Ok(caller) => Ok(caller),
            Err(TokenRefusal::Store(error)) => Err(Problem::from(error).into()),
            Err(_) => Err(CreatioError::Unauthorized),
        };
    }
    let cookie = cookie(headers, SESSION).ok_or(CreatioError::Unauthorized)?;
    let session = state
        .access()
        .session(cookie)
        .await
        .map_err(Problem::from)?
        .ok_or(CreatioError::Unauthorized)?;
    // A browser sends cookies whoever's page asks; only pages that can read them send the header.
    match text(CSRF) {
        Some(shown) if Access::csrf_fits(cookie, shown) => Ok(session.caller),
        _ => Err(CreatioError::Csrf),
    }
}

fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// A name of a process that cannot be read.
pub(super) fn unreadable(detail: impl std::fmt::Display) -> CreatioError {
    Problem::new(
        ProblemKind::BadRequest,
        format!("The address cannot be read: {detail}."),
    )
    .into()
}
