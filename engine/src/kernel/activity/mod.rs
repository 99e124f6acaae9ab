//! Activities: one file for each kind.

pub(super) mod call;
pub(super) mod multi_instance;
pub(super) mod script;
pub(super) mod sub_process;

use super::TimerKind;
use super::TokenId;
use super::advance::Ask;
use super::evaluate::{EvaluationError, later};
use super::machine::Machine;

/// Begins an activity: a new visit, and its `timeout` where it has one.
fn begin(machine: &mut Machine<'_>, token: TokenId) -> Result<(), EvaluationError> {
    machine.state.token_mut(token).visit.0 += 1;
    arm_timeout(machine, token)
}

/// Sets the timer of the step's `timeout`, where it has one.
fn arm_timeout(machine: &mut Machine<'_>, token: TokenId) -> Result<(), EvaluationError> {
    let step = machine.step_of(token);
    // The timeout of a `for_each` covers all its items, so an item's own activity has none.
    if let Some(template) = &step.timeout
        && !machine.is_single_item(token)
    {
        let (scope, error) = machine.place_of(token);
        let length = machine.duration(template, scope, error.as_ref())?;
        let due = later(machine.state.now, length);
        let held = machine.state.token_mut(token);
        held.timeout = Some(due);
        let visit = held.visit;
        machine.state.outbox.push(Ask::Timer {
            token,
            visit,
            timer: TimerKind::Timeout,
            due,
        });
    }
    Ok(())
}
