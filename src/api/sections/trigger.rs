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
use crate::auth::{Caller, ProcessRight};
use crate::runtime::{Definition, DefinitionError};
use crate::sections::{ActionScope, Plan, Section};
use crate::store::MAX_PAGE;

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
    let mut actions: Vec<(String, Arc<Definition>)> = Vec::new();
    let mut after: Option<String> = None;
    let hidden = state.hidden_from(caller).await?;
    loop {
        let store = state.runtime().store();
        let page = store.definitions(None, after.as_deref(), &hidden, MAX_PAGE).await?;
        let is_last = page.len() < MAX_PAGE as usize;
        after = page.last().map(|row| row.key.clone());
        for row in page {
            let definition = match state.runtime().definitions().get(row.id).await {
                Ok(definition) => definition,
                Err(DefinitionError::Store(error)) => return Err(error.into()),
                // A version this service cannot read any more is no reason to show no menu.
                Err(error) => {
                    tracing::warn!(process = row.key, %error, "a definition cannot be read for its triggers");
                    continue;
                }
            };
            let named = definition.process.triggers.iter().filter_map(|trigger| match trigger {
                Trigger::Section(trigger) if trigger.section == section.key => Some(trigger.action.clone()),
                _ => None,
            });
            let new: Vec<String> = named
                .filter(|key| section.action(key).is_none() && actions.iter().all(|(known, _)| known != key))
                .collect();
            if new.is_empty() || state.must(caller, &row.key, ProcessRight::See).await.is_err() {
                continue;
            }
            actions.extend(new.into_iter().map(|key| (key, definition.clone())));
        }
        if is_last {
            return Ok(actions);
        }
    }
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
