//! `throughline schedules pause`, `resume`, `run` and `backfill`.

use chrono::{DateTime, Utc};
use clap::Args;

use super::Which;
use super::look::described;
use crate::api::types::BackfillRequest;
use crate::cli::{CliError, Exit, Printer};
use crate::client::Client;
use crate::store::FiringOutcome;

pub(super) async fn pause(which: &Which, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
    let schedule = client.pause_schedule(which.find(client).await?.id).await?;
    printer.result(&schedule, || described(&schedule))?;
    Ok(Exit::Done)
}

pub(super) async fn resume(which: &Which, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
    let schedule = client.resume_schedule(which.find(client).await?.id).await?;
    printer.result(&schedule, || described(&schedule))?;
    Ok(Exit::Done)
}

pub(super) async fn run(which: &Which, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
    let firing = client.run_schedule(which.find(client).await?.id).await?;
    printer.result(&firing, || match firing.run_id {
        Some(run) => format!("Run {run} is started.\nFollow it: throughline runs watch {run}"),
        None => format!(
            "No run was started yet: {}",
            firing.reason.as_deref().unwrap_or("the start is under way")
        ),
    })?;
    Ok(if firing.outcome == FiringOutcome::Failed {
        Exit::Bad
    } else {
        Exit::Done
    })
}

/// Start what was planned in a past range and started nothing, one after the other
#[derive(Debug, Args)]
pub(in crate::cli) struct Backfill {
    #[command(flatten)]
    which: Which,
    /// From this instant (RFC 3339), included
    #[arg(long, value_name = "TIME")]
    from: DateTime<Utc>,
    /// To this instant (RFC 3339), included; not in the future
    #[arg(long, value_name = "TIME")]
    to: DateTime<Utc>,
}

impl Backfill {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let schedule = self.which.find(client).await?;
        let range = BackfillRequest {
            from: self.from,
            to: self.to,
        };
        let done = client.backfill_schedule(schedule.id, &range).await?;
        printer.result(&done, || {
            format!(
                "{} planned times lie in that range; {} of them start now, the others started a run before.",
                done.planned, done.accepted
            )
        })?;
        Ok(Exit::Done)
    }
}
