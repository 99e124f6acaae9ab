//! Starting a run, and waiting for it.

use std::time::Duration;

use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use throughline_engine::definition::parse_duration;
use utoipa::IntoParams;

use super::ApiState;
use super::extract::{ApiJson, ApiPath, ApiQuery};
use super::problem::{Problem, ProblemBody, ProblemKind, sentence};
use super::runs::show::read_run;
use super::start::{idempotency_key, key_scope, start_with};
use super::types::{CallbackEvent, CallbackRequest, StartRequest, StartedRun};
use crate::api::created;
use crate::auth::Caller;
use crate::runtime::{Once, StartOptions, StartRun, Started, TriggerKind};
use crate::store::NewCallback;

/// Longest time a start waits for the end of its run.
pub(crate) const MAX_WAIT: Duration = Duration::from_secs(300);

/// How to start.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct StartQuery {
    /// Wait so long for the run to end or to need a person: `30s`, `2m`; at most 5 minutes.
    #[param(example = "30s")]
    wait: Option<String>,
    /// Version to start; the latest where nothing is said.
    version: Option<i32>,
}

/// Starts a run. It is durable when this answers.
///
/// A request that is repeated with the same `Idempotency-Key` gives the run of the first time, with 200.
///
/// With `wait` the answer comes when the run has ended or stands at an incident, or when the time is over: look at
/// `status`, which is `running` or `waiting` then. The answer is 201 either way.
#[utoipa::path(post, path = "/api/v1/processes/{key}/runs", tag = "runs", operation_id = "start_run",
    params(("key" = String, Path, description = "Key of the process."), StartQuery,
        ("Idempotency-Key" = Option<String>, Header, description = "Start once for this key: 1 to 200 visible ASCII characters.")),
    request_body(content = StartRequest, description = "May be left out for a process without input."),
    responses(
        (status = 200, description = "The run an earlier request started: with the same key, or unique and still active.", body = StartedRun,
            headers(("Location" = String, description = "Address of the run."))),
        (status = 201, description = "The run, durable; with its result where it has ended.", body = StartedRun,
            headers(("Location" = String, description = "Address of the run."))),
        (status = 409, description = "The key was used before for another request.", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "The input does not fit, or the callback may not go there.", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "The caller started too many runs in a minute.", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "The database is away; `Retry-After` says when to come again.", body = ProblemBody,
            content_type = "application/problem+json"),
        (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn start(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(key): ApiPath<String>,
    ApiQuery(query): ApiQuery<StartQuery>,
    headers: HeaderMap,
    ApiJson(body): ApiJson<StartRequest>,
) -> Result<Response, Problem> {
    let patience = query.wait.as_deref().map(patience).transpose()?;
    let options = StartOptions {
        once: idempotency_key(&headers)?.map(|key| Once {
            scope: key_scope(&caller),
            key,
        }),
        unique: body.unique,
        callback: body.callback.map(|asked| callback(&state, asked)).transpose()?,
        digest: None,
    };
    let start = StartRun {
        process: key,
        version: query.version,
        input: body.input,
        business_key: body.business_key,
        started_by: caller.name().to_owned(),
        trigger: TriggerKind::Manual,
    };
    let started = start_with(&state, &caller, start, options).await?;
    let run = started.run;
    // Also for a caller who hangs up while they wait for the end.
    super::record::note("run", run.to_string());
    if let Some(patience) = patience {
        tokio::select! {
            // Whatever the wait says, the run is started: the answer below reads it anew.
            _ = state.runtime().wait(run, patience) => {}
            () = state.stopping().cancelled() => {}
        }
    }
    answer(&state, started).await
}

/// 201 with the run, 200 where it was there. It exists now, so a database that has gone away in between must not make this an error that invites
/// a second start.
async fn answer(state: &ApiState, started: Started) -> Result<Response, Problem> {
    let run = started.run;
    let run_or_problem = read_run(state, run, false).await;
    let body = match run_or_problem {
        Ok(run) => run,
        Err(_) => {
            let detail = format!(
                "Run {run} was started and is durable, but the database cannot be read now. \
                 Read it at `/api/v1/runs/{run}` in a moment; do not start it again."
            );
            return Err(Problem::new(ProblemKind::OutcomeUnknown, detail)
                .with("run_id", serde_json::json!(run))
                .retry_after(2));
        }
    };
    let status = if started.is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    let body = StartedRun {
        run: body,
        existing: !started.is_new,
    };
    Ok(created::answer(status, format!("/api/v1/runs/{run}"), body))
}

/// Whether a callback may go where it is to go.
fn callback(state: &ApiState, asked: CallbackRequest) -> Result<NewCallback, Problem> {
    let url = state.starts().settings.targets.check(&asked.url).map_err(|error| {
        let detail = format!("{} Nothing was started.", sentence(&error.to_string()));
        Problem::new(ProblemKind::CallbackRefused, detail)
    })?;
    if asked.on.is_empty() {
        let detail = "`callback.on` is empty: name `ended`, `incident` or both. Nothing was started.";
        return Err(Problem::new(ProblemKind::BadRequest, detail));
    }
    Ok(NewCallback {
        url: url.into(),
        on_incident: asked.on.contains(&CallbackEvent::Incident),
    })
}

pub(super) fn patience(text: &str) -> Result<Duration, Problem> {
    let wrong = |reason: String| {
        Problem::new(
            ProblemKind::BadRequest,
            format!("`wait` cannot be used: {reason}. Nothing was started."),
        )
    };
    let patience = parse_duration(text).map_err(|error| wrong(error.to_string()))?;
    if patience > MAX_WAIT {
        return Err(wrong(format!("it is at most {} minutes", MAX_WAIT.as_secs() / 60)));
    }
    Ok(patience)
}
