//! What starts runs besides people: one room a kind of trigger.
//!
//! Triggers know the runtime and the store. They must not know HTTP.

pub mod schedule;
