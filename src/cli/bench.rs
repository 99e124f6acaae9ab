//! `throughline bench`: how fast the engine is here, beside what bare Postgres does in the same minutes.

use std::time::Duration;

use clap::{Args, Subcommand};
use sqlx::postgres::PgConnectOptions;

use super::{CliError, Exit, Printer};
use crate::bench::{ListsOptions, ListsReport, StepsOptions, StepsReport, lists, steps};
use crate::embedded_postgres::{EmbeddedPostgres, Options};

/// Measure the engine against bare Postgres on this machine
#[derive(Debug, Args)]
pub(super) struct Bench {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Durable steps a second, beside commit-per-row and group commit of bare journal rows
    Steps(Steps),
    /// How long each filter of the list of runs takes the database, in a table of many runs
    Lists(Lists),
}

#[derive(Debug, Args)]
struct Lists {
    /// Runs in the table; a database that has runs already keeps those
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(1..=100_000_000))]
    runs: u32,
    /// How often each question is asked
    #[arg(long, default_value_t = 11)]
    rounds: usize,
    /// Print the plan of each list
    #[arg(long)]
    plans: bool,
    /// Database to use, and to fill where it has no runs; a private PostgreSQL in a temporary folder where none is given
    #[arg(
        long,
        value_name = "URL",
        env = "THROUGHLINE_BENCH_DATABASE_URL",
        hide_env_values = true
    )]
    database_url: Option<PgConnectOptions>,
}

#[derive(Debug, Args)]
struct Steps {
    /// Runs at once
    #[arg(long, default_value_t = 1024)]
    runs: usize,
    /// No-op effects of a run, one after the other
    #[arg(long, default_value_t = 10)]
    steps: usize,
    /// How often all three are measured in turn
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Seconds of each measurement
    #[arg(long, default_value_t = 4)]
    seconds: u64,
    /// Shards of the engine; its own choice where none are given
    #[arg(long)]
    shards: Option<usize>,
    /// Database to use; a private PostgreSQL in a temporary folder where none is given
    #[arg(
        long,
        value_name = "URL",
        env = "THROUGHLINE_BENCH_DATABASE_URL",
        hide_env_values = true
    )]
    database_url: Option<PgConnectOptions>,
}

impl Bench {
    pub(super) async fn run(self, printer: &Printer) -> Result<Exit, CliError> {
        match self.what {
            What::Steps(steps) => steps.run(printer).await,
            What::Lists(lists) => lists.run(printer).await,
        }
    }
}

impl Steps {
    async fn run(self, printer: &Printer) -> Result<Exit, CliError> {
        let options = StepsOptions {
            runs: self.runs.max(1),
            steps: self.steps.max(1),
            rounds: self.rounds.max(1),
            length: Duration::from_secs(self.seconds.max(1)),
            shards: self.shards,
        };
        let report = within(self.database_url, printer, async |database| {
            steps(&options, database, |text| printer.note(text)).await
        })
        .await?;
        printer.result(&report, || text(&report))?;
        Ok(Exit::Done)
    }
}

impl Lists {
    async fn run(self, printer: &Printer) -> Result<Exit, CliError> {
        let options = ListsOptions {
            runs: self.runs,
            rounds: self.rounds.max(1),
            plans: self.plans,
        };
        let report = within(self.database_url, printer, async |database| {
            lists(&options, database, |text| printer.note(text)).await
        })
        .await?;
        printer.result(&report, || lists_text(&report))?;
        Ok(Exit::Done)
    }
}

/// Measures in the given database, or in one of its own that is gone afterwards.
async fn within<T, E: std::fmt::Display>(
    database: Option<PgConnectOptions>,
    printer: &Printer,
    measure: impl AsyncFnOnce(PgConnectOptions) -> Result<T, E>,
) -> Result<T, CliError> {
    let failed = |error: &dyn std::fmt::Display| CliError::here(error.to_string());
    let report = match database {
        Some(database) => measure(database).await,
        None => {
            let folder = std::env::temp_dir().join(format!("throughline-bench-{}", uuid::Uuid::new_v4()));
            let postgres = EmbeddedPostgres::start(Options::new(&folder))
                .await
                .map_err(|error| failed(&error))?;
            let report = measure(postgres.connect_options()).await;
            postgres.stop().await;
            if let Err(error) = std::fs::remove_dir_all(&folder) {
                printer.note(&format!("{} could not be removed: {error}", folder.display()));
            }
            report
        }
    };
    report.map_err(|error| failed(&error))
}

fn lists_text(report: &ListsReport) -> String {
    let mut text = format!(
        "{} runs; each question asked {} times; ms by the clock of the caller\n{:<36} {:>6} {:>9} {:>9}\n",
        report.runs, report.rounds, "asked", "rows", "median", "worst"
    );
    for question in &report.questions {
        let cut = if question.cut { "  (looked no further)" } else { "" };
        text.push_str(&format!(
            "{:<36} {:>6} {:>9.1} {:>9.1}{cut}\n",
            question.asked, question.rows, question.median_ms, question.worst_ms
        ));
    }
    for question in &report.questions {
        if let Some(plan) = &question.plan {
            text.push_str(&format!("\n{}\n{plan}\n", question.asked));
        }
    }
    text
}

fn text(report: &StepsReport) -> String {
    format!(
        "{} runs at once, {} no-op effects each; medians of {} rounds\n\
         commit-per-row {:>10.0} rows/s    64 connections, one row a commit\n\
         group commit   {:>10.0} rows/s    bare rows, the engine's own statement\n\
         engine         {:>10.0} steps/s   every result durable before the next call\n\
         engine / commit-per-row {:.2}    engine / group commit {:.2}\n",
        report.runs,
        report.steps,
        report.rounds.len(),
        report.commit_per_row_per_s,
        report.group_commit_per_s,
        report.steps_per_s,
        report.steps_over_commit_per_row,
        report.steps_over_group_commit,
    )
}
