//! `throughline bulk retry | cancel | suspend | resume`: the preview, and with `--yes` the act.

use std::time::Duration;

use chrono::{SecondsFormat, Utc};
use clap::Args;
use serde_json::{Map, Value};
use throughline_engine::definition::parse_duration;
use uuid::Uuid;

use super::look::described;
use crate::api::types::{BulkRequest, RunFilter};
use crate::cli::{CliError, Exit, Printer};
use crate::client::Client;
use crate::store::{BulkAction, BulkState};

/// How often an act is asked how far it is.
const LOOK: Duration = Duration::from_millis(500);

/// What to do to which runs.
#[derive(Debug, Args)]
pub(in crate::cli) struct Act {
    /// Ids of runs; or say with --where which are meant
    #[arg(value_name = "RUN", conflicts_with = "filters", required_unless_present = "filters")]
    runs: Vec<Uuid>,
    /// Runs that fit, with commas between: `process=Import,error_code=http.503`; several statuses as
    /// `status=incident+failed`, times as `since=24h`. The filters are those of `GET /api/v1/runs`; `all` means all runs
    #[arg(long = "where", value_name = "FILTER=VALUE,…")]
    filters: Option<String>,
    /// Why, for the histories of runs that are cancelled or suspended
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Do it. Without, it is said what would be done, and nothing happens
    #[arg(long)]
    yes: bool,
    /// Answer when it is started, not when every run was seen to
    #[arg(long, requires = "yes")]
    no_wait: bool,
}

impl Act {
    pub(super) async fn run(self, action: BulkAction, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let filter = self.filters.as_deref().map(filter).transpose()?;
        let request = BulkRequest {
            action,
            ids: filter.is_none().then_some(self.runs),
            filter,
            reason: self.reason,
        };
        let preview = client.create_bulk(&request).await?;
        if !self.yes || preview.runs == 0 {
            printer.result(&preview, || {
                let mut text = described(&preview);
                if preview.runs > 0 {
                    text.push_str("Nothing was done. The same command with --yes does it.\n");
                }
                text
            })?;
            return Ok(Exit::Done);
        }
        printer.note(described(&preview).trim_end());
        let mut bulk = client.start_bulk(preview.id).await?;
        while bulk.state == BulkState::Running && !self.no_wait {
            tokio::time::sleep(LOOK).await;
            bulk = client.bulk(bulk.id).await?;
        }
        printer.result(&bulk, || described(&bulk))?;
        let fine = bulk.counts.failed == 0 && bulk.state != BulkState::Stopped;
        Ok(if fine { Exit::Done } else { Exit::Bad })
    }
}

/// A filter of a command line. What the API calls its members is what people write.
fn filter(text: &str) -> Result<RunFilter, CliError> {
    if text == "all" {
        return Ok(RunFilter::default());
    }
    let mut members = Map::new();
    for pair in text.split(',') {
        let (name, value) = pair
            .split_once('=')
            .ok_or_else(|| CliError::usage(format!("`{pair}` in --where is no FILTER=VALUE")))?;
        let name = name.trim().replace('-', "_");
        let value = match name.as_str() {
            "status" => value.replace('+', ","),
            "since" | "until" => match parse_duration(value) {
                Ok(ago) => (Utc::now() - ago).to_rfc3339_opts(SecondsFormat::Micros, true),
                Err(_) => value.to_owned(),
            },
            _ => value.to_owned(),
        };
        if members.insert(name.clone(), Value::String(value)).is_some() {
            return Err(CliError::usage(format!("--where says `{name}` twice")));
        }
    }
    serde_json::from_value(Value::Object(members)).map_err(|error| CliError::usage(format!("--where: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_written_as_the_api_names_it() {
        let read = filter("status=incident+failed,process=Import,version=3,error-code=http.503").unwrap();
        assert_eq!(read.status.as_deref(), Some("incident,failed"));
        assert_eq!(read.process.as_deref(), Some("Import"));
        assert_eq!(read.version, Some(3));
        assert_eq!(read.error_code.as_deref(), Some("http.503"));
        assert!(filter("since=24h").unwrap().since.unwrap() < Utc::now());
        assert_eq!(filter("all").unwrap(), RunFilter::default());
    }

    #[test]
    fn a_filter_that_is_none_is_refused_and_never_all_runs() {
        for bad in ["", "status", "stauts=failed", "process=a,process=b", "since=yesterday"] {
            assert!(filter(bad).is_err(), "{bad}");
        }
    }
}
