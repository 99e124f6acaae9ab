//! Embedded sub-process (BPMN 2.0 §10.3.5): a scope of its own; done when its last token ended.

use crate::definition::BodyIndex;
use crate::kernel::TokenId;
use crate::kernel::fold::FoldError;
use crate::kernel::machine::Machine;
use crate::kernel::state::{Doing, Resume};

pub(in crate::kernel) fn enter(machine: &mut Machine<'_>, token: TokenId, body: BodyIndex) -> Result<(), FoldError> {
    if let Err(error) = super::begin(machine, token) {
        return machine.fail_evaluation(token, error, Resume::Enter);
    }
    let held = machine.state.token(token);
    let (parent, error) = (held.scope, held.error.clone());
    let scope = machine.state.new_scope(Some(parent), Some(token), body, 0);
    machine.state.set_doing(token, Doing::SubProcess { scope });
    let start = machine.process.bodies[usize::from(body.0)]
        .start
        .expect("a compiled sub-process has a first step");
    machine.new_ready_token(scope, start, None, error);
    Ok(())
}
