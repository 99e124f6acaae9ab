//! `fold(state, fact) -> state`: the only door through which anything happens to a run.

use chrono::{DateTime, Utc};
use thiserror::Error;

use super::machine::Machine;
use super::state::State;
use super::{Fact, FactKind, RunStatus, Seq, TokenId, facts};
use crate::definition::Process;
use crate::script::ScriptEngine;

/// A fact with its place in the journal.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its place, from 1 without gaps.
    pub seq: Seq,
    /// When it happened, in whole microseconds (what Postgres keeps, so that a replay sees the same).
    pub at: DateTime<Utc>,
    /// What happened.
    pub fact: Fact,
}

/// Why a fact could not be folded.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum FoldError {
    /// The fact cannot happen in this state. The state is unchanged: drop the fact.
    #[error(transparent)]
    Illegal(#[from] IllegalFact),
    /// The shell's wall-clock guard stopped a script. The state is half changed: drop it and load the run again.
    #[error(
        "step `{step}`: a script was stopped because it ran too long by the clock; its budget of operations allows more than this machine can do in time"
    )]
    Interrupted {
        /// Path of the step.
        step: String,
    },
}

/// A fact that cannot happen in the state it was offered to: late, doubled, or from a journal with a gap.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IllegalFact {
    /// The place in the journal is not the next one.
    #[error("fact {offered} was offered where fact {expected} is next: the journal has a gap or a double")]
    OutOfOrder {
        /// The place that is next.
        expected: Seq,
        /// The place offered.
        offered: Seq,
    },
    /// The run has ended.
    #[error("the run is {} and takes no `{}`", .status.as_str(), .kind.as_str())]
    Ended {
        /// Its status.
        status: RunStatus,
        /// What was offered.
        kind: FactKind,
    },
    /// `Started` is the first fact and only the first.
    #[error("`{}` was offered to a run that is {}", .kind.as_str(), .status.as_str())]
    NotTheTime {
        /// The status.
        status: RunStatus,
        /// What was offered.
        kind: FactKind,
    },
    /// The token does not wait for this.
    #[error("token {token} does not wait for `{}`", .kind.as_str())]
    NotAwaited {
        /// The token.
        token: TokenId,
        /// What was offered.
        kind: FactKind,
    },
    /// There is no such step in the body the token is in, or it is a join.
    #[error(
        "token {token} cannot go to `{to}`: it is no step beside `{from}`, or a join, where a token must come by a flow"
    )]
    NoSuchTarget {
        /// The token.
        token: TokenId,
        /// Where it stands.
        from: String,
        /// Where it should go.
        to: String,
    },
    /// No such variable can be seen from there.
    #[error("there is no variable `{name}` there")]
    NoSuchVariable {
        /// The name.
        name: String,
    },
}

/// Folds one fact into a run: the fact itself and all that follows from it, until every token waits for the outside.
///
/// # Errors
/// [`FoldError::Illegal`] leaves the state as it was. After [`FoldError::Interrupted`] the state is to be thrown away.
pub fn fold(process: &Process, scripts: &ScriptEngine, state: &mut State, entry: &Entry) -> Result<(), FoldError> {
    check(process, state, entry)?;
    state.last_seq = entry.seq;
    state.now = entry.at;
    let mut machine = Machine::new(process, scripts, state);
    match &entry.fact {
        Fact::Started {
            input,
            business_key,
            started_by,
        } => {
            facts::started(&mut machine, input, business_key.as_deref(), started_by)?;
        }
        Fact::EffectSucceeded { token, output, .. } => facts::effect_succeeded(&mut machine, *token, output)?,
        Fact::EffectFailed { token, error, .. } => facts::effect_failed(&mut machine, *token, error)?,
        Fact::TimerFired { token, timer, .. } => facts::timer_fired(&mut machine, *token, *timer)?,
        Fact::Retried { token, anew, .. } => facts::retried(&mut machine, *token, *anew)?,
        Fact::Skipped { token, output, .. } => facts::skipped(&mut machine, *token, output)?,
        Fact::VariablesEdited { token, variables, .. } => facts::variables_edited(&mut machine, *token, variables),
        Fact::TokenMoved { token, to, .. } => facts::token_moved(&mut machine, *token, to),
        Fact::Suspended { .. } => facts::suspended(&mut machine),
        Fact::Resumed { .. } => facts::resumed(&mut machine),
        Fact::Cancelled { .. } => facts::cancelled(&mut machine),
    }
    machine.settle()?;
    Ok(())
}

/// Whether the fact can happen now. Nothing is changed.
///
/// # Errors
/// Why not.
pub fn check(process: &Process, state: &State, entry: &Entry) -> Result<(), IllegalFact> {
    let kind = entry.fact.kind();
    let expected = state.last_seq.next();
    if entry.seq != expected {
        return Err(IllegalFact::OutOfOrder {
            expected,
            offered: entry.seq,
        });
    }
    if state.status.is_ended() {
        return Err(IllegalFact::Ended {
            status: state.status,
            kind,
        });
    }
    let begins = kind == FactKind::Started;
    if begins != (state.status == RunStatus::Created) {
        return Err(IllegalFact::NotTheTime {
            status: state.status,
            kind,
        });
    }
    facts::check(process, state, &entry.fact)
}
