//! Regular expressions: the `regex` crate's, which run in time linear in the text.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use regex::{Captures, Regex, RegexBuilder};
use rhai::{Array, Dynamic, Engine, Map};

use super::super::error::helper_error;
use super::super::limits::Limits;
use super::{Outcome, list_fits, spend, text_fits};

/// Longest pattern, in bytes.
const PATTERN_BYTES: usize = 4 * 1024;
/// Memory of one compiled pattern, in bytes.
const COMPILED_BYTES: usize = 1024 * 1024;
/// Patterns kept compiled; when full the cache starts afresh.
const CACHED: usize = 256;

/// Compiled patterns, shared by all evaluations of an engine. What it holds changes the time of a call, never its value.
#[derive(Default)]
struct Cache(Mutex<HashMap<String, Regex>>);

impl Cache {
    fn get(&self, pattern: &str) -> Outcome<Regex> {
        if pattern.len() > PATTERN_BYTES {
            return Err(helper_error(format!(
                "the pattern is longer than {PATTERN_BYTES} bytes"
            )));
        }
        let mut compiled = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(regex) = compiled.get(pattern) {
            return Ok(regex.clone());
        }
        let regex = RegexBuilder::new(pattern)
            .size_limit(COMPILED_BYTES)
            .dfa_size_limit(COMPILED_BYTES)
            .build()
            .map_err(|error| {
                // A syntax error draws the pattern over several lines; the last one says what is wrong.
                let text = error.to_string();
                let reason = text.lines().last().unwrap_or_default().trim_start_matches("error: ");
                helper_error(format!("the pattern is not valid: {reason}"))
            })?;
        if compiled.len() >= CACHED {
            compiled.clear();
        }
        compiled.insert(pattern.to_owned(), regex.clone());
        Ok(regex)
    }
}

pub(super) fn register(engine: &mut Engine, limits: &Arc<Limits>) {
    let cache = Arc::new(Cache::default());

    let own = Arc::clone(&cache);
    engine.register_fn("matches", move |text: &str, pattern: &str| {
        let regex = prepare(&own, text, pattern)?;
        Outcome::Ok(regex.is_match(text))
    });
    let own = Arc::clone(&cache);
    engine.register_fn("capture", move |text: &str, pattern: &str| {
        let regex = prepare(&own, text, pattern)?;
        Outcome::Ok(
            regex
                .captures(text)
                .map_or(Dynamic::UNIT, |found| groups(&regex, &found)),
        )
    });
    let (own, bounds) = (Arc::clone(&cache), Arc::clone(limits));
    engine.register_fn("find_all", move |text: &str, pattern: &str| {
        let regex = prepare(&own, text, pattern)?;
        let mut list = Array::new();
        for found in regex.find_iter(text) {
            list_fits(list.len() + 1, &bounds)?;
            list.push(Dynamic::from(found.as_str().to_owned()));
        }
        Outcome::Ok(list)
    });
    let (own, bounds) = (Arc::clone(&cache), Arc::clone(limits));
    engine.register_fn("replace_re", move |text: &str, pattern: &str, new: &str| {
        let regex = prepare(&own, text, pattern)?;
        let mut result = String::new();
        let mut end = 0;
        for found in regex.captures_iter(text) {
            let whole = found.get_match();
            result.push_str(&text[end..whole.start()]);
            end = whole.end();
            let groups: usize = found.iter().flatten().map(|group| group.len()).max().unwrap_or(0);
            // Every reference in `new` takes two characters and gives at most the longest group.
            let most = new.len().checked_add(groups.saturating_mul(new.matches('$').count()));
            text_fits(most.and_then(|most| most.checked_add(result.len())), &bounds)?;
            found.expand(new, &mut result);
        }
        text_fits(result.len().checked_add(text.len() - end), &bounds)?;
        result.push_str(&text[end..]);
        Outcome::Ok(result)
    });
}

fn prepare(cache: &Cache, text: &str, pattern: &str) -> Outcome<Regex> {
    spend(text.len().saturating_mul(4).saturating_add(pattern.len()))?;
    cache.get(pattern)
}

/// The groups of a match: by number as text (`"0"` is the whole match) and by name.
fn groups(regex: &Regex, found: &Captures<'_>) -> Dynamic {
    let mut map = Map::new();
    for (number, name) in regex.capture_names().enumerate() {
        let value = found
            .get(number)
            .map_or(Dynamic::UNIT, |group| Dynamic::from(group.as_str().to_owned()));
        if let Some(name) = name {
            map.insert(name.into(), value.clone());
        }
        map.insert(number.to_string().into(), value);
    }
    Dynamic::from_map(map)
}
