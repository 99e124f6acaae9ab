//! The skeleton of a process: bodies, steps and flows with their numbers, before anything inside a step is looked at.

use std::collections::HashMap;
use std::sync::Arc;

use crate::definition::report::{Code, Report};
use crate::definition::source::{At, Entries, ProcessSource, StepSource, Value};
use crate::definition::yaml::{Key, Span};
use crate::definition::{BodyIndex, BodyKind, Flow, FlowIndex, FlowKind, StepIndex, Target};

/// Most flows of a process: what a [`FlowIndex`] can number.
const MAX_FLOWS: usize = u16::MAX as usize;

/// What a step does, without its contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Call,
    Script,
    Choose,
    Fork,
    Join,
    SubProcess,
    Wait,
    End,
    Pass,
}

/// All bodies, steps and flows.
#[derive(Debug)]
pub(super) struct Outline<'s> {
    pub(super) bodies: Vec<OutlineBody<'s>>,
    pub(super) steps: Vec<OutlineStep<'s>>,
    pub(super) flows: Vec<Flow>,
}

/// A body and what is declared in it.
#[derive(Debug)]
pub(super) struct OutlineBody<'s> {
    pub(super) owner: Option<StepIndex>,
    pub(super) parent: Option<BodyIndex>,
    pub(super) kind: BodyKind,
    pub(super) steps: Vec<StepIndex>,
    by_key: HashMap<&'s str, StepIndex>,
    pub(super) variables: Vec<Declared<'s>>,
    pub(super) slots: HashMap<&'s str, u16>,
    /// Whether every flow is known; if not, nothing can be said about its graph.
    pub(super) complete: bool,
}

/// A variable of a body.
#[derive(Debug)]
pub(super) struct Declared<'s> {
    pub(super) name: &'s str,
    pub(super) span: Span,
    /// `None`: the item or its index, which the kernel fills in.
    pub(super) value: Option<&'s Value>,
}

/// A step and where it leads.
#[derive(Debug)]
pub(super) struct OutlineStep<'s> {
    pub(super) key: &'s Key,
    pub(super) source: &'s StepSource,
    pub(super) path: Arc<str>,
    pub(super) body: BodyIndex,
    pub(super) kind: Kind,
    /// The body inside: of a sub-process, or of an item.
    pub(super) inner: Option<BodyIndex>,
    pub(super) next: Target,
    /// Where the branches of a `choose` lead.
    pub(super) branches: Vec<Target>,
    /// The flows of a `fork`.
    pub(super) fork: Vec<FlowIndex>,
    /// Where the entries of `catch` lead; `None` where they say nothing.
    pub(super) catches: Vec<Option<Target>>,
    pub(super) incoming: Vec<FlowIndex>,
    /// Whether the step can run while an error is being handled: it can be reached from a `catch`.
    pub(super) sees_error: bool,
}

impl<'s> Outline<'s> {
    /// Numbers everything and follows every `to`. `None` when there are more flows than can be numbered.
    pub(super) fn new(source: &'s ProcessSource, report: &mut Report) -> Option<Self> {
        let mut outline = Self {
            bodies: Vec::new(),
            steps: Vec::new(),
            flows: Vec::new(),
        };
        outline.add_body(
            &source.steps,
            source.variables.as_ref(),
            None,
            None,
            BodyKind::Process,
            "",
            report,
        );
        for index in 0..outline.steps.len() {
            outline.connect(index, report);
            if outline.flows.len() > MAX_FLOWS {
                let span = outline.steps[index].key.span;
                report.error(
                    Code::TooLarge,
                    span,
                    format!("a definition has at most {MAX_FLOWS} sequence flows"),
                );
                return None;
            }
        }
        for (at, flow) in outline.flows.iter().enumerate() {
            outline.steps[usize::from(flow.to.0)]
                .incoming
                .push(FlowIndex(index16(at)));
        }
        outline.mark_error_handling();
        Some(outline)
    }

