//! `GET /api/v1/runs/{id}/events`: a run as it happens, as server-sent events.
//!
//! Two kinds: `fact` (a row of the journal; its id is the fact's place, so `Last-Event-ID` goes on where a cut-off
//! viewer was) and `run` (status, progress, counters). The journal is the source: news of the runtime only says when to
//! look, and where another node has the run, looking every second does. So a slow viewer misses nothing and holds
//! nothing up: the next page is read when the last one is sent.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use axum::extract::{Extension, State};
use axum::http::HeaderMap;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures::Stream;
use serde::Deserialize;
use throughline_engine::kernel::{RunId, Seq};
use tokio::sync::watch;
use tokio::time::Instant;
use utoipa::IntoParams;

use super::journal;
use super::show::status;
use crate::api::ApiState;
use crate::api::extract::{ApiPath, ApiQuery};
use crate::api::metrics::OpenStream;
use crate::api::problem::{Problem, ProblemBody, ProblemKind};
use crate::api::types::RunEvent;
use crate::auth::{Caller, ProcessRight};
use crate::runtime::News;
use crate::store::StoreError;

/// Facts read at once.
const PAGE: u32 = 200;
/// Largest payload that is sent along.
const PAYLOAD_BYTES: usize = 4096;
/// How often to look where no news comes: another node may have the run.
const LOOK: Duration = Duration::from_secs(1);
/// Least time between two looks, so that a busy run does not keep the database busy for its viewers.
const PACE: Duration = Duration::from_millis(100);
/// How often a quiet line carries a comment, so that proxies keep it open.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Where to begin.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct EventsQuery {
    /// Facts after this one; the header `Last-Event-ID` goes before it.
    after: Option<u32>,
    /// False leaves the facts out: only `run` events come.
    facts: Option<bool>,
}

