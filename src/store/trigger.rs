//! What started a run, in one word.

use serde::{Deserialize, Serialize};

/// What started a run. The detail (which schedule, which section) stands in `started_by`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TriggerKind {
    /// A person or a program by the API, the CLI or the console.
    Manual,
    /// A schedule.
    Schedule,
    /// An action of a section.
    Section,
    /// A record was created, updated or deleted.
    Record,
    /// The Creatio-shaped process service.
    Creatio,
}

impl TriggerKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Manual, Self::Schedule, Self::Section, Self::Record, Self::Creatio];

    /// Its name in the API and in Postgres.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Manual => "manual",
            Self::Schedule => "schedule",
            Self::Section => "section",
            Self::Record => "record",
            Self::Creatio => "creatio",
        }
    }
}

/// What started a run as Postgres' enum `trigger_kind`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TriggerName(pub(crate) TriggerKind);

pg_enum!(TriggerName, "trigger_kind", TriggerKind::ALL, TriggerKind::as_str);
