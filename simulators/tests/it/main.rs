//! Both simulators as a stranger's client meets them: over HTTP only, except where a fault or a count is set up.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod client;
mod creatio_auth;
mod creatio_odata;
mod creatio_writes;
mod faults;
mod storage;
mod traps;
mod webitel_lists;
mod webitel_writes;
