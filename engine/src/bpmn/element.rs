//! A process as BPMN elements, before anybody says where they stand.

use std::collections::BTreeSet;

use super::element_id;
use crate::definition::{
    BodyIndex, BodyKind, Catch, End, ErrorPattern, Process, Step, StepIndex, StepKind, Target, Template,
};

/// Index of a node in [`Diagram::nodes`].
pub(super) type NodeIndex = usize;
/// Index of a scope in [`Diagram::scopes`]; 0 is the process.
pub(super) type ScopeIndex = usize;

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A start event. `on_error`: of an event sub-process, by these codes.
    Start { on_error: Option<Vec<String>> },
    /// An end event that throws nothing.
    End,
    /// An end event that throws this error code.
    ErrorEnd(String),
    /// A service task that calls this operation.
    Service(String),
    /// A script task.
    Script(String),
    /// A task that only writes variables.
    Task,
    /// An exclusive gateway.
    Exclusive,
    /// A parallel gateway.
    Parallel,
    /// An intermediate timer event with its time as written.
    Timer(String),
    /// A link: the target of a handler that stands outside an event sub-process.
    LinkCatch(String),
    /// A link from an event sub-process to its handler.
    LinkThrow(String),
    /// An embedded sub-process; `event` is triggered by an error inside its parent.
    SubProcess { scope: ScopeIndex, event: bool },
    /// A boundary error event on another node; `None` takes every code.
    Boundary { host: NodeIndex, code: Option<String> },
}

/// `for_each`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Multi {
    pub(super) sequential: bool,
    /// The list as written.
    pub(super) list: String,
}

/// One element.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) multi: Option<Multi>,
    /// Longest time it may take, as written.
    pub(super) timeout: Option<String>,
    /// The step it stands for; `None` for events YAML leaves out.
    pub(super) step: Option<StepIndex>,
}

/// A sequence flow.
#[derive(Debug)]
pub(super) struct Edge {
    pub(super) id: String,
    pub(super) from: NodeIndex,
    pub(super) to: NodeIndex,
    /// The condition as written, with its `=`.
    pub(super) condition: Option<String>,
    pub(super) is_default: bool,
}

/// A process, sub-process or item: what is drawn in one frame.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// Its nodes, in the order they are written.
    pub(super) nodes: Vec<NodeIndex>,
    pub(super) edges: Vec<Edge>,
}

/// All of it.
#[derive(Debug)]
pub(super) struct Diagram {
    pub(super) scopes: Vec<Scope>,
    pub(super) nodes: Vec<Node>,
}

impl Diagram {
    pub(super) fn of(process: &Process) -> Self {
        let mut builder = Builder {
            process,
            nodes: Vec::new(),
            scopes: vec![Scope::default()],
            of_step: vec![None; process.steps.len()],
            flows: 0,
        };
        builder.body(BodyIndex(0), 0);
        Self {
            scopes: builder.scopes,
            nodes: builder.nodes,
        }
    }
}

struct Builder<'p> {
    process: &'p Process,
    nodes: Vec<Node>,
    scopes: Vec<Scope>,
    of_step: Vec<Option<NodeIndex>>,
    flows: usize,
}

