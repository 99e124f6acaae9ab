//! Events: one file for each kind.

pub(super) mod end;
pub(super) mod error;
pub(super) mod timeout;
pub(super) mod timer;
