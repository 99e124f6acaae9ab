//! How a command ends.

use std::process::ExitCode;

use serde_json::{Value, json};

use crate::api::ProblemBody;
use crate::client::ClientError;

/// Exit codes; part of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done; a run that was waited for completed.
    Done = 0,
    /// An invalid definition, a run that ended badly or needs a person, or a failure on this side.
    Bad = 1,
    /// The command line is wrong.
    Usage = 2,
    /// The service cannot be reached, or its database is away.
    Unreachable = 3,
    /// The service refused.
    Refused = 4,
    /// The time to wait is over.
    RanOut = 5,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct CliError {
    /// How the process ends.
    pub exit: Exit,
    /// What, why, what next.
    pub message: String,
    /// What the service said.
    pub problem: Option<Box<ProblemBody>>,
}

impl CliError {
    /// The command line is wrong.
    pub fn usage(message: impl Into<String>) -> Self {
        Self {
            exit: Exit::Usage,
            message: message.into(),
            problem: None,
        }
    }

    /// Something failed on this side.
    pub fn here(message: impl Into<String>) -> Self {
        Self {
            exit: Exit::Bad,
            message: message.into(),
            problem: None,
        }
    }

    /// As JSON, for `--output json`.
    pub(super) fn to_json(&self) -> Value {
        match &self.problem {
            Some(problem) => json!({ "error": problem }),
            None => json!({ "error": { "detail": self.message } }),
        }
    }
}

impl From<ClientError> for CliError {
    fn from(error: ClientError) -> Self {
        let message = match &error {
            ClientError::Unreachable { .. } => {
                format!("{error}\nIs `throughline serve` running there? Set --url or THROUGHLINE_URL to where it is.")
            }
            _ => error.to_string(),
        };
        match error {
            ClientError::Address { .. } => Self::usage(message),
            ClientError::Unreachable { .. } | ClientError::Strange { .. } => Self {
                exit: Exit::Unreachable,
                message,
                problem: None,
            },
            ClientError::Refused(problem) => {
                let exit = if problem.status >= 500 {
                    Exit::Unreachable
                } else {
                    Exit::Refused
                };
                Self {
                    exit,
                    message,
                    problem: Some(problem),
                }
            }
        }
    }
}
