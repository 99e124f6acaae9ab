//! The compiled model of a definition: flat, indexed, with every name resolved. The kernel runs on this and nothing else.
//!
//! Bodies nest (process, sub-process, item of a `for_each`), steps and flows are numbered over the whole process, so a
//! token is two small numbers. Nothing here is serialised: the source text is what is stored, and it compiles to the
//! same model for ever.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::Position;
use crate::script::Script;

/// Index of a step in [`Process::steps`]. 16 bits: a definition has at most 10,000 steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct StepIndex(pub u16);

/// Index of a sequence flow in [`Process::flows`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct FlowIndex(pub u16);

/// Index of a body in [`Process::bodies`]; body 0 is the process itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct BodyIndex(pub u16);

/// A definition that was checked whole: every name resolves, every flow ends somewhere.
#[derive(Debug)]
pub struct Process {
    /// The key of the process, e.g. `GetWebitelUsers`.
    pub key: String,
    /// Name for people; the key where none is written.
    pub name: String,
    /// What it does, for people.
    pub description: Option<String>,
    /// Heading the process library shows it under; `None` where none is written.
    pub group: Option<String>,
    /// What starts it, in the order written. `manual` need not be written: every process has it.
    pub triggers: Vec<super::Trigger>,
    /// JSON Schema (object) of the input; `{"type":"object"}` where none is written.
    pub input_schema: Value,
    /// Most calls and waits of one run; one more is an incident. Part of the definition and not of a configuration,
    /// because every replay must count to the same number.
    pub max_activities: u32,
    /// Expression whose text is the business key of a run whose starter named none. Sees `input` only.
    pub business_key: Option<Template>,
    /// Bodies; 0 is the process. A parent stands before its children.
    pub bodies: Vec<Body>,
    /// All steps of all bodies, in the order they are written.
    pub steps: Vec<Step>,
    /// All sequence flows (also those from a `catch` to its handler).
    pub flows: Vec<Flow>,
}

/// A nesting of steps with variables of its own: what becomes a scope at run time.
#[derive(Debug)]
pub struct Body {
    /// The sub-process or `for_each` step that owns it; `None` for the process.
    pub owner: Option<StepIndex>,
    /// The enclosing body; `None` for the process.
    pub parent: Option<BodyIndex>,
    /// What opens it.
    pub kind: BodyKind,
    /// The first step. An item body of a single-activity `for_each` (no `steps:`) has none: see [`MultiInstance::body`].
    pub start: Option<StepIndex>,
    /// Its steps in the order written.
    pub steps: Vec<StepIndex>,
    /// Declared variables; the slot is the place in this list. In an item body slots 0 and 1 are the `as:` name and `index`.
    pub variables: Vec<Variable>,
}

/// What a body is the inside of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyKind {
    /// The whole process.
    Process,
    /// An embedded sub-process (BPMN 2.0 §10.3.5).
    SubProcess,
    /// One item of a multi-instance activity (BPMN 2.0 §10.3.8).
    Item,
}

/// A declared variable.
#[derive(Debug)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its value when the scope opens; sees `input`, `run` and the variables of the outer scopes (in an item also the
    /// item and `index`), never its neighbours. Evaluated in the scope being opened: references count from this body (`up` 0 are the item
    /// and `index`, `up` 1 the body around). For the item slots 0 and 1 this is a literal null the kernel overwrites.
    pub initial: Template,
    /// Where it is declared.
    pub position: Position,
}

/// A sequence flow (BPMN 2.0 §8.4.13), or the way from a boundary event to its handler.
#[derive(Debug, Clone, Copy)]
pub struct Flow {
    /// Source.
    pub from: StepIndex,
    /// Target, in the same body except for flows of kind [`FlowKind::Boundary`] of a `for_each`, whose target is inside the item body.
    pub to: StepIndex,
    /// Kind.
    pub kind: FlowKind,
}

