//! Everything that goes wrong, in one shape: problem details (RFC 9457).
//!
//! A handler returns a [`Problem`]; it travels in the response's extensions until the outermost layer writes it, with the
//! id of the request, so every error has the same members wherever it arose. The `type` is stable and is what programs
//! look at; `detail` is for people and says what, why and what next.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::auth::{Caller, ProcessRight, Role};
use crate::runtime::{ActionError, DefinitionError, StartError};
use crate::store::StoreError;

/// Every kind of problem, with its status and its name in the `type` URI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// The request cannot be read: bad JSON, path, query or headers.
    BadRequest,
    /// No token or a wrong one.
    Unauthorized,
    /// The caller may not.
    Forbidden,
    /// No such route.
    NoSuchRoute,
    /// No such process, version or run.
    NotFound,
    /// The route has no such method.
    MethodNotAllowed,
    /// It does not fit the state of the thing.
    Conflict,
    /// Too many of this kind in a short time.
    TooManyRequests,
    /// The body is too large.
    TooLarge,
    /// The body has the wrong type.
    WrongMediaType,
    /// The definition has mistakes.
    InvalidDefinition,
    /// The input does not fit the definition.
    InvalidInput,
    /// The values of a form do not fit.
    InvalidForm,
    /// The data cannot be kept.
    Unprocessable,
    /// A callback may not go there.
    CallbackRefused,
    /// A web hook is not signed, or not rightly.
    BadSignature,
    /// The run that was to give a result gives none.
    NoResult,
    /// A bug or a database nobody can use as it is.
    Internal,
    /// The database is away.
    Unavailable,
    /// The database went away before it said whether the thing is done.
    OutcomeUnknown,
    /// It took too long.
    TimedOut,
    /// A system the service reads from does not answer now.
    SourceUnavailable,
    /// A system the service reads from answered with something that cannot be used.
    SourceFailed,
}

impl ProblemKind {
    /// HTTP status, name in the `type` URI, title.
    fn parts(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::BadRequest => (StatusCode::BAD_REQUEST, "bad-request", "The request cannot be read"),
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, "unauthorized", "A valid token is needed"),
            Self::Forbidden => (StatusCode::FORBIDDEN, "forbidden", "You may not do this"),
            Self::NoSuchRoute => (
                StatusCode::NOT_FOUND,
                "no-such-route",
                "There is nothing at this address",
            ),
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found", "There is no such thing"),
            Self::MethodNotAllowed => (
                StatusCode::METHOD_NOT_ALLOWED,
                "method-not-allowed",
                "This address has no such method",
            ),
            Self::Conflict => (StatusCode::CONFLICT, "conflict", "It does not fit how things stand"),
            Self::TooManyRequests => (
                StatusCode::TOO_MANY_REQUESTS,
                "too-many-requests",
                "Too much was asked for in a short time",
            ),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The request is too large"),
            Self::WrongMediaType => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "wrong-media-type",
                "The body has the wrong type",
            ),
            Self::InvalidDefinition => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "invalid-definition",
                "The definition has mistakes",
            ),
            Self::InvalidInput => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "invalid-input",
                "The input does not fit",
            ),
            Self::InvalidForm => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "invalid-form",
                "The form does not fit",
            ),
            Self::Unprocessable => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "unprocessable",
                "The data cannot be kept",
            ),
            Self::CallbackRefused => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "callback-refused",
                "The callback may not go there",
            ),
            Self::BadSignature => (StatusCode::UNAUTHORIZED, "bad-signature", "A valid signature is needed"),
            // Only the Creatio-shaped service answers so: its clients read the result out of a 200.
            Self::NoResult => (StatusCode::UNPROCESSABLE_ENTITY, "no-result", "The run gives no result"),
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal", "The service failed"),
            Self::Unavailable => (
                StatusCode::SERVICE_UNAVAILABLE,
                "unavailable",
                "The database cannot be reached",
            ),
            Self::OutcomeUnknown => (
                StatusCode::SERVICE_UNAVAILABLE,
                "outcome-unknown",
                "Nobody knows whether it was done",
            ),
            Self::TimedOut => (StatusCode::SERVICE_UNAVAILABLE, "timed-out", "It took too long"),
            Self::SourceUnavailable => (
                StatusCode::SERVICE_UNAVAILABLE,
                "source-unavailable",
                "The system behind does not answer",
            ),
            Self::SourceFailed => (
                StatusCode::BAD_GATEWAY,
                "source-failed",
                "The system behind cannot be read",
            ),
        }
    }
}

