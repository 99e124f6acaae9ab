//! Puts the process together: every body and step of the outline with its contents.

use serde_json::json;

use super::expression::{ScopeView, Values, View, variables};
use super::input_schema;
use super::outline::Outline;
use super::step::Steps;
use crate::definition::report::Report;
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
        business_key,
        bodies,
        steps,
        flows: outline.flows.clone(),
    }
}

/// The error codes the process throws itself.
fn thrown_codes(outline: &Outline<'_>) -> Vec<String> {
    let ends = outline.steps.iter().filter_map(|step| step.source.end.as_ref());
    ends.filter_map(|end| end.value.error.as_ref())
        .map(|error| error.value.code.value.clone())
        .collect()
}
