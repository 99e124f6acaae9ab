//! Declarations: from YAML text to a checked section, or to problems that each name their line and column.

mod command;
mod compile;
mod form;
mod raw;
mod table;

use std::fmt;

use serde_json::Value;
use throughline_engine::definition::{OperationInfo, OperationKind, Operations as _};
use throughline_engine::script::ScriptEngine;

use super::expression::{Expression, Template};
use super::model::{Choice, Section, Text};
use crate::connectors::Catalogue;
use crate::document::{Document, child};
use raw::{RawChoice, RawSection};

/// One problem of a declaration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionProblem {
    /// The file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for SectionProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)
    }
}

/// Everything that is wrong with the declarations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionsError {
    /// The problems, file by file, in the order of each file.
    pub problems: Vec<SectionProblem>,
}

impl fmt::Display for SectionsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.problems.iter().map(ToString::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for SectionsError {}

/// Reads the declaration `text` of the file called `file`, with the operations there are.
///
/// # Errors
/// Every problem.
pub(super) fn load(
    file: &str,
    text: &str,
    catalogue: &Catalogue,
    engine: &ScriptEngine,
) -> Result<Section, SectionsError> {
    let problem = |(line, column): (usize, usize), message: String| SectionProblem {
        file: file.to_owned(),
        line,
        column,
        message,
    };
    let one = |place, message| SectionsError {
        problems: vec![problem(place, message)],
    };
    let document = Document::parse(text).map_err(|error| one(error.place, error.message))?;
    let raw: RawSection = serde_path_to_error::deserialize(&document.value).map_err(|error| {
        let pointer = pointer_of(error.path());
        let message = error.inner().to_string();
        one(unknown_place(&document, &pointer, &message), message)
    })?;
    let mut compiler = Compiler {
        catalogue,
        engine,
        problems: Vec::new(),
    };
    let section = compiler.section(raw);
    if compiler.problems.is_empty() {
        return Ok(section);
    }
    let mut problems: Vec<SectionProblem> = compiler
        .problems
        .into_iter()
        .map(|(pointer, message)| problem(document.place(&pointer), message))
        .collect();
    problems.sort_by(|a, b| (a.line, a.column, &a.message).cmp(&(b.line, b.column, &b.message)));
    problems.dedup();
    Err(SectionsError { problems })
}

fn pointer_of(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter().fold(String::new(), |pointer, segment| match segment {
        Segment::Seq { index } => format!("{pointer}/{index}"),
        Segment::Map { key } => child(&pointer, key),
        Segment::Enum { .. } | Segment::Unknown => pointer,
    })
}

/// The place of the key an `unknown field` message names, where it names one.
fn unknown_place(document: &Document, pointer: &str, message: &str) -> (usize, usize) {
    let key = message
        .strip_prefix("unknown field `")
        .and_then(|rest| rest.split('`').next());
    match key {
        Some(key) if !pointer.ends_with(&format!("/{key}")) => document.place(&child(pointer, key)),
        _ => document.place(pointer),
    }
}

/// Checks and compiles; every problem has the pointer of its place.
struct Compiler<'a> {
    catalogue: &'a Catalogue,
    engine: &'a ScriptEngine,
    problems: Vec<(String, String)>,
}

