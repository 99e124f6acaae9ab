//! Actions that come from processes: a definition with a section trigger is in that section's menu without a change of
//! the section's file.
//!
//! The file comes first: an action it declares itself is shown as the file says. Where two processes name the same
//! action, the one whose key sorts first has it.

use std::sync::Arc;

use serde_json::{Map, Value};
use throughline_engine::definition::{Process, Trigger};

use crate::api::ApiState;
use crate::api::problem::Problem;
use crate::api::types::{ActionInfo, FormInfo};
use crate::auth::Caller;
use crate::runtime::{Definition, StartedBy};
use crate::sections::{ActionScope, Plan, Section};

/// Actions of this section that processes bring along, of those the caller may see.
pub(super) async fn actions(state: &ApiState, caller: &Caller, section: &Section) -> Result<Vec<ActionInfo>, Problem> {
    let found = triggered(state, caller, section).await?;
    Ok(found
        .into_iter()
        .map(|(action, definition)| info(action, &definition.process))
        .collect())
}

/// The run of such an action; `None` where no process brings it along.
pub(super) async fn plan(
    state: &ApiState,
    caller: &Caller,
    section: &Section,
    action: &str,
    values: Map<String, Value>,
) -> Result<Option<Plan>, Problem> {
    let found = triggered(state, caller, section).await?;
    let found = found.into_iter().find(|(key, _)| key == action);
    Ok(found.map(|(_, definition)| Plan {
        process: definition.process.key.clone(),
        input: Value::Object(values),
        business_key: None,
        fields: Vec::new(),
    }))
}

async fn triggered(
    state: &ApiState,
    caller: &Caller,
    section: &Section,
) -> Result<Vec<(String, Arc<Definition>)>, Problem> {
    let definitions = state.runtime().definitions();
    let mut actions: Vec<(String, Arc<Definition>)> = Vec::new();
    for definition in definitions.listeners(&section.key, StartedBy::Action).await? {
        if !state.sees(caller, &definition.process.key).await? {
            continue;
        }
        for trigger in &definition.process.triggers {
            let Trigger::Section(trigger) = trigger else { continue };
            if trigger.section == section.key
                && section.action(&trigger.action).is_none()
                && actions.iter().all(|(known, _)| *known != trigger.action)
            {
                actions.push((trigger.action.clone(), definition.clone()));
            }
        }
    }
    Ok(actions)
}

fn info(action: String, process: &Process) -> ActionInfo {
    ActionInfo {
        key: action,
        title: process.name.clone(),
        title_uk: None,
        description: process.description.clone(),
        description_uk: None,
        scopes: vec![ActionScope::Section],
        destructive: false,
        process: process.key.clone(),
        form: FormInfo { fields: Vec::new() },
        input_schema: Some(process.input_schema.clone()),
    }
}
