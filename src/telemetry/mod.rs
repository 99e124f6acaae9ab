//! What the service says about itself while it runs: log lines on standard error.
//!
//! `THROUGHLINE_LOG` filters them (`info`, `throughline=debug,sqlx=warn`), `THROUGHLINE_LOG_FORMAT=json` makes each a
//! JSON object. Nothing here may print a secret: fields are chosen where they are logged, types of secrets hide theirs.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::ParseError;

/// What is logged where nobody says otherwise.
const DEFAULT_FILTER: &str = "info,sqlx=warn,hyper=warn,reqwest=warn,rustls=warn";

/// Why logging could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The filter is wrong.
    #[error("THROUGHLINE_LOG cannot be read: {0}; write it like `info` or `throughline=debug,sqlx=warn`")]
    Filter(#[from] ParseError),
    /// Something is set up already.
    #[error("logging is set up twice in this process: {0}")]
    Twice(String),
}

/// Begins to log. Once a process.
///
/// # Errors
/// The filter cannot be read.
pub fn init() -> Result<(), TelemetryError> {
    init_with(DEFAULT_FILTER)
}

/// As [`init`], with warnings only where nobody says otherwise: for commands whose output is for people.
///
/// # Errors
/// The filter cannot be read.
pub fn init_quiet() -> Result<(), TelemetryError> {
    init_with("warn")
}

fn init_with(default: &str) -> Result<(), TelemetryError> {
    let wanted = std::env::var("THROUGHLINE_LOG").ok().filter(|text| !text.is_empty());
    let filter = EnvFilter::try_new(wanted.as_deref().unwrap_or(default))?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let done = if std::env::var("THROUGHLINE_LOG_FORMAT").is_ok_and(|format| format == "json") {
        lines.json().flatten_event(true).try_init()
    } else {
        lines
            .with_ansi(std::io::stderr().is_terminal())
            .with_target(false)
            .try_init()
    };
    done.map_err(|error| TelemetryError::Twice(error.to_string()))
}
