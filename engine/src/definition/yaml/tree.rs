//! The tree itself, built from parser events without recursion.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::locate::LineIndex;
use super::scalar::{self, Plain};
use super::{MAX_BYTES, MAX_DEPTH};
use crate::definition::report::{Code, Report};

/// Keys of the language that YAML 1.1 reads as a boolean, each with the key of the map it stands in. There, and only
/// there, the plain word is the key: what would be lost by quotes is what every reader of the file expects to write.
const WORDS_AS_KEYS: &[(&str, &str)] = &[("record", "on")];

/// A range of bytes of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::definition) struct Span {
    pub(in crate::definition) start: usize,
    pub(in crate::definition) end: usize,
}

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::definition) enum Style {
    Plain,
    Single,
    Double,
    Literal,
    Folded,
}

/// One value with its place.
#[derive(Debug, Clone)]
pub(in crate::definition) struct Node {
    pub(in crate::definition) span: Span,
    pub(in crate::definition) kind: NodeKind,
}

/// What a node is.
#[derive(Debug, Clone)]
pub(in crate::definition) enum NodeKind {
    Null,
    Bool(bool),
    Integer(i64),
    Float(f64),
    Text(String, Style),
    List(Vec<Node>),
    /// Keys are unique; in the order written.
    Map(Vec<(Key, Node)>),
    /// Something that was reported already: whoever meets it says nothing more about it.
    Reported,
}

/// A key of a map.
#[derive(Debug, Clone)]
pub(in crate::definition) struct Key {
    pub(in crate::definition) text: String,
    pub(in crate::definition) span: Span,
}

impl NodeKind {
    /// The kind in words, for messages.
    pub(in crate::definition) fn describe(&self) -> &'static str {
        match self {
            Self::Null | Self::Reported => "nothing",
            Self::Bool(_) => "a boolean",
            Self::Integer(_) => "an integer",
            Self::Float(_) => "a decimal number",
            Self::Text(..) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
        }
    }
}

/// A list or map that is not closed yet.
enum Open {
    List {
        start: usize,
        items: Vec<Node>,
    },
    Map {
        start: usize,
        flow: bool,
        entries: Vec<(Key, Node)>,
        known: HashMap<String, Span>,
        key: Option<Key>,
        skip: bool,
    },
}

/// Parses one document. `None` when the text is no YAML at all (which is reported); an empty file is a null.
pub(in crate::definition) fn parse(lines: &LineIndex<'_>, report: &mut Report) -> Option<Node> {
    let source = lines.source();
    if source.len() > MAX_BYTES {
        report.error(
            Code::TooLarge,
            Span { start: 0, end: 1 },
            format!(
                "the file has {} bytes; a definition has at most {MAX_BYTES}",
                source.len()
            ),
        );
        return None;
    }
    // The parser counts characters; everything else here counts bytes.
    let offsets: Vec<usize> = source.char_indices().map(|(at, _)| at).chain([source.len()]).collect();
    let byte = |index: usize| offsets.get(index).copied().unwrap_or(source.len());

    let mut builder = Builder {
        lines,
        report,
        open: Vec::new(),
        root: None,
    };
    let mut documents = 0;
    for event in Parser::new_from_str(source) {
        let (event, span) = match event {
            Ok((event, span)) => (
                event,
                Span {
                    start: byte(span.start.index()),
                    end: byte(span.end.index()),
                },
            ),
            Err(error) => {
                syntax_error(lines, builder.report, byte(error.marker().index()), error.info());
                return None;
            }
        };
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
            Event::DocumentStart(_) => {
                documents += 1;
                if documents > 1 {
                    builder
                        .report
                        .error(
                            Code::SeveralDocuments,
                            span,
                            "a file holds one definition, and a second document begins here",
                        )
                        .hint("put it in a file of its own");
                    break;
                }
            }
            Event::Alias(_) => {
                builder
                    .report
                    .error(
                        Code::YamlFeature,
                        span,
                        "aliases are not part of the definition language",
                    )
                    .hint("write the value out");
                builder.push(Node {
                    span,
                    kind: NodeKind::Reported,
                });
            }
            Event::Scalar(text, style, anchor, tag) => {
                if builder.refuse(span, anchor, tag.is_some()) {
                    builder.push(Node {
                        span,
                        kind: NodeKind::Reported,
                    });
                } else {
                    builder.scalar(&text, style, span);
                }
            }
            Event::SequenceStart(..) | Event::MappingStart(..) if builder.open.len() >= MAX_DEPTH => {
                too_deep(builder.report, span);
                return None;
            }
            Event::SequenceStart(anchor, tag) => {
                builder.refuse(span, anchor, tag.is_some());
                builder.check_tab(span);
                builder.open.push(Open::List {
                    start: span.start,
                    items: Vec::new(),
                });
            }
            Event::MappingStart(anchor, tag) => {
                builder.refuse(span, anchor, tag.is_some());
                builder.open.push(Open::Map {
                    start: span.start,
                    flow: source[span.start..].starts_with('{'),
                    entries: Vec::new(),
                    known: HashMap::new(),
                    key: None,
                    skip: false,
                });
            }
            Event::SequenceEnd | Event::MappingEnd => builder.close(span),
        }
    }
    Some(builder.root.unwrap_or(Node {
        span: Span { start: 0, end: 0 },
        kind: NodeKind::Null,
    }))
}

