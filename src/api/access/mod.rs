//! People, tokens, rights, sessions and the audit log. One file each; the rules are in `access`.

pub(super) mod audit;
pub(super) mod rights;
pub(super) mod session;
pub(super) mod tokens;
pub(super) mod users;

use super::problem::{Problem, ProblemKind, sentence};
use crate::access::{PeopleError, SignInError};
use crate::auth::HashError;

impl From<SignInError> for Problem {
    fn from(error: SignInError) -> Self {
        let detail = sentence(&error.to_string());
        match error {
            SignInError::Wrong => {
                Self::new(ProblemKind::Unauthorized, detail).authenticate("Bearer realm=\"throughline\"")
            }
            SignInError::Throttled { wait } => {
                let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1);
                Self::new(ProblemKind::TooManyRequests, detail).retry_after(seconds)
            }
            SignInError::Busy => Self::new(ProblemKind::TooManyRequests, detail).retry_after(2),
            SignInError::Broken(reason) => broken(&reason),
            SignInError::Store(error) => error.into(),
        }
    }
}

impl From<HashError> for Problem {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy => Self::new(ProblemKind::TooManyRequests, sentence(&error.to_string())).retry_after(2),
            HashError::Broken(reason) => broken(&reason),
        }
    }
}

impl From<PeopleError> for Problem {
    fn from(error: PeopleError) -> Self {
        let refused =
            |kind, error: &PeopleError| Self::new(kind, format!("{} Nothing was done.", sentence(&error.to_string())));
        match error {
            PeopleError::Unknown { .. } => Self::new(ProblemKind::NotFound, sentence(&error.to_string())),
            PeopleError::Forbidden(_) => refused(ProblemKind::Forbidden, &error),
            PeopleError::Conflict(_) => refused(ProblemKind::Conflict, &error),
            PeopleError::Name(_) | PeopleError::Password(_) | PeopleError::Invalid(_) => {
                refused(ProblemKind::BadRequest, &error)
            }
            // Who is signed in stays so: 401 would say that the session is the trouble.
            PeopleError::SignIn(SignInError::Wrong) => {
                Self::new(ProblemKind::Forbidden, "The old password is wrong. Nothing was done.")
            }
            PeopleError::SignIn(error) => error.into(),
            PeopleError::Hash(error) => error.into(),
            PeopleError::Store(error) => error.into(),
        }
    }
}

fn broken(reason: &str) -> Problem {
    tracing::error!(reason, "a password could not be hashed or checked");
    Problem::internal()
}
