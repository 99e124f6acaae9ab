//! Expressions and templates in the place of a run where they stand.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

use super::machine::Machine;
use super::state::{ScopeId, State};
use super::{EffectError, ErrorClass};
use crate::definition::{Assignment, Expression, NameRef, StepIndex, Template, VariableRef};
use crate::script::{Names, ScriptError, ScriptErrorKind};

/// Why a value could not be had.
#[derive(Debug)]
pub(super) enum EvaluationError {
    /// The author's mistake: an error of the run.
    Failed(EffectError),
    /// The shell's clock stopped the script: not an error of the run, the fold must be abandoned.
    Interrupted,
}

/// What the names of one expression stand for, here and now.
struct View<'a> {
    state: &'a State,
    scope: ScopeId,
    names: &'a [NameRef],
    result: Option<&'a Arc<Value>>,
    error: Option<&'a Arc<Value>>,
}

impl Names for View<'_> {
    fn value(&self, index: usize) -> Arc<Value> {
        let null = || Arc::new(Value::Null);
        match self.names[index] {
            NameRef::Input => self.state.input.clone(),
            NameRef::Run => self.state.run.clone(),
            NameRef::Variable(variable) => self.state.variable(self.scope, variable).clone(),
            NameRef::Result => self.result.cloned().unwrap_or_else(null),
            NameRef::Error => self.error.cloned().unwrap_or_else(null),
        }
    }
}

impl State {
    fn scope_above(&self, scope: ScopeId, up: u16) -> ScopeId {
        let mut at = scope;
        for _ in 0..up {
            at = self
                .scope(at)
                .parent
                .expect("the compiler counts no further up than the process");
        }
        at
    }

    fn variable(&self, scope: ScopeId, variable: VariableRef) -> &Arc<Value> {
        &self.scope(self.scope_above(scope, variable.up)).variables[usize::from(variable.slot)]
    }
}

impl Machine<'_> {
    /// Evaluates a template seen from a scope.
    pub(super) fn evaluate(
        &mut self,
        template: &Template,
        scope: ScopeId,
        result: Option<&Arc<Value>>,
        error: Option<&Arc<Value>>,
    ) -> Result<Value, EvaluationError> {
        Ok(match template {
            Template::Literal(value) => (**value).clone(),
            Template::Expression(expression) => self.expression(expression, scope, result, error)?,
            Template::List(items) => {
                let mut list = Vec::with_capacity(items.len());
                for item in items {
                    list.push(self.evaluate(item, scope, result, error)?);
                }
                Value::Array(list)
            }
            Template::Map(entries) => {
                let mut map = Map::new();
                for (key, value) in entries {
                    map.insert(key.clone(), self.evaluate(value, scope, result, error)?);
                }
                Value::Object(map)
            }
        })
    }

    /// Evaluates one expression seen from a scope.
    pub(super) fn expression(
        &mut self,
        expression: &Expression,
        scope: ScopeId,
        result: Option<&Arc<Value>>,
        error: Option<&Arc<Value>>,
    ) -> Result<Value, EvaluationError> {
        let mut environment = self.environment();
        let view = View {
            state: self.state,
            scope,
            names: &expression.names,
            result,
            error,
        };
        let allowance = self.allowance();
        let (value, spent) = self
            .scripts
            .evaluate_within(&expression.script, &view, &mut environment, allowance);
        self.state.uuids = environment.uuid_counter;
        self.spent(spent);
        value.map_err(|error| script_error(expression, error))
    }

    /// Makes the assignments of a step; all right-hand sides see the values before.
    pub(super) fn assign(
        &mut self,
        assignments: &[Assignment],
        step: StepIndex,
        scope: ScopeId,
        result: Option<&Arc<Value>>,
        error: Option<&Arc<Value>>,
    ) -> Result<(), EvaluationError> {
        let mut values = Vec::with_capacity(assignments.len());
        for assignment in assignments {
            values.push(match &assignment.value {
                Template::Literal(value) => value.clone(),
                other => Arc::new(self.evaluate(other, scope, result, error)?),
            });
        }
        for (assignment, value) in assignments.iter().zip(values) {
            let target = self.state.scope_above(scope, assignment.to.up);
            self.state
                .set_variable(target, usize::from(assignment.to.slot), Some(step), value);
        }
        Ok(())
    }

    /// Gives the variables of a scope their initial values. The item and its index are already there.
    pub(super) fn open_scope(&mut self, scope: ScopeId) -> Result<(), EvaluationError> {
        let body = &self.process.bodies[usize::from(self.state.scope(scope).body.0)];
        let given = self.state.scope(scope).variables.len();
        let null = Arc::new(Value::Null);
        // Slots exist before they are filled, so that a reference compiled to one never misses.
        self.state.scope_mut(scope).variables.resize(body.variables.len(), null);
        for (slot, variable) in body.variables.iter().enumerate().skip(given) {
            let value = match self.evaluate(&variable.initial, scope, None, None) {
                Ok(value) => value,
                Err(error) => {
                    self.state.scope_mut(scope).variables.truncate(given);
                    return Err(error);
                }
            };
            self.state.set_first(scope, slot, Arc::new(value));
        }
        self.state.scope_mut(scope).opened = true;
        Ok(())
    }

    /// A scope whose variables could not get their initial values is handled with nulls in their place.
    pub(super) fn open_scope_empty(&mut self, scope: ScopeId) {
        let body = &self.process.bodies[usize::from(self.state.scope(scope).body.0)];
        let held = self.state.scope_mut(scope);
        held.variables.resize(body.variables.len(), Arc::new(Value::Null));
        held.opened = true;
    }

    /// A template that gives a length of time: a duration text, or seconds as a number.
    pub(super) fn duration(
        &mut self,
        template: &Template,
        scope: ScopeId,
        error: Option<&Arc<Value>>,
    ) -> Result<Duration, EvaluationError> {
        let value = self.evaluate(template, scope, None, error)?;
        as_duration(&value).ok_or_else(|| {
            EvaluationError::Failed(type_error(format!(
                "{} is not a length of time: write text such as \"30s\" or \"1h30m\", or a number of seconds",
                shown(&value)
            )))
        })
    }

    /// A template that gives a moment: an RFC 3339 instant, or a length of time from now.
    pub(super) fn moment(
        &mut self,
        template: &Template,
        scope: ScopeId,
        error: Option<&Arc<Value>>,
    ) -> Result<DateTime<Utc>, EvaluationError> {
        let value = self.evaluate(template, scope, None, error)?;
        if let Some(length) = as_duration(&value) {
            return Ok(later(self.state.now, length));
        }
        if let Some(instant) = value.as_str().and_then(|text| DateTime::parse_from_rfc3339(text).ok()) {
            return Ok(instant.with_timezone(&Utc));
        }
        Err(EvaluationError::Failed(type_error(format!(
            "{} is neither a length of time (\"30s\", \"1h30m\", seconds) nor an instant (\"2026-01-31T09:00:00Z\")",
            shown(&value)
        ))))
    }
}

