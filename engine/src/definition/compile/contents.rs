//! Puts the process together: every body and step of the outline with its contents.

use serde_json::json;

use super::expression::{ScopeView, Values, View, variables};
use super::input_schema;
use super::outline::Outline;
use super::step::Steps;
use crate::definition::report::{Code, Report};
use crate::definition::source::ProcessSource;
use crate::definition::yaml::{LineIndex, NodeKind};
use crate::definition::{Body, BodyIndex, Operations, Process, StepIndex};
use crate::script::ScriptEngine;

/// Compiles the contents. Where something was reported the model has a stand-in: it is good for checks, not for runs.
pub(super) fn process<'s>(
    source: &ProcessSource,
    outline: &Outline<'s>,
    lines: &LineIndex<'s>,
    operations: &dyn Operations,
    scripts: &ScriptEngine,
    report: &mut Report,
) -> Process {
    let input_schema = match &source.input {
        Some(schema) => input_schema::check(&schema.0, report),
        None => json!({ "type": "object" }),
    };
    let max_activities = max_activities(source, report);
    let mut values = Values {
        outline,
        lines,
        scripts,
        report,
    };
    let business_key = source.business_key.as_ref().map(|key| {
        let view = View {
            body: BodyIndex(0),
            result: false,
            error: false,
            scope: ScopeView::InputOnly,
        };
        if !matches!(
            key.0.kind,
            NodeKind::Text(..) | NodeKind::Integer(_) | NodeKind::Reported
        ) {
            super::step::wrong_type(values.report, &key.0, "`business_key`", "text or an expression");
        }
        values.template(&key.0, view)
    });
    let triggers = super::trigger::triggers(
        source.triggers.as_deref().unwrap_or_default(),
        &input_schema,
        &mut values,
    );
    let bodies = (0..outline.bodies.len())
        .map(|at| {
            let index = BodyIndex(super::outline::index16(at));
            let own = outline.body(index);
            Body {
                owner: own.owner,
                parent: own.parent,
                kind: own.kind,
                start: own.steps.first().copied(),
                steps: own.steps.clone(),
                variables: variables(&mut values, index),
            }
        })
        .collect();
    let mut steps = Steps {
        values,
        operations,
        thrown: thrown_codes(outline),
    };
    let steps = (0..outline.steps.len())
        .map(|at| steps.step(StepIndex(super::outline::index16(at))))
        .collect();
    Process {
        key: source.process.value.clone(),
        name: source
            .name
            .as_ref()
            .map_or_else(|| source.process.value.clone(), |name| name.value.clone()),
        description: source.description.as_ref().map(|d| d.value.clone()),
        group: source.group.as_ref().map(|group| group.value.clone()),
        triggers,
        input_schema,
        max_activities,
        business_key,
        bodies,
        steps,
        flows: outline.flows.clone(),
    }
}

/// Most activities of a run where the definition says nothing.
const ACTIVITIES: u32 = 1_000_000;
/// Most a definition may allow: more facts than that take too long to fold.
const MOST_ACTIVITIES: u32 = 10_000_000;

fn max_activities(source: &ProcessSource, report: &mut Report) -> u32 {
    let Some(written) = source.limits.as_ref().and_then(|limits| limits.activities.as_ref()) else {
        return ACTIVITIES;
    };
    match u32::try_from(written.value) {
        Ok(count @ 1..=MOST_ACTIVITIES) => count,
        _ => {
            report
                .error(
                    Code::InvalidValue,
                    written.span,
                    format!("`activities` is from 1 to {MOST_ACTIVITIES}"),
                )
                .hint("split the work into several runs if it is more");
            ACTIVITIES
        }
    }
}

/// The error codes the process throws itself.
fn thrown_codes(outline: &Outline<'_>) -> Vec<String> {
    let ends = outline.steps.iter().filter_map(|step| step.source.end.as_ref());
    ends.filter_map(|end| end.value.error.as_ref())
        .map(|error| error.value.code.value.clone())
        .collect()
}
