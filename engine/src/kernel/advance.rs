//! What the outside world must do next for a run.
//!
//! The kernel has no `now` to compare with: a timer is handed out with its due time and the shell says
//! [`Fact::TimerFired`](super::Fact::TimerFired) when that has come, so time enters a run by facts alone.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::state::{Doing, State};
use super::{RunId, RunStatus, TimerKind, TokenId, Visit};
use crate::definition::{Process, StepIndex, StepKind};

/// One thing the outside must do. Each is handed out once in the life of a state; a replayed state hands out just
/// those that are still open.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Call an operation and come back with `EffectSucceeded` or `EffectFailed`.
    Call(EffectCall),
    /// Come back with `TimerFired` at `due` or later.
    Timer {
        /// The token that waits.
        token: TokenId,
        /// Which activity of it.
        visit: Visit,
        /// Which timer of it.
        timer: TimerKind,
        /// When.
        due: DateTime<Utc>,
    },
    /// A call that is under way no longer matters: stop it if that can be done.
    Cancel {
        /// The token that waited for it.
        token: TokenId,
        /// Which activity of it.
        visit: Visit,
    },
}

/// A call to make.
#[derive(Debug, Clone, PartialEq)]
pub struct EffectCall {
    /// The token that waits for it.
    pub token: TokenId,
    /// Which activity of it.
    pub visit: Visit,
    /// Which attempt, from 1.
    pub attempt: u16,
    /// The step.
    pub step: StepIndex,
    /// Full name of the operation.
    pub operation: Arc<str>,
    /// The request; the same for every attempt.
    pub request: Arc<Value>,
}

impl EffectCall {
    /// The idempotency key of the effect: the same for every attempt, different for every other effect of any run.
    #[must_use]
    pub fn idempotency_key(&self, run: RunId, process: &Process) -> String {
        let path = &process.steps[usize::from(self.step.0)].path;
        format!("{run}/{path}/{}/{}", self.token, self.visit)
    }
}

/// An entry of the outbox: what was asked, looked up again when it is handed out so that nothing stale leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ask {
    Call {
        token: TokenId,
        visit: Visit,
        attempt: u16,
    },
    Timer {
        token: TokenId,
        visit: Visit,
        timer: TimerKind,
        due: DateTime<Utc>,
    },
    Cancel {
        token: TokenId,
        visit: Visit,
    },
}

/// Hands out what was asked of the outside since the last call, without what no longer matters.
pub fn advance(process: &Process, state: &mut State) -> Vec<Effect> {
    if state.outbox.is_empty() {
        return Vec::new();
    }
    let mut asks = std::mem::take(&mut state.outbox);
    if state.status == RunStatus::Suspended {
        // Calls stay until the run is resumed; timers and what is to be stopped do not.
        let (calls, others) = asks.into_iter().partition(|ask| matches!(ask, Ask::Call { .. }));
        state.outbox = calls;
        asks = others;
    }
    asks.into_iter().filter_map(|ask| effect(process, state, ask)).collect()
}

fn effect(process: &Process, state: &State, ask: Ask) -> Option<Effect> {
    match ask {
        Ask::Cancel { token, visit } => Some(Effect::Cancel { token, visit }),
        Ask::Timer {
            token,
            visit,
            timer,
            due,
        } => state
            .timer_due(token, visit, timer)
            .filter(|open| *open == due)
            .map(|due| Effect::Timer {
                token,
                visit,
                timer,
                due,
            }),
        Ask::Call { token, visit, attempt } => {
            let held = state.tokens.get(&token).filter(|held| held.visit == visit)?;
            let Doing::Call(call) = &held.doing else { return None };
            if call.attempt != attempt || call.backoff.is_some() {
                return None;
            }
            let StepKind::Call { operation, .. } = &process.steps[usize::from(held.step.0)].kind else {
                return None;
            };
            Some(Effect::Call(EffectCall {
                token,
                visit,
                attempt,
                step: held.step,
                operation: operation.clone(),
                request: call.request.clone(),
            }))
        }
    }
}

impl State {
    /// A long replay asks for much that was done since: only what is still open stays.
    pub(crate) fn prune_outbox(&mut self) {
        const LONG: usize = 4096;
        if self.outbox.len() < LONG {
            return;
        }
        let mut asks = std::mem::take(&mut self.outbox);
        asks.retain(|ask| match *ask {
            Ask::Cancel { .. } => true,
            Ask::Timer {
                token,
                visit,
                timer,
                due,
            } => self.timer_due(token, visit, timer) == Some(due),
            Ask::Call { token, visit, attempt } => self.tokens.get(&token).is_some_and(|held| {
                held.visit == visit
                    && matches!(&held.doing, Doing::Call(call) if call.attempt == attempt && call.backoff.is_none())
            }),
        });
        self.outbox = asks;
    }

    /// When a timer of a token is due, if the token still waits for it.
    #[must_use]
    pub fn timer_due(&self, token: TokenId, visit: Visit, timer: TimerKind) -> Option<DateTime<Utc>> {
        let held = self.tokens.get(&token).filter(|held| held.visit == visit)?;
        match (timer, &held.doing) {
            (TimerKind::Backoff, Doing::Call(call)) => call.backoff,
            (TimerKind::Wait, Doing::Wait { due }) => Some(*due),
            (TimerKind::Timeout, doing) if !matches!(doing, Doing::Incident(_)) => held.timeout,
            _ => None,
        }
    }

    /// Every timer the run waits for, with the token, in the order of tokens.
    #[must_use]
    pub fn timers(&self) -> Vec<(TokenId, Visit, TimerKind, DateTime<Utc>)> {
        let mut timers = Vec::new();
        for (id, token) in &self.tokens {
            for timer in [TimerKind::Backoff, TimerKind::Wait, TimerKind::Timeout] {
                if let Some(due) = self.timer_due(*id, token.visit, timer) {
                    timers.push((*id, token.visit, timer, due));
                }
            }
        }
        timers
    }
}
