//! Where everything stands: each scope in layers from left to right (after Sugiyama, Tagawa and Toda, 1981), inner
//! scopes first, so that a sub-process is as large as what is in it.
//!
//! Our own and not a library's, because the console, the export and the command line must show the same picture, and none
//! of the graph drawing crates knows boundary events or nested frames.

use std::collections::{BTreeMap, BTreeSet};

use super::element::{Diagram, Kind, NodeIndex, ScopeIndex};

const EVENT: f64 = 36.0;
const GATEWAY: f64 = 50.0;
const TASK: (f64, f64) = (120.0, 80.0);
/// Between layers; flows turn in it.
const GAP_X: f64 = 60.0;
/// Between neighbours of a layer; names of events and gateways stand in it.
const GAP_Y: f64 = 40.0;
/// Inside the frame of a sub-process.
const PADDING: f64 = 30.0;
/// A frame's name and the flows that lead back run above the nodes.
const HEAD: f64 = 40.0;
/// Between flows that run beside each other.
const LINE: f64 = 12.0;
/// How often the order within layers is improved; more changes nothing visible.
const SWEEPS: usize = 8;

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Bounds {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Bounds {
    fn right(self) -> f64 {
        self.x + self.width
    }
    fn bottom(self) -> f64 {
        self.y + self.height
    }
    fn middle(self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }
}

/// Places of all nodes and flows, in one coordinate system.
#[derive(Debug)]
pub(super) struct Layout {
    /// By node.
    pub(super) nodes: Vec<Bounds>,
    /// By scope, in the order of its edges: the points of each.
    pub(super) edges: Vec<Vec<Vec<(f64, f64)>>>,
}

/// A node of a layer, or a place a long flow passes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cell {
    Node(NodeIndex),
    /// Edge, layer.
    Pass(usize, usize),
}

pub(super) fn layout(diagram: &Diagram) -> Layout {
    let mut all = Layout {
        nodes: vec![Bounds::default(); diagram.nodes.len()],
        edges: vec![Vec::new(); diagram.scopes.len()],
    };
    place(diagram, 0, &mut all);
    all
}

/// Places a scope at the origin; answers its size.
fn place(diagram: &Diagram, scope: ScopeIndex, all: &mut Layout) -> (f64, f64) {
    let own = &diagram.scopes[scope];
    for node in &own.nodes {
        let (width, height) = match &diagram.nodes[*node].kind {
            Kind::Start { .. }
            | Kind::End
            | Kind::ErrorEnd(_)
            | Kind::Timer(_)
            | Kind::LinkCatch(_)
            | Kind::LinkThrow(_)
            | Kind::Boundary { .. } => (EVENT, EVENT),
            Kind::Exclusive | Kind::Parallel => (GATEWAY, GATEWAY),
            Kind::Service(_) | Kind::Script(_) | Kind::Task => TASK,
            Kind::SubProcess { scope, .. } => place(diagram, *scope, all),
        };
        all.nodes[*node] = Bounds {
            width,
            height,
            ..Bounds::default()
        };
    }
    let layers = Layers::of(diagram, scope);
    let ys = layers.heights(all);
    let xs = layers.columns(all);
    for (layer, cells) in layers.cells.iter().enumerate() {
        let width = layers.width(layer, all);
        for cell in cells {
            if let Cell::Node(node) = cell {
                let x = xs[layer] + (width - all.nodes[*node].width) / 2.0;
                move_to(diagram, all, *node, x, ys[cell]);
            }
        }
    }
    place_boundaries(diagram, scope, all);
    let bottom = layers
        .cells
        .iter()
        .flatten()
        .map(|cell| ys[cell] + layers.height(*cell, all))
        .fold(HEAD, f64::max);
    let lowest = route(diagram, scope, &layers, &xs, &ys, all, bottom);
    let right = own
        .nodes
        .iter()
        .map(|node| all.nodes[*node].right())
        .fold(0.0, f64::max);
    (right + PADDING, lowest.max(bottom) + PADDING + LINE)
}

/// Moves a node and all that is in it.
fn move_to(diagram: &Diagram, all: &mut Layout, node: NodeIndex, x: f64, y: f64) {
    let (dx, dy) = (x - all.nodes[node].x, y - all.nodes[node].y);
    shift(diagram, all, node, dx, dy);
}

