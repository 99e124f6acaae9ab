//! Connections: how they are, what they did, what a test saw. Never a secret.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::connections::{Health, Overview, Span};
use crate::connectors::{Finding, Limits, Remedy, Trial, TrialEnd, TrialStage};
use crate::figures::{CircuitState, Counts, FailureKind, SeenError};

/// How a connection is, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionState {
    /// Its calls succeed.
    Ok,
    /// At least a tenth of the calls of the last five minutes failed, or the last one did.
    Degraded,
    /// The circuit of a node is open: nothing is sent from there for a while.
    CircuitOpen,
    /// Its credentials are refused.
    CannotSignIn,
    /// Nothing is known of any call in the last days.
    NotUsed,
}

/// What a connection did in a span of time, on all nodes together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ConnectionFigures {
    /// HTTP exchanges made, failed ones included. One call of a step may take several.
    pub calls: u64,
    /// Of them: trouble that passes (no connection, no answer, 5xx, too many requests).
    pub transient: u64,
    /// Of them: answered no (4xx); the connection works.
    pub refused: u64,
    /// Of them: writes that may have been done.
    pub unknown: u64,
    /// Of them: credentials refused or not readable.
    pub sign_in: u64,
    /// Not made, because the circuit was open. Not among `calls`.
    pub not_sent: u64,
    /// Times a circuit opened.
    pub opened: u64,
    /// Calls that waited for their turn or for the pace.
    pub waits: u64,
    /// How long all of them waited, in milliseconds.
    pub waited_ms: u64,
    /// Bytes of requests and answers, without headers.
    pub bytes: u64,
    /// Half of the exchanges took no longer, in milliseconds, to about a fifth; absent where there were none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p50_ms: Option<f64>,
    /// 95 of 100 exchanges took no longer, in milliseconds, to about a fifth; absent where there were none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p95_ms: Option<f64>,
}

/// The circuit breaker of a connection on one node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NodeCircuit {
    /// The node; a new one after every start.
    pub node: Uuid,
    /// What people call it.
    pub name: String,
    /// How the circuit stands.
    pub circuit: CircuitState,
    /// Since when; absent where it has been so since the node started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<DateTime<Utc>>,
    /// Until when it stays open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<Utc>>,
    /// Calls in flight.
    pub in_flight: u32,
    /// Calls that wait for their turn or the pace.
    pub waiting: u32,
}

/// What is configured; of each node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ConnectionLimits {
    /// Most requests a second, averaged; absent where there is no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requests_per_second: Option<f64>,
    /// Most calls in flight at once.
    pub max_concurrent: u64,
    /// Longest time of one exchange, in milliseconds.
    pub timeout_ms: u64,
    /// Longest time to connect, in milliseconds.
    pub connect_timeout_ms: u64,
    /// Largest answer, in bytes.
    pub max_response_bytes: u64,
    /// Failures in a row that open the circuit; 0: it never opens.
    pub circuit_failures: u32,
    /// How long it stays open, in milliseconds.
    pub circuit_open_ms: u64,
}

/// A failed call, and those like it that were told with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConnectionError {
    /// When the last of them failed.
    pub at: DateTime<Utc>,
    /// How.
    pub kind: FailureKind,
    /// Code of the error.
    pub code: String,
    /// Operation, without the connection's name.
    pub operation: String,
    /// In words; secrets are masked.
    pub message: String,
    /// How many there were.
    pub times: u32,
    /// The run whose step called, where one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<Uuid>,
    /// Its process.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process: Option<String>,
    /// Path of the step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
}

/// A process that calls a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConnectionProcess {
    /// Its key.
    pub key: String,
    /// Its name.
    pub name: String,
}

/// A configured connection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Connection {
    /// Its name: the first part of its operations.
    pub name: String,
    /// Its connector.
    pub connector: String,
    /// What people call the system.
    pub title: String,
    /// Scheme, host and port.
    pub address: String,
    /// How it signs in: `none`, `token`, `forms` or `oauth2`.
    pub auth: String,
    /// How it is.
    pub state: ConnectionState,
    /// Since when, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<DateTime<Utc>>,
    /// Its circuit on each node that is up.
    pub nodes: Vec<NodeCircuit>,
    /// The last five minutes.
    pub last_5_minutes: ConnectionFigures,
    /// The last hour.
    pub last_hour: ConnectionFigures,
    /// Calls of each of the last 60 minutes, oldest first; the last is the one under way.
    #[schema(min_items = 60, max_items = 60)]
    pub calls_per_minute: Vec<u64>,
    /// What is configured.
    pub limits: ConnectionLimits,
    /// When a call last succeeded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_success_at: Option<DateTime<Utc>>,
    /// The last failed call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<ConnectionError>,
    /// Processes whose latest version calls it.
    pub processes: Vec<ConnectionProcess>,
    /// Operation a test reads with; absent where the connector declares none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test_operation: Option<String>,
}

/// All connections.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ConnectionList {
    /// By name.
    pub items: Vec<Connection>,
}

/// A connection with its last failed calls.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ConnectionDetails {
    /// The connection.
    #[serde(flatten)]
    pub connection: Connection,
    /// The last failed calls, newest first; at most 50.
    pub errors: Vec<ConnectionError>,
}

/// One span of a series.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ConnectionBucket {
    /// When it begins.
    pub at: DateTime<Utc>,
    /// What happened in it.
    #[serde(flatten)]
    pub figures: ConnectionFigures,
}

/// What a connection did over time.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ConnectionSeries {
    /// Seconds of each span: whole minutes.
    pub bucket_seconds: u64,
    /// The spans without gaps, oldest first; the last is the one under way.
    pub buckets: Vec<ConnectionBucket>,
}

