//! `throughline schedules list`, `show` and `firings`.

use clap::Args;

use super::Which;
use crate::api::types::{Firing, Schedule};
use crate::cli::output::{pretty, table, time};
use crate::cli::{CliError, Exit, Printer};
use crate::client::{Client, FiringsFilter, SchedulesFilter};

/// List schedules
#[derive(Debug, Args)]
pub(in crate::cli) struct List {
    /// Only of this process
    #[arg(long, value_name = "KEY")]
    process: Option<String>,
    /// How many, 1 to 500
    #[arg(long, default_value_t = 100, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=500))]
    limit: u32,
    /// Go on where a page ended
    #[arg(long, value_name = "CURSOR")]
    cursor: Option<String>,
}

impl List {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let filter = SchedulesFilter {
            process: self.process,
            name: None,
            cursor: self.cursor,
            limit: Some(self.limit),
        };
        let page = client.schedules(&filter).await?;
        printer.result(&page, || {
            if page.items.is_empty() {
                return "There is no schedule. A process gets one by `triggers:` in its definition.".to_owned();
            }
            let rows: Vec<_> = page.items.iter().map(row).collect();
            let mut text = table(&["SCHEDULE", "CRON", "ZONE", "OVERLAP", "MISSED", "NEXT"], &rows);
            if let Some(cursor) = &page.next_cursor {
                text.push_str(&format!("More: --cursor {cursor}\n"));
            }
            text
        })?;
        Ok(Exit::Done)
    }
}

fn row(schedule: &Schedule) -> Vec<String> {
    vec![
        format!("{}/{}", schedule.process, schedule.name),
        schedule.cron.clone(),
        schedule.timezone.clone(),
        schedule.overlap.as_str().to_owned(),
        schedule.missed.as_str().to_owned(),
        next(schedule),
    ]
}

fn next(schedule: &Schedule) -> String {
    match schedule.next_planned_at {
        _ if schedule.paused => "paused".to_owned(),
        Some(next) => time(next),
        None => "never again".to_owned(),
    }
}

/// Show a schedule
#[derive(Debug, Args)]
pub(in crate::cli) struct Show {
    #[command(flatten)]
    which: Which,
}

impl Show {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let schedule = self.which.find(client).await?;
        printer.result(&schedule, || described(&schedule))?;
        Ok(Exit::Done)
    }
}

pub(super) fn described(schedule: &Schedule) -> String {
    let mut lines = vec![
        ("Schedule", format!("{}/{}", schedule.process, schedule.name)),
        ("Id", schedule.id.to_string()),
        (
            "From",
            match schedule.source {
                crate::store::ScheduleSource::Definition => "the definition of its process".to_owned(),
                crate::store::ScheduleSource::Api => "the API".to_owned(),
            },
        ),
        ("Cron", format!("{} ({})", schedule.cron, schedule.timezone)),
        ("Next", next(schedule)),
        ("Overlap", schedule.overlap.as_str().to_owned()),
        ("Missed", schedule.missed.as_str().to_owned()),
        ("Jitter", schedule.jitter.clone()),
    ];
    if let (Some(at), Some(by)) = (schedule.paused_at, &schedule.paused_by) {
        lines.push(("Paused", format!("{} by {by}", time(at))));
    }
    lines.extend(schedule.start.map(|start| ("Start", time(start))));
    lines.extend(schedule.end.map(|end| ("End", time(end))));
    lines.push((
        "Changed",
        format!("{} by {}", time(schedule.changed_at), schedule.changed_by),
    ));
    lines.push(("Input", pretty(&schedule.input)));
    lines
        .iter()
        .map(|(name, value)| format!("{:<10}{value}\n", format!("{name}:")))
        .collect()
}

/// Show what became of the planned times of a schedule, the latest first
#[derive(Debug, Args)]
pub(in crate::cli) struct Firings {
    #[command(flatten)]
    which: Which,
    /// Only with one of these outcomes, e.g. `skipped,missed,failed`
    #[arg(long, value_name = "OUTCOME,…")]
    outcome: Option<String>,
    /// How many, 1 to 500
    #[arg(long, default_value_t = 20, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=500))]
    limit: u32,
    /// Go on where a page ended
    #[arg(long, value_name = "CURSOR")]
    cursor: Option<String>,
}

impl Firings {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let schedule = self.which.find(client).await?;
        let filter = FiringsFilter {
            outcome: self.outcome,
            cursor: self.cursor,
            limit: Some(self.limit),
        };
        let page = client.firings(schedule.id, &filter).await?;
        printer.result(&page, || {
            if page.items.is_empty() {
                return "No planned time of it was decided yet.".to_owned();
            }
            let rows: Vec<_> = page.items.iter().map(firing_row).collect();
            let mut text = table(&["PLANNED", "OUTCOME", "RUN", "ASKED BY", "WHY"], &rows);
            if let Some(cursor) = &page.next_cursor {
                text.push_str(&format!("More: --cursor {cursor}\n"));
            }
            text
        })?;
        Ok(Exit::Done)
    }
}

fn firing_row(firing: &Firing) -> Vec<String> {
    vec![
        firing.planned_local.clone(),
        firing.outcome.as_str().to_owned(),
        firing.run_id.map(|run| run.to_string()).unwrap_or_default(),
        firing.asked_by.clone().unwrap_or_default(),
        firing.reason.clone().unwrap_or_default(),
    ]
}
