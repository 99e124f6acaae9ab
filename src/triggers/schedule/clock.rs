//! Which time it is for schedules.

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;

use crate::store::{Store, StoreError};

/// Says which time it is. In the service that is the database's clock, the one clock all nodes share: the wall clocks of
/// two machines differ, and a planned time must come at one moment for all of them.
pub trait Clock: Send + Sync + 'static {
    /// The time now.
    fn now(&self) -> BoxFuture<'_, Result<DateTime<Utc>, StoreError>>;
}

/// The database's clock.
#[derive(Debug, Clone)]
pub struct DatabaseClock {
    store: Store,
}

impl DatabaseClock {
    /// The clock of this store's database.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self { store }
    }
}

impl Clock for DatabaseClock {
    fn now(&self) -> BoxFuture<'_, Result<DateTime<Utc>, StoreError>> {
        Box::pin(self.store.database_time())
    }
}
