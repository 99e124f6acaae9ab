//! How handlers take a request apart. Whatever does not fit becomes a [`Problem`].

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;

use super::json;
use super::problem::{Problem, ProblemKind};

/// The query of a request. Types deny unknown names, so a mistyped filter is never "no filter".
pub(super) struct ApiQuery<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for ApiQuery<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        Query::try_from_uri(&parts.uri)
            .map(|Query(query)| Self(query))
            .map_err(|rejection| {
                Problem::new(
                    ProblemKind::BadRequest,
                    format!("The query cannot be read: {}.", rejection.body_text()),
                )
            })
    }
}

/// The variable parts of the path.
pub(super) struct ApiPath<T>(pub(super) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for ApiPath<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        Path::from_request_parts(parts, state)
            .await
            .map(|Path(path)| Self(path))
            .map_err(|rejection| {
                Problem::new(
                    ProblemKind::BadRequest,
                    format!("The address cannot be read: {}.", rejection.body_text()),
                )
            })
    }
}

/// A JSON body; no body at all is the default of the type.
pub(super) struct ApiJson<T>(pub(super) T);

impl<T: DeserializeOwned + Default, S: Send + Sync> FromRequest<S> for ApiJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        Ok(Self(json_body(request, state).await?.unwrap_or_default()))
    }
}

/// A JSON body that must be there.
pub(super) struct ApiBody<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for ApiBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let body = json_body(request, state).await?;
        let detail = "The request has no body, and this address takes a JSON object. Nothing was done.";
        body.map(Self)
            .ok_or_else(|| Problem::new(ProblemKind::BadRequest, detail))
    }
}

/// The body as JSON; `None` where there is none.
async fn json_body<T: DeserializeOwned, S: Send + Sync>(request: Request, state: &S) -> Result<Option<T>, Problem> {
    let media_type = media_type(request.headers());
    let bytes = body(request, state).await?;
    if bytes.is_empty() {
        return Ok(None);
    }
    let is_json = media_type
        .as_deref()
        .is_some_and(|kind| kind == "application/json" || kind.ends_with("+json"));
    if !is_json {
        return Err(wrong_type(media_type.as_deref(), "application/json"));
    }
    let value = json::read(&bytes)
        .map_err(|reason| Problem::new(ProblemKind::BadRequest, format!("The body {reason}. Nothing was done.")))?;
    // A list would be taken member by member where a struct is wanted.
    if !value.is_object() {
        let detail = "The body is no JSON object. Nothing was done.";
        return Err(Problem::new(ProblemKind::BadRequest, detail));
    }
    serde_json::from_value(value).map(Some).map_err(|error| {
        Problem::new(
            ProblemKind::BadRequest,
            format!("The body does not have the members expected: {error}."),
        )
    })
}

/// Text of a definition file.
pub(super) struct ApiSource(pub(super) String);

impl<S: Send + Sync> FromRequest<S> for ApiSource {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        const TYPES: [&str; 5] = [
            "application/yaml",
            "application/x-yaml",
            "text/yaml",
            "text/x-yaml",
            "text/plain",
        ];
        let media_type = media_type(request.headers());
        if !media_type.as_deref().is_some_and(|kind| TYPES.contains(&kind)) {
            return Err(wrong_type(media_type.as_deref(), "application/yaml or text/plain"));
        }
        let bytes = body(request, state).await?;
        String::from_utf8(bytes.into()).map(Self).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            Problem::new(
                ProblemKind::BadRequest,
                format!("The definition is not UTF-8 text: the byte at offset {at} is wrong. Save the file as UTF-8."),
            )
        })
    }
}

/// The largest body of a route, in bytes; where routes are nested, that of the innermost.
#[derive(Debug, Clone, Copy)]
pub(super) struct BodyLimit(pub(super) usize);

/// The whole body, within its limit. One that says it is larger is refused before anything of it is read.
pub(super) async fn body<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    let told = request.headers().get(header::CONTENT_LENGTH);
    let told: Option<u64> = told.and_then(|value| value.to_str().ok()?.parse().ok());
    if let (Some(told), Some(BodyLimit(most))) = (told, request.extensions().get())
        && told > *most as u64
    {
        return Err(too_large());
    }
    Bytes::from_request(request, state).await.map_err(|rejection| {
        if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
            too_large()
        } else {
            Problem::new(
                ProblemKind::BadRequest,
                format!("The body could not be read: {}.", rejection.body_text()),
            )
        }
    })
}

fn too_large() -> Problem {
    Problem::new(
        ProblemKind::TooLarge,
        "The body is larger than this service takes: 1 MiB for a definition, \
                 `limits.max_batch_body_bytes` of its configuration for a batch, `limits.max_request_body_bytes` for \
                 everything else.",
    )
}

/// The media type of the body, without parameters, in lower case.
pub(super) fn media_type(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    Some(text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
}

fn wrong_type(given: Option<&str>, wanted: &str) -> Problem {
    let given = given.map_or_else(|| "no Content-Type".to_owned(), |kind| format!("`{kind}`"));
    Problem::new(
        ProblemKind::WrongMediaType,
        format!("The request was sent with {given}; this address takes {wanted}. Nothing was done."),
    )
}
