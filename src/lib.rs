//! The shell around the kernel: everything that touches the world.

pub mod access;
pub mod api;
pub mod auth;
pub mod bench;
pub mod bulk;
pub mod bundled;
pub mod cli;
pub mod client;
pub mod config;
pub mod connections;
pub mod connectors;
pub mod console;
mod document;
pub mod embedded_postgres;
pub mod figures;
pub mod runtime;
pub mod scenario;
pub mod secrets;
pub mod sections;
pub mod store;
pub mod telemetry;
pub mod triggers;
pub mod webhooks;
