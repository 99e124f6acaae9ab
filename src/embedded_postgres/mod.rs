//! A private PostgreSQL server for one data folder: made, started, watched and stopped by the service.
//!
//! `throughline demo`, the tests and small installations need no database server of their own: given a data folder,
//! [`EmbeddedPostgres::start`] finds the installed server binaries, makes a cluster with `initdb` and runs it on a Unix
//! socket that only the service's account can reach. This room knows processes, folders and signals. It must not know
//! tables, runs or HTTP: it hands out [`PgConnectOptions`] and nothing else.
//!
//! What it promises:
//! - *One service per folder.* A file lock that the kernel drops with the process, so `kill -9` never leaves it behind.
//! - *A server left behind is found again.* After `kill -9` of the service its server lives on. It is taken over when its
//!   settings are the ones we would give it, otherwise stopped and started anew. Stale PID files, also those whose number
//!   now belongs to another program, are removed.
//! - *A half-made cluster is never used.* `initdb` works in a folder beside, renamed when it is complete.
//! - *Root is dropped.* PostgreSQL refuses to run as root, so its processes run as an unprivileged account.
//! - *The server is watched.* If it dies while the service lives it is started again, with growing pauses.
//!
//! Why not the crate `postgresql_embedded` (0.22, read for this): it starts every server with `-F`, which switches
//! `fsync` off; it takes the presence of a PID file for a running server; it listens on TCP with a password; it takes a
//! folder with a `postgresql.conf` for a finished cluster; and it can neither run as another account nor watch the
//! server. Those are the very points above.
//!
//! Folder layout, `<data-dir>/postgres/`:
//!
//! | name | what |
//! |---|---|
//! | `data/` | the cluster (`PGDATA`), owned by the account that runs the server |
//! | `data.initdb-…/` | a cluster being made |
//! | `run/` | the socket (elsewhere when the path would be too long) |
//! | `lock` | held by the service that uses the folder |
//! | `postgresql.conf`, `pg_hba.conf`, `pg_ident.conf` | written at every start: edits do not last |
//! | `server.log`, `server.log.1` | what the server had to say |

mod account;
mod binaries;
mod cluster;
mod error;
mod home;
mod postmaster;
mod prepare;
mod settings;
mod supervisor;

pub use error::Error;

use std::path::PathBuf;

use sqlx::postgres::PgConnectOptions;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

use supervisor::Farewell;

/// What a private server is started with.
#[derive(Debug, Clone)]
pub struct Options {
    /// The service's data folder. It is made when missing; the cluster lives in its `postgres` sub-folder.
    pub data_dir: PathBuf,
    /// What a power cut may cost.
    pub durability: Durability,
}

impl Options {
    /// A server that loses nothing, in `data_dir`.
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            data_dir: data_dir.into(),
            durability: Durability::Full,
        }
    }
}

/// What a power cut may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// A committed transaction is on disk.
    Full,
    /// Nothing is flushed to disk: quick, and the cluster is lost with the machine. For throw-away test clusters.
    None,
}

/// Whether the server answers, as last seen by the task that watches it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerState {
    /// The server takes connections.
    Ready {
        /// How often the server was started or taken over by this service: 1 at first, one more after every crash.
        starts: u64,
    },
    /// The server died and is being started again.
    Restarting {
        /// How many attempts were made since it died, the current one included.
        attempt: u32,
    },
}

/// A running private server. See the [module docs](self).
///
/// Call [`stop`](Self::stop) when the service ends. A value that is dropped instead asks the server to shut down and does
/// not wait for it.
#[derive(Debug)]
pub struct EmbeddedPostgres {
    connect: PgConnectOptions,
    major: u32,
    state: watch::Receiver<ServerState>,
    /// Dropped or told: both end the supervisor, see [`Farewell`].
    farewell: Option<oneshot::Sender<Farewell>>,
    supervisor: Option<JoinHandle<()>>,
}

impl EmbeddedPostgres {
    /// Makes the cluster when the folder has none, starts its server (or takes over the one a killed service left
    /// behind) and waits until it takes connections. A server that has to recover from a crash first may take minutes.
    ///
    /// # Errors
    ///
    /// Every [`Error`] says what failed, where, and what to do about it. Nothing of an existing cluster is changed when
    /// it cannot be used.
    pub async fn start(options: Options) -> Result<Self, Error> {
        let prepared = tokio::task::spawn_blocking(move || prepare::prepare(&options))
            .await
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))?;
        let connect = prepared.server.app_options();
        let major = prepared.server.major;
        let (farewell, told) = oneshot::channel();
        let (state, supervisor) = supervisor::start(prepared, told).await?;
        Ok(Self {
            connect,
            major,
            state,
            farewell: Some(farewell),
            supervisor: Some(supervisor),
        })
    }

    /// How to connect: the `throughline` database as the `throughline` role, which owns it and may create databases.
    pub fn connect_options(&self) -> PgConnectOptions {
        self.connect.clone()
    }

    /// The server's major version, for example 17.
    pub fn major_version(&self) -> u32 {
        self.major
    }

    /// Whether the server answers: for health checks, and to wait for a restart.
    pub fn state(&self) -> watch::Receiver<ServerState> {
        self.state.clone()
    }

    /// Stops the server and waits until it is gone, then frees the folder. Connections are cut and open transactions
    /// rolled back. A server that does not end in time is stopped the way a crash would: its next start takes a little
    /// longer and loses nothing.
    pub async fn stop(self) {
        self.end(Farewell::Stop).await;
    }

    /// Frees the folder and leaves the server running for the next service on it, which takes it over.
    pub async fn leave_running(self) {
        self.end(Farewell::LeaveRunning).await;
    }

    async fn end(mut self, how: Farewell) {
        if let Some(farewell) = self.farewell.take() {
            // A supervisor that is gone has nothing left to be told.
            let _ = farewell.send(how);
        }
        if let Some(supervisor) = self.supervisor.take()
            && let Err(error) = supervisor.await
        {
            tracing::error!(%error, "the task that watches the embedded Postgres did not end well");
        }
    }
}
