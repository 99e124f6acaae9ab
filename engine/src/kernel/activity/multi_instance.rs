//! `for_each` (BPMN 2.0 §10.3.8): the list is fixed at entry, each item is a scope, results keep the order of the list.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::definition::{MultiInstance, StepKind};
use crate::kernel::TokenId;
use crate::kernel::evaluate::{EvaluationError, shown, type_error};
use crate::kernel::fold::FoldError;
use crate::kernel::machine::Machine;
use crate::kernel::notes::Note;
use crate::kernel::state::{Doing, Items, Resume, ScopeId};

/// Most items that may run at once.
const MOST_PARALLEL: u64 = 1000;

pub(in crate::kernel) fn enter(machine: &mut Machine<'_>, token: TokenId) -> Result<(), FoldError> {
    match begin(machine, token) {
        Ok(items) => {
            let total = items.total();
            machine.state.notes.add(|| Note::List { token, total });
            machine.state.set_doing(token, Doing::Items(Box::new(items)));
            go_on(machine, token)
        }
        Err(error) => machine.fail_evaluation(token, error, Resume::Enter),
    }
}

fn of_token<'a>(machine: &Machine<'a>, token: TokenId) -> &'a MultiInstance {
    machine
        .step_of(token)
        .multi
        .as_ref()
        .expect("only a `for_each` step has items")
}

fn begin(machine: &mut Machine<'_>, token: TokenId) -> Result<Items, EvaluationError> {
    let multi = of_token(machine, token);
    let (scope, error) = machine.place_of(token);
    let list = machine.evaluate(&multi.list, scope, None, error.as_ref())?;
    let Value::Array(items) = &list else {
        return Err(EvaluationError::Failed(type_error(format!(
            "`for_each` needs a list, not {}",
            shown(&list)
        ))));
    };
    let count = items.len();
    let parallel = machine.evaluate(&multi.parallel, scope, None, error.as_ref())?;
    let Some(parallel) = parallel.as_u64().filter(|n| (1..=MOST_PARALLEL).contains(n)) else {
        return Err(EvaluationError::Failed(type_error(format!(
            "`parallel` must be a whole number from 1 to {MOST_PARALLEL}, not {}",
            shown(&parallel)
        ))));
    };
    super::begin(machine, token)?;
    let parallel = u32::try_from(parallel).expect("at most 1000");
    Ok(Items {
        list: Arc::new(list),
        parallel,
        next: 0,
        active: 0,
        done: 0,
        caught: 0,
        results: vec![None; count],
    })
}

/// Opens as many items as may run; with none left the activity is done.
fn go_on(machine: &mut Machine<'_>, token: TokenId) -> Result<(), FoldError> {
    let step_index = machine.state.token(token).step;
    let body = of_token(machine, token).body;
    let (parent, error) = machine.place_of(token);
    loop {
        let Doing::Items(items) = &mut machine.state.token_mut(token).doing else {
            return Ok(());
        };
        if items.next >= items.total() || items.active >= items.parallel {
            break;
        }
        let index = items.next;
        items.next += 1;
        items.active += 1;
        let item = items.list.get(index as usize).cloned().unwrap_or_default();
        machine.state.notes.add(|| Note::ItemBegun {
            owner: token,
            step: step_index,
            index,
        });
        let scope = machine.state.new_scope(Some(parent), Some(token), body, index);
        machine.state.scope_mut(scope).variables = vec![Arc::new(item), Arc::new(json!(index))];
        let start = match machine.step(step_index).kind {
            StepKind::SubProcess(body) => machine.process.bodies[usize::from(body.0)]
                .start
                .expect("a compiled item body has a first step"),
            _ => step_index,
        };
        machine.new_ready_token(scope, start, None, error.clone());
    }
    let Doing::Items(items) = &machine.state.token(token).doing else {
        return Ok(());
    };
    if items.done < items.total() {
        return Ok(());
    }
    let results: Vec<Value> = items
        .results
        .iter()
        .map(|value| value.as_deref().cloned().unwrap_or_default())
        .collect();
    machine.complete(token, Arc::new(Value::Array(results)))
}

/// The value gathered of an item that is about to end.
pub(in crate::kernel) fn collect(machine: &mut Machine<'_>, scope: ScopeId) -> Result<Arc<Value>, EvaluationError> {
    let held = machine.state.scope(scope);
    let (owner, result) = (
        held.owner.expect("an item has an owner"),
        held.result.clone().unwrap_or_default(),
    );
    match &of_token(machine, owner).collect {
        None => Ok(result),
        Some(template) => machine.evaluate(template, scope, Some(&result), None).map(Arc::new),
    }
}

/// An item ended: its value is kept at its place, the next item begins.
pub(in crate::kernel) fn item_done(
    machine: &mut Machine<'_>,
    scope: ScopeId,
    value: Arc<Value>,
) -> Result<(), FoldError> {
    let held = machine.state.scopes.remove(&scope).expect("an item that ends was open");
    let owner = held.owner.expect("an item has an owner");
    let Doing::Items(items) = &mut machine.state.token_mut(owner).doing else {
        return Ok(());
    };
    items.active -= 1;
    items.done += 1;
    items.caught += u32::from(held.handling);
    items.results[held.index as usize] = Some(value);
    machine.state.notes.add(|| Note::ItemDone {
        owner,
        index: held.index,
        caught: held.handling,
    });
    go_on(machine, owner)
}
