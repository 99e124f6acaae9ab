//! Webitel and Creatio as HTTP servers, for tests, demos and benchmarks.
//!
//! Both run in-process ([`webitel::Simulator::start`], [`creatio::Simulator::start`]) or as their own process
//! (binary `throughline-simulators`). They speak the two vendors' APIs to any client, keep their data in a file when
//! asked to, and play [`Faults`] on request: latency, 429, 500, and connections that close before or after the write.
//! A [`Trap`] catches one exchange at an exact point.
//!
//! This crate must not know the engine, its connectors or its processes: it stands for somebody else's system.
//!
//! ```
//! # async fn example() -> Result<(), throughline_simulators::SimulatorError> {
//! use throughline_simulators::webitel;
//!
//! let running = webitel::Simulator::start(webitel::Options { users: 20, ..Default::default() }).await?;
//! println!("{}/api/users", running.url);
//! assert_eq!(running.handle.user_count(), 20);
//! running.shutdown().await
//! # }
//! ```

mod counters;
pub mod creatio;
mod faults;
mod people;
mod persistence;
mod server;
mod traps;
pub mod webitel;

pub use counters::Counters;
pub use faults::Faults;
pub use server::{Running, SimulatorError};
pub use traps::{Point, Stage, Then, Trap, Trapped};
