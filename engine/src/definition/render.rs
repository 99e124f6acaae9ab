//! Diagnostics as people read them in a terminal or a log. Plain text: colour is the business of the shell.

use std::fmt::{self, Write as _};

use super::{Diagnostic, Severity};

/// Longest part of a source line that is shown, in characters.
const WINDOW: usize = 160;

impl Severity {
    /// The word of messages and of JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Diagnostic {
    /// One line without the file: `3:9: error[unknown_step]: there is no step `x` here; did you mean `y`?`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            code,
            severity,
            position,
            message,
            hint,
        } = self;
        write!(
            f,
            "{}:{}: {severity}[{code}]: {message}",
            position.line, position.column
        )?;
        hint.as_ref().map_or(Ok(()), |hint| write!(f, "; {hint}"))
    }
}

impl Diagnostic {
    /// The diagnostic with its place in the source underlined, over several lines; ends with a line break.
    ///
    /// `source` must be the text that was compiled; `file` is its name for people.
    #[must_use]
    pub fn render(&self, file: &str, source: &str) -> String {
        let Self {
            code,
            severity,
            position,
            message,
            hint,
        } = self;
        let mut out = String::new();
        let number = position.line.to_string();
        let gutter = " ".repeat(number.len());
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "{file}:{number}:{}: {severity}[{code}]: {message}",
            position.column
        );
        if let Some((line, before, length)) = self.excerpt(source) {
            let padding: String = line
                .chars()
                .take(before)
                .map(|c| if c == '\t' { '\t' } else { ' ' })
                .collect();
            let _ = writeln!(out, "{gutter} |");
            let _ = writeln!(out, "{number} | {line}");
            let _ = writeln!(out, "{gutter} | {padding}{}", "^".repeat(length));
        }
        if let Some(hint) = hint {
            let _ = writeln!(out, "{gutter} = {hint}");
        }
        out
    }

    /// The line (or the part of a long one around the place), the characters before the place, and its length there.
    fn excerpt(&self, source: &str) -> Option<(String, usize, usize)> {
        let offset = usize::try_from(self.position.offset).ok()?;
        let length = usize::try_from(self.position.length).ok()?;
        let before = source.get(..offset)?;
        let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let line = source[start..].split(['\n', '\r']).next()?;
        let before = source[start..offset].chars().count();
        let end = (offset - start).saturating_add(length).min(line.len());
        let length = line
            .get(offset - start..end)
            .map_or(1, |part| part.trim_end().chars().count())
            .max(1);
        let from = if line.chars().count() > WINDOW {
            before.saturating_sub(WINDOW / 3)
        } else {
            0
        };
        let shown: String = line
            .chars()
            .skip(from)
            .take(WINDOW)
            .filter(|c| *c != '\u{feff}')
            .collect();
        let dropped = line.chars().take(before).filter(|c| *c == '\u{feff}').count();
        let before = before - from - dropped.min(before - from);
        Some((shown, before, length.min(WINDOW.saturating_sub(before)).max(1)))
    }
}

#[cfg(test)]
mod tests {
    use crate::definition::{Diagnostic, Position, Severity};

    fn at(offset: u32, length: u32, line: u32, column: u32) -> Diagnostic {
        Diagnostic {
            code: "code".to_owned(),
            severity: Severity::Error,
            position: Position {
                line,
                column,
                offset,
                length,
            },
            message: "message".to_owned(),
            hint: Some("hint".to_owned()),
        }
    }

    #[test]
    fn underlines_characters_not_bytes() {
        let source = "a: 1\r\nключ: знач\r\n";
        assert_eq!(
            at(16, 8, 2, 7).render("f.yaml", source),
            "f.yaml:2:7: error[code]: message\n  |\n2 | ключ: знач\n  |       ^^^^\n  = hint\n"
        );
    }

    #[test]
    fn a_place_behind_the_end_has_no_panic() {
        assert!(at(5, 3, 2, 1).render("f", "a: 1\n").contains("2 | \n  | ^\n"));
        assert!(at(50, 3, 2, 1).render("f", "a: 1\n").starts_with("f:2:1"));
        assert!(at(0, 1, 1, 1).render("f", "").contains("1 | \n"));
    }

    #[test]
    fn a_long_line_is_shown_around_the_place() {
        let source = format!("{}needle{}", "x".repeat(100_000), "y".repeat(100_000));
        let text = at(100_000, 6, 1, 100_001).render("f", &source);
        assert!(text.len() < 600, "{}", text.len());
        let lines: Vec<&str> = text.lines().collect();
        let caret = lines[3].find('^').unwrap();
        assert_eq!(&lines[2][caret..caret + 6], "needle");
    }
}
