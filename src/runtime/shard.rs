//! A shard: one task that owns a part of this node's runs and does nothing but fold facts and hand out effects.
//!
//! It never waits for the database or a connector. Facts go to its committer in batches and come back as outcomes;
//! calls run in tasks of their own and come back as answers. Whatever arrived meanwhile is one batch: under load the
//! batches grow and the commits per fact shrink, with no delay added when idle.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value;
use throughline_engine::kernel::{
    Effect, EffectCall, EffectError, Entry, ErrorClass, Fact, FoldError, RunId, RunStatus, Seq, TimerKind, TokenId,
    Visit,
};
use throughline_engine::script::ScriptEngine;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::guard::FoldGuard;
use super::hub::{Hub, News};
use super::lease::Lease;
use super::live::{Live, RowSeen};
use super::message::{Adopt, Answer, Inspection, Message, NotAccepted, Offer, Start};
use super::recover::Recovery;
use crate::connectors::{Call, Connectors};
use crate::store::journal::encode;
use crate::store::{Commit, Incarnation, JournalRow, NewRun, Outcome, RunUpdate, Verdict, Wait};

/// A run that only waits for longer than this leaves memory.
const SHORT_WAIT: Duration = Duration::from_secs(5);
/// How long calls under way may take to finish when the node goes down.
const DRAIN: Duration = Duration::from_secs(5);
/// Messages taken at once.
const BATCH: usize = 1024;
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
    pub(super) live: Arc<std::sync::atomic::AtomicUsize>,
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

/// A run in memory with those who wait for its commits.
struct Held {
    live: Live,
    accepted: Vec<(Seq, oneshot::Sender<Result<(), NotAccepted>>)>,
    /// Messages that came while the run was being given back.
    deferred: Vec<Message>,
    recovered_until: Seq,
    life: Incarnation,
}

type TimerEntry = Reverse<(DateTime<Utc>, RunId, TokenId, Visit, TimerKind)>;

pub(super) struct Shard {
    parts: Parts,
    runs: HashMap<RunId, Slot>,
    /// Runs accepted without a place in memory, until their row is durable.
    unplaced: HashMap<RunId, oneshot::Sender<Result<(), NotAccepted>>>,
    /// Commits the committer has no room for yet, in order.
    outgoing: VecDeque<Commit>,
    /// The life the next run that comes into memory gets.
    lives: u64,
    timers: BinaryHeap<TimerEntry>,
    /// Answers of operations that complete inline.
    local: VecDeque<Answer>,
    batch: Vec<Commit>,
    /// Place of a run in `batch`.
    touched: HashMap<RunId, usize>,
    draining: Option<(Instant, oneshot::Sender<()>)>,
}

