//! `Execute`: starts a process by its name. With `ResultParameterName` it waits for the end and answers that result.

use axum::body::Bytes;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::response::Response;
use serde_json::Value;

use super::answer::{CreatioError, element};
use super::sign_in::{SignedIn, unreadable};
use super::{parameters, result_value, settled, start, without_result};
use crate::api::extract::body;
use crate::api::problem::{Problem, ProblemKind, sentence};
use crate::api::start::{idempotency_key, key_scope};
use crate::api::{ApiState, json};
use crate::auth::ProcessRight;
use crate::runtime::{Once, StartOptions};

/// The parameter that names the result; it is none of the process.
const RESULT: &str = "ResultParameterName";

/// `GET|POST …/ProcessEngineService.svc/{process}/Execute`.
pub(super) async fn execute(
    State(state): State<ApiState>,
    SignedIn(caller): SignedIn,
    process: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, CreatioError> {
    let Path(process) = process.map_err(|rejection| unreadable(rejection.body_text()))?;
    state.must(&caller, &process, ProcessRight::Start).await?;
    let headers = request.headers().clone();
    let mut given: Vec<(String, Value)> = pairs(request.uri().query().unwrap_or_default().as_bytes());
    if request.method() == Method::POST {
        let bytes = body(request, &state).await?;
        given.extend(of_body(&headers, &bytes)?);
    }
    let mut wanted = None;
    given.retain(|(name, value)| {
        let is_result = name.eq_ignore_ascii_case(RESULT);
        if is_result {
            wanted = value.as_str().filter(|name| !name.is_empty()).map(str::to_owned);
        }
        !is_result
    });
    let definition = state.runtime().startable(&process, None).await.map_err(Problem::from)?;
    let input = parameters::input(&definition.process.input_schema, given).map_err(|reason| {
        let detail = format!("{} Nothing was started.", sentence(&reason));
        Problem::new(ProblemKind::InvalidInput, detail)
    })?;
    let options = StartOptions {
        once: idempotency_key(&headers)?.map(|key| Once {
            scope: key_scope(&caller),
            key,
        }),
        ..StartOptions::default()
    };
    let started = start(&state, &caller, &process, input, options).await?;
    let Some(wanted) = wanted else {
        return Ok(element(None));
    };
    let row = settled(&state, started).await?;
    match without_result(&row) {
        None => Ok(element(Some(&result_value(&row, &wanted)))),
        // Not problem details of ours: the start itself went well, and the status must say that the result is missing.
        Some(reason) => Err(Problem::new(ProblemKind::NoResult, sentence(&reason)).into()),
    }
}

/// Parameters of a query or a form.
fn pairs(text: &[u8]) -> Vec<(String, Value)> {
    url::form_urlencoded::parse(text)
        .map(|(name, value)| (name.into_owned(), Value::String(value.into_owned())))
        .collect()
}

fn of_body(headers: &HeaderMap, bytes: &Bytes) -> Result<Vec<(String, Value)>, CreatioError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(Vec::new());
    }
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind = kind
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_lowercase();
    match kind.as_str() {
        "application/x-www-form-urlencoded" => Ok(pairs(bytes)),
        "application/json" => match json::read(bytes) {
            Ok(Value::Object(members)) => Ok(members.into_iter().collect()),
            Ok(_) => Err(CreatioError::bad_request(
                "The body is no JSON object of parameters. Nothing was started.",
            )),
            Err(reason) => Err(CreatioError::bad_request(format!(
                "The body {reason}. Nothing was started."
            ))),
        },
        _ => {
            let detail = "Parameters come in the address, as a form (application/x-www-form-urlencoded) or as a JSON \
                          object (application/json). Nothing was started.";
            Err(Problem::new(ProblemKind::WrongMediaType, detail).into())
        }
    }
}
