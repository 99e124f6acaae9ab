//! `GET /api/v1/runs/{id}/input`: what a run was given. It may be megabytes, so a page asks for its beginning first.

use axum::Json;
use axum::extract::{Extension, State};
use serde::Deserialize;
use serde_json::Value;
use throughline_engine::kernel::{RunId, Seq};
use utoipa::IntoParams;

use crate::api::ApiState;
use crate::api::extract::{ApiPath, ApiQuery};
use crate::api::problem::{Problem, ProblemBody};
use crate::api::types::RunInput;
use crate::auth::{Caller, ProcessRight};
use crate::secrets;
use crate::store::{JournalFilter, JournalFrom};

/// Largest input that is told whole where the beginning is enough, and what is told of a larger one, in bytes.
const START_BYTES: usize = 32 * 1024;

/// How much of it.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct InputQuery {
    /// Of an input over 32 KiB only how it begins.
    #[serde(default)]
    brief: bool,
}

/// What a run was given.
#[utoipa::path(get, path = "/api/v1/runs/{id}/input", tag = "runs", operation_id = "get_run_input",
    params(("id" = uuid::Uuid, Path, description = "Id of the run."), InputQuery), responses(
    (status = 200, description = "The input, or how it begins.", body = RunInput),
    (status = "default", description = "What went wrong.", body = ProblemBody, content_type = "application/problem+json"),
))]
pub(in crate::api) async fn input(
    State(state): State<ApiState>,
    Extension(caller): Extension<Caller>,
    ApiPath(run): ApiPath<RunId>,
    ApiQuery(query): ApiQuery<InputQuery>,
) -> Result<Json<RunInput>, Problem> {
    state.must_with_run(&caller, run, ProcessRight::See).await?;
    let store = state.runtime().store();
    if store.run(run).await?.is_none() {
        return Err(Problem::no_run(run));
    }
    // It stands in the first fact and never changes; a run that has not begun has none yet.
    let first = JournalFilter {
        until: Some(Seq(1)),
        ..JournalFilter::default()
    };
    let from = JournalFrom {
        newest_first: false,
        after: None,
    };
    let found = store.find_facts(run, &first, from, 1).await?;
    let input = match found.rows.first() {
        Some(fact) => of_payload(&fact.payload).map_err(|error| {
            tracing::error!(%error, %run, "the first fact of a journal is no JSON object");
            Problem::internal()
        })?,
        None => None,
    };
    let most = if query.brief { START_BYTES } else { usize::MAX };
    Ok(Json(shown(input, most)))
}

fn of_payload(payload: &[u8]) -> Result<Option<Value>, serde_json::Error> {
    #[derive(Deserialize)]
    struct Started {
        #[serde(default)]
        input: Option<Value>,
    }
    Ok(serde_json::from_slice::<Started>(payload)?.input)
}

/// An input for showing; of one over `most` bytes how it begins.
fn shown(input: Option<Value>, most: usize) -> RunInput {
    let Some(input) = input else {
        return RunInput {
            input: None,
            start: None,
            bytes: 0,
            masked: false,
        };
    };
    let masked = secrets::holds_sealed(&input) || secrets::holds_shown(&input);
    let bytes = input.to_string().len();
    if bytes <= most {
        return RunInput {
            input: Some(input),
            start: None,
            bytes: bytes as u64,
            masked,
        };
    }
    // A sealed text must not be cut in two: it is hidden before.
    let text = format!("{input:#}");
    let text = secrets::conceal(&text);
    let end = (0..=most).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    RunInput {
        input: None,
        start: Some(text.get(..end).unwrap_or_default().to_owned()),
        bytes: bytes as u64,
        masked,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_small_input_is_told_whole_with_all_its_digits() {
        let input = of_payload(br#"{"kind":"started","input":{"id":9007199254740993}}"#).unwrap();
        let told = shown(input, 100);
        assert_eq!(told.input.unwrap().to_string(), r#"{"id":9007199254740993}"#);
        assert_eq!((told.bytes, told.start, told.masked), (23, None, false));
    }

    #[test]
    fn of_a_large_one_the_beginning_is_told_and_no_letter_is_cut() {
        let told = shown(Some(json!({ "text": "\u{490}".repeat(100) })), 20);
        assert_eq!(told.input, None);
        // Seven of two bytes after twelve of one: the next would end after the 20th.
        assert_eq!(told.start.unwrap(), "{\n  \"text\": \"\u{490}\u{490}\u{490}");
        assert_eq!(told.bytes, 211);
    }

    #[test]
    fn a_secret_is_never_cut_in_two() {
        let mut input = json!({ "pin": "1234567890", "text": "x".repeat(100) });
        let schema = json!({ "properties": { "pin": { "writeOnly": true } } });
        crate::secrets::Secrets::ephemeral().seal(&schema, &mut input);
        let told = shown(Some(input), 40);
        assert!(told.masked);
        assert!(told.start.unwrap().contains("\"pin\": \"•••\""));
    }

    #[test]
    fn a_run_that_was_given_nothing_says_so() {
        let told = shown(of_payload(br#"{"kind":"started"}"#).unwrap(), 100);
        assert_eq!((told.input, told.bytes), (None, 0));
    }
}
