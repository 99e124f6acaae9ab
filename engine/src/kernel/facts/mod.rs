//! One file for each fact: whether it can happen, and what it does first. What follows is the machine's work.

mod cancelled;
mod effect;
mod moved;
mod retried;
mod skipped;
mod started;
mod suspended;
mod timer_fired;
mod variables_edited;

pub(super) use cancelled::cancelled;
pub(super) use effect::{effect_failed, effect_succeeded};
pub(super) use moved::{can_be as can_move, token_moved};
pub(super) use retried::retried;
pub(super) use skipped::{can_be as can_skip, skipped};
pub(super) use started::started;
pub(super) use suspended::{resumed, suspended};
pub(super) use timer_fired::timer_fired;
pub(super) use variables_edited::{value as variable_seen, variables_edited};

use super::fold::IllegalFact;
use super::state::{Doing, State};
use super::{Fact, TokenId};
use crate::definition::Process;

fn given(state: &State, fact: &Fact, yes: bool) -> Result<(), IllegalFact> {
    if yes {
        Ok(())
    } else {
        Err(IllegalFact::NotTheTime {
            status: state.status,
            kind: fact.kind(),
        })
    }
}

/// Whether the token the fact names waits for just this fact.
pub(super) fn check(process: &Process, state: &State, fact: &Fact) -> Result<(), IllegalFact> {
    let awaited = |token: &TokenId, yes: bool| {
        if yes {
            Ok(())
        } else {
            Err(IllegalFact::NotAwaited {
                token: *token,
                kind: fact.kind(),
            })
        }
    };
    match fact {
        Fact::Started { .. } | Fact::Cancelled { .. } => Ok(()),
        Fact::EffectSucceeded {
            token, visit, attempt, ..
        }
        | Fact::EffectFailed {
            token, visit, attempt, ..
        } => awaited(
            token,
            state.tokens.get(token).is_some_and(|held| {
                held.visit == *visit
                    && matches!(&held.doing, Doing::Call(call) if call.attempt == *attempt && call.backoff.is_none())
            }),
        ),
        Fact::TimerFired { token, visit, timer } => awaited(token, state.timer_due(*token, *visit, *timer).is_some()),
        Fact::Skipped { token, .. } => awaited(token, skipped::can_be(process, state, *token)),
        Fact::VariablesEdited { token, variables, .. } => variables_edited::check(process, state, *token, variables),
        Fact::TokenMoved { token, to, .. } => moved::check(process, state, *token, to),
        Fact::Suspended { .. } => given(state, fact, !state.suspended),
        Fact::Resumed { .. } => given(state, fact, state.suspended),
        Fact::Retried { token, .. } => awaited(
            token,
            state
                .tokens
                .get(token)
                .is_some_and(|held| matches!(held.doing, Doing::Incident(_))),
        ),
    }
}
