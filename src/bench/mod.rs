//! `throughline bench`: the engine against bare Postgres on the same machine in the same minutes.
//!
//! Absolute figures vary threefold from day to day on shared machines, so every figure is printed as a ratio to a limit
//! measured beside it.

mod lists;
mod rows;
mod steps;

pub use lists::{ListsError, ListsOptions, ListsReport, Question, lists};
pub use steps::{StepsError, StepsOptions, StepsReport, steps};
