//! What shards are told, and what they answer.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::Value;
use throughline_engine::kernel::{EffectError, Entry, Fact, RunId, State, TokenId, TokenView, Visit};
use tokio::sync::oneshot;

use super::glance::Glance;
use super::live::Definition;
use crate::store::TriggerKind;

/// Something a shard is told.
pub(super) enum Message {
    /// A new run.
    Start(Box<Start>),
    /// A run this node claimed, folded from its journal.
    Adopt(Box<Adopt>),
    /// A run whose last commit nobody knows the end of was read again.
    Reloaded(RunId, Reread),
    /// A call came back.
    Answer(Answer),
    /// A fact from a person.
    Offer(Box<Offer>),
    /// What stands in memory.
    Inspect(RunId, oneshot::Sender<Option<Inspection>>),
    /// How far a run in memory is.
    Glance(RunId, oneshot::Sender<Option<Glance>>),
    /// Which of these runs are not here?
    Missing(Vec<RunId>, oneshot::Sender<Vec<RunId>>),
    /// Finish what is under way, give the runs back, stop.
    Shutdown(oneshot::Sender<()>),
}

/// A new run, accepted when its first fact is durable.
pub(super) struct Start {
    pub(super) run: RunId,
    pub(super) definition: Arc<Definition>,
    pub(super) fact: Fact,
    pub(super) trigger: TriggerKind,
    pub(super) at: DateTime<Utc>,
    pub(super) accepted: Accepted,
}

/// Who hears whether a fact was taken.
pub(super) type Accepted = oneshot::Sender<Result<(), NotAccepted>>;

/// Why a fact was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NotAccepted {
    /// The run is not in this node's memory.
    NotHere,
    /// It cannot happen to the run as it stands.
    Illegal(String),
    /// Postgres refuses the data.
    Refused(String),
    /// The database went away before it said whether the fact is kept.
    Unknown,
    /// The node is going down.
    ShuttingDown,
}

/// A run folded from its journal.
pub(super) struct Adopt {
    pub(super) definition: Arc<Definition>,
    pub(super) state: State,
    /// The journal it was folded from: says which facts of an earlier life here are kept.
    pub(super) facts: Vec<Entry>,
    /// Calls that are open may have been made before: they are looked up first where their operation says so.
    pub(super) recovered: bool,
    /// Claimed because a timer is due.
    pub(super) due: bool,
    /// Requests of people that wait for the run.
    pub(super) requests: Vec<(i64, Fact)>,
}

/// What a run turned out to be that was read again.
pub(super) enum Reread {
    /// This node still has it.
    Ours(Box<Adopt>),
    /// It ended, was given back, or another node has it. Its journal, as far as it could be read.
    NotOurs(Vec<Entry>),
}

/// A call's end.
pub(super) struct Answer {
    pub(super) run: RunId,
    pub(super) token: TokenId,
    pub(super) visit: Visit,
    pub(super) attempt: u16,
    pub(super) outcome: Result<Value, EffectError>,
}

/// A fact from a person.
pub(super) struct Offer {
    pub(super) run: RunId,
    pub(super) fact: Fact,
    /// The stored request it came by, to be deleted with the commit.
    pub(super) request: Option<i64>,
    pub(super) accepted: Option<Accepted>,
}

/// A run as it stands in memory: possibly a commit ahead of the journal.
#[derive(Debug)]
pub struct Inspection {
    /// Its definition.
    pub definition: Arc<Definition>,
    /// Its state.
    pub state: State,
}

impl Inspection {
    /// Its tokens in words.
    #[must_use]
    pub fn tokens(&self) -> Vec<TokenView> {
        self.state.tokens(&self.definition.process)
    }
}
