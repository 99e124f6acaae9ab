//! `throughline definitions`: what is deployed.

use clap::Args;

use super::output::{table, time};
use super::{CliError, Exit, Printer};
use crate::client::Client;

/// List the processes that are deployed, each with its latest version
#[derive(Debug, Args)]
pub(super) struct Definitions {}

impl Definitions {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let mut items = Vec::new();
        let mut cursor = None;
        loop {
            let page = client.definitions(cursor.as_deref()).await?;
            items.extend(page.items);
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        printer.result(&serde_json::json!({ "items": items }), || {
            if items.is_empty() {
                return "Nothing is deployed yet. `throughline deploy FILE` deploys a process.".to_owned();
            }
            let row = |item: &crate::api::types::Definition| {
                vec![
                    item.key.clone(),
                    item.version.to_string(),
                    time(item.deployed_at),
                    item.name.clone(),
                ]
            };
            table(
                &["PROCESS", "VERSION", "DEPLOYED", "NAME"],
                &items.iter().map(row).collect::<Vec<_>>(),
            )
        })?;
        Ok(Exit::Done)
    }
}
