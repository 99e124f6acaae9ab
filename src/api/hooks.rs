//! Record events: the CRM tells that a record was created, updated or deleted.
//!
//! No token is shown here. The request is signed, or carries the fixed key of its hook, and that is looked at before
//! anything of the body is.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use chrono::Utc;
use throughline_engine::definition::{RecordEvent, RecordSeen};

use super::extract::{ApiPath, body};
use super::problem::{Problem, ProblemBody, ProblemKind, sentence};
use super::start::key_flaw;
use super::types::{RecordEventAnswer, RecordEventRequest, RecordEventWord, RecordPass, RecordStart};
use super::{ApiState, json};
use crate::auth::{Caller, Role};
use crate::runtime::{RecordDelivery, RecordOutcome};

/// Something happened to a record of a section. Starts every process that listens for it.
///
/// The request is signed: `X-Throughline-Signature: t=<unix seconds>,v1=<hex of the HMAC-SHA256 of "<t>.<body>">`, at
/// most five minutes old; or it carries the fixed key of the hook. The answer comes when every run is durable. A
/// delivery that comes again starts nothing and is answered with the same runs.
#[utoipa::path(post, path = "/api/v1/hooks/records/{section}", tag = "hooks", operation_id = "record_event",
    params(("section" = String, Path, description = "Key of the section."),
        ("X-Throughline-Signature" = Option<String>, Header, description = "The signature.")),
    request_body(content = RecordEventRequest),
    security(()),
    responses(
        (status = 200, description = "What it started.", body = RecordEventAnswer),
        (status = 401, description = "Not signed, wrongly signed, or signed too long ago.", body = ProblemBody, content_type = "application/problem+json"),
        (status = "default", description = "Anything else that went wrong.", body = ProblemBody, content_type = "application/problem+json"),
    ))]
pub(super) async fn record_event(
    State(state): State<ApiState>,
    ApiPath(section): ApiPath<String>,
    request: Request,
) -> Result<Json<RecordEventAnswer>, Problem> {
    let Some(hook) = state.starts().settings.hooks.get(&section) else {
        let section: String = section.chars().take(100).collect();
        let detail = format!(
            "No record events are taken for the section `{section}`: `[hooks.{section}]` of the service's \
             configuration says how they are signed."
        );
        return Err(Problem::new(ProblemKind::NotFound, detail));
    };
    let headers: HeaderMap = request.headers().clone();
    let bytes: Bytes = body(request, &state).await?;
    hook.check(&headers, &bytes, Utc::now()).map_err(|refusal| {
        tracing::warn!(section, %refusal, "a record event was not taken");
        let detail = format!("{} Nothing was started.", sentence(&refusal.to_string()));
        Problem::new(ProblemKind::BadSignature, detail).authenticate("Throughline-Signature")
    })?;
    let event = read(&bytes)?;
    let caller = Caller::new(format!("record:{section}"), Role::Operator);
    super::record::note_who(caller.name());
    super::record::note("delivery", event.delivery_id.as_str());
    let delivery = RecordDelivery {
        section,
        id: event.delivery_id.clone(),
        seen: RecordSeen {
            record: Arc::new(event.record),
            event: match event.event {
                RecordEventWord::Inserted => RecordEvent::Created,
                RecordEventWord::Updated => RecordEvent::Updated,
                RecordEventWord::Deleted => RecordEvent::Deleted,
            },
            changed: Arc::new(event.changed.into()),
        },
    };
    // In a task of its own: a caller that goes away in between does not leave half of it undone.
    let starting = tokio::spawn(async move {
        let allow = |count: usize| state.starts().count(&caller, count);
        state.runtime().record_event(delivery, allow).await
    });
    let outcome = starting.await.map_err(|error| {
        tracing::error!(%error, "a record event broke off");
        Problem::internal()
    })??;
    Ok(Json(answer(event.delivery_id, outcome)))
}

fn read(bytes: &[u8]) -> Result<RecordEventRequest, Problem> {
    let wrong = |reason: String| {
        Problem::new(
            ProblemKind::BadRequest,
            format!("The body {reason}. Nothing was started."),
        )
    };
    let value = json::read(bytes).map_err(wrong)?;
    if !value.is_object() {
        return Err(wrong("is no JSON object".to_owned()));
    }
    let event: RecordEventRequest =
        serde_json::from_value(value).map_err(|error| wrong(format!("does not have the members expected: {error}")))?;
    if let Some(flaw) = key_flaw(&event.delivery_id) {
        return Err(wrong(format!("has a `deliveryId` that cannot be used: {flaw}")));
    }
    if event.entity.chars().count() > 200 {
        return Err(wrong("has an `entity` of more than 200 characters".to_owned()));
    }
    if !event.record.is_object() {
        return Err(wrong("has a `record` that is no JSON object".to_owned()));
    }
    Ok(event)
}

fn answer(delivery_id: String, outcome: RecordOutcome) -> RecordEventAnswer {
    let pass = |(process, reason): (String, String)| RecordPass { process, reason };
    RecordEventAnswer {
        delivery_id,
        duplicate: outcome.duplicate,
        started: outcome
            .started
            .into_iter()
            .map(|(process, run)| RecordStart { process, run_id: run.0 })
            .collect(),
        not_matched: outcome.not_matched.into_iter().map(pass).collect(),
        failed: outcome.failed.into_iter().map(pass).collect(),
    }
}
