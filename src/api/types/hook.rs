//! Record events.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

/// Something happened to a record of a section.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecordEventRequest {
    /// Id of this delivery, the same for every attempt at it: 1 to 200 visible ASCII characters.
    #[schema(min_length = 1, max_length = 200, pattern = "^[!-~]+$")]
    pub delivery_id: String,
    /// What the CRM calls the kind of record; for people.
    #[schema(max_length = 200)]
    pub entity: String,
    /// What happened.
    pub event: RecordEventWord,
    /// The record with its fields; of a deleted one those it had.
    #[schema(value_type = Object)]
    pub record: Value,
    /// Names of the fields that changed.
    #[serde(default)]
    pub changed: Vec<String>,
}

/// What happened to a record, in the words of the CRM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecordEventWord {
    /// It is new.
    Inserted,
    /// It changed.
    Updated,
    /// It is gone.
    Deleted,
}

/// What a delivery did.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RecordEventAnswer {
    /// The delivery.
    pub delivery_id: String,
    /// It came before and was done then; nothing was started now.
    pub duplicate: bool,
    /// The runs it started, now or before; all of them are durable.
    pub started: Vec<RecordStart>,
    /// Processes that listen to the section and had nothing to do with this.
    pub not_matched: Vec<RecordPass>,
    /// Processes that should have started and could not; they would fail again.
    pub failed: Vec<RecordPass>,
}

/// A run that a delivery started.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RecordStart {
    /// Key of the process.
    pub process: String,
    /// The run.
    pub run_id: Uuid,
}

/// A process that a delivery did not start.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct RecordPass {
    /// Key of the process.
    pub process: String,
    /// Why not.
    pub reason: String,
}
