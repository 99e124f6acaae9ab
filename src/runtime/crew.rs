//! A crew: one life of this node, with its id, shards, committers and keeper.
//!
//! A node that others took for dead is not that node any more: its crew is dismissed and a new one begins under a new
//! id. What the old one had in memory is gone; the journal has it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use throughline_engine::kernel::RunId;
use tokio::sync::{Notify, mpsc, oneshot};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::definitions::Definitions;
use super::guard::FoldGuard;
use super::hub::Hub;
use super::keeper::Keeper;
use super::lease::Lease;
use super::message::Message;
use super::recover::Recovery;
use super::shard::{Parts, Shard};
use super::{RuntimeOptions, shard_of};
use crate::connectors::Connectors;
use crate::store::{CommitterConfig, NodeConfig, Store, StoreError, spawn_committer, spawn_node};
use throughline_engine::script::ScriptEngine;

/// Length of the lease.
const LEASE: Duration = Duration::from_secs(15);
/// How long shards may take to put their runs down; they give calls five seconds of it.
const DRAINED: Duration = Duration::from_secs(8);
/// Messages a shard's inbox holds; senders beyond that wait.
const INBOX: usize = 8192;
/// Commits a committer's queue holds.
const QUEUE: usize = 8192;

/// What every crew of this process works with.
#[derive(Clone)]
pub(super) struct Kit {
    pub(super) options: RuntimeOptions,
    pub(super) store: Store,
    pub(super) connectors: Arc<Connectors>,
    pub(super) definitions: Arc<Definitions>,
    pub(super) scripts: ScriptEngine,
    pub(super) hub: Arc<Hub>,
    pub(super) schedules: Arc<Notify>,
    pub(super) bulks: Arc<Notify>,
}

/// The inboxes of the shards.
pub(super) struct Shards {
    senders: Vec<mpsc::Sender<Message>>,
}

impl Shards {
    /// The shard that has a run, if this node has it.
    pub(super) fn of(&self, run: RunId) -> &mpsc::Sender<Message> {
        &self.senders[shard_of(run, self.senders.len())]
    }

    /// Those of these runs that no shard has.
    pub(super) async fn missing(&self, runs: Vec<RunId>) -> Vec<RunId> {
        let mut of_shard: Vec<Vec<RunId>> = vec![Vec::new(); self.senders.len()];
        for run in runs {
            of_shard[shard_of(run, self.senders.len())].push(run);
        }
        let mut missing = Vec::new();
        for (sender, runs) in self.senders.iter().zip(of_shard) {
            let (reply, answer) = oneshot::channel();
            if !runs.is_empty() && sender.send(Message::Missing(runs, reply)).await.is_ok() {
                missing.extend(answer.await.unwrap_or_default());
            }
        }
        missing
    }

    pub(super) async fn tell_all(&self, mut message: impl FnMut() -> Message) {
        for sender in &self.senders {
            // A shard that is gone needs no telling.
            let _ = sender.send(message()).await;
        }
    }
}

/// One life of this node.
pub(super) struct Crew {
    pub(super) shards: Arc<Shards>,
    pub(super) recovery: Recovery,
    pub(super) lease: Lease,
    live: Vec<Arc<AtomicUsize>>,
    hands: tokio::sync::Mutex<Hands>,
    /// Ends the keeper.
    stop: CancellationToken,
    /// Ends the committers even while the database is away.
    give_up: CancellationToken,
    /// Ends the node: it signs off.
    sign_off: CancellationToken,
    /// Others took this node for dead.
    pub(super) removed: CancellationToken,
}

#[derive(Default)]
struct Hands {
    shards: JoinSet<()>,
    committers: JoinSet<()>,
    others: JoinSet<()>,
}

