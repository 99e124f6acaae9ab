//! One picture of a connection, made of what all nodes told.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{KEPT_DAYS, ProcessUse};
use crate::connectors::ConnectionView;
use crate::figures::{CircuitState, Counts, SeenError};
use crate::store::{ConnectionSpan, ConnectionState};

/// Minutes of the short look.
const LATELY: i64 = 5;
/// Minutes of the long look.
const HOUR: i64 = 60;
/// A connection is degraded where at least one in so many of the latest calls failed.
const DEGRADED: u64 = 10;

/// How a connection is, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// Its calls succeed.
    Ok,
    /// Too many of the latest calls failed, or the last one did.
    Degraded,
    /// A circuit is open: nothing is sent for a while.
    CircuitOpen,
    /// Its credentials are refused.
    CannotSignIn,
    /// Nothing is known of any call.
    NotUsed,
}

/// How a connection stands on one node that is alive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeLook {
    /// The node.
    pub node: Uuid,
    /// What people call it.
    pub name: String,
    /// Its circuit.
    pub circuit: CircuitState,
    /// Since when it stands so; `None` where since the start.
    pub since: Option<DateTime<Utc>>,
    /// Until when it stays open.
    pub until: Option<DateTime<Utc>>,
    /// Calls in flight.
    pub in_flight: u32,
    /// Calls that wait.
    pub waiting: u32,
}

/// Sums of a span of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// When it begins.
    pub at: DateTime<Utc>,
    /// What happened in it.
    pub counts: Counts,
}

/// A connection with all that is known of it.
#[derive(Debug, Clone)]
pub struct Overview {
    /// How it is configured.
    pub view: ConnectionView,
    /// How it is.
    pub health: Health,
    /// Since when, where that is known.
    pub since: Option<DateTime<Utc>>,
    /// How it stands on each node that is alive.
    pub nodes: Vec<NodeLook>,
    /// The last five minutes.
    pub lately: Counts,
    /// The last hour.
    pub hour: Counts,
    /// Calls of each minute of the last hour, oldest first.
    pub calls_per_minute: Vec<u64>,
    /// When a call last succeeded.
    pub last_success_at: Option<DateTime<Utc>>,
    /// The last failed call.
    pub last_error: Option<SeenError>,
    /// The processes that call it: key and name.
    pub processes: Vec<(String, String)>,
}

impl Overview {
    pub(super) fn of<'a>(
        view: ConnectionView,
        now: DateTime<Utc>,
        states: impl Iterator<Item = ConnectionState>,
        minutes: impl Iterator<Item = &'a ConnectionSpan>,
        last_error: Option<SeenError>,
        uses: &[Arc<ProcessUse>],
    ) -> Self {
        let states: Vec<ConnectionState> = states.collect();
        let (mut lately, mut hour) = (Counts::default(), Counts::default());
        let mut calls_per_minute = vec![0; usize::try_from(HOUR).unwrap_or(0)];
        for span in minutes {
            hour.merge(&span.counts);
            if span.number >= HOUR - LATELY {
                lately.merge(&span.counts);
            }
            // Another node's clock may be ahead: its minute is the last one.
            let place = usize::try_from(span.number.clamp(0, HOUR - 1)).unwrap_or(0);
            calls_per_minute[place] += span.counts.calls;
        }
        let last_success_at = states.iter().filter_map(|state| state.last_success_at).max();
        let (health, since) = health(&states, &lately, last_success_at);
        let count = |count: i32| u32::try_from(count).unwrap_or(0);
        let nodes = states.iter().filter(|state| state.alive).map(|state| NodeLook {
            node: state.node,
            name: state.node_name.clone(),
            circuit: still(state, now),
            since: state.circuit_since,
            until: state.circuit_until.filter(|until| *until > now),
            in_flight: count(state.in_flight),
            waiting: count(state.waiting),
        });
        let processes = uses
            .iter()
            .filter(|used| used.connections.contains(&view.name))
            .map(|used| (used.key.clone(), used.name.clone()))
            .collect();
        Self {
            health,
            since,
            nodes: nodes.collect(),
            lately,
            hour,
            calls_per_minute,
            last_success_at,
            last_error,
            processes,
            view,
        }
    }
}

/// An open circuit whose time is over lets the next call try, whether or not the node has said so since.
fn still(state: &ConnectionState, now: DateTime<Utc>) -> CircuitState {
    match state.circuit {
        CircuitState::Open if state.circuit_until.is_some_and(|until| until <= now) => CircuitState::HalfOpen,
        other => other,
    }
}

fn health(
    states: &[ConnectionState],
    lately: &Counts,
    last_success_at: Option<DateTime<Utc>>,
) -> (Health, Option<DateTime<Utc>>) {
    let alive = || states.iter().filter(|state| state.alive);
    let open = alive().filter(|state| state.circuit != CircuitState::Closed);
    if let Some(since) = open.map(|state| state.circuit_since).min() {
        return (Health::CircuitOpen, since);
    }
    if let Some(since) = alive().filter_map(|state| state.sign_in_failed_since).min() {
        return (Health::CannotSignIn, Some(since));
    }
    let last_failure_at = states.iter().filter_map(|state| state.last_failure_at).max();
    if last_success_at.is_none() && last_failure_at.is_none() && lately.calls == 0 {
        return (Health::NotUsed, None);
    }
    let many_failed = lately.troubled() > 0 && lately.troubled() * DEGRADED >= lately.calls;
    let last_failed = last_failure_at > last_success_at;
    if many_failed || last_failed {
        return (Health::Degraded, last_failure_at);
    }
    (Health::Ok, None)
}

