//! `throughline runs …`: one file a command.

pub(super) mod cancel;
mod list;
mod operate;
pub(super) mod retry;
mod show;
pub(super) mod watch;

use clap::Subcommand;

use super::{CliError, Exit, Printer};
use crate::client::Client;

/// Commands about runs.
#[derive(Debug, Subcommand)]
pub(super) enum Runs {
    List(list::List),
    Show(show::Show),
    Watch(watch::Watch),
    Cancel(cancel::Cancel),
    Retry(retry::Retry),
    Suspend(operate::Suspend),
    Resume(operate::Resume),
    Edit(operate::Edit),
    Skip(operate::Skip),
    Move(operate::Move),
}

impl Runs {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        match self {
            Self::List(list) => list.run(client, printer).await,
            Self::Show(show) => show.run(client, printer).await,
            Self::Watch(watch) => watch.run(client, printer).await,
            Self::Cancel(cancel) => cancel.run(client, printer).await,
            Self::Retry(retry) => retry.run(client, printer).await,
            Self::Suspend(suspend) => suspend.run(client, printer).await,
            Self::Resume(resume) => resume.run(client, printer).await,
            Self::Edit(edit) => edit.run(client, printer).await,
            Self::Skip(skip) => skip.run(client, printer).await,
            Self::Move(to) => to.run(client, printer).await,
        }
    }
}
