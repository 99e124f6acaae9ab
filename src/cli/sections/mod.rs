//! `throughline sections …`: what an administrator does in a section, without a console.

mod act;
mod look;
mod validate;
mod values;

use clap::Subcommand;

use super::{CliError, Exit, Printer, Remote};

/// Commands about sections.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Sections {
    List(look::List),
    Show(look::Show),
    Records(look::Records),
    Record(look::Record),
    Lookup(look::Lookup),
    Actions(look::Actions),
    Check(act::Check),
    Act(act::Act),
    Add(act::Add),
    Save(act::Save),
    Delete(act::Delete),
    Validate(validate::Validate),
}

impl Sections {
    pub(super) async fn run(self, remote: &Remote, printer: &Printer) -> Result<Exit, CliError> {
        match self {
            Self::List(list) => list.run(&remote.client()?, printer).await,
            Self::Show(show) => show.run(&remote.client()?, printer).await,
            Self::Records(records) => records.run(&remote.client()?, printer).await,
            Self::Record(record) => record.run(&remote.client()?, printer).await,
            Self::Lookup(lookup) => lookup.run(&remote.client()?, printer).await,
            Self::Actions(actions) => actions.run(&remote.client()?, printer).await,
            Self::Check(check) => check.run(&remote.client()?, printer).await,
            Self::Act(act) => act.run(&remote.client()?, printer).await,
            Self::Add(add) => add.run(&remote.client()?, printer).await,
            Self::Save(save) => save.run(&remote.client()?, printer).await,
            Self::Delete(delete) => delete.run(&remote.client()?, printer).await,
            Self::Validate(validate) => validate.run(printer),
        }
    }
}
