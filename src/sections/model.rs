//! A section whose declaration was checked whole. `docs/sections.md` explains each part to authors.

use std::collections::BTreeMap;

use serde_json::Value;

use super::expression::{Expression, Template};

/// A text for people: English, and Ukrainian where the declaration has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// English.
    pub en: String,
    /// Ukrainian.
    pub uk: Option<String>,
}

/// A section.
#[derive(Debug)]
pub struct Section {
    /// Its key, e.g. `webitel_users`.
    pub key: String,
    /// Its name for people.
    pub title: Text,
    /// What it shows.
    pub description: Option<Text>,
    /// The list.
    pub table: Table,
    /// The form of a record.
    pub form: Form,
    /// Child lists of a record.
    pub details: Vec<Detail>,
    /// What the action menus offer.
    pub actions: Vec<Action>,
    pub(super) read: One,
    /// What a record is called.
    pub(super) record_title: Expression,
    /// Business key of the runs of a record.
    pub(super) run_key: Option<Expression>,
    pub(super) add: Option<Command>,
    pub(super) save: Option<Command>,
    pub(super) delete: Option<Command>,
}

/// A list and its columns.
#[derive(Debug)]
pub struct Table {
    /// In the order they are shown.
    pub columns: Vec<Column>,
    /// Column and whether it falls, where nothing is asked for.
    pub default_sort: Option<(String, bool)>,
    pub(super) listing: Listing,
    /// The row's id.
    pub(super) id: Expression,
}

/// How rows are read page by page.
#[derive(Debug)]
pub(super) struct Listing {
    pub(super) operation: String,
    pub(super) with: Template,
    /// Part of the result with the rows.
    pub(super) rows: String,
    pub(super) page: Option<Page>,
    /// Part of the result that says whether another page exists.
    pub(super) more: Option<String>,
    /// Part of the result with the count of all rows that match.
    pub(super) total: Option<String>,
    /// Request parts of a search; sees `q`.
    pub(super) search: Option<Template>,
    /// Request parts of an order; sees `column`, `direction` and `sign`.
    pub(super) sort: Option<Template>,
    /// Rows that may be chosen; sees `row` and what `with` sees.
    pub(super) only: Option<Expression>,
}

/// How a page is asked for.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) place: PagePlace,
    /// Request part with the rows of a page.
    pub(super) size: String,
    pub(super) max: u32,
}

#[derive(Debug)]
pub(super) enum PagePlace {
    /// Request part with the count of rows passed over.
    Skip(String),
    /// Request part with the number of the page, from 1.
    Number(String),
}

/// How one row is read.
#[derive(Debug)]
pub(super) struct One {
    pub(super) operation: String,
    pub(super) with: Template,
    /// Part of the result with rows; the result itself is the row where none is named.
    pub(super) rows: Option<String>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ColumnType {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// True or false.
    Boolean,
    /// An instant.
    Time,
    /// Another record: its id and what it is called.
    Lookup,
    /// One of a fixed set of values.
    Choice,
    /// Several short texts.
    Tags,
}

/// A column.
#[derive(Debug)]
pub struct Column {
    /// Its key.
    pub key: String,
    /// Its heading.
    pub title: Text,
    /// What it holds.
    pub kind: ColumnType,
    /// Whether a search looks here.
    pub search: bool,
    /// How it can be filtered.
    pub filter: BTreeMap<FilterOperator, String>,
    /// Whether it is shown where a person chose nothing.
    pub shown: bool,
    /// The values of a choice.
    pub choices: Vec<Choice>,
    /// What the source calls it when it sorts.
    pub(super) sort: Option<String>,
    pub(super) value: Expression,
    /// What a lookup's value is called.
    pub(super) label: Option<Expression>,
}

impl Column {
    /// Whether the list can be sorted by it.
    #[must_use]
    pub fn is_sortable(&self) -> bool {
        self.sort.is_some()
    }
}

/// How a column is compared.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum FilterOperator {
    /// Exactly this.
    Eq,
    /// Has this text in it.
    Contains,
    /// Begins with this text.
    Starts,
    /// This or greater, or later.
    From,
    /// This or smaller, or earlier.
    To,
}

impl FilterOperator {
    /// Every operator.
    pub const ALL: [Self; 5] = [Self::Eq, Self::Contains, Self::Starts, Self::From, Self::To];

    /// Its name in filters.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Contains => "contains",
            Self::Starts => "starts",
            Self::From => "from",
            Self::To => "to",
        }
    }
}

