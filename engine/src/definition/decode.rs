//! From the spanned tree to the source types: shapes and names, nothing of what they refer to.
//!
//! A part that is wrong is reported and left out; the rest goes on, so that one pass finds every problem of a file.

mod trigger;

use super::report::{Code, Report};
use super::source::{
    At, BranchSource, CatchSource, Code as RhaiCode, Condition, EndSource, Entries, ErrorSource, InputSchema, Items,
    JoinSource, LimitsSource, Parameters, ProcessSource, RetrySource, StepSource, Time, Value, Width,
};
use super::yaml::{Key, Node, NodeKind, Span};
use crate::script::ScriptEngine;

/// Most steps of a definition, over all its bodies.
pub(super) const MAX_STEPS: usize = 10_000;
/// Most variables of one scope.
const MAX_VARIABLES: usize = 1000;
/// Longest name, in characters.
const MAX_NAME: usize = 100;

/// Decodes a file. `None` when it is no map, or names no process and no steps.
pub(super) fn decode(root: Node, scripts: &ScriptEngine, report: &mut Report) -> Option<ProcessSource> {
    if matches!(root.kind, NodeKind::Null) {
        report
            .error(Code::MissingKey, root.span, "the file is empty")
            .hint("a definition begins with `process: Key` and has `steps:`");
        return None;
    }
    let mut decoder = Decoder {
        report,
        scripts,
        steps: 0,
    };
    let source = decoder.process(root);
    source.filter(|_| decoder.steps <= MAX_STEPS)
}

struct Decoder<'r> {
    report: &'r mut Report,
    /// Asked which words the expression language keeps to itself.
    scripts: &'r ScriptEngine,
    steps: usize,
}

/// The entries of a map that is read by known keys.
struct Fields {
    entries: Vec<(Key, Option<Node>)>,
}

impl Fields {
    fn take(&mut self, name: &str) -> Option<Node> {
        self.entries
            .iter_mut()
            .find(|(key, _)| key.text == name)
            .and_then(|(_, node)| node.take())
    }
}

