//! Connectors against a server that plays what real systems do, their faults included.

mod administration;
mod answers;
mod declarations;
mod http;
mod limits;
mod sessions;
pub(crate) mod support;
mod uncertain;
