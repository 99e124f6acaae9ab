//! Starting many runs of one process in one request.

use std::time::Duration;

use axum::Json;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;

use super::ApiState;
use super::extract::{ApiJson, ApiPath, ApiQuery};
use super::problem::{Problem, ProblemBody, ProblemKind};
use super::start::{business_key_flaw, idempotency_key, key_flaw, key_scope};
use super::types::{BatchOutcome, BatchRequest, BatchStarted, InputProblem};
use crate::auth::{Caller, ProcessRight};
use crate::runtime::{
    BatchError, BatchItem, BatchStart, DefinitionError, ItemOutcome, MAX_BATCH, StartError, TriggerKind,
};

/// Longest time until a batch is confirmed.
const CONFIRM: Duration = Duration::from_secs(300);

/// Which version.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct BatchQuery {
    /// Version to start; the latest where nothing is said.
    version: Option<i32>,
}

/// Starts up to 10,000 runs. All of them are durable when this answers; the answer has them in the order of the items.
///
/// All items are checked before the first run is started. Where one does not fit, nothing is started, unless `partial`
/// is true. A request that is repeated with the same `Idempotency-Key` gives the same runs, also where the first one was
/// cut off in the middle.
#[utoipa::path(post, path = "/api/v1/processes/{key}/runs/batch", tag = "runs", operation_id = "start_batch",
    params(("key" = String, Path, description = "Key of the process."), BatchQuery,
        ("Idempotency-Key" = Option<String>, Header, description = "Start the batch once for this key: 1 to 200 visible ASCII characters.")),
    request_body(content = BatchRequest),
    responses(
        (status = 200, description = "Nothing new had to be started.", body = BatchStarted),
        (status = 201, description = "The runs, durable.", body = BatchStarted),
        (status = 422, description = "Items do not fit; `batch_problems` names the first hundred.", body = ProblemBody, content_type = "application/problem+json"),
        (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn start_batch(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(key): ApiPath<String>,
    ApiQuery(query): ApiQuery<BatchQuery>,
    headers: HeaderMap,
    ApiJson(body): ApiJson<BatchRequest>,
) -> Result<(StatusCode, Json<BatchStarted>), Problem> {
    let once = idempotency_key(&headers)?;
    state.must(&caller, &key, ProcessRight::Start).await?;
    if body.items.is_empty() || body.items.len() > MAX_BATCH {
        let detail = format!(
            "`items` holds {} runs; a batch has 1 to {MAX_BATCH}. Nothing was started.",
            body.items.len()
        );
        return Err(Problem::new(ProblemKind::BadRequest, detail));
    }
    state.starts().count(&caller, body.items.len())?;
    let count = body.items.len();
    let batch = BatchStart {
        process: key.clone(),
        version: query.version,
        items: body.items.into_iter().map(item).collect(),
        started_by: caller.name().to_owned(),
        trigger: TriggerKind::Manual,
        scope: key_scope(&caller),
        key: once.clone(),
        partial: body.partial,
    };
    // In a task of its own: a caller that goes away in between does not leave half a batch behind.
    let starting = tokio::spawn({
        let runtime = state.runtime().clone();
        async move { runtime.start_batch(batch).await }
    });
    let unknown = |detail: String| Problem::new(ProblemKind::OutcomeUnknown, detail).retry_after(10);
    let advice = match once {
        Some(_) => "Send the same request with the same `Idempotency-Key` again: it gives the same runs.",
        None => {
            "Look for the runs before starting them again; with the header `Idempotency-Key` a repetition is harmless."
        }
    };
    match tokio::time::timeout(CONFIRM, starting).await {
        Ok(Ok(Ok(outcomes))) => Ok(answer(outcomes)),
        Ok(Ok(Err(BatchError::Start(StartError::Definition(DefinitionError::Unknown { .. }))))) => {
            Err(Problem::no_process(&key, query.version))
        }
        Ok(Ok(Err(BatchError::Start(error)))) => Err(error.into()),
        Ok(Ok(Err(BatchError::Items { count, problems }))) => {
            let detail =
                format!("{count} items do not fit, so nothing was started. `batch_problems` names each place.");
            let problems: Vec<_> = problems
                .iter()
                .map(
                    |problem| json!({ "index": problem.index, "pointer": problem.pointer, "message": problem.message }),
                )
                .collect();
            Err(Problem::new(ProblemKind::InvalidInput, detail).with("batch_problems", json!(problems)))
        }
        Ok(Ok(Err(BatchError::Interrupted { started, of }))) => Err(unknown(format!(
            "The database went away: {started} of {of} runs are known to be started. {advice}"
        ))),
        Ok(Err(error)) => {
            tracing::error!(%error, "a batch broke off");
            Err(Problem::internal())
        }
        Err(_) => Err(unknown(format!(
            "The database did not confirm the {count} runs within {} s; it may still do so. {advice}",
            CONFIRM.as_secs()
        ))),
    }
}

fn item(item: super::types::BatchItem) -> BatchItem {
    let business_key = item.business_key.as_deref();
    let flaw = business_key
        .and_then(business_key_flaw)
        .or_else(|| {
            // The committer would find it out only when others of the batch are started.
            business_key
                .filter(|key| key.contains('\0'))
                .map(|_| "`business_key` holds a NUL character, which the database cannot keep".to_owned())
        })
        .or_else(|| {
            let flaw = item.idempotency_key.as_deref().and_then(key_flaw)?;
            Some(format!("`idempotency_key` cannot be used: {flaw}"))
        });
    BatchItem {
        input: item.input,
        business_key: item.business_key,
        key: item.idempotency_key,
        flaw,
    }
}

fn answer(outcomes: Vec<ItemOutcome>) -> (StatusCode, Json<BatchStarted>) {
    let mut answer = BatchStarted {
        started: 0,
        existing: 0,
        refused: 0,
        items: Vec::with_capacity(outcomes.len()),
    };
    for outcome in outcomes {
        let (run_id, existing, problems) = match outcome {
            ItemOutcome::Started(started) => (Some(started.run.0), !started.is_new, Vec::new()),
            ItemOutcome::Refused(problems) => {
                let problems = problems.into_iter().map(|problem| InputProblem {
                    pointer: problem.pointer,
                    message: problem.message,
                });
                (None, false, problems.collect())
            }
        };
        match (run_id, existing) {
            (None, _) => answer.refused += 1,
            (_, true) => answer.existing += 1,
            (_, false) => answer.started += 1,
        }
        answer.items.push(BatchOutcome {
            run_id,
            existing,
            problems,
        });
    }
    let status = if answer.started > 0 {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    (status, Json(answer))
}
