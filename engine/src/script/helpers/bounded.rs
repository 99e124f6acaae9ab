//! Rhai's own functions that could grow a value past the limits before Rhai looks, made to look first.

use std::sync::Arc;

use rhai::{Array, Dynamic, Engine, FnPtr, Map, NativeCallContext};

use super::super::error::{helper_error, too_large};
use super::super::limits::Limits;
use super::super::value::{BorderError, Meter};
use super::{Outcome, list_fits};

pub(super) fn register(engine: &mut Engine, limits: &Arc<Limits>) {
    let own = Arc::clone(limits);
    engine.register_fn(
        "map",
        move |context: NativeCallContext, list: &mut Array, mapper: FnPtr| {
            let mut meter = Meter::new(&own);
            let mut mapped = Array::with_capacity(list.len());
            for (index, item) in list.iter_mut().enumerate() {
                let index = Dynamic::from_int(i64::try_from(index).unwrap_or(i64::MAX));
                let value = mapper.call_raw_with_extra_args("map", &context, Some(item), [], [index], Some(0))?;
                collect(&mut meter, &value)?;
                mapped.push(value);
            }
            Outcome::Ok(mapped)
        },
    );
    let own = Arc::clone(limits);
    engine.register_fn(
        "map",
        move |context: NativeCallContext, map: &mut Map, mapper: FnPtr| {
            let mut meter = Meter::new(&own);
            let mut mapped = Map::new();
            for (key, item) in map.iter_mut() {
                let name = Dynamic::from(key.to_string());
                let value = mapper.call_raw_with_extra_args("map", &context, Some(item), [], [name], Some(0))?;
                collect(&mut meter, &value)?;
                mapped.insert(key.clone(), value);
            }
            Outcome::Ok(mapped)
        },
    );
    let own = Arc::clone(limits);
    engine.register_fn(
        "zip",
        move |context: NativeCallContext, left: &mut Array, right: Array, with: FnPtr| {
            let mut meter = Meter::new(&own);
            let mut zipped = Array::with_capacity(left.len().min(right.len()));
            for (index, (left, right)) in left.iter().zip(right).enumerate() {
                let index = Dynamic::from_int(i64::try_from(index).unwrap_or(i64::MAX));
                let arguments = [left.clone(), right];
                let value = with.call_raw_with_extra_args("zip", &context, None, arguments, [index], None)?;
                collect(&mut meter, &value)?;
                zipped.push(value);
            }
            Outcome::Ok(zipped)
        },
    );

    // Rhai's own go on when the closure fails; an author must hear of it.
    for name in ["sort", "sort_by"] {
        engine.register_fn(name, |context: NativeCallContext, list: &mut Array, by: FnPtr| {
            sort(&context, list, &by)
        });
    }
    for name in ["order", "order_by"] {
        engine.register_fn(name, |context: NativeCallContext, mut list: Array, by: FnPtr| {
            sort(&context, &mut list, &by)?;
            Outcome::Ok(list)
        });
    }

    let own = Arc::clone(limits);
    engine.register_fn("split", move |text: &str| pieces(text.split_whitespace(), &own));
    let own = Arc::clone(limits);
    engine.register_fn("split", move |text: &str, at: &str| pieces(text.split(at), &own));
    let own = Arc::clone(limits);
    engine.register_fn("split", move |text: &str, at: char| pieces(text.split(at), &own));
    let own = Arc::clone(limits);
    engine.register_fn("split_rev", move |text: &str, at: &str| pieces(text.rsplit(at), &own));
    let own = Arc::clone(limits);
    engine.register_fn("split_rev", move |text: &str, at: char| pieces(text.rsplit(at), &own));
    let own = Arc::clone(limits);
    engine.register_fn("split", move |text: &str, at: &str, most: i64| {
        pieces(text.splitn(count(most), at), &own)
    });
    let own = Arc::clone(limits);
    engine.register_fn("split", move |text: &str, at: char, most: i64| {
        pieces(text.splitn(count(most), at), &own)
    });
    let own = Arc::clone(limits);
    engine.register_fn("split_rev", move |text: &str, at: &str, most: i64| {
        pieces(text.rsplitn(count(most), at), &own)
    });
    let own = Arc::clone(limits);
    engine.register_fn("split_rev", move |text: &str, at: char, most: i64| {
        pieces(text.rsplitn(count(most), at), &own)
    });
}

fn count(most: i64) -> usize {
    usize::try_from(most).unwrap_or(0).max(1)
}

/// Counts one more item of a result that is being gathered.
fn collect(meter: &mut Meter<'_>, value: &Dynamic) -> Outcome<()> {
    meter.item(value).map_err(|error| match error {
        BorderError::Limit(message) => too_large(&message),
        BorderError::Kind(message) => helper_error(message),
    })
}

/// The pieces of a text, counted before each is copied.
fn pieces<'a>(pieces: impl Iterator<Item = &'a str>, limits: &Limits) -> Outcome<Array> {
    let mut list = Array::new();
    for piece in pieces {
        list_fits(list.len() + 1, limits)?;
        list.push(Dynamic::from(piece.to_owned()));
    }
    Ok(list)
}

/// A stable merge sort that stops at the first error of the closure and does not mind one that contradicts itself.
/// The closure gives an integer (below zero: left first) or a boolean (true: left first).
fn sort(context: &NativeCallContext, list: &mut Array, by: &FnPtr) -> Outcome<()> {
    let mut width = 1;
    while width < list.len() {
        let mut merged = Array::with_capacity(list.len());
        for run in list.chunks(width * 2) {
            let (left, right) = run.split_at(width.min(run.len()));
            let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
            while let (Some(first), Some(second)) = (left.peek(), right.peek()) {
                let verdict = by.call_raw(context, None, [(*second).clone(), (*first).clone()])?;
                let second_first = match (verdict.as_int(), verdict.as_bool()) {
                    (Ok(order), _) => order < 0,
                    (_, Ok(before)) => before,
                    _ => {
                        let kind = super::super::value::kind_name(&verdict);
                        return Err(helper_error(format!(
                            "the closure of `sort` must give an integer or a boolean, not {kind}"
                        )));
                    }
                };
                let next = if second_first { right.next() } else { left.next() };
                merged.extend(next.cloned());
            }
            merged.extend(left.chain(right).cloned());
        }
        *list = merged;
        width *= 2;
    }
    Ok(())
}