fn shift(diagram: &Diagram, all: &mut Layout, node: NodeIndex, dx: f64, dy: f64) {
    all.nodes[node].x += dx;
    all.nodes[node].y += dy;
    if let Kind::SubProcess { scope, .. } = diagram.nodes[node].kind {
        for inner in &diagram.scopes[scope].nodes {
            shift(diagram, all, *inner, dx, dy);
        }
        for (x, y) in all.edges[scope].iter_mut().flatten() {
            *x += dx;
            *y += dy;
        }
    }
}

/// Boundary events hang on the lower edge of their host, from the right.
fn place_boundaries(diagram: &Diagram, scope: ScopeIndex, all: &mut Layout) {
    let mut taken: BTreeMap<NodeIndex, f64> = BTreeMap::new();
    for node in &diagram.scopes[scope].nodes {
        if let Kind::Boundary { host, .. } = diagram.nodes[*node].kind {
            let number = taken.entry(host).or_insert(0.0);
            let at = all.nodes[host];
            all.nodes[*node].x = at.right() - EVENT - 10.0 - *number * (EVENT + 6.0);
            all.nodes[*node].y = at.bottom() - EVENT / 2.0;
            *number += 1.0;
        }
    }
}

struct Layers {
    cells: Vec<Vec<Cell>>,
    /// Layer of each node that has one.
    of: BTreeMap<NodeIndex, usize>,
    /// Edges that lead back.
    back: BTreeSet<usize>,
    /// By edge: nodes it joins, boundary events replaced by their hosts.
    ends: Vec<(NodeIndex, NodeIndex)>,
}

impl Layers {
    fn of(diagram: &Diagram, scope: ScopeIndex) -> Self {
        let own = &diagram.scopes[scope];
        let host = |node: NodeIndex| match diagram.nodes[node].kind {
            Kind::Boundary { host, .. } => host,
            _ => node,
        };
        let ends: Vec<(NodeIndex, NodeIndex)> = own.edges.iter().map(|edge| (host(edge.from), edge.to)).collect();
        let nodes: Vec<NodeIndex> = own.nodes.iter().copied().filter(|node| host(*node) == *node).collect();
        let back = back_edges(&nodes, &ends);
        let of = longest_paths(&nodes, &ends, &back);
        let count = of.values().max().map_or(0, |last| last + 1);
        let mut cells = vec![Vec::new(); count];
        for node in &nodes {
            cells[of[node]].push(Cell::Node(*node));
        }
        for (edge, (from, to)) in ends.iter().enumerate() {
            if !back.contains(&edge) {
                for (layer, cells) in cells.iter_mut().enumerate().take(of[to]).skip(of[from] + 1) {
                    cells.push(Cell::Pass(edge, layer));
                }
            }
        }
        let mut layers = Self { cells, of, back, ends };
        layers.sort();
        layers
    }

    /// Cells a cell is joined with in the layer before and after.
    fn neighbours(&self) -> (BTreeMap<Cell, Vec<Cell>>, BTreeMap<Cell, Vec<Cell>>) {
        let (mut before, mut after): (BTreeMap<Cell, Vec<Cell>>, BTreeMap<Cell, Vec<Cell>>) = Default::default();
        for (edge, (from, to)) in self.ends.iter().enumerate() {
            if self.back.contains(&edge) {
                continue;
            }
            let mut last = Cell::Node(*from);
            let passes = (self.of[from] + 1..self.of[to]).map(|layer| Cell::Pass(edge, layer));
            for next in passes.chain([Cell::Node(*to)]) {
                after.entry(last).or_default().push(next);
                before.entry(next).or_default().push(last);
                last = next;
            }
        }
        (before, after)
    }

