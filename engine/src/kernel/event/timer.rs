//! Intermediate timer catch event (`wait`).

use crate::definition::Template;
use crate::kernel::advance::Ask;
use crate::kernel::fold::FoldError;
use crate::kernel::machine::Machine;
use crate::kernel::state::{Doing, Resume};
use crate::kernel::{TimerKind, TokenId};

pub(in crate::kernel) fn enter(
    machine: &mut Machine<'_>,
    token: TokenId,
    template: &Template,
) -> Result<(), FoldError> {
    let (scope, error) = machine.place_of(token);
    match machine.moment(template, scope, error.as_ref()) {
        Ok(due) => {
            let held = machine.state.token_mut(token);
            held.visit.0 += 1;
            let visit = held.visit;
            machine.state.set_doing(token, Doing::Wait { due });
            machine.state.outbox.push(Ask::Timer {
                token,
                visit,
                timer: TimerKind::Wait,
                due,
            });
            Ok(())
        }
        Err(error) => machine.fail_evaluation(token, error, Resume::Enter),
    }
}
