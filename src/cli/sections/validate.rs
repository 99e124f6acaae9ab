//! `throughline sections validate`: section files, without a service.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use throughline_engine::script::{Limits, ScriptEngine};

use crate::cli::{CliError, Exit, Printer};
use crate::connectors::{Catalogue, Connectors};
use crate::sections::Sections;

/// Check section files; needs no service
#[derive(Debug, Args)]
pub(in crate::cli) struct Validate {
    /// Section files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Folder of connector declarations besides those that ship
    #[arg(long, value_name = "DIR")]
    connectors: Option<PathBuf>,
}

impl Validate {
    pub(super) fn run(self, printer: &Printer) -> Result<Exit, CliError> {
        let here = |error: &dyn std::fmt::Display| CliError::here(error.to_string());
        let engine = ScriptEngine::new(Limits::default());
        let catalogue = Catalogue::load(&engine, self.connectors.as_deref()).map_err(|error| here(&error))?;
        let connectors = Connectors::new(catalogue, BTreeMap::new()).map_err(|error| here(&error))?;
        let mut problems = Vec::new();
        for file in &self.files {
            let shown = file.display().to_string();
            let text = std::fs::read_to_string(file).map_err(|error| CliError::usage(format!("{shown}: {error}")))?;
            if let Err(error) = Sections::check(&connectors, &shown, &text) {
                problems.extend(error.problems);
            }
        }
        let list: Vec<_> = problems
            .iter()
            .map(|problem| {
                json!({"file": problem.file, "line": problem.line, "column": problem.column, "message": problem.message})
            })
            .collect();
        printer.result(&json!({"valid": list.is_empty(), "problems": list}), || {
            if problems.is_empty() {
                return format!("{} section file(s) are right.", self.files.len());
            }
            problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        })?;
        Ok(if problems.is_empty() { Exit::Done } else { Exit::Bad })
    }
}
