//! Progress of a run on the screen, for every command that waits for one.

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use super::Printer;
use crate::api::types::{Progress, RunEvent};

/// How a run goes, while somebody looks: bars on a terminal, a line for each change elsewhere, nothing for programs.
pub(crate) struct Bars {
    how: How,
}

enum How {
    Silent,
    Lines {
        last: String,
    },
    Terminal {
        all: MultiProgress,
        head: ProgressBar,
        items: Vec<ProgressBar>,
    },
}

impl Bars {
    /// For the kind of output of a command.
    #[must_use]
    pub(crate) fn new(printer: &Printer) -> Self {
        let how = if printer.is_json() {
            How::Silent
        } else if std::io::stderr().is_terminal() {
            let all = MultiProgress::new();
            let head = all.add(ProgressBar::new_spinner());
            head.enable_steady_tick(Duration::from_millis(120));
            How::Terminal {
                all,
                head,
                items: Vec::new(),
            }
        } else {
            How::Lines { last: String::new() }
        };
        Self { how }
    }

    /// The run stands so now.
    pub(crate) fn show(&mut self, event: &RunEvent) {
        match &mut self.how {
            How::Silent => {}
            How::Lines { last } => {
                let line = line(event);
                if *last != line {
                    eprintln!("{line}");
                    *last = line;
                }
            }
            How::Terminal { all, head, items } => {
                head.set_message(headline(event));
                let shown = outermost(&event.progress);
                while items.len() < shown.len() {
                    items.push(all.add(ProgressBar::new(0).with_style(style())));
                }
                for gone in items.drain(shown.len()..) {
                    gone.finish_and_clear();
                }
                for (bar, progress) in items.iter().zip(shown) {
                    bar.set_length(progress.total.into());
                    bar.set_position(progress.done.into());
                    let caught = if progress.caught > 0 {
                        format!(", {} caught an error", progress.caught)
                    } else {
                        String::new()
                    };
                    bar.set_message(format!("{}{caught}", progress.step));
                }
            }
        }
    }

    /// Takes the bars off the screen.
    pub(crate) fn clear(&mut self) {
        if let How::Terminal { head, items, .. } = &mut self.how {
            for bar in items.drain(..) {
                bar.finish_and_clear();
            }
            head.finish_and_clear();
        }
    }
}

fn style() -> ProgressStyle {
    ProgressStyle::with_template("  {wide_bar} {pos} of {len}  {msg}").unwrap_or_else(|_| ProgressStyle::default_bar())
}

fn headline(event: &RunEvent) -> String {
    let mut text = format!("{}, {} facts", event.status.as_str(), event.facts);
    if let Some(error) = &event.last_error {
        text.push_str(": ");
        text.extend(error.chars().take(100));
    }
    text
}

/// What runs inside an item of another `for_each` comes and goes too quickly to be read.
fn outermost(all: &[Progress]) -> Vec<&Progress> {
    let inside = |progress: &Progress, other: &Progress| {
        progress
            .step
            .strip_prefix(other.step.as_str())
            .is_some_and(|rest| rest.starts_with('/'))
    };
    all.iter()
        .filter(|progress| !all.iter().any(|other| inside(progress, other)))
        .collect()
}

/// A line changes when something a reader cares for does, not with every fact.
fn line(event: &RunEvent) -> String {
    let mut text = event.status.as_str().to_owned();
    for progress in outermost(&event.progress) {
        // Each twentieth part is enough for a log.
        let step = (progress.total / 20).max(1);
        let done = if progress.done == progress.total {
            progress.done
        } else {
            progress.done / step * step
        };
        text.push_str(&format!(", {}: {done} of {}", progress.step, progress.total));
    }
    if let Some(error) = &event.last_error {
        text.push_str(": ");
        text.extend(error.chars().take(200));
    }
    text
}
