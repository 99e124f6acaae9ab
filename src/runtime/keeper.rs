//! The keeper: takes up runs that nobody moves (accepted ones, those of dead nodes), timers that came due, and what
//! people ask of runs. The node's own life is kept by the store's node task; the keeper hears of it.
//!
//! One task that sleeps until it is told, the next timer, or its safety net; an idle node asks next to nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures::{StreamExt, stream};
use throughline_engine::kernel::RunId;
use tokio::sync::{Notify, mpsc};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::crew::Shards;
use super::lease::Lease;
use super::message::{Message, Offer};
use super::recover::Recovery;
use super::tidy::Tidy;
use crate::store::{Loaded, NodeEvent, StoreError, Wake};

/// How often everything is looked at without being told: the safety net.
const SWEEP: Duration = Duration::from_secs(20);
/// How often journal partitions are made ahead.
const PARTITIONS: Duration = Duration::from_secs(3600);
/// Pause after the database did not answer.
const PAUSE: Duration = Duration::from_secs(1);
/// Runs claimed at once.
const CLAIM: u32 = 500;
/// After how many sweeps what this node owns is compared with what it has in memory.
const RECONCILE: u32 = 6;
/// Journals read and folded at once.
const REPLAYS: usize = 4;
/// Requests read at once.
const REQUESTS: u32 = 1000;

pub(super) struct Keeper {
    pub(super) recovery: Recovery,
    pub(super) lease: Lease,
    pub(super) shards: Arc<Shards>,
    pub(super) events: mpsc::Receiver<NodeEvent>,
    pub(super) wake: Arc<Notify>,
    /// Wakes the scheduler of this node.
    pub(super) schedules: Arc<Notify>,
    /// Wakes the worker of bulk acts of this node.
    pub(super) bulks: Arc<Notify>,
    pub(super) due: mpsc::UnboundedReceiver<DateTime<Utc>>,
    pub(super) live: Vec<Arc<AtomicUsize>>,
    pub(super) most_live: usize,
    pub(super) stop: CancellationToken,
    /// Set when others took this node for dead.
    pub(super) removed: CancellationToken,
    /// A claim did not answer: it may have been made all the same.
    pub(super) doubt: bool,
}

impl Keeper {
    pub(super) async fn run(mut self) {
        let mut next_sweep = Instant::now();
        let mut next_partitions = Instant::now() + PARTITIONS;
        let mut next_due: Option<Instant> = None;
        let mut sweeps = 0_u32;
        let mut tidy = Tidy::new();
        loop {
            let alarm = next_due
                .map_or(next_sweep, |due| due.min(next_sweep))
                .min(next_partitions)
                .min(tidy.next());
            let (mut ready, mut requests) = (false, false);
            tokio::select! {
                () = self.stop.cancelled() => return,
                () = tokio::time::sleep_until(alarm) => {}
                () = self.wake.notified() => ready = true,
                Some(due) = self.due.recv() => {
                    let at = instant_of(due);
                    next_due = Some(next_due.map_or(at, |known| known.min(at)));
                    continue;
                }
                event = self.events.recv() => match event {
                    Some(NodeEvent::Wake(Wake::Ready) | NodeEvent::TookOver { .. }) => ready = true,
                    Some(NodeEvent::Wake(Wake::Run(run))) => {
                        self.asked(run).await;
                        continue;
                    }
                    Some(NodeEvent::Wake(Wake::Schedules)) => {
                        self.schedules.notify_one();
                        continue;
                    }
                    Some(NodeEvent::Wake(Wake::Bulk)) => {
                        self.bulks.notify_one();
                        continue;
                    }
                    Some(NodeEvent::LookAround) => {
                        self.schedules.notify_one();
                        self.bulks.notify_one();
                        ready = true;
                        requests = true;
                    }
                    Some(NodeEvent::Removed) => {
                        tracing::error!("others took this node for dead and have its runs: it begins anew");
                        self.removed.cancel();
                        return;
                    }
                    None => return,
                },
            }
            let now = Instant::now();
            if now >= next_partitions {
                next_partitions = now + PARTITIONS;
                if let Err(error) = self.recovery.store.ensure_partitions(Utc::now()).await {
                    self.trouble("make journal partitions ahead", &error);
                }
            }
            if now >= tidy.next()
                && let Err(error) = tidy.step(&self.recovery.store).await
            {
                self.trouble("forget old keys of starts", &error);
            }
            if now >= next_sweep {
                ready = true;
                requests = true;
            }
            if !self.lease.is_good() {
                next_sweep = now + PAUSE;
                continue;
            }
            let mut fine = true;
            if ready || next_due.is_some_and(|due| now >= due) {
                next_due = self.claim_due().await;
            }
            if ready {
                fine &= self.claim_ready().await;
            }
            if requests {
                fine &= self.all_requests().await;
            }
            if now >= next_sweep {
                sweeps += 1;
                self.doubt |= sweeps.is_multiple_of(RECONCILE);
            }
            if self.doubt {
                fine &= self.reconcile().await;
            }
            if ready {
                next_sweep = Instant::now() + if fine { SWEEP } else { PAUSE };
            }
        }
    }

    fn room(&self) -> u32 {
        let live: usize = self.live.iter().map(|count| count.load(Ordering::Relaxed)).sum();
        u32::try_from(self.most_live.saturating_sub(live))
            .unwrap_or(u32::MAX)
            .min(CLAIM)
    }