impl Shard {
    pub(super) fn new(parts: Parts) -> Self {
        Self {
            parts,
            runs: HashMap::new(),
            unplaced: HashMap::new(),
            outgoing: VecDeque::new(),
            lives: 0,
            timers: BinaryHeap::new(),
            local: VecDeque::new(),
            batch: Vec::new(),
            touched: HashMap::new(),
            draining: None,
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
                () = tokio::time::sleep_until(alarm.unwrap_or_else(Instant::now)), if alarm.is_some() => Woken::Alarm,
            };
            match woken {
                Woken::Over => break,
                Woken::Outcomes(outcomes) => self.outcomes(outcomes),
                Woken::Messages => messages.drain(..).for_each(|message| self.message(message)),
                Woken::Room | Woken::Alarm => {}
            }
            while let Ok(outcomes) = self.parts.outcomes.try_recv() {
                self.outcomes(outcomes);
            }
            self.fire_timers();
            while let Some(answer) = self.local.pop_front() {
                self.answer(answer);
            }
            self.flush();
            self.parts
                .live
                .store(self.runs.len(), std::sync::atomic::Ordering::Relaxed);
            if self.drained() {
                break;
            }
        }
        if let Some((_, done)) = self.draining.take() {
            let _ = done.send(());
        }
    }

    fn next_alarm(&self) -> Option<Instant> {
        let timer = self.timers.peek().map(|Reverse((due, ..))| {
            let wait = (*due - Utc::now()).to_std().unwrap_or(Duration::ZERO);
            Instant::now() + wait
        });
        let drain = self.draining.as_ref().map(|(until, _)| *until);
        [timer, drain].into_iter().flatten().min()
    }

    fn message(&mut self, message: Message) {
        match message {
            Message::Start(start) => self.start(*start),
            Message::Adopt(adopt) => self.adopt(*adopt, None),
            Message::Reloaded(run, adopt) => self.reloaded(run, adopt.map(|adopt| *adopt)),
            Message::Answer(answer) => self.answer(answer),
            Message::Offer(offer) => self.offer(*offer),
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
            Message::Resume => {
                let runs: Vec<RunId> = self.runs.keys().copied().collect();
                for run in runs {
                    self.pump(run);
                }
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
            at,
            accepted,
        } = start;
        if self.draining.is_some() {
            let _ = accepted.send(Err(NotAccepted::ShuttingDown));
            return;
        }
        let Fact::Started {
            business_key,
            started_by,
            ..
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
            created_at: at,
            owned: false,
        };
        let payload = match encode(&fact) {
            Ok(payload) => payload,
            Err(error) => {
                let _ = accepted.send(Err(NotAccepted::Refused(error.to_string())));
                return;
            }
        };
        let life = self.next_life();
        let mut commit = new_commit(run, life);
        if self.runs.len() >= self.parts.most_live {
            // Accepted durably; whoever has room claims it.
            let entry = Entry { seq: Seq(1), at, fact };
            commit.rows.push(journal_row(&entry, None, payload));
            commit.insert = Some(Box::new(insert));
            self.batch.push(commit);
            self.unplaced.insert(run, accepted);
            return;
        }
        let mut held = Box::new(Held {
            live: Live::new(definition, run),
            accepted: Vec::new(),
            deferred: Vec::new(),
            recovered_until: Seq(0),
            life,
        });
        match guarded_fold(&self.parts, &mut held.live, fact, at) {
            Ok(entry) => {
                insert.owned = true;
                insert.business_key = held.live.state.business_key().map(str::to_owned);
                held.accepted.push((entry.seq, accepted));
                commit.rows.push(journal_row(&entry, None, payload));
                commit.insert = Some(Box::new(insert));
                self.touched.insert(run, self.batch.len());
                self.batch.push(commit);
                self.runs.insert(run, Slot::Live(held));
            }
            Err(Broken::Illegal(reason) | Broken::Poison(reason)) => {
                let _ = accepted.send(Err(NotAccepted::Refused(reason)));
            }
        }
    }

    fn next_life(&mut self) -> Incarnation {
        self.lives += 1;
        Incarnation(self.lives)
    }

    /// Takes over a run read from the journal. `was` is what this process still knows of it from before.
    fn adopt(&mut self, adopt: Adopt, was: Option<Box<Held>>) {
        let Adopt {
            definition,
            state,
            recovered,
            requests,
        } = adopt;
        let run = state.id();
        let mut live = Live::replayed(definition, state);
        live.hold_open_effects();
        let life = self.next_life();
        let mut held = Box::new(Held {
            recovered_until: Seq(0),
            live,
            accepted: Vec::new(),
            deferred: Vec::new(),
            life,
        });
        if recovered {
            held.recovered_until = held.live.state.last_seq();
        }
        let mut again = Vec::new();
        if let Some(mut was) = was {
            held.live.under_way = std::mem::take(&mut was.live.under_way);
            again = was.live.unconfirmed.drain(..).collect();
            for (seq, accepted) in was.accepted.drain(..) {
                // What the journal holds is accepted; the rest is offered again below and then accepted too.
                held.accepted.push((seq.min(held.live.state.last_seq()), accepted));
            }
        }
        self.runs.insert(run, Slot::Live(held));
        for entry in again {
            if entry.fact.kind() != throughline_engine::kernel::FactKind::Started {
                self.take(run, entry.fact, entry.at, None, None);
            }
        }
        for (request, fact) in requests {
            self.take(run, fact, super::now(), Some(request), None);
        }
        if let Some(Slot::Live(held)) = self.runs.get_mut(&run) {
            let committed = held.live.committed;
            let now_accepted: Vec<_> = held.accepted.extract_if(.., |(seq, _)| *seq <= committed).collect();
            for (_, accepted) in now_accepted {
                let _ = accepted.send(Ok(()));
            }
        }
        // A run that has nothing to do here (a timer far away, an open incident) is given back.
        self.commit_of(run);
        self.pump(run);
    }

    fn reloaded(&mut self, run: RunId, adopt: Option<Adopt>) {
        let Some(Slot::Reloading { was, mailbox }) = self.runs.remove(&run) else {
            return;
        };
        match adopt {
            Some(adopt) => self.adopt(adopt, was),
            None => {
                if let Some(was) = was {
                    for (_, accepted) in was.accepted {
                        let _ = accepted.send(Err(NotAccepted::Unknown));
                    }
                }
            }
        }
        for message in mailbox {
            self.message(message);
        }
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
                if held
                    .live
                    .under_way
                    .get(&(token, visit))
                    .is_some_and(|(made, _)| *made == attempt)
                {
                    held.live.under_way.remove(&(token, visit));
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
                self.take(run, fact, super::now(), None, None);
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
            Some(Slot::Live(_)) => self.take(run, offer.fact, super::now(), offer.request, offer.accepted),
        }
    }

    fn fire_timers(&mut self) {
        let now = Utc::now();
        while let Some(Reverse((due, run, token, visit, timer))) = self.timers.peek().copied() {
            if due > now {
                break;
            }
            self.timers.pop();
            if matches!(self.runs.get(&run), Some(Slot::Live(held)) if !held.live.releasing) {
                self.take(run, Fact::TimerFired { token, visit, timer }, now.max(due), None, None);
            }
        }
    }

    // ---- folding ------------------------------------------------------------------------------------------------

    /// Folds a fact into a run in memory and puts it into the batch. A fact that cannot happen (any more) is dropped.
    fn take(
        &mut self,
        run: RunId,
        fact: Fact,
        at: DateTime<Utc>,
        request: Option<i64>,
        accepted: Option<oneshot::Sender<Result<(), NotAccepted>>>,
    ) {
        let Some(Slot::Live(held)) = self.runs.get_mut(&run) else {
            return;
        };
        if held.live.releasing {
            return; // being given back: whoever has it next asks again for what is open
        }
        let (fact, payload) = match encodable(fact) {
            Ok(encoded) => encoded,
            Err(reason) => {
                if let Some(accepted) = accepted {
                    let _ = accepted.send(Err(NotAccepted::Refused(reason)));
                }
                return;
            }
        };
        let step = fact
            .token()
            .and_then(|token| held.live.state.step_path(&held.live.definition.process, token));
        match guarded_fold(&self.parts, &mut held.live, fact, at) {
            Ok(entry) => {
                if let Some(accepted) = accepted {
                    held.accepted.push((entry.seq, accepted));
                }
                let row = journal_row(&entry, step, payload);
                let place = self.commit_of(run);
                self.batch[place].rows.push(row);
                self.batch[place].requests_done.extend(request);
            }
            Err(Broken::Illegal(reason)) => {
                tracing::debug!(%run, reason, "a fact came too late and was dropped");
                if let Some(accepted) = accepted {
                    let _ = accepted.send(Err(NotAccepted::Illegal(reason)));
                }
                if let Some(request) = request {
                    let place = self.commit_of(run);
                    self.batch[place].requests_done.push(request);
                }
            }
            Err(Broken::Poison(reason)) => self.poison(run, reason, accepted),
        }
    }

    /// A run that cannot be folded stops for a person; nobody else is touched.
    fn poison(&mut self, run: RunId, reason: String, accepted: Option<oneshot::Sender<Result<(), NotAccepted>>>) {
        tracing::error!(%run, reason, "a run cannot be folded and waits for a person");
        self.runs.remove(&run);
        // What of it is in the batch is not written: its fold did not end well.
        self.forget_batch(run);
        if let Some(accepted) = accepted {
            let _ = accepted.send(Err(NotAccepted::Refused(reason.clone())));
        }
        self.parts.recovery.poison(run, reason);
    }

    /// The entry of a run in memory in the present batch.
    fn commit_of(&mut self, run: RunId) -> usize {
        let life = match self.runs.get(&run) {
            Some(Slot::Live(held)) => held.life,
            _ => Incarnation(0),
        };
        *self.touched.entry(run).or_insert_with(|| {
            self.batch.push(new_commit(run, life));
            self.batch.len() - 1
        })
    }

    /// What of a run is in the present batch is not written.
    fn forget_batch(&mut self, run: RunId) {
        if let Some(place) = self.touched.remove(&run) {
            let life = self.batch[place].incarnation;
            self.batch[place] = new_commit(run, life);
        }
    }

    /// Hands the batch to the committer, with what the run rows must say.
    fn flush(&mut self) {
        for (run, place) in std::mem::take(&mut self.touched) {
            let Some(Slot::Live(held)) = self.runs.get_mut(&run) else {
                continue;
            };
            describe(held, &mut self.batch[place]);
        }
        self.outgoing
            .extend(self.batch.drain(..).filter(|commit| !is_empty(commit)));
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
        for Outcome {
            run,
            incarnation,
            verdict,
        } in outcomes
        {
            // An outcome of an earlier life says nothing of this one.
            let present = match self.runs.get(&run) {
                Some(Slot::Live(held)) => held.life == incarnation,
                Some(Slot::Reloading { .. }) => false,
                None => self.unplaced.contains_key(&run),
            };
            if !present {
                continue;
            }
            match verdict {
                Verdict::Committed { last_seq } => self.committed(run, last_seq),
                Verdict::Lost | Verdict::Unknown => self.reload(run),
                Verdict::Refused { error } => {
                    let reason = format!("Postgres refuses to keep a fact of this run: {error}");
                    if let Some(accepted) = self.unplaced.remove(&run) {
                        let _ = accepted.send(Err(NotAccepted::Refused(reason)));
                    } else {
                        if let Some(Slot::Live(held)) = self.runs.get_mut(&run) {
                            // Nothing that is not confirmed yet is written any more.
                            for (_, accepted) in held.accepted.drain(..) {
                                let _ = accepted.send(Err(NotAccepted::Refused(reason.clone())));
                            }
                        }
                        self.poison(run, reason, None);
                    }
                }
            }
        }
    }

    fn committed(&mut self, run: RunId, last_seq: Option<Seq>) {
        if let Some(accepted) = self.unplaced.remove(&run) {
            let _ = accepted.send(Ok(()));
            self.parts.hub.publish(
                run,
                News {
                    last_seq: Seq(1),
                    status: RunStatus::Created,
                },
            );
            self.parts.recovery.room_wanted();
            return;
        }
        let Some(Slot::Live(held)) = self.runs.get_mut(&run) else {
            return;
        };
        if let Some(seq) = last_seq {
            held.live.confirm(seq);
        }
        let committed = held.live.committed;
        if !held.accepted.is_empty() {
            let now_accepted: Vec<_> = held.accepted.extract_if(.., |(seq, _)| *seq <= committed).collect();
            for (_, accepted) in now_accepted {
                let _ = accepted.send(Ok(()));
            }
        }
        self.parts.hub.publish(
            run,
            News {
                last_seq: committed,
                status: held.live.state.status(),
            },
        );
        if held.live.releasing && held.live.unconfirmed.is_empty() {
            let due = held.live.next_due();
            if let Some(Slot::Live(held)) = self.runs.remove(&run) {
                self.parts
                    .live
                    .store(self.runs.len(), std::sync::atomic::Ordering::Relaxed);
                self.parts.recovery.room_made(self.runs.len(), self.parts.most_live);
                if let Some(due) = due {
                    let _ = self.parts.due.send(due);
                }
                for message in held.deferred {
                    self.message(message);
                }
            }
            return;
        }
        self.pump(run);
    }

    /// Nobody knows what became of the last commit, or another node wrote: the journal says.
    fn reload(&mut self, run: RunId) {
        if let Some(accepted) = self.unplaced.remove(&run) {
            let _ = accepted.send(Err(NotAccepted::Unknown));
            return;
        }
        if let Some(Slot::Live(mut held)) = self.runs.remove(&run) {
            let mailbox = std::mem::take(&mut held.deferred);
            held.live.held.clear();
            self.forget_batch(run);
            self.runs.insert(
                run,
                Slot::Reloading {
                    was: Some(held),
                    mailbox,
                },
            );
            self.parts.recovery.reload(run, self.parts.sender.clone());
        }
    }

    // ---- effects ------------------------------------------------------------------------------------------------

    /// Lets the effects of a run leave whose facts are committed.
    fn pump(&mut self, run: RunId) {
        if !self.parts.lease.is_good() {
            return;
        }
        let draining = self.draining.is_some();
        loop {
            let Some(Slot::Live(held)) = self.runs.get_mut(&run) else {
                return;
            };
            if draining && matches!(held.live.held.front(), Some((_, Effect::Call(_)))) {
                return;
            }
            let recovered = held
                .live
                .held
                .front()
                .is_some_and(|(seq, _)| *seq <= held.recovered_until);
            match held.live.next_effect() {
                None => return,
                Some(Effect::Timer {
                    token,
                    visit,
                    timer,
                    due,
                }) => {
                    self.timers.push(Reverse((due, run, token, visit, timer)));
                }
                Some(Effect::Cancel { token, visit }) => {
                    if let Some((_, Some(handle))) = held.live.under_way.remove(&(token, visit)) {
                        handle.abort();
                    }
                }
                Some(Effect::Call(call)) => self.call(run, call, recovered),
            }
        }
    }

    fn call(&mut self, run: RunId, call: EffectCall, recovered: bool) {
        let Some(Slot::Live(held)) = self.runs.get_mut(&run) else {
            return;
        };
        let key = (call.token, call.visit);
        if held
            .live
            .under_way
            .get(&key)
            .is_some_and(|(attempt, _)| *attempt == call.attempt)
        {
            return; // made before the run was reloaded and still under way
        }
        let EffectCall {
            token, visit, attempt, ..
        } = call;
        if let Some(outcome) = self.parts.connectors.immediate(&call.operation, &call.request) {
            held.live.under_way.insert(key, (attempt, None));
            self.local.push_back(Answer {
                run,
                token,
                visit,
                attempt,
                outcome,
            });
            return;
        }
        let idempotency_key = call.idempotency_key(run, &held.live.definition.process);
        let connectors = self.parts.connectors.clone();
        let sender = self.parts.sender.clone();
        let task = tokio::spawn(async move {
            let outcome = connectors
                .call(Call {
                    operation: &call.operation,
                    request: &call.request,
                    idempotency_key: &idempotency_key,
                    attempt,
                    recovered,
                })
                .await;
            // The shard is gone only when the node stops: the journal then says that this call is open.
            let _ = sender
                .send(Message::Answer(Answer {
                    run,
                    token,
                    visit,
                    attempt,
                    outcome,
                }))
                .await;
        });
        held.live.under_way.insert(key, (attempt, Some(task.abort_handle())));
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
        self.runs.is_empty() && self.unplaced.is_empty() && self.outgoing.is_empty()
    }
}

