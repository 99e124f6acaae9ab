//! `throughline bulk list`, `show` and `stop`.

use std::fmt::Write as _;

use clap::{Args, ValueEnum};
use uuid::Uuid;

use crate::api::types::{Bulk, BulkItem};
use crate::cli::output::{table, time};
use crate::cli::{CliError, Exit, Printer};
use crate::client::{BulkItemsFilter, Client};
use crate::store::{BulkAction, BulkBecame, BulkLeftOut, BulkOutcome, BulkState};

/// List acts on many runs, newest first
#[derive(Debug, Args)]
pub(in crate::cli) struct List {
    /// How many, 1 to 500
    #[arg(long, default_value_t = 20, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=500))]
    limit: u32,
    /// Go on where a page ended
    #[arg(long, value_name = "CURSOR")]
    cursor: Option<String>,
}

impl List {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let page = client.bulks(self.cursor.as_deref(), self.limit).await?;
        printer.result(&page, || {
            if page.items.is_empty() {
                return "Nothing was done to many runs at once yet.".to_owned();
            }
            let rows: Vec<_> = page.items.iter().map(row).collect();
            let mut text = table(&["ID", "ACTION", "STATE", "RUNS", "DONE", "BY", "STARTED"], &rows);
            if let Some(cursor) = &page.next_cursor {
                text.push_str(&format!("More: --cursor {cursor}\n"));
            }
            text
        })?;
        Ok(Exit::Done)
    }
}

fn row(bulk: &Bulk) -> Vec<String> {
    vec![
        bulk.id.to_string(),
        bulk.action.as_str().to_owned(),
        bulk.state.as_str().to_owned(),
        bulk.runs.to_string(),
        bulk.counts.done.to_string(),
        bulk.created_by.clone(),
        bulk.started_at.map(time).unwrap_or_default(),
    ]
}

/// Which runs of an act to show.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Which {
    /// Their turn has not come
    Pending,
    /// Acted on
    Done,
    /// Left alone: it did not fit them any more
    Skipped,
    /// Could not be acted on
    Failed,
    /// Acted on, and failed or in need of attention again
    FailedAgain,
}

/// Show how far an act on many runs is
#[derive(Debug, Args)]
pub(in crate::cli) struct Show {
    /// Id of the act
    id: Uuid,
    /// Also the first of these runs
    #[arg(long, value_enum, value_name = "WHICH")]
    runs: Option<Which>,
    /// How many of them, 1 to 500
    #[arg(long, default_value_t = 20, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=500))]
    limit: u32,
}

impl Show {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let Some(which) = self.runs else {
            let bulk = client.bulk(self.id).await?;
            printer.result(&bulk, || described(&bulk))?;
            return Ok(Exit::Done);
        };
        let filter = BulkItemsFilter {
            outcome: match which {
                Which::Pending => Some(BulkOutcome::Pending),
                Which::Done => Some(BulkOutcome::Done),
                Which::Skipped => Some(BulkOutcome::Skipped),
                Which::Failed => Some(BulkOutcome::Failed),
                Which::FailedAgain => None,
            },
            became: matches!(which, Which::FailedAgain).then_some(BulkBecame::Failed),
            limit: Some(self.limit),
            ..BulkItemsFilter::default()
        };
        let page = client.bulk_items(self.id, &filter).await?;
        printer.result(&page, || {
            if page.items.is_empty() {
                return "None.".to_owned();
            }
            let rows: Vec<_> = page.items.iter().map(item).collect();
            table(&["RUN", "PROCESS", "OUTCOME", "NOW", "WHY"], &rows)
        })?;
        Ok(Exit::Done)
    }
}

fn item(item: &BulkItem) -> Vec<String> {
    let why = item
        .reason
        .as_deref()
        .or(item.last_error.as_deref())
        .unwrap_or_default();
    vec![
        item.run_id.to_string(),
        item.process.clone().unwrap_or_default(),
        item.outcome.as_str().to_owned(),
        item.status.map_or("gone", |status| status.as_str()).to_owned(),
        why.chars().take(60).collect(),
    ]
}

/// Stop an act on many runs; those it has not reached stay as they are
#[derive(Debug, Args)]
pub(in crate::cli) struct Stop {
    /// Id of the act
    id: Uuid,
}

impl Stop {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let bulk = client.stop_bulk(self.id).await?;
        printer.result(&bulk, || described(&bulk))?;
        Ok(Exit::Done)
    }
}

/// An act in words.
pub(super) fn described(bulk: &Bulk) -> String {
    let mut text = String::new();
    let counts = &bulk.counts;
    let action = bulk.action.as_str();
    let _ = match bulk.state {
        BulkState::Preview if bulk.runs == 0 => writeln!(text, "No run to {action}."),
        BulkState::Preview => writeln!(text, "{}: {action} would act on just these.", runs(bulk.runs)),
        BulkState::Running => writeln!(
            text,
            "The {action} of {} is under way: {} to go.",
            runs(bulk.runs),
            counts.pending
        ),
        BulkState::Finished => writeln!(text, "The {action} of {} is over.", runs(bulk.runs)),
        BulkState::Stopped => writeln!(
            text,
            "The {action} of {} was stopped by {}: {} not reached.",
            runs(bulk.runs),
            bulk.stopped_by.as_deref().unwrap_or("somebody"),
            counts.pending
        ),
    };
    let _ = writeln!(text, "Id         {}", bulk.id);
    if bulk.state == BulkState::Preview {
        for group in bulk.groups.iter().filter(|group| group.left_out.is_none()) {
            let _ = writeln!(
                text,
                "           {} {} {}",
                group.runs,
                group.process,
                group.status.as_str()
            );
        }
    } else {
        let _ = writeln!(
            text,
            "Acted on   {} done, {} skipped, {} failed",
            counts.done, counts.skipped, counts.failed
        );
    }
    for left in &bulk.left_out {
        let _ = writeln!(text, "Left out   {} {}", left.runs, why(left.why, bulk.action));
    }
    if bulk.unknown > 0 {
        let _ = writeln!(text, "Left out   {} are no run you can see", bulk.unknown);
    }
    if let Some(became) = bulk.became.filter(|_| counts.done > 0) {
        let _ = writeln!(
            text,
            "Now        {} going on, {} completed, {} failed or at an incident, {} cancelled",
            became.running, became.done, became.failed, became.cancelled
        );
    }
    text
}

fn runs(count: u64) -> String {
    format!("{count} {}", if count == 1 { "run" } else { "runs" })
}

fn why(why: BulkLeftOut, action: BulkAction) -> &'static str {
    match why {
        BulkLeftOut::Ended => "already finished and stay",
        BulkLeftOut::NoIncident => "stand at no incident",
        BulkLeftOut::Suspended if action == BulkAction::Retry => "are suspended; resume them first",
        BulkLeftOut::Suspended => "are suspended already",
        BulkLeftOut::NotSuspended => "are not suspended",
        BulkLeftOut::NoRight => "are of processes you may not act on",
    }
}
