//! `TimerFired`: a time the run asked for has come.

use std::sync::Arc;

use serde_json::Value;

use crate::kernel::activity::call;
use crate::kernel::event::timeout;
use crate::kernel::fold::FoldError;
use crate::kernel::machine::Machine;
use crate::kernel::{TimerKind, TokenId};

pub(in crate::kernel) fn timer_fired(
    machine: &mut Machine<'_>,
    token: TokenId,
    timer: TimerKind,
) -> Result<(), FoldError> {
    match timer {
        TimerKind::Backoff => {
            call::next_attempt(machine, token);
            Ok(())
        }
        TimerKind::Wait => machine.complete(token, Arc::new(Value::Null)),
        TimerKind::Timeout => timeout::passed(machine, token),
    }
}
