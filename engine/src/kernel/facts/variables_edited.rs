//! `VariablesEdited`: a person gave variables other values.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::definition::Process;
use crate::kernel::TokenId;
use crate::kernel::fold::IllegalFact;
use crate::kernel::machine::Machine;
use crate::kernel::state::{ScopeId, State};

/// Scope and slot of a variable as seen from a token, innermost scope first.
fn find(process: &Process, state: &State, token: Option<TokenId>, name: &str) -> Option<(ScopeId, usize)> {
    let mut at = match token {
        None => Some(ScopeId::PROCESS),
        Some(token) => state.tokens.get(&token).map(|held| held.scope),
    };
    while let Some(id) = at {
        let scope = state.scopes.get(&id)?;
        let body = &process.bodies[usize::from(scope.body.0)];
        let slot = body.variables.iter().position(|variable| variable.name == name);
        // A scope nobody entered yet has no values to edit; the item and its index are never written.
        let first = match body.kind {
            crate::definition::BodyKind::Item => 2,
            _ => 0,
        };
        if let Some(slot) = slot.filter(|slot| scope.opened && *slot >= first) {
            return Some((id, slot));
        }
        at = scope.parent;
    }
    None
}

/// The value of a variable as seen from a token.
pub(in crate::kernel) fn value<'a>(
    process: &Process,
    state: &'a State,
    token: Option<TokenId>,
    name: &str,
) -> Option<&'a Arc<Value>> {
    let (scope, slot) = find(process, state, token, name)?;
    state.scopes.get(&scope)?.variables.get(slot)
}

pub(in crate::kernel) fn check(
    process: &Process,
    state: &State,
    token: Option<TokenId>,
    variables: &BTreeMap<String, Arc<Value>>,
) -> Result<(), IllegalFact> {
    match variables
        .keys()
        .find(|name| find(process, state, token, name).is_none())
    {
        None => Ok(()),
        Some(name) => Err(IllegalFact::NoSuchVariable { name: name.clone() }),
    }
}

pub(in crate::kernel) fn variables_edited(
    machine: &mut Machine<'_>,
    token: Option<TokenId>,
    variables: &BTreeMap<String, Arc<Value>>,
) {
    for (name, value) in variables {
        if let Some((scope, slot)) = find(machine.process, machine.state, token, name) {
            machine.state.set_variable(scope, slot, None, value.clone());
        }
    }
}