struct Builder<'a, 's> {
    lines: &'a LineIndex<'s>,
    report: &'a mut Report,
    open: Vec<Open>,
    root: Option<Node>,
}

impl Builder<'_, '_> {
    /// Reports an anchor or a tag; both would let the text mean something it does not say.
    fn refuse(&mut self, span: Span, anchor: usize, tag: bool) -> bool {
        if anchor != 0 {
            self.report
                .error(
                    Code::YamlFeature,
                    span,
                    "anchors are not part of the definition language",
                )
                .hint("write the value out where it is needed");
        } else if tag {
            self.report
                .error(Code::YamlFeature, span, "tags are not part of the definition language")
                .hint("quotes make a text; a plain number is a number");
        }
        anchor != 0 || tag
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, span: Span) {
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted => Style::Single,
            ScalarStyle::DoubleQuoted => Style::Double,
            ScalarStyle::Literal => Style::Literal,
            ScalarStyle::Folded => Style::Folded,
        };
        self.check_tab(span);
        if self.expects_key() {
            self.key(text, style, span);
            return;
        }
        let plain = if style == Style::Plain {
            scalar::resolve(text)
        } else {
            Plain::Text
        };
        let kind = match plain {
            Plain::Null => NodeKind::Null,
            Plain::Bool(value) => NodeKind::Bool(value),
            Plain::Integer(value) => NodeKind::Integer(value),
            Plain::Float(value) => NodeKind::Float(value),
            Plain::Text => NodeKind::Text(text.to_owned(), style),
            Plain::Ambiguous(hint) => {
                self.report
                    .error(
                        Code::AmbiguousScalar,
                        span,
                        format!("readers of YAML disagree about what `{text}` means"),
                    )
                    .hint(hint);
                NodeKind::Reported
            }
            Plain::OutOfRange => {
                self.report
                    .error(
                        Code::NumberRange,
                        span,
                        format!("`{text}` does not fit into a 64-bit number"),
                    )
                    .hint("put it in quotes to keep it as text");
                NodeKind::Reported
            }
        };
        self.push(Node { span, kind });
    }

    fn expects_key(&self) -> bool {
        matches!(
            self.open.last(),
            Some(Open::Map {
                key: None,
                skip: false,
                ..
            })
        )
    }

    /// Whether a plain word that is no text elsewhere is a key of the language in the map that is open.
    fn is_word_as_key(&self, text: &str) -> bool {
        let outer = self.open.len().checked_sub(2).and_then(|at| self.open.get(at));
        matches!(outer, Some(Open::Map { key: Some(outer), .. }) if WORDS_AS_KEYS.contains(&(&outer.text, text)))
    }

    fn key(&mut self, text: &str, style: Style, span: Span) {
        let word = self.is_word_as_key(text);
        let Some(Open::Map { known, key, skip, .. }) = self.open.last_mut() else {
            return;
        };
        if style == Style::Plain && text == "<<" {
            self.report
                .error(
                    Code::YamlFeature,
                    span,
                    "merge keys are not part of the definition language",
                )
                .hint("write the entries out");
            *skip = true;
            return;
        }
        if style == Style::Plain && !word && !matches!(scalar::resolve(text), Plain::Text) {
            let shown = if text.is_empty() {
                "an empty key".to_owned()
            } else {
                format!("`{text}`")
            };
            self.report
                .error(
                    Code::AmbiguousScalar,
                    span,
                    format!("{shown} is not text to every reader of YAML, and a name must be"),
                )
                .hint("use another name, or put it in quotes");
            *skip = true;
            return;
        }
        if let Some(first) = known.get(text) {
            let line = self.lines.position(*first).line;
            self.report
                .error(Code::DuplicateKey, span, format!("`{text}` stands here a second time"))
                .hint(format!("it is already on line {line}; keep one of them"));
            *skip = true;
            return;
        }
        known.insert(text.to_owned(), span);
        *key = Some(Key {
            text: text.to_owned(),
            span,
        });
    }

    fn push(&mut self, node: Node) {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { skip, .. }) if *skip => *skip = false,
            Some(Open::Map {
                key,
                entries,
                flow,
                skip,
                ..
            }) => match key.take() {
                Some(key) if *flow && is_bare(self.lines.source(), &key, &node) => {
                    self.report
                        .error(Code::MissingValue, key.span, format!("`{}` has no value", key.text))
                        .hint("write `key: value`; inside `{ }` a comma ends a value, so an expression with a comma needs quotes");
                    // The expression the comma cut in two is this same mistake.
                    if let Some((_, before)) = entries.last_mut()
                        && matches!(&before.kind, NodeKind::Text(text, Style::Plain) if text.starts_with('='))
                    {
                        before.kind = NodeKind::Reported;
                    }
                }
                Some(key) => entries.push((key, node)),
                None => {
                    if !matches!(node.kind, NodeKind::Reported) {
                        self.report.error(Code::KeyNotText, node.span, "a key must be text");
                    }
                    *skip = true;
                }
            },
        }
    }

    fn close(&mut self, span: Span) {
        let source = self.lines.source();
        let Some(open) = self.open.pop() else { return };
        let (start, kind) = match open {
            Open::List { start, items } => (start, NodeKind::List(items)),
            Open::Map { start, entries, .. } => (start, NodeKind::Map(entries)),
        };
        // A block ends where the next token begins; its own text ends before the white space in between.
        let end = span.end.max(start);
        let end = start + source[start..end].trim_end().len();
        self.push(Node {
            span: Span { start, end },
            kind,
        });
    }

    /// Tabs look like spaces and are none: refused wherever they indent something.
    fn check_tab(&mut self, span: Span) {
        let line = self.lines.line_start(span.start);
        let before = &self.lines.source()[line..span.start];
        if before.contains('\t') && before.chars().all(|c| matches!(c, ' ' | '\t' | '-')) {
            let start = line + before.find('\t').unwrap_or(0);
            self.report
                .error(Code::Tab, Span { start, end: start + 1 }, "a tab in the indentation")
                .hint("indent with spaces");
        }
    }
}

