//! Why the store could not do something, by what the caller can do about it.

use thiserror::Error;

use super::sqlstate;

/// Why the store could not do something.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The database cannot be used now. Try again later (HTTP: 503 with `Retry-After`).
    #[error("could not {doing}: the database cannot be used now ({source}); it is tried again when it is back")]
    Unavailable {
        /// What was being done.
        doing: &'static str,
        /// What Postgres or the connection said.
        source: sqlx::Error,
    },
    /// Postgres refuses this data for good (HTTP: 422). Change the input.
    #[error("could not {doing}: the database refuses the data ({source}); change it and try again")]
    Refused {
        /// What was being done.
        doing: &'static str,
        /// What Postgres said.
        source: sqlx::Error,
    },
    /// Something no caller can mend: a schema of another version, missing rights, a bug. A person must look.
    #[error("could not {doing}: {source}; look at the rights and the version of the schema of this database")]
    Unexpected {
        /// What was being done.
        doing: &'static str,
        /// What Postgres said.
        source: sqlx::Error,
    },
    /// The schema could not be brought up to date.
    #[error("could not bring the schema up to date: {0}; is the database used by a newer version of throughline?")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The server is too old.
    #[error("PostgreSQL {} is too old: version 14 or later is needed", .version / 10_000)]
    OldServer {
        /// `server_version_num`.
        version: i32,
    },
    /// A fact is nested too deep to be kept.
    #[error(transparent)]
    Journal(#[from] super::journal::EncodeError),
}

impl StoreError {
    /// For `map_err`: says what was being done and classifies what went wrong.
    pub(crate) fn doing(doing: &'static str) -> impl Fn(sqlx::Error) -> Self + Copy {
        move |source| match sqlstate::classify(&source) {
            _ if sqlstate::is_outage(&source) => Self::Unavailable { doing, source },
            sqlstate::Class::Refused => Self::Refused { doing, source },
            _ => Self::Unexpected { doing, source },
        }
    }

    /// Whether it may work later without anybody doing something.
    #[must_use]
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Self::Unavailable { .. })
    }
}
