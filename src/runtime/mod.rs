//! The runtime: runs in memory, moved by facts, kept by the store.
//!
//! Shards own the runs of this node; each has a committer of its own. The keeper holds the lease and claims what nobody
//! moves. The runtime knows runs and calls, never HTTP: the API and the triggers above it only start, look and ask.

mod crew;
mod definitions;
mod glance;
mod guard;
mod held;
mod history;
mod hub;
mod input;
mod journals;
mod keeper;
mod lease;
mod live;
mod message;
mod operate;
mod record_event;
mod recover;
mod shard;
mod start;
mod start_batch;
mod start_once;
mod taken;
mod tidy;
mod values;

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use chrono::{DateTime, SubsecRound, Utc};
use serde_json::Value;
use sha2::{Digest, Sha256};
use thiserror::Error;
use throughline_engine::definition::{Diagnostic, Trigger, compile};
use throughline_engine::kernel::{Fact, RunId, RunStatus, TokenId};
use throughline_engine::script::{Limits, ScriptEngine};
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub use definitions::{DefinitionError, Definitions, StartedBy};
pub use glance::Glance;
pub use history::{History, Moment, StepsSurvey, VariableChanges};
pub use hub::News;
pub(crate) use input::prepare as prepare_input;
pub use input::{InputError, InputProblem};
pub use live::Definition;
pub use message::Inspection;
pub use record_event::{RecordDelivery, RecordOutcome};
pub use start_batch::{BatchError, BatchItem, BatchProblem, BatchStart, ItemOutcome, MAX_BATCH};
pub use start_once::{Once, StartOptions, Started};

use crate::connectors::Connectors;
use crate::secrets::WrongKey;
pub use crate::store::TriggerKind;
use crate::store::{
    DatabaseState, Definition as DefinitionRow, Loaded, NewDefinition, RunRow, ScheduleSettings, Store, StoreError,
};
use crew::{Crew, Kit};
use message::{Message, NotAccepted, Offer};

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
        Self {
            node_name: "throughline".to_owned(),
            most_live: 20_000,
            // A shard keeps about one core busy and its committer's backend another.
            shards: (cores / 2).clamp(1, 8),
        }
    }
}

/// A run to start.
#[derive(Debug, Clone)]
pub struct StartRun {
    /// Key of the process.
    pub process: String,
    /// Version; the newest where none is given.
    pub version: Option<i32>,
    /// Input; checked against the schema of the definition.
    pub input: Value,
    /// What the starter calls it.
    pub business_key: Option<String>,
    /// Who or what starts it, e.g. `token:default`, `schedule:nightly`.
    pub started_by: String,
    /// What kind of thing that is.
    pub trigger: TriggerKind,
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
    /// The input holds secrets, and this node must not seal them.
    #[error("the input holds secrets, and {0}; nothing was started")]
    Secrets(WrongKey),
    /// Something in the request Postgres cannot keep.
    #[error("the run was refused: {0}")]
    Refused(String),
    /// The key of the start was used for something else.
    #[error(
        "the key {key:?} was used before for a start with another process, input or business key; nothing was started"
    )]
    KeyReused {
        /// The key.
        key: String,
    },
    /// The database does not answer.
    #[error("the database cannot be reached, so nothing was started; try again in a moment")]
    Unavailable,
    /// The database went away before it confirmed.
    #[error(
        "the database went away before it confirmed run {run}; look whether the run exists before starting it again"
    )]
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

/// The runtime of this process. Cheap to clone.
#[derive(Clone)]
pub struct Runtime {
    inner: Arc<Inner>,
}

struct Inner {
    kit: Kit,
    /// Journals read to look back.
    journals: journals::Journals,
    /// The present life of this node; see [`crew`]. A std lock: held to clone an `Arc`.
    crew: RwLock<Arc<Crew>>,
    stop: CancellationToken,
    successor: tokio::sync::Mutex<Option<JoinHandle<()>>>,
}

