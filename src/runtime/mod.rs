//! The runtime: runs in memory, moved by facts, kept by the store.
//!
//! Shards own the runs of this node; each has a committer of its own. The keeper holds the lease and claims what nobody
//! moves. The runtime knows runs and calls, never HTTP: the API and the triggers above it only start, look and ask.

mod definitions;
mod guard;
mod hub;
mod input;
mod keeper;
mod lease;
mod live;
mod message;
mod recover;
mod shard;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chrono::{DateTime, SubsecRound, Utc};
use serde_json::Value;
use thiserror::Error;
use throughline_engine::definition::{Diagnostic, compile};
use throughline_engine::kernel::{Fact, RunId, RunStatus};
use throughline_engine::script::{Limits, ScriptEngine};
use tokio::sync::{Notify, mpsc, oneshot, watch};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub use definitions::{DefinitionError, Definitions};
pub use hub::News;
pub use input::{InputError, InputProblem};
pub use live::Definition;
pub use message::Inspection;

use crate::connectors::Connectors;
use crate::store::{CommitOutcome, DatabaseState, DefinitionRow, NodeId, RunRow, Store, StoreError};
use message::{Message, NotAccepted, Offer, Start};

/// How the runtime is sized.
#[derive(Debug, Clone)]
pub struct RuntimeOptions {
    /// Name of the node, for people.
    pub node_name: String,
    /// Runs held in memory at most; more are accepted durably and wait.
    pub most_live: usize,
    /// Shards; each has a committer and a database connection of its own.
    pub shards: usize,
}

impl Default for RuntimeOptions {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self { node_name: "throughline".to_owned(), most_live: 20_000, shards: cores.clamp(1, 8) }
    }
}

/// A run to start.
#[derive(Debug, Clone)]
pub struct StartRun {
    /// Key of the process.
    pub process: String,
    /// Version; the newest where none is given.
    pub version: Option<u32>,
    /// Input; checked against the schema of the definition.
    pub input: Value,
    /// What the starter calls it.
    pub business_key: Option<String>,
    /// Who or what starts it, e.g. `token:default`.
    pub started_by: String,
}