/// A form.
#[derive(Debug, Default)]
pub struct Form {
    /// In the order they are shown.
    pub fields: Vec<Field>,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// An instant (RFC 3339).
    Time,
    /// Another record, by id.
    Lookup,
    /// One of a fixed set of values.
    Choice,
}

/// What may be done with a field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Access {
    /// It is shown and can be changed.
    #[default]
    Write,
    /// It is shown.
    Read,
    /// It is not there.
    Hidden,
}

/// One value that can be chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The value.
    pub value: Value,
    /// What it is called.
    pub title: Text,
}

/// A field of a form.
#[derive(Debug)]
pub struct Field {
    /// Its key.
    pub key: String,
    /// What it is called.
    pub title: Text,
    /// What it is for.
    pub description: Option<Text>,
    /// What it holds.
    pub kind: FieldType,
    /// JSON Schema of its value.
    pub schema: Value,
    /// Whether it must have a value.
    pub required: bool,
    /// When a record is added.
    pub add: Access,
    /// When a record is changed.
    pub edit: Access,
    /// The values of a choice.
    pub choices: Vec<Choice>,
    /// What an empty value means for a person, said when it is empty.
    pub empty_note: Option<Text>,
    /// Value of a new record.
    pub default: Option<Value>,
    /// What can be chosen.
    pub(super) lookup: Option<Lookup>,
    pub(super) value: Expression,
    pub(super) label: Option<Expression>,
    pub(super) auto: Option<Expression>,
    pub(super) unique: Vec<Unique>,
    pub(super) check: jsonschema::Validator,
}

impl Field {
    /// Whether its candidates can be asked for.
    #[must_use]
    pub fn has_lookup(&self) -> bool {
        self.lookup.is_some()
    }

    /// Whether it is filled in from others.
    #[must_use]
    pub fn is_auto(&self) -> bool {
        self.auto.is_some()
    }

    /// Whether it is checked against what exists.
    #[must_use]
    pub fn is_unique(&self) -> bool {
        !self.unique.is_empty()
    }
}

/// What a lookup field offers.
#[derive(Debug)]
pub(super) struct Lookup {
    pub(super) listing: Listing,
    pub(super) value: Expression,
    pub(super) label: Expression,
    pub(super) detail: Option<Expression>,
    pub(super) get: One,
}

/// Something else must not have the same value.
#[derive(Debug)]
pub(super) struct Unique {
    pub(super) operation: String,
    pub(super) with: Template,
    pub(super) rows: String,
    /// Whether a row found is in the way.
    pub(super) clash: Expression,
    pub(super) message: Template,
    pub(super) message_uk: Option<Template>,
}

/// A process that is started from here.
#[derive(Debug)]
pub struct Command {
    /// Key of the process.
    pub process: String,
    /// What the button says.
    pub title: Option<Text>,
    pub(super) input: Template,
    pub(super) business_key: Option<Expression>,
    pub(super) confirm: Option<Confirm>,
    pub(super) when: Option<Condition>,
}

/// What a person is asked before.
#[derive(Debug)]
pub(super) struct Confirm {
    pub(super) en: Template,
    pub(super) uk: Option<Template>,
}

/// When something is offered.
#[derive(Debug)]
pub(super) struct Condition {
    pub(super) holds: Expression,
    /// Why it is not, where it is not.
    pub(super) reason: Text,
}

/// A child list of a record.
#[derive(Debug)]
pub struct Detail {
    /// Its key.
    pub key: String,
    /// Its name for people.
    pub title: Text,
    /// The list.
    pub table: Table,
    /// The form of Add.
    pub form: Form,
    pub(super) row_title: Option<Expression>,
    pub(super) add: Option<Command>,
    pub(super) delete: Option<Command>,
}

/// What an action is done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActionScope {
    /// The section as a whole.
    Section,
    /// One record.
    Record,
    /// Several records, one run each.
    Selection,
}

/// Something an action menu offers.
#[derive(Debug)]
pub struct Action {
    /// Its key.
    pub key: String,
    /// What the menu says.
    pub title: Text,
    /// What it does.
    pub description: Option<Text>,
    /// Where it is offered.
    pub scopes: Vec<ActionScope>,
    /// Whether it takes something away.
    pub destructive: bool,
    /// What is asked before.
    pub form: Form,
    /// What it starts.
    pub command: Command,
    pub(super) confirm_selection: Option<Confirm>,
}
