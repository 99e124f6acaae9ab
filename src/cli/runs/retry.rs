//! `throughline runs retry`.

use clap::Args;
use throughline_engine::kernel::RunId;

use crate::cli::{CliError, Exit, Printer};
use crate::client::Client;

/// Try the incidents of a run again; calls that succeeded are not repeated
#[derive(Debug, Args)]
pub(in crate::cli) struct Retry {
    /// Id of the run
    run: RunId,
}

impl Retry {
    pub(in crate::cli) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let accepted = client.retry(self.run).await?;
        let count = accepted.incidents.unwrap_or_default();
        printer.result(&accepted, || {
            format!(
                "{count} incident(s) of run {} are tried again.\nFollow it: throughline runs watch {}",
                self.run, self.run
            )
        })?;
        Ok(Exit::Done)
    }
}
