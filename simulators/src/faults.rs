//! The faults both simulators can play, and the dice that decide when.
//!
//! Every request draws the same number of values from one generator seeded by the options, so the n-th request meets
//! the same fate in every run with the same seed and the same faults.

use std::sync::Mutex;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};

use crate::counters::lock;

/// What goes wrong, and how often. Rates are shares of requests, from 0 (never) to 1 (always).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, clap::Args)]
#[serde(default, deny_unknown_fields)]
pub struct Faults {
    /// Milliseconds every answer waits
    #[arg(long, default_value_t = 0)]
    pub latency_ms: u64,
    /// Up to this many random milliseconds on top of the latency
    #[arg(long, default_value_t = 0)]
    pub latency_jitter_ms: u64,
    /// Share of requests answered 500 or 503 with nothing done
    #[arg(long, default_value_t = 0.0, value_parser = rate)]
    pub error_rate: f64,
    /// Share of requests answered 429 with Retry-After and nothing done
    #[arg(long, default_value_t = 0.0, value_parser = rate)]
    pub too_many_requests_rate: f64,
    /// Seconds a 429 asks to wait
    #[arg(long, default_value_t = 1)]
    pub retry_after_s: u64,
    /// Share of requests whose connection closes without an answer and with nothing done
    #[arg(long, default_value_t = 0.0, value_parser = rate)]
    pub drop_before_write_rate: f64,
    /// Share of writing requests whose connection closes without an answer although the write was kept
    #[arg(long, default_value_t = 0.0, value_parser = rate)]
    pub drop_after_write_rate: f64,
    /// Share of writing requests answered 500 although the write was kept
    #[arg(long, default_value_t = 0.0, value_parser = rate)]
    pub error_after_write_rate: f64,
    /// Milliseconds over which each answer's body trickles out, in ten parts
    #[arg(long, default_value_t = 0)]
    pub slow_body_ms: u64,
}

impl Default for Faults {
    fn default() -> Self {
        Self {
            latency_ms: 0,
            latency_jitter_ms: 0,
            error_rate: 0.0,
            too_many_requests_rate: 0.0,
            retry_after_s: 1,
            drop_before_write_rate: 0.0,
            drop_after_write_rate: 0.0,
            error_after_write_rate: 0.0,
            slow_body_ms: 0,
        }
    }
}

impl Faults {
    /// Says which rate is not a share between 0 and 1.
    pub(crate) fn check(&self) -> Result<(), String> {
        let rates = [
            ("error_rate", self.error_rate),
            ("too_many_requests_rate", self.too_many_requests_rate),
            ("drop_before_write_rate", self.drop_before_write_rate),
            ("drop_after_write_rate", self.drop_after_write_rate),
            ("error_after_write_rate", self.error_after_write_rate),
        ];
        match rates.iter().find(|(_, rate)| !(0.0..=1.0).contains(rate)) {
            Some((name, rate)) => Err(format!("{name} is {rate}; a rate is a share between 0 and 1")),
            None => Ok(()),
        }
    }
}

fn rate(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(rate) if (0.0..=1.0).contains(&rate) => Ok(rate),
        _ => Err(format!("`{text}` is not a share between 0 and 1, such as 0.05")),
    }
}

/// What one request will meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Served,
    DroppedBefore,
    TooManyRequests { retry_after_s: u64 },
    ServerError,
    Unavailable,
    DroppedAfter,
    ErrorAfter,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub(crate) latency: Duration,
    pub(crate) fate: Fate,
    pub(crate) slow_body: Duration,
}

/// The faults in force and the dice.
pub(crate) struct FaultPlayer {
    faults: Mutex<Faults>,
    dice: Mutex<StdRng>,
}

impl FaultPlayer {
    pub(crate) fn new(faults: Faults, seed: u64) -> Self {
        Self {
            faults: Mutex::new(faults),
            dice: Mutex::new(StdRng::seed_from_u64(seed ^ 0x000f_a017)),
        }
    }

    pub(crate) fn current(&self) -> Faults {
        lock(&self.faults).clone()
    }

    pub(crate) fn set(&self, faults: Faults) -> Result<(), String> {
        faults.check()?;
        *lock(&self.faults) = faults;
        Ok(())
    }

    /// Decides the fate of the next request. `writes`: whether it changes data if it is carried out.
    pub(crate) fn plan(&self, writes: bool) -> Plan {
        let faults = self.current();
        let mut dice = lock(&self.dice);
        let draws: [f64; 7] = std::array::from_fn(|_| dice.random());
        drop(dice);
        let fate = if draws[0] < faults.drop_before_write_rate {
            Fate::DroppedBefore
        } else if draws[1] < faults.too_many_requests_rate {
            Fate::TooManyRequests {
                retry_after_s: faults.retry_after_s,
            }
        } else if draws[2] < faults.error_rate {
            if draws[3] < 0.5 {
                Fate::ServerError
            } else {
                Fate::Unavailable
            }
        } else if writes && draws[4] < faults.drop_after_write_rate {
            Fate::DroppedAfter
        } else if writes && draws[5] < faults.error_after_write_rate {
            Fate::ErrorAfter
        } else {
            Fate::Served
        };
        // A share of a whole number of milliseconds: truncation is meant.
        let jitter = (faults.latency_jitter_ms as f64 * draws[6]) as u64;
        Plan {
            latency: Duration::from_millis(faults.latency_ms.saturating_add(jitter)),
            fate,
            slow_body: Duration::from_millis(faults.slow_body_ms),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fates(seed: u64) -> Vec<Fate> {
        let faults = Faults {
            error_rate: 0.3,
            drop_after_write_rate: 0.3,
            ..Faults::default()
        };
        let player = FaultPlayer::new(faults, seed);
        (0..200).map(|_| player.plan(true).fate).collect()
    }

    #[test]
    fn the_same_seed_plays_the_same_faults() {
        assert_eq!(fates(7), fates(7));
        assert_ne!(fates(7), fates(8));
    }

    #[test]
    fn reads_are_never_dropped_after_a_write() {
        let faults = Faults {
            drop_after_write_rate: 1.0,
            error_after_write_rate: 1.0,
            ..Faults::default()
        };
        let player = FaultPlayer::new(faults, 1);
        assert_eq!(player.plan(false).fate, Fate::Served);
        assert_eq!(player.plan(true).fate, Fate::DroppedAfter);
    }

    #[test]
    fn a_rate_beyond_one_is_refused() {
        let player = FaultPlayer::new(Faults::default(), 1);
        assert!(
            player
                .set(Faults {
                    error_rate: 1.5,
                    ..Faults::default()
                })
                .is_err()
        );
        assert_eq!(player.current(), Faults::default());
    }
}
