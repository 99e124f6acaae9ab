//! The keeper: this node's lease, the runs of nodes that died, runs that wait for a place, timers that came due.
//!
//! One task. It sleeps until its next heartbeat, a notification or the next timer; an idle node asks the database one
//! question every few seconds.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use futures::{StreamExt, stream};
use throughline_engine::kernel::RunId;
use tokio::sync::{Notify, mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use super::lease::Lease;
use super::message::{Message, Offer};
use super::recover::Recovery;
use super::{Shards, shard_of};
use crate::store::{ClaimedRun, Listener, Notification, StoreError};

/// Length of the lease.
pub(super) const LEASE: Duration = Duration::from_secs(15);
/// Time between heartbeats.
const HEARTBEAT: Duration = Duration::from_secs(3);
/// How often runs to claim are looked for without being told: the safety net.
const SWEEP: Duration = Duration::from_secs(15);
/// Runs claimed at once.
const CLAIM: u32 = 500;
/// Journals read and folded at once.
const REPLAYS: usize = 4;

pub(super) struct Keeper {
    pub(super) recovery: Recovery,
    pub(super) lease: Arc<Lease>,
    pub(super) shards: Arc<Shards>,
    pub(super) listener: Listener,
    pub(super) wake: Arc<Notify>,
    pub(super) due: mpsc::UnboundedReceiver<DateTime<Utc>>,
    pub(super) live: Arc<Vec<Arc<AtomicUsize>>>,
    pub(super) most_live: usize,
    pub(super) stop: CancellationToken,
}

impl Keeper {
    pub(super) async fn run(mut self) {
        let mut next_beat = tokio::time::Instant::now();
        let mut next_sweep = tokio::time::Instant::now();
        let mut next_partitions = tokio::time::Instant::now();
        let mut next_due: Option<tokio::time::Instant> = None;
        loop {
            let alarm = [Some(next_beat), Some(next_sweep), next_due].into_iter().flatten().min().unwrap_or(next_beat);
            let mut claim = false;
            tokio::select! {
                () = self.stop.cancelled() => return,
                () = tokio::time::sleep_until(alarm) => {}
                () = self.wake.notified() => claim = true,
                Some(due) = self.due.recv() => {
                    let at = instant_of(due);
                    next_due = Some(next_due.map_or(at, |known| known.min(at)));
                    continue;
                }
                note = self.listener.next() => match note {
                    Notification::RunsToClaim => claim = true,
                    Notification::Request(run) => self.requests(run).await,
                    Notification::Reconnected => {
                        // Whatever was said meanwhile was missed.
                        claim = true;
                        next_beat = tokio::time::Instant::now();
                    }
                },
            }
            let now = tokio::time::Instant::now();
            if now >= next_beat {
                next_beat = now + HEARTBEAT;
                claim |= self.beat().await;
            }
            if now >= next_partitions && self.lease.is_good() {
                next_partitions = now + Duration::from_secs(3600);
                if let Err(error) = self.recovery.store.ensure_partitions(Utc::now()).await {
                    tracing::error!(%error, "journal partitions could not be made ahead; trying again in an hour");
                }
            }
            if now >= next_sweep {
                next_sweep = now + SWEEP;
                claim = true;
            }
            if !self.lease.is_good() {
                continue;
            }
            if next_due.is_some_and(|due| now >= due) || claim {
                next_due = self.claim_due().await;
            }
            if claim {
                self.claim_ready().await;
            }
        }
    }

    /// Renews the lease, takes over from the dead. True where there may be runs to claim.
    async fn beat(&mut self) -> bool {
        let sent = Instant::now();
        match self.recovery.store.heartbeat(self.recovery.node, LEASE).await {
            Ok(beat) => {
                if !beat.registered {
                    self.forgotten().await;
                    return true;
                }
                if self.lease.renewed(sent, LEASE) {
                    self.shards.tell_all(|| Message::Resume).await;
                }
                if beat.dead.is_empty() {
                    return false;
                }
                match self.recovery.store.take_over(&beat.dead).await {
                    Ok(runs) => {
                        tracing::info!(nodes = beat.dead.len(), runs, "took over the runs of nodes that are gone");
                        true
                    }
                    Err(error) => {
                        tracing::warn!(%error, "could not take over the runs of a node that is gone");
                        false
                    }
                }
            }
            Err(error) => {
                tracing::warn!(%error, "the heartbeat did not reach the database");
                false
            }
        }
    }

    /// Another node thought this one dead and took its runs.
    async fn forgotten(&mut self) {
        tracing::error!("another node took over the runs of this one: forgetting them and registering anew");
        self.lease.lost();
        let mut done = Vec::new();
        self.shards
            .tell_all(|| {
                let (sender, receiver) = oneshot::channel();
                done.push(receiver);
                Message::Forget(sender)
            })
            .await;
        for receiver in done {
            let _ = receiver.await;
        }
        if let Err(error) = self.recovery.store.register(self.recovery.node, LEASE).await {
            tracing::warn!(%error, "could not register again yet");
        }
    }

    fn room(&self) -> u32 {
        let live: usize = self.live.iter().map(|count| count.load(Ordering::Relaxed)).sum();
        u32::try_from(self.most_live.saturating_sub(live)).unwrap_or(u32::MAX).min(CLAIM)
    }

    async fn claim_ready(&mut self) {
        loop {
            let room = self.room();
            if room == 0 {
                return;
            }
            match self.recovery.store.claim_ready(self.recovery.node, room).await {
                Ok(claimed) if claimed.is_empty() => return,
                Ok(claimed) => {
                    let all = u32::try_from(claimed.len()).unwrap_or(u32::MAX) < room;
                    self.adopt(claimed).await;
                    if all {
                        return;
                    }
                }
                Err(error) => return self.trouble("claim runs", &error),
            }
        }
    }

    /// Claims what is due; answers when the next timer is.
    async fn claim_due(&mut self) -> Option<tokio::time::Instant> {
        loop {
            let room = self.room().max(1);
            match self.recovery.store.claim_due(self.recovery.node, room).await {
                Ok(claimed) if claimed.is_empty() => break,
                Ok(claimed) => self.adopt(claimed).await,
                Err(error) => {
                    self.trouble("claim due timers", &error);
                    return Some(tokio::time::Instant::now() + Duration::from_secs(1));
                }
            }
            if self.room() == 0 {
                return Some(tokio::time::Instant::now() + Duration::from_millis(100));
            }
        }
        match self.recovery.store.next_due().await {
            Ok(wait) => wait.map(|wait| tokio::time::Instant::now() + wait),
            Err(error) => {
                self.trouble("look for the next timer", &error);
                Some(tokio::time::Instant::now() + Duration::from_secs(1))
            }
        }
    }

    async fn adopt(&mut self, claimed: Vec<ClaimedRun>) {
        let ids: Vec<RunId> = claimed.iter().map(|run| run.id).collect();
        let fresh: std::collections::HashSet<RunId> =
            claimed.iter().filter(|run| !run.may_have_effects).map(|run| run.id).collect();
        for chunk in ids.chunks(64) {
            let loaded = match self.recovery.store.load(chunk).await {
                Ok(loaded) => loaded,
                Err(error) => {
                    // They are ours and nobody moves them: read them until it works.
                    self.trouble("read claimed runs", &error);
                    for run in chunk {
                        self.recovery.reload(*run, self.shards.of(*run).clone());
                    }
                    continue;
                }
            };
            let recovery = &self.recovery;
            let shards = &self.shards;
            let fresh = &fresh;
            stream::iter(loaded)
                .for_each_concurrent(REPLAYS, |loaded| async move {
                    let run = loaded.row.id;
                    match recovery.replay(loaded).await {
                        Ok(mut adopt) => {
                            adopt.recovered = !fresh.contains(&run);
                            let _ = shards.of(run).send(Message::Adopt(Box::new(adopt))).await;
                        }
                        Err(reason) => {
                            tracing::error!(%run, reason, "a run cannot be loaded and waits for a person");
                            recovery.poison(run, reason);
                        }
                    }
                })
                .await;
        }
    }

    /// A person asked something of a run: if it is here its shard is told, if nobody has it it is claimed.
    async fn requests(&mut self, run: RunId) {
        match self.recovery.store.claim_one(self.recovery.node, run).await {
            Ok(Some(claimed)) => return self.adopt(vec![claimed]).await,
            Ok(None) => {}
            Err(error) => return self.trouble("claim a run somebody asked about", &error),
        }
        match self.recovery.store.requests(run).await {
            Ok(requests) => {
                for (id, fact) in requests {
                    let offer = Offer { run, fact, request: Some(id), accepted: None };
                    let _ = self.shards.of(run).send(Message::Offer(Box::new(offer))).await;
                }
            }
            Err(error) => self.trouble("read requests", &error),
        }
    }

    fn trouble(&self, what: &str, error: &StoreError) {
        tracing::warn!(%error, "could not {what}; trying again");
    }
}

/// When a wall-clock time comes on the monotonic clock.
fn instant_of(due: DateTime<Utc>) -> tokio::time::Instant {
    tokio::time::Instant::now() + (due - Utc::now()).to_std().unwrap_or(Duration::ZERO)
}

/// Kept here so that the shard of a run is found in one way.
impl Shards {
    pub(super) fn of(&self, run: RunId) -> &mpsc::Sender<Message> {
        &self.senders[shard_of(run, self.senders.len())]
    }

    pub(super) async fn tell_all(&self, mut message: impl FnMut() -> Message) {
        for sender in &self.senders {
            let _ = sender.send(message()).await;
        }
    }
}
