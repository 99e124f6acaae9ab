//! Connectors: reachable systems and what they can do, declared in YAML and called over HTTP.
//!
//! [`Catalogue`] holds the declarations (`connectors/*.yaml`, embedded, plus a directory of the operator's own) and tells
//! the engine which operations exist. [`Connectors`] binds them to the configured connections and makes one call at a
//! time. Sign-in, limits, the circuit breaker and the reading of errors are here.
//!
//! This room must not know runs, the journal, the store or the kernel's state: it is given one [`Call`] and answers it.

mod answer;
mod builtin;
mod call;
mod catalogue;
mod config;
mod connection;
mod declaration;
mod failure;
mod figures;
mod generic;
mod mask;
mod outgoing;
mod pages;
mod request;
mod secret;
mod trial;
mod view;

pub(crate) use builtin::run as run_builtin;
pub use call::{Call, Connectors, ConnectorsError};
pub use catalogue::Catalogue;
pub use config::{AuthConfig, CircuitBreakerConfig, ConnectionConfig};
pub use connection::{CircuitLook, Limits};
pub use declaration::{DeclarationError, Problem};
pub(crate) use declaration::{plain_scalar, shape};
pub use figures::{AskedBy, Pending};
pub(crate) use outgoing::is_public;
pub use secret::{Secret, SecretError, SecretPlace};
pub use trial::{Finding, Remedy, Trial, TrialEnd, TrialStage, TrialStep};
pub use view::{ConnectionLook, ConnectionView};
