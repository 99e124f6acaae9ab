//! `throughline schedules …`: look at schedules (`look`), act on them (`act`), look ahead (`preview`).

mod act;
mod look;
mod preview;

use clap::{Args, Subcommand};
use uuid::Uuid;

use super::remote::Remote;
use super::{CliError, Exit, Printer};
use crate::api::types::Schedule;
use crate::client::{Client, SchedulesFilter};

/// Commands about schedules.
#[derive(Debug, Subcommand)]
pub(super) enum Schedules {
    List(look::List),
    Show(look::Show),
    Firings(look::Firings),
    /// Pause a schedule: nothing of it starts until it is resumed
    Pause(Which),
    /// Let a schedule go on from now
    Resume(Which),
    /// Start a run of a schedule now, beside whatever is under way
    Run(Which),
    Backfill(act::Backfill),
    Preview(preview::Preview),
}

/// Which schedule.
#[derive(Debug, Args)]
pub(super) struct Which {
    /// PROCESS/NAME, PROCESS where it has one schedule, or an id
    #[arg(value_name = "SCHEDULE")]
    schedule: String,
}

impl Schedules {
    pub(super) async fn run(self, remote: &Remote, printer: &Printer) -> Result<Exit, CliError> {
        match self {
            Self::Preview(preview) => preview.run(remote, printer).await,
            Self::List(list) => list.run(&remote.client()?, printer).await,
            Self::Show(show) => show.run(&remote.client()?, printer).await,
            Self::Firings(firings) => firings.run(&remote.client()?, printer).await,
            Self::Pause(which) => act::pause(&which, &remote.client()?, printer).await,
            Self::Resume(which) => act::resume(&which, &remote.client()?, printer).await,
            Self::Run(which) => act::run(&which, &remote.client()?, printer).await,
            Self::Backfill(backfill) => backfill.run(&remote.client()?, printer).await,
        }
    }
}

impl Which {
    /// The schedule that is meant.
    async fn find(&self, client: &Client) -> Result<Schedule, CliError> {
        if let Ok(id) = self.schedule.parse::<Uuid>() {
            return Ok(client.schedule(id).await?);
        }
        let (process, name) = match self.schedule.split_once('/') {
            Some((process, name)) => (process, Some(name.to_owned())),
            None => (self.schedule.as_str(), None),
        };
        let filter = SchedulesFilter {
            process: Some(process.to_owned()),
            name,
            cursor: None,
            limit: Some(20),
        };
        let mut found = client.schedules(&filter).await?.items;
        match found.len() {
            1 => Ok(found.remove(0)),
            0 => Err(CliError {
                exit: Exit::Refused,
                message: format!(
                    "there is no schedule `{}`; `throughline schedules list` shows those there are",
                    self.schedule
                ),
                problem: None,
            }),
            _ => {
                let names: Vec<String> = found.iter().map(|s| format!("{}/{}", s.process, s.name)).collect();
                Err(CliError::usage(format!(
                    "`{process}` has several schedules; name one of {}",
                    names.join(", ")
                )))
            }
        }
    }
}
