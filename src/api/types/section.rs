//! Sections: what a page needs to draw a list, a record page, a form and a menu.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use super::Run;
use crate::sections::{self, Access, ActionScope, ColumnType, FieldErrorCode, FieldType, FilterOperator};

/// A section as lists show it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SectionSummary {
    /// Its key.
    #[schema(example = "webitel_users")]
    pub key: String,
    /// Its name.
    pub title: String,
    /// Its name in Ukrainian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_uk: Option<String>,
    /// What it shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it shows, in Ukrainian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description_uk: Option<String>,
}

/// Every section.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SectionList {
    /// The sections, by key.
    pub items: Vec<SectionSummary>,
}

/// A section whole.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SectionInfo {
    /// What lists show of it.
    #[serde(flatten)]
    pub summary: SectionSummary,
    /// The list.
    #[serde(flatten)]
    pub table: TableInfo,
    /// The form of a record.
    pub form: FormInfo,
    /// Child lists of a record.
    pub details: Vec<DetailInfo>,
    /// Every action of its menus; which are offered now says `GET …/actions`.
    pub actions: Vec<ActionInfo>,
    /// What Add starts; absent where nothing can be added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub add: Option<CommandInfo>,
    /// What Save starts; absent where nothing can be changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub save: Option<CommandInfo>,
    /// What Delete starts; absent where nothing can be deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delete: Option<CommandInfo>,
}

/// A list and its columns.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct TableInfo {
    /// In the order they are shown.
    pub columns: Vec<ColumnInfo>,
    /// Column it is sorted by where nothing is asked for, with `-` before it where it falls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_sort: Option<String>,
    /// Whether `q` can be used.
    pub searchable: bool,
    /// Most rows of a page.
    pub max_page: u32,
    /// Whether `skip` may be any number, and not only a multiple of `limit`.
    pub skips_freely: bool,
}

/// A column.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ColumnInfo {
    /// Its key.
    pub key: String,
    /// Its heading.
    pub title: String,
    /// Its heading in Ukrainian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_uk: Option<String>,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: ColumnType,
    /// Whether `q` looks here.
    pub searchable: bool,
    /// Whether the list can be sorted by it.
    pub sortable: bool,
    /// How it can be filtered.
    pub filters: Vec<FilterOperator>,
    /// Whether it is shown where a person chose nothing.
    pub shown: bool,
    /// The values of a choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<ChoiceInfo>,
}

/// One value of a choice.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ChoiceInfo {
    /// The value.
    pub value: Value,
    /// What it is called.
    pub title: String,
    /// What it is called in Ukrainian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_uk: Option<String>,
}

/// A form.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct FormInfo {
    /// In the order they are shown.
    pub fields: Vec<FieldInfo>,
}

/// A field of a form.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct FieldInfo {
    /// Its key.
    pub key: String,
    /// What it is called.
    pub title: String,
    /// What it is called in Ukrainian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_uk: Option<String>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it is for, in Ukrainian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description_uk: Option<String>,
    /// What it holds.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// JSON Schema of its value.
    #[schema(value_type = Object)]
    pub schema: Value,
    /// Whether it must have a value.
    pub required: bool,
    /// What may be done with it when a record is added.
    pub add: Access,
    /// What may be done with it when a record is changed.
    pub edit: Access,
    /// Value of a new record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// Whether `GET …/lookups/{field}` lists what can be chosen.
    pub lookup: bool,
    /// Whether it is filled in from others; `POST …/form/check` does it.
    pub auto: bool,
    /// Whether it is compared with what exists.
    pub unique: bool,
    /// What an empty value means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub empty_note: Option<String>,
    /// What an empty value means, in Ukrainian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub empty_note_uk: Option<String>,
    /// The values of a choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<ChoiceInfo>,
}

/// What a button starts.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CommandInfo {
    /// Key of the process.
    pub process: String,
    /// What the button says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What the button says in Ukrainian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_uk: Option<String>,
}

/// A child list of a record.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DetailInfo {
    /// Its key.
    pub key: String,
    /// Its name.
    pub title: String,
    /// Its name in Ukrainian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_uk: Option<String>,
    /// The list.
    #[serde(flatten)]
    pub table: TableInfo,
    /// The form of Add.
    pub form: FormInfo,
    /// What Add starts; absent where nothing can be added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub add: Option<CommandInfo>,
    /// What Delete starts; absent where nothing can be deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delete: Option<CommandInfo>,
}

