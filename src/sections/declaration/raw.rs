//! A declaration as written. `docs/sections.md` explains the fields to authors.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::sections::model::{Access, ActionScope, ColumnType, FieldType, FilterOperator};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSection {
    pub(super) section: String,
    pub(super) title: String,
    pub(super) title_uk: Option<String>,
    pub(super) description: Option<String>,
    pub(super) description_uk: Option<String>,
    pub(super) record_title: Option<String>,
    pub(super) run_key: Option<String>,
    pub(super) source: RawListing,
    pub(super) read: RawOne,
    pub(super) columns: Vec<RawColumn>,
    pub(super) default_sort: Option<String>,
    #[serde(default)]
    pub(super) form: Vec<RawField>,
    pub(super) add: Option<RawCommand>,
    pub(super) save: Option<RawCommand>,
    pub(super) delete: Option<RawCommand>,
    #[serde(default)]
    pub(super) details: Vec<RawDetail>,
    #[serde(default)]
    pub(super) actions: Vec<RawAction>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawListing {
    pub(super) operation: String,
    #[serde(default)]
    pub(super) with: Map<String, Value>,
    #[serde(default = "items")]
    pub(super) rows: String,
    pub(super) id: Option<String>,
    pub(super) page: Option<RawPage>,
    pub(super) more: Option<String>,
    pub(super) total: Option<String>,
    pub(super) search: Option<Map<String, Value>>,
    pub(super) sort: Option<Map<String, Value>>,
    pub(super) only: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPage {
    pub(super) skip: Option<String>,
    pub(super) number: Option<String>,
    pub(super) size: String,
    #[serde(default = "page_max")]
    pub(super) max: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOne {
    pub(super) operation: String,
    #[serde(default)]
    pub(super) with: Map<String, Value>,
    pub(super) rows: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawColumn {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) title_uk: Option<String>,
    #[serde(rename = "type", default = "text_column")]
    pub(super) kind: ColumnType,
    pub(super) value: Option<String>,
    pub(super) label: Option<String>,
    #[serde(default)]
    pub(super) search: bool,
    pub(super) sort: Option<String>,
    #[serde(default)]
    pub(super) filter: BTreeMap<FilterOperator, String>,
    #[serde(default = "yes")]
    pub(super) shown: bool,
    #[serde(default)]
    pub(super) choices: Vec<RawChoice>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawChoice {
    pub(super) value: Value,
    pub(super) title: String,
    pub(super) title_uk: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawField {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) title_uk: Option<String>,
    pub(super) description: Option<String>,
    pub(super) description_uk: Option<String>,
    #[serde(rename = "type", default = "text_field")]
    pub(super) kind: FieldType,
    #[serde(default)]
    pub(super) rules: Map<String, Value>,
    #[serde(default)]
    pub(super) required: bool,
    #[serde(default)]
    pub(super) add: Access,
    #[serde(default)]
    pub(super) edit: Access,
    #[serde(default)]
    pub(super) choices: Vec<RawChoice>,
    pub(super) empty_note: Option<String>,
    pub(super) empty_note_uk: Option<String>,
    pub(super) default: Option<Value>,
    pub(super) value: Option<String>,
    pub(super) label: Option<String>,
    pub(super) auto: Option<String>,
    pub(super) lookup: Option<RawLookup>,
    #[serde(default)]
    pub(super) unique: Vec<RawUnique>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLookup {
    pub(super) source: RawListing,
    pub(super) value: String,
    pub(super) label: String,
    pub(super) detail: Option<String>,
    pub(super) get: RawOne,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawUnique {
    pub(super) operation: String,
    pub(super) with: Map<String, Value>,
    #[serde(default = "items")]
    pub(super) rows: String,
    pub(super) clash: String,
    pub(super) message: String,
    pub(super) message_uk: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCommand {
    pub(super) process: String,
    pub(super) title: Option<String>,
    pub(super) title_uk: Option<String>,
    #[serde(default)]
    pub(super) input: Map<String, Value>,
    pub(super) business_key: Option<String>,
    pub(super) confirm: Option<String>,
    pub(super) confirm_uk: Option<String>,
    pub(super) when: Option<String>,
    pub(super) unless: Option<String>,
    pub(super) unless_uk: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDetail {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) title_uk: Option<String>,
    pub(super) source: RawListing,
    pub(super) columns: Vec<RawColumn>,
    pub(super) default_sort: Option<String>,
    pub(super) row_title: Option<String>,
    #[serde(default)]
    pub(super) form: Vec<RawField>,
    pub(super) add: Option<RawCommand>,
    pub(super) delete: Option<RawCommand>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAction {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) title_uk: Option<String>,
    pub(super) description: Option<String>,
    pub(super) description_uk: Option<String>,
    #[serde(rename = "for")]
    pub(super) scopes: Vec<ActionScope>,
    #[serde(default)]
    pub(super) destructive: bool,
    #[serde(default)]
    pub(super) form: Vec<RawField>,
    pub(super) process: Option<String>,
    #[serde(default)]
    pub(super) input: Map<String, Value>,
    pub(super) business_key: Option<String>,
    pub(super) confirm: Option<String>,
    pub(super) confirm_uk: Option<String>,
    pub(super) confirm_selection: Option<String>,
    pub(super) confirm_selection_uk: Option<String>,
    pub(super) when: Option<String>,
    pub(super) unless: Option<String>,
    pub(super) unless_uk: Option<String>,
}

fn items() -> String {
    "items".to_owned()
}
fn page_max() -> u32 {
    200
}
fn yes() -> bool {
    true
}
fn text_column() -> ColumnType {
    ColumnType::Text
}
fn text_field() -> FieldType {
    FieldType::Text
}
