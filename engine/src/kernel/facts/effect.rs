//! `EffectSucceeded` and `EffectFailed`: an answer came for a call.

use std::sync::Arc;

use serde_json::Value;

use crate::kernel::activity::call;
use crate::kernel::fold::FoldError;
use crate::kernel::machine::Machine;
use crate::kernel::{EffectError, TokenId};

pub(in crate::kernel) fn effect_succeeded(
    machine: &mut Machine<'_>,
    token: TokenId,
    output: &Arc<Value>,
) -> Result<(), FoldError> {
    machine.complete(token, output.clone())
}

pub(in crate::kernel) fn effect_failed(
    machine: &mut Machine<'_>,
    token: TokenId,
    error: &EffectError,
) -> Result<(), FoldError> {
    call::failed(machine, token, error)
}
