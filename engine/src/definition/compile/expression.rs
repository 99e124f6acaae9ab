//! Values with expressions in them: compiled, and each free name resolved where the value is evaluated.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::outline::{Declared, Outline};
use crate::definition::report::{Code, Report};
use crate::definition::yaml::{self, LineIndex, Node, NodeKind, Span, Style};
use crate::definition::{BodyIndex, Expression, NameRef, Position, Template, VariableRef};
use crate::script::{CompileError, FreeName, Script, ScriptEngine};

/// Where a value is evaluated and what is in view there beside the variables.
#[derive(Debug, Clone, Copy)]
pub(super) struct View {
    /// The scope; variables are counted from here.
    pub(super) body: BodyIndex,
    /// Whether `result` is in view.
    pub(super) result: bool,
    /// Whether `error` is in view.
    pub(super) error: bool,
    /// What of the scope is in view.
    pub(super) scope: ScopeView,
}

/// Which variables a value sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ScopeView {
    /// All of its scope and of those around it.
    Whole,
    /// First value of a variable: the scope is only opening, so of its own nothing but the item and the index.
    Opening,
    /// Business key: there is no run yet, only its input.
    InputOnly,
}

impl View {
    /// What a step of this body sees.
    pub(super) fn of(body: BodyIndex, error: bool) -> Self {
        Self {
            body,
            result: false,
            error,
            scope: ScopeView::Whole,
        }
    }

    /// The same with `result`.
    pub(super) fn with_result(self) -> Self {
        Self { result: true, ..self }
    }

    /// The same with `error`.
    pub(super) fn with_error(self) -> Self {
        Self { error: true, ..self }
    }
}

/// Compiles values; shared by everything that has one.
pub(super) struct Values<'a, 's> {
    pub(super) outline: &'a Outline<'s>,
    pub(super) lines: &'a LineIndex<'s>,
    pub(super) scripts: &'a ScriptEngine,
    pub(super) report: &'a mut Report,
}

impl Values<'_, '_> {
    /// A value as it is written: literal, expression, or a list or map of them.
    pub(super) fn template(&mut self, node: &Node, view: View) -> Template {
        match &node.kind {
            NodeKind::Text(text, _) if text.starts_with('=') => {
                self.expression(node, view).map_or_else(null, Template::Expression)
            }
            NodeKind::List(items) => {
                let items: Vec<Template> = items.iter().map(|item| self.template(item, view)).collect();
                if items.iter().all(|item| matches!(item, Template::Literal(_))) {
                    return literal(node);
                }
                Template::List(items)
            }
            NodeKind::Map(entries) => {
                let entries: Vec<(String, Template)> = entries
                    .iter()
                    .map(|(key, value)| (key.text.clone(), self.template(value, view)))
                    .collect();
                if entries.iter().all(|(_, value)| matches!(value, Template::Literal(_))) {
                    return literal(node);
                }
                Template::Map(entries)
            }
            _ => literal(node),
        }
    }

    /// A text that begins with `=`.
    pub(super) fn expression(&mut self, node: &Node, view: View) -> Option<Arc<Expression>> {
        let NodeKind::Text(text, style) = &node.kind else {
            return None;
        };
        let code = text.strip_prefix('=')?;
        if code.trim().is_empty() {
            self.report
                .error(Code::Expression, node.span, "an expression must follow `=`")
                .hint("put a text that is only `=` as `'=\"=\"'`");
            return None;
        }
        let compiled = self.scripts.compile_expression(code);
        self.finish(
            compiled,
            &Source {
                node,
                style: *style,
                text,
                skip: 1,
            },
            view,
        )
    }

