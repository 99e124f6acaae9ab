//! Sign-in by form and by OAuth 2.0, sessions and their end, the CSRF check.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, StatusCode, header};
use serde_json::{Value, json};
use uuid::Uuid;

use super::answer::Answer;
use super::cell::Cell;
use super::table::Database;

/// Beyond it the oldest session ends.
const SESSIONS_MAX: usize = 10_000;

/// What a client asked for that has no session any more: services and OData say it differently.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Area {
    Service,
    OData,
}

/// How OData says that a session is over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Expired {
    /// 302 to the login page.
    #[default]
    Redirect,
    /// 401 as services do.
    Unauthorized,
    /// 200 with the login page's HTML, as a client sees it that follows the redirect.
    LoginPage,
}

/// Sessions, in memory only: a restart signs everybody out, as it does in the original.
#[derive(Default)]
pub(crate) struct Sessions {
    by_cookie: HashMap<String, Session>,
    by_token: HashMap<String, Session>,
    /// Rises with every session made; the lowest is the oldest.
    made: u64,
}

struct Session {
    number: u64,
    csrf: String,
    actor: Option<Uuid>,
    ends: Option<Instant>,
    calls_left: Option<u64>,
}

/// How long sessions last; zero is for ever.
#[derive(Clone, Copy)]
pub(crate) struct Lifetime {
    pub(crate) seconds: u64,
    pub(crate) calls: u64,
}

impl Sessions {
    pub(crate) fn end_all(&mut self) {
        self.by_cookie.clear();
        self.by_token.clear();
    }

    fn session(&mut self, actor: Option<Uuid>, lifetime: Lifetime) -> Session {
        self.made += 1;
        Session {
            number: self.made,
            csrf: secret(),
            actor,
            ends: (lifetime.seconds > 0).then(|| Instant::now() + Duration::from_secs(lifetime.seconds)),
            calls_left: (lifetime.calls > 0).then_some(lifetime.calls),
        }
    }

    /// The cookie and the CSRF value of a new session.
    fn sign_in(&mut self, actor: Option<Uuid>, lifetime: Lifetime) -> (String, String) {
        let session = self.session(actor, lifetime);
        let (cookie, csrf) = (secret(), session.csrf.clone());
        bounded(&mut self.by_cookie);
        self.by_cookie.insert(cookie.clone(), session);
        (cookie, csrf)
    }

    fn issue_token(&mut self, actor: Option<Uuid>, lifetime: Lifetime) -> String {
        let session = self.session(actor, lifetime);
        let token = secret();
        bounded(&mut self.by_token);
        self.by_token.insert(token.clone(), session);
        token
    }
}

fn bounded(sessions: &mut HashMap<String, Session>) {
    if sessions.len() >= SESSIONS_MAX
        && let Some(oldest) = sessions
            .iter()
            .min_by_key(|(_, session)| session.number)
            .map(|(key, _)| key.clone())
    {
        sessions.remove(&oldest);
    }
}

/// Not from the seed: a restarted simulator must not know an old cookie.
fn secret() -> String {
    Uuid::new_v4().simple().to_string()
}

/// Counts a call; `None` where the session is over, which also forgets it.
fn alive<'s>(sessions: &'s mut HashMap<String, Session>, key: &str) -> Option<&'s Session> {
    let session = sessions.get_mut(key)?;
    let over = session.ends.is_some_and(|end| Instant::now() >= end) || session.calls_left == Some(0);
    if over {
        sessions.remove(key);
        return None;
    }
    if let Some(calls) = &mut session.calls_left {
        *calls -= 1;
    }
    sessions.get(key)
}

/// What a refused request is told, and what the check needs to know of the instance.
pub(crate) struct Gate<'o> {
    pub(crate) prefix: &'o str,
    pub(crate) expired: Expired,
    pub(crate) area: Area,
    pub(crate) uri: String,
}

impl Gate<'_> {
    /// The signed-in user's contact, or the refusal.
    pub(crate) fn check(&self, sessions: &mut Sessions, headers: &HeaderMap) -> Result<Option<Uuid>, Answer> {
        let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        if let Some(token) = text(header::AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer ")) {
            // A bearer knows no login page.
            return alive(&mut sessions.by_token, token)
                .map(|session| session.actor)
                .ok_or_else(unauthorized);
        }
        let cookie = headers
            .get_all(header::COOKIE)
            .iter()
            .find_map(|value| cookie(value.to_str().ok()?, ".ASPXAUTH"));
        let Some(session) = cookie.and_then(|cookie| alive(&mut sessions.by_cookie, cookie)) else {
            return Err(self.over());
        };
        let sent = headers.get("BPMCSRF").and_then(|value| value.to_str().ok());
        if sent == Some(session.csrf.as_str()) {
            return Ok(session.actor);
        }
        Err(Answer::empty(StatusCode::FORBIDDEN))
    }

    fn over(&self) -> Answer {
        if self.area == Area::Service {
            return unauthorized();
        }
        let page = if self.prefix.is_empty() {
            "Login.html"
        } else {
            "NuiLogin.aspx"
        };
        match self.expired {
            Expired::Unauthorized => unauthorized(),
            Expired::Redirect => Answer::empty(StatusCode::FOUND).with(
                "location",
                format!("/Login/{page}?ReturnUrl={}", self.uri.replace('&', "%26")),
            ),
            Expired::LoginPage => Answer::text(
                "text/html; charset=utf-8",
                format!(
                    "<!DOCTYPE html><html><head><title>Login</title><base href=\"/Login/{page}\"></head><body><script>\
                     require([\"bootstrap.login\"]);</script></body></html>"
                ),
            ),
        }
    }
}