impl Crew {
    pub(super) async fn start(kit: &Kit) -> Result<Arc<Self>, StoreError> {
        let (sign_off, give_up, stop, removed) = (
            CancellationToken::new(),
            CancellationToken::new(),
            CancellationToken::new(),
            CancellationToken::new(),
        );
        let (events, heard) = mpsc::channel(256);
        let config = NodeConfig {
            name: kit.options.node_name.clone(),
            lease: LEASE,
            events,
            stop: sign_off.clone(),
        };
        let node = spawn_node(&kit.store, config).await?;
        let lease = Lease::new(node.lease);
        let wake = Arc::new(Notify::new());
        let recovery = Recovery {
            store: kit.store.clone(),
            definitions: kit.definitions.clone(),
            scripts: kit.scripts.clone(),
            node: node.id,
            tasks: TaskTracker::new(),
            wake: wake.clone(),
            more_wait: Arc::new(AtomicBool::new(false)),
            gone: give_up.clone(),
        };
        let count = kit.options.shards.max(1);
        // Unbounded: one time for each run that leaves memory, taken by the keeper at once.
        let (due_sender, due) = mpsc::unbounded_channel();
        let mut hands = Hands::default();
        let mut senders = Vec::new();
        let mut live = Vec::new();
        for _ in 0..count {
            let (sender, inbox) = mpsc::channel(INBOX);
            let (outcome_sender, outcomes) = mpsc::channel(64);
            let committer = spawn_committer(
                &kit.store,
                CommitterConfig {
                    node: node.id,
                    queue: QUEUE,
                    outcomes: outcome_sender,
                    stop: give_up.clone(),
                },
            );
            let guard = FoldGuard::new();
            let in_memory = Arc::new(AtomicUsize::new(0));
            let shard = Shard::new(Parts {
                scripts: kit.scripts.clone().with_interrupt(guard.interrupt()),
                guard,
                connectors: kit.connectors.clone(),
                hub: kit.hub.clone(),
                lease: lease.clone(),
                committer: committer.queue,
                recovery: recovery.clone(),
                inbox,
                sender: sender.clone(),
                outcomes,
                most_live: kit.options.most_live.div_ceil(count),
                due: due_sender.clone(),
                live: in_memory.clone(),
                shut: removed.clone(),
            });
            hands.shards.spawn(shard.run());
            hands.committers.spawn(joined("committer", committer.task));
            senders.push(sender);
            live.push(in_memory);
        }
        let shards = Arc::new(Shards { senders });
        let keeper = Keeper {
            recovery: recovery.clone(),
            lease: lease.clone(),
            shards: shards.clone(),
            events: heard,
            wake: wake.clone(),
            schedules: kit.schedules.clone(),
            bulks: kit.bulks.clone(),
            due,
            live: live.clone(),
            most_live: kit.options.most_live,
            stop: stop.clone(),
            removed: removed.clone(),
            doubt: false,
        };
        hands.others.spawn(keeper.run());
        hands.others.spawn(joined("node", node.task));
        Ok(Arc::new(Self {
            shards,
            recovery,
            lease,
            live,
            hands: tokio::sync::Mutex::new(hands),
            stop,
            give_up,
            sign_off,
            removed,
        }))
    }

    /// Runs in memory.
    pub(super) fn live_runs(&self) -> usize {
        self.live.iter().map(|count| count.load(Ordering::Relaxed)).sum()
    }

    /// Goes down in order: nothing new is claimed, calls under way get a moment to end, what is queued is written, the
    /// node signs off and so gives back what it still owns.
    pub(super) async fn dismiss(&self) {
        let mut hands = self.hands.lock().await;
        self.stop.cancel();
        let drained = async {
            let mut done = Vec::new();
            self.shards
                .tell_all(|| {
                    let (sender, receiver) = oneshot::channel();
                    done.push(receiver);
                    Message::Shutdown(sender)
                })
                .await;
            for receiver in done {
                let _ = receiver.await;
            }
        };
        if tokio::time::timeout(DRAINED, drained).await.is_err() {
            tracing::warn!("runs could not be put down in order; what is open is in the journal");
            self.removed.cancel();
        }
        ended("shards", &mut hands.shards, Duration::from_secs(5)).await;
        // The shards held the queues: with them gone the committers write what is left and end.
        ended("committers", &mut hands.committers, Duration::from_secs(5)).await;
        self.give_up.cancel();
        self.recovery.tasks.close();
        self.sign_off.cancel();
        ended("node", &mut hands.others, Duration::from_secs(8)).await;
    }
}

async fn joined(what: &'static str, task: tokio::task::JoinHandle<()>) {
    if let Err(error) = task.await {
        tracing::error!(%error, "a {what} ended badly");
    }
}

async fn ended(what: &str, tasks: &mut JoinSet<()>, patience: Duration) {
    let all = async { while tasks.join_next().await.is_some() {} };
    if tokio::time::timeout(patience, all).await.is_err() {
        tracing::warn!("the {what} did not end in time; what is open is in the journal");
        tasks.abort_all();
    }
}
