//! Triggers: everything checked that can be known before something starts the process.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Datelike as _, Utc};
use serde_json::{Value, json};

use super::expression::{Values, to_json};
use super::parameters::check_literal;
use super::step::wrong_type;
use crate::definition::report::Code;
use crate::definition::source::At;
use crate::definition::source_trigger::{RecordSource, ScheduleSource, SectionSource, TriggerSource};
use crate::definition::yaml::{Node, NodeKind, Span};
use crate::definition::{
    RecordTrigger, ScheduleTrigger, SectionTrigger, Trigger, TriggerExpression, TriggerValue, parse_duration,
};
use crate::schedule::{Cron, Zone};

/// What expressions of a record trigger see.
const RECORD_NAMES: &[&str] = &["record", "event", "changed"];
const RECORD_NAMES_HINT: &str = "a trigger is asked before there is a run: it sees `record`, `event` and `changed`";
/// Longest jitter.
const MAX_JITTER: Duration = Duration::from_secs(24 * 3600);

/// Compiles the triggers of a process; those with mistakes are left out.
pub(super) fn triggers(sources: &[TriggerSource], input_schema: &Value, values: &mut Values<'_, '_>) -> Vec<Trigger> {
    duplicates(sources, values);
    let mut triggers = Triggers {
        input_schema: asked_for(input_schema),
        values,
    };
    sources.iter().filter_map(|source| triggers.trigger(source)).collect()
}

/// The schema without the duty to name what has a default.
fn asked_for(input_schema: &Value) -> Value {
    let mut schema = input_schema.clone();
    let has_default = |name: &str| {
        input_schema
            .get("properties")
            .and_then(|properties| properties.get(name))
            .is_some_and(|property| property.get("default").is_some())
    };
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.retain(|name| name.as_str().is_some_and(|name| !has_default(name)));
    }
    schema
}

/// Two schedules of one name, or one action of one section twice.
fn duplicates(sources: &[TriggerSource], values: &mut Values<'_, '_>) {
    let name = |source: &TriggerSource| match source {
        TriggerSource::Schedule(schedule) => {
            let (name, span) = schedule
                .name
                .as_ref()
                .map_or(("default", schedule.span), |name| (name.value.as_str(), name.span));
            Some((format!("a schedule `{name}`"), span))
        }
        TriggerSource::Section(section) => Some((
            format!(
                "an action `{}` of section `{}`",
                section.action.value, section.section.value
            ),
            section.action.span,
        )),
        TriggerSource::Manual | TriggerSource::Record(_) => None,
    };
    let mut seen: Vec<String> = Vec::new();
    for (what, span) in sources.iter().filter_map(name) {
        if seen.contains(&what) {
            let entry = values
                .report
                .error(Code::DuplicateTrigger, span, format!("there is {what} already"));
            if what.starts_with("a schedule") {
                entry.hint("give each schedule a `name` of its own");
            } else {
                entry.hint("leave one of them out");
            }
        } else {
            seen.push(what);
        }
    }
}

struct Triggers<'t, 'a, 's> {
    input_schema: Value,
    values: &'t mut Values<'a, 's>,
}