enum Broken {
    Illegal(String),
    Poison(String),
}

/// Folds under the wall-clock guard. A panic in the kernel would be a bug of ours: it costs the run its turn, not the
/// node its life.
fn guarded_fold(parts: &Parts, live: &mut Live, fact: Fact, at: DateTime<Utc>) -> Result<Entry, Broken> {
    let _watch = parts.guard.watch();
    match catch_unwind(AssertUnwindSafe(|| live.fold(&parts.scripts, fact, at))) {
        Ok(Ok(entry)) => Ok(entry),
        Ok(Err(FoldError::Illegal(reason))) => Err(Broken::Illegal(reason.to_string())),
        Ok(Err(error @ FoldError::Interrupted { .. })) => Err(Broken::Poison(error.to_string())),
        Err(_) => Err(Broken::Poison(
            "the engine failed while it worked on this run; this is a fault of the engine, its log says more"
                .to_owned(),
        )),
    }
}

/// Completes a commit with what the run row must say after it.
fn describe(held: &mut Held, commit: &mut Commit) {
    let live = &mut held.live;
    let status = live.state.status();
    let seen = RowSeen {
        status,
        incidents: live.state.incidents(),
    };
    if status.is_ended() {
        commit.update = Some(Box::new(row_update(live, status)));
        live.releasing = true;
        return;
    }
    let calls = !live.under_way.is_empty() || live.held.iter().any(|(_, effect)| matches!(effect, Effect::Call(_)));
    let soon = super::now() + SHORT_WAIT;
    if !calls && live.next_due().is_none_or(|due| due > soon) {
        let waits = live.state.timers().into_iter();
        commit.waits = waits
            .map(|(token, visit, kind, due_at)| Wait {
                token,
                visit,
                kind,
                due_at,
            })
            .collect();
        let resting = if status == RunStatus::Incident {
            RunStatus::Incident
        } else {
            RunStatus::Waiting
        };
        commit.update = Some(Box::new(row_update(live, resting)));
        live.releasing = true;
    } else if seen.incidents != live.row.incidents {
        commit.update = Some(Box::new(row_update(live, RunStatus::Running)));
    }
    live.row = seen;
}