    pub(super) fn step(&self, index: StepIndex) -> &OutlineStep<'s> {
        &self.steps[usize::from(index.0)]
    }

    pub(super) fn body(&self, index: BodyIndex) -> &OutlineBody<'s> {
        &self.bodies[usize::from(index.0)]
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the parts of a body come from three different source types"
    )]
    fn add_body(
        &mut self,
        steps: &'s Entries<StepSource>,
        variables: Option<&'s Entries<Value>>,
        owner: Option<StepIndex>,
        parent: Option<BodyIndex>,
        kind: BodyKind,
        path: &str,
        report: &mut Report,
    ) -> BodyIndex {
        let body = BodyIndex(index16(self.bodies.len()));
        let mut declared = Vec::new();
        if kind == BodyKind::Item
            && let Some(owner) = owner
        {
            let step = &self.steps[usize::from(owner.0)];
            let (name, span) = step
                .source
                .as_name
                .as_ref()
                .map_or(("item", step.key.span), |n| (n.value.as_str(), n.span));
            declared.push(Declared {
                name,
                span,
                value: None,
            });
            declared.push(Declared {
                name: "index",
                span: step.key.span,
                value: None,
            });
        }
        for (key, value) in variables.into_iter().flat_map(|v| &v.0) {
            if declared
                .first()
                .is_some_and(|item| item.value.is_none() && item.name == key.text)
            {
                report
                    .error(
                        Code::ReservedName,
                        key.span,
                        format!("`{}` is the item of this `for_each` already", key.text),
                    )
                    .hint("use another name here or under `as`");
            }
            declared.push(Declared {
                name: &key.text,
                span: key.span,
                value: Some(value),
            });
        }
        let mut slots = HashMap::new();
        for (slot, variable) in declared.iter().enumerate().take(usize::from(u16::MAX)) {
            slots.entry(variable.name).or_insert(index16(slot));
        }
        self.bodies.push(OutlineBody {
            owner,
            parent,
            kind,
            steps: Vec::new(),
            by_key: HashMap::new(),
            variables: declared,
            slots,
            complete: true,
        });
        for (key, source) in &steps.0 {
            self.add_step(key, source, body, path, report);
        }
        body
    }

    fn add_step(&mut self, key: &'s Key, source: &'s StepSource, body: BodyIndex, path: &str, report: &mut Report) {
        let index = StepIndex(index16(self.steps.len()));
        let path = if path.is_empty() {
            key.text.clone()
        } else {
            format!("{path}/{}", key.text)
        };
        let kind = kind(key, source, report);
        let complete = source.flows_known && kind.is_some();
        let kind = kind.unwrap_or(Kind::Pass);
        self.steps.push(OutlineStep {
            key,
            source,
            path: path.as_str().into(),
            body,
            kind,
            inner: None,
            next: Target::End,
            branches: Vec::new(),
            fork: Vec::new(),
            catches: Vec::new(),
            incoming: Vec::new(),
            sees_error: false,
        });
        let own = &mut self.bodies[usize::from(body.0)];
        own.steps.push(index);
        own.by_key.insert(&key.text, index);
        own.complete &= complete;

        let repeated = source.for_each.is_some();
        let inner_kind = if repeated { BodyKind::Item } else { BodyKind::SubProcess };
        let variables = source.variables.as_ref().map(|v| &v.value);
        let inner = match (kind, &source.steps) {
            (Kind::SubProcess, Some(steps)) => Some(self.add_body(
                &steps.value,
                variables,
                Some(index),
                Some(body),
                inner_kind,
                &path,
                report,
            )),
            (Kind::Call | Kind::Script, _) if repeated => {
                const NO_STEPS: &Entries<StepSource> = &Entries(Vec::new());
                Some(self.add_body(NO_STEPS, None, Some(index), Some(body), BodyKind::Item, &path, report))
            }
            _ => None,
        };
        if let Some(inner) = inner {
            self.bodies[usize::from(inner.0)].complete &= complete;
        }
        self.steps[usize::from(index.0)].inner = inner;
    }

    /// Makes the flows that leave a step.
    fn connect(&mut self, index: usize, report: &mut Report) {
        let from = StepIndex(index16(index));
        let (body, kind, source, inner) = {
            let step = &self.steps[index];
            (step.body, step.kind, step.source, step.inner)
        };
        let siblings = &self.bodies[usize::from(body.0)].steps;
        let following = siblings
            .binary_search(&from)
            .ok()
            .and_then(|at| siblings.get(at + 1))
            .copied();

        match kind {
            Kind::Choose => {
                for branch in source.choose.iter().flat_map(|c| &c.value) {
                    let target = self.leads(from, body, branch.to.as_ref(), following, report);
                    self.steps[index].branches.push(target);
                }
            }
            Kind::Fork => {
                for name in source.fork.iter().flat_map(|f| &f.value) {
                    match self.find(body, name, report) {
                        Some(None) => {
                            report
                                .error(
                                    Code::UnknownStep,
                                    name.span,
                                    "a branch of a `fork` leads to a step, not to the end",
                                )
                                .hint("leave it out: a path that does nothing is none");
                        }
                        Some(Some(to)) => {
                            let flow = self.flow(from, to, FlowKind::Sequence);
                            self.steps[index].fork.push(flow);
                        }
                        None => {}
                    }
                }
            }
            Kind::End => {}
            Kind::Call | Kind::Script | Kind::Join | Kind::SubProcess | Kind::Wait | Kind::Pass => {
                self.steps[index].next = self.leads(from, body, source.to.as_ref(), following, report);
            }
        }

        // The boundary events of a `for_each` belong to the item: their handlers stand inside.
        let repeated = source.for_each.is_some() && inner.is_some();
        let handlers = if repeated { inner.unwrap_or(body) } else { body };
        for entry in source.catch.iter().flat_map(|c| &c.value) {
            let target = match &entry.to {
                None => None,
                Some(to) if repeated && source.steps.is_none() => {
                    report
                        .error(
                            Code::UnknownStep,
                            to.span,
                            "a `for_each` over a single activity has no steps inside to go on with",
                        )
                        .hint("leave `to` out, or put the activity and its handler under `steps:`");
                    None
                }
                Some(to) => match self.find(handlers, to, report) {
                    Some(Some(step)) => Some(Target::Flow(self.flow(from, step, FlowKind::Boundary))),
                    Some(None) | None => Some(Target::End),
                },
            };
            self.steps[index].catches.push(target);
        }
    }

    /// Where `to`, or what is written next, leads.
    fn leads(
        &mut self,
        from: StepIndex,
        body: BodyIndex,
        to: Option<&At<String>>,
        following: Option<StepIndex>,
        report: &mut Report,
    ) -> Target {
        let step = match to {
            Some(to) => self.find(body, to, report).flatten(),
            None => following,
        };
        step.map_or(Target::End, |step| {
            Target::Flow(self.flow(from, step, FlowKind::Sequence))
        })
    }

    fn flow(&mut self, from: StepIndex, to: StepIndex, kind: FlowKind) -> FlowIndex {
        // One more than can be numbered stops the caller before the number is used.
        let index = FlowIndex(u16::try_from(self.flows.len()).unwrap_or(u16::MAX));
        self.flows.push(Flow { from, to, kind });
        index
    }

    /// The step of this key: `Some(None)` is `end`, `None` was reported.
    fn find(&mut self, body: BodyIndex, name: &At<String>, report: &mut Report) -> Option<Option<StepIndex>> {
        if name.value == "end" {
            return Some(None);
        }
        let own = &mut self.bodies[usize::from(body.0)];
        if let Some(step) = own.by_key.get(name.value.as_str()) {
            return Some(Some(*step));
        }
        own.complete = false;
        let entry = report.error(
            Code::UnknownStep,
            name.span,
            format!("there is no step `{}` here", name.value),
        );
        let valid = own.by_key.keys().copied().chain(["end"]);
        entry.nearest(&name.value, valid);
        if let Some(other) = self.steps.iter().find(|s| s.key.text == name.value) {
            entry.hint(format!(
                "`{}` stands in another body; a flow stays among the steps of its own",
                other.path
            ));
        }
        None
    }

    /// Finds the steps that can run while an error is handled. A parent stands before its children, so one pass does.
    fn mark_error_handling(&mut self) {
        let mut stack: Vec<StepIndex> = Vec::new();
        let mut following: Vec<Vec<StepIndex>> = vec![Vec::new(); self.steps.len()];
        for flow in &self.flows {
            match flow.kind {
                FlowKind::Boundary => stack.push(flow.to),
                FlowKind::Sequence => following[usize::from(flow.from.0)].push(flow.to),
            }
        }
        // Going on from a handler can leave the body only inwards.
        while let Some(step) = stack.pop() {
            let step = usize::from(step.0);
            if std::mem::replace(&mut self.steps[step].sees_error, true) {
                continue;
            }
            stack.extend(&following[step]);
            if let Some(inner) = self.steps[step].inner {
                stack.extend(&self.bodies[usize::from(inner.0)].steps);
            }
        }
    }
}

