//! Saved views: the filters of a list page under a name.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// The list pages that have views.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ViewPage {
    /// The list of runs.
    #[default]
    Runs,
}

impl ViewPage {
    /// Its name in the API and in Postgres.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Runs => "runs",
        }
    }
}

/// A saved view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SavedView {
    /// Its id.
    pub id: Uuid,
    /// The page it is of.
    pub page: ViewPage,
    /// Its name.
    pub name: String,
    /// What stands behind the question mark of the page's address.
    #[schema(example = "status=incident%2Cfailed&since=24h")]
    pub address: String,
    /// Whether everybody sees it.
    pub shared: bool,
    /// Whether it is the caller's own.
    pub mine: bool,
    /// Who keeps it.
    #[schema(example = "user:ann")]
    pub owner: String,
    /// Its place among the owner's.
    pub position: i32,
    /// Counts its changes, from 1.
    pub version: i32,
}

/// The views a caller sees on a page.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct SavedViewList {
    /// Their own in their order, then what others share by name.
    pub items: Vec<SavedView>,
}

/// A view to save.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewRequest {
    /// The page it is of.
    #[serde(default)]
    pub page: ViewPage,
    /// Its name; no other of the caller's views of the page has it.
    #[schema(
        min_length = 1,
        max_length = 100,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub name: String,
    /// What stands behind the question mark of the page's address: a query and nothing else.
    #[schema(max_length = 2000, pattern = r"^[A-Za-z0-9._~%:@!$&'()*+,;=-]*$")]
    pub address: String,
    /// Whether everybody sees it; operators and up share views.
    #[serde(default)]
    pub shared: bool,
}

/// A view as it shall be.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ViewChange {
    /// Its name; no other of the owner's views of the page has it.
    #[schema(
        min_length = 1,
        max_length = 100,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub name: String,
    /// What stands behind the question mark of the page's address: a query and nothing else.
    #[schema(max_length = 2000, pattern = r"^[A-Za-z0-9._~%:@!$&'()*+,;=-]*$")]
    pub address: String,
    /// Whether everybody sees it; operators and up share views.
    #[serde(default)]
    pub shared: bool,
    /// Its place among the owner's; it stays where it is without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 1000)]
    pub position: Option<i32>,
    /// The version this change was made from: it is refused where somebody changed the view meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub version: Option<i32>,
}
