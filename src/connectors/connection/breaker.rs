//! Circuit breaker: a system that is down is not asked by every run again and again.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::connectors::CircuitBreakerConfig;

/// The breaker of one connection. Time is given to it, so that tests need none.
pub(super) struct Breaker {
    config: CircuitBreakerConfig,
    state: Mutex<State>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Closed {
        failures: u32,
    },
    Open {
        until: Instant,
    },
    /// Half open: one exchange tries, the others wait for what comes of it.
    Probing,
}

/// Leave to make one exchange. Dropped without [`Pass::finish`] (the call was cancelled) it leaves no trace.
pub(super) struct Pass<'a> {
    breaker: &'a Breaker,
    probe: bool,
}

impl Breaker {
    pub(super) fn new(config: CircuitBreakerConfig) -> Self {
        Self {
            config,
            state: Mutex::new(State::Closed { failures: 0 }),
        }
    }

    /// Leave to call, or how long to wait before asking again.
    pub(super) fn enter(&self, now: Instant) -> Result<Pass<'_>, Duration> {
        let mut state = self.lock();
        match *state {
            State::Closed { .. } => Ok(Pass {
                breaker: self,
                probe: false,
            }),
            State::Open { until } if now < until => Err(until - now),
            State::Open { .. } => {
                *state = State::Probing;
                Ok(Pass {
                    breaker: self,
                    probe: true,
                })
            }
            State::Probing => Err(self.open_for().min(Duration::from_secs(1))),
        }
    }

    fn open_for(&self) -> Duration {
        Duration::from_millis(self.config.open_ms)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pass<'_> {
    /// Tells how the exchange went.
    pub(super) fn finish(mut self, now: Instant, system_down: bool) {
        let breaker = self.breaker;
        let mut state = breaker.lock();
        let open = State::Open {
            until: now + breaker.open_for(),
        };
        *state = match *state {
            State::Closed { failures } if system_down => match failures + 1 {
                failures if breaker.config.failures > 0 && failures >= breaker.config.failures => open,
                failures => State::Closed { failures },
            },
            State::Closed { .. } => State::Closed { failures: 0 },
            State::Probing if self.probe && system_down => open,
            State::Probing if self.probe => State::Closed { failures: 0 },
            // An exchange from before it opened says nothing about now.
            other => other,
        };
        self.probe = false;
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        if self.probe {
            *self.breaker.lock() = State::Open { until: Instant::now() };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: Duration = Duration::from_secs(5);

    fn opened(now: Instant) -> Breaker {
        let breaker = Breaker::new(CircuitBreakerConfig {
            failures: 3,
            open_ms: 5_000,
        });
        for _ in 0..3 {
            breaker.enter(now).ok().unwrap().finish(now, true);
        }
        breaker
    }

    #[test]
    fn only_failures_in_a_row_open_it() {
        let now = Instant::now();
        let breaker = Breaker::new(CircuitBreakerConfig {
            failures: 3,
            open_ms: 5_000,
        });
        for down in [true, true, false, true, true] {
            breaker.enter(now).ok().unwrap().finish(now, down);
        }
        assert!(breaker.enter(now).is_ok());
        assert_eq!(opened(now).enter(now).err(), Some(OPEN));
    }

    #[test]
    fn one_probe_decides() {
        let now = Instant::now();
        let breaker = opened(now);
        let probe = breaker.enter(now + OPEN).ok().unwrap();
        assert_eq!(breaker.enter(now + OPEN).err(), Some(Duration::from_secs(1)));
        probe.finish(now + OPEN, true);
        assert_eq!(breaker.enter(now + OPEN).err(), Some(OPEN));
        breaker
            .enter(now + OPEN * 2)
            .ok()
            .unwrap()
            .finish(now + OPEN * 2, false);
        assert!(breaker.enter(now + OPEN * 2).is_ok());
    }

    #[test]
    fn a_cancelled_probe_lets_another_try() {
        let now = Instant::now();
        let breaker = opened(now);
        drop(breaker.enter(now + OPEN).ok().unwrap());
        assert!(breaker.enter(now + OPEN).is_ok());
    }

    #[test]
    fn a_late_success_does_not_close_it() {
        let now = Instant::now();
        let breaker = Breaker::new(CircuitBreakerConfig {
            failures: 1,
            open_ms: 5_000,
        });
        let early = breaker.enter(now).ok().unwrap();
        breaker.enter(now).ok().unwrap().finish(now, true);
        early.finish(now, false);
        assert_eq!(breaker.enter(now).err(), Some(OPEN));
    }
}
