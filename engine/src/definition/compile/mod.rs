//! From the source types to the model: names become indices, and whatever does not fit together is reported.

mod contents;
mod expression;
mod flow_checks;
mod input_schema;
mod outline;
mod parameters;
mod step;
mod trigger;

#[cfg(test)]
pub(super) use expression::to_json;

use super::report::Report;
use super::yaml::{self, LineIndex};
use super::{Diagnostic, Operations, Process, decode};
use crate::script::ScriptEngine;

/// A definition that can be deployed.
#[derive(Debug)]
pub struct Compiled {
    /// The model the kernel runs on.
    pub process: Process,
    /// What its author should look at all the same, in the order of the file.
    pub warnings: Vec<Diagnostic>,
}

/// Reads a definition file.
///
/// # Errors
/// All problems of the file in the order they stand in it, warnings included; at least one of them is an error.
pub fn compile(source: &str, operations: &dyn Operations, scripts: &ScriptEngine) -> Result<Compiled, Vec<Diagnostic>> {
    let lines = LineIndex::new(source);
    let mut report = Report::default();
    let process = process(&lines, operations, scripts, &mut report);
    let errors = report.errors();
    let diagnostics = report.finish(&lines);
    match process {
        Some(process) if errors == 0 => Ok(Compiled {
            process,
            warnings: diagnostics,
        }),
        _ => Err(diagnostics),
    }
}

fn process(
    lines: &LineIndex<'_>,
    operations: &dyn Operations,
    scripts: &ScriptEngine,
    report: &mut Report,
) -> Option<Process> {
    let root = yaml::parse(lines, report)?;
    // An entry the tree had to leave out would look like a missing step or variable.
    let whole = report.errors() == 0;
    let source = decode::decode(root, scripts, report)?;
    let outline = outline::Outline::new(&source, report)?;
    let process = contents::process(&source, &outline, lines, operations, scripts, report);
    if whole {
        flow_checks::check(&process, &outline, report);
    }
    Some(process)
}