/// An action.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ActionInfo {
    /// Its key.
    pub key: String,
    /// What the menu says.
    pub title: String,
    /// What the menu says in Ukrainian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_uk: Option<String>,
    /// What it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it does, in Ukrainian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description_uk: Option<String>,
    /// What it is done to.
    #[serde(rename = "for")]
    pub scopes: Vec<ActionScope>,
    /// Whether it takes something away.
    pub destructive: bool,
    /// Key of the process it starts.
    pub process: String,
    /// What is asked before.
    pub form: FormInfo,
    /// JSON Schema of `values`, where the action comes from a process and not from the section's file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub input_schema: Option<Value>,
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RecordRow {
    /// Its id in the system behind.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// A value for each column. A lookup is `{"id", "label"}` or null.
    #[schema(value_type = Object)]
    pub values: Map<String, Value>,
    /// What to ask before it is deleted; only rows of details.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delete_confirm: Option<String>,
    /// The same in Ukrainian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delete_confirm_uk: Option<String>,
}

/// A page of rows.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RecordPage {
    /// The rows.
    pub items: Vec<RecordRow>,
    /// All rows that match, where the system behind tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Rows passed over before this page.
    pub skip: u32,
    /// Rows asked for.
    pub limit: u32,
    /// Send it as `cursor` for the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// A record whole.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RecordInfo {
    /// As lists show it.
    #[serde(flatten)]
    pub row: RecordRow,
    /// Values of the form.
    #[schema(value_type = Object)]
    pub form: Map<String, Value>,
    /// What the lookups of the form are called, by field.
    #[schema(value_type = Object)]
    pub labels: Map<String, Value>,
    /// Business key of its runs: `GET /api/v1/runs?business_key=…` lists them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_key: Option<String>,
    /// As the system behind gives it.
    #[schema(value_type = Object)]
    pub record: Value,
}

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CandidateInfo {
    /// The value of the field if it is chosen.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// A second line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// What can be chosen.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct CandidateList {
    /// The first of them.
    pub items: Vec<CandidateInfo>,
    /// Whether there are more: search for a part of the name.
    pub more: bool,
}

/// Values of a form.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ValuesRequest {
    /// By field. For a change only those that were changed.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub values: Map<String, Value>,
}

/// A form to be checked.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FormCheckRequest {
    /// By field.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub values: Map<String, Value>,
    /// Id of the record it belongs to; none for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// Key of the detail something is added to; goes with `record`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Key of the action that asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
}

/// A form after its check.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct FormCheck {
    /// Whether it can be sent.
    pub fits: bool,
    /// The fields, filled in.
    #[schema(value_type = Object)]
    pub values: Map<String, Value>,
    /// What the chosen records are called, by field.
    #[schema(value_type = Object)]
    pub labels: Map<String, Value>,
    /// What does not fit, in the order of the fields.
    pub field_errors: Vec<FieldError>,
    /// What empty fields mean.
    pub notes: Vec<FieldNote>,
}

/// One problem of a form, on its field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldError {
    /// Key of the field; empty where it belongs to no single one.
    pub field: String,
    /// What kind of problem.
    pub code: FieldErrorCode,
    /// What is wrong and what to do.
    pub message: String,
    /// The same in Ukrainian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_uk: Option<String>,
}

/// A word on a field that is no error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldNote {
    /// Key of the field.
    pub field: String,
    /// The word.
    pub message: String,
    /// The same in Ukrainian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_uk: Option<String>,
}

/// What became of a press of a button.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SectionStart {
    /// The run.
    pub run: Run,
    /// True where an earlier press started it.
    pub existing: bool,
    /// Where the run ended or stands with an error that names a field: the error on that field.
    pub field_errors: Vec<FieldError>,
}

/// Who an action is done to, and what its form says.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActionRequest {
    /// Id of one record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 200)]
    pub record: Option<String>,
    /// Ids of several records, each once: a run for each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_items = 1, max_items = 1000)]
    pub records: Option<Vec<String>>,
    /// Values of the action's form, by field.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub values: Map<String, Value>,
}

/// What became of an action: `run` for the section or one record, `items` for a selection.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum ActionStart {
    /// One run.
    One(Box<SectionStart>),
    /// A run for each record.
    Many(SelectionStart),
}

