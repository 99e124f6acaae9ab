//! The text of the hot queries, for tests of their plans and for `EXPLAIN` by hand. `docs/store.md` shows the plans.

pub use super::claim::{CLAIM_DUE, CLAIM_READY};
pub use super::journal::INSERT as INSERT_FACTS;
pub use super::series::{SERIES, SERIES_OF_PROCESS};
pub use super::usage::{LAST_OF_PROCESS, LIVE_BY_PROCESS, LIVE_BY_VERSION};
