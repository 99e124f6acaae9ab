//! Numbers for Prometheus (text exposition format 0.0.4).

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;

use super::ApiState;
use crate::connectors::Connectors;
use crate::figures::{CircuitState, Counts, FailureKind, Histogram};
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
    connections(&mut text, runtime.connectors());
    (
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        text,
    )
}

/// What connections did since this process started.
fn connections(text: &mut String, connectors: &Connectors) {
    let names: Vec<String> = connectors.views().map(|view| view.name).collect();
    if names.is_empty() {
        return;
    }
    let head = |text: &mut String, name: &str, kind: &str, help: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "# HELP throughline_connection_{name} {help}\n# TYPE throughline_connection_{name} {kind}"
        );
    };
    let counts: Vec<(&String, Counts, Duration)> = names
        .iter()
        .filter_map(|name| {
            let (counts, took) = connectors.total(name)?;
            Some((name, counts, took))
        })
        .collect();
    head(
        text,
        "calls_total",
        "counter",
        "HTTP exchanges of a connection by how they ended.",
    );
    for (name, counts, _) in &counts {
        let failed = counts.transient + counts.refused + counts.unknown + counts.sign_in;
        let ends = [
            ("ok", counts.calls.saturating_sub(failed)),
            (FailureKind::Transient.as_str(), counts.transient),
            (FailureKind::Refused.as_str(), counts.refused),
            (FailureKind::Unknown.as_str(), counts.unknown),
            (FailureKind::SignIn.as_str(), counts.sign_in),
            (FailureKind::NotSent.as_str(), counts.not_sent),
        ];
        for (end, count) in ends {
            let _ = writeln!(
                text,
                "throughline_connection_calls_total{{connection=\"{name}\",end=\"{end}\"}} {count}"
            );
        }
    }
    head(
        text,
        "circuit_opened_total",
        "counter",
        "Times the circuit of a connection opened.",
    );
    for (name, counts, _) in &counts {
        let _ = writeln!(
            text,
            "throughline_connection_circuit_opened_total{{connection=\"{name}\"}} {}",
            counts.opened
        );
    }
    head(
        text,
        "circuit_closed",
        "gauge",
        "1 while the circuit of a connection is closed on this node.",
    );
    for name in &names {
        let closed = connectors
            .look(name)
            .is_some_and(|look| look.circuit.state == CircuitState::Closed);
        let _ = writeln!(
            text,
            "throughline_connection_circuit_closed{{connection=\"{name}\"}} {}",
            u8::from(closed)
        );
    }
    head(
        text,
        "in_flight",
        "gauge",
        "Calls of a connection in flight on this node.",
    );
    for name in &names {
        let in_flight = connectors.look(name).map_or(0, |look| look.in_flight);
        let _ = writeln!(
            text,
            "throughline_connection_in_flight{{connection=\"{name}\"}} {in_flight}"
        );
    }
    head(
        text,
        "call_seconds",
        "histogram",
        "How long exchanges of a connection took, without waiting for a turn.",
    );
    for (name, counts, took) in &counts {
        let mut so_far = 0;
        for (bucket, count) in counts.took.counts().enumerate() {
            so_far += count;
            let end = Histogram::end_ms(bucket).map_or_else(|| "+Inf".to_owned(), |ms| format!("{:.4}", ms / 1000.0));
            let _ = writeln!(
                text,
                "throughline_connection_call_seconds_bucket{{connection=\"{name}\",le=\"{end}\"}} {so_far}"
            );
        }
        let _ = writeln!(
            text,
            "throughline_connection_call_seconds_sum{{connection=\"{name}\"}} {}",
            took.as_secs_f64()
        );
        let _ = writeln!(
            text,
            "throughline_connection_call_seconds_count{{connection=\"{name}\"}} {so_far}"
        );
    }
}
