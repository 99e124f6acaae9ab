//! What went wrong, in words for the author of the script.

use rhai::{Dynamic, EvalAltResult, ParseError, ParseErrorType, Position};
use serde_json::Value;

use super::call::STOP_INTERRUPTED;
use super::limits::Limits;
use super::value::{BorderError, plain_name, to_json};

/// Why a source does not compile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} (line {line}, column {column})")]
pub struct CompileError {
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// Line inside the source, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// Why an evaluation failed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{message} (line {line}, column {column})")]
pub struct ScriptError {
    /// What the caller can do about it.
    pub kind: ScriptErrorKind,
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// Line inside the source, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// What the script threw, when it was `throw` that ended it; a map may carry `code`, `message` and `data`.
    pub thrown: Option<Value>,
}

/// What the caller can do about a [`ScriptError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScriptErrorKind {
    /// Error code `script`: the author's mistake or `throw`.
    Failed,
    /// Error code `limit`: a budget was spent. As deterministic as `Failed`.
    Limit,
    /// The wall-clock guard of the shell said stop. NOT deterministic: the fold must be abandoned, never recorded.
    Interrupted,
}

/// Marks the text of an error that a helper raised, to tell it from what a script threw.
const HELPER_TAG: i32 = 0x7468;

/// The error of a helper: a script can catch it, `catch (e)` gives the text.
pub(super) fn helper_error(message: impl Into<String>) -> Box<EvalAltResult> {
    let mut text = Dynamic::from(message.into());
    text.set_tag(HELPER_TAG);
    Box::new(EvalAltResult::ErrorRuntime(text, Position::NONE))
}

/// A helper would give more than a value may hold: ends the script, cannot be caught.
pub(super) fn too_large(what: &str) -> Box<EvalAltResult> {
    Box::new(EvalAltResult::ErrorDataTooLarge(what.to_owned(), Position::NONE))
}

impl CompileError {
    pub(super) fn at(position: Position, message: impl Into<String>) -> Self {
        let (line, column) = place(position);
        Self {
            message: message.into(),
            line,
            column,
        }
    }

    pub(super) fn from_rhai(error: &ParseError) -> Self {
        let message = match error.err_type() {
            ParseErrorType::Reserved(word)
                if matches!(word.as_str(), "eval" | "import" | "export" | "print" | "debug") =>
            {
                format!("`{word}` is not available in scripts")
            }
            ParseErrorType::ExprTooDeep => "the expression is nested too deeply; split it with `let`".to_owned(),
            other => lower_first(&other.to_string()),
        };
        Self::at(error.position(), message)
    }
}

impl ScriptError {
    /// An error of the value that the whole script deals with, placed at its beginning.
    pub(super) fn from_border(error: BorderError, subject: &str, line: u32, column: u32) -> Self {
        let (kind, message) = match error {
            BorderError::Limit(message) => (ScriptErrorKind::Limit, message),
            BorderError::Kind(message) => (ScriptErrorKind::Failed, message),
        };
        Self {
            kind,
            message: format!("{subject}: {message}"),
            line,
            column,
            thrown: None,
        }
    }

    /// `shared`: the script had less than its own budget, because others before it had used up what they share.
    pub(super) fn from_rhai(error: &EvalAltResult, limits: &Limits, shared: bool) -> Self {
        let (inner, position) = innermost(error);
        let (line, column) = place(position);
        let mut thrown = None;
        let (kind, message) = match inner {
            EvalAltResult::ErrorTerminated(token, _) if token.as_int() == Ok(STOP_INTERRUPTED) => {
                (ScriptErrorKind::Interrupted, "the script was interrupted".to_owned())
            }
            EvalAltResult::ErrorTerminated(..) | EvalAltResult::ErrorTooManyOperations(..) if shared => (
                ScriptErrorKind::Limit,
                "the scripts between two calls or waits of this run take too many operations together; is there an \
                 endless loop of steps?"
                    .to_owned(),
            ),
            EvalAltResult::ErrorTerminated(..) | EvalAltResult::ErrorTooManyOperations(..) => (
                ScriptErrorKind::Limit,
                format!(
                    "the script takes more than {} operations; is there an endless loop?",
                    limits.operations
                ),
            ),
            EvalAltResult::ErrorStackOverflow(..) => (
                ScriptErrorKind::Limit,
                format!("functions call one another more than {} levels deep", limits.call_depth),
            ),
            EvalAltResult::ErrorTooManyVariables(..) => (
                ScriptErrorKind::Limit,
                format!("more than {} variables at once", super::limits::VARIABLES),
            ),
            EvalAltResult::ErrorDataTooLarge(what, _) => (ScriptErrorKind::Limit, large(what, limits)),
            EvalAltResult::ErrorRuntime(value, _) => {
                if value.tag() != HELPER_TAG {
                    thrown = to_json(value, limits).ok();
                }
                (ScriptErrorKind::Failed, thrown_message(value))
            }
            other => (ScriptErrorKind::Failed, reword(other)),
        };
        Self {
            kind,
            message,
            line,
            column,
            thrown,
        }
    }
}

