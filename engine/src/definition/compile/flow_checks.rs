//! What the graph of a process says about it: steps nobody comes to, circles nobody leaves, joins that wait.

use super::outline::Outline;
use crate::definition::report::{Code, Report};
use crate::definition::yaml::Span;
use crate::definition::{BodyIndex, Process, StepIndex, StepKind};
use crate::graph::BodyGraph;

/// Checks every body whose flows are all known.
pub(super) fn check(process: &Process, outline: &Outline<'_>, report: &mut Report) {
    for (at, graph) in BodyGraph::all(process).iter().enumerate() {
        let body = BodyIndex(super::outline::index16(at));
        if outline.body(body).complete {
            Checks {
                process,
                outline,
                report,
            }
            .body(body, graph);
        }
    }
}

struct Checks<'a, 's> {
    process: &'a Process,
    outline: &'a Outline<'s>,
    report: &'a mut Report,
}

impl Checks<'_, '_> {
    fn span(&self, step: StepIndex) -> Span {
        self.outline.step(step).key.span
    }

    fn key(&self, step: StepIndex) -> &str {
        &self.process.steps[usize::from(step.0)].key
    }

    fn body(&mut self, body: BodyIndex, graph: &BodyGraph<'_>) {
        let unreachable = graph.unreachable();
        for step in &unreachable {
            let message = format!("no path leads to step `{}`", self.key(*step));
            self.report
                .error(Code::UnreachableStep, self.span(*step), message)
                .hint("lead a `to`, a branch or a `catch` to it, or remove it");
        }
        let traps = graph.traps();
        for trap in &traps {
            let message = match trap.as_slice() {
                [only] => format!(
                    "a path that comes to step `{}` never ends: it leads only to itself",
                    self.key(*only)
                ),
                steps => {
                    let names: Vec<String> = steps.iter().take(5).map(|s| format!("`{}`", self.key(*s))).collect();
                    let more = if steps.len() > 5 { ", …" } else { "" };
                    format!(
                        "a path that comes to these steps never ends: {}{more} lead only to each other",
                        names.join(", ")
                    )
                }
            };
            self.report
                .error(Code::NeverEnds, self.span(trap[0]), message)
                .hint("let a branch of a `choose` leave the circle");
        }
        for circle in graph.busy_loops() {
            if traps.iter().any(|trap| trap.contains(&circle[0])) {
                continue;
            }
            let names: Vec<String> = circle.iter().take(5).map(|s| format!("`{}`", self.key(*s))).collect();
            self.report
                .warning(
                    Code::BusyLoop,
                    self.span(circle[0]),
                    format!(
                        "{} turn in a circle that waits for nothing and that no `choose` leaves",
                        names.join(", ")
                    ),
                )
                .hint("put a `wait`, a `call` or a `choose` with a way out into it");
        }
        self.joins(body, graph);
    }

    fn joins(&mut self, body: BodyIndex, graph: &BodyGraph<'_>) {
        let own = &self.process.bodies[usize::from(body.0)];
        let mut waiting: Vec<StepIndex> = Vec::new();
        for index in &own.steps {
            let step = &self.process.steps[usize::from(index.0)];
            if !matches!(step.kind, StepKind::Join) {
                continue;
            }
            if own.start == Some(*index) {
                self.report
                    .error(
                        Code::JoinFirst,
                        self.span(*index),
                        "the first step cannot be a `join`: nothing flows into it when the run begins",
                    )
                    .hint("begin with the `fork`");
                waiting.push(*index);
            } else if step.incoming.len() == 1 {
                self.report
                    .warning(
                        Code::JoinIncoming,
                        self.span(*index),
                        format!("`{}` joins nothing: only one flow comes in", step.key),
                    )
                    .hint("lead the branches of the `fork` to it, or remove it");
            }
        }
        for (join, by) in graph.joins_that_may_wait() {
            if waiting.contains(&join) {
                continue;
            }
            let message = format!(
                "`{}` may wait for ever: `{}` leads to it on some of its ways only, and it waits for a token on every flow",
                self.key(join),
                self.key(by)
            );
            let hint = format!(
                "bring the ways of `{}` together in one step that leads to the join",
                self.key(by)
            );
            self.report
                .warning(Code::JoinMayWait, self.span(join), message)
                .hint(hint);
        }
    }
}
