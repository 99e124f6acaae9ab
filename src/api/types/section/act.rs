//! Pressing a button of a section: which are offered, what is asked before, what came of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{ActionInfo, FieldError, pair};
use crate::api::types::Run;
use crate::sections;

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
