//! The store: facts, runs, definitions and nodes in Postgres.
//!
//! It knows how facts are kept, who owns a run and what a sleeping run waits for. It must not know what a fact *means*
//! (that is the kernel's), who asks (that is the API's), or how an effect is carried out (that is the runtime's).
//! `docs/store.md` has the schema, its reasons and the plans of the hot queries.
//!
//! * [`Store`] is the door: migrations, definitions, claims, lists, requests, over a small pool.
//! * [`spawn_committer`] starts the task that writes facts: group commit on a connection of its own.
//! * [`spawn_node`] starts the task that keeps this node alive in the eyes of the others and takes over from dead ones.

#[macro_use]
mod pg_enum;

mod access;
mod active_key;
mod audit;
mod bulk;
mod callback;
mod claim;
mod committer;
mod connection;
mod definition;
mod error;
mod health;
mod ids;
pub mod journal;
mod journal_search;
mod list;
mod load;
mod node;
mod partition;
mod press;
pub mod queries;
mod request;
mod row;
mod run_counts;
mod run_filter;
mod run_search;
mod schedule;
mod secret;
mod series;
mod sqlstate;
mod start_key;
mod trigger;
mod usage;
mod view;
mod workplace;

use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};

pub use access::{
    ApiToken, Attempt, Grant, GrantSubject, NewApiToken, NewGrant, NewSession, NewUser, SessionRow, ShownToken,
    Throttle, User, UserChange, UserError,
};
pub use active_key::ActiveKeyCursor;
pub use audit::{AuditAttempt, AuditFilter, AuditOutcome, AuditRow, AuditWord};
pub use bulk::{
    Bulk, BulkAction, BulkBecame, BulkBecameCounts, BulkCounts, BulkFit, BulkGroup, BulkItem, BulkLeftOut, BulkOutcome,
    BulkState, BulkWork, ClaimedItem, FreezeError, ItemFilter, NewBulk, Selection, StateError,
};
pub use callback::{Callback, CallbackState, DueCallback, NewCallback};
pub use committer::{
    Commit, Committer, CommitterConfig, Incarnation, NewRun, Outcome, RunUpdate, RunValue, Verdict, Wait, WaitKind,
    spawn_committer,
};
pub use connection::{ConnectionErrorRow, ConnectionReport, ConnectionSpan, ConnectionState};
pub use definition::{Definition, DefinitionSource, Deployed, NewDefinition};
pub use error::StoreError;
pub use health::{DatabaseState, Health};
pub use ids::{DefinitionId, NodeId};
pub use journal::JournalRow;
pub use journal_search::{JournalFilter, JournalFound, JournalFrom, MOST_SEARCHED};
pub use list::{JournalEntry, MAX_PAGE, RunPage};
pub use load::{Loaded, LoadedRun, PoisonCause};
pub use node::{Beat, Node, NodeConfig, NodeEvent, Peer, Wake, spawn_node};
pub use request::Request;
pub use row::RunRow;
pub use run_counts::{MOST_COUNTED, RunCause, RunCauses, StatusCount};
pub use run_filter::{MOST_LOOKED_AT, RunFilter, RunVariable};
pub use schedule::{
    ActiveFiring, Backfilled, Changed, ClaimedFiring, DayFiring, Decision, Firing, FiringFilter, FiringOrigin,
    FiringOutcome, NewFiring, Pending, Schedule, ScheduleFilter, ScheduleId, ScheduleSettings, ScheduleSource,
    Underway,
};
pub use secret::{SecretCipher, SecretRow};
pub use series::{SeriesBucket, SeriesFilter};
pub use start_key::StartKey;
pub use trigger::TriggerKind;
pub use usage::{LastRun, ProcessRuns, VersionRuns};
pub use view::{MAX_VIEWS, SavedView, ViewCaller, ViewContent, ViewError};
pub use workplace::{MAX_WORKPLACES, Workplace, WorkplaceError};

/// The channel nodes wake each other on.
pub(crate) const CHANNEL: &str = "throughline";

/// Oldest Postgres the store runs on, as `server_version_num` counts.
const OLDEST_SERVER: i32 = 140_000;

/// How long a statement of the pool may take before Postgres stops it.
const STATEMENT_TIMEOUT: &str = "30s";

/// How long to wait for a connection: a request that cannot have one should hear 503, not wait.
pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// The store of one database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pool: PgPool,
    options: PgConnectOptions,
    health: Health,
}

impl Store {
    /// Connects a pool of at most `connections` (design: small; committers and the node's session have their own).
    ///
    /// The connections must be sessions of Postgres itself or of a pooler in session mode: advisory locks and LISTEN
    /// belong to a session.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where nobody answers; [`StoreError::Unexpected`] where the server is older than 14.
    pub async fn connect(options: PgConnectOptions, connections: u32) -> Result<Self, StoreError> {
        let options = options
            .application_name("throughline")
            .options([("statement_timeout", STATEMENT_TIMEOUT)])
            .disable_statement_logging();
        let pool = PgPoolOptions::new()
            .max_connections(connections.max(1))
            .acquire_timeout(CONNECT_TIMEOUT)
            .idle_timeout(Duration::from_secs(600))
            .connect_with(options.clone())
            .await
            .map_err(StoreError::doing("connect to Postgres"))?;
        let version: i32 = sqlx::query_scalar("SELECT current_setting('server_version_num')::int4")
            .fetch_one(&pool)
            .await
            .map_err(StoreError::doing("ask Postgres for its version"))?;
        if version < OLDEST_SERVER {
            return Err(StoreError::OldServer { version });
        }
        let health = Health::new();
        Ok(Self { pool, options, health })
    }

    /// Brings the schema up to date and makes the journal's partitions. Nodes that start together wait for each other.
    ///
    /// # Errors
    /// [`StoreError::Migration`] where the database is newer than this version or a migration fails.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        sqlx::migrate!("./migrations").run(&self.pool).await?;
        self.ensure_partitions(chrono::Utc::now()).await
    }

    /// Whether the database can be used, as the committers and the node's session last saw it.
    #[must_use]
    pub fn health(&self) -> &Health {
        &self.health
    }

    /// The pool, for rooms that keep tables of their own (tokens, schedules).
    #[must_use]
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// How to reach the database, for tasks with a connection of their own.
    pub(crate) fn options(&self) -> &PgConnectOptions {
        &self.options
    }

    /// Closes the pool; waits for what is under way.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