impl<'p> Builder<'p> {
    fn step(&self, index: StepIndex) -> &'p Step {
        &self.process.steps[usize::from(index.0)]
    }

    fn add(&mut self, scope: ScopeIndex, node: Node) -> NodeIndex {
        let index = self.nodes.len();
        self.nodes.push(node);
        self.scopes[scope].nodes.push(index);
        index
    }

    fn event(&mut self, scope: ScopeIndex, id: String, name: String, kind: Kind) -> NodeIndex {
        let node = Node {
            id,
            name,
            kind,
            multi: None,
            timeout: None,
            step: None,
        };
        self.add(scope, node)
    }

    fn edge(&mut self, scope: ScopeIndex, from: NodeIndex, to: NodeIndex) -> &mut Edge {
        self.flows += 1;
        let id = format!("Flow_{}", self.flows);
        let edges = &mut self.scopes[scope].edges;
        edges.push(Edge {
            id,
            from,
            to,
            condition: None,
            is_default: false,
        });
        edges.last_mut().expect("an edge was pushed just now")
    }

    /// The nodes and flows of a body.
    fn body(&mut self, body: BodyIndex, scope: ScopeIndex) {
        let own = &self.process.bodies[usize::from(body.0)];
        let suffix = own
            .owner
            .map_or_else(|| "process".to_owned(), |step| element_id(&self.step(step).path));
        let start = self.event(
            scope,
            format!("Start_{suffix}"),
            String::new(),
            Kind::Start { on_error: None },
        );
        let handlers = match (own.kind, own.owner) {
            (BodyKind::Item, Some(owner)) => self.handlers(owner, body),
            _ => BTreeSet::new(),
        };
        for step in &own.steps {
            if !handlers.contains(step) {
                self.node(*step, scope);
            }
        }
        for step in &own.steps {
            if !handlers.contains(step) {
                self.leave(*step, scope);
            }
        }
        match own.start {
            Some(first) if !handlers.contains(&first) => {
                if let Some(to) = self.of_step[usize::from(first.0)] {
                    self.edge(scope, start, to);
                }
            }
            _ => {
                let end = self.end(scope, start);
                self.edge(scope, start, end);
            }
        }
        if let (BodyKind::Item, Some(owner)) = (own.kind, own.owner) {
            self.item_catches(owner, &handlers, scope);
        }
    }

    /// Steps of an item body that only a `catch` of its `for_each` leads to: they stand in event sub-processes.
    fn handlers(&self, owner: StepIndex, body: BodyIndex) -> BTreeSet<StepIndex> {
        let own = &self.process.bodies[usize::from(body.0)];
        let mut reached: BTreeSet<StepIndex> = BTreeSet::new();
        let mut open: Vec<StepIndex> = own.start.into_iter().collect();
        while let Some(step) = open.pop() {
            if !reached.insert(step) {
                continue;
            }
            let flows = self
                .process
                .flows
                .iter()
                .filter(|flow| flow.from == step && step != owner);
            open.extend(flows.map(|flow| flow.to).filter(|to| self.step(*to).body == body));
        }
        own.steps
            .iter()
            .copied()
            .filter(|step| !reached.contains(step))
            .collect()
    }

    fn node(&mut self, index: StepIndex, scope: ScopeIndex) {
        let step = self.step(index);
        let kind = match &step.kind {
            StepKind::Call { operation, .. } => Kind::Service(operation.to_string()),
            StepKind::Script(expression) => Kind::Script(expression.script.source().to_owned()),
            StepKind::Choose(_) => Kind::Exclusive,
            StepKind::Fork(_) | StepKind::Join => Kind::Parallel,
            StepKind::SubProcess(_) => {
                self.scopes.push(Scope::default());
                Kind::SubProcess {
                    scope: self.scopes.len() - 1,
                    event: false,
                }
            }
            StepKind::Wait(time) => Kind::Timer(written(time)),
            StepKind::End(End::None { .. }) => Kind::End,
            StepKind::End(End::Error { code, .. }) => Kind::ErrorEnd(code.clone()),
            StepKind::Pass => Kind::Task,
        };
        let multi = step.multi.as_ref().map(|multi| Multi {
            sequential: matches!(&multi.parallel, Template::Literal(value) if value.as_i64() == Some(1)),
            list: written(&multi.list),
        });
        let inner = match (&kind, &step.kind) {
            (Kind::SubProcess { scope, .. }, StepKind::SubProcess(body)) => Some((*body, *scope)),
            _ => None,
        };
        let node = Node {
            id: element_id(&step.path),
            name: title(step),
            kind,
            multi,
            timeout: step.timeout.as_ref().map(written),
            step: Some(index),
        };
        let at = self.add(scope, node);
        self.of_step[usize::from(index.0)] = Some(at);
        if let Some((body, inner)) = inner {
            self.body(body, inner);
        }
    }

    /// The flows that leave a step, and what stands on its boundary.
    fn leave(&mut self, index: StepIndex, scope: ScopeIndex) {
        let step = self.step(index);
        let Some(from) = self.of_step[usize::from(index.0)] else {
            return;
        };
        match &step.kind {
            StepKind::Choose(branches) => {
                for branch in branches {
                    let to = self.target(branch.to, from, scope);
                    let edge = self.edge(scope, from, to);
                    edge.condition = branch.when.as_ref().map(|when| format!("={}", when.script.source()));
                    edge.is_default = branch.when.is_none();
                }
            }
            StepKind::Fork(flows) => {
                for flow in flows {
                    let to = self.target(Target::Flow(*flow), from, scope);
                    self.edge(scope, from, to);
                }
            }
            StepKind::End(_) => {}
            _ => {
                let to = self.target(step.next, from, scope);
                self.edge(scope, from, to);
            }
        }
        if step.multi.is_none() || !matches!(step.kind, StepKind::SubProcess(_)) {
            for (number, catch) in step.catches.iter().enumerate() {
                self.catch(from, step, number, catch, scope);
            }
        }
    }

    fn catch(&mut self, host: NodeIndex, step: &Step, number: usize, catch: &Catch, scope: ScopeIndex) {
        let code = code_of(&catch.pattern);
        let id = format!("{}_catch_{}", self.nodes[host].id, number + 1);
        let name = shown(&catch.pattern);
        let boundary = self.event(scope, id, name, Kind::Boundary { host, code });
        let target = match catch.to {
            Some(target) if step.multi.is_none() => target,
            // The handler of a single activity's item is the item's own end: it goes on as if it had completed.
            _ => step.next,
        };
        let to = self.target(target, boundary, scope);
        self.edge(scope, boundary, to);
    }

    /// `catch` of a `for_each` with steps: error event sub-processes inside the item (BPMN 2.0 §10.3.5).
    fn item_catches(&mut self, owner: StepIndex, handlers: &BTreeSet<StepIndex>, scope: ScopeIndex) {
        let step = self.step(owner);
        // Several patterns may lead to one handler: they share its sub-process.
        let mut targets: Vec<(Option<StepIndex>, Vec<&ErrorPattern>)> = Vec::new();
        for catch in &step.catches {
            let first = match catch.to {
                Some(Target::Flow(flow)) => Some(self.process.flows[usize::from(flow.0)].to),
                Some(Target::End) | None => None,
            };
            match targets.iter_mut().find(|(to, _)| *to == first) {
                Some((_, patterns)) => patterns.push(&catch.pattern),
                None => targets.push((first, vec![&catch.pattern])),
            }
        }
        for (number, (first, patterns)) in targets.into_iter().enumerate() {
            self.scopes.push(Scope::default());
            let inner = self.scopes.len() - 1;
            let id = format!("{}_on_error_{}", element_id(&step.path), number + 1);
            let codes: Vec<String> = patterns.iter().map(|pattern| shown(pattern)).collect();
            let name = format!("On error {}", codes.join(", "));
            let kind = Kind::SubProcess {
                scope: inner,
                event: true,
            };
            self.event(scope, id.clone(), name, kind);
            let errors = patterns.iter().filter_map(|pattern| code_of(pattern)).collect();
            let kind = Kind::Start { on_error: Some(errors) };
            let start = self.event(inner, format!("Start_{id}"), codes.join(", "), kind);
            match first {
                None => {
                    let end = self.end(inner, start);
                    self.edge(inner, start, end);
                }
                Some(first) if handlers.contains(&first) && self.of_step[usize::from(first.0)].is_none() => {
                    self.handler(first, start, handlers, inner);
                }
                Some(first) => {
                    let throw = self.link(first, inner);
                    self.edge(inner, start, throw);
                }
            }
        }
    }

    /// The steps of a handler, as far as they are its own.
    fn handler(&mut self, first: StepIndex, start: NodeIndex, handlers: &BTreeSet<StepIndex>, inner: ScopeIndex) {
        let mut own = BTreeSet::new();
        let mut open = vec![first];
        while let Some(step) = open.pop() {
            if !handlers.contains(&step) || self.of_step[usize::from(step.0)].is_some() || !own.insert(step) {
                continue;
            }
            open.extend(
                self.process
                    .flows
                    .iter()
                    .filter(|flow| flow.from == step)
                    .map(|flow| flow.to),
            );
        }
        for step in &own {
            self.node(*step, inner);
        }
        if let Some(to) = self.of_step[usize::from(first.0)] {
            self.edge(inner, start, to);
        }
        for step in &own {
            self.leave(*step, inner);
        }
    }

    /// A step of another scope, reached by a link event (BPMN 2.0 §10.5.1): the end of the link that stands in `scope`.
    fn link(&mut self, step: StepIndex, scope: ScopeIndex) -> NodeIndex {
        let number = self.nodes.len();
        let name = format!("{} ({number})", title(self.step(step)));
        let id = element_id(&self.step(step).path);
        let throw = self.event(
            scope,
            format!("LinkTo_{id}_{number}"),
            name.clone(),
            Kind::LinkThrow(name.clone()),
        );
        if let Some(to) = self.of_step[usize::from(step.0)]
            && let Some(home) = self.scopes.iter().position(|scope| scope.nodes.contains(&to))
        {
            let catch = self.event(
                home,
                format!("LinkFrom_{id}_{number}"),
                name.clone(),
                Kind::LinkCatch(name),
            );
            self.edge(home, catch, to);
        }
        throw
    }

    /// Where a flow leads; an end event of its own where its path ends.
    fn target(&mut self, target: Target, from: NodeIndex, scope: ScopeIndex) -> NodeIndex {
        if let Target::Flow(flow) = target {
            let to = self.process.flows[usize::from(flow.0)].to;
            if let Some(node) = self.of_step[usize::from(to.0)]
                && self.scopes[scope].nodes.contains(&node)
            {
                return node;
            }
            // Out of an event sub-process into the steps around it.
            return self.link(to, scope);
        }
        self.end(scope, from)
    }

    fn end(&mut self, scope: ScopeIndex, from: NodeIndex) -> NodeIndex {
        let id = format!("End_{}_{}", self.nodes[from].id, self.nodes.len());
        self.event(scope, id, String::new(), Kind::End)
    }
}

/// What people read on a step: its name, or its key in words.
fn title(step: &Step) -> String {
    if step.name != step.key {
        return step.name.clone();
    }
    let words = step.key.replace(['_', '-'], " ");
    let mut characters = words.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => words,
    }
}

fn code_of(pattern: &ErrorPattern) -> Option<String> {
    match pattern {
        ErrorPattern::Any => None,
        ErrorPattern::Prefix(prefix) => Some(format!("{prefix}.*")),
        ErrorPattern::Code(code) => Some(code.clone()),
    }
}

fn shown(pattern: &ErrorPattern) -> String {
    code_of(pattern).unwrap_or_else(|| "any".to_owned())
}

/// A template as it is written, near enough to be read.
pub(super) fn written(template: &Template) -> String {
    match template {
        Template::Literal(value) => match value.as_ref() {
            serde_json::Value::String(text) => text.clone(),
            other => other.to_string(),
        },
        Template::Expression(expression) => format!("={}", expression.script.source()),
        Template::List(items) => format!("[{}]", items.iter().map(written).collect::<Vec<_>>().join(", ")),
        Template::Map(entries) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|(key, value)| format!("{key}: {}", written(value)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}