    /// A text that begins with `=`, outside of any run: it sees these names and nothing else. `why` says so.
    pub(super) fn foreign_expression(&mut self, node: &Node, valid: &[&str], why: &str) -> Option<(Script, Position)> {
        let NodeKind::Text(text, style) = &node.kind else {
            return None;
        };
        let code = text.strip_prefix('=')?;
        if code.trim().is_empty() {
            self.report
                .error(Code::Expression, node.span, "an expression must follow `=`");
            return None;
        }
        let source = Source {
            node,
            style: *style,
            text,
            skip: 1,
        };
        let script = self.compiled(self.scripts.compile_expression(code), &source)?;
        let mut sound = true;
        for name in script.names() {
            if !valid.contains(&&*name.name) {
                sound = false;
                let span = source.place(self.lines.source(), name.line, name.column, name.name.chars().count());
                let known = matches!(&*name.name, "input" | "run" | "result" | "error");
                let entry = if known {
                    self.report.error(
                        Code::NameNotInView,
                        span,
                        format!("`{}` is not in view here", name.name),
                    )
                } else {
                    self.report
                        .error(Code::UnknownName, span, format!("unknown name `{}`", name.name))
                };
                entry.hint(why);
                if !known {
                    entry.nearest(&name.name, valid.iter().copied());
                }
            }
        }
        sound.then(|| {
            let position = source.position(self.lines);
            (script, position)
        })
    }

    fn compiled(&mut self, compiled: Result<Script, CompileError>, source: &Source<'_>) -> Option<Script> {
        match compiled {
            Ok(script) => Some(script),
            Err(error) => {
                let span = source.word(self.lines.source(), error.line, error.column);
                self.report.error(Code::Expression, span, error.message);
                None
            }
        }
    }

    /// The code of a script task.
    pub(super) fn script(&mut self, node: &Node, view: View) -> Option<Arc<Expression>> {
        let NodeKind::Text(text, style) = &node.kind else {
            return None;
        };
        let source = Source {
            node,
            style: *style,
            text,
            skip: 0,
        };
        if text.trim_start().starts_with('=') {
            self.report
                .error(
                    Code::Expression,
                    node.span,
                    "the code of a script task has no `=` in front",
                )
                .hint("remove the `=`");
            return None;
        }
        let compiled = self.scripts.compile_script(text);
        self.finish(compiled, &source, view)
    }

    fn finish(
        &mut self,
        compiled: Result<Script, CompileError>,
        source: &Source<'_>,
        view: View,
    ) -> Option<Arc<Expression>> {
        let script = self.compiled(compiled, source)?;
        let mut names = Vec::with_capacity(script.names().len());
        for name in script.names() {
            // The place is searched for only when there is something to say about it.
            let place = |file: &str| source.place(file, name.line, name.column, name.name.chars().count());
            names.push(self.resolve(name, place, view));
        }
        let names = names.into_iter().collect::<Option<Vec<_>>>()?;
        Some(Arc::new(Expression {
            script,
            names,
            position: source.position(self.lines),
        }))
    }

    fn resolve(&mut self, free: &FreeName, place: impl Fn(&str) -> Span, view: View) -> Option<NameRef> {
        let name = &*free.name;
        let only_input = view.scope == ScopeView::InputOnly;
        match name {
            "input" => return Some(NameRef::Input),
            "run" if !only_input => return Some(NameRef::Run),
            "result" if view.result => return Some(NameRef::Result),
            "error" if view.error => return Some(NameRef::Error),
            _ => {}
        }
        if !only_input && let Some(variable) = self.variable(name, view) {
            return Some(NameRef::Variable(variable));
        }
        let span = place(self.lines.source());
        let why = match name {
            _ if only_input => Some("a business key is made before there is a run: it sees `input` only"),
            "result" => Some("`result` is in view in the `set` and `collect` of a `call`, `script` or `steps` only"),
            "error" => {
                Some("`error` is in view in the `set` of a `catch` and in steps that can be reached from its `to` only")
            }
            "index" => Some("`index` is in view inside a `for_each` only"),
            _ if view.scope == ScopeView::Opening && self.outline.body(view.body).slots.contains_key(name) => {
                Some("the first values of variables do not see each other")
            }
            _ => None,
        };
        if let Some(why) = why {
            self.report
                .error(Code::NameNotInView, span, format!("`{name}` is not in view here"))
                .hint(why);
            return None;
        }
        let mut valid: Vec<&str> = vec!["input", "run"];
        valid.extend(view.result.then_some("result"));
        valid.extend(view.error.then_some("error"));
        let mut body = Some(view.body);
        while let Some(index) = body {
            valid.extend(self.outline.body(index).variables.iter().map(|v| v.name));
            body = self.outline.body(index).parent;
        }
        let entry = self
            .report
            .error(Code::UnknownName, span, format!("unknown name `{name}`"));
        entry.hint("declare it under `variables`, or put a text in quotes inside the expression");
        entry.nearest(name, valid);
        None
    }

