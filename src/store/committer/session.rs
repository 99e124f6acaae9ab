//! The committer's connection. When one breaks, its backend in Postgres may still be about to commit; a run loaded
//! before that would miss facts. So each session holds an advisory lock that only this committer knows, and the next
//! one ends its predecessor and waits for the lock before anybody is told anything.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};
use uuid::Uuid;

use crate::store::{CONNECT_TIMEOUT, NodeId, Store};

/// Longest wait between two tries.
const LONGEST_BACKOFF: Duration = Duration::from_secs(2);
const FIRST_BACKOFF: Duration = Duration::from_millis(50);

/// Plans are made once and kept. They are made while the tables may still be empty, so what would be right for few rows
/// and ruinous for many is not offered: with these off, every table is reached through its index.
/// `synchronous_commit = off` in the server's configuration would break the engine's one promise.
const SETTINGS: &str = "\
SELECT set_config('plan_cache_mode', 'force_generic_plan', false), set_config('enable_seqscan', 'off', false),
       set_config('enable_hashjoin', 'off', false), set_config('enable_mergejoin', 'off', false),
       CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', false) END";

/// A backend of Postgres; the time tells it from a later one with the same number.
#[derive(Debug, Clone, Copy)]
struct Backend {
    pid: i32,
    started: DateTime<Utc>,
}

/// An open connection of a committer.
#[derive(Debug)]
pub(super) struct Session {
    connection: PgConnection,
    backend: Backend,
    node: NodeId,
}

impl Session {
    pub(super) fn connection(&mut self) -> &mut PgConnection {
        &mut self.connection
    }

    pub(super) fn node(&self) -> NodeId {
        self.node
    }

    /// Says goodbye.
    pub(super) async fn close(self) {
        if let Err(error) = self.connection.close().await {
            tracing::debug!(%error, "the committer's connection was gone before it was closed");
        }
    }
}

/// Opens one session after the other, never two that could both write.
#[derive(Debug)]
pub(super) struct Opener {
    options: PgConnectOptions,
    node: NodeId,
    /// Key of the advisory lock; drawn at random, so no two committers share it.
    lock: i64,
    /// The session before; perhaps still alive.
    buried: Option<Backend>,
    backoff: Duration,
}

impl Opener {
    pub(super) fn new(store: &Store, node: NodeId) -> Self {
        let (lock, _) = Uuid::new_v4().as_u64_pair();
        let options = store.options().clone().application_name("throughline committer");
        Self {
            options,
            node,
            lock: lock.cast_signed(),
            buried: None,
            backoff: FIRST_BACKOFF,
        }
    }

    /// Connects. When this returns a session, the one before is dead.
    pub(super) async fn open(&mut self) -> Result<Session, sqlx::Error> {
        // Longer than the server's statement timeout, which limits the wait for the lock.
        let limit = CONNECT_TIMEOUT + Duration::from_secs(35);
        let session = match tokio::time::timeout(limit, self.try_open()).await {
            Ok(session) => session?,
            Err(_) => {
                let error = std::io::Error::new(std::io::ErrorKind::TimedOut, "Postgres did not answer in time");
                return Err(sqlx::Error::Io(error));
            }
        };
        self.buried = None;
        self.backoff = FIRST_BACKOFF;
        Ok(session)
    }

    async fn try_open(&self) -> Result<Session, sqlx::Error> {
        let mut connection = tokio::time::timeout(CONNECT_TIMEOUT, self.options.connect())
            .await
            .map_err(|_| {
                sqlx::Error::Io(std::io::Error::new(
                    std::io::ErrorKind::TimedOut,
                    "connecting took too long",
                ))
            })??;
        if let Some(old) = self.buried {
            sqlx::query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND backend_start = $2")
                .bind(old.pid)
                .bind(old.started)
                .execute(&mut connection)
                .await?;
        }
        sqlx::query("SELECT pg_advisory_lock($1)")
            .bind(self.lock)
            .execute(&mut connection)
            .await?;
        sqlx::query(SETTINGS).execute(&mut connection).await?;
        let (pid, started) =
            sqlx::query_as("SELECT pid, backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()")
                .fetch_one(&mut connection)
                .await?;
        Ok(Session {
            connection,
            backend: Backend { pid, started },
            node: self.node,
        })
    }

    /// Gives a session up without waiting for it.
    pub(super) fn bury(&mut self, session: Session) {
        self.buried = Some(session.backend);
    }

    /// How long to wait before the next try: doubles up to two seconds, until a session opens.
    pub(super) fn backoff(&mut self) -> Duration {
        let now = self.backoff;
        self.backoff = (now * 2).min(LONGEST_BACKOFF);
        now
    }
}
