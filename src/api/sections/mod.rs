//! Sections over HTTP: what a page needs to draw itself, and the buttons that start processes.
//!
//! Reads go through the connectors as they are asked for; nothing is kept here. What changes something is a run, started
//! by [`press`], the one way of every button.

mod actions;
mod form;
mod press;
mod problems;
mod query;
mod records;
mod show;
mod trigger;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ApiState;
use super::problem::{Problem, ProblemKind, sentence};
use super::types::FieldError;
use crate::sections::SectionError;
use throughline_engine::kernel::{EffectError, ErrorClass};

/// Those who look.
pub(super) fn for_viewers() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(show::list))
        .routes(routes!(show::show))
        .routes(routes!(records::list))
        .routes(routes!(records::show))
        .routes(routes!(records::detail_rows))
        .routes(routes!(form::lookup))
        .routes(routes!(actions::menu))
}

/// Those who act.
pub(super) fn for_operators() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(form::check))
}

/// Those who act and may wait for the end of what they started.
pub(super) fn for_operators_who_wait() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(records::add))
        .routes(routes!(records::save))
        .routes(routes!(records::delete))
        .routes(routes!(records::add_detail_row))
        .routes(routes!(records::delete_detail_row))
        .routes(routes!(actions::preview))
        .routes(routes!(actions::act))
}

impl From<SectionError> for Problem {
    fn from(error: SectionError) -> Self {
        match error {
            SectionError::NoSuchSection(_) => Self::new(
                ProblemKind::NotFound,
                format!("{}. `GET /api/v1/sections` lists those there are.", capital(&error)),
            ),
            SectionError::Missing { .. } => Self::new(ProblemKind::NotFound, sentence(&error.to_string())),
            SectionError::NotOffered(reason) => Self::new(ProblemKind::Conflict, sentence(&reason)),
            SectionError::BadQuestion(reason) => Self::new(ProblemKind::BadRequest, sentence(&reason)),
            SectionError::Form(errors) => invalid_form(errors.into_iter().map(Into::into).collect()),
            SectionError::Source(error) => source(&error),
            SectionError::Expression { .. } | SectionError::Unexpected(_) => {
                tracing::warn!(%error, "a section's declaration does not fit what the system behind gives");
                Self::new(
                    ProblemKind::SourceFailed,
                    format!(
                        "The section cannot show this: {}. Its declaration does not fit what the system behind gives; \
                         tell whoever wrote it.",
                        error
                    ),
                )
            }
        }
    }
}

/// What does not fit, each on its field.
fn invalid_form(errors: Vec<FieldError>) -> Problem {
    let detail = match errors.as_slice() {
        [error] => format!("{} Nothing was started.", sentence(&error.message)),
        errors => format!(
            "{} fields do not fit; nothing was started. Each is named with what is wrong.",
            errors.len()
        ),
    };
    Problem::new(ProblemKind::InvalidForm, detail).with("field_errors", serde_json::json!(errors))
}

/// A system that could not be read. Its message names the system and holds no secret.
fn source(error: &EffectError) -> Problem {
    if error.code == "connection.missing" {
        return Problem::new(ProblemKind::Conflict, sentence(&error.message));
    }
    let broken = [".server_error", ".unexpected_answer"];
    if error.class == ErrorClass::Transient && !broken.iter().any(|code| error.code.ends_with(code)) {
        let seconds = error
            .retry_after_ms
            .map_or(5, |ms| u32::try_from(ms / 1000 + 1).unwrap_or(60));
        return Problem::new(
            ProblemKind::SourceUnavailable,
            format!(
                "{} Nothing was changed; try again in a moment.",
                sentence(&error.message)
            ),
        )
        .retry_after(seconds);
    }
    tracing::warn!(
        code = error.code,
        message = error.message,
        "a section could not be read"
    );
    Problem::new(ProblemKind::SourceFailed, sentence(&error.message))
}

fn capital(error: &SectionError) -> String {
    sentence(&error.to_string()).trim_end_matches('.').to_owned()
}
