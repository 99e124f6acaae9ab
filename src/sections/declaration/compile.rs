//! The section as a whole.

use super::raw::{RawDetail, RawSection};
use super::table::RawTable;
use super::{Compiler, optional_text, text};
use crate::document::child;
use crate::sections::expression::Expression;
use crate::sections::model::{Detail, Section};

impl Compiler<'_> {
    pub(super) fn section(&mut self, raw: RawSection) -> Section {
        let is_key = raw.section.starts_with(|c: char| c.is_ascii_lowercase())
            && raw.section.len() <= 64
            && raw
                .section
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !is_key {
            let message = format!("`{}` is no key: small letters, digits and _, at most 64", raw.section);
            self.problem("/section", message);
        }
        self.keys(raw.details.iter().map(|detail| detail.key.as_str()), "/details");
        self.keys(raw.actions.iter().map(|action| action.key.as_str()), "/actions");
        if raw.form.is_empty() && (raw.add.is_some() || raw.save.is_some()) {
            self.problem("/form", "Add and Save need a form with fields");
        }
        let table = RawTable {
            source: raw.source,
            columns: raw.columns,
            default_sort: raw.default_sort,
        };
        let table = self.table(table, "", "record", &[]);
        let record_title = match &raw.record_title {
            Some(title) => self.expression(title, "/record_title", &["record"]),
            None => Expression::path(&["record", "Id"]),
        };
        Section {
            title: text(raw.title, raw.title_uk),
            description: optional_text(raw.description, raw.description_uk),
            read: self.one(raw.read, "/read", &["id"]),
            record_title,
            run_key: self.optional_expression(raw.run_key.as_ref(), "/run_key", &["record"]),
            form: self.form(raw.form, "/form", true),
            add: raw.add.map(|add| self.command(add, "/add", &["form", "lookup"], &[])),
            save: raw
                .save
                .map(|save| self.command(save, "/save", &["record", "form", "changed", "lookup"], &["record"])),
            delete: raw
                .delete
                .map(|delete| self.command(delete, "/delete", &["record"], &["record"])),
            details: raw
                .details
                .into_iter()
                .enumerate()
                .map(|(index, detail)| self.detail(detail, &child("/details", &index.to_string())))
                .collect(),
            actions: raw
                .actions
                .into_iter()
                .enumerate()
                .map(|(index, action)| self.action(action, &child("/actions", &index.to_string())))
                .collect(),
            key: raw.section,
            table,
        }
    }

    fn detail(&mut self, raw: RawDetail, at: &str) -> Detail {
        if raw.form.is_empty() && raw.add.is_some() {
            self.problem(&child(at, "form"), "Add needs a form with fields");
        }
        let table = RawTable {
            source: raw.source,
            columns: raw.columns,
            default_sort: raw.default_sort,
        };
        Detail {
            title: text(raw.title, raw.title_uk),
            table: self.table(table, at, "detail", &["record"]),
            form: self.form(raw.form, &child(at, "form"), false),
            row_title: self.optional_expression(raw.row_title.as_ref(), &child(at, "row_title"), &["detail", "record"]),
            add: raw
                .add
                .map(|add| self.command(add, &child(at, "add"), &["record", "form", "lookup"], &["record"])),
            delete: raw.delete.map(|delete| {
                self.command(
                    delete,
                    &child(at, "delete"),
                    &["record", "detail"],
                    &["record", "detail"],
                )
            }),
            key: raw.key,
        }
    }
}
