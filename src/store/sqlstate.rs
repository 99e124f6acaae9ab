//! What an error of Postgres means for what was asked of it.
//! Source of the codes: PostgreSQL documentation, appendix A, "PostgreSQL Error Codes".

use sqlx::postgres::{PgDatabaseError, PgSeverity};

/// What may be done about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// A key is taken: somebody else wrote.
    Clash,
    /// Nothing was written and the same may well work later: deadlock, full disk, read-only, too many connections.
    Later,
    /// Postgres refuses this data for good.
    Refused,
    /// Nothing was written, and it is not known whether the data or the database is at fault.
    Suspect,
    /// The journal has no partition for a row.
    NoPartition,
    /// The connection broke: nobody knows whether it was written.
    Unknown,
}

/// Classifies an error of a statement that was sent. `FATAL` and `PANIC` end the session and may come after the commit
/// record was written, so only an `ERROR` says for certain that nothing stands.
pub(crate) fn classify(error: &sqlx::Error) -> Class {
    match error {
        sqlx::Error::Database(error) => match error.try_downcast_ref::<PgDatabaseError>() {
            Some(error) if !matches!(error.severity(), PgSeverity::Error) => Class::Unknown,
            Some(error) => classify_code(error.code(), error.routine()),
            None => Class::Suspect,
        },
        // The arguments could not be turned into bytes: nothing was sent.
        sqlx::Error::Encode(_) => Class::Refused,
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => Class::Later,
        _ => Class::Unknown,
    }
}

fn classify_code(code: &str, routine: Option<&str>) -> Class {
    match code {
        "23505" => Class::Clash,
        // A CHECK shares the code; the message is in the server's language, the routine's name is not.
        "23514" if routine == Some("ExecFindPartition") => Class::NoPartition,
        // Serialization failure, deadlock, lock not available, statement timeout, read-only, and every kind of
        // shortage or shutdown.
        "40001" | "40P01" | "55P03" | "57014" | "25006" => Class::Later,
        // program_limit_exceeded: the value is too large for Postgres.
        _ if code.starts_with("54") => Class::Refused,
        _ => match code.get(..2) {
            Some("22" | "23") => Class::Refused,
            Some("08" | "53" | "57" | "58") => Class::Later,
            _ => Class::Suspect,
        },
    }
}

/// Whether waiting may help, for calls that report to a person. A broken connection counts.
pub(crate) fn is_outage(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(database) => {
            matches!(classify(error), Class::Later | Class::Unknown)
                // Wrong password or database: a person must look, waiting does not help.
                && !database.code().is_some_and(|code| code.starts_with("28") || code == "3D000")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_mean_what_the_committer_does_about_them() {
        for (code, routine, class) in [
            ("23505", "_bt_check_unique", Class::Clash),
            ("23514", "ExecFindPartition", Class::NoPartition),
            ("23514", "ExecConstraints", Class::Refused),
            ("22021", "report_invalid_encoding", Class::Refused),
            ("54000", "", Class::Refused),
            ("40P01", "DeadLockReport", Class::Later),
            ("53100", "mdextend", Class::Later),
            ("53300", "", Class::Later),
            ("57014", "ProcessInterrupts", Class::Later),
            ("57P01", "ProcessInterrupts", Class::Later),
            ("25006", "PreventCommandIfReadOnly", Class::Later),
            ("42P01", "parserOpenTable", Class::Suspect),
            ("XX000", "", Class::Suspect),
        ] {
            assert_eq!(classify_code(code, Some(routine)), class, "{code} {routine}");
        }
    }
}
