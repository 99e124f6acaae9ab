//! `throughline audit …`: who did what.

use std::io::{self, Write as _};

use chrono::{SecondsFormat, Utc};
use clap::{Args, Subcommand, ValueEnum};
use throughline_engine::definition::parse_duration;

use super::output::{table, time};
use super::{CliError, Exit, Printer};
use crate::api::types::AuditEntry;
use crate::client::{AuditFilter, Client};

/// Commands about the audit log.
#[derive(Debug, Subcommand)]
pub(super) enum Audit {
    /// List what was done or tried, newest first
    List {
        #[command(flatten)]
        filter: Filter,
        /// How many, 1 to 500
        #[arg(long, default_value_t = 50, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=500))]
        limit: u32,
        /// Go on where a page ended
        #[arg(long, value_name = "CURSOR")]
        cursor: Option<String>,
    },
    /// Write the log to standard output as it comes, newest first; a failure on the way is exit code 3
    Export {
        #[command(flatten)]
        filter: Filter,
        /// How to write it
        #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
        format: Format,
    },
}

/// How to write an export.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(super) enum Format {
    /// A table with a heading.
    Csv,
    /// A JSON object a line.
    #[default]
    Ndjson,
}

/// Which entries.
#[derive(Debug, Args)]
pub(super) struct Filter {
    /// Only by this caller, e.g. `user:ann`
    #[arg(long, value_name = "CALLER")]
    who: Option<String>,
    /// Only this action, e.g. `cancel_run`
    #[arg(long, value_name = "ACTION")]
    action: Option<String>,
    /// Only what was done to this thing or made it, e.g. `runs/<id>`
    #[arg(long, value_name = "OBJECT")]
    object: Option<String>,
    /// Only since: an instant (RFC 3339), or so long ago (`24h`)
    #[arg(long, value_name = "WHEN")]
    since: Option<String>,
    /// Only before: an instant (RFC 3339), or so long ago
    #[arg(long, value_name = "WHEN")]
    until: Option<String>,
    /// Only what ended so: done, refused, failed, unknown
    #[arg(long, value_name = "OUTCOME", value_parser = ["done", "refused", "failed", "unknown"])]
    outcome: Option<String>,
}

impl From<Filter> for AuditFilter {
    fn from(filter: Filter) -> Self {
        let instant = |text: String| match parse_duration(&text) {
            Ok(ago) => (Utc::now() - ago).to_rfc3339_opts(SecondsFormat::Micros, true),
            Err(_) => text,
        };
        Self {
            who: filter.who,
            action: filter.action,
            object: filter.object,
            since: filter.since.map(instant),
            until: filter.until.map(instant),
            outcome: filter.outcome,
        }
    }
}

impl Audit {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        match self {
            Self::List { filter, limit, cursor } => {
                let page = client.audit(&filter.into(), limit, cursor.as_deref()).await?;
                printer.result(&page, || {
                    let mut text = table(
                        &["WHEN", "WHO", "FROM", "ACTION", "OBJECT", "OUTCOME", "MADE", "DETAILS"],
                        &page.items.iter().map(row).collect::<Vec<_>>(),
                    );
                    if let Some(cursor) = &page.next_cursor {
                        text.push_str(&format!("More: --cursor {cursor}\n"));
                    }
                    text
                })?;
            }
            Self::Export { filter, format } => {
                let format = match format {
                    Format::Csv => "csv",
                    Format::Ndjson => "ndjson",
                };
                let mut export = client.export_audit(&filter.into(), format).await?;
                let mut out = io::stdout().lock();
                while let Some(piece) = export.next().await? {
                    match out.write_all(&piece) {
                        // `throughline audit export | head` is no failure.
                        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => break,
                        Err(error) => {
                            return Err(CliError::here(format!("standard output cannot be written: {error}")));
                        }
                        Ok(()) => {}
                    }
                }
                let _ = out.flush();
            }
        }
        Ok(Exit::Done)
    }
}

fn row(entry: &AuditEntry) -> Vec<String> {
    let status = entry.status.map(|status| format!(" ({status})")).unwrap_or_default();
    let details = match entry.details.as_object() {
        Some(members) if members.is_empty() => String::new(),
        _ => entry.details.to_string(),
    };
    vec![
        time(entry.at),
        entry.who.clone(),
        entry.address.clone(),
        entry.action.clone(),
        entry.object.clone(),
        format!("{}{status}", entry.outcome.as_str()),
        entry.made.clone().unwrap_or_default(),
        details,
    ]
}
