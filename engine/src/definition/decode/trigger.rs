//! The triggers of a definition.

use super::{Decoder, at, reported};
use crate::definition::report::Code;
use crate::definition::source::{At, Condition, Parameters};
use crate::definition::source_trigger::{Event, RecordSource, ScheduleSource, SectionSource, TriggerSource};
use crate::definition::yaml::{Key, Node, NodeKind, Span};
use crate::definition::{Missed, Overlap, RecordEvent};

const KNOWN: &str =
    "a trigger is `manual`, `section: { … }`, `record: { … }` or `schedule: { … }`; see docs/definition-language.md";

impl Decoder<'_> {
    pub(super) fn triggers(&mut self, node: Node) -> Vec<TriggerSource> {
        self.list_of(node, "`triggers`", "a trigger such as `manual`", Self::trigger)
            .value
    }

    fn trigger(&mut self, node: Node) -> Option<TriggerSource> {
        let span = node.span;
        match node.kind {
            NodeKind::Reported => None,
            NodeKind::Text(text, _) if text == "manual" => Some(TriggerSource::Manual),
            NodeKind::Text(text, _) => {
                let entry = self
                    .report
                    .error(Code::UnknownTrigger, span, format!("unknown trigger `{text}`"));
                if TriggerSource::KINDS.contains(&text.as_str()) {
                    entry.hint(format!(
                        "write what it is in braces or below it, as in `{text}: {{ … }}`"
                    ));
                } else {
                    entry.hint(KNOWN);
                    entry.nearest(&text, ["manual"]);
                }
                None
            }
            NodeKind::Map(entries) => self.trigger_map(entries, span),
            kind => self.wrong(span, "a trigger", "`manual` or a map", &kind),
        }
    }

    /// A map with one key that says which kind of trigger it is.
    fn trigger_map(&mut self, entries: Vec<(Key, Node)>, span: Span) -> Option<TriggerSource> {
        if entries.len() != 1 {
            let (code, what) = if entries.is_empty() {
                (Code::MissingKey, "a trigger without anything in it starts nothing")
            } else {
                (Code::UnknownKey, "a trigger is one thing")
            };
            let place = entries.get(1).map_or(span, |(key, _)| key.span);
            self.report.error(code, place, what).hint(if entries.is_empty() {
                KNOWN
            } else {
                "begin each trigger with a `-` of its own, and indent what belongs to it"
            });
            return None;
        }
        let (key, node) = entries.into_iter().next()?;
        match key.text.as_str() {
            "section" => self.section(node).map(TriggerSource::Section),
            "record" => self.record(node).map(TriggerSource::Record),
            "schedule" => self.schedule(node).map(|s| TriggerSource::Schedule(Box::new(s))),
            other => {
                let entry = self
                    .report
                    .error(Code::UnknownTrigger, key.span, format!("unknown trigger `{other}`"));
                entry.hint(KNOWN);
                entry.nearest(other, TriggerSource::KINDS.iter().copied());
                None
            }
        }
    }

    fn section(&mut self, node: Node) -> Option<SectionSource> {
        let span = node.span;
        let mut fields = self.fields(node, SectionSource::KEYS, "a `section` trigger")?;
        let section = fields.take("section");
        let action = fields.take("action");
        let section = self.key_of("section", section, span, "a `section` trigger");
        let action = self.key_of("action", action, span, "a `section` trigger");
        Some(SectionSource {
            section: section?,
            action: action?,
            span,
        })
    }

    fn record(&mut self, node: Node) -> Option<RecordSource> {
        let span = node.span;
        let mut fields = self.fields(node, RecordSource::KEYS, "a `record` trigger")?;
        let section = fields.take("section");
        let section = self.key_of("section", section, span, "a `record` trigger");
        let on = fields.take("on");
        if on.is_none() {
            self.report
                .error(Code::MissingKey, span, "a `record` trigger needs `on`")
                .hint("write which events start the process, as in `on: [created, updated]`");
        }
        let on = on.map(|n| self.list_of(n, "`on`", "an event: `created`, `updated` or `deleted`", Self::event));
        for (at, event) in on.iter().flat_map(|on| on.value.iter().enumerate()) {
            if on
                .iter()
                .flat_map(|on| &on.value)
                .take(at)
                .any(|earlier| earlier.value.0 == event.value.0)
            {
                self.report
                    .error(Code::InvalidValue, event.span, "this event stands here a second time");
            }
        }
        let when = fields.take("when").map(Condition);
        let input = fields.take("input").and_then(|n| self.values(n, "`input`", false));
        Some(RecordSource {
            section: section?,
            on: on?,
            when,
            input,
            span,
        })
    }

    fn event(&mut self, node: Node) -> Option<At<Event>> {
        let text = self.text(node, "an event")?;
        let event = match text.value.as_str() {
            "created" => RecordEvent::Created,
            "updated" => RecordEvent::Updated,
            "deleted" => RecordEvent::Deleted,
            other => {
                let entry = self
                    .report
                    .error(Code::InvalidValue, text.span, format!("a record is not `{other}`"));
                entry.hint("the events are `created`, `updated` and `deleted`");
                entry.nearest(other, ["created", "updated", "deleted"]);
                return None;
            }
        };
        Some(At {
            value: Event(event),
            span: text.span,
        })
    }

    fn schedule(&mut self, node: Node) -> Option<ScheduleSource> {
        let span = node.span;
        let mut fields = self.fields(node, ScheduleSource::KEYS, "a `schedule` trigger")?;
        let name = fields.take("name").and_then(|n| self.text(n, "`name`"));
        if let Some(name) = &name {
            self.name(&name.value, name.span, "the name of a schedule", true);
        }
        let cron = fields.take("cron");
        if cron.is_none() {
            self.report
                .error(Code::MissingKey, span, "a `schedule` trigger needs `cron`")
                .hint("write when, as in `cron: \"30 3 * * *\"` for every night at half past three");
        }
        let cron = cron.and_then(|n| self.text(n, "`cron`"));
        let overlap = fields
            .take("overlap")
            .and_then(|n| self.word(n, "`overlap`", &Overlap::ALL.map(|word| (word.as_str(), word))));
        let missed = fields
            .take("missed")
            .and_then(|n| self.word(n, "`missed`", &Missed::ALL.map(|word| (word.as_str(), word))));
        let mut text = |key: &str| fields.take(key).and_then(|n| self.text(n, &format!("`{key}`")));
        let (timezone, jitter, start, end) = (text("timezone"), text("jitter"), text("start"), text("end"));
        let input = fields
            .take("input")
            .map(|n| at(n, |n| self.map_node(n, "`input`").map_or_else(reported, Parameters)));
        Some(ScheduleSource {
            name,
            cron: cron?,
            timezone,
            overlap,
            missed,
            jitter,
            start,
            end,
            input,
            span,
        })
    }

    /// One of a few words.
    fn word<T: Copy>(&mut self, node: Node, what: &str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(node, what)?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text.value) {
            return Some(*value);
        }
        let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let entry = self.report.error(
            Code::InvalidValue,
            text.span,
            format!("{what} cannot be `{}`", text.value),
        );
        entry.hint(format!("it is one of {}", names.join(", ")));
        entry.nearest(&text.value, names);
        None
    }

    /// A key that must be there and names something.
    fn key_of(&mut self, key: &str, node: Option<Node>, owner: Span, what: &str) -> Option<At<String>> {
        let Some(node) = node else {
            self.report
                .error(Code::MissingKey, owner, format!("{what} needs `{key}`"))
                .hint(if key == "action" {
                    "write the key of the action, such as `action: EnableStun`"
                } else {
                    "write the key of the section, such as `section: webitel_users`"
                });
            return None;
        };
        let text = self.text(node, &format!("`{key}`"))?;
        self.name(&text.value, text.span, &format!("the key of {}", article(key)), true);
        Some(text)
    }
}

fn article(key: &str) -> &'static str {
    if key == "action" { "an action" } else { "a section" }
}
