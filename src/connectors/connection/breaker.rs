//! Circuit breaker: a system that is down is not asked by every run again and again.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::connectors::CircuitBreakerConfig;
use crate::figures::CircuitState;

/// The breaker of one connection. Time is given to it, so that tests need none.
pub(super) struct Breaker {
    config: CircuitBreakerConfig,
    circuit: Mutex<Circuit>,
}

/// The state, and since when it is so.
struct Circuit {
    state: State,
    since: Option<Instant>,
}

/// A look at the circuit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CircuitLook {
    /// How it stands.
    pub state: CircuitState,
    /// For how long; `None` where it has been so since the start.
    pub lasts: Option<Duration>,
    /// How long it stays open.
    pub opens_in: Option<Duration>,
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

/// What an exchange did to the circuit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turned {
    Not,
    Opened,
    Closed,
}

impl Breaker {
    pub(super) fn new(config: CircuitBreakerConfig) -> Self {
        Self {
            config,
            circuit: Mutex::new(Circuit {
                state: State::Closed { failures: 0 },
                since: None,
            }),
        }
    }

    /// How it stands.
    pub(super) fn look(&self, now: Instant) -> CircuitLook {
        let circuit = self.lock();
        let (state, opens_in) = match circuit.state {
            State::Closed { .. } => (CircuitState::Closed, None),
            State::Open { until } if now < until => (CircuitState::Open, Some(until - now)),
            State::Open { .. } | State::Probing => (CircuitState::HalfOpen, None),
        };
        CircuitLook {
            state,
            lasts: circuit.since.map(|since| now.saturating_duration_since(since)),
            opens_in,
        }
    }

    /// Leave to call, or how long to wait before asking again.
    pub(super) fn enter(&self, now: Instant) -> Result<Pass<'_>, Duration> {
        let mut circuit = self.lock();
        match circuit.state {
            State::Closed { .. } => Ok(Pass {
                breaker: self,
                probe: false,
            }),
            State::Open { until } if now < until => Err(until - now),
            State::Open { .. } => {
                circuit.state = State::Probing;
                Ok(Pass {
                    breaker: self,
                    probe: true,
                })
            }
            State::Probing => Err(self.open_for().min(Duration::from_secs(1))),
        }
    }

    /// Leave to call for somebody who wants to know whether the system is back: a circuit that is open is tried at once,
    /// and what comes of it counts as it does for any probe. One exchange says as much about whether a system answers as
    /// any other. While another probe is under way, this one says nothing.
    pub(super) fn enter_on_purpose(&self) -> Pass<'_> {
        let mut circuit = self.lock();
        let probe = matches!(circuit.state, State::Open { .. });
        if probe {
            circuit.state = State::Probing;
        }
        Pass { breaker: self, probe }
    }

    fn open_for(&self) -> Duration {
        Duration::from_millis(self.config.open_ms)
    }

    fn lock(&self) -> MutexGuard<'_, Circuit> {
        self.circuit.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pass<'_> {
    /// Tells how the exchange went. Answers whether it opened or closed the circuit.
    pub(super) fn finish(mut self, now: Instant, system_down: bool) -> Turned {
        let breaker = self.breaker;
        let mut circuit = breaker.lock();
        let open = State::Open {
            until: now + breaker.open_for(),
        };
        let before = circuit.state;
        circuit.state = match before {
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
        let turned = match (before, circuit.state) {
            (State::Closed { .. }, State::Open { .. }) => Turned::Opened,
            (State::Probing, State::Closed { .. }) => Turned::Closed,
            _ => Turned::Not,
        };
        if turned != Turned::Not {
            circuit.since = Some(now);
        }
        turned
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        if self.probe {
            self.breaker.lock().state = State::Open { until: Instant::now() };
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
    fn a_look_tells_since_when_and_for_how_long() {
        let now = Instant::now();
        let breaker = opened(now);
        let look = breaker.look(now + Duration::from_secs(2));
        assert_eq!(look.state, CircuitState::Open);
        assert_eq!(look.lasts, Some(Duration::from_secs(2)));
        assert_eq!(look.opens_in, Some(Duration::from_secs(3)));
        assert_eq!(breaker.look(now + OPEN).state, CircuitState::HalfOpen);
        // A probe that fails keeps it open; it has been in trouble since the first time.
        let probe = breaker.enter(now + OPEN).ok().unwrap();
        assert_eq!(breaker.look(now + OPEN).state, CircuitState::HalfOpen);
        assert_eq!(probe.finish(now + OPEN, true), Turned::Not);
        assert_eq!(breaker.look(now + OPEN).lasts, Some(OPEN));
        let probe = breaker.enter(now + OPEN * 2).ok().unwrap();
        assert_eq!(probe.finish(now + OPEN * 2, false), Turned::Closed);
        assert_eq!(breaker.look(now + OPEN * 3).lasts, Some(OPEN));
    }

    #[test]
    fn somebody_who_wants_to_know_probes_an_open_circuit_at_once() {
        let now = Instant::now();
        let breaker = opened(now);
        let wants = breaker.enter_on_purpose();
        let second = breaker.enter_on_purpose();
        assert!(breaker.enter(now).is_err(), "others wait for what comes of it");
        assert_eq!(second.finish(now, false), Turned::Not, "one probe decides");
        assert_eq!(wants.finish(now, false), Turned::Closed);
        assert!(breaker.enter(now).is_ok());
        // A closed one counts it like any other.
        assert_eq!(breaker.enter_on_purpose().finish(now, false), Turned::Not);
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
