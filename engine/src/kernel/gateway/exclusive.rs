//! Exclusive gateway (BPMN 2.0 §13.4.2): the first branch whose condition holds.

use serde_json::Value;

use crate::definition::Branch;
use crate::kernel::TokenId;
use crate::kernel::evaluate::{EvaluationError, shown, type_error};
use crate::kernel::event::error;
use crate::kernel::fold::FoldError;
use crate::kernel::machine::Machine;
use crate::kernel::state::Resume;

pub(in crate::kernel) fn enter(
    machine: &mut Machine<'_>,
    token: TokenId,
    branches: &[Branch],
) -> Result<(), FoldError> {
    let (scope, handled) = machine.place_of(token);
    let mut tested = Vec::new();
    for branch in branches {
        if let Some(when) = &branch.when {
            match machine.expression(when, scope, None, handled.as_ref()) {
                Ok(Value::Bool(true)) => {}
                Ok(Value::Bool(false)) => {
                    tested.push(format!("`{}` was false", when.script.source().trim()));
                    continue;
                }
                Ok(other) => {
                    let message = format!(
                        "the condition `{}` gave {}, which is neither true nor false",
                        when.script.source().trim(),
                        shown(&other)
                    );
                    return machine.fail_evaluation(token, EvaluationError::Failed(type_error(message)), Resume::Enter);
                }
                Err(error) => return machine.fail_evaluation(token, error, Resume::Enter),
            }
        }
        let index = machine.state.token(token).step;
        if let Err(error) = machine.assign(&branch.set, index, scope, None, handled.as_ref()) {
            return machine.fail_evaluation(token, error, Resume::Enter);
        }
        return machine.follow(token, branch.to);
    }
    let message = format!(
        "no branch could be taken and there is no default: {}",
        tested.join(", ")
    );
    error::throw(machine, token, "no_branch", message, Resume::Enter)
}
