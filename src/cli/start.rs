//! `throughline start`: starts a run and, if asked, waits for its end.

use std::io::Read as _;
use std::time::Duration;

use clap::Args;
use serde_json::Value;
use throughline_engine::definition::parse_duration;
use throughline_engine::kernel::RunId;
use tokio::time::Instant;

use super::progress::Bars;
use super::runs::watch::ended;
use super::{CliError, Exit, Printer};
use crate::api::json;
use crate::api::types::StartRequest;
use crate::client::{Client, Followed, follow};

/// Largest input, in bytes.
const MAX_INPUT_BYTES: u64 = 64 * 1024 * 1024;

/// Start a run of a process
#[derive(Debug, Args)]
pub(super) struct Start {
    /// Key of the process
    process: String,
    /// Input: JSON, `@FILE`, or `@-` for standard input
    #[arg(long, value_name = "JSON|@FILE")]
    input: Option<String>,
    /// What to call the run, e.g. an order number
    #[arg(long, value_name = "TEXT")]
    business_key: Option<String>,
    /// Version of the definition; the latest where none is given
    #[arg(long, value_name = "N")]
    version: Option<i32>,
    /// Wait for the end, at most so long (`30s`, `10m`) where a duration is given; exit code 0 only if it completed
    #[arg(long, value_name = "DURATION", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    wait: Option<String>,
}

impl Start {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let patience = self.wait.as_deref().map(patience).transpose()?;
        let deadline = patience.flatten().map(|patience| Instant::now() + patience);
        let input = self.input.as_deref().map(input).transpose()?.unwrap_or(Value::Null);
        let body = StartRequest {
            input,
            business_key: self.business_key,
        };
        let run = client.start(&self.process, &body, self.version, None).await?;
        let id = RunId(run.summary.id);
        if patience.is_none() {
            printer.result(&run, || {
                let summary = &run.summary;
                format!(
                    "Run {} of {} version {} is started.\nFollow it: throughline runs watch {}",
                    summary.id, summary.process, summary.version, summary.id
                )
            })?;
            return Ok(Exit::Done);
        }
        printer.note(&format!(
            "Run {id} of {} version {} is started.",
            run.summary.process, run.summary.version
        ));
        let mut bars = Bars::new(printer);
        let followed = follow(client, id, deadline, true, |event| bars.show(event)).await;
        bars.clear();
        match followed? {
            Followed::Settled(run) => ended(&run, printer),
            Followed::RanOut(run) => {
                printer.result(&run, || {
                    format!("The time to wait is over and run {id} goes on.\nFollow it: throughline runs watch {id}")
                })?;
                Ok(Exit::RanOut)
            }
        }
    }
}

/// `None`: as long as it takes.
fn patience(text: &str) -> Result<Option<Duration>, CliError> {
    if text.is_empty() {
        return Ok(None);
    }
    parse_duration(text)
        .map(Some)
        .map_err(|error| CliError::usage(format!("--wait={text}: {error}")))
}

fn input(text: &str) -> Result<Value, CliError> {
    let (name, text) = match text.strip_prefix('@') {
        None => ("--input".to_owned(), text.to_owned()),
        Some(file) => {
            let failed = |error: std::io::Error| CliError::usage(format!("--input @{file}: {error}"));
            let source: Box<dyn std::io::Read> = if file == "-" {
                Box::new(std::io::stdin())
            } else {
                Box::new(std::fs::File::open(file).map_err(failed)?)
            };
            let mut text = String::new();
            source.take(MAX_INPUT_BYTES).read_to_string(&mut text).map_err(failed)?;
            (format!("--input @{file}"), text)
        }
    };
    json::read(text.as_bytes()).map_err(|reason| CliError::usage(format!("{name} {reason}")))
}
