//! `throughline start PROCESS --batch FILE`: many runs of one process.
//!
//! The file is sent in parts of at most ten thousand runs. Each part has a key that follows from the key of the whole,
//! so a command that was cut off is simply given again.

use std::io::{BufRead as _, BufReader, IsTerminal as _, Read};

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use super::{CliError, Exit, Printer};
use crate::api::json;
use crate::api::types::{BatchItem, BatchOutcome, BatchRequest};
use crate::client::{Client, ClientError};

/// Runs of one request: what the service takes at most.
const PART: usize = 10_000;
/// Bytes of one request, by the length of its lines; the service takes 32 MiB where nobody configured less.
const PART_BYTES: usize = 24 * 1024 * 1024;
/// Largest file that is one JSON array, in bytes.
const MAX_ARRAY_BYTES: u64 = 512 * 1024 * 1024;
/// Longest line, in bytes.
const MAX_LINE: u64 = 16 * 1024 * 1024;
/// Refused items that are named.
const NAMED: usize = 20;

/// How to start them.
pub(super) struct Batch<'a> {
    pub(super) process: &'a str,
    pub(super) version: Option<i32>,
    /// Key of the whole.
    pub(super) key: Option<&'a str>,
    pub(super) partial: bool,
}

impl Batch<'_> {
    pub(super) async fn run(self, file: &str, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let items = read(file)?;
        if items.is_empty() {
            return Err(CliError::usage(format!("--batch {file}: it holds no run")));
        }
        let total = items.len();
        let parts = parts(items);
        if parts.len() > 1 && !self.partial {
            printer.note(&format!(
                "{total} runs are sent in {} parts; each part is started whole or not at all.",
                parts.len()
            ));
        }
        let bar = bar(printer, total);
        let (mut done, mut outcomes) = (0, Vec::with_capacity(total));
        let (mut started, mut existing, mut refused) = (0, 0, 0);
        for (number, items) in parts.into_iter().enumerate() {
            let count = items.len();
            let body = BatchRequest {
                items,
                partial: self.partial,
            };
            let key = self.key.map(|key| match number {
                0 => key.to_owned(),
                more => format!("{key}/{more}"),
            });
            let answer = client
                .start_batch(self.process, &body, self.version, key.as_deref())
                .await
                .map_err(|error| failed(error, done))?;
            (started, existing, refused) = (
                started + answer.started,
                existing + answer.existing,
                refused + answer.refused,
            );
            outcomes.extend(answer.items);
            done += count;
            bar.set_position(done as u64);
        }
        bar.finish_and_clear();
        let result = json!({ "started": started, "existing": existing, "refused": refused, "items": outcomes });
        printer.result(&result, || {
            let mut text = format!("{started} runs of {} are started", self.process);
            if existing > 0 {
                text.push_str(&format!(", {existing} were started before"));
            }
            if refused > 0 {
                text.push_str(&format!(", {refused} do not fit and were left out"));
            }
            text.push_str(".\n");
            text.push_str(&named(&outcomes));
            text
        })?;
        Ok(if refused > 0 { Exit::Bad } else { Exit::Done })
    }
}

/// The first items that were left out, with the reason.
fn named(outcomes: &[BatchOutcome]) -> String {
    let refused = outcomes
        .iter()
        .enumerate()
        .filter(|(_, outcome)| outcome.run_id.is_none());
    refused
        .take(NAMED)
        .flat_map(|(place, outcome)| outcome.problems.iter().map(move |problem| (place, problem)))
        .map(|(place, problem)| {
            format!(
                "  item {}: {}{}\n",
                place + 1,
                place_of(&problem.pointer),
                problem.message
            )
        })
        .collect()
}

fn place_of(pointer: &str) -> String {
    if pointer.is_empty() {
        String::new()
    } else {
        format!("{pointer}: ")
    }
}

/// What went wrong with a part, with the places of its items in the whole file.
fn failed(error: ClientError, done: usize) -> CliError {
    let mut named = String::new();
    if let ClientError::Refused(problem) = &error {
        for problem in problem.batch_problems.iter().take(NAMED) {
            let place = done + problem.index + 1;
            named.push_str(&format!(
                "\n  item {place}: {}{}",
                place_of(&problem.pointer),
                problem.message
            ));
        }
    }
    let mut error = CliError::from(error);
    error.message.push_str(&named);
    if done > 0 {
        error.message.push_str(&format!(
            "\nThe first {done} items are started; with --idempotency-key the command can be given again."
        ));
    }
    error
}

fn bar(printer: &Printer, total: usize) -> ProgressBar {
    if printer.is_json() || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(total as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} runs started") {
        bar.set_style(style);
    }
    bar.tick();
    bar
}

