//! `Cancelled`: a person ended the run.

use crate::kernel::RunStatus;
use crate::kernel::machine::Machine;
use crate::kernel::state::ScopeId;

pub(in crate::kernel) fn cancelled(machine: &mut Machine<'_>) {
    machine.state.clear_scope(ScopeId::PROCESS, true);
    machine.state.status = RunStatus::Cancelled;
}
