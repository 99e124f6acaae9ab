//! End events: none (with a result) and error.

use std::sync::Arc;

use serde_json::Value;

use crate::definition::End;
use crate::kernel::event::error;
use crate::kernel::fold::FoldError;
use crate::kernel::machine::Machine;
use crate::kernel::state::Resume;
use crate::kernel::{EffectError, ErrorClass, TokenId};

pub(in crate::kernel) fn enter(machine: &mut Machine<'_>, token: TokenId, end: &End) -> Result<(), FoldError> {
    let (scope, handled) = machine.place_of(token);
    match end {
        End::None { result } => {
            if let Some(template) = result {
                match machine.evaluate(template, scope, None, handled.as_ref()) {
                    Ok(value) => machine.state.scope_mut(scope).result = Some(Arc::new(value)),
                    Err(error) => return machine.fail_evaluation(token, error, Resume::Enter),
                }
            }
            machine.end_token(token)
        }
        End::Error { code, message, data } => {
            let mut values = [Value::Null, Value::Null];
            for (value, template) in values.iter_mut().zip([message, data]) {
                let Some(template) = template else { continue };
                match machine.evaluate(template, scope, None, handled.as_ref()) {
                    Ok(evaluated) => *value = evaluated,
                    Err(error) => return machine.fail_evaluation(token, error, Resume::Enter),
                }
            }
            let [message, data] = values;
            let message = match message {
                Value::String(text) => text,
                Value::Null => code.clone(),
                other => other.to_string(),
            };
            let error = EffectError {
                code: code.clone(),
                message,
                class: ErrorClass::Permanent,
                data,
                retry_after_ms: None,
            };
            error::throw_by_end_event(machine, token, error)
        }
    }
}
