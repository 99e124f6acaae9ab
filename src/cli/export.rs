//! `throughline export`: a process for other tools and for people: its file as deployed, or BPMN 2.0 with its diagram.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;
use throughline_engine::bpmn;
use throughline_engine::definition::compile;
use throughline_engine::script::{Limits, ScriptEngine};

use super::remote::Remote;
use super::validate::read_definition;
use super::{CliError, Exit, Printer};
use crate::connectors::Catalogue;

/// Print a process as BPMN 2.0 XML with its diagram, or as the file it was deployed from
#[derive(Debug, Args)]
pub(super) struct Export {
    /// A definition file, which needs no service, or the key of a deployed process
    #[arg(value_name = "FILE|PROCESS")]
    process: String,
    /// Version of a deployed process; the latest where none is given
    #[arg(long, value_name = "N")]
    version: Option<i32>,
    /// What to print
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// Short for `--format bpmn`
    #[arg(long, conflicts_with = "format")]
    bpmn: bool,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// Folder of connector declarations besides those that ship, for a definition file
    #[arg(long, value_name = "DIR")]
    connectors: Option<PathBuf>,
}

/// What an export is written in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// BPMN 2.0 XML with its diagram
    #[default]
    Bpmn,
    /// The definition file
    Yaml,
}

impl Export {
    pub(super) async fn run(self, remote: &Remote, printer: &Printer) -> Result<Exit, CliError> {
        let format = if self.bpmn { Format::Bpmn } else { self.format };
        let file = Path::new(&self.process);
        let text = if file.is_file() {
            let source = read_definition(file)?;
            match format {
                Format::Yaml => source,
                Format::Bpmn => self.draw(file, &source)?,
            }
        } else {
            let client = remote.client()?;
            let version = match self.version {
                Some(version) => version,
                None => client.definition(&self.process).await?.latest.version,
            };
            match format {
                Format::Yaml => client.definition_version(&self.process, version).await?.source,
                Format::Bpmn => client.definition_bpmn(&self.process, version).await?,
            }
        };
        match &self.to {
            None => printer.result(&json!({ "format": name(format), "text": text }), || text.clone())?,
            Some(to) => {
                let failed = |error| CliError::here(format!("{} cannot be written: {error}", to.display()));
                std::fs::write(to, &text).map_err(failed)?;
                printer.result(&json!({ "format": name(format), "file": to }), || {
                    format!("{} is written.", to.display())
                })?;
            }
        }
        Ok(Exit::Done)
    }

    fn draw(&self, file: &Path, source: &str) -> Result<String, CliError> {
        let scripts = ScriptEngine::new(Limits::default());
        let catalogue = Catalogue::load(&scripts, self.connectors.as_deref())
            .map_err(|error| CliError::here(format!("the connectors cannot be used: {error}")))?;
        let name = file.display().to_string();
        match compile(source, &catalogue, &scripts) {
            Ok(compiled) => Ok(bpmn::to_xml(&compiled.process)),
            Err(found) => Err(CliError::here(
                found
                    .iter()
                    .map(|diagnostic| diagnostic.render(&name, source))
                    .collect::<Vec<_>>()
                    .join("\n"),
            )),
        }
    }
}

fn name(format: Format) -> &'static str {
    match format {
        Format::Bpmn => "bpmn",
        Format::Yaml => "yaml",
    }
}
