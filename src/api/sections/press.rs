//! The press of a button: rights, once for a key or a double click, the start, and the end where it is waited for.

use std::time::Duration;

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use throughline_engine::kernel::RunId;
use utoipa::IntoParams;

use super::invalid_form;
use crate::api::ApiState;
use crate::api::created;
use crate::api::problem::{Problem, ProblemKind};
use crate::api::processes::patience;
use crate::api::runs::show::read_run;
use crate::api::start::{idempotency_key, start};
use crate::api::types::{FieldError, Run, SectionStart};
use crate::auth::{Caller, ProcessRight};
use crate::runtime::{DefinitionError, Once, StartRun, Started, TriggerKind, prepare_input};
use crate::sections::{FieldErrorCode, Plan};

/// Whether to wait for the end.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct WaitQuery {
    /// Wait so long for the run to end or to need a person: `30s`, `2m`; at most 5 minutes.
    #[param(example = "30s")]
    pub(super) wait: Option<String>,
}

/// Who presses what.
#[derive(Debug, Clone)]
pub(super) struct Press {
    pub(super) caller: Caller,
    /// Section, button and record: what makes two presses the same, with the input.
    what: Vec<String>,
    key: Option<String>,
    wait: Option<Duration>,
}

impl Press {
    /// # Errors
    /// 400: a key or a time to wait that is none.
    pub(super) fn new(
        caller: &Caller,
        headers: &HeaderMap,
        query: WaitQuery,
        section: &str,
        button: &str,
    ) -> Result<Self, Problem> {
        Ok(Self {
            caller: caller.clone(),
            what: vec![section.to_owned(), button.to_owned()],
            key: idempotency_key(headers)?,
            wait: query.wait.as_deref().map(patience).transpose()?,
        })
    }

    /// On this record.
    pub(super) fn on(mut self, record: &str) -> Self {
        self.what.push(record.to_owned());
        self
    }

    pub(super) fn waits(&self) -> bool {
        self.wait.is_some()
    }
}

/// Starts what was pressed and answers with the run.
///
/// # Errors
/// Nothing was started, or nobody knows.
pub(super) async fn press(state: &ApiState, press: &Press, plan: Plan) -> Result<Response, Problem> {
    let fields = plan.fields.clone();
    let started = begin(state, press, plan).await?;
    let run = started.run;
    if let Some(wait) = press.wait {
        tokio::select! {
            // Whatever the wait says, the run is started: the answer below reads it anew.
            _ = state.runtime().wait(run, wait) => {}
            () = state.stopping().cancelled() => {}
        }
    }
    answer(state, started, &fields).await
}

/// Starts what was pressed.
pub(super) async fn begin(state: &ApiState, press: &Press, plan: Plan) -> Result<Started, Problem> {
    state
        .must(&press.caller, &plan.process, ProcessRight::Start)
        .await
        .map_err(|problem| match problem.kind() {
            // For the person at the button the process is not what they asked for.
            ProblemKind::NotFound => not_deployed(&plan.process),
            _ => problem,
        })?;
    let definition = match state.runtime().definitions().find(&plan.process, None).await {
        Ok(definition) => definition,
        Err(DefinitionError::Unknown { .. }) => return Err(not_deployed(&plan.process)),
        Err(error) => return Err(error.into()),
    };
    // Checked here too, so that what does not fit is said on the field it came from.
    if let Err(error) = prepare_input(&definition.process.input_schema, plan.input.clone()) {
        let errors = error.problems.into_iter().map(|problem| FieldError {
            field: field_of(problem.pointer.split('/').nth(1).unwrap_or_default(), &plan.fields),
            code: FieldErrorCode::Invalid,
            message: problem.message,
            message_uk: None,
        });
        return Err(invalid_form(errors.collect()));
    }
    let once = match &press.key {
        Some(key) => Once {
            scope: format!("section:{}", press.caller.name()),
            key: [key.as_str()]
                .into_iter()
                .chain(press.what.iter().map(String::as_str))
                .collect::<Vec<_>>()
                .join(" "),
        },
        None => {
            let pressed = json!([
                press.caller.name(),
                press.what,
                plan.process,
                plan.input,
                plan.business_key
            ]);
            let digest = Sha256::digest(pressed.to_string().as_bytes()).into();
            let store = state.runtime().store();
            store.forget_presses().await?;
            Once {
                scope: "section-press".to_owned(),
                key: store.press(digest).await?.to_string(),
            }
        }
    };
    let run = StartRun {
        process: plan.process,
        version: None,
        input: plan.input,
        business_key: plan.business_key,
        started_by: press.caller.name().to_owned(),
        trigger: TriggerKind::Section,
    };
    start(state, &press.caller, run, Some(once)).await
}

pub(super) fn not_deployed(process: &str) -> Problem {
    Problem::new(
        ProblemKind::Conflict,
        format!(
            "This starts the process `{process}`, which is not deployed. A designer deploys it with \
             `throughline deploy`. Nothing was started."
        ),
    )
}

async fn answer(state: &ApiState, started: Started, fields: &[(String, String)]) -> Result<Response, Problem> {
    let id = started.run;
    let run = read_run(state, id, false).await.map_err(|_| unread(id))?;
    let body = SectionStart {
        field_errors: field_errors(&run, fields),
        run,
        existing: !started.is_new,
    };
    let status = if started.is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok(created::answer(status, format!("/api/v1/runs/{id}"), body))
}

/// It exists, so this must not invite a second press.
fn unread(run: RunId) -> Problem {
    let detail = format!(
        "Run {run} was started and is durable, but the database cannot be read now. \
         Read it at `/api/v1/runs/{run}` in a moment; do not start it again."
    );
    Problem::new(ProblemKind::OutcomeUnknown, detail)
        .with("run_id", json!(run))
        .retry_after(2)
}

/// The error of a run on the field it names: `data.field` is an input of the process or a field of the form.
fn field_errors(run: &Run, fields: &[(String, String)]) -> Vec<FieldError> {
    let Some(error) = &run.error else {
        return Vec::new();
    };
    let Some(named) = error.data.get("field").and_then(serde_json::Value::as_str) else {
        return Vec::new();
    };
    vec![FieldError {
        field: field_of(named, fields),
        code: FieldErrorCode::Refused,
        message: error.message.clone(),
        message_uk: None,
    }]
}

/// The field of the form an input comes from; the input itself where the declaration does not tell.
fn field_of(input: &str, fields: &[(String, String)]) -> String {
    let found = fields.iter().find(|(name, _)| name == input);
    found.map_or_else(|| input.to_owned(), |(_, field)| field.clone())
}
