//! One file for each fact: whether it can happen, and what it does first. What follows is the machine's work.

mod cancelled;
mod effect;
mod retried;
mod started;
mod timer_fired;

pub(super) use cancelled::cancelled;
pub(super) use effect::{effect_failed, effect_succeeded};
pub(super) use retried::retried;
pub(super) use started::started;
pub(super) use timer_fired::timer_fired;

use super::fold::IllegalFact;
use super::state::{Doing, State};
use super::{Fact, TokenId};

/// Whether the token the fact names waits for just this fact.
pub(super) fn check(state: &State, fact: &Fact) -> Result<(), IllegalFact> {
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
        Fact::Retried { token, .. } => awaited(
            token,
            state
                .tokens
                .get(token)
                .is_some_and(|held| matches!(held.doing, Doing::Incident(_))),
        ),
    }
}
