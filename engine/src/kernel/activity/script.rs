//! Script task: a value computed inside the fold.

use std::sync::Arc;

use crate::definition::Expression;
use crate::kernel::TokenId;
use crate::kernel::fold::FoldError;
use crate::kernel::machine::Machine;
use crate::kernel::state::Resume;

pub(in crate::kernel) fn enter(
    machine: &mut Machine<'_>,
    token: TokenId,
    code: &Arc<Expression>,
) -> Result<(), FoldError> {
    let (scope, error) = machine.place_of(token);
    match machine.expression(code, scope, None, error.as_ref()) {
        Ok(value) => machine.complete(token, Arc::new(value)),
        Err(error) => machine.fail_evaluation(token, error, Resume::Enter),
    }
}
