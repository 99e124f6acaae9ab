//! Has the figures of this node kept: now and then, at once when a circuit turns, and a last time at the end.

use std::collections::HashMap;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{Connections, KEPT_DAYS};
use crate::connectors::{ConnectionLook, Pending};
use crate::store::{ConnectionReport, ConnectionState};

/// A node that has told nothing for so long is taken for gone.
pub(super) const ALIVE: Duration = Duration::from_secs(60);
/// Where nothing is new, a node says so as often.
const STILL_HERE: Duration = Duration::from_secs(30);
/// Least time between two reports, however much happens.
const LEAST: Duration = Duration::from_secs(1);
/// How often what is old is forgotten.
const TIDY: Duration = Duration::from_secs(3600);

/// What was told last.
#[derive(Default)]
pub(super) struct Last {
    at: Option<Instant>,
    told: HashMap<String, (Pending, ConnectionLook)>,
}

/// Reports until `stop`.
pub(super) async fn run(connections: &Connections, stop: &CancellationToken) {
    let mut tidy = Instant::now() + ALIVE;
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(connections.inner.period) => {}
            () = connections.connectors().news().notified() => {}
        }
        report(connections, ALIVE).await;
        if Instant::now() >= tidy {
            tidy = Instant::now() + TIDY;
            let forgotten = connections.inner.runtime.store().forget_connection_figures(KEPT_DAYS);
            if let Err(error) = forgotten.await {
                tracing::warn!(%error, "old figures of connections are still there");
            }
        }
        // A circuit that flutters writes once a second.
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(LEAST.min(connections.inner.period)) => {}
        }
    }
    // How it stood says nothing from now on.
    report(connections, Duration::ZERO).await;
}

/// Tells what is new. What cannot be written now is told the next time.
pub(super) async fn report(connections: &Connections, alive: Duration) {
    let inner = &connections.inner;
    let connectors = connections.connectors();
    let mut last = inner.last.lock().await;
    let due = alive.is_zero() || last.at.is_none_or(|at| at.elapsed() >= STILL_HERE);
    let now = Utc::now();
    let mut reports = Vec::new();
    let mut told = Vec::new();
    for view in connectors.views() {
        let name = view.name;
        let (Some(mut pending), Some(look)) = (connectors.pending(&name), connectors.look(&name)) else {
            continue;
        };
        let before = last.told.get(&name);
        if let Some((before, _)) = before {
            pending.minutes.retain(|minute| !before.minutes.contains(minute));
        }
        let changed = before.is_none_or(|(before, looked)| !is_like(before, &pending, looked, &look));
        if !changed && !due {
            continue;
        }
        reports.push(ConnectionReport {
            state: state(connections, &name, now, &pending, &look),
            minutes: pending.minutes.clone(),
            errors: pending.errors.clone(),
        });
        told.push((name, look));
    }
    if reports.is_empty() {
        return;
    }
    if let Err(error) = inner.runtime.store().keep_connection_reports(&reports, alive).await {
        tracing::warn!(%error, "figures of connections were not kept; they are told again");
        return;
    }
    last.at = Some(Instant::now());
    for ((name, look), report) in told.into_iter().zip(reports) {
        let pending = Pending {
            minutes: report.minutes,
            errors: report.errors,
            sign_in_failed_since: report.state.sign_in_failed_since,
            last_success_at: report.state.last_success_at,
            last_failure_at: report.state.last_failure_at,
        };
        connectors.kept(&name, &pending);
        let entry = last.told.entry(name);
        match entry {
            std::collections::hash_map::Entry::Occupied(mut known) => {
                let (kept, looked) = known.get_mut();
                // The minute under way is compared the next time; a report without news of it must not forget it.
                if !pending.minutes.is_empty() {
                    kept.minutes = pending.minutes;
                }
                kept.sign_in_failed_since = pending.sign_in_failed_since;
                kept.last_success_at = pending.last_success_at;
                kept.last_failure_at = pending.last_failure_at;
                *looked = look;
            }
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert((pending, look));
            }
        }
    }
}

fn is_like(before: &Pending, pending: &Pending, looked: &ConnectionLook, look: &ConnectionLook) -> bool {
    pending.minutes.is_empty()
        && pending.errors.is_empty()
        && before.sign_in_failed_since == pending.sign_in_failed_since
        && looked.circuit.state == look.circuit.state
        && (looked.in_flight, looked.waiting) == (look.in_flight, look.waiting)
}

fn state(
    connections: &Connections,
    name: &str,
    now: DateTime<Utc>,
    pending: &Pending,
    look: &ConnectionLook,
) -> ConnectionState {
    let span = |duration: Duration| TimeDelta::from_std(duration).unwrap_or(TimeDelta::MAX);
    ConnectionState {
        connection: name.to_owned(),
        node: connections.inner.node,
        node_name: connections.inner.node_name.clone(),
        circuit: look.circuit.state,
        circuit_since: look.circuit.lasts.and_then(|lasts| now.checked_sub_signed(span(lasts))),
        circuit_until: look
            .circuit
            .opens_in
            .and_then(|left| now.checked_add_signed(span(left))),
        sign_in_failed_since: pending.sign_in_failed_since,
        last_success_at: pending.last_success_at,
        last_failure_at: pending.last_failure_at,
        in_flight: i32::try_from(look.in_flight).unwrap_or(i32::MAX),
        waiting: i32::try_from(look.waiting).unwrap_or(i32::MAX),
        alive: true,
    }
}