/// How a token comes to use a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlowKind {
    /// The step completed.
    Sequence,
    /// An error was caught (`catch`).
    Boundary,
}

/// Where a token goes when it is done with a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Along this flow.
    Flow(FlowIndex),
    /// Its path ends here (`to: end`, or nothing is written after it).
    End,
}

/// One step: an activity, gateway or event.
#[derive(Debug)]
pub struct Step {
    /// The key as written, e.g. `find_contact`.
    pub key: String,
    /// The path from the process, unique in it: `import_users/find_contact`. This is the step's name in the journal.
    pub path: Arc<str>,
    /// Name for people; the key where none is written.
    pub name: String,
    /// The body it stands in.
    pub body: BodyIndex,
    /// What it does.
    pub kind: StepKind,
    /// `for_each`; allowed on call, script and sub-process steps.
    pub multi: Option<MultiInstance>,
    /// `set`, evaluated when the activity completed, with `result` in view; all right-hand sides see the values before.
    /// On a `for_each` step it runs once, after the last item, and `result` is the list of collected values.
    pub set: Vec<Assignment>,
    /// Where to go on completion. `End` for `End` steps. Unused by `Choose` and `Fork`.
    pub next: Target,
    /// Boundary error events, in the order written: the first that matches catches. On a `for_each` step they belong
    /// to the item: their targets are steps of the item body (or none), their `set` runs in the item's scope.
    pub catches: Vec<Catch>,
    /// Retry of transient failures; meaningful for calls.
    pub retry: Retry,
    /// Longest time the activity may take, with its retries and, for a sub-process or `for_each`, all that is inside.
    /// Passing it is the error `timeout` at this step. A literal duration text ("30s") or an expression giving one or seconds.
    pub timeout: Option<Template>,
    /// How many flows come in (of any kind); a join waits for one token on each.
    pub incoming: Vec<FlowIndex>,
    /// Where it is written.
    pub position: Position,
}

/// What a step does.
#[derive(Debug)]
pub enum StepKind {
    /// Service task: calls an operation.
    Call {
        /// Full name of the operation.
        operation: Arc<str>,
        /// The request; a map template.
        with: Template,
    },
    /// Script task; its value is `result`.
    Script(Arc<Expression>),
    /// Exclusive gateway: the first branch whose condition holds.
    Choose(Vec<Branch>),
    /// Parallel gateway, diverging.
    Fork(Vec<FlowIndex>),
    /// Parallel gateway, converging: one token per incoming flow.
    Join,
    /// Embedded sub-process (with `multi`: the body of each item).
    SubProcess(BodyIndex),
    /// Intermediate timer catch event: a duration text ("10s") or an expression giving one, or seconds, or an RFC 3339 instant.
    Wait(Template),
    /// End event.
    End(End),
    /// Does nothing itself; there for its `set`.
    Pass,
}

/// What an end event does.
#[derive(Debug)]
pub enum End {
    /// Ends the token; when the scope's last token ends, the last `result` written is the scope's result.
    None {
        /// The result, where one is written.
        result: Option<Template>,
    },
    /// Throws an error to the enclosing scope.
    Error {
        /// Error code.
        code: String,
        /// Message template; the code where none is written.
        message: Option<Template>,
        /// Data for the handler.
        data: Option<Template>,
    },
}

/// One way out of an exclusive gateway.
#[derive(Debug)]
pub struct Branch {
    /// The condition; `None` is the default branch, which stands last.
    pub when: Option<Arc<Expression>>,
    /// Assignments made on the way.
    pub set: Vec<Assignment>,
    /// Where it leads.
    pub to: Target,
}

