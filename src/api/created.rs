//! The answer of a request that made something.

use std::fmt::Display;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

/// What was made, with its address in `Location` (RFC 9110, section 10.2.2). `status` is 200 where it was there before.
pub(in crate::api) fn answer(status: StatusCode, address: impl Display, body: impl Serialize) -> Response {
    let mut response = (status, Json(body)).into_response();
    if let Ok(address) = HeaderValue::from_str(&address.to_string()) {
        response.headers_mut().insert(header::LOCATION, address);
    }
    response
}
