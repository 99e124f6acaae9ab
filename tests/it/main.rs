//! The service's integration tests: one binary, one module a room.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod connectors;
mod embedded_postgres;
mod store_claims;
mod store_committer;
mod store_definitions;
mod store_faults;
mod store_lists;
mod store_nodes;
mod store_partitions;
mod store_support;
mod scenarios;
mod support;
