//! `throughline runs list`.

use chrono::{SecondsFormat, Utc};
use clap::Args;
use throughline_engine::definition::parse_duration;

use crate::api::types::RunSummary;
use crate::cli::output::{table, time};
use crate::cli::{CliError, Exit, Printer};
use crate::client::{Client, RunsFilter};

/// List runs, newest first
#[derive(Debug, Args)]
pub(in crate::cli) struct List {
    /// Only of this process
    #[arg(long, value_name = "KEY")]
    process: Option<String>,
    /// Only with one of these statuses, e.g. `incident,failed`
    #[arg(long, value_name = "STATUS,…")]
    status: Option<String>,
    /// Only with this business key
    #[arg(long, value_name = "TEXT")]
    business_key: Option<String>,
    /// Only accepted since: an instant (RFC 3339), or so long ago (`24h`)
    #[arg(long, value_name = "WHEN")]
    since: Option<String>,
    /// Only accepted before: an instant (RFC 3339), or so long ago
    #[arg(long, value_name = "WHEN")]
    until: Option<String>,
    /// Only started by this caller, e.g. `token:ci`
    #[arg(long, value_name = "WHO")]
    started_by: Option<String>,
    /// Only started by this kind of thing: manual, schedule, section, record or creatio
    #[arg(long, value_name = "KIND")]
    trigger: Option<String>,
    /// How many, 1 to 500
    #[arg(long, default_value_t = 20, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=500))]
    limit: u32,
    /// Go on where a page ended
    #[arg(long, value_name = "CURSOR")]
    cursor: Option<String>,
}

impl List {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let instant = |text: String| match parse_duration(&text) {
            Ok(ago) => (Utc::now() - ago).to_rfc3339_opts(SecondsFormat::Micros, true),
            Err(_) => text,
        };
        let filter = RunsFilter {
            process: self.process,
            status: self.status,
            business_key: self.business_key,
            since: self.since.map(instant),
            until: self.until.map(instant),
            started_by: self.started_by,
            trigger: self.trigger,
            cursor: self.cursor,
            limit: Some(self.limit),
        };
        let page = client.runs(&filter).await?;
        printer.result(&page, || {
            if page.items.is_empty() {
                return "No run fits. Leave a filter out, or start one with `throughline start PROCESS`.".to_owned();
            }
            let rows: Vec<_> = page.items.iter().map(row).collect();
            let mut text = table(
                &["RUN", "STATUS", "PROCESS", "BUSINESS KEY", "ACCEPTED", "LAST ERROR"],
                &rows,
            );
            if let Some(cursor) = &page.next_cursor {
                text.push_str(&format!("More: --cursor {cursor}\n"));
            }
            text
        })?;
        Ok(Exit::Done)
    }
}

fn row(run: &RunSummary) -> Vec<String> {
    let error: String = run.last_error.as_deref().unwrap_or_default().chars().take(60).collect();
    vec![
        run.id.to_string(),
        run.status.as_str().to_owned(),
        format!("{} v{}", run.process, run.version),
        run.business_key.clone().unwrap_or_default(),
        time(run.created_at),
        error,
    ]
}