impl Triggers<'_, '_, '_> {
    fn trigger(&mut self, source: &TriggerSource) -> Option<Trigger> {
        match source {
            TriggerSource::Manual => Some(Trigger::Manual),
            TriggerSource::Section(source) => Some(Trigger::Section(self.section(source))),
            TriggerSource::Record(source) => self.record(source).map(Trigger::Record),
            TriggerSource::Schedule(source) => self.schedule(source).map(Trigger::Schedule),
        }
    }

    fn section(&self, source: &SectionSource) -> SectionTrigger {
        SectionTrigger {
            section: source.section.value.clone(),
            action: source.action.value.clone(),
            position: self.values.lines.position(source.span),
        }
    }

    fn record(&mut self, source: &RecordSource) -> Option<RecordTrigger> {
        let before = self.values.report.errors();
        let when = source.when.as_ref().and_then(|when| {
            if !matches!(&when.0.kind, NodeKind::Text(text, _) if text.starts_with('=')) {
                wrong_type(
                    self.values.report,
                    &when.0,
                    "`when`",
                    "an expression (a text that begins with `=`)",
                );
                return None;
            }
            self.expression(&when.0)
        });
        let entries = source.input.iter().flat_map(|input| &input.value.0);
        let mut input = Vec::new();
        let mut nodes = Vec::new();
        for (key, value) in entries {
            nodes.push((key.clone(), value.0.clone()));
            input.push((key.text.clone(), self.value(&value.0)?));
        }
        let span = source.input.as_ref().map_or(source.span, |input| input.span);
        let node = Node {
            span,
            kind: NodeKind::Map(nodes),
        };
        self.check_input(&node);
        (self.values.report.errors() == before).then(|| RecordTrigger {
            section: source.section.value.clone(),
            on: source.on.value.iter().map(|event| event.value.0).collect(),
            when,
            input,
            position: self.values.lines.position(source.span),
        })
    }

    fn expression(&mut self, node: &Node) -> Option<TriggerExpression> {
        self.values
            .foreign_expression(node, RECORD_NAMES, RECORD_NAMES_HINT)
            .map(|(script, position)| TriggerExpression { script, position })
    }

    fn value(&mut self, node: &Node) -> Option<TriggerValue> {
        let value = match &node.kind {
            NodeKind::Text(text, _) if text.starts_with('=') => TriggerValue::Expression(self.expression(node)?),
            NodeKind::List(items) => {
                let items: Vec<_> = items.iter().map(|item| self.value(item)).collect();
                TriggerValue::List(items.into_iter().collect::<Option<_>>()?)
            }
            NodeKind::Map(entries) => {
                let entries: Vec<_> = entries
                    .iter()
                    .map(|(key, value)| Some((key.text.clone(), self.value(value)?)))
                    .collect();
                TriggerValue::Map(entries.into_iter().collect::<Option<_>>()?)
            }
            _ => TriggerValue::Literal(Arc::new(to_json(node))),
        };
        Some(value)
    }

    fn schedule(&mut self, source: &ScheduleSource) -> Option<ScheduleTrigger> {
        let before = self.values.report.errors();
        let cron = self.cron(&source.cron);
        let timezone = match &source.timezone {
            Some(name) => self.timezone(name),
            None => Some(Zone::UTC),
        };
        let jitter = source.jitter.as_ref().map_or(Duration::ZERO, |text| self.jitter(text));
        let start = source.start.as_ref().and_then(|text| self.instant(text, "start"));
        let end = source.end.as_ref().and_then(|text| self.instant(text, "end"));
        if let (Some(start), Some(end), Some(text)) = (start, end, &source.end)
            && end <= start
        {
            self.values
                .report
                .error(Code::InvalidTime, text.span, "a schedule ends after its `start`");
        }
        let input = self.literal_input(source);
        if self.values.report.errors() != before {
            return None;
        }
        Some(ScheduleTrigger {
            name: source
                .name
                .as_ref()
                .map_or_else(|| "default".to_owned(), |name| name.value.clone()),
            cron: cron?,
            timezone: timezone?,
            overlap: source.overlap.unwrap_or_default(),
            missed: source.missed.unwrap_or_default(),
            jitter,
            start,
            end,
            input,
            position: self.values.lines.position(source.span),
        })
    }

    fn cron(&mut self, text: &At<String>) -> Option<Cron> {
        match text.value.parse::<Cron>() {
            Ok(cron) => Some(cron),
            Err(error) => {
                self.values
                    .report
                    .error(
                        Code::InvalidCron,
                        text.span,
                        format!("`{}` is no cron expression", text.value),
                    )
                    .hint(error.to_string());
                None
            }
        }
    }

    fn timezone(&mut self, name: &At<String>) -> Option<Zone> {
        match name.value.parse::<Zone>() {
            Ok(zone) => Some(zone),
            Err(error) => {
                let entry = self.values.report.error(
                    Code::UnknownTimezone,
                    name.span,
                    format!("there is no time zone `{}`", name.value),
                );
                match error.nearest {
                    Some(near) => entry.hint(format!("did you mean `{near}`?")),
                    None => entry.hint("names are those of the IANA database, such as `Europe/Kyiv` or `UTC`"),
                }
                None
            }
        }
    }

    fn jitter(&mut self, text: &At<String>) -> Duration {
        match parse_duration(&text.value) {
            Ok(jitter) if jitter <= MAX_JITTER => jitter,
            Ok(_) => {
                self.values
                    .report
                    .error(Code::InvalidDuration, text.span, "a jitter is at most a day");
                Duration::ZERO
            }
            Err(error) => {
                self.values
                    .report
                    .error(
                        Code::InvalidDuration,
                        text.span,
                        format!("`{}` is no duration", text.value),
                    )
                    .hint(error.to_string());
                Duration::ZERO
            }
        }
    }

    fn instant(&mut self, text: &At<String>, what: &str) -> Option<DateTime<Utc>> {
        match DateTime::parse_from_rfc3339(&text.value) {
            Ok(instant) if (1970..=4000).contains(&instant.year()) => Some(instant.with_timezone(&Utc)),
            Ok(_) => {
                self.values.report.error(
                    Code::InvalidTime,
                    text.span,
                    format!("`{what}` must lie in the years 1970 to 4000"),
                );
                None
            }
            Err(_) => {
                self.values
                    .report
                    .error(
                        Code::InvalidTime,
                        text.span,
                        format!("`{what}` is no RFC 3339 instant"),
                    )
                    .hint("write a date, a time and an offset, such as `2026-01-01T00:00:00Z` or `2026-01-01T02:00:00+02:00`");
                None
            }
        }
    }

    fn literal_input(&mut self, source: &ScheduleSource) -> Value {
        let empty = |span: Span| Node {
            span,
            kind: NodeKind::Map(Vec::new()),
        };
        let node = match &source.input {
            Some(input) => input.value.0.clone(),
            None => empty(source.span),
        };
        if let Some(span) = expression_in(&node) {
            self.values
                .report
                .error(
                    Code::TriggerInput,
                    span,
                    "the input of a schedule is literal: there is no run yet to evaluate an expression in",
                )
                .hint("compute it in a variable of the process");
            return json!({});
        }
        self.check_input(&node);
        to_json(&node)
    }

    fn check_input(&mut self, node: &Node) {
        if matches!(node.kind, NodeKind::Reported) {
            return;
        }
        if let Some(wrong) = check_literal(node, &self.input_schema) {
            let entry = self.values.report.error(
                Code::TriggerInput,
                wrong.span,
                format!("the input of this trigger does not fit the process: it {}", wrong.what),
            );
            if let Some(hint) = wrong.hint {
                entry.hint(hint);
            }
        }
    }
}

/// The first expression inside a value.
fn expression_in(node: &Node) -> Option<Span> {
    match &node.kind {
        NodeKind::Text(text, _) if text.starts_with('=') => Some(node.span),
        NodeKind::List(items) => items.iter().find_map(expression_in),
        NodeKind::Map(entries) => entries.iter().find_map(|(_, value)| expression_in(value)),
        _ => None,
    }
}