    /// False where the database did not answer.
    async fn claim_ready(&mut self) -> bool {
        loop {
            let room = self.room();
            if room == 0 {
                self.recovery.more_wait.store(true, Ordering::Release);
                return true;
            }
            match self.recovery.store.claim_ready(self.recovery.node, room).await {
                Ok(claimed) => {
                    let all = claimed.len() < room as usize;
                    self.recovery.more_wait.store(!all, Ordering::Release);
                    self.adopt(claimed, false).await;
                    if all {
                        return true;
                    }
                }
                Err(error) => {
                    self.doubt = true;
                    self.trouble("claim runs", &error);
                    return false;
                }
            }
        }
    }

    /// Claims what is due; answers when the next timer is.
    async fn claim_due(&mut self) -> Option<Instant> {
        loop {
            let room = self.room();
            if room == 0 {
                return Some(Instant::now() + Duration::from_millis(100));
            }
            match self.recovery.store.claim_due(self.recovery.node, room).await {
                Ok(claimed) if claimed.is_empty() => break,
                Ok(claimed) => self.adopt(claimed, true).await,
                Err(error) => {
                    self.doubt = true;
                    self.trouble("claim runs with something due", &error);
                    return Some(Instant::now() + PAUSE);
                }
            }
        }
        match self.recovery.store.next_due().await {
            Ok(wait) => wait.and_then(|wait| Instant::now().checked_add(wait)),
            Err(error) => {
                self.trouble("ask what is due next", &error);
                Some(Instant::now() + PAUSE)
            }
        }
    }

    /// Reads claimed runs back and hands them to their shards.
    async fn adopt(&self, claimed: Vec<RunId>, due: bool) {
        for chunk in claimed.chunks(64) {
            let loaded = match self.recovery.store.load(chunk).await {
                Ok(loaded) => loaded,
                Err(error) => {
                    // They are ours and nobody else moves them: read until it works.
                    self.trouble("read claimed runs", &error);
                    for run in chunk {
                        self.recovery.reload_as_new(*run, self.shards.of(*run).clone());
                    }
                    continue;
                }
            };
            stream::iter(loaded)
                .for_each_concurrent(REPLAYS, |loaded| self.adopt_one(loaded, due))
                .await;
        }
    }

    async fn adopt_one(&self, loaded: Loaded, due: bool) {
        let (run, adopted) = match loaded {
            Loaded::Missing(_) => return,
            Loaded::Poisoned { row, cause } => (row.id, Err(cause.to_string())),
            Loaded::Run(loaded) => (loaded.row.id, self.recovery.replay(*loaded).await),
        };
        match adopted {
            Ok(mut adopt) => {
                adopt.due = due;
                let _ = self.shards.of(run).send(Message::Adopt(Box::new(adopt))).await;
            }
            Err(reason) => {
                tracing::error!(%run, reason, "a run cannot be loaded and waits for a person");
                self.recovery.poison(run, reason);
            }
        }
    }

    /// Something is asked of a run: where nobody carries it, it is taken up (and brings its requests along); where this
    /// node does, its shard is told; where another does, that one was woken too.
    async fn asked(&mut self, run: RunId) {
        match self.recovery.store.claim_one(self.recovery.node, run).await {
            Ok(true) => self.adopt(vec![run], false).await,
            Ok(false) => match self.recovery.store.requests_of(self.recovery.node, run).await {
                Ok(requests) => {
                    for request in requests.into_iter().filter(|request| request.owned) {
                        self.offer(run, request.id, request.fact).await;
                    }
                }
                Err(error) => self.trouble("read requests", &error),
            },
            Err(error) => {
                self.doubt = true;
                self.trouble("claim a run somebody asked about", &error);
            }
        }
    }

    /// Takes up runs this node owns and does not have: the answer of a claim was lost, not the claim.
    async fn reconcile(&mut self) -> bool {
        let owned = match self.recovery.store.owned_by(self.recovery.node).await {
            Ok(owned) => owned,
            Err(error) => {
                self.trouble("compare what is owned with what is here", &error);
                return false;
            }
        };
        self.doubt = false;
        for run in self.shards.missing(owned).await {
            tracing::warn!(%run, "owned by this node and not in its memory: taken up");
            self.recovery.reload_as_new(run, self.shards.of(run).clone());
        }
        true
    }

    async fn all_requests(&mut self) -> bool {
        let requests = match self.recovery.store.open_requests(self.recovery.node, REQUESTS).await {
            Ok(requests) => requests,
            Err(error) => {
                self.trouble("read requests", &error);
                return false;
            }
        };
        let mut unowned: Vec<RunId> = Vec::new();
        for request in requests {
            if request.owned {
                self.offer(request.run, request.id, request.fact).await;
            } else if !unowned.contains(&request.run) {
                unowned.push(request.run);
            }
        }
        for run in unowned {
            self.asked(run).await;
        }
        true
    }

    async fn offer(&self, run: RunId, request: i64, fact: throughline_engine::kernel::Fact) {
        let offer = Offer {
            run,
            fact,
            request: Some(request),
            accepted: None,
        };
        let _ = self.shards.of(run).send(Message::Offer(Box::new(offer))).await;
    }

    fn trouble(&self, what: &str, error: &StoreError) {
        tracing::warn!(%error, "could not {what}; trying again");
    }
}

/// When a wall-clock time comes on the monotonic clock.
fn instant_of(due: DateTime<Utc>) -> Instant {
    let now = Instant::now();
    now.checked_add((due - Utc::now()).to_std().unwrap_or(Duration::ZERO))
        .unwrap_or(now + SWEEP)
}
