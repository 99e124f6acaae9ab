//! What goes wrong on every route of the sections, described once.

use utoipa::IntoResponses;

use crate::api::problem::ProblemBody;

/// Where the system behind is read.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "described, never made")]
pub(super) enum ReadProblems {
    /// The system behind cannot be read.
    #[response(status = 502, content_type = "application/problem+json")]
    Failed(ProblemBody),
    /// The system behind does not answer.
    #[response(status = 503, content_type = "application/problem+json")]
    Away(ProblemBody),
    /// What went wrong.
    #[response(status = "default", content_type = "application/problem+json")]
    Other(ProblemBody),
}

/// Where the system behind is read and then a run is started.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "described, never made")]
pub(super) enum PressProblems {
    /// The system behind cannot be read.
    #[response(status = 502, content_type = "application/problem+json")]
    Failed(ProblemBody),
    /// The database or the system behind does not answer.
    #[response(status = 503, content_type = "application/problem+json")]
    Away(ProblemBody),
    /// What went wrong.
    #[response(status = "default", content_type = "application/problem+json")]
    Other(ProblemBody),
}
