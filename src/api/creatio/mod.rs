//! The process service as Creatio has it, so that a button or an integration made for Creatio starts our processes
//! unchanged: sign in by form, `Execute` a process by its name, or `RunProcess`.
//!
//! These addresses, bodies and refusals are another product's interface. They are not in the description of our own API
//! and their errors are not problem details; docs/starting-runs.md says what is taken and answered. Below they start
//! runs the one way everything does.
//!
//! * `answer`: what such clients understand.
//! * `sign_in`: the login and who calls.
//! * `parameters`: texts become values of the input schema.
//! * `execute`, `run_process`: the two ways to start.

mod answer;
mod execute;
mod parameters;
mod run_process;
mod sign_in;

use std::time::Duration;

use axum::Router;
use axum::http::Method;
use axum::routing::{get, post};
use throughline_engine::kernel::RunStatus;

use self::answer::CreatioError;
use super::start::start_with;
use super::{ApiState, record};
use crate::auth::Caller;
use crate::runtime::{StartOptions, StartRun, Started, TriggerKind};
use crate::store::RunRow;

/// Longest time a call that asks for a result waits for it.
const PATIENCE: Duration = super::processes::MAX_WAIT;

const LOGIN: &str = "/ServiceModel/AuthService.svc/Login";
/// With and without the prefix that some of Creatio's instances have.
const SERVICES: [&str; 2] = [
    "/ServiceModel/ProcessEngineService.svc",
    "/0/ServiceModel/ProcessEngineService.svc",
];

fn execute_path(service: &str) -> String {
    format!("{service}/{{process}}/Execute")
}

fn run_process_path(service: &str) -> String {
    format!("{service}/RunProcess")
}

/// The routes, and what the audit log calls them. A GET starts a run here.
pub(super) fn actions() -> Vec<(Method, String, &'static str)> {
    let mut actions = vec![(Method::POST, LOGIN.to_owned(), "creatio_login")];
    for service in SERVICES {
        actions.extend([
            (Method::GET, execute_path(service), "creatio_execute"),
            (Method::POST, execute_path(service), "creatio_execute"),
            (Method::POST, run_process_path(service), "creatio_run_process"),
        ]);
    }
    actions
}

/// The routes, with and without the prefix that some of Creatio's instances have.
pub(super) fn router(max_body_bytes: usize) -> Router<ApiState> {
    let mut router = Router::new().route(LOGIN, post(sign_in::login));
    for service in SERVICES {
        router = router
            .route(&execute_path(service), get(execute::execute).post(execute::execute))
            .route(&run_process_path(service), post(run_process::run_process));
    }
    router.layer(crate::api::bounded(max_body_bytes))
}

/// Starts a process for a caller of this service.
async fn start(
    state: &ApiState,
    caller: &Caller,
    process: &str,
    input: serde_json::Value,
    options: StartOptions,
) -> Result<Started, CreatioError> {
    let start = StartRun {
        process: process.to_owned(),
        version: None,
        input,
        business_key: None,
        started_by: caller.name().to_owned(),
        trigger: TriggerKind::Creatio,
    };
    let started = start_with(state, caller, start, options).await?;
    record::note("run", started.run.to_string());
    Ok(started)
}

/// The run when it has ended, stands at an incident, or the patience is over.
async fn settled(state: &ApiState, started: Started) -> Result<RunRow, CreatioError> {
    let run = started.run;
    let row = tokio::select! {
        row = state.runtime().wait(run, PATIENCE) => row.map_err(super::Problem::from)?,
        () = state.stopping().cancelled() => state.runtime().store().run(run).await.map_err(super::Problem::from)?,
    };
    row.ok_or_else(|| super::Problem::no_run(run).into())
}

/// A member of a run's result under the name such clients give it.
fn result_value(row: &RunRow, name: &str) -> serde_json::Value {
    let result: serde_json::Value = row
        .result
        .as_deref()
        .and_then(|bytes| serde_json::from_slice(bytes).ok())
        .unwrap_or_default();
    let Some(members) = result.as_object() else {
        return serde_json::Value::Null;
    };
    parameters::find(members.keys().map(String::as_str), name)
        .and_then(|key| members.get(key).cloned())
        .unwrap_or_default()
}

/// Why a run gives no result, where it does not.
fn without_result(row: &RunRow) -> Option<String> {
    let run = row.id;
    let error = row.last_error.as_deref().unwrap_or("no reason is known");
    match row.status {
        RunStatus::Completed => None,
        RunStatus::Incident => Some(format!("run {run} stands at an incident: {error}")),
        status if status.is_ended() => Some(format!("run {run} is {}: {error}", status.as_str())),
        _ => Some(format!(
            "run {run} did not end within {} s; it goes on. Do not start it again",
            PATIENCE.as_secs()
        )),
    }
}
