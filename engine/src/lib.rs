//! The Throughline kernel: what a process definition means, with no I/O, no clock and no randomness.
//!
//! Four things to do with this crate, in order:
//! 1. read a definition: [`definition::compile`] turns YAML into a [`definition::Process`] or into diagnostics;
//! 2. start a run: [`kernel::State::new`] and a [`kernel::Fact::Started`];
//! 3. ask what the outside world must do next: [`kernel::advance`];
//! 4. tell it what happened: [`kernel::fold`] one fact at a time.
//!
//! The journal of a run is the list of its facts; folding it again gives the same state, for ever.
//! The crate must never know a socket, a file, a database, the time of day or a random number.

pub mod bpmn;
pub mod definition;
pub mod graph;
pub mod kernel;
pub mod schedule;
pub mod script;
