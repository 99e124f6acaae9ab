//! When a schedule fires: cron expressions, time zones, and the share of jitter of one firing.
//!
//! Pure and without a clock: whoever asks says after which instant. Nothing here knows processes, runs or what was fired
//! already; `docs/schedules.md` tells what the rules mean on the nights the clocks change.

mod cron;
mod jitter;
#[cfg(test)]
mod tests;
mod zone;

pub use cron::{Cron, CronError, MAX_CRON_LENGTH};
pub use jitter::jitter;
pub use zone::{Zone, ZoneError};
