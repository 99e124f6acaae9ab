//! Interrupting boundary timer of an activity (`timeout`): what is inside ends, the step has failed with `timeout`.

use crate::kernel::TokenId;
use crate::kernel::advance::Ask;
use crate::kernel::event::error;
use crate::kernel::fold::FoldError;
use crate::kernel::machine::Machine;
use crate::kernel::state::{Doing, Resume};

pub(in crate::kernel) fn passed(machine: &mut Machine<'_>, token: TokenId) -> Result<(), FoldError> {
    let resume = interrupt(machine, token);
    machine.state.set_doing(token, Doing::Ready);
    let message = "did not end within its `timeout`; a call that was under way may still have been carried out by \
                   the other side"
        .to_owned();
    error::throw(machine, token, "timeout", message, resume)
}

/// Stops what an activity is doing and says how a retry would begin again.
pub(in crate::kernel) fn interrupt(machine: &mut Machine<'_>, token: TokenId) -> Resume {
    let held = machine.state.token(token);
    let visit = held.visit;
    match held.doing.clone() {
        Doing::Call(call) => {
            if call.backoff.is_none() {
                machine.state.outbox.push(Ask::Cancel { token, visit });
            }
            Resume::Call(call)
        }
        Doing::SubProcess { scope } => {
            machine.state.clear_scope(scope, true);
            Resume::Enter
        }
        Doing::Items(_) => {
            let scopes: Vec<_> = machine
                .state
                .scopes
                .iter()
                .filter(|(_, scope)| scope.owner == Some(token))
                .map(|(id, _)| *id)
                .collect();
            for scope in scopes {
                machine.state.clear_scope(scope, true);
            }
            Resume::Enter
        }
        Doing::Ready | Doing::Wait { .. } | Doing::Joining | Doing::Incident(_) => Resume::Enter,
    }
}
