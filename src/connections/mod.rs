//! Connections as people look at them: what all nodes tell of them put together, and a test on demand.
//!
//! Connectors count; this room has the counts kept, for all nodes to see, and reads them back as one picture. It knows
//! connectors and the store, not HTTP.

mod overview;
mod record;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use throughline_engine::definition::StepKind;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

pub use overview::{Health, NodeLook, Overview, Span};

use crate::connectors::{Connectors, Trial};
use crate::figures::SeenError;
use crate::runtime::{DefinitionError, Runtime};
use crate::store::{DefinitionId, StoreError};

/// How long figures are kept, in days.
pub const KEPT_DAYS: i32 = 8;
/// How often a node tells what is new.
const PERIOD: Duration = Duration::from_secs(10);
/// Least time between two tests of one connection: each signs in, and a wrong password locks accounts.
const BETWEEN_TESTS: Duration = Duration::from_secs(5);
/// Definitions whose connections are remembered.
const KEPT_DEFINITIONS: usize = 10_000;

/// The connections of this service. Cheap to clone.
#[derive(Clone)]
pub struct Connections {
    inner: Arc<Inner>,
}

struct Inner {
    runtime: Runtime,
    node: Uuid,
    node_name: String,
    period: Duration,
    /// One report is written at a time; what the last one of each connection said.
    last: tokio::sync::Mutex<record::Last>,
    tests: Mutex<HashMap<String, TestTurn>>,
    /// The connections each version calls. A version never changes.
    uses: Mutex<HashMap<DefinitionId, Arc<ProcessUse>>>,
}

/// A process and the connections it calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcessUse {
    /// Its key.
    pub key: String,
    /// Its name for people.
    pub name: String,
    /// The connections, each once.
    pub connections: Vec<String>,
}

/// When a connection may be tested again.
enum TestTurn {
    UnderWay,
    NotBefore(Instant),
}

/// Why a connection was not tested.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TestError {
    /// There is none of this name.
    #[error("there is no connection `{0}`")]
    Unknown(String),
    /// Another test is under way, or was a moment ago.
    #[error("the connection is being tested or was a moment ago; try again in {} s", .0.as_secs().max(1))]
    TooSoon(Duration),
}

impl Connections {
    /// The connections of a runtime, told as those of `node_name`.
    #[must_use]
    pub fn new(runtime: Runtime, node_name: &str) -> Self {
        Self::with_period(runtime, node_name, PERIOD)
    }

