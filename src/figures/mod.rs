//! What connections did, in words and sums: connectors count, the store keeps, pages show.
//!
//! This room knows nobody.

mod histogram;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use histogram::{BUCKETS, Histogram};

/// How a circuit stands, for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CircuitState {
    /// Calls are made.
    Closed,
    /// None is made.
    Open,
    /// The next call, or the one under way, decides.
    HalfOpen,
}

impl CircuitState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Closed, Self::Open, Self::HalfOpen];

    /// The word everywhere.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Open => "open",
            Self::HalfOpen => "half_open",
        }
    }
}

/// How a call failed, by what it says of the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CallFailure)]
pub enum FailureKind {
    /// Trouble that passes: no connection, no answer, 5xx, too many requests.
    Transient,
    /// The other side answered no; it works.
    Refused,
    /// A write that may have been done.
    Unknown,
    /// The credentials were refused, or could not be read.
    SignIn,
    /// Nothing was sent, because the circuit is open.
    NotSent,
}

impl FailureKind {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Transient,
        Self::Refused,
        Self::Unknown,
        Self::SignIn,
        Self::NotSent,
    ];

    /// The word everywhere.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Transient => "transient",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::SignIn => "sign_in",
            Self::NotSent => "not_sent",
        }
    }

    /// Whether it says that the connection, and not just this call, is in trouble.
    #[must_use]
    pub fn is_trouble(self) -> bool {
        self != Self::Refused
    }
}

/// Counts of calls.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Calls made, failed ones included; those that were not sent are not.
    pub calls: u64,
    /// Of them: trouble that passes.
    pub transient: u64,
    /// Of them: answered no.
    pub refused: u64,
    /// Of them: nobody knows whether they were done.
    pub unknown: u64,
    /// Of them: the credentials were refused.
    pub sign_in: u64,
    /// Not made, because the circuit was open.
    pub not_sent: u64,
    /// Times the circuit opened.
    pub opened: u64,
    /// Calls that waited for their turn or for the pace.
    pub waits: u64,
    /// How long all of them waited, in milliseconds.
    pub waited_ms: u64,
    /// Bytes of requests and answers, without headers.
    pub bytes: u64,
    /// How long the exchanges took, without waiting.
    pub took: Histogram,
}

impl Counts {
    /// Calls that failed in a way that tells of trouble with the connection.
    #[must_use]
    pub fn troubled(&self) -> u64 {
        self.transient + self.unknown + self.sign_in
    }

    /// Adds other counts.
    pub fn merge(&mut self, other: &Self) {
        self.calls += other.calls;
        self.transient += other.transient;
        self.refused += other.refused;
        self.unknown += other.unknown;
        self.sign_in += other.sign_in;
        self.not_sent += other.not_sent;
        self.opened += other.opened;
        self.waits += other.waits;
        self.waited_ms += other.waited_ms;
        self.bytes += other.bytes;
        self.took.merge(&other.took);
    }
}

/// A failed call, and those like it since the last was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenError {
    /// When the last of them failed.
    pub at: DateTime<Utc>,
    /// How.
    pub kind: FailureKind,
    /// Our code, e.g. `webitel.timeout`.
    pub code: String,
    /// Operation without the connection's name.
    pub operation: String,
    /// In words, masked.
    pub message: String,
    /// The run, its process and step, where one asked.
    pub step: Option<(Uuid, String, String)>,
    /// How many there were.
    pub times: u32,
}

impl SeenError {
    /// Whether they are told as one.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        self.code == other.code && self.operation == other.operation
    }
}
