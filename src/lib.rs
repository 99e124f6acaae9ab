//! The shell around the kernel: everything that touches the world.

pub mod bench;
pub mod cli;
pub mod config;
pub mod connectors;
pub mod embedded_postgres;
pub mod runtime;
pub mod scenario;
pub mod store;
