//! A run in memory between its shard, its commits and the calls it makes.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures::FutureExt as _;
use serde_json::Value;
use throughline_engine::kernel::{
    Effect, EffectCall, EffectError, Entry, ErrorClass, Fact, FoldError, RunId, RunStatus, Seq, TimerKind, TokenId,
    Visit,
};

use super::hub::{Hub, News};
use super::live::{CallKey, Live, RowSeen};
use super::message::{Accepted, Answer, Message, NotAccepted};
use super::shard::Parts;
use super::values::{self, searchable};
use crate::connectors::{AskedBy, Call};
use crate::store::journal::encode;
use crate::store::{Commit, Incarnation, JournalRow, RunUpdate, RunValue, Wait};

/// A run that only waits for longer than this leaves memory.
const SHORT_WAIT: Duration = Duration::from_secs(5);

/// A timer of a run in memory, ordered by when it is due.
pub(super) type Timer = (DateTime<Utc>, RunId, TokenId, Visit, TimerKind);

/// What the work on runs leaves to be done by their shard.
#[derive(Default)]
pub(super) struct Out {
    /// What the committer gets next.
    pub(super) batch: Vec<Commit>,
    /// Timers of the runs in memory, the next one on top.
    pub(super) timers: BinaryHeap<Reverse<Timer>>,
    /// Answers of operations that complete inline.
    pub(super) local: VecDeque<Answer>,
}

/// Which effects may leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leaves {
    All,
    /// The node goes down: no new calls.
    NoCalls,
}

/// A run in memory with those who wait for its commits.
pub(super) struct Held {
    pub(super) live: Live,
    pub(super) accepted: Vec<(Seq, Accepted)>,
    /// Messages that came while the run was being given back.
    pub(super) deferred: Vec<Message>,
    /// Effects of facts up to here may have left before this node had the run.
    pub(super) recovered_until: Seq,
    pub(super) life: Incarnation,
    /// Its place in the present batch.
    pub(super) place: Option<usize>,
    /// Claimed because a timer is due by the database's clock: it stays until this node's clock agrees.
    pub(super) stays: bool,
}

impl Held {
    pub(super) fn new(live: Live, life: Incarnation) -> Self {
        Self {
            live,
            accepted: Vec::new(),
            deferred: Vec::new(),
            recovered_until: Seq(0),
            life,
            place: None,
            stays: false,
        }
    }