fn unauthorized() -> Answer {
    Answer::json(
        StatusCode::UNAUTHORIZED,
        json!({
            "Message": "Authentication failed.",
            "StackTrace": null,
            "ExceptionType": "System.InvalidOperationException",
        }),
    )
}

fn cookie<'h>(header: &'h str, name: &str) -> Option<&'h str> {
    header
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// Who may sign in besides the users of the data.
pub(crate) struct Administrator<'o> {
    pub(crate) user: &'o str,
    pub(crate) password: &'o str,
}

pub(crate) fn login(
    administrator: &Administrator<'_>,
    database: &Database,
    sessions: &mut Sessions,
    lifetime: Lifetime,
    body: &[u8],
) -> Answer {
    let body: Value = serde_json::from_slice(body).unwrap_or(Value::Null);
    let text = |key: &str| body.get(key).and_then(Value::as_str);
    let (Some(user), Some(password)) = (text("UserName"), text("UserPassword")) else {
        return refused("The user name or the password is missing.");
    };
    let units = database.table("SysAdminUnit");
    let unit = units.and_then(|units| units.first("Name", &Cell::text(user)).map(|row| (units.entity, row)));
    let cell = |column: &str| unit.and_then(|(entity, row)| Some(&row[entity.column(column)?]));
    let kept = unit.and_then(|(_, row)| database.passwords.get(&row[0].guid()?));
    let right = match kept {
        Some(kept) => kept == password,
        None => user == administrator.user && password == administrator.password,
    };
    if !right {
        return refused("Invalid username or password specified. Check your username and password and try again.");
    }
    if cell("Active").is_some_and(|active| !active.is_true()) {
        return refused("This user is not active.");
    }
    let (cookie, csrf) = sessions.sign_in(cell("ContactId").and_then(Cell::guid), lifetime);
    // The cookie holds the name's UTF-16 units, so that it is ASCII.
    let name: Vec<String> = user.encode_utf16().map(|unit| unit.to_string()).collect();
    let expires = (chrono::Utc::now() + chrono::Duration::days(30)).format("%a, %d %b %Y %H:%M:%S GMT");
    Answer::ok(json!({
        "Code": 0,
        "Message": "",
        "Exception": null,
        "PasswordChangeUrl": null,
        "RedirectUrl": null,
    }))
    .with("set-cookie", format!("BPMLOADER={}; path=/; HttpOnly", secret()))
    .with("set-cookie", format!(".ASPXAUTH={cookie}; path=/; HttpOnly"))
    .with("set-cookie", format!("BPMCSRF={csrf}; path=/"))
    .with(
        "set-cookie",
        format!("UserName={}; expires={expires}; path=/; HttpOnly", name.join("|")),
    )
}

/// A refusal is a 200.
fn refused(message: &str) -> Answer {
    Answer::ok(json!({
        "Code": 1,
        "Message": message,
        "Exception": { "HelpLink": null, "InnerException": null, "Message": message, "StackTrace": null,
                       "Type": "System.Security.SecurityException" },
        "PasswordChangeUrl": null,
        "RedirectUrl": null,
    }))
}

/// Calling a service without being signed in, such as the login below the application's prefix.
pub(crate) fn not_signed_in() -> Answer {
    unauthorized()
}

pub(crate) fn token(
    client: Option<(&str, &str)>,
    actor: Option<Uuid>,
    sessions: &mut Sessions,
    lifetime: Lifetime,
    form: &[(String, String)],
) -> Answer {
    let sent = |key: &str| {
        form.iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.as_str())
    };
    let wrong = |error: &str| Answer::json(StatusCode::BAD_REQUEST, json!({ "error": error }));
    if sent("grant_type") != Some("client_credentials") {
        return wrong("unsupported_grant_type");
    }
    let given = sent("client_id").zip(sent("client_secret"));
    if given.is_none() || given != client {
        return wrong("invalid_client");
    }
    let seconds = if lifetime.seconds == 0 { 3_600 } else { lifetime.seconds };
    let token = sessions.issue_token(actor, lifetime);
    Answer::ok(json!({ "access_token": token, "expires_in": seconds, "token_type": "Bearer" }))
}