impl Compiler<'_> {
    fn problem(&mut self, at: &str, message: impl Into<String>) {
        self.problems.push((at.to_owned(), message.into()));
    }

    /// An expression; a text that does not begin with `=` is a mistake.
    fn expression(&mut self, text: &str, at: &str, names: &[&str]) -> Expression {
        let compiled = match text.strip_prefix('=') {
            Some(source) => Expression::compile(source, names, self.engine),
            None => Err(format!("`{text}` is no expression; one begins with `=`")),
        };
        compiled.unwrap_or_else(|message| {
            self.problem(at, message);
            Expression::path(&["none"])
        })
    }

    fn optional_expression(&mut self, text: Option<&String>, at: &str, names: &[&str]) -> Option<Expression> {
        text.map(|text| self.expression(text, at, names))
    }

    /// A text that may be an expression.
    fn wording(&mut self, text: &str, at: &str, names: &[&str]) -> Template {
        self.template(&Value::String(text.to_owned()), at, names)
    }

    fn template(&mut self, value: &Value, at: &str, names: &[&str]) -> Template {
        Template::compile(value, at, names, self.engine, &mut self.problems)
    }

    /// An operation that only reads.
    fn operation(&mut self, name: &str, at: &str) -> Option<std::sync::Arc<OperationInfo>> {
        let Some(info) = self.catalogue.get(name) else {
            let nearest = self
                .catalogue
                .names()
                .into_iter()
                .map(|known| (strsim::damerau_levenshtein(known, name), known))
                .min()
                .filter(|(distance, known)| distance * 3 <= known.len());
            let hint = nearest.map_or_else(
                || "look at the connectors for those there are".to_owned(),
                |(_, known)| format!("did you mean `{known}`?"),
            );
            self.problem(
                &child(at, "operation"),
                format!("there is no operation `{name}`; {hint}"),
            );
            return None;
        };
        if info.kind != OperationKind::Reads {
            let message = format!("`{name}` writes; a section only reads, and a process writes");
            self.problem(&child(at, "operation"), message);
        }
        Some(std::sync::Arc::new(info.clone()))
    }

    /// The part `name` of the operation's request exists.
    fn part(&mut self, info: Option<&OperationInfo>, name: &str, at: &str) {
        let Some(info) = info else { return };
        let open = info.input.get("additionalProperties") != Some(&Value::Bool(false));
        let known = info.input.get("properties").and_then(Value::as_object);
        if open || known.is_some_and(|known| known.contains_key(name)) {
            return;
        }
        let names: Vec<&str> = known
            .into_iter()
            .flat_map(|known| known.keys().map(String::as_str))
            .collect();
        let message = format!("`{name}` is no input of `{}`; there is {}", info.name, names.join(", "));
        self.problem(at, message);
    }

    /// The part `name` of the operation's result exists, where its schema says what there is.
    fn result(&mut self, info: Option<&OperationInfo>, name: &str, at: &str) {
        let Some(info) = info else { return };
        let Some(known) = info.result.get("properties").and_then(Value::as_object) else {
            return;
        };
        if !known.contains_key(name) {
            let names: Vec<&str> = known.keys().map(String::as_str).collect();
            let message = format!(
                "`{name}` is not in the result of `{}`; there is {}",
                info.name,
                names.join(", ")
            );
            self.problem(at, message);
        }
    }

    /// What the operation requires is given.
    fn required(&mut self, info: Option<&OperationInfo>, given: &[&str], at: &str) {
        let Some(info) = info else { return };
        let required = info.input.get("required").and_then(Value::as_array);
        let missing: Vec<String> = required
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .filter(|name| !given.contains(name))
            .map(str::to_owned)
            .collect();
        for name in missing {
            self.problem(at, format!("`{}` requires `{name}`; give it under `with`", info.name));
        }
    }

    fn choices(&mut self, raw: Vec<RawChoice>) -> Vec<Choice> {
        raw.into_iter()
            .map(|choice| Choice {
                value: choice.value,
                title: text(choice.title, choice.title_uk),
            })
            .collect()
    }

    /// Keys that are names, each once.
    fn keys<'k>(&mut self, keys: impl Iterator<Item = &'k str>, at: &str) {
        let mut seen = std::collections::BTreeSet::new();
        for (index, key) in keys.enumerate() {
            let place = format!("{at}/{index}/key");
            let is_name = key.starts_with(|c: char| c.is_ascii_alphabetic())
                && key.len() <= 64
                && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            if !is_name {
                self.problem(&place, format!("`{key}` is no key: letters, digits and _, at most 64"));
            }
            if !seen.insert(key) {
                self.problem(&place, format!("the key `{key}` is used twice"));
            }
        }
    }
}

fn text(en: String, uk: Option<String>) -> Text {
    Text { en, uk }
}

fn optional_text(en: Option<String>, uk: Option<String>) -> Option<Text> {
    en.map(|en| text(en, uk))
}
