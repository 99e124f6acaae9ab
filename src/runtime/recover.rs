//! Reading runs back from their journals: after a restart, a takeover, a timer, or a commit nobody knows the end of.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use throughline_engine::kernel::{Entry, RunId, State, fold};
use throughline_engine::script::ScriptEngine;
use tokio::sync::{Notify, mpsc};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::definitions::{DefinitionError, Definitions};
use super::live::Definition;
use super::message::{Adopt, Message, Reread};
use crate::store::{Loaded, LoadedRun, NodeId, Store};

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
    /// Runs wait in Postgres for a place in memory: whoever frees one wakes the keeper.
    pub(super) more_wait: Arc<AtomicBool>,
    /// This life of the node is over: whoever owns its runs next reads them.
    pub(super) gone: CancellationToken,
}

impl Recovery {
    /// A run was accepted without a place in memory.
    pub(super) fn room_wanted(&self) {
        self.more_wait.store(true, Ordering::Release);
        self.wake.notify_one();
    }

    /// A place in memory is free again; `live` of `most` are taken. Woken in steps of an eighth, so that a claim takes
    /// more than one run.
    pub(super) fn room_made(&self, live: usize, most: usize) {
        if self.more_wait.load(Ordering::Acquire) && live <= most - most.div_ceil(8) {
            self.wake.notify_one();
        }
    }

    /// Reads a run again whose last commit nobody knows the end of. Answers with `Reloaded`, however long the database
    /// is away: a run of this node is never left without anybody who moves it.
    pub(super) fn reload(&self, run: RunId, sender: mpsc::Sender<Message>) {
        let this = self.clone();
        self.tasks.spawn(async move {
            tokio::select! {
                () = this.gone.cancelled() => {}
                reread = this.read_until_it_works(run) => {
                    let _ = sender.send(Message::Reloaded(run, reread)).await;
                }
            }
        });
    }

    /// Claims a run nobody has and takes it up; a task of its own, so that it is done whole whoever stops waiting.
    pub(super) fn claim_and_take_up(&self, run: RunId, sender: mpsc::Sender<Message>) {
        let this = self.clone();
        self.tasks.spawn(async move {
            match this.store.claim_one(this.node, run).await {
                Ok(true) => this.reload_as_new(run, sender),
                Ok(false) => {}
                Err(error) => tracing::warn!(%run, %error, "could not claim a run"),
            }
        });
    }

    /// Takes up a run that was claimed by hand: it could not be folded when it was stopped.
    pub(super) fn reload_as_new(&self, run: RunId, sender: mpsc::Sender<Message>) {
        let this = self.clone();
        self.tasks.spawn(async move {
            tokio::select! {
                () = this.gone.cancelled() => {}
                reread = this.read_until_it_works(run) => {
                    if let Reread::Ours(adopt) = reread {
                        let _ = sender.send(Message::Adopt(adopt)).await;
                    }
                }
            }
        });
    }

    async fn read_until_it_works(&self, run: RunId) -> Reread {
        let gone = || Reread::NotOurs(Vec::new());
        loop {
            match self.store.load(&[run]).await {
                Ok(loaded) => {
                    let reason = match loaded.into_iter().next() {
                        Some(Loaded::Run(loaded)) if loaded.row.owner != Some(self.node) => {
                            return Reread::NotOurs(loaded.facts);
                        }
                        Some(Loaded::Run(loaded)) => match self.replay(*loaded).await {
                            Ok(mut adopt) => {
                                adopt.recovered = true;
                                return Reread::Ours(Box::new(adopt));
                            }
                            Err(reason) => reason,
                        },
                        Some(Loaded::Poisoned { row, cause }) if row.owner == Some(self.node) => cause.to_string(),
                        _ => return gone(),
                    };
                    self.poison(run, reason);
                    return gone();
                }
                Err(error) => {
                    tracing::warn!(%run, %error, "cannot read a run back yet");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }

    /// Marks a run as one that only a person can help, and gives it back.
    pub(super) fn poison(&self, run: RunId, reason: String) {
        let this = self.clone();
        self.tasks.spawn(async move {
            let marked = async {
                while let Err(error) = this.store.mark_poisoned(this.node, run, &reason).await {
                    tracing::warn!(%run, %error, "cannot mark a run as an incident yet");
                    tokio::time::sleep(PAUSE).await;
                }
            };
            tokio::select! { () = this.gone.cancelled() => {}, () = marked => {} }
        });
    }

    /// Folds a run from its journal and reads what is asked of it.
    pub(super) async fn replay(&self, loaded: LoadedRun) -> Result<Adopt, String> {
        let run = loaded.row.id;
        // The claim that set `started_at` was the first anybody made: no effect of the run ever left.
        let recovered = loaded.row.started_at != Some(loaded.row.updated_at);
        let (definition, state, facts) = self.fold(loaded).await?;
        let requests = loop {
            match self.store.requests_of(self.node, run).await {
                Ok(requests) => break requests,
                // An outage says nothing about the run.
                Err(error) => {
                    tracing::warn!(%run, %error, "cannot read what is asked of a run yet");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        };
        let requests = requests.into_iter().map(|request| (request.id, request.fact)).collect();
        Ok(Adopt {
            definition,
            state,
            facts,
            recovered,
            due: false,
            requests,
        })
    }

    /// Folds a run from its journal, off the async workers: a long journal takes its time. Gives the journal back.
    pub(super) async fn fold(&self, loaded: LoadedRun) -> Result<(Arc<Definition>, State, Vec<Entry>), String> {
        let definition = loop {
            match self.definitions.get(loaded.row.definition).await {
                Ok(definition) => break definition,
                Err(DefinitionError::Store(error)) => {
                    tracing::warn!(%error, "cannot read a definition yet");
                    tokio::time::sleep(PAUSE).await;
                }
                Err(error) => return Err(format!("the definition of this run cannot be loaded: {error}")),
            }
        };
        let scripts = self.scripts.clone();
        tokio::task::spawn_blocking(move || {
            let mut state = State::new(loaded.row.id);
            for entry in &loaded.facts {
                fold(&definition.process, &scripts, &mut state, entry)
                    .map_err(|error| format!("fact {} of the journal cannot be folded: {error}", entry.seq))?;
            }
            Ok((definition, state, loaded.facts))
        })
        .await
        .map_err(|error| format!("folding the journal failed: {error}"))?
    }
}