/// What a test looks at, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TestStage {
    /// The host has an address.
    Resolve,
    /// Somebody takes the connection there.
    Connect,
    /// It is encrypted and the certificate is trusted.
    Tls,
    /// The credentials can be read and are taken.
    SignIn,
    /// One read answers.
    Read,
}

/// How a stage of a test ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TestEnd {
    /// It works.
    Ok,
    /// It does not.
    Failed,
    /// There is nothing to look at.
    Skipped,
    /// An earlier one failed.
    NotReached,
}

/// One stage of a test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TestStep {
    /// Which.
    pub stage: TestStage,
    /// How it ended.
    pub end: TestEnd,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// What was seen, for pages that tell it in another language; absent where nothing was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<Finding>,
    /// What was seen, in English; empty where nothing was done.
    pub detail: String,
    /// What to do, for pages that tell it in another language; absent where the stage works, and where that follows from
    /// the `error` of the finding or is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<Remedy>,
    /// What to do, in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
}

/// What a test of a connection saw.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ConnectionTest {
    /// Whether everything that was looked at works.
    pub works: bool,
    /// The stages, in order.
    pub steps: Vec<TestStep>,
}

impl From<Health> for ConnectionState {
    fn from(health: Health) -> Self {
        match health {
            Health::Ok => Self::Ok,
            Health::Degraded => Self::Degraded,
            Health::CircuitOpen => Self::CircuitOpen,
            Health::CannotSignIn => Self::CannotSignIn,
            Health::NotUsed => Self::NotUsed,
        }
    }
}

impl From<&Counts> for ConnectionFigures {
    fn from(counts: &Counts) -> Self {
        // A tenth of a millisecond is more than the buckets tell.
        let round = |ms: f64| (ms * 10.0).round() / 10.0;
        Self {
            calls: counts.calls,
            transient: counts.transient,
            refused: counts.refused,
            unknown: counts.unknown,
            sign_in: counts.sign_in,
            not_sent: counts.not_sent,
            opened: counts.opened,
            waits: counts.waits,
            waited_ms: counts.waited_ms,
            bytes: counts.bytes,
            p50_ms: counts.took.quantile_ms(0.5).map(round),
            p95_ms: counts.took.quantile_ms(0.95).map(round),
        }
    }
}

impl From<Limits> for ConnectionLimits {
    fn from(limits: Limits) -> Self {
        Self {
            requests_per_second: limits.requests_per_second,
            max_concurrent: limits.max_concurrent as u64,
            timeout_ms: limits.timeout_ms,
            connect_timeout_ms: limits.connect_timeout_ms,
            max_response_bytes: limits.max_response_bytes as u64,
            circuit_failures: limits.circuit_breaker.failures,
            circuit_open_ms: limits.circuit_breaker.open_ms,
        }
    }
}

impl From<SeenError> for ConnectionError {
    fn from(error: SeenError) -> Self {
        let (run, process, step) = match error.step {
            Some((run, process, step)) => (Some(run), Some(process), Some(step)),
            None => (None, None, None),
        };
        Self {
            at: error.at,
            kind: error.kind,
            code: error.code,
            operation: error.operation,
            message: error.message,
            times: error.times,
            run,
            process,
            step,
        }
    }
}

impl From<Overview> for Connection {
    fn from(overview: Overview) -> Self {
        let nodes = overview.nodes.into_iter().map(|node| NodeCircuit {
            node: node.node,
            name: node.name,
            circuit: node.circuit,
            since: node.since,
            until: node.until,
            in_flight: node.in_flight,
            waiting: node.waiting,
        });
        let processes = overview.processes.into_iter();
        Self {
            name: overview.view.name,
            connector: overview.view.connector,
            title: overview.view.title,
            address: overview.view.address,
            auth: overview.view.auth.to_owned(),
            state: overview.health.into(),
            since: overview.since,
            nodes: nodes.collect(),
            last_5_minutes: (&overview.lately).into(),
            last_hour: (&overview.hour).into(),
            calls_per_minute: overview.calls_per_minute,
            limits: overview.view.limits.into(),
            last_success_at: overview.last_success_at,
            last_error: overview.last_error.map(Into::into),
            processes: processes.map(|(key, name)| ConnectionProcess { key, name }).collect(),
            test_operation: overview.view.test,
        }
    }
}

impl From<Span> for ConnectionBucket {
    fn from(span: Span) -> Self {
        Self {
            at: span.at,
            figures: (&span.counts).into(),
        }
    }
}

impl From<Trial> for ConnectionTest {
    fn from(trial: Trial) -> Self {
        let works = trial.works();
        let steps = trial.steps.into_iter().map(|step| TestStep {
            stage: match step.stage {
                TrialStage::Resolve => TestStage::Resolve,
                TrialStage::Connect => TestStage::Connect,
                TrialStage::Tls => TestStage::Tls,
                TrialStage::SignIn => TestStage::SignIn,
                TrialStage::Read => TestStage::Read,
            },
            end: match step.end {
                TrialEnd::Ok => TestEnd::Ok,
                TrialEnd::Failed => TestEnd::Failed,
                TrialEnd::Skipped => TestEnd::Skipped,
                TrialEnd::NotReached => TestEnd::NotReached,
            },
            took_ms: u64::try_from(step.took.as_millis()).unwrap_or(u64::MAX),
            finding: step.finding,
            detail: step.detail,
            remedy: step.remedy,
            advice: step.advice,
        });
        Self {
            works,
            steps: steps.collect(),
        }
    }
}