/// What became of an action on a selection.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SelectionStart {
    /// For each record, in the order asked for.
    pub items: Vec<SelectionItem>,
    /// Records with a run.
    pub started: usize,
    /// Records without one.
    pub failed: usize,
}

/// What became of one record of a selection.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SelectionItem {
    /// Id of the record.
    pub record: String,
    /// Its run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_id: Option<Uuid>,
    /// True where an earlier press started it.
    pub existing: bool,
    /// Why there is no run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<ProblemSummary>,
}

/// A problem inside an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProblemSummary {
    /// What kind of problem, for programs.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in words.
    pub title: String,
    /// The status it would have had alone.
    pub status: u16,
    /// What happened, why, and what to do.
    pub detail: String,
}

/// What the menus offer now.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Menu {
    /// The actions.
    pub items: Vec<MenuItem>,
    /// Add, without a record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub add: Option<Offer>,
    /// Save, of a record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub save: Option<Offer>,
    /// Delete, of a record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delete: Option<Offer>,
}

/// An action in a menu.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct MenuItem {
    /// The action.
    #[serde(flatten)]
    pub action: ActionInfo,
    /// Whether and how.
    #[serde(flatten)]
    pub offer: Offer,
}

/// Whether something is offered now.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
pub struct Offer {
    /// Whether it can be done.
    pub offered: bool,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Why not, in Ukrainian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_uk: Option<String>,
    /// What to ask before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm: Option<String>,
    /// What to ask before, in Ukrainian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm_uk: Option<String>,
}

/// A selection of records.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SelectionRequest {
    /// Their ids, each once.
    #[schema(min_items = 1, max_items = 1000)]
    pub records: Vec<String>,
}

/// What can be done with a selection.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SelectionMenu {
    /// The actions.
    pub items: Vec<SelectionMenuItem>,
}

/// An action for a selection.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SelectionMenuItem {
    /// The action.
    #[serde(flatten)]
    pub action: ActionInfo,
    /// Whether and how.
    #[serde(flatten)]
    pub offer: Offer,
    /// Records it fits: send these.
    pub fits: Vec<String>,
    /// Records it does not fit, with the reason.
    #[schema(value_type = Object)]
    pub refused: BTreeMap<String, String>,
}

fn pair(text: Option<&sections::Text>) -> (Option<String>, Option<String>) {
    text.map_or((None, None), |text| (Some(text.en.clone()), text.uk.clone()))
}

impl From<&sections::Section> for SectionSummary {
    fn from(section: &sections::Section) -> Self {
        let (description, description_uk) = pair(section.description.as_ref());
        Self {
            key: section.key.clone(),
            title: section.title.en.clone(),
            title_uk: section.title.uk.clone(),
            description,
            description_uk,
        }
    }
}

impl From<&sections::Section> for SectionInfo {
    fn from(section: &sections::Section) -> Self {
        Self {
            summary: section.into(),
            table: (&section.table).into(),
            form: (&section.form).into(),
            details: section.details.iter().map(Into::into).collect(),
            actions: section.actions.iter().map(Into::into).collect(),
            add: section.add().map(Into::into),
            save: section.save().map(Into::into),
            delete: section.delete().map(Into::into),
        }
    }
}

impl From<&sections::Table> for TableInfo {
    fn from(table: &sections::Table) -> Self {
        let sort = |(key, falling): &(String, bool)| if *falling { format!("-{key}") } else { key.clone() };
        Self {
            columns: table.columns.iter().map(Into::into).collect(),
            default_sort: table.default_sort.as_ref().map(sort),
            searchable: table.is_searchable(),
            max_page: table.max_page(),
            skips_freely: table.skips_freely(),
        }
    }
}

impl From<&sections::Column> for ColumnInfo {
    fn from(column: &sections::Column) -> Self {
        Self {
            key: column.key.clone(),
            title: column.title.en.clone(),
            title_uk: column.title.uk.clone(),
            kind: column.kind,
            searchable: column.search,
            sortable: column.is_sortable(),
            filters: column.filter.keys().copied().collect(),
            shown: column.shown,
            choices: column.choices.iter().map(Into::into).collect(),
        }
    }
}

impl From<&sections::Choice> for ChoiceInfo {
    fn from(choice: &sections::Choice) -> Self {
        Self {
            value: choice.value.clone(),
            title: choice.title.en.clone(),
            title_uk: choice.title.uk.clone(),
        }
    }
}

