//! `Skipped`: a person gave the output of an activity that stands at an incident.

use std::sync::Arc;

use serde_json::Value;

use crate::definition::{Process, StepKind};
use crate::kernel::TokenId;
use crate::kernel::fold::FoldError;
use crate::kernel::machine::Machine;
use crate::kernel::state::{Doing, State};

/// Whether the token stands at an incident of something that can be done: an activity or a timer, no gateway or end.
pub(in crate::kernel) fn can_be(process: &Process, state: &State, token: TokenId) -> bool {
    state.tokens.get(&token).is_some_and(|held| {
        matches!(held.doing, Doing::Incident(_))
            && matches!(
                process.steps[usize::from(held.step.0)].kind,
                StepKind::Call { .. }
                    | StepKind::Script(_)
                    | StepKind::SubProcess(_)
                    | StepKind::Wait(_)
                    | StepKind::Pass
            )
    })
}

pub(in crate::kernel) fn skipped(
    machine: &mut Machine<'_>,
    token: TokenId,
    output: &Arc<Value>,
) -> Result<(), FoldError> {
    machine.complete(token, output.clone())
}
