//! A shard: one task that owns a part of this node's runs and does nothing but fold facts and hand out effects.
//!
//! It never waits for the database or a connector. Facts go to its committer in batches and come back as outcomes;
//! calls run in tasks of their own and come back as answers. Whatever arrived meanwhile is one batch: under load the
//! batches grow and the commits per fact shrink, with no delay added when idle.

mod adopt;

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use throughline_engine::kernel::{Fact, RunId, TimerKind, TokenId, Visit};
use throughline_engine::script::ScriptEngine;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::glance::Glance;
use super::guard::FoldGuard;
use super::held::{Broken, Held, Leaves, Out, guarded_fold, is_empty, journal_row, new_commit};
use super::hub::Hub;
use super::lease::Lease;
use super::live::Live;
use super::message::{Accepted, Answer, Inspection, Message, NotAccepted, Offer, Start};
use super::recover::Recovery;
use super::taken::Taken;
use super::values::searchable;
use crate::connectors::Connectors;
use crate::store::journal::encode;
use crate::store::{Commit, Incarnation, NewRun, Outcome, Verdict};

/// Run ids end in random bits: no need for a hasher that withstands chosen keys.
type FastHash = foldhash::fast::RandomState;

/// How long calls under way may take to finish when the node goes down.
const DRAIN: Duration = Duration::from_secs(5);
/// Messages taken at once.
const BATCH: usize = 1024;
/// Commits handed to the committer before the whole batch is folded.
const AHEAD: usize = 128;
/// Commits that may wait for the committer before the shard stops taking messages.
const OUTGOING: usize = 16_384;

/// What a shard works with.
pub(super) struct Parts {
    pub(super) scripts: ScriptEngine,
    pub(super) guard: Arc<FoldGuard>,
    pub(super) connectors: Arc<Connectors>,
    pub(super) hub: Arc<Hub>,
    pub(super) lease: Lease,
    /// The queue of the committer. The shard never waits for room in it: what does not fit stays in `outgoing`.
    pub(super) committer: mpsc::Sender<Commit>,
    pub(super) recovery: Recovery,
    pub(super) inbox: mpsc::Receiver<Message>,
    /// For the tasks the shard starts.
    pub(super) sender: mpsc::Sender<Message>,
    pub(super) outcomes: mpsc::Receiver<Vec<Outcome>>,
    /// Runs this shard may hold in memory; more are accepted durably and wait in Postgres.
    pub(super) most_live: usize,
    /// Told of the earliest timer of a run that left memory.
    pub(super) due: mpsc::UnboundedSender<DateTime<Utc>>,
    /// How many runs are in memory, for claiming and metrics.
    pub(super) live: Arc<AtomicUsize>,
    /// This node's life is over: everything in memory is worthless.
    pub(super) shut: CancellationToken,
}

/// Why a shard woke.
enum Woken {
    Outcomes(Vec<Outcome>),
    Messages,
    /// The committer has room again.
    Room,
    /// A timer, or the end of draining.
    Alarm,
    /// The lease was renewed.
    Renewed,
    Over,
}

enum Slot {
    Live(Box<Held>),
    /// Nobody knows what the last commit became; the journal is being read.
    Reloading {
        was: Option<Box<Held>>,
        mailbox: Vec<Message>,
    },
}

pub(super) struct Shard {
    parts: Parts,
    runs: HashMap<RunId, Slot, FastHash>,
    /// Runs accepted without a place in memory, until their row is durable.
    unplaced: HashMap<RunId, (Incarnation, Accepted)>,
    /// Commits the committer has no room for yet, in order.
    outgoing: VecDeque<Commit>,
    /// The life the next run that comes into memory gets.
    lives: u64,
    /// What the work on runs leaves to be done.
    out: Out,
    /// Timers that were left after the last sweep.
    timers_kept: usize,
    /// Effects were held back because the lease was not good.
    starved: bool,
    draining: Option<(Instant, oneshot::Sender<()>)>,
    /// Requests that were folded: each may be delivered twice.
    taken: Taken,
}

