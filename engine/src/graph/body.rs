//! One body as a graph.

use std::collections::HashMap;

use petgraph::Direction;
use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{EdgeRef, NodeFiltered};

use crate::definition::{BodyIndex, End, FlowIndex, Process, StepIndex, StepKind, Target};

/// The steps of a body and the flows among them.
#[derive(Debug)]
pub struct BodyGraph<'p> {
    pub(super) process: &'p Process,
    pub(super) graph: DiGraph<StepIndex, FlowIndex>,
    pub(super) nodes: HashMap<StepIndex, NodeIndex>,
    /// Where tokens come in: the first step, and in an item the handlers of its `for_each`.
    entries: Vec<NodeIndex>,
}

impl<'p> BodyGraph<'p> {
    /// The graphs of all bodies, in the order of [`Process::bodies`].
    #[must_use]
    pub fn all(process: &'p Process) -> Vec<Self> {
        let mut graphs: Vec<Self> = process
            .bodies
            .iter()
            .map(|body| Self::nodes_of(process, &body.steps, body.start))
            .collect();
        for (at, flow) in process.flows.iter().enumerate() {
            let Ok(index) = u16::try_from(at) else { break };
            let own = &mut graphs[usize::from(process.steps[usize::from(flow.to.0)].body.0)];
            let to = own.nodes[&flow.to];
            match own.nodes.get(&flow.from) {
                Some(from) => {
                    own.graph.add_edge(*from, to, FlowIndex(index));
                }
                None => own.entries.push(to),
            }
        }
        graphs
    }

    fn nodes_of(process: &'p Process, steps: &[StepIndex], start: Option<StepIndex>) -> Self {
        let mut graph = DiGraph::with_capacity(steps.len(), steps.len());
        let nodes: HashMap<StepIndex, NodeIndex> = steps.iter().map(|step| (*step, graph.add_node(*step))).collect();
        let entries = start.and_then(|step| nodes.get(&step)).copied().into_iter().collect();
        Self {
            process,
            graph,
            nodes,
            entries,
        }
    }

    pub(super) fn step(&self, node: NodeIndex) -> &'p crate::definition::Step {
        &self.process.steps[usize::from(self.graph[node].0)]
    }

    /// Steps no token can come to: of each group of them the first step written, where nothing outside leads to it.
    #[must_use]
    pub fn unreachable(&self) -> Vec<StepIndex> {
        let reached = self.spread(&self.entries, |_| true, Direction::Outgoing);
        self.groups(|node| !reached[node.index()])
            .into_iter()
            .filter(|group| {
                let member = |node: NodeIndex| group.binary_search(&self.graph[node]).is_ok();
                group.iter().all(|step| {
                    self.graph
                        .neighbors_directed(self.nodes[step], Direction::Incoming)
                        .all(member)
                })
            })
            .filter_map(|group| group.first().copied())
            .collect()
    }

    /// Circles without a way out, in the order written: whoever comes in never ends.
    #[must_use]
    pub fn traps(&self) -> Vec<Vec<StepIndex>> {
        let reached = self.spread(&self.entries, |_| true, Direction::Outgoing);
        let ends: Vec<NodeIndex> = self
            .graph
            .node_indices()
            .filter(|node| self.can_end_here(*node))
            .collect();
        let ending = self.spread(&ends, |_| true, Direction::Incoming);
        self.groups(|node| reached[node.index()] && !ending[node.index()])
            .into_iter()
            .filter(|group| {
                let member = |node: NodeIndex| group.binary_search(&self.graph[node]).is_ok();
                group
                    .iter()
                    .all(|step| self.graph.neighbors(self.nodes[step]).all(member))
            })
            .collect()
    }

    /// Circles of steps that ask nothing of the outside and that no gateway can leave.
    #[must_use]
    pub fn busy_loops(&self) -> Vec<Vec<StepIndex>> {
        let pure = |node: NodeIndex| {
            let step = self.step(node);
            step.multi.is_none()
                && matches!(
                    step.kind,
                    StepKind::Choose(_) | StepKind::Fork(_) | StepKind::Join | StepKind::Pass | StepKind::Script(_)
                )
        };
        let reached = self.spread(&self.entries, |_| true, Direction::Outgoing);
        self.groups(|node| reached[node.index()] && pure(node))
            .into_iter()
            .filter(|group| {
                let member = |node: NodeIndex| group.binary_search(&self.graph[node]).is_ok();
                let circle = group.len() > 1
                    || group
                        .iter()
                        .any(|step| self.graph.neighbors(self.nodes[step]).any(|to| to == self.nodes[step]));
                let left = group.iter().any(|step| match &self.step(self.nodes[step]).kind {
                    StepKind::Choose(branches) => branches.iter().any(|branch| match branch.to {
                        Target::End => true,
                        Target::Flow(flow) => !member(self.nodes[&self.process.flows[usize::from(flow.0)].to]),
                    }),
                    _ => false,
                });
                circle && !left
            })
            .collect()
    }

    /// Whether a path can end at this step: an end event, or nothing written behind it.
    fn can_end_here(&self, node: NodeIndex) -> bool {
        let step = self.step(node);
        match &step.kind {
            StepKind::End(_) => true,
            StepKind::Fork(flows) => flows.is_empty(),
            StepKind::Choose(branches) => branches.iter().any(|branch| branch.to == Target::End),
            _ => {
                step.next == Target::End
                    || (step.multi.is_none() && step.catches.iter().any(|catch| catch.to == Some(Target::End)))
            }
        }
    }

    /// Whether a path that comes to this step can end without an error being thrown.
    pub(super) fn completing(&self) -> Vec<bool> {
        let ends: Vec<NodeIndex> = self
            .graph
            .node_indices()
            .filter(|node| {
                self.can_end_here(*node) && !matches!(self.step(*node).kind, StepKind::End(End::Error { .. }))
            })
            .collect();
        self.spread(&ends, |_| true, Direction::Incoming)
    }

    /// All nodes that can be reached from these along (or against) the flows, not going on from nodes `through` refuses.
    pub(super) fn spread(
        &self,
        from: &[NodeIndex],
        through: impl Fn(NodeIndex) -> bool,
        direction: Direction,
    ) -> Vec<bool> {
        let mut seen = vec![false; self.graph.node_count()];
        let mut stack = from.to_vec();
        while let Some(node) = stack.pop() {
            if !std::mem::replace(&mut seen[node.index()], true) && through(node) {
                stack.extend(self.graph.edges_directed(node, direction).map(|edge| match direction {
                    Direction::Outgoing => edge.target(),
                    Direction::Incoming => edge.source(),
                }));
            }
        }
        seen
    }

    /// Strongly connected groups among some of the steps, each in the order written.
    fn groups(&self, part: impl Fn(NodeIndex) -> bool) -> Vec<Vec<StepIndex>> {
        let filtered = NodeFiltered::from_fn(&self.graph, part);
        let mut groups: Vec<Vec<StepIndex>> = tarjan_scc(&filtered)
            .into_iter()
            .map(|group| {
                let mut steps: Vec<StepIndex> = group.into_iter().map(|node| self.graph[node]).collect();
                steps.sort_unstable();
                steps
            })
            .collect();
        groups.sort_unstable();
        groups
    }

    /// The body's number.
    #[must_use]
    pub fn body(&self) -> Option<BodyIndex> {
        self.graph
            .node_weights()
            .next()
            .map(|step| self.process.steps[usize::from(step.0)].body)
    }
}
