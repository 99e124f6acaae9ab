//! Gateways: one file for each kind.

pub(super) mod exclusive;
pub(super) mod parallel;
