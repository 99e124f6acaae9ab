//! The command line.

pub mod test;
