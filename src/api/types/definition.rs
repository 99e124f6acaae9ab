//! Definitions and what is wrong with them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use throughline_engine::definition as engine;
use throughline_engine::kernel::RunStatus;
use utoipa::ToSchema;
use uuid::Uuid;

use super::StatusWord;
use crate::store;

/// A version of a process definition.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Definition {
    /// Id of the version.
    pub id: Uuid,
    /// Key of the process.
    #[schema(example = "GetWebitelUsers")]
    pub key: String,
    /// Number of the version, from 1.
    pub version: i32,
    /// Name for people.
    pub name: String,
    /// SHA-256 of the source, as hex.
    pub digest: String,
    /// When it was deployed.
    pub deployed_at: DateTime<Utc>,
    /// Who deployed it.
    pub deployed_by: String,
}

/// A process as the library shows it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct LibraryEntry {
    /// The latest version.
    #[serde(flatten)]
    pub latest: Definition,
    /// The heading it stands under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// What it does, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What starts it, each once. `manual` is among them: every process can be started by hand.
    pub triggers: Vec<TriggerWord>,
    /// How much it runs; only where it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<ProcessActivity>,
}

/// How much a process runs.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ProcessActivity {
    /// Runs that have not ended, of all versions.
    pub live: LiveRuns,
    /// The run that was accepted last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_run: Option<LastRun>,
}

/// Runs that have not ended, by where they stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LiveRuns {
    /// Accepted, not yet begun.
    pub created: u32,
    /// Something is being done.
    pub running: u32,
    /// Nothing to do until a time comes or something arrives.
    pub waiting: u32,
    /// Stopped; a person must look.
    pub incident: u32,
    /// Stopped by a person.
    pub suspended: u32,
    /// All of them.
    pub total: u32,
    /// True: there are more, and only the newest of a status were counted.
    pub at_least: bool,
}

/// The run of a process that was accepted last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LastRun {
    /// Its id.
    pub id: Uuid,
    /// Where it stands.
    #[schema(value_type = StatusWord)]
    pub status: RunStatus,
    /// When it was accepted.
    pub created_at: DateTime<Utc>,
    /// When it began.
    #[serde(default)]
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    #[serde(default)]
    pub ended_at: Option<DateTime<Utc>>,
}

/// A version and the runs that are on it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct VersionEntry {
    /// The version.
    #[serde(flatten)]
    pub definition: Definition,
    /// Its runs that have not ended.
    pub live: LiveRuns,
}

/// What a definition may call.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct OperationList {
    /// Every operation of every connection, by name.
    pub items: Vec<Operation>,
}

/// One operation of a connection.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Operation {
    /// What stands after `call:`.
    #[schema(example = "webitel.users.search")]
    pub name: String,
    /// One sentence for people.
    pub description: String,
    /// Whether it changes the other system.
    pub kind: OperationWord,
    /// JSON Schema of what stands under `with:`.
    #[schema(value_type = Object)]
    pub input: Value,
}

/// Whether an operation changes the other system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OperationWord {
    /// It only looks.
    Reads,
    /// It changes something.
    Writes,
}

impl LiveRuns {
    /// Adds what was counted of one status.
    pub(in crate::api) fn add(&mut self, status: RunStatus, runs: u32) {
        let place = match status {
            RunStatus::Created => &mut self.created,
            RunStatus::Running => &mut self.running,
            RunStatus::Waiting => &mut self.waiting,
            RunStatus::Incident => &mut self.incident,
            RunStatus::Suspended => &mut self.suspended,
            RunStatus::Completed | RunStatus::Failed | RunStatus::Cancelled | RunStatus::Compensated => return,
        };
        *place = place.saturating_add(runs);
        self.total = self.total.saturating_add(runs);
    }
}

impl From<store::LastRun> for LastRun {
    fn from(run: store::LastRun) -> Self {
        Self {
            id: run.id.0,
            status: run.status,
            created_at: run.created_at,
            started_at: run.started_at,
            ended_at: run.ended_at,
        }
    }
}

impl From<&engine::OperationInfo> for Operation {
    fn from(info: &engine::OperationInfo) -> Self {
        Self {
            name: info.name.clone(),
            description: info.description.clone(),
            kind: match info.kind {
                engine::OperationKind::Reads => OperationWord::Reads,
                engine::OperationKind::Writes => OperationWord::Writes,
            },
            input: info.input.clone(),
        }
    }
}