/// Why a run was not started. Nothing of it is kept, except where it says so.
#[derive(Debug, Error)]
pub enum StartError {
    /// The definition.
    #[error(transparent)]
    Definition(#[from] DefinitionError),
    /// The input.
    #[error(transparent)]
    Input(#[from] InputError),
    /// Something in the request Postgres cannot keep.
    #[error("the run was refused: {0}")]
    Refused(String),
    /// The database does not answer.
    #[error("the database cannot be reached, so nothing was started; try again in a moment")]
    Unavailable,
    /// The database went away before it confirmed.
    #[error("the database went away before it confirmed run {run}; look whether the run exists before starting it again")]
    Unknown {
        /// The id the run has if it exists.
        run: RunId,
    },
}

/// Why an action on a run did not happen.
#[derive(Debug, Error)]
pub enum ActionError {
    /// There is no such run.
    #[error("there is no run {0}")]
    NoSuchRun(RunId),
    /// It does not fit the run as it stands.
    #[error("{0}")]
    Conflict(String),
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The run cannot be folded.
    #[error("the run cannot be loaded: {0}")]
    Broken(String),
}

/// What became of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// It is in the journal.
    Accepted,
    /// It is durable and the node that has the run will carry it out.
    Requested,
}

/// Result of a deploy.
#[derive(Debug)]
pub struct Deployed {
    /// The version.
    pub row: DefinitionRow,
    /// False where this content was deployed before.
    pub is_new: bool,
    /// Things that are allowed and probably not meant.
    pub warnings: Vec<Diagnostic>,
}

/// A run with its state.
#[derive(Debug)]
pub struct RunDetails {
    /// The row, as last written.
    pub row: RunRow,
    /// Definition and state: of memory where this node has the run, else folded from the journal; the reason where
    /// that cannot be done.
    pub inspection: Result<Inspection, String>,
}

/// The inboxes of the shards.
pub(crate) struct Shards {
    senders: Vec<mpsc::Sender<Message>>,
}

/// The runtime of this process. Cheap to clone.
#[derive(Clone)]
pub struct Runtime {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    connectors: Arc<Connectors>,
    definitions: Arc<Definitions>,
    scripts: ScriptEngine,
    hub: Arc<hub::Hub>,
    shards: Arc<Shards>,
    recovery: recover::Recovery,
    lease: Arc<lease::Lease>,
    databases: Vec<watch::Receiver<DatabaseState>>,
    live: Arc<Vec<Arc<AtomicUsize>>>,
    tasks: tokio::sync::Mutex<JoinSet<()>>,
    stop: CancellationToken,
    wake: Arc<Notify>,
}

impl Runtime {
    /// Registers this node and starts its shards, committers and keeper.
    ///
    /// # Errors
    /// The database does not answer, or the machine gives no threads.
    pub async fn start(options: RuntimeOptions, store: Store, connectors: Arc<Connectors>) -> Result<Self, StoreError> {
        let node = NodeId::new();
        store.ensure_partitions(Utc::now()).await?;
        let sent = std::time::Instant::now();
        let listener = store.register_node(node, &options.node_name, keeper::LEASE).await?;
        let lease = Arc::new(lease::Lease::default());
        lease.renewed(sent, keeper::LEASE);

        let scripts = ScriptEngine::new(Limits::default());
        let definitions = Arc::new(Definitions::new(store.clone(), scripts.clone()));
        let hub = Arc::new(hub::Hub::default());
        let wake = Arc::new(Notify::new());
        let stop = CancellationToken::new();
        let recovery = recover::Recovery {
            store: store.clone(),
            definitions: definitions.clone(),
            scripts: scripts.clone(),
            node,
            tasks: TaskTracker::new(),
            wake: wake.clone(),
        };
        let count = options.shards.max(1);
        // Unbounded: a time for each run that leaves memory, and the keeper takes them at once.
        let (due_sender, due) = mpsc::unbounded_channel();
        let mut senders = Vec::new();
        let mut databases = Vec::new();
        let mut live = Vec::new();
        let mut tasks = JoinSet::new();
        for _ in 0..count {
            let (sender, inbox) = mpsc::channel(8192);
            let (outcome_sender, outcomes) = mpsc::unbounded_channel::<Vec<CommitOutcome>>();
            let (committer, database, task) = store.spawn_committer(node, outcome_sender);
            let guard = guard::FoldGuard::new().map_err(StoreError::no_thread)?;
            let in_memory = Arc::new(AtomicUsize::new(0));
            let shard = shard::Shard::new(shard::Parts {
                node,
                scripts: scripts.clone().with_interrupt(guard.interrupt()),
                guard,
                connectors: connectors.clone(),
                hub: hub.clone(),
                lease: lease.clone(),
                committer,
                recovery: recovery.clone(),
                inbox,
                sender: sender.clone(),
                outcomes,
                most_live: options.most_live.div_ceil(count),
                due: due_sender.clone(),
                live: in_memory.clone(),
            });
            tasks.spawn(shard.run());
            tasks.spawn(async move {
                if let Err(error) = task.await {
                    tracing::error!(%error, "a committer ended badly");
                }
            });
            senders.push(sender);
            databases.push(database);
            live.push(in_memory);
        }
        let shards = Arc::new(Shards { senders });
        let live = Arc::new(live);
        let keeper = keeper::Keeper {
            recovery: recovery.clone(),
            lease: lease.clone(),
            shards: shards.clone(),
            listener,
            wake: wake.clone(),
            due,
            live: live.clone(),
            most_live: options.most_live,
            stop: stop.clone(),
        };
        tasks.spawn(keeper.run());
        Ok(Self {
            inner: Arc::new(Inner {
                store,
                connectors,
                definitions,
                scripts,
                hub,
                shards,
                recovery,
                lease,
                databases,
                live,
                tasks: tokio::sync::Mutex::new(tasks),
                stop,
                wake,
            }),
        })
    }

    /// The store, for reading.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// The connectors.
    #[must_use]
    pub fn connectors(&self) -> &Arc<Connectors> {
        &self.inner.connectors
    }

    /// Checks a definition without deploying it.
    ///
    /// # Errors
    /// Its diagnostics.
    pub fn check(&self, source: &str) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
        compile(source, self.inner.connectors.catalogue(), &self.inner.scripts).map(|compiled| compiled.warnings)
    }

    /// Deploys a definition: a new version where the content changed.
    ///
    /// # Errors
    /// Its diagnostics, or the database.
    pub async fn deploy(&self, source: &str, by: &str) -> Result<Deployed, DefinitionError> {
        let compiled = compile(source, self.inner.connectors.catalogue(), &self.inner.scripts)
            .map_err(DefinitionError::Invalid)?;
        let process = &compiled.process;
        let (row, is_new) = self.inner.store.deploy(&process.key, &process.name, source, by).await?;
        Ok(Deployed { row, is_new, warnings: compiled.warnings })
    }

    /// Compiled definitions.
    #[must_use]
    pub fn definitions(&self) -> &Definitions {
        &self.inner.definitions
    }

    /// Whether the database answers, for health and for refusing starts early.
    #[must_use]
    pub fn database(&self) -> DatabaseState {
        let states = self.inner.databases.iter().map(|state| state.borrow().clone());
        states.into_iter().find(|state| !state.is_up()).unwrap_or(DatabaseState::Up)
    }

