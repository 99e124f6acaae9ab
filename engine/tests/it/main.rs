//! The engine from outside: definitions and runs, with no I/O.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and reads the definitions it checks"
)]

mod definition;
mod kernel_history;
mod kernel_operate;
mod kernel_properties;
mod kernel_rules;
mod support;