/// A moment that much later; the far end of time rather than an overflow.
pub(super) fn later(from: DateTime<Utc>, length: Duration) -> DateTime<Utc> {
    chrono::TimeDelta::from_std(length)
        .ok()
        .and_then(|delta| from.checked_add_signed(delta))
        .unwrap_or(DateTime::<Utc>::MAX_UTC)
}

fn as_duration(value: &Value) -> Option<Duration> {
    match value {
        Value::String(text) => crate::definition::parse_duration(text).ok(),
        Value::Number(number) => number
            .as_f64()
            .filter(|seconds| *seconds >= 0.0)
            .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()),
        _ => None,
    }
}

/// An error for a value of the wrong kind.
pub(super) fn type_error(message: String) -> EffectError {
    EffectError {
        code: "type".to_owned(),
        message,
        class: ErrorClass::Permanent,
        data: Value::Null,
        retry_after_ms: None,
    }
}

/// A value as a message shows it: short.
pub(super) fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 80 {
        text
    } else {
        text.chars().take(77).chain("...".chars()).collect()
    }
}

fn script_error(expression: &Expression, error: ScriptError) -> EvaluationError {
    let default_code = match error.kind {
        ScriptErrorKind::Interrupted => return EvaluationError::Interrupted,
        ScriptErrorKind::Failed => "script",
        ScriptErrorKind::Limit => "limit",
    };
    let source = expression.script.source();
    let mut data = json!({ "expression": source, "line": error.line, "column": error.column });
    let mut code = default_code.to_owned();
    let mut message = format!(
        "{} (in `{}`, line {}, column {})",
        error.message,
        short(source),
        error.line,
        error.column
    );
    if let Some(Value::Object(mut thrown)) = error.thrown {
        if let Some(Value::String(own)) = thrown.remove("code") {
            code = own;
        }
        if let Some(Value::String(own)) = thrown.remove("message") {
            message = own;
        }
        if let Some(own) = thrown.remove("data") {
            data = own;
        }
    }
    EvaluationError::Failed(EffectError {
        code,
        message,
        class: ErrorClass::Permanent,
        data,
        retry_after_ms: None,
    })
}

fn short(source: &str) -> String {
    let line = source.trim().lines().next().unwrap_or_default();
    if line.len() == source.trim().len() && line.chars().count() <= 80 {
        line.to_owned()
    } else {
        line.chars().take(77).chain("...".chars()).collect()
    }
}
