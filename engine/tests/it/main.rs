//! The engine from outside: definitions and runs, with no I/O.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod definition;
mod kernel_properties;
mod kernel_rules;
mod support;
