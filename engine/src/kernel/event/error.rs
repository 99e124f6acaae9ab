//! Errors and the boundary events that catch them (BPMN 2.0 §10.5.4): innermost scope first, the first entry that
//! matches; what nobody catches is an incident at the step that failed, and nothing around it is torn down.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::definition::{BodyKind, Catch, Target};
use crate::kernel::evaluate::EvaluationError;
use crate::kernel::event::timeout;
use crate::kernel::fold::FoldError;
use crate::kernel::machine::Machine;
use crate::kernel::state::{Resume, ScopeId};
use crate::kernel::{EffectError, ErrorClass, RunStatus, TokenId};

/// Where an error is caught.
enum Catcher<'a> {
    /// At the activity a token stands at.
    Boundary { token: TokenId, catch: &'a Catch },
    /// By the item of a `for_each` with `steps`.
    Item { scope: ScopeId, catch: &'a Catch },
}

/// The step of a token failed for good.
pub(in crate::kernel) fn fail(
    machine: &mut Machine<'_>,
    token: TokenId,
    error: EffectError,
    resume: Resume,
) -> Result<(), FoldError> {
    match find_catcher(machine, token, &error.code) {
        Some(catcher) => caught(machine, token, catcher, error),
        None => {
            machine.incident(token, error, resume);
            Ok(())
        }
    }
}

/// [`fail`] with an error of the engine's own; the message follows the name of the step.
pub(in crate::kernel) fn throw(
    machine: &mut Machine<'_>,
    token: TokenId,
    code: &str,
    message: String,
    resume: Resume,
) -> Result<(), FoldError> {
    let error = own_error(machine, token, code, &message);
    fail(machine, token, error, resume)
}

/// An error of the engine's own that no `catch` is asked about.
pub(in crate::kernel) fn throw_to_a_person(
    machine: &mut Machine<'_>,
    token: TokenId,
    code: &str,
    message: String,
    resume: Resume,
) -> Result<(), FoldError> {
    let error = own_error(machine, token, code, &message);
    machine.incident(token, error, resume);
    Ok(())
}

fn own_error(machine: &Machine<'_>, token: TokenId, code: &str, message: &str) -> EffectError {
    EffectError {
        code: code.to_owned(),
        message: format!("step `{}`: {message}", machine.step_of(token).path),
        class: ErrorClass::Permanent,
        data: Value::Null,
        retry_after_ms: None,
    }
}

/// An error end event. Uncaught it fails the run: the author said so, trying it again would say so again.
pub(in crate::kernel) fn throw_by_end_event(
    machine: &mut Machine<'_>,
    token: TokenId,
    error: EffectError,
) -> Result<(), FoldError> {
    match find_catcher(machine, token, &error.code) {
        Some(catcher) => caught(machine, token, catcher, error),
        None => {
            machine.state.error_at = Some(machine.state.token(token).step);
            machine.state.clear_scope(ScopeId::PROCESS, true);
            machine.state.status = RunStatus::Failed;
            machine.state.error = Some(error);
            Ok(())
        }
    }
}

fn find_catcher<'a>(machine: &Machine<'a>, token: TokenId, code: &str) -> Option<Catcher<'a>> {
    let matching = |catches: &'a [Catch]| catches.iter().find(|catch| catch.pattern.matches(code));
    let held = machine.state.token(token);
    let step = machine.step(held.step);
    // The catches of a `for_each` belong to its items: they do not see the failure of the activity as a whole.
    let own = step.multi.is_none() || machine.is_single_item(token);
    if own
        && !(step.multi.is_some() && machine.state.scope(held.scope).handling)
        && let Some(catch) = matching(&step.catches)
    {
        return Some(Catcher::Boundary { token, catch });
    }
    let mut at = held.scope;
    loop {
        let scope = machine.state.scope(at);
        let owner = scope.owner?;
        let catches = &machine.step_of(owner).catches;
        match machine.process.bodies[usize::from(scope.body.0)].kind {
            BodyKind::Process => return None,
            BodyKind::SubProcess => {
                if let Some(catch) = matching(catches) {
                    return Some(Catcher::Boundary { token: owner, catch });
                }
            }
            BodyKind::Item => {
                // The item of a single activity had its chance above, as that activity's own boundary.
                let single = at == held.scope && machine.is_single_item(token);
                if !single
                    && !scope.handling
                    && let Some(catch) = matching(catches)
                {
                    return Some(Catcher::Item { scope: at, catch });
                }
            }
        }
        at = scope.parent?;
    }
}

fn caught(
    machine: &mut Machine<'_>,
    failed: TokenId,
    catcher: Catcher<'_>,
    error: EffectError,
) -> Result<(), FoldError> {
    let value = Arc::new(json!({
        "code": error.code,
        "message": error.message,
        "step": &*machine.step_of(failed).path,
        "data": error.data,
    }));
    match catcher {
        Catcher::Boundary { token, catch } => {
            timeout::interrupt(machine, token);
            let single = machine.is_single_item(token);
            let (scope, _) = machine.place_of(token);
            if single {
                machine.state.scope_mut(scope).handling = true;
            }
            let held = machine.state.token_mut(token);
            held.timeout = None;
            machine.state.set_doing(token, crate::kernel::state::Doing::Ready);
            if let Err(error) = machine.assign(&catch.set, scope, None, Some(&value)) {
                return mistake_in_catch(machine, token, error);
            }
            machine.state.token_mut(token).error = Some(value);
            let next = catch.to.unwrap_or(if single {
                Target::End
            } else {
                machine.step_of(token).next
            });
            machine.follow(token, next)
        }
        Catcher::Item { scope, catch } => {
            machine.state.clear_scope(scope, false);
            machine.state.scope_mut(scope).handling = true;
            machine.open_scope_empty(scope);
            // The handler gets a new token: the failed one may have stood deeper inside.
            let start = match catch.to {
                Some(Target::Flow(flow)) => machine.process.flows[usize::from(flow.0)].to,
                Some(Target::End) | None => first_step(machine, scope),
            };
            let by = match catch.to {
                Some(Target::Flow(flow)) => Some(flow),
                _ => None,
            };
            let token = machine.state.new_token(scope, start, by, Some(value.clone()));
            if let Err(error) = machine.assign(&catch.set, scope, None, Some(&value)) {
                return mistake_in_catch(machine, token, error);
            }
            if by.is_some() {
                machine.make_ready(token);
                Ok(())
            } else {
                machine.end_token(token)
            }
        }
    }
}

fn first_step(machine: &Machine<'_>, scope: ScopeId) -> crate::definition::StepIndex {
    let body = machine.state.scope(scope).body;
    machine.process.bodies[usize::from(body.0)]
        .start
        .expect("an item with `steps` has a first step")
}

/// A mistake in the `set` of a `catch` goes straight to a person: caught again by the same entry it would never end.
fn mistake_in_catch(machine: &mut Machine<'_>, token: TokenId, error: EvaluationError) -> Result<(), FoldError> {
    match error {
        EvaluationError::Failed(error) => {
            machine.incident(token, error, Resume::Enter);
            Ok(())
        }
        EvaluationError::Interrupted => Err(FoldError::Interrupted {
            step: machine.step_of(token).path.to_string(),
        }),
    }
}
