//! What travels over the API, as the service writes it and the client reads it. No rules in here: shapes and words only.

mod access;
mod definition;
mod history;
mod hook;
mod journal;
mod looking_back;
mod run;
mod run_filter;
mod schedule;
mod secret;
mod section;
mod start;
mod workplace;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use access::{
    ApiToken, AuditEntry, AuditOutcomeWord, CallerWord, MadeToken, NewProcessGrant, NewTokenRequest, NewUserRequest,
    PasswordRequest, ProcessGrant, SessionInfo, SignInRequest, TokenStatus, User, UserPatch,
};
pub use definition::{
    Definition, DefinitionDetails, DefinitionVersion, Deployed, Diagnostic, LibraryEntry, Position, Severity,
    TriggerWord, Validation,
};
pub use history::{Activity, ActivityEnd, ActivityOutcome, ActivityPage, AskedOf, RunMoment};
pub use hook::{RecordEventAnswer, RecordEventRequest, RecordEventWord, RecordPass, RecordStart};
pub use journal::{Fact, FactKindWord, JournalPage};
pub use looking_back::{
    Bounded, LengthsOfTime, StepReport, StepSpan, StepSpanKind, StepsReport, VariableChange, VariableChangePage,
};
pub use run::{
    Accepted, CancelRequest, Doing, ErrorClassWord, InputProblem, Progress, Run, RunError, RunEvent, RunPage,
    RunSummary, StatusWord, Token,
};
pub use run_filter::{RunFilter, RunFilterError};
pub use schedule::{
    BackfillRequest, Backfilled, CreateSchedule, Firing, MissedWord, OriginWord, OutcomeWord, OverlapWord, PlannedTime,
    Preview, Schedule, ScheduleSettings, SourceWord,
};
pub use secret::{NamedSecret, SecretList, SecretValue, SentSecret};
pub use section::{
    ActionInfo, ActionRequest, ActionStart, CandidateInfo, CandidateList, ChoiceInfo, ColumnInfo, CommandInfo,
    DetailInfo, FieldError, FieldInfo, FieldNote, FormCheck, FormCheckRequest, FormInfo, Menu, MenuItem, Offer,
    ProblemSummary, RecordInfo, RecordPage, RecordRow, SectionInfo, SectionList, SectionStart, SectionSummary,
    SelectionItem, SelectionMenu, SelectionMenuItem, SelectionRequest, SelectionStart, TableInfo, ValuesRequest,
};
pub use start::{
    BatchItem, BatchOutcome, BatchProblem, BatchRequest, BatchStarted, Callback, CallbackEvent, CallbackRequest,
    Callbacks, StartRequest, StartedRun,
};
pub use workplace::{Workplace, WorkplaceChange, WorkplaceList, WorkplaceOrder, WorkplaceRequest, WorkplaceSection};

/// One page of a list.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Send it as `cursor` for the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}
