//! Whether the database can be used: one word for the whole service, seen by health, logs and the API.

use std::sync::Arc;
use std::time::SystemTime;

use tokio::sync::watch;

/// Whether the database can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseState {
    /// The last thing asked of it worked.
    Up,
    /// It cannot be used; what is queued is kept and tried again.
    Down {
        /// Since when, by this machine's clock (for people, not for leases).
        since: SystemTime,
        /// What it said last.
        error: String,
    },
}

/// Where those who talk to the database say how it went, and everyone else looks.
#[derive(Debug, Clone)]
pub struct Health {
    state: Arc<watch::Sender<DatabaseState>>,
}

impl Default for Health {
    fn default() -> Self {
        Self::new()
    }
}

impl Health {
    /// Starts as up: nobody has failed yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            state: Arc::new(watch::Sender::new(DatabaseState::Up)),
        }
    }

    /// The state now.
    #[must_use]
    pub fn now(&self) -> DatabaseState {
        self.state.borrow().clone()
    }

    /// A view that can be awaited for changes.
    #[must_use]
    pub fn watch(&self) -> watch::Receiver<DatabaseState> {
        self.state.subscribe()
    }

    /// Something worked.
    pub(crate) fn up(&self) {
        let changed = self.state.send_if_modified(|state| {
            let was_down = *state != DatabaseState::Up;
            *state = DatabaseState::Up;
            was_down
        });
        if changed {
            tracing::info!("the database can be used again");
        }
    }

    /// Something failed in a way that says the database cannot be used.
    pub(crate) fn down(&self, doing: &str, error: &dyn std::fmt::Display) {
        let error = format!("could not {doing}: {error}");
        let mut first = false;
        self.state.send_if_modified(|state| match state {
            DatabaseState::Up => {
                first = true;
                *state = DatabaseState::Down {
                    since: SystemTime::now(),
                    error: error.clone(),
                };
                true
            }
            DatabaseState::Down { error: last, .. } if *last != error => {
                last.clone_from(&error);
                true
            }
            DatabaseState::Down { .. } => false,
        });
        if first {
            tracing::error!(%error, "the database cannot be used; what is queued is kept and tried again");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outage_keeps_its_beginning_while_its_error_changes() {
        let health = Health::new();
        health.down("write facts", &"no space left");
        let DatabaseState::Down { since, .. } = health.now() else {
            panic!("down")
        };
        health.down("write facts", &"still no space");
        assert_eq!(
            health.now(),
            DatabaseState::Down {
                since,
                error: "could not write facts: still no space".into()
            }
        );
        health.up();
        assert_eq!(health.now(), DatabaseState::Up);
    }
}