impl Shard {
    pub(super) fn new(parts: Parts) -> Self {
        Self {
            parts,
            runs: HashMap::default(),
            unplaced: HashMap::new(),
            outgoing: VecDeque::new(),
            lives: 0,
            out: Out::default(),
            timers_kept: 0,
            starved: false,
            draining: None,
            taken: Taken::default(),
        }
    }

    /// Works until shut down or until everyone who could send is gone.
    pub(super) async fn run(mut self) {
        let mut messages = Vec::with_capacity(BATCH);
        loop {
            let alarm = self.next_alarm();
            let behind = !self.outgoing.is_empty();
            // With the committer far behind, nothing new is taken in: what waits outside waits there.
            let takes = self.outgoing.len() < OUTGOING;
            let woken = tokio::select! {
                () = self.parts.shut.cancelled() => Woken::Over,
                outcomes = self.parts.outcomes.recv() => outcomes.map_or(Woken::Over, Woken::Outcomes),
                room = self.parts.committer.reserve(), if behind => room.map_or(Woken::Over, |_| Woken::Room),
                count = self.parts.inbox.recv_many(&mut messages, BATCH), if takes => {
                    if count == 0 { Woken::Over } else { Woken::Messages }
                }
                () = self.parts.lease.renewed(), if self.starved => Woken::Renewed,
                () = tokio::time::sleep_until(alarm.unwrap_or_else(Instant::now)), if alarm.is_some() => Woken::Alarm,
            };
            match woken {
                Woken::Over => break,
                Woken::Outcomes(outcomes) => self.outcomes(outcomes),
                Woken::Messages => messages.drain(..).for_each(|message| self.message(message)),
                Woken::Renewed => self.renewed(),
                Woken::Room | Woken::Alarm => {}
            }
            while let Ok(outcomes) = self.parts.outcomes.try_recv() {
                self.outcomes(outcomes);
            }
            self.fire_timers();
            while let Some(answer) = self.out.local.pop_front() {
                self.answer(answer);
                if self.out.batch.len() >= AHEAD {
                    // The committer begins with these while the rest is folded.
                    self.flush();
                }
            }
            self.flush();
            self.parts.live.store(self.runs.len(), Ordering::Relaxed);
            if self.drained() {
                break;
            }
        }
        if let Some((_, done)) = self.draining.take() {
            let _ = done.send(());
        }
    }

    fn next_alarm(&self) -> Option<Instant> {
        let timer = self.out.timers.peek().map(|Reverse((due, ..))| {
            let wait = (*due - Utc::now()).to_std().unwrap_or(Duration::ZERO);
            Instant::now() + wait
        });
        let drain = self.draining.as_ref().map(|(until, _)| *until);
        [timer, drain].into_iter().flatten().min()
    }

    fn message(&mut self, message: Message) {
        match message {
            Message::Start(start) => self.start(*start),
            Message::Adopt(adopt) => self.adopt_claimed(*adopt),
            Message::Missing(runs, reply) => {
                let missing = runs.into_iter().filter(|run| !self.runs.contains_key(run)).collect();
                let _ = reply.send(missing);
            }
            Message::Reloaded(run, reread) => self.reloaded(run, reread),
            Message::Answer(answer) => self.answer(answer),
            Message::Offer(offer) => self.offer(*offer),
            Message::Glance(run, reply) => {
                let _ = reply.send(match self.runs.get(&run) {
                    Some(Slot::Live(held)) => Some(Glance::of(&held.live.definition.process, &held.live.state)),
                    _ => None,
                });
            }
            Message::Inspect(run, reply) => {
                let found = match self.runs.get(&run) {
                    Some(Slot::Live(held)) => Some(Inspection {
                        definition: held.live.definition.clone(),
                        state: held.live.state.clone(),
                    }),
                    _ => None,
                };
                let _ = reply.send(found);
            }
            Message::Shutdown(done) => {
                self.draining = Some((Instant::now() + DRAIN, done));
            }
        }
    }

