//! `throughline validate`: checks definition files without a service.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use throughline_engine::definition::{Diagnostic, Severity, compile};
use throughline_engine::script::{Limits, ScriptEngine};

use super::{CliError, Exit, Printer};
use crate::api::MAX_DEFINITION_BYTES;
use crate::connectors::Catalogue;

/// Check definition files, without a service; exit code 1 if any has a mistake
#[derive(Debug, Args)]
pub(super) struct Validate {
    /// Definition files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Folder of connector declarations besides those that ship
    #[arg(long, value_name = "DIR")]
    connectors: Option<PathBuf>,
}

/// What was found in one file.
struct Checked {
    file: String,
    source: String,
    valid: bool,
    diagnostics: Vec<Diagnostic>,
}

impl Validate {
    pub(super) fn run(self, printer: &Printer) -> Result<Exit, CliError> {
        let scripts = ScriptEngine::new(Limits::default());
        let catalogue = Catalogue::load(&scripts, self.connectors.as_deref())
            .map_err(|error| CliError::here(format!("the connectors cannot be used: {error}")))?;
        let mut checked = Vec::new();
        for file in &self.files {
            let source = read_definition(file)?;
            let (valid, diagnostics) = match compile(&source, &catalogue, &scripts) {
                Ok(compiled) => (true, compiled.warnings),
                Err(diagnostics) => (false, diagnostics),
            };
            checked.push(Checked {
                file: file.display().to_string(),
                source,
                valid,
                diagnostics,
            });
        }
        let valid = checked.iter().all(|checked| checked.valid);
        let files: Vec<_> = checked
            .iter()
            .map(|checked| json!({ "file": checked.file, "valid": checked.valid, "diagnostics": checked.diagnostics }))
            .collect();
        printer.result(&json!({ "valid": valid, "files": files }), || text(&checked))?;
        Ok(if valid { Exit::Done } else { Exit::Bad })
    }
}

fn text(checked: &[Checked]) -> String {
    let mut text = String::new();
    for Checked {
        file,
        source,
        valid,
        diagnostics,
    } in checked
    {
        for diagnostic in diagnostics {
            text.push_str(&diagnostic.render(file, source));
            text.push('\n');
        }
        let count = |severity| {
            diagnostics
                .iter()
                .filter(|diagnostic| diagnostic.severity == severity)
                .count()
        };
        let word = if *valid { "valid" } else { "invalid" };
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        text.push_str(&format!("{file}: {word}, {errors} error(s), {warnings} warning(s)\n"));
    }
    text
}

/// The text of a definition file.
pub(super) fn read_definition(file: &std::path::Path) -> Result<String, CliError> {
    let failed = |reason: String| {
        CliError::usage(format!(
            "the definition file {} cannot be used: {reason}",
            file.display()
        ))
    };
    let size = std::fs::metadata(file)
        .map_err(|error| failed(error.to_string()))?
        .len();
    if size > MAX_DEFINITION_BYTES as u64 {
        return Err(failed(format!(
            "it has {size} bytes; at most {MAX_DEFINITION_BYTES} are taken"
        )));
    }
    std::fs::read_to_string(file).map_err(|error| failed(error.to_string()))
}