impl Decoder<'_> {
    fn process(&mut self, root: Node) -> Option<ProcessSource> {
        let span = root.span;
        let mut fields = self.fields(root, ProcessSource::KEYS, "a definition")?;
        let process = fields.take("process");
        let steps = fields.take("steps");
        for (name, node, hint) in [
            (
                "process",
                &process,
                "the key of the process, such as `process: ImportUsers`",
            ),
            (
                "steps",
                &steps,
                "a process has at least one step, such as `done: { end: {} }`",
            ),
        ] {
            if node.is_none() {
                let at = Span {
                    start: span.start,
                    end: span.start + 1,
                };
                self.report
                    .error(Code::MissingKey, at, format!("a definition needs `{name}`"))
                    .hint(hint);
            }
        }
        let process = process.and_then(|n| self.text(n, "`process`"));
        if let Some(process) = &process {
            self.name(&process.value, process.span, "the key of a process", true);
        }
        Some(ProcessSource {
            process: process.unwrap_or(At {
                value: String::new(),
                span,
            }),
            name: fields.take("name").and_then(|n| self.text(n, "`name`")),
            description: fields.take("description").and_then(|n| self.text(n, "`description`")),
            group: fields.take("group").and_then(|n| self.group(n)),
            triggers: fields.take("triggers").map(|n| self.triggers(n)),
            business_key: fields.take("business_key").map(Value),
            input: fields
                .take("input")
                .and_then(|n| self.map_node(n, "`input`"))
                .map(InputSchema),
            limits: fields.take("limits").and_then(|n| self.limits(n)),
            variables: fields
                .take("variables")
                .and_then(|n| self.values(n, "`variables`", true))
                .map(|v| v.value),
            steps: steps.and_then(|n| self.steps(n)).map(|s| s.value).unwrap_or_default(),
        })
    }

    fn group(&mut self, node: Node) -> Option<At<String>> {
        let group = self.text(node, "`group`")?;
        if group.value.trim().is_empty() || group.value.chars().count() > MAX_NAME {
            self.report.error(
                Code::InvalidValue,
                group.span,
                format!("`group` is a heading of 1 to {MAX_NAME} characters"),
            );
        }
        Some(group)
    }

    fn steps(&mut self, node: Node) -> Option<At<Entries<StepSource>>> {
        let span = node.span;
        let entries = self.map(node, "`steps`")?;
        if entries.is_empty() {
            self.report
                .error(Code::InvalidValue, span, "`steps` has no steps")
                .hint("write at least one, such as `done: { end: {} }`");
        }
        let before = self.steps;
        self.steps += entries.len();
        if before <= MAX_STEPS && self.steps > MAX_STEPS {
            self.report.error(
                Code::TooLarge,
                span,
                format!("a definition has at most {MAX_STEPS} steps"),
            );
        }
        let mut steps = Vec::with_capacity(entries.len());
        for (key, node) in entries {
            if key.text == "end" {
                self.report
                    .error(
                        Code::ReservedName,
                        key.span,
                        "a step cannot be called `end`: `to: end` ends a path",
                    )
                    .hint("use another name, such as `done`");
            } else {
                self.name(&key.text, key.span, "the key of a step", true);
            }
            let step = self.step(node, &key).unwrap_or_default();
            steps.push((key, step));
        }
        Some(At {
            value: Entries(steps),
            span,
        })
    }

    fn step(&mut self, node: Node, key: &Key) -> Option<StepSource> {
        let before = self.report.errors();
        let mut f = self.fields(node, StepSource::KEYS, &format!("step `{}`", key.text))?;
        let keys = f.entries.iter().map(|(key, _)| key.clone()).collect();
        let choose = f
            .take("choose")
            .map(|n| self.list_of(n, "`choose`", "a branch", Self::branch));
        let fork = f
            .take("fork")
            .map(|n| self.list_of(n, "`fork`", "a step", |d, n| d.text(n, "a branch of `fork`")));
        let catch = f
            .take("catch")
            .map(|n| self.list_of(n, "`catch`", "an entry such as `{ error: \"*\" }`", Self::catch));
        let to = f.take("to");
        let led = to.is_some();
        let to = to.and_then(|n| self.text(n, "`to`"));
        let flows_known = self.report.errors() == before && led == to.is_some();
        Some(StepSource {
            keys,
            flows_known,
            name: f.take("name").and_then(|n| self.text(n, "`name`")),
            description: f.take("description").and_then(|n| self.text(n, "`description`")),
            call: f.take("call").map(|n| self.text_or_blank(n, "`call`")),
            with: f
                .take("with")
                .map(|n| at(n, |n| self.map_node(n, "`with`").map_or_else(reported, Parameters))),
            script: f
                .take("script")
                .map(|n| at(n, |n| self.text_node(n, "`script`").map_or_else(reported, RhaiCode))),
            choose,
            fork,
            join: f.take("join").map(|n| at(n, |n| self.join(n))),
            steps: f.take("steps").map(|n| {
                let span = n.span;
                self.steps(n).unwrap_or(At {
                    value: Entries::default(),
                    span,
                })
            }),
            wait: f.take("wait").map(|n| at(n, Time)),
            end: f.take("end").map(|n| at(n, |n| self.end(n).unwrap_or_default())),
            for_each: f.take("for_each").map(|n| at(n, Items)),
            as_name: f
                .take("as")
                .and_then(|n| self.text(n, "`as`"))
                .inspect(|n| self.variable(&n.value, n.span)),
            parallel: f.take("parallel").map(|n| at(n, Width)),
            collect: f.take("collect").map(|n| at(n, Value)),
            variables: f.take("variables").and_then(|n| self.values(n, "`variables`", true)),
            set: f.take("set").map(|n| {
                let span = n.span;
                self.values(n, "`set`", false).unwrap_or(At {
                    value: Entries::default(),
                    span,
                })
            }),
            retry: f.take("retry").map(|n| at(n, |n| self.retry(n))),
            timeout: f.take("timeout").map(|n| at(n, Time)),
            catch,
            to,
        })
    }

    fn branch(&mut self, node: Node) -> Option<BranchSource> {
        let span = node.span;
        let mut fields = self.fields(node, BranchSource::KEYS, "a branch of `choose`")?;
        Some(BranchSource {
            when: fields.take("when").map(Condition),
            set: fields
                .take("set")
                .and_then(|n| self.values(n, "`set`", false))
                .map(|v| v.value),
            to: fields.take("to").and_then(|n| self.text(n, "`to`")),
            span,
        })
    }

    fn catch(&mut self, node: Node) -> Option<CatchSource> {
        let span = node.span;
        let mut fields = self.fields(node, CatchSource::KEYS, "an entry of `catch`")?;
        let error = fields.take("error");
        if error.is_none() {
            self.report
                .error(Code::MissingKey, span, "an entry of `catch` needs `error`")
                .hint("write `error: \"*\"` to catch every error");
        }
        let error = error.and_then(|n| self.text(n, "`error`"));
        if let Some(error) = &error
            && error.value != "*"
            && !is_error_code(error.value.strip_suffix(".*").unwrap_or(&error.value))
        {
            self.report
                .error(
                    Code::InvalidValue,
                    error.span,
                    format!("`{}` is no pattern of error codes", error.value),
                )
                .hint("write a code such as `webitel.not_found`, a prefix such as `webitel.*`, or `\"*\"`");
        }
        let set = fields
            .take("set")
            .and_then(|n| self.values(n, "`set`", false))
            .map(|v| v.value);
        let to = fields.take("to").and_then(|n| self.text(n, "`to`"));
        Some(CatchSource { error: error?, set, to })
    }

    fn limits(&mut self, node: Node) -> Option<LimitsSource> {
        let mut fields = self.fields(node, LimitsSource::KEYS, "`limits`")?;
        let activities = fields.take("activities").and_then(|node| match node.kind {
            NodeKind::Integer(value) => Some(At { value, span: node.span }),
            NodeKind::Reported => None,
            kind => self.wrong(node.span, "`activities`", "a whole number", &kind),
        });
        Some(LimitsSource { activities })
    }

    fn retry(&mut self, node: Node) -> RetrySource {
        let Some(mut fields) = self.fields(node, RetrySource::KEYS, "`retry`") else {
            return RetrySource {
                attempts: None,
                backoff: None,
            };
        };
        let attempts = fields.take("attempts").and_then(|node| match node.kind {
            NodeKind::Integer(value) => Some(At { value, span: node.span }),
            NodeKind::Reported => None,
            kind => self.wrong(node.span, "`attempts`", "a whole number", &kind),
        });
        RetrySource {
            attempts,
            backoff: fields.take("backoff").and_then(|n| self.text(n, "`backoff`")),
        }
    }

    fn end(&mut self, node: Node) -> Option<EndSource> {
        let mut fields = self.fields(node, EndSource::KEYS, "`end`")?;
        let error = fields.take("error").and_then(|node| {
            let span = node.span;
            let mut fields = self.fields(node, ErrorSource::KEYS, "`error`")?;
            let code = fields.take("code");
            if code.is_none() {
                self.report
                    .error(Code::MissingKey, span, "an error needs a `code`")
                    .hint("write one such as `code: order.rejected`");
            }
            let code = code.and_then(|n| self.text(n, "`code`"))?;
            if !is_error_code(&code.value) {
                self.report
                    .error(
                        Code::InvalidValue,
                        code.span,
                        format!("`{}` is no error code", code.value),
                    )
                    .hint("a code is words with dots between them, such as `order.rejected`");
            }
            let error = ErrorSource {
                code,
                message: fields.take("message").map(Value),
                data: fields.take("data").map(Value),
            };
            Some(At { value: error, span })
        });
        let result = fields.take("result");
        if let (Some(result), Some(_)) = (&result, &error) {
            self.report
                .error(
                    Code::InvalidValue,
                    result.span,
                    "an end event gives a `result` or throws an `error`, not both",
                )
                .hint("put what the handler needs into `data` of the error");
        }
        Some(EndSource {
            result: result.map(Value),
            error,
        })
    }

    fn join(&mut self, node: Node) -> JoinSource {
        match &node.kind {
            NodeKind::Text(text, _) if text == "all" => {}
            NodeKind::Reported => {}
            _ => {
                self.report
                    .error(Code::InvalidValue, node.span, "a `join` joins `all`")
                    .hint("write `join: all`");
            }
        }
        JoinSource::All
    }

    /// `name: value` entries; with `declares`, the names are new variables and must be fit for that.
    fn values(&mut self, node: Node, what: &str, declares: bool) -> Option<At<Entries<Value>>> {
        let span = node.span;
        let entries = self.map(node, what)?;
        if declares {
            if entries.len() > MAX_VARIABLES {
                self.report.error(
                    Code::TooLarge,
                    span,
                    format!("a scope has at most {MAX_VARIABLES} variables"),
                );
                return None;
            }
            for (key, _) in &entries {
                self.variable(&key.text, key.span);
            }
        }
        Some(At {
            value: Entries(entries.into_iter().map(|(key, node)| (key, Value(node))).collect()),
            span,
        })
    }

    /// Checks the name of a new variable.
    fn variable(&mut self, name: &str, span: Span) {
        if matches!(name, "input" | "run" | "result" | "error" | "index") {
            self.report
                .error(
                    Code::ReservedName,
                    span,
                    format!("`{name}` cannot be a variable: expressions know it already"),
                )
                .hint("use another name");
        } else if is_identifier(name) && self.scripts.compile_expression(name).is_err() {
            self.report
                .error(
                    Code::ReservedName,
                    span,
                    format!("`{name}` is a word of the expression language and cannot be a variable"),
                )
                .hint("use another name");
        } else {
            self.name(name, span, "the name of a variable", false);
        }
    }

    fn name(&mut self, name: &str, span: Span, what: &str, key: bool) {
        let mut characters = name.chars();
        let first = characters
            .next()
            .is_some_and(|c| c.is_ascii_alphabetic() || (!key && c == '_'));
        if !first || !characters.all(|c| c.is_ascii_alphanumeric() || c == '_' || (key && c == '-')) {
            let form = if key {
                "a letter, then letters, digits, `_` or `-`"
            } else {
                "a letter or `_`, then letters, digits or `_`"
            };
            self.report
                .error(Code::InvalidName, span, format!("`{name}` cannot be {what}"))
                .hint(format!("it must be {form} (a to z, A to Z)"));
        } else if name.len() > MAX_NAME {
            self.report.error(
                Code::InvalidName,
                span,
                format!("{what} has at most {MAX_NAME} characters"),
            );
        }
    }

    /// Opens a map that has only these keys.
    fn fields(&mut self, node: Node, keys: &[&str], what: &str) -> Option<Fields> {
        let entries = self.map(node, what)?;
        for (key, _) in &entries {
            if !keys.contains(&key.text.as_str()) {
                self.report
                    .error(Code::UnknownKey, key.span, format!("{what} has no key `{}`", key.text))
                    .nearest(&key.text, keys.iter().copied());
            }
        }
        Some(Fields {
            entries: entries.into_iter().map(|(key, node)| (key, Some(node))).collect(),
        })
    }

    fn map(&mut self, node: Node, what: &str) -> Option<Vec<(Key, Node)>> {
        match node.kind {
            NodeKind::Map(entries) => Some(entries),
            NodeKind::Reported => None,
            kind => self.wrong(node.span, what, "a map", &kind),
        }
    }

    fn map_node(&mut self, node: Node, what: &str) -> Option<Node> {
        match node.kind {
            NodeKind::Map(_) => Some(node),
            NodeKind::Reported => None,
            kind => self.wrong(node.span, what, "a map", &kind),
        }
    }

    fn text(&mut self, node: Node, what: &str) -> Option<At<String>> {
        match node.kind {
            NodeKind::Text(value, _) => Some(At { value, span: node.span }),
            NodeKind::Reported => None,
            kind => self.wrong(node.span, what, "text", &kind),
        }
    }

    fn text_node(&mut self, node: Node, what: &str) -> Option<Node> {
        match node.kind {
            NodeKind::Text(..) => Some(node),
            NodeKind::Reported => None,
            kind => self.wrong(node.span, what, "text", &kind),
        }
    }

    /// A text that is not empty; an empty one is what was reported, so that its key still counts as written.
    fn text_or_blank(&mut self, node: Node, what: &str) -> At<String> {
        let span = node.span;
        let Some(text) = self.text(node, what) else {
            return At {
                value: String::new(),
                span,
            };
        };
        if text.value.is_empty() {
            self.report.error(Code::InvalidValue, span, format!("{what} is empty"));
        }
        text
    }

    fn list_of<T>(
        &mut self,
        node: Node,
        what: &str,
        item: &str,
        mut decode: impl FnMut(&mut Self, Node) -> Option<T>,
    ) -> At<Vec<T>> {
        let span = node.span;
        let value = match node.kind {
            NodeKind::List(items) => {
                if items.is_empty() {
                    self.report
                        .error(Code::InvalidValue, span, format!("{what} is empty"))
                        .hint(format!("it needs at least {item}"));
                }
                items.into_iter().filter_map(|node| decode(self, node)).collect()
            }
            NodeKind::Reported => Vec::new(),
            kind => {
                self.wrong::<()>(span, what, "a list", &kind);
                Vec::new()
            }
        };
        At { value, span }
    }

    fn wrong<T>(&mut self, span: Span, what: &str, expected: &str, found: &NodeKind) -> Option<T> {
        let entry = self.report.error(
            Code::WrongType,
            span,
            format!("{what} must be {expected}, and this is {}", found.describe()),
        );
        match (expected, found) {
            ("text", NodeKind::Bool(_) | NodeKind::Integer(_) | NodeKind::Float(_)) => entry.hint("put it in quotes"),
            ("a map", NodeKind::Text(..)) => {
                entry.hint("write `key: value` entries, indented below it or inside `{ }`")
            }
            ("a list", NodeKind::Text(..)) => entry.hint("write `- item` lines below it, or items inside `[ ]`"),
            _ => {}
        }
        None
    }
}

fn at<T>(node: Node, decode: impl FnOnce(Node) -> T) -> At<T> {
    let span = node.span;
    At {
        value: decode(node),
        span,
    }
}

/// A part that was reported, for keys that must count as written all the same.
fn reported<T: From<Node>>() -> T {
    T::from(Node {
        span: Span::default(),
        kind: NodeKind::Reported,
    })
}

fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn is_error_code(text: &str) -> bool {
    text.split('.')
        .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-'))
}
