//! What commands print: text for people, or one JSON document.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use chrono::{DateTime, Local, Utc};
use clap::ValueEnum;
use serde::Serialize;
use serde_json::Value;

use super::{CliError, Exit};

/// How to print.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Output {
    /// For people.
    #[default]
    Text,
    /// For programs: one document on standard output, nothing else.
    Json,
}

/// Prints results.
#[derive(Debug, Clone, Copy)]
pub struct Printer {
    output: Output,
}

impl Printer {
    /// A printer of this kind.
    #[must_use]
    pub fn new(output: Output) -> Self {
        Self { output }
    }

    /// Whether the result is for programs.
    #[must_use]
    pub fn is_json(self) -> bool {
        self.output == Output::Json
    }

    /// Prints the result: `value` for programs, `text` for people.
    ///
    /// # Errors
    /// Standard output is closed or full.
    pub fn result(self, value: &impl Serialize, text: impl FnOnce() -> String) -> Result<(), CliError> {
        let mut line = match self.output {
            Output::Json => serde_json::to_string_pretty(value)
                .map_err(|error| CliError::here(format!("the result cannot be written as JSON: {error}")))?,
            Output::Text => text(),
        };
        if !line.is_empty() && !line.ends_with('\n') {
            line.push('\n');
        }
        let mut out = io::stdout().lock();
        match out.write_all(line.as_bytes()).and_then(|()| out.flush()) {
            // `throughline runs list | head` is no failure.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Err(error) => Err(CliError::here(format!("standard output cannot be written: {error}"))),
            Ok(()) => Ok(()),
        }
    }

    /// A word on the way, for people only: on standard error.
    pub fn note(self, text: &str) {
        if self.output == Output::Text {
            let _ = writeln!(io::stderr(), "{text}");
        }
    }

    pub(super) fn failed(self, error: &CliError) {
        if self.is_json() {
            // Nobody is left to tell if this fails too.
            let _ = self.result(&error.to_json(), String::new);
            return;
        }
        let mut text = format!("error: {}", error.message);
        if let Some(problem) = &error.problem {
            for place in &problem.problems {
                let at = if place.pointer.is_empty() {
                    "(the whole)"
                } else {
                    &place.pointer
                };
                let _ = write!(text, "\n  {at}: {}", place.message);
            }
            for error in &problem.field_errors {
                let _ = write!(text, "\n  {}: {}", error.field, error.message);
            }
            if problem.status >= 500 && !problem.request_id.is_empty() {
                let _ = write!(text, "\n  request id: {}", problem.request_id);
            }
        }
        if error.exit == Exit::Usage {
            text.push_str("\nTry --help.");
        }
        let _ = writeln!(io::stderr(), "{text}");
    }
}

/// Columns under headings, as wide as they need to be.
pub(super) fn table(headings: &[&str], rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows
            .iter()
            .map(|row| row.get(column).map_or(0, |cell| cell.chars().count()));
        cells.chain([headings[column].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..headings.len()).map(width).collect();
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut line = String::new();
        for (cell, width) in cells.zip(&widths) {
            let _ = write!(line, "{cell:width$}  ");
        }
        line.trim_end().to_owned() + "\n"
    };
    let mut text = line(&mut headings.iter().copied());
    for row in rows {
        text.push_str(&line(&mut row.iter().map(String::as_str)));
    }
    text
}

/// An instant where the reader is.
pub(super) fn time(at: DateTime<Utc>) -> String {
    at.with_timezone(&Local).format("%Y-%m-%d %H:%M:%S").to_string()
}

/// JSON for people: indented, at most so many characters.
pub(super) fn pretty(value: &Value) -> String {
    const MOST: usize = 20_000;
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}\n… ({} bytes; --output json prints all)", &text[..end], text.len()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = vec![
            vec!["a".to_owned(), "довге слово".to_owned()],
            vec!["longer".to_owned(), "b".to_owned()],
        ];
        assert_eq!(
            table(&["K", "NAME"], &rows),
            "K       NAME\na       довге слово\nlonger  b\n"
        );
    }
}
