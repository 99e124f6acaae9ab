//! `throughline schema`: what editors and generators read.

use clap::{Args, ValueEnum};
use serde_json::Value;

use super::{CliError, Exit, Printer};

/// Print a schema as JSON
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// `process`: JSON Schema of definition files; `api`: OpenAPI description of the HTTP API
    #[arg(value_enum)]
    of: Of,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Of {
    Process,
    Api,
}

impl Schema {
    pub(super) fn run(self, printer: &Printer) -> Result<Exit, CliError> {
        let failed = |error: serde_json::Error| CliError::here(format!("the schema cannot be written: {error}"));
        let schema: Value = match self.of {
            Of::Process => throughline_engine::definition::json_schema(),
            Of::Api => serde_json::to_value(crate::api::document()).map_err(failed)?,
        };
        let text = serde_json::to_string_pretty(&schema).map_err(failed)?;
        printer.result(&schema, || text)?;
        Ok(Exit::Done)
    }
}
