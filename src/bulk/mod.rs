//! Acts on many runs at once: the worker that carries them out.
//!
//! A selection is frozen in the store before anything is done, and acted on run by run through the same functions of the
//! runtime that single acts use. Every node has a worker; they share the runs under leases. This room must not know HTTP,
//! nor how runs are selected.

mod act;
mod worker;

pub use worker::Worker;