/// Cuts items into requests the service takes.
fn parts(items: Vec<(BatchItem, usize)>) -> Vec<Vec<BatchItem>> {
    let mut parts = Vec::new();
    let (mut part, mut bytes) = (Vec::new(), 0);
    for (item, length) in items {
        if !part.is_empty() && (part.len() == PART || bytes + length > PART_BYTES) {
            parts.push(std::mem::take(&mut part));
            bytes = 0;
        }
        bytes += length;
        part.push(item);
    }
    parts.push(part);
    parts
}

/// The items of a file, each with its length in bytes.
fn read(file: &str) -> Result<Vec<(BatchItem, usize)>, CliError> {
    let failed = |error: std::io::Error| CliError::usage(format!("--batch {file}: {error}"));
    let source: Box<dyn Read> = if file == "-" {
        Box::new(std::io::stdin())
    } else {
        Box::new(std::fs::File::open(file).map_err(failed)?)
    };
    let mut source = BufReader::new(source);
    // The first thing that is not white space tells one array from one object a line.
    let begins_with_bracket = loop {
        let seen = source.fill_buf().map_err(failed)?;
        match seen.iter().position(|byte| !byte.is_ascii_whitespace()) {
            Some(at) => break seen[at] == b'[',
            None if seen.is_empty() => break false,
            None => {
                let length = seen.len();
                source.consume(length);
            }
        }
    };
    if begins_with_bracket {
        let mut text = Vec::new();
        source.take(MAX_ARRAY_BYTES).read_to_end(&mut text).map_err(failed)?;
        let whole = json::read(&text).map_err(|reason| CliError::usage(format!("--batch {file} {reason}")))?;
        let Value::Array(items) = whole else {
            return Err(CliError::usage(format!("--batch {file} is no JSON array")));
        };
        let each = text.len().div_ceil(items.len().max(1));
        return items
            .into_iter()
            .enumerate()
            .map(|(place, value)| Ok((item(value, || format!("--batch {file}: item {}", place + 1))?, each)))
            .collect();
    }
    let mut items = Vec::new();
    for number in 1.. {
        let mut line = Vec::new();
        let length = source
            .by_ref()
            .take(MAX_LINE)
            .read_until(b'\n', &mut line)
            .map_err(failed)?;
        if length == 0 {
            break;
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let place = || format!("--batch {file}: line {number}");
        let value = json::read(&line).map_err(|reason| CliError::usage(format!("{} {reason}", place())))?;
        items.push((item(value, place)?, length));
    }
    Ok(items)
}

/// An item with `input`, `business_key` or `idempotency_key`.
fn item(value: Value, place: impl FnOnce() -> String) -> Result<BatchItem, CliError> {
    if !value.is_object() {
        return Err(CliError::usage(format!("{} is no JSON object", place())));
    }
    serde_json::from_value(value).map_err(|error| {
        CliError::usage(format!(
            "{}: {error}; a run is {{\"input\": {{…}}, \"business_key\": \"…\"}}",
            place()
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_bounded_in_number_and_bytes() {
        let items = |count: usize, length: usize| vec![(BatchItem::default(), length); count];
        let sizes = |parts: Vec<Vec<BatchItem>>| parts.iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(sizes(parts(items(PART, 1))), [PART]);
        assert_eq!(sizes(parts(items(PART + 1, 1))), [PART, 1]);
        assert_eq!(sizes(parts(items(3, PART_BYTES / 2))), [2, 1]);
        assert_eq!(sizes(parts(items(2, PART_BYTES * 2))), [1, 1]);
    }

    #[test]
    fn a_file_holds_a_run_a_line_or_one_array() {
        let folder = tempfile::tempdir().unwrap();
        let write = |text: &str| {
            let path = folder.path().join("runs");
            std::fs::write(&path, text).unwrap();
            read(path.to_str().unwrap())
        };
        for text in [
            "{\"input\":{\"n\":1}}\n\n{\"input\":{\"n\":2},\"business_key\":\"b\"}",
            " [\n{\"input\":{\"n\":1}},{\"input\":{\"n\":2},\"business_key\":\"b\"}]",
        ] {
            let items = write(text).unwrap();
            assert_eq!(items.len(), 2);
            assert_eq!(items[1].0.business_key.as_deref(), Some("b"));
        }
        assert!(write("").unwrap().is_empty());
        let error = write("{\"input\":{}}\n{\"inptu\":1}\n").unwrap_err();
        assert!(error.message.contains("line 2"), "{}", error.message);
        assert!(write("5").is_err() && write("{").is_err() && write("[1]").is_err());
    }
}
