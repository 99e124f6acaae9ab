//! Web hooks, both ways: record events that a CRM sends here, and callbacks that tell the end of a run there.
//!
//! * `signature`: the signature both carry.
//! * `inbound`: whether a request that came in is really from the one who should have sent it.
//! * `targets`: where callbacks may go.
//! * `deliver`: the task that sends them.
//!
//! This room knows requests and runs as rows; it must not know routes or how a run is moved.

mod deliver;
mod inbound;
mod signature;
mod targets;

pub use deliver::{Deliverer, DelivererError};
pub use inbound::{Hook, HookRefusal};
pub use signature::{SIGNATURE_HEADER, SignatureError, sign, verify};
pub use targets::{TargetError, Targets};
