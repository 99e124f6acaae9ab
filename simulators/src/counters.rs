//! How often each route was called: what whole-product tests assert ("read once, written twice").

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;

/// At most this many different routes are counted by name; the rest share one line.
const ROUTES_MAX: usize = 500;

/// Locks a mutex whose data stays usable even if a holder panicked: every change below is a single step.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A snapshot of the request counters since the simulator's start.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counters {
    /// Requests of the imitated API, whatever their answer.
    pub requests: u64,
    /// Connections closed by a fault or a trap before anything was done.
    pub dropped_before: u64,
    /// Connections closed by a fault or a trap after the request was carried out.
    pub dropped_after: u64,
    /// Requests answered by an injected error after they were carried out.
    pub failed_after: u64,
    /// Requests refused by an injected error with nothing done.
    pub refused: u64,
    /// Requests a route, as `METHOD /path` with ids replaced by `{id}`.
    pub routes: BTreeMap<String, u64>,
}

#[derive(Default)]
pub(crate) struct CounterBoard(Mutex<Counters>);

impl CounterBoard {
    pub(crate) fn snapshot(&self) -> Counters {
        lock(&self.0).clone()
    }

    pub(crate) fn reset(&self) {
        *lock(&self.0) = Counters::default();
    }

    pub(crate) fn change(&self, change: impl FnOnce(&mut Counters)) {
        change(&mut lock(&self.0));
    }

    pub(crate) fn count(&self, method: &str, path: &str) {
        let mut board = lock(&self.0);
        board.requests += 1;
        let mut route = format!("{method} {}", template(path));
        if board.routes.len() >= ROUTES_MAX && !board.routes.contains_key(&route) {
            route = "other".to_owned();
        }
        *board.routes.entry(route).or_default() += 1;
    }
}

/// `/api/users/17` → `/api/users/{id}`, `/0/odata/Contact(…guid…)` → `/0/odata/Contact({id})`.
pub(crate) fn template(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for (position, segment) in path.split('/').enumerate() {
        if position > 0 {
            out.push('/');
        }
        let number = segment.len() > 1 && segment.bytes().all(|byte| byte.is_ascii_digit());
        if number || uuid::Uuid::try_parse(segment).is_ok() {
            out.push_str("{id}");
        } else if let Some((entity, _)) = segment.split_once('(') {
            out.push_str(entity);
            out.push_str("({id})");
        } else {
            out.push_str(segment);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::template;

    #[test]
    fn ids_are_replaced_and_the_application_number_is_kept() {
        assert_eq!(template("/api/users/1234/logout"), "/api/users/{id}/logout");
        assert_eq!(
            template("/0/odata/Contact(472e97c7-6bd7-df11-9b2a-001d60e938c6)"),
            "/0/odata/Contact({id})"
        );
    }
}
