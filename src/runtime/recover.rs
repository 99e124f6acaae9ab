//! Reading runs back from their journals: after a restart, a takeover, a timer, or a commit nobody knows the end of.

use std::sync::Arc;
use std::time::Duration;

use throughline_engine::kernel::{RunId, State, fold};
use throughline_engine::script::ScriptEngine;
use tokio::sync::{Notify, mpsc};
use tokio_util::task::TaskTracker;

use super::definitions::Definitions;
use super::message::{Adopt, Message};
use crate::store::{LoadedRun, NodeId, Store};

/// How long to wait before the database is asked again.
const PAUSE: Duration = Duration::from_millis(500);

/// What it takes to read runs back.
#[derive(Clone)]
pub(super) struct Recovery {
    pub(super) store: Store,
    pub(super) definitions: Arc<Definitions>,
    pub(super) scripts: ScriptEngine,
    pub(super) node: NodeId,
    pub(super) tasks: TaskTracker,
    /// Wakes the keeper: there may be runs to claim.
    pub(super) wake: Arc<Notify>,
}

impl Recovery {
    /// A run was accepted without a place in memory.
    pub(super) fn room_wanted(&self) {
        self.wake.notify_one();
    }

    /// Reads a run again whose last commit nobody knows the end of. Answers with `Reloaded`, however long the database
    /// is away: a run of this node is never left without an owner that moves it.
    pub(super) fn reload(&self, run: RunId, sender: mpsc::Sender<Message>) {
        let this = self.clone();
        self.tasks.spawn(async move {
            let adopt = loop {
                match this.store.load(&[run]).await {
                    Ok(mut loaded) => match loaded.pop() {
                        Some(loaded) if loaded.row.owner == Some(this.node) => match this.replay(loaded).await {
                            Ok(mut adopt) => {
                                adopt.recovered = true;
                                break Some(adopt);
                            }
                            Err(reason) => {
                                this.poison(run, reason);
                                break None;
                            }
                        },
                        _ => break None,
                    },
                    Err(error) => {
                        tracing::warn!(%run, %error, "cannot read a run back yet");
                        tokio::time::sleep(PAUSE).await;
                    }
                }
            };
            let _ = sender.send(Message::Reloaded(run, adopt.map(Box::new))).await;
        });
    }

    /// Marks a run as one that only a person can help, and gives it back.
    pub(super) fn poison(&self, run: RunId, reason: String) {
        let this = self.clone();
        self.tasks.spawn(async move {
            while let Err(error) = this.store.mark_incident(run, this.node, &reason).await {
                tracing::warn!(%run, %error, "cannot mark a run as an incident yet");
                tokio::time::sleep(PAUSE).await;
            }
        });
    }

    /// Folds a run from its journal, off the async workers: a long journal takes its time.
    pub(super) async fn replay(&self, loaded: LoadedRun) -> Result<Adopt, String> {
        let run = loaded.row.id;
        let facts = loaded.facts.map_err(|error| error.to_string())?;
        let definition = self
            .definitions
            .get(loaded.row.definition)
            .await
            .map_err(|error| format!("the definition of this run cannot be loaded: {error}"))?;
        let requests = self.store.requests(run).await.map_err(|error| error.to_string())?;
        let scripts = self.scripts.clone();
        tokio::task::spawn_blocking(move || {
            let mut state = State::new(run);
            for entry in &facts {
                fold(&definition.process, &scripts, &mut state, entry)
                    .map_err(|error| format!("fact {} of the journal cannot be folded: {error}", entry.seq))?;
            }
            Ok(Adopt { definition, state, recovered: true, requests })
        })
        .await
        .map_err(|error| format!("folding the journal failed: {error}"))?
    }
}