fn row_update(live: &Live, status: RunStatus) -> RunUpdate {
    let state = &live.state;
    RunUpdate {
        status,
        at: state.last_fact_at(),
        last_seq: state.last_seq(),
        incidents: state.incidents(),
        // Postgres takes no NUL in text.
        last_error: state.error().map(|error| error.message.replace('\0', "\u{fffd}")),
        result: state.result().map(|value| value.to_string().into_bytes()),
    }
}

fn new_commit(run: RunId, incarnation: Incarnation) -> Commit {
    Commit {
        run,
        incarnation,
        rows: Vec::new(),
        insert: None,
        update: None,
        waits: Vec::new(),
        requests_done: Vec::new(),
    }
}

fn is_empty(commit: &Commit) -> bool {
    commit.rows.is_empty() && commit.insert.is_none() && commit.update.is_none() && commit.requests_done.is_empty()
}

/// A fact with its bytes. An answer that cannot be kept becomes the failure of its call.
fn encodable(fact: Fact) -> Result<(Fact, Vec<u8>), String> {
    let error = match encode(&fact) {
        Ok(payload) => return Ok((fact, payload)),
        Err(error) => error,
    };
    let (Fact::EffectSucceeded {
        token, visit, attempt, ..
    }
    | Fact::EffectFailed {
        token, visit, attempt, ..
    }) = fact
    else {
        return Err(error.to_string());
    };
    let error = EffectError {
        code: "limit".to_owned(),
        message: format!("the answer of the call cannot be kept: {error}"),
        class: ErrorClass::Permanent,
        data: Value::Null,
        retry_after_ms: None,
    };
    let fact = Fact::EffectFailed {
        token,
        visit,
        attempt,
        error,
    };
    let payload = encode(&fact).map_err(|error| error.to_string())?;
    Ok((fact, payload))
}

fn journal_row(entry: &Entry, step: Option<Arc<str>>, payload: Vec<u8>) -> JournalRow {
    JournalRow {
        seq: entry.seq,
        at: entry.at,
        kind: entry.fact.kind(),
        step,
        token: entry.fact.token(),
        payload,
    }
}
