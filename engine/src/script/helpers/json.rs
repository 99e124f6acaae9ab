//! JSON text to values and back.

use std::sync::Arc;

use rhai::{Array, Dynamic, Engine, Map};
use serde_json::Value;

use super::super::error::{helper_error, too_large};
use super::super::limits::Limits;
use super::super::value::{BorderError, to_dynamic, to_json};
use super::{Outcome, spend, text_fits};

pub(super) fn register(engine: &mut Engine, limits: &Arc<Limits>) {
    for name in ["json", "parse_json"] {
        let own = Arc::clone(limits);
        engine.register_fn(name, move |text: &str| parse(text, &own));
    }
    // For lists and maps, too: Rhai has functions of its own for these, which write other kinds as text.
    let own = Arc::clone(limits);
    engine.register_fn("to_json", move |value: Dynamic| print(&value, &own));
    let own = Arc::clone(limits);
    engine.register_fn("to_json", move |value: Map| print(&Dynamic::from_map(value), &own));
    let own = Arc::clone(limits);
    engine.register_fn("to_json", move |value: Array| print(&Dynamic::from_array(value), &own));
}

pub(super) fn border(error: BorderError) -> Box<rhai::EvalAltResult> {
    match error {
        BorderError::Limit(message) => too_large(&message),
        BorderError::Kind(message) => helper_error(message),
    }
}

fn parse(text: &str, limits: &Limits) -> Outcome<Dynamic> {
    spend(text.len())?;
    // A value takes two bytes of text at least, so what is parsed before it is counted is bounded, too.
    let value: Value = serde_json::from_str(text).map_err(|error| helper_error(format!("not JSON: {error}")))?;
    to_dynamic(&value, limits).map_err(border)
}

fn print(value: &Dynamic, limits: &Limits) -> Outcome<String> {
    let value = to_json(value, limits).map_err(border)?;
    let text = value.to_string();
    spend(text.len())?;
    text_fits(Some(text.len()), limits)?;
    Ok(text)
}
