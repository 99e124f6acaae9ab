//! Starting runs: what is asked for becomes a definition and a first fact, and a shard takes it from there.

use std::sync::Arc;

use serde_json::Value;
use throughline_engine::kernel::{Fact, RunId, RunStatus};
use tokio::sync::oneshot;

use super::input::InputCheck;
use super::live::Definition;
use super::message::{Message, NotAccepted, Start};
use super::{DefinitionError, Runtime, StartError, StartRun, now};
use crate::secrets::{self, Secrets};
use crate::store::{DatabaseState, StoreError, TriggerKind};

/// A start that was checked.
#[derive(Debug, Clone)]
pub(super) struct Prepared {
    pub(super) definition: Arc<Definition>,
    pub(super) fact: Fact,
    pub(super) trigger: TriggerKind,
}

/// Seals what the schema marks as secret, before there is a fact: no journal, and no replay of one, ever has it plain.
///
/// # Errors
/// There is something to seal, and this node has another key than the others.
pub(super) fn sealed(secrets: &Secrets, schema: &Value, mut input: Value) -> Result<Value, StartError> {
    if secrets::is_marked(schema) {
        secrets.fits().map_err(StartError::Secrets)?;
        secrets.seal(schema, &mut input);
    }
    Ok(input)
}

impl Runtime {
    /// Starts a run; when this returns it is durable.
    ///
    /// # Errors
    /// Unknown process, wrong input, or the database.
    pub async fn start_run(&self, start: StartRun) -> Result<RunId, StartError> {
        let prepared = self.prepare_start(start).await?;
        self.start_as(RunId(uuid::Uuid::now_v7()), prepared).await
    }

    /// Finds the definition and checks the input; nothing is started.
    pub(super) async fn prepare_start(&self, start: StartRun) -> Result<Prepared, StartError> {
        let definition = self.startable(&start.process, start.version).await?;
        let schema = &definition.process.input_schema;
        let input = InputCheck::new(schema)?.prepare(start.input)?;
        let input = sealed(self.connectors().secrets(), schema, input)?;
        let fact = Fact::Started {
            input: Arc::new(input),
            business_key: start.business_key,
            started_by: start.started_by,
        };
        Ok(Prepared {
            definition,
            fact,
            trigger: start.trigger,
        })
    }

    /// The definition to start, while the database is there.
    ///
    /// # Errors
    /// There is none, it does not compile, or the database.
    pub(crate) async fn startable(&self, process: &str, version: Option<i32>) -> Result<Arc<Definition>, StartError> {
        if self.database() != DatabaseState::Up {
            return Err(StartError::Unavailable);
        }
        let found = self.inner.kit.definitions.find(process, version).await;
        found.map_err(|error| match error {
            // A name that Postgres cannot even look for, such as one with a NUL, is nobody's.
            DefinitionError::Store(StoreError::Refused { .. }) => DefinitionError::Unknown {
                key: process.to_owned(),
            }
            .into(),
            DefinitionError::Store(_) => StartError::Unavailable,
            other => StartError::Definition(other),
        })
    }

    /// Starts a run of a compiled definition; the input is taken as it is.
    ///
    /// # Errors
    /// The database.
    pub async fn start_definition(&self, definition: Arc<Definition>, fact: Fact) -> Result<RunId, StartError> {
        let prepared = Prepared {
            definition,
            fact,
            trigger: TriggerKind::Manual,
        };
        self.start_as(RunId(uuid::Uuid::now_v7()), prepared).await
    }

    /// Starts a run and waits until its end is durable. For runs this node keeps in memory to their end.
    ///
    /// # Errors
    /// The database.
    pub async fn start_and_end(&self, definition: Arc<Definition>, fact: Fact) -> Result<RunStatus, StartError> {
        let run = RunId(uuid::Uuid::now_v7());
        let mut news = self.inner.kit.hub.subscribe_to_end(run);
        let prepared = Prepared {
            definition,
            fact,
            trigger: TriggerKind::Manual,
        };
        self.start_as(run, prepared).await?;
        loop {
            let now = *news.borrow_and_update();
            if now.is_settled() {
                return Ok(now.status);
            }
            if news.changed().await.is_err() {
                return Err(StartError::Unknown { run });
            }
        }
    }

    /// Starts a run under an id that was given out before. An id starts once: [`StartError::Unknown`] where another
    /// start with it is under way or was quicker.
    pub(super) async fn start_as(&self, run: RunId, prepared: Prepared) -> Result<RunId, StartError> {
        let Prepared {
            definition,
            fact,
            trigger,
        } = prepared;
        let (accepted, answer) = oneshot::channel();
        let start = Start {
            run,
            definition,
            fact,
            trigger,
            at: now(),
            accepted,
        };
        if self
            .crew()
            .shards
            .of(run)
            .send(Message::Start(Box::new(start)))
            .await
            .is_err()
        {
            return Err(StartError::Unavailable);
        }
        match answer.await {
            Ok(Ok(())) => Ok(run),
            Ok(Err(NotAccepted::Refused(reason) | NotAccepted::Illegal(reason))) => Err(StartError::Refused(reason)),
            Ok(Err(NotAccepted::ShuttingDown | NotAccepted::NotHere)) => Err(StartError::Unavailable),
            Ok(Err(NotAccepted::Unknown)) | Err(_) => Err(StartError::Unknown { run }),
        }
    }
}