/// A problem on its way to the caller.
#[derive(Debug, Clone)]
pub struct Problem {
    kind: ProblemKind,
    detail: String,
    extensions: Map<String, Value>,
    retry_after_s: Option<u32>,
    authenticate: Option<&'static str>,
}

impl Problem {
    /// A problem and what to tell the caller about it.
    pub fn new(kind: ProblemKind, detail: impl Into<String>) -> Self {
        Self {
            kind,
            detail: detail.into(),
            extensions: Map::new(),
            retry_after_s: None,
            authenticate: None,
        }
    }

    /// The caller's role is too small.
    pub fn forbidden(caller: &Caller, least: Role) -> Self {
        Self::new(
            ProblemKind::Forbidden,
            format!(
                "You are {} with the role {}; this needs the role {least}. An administrator can give it to you. \
                 Nothing was done.",
                caller.name(),
                caller.role()
            ),
        )
    }

    /// What kind it is.
    pub fn kind(&self) -> ProblemKind {
        self.kind
    }

    /// As part of another answer: type, title, status and detail.
    pub(super) fn as_member(&self) -> super::types::ProblemSummary {
        let (status, name, title) = self.kind.parts();
        super::types::ProblemSummary {
            kind: format!("urn:throughline:problem:{name}"),
            title: title.to_owned(),
            status: status.as_u16(),
            detail: self.detail.clone(),
        }
    }

    /// The process is restricted, and not to this caller.
    pub fn not_granted(caller: &Caller, process: &str, right: ProcessRight) -> Self {
        let what = match right {
            ProcessRight::See => "see",
            ProcessRight::Start => "start",
            ProcessRight::Operate => "act on runs of",
        };
        Self::new(
            ProblemKind::Forbidden,
            format!(
                "Only those an administrator named may {what} the process `{process}`, and {} is none of them. \
                 Nothing was done.",
                caller.name()
            ),
        )
    }

    /// Adds an extension member.
    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.extensions.insert(name.to_owned(), value);
        self
    }

    /// Asks not to come again before so many seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }

    /// Says how to authenticate (RFC 9110 §11.6.1).
    #[must_use]
    pub fn authenticate(mut self, challenge: &'static str) -> Self {
        self.authenticate = Some(challenge);
        self
    }

    /// No such run.
    pub fn no_run(run: impl std::fmt::Display) -> Self {
        Self::new(
            ProblemKind::NotFound,
            format!("There is no run {run}. `GET /api/v1/runs` lists those there are."),
        )
    }

    /// No such process or version.
    pub fn no_process(key: &str, version: Option<i32>) -> Self {
        let what = match version {
            Some(version) => format!("There is no version {version} of the process `{key}`."),
            None => format!("There is no process `{key}`."),
        };
        Self::new(
            ProblemKind::NotFound,
            format!("{what} `GET /api/v1/definitions` lists what is deployed."),
        )
    }

    /// The database cannot be used now.
    pub fn unavailable(detail: impl Into<String>) -> Self {
        Self::new(ProblemKind::Unavailable, detail).retry_after(2)
    }

    /// A failure whose reason is in the log and not for the caller.
    pub fn internal() -> Self {
        Self::new(
            ProblemKind::Internal,
            "The service failed at this request; its log has the reason under the request id. \
             If this repeats, tell whoever runs the service.",
        )
    }

    /// Its HTTP status.
    pub(super) fn status(&self) -> StatusCode {
        self.kind.parts().0
    }

    /// Its name in the `type` URI.
    pub(super) fn name(&self) -> &'static str {
        self.kind.parts().1
    }

    /// What it tells people.
    pub(super) fn detail(&self) -> &str {
        &self.detail
    }

    /// Writes the body. Headers that layers between have set stay.
    pub(super) fn write(self, response: Response, request_id: &str) -> Response {
        let (status, name, title) = self.kind.parts();
        let mut body = json!({
            "type": format!("urn:throughline:problem:{name}"),
            "title": title,
            "status": status.as_u16(),
            "detail": self.detail,
            "request_id": request_id,
        });
        if let Some(members) = body.as_object_mut() {
            members.extend(self.extensions);
        }
        let (mut parts, _) = response.into_parts();
        parts.headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        parts.headers.remove(header::CONTENT_LENGTH);
        Response::from_parts(parts, body.to_string().into())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.kind.parts().0.into_response();
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        if let Some(challenge) = self.authenticate {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable { .. } => {
                tracing::warn!(%error, "a request could not reach the database");
                Self::unavailable("The database cannot be reached; nothing was changed. Try again in a moment.")
            }
            StoreError::Refused { .. } => {
                tracing::info!(%error, "the database refused the data of a request");
                Self::new(
                    ProblemKind::Unprocessable,
                    "The database refuses this data; a NUL character in a text is the usual reason. Nothing was changed.",
                )
            }
            StoreError::Journal(_) => Self::new(ProblemKind::Unprocessable, sentence(&error.to_string())),
            error => {
                tracing::error!(%error, "a request failed in the store");
                Self::internal()
            }
        }
    }
}

