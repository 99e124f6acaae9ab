//! The contents of one step.

use std::sync::Arc;
use std::time::Duration;

use super::expression::{Values, View, null, to_json};
use super::outline::{Kind, OutlineStep};
use super::parameters;
use crate::definition::report::{Code, Report};
use crate::definition::source::{At, EndSource, Entries, RetrySource, StepSource, Time, Value};
use crate::definition::yaml::{Node, NodeKind, Span};
use crate::definition::{
    Assignment, Branch, Catch, End, ErrorPattern, MultiInstance, Operations, Retry, Step, StepIndex, StepKind,
    Template, parse_duration,
};

/// Most attempts of a call, and most items of a `for_each` at once.
const MOST: i64 = 1000;

/// Compiles steps.
pub(super) struct Steps<'a, 's> {
    pub(super) values: Values<'a, 's>,
    pub(super) operations: &'a dyn Operations,
    /// Error codes the process throws itself.
    pub(super) thrown: Vec<String>,
}

impl Steps<'_, '_> {
    /// One step.
    pub(super) fn step(&mut self, index: StepIndex) -> Step {
        let outline = self.values.outline;
        let step = outline.step(index);
        let source = step.source;
        self.check_keys(step);

        let own = View::of(step.body, step.sees_error);
        let repeated = source.for_each.is_some();
        // What belongs to an item is evaluated in the item's scope.
        let item = match step.inner {
            Some(inner) if repeated => View { body: inner, ..own },
            _ => own,
        };
        let activity = matches!(step.kind, Kind::Call | Kind::Script | Kind::SubProcess);

        let kind = self.kind(step, own, item);
        let multi = self.multi(step, own, item);
        let set_view = if activity { own.with_result() } else { own };
        let set = source
            .set
            .as_ref()
            .map(|set| self.assignments(&set.value, set_view))
            .unwrap_or_default();
        let catches = self.catches(step, item.with_error());
        let retry = source
            .retry
            .as_ref()
            .map(|retry| self.retry(&retry.value))
            .unwrap_or_default();
        let timeout = source.timeout.as_ref().map(|timeout| self.time(timeout, own, false));
        Step {
            key: step.key.text.clone(),
            path: step.path.clone(),
            name: source
                .name
                .as_ref()
                .map_or_else(|| step.key.text.clone(), |name| name.value.clone()),
            body: step.body,
            kind,
            multi,
            set,
            next: step.next,
            catches,
            retry,
            timeout,
            incoming: step.incoming.clone(),
            position: self.values.lines.position(step.key.span),
        }
    }

    fn kind(&mut self, step: &OutlineStep<'_>, own: View, item: View) -> StepKind {
        let source = step.source;
        match (step.kind, step.inner) {
            (Kind::Call, _) => self.call(step, item),
            (Kind::Script, _) => {
                let script = source
                    .script
                    .as_ref()
                    .and_then(|code| self.values.script(&code.value.0, item));
                script.map_or(StepKind::Pass, StepKind::Script)
            }
            (Kind::Choose, _) => self.choose(step, own),
            (Kind::Fork, _) => StepKind::Fork(step.fork.clone()),
            (Kind::Join, _) => StepKind::Join,
            (Kind::SubProcess, Some(body)) => StepKind::SubProcess(body),
            (Kind::Wait, _) => source
                .wait
                .as_ref()
                .map_or(StepKind::Pass, |wait| StepKind::Wait(self.time(wait, own, true))),
            (Kind::End, _) => StepKind::End(
                source
                    .end
                    .as_ref()
                    .map_or(End::None { result: None }, |end| self.end(&end.value, own)),
            ),
            (Kind::Pass | Kind::SubProcess, _) => StepKind::Pass,
        }
    }

    fn call(&mut self, step: &OutlineStep<'_>, view: View) -> StepKind {
        let source = step.source;
        let Some(name) = &source.call else {
            return StepKind::Pass;
        };
        let with = source.with.as_ref().map(|with| &with.value.0);
        match self.operations.get(&name.value) {
            Some(operation) => parameters::check(operation, name.span, with, self.values.report),
            // The decoder reported it.
            None if name.value.is_empty() => {}
            None => {
                let entry = self.values.report.error(
                    Code::UnknownOperation,
                    name.span,
                    format!("unknown operation `{}`", name.value),
                );
                entry.nearest(&name.value, self.operations.names());
            }
        }
        let with = match with {
            Some(with) => self.values.template(with, view),
            None => Template::Literal(Arc::new(serde_json::json!({}))),
        };
        StepKind::Call {
            operation: name.value.as_str().into(),
            with,
        }
    }