    /// Whether this node holds its lease.
    #[must_use]
    pub fn holds_lease(&self) -> bool {
        self.inner.lease.is_good()
    }

    /// Runs in memory.
    #[must_use]
    pub fn live_runs(&self) -> usize {
        self.inner.live.iter().map(|count| count.load(Ordering::Relaxed)).sum()
    }

    /// Starts a run; when this returns it is durable.
    ///
    /// # Errors
    /// Unknown process, wrong input, or the database.
    pub async fn start_run(&self, start: StartRun) -> Result<RunId, StartError> {
        if !self.database().is_up() {
            return Err(StartError::Unavailable);
        }
        let definition = self.inner.definitions.find(&start.process, start.version).await.map_err(|error| match error {
            DefinitionError::Store(_) => StartError::Unavailable,
            other => StartError::Definition(other),
        })?;
        let input = input::prepare(&definition.process.input_schema, start.input)?;
        let fact =
            Fact::Started { input: Arc::new(input), business_key: start.business_key, started_by: start.started_by };
        self.start_definition(definition, fact).await
    }

    /// Starts a run of a compiled definition; the input is taken as it is.
    ///
    /// # Errors
    /// The database.
    pub async fn start_definition(&self, definition: Arc<Definition>, fact: Fact) -> Result<RunId, StartError> {
        self.start_as(RunId(uuid::Uuid::now_v7()), definition, fact).await
    }

    /// Starts a run and waits until its end is durable. For runs this node keeps in memory to their end.
    ///
    /// # Errors
    /// The database.
    pub async fn start_and_end(&self, definition: Arc<Definition>, fact: Fact) -> Result<RunStatus, StartError> {
        let run = RunId(uuid::Uuid::now_v7());
        let mut news = self.subscribe(run);
        self.start_as(run, definition, fact).await?;
        loop {
            let status = news.borrow_and_update().status;
            if status.is_ended() || status == RunStatus::Incident {
                return Ok(status);
            }
            if news.changed().await.is_err() {
                return Err(StartError::Unknown { run });
            }
        }
    }

    async fn start_as(&self, run: RunId, definition: Arc<Definition>, fact: Fact) -> Result<RunId, StartError> {
        let (accepted, answer) = oneshot::channel();
        let start = Start { run, definition, fact, at: now(), accepted };
        if self.inner.shards.of(run).send(Message::Start(Box::new(start))).await.is_err() {
            return Err(StartError::Unavailable);
        }
        match answer.await {
            Ok(Ok(())) => Ok(run),
            Ok(Err(NotAccepted::Refused(reason) | NotAccepted::Illegal(reason))) => Err(StartError::Refused(reason)),
            Ok(Err(NotAccepted::ShuttingDown | NotAccepted::NotHere)) => Err(StartError::Unavailable),
            Ok(Err(NotAccepted::Unknown)) | Err(_) => Err(StartError::Unknown { run }),
        }
    }

    /// News of a run while this node moves it. A run of another node is to be read from the store.
    #[must_use]
    pub fn subscribe(&self, run: RunId) -> watch::Receiver<News> {
        self.inner.hub.subscribe(run)
    }

    /// Waits until a run has ended or can go no further without a person, for at most `patience`; answers its row.
    ///
    /// # Errors
    /// The database.
    pub async fn wait(&self, run: RunId, patience: Duration) -> Result<Option<RunRow>, StoreError> {
        /// A run that another node moves sends no news here.
        const LOOK: Duration = Duration::from_millis(500);
        let mut news = self.subscribe(run);
        let deadline = tokio::time::Instant::now() + patience;
        loop {
            let row = self.inner.store.run(run).await?;
            let settled = row.as_ref().is_none_or(|row| row.status.is_ended() || row.status == RunStatus::Incident);
            if settled || tokio::time::Instant::now() >= deadline {
                return Ok(row);
            }
            // Steps in between are no reason to ask the database again.
            let moved = async {
                loop {
                    if news.changed().await.is_err() {
                        std::future::pending::<()>().await;
                    }
                    let status = news.borrow_and_update().status;
                    if status.is_ended() || status == RunStatus::Incident {
                        return;
                    }
                }
            };
            let look = tokio::time::sleep_until(deadline.min(tokio::time::Instant::now() + LOOK));
            tokio::select! { () = moved => {}, () = look => {} }
        }
    }

