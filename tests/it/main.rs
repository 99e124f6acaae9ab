//! The service's integration tests: one binary, one module a room.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod embedded_postgres;
mod support;
