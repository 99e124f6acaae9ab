//! What was kept to start runs once is forgotten when it is old. A few rows at a time: the keeper has other things to do.

use std::time::Duration;

use tokio::time::Instant;

use crate::store::{ActiveKeyCursor, Store, StoreError};

/// Days a start key, a settled callback, and what belongs to a run that was never started are kept.
pub(super) const KEPT_DAYS: i32 = 7;
/// Days an act on many runs is kept after it ended; the audit log keeps that it was done.
const BULK_KEPT_DAYS: i32 = 90;
/// Acts forgotten in one step: each has up to a hundred thousand runs.
const BULKS: i64 = 5;
/// How often it is looked at.
const PERIOD: Duration = Duration::from_secs(3600);
/// Before the first look: a node that starts has better things to do.
const FIRST: Duration = Duration::from_secs(60);
/// Pause while more is left.
const MORE: Duration = Duration::from_secs(1);
/// Rows of each kind in one step.
const ROWS: i64 = 2000;

/// How far tidying is.
pub(super) struct Tidy {
    next: Instant,
    active: Option<ActiveKeyCursor>,
}

impl Tidy {
    pub(super) fn new() -> Self {
        Self {
            next: Instant::now() + FIRST,
            active: None,
        }
    }

    /// When it wants to be called.
    pub(super) fn next(&self) -> Instant {
        self.next
    }

    /// One step.
    pub(super) async fn step(&mut self, store: &Store) -> Result<(), StoreError> {
        // Also after an error: trying again at once would not help.
        self.next = Instant::now() + PERIOD;
        let full = u64::try_from(ROWS).unwrap_or(u64::MAX);
        let keys = store.forget_start_keys(KEPT_DAYS, ROWS).await?;
        let callbacks = store.forget_callbacks(KEPT_DAYS, ROWS).await?;
        self.active = store.forget_active_keys(self.active.as_ref(), KEPT_DAYS, ROWS).await?;
        let bulks = store.forget_bulks(BULK_KEPT_DAYS, BULKS).await?;
        let more_bulks = bulks == BULKS.unsigned_abs();
        if keys == full || callbacks == full || more_bulks || self.active.is_some() {
            self.next = Instant::now() + MORE;
        }
        Ok(())
    }
}
