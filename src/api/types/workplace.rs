//! Workplaces: which sections people have before them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A workplace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Workplace {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Counts its changes, from 1.
    pub version: i32,
    /// Its sections, in order.
    pub sections: Vec<WorkplaceSection>,
}

/// A section of a workplace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WorkplaceSection {
    /// Its key.
    pub key: String,
    /// Its name; its key where its file is gone.
    pub title: String,
    /// Its name in Ukrainian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_uk: Option<String>,
    /// Whether its file is there.
    pub available: bool,
}

/// Every workplace.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct WorkplaceList {
    /// The workplaces, in order.
    pub items: Vec<Workplace>,
}

/// A new workplace.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkplaceRequest {
    /// Its name; no other workplace has it.
    #[schema(
        min_length = 1,
        max_length = 100,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub name: String,
    /// Keys of its sections, in order, each once.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub sections: Vec<String>,
}

/// A workplace as it shall be.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkplaceChange {
    /// Its name; no other workplace has it.
    #[schema(
        min_length = 1,
        max_length = 100,
        pattern = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
    )]
    pub name: String,
    /// Keys of its sections, in order, each once.
    #[schema(max_items = 200)]
    pub sections: Vec<String>,
    /// The version this change was made from: it is refused where somebody changed the workplace meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1)]
    pub version: Option<i32>,
}

/// The order of the workplaces.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkplaceOrder {
    /// The id of every workplace, each once.
    #[schema(max_items = 200)]
    pub order: Vec<Uuid>,
}