/// Follows a run until it has ended.
#[utoipa::path(get, path = "/api/v1/runs/{id}/events", tag = "runs", operation_id = "follow_run",
    params(("id" = uuid::Uuid, Path, description = "Id of the run."), EventsQuery,
        ("Last-Event-ID" = Option<u32>, Header, description = "The last event seen: only facts after it are sent.")),
    responses(
    (status = 200, content_type = "text/event-stream", body = String,
        description = "`fact` events with the rows of the journal (payloads over 4 KiB are left out) and `run` events \
                       (RunEvent). The stream ends when the run has ended or the service goes down."),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn events(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(run): ApiPath<RunId>,
    ApiQuery(query): ApiQuery<EventsQuery>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Problem> {
    state.must_with_run(&caller, run, ProcessRight::See).await?;
    let after = match headers.get("last-event-id") {
        Some(id) => Some(id.to_str().ok().and_then(|id| id.trim().parse().ok()).ok_or_else(|| {
            let detail = "`Last-Event-ID` is none of this stream: it is the number of the last fact seen.";
            Problem::new(ProblemKind::BadRequest, detail)
        })?),
        None => query.after,
    };
    // Before the first look, so that nothing between the two is missed.
    let news = state.runtime().subscribe(run);
    state
        .runtime()
        .store()
        .run(run)
        .await?
        .ok_or_else(|| Problem::no_run(run))?;
    let viewer = Viewer {
        _open: OpenStream::new(&state),
        state,
        run,
        news,
        after: Seq(after.unwrap_or(0).min(i32::MAX as u32)),
        with_facts: query.facts.unwrap_or(true),
        pending: VecDeque::new(),
        last: None,
        next_look: Instant::now(),
        finished: false,
    };
    let stream = futures::stream::unfold(viewer, |mut viewer| async move {
        let event = viewer.next().await?;
        Some((Ok(event), viewer))
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

/// One who looks at a run.
struct Viewer {
    _open: OpenStream,
    state: ApiState,
    run: RunId,
    news: watch::Receiver<News>,
    /// The last fact that was sent.
    after: Seq,
    with_facts: bool,
    pending: VecDeque<Event>,
    last: Option<RunEvent>,
    next_look: Instant,
    finished: bool,
}

impl Viewer {
    async fn next(&mut self) -> Option<Event> {
        let stopping = self.state.stopping().clone();
        loop {
            if let Some(event) = self.pending.pop_front() {
                return Some(event);
            }
            if self.finished {
                return None;
            }
            tokio::select! {
                () = self.due() => {}
                () = stopping.cancelled() => return None,
            }
            match self.look().await {
                Ok(()) => {}
                // The viewer comes again with the last id it has seen.
                Err(_) => return None,
            }
        }
    }

    /// Returns when it is time to look: news came, or a second went by; never faster than the pace.
    async fn due(&mut self) {
        tokio::time::sleep_until(self.next_look).await;
        if self.last.is_none() {
            return;
        }
        tokio::select! {
            changed = self.news.changed() => {
                if changed.is_err() {
                    tokio::time::sleep(LOOK).await;
                }
            }
            () = tokio::time::sleep(LOOK) => {}
        }
    }

    /// Reads what is new. The row first: facts committed before it said "ended" are all found after it.
    async fn look(&mut self) -> Result<(), Problem> {
        let begun = Instant::now();
        self.news.borrow_and_update();
        let Some(event) = self.read_run().await? else {
            self.finished = true;
            return Ok(());
        };
        let mut more = false;
        if self.with_facts {
            let rows = self
                .state
                .runtime()
                .store()
                .journal_page(self.run, self.after, PAGE)
                .await?;
            more = rows.len() == PAGE as usize;
            for row in rows {
                let fact = journal::show(row, self.run, PAYLOAD_BYTES)?;
                self.after = Seq(fact.seq);
                self.pending
                    .push_back(json_event("fact", &fact)?.id(fact.seq.to_string()));
            }
        }
        if more {
            // Catching up: no pause, and how the run stands is told at the end of it.
            self.last = None;
            self.next_look = begun;
            return Ok(());
        }
        self.finished = event.status.is_ended();
        if self.last.as_ref() != Some(&event) {
            self.pending.push_back(json_event("run", &event)?);
            self.last = Some(event);
        }
        // A run that is slow to read (its journal is folded for it here) is read the less often.
        let now = Instant::now();
        self.next_look = now + PACE.max((now - begun) * 10);
        Ok(())
    }

    async fn read_run(&self) -> Result<Option<RunEvent>, StoreError> {
        if let Some(last) = &self.last {
            let Some(row) = self.state.runtime().store().run(self.run).await? else {
                return Ok(None);
            };
            // Nobody moves it: the row says all, and its journal need not be folded again for those who look.
            if row.owner.is_none() && row.status == last.status && row.last_seq.0 == last.facts {
                return Ok(Some(last.clone()));
            }
        }
        let Some(details) = self.state.runtime().inspect(self.run).await? else {
            return Ok(None);
        };
        let row = details.row;
        let mut event = RunEvent {
            id: self.run.0,
            status: row.status,
            facts: row.last_seq.0,
            incidents: row.incidents,
            progress: Vec::new(),
            last_error: row.last_error,
        };
        if let Ok(inspection) = &details.inspection {
            let state = &inspection.state;
            event.status = status(inspection, event.status);
            event.facts = event.facts.max(state.last_seq().0);
            event.incidents = state.incidents();
            event.progress = state
                .progress(&inspection.definition.process)
                .into_iter()
                .map(Into::into)
                .collect();
            event.last_error = state.error().map(|error| error.message.clone()).or(event.last_error);
        }
        Ok(Some(event))
    }
}

fn json_event(name: &str, data: &impl serde::Serialize) -> Result<Event, Problem> {
    Event::default().event(name).json_data(data).map_err(|error| {
        tracing::error!(%error, "an event cannot be written");
        Problem::internal()
    })
}
