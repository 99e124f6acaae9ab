//! What travels over the API, as the service writes it and the client reads it. No rules in here: shapes and words only.

mod access;
mod bulk;
mod calendar;
mod connection;
mod definition;
mod history;
mod hook;
mod journal;
mod looking_back;
mod run;
mod run_filter;
mod run_overview;
mod schedule;
mod secret;
mod section;
mod series;
mod start;
mod view;
mod workplace;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use access::{
    ApiToken, AuditEntry, AuditOutcomeWord, CallerWord, MadeToken, NewProcessGrant, NewTokenRequest, NewUserRequest,
    PasswordRequest, ProcessGrant, SessionInfo, SignInRequest, TokenStatus, User, UserPatch,
};
pub use bulk::{
    Bulk, BulkBecameCounts, BulkCounts, BulkFit, BulkGroup, BulkItem, BulkLeftOutCount, BulkRequest, BulkSelection,
    BulkStartRequest,
};
pub use calendar::{
    CalendarCell, CalendarCut, CalendarDay, CalendarOutcomes, CalendarSchedule, CalendarTime, ScheduleCalendar,
    UpcomingFiring, UpcomingFirings,
};
pub use connection::{
    Connection, ConnectionBucket, ConnectionDetails, ConnectionError, ConnectionFigures, ConnectionLimits,
    ConnectionList, ConnectionProcess, ConnectionSeries, ConnectionState, ConnectionTest, NodeCircuit, TestEnd,
    TestStage, TestStep,
};
pub use definition::{
    Definition, DefinitionDetails, DefinitionVersion, Deployed, Diagnostic, LastRun, LibraryEntry, LiveRuns, Operation,
    OperationList, OperationWord, Position, ProcessActivity, Severity, TriggerWord, Validation, VersionEntry,
};
pub use history::{Activity, ActivityEnd, ActivityOutcome, ActivityPage, AskedOf, RunMoment};
pub use hook::{RecordEventAnswer, RecordEventRequest, RecordEventWord, RecordPass, RecordStart};
pub use journal::{Fact, FactKindWord, JournalPage};
pub use looking_back::{
    Bounded, LengthsOfTime, StepReport, StepSpan, StepSpanKind, StepsReport, VariableChange, VariableChangePage,
};
pub use run::{
    Accepted, CancelRequest, Doing, ErrorClassWord, InputProblem, Progress, Run, RunError, RunEvent, RunInput, RunPage,
    RunSummary, StatusWord, Token,
};
pub use run_filter::{RunFilter, RunFilterError};
pub use run_overview::{RunCause, RunCauses, RunCount, RunCounts, RunProgress, RunsProgress};
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
pub use series::{RunBucket, RunSeries};
pub use start::{
    BatchItem, BatchOutcome, BatchProblem, BatchRequest, BatchStarted, Callback, CallbackEvent, CallbackRequest,
    Callbacks, StartRequest, StartedRun,
};
pub use view::{SavedView, SavedViewList, ViewChange, ViewPage, ViewRequest};
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
