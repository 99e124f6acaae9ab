//! Service task: a call of an operation, repeated while its failures may pass by themselves.

use std::sync::Arc;
use std::time::Duration;

use crate::definition::{Retry, Template};
use crate::kernel::advance::Ask;
use crate::kernel::evaluate::later;
use crate::kernel::event::error;
use crate::kernel::fold::FoldError;
use crate::kernel::machine::Machine;
use crate::kernel::state::{Call, Doing, Resume};
use crate::kernel::{EffectError, ErrorClass, RunId, TimerKind, TokenId, Visit};

/// Longest wait another system may impose by `Retry-After`.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(3600);

pub(in crate::kernel) fn enter(machine: &mut Machine<'_>, token: TokenId, with: &Template) -> Result<(), FoldError> {
    let (scope, error) = machine.place_of(token);
    let request = match machine.evaluate(with, scope, None, error.as_ref()) {
        Ok(request) => Arc::new(request),
        Err(error) => return machine.fail_evaluation(token, error, Resume::Enter),
    };
    if let Err(error) = super::begin(machine, token) {
        return machine.fail_evaluation(token, error, Resume::Enter);
    }
    ask(
        machine,
        token,
        Call {
            request,
            attempt: 1,
            budget_from: 1,
            backoff: None,
        },
    );
    Ok(())
}

fn ask(machine: &mut Machine<'_>, token: TokenId, call: Call) {
    let visit = machine.state.token(token).visit;
    let attempt = call.attempt;
    machine.state.set_doing(token, Doing::Call(call));
    machine.state.outbox.push(Ask::Call { token, visit, attempt });
}

/// The present call of a token that is known to make one.
fn present(machine: &Machine<'_>, token: TokenId) -> Option<Call> {
    match &machine.state.token(token).doing {
        Doing::Call(call) => Some(call.clone()),
        _ => None,
    }
}

/// An attempt failed: wait for the next one, or give up.
pub(in crate::kernel) fn failed(
    machine: &mut Machine<'_>,
    token: TokenId,
    error: &EffectError,
) -> Result<(), FoldError> {
    let Some(mut call) = present(machine, token) else {
        return Ok(());
    };
    let retry = machine.step_of(token).retry;
    let made = call.attempt - call.budget_from + 1;
    if error.class == ErrorClass::Transient && made < retry.attempts {
        let visit = machine.state.token(token).visit;
        let wait = backoff(
            retry,
            made,
            error.retry_after_ms,
            jitter(machine.state.id, token, visit, call.attempt),
        );
        let due = later(machine.state.now, wait);
        call.backoff = Some(due);
        machine.state.set_doing(token, Doing::Call(call));
        machine.state.outbox.push(Ask::Timer {
            token,
            visit,
            timer: TimerKind::Backoff,
            due,
        });
        return Ok(());
    }
    let mut error = error.clone();
    if error.class == ErrorClass::Transient && made > 1 {
        error.message = format!("{} (attempt {made} of {}, none left)", error.message, retry.attempts);
    }
    machine.state.set_doing(token, Doing::Ready);
    error::fail(machine, token, error, Resume::Call(call))
}

/// The wait before the next attempt is over.
pub(in crate::kernel) fn next_attempt(machine: &mut Machine<'_>, token: TokenId) {
    if let Some(mut call) = present(machine, token) {
        call.attempt = call.attempt.saturating_add(1);
        call.backoff = None;
        ask(machine, token, call);
    }
}

/// A person had a failed call tried again: the same bytes, a new budget of attempts, and the attempts counted on, so
/// that an operation which may have been done is looked up first.
pub(in crate::kernel) fn again(machine: &mut Machine<'_>, token: TokenId, previous: Call) -> Result<(), FoldError> {
    if let Err(error) = super::arm_timeout(machine, token) {
        return machine.fail_evaluation(token, error, Resume::Call(previous));
    }
    let attempt = previous.attempt.saturating_add(1);
    ask(
        machine,
        token,
        Call {
            attempt,
            budget_from: attempt,
            backoff: None,
            ..previous
        },
    );
    Ok(())
}

/// The wait after `made` attempts: doubling, up to half taken off, never less than the other side asked for.
fn backoff(retry: Retry, made: u16, retry_after_ms: Option<u64>, jitter: f64) -> Duration {
    let doubled = retry
        .first
        .saturating_mul(1_u32.checked_shl(u32::from(made) - 1).unwrap_or(u32::MAX));
    let wait = doubled.min(retry.longest).mul_f64(1.0 - jitter / 2.0);
    let asked = Duration::from_millis(retry_after_ms.unwrap_or(0)).min(LONGEST_RETRY_AFTER);
    wait.max(asked)
}

/// A number in 0..1 that differs from effect to effect and is the same in every replay (splitmix64 over the ids).
fn jitter(run: RunId, token: TokenId, visit: Visit, attempt: u16) -> f64 {
    let (high, low) = run.0.as_u64_pair();
    let mut x = high ^ low.rotate_left(17);
    for part in [u64::from(token.0), u64::from(visit.0), u64::from(attempt)] {
        x = x.wrapping_add(part).wrapping_add(0x9E37_79B9_7F4A_7C15);
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^= x >> 31;
    }
    // 53 bits fit a float exactly.
    #[expect(clippy::cast_precision_loss, reason = "the value has 53 bits")]
    let unit = (x >> 11) as f64 / (1_u64 << 53) as f64;
    unit
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const RETRY: Retry = Retry {
        attempts: 9,
        first: Duration::from_secs(1),
        longest: Duration::from_secs(60),
    };

    #[test]
    fn waits_double_up_to_the_longest_and_lose_at_most_half() {
        let full: Vec<u64> = (1..=8).map(|made| backoff(RETRY, made, None, 0.0).as_secs()).collect();
        assert_eq!(full, [1, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(backoff(RETRY, 3, None, 1.0), Duration::from_secs(2));
        assert_eq!(backoff(RETRY, 40_000, None, 0.0), Duration::from_secs(60));
    }

    #[test]
    fn the_other_side_may_ask_for_longer_but_not_for_days() {
        assert_eq!(backoff(RETRY, 1, Some(90_000), 0.5), Duration::from_secs(90));
        assert_eq!(backoff(RETRY, 1, Some(u64::MAX), 0.5), Duration::from_secs(3600));
    }

    #[test]
    fn jitter_is_the_same_for_one_effect_and_differs_between_effects() {
        let run = RunId(Uuid::from_u128(0x0193_5c2e_0000_7000_8000_0000_0000_0001));
        let all: Vec<f64> = (0..100).map(|token| jitter(run, TokenId(token), Visit(1), 1)).collect();
        assert_eq!(all[7], jitter(run, TokenId(7), Visit(1), 1));
        assert!(all.iter().all(|x| (0.0..1.0).contains(x)));
        let mean = all.iter().sum::<f64>() / 100.0;
        assert!((0.35..0.65).contains(&mean), "{mean}");
    }
}
