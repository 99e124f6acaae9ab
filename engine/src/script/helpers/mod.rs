//! The functions a script can call beyond Rhai's own. `docs/expressions.md` lists them all.
//!
//! Each looks at the size of what it would give before it makes it, and spends operations for long work.

mod bounded;
mod dates;
mod json;
mod lists;
mod pattern;
mod text;

use std::sync::Arc;

use rhai::{Dynamic, Engine, EvalAltResult};

use super::call;
use super::error::{helper_error, too_large};
use super::limits::Limits;

pub(super) type Outcome<T> = Result<T, Box<EvalAltResult>>;

pub(super) fn register(engine: &mut Engine, limits: &Limits) {
    let limits = Arc::new(limits.clone());
    bounded::register(engine, &limits);
    json::register(engine, &limits);
    text::register(engine, &limits);
    pattern::register(engine, &limits);
    dates::register(engine);
    lists::register(engine, &limits);
    engine.register_fn(
        "or_default",
        |value: Dynamic, other: Dynamic| if value.is_unit() { other } else { value },
    );
    engine.register_fn("uuid", || {
        call::next_uuid()
            .map(|id| id.to_string())
            .ok_or_else(|| helper_error("`uuid()` is available in a run only"))
    });
}

/// Refuses a text of this many bytes before it is made.
fn text_fits(bytes: Option<usize>, limits: &Limits) -> Outcome<()> {
    match bytes {
        Some(bytes) if bytes <= limits.string_bytes => Ok(()),
        _ => Err(too_large("Length of string")),
    }
}

/// Refuses a list of this many items before it is made.
fn list_fits(items: usize, limits: &Limits) -> Outcome<()> {
    if items > limits.array_items {
        Err(too_large("Size of array/BLOB"))
    } else {
        Ok(())
    }
}

/// Takes operations off the budget for work done in one go, one for each thousand units.
fn spend(units: usize) -> Outcome<()> {
    match call::spend(u64::try_from(units / 1000).unwrap_or(u64::MAX)) {
        None => Ok(()),
        Some(stop) => Err(Box::new(EvalAltResult::ErrorTerminated(
            Dynamic::from_int(stop),
            rhai::Position::NONE,
        ))),
    }
}
