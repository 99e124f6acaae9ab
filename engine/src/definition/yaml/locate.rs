//! From byte offsets to lines and columns, and from a place inside a scalar's value to its place in the file.

use super::tree::{Span, Style};
use crate::definition::Position;

/// Where the lines of a source begin.
#[derive(Debug)]
pub(in crate::definition) struct LineIndex<'s> {
    source: &'s str,
    starts: Vec<usize>,
}

impl<'s> LineIndex<'s> {
    /// Indexes a source; lines end with `\n`, `\r\n` or `\r` (YAML 1.2 §5.4).
    pub(in crate::definition) fn new(source: &'s str) -> Self {
        let bytes = source.as_bytes();
        let mut starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            if *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                starts.push(at + 1);
            }
        }
        Self { source, starts }
    }

    /// The source.
    pub(in crate::definition) fn source(&self) -> &'s str {
        self.source
    }

    /// The position of a span.
    pub(in crate::definition) fn position(&self, span: Span) -> Position {
        let start = span.start.min(self.source.len());
        let line = self.starts.partition_point(|s| *s <= start).max(1);
        let column = self.source[self.starts[line - 1]..start]
            .chars()
            .filter(|c| *c != '\u{feff}')
            .count()
            + 1;
        let small = |n: usize| u32::try_from(n).expect("a source is at most 1 MiB");
        Position {
            line: small(line),
            column: small(column),
            offset: small(start),
            length: small(span.end.min(self.source.len()).saturating_sub(start).max(1)),
        }
    }

    /// Where the line of a byte offset begins.
    pub(in crate::definition) fn line_start(&self, offset: usize) -> usize {
        self.starts[self.starts.partition_point(|s| *s <= offset).max(1) - 1]
    }
}

/// The place in the file of `length` characters that begin at character `at` of a scalar's value.
///
/// Value and text differ by indentation, folding, doubled quotes and escapes; all of these are, or only touch, white
/// space or single characters. So the n-th character of the value that is no white space is the n-th such unit of the
/// text, in every style.
pub(in crate::definition) fn inside(
    source: &str,
    span: Span,
    style: Style,
    value: &str,
    at: usize,
    length: usize,
) -> Span {
    let solid_before = value.chars().take(at).filter(|c| !c.is_whitespace()).count();
    let blanks_before = value
        .chars()
        .take(at)
        .fold(0, |blanks, c| if c == ' ' { blanks + 1 } else { 0 });
    let target_is_solid = value.chars().nth(at).is_some_and(|c| !c.is_whitespace());
    let solid_inside = value
        .chars()
        .skip(at)
        .take(length)
        .filter(|c| !c.is_whitespace())
        .count();

    let mut begin = None;
    let mut end_of_previous = span.start;
    let mut end = None;
    for (index, (from, to)) in solid_units(&source[span.start..span.end], style).enumerate() {
        if index < solid_before {
            end_of_previous = span.start + to;
        }
        if index == solid_before {
            begin = Some(span.start + from);
        }
        if solid_inside > 0 && index == solid_before + solid_inside - 1 {
            end = Some(span.start + to);
            break;
        }
    }
    let start = match begin {
        Some(begin) if target_is_solid => begin,
        // White space or the end of the value: as far behind the last solid character as the value has blanks.
        _ => (end_of_previous + blanks_before).min(span.end),
    };
    Span {
        start,
        end: end.unwrap_or(start + 1).max(start + 1).min(span.end.max(start)),
    }
}

/// The characters of a scalar's text that stand for one character of its value that is no white space, as byte ranges.
fn solid_units(text: &str, style: Style) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut at = match style {
        Style::Single | Style::Double => 1,
        Style::Plain | Style::Literal | Style::Folded => 0,
    };
    let end = match style {
        Style::Single | Style::Double => text.len().saturating_sub(1),
        Style::Plain | Style::Literal | Style::Folded => text.len(),
    };
    std::iter::from_fn(move || {
        while at < end {
            let from = at;
            let character = text[at..].chars().next()?;
            let mut blank = character.is_whitespace();
            at += character.len_utf8();
            match (style, character) {
                (Style::Single, '\'') => at += 1,
                (Style::Double, '\\') => {
                    let escape = text[at..].chars().next()?;
                    at += escape.len_utf8();
                    let digits = match escape {
                        'x' => 2,
                        'u' => 4,
                        'U' => 8,
                        _ => 0,
                    };
                    blank = matches!(
                        escape,
                        'n' | 't' | 'r' | 'v' | 'f' | 'N' | '_' | 'L' | 'P' | ' ' | '\t' | '\n' | '\r'
                    );
                    if digits > 0 {
                        let code = text.get(at..at + digits).and_then(|d| u32::from_str_radix(d, 16).ok());
                        blank = code.and_then(char::from_u32).is_some_and(char::is_whitespace);
                        at += digits;
                    }
                }
                _ => {}
            }
            if !blank {
                return Some((from, at.min(end)));
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'s>(source: &'s str, style: Style, value: &str, needle: &str) -> &'s str {
        let span = Span {
            start: 0,
            end: source.len(),
        };
        let at = value[..value.find(needle).unwrap()].chars().count();
        let span = inside(source, span, style, value, at, needle.chars().count());
        &source[span.start..span.end]
    }

    #[test]
    fn finds_the_place_in_every_style() {
        assert_eq!(found("=ä + foo", Style::Plain, "=ä + foo", "foo"), "foo");
        assert_eq!(found("=a &&\n   foo", Style::Plain, "=a && foo", "foo"), "foo");
        assert_eq!(found("'=''x'' + foo'", Style::Single, "='x' + foo", "foo"), "foo");
        assert_eq!(
            found(r#""=\"x\\ \u00e4\" + foo""#, Style::Double, "=\"x\\ ä\" + foo", "foo"),
            "foo"
        );
        assert_eq!(
            found(
                "let a = 1;\r\n    foo + a\r\n",
                Style::Literal,
                "let a = 1;\nfoo + a\n",
                "foo"
            ),
            "foo"
        );
        assert_eq!(found("=a\n    + foo", Style::Folded, "=a + foo\n", "foo"), "foo");
    }

    #[test]
    fn the_end_of_the_value_is_the_end_of_the_text() {
        let span = inside("=a + ", Span { start: 0, end: 5 }, Style::Plain, "=a +", 4, 1);
        assert_eq!((span.start, span.end), (4, 5));
    }

    #[test]
    fn lines_and_columns_count_characters() {
        let index = LineIndex::new("ä: ö\r\nb: c\n");
        let position = index.position(Span { start: 4, end: 6 });
        assert_eq!(
            (position.line, position.column, position.offset, position.length),
            (1, 4, 4, 2)
        );
        let position = index.position(Span { start: 8, end: 9 });
        assert_eq!((position.line, position.column), (2, 1));
    }
}
