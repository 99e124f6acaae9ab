//! The one place where values leave over HTTP: no answer shows a sealed text, whichever route made it.
//!
//! Sealed texts stand in journals, variables, results and messages of errors. A route that shows one of these need not
//! think of them: every body goes through here. A body made whole (JSON, problems) is looked at whole; a stream is looked
//! at piece by piece, and a server-sent event is one piece.

use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use futures::{StreamExt as _, TryStreamExt as _};

use crate::secrets;

/// Puts `•••` in the place of every sealed text of an answer.
pub(super) async fn conceal(request: Request, next: Next) -> Response {
    hide(next.run(request).await).await
}

async fn hide(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    if body.size_hint().exact().is_none() {
        let pieces = body
            .into_data_stream()
            .map(|piece| piece.map(|bytes| concealed(&bytes).unwrap_or(bytes)));
        return Response::from_parts(parts, Body::from_stream(pieces));
    }
    // Made whole: it is in memory already.
    let pieces: Result<Vec<Bytes>, axum::Error> = body.into_data_stream().try_collect().await;
    let bytes = match pieces {
        Ok(mut pieces) if pieces.len() <= 1 => pieces.pop().unwrap_or_default(),
        Ok(pieces) => pieces.concat().into(),
        Err(error) => {
            tracing::error!(%error, "an answer broke off before it was sent");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let bytes = match concealed(&bytes) {
        Some(shown) => {
            if parts.headers.contains_key(header::CONTENT_LENGTH) {
                parts
                    .headers
                    .insert(header::CONTENT_LENGTH, HeaderValue::from(shown.len()));
            }
            shown
        }
        None => bytes,
    };
    Response::from_parts(parts, Body::from(bytes))
}

/// `None` where nothing is to be hidden. Bytes that are no text hold no sealed text either.
fn concealed(bytes: &Bytes) -> Option<Bytes> {
    let text = std::str::from_utf8(bytes).ok()?;
    match secrets::conceal(text) {
        std::borrow::Cow::Borrowed(_) => None,
        std::borrow::Cow::Owned(shown) => Some(shown.into()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    async fn shown(body: Body, length: usize) -> (String, String) {
        let mut response = Response::new(body);
        response
            .headers_mut()
            .insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        let response = hide(response).await;
        let length = response.headers()[header::CONTENT_LENGTH].to_str().unwrap().to_owned();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (length, String::from_utf8(bytes.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn whole_bodies_and_streams_show_no_sealed_text() {
        let mut value = json!({"a": "hunter2", "b": "seen"});
        crate::secrets::Secrets::ephemeral().seal(&json!({"properties": {"a": {"writeOnly": true}}}), &mut value);
        let sealed = value.to_string();
        let dots = json!({"a": "•••", "b": "seen"}).to_string();
        let whole = shown(Body::from(sealed.clone()), sealed.len()).await;
        assert_eq!(whole, (dots.len().to_string(), dots.clone()));
        let pieces = ["one ".to_owned(), sealed, " two".to_owned()].map(Ok::<_, axum::Error>);
        let stream = shown(Body::from_stream(futures::stream::iter(pieces)), 0).await;
        assert_eq!(stream.1, format!("one {dots} two"));
        assert_eq!(
            shown(Body::from("plain"), 5).await,
            ("5".to_owned(), "plain".to_owned())
        );
    }
}
