//! What goes wrong between here and the service.

use crate::api::ProblemBody;

/// Why a call of the service failed, by what the caller can do.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The address is none.
    #[error("`{url}` is no address of a service: {reason}")]
    Address {
        /// What was given.
        url: String,
        /// Why not.
        reason: String,
    },
    /// Nobody answers, or the connection broke off.
    #[error("cannot reach the service at {url}: {reason}")]
    Unreachable {
        /// Where.
        url: String,
        /// Why.
        reason: String,
    },
    /// The service said no, and why.
    #[error("{}", .0.detail)]
    Refused(Box<ProblemBody>),
    /// Something answered that is not this service, or of another version.
    #[error("what answers at {url} is not a service of this version: {reason}")]
    Strange {
        /// Where.
        url: String,
        /// What it said.
        reason: String,
    },
}

impl ClientError {
    pub(super) fn unreachable(url: &str, error: reqwest::Error) -> Self {
        // The innermost cause says it best: "Connection refused", not "error sending request".
        let error = error.without_url();
        let mut cause: &dyn std::error::Error = &error;
        while let Some(source) = cause.source() {
            cause = source;
        }
        Self::Unreachable {
            url: url.to_owned(),
            reason: cause.to_string(),
        }
    }

    /// Whether it may work when tried again: nobody answered, or the service said its database is away.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Unreachable { .. } => true,
            Self::Refused(problem) => problem.status == 503,
            Self::Address { .. } | Self::Strange { .. } => false,
        }
    }
}