    // ---- what arrives -------------------------------------------------------------------------------------------

    fn start(&mut self, start: Start) {
        let Start {
            run,
            definition,
            fact,
            trigger,
            at,
            accepted,
        } = start;
        if self.draining.is_some() {
            let _ = accepted.send(Err(NotAccepted::ShuttingDown));
            return;
        }
        if self.runs.contains_key(&run) || self.unplaced.contains_key(&run) {
            // Two requests with one key: whoever came first has it, and the other looks for its row.
            let _ = accepted.send(Err(NotAccepted::Unknown));
            return;
        }
        let Fact::Started {
            business_key,
            started_by,
            input,
        } = &fact
        else {
            let _ = accepted.send(Err(NotAccepted::Illegal("a run begins with its start".to_owned())));
            return;
        };
        let mut insert = NewRun {
            definition: definition.id,
            process: definition.process.key.as_str().into(),
            version: definition.version,
            business_key: business_key.clone(),
            started_by: started_by.clone(),
            trigger,
            created_at: at,
            owned: false,
        };
        let values = searchable(input);
        let payload = match encode(&fact) {
            Ok(payload) => payload,
            Err(error) => {
                let _ = accepted.send(Err(NotAccepted::Refused(error.to_string())));
                return;
            }
        };
        let life = self.next_life();
        let mut held = Box::new(Held::new(Live::new(definition, run), life));
        let entry = match guarded_fold(&self.parts, &mut held.live, fact, at, None) {
            Ok(entry) => entry,
            Err(Broken::Illegal(reason) | Broken::Poison(reason)) => {
                let _ = accepted.send(Err(NotAccepted::Refused(reason)));
                return;
            }
        };
        // With no room it is accepted durably and whoever has room claims it; what was folded here is forgotten.
        insert.owned = self.runs.len() < self.parts.most_live;
        insert.business_key = held.live.state.business_key().map(str::to_owned);
        let mut commit = new_commit(run, life);
        commit.rows.push(journal_row(&entry, None, payload));
        if insert.owned {
            held.accepted.push((entry.seq, accepted));
            held.place = Some(self.out.batch.len());
            self.runs.insert(run, Slot::Live(held));
        } else {
            self.unplaced.insert(run, (life, accepted));
        }
        commit.insert = Some(Box::new(insert));
        commit.values = values;
        self.out.batch.push(commit);
    }

    fn next_life(&mut self) -> Incarnation {
        self.lives += 1;
        Incarnation(self.lives)
    }

    fn answer(&mut self, answer: Answer) {
        let run = answer.run;
        match self.runs.get_mut(&run) {
            None => {}
            Some(Slot::Reloading { mailbox, .. }) => mailbox.push(Message::Answer(answer)),
            Some(Slot::Live(held)) => {
                let Answer {
                    token,
                    visit,
                    attempt,
                    outcome,
                    ..
                } = answer;
                let key = (token, visit);
                if held.live.under_way.get(&key).is_some_and(|(made, _)| *made == attempt) {
                    held.live.under_way.remove(&key);
                }
                let fact = match outcome {
                    Ok(output) => Fact::EffectSucceeded {
                        token,
                        visit,
                        attempt,
                        output: Arc::new(output),
                    },
                    Err(error) => Fact::EffectFailed {
                        token,
                        visit,
                        attempt,
                        error,
                    },
                };
                if let Err(reason) = held.take(run, &self.parts, &mut self.out, fact, super::now(), None, None) {
                    self.poison(run, reason);
                }
            }
        }
    }

