//! What starts a process: Add, Save, Delete, those of details, and actions.

use serde_json::Value;

use super::raw::{RawAction, RawCommand};
use super::{Compiler, optional_text, text};
use crate::document::child;
use crate::sections::model::{Action, ActionScope, Command, Condition, Confirm};

impl Compiler<'_> {
    /// `names`: what the input sees. `before`: what `when` and `confirm` see, before anybody wrote into a form.
    pub(super) fn command(&mut self, raw: RawCommand, at: &str, names: &[&str], before: &[&str]) -> Command {
        let is_name = |text: &str| {
            !text.is_empty() && text.len() <= 200 && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        };
        if !is_name(&raw.process) {
            self.problem(
                &child(at, "process"),
                format!("`{}` is no key of a process: letters, digits and _", raw.process),
            );
        }
        if raw.when.is_none() && raw.unless.is_some() {
            self.problem(
                &child(at, "unless"),
                "`unless` says why `when` does not hold; there is no `when`",
            );
        }
        let input_at = child(at, "input");
        Command {
            title: optional_text(raw.title, raw.title_uk),
            input: self.template(&Value::Object(raw.input), &input_at, names),
            business_key: self.optional_expression(raw.business_key.as_ref(), &child(at, "business_key"), names),
            confirm: self.confirm(at, "confirm", raw.confirm.as_ref(), raw.confirm_uk.as_ref(), before),
            when: raw.when.as_ref().map(|when| Condition {
                holds: self.expression(when, &child(at, "when"), before),
                reason: text(
                    raw.unless
                        .unwrap_or_else(|| "It does not fit the record as it stands.".to_owned()),
                    raw.unless_uk,
                ),
            }),
            process: raw.process,
        }
    }

    fn confirm(
        &mut self,
        at: &str,
        key: &str,
        en: Option<&String>,
        uk: Option<&String>,
        names: &[&str],
    ) -> Option<Confirm> {
        let en = self.wording(en?, &child(at, key), names);
        let uk = uk.map(|uk| self.wording(uk, &child(at, &format!("{key}_uk")), names));
        Some(Confirm { en, uk })
    }

    pub(super) fn action(&mut self, raw: RawAction, at: &str) -> Action {
        let for_records = raw.scopes.iter().any(|scope| *scope != ActionScope::Section);
        let for_section = raw.scopes.contains(&ActionScope::Section);
        if raw.scopes.is_empty() || (for_records && for_section) {
            self.problem(
                &child(at, "for"),
                "an action is for the `section`, or for a `record`, a `selection` or both",
            );
        }
        // An action of the section has no record to look at.
        let (names, before): (&[&str], &[&str]) = if for_section {
            (&["form", "lookup"], &[])
        } else {
            (&["record", "form", "lookup", "selection"], &["record"])
        };
        if !raw.scopes.contains(&ActionScope::Selection) && raw.confirm_selection.is_some() {
            self.problem(&child(at, "confirm_selection"), "the action is not for a `selection`");
        }
        let confirm_selection = self.confirm(
            at,
            "confirm_selection",
            raw.confirm_selection.as_ref(),
            raw.confirm_selection_uk.as_ref(),
            &["count"],
        );
        let command = RawCommand {
            process: raw.process.unwrap_or_else(|| raw.key.clone()),
            title: None,
            title_uk: None,
            input: raw.input,
            business_key: raw.business_key,
            confirm: raw.confirm,
            confirm_uk: raw.confirm_uk,
            when: raw.when,
            unless: raw.unless,
            unless_uk: raw.unless_uk,
        };
        Action {
            title: text(raw.title, raw.title_uk),
            description: optional_text(raw.description, raw.description_uk),
            scopes: raw.scopes,
            destructive: raw.destructive,
            form: self.form(raw.form, &child(at, "form"), false),
            command: self.command(command, at, names, before),
            confirm_selection,
            key: raw.key,
        }
    }
}