/// Whether a key of a flow map has no `:` behind it.
fn is_bare(source: &str, key: &Key, value: &Node) -> bool {
    matches!(value.kind, NodeKind::Null) && !source[key.span.end..].trim_start().starts_with(':')
}

fn too_deep(report: &mut Report, span: Span) {
    report.error(
        Code::TooDeep,
        span,
        format!("lists and maps are nested deeper than {MAX_DEPTH} levels"),
    );
}

fn syntax_error(lines: &LineIndex<'_>, report: &mut Report, at: usize, info: &str) {
    let source = lines.source();
    if info.contains("tab") {
        // The parser names the start of the token before; the reader wants the tab.
        let from = lines.line_start(at);
        let tab = source[from..].split_inclusive('\n').scan(from, |start, line| {
            let begin = *start;
            *start += line.len();
            Some((begin, line))
        });
        for (start, line) in tab {
            let indent = line.len() - line.trim_start().len();
            if let Some(tab) = line[..indent].find('\t') {
                let start = start + tab;
                report
                    .error(Code::Tab, Span { start, end: start + 1 }, "a tab in the indentation")
                    .hint("indent with spaces");
                return;
            }
        }
    }
    let at = at.min(source.len());
    if info.contains("recursion limit") {
        too_deep(report, Span { start: at, end: at + 1 });
        return;
    }
    let end = at + source[at..].chars().next().map_or(0, char::len_utf8);
    let start = lines.line_start(at);
    let line = source[start..].lines().next().unwrap_or_default();
    let diagnostic = report.error(
        Code::YamlSyntax,
        Span { start: at, end },
        format!("this is not YAML: {info}"),
    );
    if info.contains("mapping values") || (line.contains(": =") && info.contains("':'")) {
        diagnostic.hint("a text or expression that contains `: ` or ` #` must be in quotes");
    } else if info.contains("unknown anchor") {
        diagnostic.hint("anchors and aliases are not part of the definition language; a text that begins with `*` must be in quotes");
    } else if info.contains("expected ','") {
        diagnostic.hint("inside `{ }` and `[ ]`, a text or expression with commas or brackets must be in quotes");
    } else if info.contains("unexpected character") {
        diagnostic.hint("a text that begins with this character must be in quotes");
    }
}
