//! `RunProcess`: starts a process by its name and says how it stands. A refusal is a 200 that says so.

use axum::Json;
use axum::extract::{Request, State};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use throughline_engine::kernel::RunStatus;
use uuid::Uuid;

use super::answer::CreatioError;
use super::sign_in::SignedIn;
use super::{parameters, result_value, settled, start, without_result};
use crate::api::extract::body;
use crate::api::problem::{Problem, ProblemKind, sentence};
use crate::api::start::{idempotency_key, key_scope};
use crate::api::{ApiState, json};
use crate::auth::{Caller, ProcessRight};
use crate::runtime::{Once, StartOptions, Started};
use crate::store::RunRow;

/// What is asked for. Members we know nothing of are let be, as Creatio does.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct RunProcess {
    schema_name: String,
    #[serde(default)]
    parameter_values: Option<Vec<Parameter>>,
    #[serde(default)]
    result_parameter_names: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
struct Parameter {
    name: String,
    #[serde(default)]
    value: Value,
}

/// How a process stands, in Creatio's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum ProcessStatus {
    Inactive = 0,
    Running = 1,
    Done = 2,
    Error = 3,
    Cancelled = 4,
}

impl From<RunStatus> for ProcessStatus {
    fn from(status: RunStatus) -> Self {
        match status {
            RunStatus::Completed => Self::Done,
            RunStatus::Failed | RunStatus::Compensated | RunStatus::Incident => Self::Error,
            RunStatus::Cancelled => Self::Cancelled,
            RunStatus::Created | RunStatus::Running | RunStatus::Waiting | RunStatus::Suspended => Self::Running,
        }
    }
}

/// `POST …/ProcessEngineService.svc/RunProcess`.
pub(super) async fn run_process(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    request: Request,
) -> Result<Json<Value>, CreatioError> {
    let once = idempotency_key(request.headers())?.map(|key| Once {
        scope: key_scope(&caller),
        key,
    });
    let bytes = body(request, &state).await?;
    let asked: RunProcess = json::read(&bytes)
        .map_err(|reason| format!("The body {reason}. Nothing was started."))
        .and_then(|value| {
            serde_json::from_value(value)
                .map_err(|error| format!("The body does not have the members expected: {error}. Nothing was started."))
        })
        .map_err(CreatioError::bad_request)?;
    let names = asked.result_parameter_names.unwrap_or_default();
    let given = asked.parameter_values.unwrap_or_default();
    let given = given
        .into_iter()
        .map(|parameter| (parameter.name, parameter.value))
        .collect();
    let started = match started(&state, &caller, &asked.schema_name, given, once).await {
        Ok(started) => started,
        Err(error) => return refused(error),
    };
    if names.is_empty() {
        return Ok(answer(started.run.0, ProcessStatus::Running, Map::new(), None));
    }
    let row = settled(&state, started).await?;
    Ok(of_row(&row, &names))
}

async fn started(
    state: &ApiState,
    caller: &Caller,
    process: &str,
    given: Vec<(String, Value)>,
    once: Option<Once>,
) -> Result<Started, CreatioError> {
    state.must(caller, process, ProcessRight::Start).await?;
    let definition = state.runtime().startable(process, None).await.map_err(Problem::from)?;
    let input = parameters::input(&definition.process.input_schema, given).map_err(|reason| {
        let detail = format!("{} Nothing was started.", sentence(&reason));
        Problem::new(ProblemKind::InvalidInput, detail)
    })?;
    let options = StartOptions {
        once,
        ..StartOptions::default()
    };
    start(state, caller, process, input, options).await
}

/// What the caller can mend is an answer; what they cannot is an error of the call.
fn refused(error: CreatioError) -> Result<Json<Value>, CreatioError> {
    let code = match &error {
        CreatioError::Problem(problem) if problem.status().is_client_error() => problem.name(),
        _ => return Err(error),
    };
    Ok(answer(
        Uuid::nil(),
        ProcessStatus::Inactive,
        Map::new(),
        Some((code, error.message())),
    ))
}

fn of_row(row: &RunRow, names: &[String]) -> Json<Value> {
    let values = names
        .iter()
        .map(|name| (name.clone(), result_value(row, name)))
        .collect();
    let status = ProcessStatus::from(row.status);
    let reason = without_result(row).map(|reason| sentence(&reason));
    let error = reason.as_deref().filter(|_| status != ProcessStatus::Running);
    answer(row.id.0, status, values, error.map(|reason| ("run", reason)))
}

/// `success` says that the process was started; how it ended says `processStatus`.
fn answer(id: Uuid, status: ProcessStatus, values: Map<String, Value>, error: Option<(&str, &str)>) -> Json<Value> {
    Json(json!({
        "processId": id,
        "processStatus": status as u8,
        "resultParameterValues": values,
        "executionData": null,
        "success": !id.is_nil(),
        "errorInfo": error.map(|(code, message)| json!({ "errorCode": code, "message": message })),
    }))
}