impl Runtime {
    /// Registers this node and starts its shards, committers and keeper.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn start(options: RuntimeOptions, store: Store, connectors: Arc<Connectors>) -> Result<Self, StoreError> {
        let scripts = ScriptEngine::new(Limits::default());
        let definitions = Arc::new(Definitions::new(store.clone(), scripts.clone()));
        let kit = Kit {
            options,
            store,
            connectors,
            definitions,
            scripts,
            hub: Arc::new(hub::Hub::default()),
            schedules: Arc::new(tokio::sync::Notify::new()),
            bulks: Arc::new(tokio::sync::Notify::new()),
        };
        let crew = Crew::start(&kit).await?;
        let inner = Arc::new(Inner {
            kit,
            journals: journals::Journals::default(),
            crew: RwLock::new(crew),
            stop: CancellationToken::new(),
            successor: tokio::sync::Mutex::new(None),
        });
        let successor = tokio::spawn(succeed(inner.clone()));
        *inner.successor.lock().await = Some(successor);
        Ok(Self { inner })
    }

    fn crew(&self) -> Arc<Crew> {
        self.inner.crew.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The store, for reading.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.inner.kit.store
    }

    /// The connectors.
    #[must_use]
    pub fn connectors(&self) -> &Arc<Connectors> {
        &self.inner.kit.connectors
    }

    /// Checks a definition without deploying it.
    ///
    /// # Errors
    /// Its diagnostics.
    pub fn check(&self, source: &str) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
        compile(source, self.inner.kit.connectors.catalogue(), &self.inner.kit.scripts)
            .map(|compiled| compiled.warnings)
    }

    /// Deploys a definition: a new version where the content changed.
    ///
    /// # Errors
    /// Its diagnostics, or the database.
    pub async fn deploy(&self, source: &str, by: &str) -> Result<Deployed, DefinitionError> {
        let compiled = compile(source, self.inner.kit.connectors.catalogue(), &self.inner.kit.scripts)
            .map_err(DefinitionError::Invalid)?;
        let process = &compiled.process;
        let new = NewDefinition {
            key: &process.key,
            name: &process.name,
            source,
            digest: Sha256::digest(source.as_bytes()).into(),
            deployed_by: by,
        };
        let schedules: Vec<_> = process.triggers.iter().filter_map(schedule_of).collect();
        let deployed = self.inner.kit.store.deploy_with_schedules(&new, &schedules).await?;
        Ok(Deployed {
            row: deployed.definition,
            is_new: deployed.is_new,
            warnings: compiled.warnings,
        })
    }

    /// Compiled definitions.
    #[must_use]
    pub fn definitions(&self) -> &Definitions {
        &self.inner.kit.definitions
    }

    /// Whether the database answers, for health and for refusing starts early.
    #[must_use]
    pub fn database(&self) -> DatabaseState {
        self.inner.kit.store.health().now()
    }

    /// Notified when schedules changed, on this node or another.
    #[must_use]
    pub fn schedules_changed(&self) -> &tokio::sync::Notify {
        &self.inner.kit.schedules
    }

    /// Notified when a bulk act was started, on this node or another.
    #[must_use]
    pub fn bulks_started(&self) -> &tokio::sync::Notify {
        &self.inner.kit.bulks
    }

    /// Whether this node holds its lease.
    #[must_use]
    pub fn holds_lease(&self) -> bool {
        self.crew().lease.is_good()
    }

    /// Runs in memory.
    #[must_use]
    pub fn live_runs(&self) -> usize {
        self.crew().live_runs()
    }

    /// News of a run while this node moves it. A run of another node is to be read from the store.
    #[must_use]
    pub fn subscribe(&self, run: RunId) -> watch::Receiver<News> {
        self.inner.kit.hub.subscribe(run)
    }

    /// Notes that a run has a callback, so that [`Self::callback_news`] tells when it is time to look.
    pub(crate) fn expect_callback(&self, run: RunId) {
        self.inner.kit.hub.expect_callback(run);
    }

    /// Returns when a run with a callback has ended here or stands at an incident. A hint, like all news.
    pub(crate) async fn callback_news(&self) {
        self.inner.kit.hub.callback_news().await;
    }

    /// Waits until a run has ended or can go no further without a person, for at most `patience`; answers its row.
    ///
    /// # Errors
    /// The database.
    pub async fn wait(&self, run: RunId, patience: Duration) -> Result<Option<RunRow>, StoreError> {
        /// A run that another node moves sends no news here.
        const LOOK: Duration = Duration::from_millis(500);
        let mut news = self.inner.kit.hub.subscribe_to_end(run);
        let deadline = tokio::time::Instant::now() + patience;
        loop {
            let row = self.inner.kit.store.run(run).await?;
            let settled = row
                .as_ref()
                .is_none_or(|row| row.status.is_ended() || row.status == RunStatus::Incident);
            if settled || tokio::time::Instant::now() >= deadline {
                return Ok(row);
            }
            // Steps in between are no reason to ask the database again.
            let moved = async {
                loop {
                    if news.changed().await.is_err() {
                        std::future::pending::<()>().await;
                    }
                    if news.borrow_and_update().is_settled() {
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
        let asked = self
            .crew()
            .shards
            .of(run)
            .send(Message::Inspect(run, sender))
            .await
            .is_ok();
        let in_memory = if asked { answer.await.ok().flatten() } else { None };
        if let Some(inspection) = in_memory {
            let row = self.inner.kit.store.run(run).await?;
            return Ok(row.map(|row| RunDetails {
                row,
                inspection: Ok(inspection),
            }));
        }
        let loaded = self.inner.kit.store.load(&[run]).await?.into_iter().next();
        Ok(match loaded {
            None | Some(Loaded::Missing(_)) => None,
            Some(Loaded::Poisoned { row, cause }) => Some(RunDetails {
                row: *row,
                inspection: Err(cause.to_string()),
            }),
            Some(Loaded::Run(loaded)) => {
                let row = loaded.row.clone();
                let folded = self.crew().recovery.fold(*loaded).await;
                let inspection = folded.map(|(definition, state, _)| Inspection { definition, state });
                Some(RunDetails { row, inspection })
            }
        })
    }

    /// Ends a run.
    ///
    /// # Errors
    /// No such run, it has ended, or the database.
    pub async fn cancel(&self, run: RunId, by: &str, reason: Option<String>) -> Result<Done, ActionError> {
        let row = self
            .inner
            .kit
            .store
            .run(run)
            .await?
            .ok_or(ActionError::NoSuchRun(run))?;
        if row.status.is_ended() {
            return Err(ActionError::Conflict(format!(
                "run {run} is already {}",
                row.status.as_str()
            )));
        }
        if row.status == RunStatus::Incident
            && let Some(RunDetails { inspection: Err(_), .. }) = self.inspect(run).await?
            && self.inner.kit.store.end_poisoned(run).await?
        {
            // Nobody can fold it, so nobody could fold its end.
            tracing::warn!(%run, by, "a run that cannot be folded was cancelled in its row alone");
            return Ok(Done::Accepted);
        }
        self.ask(
            run,
            Fact::Cancelled {
                by: by.to_owned(),
                reason,
            },
        )
        .await
    }

    /// Has every open incident of a run tried again. Answers how many there were.
    ///
    /// # Errors
    /// No such run, no open incident, or the database.
    pub async fn retry(&self, run: RunId, by: &str) -> Result<(Done, usize), ActionError> {
        self.retry_but(run, by, &[]).await
    }

    /// The same, but for the incidents of these tokens: they were tried again before.
    pub(crate) async fn retry_but(
        &self,
        run: RunId,
        by: &str,
        before: &[TokenId],
    ) -> Result<(Done, usize), ActionError> {
        let details = self.inspect(run).await?.ok_or(ActionError::NoSuchRun(run))?;
        let tokens = match &details.inspection {
            Ok(inspection) => inspection
                .state
                .open_incidents(&inspection.definition.process)
                .into_iter()
                .map(|(token, ..)| token)
                .filter(|token| !before.contains(token))
                .collect(),
            Err(_) => Vec::new(),
        };
        if tokens.is_empty() {
            if details.row.status == RunStatus::Incident {
                // It could not be folded when it was stopped: loading it again is the retry.
                let crew = self.crew();
                crew.recovery.claim_and_take_up(run, crew.shards.of(run).clone());
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
            match self
                .ask(
                    run,
                    Fact::Retried {
                        token,
                        by: by.to_owned(),
                        anew: false,
                    },
                )
                .await
            {
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
        let offer = Offer {
            run,
            fact: fact.clone(),
            request: None,
            accepted: Some(accepted),
        };
        if self
            .crew()
            .shards
            .of(run)
            .send(Message::Offer(Box::new(offer)))
            .await
            .is_ok()
        {
            match answer.await {
                Ok(Ok(())) => return Ok(Done::Accepted),
                Ok(Err(NotAccepted::Illegal(reason) | NotAccepted::Refused(reason))) => {
                    return Err(ActionError::Conflict(reason));
                }
                // Not here, or nobody knows: a stored request is folded once, a double is dropped as illegal.
                Ok(Err(_)) | Err(_) => {}
            }
        }
        match self.inner.kit.store.request(run, &fact).await? {
            Some(_) => Ok(Done::Requested),
            None => Err(ActionError::Conflict(format!("run {run} has ended"))),
        }
    }

    /// Stops: no new effects, calls under way get a moment to end, every run is given back.
    pub async fn shutdown(&self) {
        self.inner.stop.cancel();
        if let Some(successor) = self.inner.successor.lock().await.take() {
            let _ = successor.await;
        }
        self.crew().dismiss().await;
    }
}

/// Begins a new life whenever others took this node for dead.
async fn succeed(inner: Arc<Inner>) {
    loop {
        let crew = inner.crew.read().unwrap_or_else(PoisonError::into_inner).clone();
        tokio::select! {
            () = inner.stop.cancelled() => return,
            () = crew.removed.cancelled() => {}
        }
        crew.dismiss().await;
        let next = loop {
            match Crew::start(&inner.kit).await {
                Ok(next) => break next,
                Err(error) => tracing::warn!(%error, "this node cannot begin anew yet"),
            }
            tokio::select! {
                () = inner.stop.cancelled() => return,
                () = tokio::time::sleep(Duration::from_secs(1)) => {}
            }
        };
        *inner.crew.write().unwrap_or_else(PoisonError::into_inner) = next;
    }
}

/// A schedule a definition has, as the store keeps it.
fn schedule_of(trigger: &Trigger) -> Option<(String, ScheduleSettings)> {
    let Trigger::Schedule(schedule) = trigger else {
        return None;
    };
    let settings = ScheduleSettings {
        cron: schedule.cron.as_str().to_owned(),
        timezone: schedule.timezone.name().to_owned(),
        overlap: schedule.overlap,
        missed: schedule.missed,
        jitter: schedule.jitter,
        start: schedule.start,
        end: schedule.end,
        input: schedule.input.clone(),
    };
    Some((schedule.name.clone(), settings))
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
