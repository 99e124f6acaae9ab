//! `TokenMoved`: a person put a token to another step of the same body.

use crate::definition::{Process, StepIndex, StepKind};
use crate::kernel::TokenId;
use crate::kernel::event::timeout;
use crate::kernel::fold::IllegalFact;
use crate::kernel::machine::Machine;
use crate::kernel::state::{Doing, State};

/// Whether there is a step the token may be put to, other than the one it stands at.
pub(in crate::kernel) fn can_be(process: &Process, state: &State, token: TokenId) -> bool {
    state.tokens.get(&token).is_some_and(|held| {
        process
            .steps
            .iter()
            .zip(0_u16..)
            .any(|(step, index)| held.step.0 != index && target(process, state, token, &step.path).is_some())
    })
}

/// The step a token may be put to: beside the one it stands at, and no join, which counts the flows tokens come by.
fn target(process: &Process, state: &State, token: TokenId, to: &str) -> Option<StepIndex> {
    let held = state.tokens.get(&token)?;
    let from = &process.steps[usize::from(held.step.0)];
    // The inside of a `for_each` over a single activity has no steps to go to.
    if from.body != state.scope(held.scope).body || matches!(held.doing, Doing::Joining) {
        return None;
    }
    let mut steps = (0_u16..).zip(&process.steps);
    steps
        .find(|(_, step)| &*step.path == to && step.body == from.body && !matches!(step.kind, StepKind::Join))
        .map(|(index, _)| StepIndex(index))
}

pub(in crate::kernel) fn check(process: &Process, state: &State, token: TokenId, to: &str) -> Result<(), IllegalFact> {
    let Some(held) = state.tokens.get(&token) else {
        return Err(IllegalFact::NotAwaited {
            token,
            kind: crate::kernel::FactKind::TokenMoved,
        });
    };
    match target(process, state, token, to) {
        Some(_) => Ok(()),
        None => Err(IllegalFact::NoSuchTarget {
            token,
            from: process.steps[usize::from(held.step.0)].path.to_string(),
            to: to.to_owned(),
        }),
    }
}

pub(in crate::kernel) fn token_moved(machine: &mut Machine<'_>, token: TokenId, to: &str) {
    let Some(step) = target(machine.process, machine.state, token, to) else {
        return; // check() let only existing targets through
    };
    timeout::interrupt(machine, token);
    let held = machine.state.token_mut(token);
    held.step = step;
    held.by = None;
    held.timeout = None;
    machine.make_ready(token);
}
