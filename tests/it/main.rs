//! The service's integration tests: one binary, one module a room.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod access_audit;
mod access_people;
mod access_rights;
mod access_session;
mod access_sign_in;
mod access_support;
mod api_definitions;
mod api_operate;
mod api_outage;
mod api_problems;
mod api_runs;
mod api_support;
mod cli_commands;
mod cli_serve;
mod connectors;
mod console;
mod embedded_postgres;
mod product_kill;
mod product_support;
mod run_limits;
mod runtime;
mod scenarios;
mod schedules;
mod secrets;
mod store_claims;
mod store_committer;
mod store_definitions;
mod store_faults;
mod store_lists;
mod store_nodes;
mod store_partitions;
mod store_support;
mod support;
