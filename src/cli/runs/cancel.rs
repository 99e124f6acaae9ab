//! `throughline runs cancel`.

use clap::Args;
use throughline_engine::kernel::RunId;

use crate::cli::{CliError, Exit, Printer};
use crate::client::Client;

/// End a run; what it has done stays done
#[derive(Debug, Args)]
pub(in crate::cli) struct Cancel {
    /// Id of the run
    run: RunId,
    /// Why, for its history
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

impl Cancel {
    pub(in crate::cli) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let accepted = client.cancel(self.run, self.reason).await?;
        printer.result(&accepted, || match accepted.done {
            true => format!("Run {} is cancelled.", self.run),
            false => format!("Run {} will be cancelled by the node that has it.", self.run),
        })?;
        Ok(Exit::Done)
    }
}