    /// With another period than the usual one: for tests.
    #[must_use]
    pub fn with_period(runtime: Runtime, node_name: &str, period: Duration) -> Self {
        let inner = Inner {
            runtime,
            node: Uuid::new_v4(),
            node_name: node_name.to_owned(),
            period,
            last: tokio::sync::Mutex::default(),
            tests: Mutex::default(),
            uses: Mutex::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    fn connectors(&self) -> &Arc<Connectors> {
        self.inner.runtime.connectors()
    }

    /// Keeps figures until `stop`, then a last time.
    pub async fn run(self, stop: CancellationToken) {
        record::run(&self, &stop).await;
    }

    /// All connections by name, but without what concerns `hidden` processes.
    ///
    /// # Errors
    /// The database.
    pub async fn list(&self, hidden: &[String]) -> Result<Vec<Overview>, StoreError> {
        let now = Utc::now();
        let store = self.inner.runtime.store();
        let states = store.connection_states(None).await?;
        let minutes = store
            .connection_spans(None, overview::an_hour_before(now), Duration::from_secs(60))
            .await?;
        let errors = store.last_connection_errors(hidden).await?;
        let uses = self.uses(hidden).await?;
        let overviews = self.connectors().views().map(|view| {
            let name = view.name.clone();
            let error = errors.iter().find(|row| row.connection == name);
            Overview::of(
                view,
                now,
                states.iter().filter(|state| state.connection == name).cloned(),
                minutes.iter().filter(|span| span.connection == name),
                error.map(|row| row.error.clone()),
                &uses,
            )
        });
        Ok(overviews.collect())
    }

    /// One connection; `None` where there is none of this name.
    ///
    /// # Errors
    /// The database.
    pub async fn find(&self, name: &str, hidden: &[String]) -> Result<Option<Overview>, StoreError> {
        if self.connectors().view(name).is_none() {
            return Ok(None);
        }
        let all = self.list(hidden).await?;
        Ok(all.into_iter().find(|overview| overview.view.name == name))
    }

    /// The last failed calls of a connection, newest first.
    ///
    /// # Errors
    /// The database.
    pub async fn errors(&self, name: &str, hidden: &[String], limit: i64) -> Result<Vec<SeenError>, StoreError> {
        let rows = self.inner.runtime.store().connection_errors(name, hidden, limit);
        Ok(rows.await?.into_iter().map(|row| row.error).collect())
    }

    /// What a connection did since an instant, in at most `buckets` spans of whole minutes without gaps; the last is the
    /// one under way. `None` where there is none of this name.
    ///
    /// # Errors
    /// The database.
    pub async fn series(
        &self,
        name: &str,
        since: DateTime<Utc>,
        buckets: u32,
    ) -> Result<Option<(Duration, Vec<Span>)>, StoreError> {
        if self.connectors().view(name).is_none() {
            return Ok(None);
        }
        let (begin, width, count) = overview::spans(since, Utc::now(), buckets);
        let spans = self
            .inner
            .runtime
            .store()
            .connection_spans(Some(name), begin, width)
            .await?;
        Ok(Some((width, overview::without_gaps(begin, width, count, spans))))
    }

    /// Looks whether a connection works, and has what comes of it seen at once.
    ///
    /// # Errors
    /// There is none, or it was tested a moment ago.
    pub async fn test(&self, name: &str) -> Result<Trial, TestError> {
        let unknown = || TestError::Unknown(name.to_owned());
        self.connectors().view(name).ok_or_else(unknown)?;
        let turn = self.take_turn(name)?;
        let trial = self.connectors().try_out(name).await.ok_or_else(unknown)?;
        drop(turn);
        self.tell().await;
        Ok(trial)
    }

    fn take_turn<'a>(&'a self, name: &'a str) -> Result<Turn<'a>, TestError> {
        let mut tests = self.inner.tests.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        match tests.get(name) {
            None => {}
            Some(TestTurn::NotBefore(then)) if *then <= now => {}
            Some(TestTurn::NotBefore(then)) => return Err(TestError::TooSoon(*then - now)),
            Some(TestTurn::UnderWay) => return Err(TestError::TooSoon(BETWEEN_TESTS)),
        }
        tests.insert(name.to_owned(), TestTurn::UnderWay);
        Ok(Turn {
            connections: self,
            name,
        })
    }

    /// Keeps what is new now.
    async fn tell(&self) {
        record::report(self, record::ALIVE).await;
    }

    /// The processes that there are, each with the connections it calls.
    async fn uses(&self, hidden: &[String]) -> Result<Vec<Arc<ProcessUse>>, StoreError> {
        let mut uses = Vec::new();
        for id in self.inner.runtime.store().latest_definitions().await? {
            let known = self.known_use(id);
            let used = match known {
                Some(used) => used,
                None => self.read_use(id).await?,
            };
            if !hidden.contains(&used.key) {
                uses.push(used);
            }
        }
        Ok(uses)
    }

    fn known_use(&self, id: DefinitionId) -> Option<Arc<ProcessUse>> {
        let uses = self.inner.uses.lock().unwrap_or_else(PoisonError::into_inner);
        uses.get(&id).cloned()
    }

    async fn read_use(&self, id: DefinitionId) -> Result<Arc<ProcessUse>, StoreError> {
        let used = match self.inner.runtime.definitions().get(id).await {
            Ok(definition) => {
                let process = &definition.process;
                let mut connections: Vec<String> = process
                    .steps
                    .iter()
                    .filter_map(|step| match &step.kind {
                        StepKind::Call { operation, .. } => Some(operation.split_once('.')?.0.to_owned()),
                        _ => None,
                    })
                    .collect();
                connections.sort_unstable();
                connections.dedup();
                ProcessUse {
                    key: process.key.clone(),
                    name: process.name.clone(),
                    connections,
                }
            }
            Err(DefinitionError::Store(error)) => return Err(error),
            Err(error) => {
                tracing::warn!(definition = %id, %error, "a definition cannot be read; it is told to call nothing");
                ProcessUse {
                    key: String::new(),
                    name: String::new(),
                    connections: Vec::new(),
                }
            }
        };
        let used = Arc::new(used);
        let mut uses = self.inner.uses.lock().unwrap_or_else(PoisonError::into_inner);
        if uses.len() >= KEPT_DEFINITIONS {
            uses.clear();
        }
        uses.insert(id, used.clone());
        Ok(used)
    }
}

/// A test under way: also one whose caller went away ends.
struct Turn<'a> {
    connections: &'a Connections,
    name: &'a str,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let tests = &self.connections.inner.tests;
        let mut tests = tests.lock().unwrap_or_else(PoisonError::into_inner);
        tests.insert(
            self.name.to_owned(),
            TestTurn::NotBefore(Instant::now() + BETWEEN_TESTS),
        );
    }
}
