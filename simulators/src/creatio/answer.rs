//! Answers and the four shapes in which Creatio says no.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};

/// An answer before it is HTTP: a batch puts it into its own body.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) content: Content,
}

pub(crate) enum Content {
    Empty,
    Json(Value),
    /// Content type and text.
    Text(&'static str, String),
}

pub(crate) const ODATA_JSON: &str = "application/json; odata.metadata=minimal";

impl Answer {
    pub(crate) fn json(status: StatusCode, value: Value) -> Self {
        Self {
            status,
            headers: Vec::new(),
            content: Content::Json(value),
        }
    }

    pub(crate) fn ok(value: Value) -> Self {
        Self::json(StatusCode::OK, value)
    }

    pub(crate) fn empty(status: StatusCode) -> Self {
        Self {
            status,
            headers: Vec::new(),
            content: Content::Empty,
        }
    }

    pub(crate) fn text(content_type: &'static str, text: String) -> Self {
        Self {
            status: StatusCode::OK,
            headers: Vec::new(),
            content: Content::Text(content_type, text),
        }
    }

    pub(crate) fn with(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Adds what every OData answer carries.
    pub(crate) fn odata(self) -> Self {
        self.with("odata-version", "4.0".to_owned())
            .with("content-type", ODATA_JSON.to_owned())
    }

    /// Shape 1: OData.
    pub(crate) fn odata_error(status: StatusCode, message: &str) -> Self {
        let kind = if status.is_server_error() {
            "Terrasoft.Common.ItemNotFoundException"
        } else {
            ""
        };
        Self::json(
            status,
            json!({
                "error": {
                    "code": "",
                    "message": message,
                    "innererror": { "message": message, "type": kind, "stacktrace": "" },
                }
            }),
        )
    }

    /// Refused by a rule or the database: a 500.
    pub(crate) fn rule(message: &str) -> Self {
        Self::odata_error(StatusCode::INTERNAL_SERVER_ERROR, message)
    }

    /// Shape 2: ASP.NET.
    pub(crate) fn asp_error(status: StatusCode, message: &str) -> Self {
        Self::json(
            status,
            json!({
                "Message": "An error has occurred.",
                "ExceptionMessage": message,
                "ExceptionType": "System.Exception",
                "StackTrace": null,
            }),
        )
    }

    /// Shape 3: no such entity.
    pub(crate) fn no_controller(url: &str, name: &str) -> Self {
        Self::json(
            StatusCode::NOT_FOUND,
            json!({
                "Message": format!("No HTTP resource was found that matches the request URI '{url}'."),
                "MessageDetail": format!("No type was found that matches the controller named '{name}'."),
            }),
        )
    }

    pub(crate) fn response(self) -> Response {
        let (fallback, body) = match self.content {
            Content::Empty => (None, Body::empty()),
            Content::Json(value) => (Some("application/json; charset=utf-8"), Body::from(value.to_string())),
            Content::Text(content_type, text) => (Some(content_type), Body::from(text)),
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        let empty = fallback.is_none();
        if let Some(content_type) = fallback {
            response
                .headers_mut()
                .insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        for (name, value) in self.headers {
            let name = HeaderName::from_static(name);
            // What a header cannot carry (a name in another script) is left out of the header.
            let Ok(value) = HeaderValue::from_str(&value) else {
                continue;
            };
            if name == header::CONTENT_TYPE {
                if !empty && !matches!(fallback, Some("text/plain" | "application/xml")) {
                    response.headers_mut().insert(name, value);
                }
            } else {
                response.headers_mut().append(name, value);
            }
        }
        response
    }
}
