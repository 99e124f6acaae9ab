//! Parallel gateway (BPMN 2.0 §13.4.1). A join takes one token from each incoming flow; two tokens on one flow never
//! satisfy it, and surplus tokens stay for the next time.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::definition::FlowIndex;
use crate::kernel::TokenId;
use crate::kernel::fold::FoldError;
use crate::kernel::machine::Machine;
use crate::kernel::state::Doing;

/// One token for each outgoing flow.
pub(in crate::kernel) fn fork(machine: &mut Machine<'_>, token: TokenId, flows: &[FlowIndex]) {
    let (scope, error) = machine.place_of(token);
    let mut flows = flows.iter();
    let first = flows.next().copied();
    for &flow in flows {
        let to = machine.process.flows[usize::from(flow.0)].to;
        machine.new_ready_token(scope, to, Some(flow), error.clone());
    }
    if let Some(flow) = first {
        let to = machine.process.flows[usize::from(flow.0)].to;
        let held = machine.state.token_mut(token);
        held.step = to;
        held.by = Some(flow);
        machine.make_ready(token);
    }
}

/// Waits for the other flows; with a token on each, the oldest goes on and the others end.
pub(in crate::kernel) fn join(machine: &mut Machine<'_>, token: TokenId) -> Result<(), FoldError> {
    machine.state.set_doing(token, Doing::Joining);
    let held = machine.state.token(token);
    let (scope, step_index) = (held.scope, held.step);
    let incoming = &machine.step(step_index).incoming;

    let mut first_by_flow: BTreeMap<FlowIndex, TokenId> = BTreeMap::new();
    for (id, other) in &machine.state.tokens {
        if other.scope == scope
            && other.step == step_index
            && other.doing == Doing::Joining
            && let Some(flow) = other.by
        {
            first_by_flow.entry(flow).or_insert(*id);
        }
    }
    if !incoming.iter().all(|flow| first_by_flow.contains_key(flow)) {
        return Ok(());
    }
    let mut joined: Vec<TokenId> = incoming
        .iter()
        .filter_map(|flow| first_by_flow.get(flow).copied())
        .collect();
    joined.sort_unstable();
    let survivor = joined[0];
    for other in joined.into_iter().skip(1) {
        machine.state.remove_token(other);
    }
    machine.state.set_doing(survivor, Doing::Ready);
    machine.complete(survivor, Arc::new(Value::Null))
}