    fn choose(&mut self, step: &OutlineStep<'_>, view: View) -> StepKind {
        let Some(choose) = &step.source.choose else {
            return StepKind::Pass;
        };
        let last = choose.value.len().saturating_sub(1);
        let mut branches = Vec::with_capacity(choose.value.len());
        for (at, branch) in choose.value.iter().enumerate() {
            // A branch that was not read whole may have had a condition.
            if branch.when.is_none() && at != last && step.source.flows_known {
                let span = Span {
                    end: (branch.span.start + 1).max(branch.span.end),
                    ..branch.span
                };
                self.values
                    .report
                    .error(
                        Code::DefaultNotLast,
                        span,
                        "a branch without `when` is always taken, so those behind it never are",
                    )
                    .hint("put it last, or give it a `when`");
            }
            let when = branch.when.as_ref().and_then(|when| match &when.0.kind {
                NodeKind::Text(text, _) if text.starts_with('=') => self.values.expression(&when.0, view),
                NodeKind::Reported => None,
                _ => {
                    let entry = self
                        .values
                        .report
                        .error(Code::WrongType, when.0.span, "`when` must be an expression");
                    entry.hint("write `when: =…`; a branch without `when` is the default");
                    None
                }
            });
            let set = branch
                .set
                .as_ref()
                .map(|set| self.assignments(set, view))
                .unwrap_or_default();
            // Branches and targets are made from the same list.
            branches.push(Branch {
                when,
                set,
                to: step.branches[at],
            });
        }
        StepKind::Choose(branches)
    }

    fn end(&mut self, end: &EndSource, view: View) -> End {
        match &end.error {
            None => End::None {
                result: end.result.as_ref().map(|result| self.values.template(&result.0, view)),
            },
            Some(error) => {
                if let Some(message) = &error.value.message
                    && !matches!(message.0.kind, NodeKind::Text(..) | NodeKind::Reported)
                {
                    wrong_type(self.values.report, &message.0, "`message`", "text or an expression");
                }
                End::Error {
                    code: error.value.code.value.clone(),
                    message: error
                        .value
                        .message
                        .as_ref()
                        .map(|message| self.values.template(&message.0, view)),
                    data: error
                        .value
                        .data
                        .as_ref()
                        .map(|data| self.values.template(&data.0, view)),
                }
            }
        }
    }

    fn multi(&mut self, step: &OutlineStep<'_>, own: View, item: View) -> Option<MultiInstance> {
        let source = step.source;
        let list = source.for_each.as_ref()?;
        let body = step.inner?;
        let node = &list.value.0;
        match &node.kind {
            NodeKind::List(_) | NodeKind::Reported => {}
            NodeKind::Text(text, _) if text.starts_with('=') => {}
            _ => wrong_type(self.values.report, node, "`for_each`", "a list or an expression"),
        }
        let parallel = source.parallel.as_ref().map(|width| {
            let node = &width.value.0;
            match &node.kind {
                NodeKind::Integer(1..=MOST) | NodeKind::Reported => {}
                NodeKind::Text(text, _) if text.starts_with('=') => {}
                NodeKind::Integer(_) => {
                    self.values.report.error(
                        Code::InvalidValue,
                        node.span,
                        format!("`parallel` is a number from 1 to {MOST}"),
                    );
                }
                _ => wrong_type(
                    self.values.report,
                    node,
                    "`parallel`",
                    "a whole number or an expression",
                ),
            }
            self.values.template(node, own)
        });
        Some(MultiInstance {
            list: self.values.template(node, own),
            parallel: parallel.unwrap_or_else(|| Template::Literal(Arc::new(1.into()))),
            body,
            collect: source
                .collect
                .as_ref()
                .map(|collect| self.values.template(&collect.value.0, item.with_result())),
        })
    }

    fn catches(&mut self, step: &OutlineStep<'_>, view: View) -> Vec<Catch> {
        let mut before: Vec<ErrorPattern> = Vec::new();
        let mut catches = Vec::new();
        for (at, entry) in step.source.catch.iter().flat_map(|c| &c.value).enumerate() {
            let pattern = match entry.error.value.as_str() {
                "*" => ErrorPattern::Any,
                text => match text.strip_suffix(".*") {
                    Some(prefix) => ErrorPattern::Prefix(prefix.to_owned()),
                    None => ErrorPattern::Code(text.to_owned()),
                },
            };
            if before.iter().any(|earlier| covers(earlier, &pattern)) {
                self.values
                    .report
                    .warning(
                        Code::CatchNeverMatches,
                        entry.error.span,
                        format!("an entry above catches `{}` already", entry.error.value),
                    )
                    .hint("the first entry that matches takes the error: put the special ones first");
            }
            self.check_error_code(&pattern, entry.error.span);
            before.push(pattern.clone());
            let set = entry
                .set
                .as_ref()
                .map(|set| self.assignments(set, view))
                .unwrap_or_default();
            // Entries and targets are made from the same list.
            catches.push(Catch {
                pattern,
                set,
                to: step.catches[at],
            });
        }
        catches
    }

