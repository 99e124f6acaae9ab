//! Look-ups and sums over lists, most of them over lists of maps such as a system answers.
//!
//! Values are compared as JSON: by kind and content, 1 and 1.0 being equal.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;

use rhai::{Array, Dynamic, Engine, Map};
use serde_json::Value;

use super::super::error::helper_error;
use super::super::limits::Limits;
use super::super::value::{kind_name, to_json};
use super::json::border;
use super::{Outcome, spend};

pub(super) fn register(engine: &mut Engine, limits: &Arc<Limits>) {
    let own = Arc::clone(limits);
    engine.register_fn("find_by", move |list: Array, key: &str, value: Dynamic| {
        spend(list.len() * 10)?;
        let wanted = Key::of(&value, &own)?;
        for item in list {
            if Key::of(&field(&item, key, "find_by")?, &own)? == wanted {
                return Outcome::Ok(item);
            }
        }
        Ok(Dynamic::UNIT)
    });
    engine.register_fn("index_by", |list: Array, key: &str| {
        spend(list.len() * 10)?;
        let mut index = Map::new();
        for item in list {
            let value = field(&item, key, "index_by")?;
            let name = match value.as_immutable_string_ref() {
                Ok(text) => text.to_string(),
                Err(_) if value.is_int() || value.is_bool() => value.to_string(),
                Err(_) => {
                    let kind = kind_name(&value);
                    return Err(helper_error(format!(
                        "`index_by`: `{key}` must be a text, an integer or a boolean, not {kind}"
                    )));
                }
            };
            index.insert(name.into(), item);
        }
        Outcome::Ok(index)
    });
    engine.register_fn("pluck", |list: Array, key: &str| {
        list.iter()
            .map(|item| field(item, key, "pluck"))
            .collect::<Outcome<Array>>()
    });
    let own = Arc::clone(limits);
    engine.register_fn("unique", move |list: Array| {
        spend(list.len() * 10)?;
        let mut seen = BTreeSet::new();
        let mut kept = Array::new();
        for item in list {
            if seen.insert(Key::of(&item, &own)?) {
                kept.push(item);
            }
        }
        Outcome::Ok(kept)
    });
    let own = Arc::clone(limits);
    engine.register_fn("difference", move |list: Array, other: Array| {
        spend((list.len() + other.len()) * 10)?;
        let gone = other
            .iter()
            .map(|item| Key::of(item, &own))
            .collect::<Outcome<BTreeSet<Key>>>()?;
        let mut kept = Array::new();
        for item in list {
            if !gone.contains(&Key::of(&item, &own)?) {
                kept.push(item);
            }
        }
        Outcome::Ok(kept)
    });
    engine.register_fn("sum", |list: Array| sum(&list));
    let own = Arc::clone(limits);
    engine.register_fn("sort_by", move |list: Array, key: &str| {
        spend(list.len() * 20)?;
        let mut keyed = list
            .into_iter()
            .map(|item| Ok((Key::of(&field(&item, key, "sort_by")?, &own)?, item)))
            .collect::<Outcome<Vec<(Key, Dynamic)>>>()?;
        keyed.sort_by(|(left, _), (right, _)| left.cmp(right));
        Outcome::Ok(keyed.into_iter().map(|(_, item)| item).collect::<Array>())
    });
}

/// The value of a key of an item, null where it has none.
fn field(item: &Dynamic, key: &str, function: &str) -> Outcome<Dynamic> {
    let map = item.as_map_ref().map_err(|_| {
        helper_error(format!(
            "`{function}` takes a list of maps; it holds {}",
            kind_name(item)
        ))
    })?;
    Ok(map.get(key).cloned().unwrap_or(Dynamic::UNIT))
}

fn sum(list: &Array) -> Outcome<Dynamic> {
    let mut integers: i64 = 0;
    let mut floats: Option<f64> = None;
    for item in list {
        if let Ok(number) = item.as_int() {
            integers = integers
                .checked_add(number)
                .ok_or_else(|| helper_error(format!("`sum`: the sum is larger than {}", i64::MAX)))?;
        } else if let Ok(number) = item.as_float() {
            floats = Some(floats.unwrap_or(0.0) + number);
        } else {
            return Err(helper_error(format!(
                "`sum` takes a list of numbers; it holds {}",
                kind_name(item)
            )));
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a sum with a float in it is a float")]
    Ok(match floats {
        Some(floats) => Dynamic::from_float(floats + integers as f64),
        None => Dynamic::from_int(integers),
    })
}

/// A value as a key: totally ordered, null before booleans before numbers before texts before lists before maps.
#[derive(Debug)]
struct Key(Value);

impl Key {
    fn of(value: &Dynamic, limits: &Limits) -> Outcome<Self> {
        to_json(value, limits).map(Self).map_err(border)
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Key {}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        compare(&self.0, &other.0)
    }
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
    }
}

fn compare(left: &Value, right: &Value) -> Ordering {
    match (left, right) {
        (Value::Bool(left), Value::Bool(right)) => left.cmp(right),
        (Value::Number(left), Value::Number(right)) => match (left.as_i64(), right.as_i64()) {
            (Some(left), Some(right)) => left.cmp(&right),
            (Some(left), None) => integer_to_float(left, right.as_f64().unwrap_or(0.0)),
            (None, Some(right)) => integer_to_float(right, left.as_f64().unwrap_or(0.0)).reverse(),
            // -0.0 and 0.0 are one number; JSON has no NaN.
            (None, None) => left.as_f64().partial_cmp(&right.as_f64()).unwrap_or(Ordering::Equal),
        },
        (Value::String(left), Value::String(right)) => left.cmp(right),
        (Value::Array(left), Value::Array(right)) => {
            let items = left.iter().zip(right).map(|(left, right)| compare(left, right));
            first_difference(items).then(left.len().cmp(&right.len()))
        }
        (Value::Object(left), Value::Object(right)) => {
            let entries = left
                .iter()
                .zip(right)
                .map(|((one, left), (other, right))| one.cmp(other).then_with(|| compare(left, right)));
            first_difference(entries).then(left.len().cmp(&right.len()))
        }
        _ => rank(left).cmp(&rank(right)),
    }
}

fn first_difference(mut orders: impl Iterator<Item = Ordering>) -> Ordering {
    orders.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

/// Exact: an integer past 2^53 is not rounded to meet a float.
fn integer_to_float(integer: i64, float: f64) -> Ordering {
    if float >= 9_223_372_036_854_775_808.0 {
        return Ordering::Less;
    }
    if float < -9_223_372_036_854_775_808.0 {
        return Ordering::Greater;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the range was checked above; the fraction is compared below"
    )]
    let whole = float.trunc() as i64;
    integer
        .cmp(&whole)
        .then_with(|| 0.0_f64.partial_cmp(&float.fract()).unwrap_or(Ordering::Equal))
}