/// A count that the limits on bytes, steps and flows keep within 16 bits.
pub(super) fn index16(count: usize) -> u16 {
    u16::try_from(count).expect("steps, bodies and flows are limited before they are numbered")
}

/// The one thing a step does. `None` when it does nothing or several things, which is reported.
fn kind(key: &Key, source: &StepSource, report: &mut Report) -> Option<Kind> {
    let mut kinds = source
        .keys
        .iter()
        .filter(|k| StepSource::KINDS.contains(&k.text.as_str()));
    let first = kinds.next();
    if let (Some(first), Some(second)) = (first, kinds.next()) {
        report
            .error(
                Code::StepWithTwoKinds,
                second.span,
                format!(
                    "step `{}` does two things, `{}` and `{}`; a step does one",
                    key.text, first.text, second.text
                ),
            )
            .hint("make a step of each");
        return None;
    }
    let Some(first) = first else {
        if source.set.is_some() {
            return Some(Kind::Pass);
        }
        // A step that could not be read, or has a misspelt key, is reported already.
        if source.flows_known {
            report
                .error(
                    Code::StepWithoutKind,
                    key.span,
                    format!("step `{}` does nothing", key.text),
                )
                .hint("give it one of `call`, `script`, `choose`, `fork`, `join`, `steps`, `wait`, `end` or `set`");
        }
        return None;
    };
    Some(match first.text.as_str() {
        "call" => Kind::Call,
        "script" => Kind::Script,
        "choose" => Kind::Choose,
        "fork" => Kind::Fork,
        "join" => Kind::Join,
        "steps" => Kind::SubProcess,
        "wait" => Kind::Wait,
        _ => Kind::End,
    })
}
