//! `throughline start`: starts a run and, if asked, waits for its end.

use std::io::Read as _;
use std::time::Duration;

use clap::Args;
use serde_json::Value;
use throughline_engine::definition::parse_duration;
use throughline_engine::kernel::RunId;
use tokio::time::Instant;

use super::batch::Batch;
use super::progress::Bars;
use super::runs::watch::ended;
use super::{CliError, Exit, Printer};
use crate::api::json;
use crate::api::types::{CallbackEvent, CallbackRequest, StartRequest};
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
    /// Start once for this key: a repetition gives the run of the first time
    #[arg(long, value_name = "TEXT")]
    idempotency_key: Option<String>,
    /// Start only while no active run holds the business key; else that run is the answer
    #[arg(long, requires = "business_key")]
    unique: bool,
    /// Post the run to this address when it has ended
    #[arg(long, value_name = "URL")]
    callback: Option<String>,
    /// Start many runs: a file with one JSON object a line, or one JSON array of objects; `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["input", "business_key", "unique", "callback", "wait"])]
    batch: Option<String>,
    /// With --batch: start those that fit although others do not
    #[arg(long, requires = "batch")]
    partial: bool,
    /// Wait for the end, at most so long (`30s`, `10m`) where a duration is given; exit code 0 only if it completed
    #[arg(long, value_name = "DURATION", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    wait: Option<String>,
}

impl Start {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        if let Some(file) = &self.batch {
            let how = Batch {
                process: &self.process,
                version: self.version,
                key: self.idempotency_key.as_deref(),
                partial: self.partial,
            };
            return how.run(file, client, printer).await;
        }
        let patience = self.wait.as_deref().map(patience).transpose()?;
        let deadline = patience.flatten().map(|patience| Instant::now() + patience);
        let input = self.input.as_deref().map(input).transpose()?.unwrap_or(Value::Null);
        let body = StartRequest {
            input,
            business_key: self.business_key,
            unique: self.unique,
            callback: self.callback.map(|url| CallbackRequest {
                url,
                on: vec![CallbackEvent::Ended],
            }),
        };
        let key = self.idempotency_key.as_deref();
        let started = client.start_once(&self.process, &body, self.version, None, key).await?;
        let run = &started.run;
        let id = RunId(run.summary.id);
        let is_started = if started.existing {
            "was started before"
        } else {
            "is started"
        };
        if patience.is_none() {
            printer.result(&started, || {
                let summary = &run.summary;
                format!(
                    "Run {} of {} version {} {is_started}.\nFollow it: throughline runs watch {}",
                    summary.id, summary.process, summary.version, summary.id
                )
            })?;
            return Ok(Exit::Done);
        }
        printer.note(&format!(
            "Run {id} of {} version {} {is_started}.",
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
pub(super) fn patience(text: &str) -> Result<Option<Duration>, CliError> {
    if text.is_empty() {
        return Ok(None);
    }
    parse_duration(text)
        .map(Some)
        .map_err(|error| CliError::usage(format!("--wait={text}: {error}")))
}

pub(super) fn input(text: &str) -> Result<Value, CliError> {
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
