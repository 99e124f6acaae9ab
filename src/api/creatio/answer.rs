//! Answers and refusals in the shapes that clients of Creatio read.

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::api::problem::Problem;

/// Why a call was not carried out.
#[derive(Debug)]
pub(super) enum CreatioError {
    /// Nobody has signed in, or the session is over. Clients sign in anew when they see just this.
    Unauthorized,
    /// The `BPMCSRF` header is not that of the session.
    Csrf,
    /// Everything else.
    Problem(Box<Problem>),
}

impl From<Problem> for CreatioError {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl CreatioError {
    /// A call that cannot be read.
    pub(super) fn bad_request(detail: impl Into<String>) -> Self {
        Problem::new(crate::api::ProblemKind::BadRequest, detail).into()
    }

    /// In words.
    pub(super) fn message(&self) -> &str {
        match self {
            Self::Unauthorized => "Authentication failed.",
            Self::Csrf => "The header BPMCSRF must carry the value of the cookie BPMCSRF. Nothing was done.",
            Self::Problem(problem) => problem.detail(),
        }
    }
}

impl IntoResponse for CreatioError {
    fn into_response(self) -> Response {
        match self {
            Self::Unauthorized => {
                let body = json!({
                    "Message": self.message(),
                    "StackTrace": null,
                    "ExceptionType": "System.InvalidOperationException",
                });
                (StatusCode::UNAUTHORIZED, Json(body)).into_response()
            }
            Self::Csrf => (StatusCode::FORBIDDEN, Json(failure(self.message()))).into_response(),
            Self::Problem(problem) => {
                let body = failure(problem.detail());
                // Status and `Retry-After` as everywhere, the body as these clients know it.
                let mut response = problem.into_response();
                response.extensions_mut().remove::<Problem>();
                let (mut parts, _) = response.into_parts();
                parts.headers.remove(header::CONTENT_LENGTH);
                parts.headers.remove(header::CONTENT_TYPE);
                (parts, Json(body)).into_response()
            }
        }
    }
}

fn failure(message: &str) -> Value {
    json!({
        "Message": "An error has occurred.",
        "ExceptionMessage": message,
        "ExceptionType": "System.InvalidOperationException",
        "StackTrace": null,
    })
}

/// The answer of `Execute`: JSON as the text of an element, or an empty element.
pub(super) fn element(value: Option<&Value>) -> Response {
    const OPEN: &str = "<string xmlns=\"http://schemas.microsoft.com/2003/10/Serialization/\"";
    let text = match value {
        Some(value) => format!("{OPEN}>{}</string>", escaped(&value.to_string())),
        None => format!("{OPEN}/>"),
    };
    ([(header::CONTENT_TYPE, "application/xml; charset=utf-8")], text).into_response()
}

/// Text of an element. JSON holds control characters as escapes, so these three are all.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_result_is_json_within_an_element() {
        let text = async |value: Option<&Value>| {
            let body = axum::body::to_bytes(element(value).into_body(), 10_000).await.unwrap();
            String::from_utf8(body.to_vec()).unwrap()
        };
        let open = "<string xmlns=\"http://schemas.microsoft.com/2003/10/Serialization/\"";
        assert_eq!(text(None).await, format!("{open}/>"));
        assert_eq!(
            text(Some(&json!("a<b & \"c\""))).await,
            format!("{open}>\"a&lt;b &amp; \\\"c\\\"\"</string>")
        );
        assert_eq!(text(Some(&Value::Null)).await, format!("{open}>null</string>"));
    }
}