impl From<&sections::Form> for FormInfo {
    fn from(form: &sections::Form) -> Self {
        Self {
            fields: form.fields.iter().map(Into::into).collect(),
        }
    }
}

impl From<&sections::Field> for FieldInfo {
    fn from(field: &sections::Field) -> Self {
        let (description, description_uk) = pair(field.description.as_ref());
        let (empty_note, empty_note_uk) = pair(field.empty_note.as_ref());
        Self {
            key: field.key.clone(),
            title: field.title.en.clone(),
            title_uk: field.title.uk.clone(),
            description,
            description_uk,
            kind: field.kind,
            schema: field.schema.clone(),
            required: field.required,
            add: field.add,
            edit: field.edit,
            default: field.default.clone(),
            lookup: field.has_lookup(),
            auto: field.is_auto(),
            unique: field.is_unique(),
            empty_note,
            empty_note_uk,
            choices: field.choices.iter().map(Into::into).collect(),
        }
    }
}

impl From<&sections::Command> for CommandInfo {
    fn from(command: &sections::Command) -> Self {
        let (title, title_uk) = pair(command.title.as_ref());
        Self {
            process: command.process.clone(),
            title,
            title_uk,
        }
    }
}

impl From<&sections::Detail> for DetailInfo {
    fn from(detail: &sections::Detail) -> Self {
        Self {
            key: detail.key.clone(),
            title: detail.title.en.clone(),
            title_uk: detail.title.uk.clone(),
            table: (&detail.table).into(),
            form: (&detail.form).into(),
            add: detail.add().map(Into::into),
            delete: detail.delete().map(Into::into),
        }
    }
}

impl From<&sections::Action> for ActionInfo {
    fn from(action: &sections::Action) -> Self {
        let (description, description_uk) = pair(action.description.as_ref());
        Self {
            key: action.key.clone(),
            title: action.title.en.clone(),
            title_uk: action.title.uk.clone(),
            description,
            description_uk,
            scopes: action.scopes.clone(),
            destructive: action.destructive,
            process: action.command.process.clone(),
            form: (&action.form).into(),
            input_schema: None,
        }
    }
}

impl From<sections::Row> for RecordRow {
    fn from(row: sections::Row) -> Self {
        let (delete_confirm, delete_confirm_uk) = pair(row.delete_confirmation.text.as_ref());
        Self {
            id: row.id,
            title: row.title,
            values: row.values,
            delete_confirm,
            delete_confirm_uk,
        }
    }
}

impl From<sections::Record> for RecordInfo {
    fn from(record: sections::Record) -> Self {
        Self {
            row: record.row.into(),
            form: record.form,
            labels: record.labels,
            run_key: record.run_key,
            record: record.raw,
        }
    }
}

impl From<sections::Candidate> for CandidateInfo {
    fn from(candidate: sections::Candidate) -> Self {
        Self {
            value: candidate.value,
            label: candidate.label,
            detail: candidate.detail,
        }
    }
}

impl From<sections::CheckedForm> for FormCheck {
    fn from(form: sections::CheckedForm) -> Self {
        let note = |note: sections::Note| FieldNote {
            field: note.field,
            message: note.message.en,
            message_uk: note.message.uk,
        };
        Self {
            fits: form.errors.is_empty(),
            values: form.values,
            labels: form.labels,
            field_errors: form.errors.into_iter().map(Into::into).collect(),
            notes: form.notes.into_iter().map(note).collect(),
        }
    }
}

impl From<sections::FieldError> for FieldError {
    fn from(error: sections::FieldError) -> Self {
        Self {
            field: error.field,
            code: error.code,
            message: error.message,
            message_uk: error.message_uk,
        }
    }
}

impl Offer {
    /// Offered, with what is asked before.
    pub(crate) fn with(confirmation: &sections::Confirmation) -> Self {
        let (confirm, confirm_uk) = pair(confirmation.text.as_ref());
        Self {
            offered: true,
            confirm,
            confirm_uk,
            ..Self::default()
        }
    }

    /// Not offered, and why.
    #[must_use]
    pub(crate) fn refuse(mut self, reason: &sections::Text) -> Self {
        self.offered = false;
        self.reason = Some(reason.en.clone());
        self.reason_uk.clone_from(&reason.uk);
        self
    }
}