    /// Orders each layer by the middle of what its cells are joined with, forth and back.
    fn sort(&mut self) {
        let (before, after) = self.neighbours();
        for sweep in 0..SWEEPS {
            let forth = sweep % 2 == 0;
            let near = if forth { &before } else { &after };
            for step in 1..self.cells.len() {
                let layer = if forth { step } else { self.cells.len() - 1 - step };
                let beside = if forth { layer - 1 } else { layer + 1 };
                let place: BTreeMap<Cell, f64> = (0_u32..)
                    .zip(&self.cells[beside])
                    .map(|(at, cell)| (*cell, f64::from(at)))
                    .collect();
                let mut keyed: Vec<(f64, Cell)> = (0_u32..)
                    .zip(&self.cells[layer])
                    .map(|(at, cell)| {
                        let places: Vec<f64> = near
                            .get(cell)
                            .into_iter()
                            .flatten()
                            .filter_map(|other| place.get(other).copied())
                            .collect();
                        let middle = if places.is_empty() {
                            f64::from(at)
                        } else {
                            places.iter().sum::<f64>() / f64::from(u32::try_from(places.len()).unwrap_or(u32::MAX))
                        };
                        (middle, *cell)
                    })
                    .collect();
                keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
                self.cells[layer] = keyed.into_iter().map(|(_, cell)| cell).collect();
            }
        }
    }

    fn height(&self, cell: Cell, all: &Layout) -> f64 {
        match cell {
            Cell::Node(node) => all.nodes[node].height,
            Cell::Pass(..) => 0.0,
        }
    }

    fn width(&self, layer: usize, all: &Layout) -> f64 {
        let widths = self.cells[layer].iter().map(|cell| match cell {
            Cell::Node(node) => all.nodes[*node].width,
            Cell::Pass(..) => 0.0,
        });
        widths.fold(0.0, f64::max)
    }

    /// Left edge of each layer. A layer that many flows enter has a wider gap before it.
    fn columns(&self, all: &Layout) -> Vec<f64> {
        let mut x = PADDING;
        (0..self.cells.len())
            .map(|layer| {
                let at = x;
                let turning = self.ends.iter().filter(|(from, _)| self.of[from] == layer).count();
                let lines = f64::from(u32::try_from(turning.saturating_sub(3)).unwrap_or(0));
                x += self.width(layer, all) + GAP_X + lines * LINE;
                at
            })
            .collect()
    }

    /// Top of each cell: near the middle of its neighbours, in the order of its layer.
    fn heights(&self, all: &Layout) -> BTreeMap<Cell, f64> {
        let (before, after) = self.neighbours();
        let back = f64::from(u32::try_from(self.back.len()).unwrap_or(0));
        let top = HEAD + back * LINE;
        let mut ys: BTreeMap<Cell, f64> = BTreeMap::new();
        for cells in &self.cells {
            let mut y = top;
            for cell in cells {
                ys.insert(*cell, y);
                y += self.height(*cell, all) + GAP_Y;
            }
        }
        for sweep in 0..SWEEPS {
            let near = if sweep % 2 == 0 { &before } else { &after };
            let order: Vec<usize> = match sweep % 2 {
                0 => (0..self.cells.len()).collect(),
                _ => (0..self.cells.len()).rev().collect(),
            };
            for layer in order {
                self.settle(&self.cells[layer], near, all, &mut ys);
            }
            // Keeping apart only ever pushes down: what all have in common is taken off again.
            let least = ys.values().copied().fold(f64::INFINITY, f64::min);
            ys.values_mut().for_each(|y| *y -= least - top);
        }
        ys
    }

    /// Moves the cells of one layer towards their neighbours without changing their order.
    fn settle(&self, cells: &[Cell], near: &BTreeMap<Cell, Vec<Cell>>, all: &Layout, ys: &mut BTreeMap<Cell, f64>) {
        let wanted: Vec<f64> = cells
            .iter()
            .map(|cell| {
                let middles: Vec<f64> = near
                    .get(cell)
                    .into_iter()
                    .flatten()
                    .map(|other| ys[other] + self.height(*other, all) / 2.0)
                    .collect();
                // The first neighbour and not the middle of all: the main line stays straight.
                middles
                    .first()
                    .map_or(ys[cell], |middle| middle - self.height(*cell, all) / 2.0)
            })
            .collect();
        // Where wishes collide, the group keeps its middle: first packed from above, then moved up by what that cost.
        let mut least = f64::NEG_INFINITY;
        let mut cost = 0.0;
        let mut placed: Vec<f64> = Vec::with_capacity(cells.len());
        for (cell, wanted) in cells.iter().zip(&wanted) {
            let y = wanted.max(least);
            cost += y - wanted;
            placed.push(y);
            least = y + self.height(*cell, all) + GAP_Y;
        }
        let count = f64::from(u32::try_from(cells.len().max(1)).unwrap_or(u32::MAX));
        for (cell, y) in cells.iter().zip(placed) {
            ys.insert(*cell, y - cost / count);
        }
    }
}

