//! Forms: fields, what they hold, what fills them in and what they are checked against.

use serde_json::{Map, Value, json};

use super::raw::{RawField, RawLookup, RawUnique};
use super::{Compiler, optional_text, text};
use crate::document::child;
use crate::sections::expression::Expression;
use crate::sections::model::{Access, Choice, Field, FieldType, Form, Lookup, Unique};

/// Longest text of a field that names no length of its own.
const MAX_TEXT: u64 = 500;

impl Compiler<'_> {
    /// `edits`: whether the form also shows a record that exists.
    pub(super) fn form(&mut self, raw: Vec<RawField>, at: &str, edits: bool) -> Form {
        self.keys(raw.iter().map(|field| field.key.as_str()), at);
        let fields = raw
            .into_iter()
            .enumerate()
            .map(|(index, field)| self.field(field, &child(at, &index.to_string()), edits))
            .collect();
        Form { fields }
    }

    fn field(&mut self, raw: RawField, at: &str, edits: bool) -> Field {
        let choices = self.choices(raw.choices);
        if (raw.kind == FieldType::Choice) == choices.is_empty() {
            self.problem(at, "`choices` belong to a field of the type choice, and to no other");
        }
        let writable = raw.add == Access::Write || (edits && raw.edit == Access::Write);
        if raw.kind == FieldType::Lookup && writable && raw.lookup.is_none() {
            self.problem(at, "a lookup that can be written needs `lookup`: what can be chosen");
        }
        if raw.kind != FieldType::Lookup && raw.lookup.is_some() {
            self.problem(&child(at, "lookup"), "only a field of the type lookup has one");
        }
        if raw.required && !writable && raw.auto.is_none() && raw.default.is_none() {
            self.problem(
                &child(at, "required"),
                "nothing can give this field a value: let it be written, or give it `auto` or `default`",
            );
        }
        let schema = schema(raw.kind, &choices, raw.rules);
        let check = match jsonschema::validator_for(&schema) {
            Ok(check) => check,
            Err(error) => {
                self.problem(&child(at, "rules"), format!("they are no JSON Schema: {error}"));
                jsonschema::validator_for(&Value::Bool(true)).expect("true is a JSON Schema")
            }
        };
        if let Some(default) = &raw.default
            && let Err(error) = check.validate(default)
        {
            self.problem(&child(at, "default"), format!("does not fit the field itself: {error}"));
        }
        let value = match &raw.value {
            Some(value) => self.expression(value, &child(at, "value"), &["record"]),
            None => Expression::path(&["record", &raw.key]),
        };
        let unique_at = child(at, "unique");
        let unique = raw
            .unique
            .into_iter()
            .enumerate()
            .map(|(index, unique)| self.unique(unique, &child(&unique_at, &index.to_string())))
            .collect();
        Field {
            title: text(raw.title, raw.title_uk),
            description: optional_text(raw.description, raw.description_uk),
            kind: raw.kind,
            required: raw.required,
            add: raw.add,
            edit: raw.edit,
            empty_note: optional_text(raw.empty_note, raw.empty_note_uk),
            default: raw.default,
            label: self.optional_expression(raw.label.as_ref(), &child(at, "label"), &["form", "lookup", "record"]),
            auto: self.optional_expression(raw.auto.as_ref(), &child(at, "auto"), &["form", "lookup", "record"]),
            lookup: raw.lookup.map(|lookup| self.lookup(lookup, &child(at, "lookup"))),
            key: raw.key,
            choices,
            schema,
            check,
            value,
            unique,
        }
    }

    fn lookup(&mut self, raw: RawLookup, at: &str) -> Lookup {
        Lookup {
            listing: self.listing(raw.source, &child(at, "source"), &["form", "record"]),
            value: self.expression(&raw.value, &child(at, "value"), &["row"]),
            label: self.expression(&raw.label, &child(at, "label"), &["row"]),
            detail: self.optional_expression(raw.detail.as_ref(), &child(at, "detail"), &["row"]),
            get: self.one(raw.get, &child(at, "get"), &["value"]),
        }
    }

    fn unique(&mut self, raw: RawUnique, at: &str) -> Unique {
        const BEFORE: [&str; 3] = ["value", "form", "record"];
        const AFTER: [&str; 4] = ["row", "value", "form", "record"];
        let info = self.operation(&raw.operation, at);
        let with_at = child(at, "with");
        for key in raw.with.keys() {
            self.part(info.as_deref(), key, &child(&with_at, key));
        }
        self.result(info.as_deref(), &raw.rows, &child(at, "rows"));
        let message_uk = raw.message_uk.as_ref();
        Unique {
            with: self.template(&Value::Object(raw.with.clone()), &with_at, &BEFORE),
            clash: self.expression(&raw.clash, &child(at, "clash"), &AFTER),
            message: self.wording(&raw.message, &child(at, "message"), &AFTER),
            message_uk: message_uk.map(|text| self.wording(text, &child(at, "message_uk"), &AFTER)),
            operation: raw.operation,
            rows: raw.rows,
        }
    }
}

/// JSON Schema of a field's value: what its type says and the rules of the declaration.
fn schema(kind: FieldType, choices: &[Choice], rules: Map<String, Value>) -> Value {
    let mut schema = match kind {
        FieldType::Text => json!({"type": "string", "maxLength": MAX_TEXT}),
        FieldType::Lookup => json!({"type": "string", "minLength": 1, "maxLength": 200}),
        FieldType::Integer => json!({"type": "integer"}),
        FieldType::Number => json!({"type": "number"}),
        FieldType::Boolean => json!({"type": "boolean"}),
        FieldType::Time => json!({"type": "string", "format": "date-time", "maxLength": 40,
            "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$"}),
        FieldType::Choice => {
            let values: Vec<&Value> = choices.iter().map(|choice| &choice.value).collect();
            json!({"enum": values})
        }
    };
    if let Some(schema) = schema.as_object_mut() {
        schema.extend(rules);
    }
    schema
}
