//! The text of the hot queries, for tests of their plans and for `EXPLAIN` by hand. `docs/store.md` shows the plans.

pub use super::claim::{CLAIM_DUE, CLAIM_READY};
pub use super::journal::INSERT as INSERT_FACTS;
pub use super::list::{
    ALL as LIST_ALL, BY_BUSINESS_KEY as LIST_BY_BUSINESS_KEY, BY_PROCESS as LIST_BY_PROCESS,
    BY_STATUS as LIST_BY_STATUS,
};
pub use super::usage::{LAST_OF_PROCESS, LIVE_BY_PROCESS, LIVE_BY_VERSION};
