//! Connectors against a server that plays what real systems do, their faults included.

mod administration;
mod answers;
mod declarations;
mod limits;
mod sessions;
mod support;
mod uncertain;
