//! `throughline runs retry`.

use std::collections::BTreeMap;

use clap::Args;
use serde_json::{Value, json};
use throughline_engine::kernel::RunId;

use super::operate::assignment;
use crate::cli::{CliError, Exit, Printer};
use crate::client::Client;

/// Try the incidents of a run again; calls that succeeded are not repeated
#[derive(Debug, Args)]
pub(in crate::cli) struct Retry {
    /// Id of the run
    run: RunId,
    /// Only the incident of this token, as `runs show` prints its number
    #[arg(long = "at", id = "at", value_name = "TOKEN")]
    token: Option<u32>,
    /// Enter the step anew and evaluate its inputs again, instead of sending the same bytes once more
    #[arg(long, requires = "at")]
    anew: bool,
    /// Edit a variable before: its new value as JSON; what is no JSON is text. The step is then entered anew
    #[arg(long = "set", value_name = "NAME=VALUE", requires = "at", value_parser = assignment)]
    set: Vec<(String, Value)>,
}

impl Retry {
    pub(in crate::cli) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let accepted = match self.token {
            None => client.retry(self.run).await?,
            Some(token) => {
                let variables: BTreeMap<String, Value> = self.set.into_iter().collect();
                let body = json!({ "anew": self.anew, "variables": variables });
                client
                    .act(self.run, &["tokens", &token.to_string(), "retry"], &body)
                    .await?
            }
        };
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
