//! Numbers for Prometheus (text exposition format 0.0.4).

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Instant;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;

use super::ApiState;
use crate::store::DatabaseState;

/// What the API counts.
#[derive(Debug)]
pub(crate) struct Metrics {
    started: Instant,
    /// Answers by class of status, 1xx to 5xx.
    answers: [AtomicU64; 5],
    streams: AtomicUsize,
}

impl Default for Metrics {
    fn default() -> Self {
        Self {
            started: Instant::now(),
            answers: Default::default(),
            streams: AtomicUsize::new(0),
        }
    }
}

/// A live view that is open; counted as long as it lives.
pub(super) struct OpenStream(ApiState);

impl OpenStream {
    pub(super) fn new(state: &ApiState) -> Self {
        state.metrics().streams.fetch_add(1, Ordering::Relaxed);
        Self(state.clone())
    }
}

impl Drop for OpenStream {
    fn drop(&mut self) {
        self.0.metrics().streams.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Metrics {
    pub(super) fn count(&self, status: StatusCode) {
        if let Some(class) = self.answers.get(usize::from(status.as_u16() / 100).wrapping_sub(1)) {
            class.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// `GET /metrics`.
#[utoipa::path(get, path = "/metrics", tag = "operation", operation_id = "metrics", responses(
    (status = 200, description = "Numbers in the text format of Prometheus.", body = String, content_type = "text/plain"),
))]
pub(super) async fn metrics(State(state): State<ApiState>) -> impl IntoResponse {
    let runtime = state.runtime();
    let up = u8::from(matches!(runtime.database(), DatabaseState::Up));
    let metrics = state.metrics();
    let mut text = String::new();
    let mut gauge = |name: &str, help: &str, value: String| {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "# HELP throughline_{name} {help}\n# TYPE throughline_{name} gauge\nthroughline_{name} {value}"
        );
    };
    gauge(
        "live_runs",
        "Runs in the memory of this node.",
        runtime.live_runs().to_string(),
    );
    gauge("database_up", "1 while the database answers.", up.to_string());
    gauge(
        "lease_held",
        "1 while this node may let effects leave.",
        u8::from(runtime.holds_lease()).to_string(),
    );
    gauge(
        "http_streams",
        "Live views that are open.",
        metrics.streams.load(Ordering::Relaxed).to_string(),
    );
    gauge(
        "uptime_seconds",
        "Seconds since the API started.",
        metrics.started.elapsed().as_secs().to_string(),
    );
    let _ = writeln!(
        text,
        "# HELP throughline_build_info The version, as a label.\n# TYPE throughline_build_info gauge\n\
         throughline_build_info{{version=\"{}\"}} 1\n\
         # HELP throughline_http_responses_total Answers by class of status.\n\
         # TYPE throughline_http_responses_total counter",
        env!("CARGO_PKG_VERSION"),
    );
    for (class, count) in (1..).zip(&metrics.answers) {
        let count = count.load(Ordering::Relaxed);
        let _ = writeln!(text, "throughline_http_responses_total{{class=\"{class}xx\"}} {count}");
    }
    (
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        text,
    )
}
