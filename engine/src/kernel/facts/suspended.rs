//! `Suspended` and `Resumed`: a person stopped the run for a while. What comes back meanwhile is folded as ever; the calls
//! that would follow wait.

use crate::kernel::machine::Machine;

pub(in crate::kernel) fn suspended(machine: &mut Machine<'_>) {
    machine.state.suspended = true;
}

pub(in crate::kernel) fn resumed(machine: &mut Machine<'_>) {
    machine.state.suspended = false;
}