/// Edges that close a circle, by a depth-first walk in the order written.
fn back_edges(nodes: &[NodeIndex], ends: &[(NodeIndex, NodeIndex)]) -> BTreeSet<usize> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        Open,
        Done,
    }
    let mut marks: BTreeMap<NodeIndex, Mark> = BTreeMap::new();
    let mut back = BTreeSet::new();
    let mut out: BTreeMap<NodeIndex, Vec<usize>> = BTreeMap::new();
    for (edge, (from, _)) in ends.iter().enumerate() {
        out.entry(*from).or_default().push(edge);
    }
    for root in nodes {
        if marks.contains_key(root) {
            continue;
        }
        marks.insert(*root, Mark::Open);
        let mut stack = vec![(*root, 0)];
        while let Some((node, next)) = stack.pop() {
            let Some(edge) = out.get(&node).and_then(|edges| edges.get(next)) else {
                marks.insert(node, Mark::Done);
                continue;
            };
            stack.push((node, next + 1));
            let to = ends[*edge].1;
            match marks.get(&to) {
                Some(Mark::Open) => {
                    back.insert(*edge);
                }
                Some(Mark::Done) => {}
                None => {
                    marks.insert(to, Mark::Open);
                    stack.push((to, 0));
                }
            }
        }
    }
    back
}

/// Layer of each node: the longest way to it.
fn longest_paths(
    nodes: &[NodeIndex],
    ends: &[(NodeIndex, NodeIndex)],
    back: &BTreeSet<usize>,
) -> BTreeMap<NodeIndex, usize> {
    let forward: Vec<(NodeIndex, NodeIndex)> = ends
        .iter()
        .enumerate()
        .filter(|(edge, _)| !back.contains(edge))
        .map(|(_, ends)| *ends)
        .collect();
    let mut waiting: BTreeMap<NodeIndex, usize> = nodes.iter().map(|node| (*node, 0)).collect();
    for (_, to) in &forward {
        if let Some(count) = waiting.get_mut(to) {
            *count += 1;
        }
    }
    let mut of: BTreeMap<NodeIndex, usize> = nodes.iter().map(|node| (*node, 0)).collect();
    let mut ready: Vec<NodeIndex> = nodes.iter().copied().filter(|node| waiting[node] == 0).collect();
    while let Some(node) = ready.pop() {
        for (_, to) in forward.iter().filter(|(from, _)| *from == node) {
            let layer = of[&node] + 1;
            of.entry(*to).and_modify(|known| *known = layer.max(*known));
            if let Some(count) = waiting.get_mut(to) {
                *count -= 1;
                if *count == 0 {
                    ready.push(*to);
                }
            }
        }
    }
    of
}

