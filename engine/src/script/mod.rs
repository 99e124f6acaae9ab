//! Rhai in a box: expressions and scripts compiled once, run with budgets, seeing nothing but what they are given.
//!
//! There is no clock, randomness, file or network: `now()` is the time of the fact being folded and `uuid()` derives
//! from the run and a counter ([`Environment`]), so a replay computes the same values.

mod stub;
pub use stub::*;
