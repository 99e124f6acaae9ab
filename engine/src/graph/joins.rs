//! Parallel joins that may wait for ever.

use petgraph::Direction;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use super::BodyGraph;
use crate::definition::{StepIndex, StepKind, Target};

/// Most work the search may do, in visited flows; beyond it, it gives no answer. A definition of 1,000 steps needs a
/// hundredth of it.
const MAX_WORK: usize = 20_000_000;

impl BodyGraph<'_> {
    /// Joins of which a step decides whether all their tokens come, with that step.
    ///
    /// A step with several ways out (branches of a gateway, or a boundary event beside the normal way) sends one token
    /// down one of them. If the ways lead to different flows into the join, and some way leads to a part of its flows
    /// only, tokens on the other flows can wait for what never comes. Where one way leads to all of them and another
    /// to none, the whole block is skipped, and nobody waits. A way that can only end in an error ends the scope.
    #[must_use]
    pub fn joins_that_may_wait(&self) -> Vec<(StepIndex, StepIndex)> {
        let joins: Vec<NodeIndex> = self
            .graph
            .node_indices()
            .filter(|n| matches!(self.step(*n).kind, StepKind::Join))
            .collect();
        let incoming: usize = joins
            .iter()
            .map(|join| self.graph.edges_directed(*join, Direction::Incoming).count())
            .sum();
        if incoming.saturating_mul(self.graph.edge_count() + self.graph.node_count()) > MAX_WORK {
            return Vec::new();
        }
        let completing = self.completing();
        joins
            .into_iter()
            .filter_map(|join| self.decider(join, &completing).map(|by| (self.graph[join], by)))
            .collect()
    }

    /// The first step that decides whether this join waits for ever.
    fn decider(&self, join: NodeIndex, completing: &[bool]) -> Option<StepIndex> {
        // For each node, the flows into the join it can still lead to.
        let mut leads: Vec<Vec<usize>> = vec![Vec::new(); self.graph.node_count()];
        let incoming: Vec<_> = self
            .graph
            .edges_directed(join, Direction::Incoming)
            .map(|e| (*e.weight(), e.source()))
            .collect();
        if incoming.len() < 2 {
            return None;
        }
        for (at, (_, source)) in incoming.iter().enumerate() {
            if *source == join {
                continue;
            }
            let seen = self.spread(&[*source], |node| node != join, Direction::Incoming);
            for (node, _) in seen
                .iter()
                .enumerate()
                .filter(|(node, seen)| **seen && *node != join.index())
            {
                leads[node].push(at);
            }
        }
        let way = |target: Target| -> Option<Vec<usize>> {
            let Target::Flow(flow) = target else {
                return Some(Vec::new());
            };
            if let Some(at) = incoming.iter().position(|(index, _)| *index == flow) {
                return Some(vec![at]);
            }
            let to = self.nodes[&self.process.flows[usize::from(flow.0)].to].index();
            (completing[to] || !leads[to].is_empty()).then(|| leads[to].clone())
        };
        let mut steps: Vec<NodeIndex> = self
            .graph
            .node_indices()
            .filter(|node| *node != join && !leads[node.index()].is_empty())
            .collect();
        steps.sort_unstable_by_key(|node| self.graph[*node]);
        steps.into_iter().find_map(|node| {
            let step = self.step(node);
            let ways: Vec<Vec<usize>> = match &step.kind {
                StepKind::Choose(branches) => branches.iter().filter_map(|branch| way(branch.to)).collect(),
                StepKind::Fork(_) | StepKind::End(_) => return None,
                _ if step.multi.is_some() => return None,
                _ => std::iter::once(step.next)
                    .chain(step.catches.iter().filter_map(|catch| catch.to))
                    .filter_map(way)
                    .collect(),
            };
            let part = ways.iter().any(|way| !way.is_empty() && way.len() < incoming.len());
            let differ = ways.iter().any(|way| *way != ways[0]);
            (part && differ).then(|| self.graph[node])
        })
    }
}