/// The error under the calls it came through, with the innermost position known.
fn innermost(error: &EvalAltResult) -> (&EvalAltResult, Position) {
    let mut error = error;
    let mut position = error.position();
    while let EvalAltResult::ErrorInFunctionCall(_, _, inner, _) | EvalAltResult::ErrorInModule(_, inner, _) = error {
        error = inner;
        if !error.position().is_none() {
            position = error.position();
        }
    }
    (error, position)
}

fn place(position: Position) -> (u32, u32) {
    let count = |number: Option<usize>| number.and_then(|number| u32::try_from(number).ok()).unwrap_or(1).max(1);
    (count(position.line()), count(position.position()))
}

fn large(what: &str, limits: &Limits) -> String {
    let limit = match what {
        "Length of string" => format!("{} bytes of text", limits.string_bytes),
        "Size of array/BLOB" => format!("{} list items", limits.array_items),
        "Size of object map" => format!("{} map entries", limits.map_entries),
        other => return other.to_owned(),
    };
    format!("a value grows past the limit of {limit}")
}

/// What a thrown value says.
fn thrown_message(value: &Dynamic) -> String {
    if value.is_unit() {
        return "the script failed (`throw` without a value)".to_owned();
    }
    if let Ok(map) = value.as_map_ref()
        && let Some(message) = map.get("message")
        && !message.is_unit()
    {
        return message.to_string();
    }
    value.to_string()
}

/// Rhai's text without its position, with plain words for what people meet most.
fn reword(error: &EvalAltResult) -> String {
    match error {
        EvalAltResult::ErrorFunctionNotFound(signature, _) => function_not_found(signature),
        EvalAltResult::ErrorVariableNotFound(name, _) => format!("variable not found: `{name}`"),
        EvalAltResult::ErrorNonPureMethodCallOnConstant(name, _) => {
            let name = name.split_once('$').map_or(name.as_str(), |(_, property)| property);
            format!(
                "`{name}` would change a value that the script was given; copy it first (`let copy = ...`), return the result and store it with `set`"
            )
        }
        EvalAltResult::ErrorAssignmentToConstant(name, _) => cannot_assign(name),
        EvalAltResult::ErrorMismatchDataType(expected, actual, _) if !actual.is_empty() => {
            format!("expected {}, got {}", plain_name(expected), plain_name(actual))
        }
        EvalAltResult::ErrorDotExpr(text, _) => dot_expression(text),
        EvalAltResult::ErrorIndexingType(text, _) => {
            format!(
                "{} cannot be indexed",
                plain_name(text.split(" [").next().unwrap_or(text))
            )
        }
        EvalAltResult::ErrorDataRace(..) => {
            "a closure uses a value while that value is being gone through or changed; copy it first (`let copy = ...`)"
                .to_owned()
        }
        EvalAltResult::ErrorFor(_) => "`for` needs a list, a range or a text to go through".to_owned(),
        other => {
            let text = other.to_string();
            let text = match other.position() {
                position if position.is_none() => text.as_str(),
                position => text.strip_suffix(&format!(" ({position})")).unwrap_or(&text),
            };
            lower_first(text)
        }
    }
}

/// The one wording for both times this is found: at compile and at run.
pub(super) fn cannot_assign(name: &str) -> String {
    format!(
        "`{name}` cannot be assigned: a script returns its value, and `set` stores it; use `let` for a variable of its own"
    )
}

/// `+ (string, i64)` or `trim (i64)` in words.
fn function_not_found(signature: &str) -> String {
    let Some((name, arguments)) = signature.split_once(" (") else {
        return format!("unknown function `{signature}`");
    };
    let arguments: Vec<&str> = arguments
        .trim_end_matches(')')
        .split(", ")
        .filter(|name| !name.is_empty())
        .map(plain_name)
        .collect();
    let operator = !name.starts_with(|first: char| first.is_alphabetic() || first == '_');
    match (operator, arguments.as_slice()) {
        (true, [left, right]) => format!("`{name}` cannot be used with {left} and {right}"),
        (true, [only]) => format!("`{name}` cannot be used with {only}"),
        (_, []) => format!("unknown function `{name}()`"),
        (_, arguments) => format!("no function `{name}` takes ({})", arguments.join(", ")),
    }
}

/// Rhai: `Unknown property 'x' - a getter is not registered for type '()'`.
fn dot_expression(text: &str) -> String {
    let mut quoted = text.split('\'').skip(1).step_by(2);
    match (text.starts_with("Unknown property"), quoted.next(), quoted.next()) {
        (true, Some(property), Some(kind)) => format!("cannot read `{property}` of {}", plain_name(kind)),
        _ => lower_first(text),
    }
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    match (characters.next(), characters.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && !second.is_uppercase() => {
            first.to_lowercase().chain(characters).collect()
        }
        _ => text.to_owned(),
    }
}