    fn offer(&mut self, offer: Offer) {
        let run = offer.run;
        match self.runs.get_mut(&run) {
            None => {
                if let Some(accepted) = offer.accepted {
                    let _ = accepted.send(Err(NotAccepted::NotHere));
                }
            }
            Some(Slot::Reloading { mailbox, .. }) => mailbox.push(Message::Offer(Box::new(offer))),
            Some(Slot::Live(held)) if held.live.releasing => held.deferred.push(Message::Offer(Box::new(offer))),
            Some(Slot::Live(_)) => {
                if offer.request.is_none_or(|request| self.taken.note(request)) {
                    self.take(run, offer.fact, super::now(), offer.request, offer.accepted);
                }
            }
        }
    }

    fn fire_timers(&mut self) {
        let now = super::now();
        while let Some(Reverse((due, run, token, visit, timer))) = self.out.timers.peek().copied() {
            if due > now {
                break;
            }
            self.out.timers.pop();
            if self.awaits(run, token, visit, timer, due) {
                self.take(run, Fact::TimerFired { token, visit, timer }, now.max(due), None, None);
            }
        }
        // Calls end long before their timeouts: what nobody waits for any more is swept when it is the larger part.
        if self.out.timers.len() > self.timers_kept.max(1024) * 2 {
            let timers = std::mem::take(&mut self.out.timers).into_vec();
            let kept = timers
                .into_iter()
                .filter(|Reverse((due, run, token, visit, timer))| self.awaits(*run, *token, *visit, *timer, *due));
            self.out.timers = kept.collect();
            self.timers_kept = self.out.timers.len();
        }
    }

    /// Whether a run in memory still waits for just this timer. A timer that was set anew has another due time.
    fn awaits(&self, run: RunId, token: TokenId, visit: Visit, timer: TimerKind, due: DateTime<Utc>) -> bool {
        matches!(self.runs.get(&run), Some(Slot::Live(held))
            if !held.live.releasing && held.live.state.timer_due(token, visit, timer) == Some(due))
    }

    // ---- folding ------------------------------------------------------------------------------------------------

    /// Folds a fact into a run, if it is in memory.
    fn take(&mut self, run: RunId, fact: Fact, at: DateTime<Utc>, request: Option<i64>, accepted: Option<Accepted>) {
        let Some(Slot::Live(held)) = self.runs.get_mut(&run) else {
            return;
        };
        if let Err(reason) = held.take(run, &self.parts, &mut self.out, fact, at, request, accepted) {
            self.poison(run, reason);
        }
    }

    /// A run that cannot be folded stops for a person; nobody else is touched.
    fn poison(&mut self, run: RunId, reason: String) {
        tracing::error!(%run, reason, "a run cannot be folded and waits for a person");
        if let Some(Slot::Live(mut held)) = self.runs.remove(&run) {
            // What of it is in the batch is not written: its fold did not end well.
            held.forget_commit(&mut self.out);
            for (_, accepted) in held.accepted.drain(..) {
                let _ = accepted.send(Err(NotAccepted::Refused(reason.clone())));
            }
        }
        self.parts.recovery.poison(run, reason);
    }

    /// Hands the batch to the committer, with what the run rows must say.
    fn flush(&mut self) {
        for mut commit in self.out.batch.drain(..) {
            if let Some(Slot::Live(held)) = self.runs.get_mut(&commit.run)
                && held.life == commit.incarnation
                && held.place.take().is_some()
            {
                held.describe(&mut commit);
            }
            if !is_empty(&commit) {
                self.outgoing.push_back(commit);
            }
        }
        while let Some(commit) = self.outgoing.pop_front() {
            match self.parts.committer.try_send(commit) {
                Ok(()) => {}
                // Closed is seen by the outcomes ending.
                Err(mpsc::error::TrySendError::Full(commit) | mpsc::error::TrySendError::Closed(commit)) => {
                    self.outgoing.push_front(commit);
                    break;
                }
            }
        }
    }

    // ---- outcomes -----------------------------------------------------------------------------------------------