/// Draws the flows of a scope; answers the lowest point of any.
fn route(
    diagram: &Diagram,
    scope: ScopeIndex,
    layers: &Layers,
    xs: &[f64],
    ys: &BTreeMap<Cell, f64>,
    all: &mut Layout,
    bottom: f64,
) -> f64 {
    let own = &diagram.scopes[scope];
    let mut routes = Vec::with_capacity(own.edges.len());
    let mut lowest = bottom;
    let (mut above, mut below) = (0.0, 0.0);
    // Flows that turn in the same gap turn beside each other.
    let mut turns: BTreeMap<usize, f64> = BTreeMap::new();
    for (edge, flow) in own.edges.iter().enumerate() {
        let boundary = matches!(diagram.nodes[flow.from].kind, Kind::Boundary { .. });
        let (from, to) = (all.nodes[flow.from], all.nodes[flow.to]);
        let (source, _) = layers.ends[edge];
        if layers.back.contains(&edge) {
            if boundary {
                // Down and around below everything, into the target from below.
                below += 1.0;
                let y = bottom + below * LINE;
                lowest = lowest.max(y);
                let (x, target) = (from.middle().0, to.middle().0);
                routes.push(vec![(x, from.bottom()), (x, y), (target, y), (target, to.bottom())]);
            } else {
                // Out to the right, above everything, and in from the left: between layers nothing stands in the way.
                above += 1.0;
                let y = HEAD + (above - 1.0) * LINE;
                let last = layers.of[&source];
                let out = xs[last] + layers.width(last, all) + 10.0 + (above * LINE) % (GAP_X - 30.0);
                let back = xs[layers.of[&flow.to]] - 20.0 - (above * LINE) % (GAP_X - 35.0);
                let ((_, source), (_, target)) = (from.middle(), to.middle());
                routes.push(vec![
                    (from.right(), source),
                    (out, source),
                    (out, y),
                    (back, y),
                    (back, target),
                    (to.x, target),
                ]);
            }
            continue;
        }
        let mut points = Vec::new();
        let (mut layer, mut y) = (layers.of[&source], 0.0);
        if boundary {
            points.push((from.middle().0, from.bottom()));
            y = from.bottom() + GAP_Y / 2.0;
            points.push((from.middle().0, y));
        } else {
            y += from.middle().1;
            points.push((from.right(), y));
        }
        let passes = (layer + 1..layers.of[&flow.to]).map(|layer| (layer, ys[&Cell::Pass(edge, layer)]));
        for (next, target) in passes.chain([(layers.of[&flow.to], to.middle().1)]) {
            if (target - y).abs() > 0.5 {
                let used = turns.entry(layer).or_insert(0.0);
                let right = xs[layer] + layers.width(layer, all);
                let room = xs[next] - right;
                let x = right + (room - 15.0 - (*used * LINE) % (room - 30.0).max(1.0)).max(10.0);
                *used += 1.0;
                points.push((x, y));
                points.push((x, target));
                y = target;
            }
            layer = next;
        }
        points.push((to.x, y));
        routes.push(points);
    }
    all.edges[scope] = routes;
    lowest
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Siblings that overlap, and flows whose ends touch no node.
    pub(crate) fn flaws(diagram: &Diagram, layout: &Layout) -> Vec<String> {
        let mut flaws = Vec::new();
        for (index, scope) in diagram.scopes.iter().enumerate() {
            let drawn: Vec<NodeIndex> = scope
                .nodes
                .iter()
                .copied()
                .filter(|node| !matches!(diagram.nodes[*node].kind, Kind::Boundary { .. }))
                .collect();
            for (at, a) in drawn.iter().enumerate() {
                for b in &drawn[at + 1..] {
                    let (one, two) = (layout.nodes[*a], layout.nodes[*b]);
                    if one.x < two.right() && two.x < one.right() && one.y < two.bottom() && two.y < one.bottom() {
                        flaws.push(format!("{} lies on {}", diagram.nodes[*a].id, diagram.nodes[*b].id));
                    }
                }
                if let Kind::SubProcess { scope, .. } = diagram.nodes[*a].kind {
                    let frame = layout.nodes[*a];
                    for inner in &diagram.scopes[scope].nodes {
                        let own = layout.nodes[*inner];
                        if own.x < frame.x
                            || own.right() > frame.right()
                            || own.y < frame.y
                            || own.bottom() > frame.bottom()
                        {
                            flaws.push(format!("{} is out of its frame", diagram.nodes[*inner].id));
                        }
                    }
                }
            }
            for (edge, points) in scope.edges.iter().zip(&layout.edges[index]) {
                for (node, point) in [(edge.from, points.first()), (edge.to, points.last())] {
                    let bounds = layout.nodes[node];
                    let touches = point.is_some_and(|(x, y)| {
                        *x >= bounds.x - 0.5
                            && *x <= bounds.right() + 0.5
                            && *y >= bounds.y - 0.5
                            && *y <= bounds.bottom() + 0.5
                    });
                    if !touches {
                        flaws.push(format!("{} does not touch {}", edge.id, diagram.nodes[node].id));
                    }
                }
            }
        }
        flaws
    }
}