impl From<DefinitionError> for Problem {
    fn from(error: DefinitionError) -> Self {
        match error {
            DefinitionError::Unknown { key } => Self::no_process(&key, None),
            DefinitionError::Invalid(diagnostics) => Self::new(ProblemKind::InvalidDefinition, mistakes(&diagnostics))
                .with("diagnostics", json!(diagnostics)),
            DefinitionError::Store(error) => error.into(),
            DefinitionError::Missing { .. } => Self::new(ProblemKind::NotFound, sentence(&error.to_string())),
        }
    }
}

/// How many mistakes, and where to look.
fn mistakes(diagnostics: &[throughline_engine::definition::Diagnostic]) -> String {
    use throughline_engine::definition::Severity;
    let errors = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error)
        .count();
    let (mistakes, stands) = if errors == 1 {
        ("mistake", "it stands")
    } else {
        ("mistakes", "each stands")
    };
    format!(
        "The definition has {errors} {mistakes}; nothing was deployed. `diagnostics` says where {stands} and what would be right."
    )
}

impl From<StartError> for Problem {
    fn from(error: StartError) -> Self {
        match error {
            StartError::Definition(error) => error.into(),
            StartError::Input(error) => Self::new(
                ProblemKind::InvalidInput,
                "The input does not fit the input schema of the process; nothing was started. `problems` names each place.",
            )
            .with("problems", json!(error.problems)),
            StartError::Refused(reason) => {
                Self::new(ProblemKind::Unprocessable, format!("{} Nothing was started.", sentence(&reason)))
            }
            StartError::Secrets(_) | StartError::KeyReused { .. } => Self::new(ProblemKind::Conflict, sentence(&error.to_string())),
            StartError::Unavailable => {
                Self::unavailable("The database cannot be reached, so nothing was started. Try again in a moment.")
            }
            StartError::Unknown { run } => Self::new(
                ProblemKind::OutcomeUnknown,
                format!(
                    "The database went away before it confirmed run {run}. \
                     Look whether `GET /api/v1/runs/{run}` finds it before starting it again."
                ),
            )
            .with("run_id", json!(run))
            .retry_after(5),
        }
    }
}

impl From<ActionError> for Problem {
    fn from(error: ActionError) -> Self {
        match error {
            ActionError::NoSuchRun(run) => Self::no_run(run),
            ActionError::Conflict(reason) => Self::new(ProblemKind::Conflict, sentence(&reason)),
            ActionError::Store(error) => error.into(),
            error @ ActionError::Broken(_) => Self::new(ProblemKind::Conflict, sentence(&error.to_string())),
        }
    }
}

/// A message as a sentence: capital first, full stop last.
pub(super) fn sentence(message: &str) -> String {
    let mut chars = message.chars();
    let Some(first) = chars.next() else {
        return String::new();
    };
    let stop = if message.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{}{}{stop}", first.to_uppercase(), chars.as_str())
}

/// The body of a problem, for the description of the API and for the client.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct ProblemBody {
    /// What kind of problem, for programs: `urn:throughline:problem:<name>`. Stable.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened, why, and what to do.
    #[serde(default)]
    pub detail: String,
    /// Id of the request, as in the header `x-request-id` and the service's log.
    #[serde(default)]
    pub request_id: String,
    /// `invalid-definition`: every mistake with its place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub diagnostics: Vec<super::types::Diagnostic>,
    /// `invalid-input`: every problem with its JSON pointer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<super::types::InputProblem>,
    /// `invalid-form`: what does not fit, each on its field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub field_errors: Vec<super::types::FieldError>,
    /// `invalid-input` of a batch: the first hundred problems with the places of their items.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub batch_problems: Vec<super::types::BatchProblem>,
    /// `outcome-unknown`: the run that exists if the start was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_id: Option<uuid::Uuid>,
}