    /// Error codes are open, so a wrong one is only guessed: it begins almost, but not quite, like one that exists.
    fn check_error_code(&mut self, pattern: &ErrorPattern, span: Span) {
        let (ErrorPattern::Code(code) | ErrorPattern::Prefix(code)) = pattern else {
            return;
        };
        if code.contains(|c: char| !matches!(c, '.' | '_' | '-') && !c.is_ascii_alphanumeric()) {
            return; // No code at all, and reported.
        }
        let mut known: Vec<&str> = vec!["timeout", "script", "limit", "uncertain"];
        known.extend(
            self.operations
                .names()
                .into_iter()
                .filter_map(|name| name.split('.').next()),
        );
        known.extend(self.thrown.iter().map(String::as_str));
        known.extend(self.thrown.iter().filter_map(|code| code.split('.').next()));
        known.sort_unstable();
        known.dedup();
        let first = code.split('.').next().unwrap_or(code);
        if known.contains(&first) || known.contains(&code.as_str()) {
            return;
        }
        if let Some(near) = crate::definition::report::nearest(first, known) {
            self.values
                .report
                .warning(Code::UnknownThrown, span, format!("nothing known throws `{code}`"))
                .hint(format!("did you mean `{near}`?"));
        }
    }

    fn assignments(&mut self, set: &Entries<Value>, view: View) -> Vec<Assignment> {
        let mut assignments = Vec::with_capacity(set.0.len());
        for (key, value) in &set.0 {
            let template = self.values.template(&value.0, view);
            let Some(to) = self.values.variable(&key.text, view) else {
                let entry = self.values.report.error(
                    Code::UnknownVariable,
                    key.span,
                    format!("no variable `{}` is declared", key.text),
                );
                if matches!(key.text.as_str(), "input" | "run" | "result" | "error" | "index") {
                    entry.hint(format!("`{}` can be read, but not written", key.text));
                    continue;
                }
                entry.hint(format!("declare it: `variables: {{ {}: null }}`", key.text));
                let mut valid = Vec::new();
                let mut body = Some(view.body);
                while let Some(index) = body {
                    let own = self.values.outline.body(index);
                    valid.extend(own.variables.iter().filter(|v| v.value.is_some()).map(|v| v.name));
                    body = own.parent;
                }
                entry.nearest(&key.text, valid);
                continue;
            };
            if self.values.declared(to, view.body).value.is_none() {
                self.values
                    .report
                    .error(
                        Code::UnknownVariable,
                        key.span,
                        format!("`{}` is the item of a `for_each` and cannot be written", key.text),
                    )
                    .hint("declare a variable for what changes");
            }
            assignments.push(Assignment {
                to,
                name: key.text.clone(),
                value: template,
            });
        }
        assignments
    }

    fn retry(&mut self, source: &RetrySource) -> Retry {
        let mut retry = Retry::default();
        if let Some(attempts) = &source.attempts {
            match u16::try_from(attempts.value) {
                Ok(value) if (1..=MOST).contains(&attempts.value) => retry.attempts = value,
                _ => {
                    self.values
                        .report
                        .error(
                            Code::InvalidValue,
                            attempts.span,
                            format!("`attempts` is a number from 1 to {MOST}"),
                        )
                        .hint("1 never repeats");
                }
            }
        }
        if let Some(backoff) = &source.backoff {
            let (first, longest) = backoff
                .value
                .split_once("..")
                .unwrap_or((&backoff.value, &backoff.value));
            match (parse_duration(first), parse_duration(longest)) {
                (Ok(first), Ok(longest)) if first <= longest => (retry.first, retry.longest) = (first, longest),
                (Ok(_), Ok(_)) => {
                    self.values
                        .report
                        .error(
                            Code::InvalidDuration,
                            backoff.span,
                            "the longest wait of a backoff is not shorter than the first",
                        )
                        .hint(format!("write `{longest}..{first}`"));
                }
                (Err(error), _) | (_, Err(error)) => {
                    self.values
                        .report
                        .error(
                            Code::InvalidDuration,
                            backoff.span,
                            format!("`{}` is no backoff", backoff.value),
                        )
                        .hint(format!("write the first and the longest wait, as in `1s..1m`; {error}"));
                }
            }
        }
        retry
    }