/// `for_each` (BPMN 2.0 §10.3.8, multi-instance characteristics).
///
/// Where expressions of such a step are evaluated: `list`, `parallel`, `set` and `timeout` of the step in the step's
/// own body; `with`/script code of a single activity, `collect` and the `set` of its catches in the item body.
#[derive(Debug)]
pub struct MultiInstance {
    /// Gives the list; fixed at entry.
    pub list: Template,
    /// How many items run at once; 1 is sequential. Literal or expression, checked to be 1..=1000 at entry.
    pub parallel: Template,
    /// The item body: its variables are (`as` name, `index`, declared ones). For a `SubProcess` step the same body as
    /// in [`StepKind::SubProcess`]; for a call or script a body without steps in whose scope the one activity runs.
    pub body: BodyIndex,
    /// Value gathered of each item when it completes, seen from the item's scope with `result` in view (the activity's
    /// result or the sub-process' end result). `None`: the result itself.
    pub collect: Option<Template>,
}

/// `name: value` under `set`.
#[derive(Debug)]
pub struct Assignment {
    /// The variable written.
    pub to: VariableRef,
    /// Its name, for messages and the journal view.
    pub name: String,
    /// The new value.
    pub value: Template,
}

/// A variable, counted from the body where the reference stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VariableRef {
    /// How many scopes up: 0 is the body of the step itself (the item body for what is evaluated inside an item).
    pub up: u16,
    /// Slot in that scope.
    pub slot: u16,
}

/// One `catch` entry: an interrupting boundary error event (BPMN 2.0 §10.5.4).
#[derive(Debug)]
pub struct Catch {
    /// Which codes it catches.
    pub pattern: ErrorPattern,
    /// Assignments, with `error` in view.
    pub set: Vec<Assignment>,
    /// Handler. `None`: go on as if the step (the item, on a `for_each`) had completed, without its `set`.
    pub to: Option<Target>,
}

/// Which error codes a `catch` matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrorPattern {
    /// `*`: every error except `uncertain`, which a person must look at unless it is caught by name.
    Any,
    /// `webitel.*`: the code `webitel` and every code that begins with `webitel.`.
    Prefix(String),
    /// This code.
    Code(String),
}

impl ErrorPattern {
    /// Whether this pattern catches the code.
    #[must_use]
    pub fn matches(&self, code: &str) -> bool {
        match self {
            Self::Any => code != "uncertain",
            Self::Prefix(prefix) => code
                .strip_prefix(prefix.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.')),
            Self::Code(own) => own == code,
        }
    }
}

/// How transient failures of a call are repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    /// Attempts in all, the first included; 1 never repeats.
    pub attempts: u16,
    /// Wait before the second attempt; doubles from there, with up to half of it taken off at random (derived from the run, so that a replay agrees).
    pub first: Duration,
    /// Longest wait.
    pub longest: Duration,
}

impl Default for Retry {
    /// What a call does that says nothing: five attempts over about fifteen seconds.
    fn default() -> Self {
        Self {
            attempts: 5,
            first: Duration::from_secs(1),
            longest: Duration::from_secs(60),
        }
    }
}

/// A value with expressions in it.
#[derive(Debug, Clone)]
pub enum Template {
    /// Taken as it is.
    Literal(Arc<Value>),
    /// Evaluated.
    Expression(Arc<Expression>),
    /// A list of templates.
    List(Vec<Template>),
    /// A map of templates.
    Map(Vec<(String, Template)>),
}

/// A compiled expression or script, with each free name resolved.
#[derive(Debug)]
pub struct Expression {
    /// The compiled code.
    pub script: Script,
    /// What each free name of `script` (same order as [`Script::names`]) stands for.
    pub names: Vec<NameRef>,
    /// Where the code begins in the file.
    pub position: Position,
}

/// What a name in an expression stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameRef {
    /// The input of the run.
    Input,
    /// `run`: `id`, `business_key`, `started_at`, `started_by`, `attempt`.
    Run,
    /// A variable, the `as:` name or `index`.
    Variable(VariableRef),
    /// The result of the step that completed.
    Result,
    /// The error being handled: `code`, `message`, `step`, `data`; null where none is.
    Error,
}
