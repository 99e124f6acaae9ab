//! `Started`: the process scope opens and its first step gets a token.

use std::sync::Arc;

use chrono::SecondsFormat;
use serde_json::{Value, json};

use crate::definition::BodyIndex;
use crate::kernel::RunStatus;
use crate::kernel::evaluate::EvaluationError;
use crate::kernel::fold::FoldError;
use crate::kernel::machine::Machine;
use crate::kernel::state::ScopeId;

pub(in crate::kernel) fn started(
    machine: &mut Machine<'_>,
    input: &Arc<Value>,
    business_key: Option<&str>,
    started_by: &str,
) -> Result<(), FoldError> {
    machine.state.status = RunStatus::Running;
    machine.state.input = input.clone();
    machine.state.business_key = business_key.map(str::to_owned);
    let scope = machine.state.new_scope(None, None, BodyIndex(0), 0);
    debug_assert_eq!(scope, ScopeId::PROCESS);

    let mut key_error = None;
    if business_key.is_none()
        && let Some(template) = &machine.process.business_key
    {
        match machine.evaluate(template, scope, None, None) {
            Ok(Value::String(text)) => machine.state.business_key = Some(text),
            Ok(Value::Null) => {}
            Ok(other) => machine.state.business_key = Some(other.to_string()),
            Err(EvaluationError::Failed(error)) => key_error = Some(error),
            Err(EvaluationError::Interrupted) => {
                return Err(FoldError::Interrupted {
                    step: "business_key".to_owned(),
                });
            }
        }
    }
    let state = &mut *machine.state;
    state.run = Arc::new(json!({
        "id": state.id.to_string(),
        "business_key": state.business_key,
        "started_at": state.now.to_rfc3339_opts(SecondsFormat::Micros, true),
        "started_by": started_by,
        "attempt": 1,
    }));
    let start = machine.process.bodies[0]
        .start
        .expect("a compiled process has a first step");
    let token = machine.new_ready_token(scope, start, None, None);
    if let Some(error) = key_error {
        // The run is not refused for a bad key: it was accepted. A person sees why it stands at its first step.
        machine.incident_before_entering(token, error);
    }
    Ok(())
}