    /// A duration or an expression; for a `wait` also an instant.
    fn time(&mut self, time: &At<Time>, view: View, instant: bool) -> Template {
        let node = &time.value.0;
        let text = match &node.kind {
            NodeKind::Text(text, _) => text,
            NodeKind::Reported => return null(),
            _ => {
                wrong_type(
                    self.values.report,
                    node,
                    if instant { "`wait`" } else { "`timeout`" },
                    "a duration such as `10s`, or an expression",
                );
                return null();
            }
        };
        if text.starts_with('=') {
            return self.values.template(node, view);
        }
        if instant && chrono::DateTime::parse_from_rfc3339(text).is_ok() {
            return Template::Literal(Arc::new(to_json(node)));
        }
        match parse_duration(text) {
            Ok(Duration::ZERO) if !instant => {
                self.values
                    .report
                    .error(Code::InvalidDuration, node.span, "a `timeout` of nothing always passes")
                    .hint("leave it out for none");
            }
            Ok(_) => {}
            Err(error) => {
                let also = if instant { " and no RFC 3339 instant" } else { "" };
                self.values
                    .report
                    .error(
                        Code::InvalidDuration,
                        node.span,
                        format!("`{text}` is no duration{also}"),
                    )
                    .hint(error.to_string());
            }
        }
        Template::Literal(Arc::new(to_json(node)))
    }

    /// Refuses keys that mean nothing on this kind of step.
    fn check_keys(&mut self, step: &OutlineStep<'_>) {
        let source = step.source;
        let kind_keys: Vec<&str> = source
            .keys
            .iter()
            .map(|k| k.text.as_str())
            .filter(|k| StepSource::KINDS.contains(k))
            .collect();
        if kind_keys.len() > 1 || (kind_keys.is_empty() && source.set.is_none()) {
            return;
        }
        let word = kind_keys.first().copied().unwrap_or("set");
        let repeated = source.for_each.is_some();
        for key in &source.keys {
            let name = key.text.as_str();
            let fits = match name {
                "with" | "retry" => step.kind == Kind::Call,
                "for_each" => matches!(step.kind, Kind::Call | Kind::Script | Kind::SubProcess),
                "as" | "parallel" | "collect" => repeated,
                "variables" => step.kind == Kind::SubProcess,
                "timeout" => matches!(step.kind, Kind::Call | Kind::SubProcess),
                "set" | "catch" => matches!(step.kind, Kind::Call | Kind::Script | Kind::SubProcess | Kind::Pass),
                "to" => !matches!(step.kind, Kind::Choose | Kind::Fork | Kind::End),
                _ => true,
            };
            if fits {
                continue;
            }
            let hint = match (name, step.kind) {
                ("as" | "parallel" | "collect", _) => "it belongs to `for_each`".to_owned(),
                ("set" | "to", Kind::Choose) => format!("each branch has its own `{name}`"),
                ("to", Kind::Fork) => "a `fork` names all the steps it leads to".to_owned(),
                ("to", Kind::End) => "an end event ends the path".to_owned(),
                ("set", _) => "put it into a step of its own".to_owned(),
                ("variables", _) => "variables belong to the process or to a step with `steps`".to_owned(),
                ("with" | "retry", _) => "it belongs to `call`".to_owned(),
                ("timeout", _) => {
                    "it belongs to `call` and `steps`; a script has a budget of operations instead".to_owned()
                }
                ("for_each", _) => "it repeats a `call`, a `script` or `steps`".to_owned(),
                _ => "only activities (`call`, `script`, `steps`, `set`) have boundary events".to_owned(),
            };
            let of = if matches!(name, "as" | "parallel" | "collect") {
                "a step without `for_each`".to_owned()
            } else {
                format!("a step with `{word}`")
            };
            self.values
                .report
                .error(Code::KeyNotForKind, key.span, format!("`{name}` means nothing on {of}"))
                .hint(hint);
        }
    }
}

/// Whether everything the second pattern matches is taken by the first.
fn covers(earlier: &ErrorPattern, later: &ErrorPattern) -> bool {
    match later {
        // `*` leaves `uncertain` for those that name it.
        ErrorPattern::Code(code) => earlier.matches(code),
        ErrorPattern::Prefix(prefix) => match earlier {
            ErrorPattern::Any => prefix != "uncertain",
            ErrorPattern::Prefix(_) => earlier.matches(prefix),
            ErrorPattern::Code(_) => false,
        },
        ErrorPattern::Any => *earlier == ErrorPattern::Any,
    }
}

/// Reports a value of the wrong kind.
pub(super) fn wrong_type(report: &mut Report, node: &Node, what: &str, expected: &str) {
    let found = match &node.kind {
        NodeKind::Reported => return,
        kind => kind.describe(),
    };
    report.error(
        Code::WrongType,
        node.span,
        format!("{what} must be {expected}, and this is {found}"),
    );
}