    /// A run with its state.
    ///
    /// # Errors
    /// The database.
    pub async fn inspect(&self, run: RunId) -> Result<Option<RunDetails>, StoreError> {
        let (sender, answer) = oneshot::channel();
        let asked = self.inner.shards.of(run).send(Message::Inspect(run, sender)).await.is_ok();
        let in_memory = if asked { answer.await.ok().flatten() } else { None };
        let Some(loaded) = self.inner.store.load_row_or_all(run, in_memory.is_none()).await? else { return Ok(None) };
        if let Some(inspection) = in_memory {
            return Ok(Some(RunDetails { row: loaded.row, inspection: Ok(inspection) }));
        }
        let row = loaded.row.clone();
        let inspection = self
            .inner
            .recovery
            .replay(loaded)
            .await
            .map(|adopt| Inspection { definition: adopt.definition, state: adopt.state });
        Ok(Some(RunDetails { row, inspection }))
    }

    /// Ends a run.
    ///
    /// # Errors
    /// No such run, it has ended, or the database.
    pub async fn cancel(&self, run: RunId, by: &str, reason: Option<String>) -> Result<Done, ActionError> {
        let row = self.inner.store.run(run).await?.ok_or(ActionError::NoSuchRun(run))?;
        if row.status.is_ended() {
            return Err(ActionError::Conflict(format!("run {run} is already {}", row.status.as_str())));
        }
        self.ask(run, Fact::Cancelled { by: by.to_owned(), reason }).await
    }

    /// Has every open incident of a run tried again. Answers how many there were.
    ///
    /// # Errors
    /// No such run, no open incident, or the database.
    pub async fn retry(&self, run: RunId, by: &str) -> Result<(Done, usize), ActionError> {
        let details = self.inspect(run).await?.ok_or(ActionError::NoSuchRun(run))?;
        let tokens = match &details.inspection {
            Ok(inspection) => inspection
                .state
                .open_incidents(&inspection.definition.process)
                .into_iter()
                .map(|(token, ..)| token)
                .collect(),
            Err(_) => Vec::new(),
        };
        if tokens.is_empty() {
            if details.row.status == RunStatus::Incident {
                // It could not be folded when it was stopped: loading it again is the retry.
                self.inner.store.make_claimable(run).await?;
                self.inner.wake.notify_one();
                return Ok((Done::Requested, 1));
            }
            return Err(ActionError::Conflict(format!(
                "run {run} is {} and has no incident to retry",
                details.row.status.as_str()
            )));
        }
        let count = tokens.len();
        let mut done = Done::Accepted;
        for token in tokens {
            match self.ask(run, Fact::Retried { token, by: by.to_owned() }).await {
                Ok(Done::Requested) => done = Done::Requested,
                // Somebody else was quicker with this one.
                Ok(Done::Accepted) | Err(ActionError::Conflict(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok((done, count))
    }

    /// Gives a fact to whoever has the run.
    async fn ask(&self, run: RunId, fact: Fact) -> Result<Done, ActionError> {
        let (accepted, answer) = oneshot::channel();
        let offer = Offer { run, fact: fact.clone(), request: None, accepted: Some(accepted) };
        if self.inner.shards.of(run).send(Message::Offer(Box::new(offer))).await.is_ok() {
            match answer.await {
                Ok(Ok(())) => return Ok(Done::Accepted),
                Ok(Err(NotAccepted::Illegal(reason) | NotAccepted::Refused(reason))) => {
                    return Err(ActionError::Conflict(reason));
                }
                // Not here, or nobody knows: a stored request is folded once, a double is dropped as illegal.
                Ok(Err(_)) | Err(_) => {}
            }
        }
        self.inner.store.request(run, &fact).await?;
        Ok(Done::Requested)
    }

    /// Stops: no new effects, calls under way get a moment to end, every run is given back.
    pub async fn shutdown(&self) {
        self.inner.stop.cancel();
        let mut done = Vec::new();
        self.inner
            .shards
            .tell_all(|| {
                let (sender, receiver) = oneshot::channel();
                done.push(receiver);
                Message::Shutdown(sender)
            })
            .await;
        for receiver in done {
            let _ = receiver.await;
        }
        self.inner.recovery.tasks.close();
        let mut tasks = self.inner.tasks.lock().await;
        let joined = tokio::time::timeout(Duration::from_secs(5), async {
            while tasks.join_next().await.is_some() {}
            self.inner.recovery.tasks.wait().await;
        });
        if joined.await.is_err() {
            tracing::warn!("not everything ended in time; what is open is in the journal");
            tasks.shutdown().await;
        }
        if let Err(error) = self.inner.store.unregister_node(self.inner.recovery.node).await {
            tracing::warn!(%error, "could not sign this node off; its lease will run out");
        }
    }
}

/// The time now in the grain the journal keeps.
fn now() -> DateTime<Utc> {
    Utc::now().trunc_subsecs(6)
}

/// Which shard has a run. The last bits of a UUIDv7 are random, the first are the time.
fn shard_of(run: RunId, shards: usize) -> usize {
    let (_, low) = run.0.as_u64_pair();
    usize::try_from(low % shards as u64).unwrap_or(0)
}