    fn outcomes(&mut self, outcomes: Vec<Outcome>) {
        let leaves = self.effects_may_leave();
        for Outcome {
            run,
            incarnation,
            verdict,
        } in outcomes
        {
            if self.unplaced.get(&run).is_some_and(|(life, _)| *life == incarnation) {
                self.unplaced_outcome(run, verdict);
                continue;
            }
            match self.runs.get_mut(&run) {
                // An outcome of an earlier life says nothing of this one.
                Some(Slot::Live(held)) if held.life == incarnation => match verdict {
                    Verdict::Committed { last_seq } => {
                        if held.committed(run, last_seq, &self.parts.hub) {
                            self.let_go(run);
                        } else if let Some(leaves) = leaves {
                            held.pump(run, &self.parts, &mut self.out, leaves);
                        }
                    }
                    Verdict::Lost | Verdict::Unknown => self.reload(run),
                    Verdict::Refused { error } => self.poison(run, refused(&error)),
                },
                _ => {}
            }
        }
    }

    /// What became of a run that was accepted without a place in memory.
    fn unplaced_outcome(&mut self, run: RunId, verdict: Verdict) {
        let Some((_, accepted)) = self.unplaced.remove(&run) else {
            return;
        };
        let _ = accepted.send(match verdict {
            Verdict::Committed { .. } => {
                self.parts.recovery.room_wanted();
                Ok(())
            }
            Verdict::Lost | Verdict::Unknown => Err(NotAccepted::Unknown),
            Verdict::Refused { error } => Err(NotAccepted::Refused(refused(&error))),
        });
    }

    /// A run that ended, or that only waits, leaves memory: its last commit is durable.
    fn let_go(&mut self, run: RunId) {
        let Some(Slot::Live(mut held)) = self.runs.remove(&run) else {
            return;
        };
        self.parts.live.store(self.runs.len(), Ordering::Relaxed);
        self.parts.recovery.room_made(self.runs.len(), self.parts.most_live);
        if let Some(due) = held.live.next_due() {
            let _ = self.parts.due.send(due);
        }
        for message in std::mem::take(&mut held.deferred) {
            self.message(message);
        }
    }

    // ---- effects ------------------------------------------------------------------------------------------------

    /// Which effects may leave this node now; `None` where none may.
    fn effects_may_leave(&mut self) -> Option<Leaves> {
        let good = self.parts.lease.is_good();
        self.starved |= !good;
        good.then_some(if self.draining.is_some() {
            Leaves::NoCalls
        } else {
            Leaves::All
        })
    }

    /// The lease is good again: what was held back leaves.
    fn renewed(&mut self) {
        self.starved = false;
        if let Some(leaves) = self.effects_may_leave() {
            for (run, slot) in &mut self.runs {
                if let Slot::Live(held) = slot {
                    held.pump(*run, &self.parts, &mut self.out, leaves);
                }
            }
        }
    }

    /// Lets the effects of a run leave whose facts are committed.
    fn pump(&mut self, run: RunId) {
        if let Some(leaves) = self.effects_may_leave()
            && let Some(Slot::Live(held)) = self.runs.get_mut(&run)
        {
            held.pump(run, &self.parts, &mut self.out, leaves);
        }
    }

    // ---- going down ---------------------------------------------------------------------------------------------

    /// While draining: lets go of every run with nothing under way; true when all are gone. The node gives back what
    /// it owns when it signs off.
    fn drained(&mut self) -> bool {
        let Some((until, _)) = &self.draining else { return false };
        let late = Instant::now() >= *until;
        let idle: HashSet<RunId> = self
            .runs
            .iter()
            .filter(|(_, slot)| match slot {
                Slot::Live(held) => {
                    late || (!held.live.releasing && held.live.under_way.is_empty() && held.live.unconfirmed.is_empty())
                }
                Slot::Reloading { .. } => late,
            })
            .map(|(run, _)| *run)
            .collect();
        for run in idle {
            self.runs.remove(&run);
        }
        late || (self.runs.is_empty() && self.unplaced.is_empty() && self.outgoing.is_empty())
    }
}

fn refused(error: &str) -> String {
    format!("Postgres refuses to keep a fact of this run: {error}")
}
