//! `throughline deploy`: gives definition files to the service.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};
use throughline_engine::definition::Diagnostic;

use super::validate::read_definition;
use super::{CliError, Exit, Printer};
use crate::api::types;
use crate::client::{Client, ClientError};

/// Deploy definition files; a file whose content is deployed already stays at its version
#[derive(Debug, Args)]
pub(super) struct Deploy {
    /// Definition files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Deploy {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        // All are read before the first is sent: a mistyped name changes nothing.
        let mut sources = Vec::new();
        for file in &self.files {
            sources.push((file.display().to_string(), read_definition(file)?));
        }
        let mut exit = Exit::Done;
        let mut results = Vec::new();
        let mut text = String::new();
        for (file, source) in sources {
            match client.deploy(source.as_str()).await {
                Ok(deployed) => {
                    text.push_str(&render(&deployed.warnings, &file, &source));
                    let what = if deployed.is_new { "deployed" } else { "unchanged" };
                    let types::Definition { key, version, .. } = &deployed.definition;
                    text.push_str(&format!("{file}: {key} version {version} {what}\n"));
                    results.push(json!({ "file": file, "deployed": deployed }));
                }
                Err(ClientError::Refused(problem)) if problem.status == 422 => {
                    exit = Exit::Bad;
                    text.push_str(&render(&problem.diagnostics, &file, &source));
                    text.push_str(&format!("{file}: not deployed. {}\n", problem.detail));
                    results.push(json!({ "file": file, "error": problem }));
                }
                Err(error) => return Err(error.into()),
            }
        }
        printer.result(&Value::from(results), || text)?;
        Ok(exit)
    }
}

fn render(diagnostics: &[types::Diagnostic], file: &str, source: &str) -> String {
    diagnostics
        .iter()
        .map(|diagnostic| Diagnostic::from(diagnostic.clone()).render(file, source) + "\n")
        .collect()
}