    /// The run's entry in the present batch.
    pub(super) fn commit<'a>(&mut self, run: RunId, out: &'a mut Out) -> &'a mut Commit {
        let place = *self.place.get_or_insert_with(|| {
            out.batch.push(new_commit(run, self.life));
            out.batch.len() - 1
        });
        &mut out.batch[place]
    }

    /// What of the run is in the present batch is not written.
    pub(super) fn forget_commit(&mut self, out: &mut Out) {
        if let Some(place) = self.place.take() {
            let commit = &mut out.batch[place];
            *commit = new_commit(commit.run, commit.incarnation);
        }
    }

    /// Folds a fact and puts it into the batch. A fact that cannot happen (any more) is dropped.
    ///
    /// # Errors
    /// The run cannot be folded: it is to be dropped from memory and marked.
    #[expect(clippy::too_many_arguments, reason = "a fact with all that hangs on it")]
    pub(super) fn take(
        &mut self,
        run: RunId,
        parts: &Parts,
        out: &mut Out,
        fact: Fact,
        at: DateTime<Utc>,
        request: Option<i64>,
        accepted: Option<Accepted>,
    ) -> Result<(), String> {
        if self.live.releasing {
            return Ok(()); // being given back: whoever has it next asks again for what is open
        }
        let refuse = |accepted: Option<Accepted>, why: NotAccepted| {
            if let Some(accepted) = accepted {
                let _ = accepted.send(Err(why));
            }
        };
        let (fact, payload) = match encodable(fact) {
            Ok(encoded) => encoded,
            Err(reason) => {
                refuse(accepted, NotAccepted::Refused(reason));
                return Ok(());
            }
        };
        let step = fact
            .token()
            .and_then(|token| self.live.state.step_path(&self.live.definition.process, token));
        match guarded_fold(parts, &mut self.live, fact, at, request) {
            Ok(entry) => {
                self.stays = false;
                if let Some(accepted) = accepted {
                    self.accepted.push((entry.seq, accepted));
                }
                let commit = self.commit(run, out);
                if let Fact::VariablesEdited {
                    token: None, variables, ..
                } = &entry.fact
                {
                    let edited = variables.iter().filter_map(|(name, value)| values::one(name, value));
                    commit.values.extend(edited);
                }
                commit.rows.push(journal_row(&entry, step, payload));
                commit.requests_done.extend(request);
                Ok(())
            }
            Err(Broken::Illegal(reason)) => {
                tracing::debug!(%run, reason, "a fact came too late and was dropped");
                refuse(accepted, NotAccepted::Illegal(reason));
                if request.is_some() {
                    self.commit(run, out).requests_done.extend(request);
                }
                Ok(())
            }
            Err(Broken::Poison(reason)) => {
                refuse(accepted, NotAccepted::Refused(reason.clone()));
                Err(reason)
            }
        }
    }

    /// A commit of the run is durable. True when the run leaves memory with it.
    pub(super) fn committed(&mut self, run: RunId, last_seq: Option<Seq>, hub: &Hub) -> bool {
        if let Some(seq) = last_seq {
            self.live.confirm(seq);
        }
        let committed = self.live.committed;
        if !self.accepted.is_empty() {
            for (_, accepted) in self.accepted.extract_if(.., |(seq, _)| *seq <= committed) {
                let _ = accepted.send(Ok(()));
            }
        }
        // The status is of the last fact folded: it is news only when that is durable.
        if committed == self.live.state.last_seq() {
            hub.publish(
                run,
                News {
                    last_seq: committed,
                    status: self.live.state.status(),
                },
            );
        } else {
            hub.publish(
                run,
                News {
                    last_seq: committed,
                    status: RunStatus::Running,
                },
            );
        }
        self.live.releasing && self.live.unconfirmed.is_empty()
    }

    /// Lets the effects leave whose facts are committed.
    pub(super) fn pump(&mut self, run: RunId, parts: &Parts, out: &mut Out, leaves: Leaves) {
        loop {
            if leaves == Leaves::NoCalls && matches!(self.live.held.front(), Some((_, Effect::Call(_)))) {
                return;
            }
            let recovered = self
                .live
                .held
                .front()
                .is_some_and(|(seq, _)| *seq <= self.recovered_until);
            match self.live.next_effect() {
                None => return,
                Some(Effect::Timer {
                    token,
                    visit,
                    timer,
                    due,
                }) => {
                    out.timers.push(Reverse((due, run, token, visit, timer)));
                }
                Some(Effect::Cancel { token, visit }) => {
                    if let Some((_, Some(handle))) = self.live.under_way.remove(&(token, visit)) {
                        handle.abort();
                    }
                }
                Some(Effect::Call(call)) => self.call(run, parts, out, call, recovered),
            }
        }
    }

    fn call(&mut self, run: RunId, parts: &Parts, out: &mut Out, call: EffectCall, recovered: bool) {
        let EffectCall {
            token, visit, attempt, ..
        } = call;
        let key = (token, visit);
        if self.live.under_way.get(&key).is_some_and(|(made, _)| *made == attempt) {
            return; // made before the run was reloaded and still under way
        }
        if let Some(outcome) = parts.connectors.immediate(&call.operation, &call.request) {
            self.live.under_way.insert(key, (attempt, None));
            out.local.push_back(Answer {
                run,
                token,
                visit,
                attempt,
                outcome,
            });
            return;
        }
        let idempotency_key = call.idempotency_key(run, &self.live.definition.process);
        let connectors = parts.connectors.clone();
        let sender = parts.sender.clone();
        let definition = self.live.definition.clone();
        let task = tokio::spawn(async move {
            let called = connectors.call(Call {
                operation: &call.operation,
                request: &call.request,
                idempotency_key: &idempotency_key,
                attempt,
                recovered,
                asked_by: AskedBy::Step {
                    run: run.0,
                    process: &definition.process.key,
                    step: &definition.process.steps[usize::from(call.step.0)].path,
                },
            });
            // A panic in there would be a fault of ours; the run must hear of it, or it would wait for ever.
            let outcome = AssertUnwindSafe(called)
                .catch_unwind()
                .await
                .unwrap_or_else(|_| Err(broken_call(&call)));
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
        self.live.under_way.insert(key, (attempt, Some(task.abort_handle())));
    }

    /// Completes a commit with what the run row must say after it.
    pub(super) fn describe(&mut self, commit: &mut Commit) {
        let live = &mut self.live;
        let status = live.state.status();
        let seen = RowSeen {
            status,
            incidents: live.state.incidents(),
        };
        if status.is_ended() {
            commit.update = Some(Box::new(row_update(live, status)));
            if let Some(result) = live.state.result() {
                commit.values.extend(searchable(result));
            }
            live.releasing = true;
            return;
        }
        // A call that is to be stopped with this very commit is no reason to stay.
        let stopped = |key: &CallKey| {
            live.held
                .iter()
                .any(|(_, effect)| matches!(effect, Effect::Cancel { token, visit } if (*token, *visit) == *key))
        };
        let calls = live.under_way.keys().any(|key| !stopped(key))
            || live.held.iter().any(|(_, effect)| matches!(effect, Effect::Call(_)));
        let rests = !calls && !self.stays && {
            let soon = super::now() + SHORT_WAIT;
            // A suspended run leaves at once: its timers wait for it to be resumed.
            status == RunStatus::Suspended || live.next_due().is_none_or(|due| due > soon)
        };
        if rests {
            let waits = live.state.timers().into_iter();
            commit.waits = waits
                .map(|(token, visit, kind, due_at)| Wait {
                    token,
                    visit,
                    kind,
                    due_at,
                })
                .collect();
            let resting = match status {
                RunStatus::Incident | RunStatus::Suspended => status,
                _ => RunStatus::Waiting,
            };
            commit.update = Some(Box::new(row_update(live, resting)));
            commit.values.extend(values_that_stand(live));
            live.releasing = true;
        } else if seen.incidents != live.row.incidents {
            commit.values.extend(values_that_stand(live));
            commit.update = Some(Box::new(row_update(live, RunStatus::Running)));
        }
        live.row = seen;
    }
}

fn broken_call(call: &EffectCall) -> EffectError {
    EffectError {
        code: "uncertain".to_owned(),
        message: format!(
            "the engine failed while it called {}; this is a fault of the engine, its log says more. Look whether the \
             other side did it before trying again",
            call.operation
        ),
        class: ErrorClass::Uncertain,
        data: Value::Null,
        retry_after_ms: None,
    }
}

pub(super) enum Broken {
    Illegal(String),
    Poison(String),
}

/// Folds under the wall-clock guard. A panic in the kernel would be a bug of ours: it costs the run its turn, not the
/// node its life.
pub(super) fn guarded_fold(
    parts: &Parts,
    live: &mut Live,
    fact: Fact,
    at: DateTime<Utc>,
    request: Option<i64>,
) -> Result<Entry, Broken> {
    let _watch = parts.guard.watch();
    match catch_unwind(AssertUnwindSafe(|| live.fold(&parts.scripts, fact, at, request))) {
        Ok(Ok(entry)) => Ok(entry),
        Ok(Err(FoldError::Illegal(reason))) => Err(Broken::Illegal(reason.to_string())),
        Ok(Err(error @ FoldError::Interrupted { .. })) => Err(Broken::Poison(error.to_string())),
        Err(_) => Err(Broken::Poison(
            "the engine failed while it worked on this run; this is a fault of the engine, its log says more"
                .to_owned(),
        )),
    }
}

/// What a run that stands still, or has an incident, may be looked for by: the variables of its process as they are now.
/// Not with every fact, which would cost each step of each run rows nobody asks for.
fn values_that_stand(live: &Live) -> Vec<RunValue> {
    values::of(
        live.state
            .variables(&live.definition.process)
            .iter()
            .map(|(name, value)| (name, &**value)),
    )
}

fn row_update(live: &Live, status: RunStatus) -> RunUpdate {
    let state = &live.state;
    let error = state.error();
    RunUpdate {
        status,
        at: state.last_fact_at(),
        last_seq: state.last_seq(),
        incidents: state.incidents(),
        // Postgres takes no NUL in text.
        last_error: error.map(|error| error.message.replace('\0', "\u{fffd}")),
        error_step: error.and_then(|_| state.error_step(&live.definition.process)),
        error_code: error.map(|error| error.code.clone()),
        result: state.result().map(|value| value.to_string().into_bytes()),
    }
}

pub(super) fn new_commit(run: RunId, incarnation: Incarnation) -> Commit {
    Commit {
        run,
        incarnation,
        rows: Vec::new(),
        insert: None,
        update: None,
        waits: Vec::new(),
        requests_done: Vec::new(),
        values: Vec::new(),
    }
}

pub(super) fn is_empty(commit: &Commit) -> bool {
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

pub(super) fn journal_row(entry: &Entry, step: Option<Arc<str>>, payload: Vec<u8>) -> JournalRow {
    JournalRow {
        seq: entry.seq,
        at: entry.at,
        kind: entry.fact.kind(),
        step,
        token: entry.fact.token(),
        payload,
    }
}
