//! What one evaluation may see and spend, while it lasts.
//!
//! Rhai's hooks and native functions get no argument of ours, and Rhai counts operations in a copy when a native
//! function such as `map` calls a closure, so the count would be forgotten with the copy. Both are solved by a slot of
//! the thread that is filled for the time of one evaluation: an evaluation never leaves its thread and never nests.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Utc};
use rhai::Dynamic;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What `now()` and `uuid()` answer in one fold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment {
    /// The time of the fact being folded.
    pub now: DateTime<Utc>,
    /// Derived from the run, so that two runs never draw the same ids.
    pub uuid_seed: [u8; 16],
    /// Counts the ids drawn; part of the state of the run.
    pub uuid_counter: u64,
}

/// The deterministic end of an evaluation: its operations are spent.
pub(super) const STOP_OPERATIONS: i64 = 1;
/// The end asked for by the shell's clock.
pub(super) const STOP_INTERRUPTED: i64 = 2;

struct Call {
    operations_left: u64,
    interrupt: Option<Arc<AtomicBool>>,
    environment: Environment,
}

thread_local! {
    static CALL: RefCell<Option<Call>> = const { RefCell::new(None) };
}

/// Empties the slot however the evaluation ends, a panic included.
struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {
        CALL.with_borrow_mut(Option::take);
    }
}

/// Runs `body` as one evaluation and writes back how many ids it drew and how many operations it left.
pub(super) fn with<T>(
    operations: &mut u64,
    interrupt: Option<&Arc<AtomicBool>>,
    environment: &mut Environment,
    body: impl FnOnce() -> T,
) -> T {
    let call = Call {
        operations_left: *operations,
        interrupt: interrupt.cloned(),
        environment: environment.clone(),
    };
    CALL.with_borrow_mut(|slot| *slot = Some(call));
    let _guard = Guard;
    let outcome = body();
    CALL.with_borrow(|slot| {
        if let Some(call) = slot {
            environment.uuid_counter = call.environment.uuid_counter;
            *operations = call.operations_left;
        }
    });
    outcome
}

/// Rhai's progress hook: one operation is done. A value ends the evaluation; once spent it stays spent, so a native
/// function that swallows the error of a closure (Rhai's `sort` does) cannot go on for long.
pub(super) fn spend_one() -> Option<Dynamic> {
    spend(1).map(Dynamic::from_int)
}

/// Takes `operations` off the budget for work a native function does in one go.
pub(super) fn spend(operations: u64) -> Option<i64> {
    CALL.with_borrow_mut(|slot| {
        let call = slot.as_mut()?;
        if call.interrupt.as_ref().is_some_and(|flag| flag.load(Ordering::Relaxed)) {
            return Some(STOP_INTERRUPTED);
        }
        match call.operations_left.checked_sub(operations) {
            Some(left) => {
                call.operations_left = left;
                None
            }
            None => {
                call.operations_left = 0;
                Some(STOP_OPERATIONS)
            }
        }
    })
}

/// The time of the fact being folded; `None` outside an evaluation.
pub(super) fn now() -> Option<DateTime<Utc>> {
    CALL.with_borrow(|slot| slot.as_ref().map(|call| call.environment.now))
}

/// The next id: a UUID of version 8 (RFC 9562 §5.8) made of the seed, the counter and SHA-256, as version 5 does it
/// with SHA-1.
pub(super) fn next_uuid() -> Option<Uuid> {
    CALL.with_borrow_mut(|slot| {
        let environment = &mut slot.as_mut()?.environment;
        let mut digest = Sha256::new();
        digest.update(environment.uuid_seed);
        digest.update(environment.uuid_counter.to_be_bytes());
        environment.uuid_counter += 1;
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest.finalize()[..16]);
        Some(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    })
}
