//! A file that is read while it is sent.

use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use futures::{StreamExt as _, stream};

use super::ApiState;
use super::problem::Problem;
use crate::store::StoreError;

/// What is sent, part by part.
pub(in crate::api) trait Parts: Send + 'static {
    /// What is being done, for errors.
    const DOING: &'static str;

    /// The next part; `None` after the last one.
    fn next(&mut self) -> impl Future<Output = Result<Option<Bytes>, StoreError>> + Send;
}

/// Sends a file. The first part is read before: what is wrong with the question is an error and no file that breaks off.
/// A service that stops breaks it off, so that nobody takes a part for the whole.
///
/// # Errors
/// Of the first part.
pub(in crate::api) async fn send(
    state: &ApiState,
    mut parts: impl Parts,
    kind: &'static str,
    disposition: &'static str,
) -> Result<Response, Problem> {
    let first = parts.next().await?;
    let rest = rest(state.clone(), parts);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(disposition)),
    ];
    let body = Body::from_stream(stream::iter(first.map(Ok)).chain(rest));
    Ok((headers, body).into_response())
}

fn rest<P: Parts>(state: ApiState, parts: P) -> impl stream::Stream<Item = Result<Bytes, StoreError>> {
    stream::try_unfold(parts, move |mut parts| {
        let stopping = state.stopping().is_cancelled();
        async move {
            if stopping {
                return Err(StoreError::Unavailable {
                    doing: P::DOING,
                    source: sqlx::Error::PoolClosed,
                });
            }
            Ok(parts.next().await?.map(|bytes| (bytes, parts)))
        }
    })
}