/// Where the last hour begins: with a minute, so that the one under way is its last.
pub(super) fn an_hour_before(now: DateTime<Utc>) -> DateTime<Utc> {
    minute(now) - TimeDelta::minutes(HOUR - 1)
}

fn minute(at: DateTime<Utc>) -> DateTime<Utc> {
    let seconds = at.timestamp().div_euclid(60) * 60;
    DateTime::from_timestamp(seconds, 0).unwrap_or(at)
}

/// Spans of whole minutes from `since` to now: beginning, width and how many. Nothing is older than what is kept.
pub(super) fn spans(since: DateTime<Utc>, now: DateTime<Utc>, buckets: u32) -> (DateTime<Utc>, Duration, usize) {
    let oldest = now - TimeDelta::days(i64::from(KEPT_DAYS));
    let begin = minute(since.clamp(oldest, now));
    let minutes = u64::try_from((minute(now) - begin).num_minutes() + 1).unwrap_or(1);
    let width = minutes.div_ceil(u64::from(buckets.max(1)));
    let count = usize::try_from(minutes.div_ceil(width)).unwrap_or(1);
    (begin, Duration::from_secs(width * 60), count)
}

/// The spans with those in which nothing happened.
pub(super) fn without_gaps(
    begin: DateTime<Utc>,
    width: Duration,
    count: usize,
    found: Vec<ConnectionSpan>,
) -> Vec<Span> {
    let mut at = begin;
    let mut spans: Vec<Span> = Vec::with_capacity(count);
    for _ in 0..count {
        spans.push(Span {
            at,
            counts: Counts::default(),
        });
        at += width;
    }
    for span in found {
        let place = usize::try_from(span.number).unwrap_or(0).min(count.saturating_sub(1));
        if let Some(known) = spans.get_mut(place) {
            known.counts.merge(&span.counts);
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(minutes_ago: i64, circuit: CircuitState, alive: bool) -> ConnectionState {
        let then = Utc::now() - TimeDelta::minutes(minutes_ago);
        ConnectionState {
            connection: "webitel".to_owned(),
            node: Uuid::new_v4(),
            node_name: "a".to_owned(),
            circuit,
            circuit_since: Some(then),
            circuit_until: None,
            sign_in_failed_since: None,
            last_success_at: Some(then),
            last_failure_at: None,
            in_flight: 0,
            waiting: 0,
            alive,
        }
    }

    fn judge(states: &[ConnectionState], calls: u64, transient: u64) -> Health {
        let lately = Counts {
            calls,
            transient,
            ..Counts::default()
        };
        let success = states.iter().filter_map(|state| state.last_success_at).max();
        health(states, &lately, success).0
    }

    #[test]
    fn one_word_of_many_nodes() {
        use CircuitState::{Closed, Open};
        assert_eq!(judge(&[], 0, 0), Health::NotUsed);
        assert_eq!(judge(&[state(1, Closed, true)], 100, 9), Health::Ok);
        assert_eq!(judge(&[state(1, Closed, true)], 100, 10), Health::Degraded);
        let both = [state(1, Closed, true), state(2, Open, true)];
        assert_eq!(judge(&both, 100, 0), Health::CircuitOpen);
        // How a node stood that is gone says nothing.
        let one_gone = [state(1, Closed, true), state(2, Open, false)];
        assert_eq!(judge(&one_gone, 100, 0), Health::Ok);
        let mut refused = state(3, Closed, true);
        refused.sign_in_failed_since = Some(Utc::now());
        assert_eq!(judge(&[refused], 5, 0), Health::CannotSignIn);
        let mut last_failed = state(3, Closed, true);
        last_failed.last_failure_at = Some(Utc::now());
        assert_eq!(judge(&[last_failed], 0, 0), Health::Degraded);
    }

    #[test]
    fn spans_are_whole_minutes_and_no_more_than_asked_for() {
        let now = DateTime::from_timestamp(1_800_000_030, 0).unwrap();
        let (begin, width, count) = spans(now - TimeDelta::hours(1), now, 60);
        assert_eq!((width.as_secs(), count), (120, 31));
        assert_eq!(begin.timestamp() % 60, 0);
        let (_, width, count) = spans(now - TimeDelta::days(400), now, 100);
        assert!(count <= 100 && width.as_secs() % 60 == 0);
        let (_, width, count) = spans(now + TimeDelta::hours(1), now, 100);
        assert_eq!((width.as_secs(), count), (60, 1));
    }

    #[test]
    fn gaps_are_filled_and_clocks_ahead_are_held_back() {
        let begin = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let span = |number, calls| ConnectionSpan {
            connection: "webitel".to_owned(),
            number,
            counts: Counts {
                calls,
                ..Counts::default()
            },
        };
        let spans = without_gaps(
            begin,
            Duration::from_secs(60),
            4,
            vec![span(1, 5), span(3, 1), span(4, 2)],
        );
        let calls: Vec<u64> = spans.iter().map(|span| span.counts.calls).collect();
        assert_eq!(calls, [0, 5, 0, 3]);
        assert_eq!(spans[3].at - begin, TimeDelta::minutes(3));
    }
}
