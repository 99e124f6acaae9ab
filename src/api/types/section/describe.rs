//! What a section is made of: its list, its form, its details and its actions.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::pair;
use crate::sections::{self, Access, ActionScope, ColumnType, FieldType, FilterOperator};

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
