//! `Retried`: a person had an incident tried again.

use serde_json::json;
use std::sync::Arc;

use crate::kernel::TokenId;
use crate::kernel::activity::call;
use crate::kernel::fold::FoldError;
use crate::kernel::machine::Machine;
use crate::kernel::state::{Doing, Resume};

pub(in crate::kernel) fn retried(machine: &mut Machine<'_>, token: TokenId, anew: bool) -> Result<(), FoldError> {
    machine.state.retries += 1;
    let attempt = machine.state.retries + 1;
    let mut run = (*machine.state.run).clone();
    run["attempt"] = json!(attempt);
    machine.state.run = Arc::new(run);

    let Doing::Incident(incident) = machine.state.token(token).doing.clone() else {
        return Ok(()); // check() let only incidents through
    };
    match incident.resume {
        // A new visit with a new idempotency key: what was asked before is another call.
        Resume::Call(_) if anew => {
            machine.make_ready(token);
            Ok(())
        }
        Resume::Enter => {
            machine.make_ready(token);
            Ok(())
        }
        Resume::Call(previous) => call::again(machine, token, previous),
        Resume::Complete(result) => machine.complete(token, result),
        Resume::End => machine.end_token(token),
    }
}
