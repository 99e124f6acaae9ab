//! The shell around the kernel: everything that touches the world.

pub mod store;