    /// The variable of this name seen from a scope, innermost first.
    pub(super) fn variable(&self, name: &str, view: View) -> Option<VariableRef> {
        let mut body = Some(view.body);
        let mut up = 0;
        while let Some(index) = body {
            let own = self.outline.body(index);
            let opening = up == 0 && view.scope == ScopeView::Opening;
            if let Some(slot) = own.slots.get(name)
                && !(opening && own.variables[usize::from(*slot)].value.is_some())
            {
                return Some(VariableRef { up, slot: *slot });
            }
            body = own.parent;
            up += 1;
        }
        None
    }

    /// The declaration behind a reference.
    pub(super) fn declared(&self, variable: VariableRef, from: BodyIndex) -> &Declared<'_> {
        let mut body = from;
        for _ in 0..variable.up {
            body = self
                .outline
                .body(body)
                .parent
                .expect("a reference counts only scopes that exist");
        }
        &self.outline.body(body).variables[usize::from(variable.slot)]
    }
}

/// A scalar that holds code, behind `skip` characters.
struct Source<'a> {
    node: &'a Node,
    style: Style,
    text: &'a str,
    skip: usize,
}

impl Source<'_> {
    /// Where the code begins.
    fn position(&self, lines: &LineIndex<'_>) -> Position {
        let length = self.text.chars().count() - self.skip;
        let place = yaml::inside(lines.source(), self.node.span, self.style, self.text, self.skip, length);
        lines.position(place)
    }

    /// The place in the file of a place in the code; both count from 1.
    fn place(&self, file: &str, line: u32, column: u32, length: usize) -> Span {
        yaml::inside(
            file,
            self.node.span,
            self.style,
            self.text,
            self.character(line, column),
            length,
        )
    }

    /// The same for the word that stands there.
    fn word(&self, file: &str, line: u32, column: u32) -> Span {
        let at = self.character(line, column);
        let length = self
            .text
            .chars()
            .skip(at)
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .count()
            .max(1);
        yaml::inside(file, self.node.span, self.style, self.text, at, length)
    }

    fn character(&self, line: u32, column: u32) -> usize {
        let code_start = self
            .text
            .char_indices()
            .nth(self.skip)
            .map_or(self.text.len(), |(at, _)| at);
        let before: usize = self.text[code_start..]
            .split_inclusive('\n')
            .take(line.saturating_sub(1) as usize)
            .map(|line| line.chars().count())
            .sum();
        self.skip + before + column.saturating_sub(1) as usize
    }
}

/// What stands in for a value that was reported: the process it is in is never used.
pub(super) fn null() -> Template {
    Template::Literal(Arc::new(Value::Null))
}

fn literal(node: &Node) -> Template {
    Template::Literal(Arc::new(to_json(node)))
}

/// A literal as JSON.
pub(in crate::definition) fn to_json(node: &Node) -> Value {
    match &node.kind {
        NodeKind::Null | NodeKind::Reported => Value::Null,
        NodeKind::Bool(value) => Value::Bool(*value),
        NodeKind::Integer(value) => Value::from(*value),
        NodeKind::Float(value) => Value::from(*value),
        NodeKind::Text(text, _) => Value::String(text.clone()),
        NodeKind::List(items) => Value::Array(items.iter().map(to_json).collect()),
        NodeKind::Map(entries) => Value::Object(
            entries
                .iter()
                .map(|(key, value)| (key.text.clone(), to_json(value)))
                .collect::<Map<_, _>>(),
        ),
    }
}

/// First values of the variables of a body.
pub(super) fn variables(values: &mut Values<'_, '_>, body: BodyIndex) -> Vec<crate::definition::Variable> {
    let outline = values.outline;
    let own = outline.body(body);
    let error = own.owner.is_some_and(|owner| outline.step(owner).sees_error);
    let view = View {
        body,
        result: false,
        error,
        scope: ScopeView::Opening,
    };
    own.variables
        .iter()
        .map(|declared| crate::definition::Variable {
            name: declared.name.to_owned(),
            initial: declared
                .value
                .map_or_else(null, |value| values.template(&value.0, view)),
            position: values.lines.position(declared.span),
        })
        .collect()
}
