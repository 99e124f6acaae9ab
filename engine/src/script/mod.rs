//! Rhai in a box: expressions and scripts compiled once, run with budgets, seeing nothing but what they are given.
//!
//! There is no clock, randomness, file or network: `now()` is the time of the fact being folded and `uuid()` derives
//! from the run and a counter ([`Environment`]), so a replay computes the same values.
//!
//! Rooms: `engine` compiles and evaluates, `names` finds the free names of a script, `path` answers plain paths without
//! Rhai, `value` turns JSON into Rhai values and back, `call` holds what one evaluation may spend and see, `helpers` are
//! the functions a script can call, `error` words what went wrong. Nothing here knows steps, runs or definitions.

mod call;
mod engine;
mod error;
mod helpers;
mod limits;
mod names;
mod path;
mod value;

#[cfg(test)]
mod tests;

pub use call::Environment;
pub use engine::{Names, Script, ScriptEngine};
pub use error::{CompileError, ScriptError, ScriptErrorKind};
pub use limits::Limits;
pub use names::FreeName;
