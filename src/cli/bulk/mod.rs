//! `throughline bulk …`: acts on many runs at once (`act`), and how far they are (`look`).

mod act;
mod look;

use clap::Subcommand;

use super::{CliError, Exit, Printer};
use crate::client::Client;
use crate::store::BulkAction;

/// Commands about many runs at once.
#[derive(Debug, Subcommand)]
pub(super) enum Bulk {
    /// Try the incidents of runs again
    Retry(act::Act),
    /// End runs; what they have done stays done
    Cancel(act::Act),
    /// Stop runs for a while
    Suspend(act::Act),
    /// Let suspended runs go on
    Resume(act::Act),
    List(look::List),
    Show(look::Show),
    Stop(look::Stop),
}

impl Bulk {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        match self {
            Self::Retry(act) => act.run(BulkAction::Retry, client, printer).await,
            Self::Cancel(act) => act.run(BulkAction::Cancel, client, printer).await,
            Self::Suspend(act) => act.run(BulkAction::Suspend, client, printer).await,
            Self::Resume(act) => act.run(BulkAction::Resume, client, printer).await,
            Self::List(list) => list.run(client, printer).await,
            Self::Show(show) => show.run(client, printer).await,
            Self::Stop(stop) => stop.run(client, printer).await,
        }
    }
}
