//! `throughline runs watch`, and how a run that was waited for is told.

use clap::Args;
use throughline_engine::kernel::{RunId, RunStatus};

use super::show;
use crate::api::types::Run;
use crate::cli::progress::Bars;
use crate::cli::{CliError, Exit, Printer};
use crate::client::{Client, Followed, follow};

/// Follow a run to its end; exit code 0 only if it completed
#[derive(Debug, Args)]
pub(in crate::cli) struct Watch {
    /// Id of the run
    run: RunId,
}

impl Watch {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let mut bars = Bars::new(printer);
        let followed = follow(client, self.run, None, false, |event| bars.show(event)).await;
        bars.clear();
        let (Followed::Settled(run) | Followed::RanOut(run)) = followed?;
        ended(&run, printer)
    }
}

/// Prints a run that ended or needs a person.
pub(in crate::cli) fn ended(run: &Run, printer: &Printer) -> Result<Exit, CliError> {
    printer.result(run, || show::text(run))?;
    Ok(if run.summary.status == RunStatus::Completed {
        Exit::Done
    } else {
        Exit::Bad
    })
}