/// What starts a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TriggerWord {
    /// A person or a program.
    Manual,
    /// An action of a section.
    Section,
    /// A clock.
    Schedule,
    /// Something that happened to a record.
    Record,
}

impl LibraryEntry {
    pub(in crate::api) fn of(row: store::Definition, process: Option<&engine::Process>) -> Self {
        let mut triggers = vec![TriggerWord::Manual];
        triggers.extend(
            process
                .iter()
                .flat_map(|process| &process.triggers)
                .map(|trigger| match trigger {
                    engine::Trigger::Manual => TriggerWord::Manual,
                    engine::Trigger::Section(_) => TriggerWord::Section,
                    engine::Trigger::Schedule(_) => TriggerWord::Schedule,
                    engine::Trigger::Record(_) => TriggerWord::Record,
                }),
        );
        triggers.sort_unstable();
        triggers.dedup();
        Self {
            latest: row.into(),
            group: process.and_then(|process| process.group.clone()),
            description: process.and_then(|process| process.description.clone()),
            triggers,
            activity: None,
        }
    }
}

/// The latest version of a process, and which others there are.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DefinitionDetails {
    /// The latest version.
    #[serde(flatten)]
    pub latest: Definition,
    /// What it does, for people.
    #[serde(default)]
    pub description: Option<String>,
    /// JSON Schema of the input.
    pub input_schema: Value,
    /// The fields of the input in the order of the file, for forms.
    #[serde(default)]
    pub input_order: Vec<String>,
    /// The newest versions, newest first; at most 100.
    pub versions: Vec<Definition>,
}

/// One version whole.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DefinitionVersion {
    /// The version.
    #[serde(flatten)]
    pub definition: Definition,
    /// What it does, for people.
    #[serde(default)]
    pub description: Option<String>,
    /// JSON Schema of the input.
    pub input_schema: Value,
    /// The file as it was deployed.
    pub source: String,
}

/// Result of a deploy.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Deployed {
    /// The version that is the latest now.
    #[serde(flatten)]
    pub definition: Definition,
    /// False where this content was the latest version already.
    pub is_new: bool,
    /// What is allowed and probably not meant.
    pub warnings: Vec<Diagnostic>,
}

/// Result of a check.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Validation {
    /// Whether it can be deployed.
    pub valid: bool,
    /// Mistakes and warnings, in the order of the file.
    pub diagnostics: Vec<Diagnostic>,
}

/// One mistake of a definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Diagnostic {
    /// Stable name, e.g. `unknown_operation`.
    pub code: String,
    /// Error or warning.
    pub severity: Severity,
    /// Where.
    pub position: Position,
    /// What is wrong.
    pub message: String,
    /// What to do.
    #[serde(default)]
    pub hint: Option<String>,
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It cannot be deployed.
    Error,
    /// It can.
    Warning,
}

/// A place in the source. Lines and columns count from 1, columns in characters; offset and length are bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Position {
    /// Line.
    pub line: u32,
    /// Column.
    pub column: u32,
    /// Byte offset.
    pub offset: u32,
    /// Length in bytes.
    pub length: u32,
}

impl From<store::Definition> for Definition {
    fn from(row: store::Definition) -> Self {
        Self {
            id: row.id.0,
            key: row.key,
            version: row.version,
            name: row.name,
            digest: hex::encode(row.digest),
            deployed_at: row.deployed_at,
            deployed_by: row.deployed_by,
        }
    }
}

impl From<engine::Diagnostic> for Diagnostic {
    fn from(diagnostic: engine::Diagnostic) -> Self {
        let engine::Position {
            line,
            column,
            offset,
            length,
        } = diagnostic.position;
        Self {
            code: diagnostic.code,
            severity: match diagnostic.severity {
                engine::Severity::Error => Severity::Error,
                engine::Severity::Warning => Severity::Warning,
            },
            position: Position {
                line,
                column,
                offset,
                length,
            },
            message: diagnostic.message,
            hint: diagnostic.hint,
        }
    }
}

impl From<Diagnostic> for engine::Diagnostic {
    fn from(diagnostic: Diagnostic) -> Self {
        let Position {
            line,
            column,
            offset,
            length,
        } = diagnostic.position;
        Self {
            code: diagnostic.code,
            severity: match diagnostic.severity {
                Severity::Error => engine::Severity::Error,
                Severity::Warning => engine::Severity::Warning,
            },
            position: engine::Position {
                line,
                column,
                offset,
                length,
            },
            message: diagnostic.message,
            hint: diagnostic.hint,
        }
    }
}
