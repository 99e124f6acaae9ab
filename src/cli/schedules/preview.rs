//! `throughline schedules preview`: planned times to come, of a schedule or of any expression. The latter needs no
//! service.

use chrono::{DateTime, SecondsFormat, Utc};
use clap::Args;
use throughline_engine::schedule::{Cron, Zone};

use super::Which;
use crate::api::types::{self, PlannedTime};
use crate::cli::output::table;
use crate::cli::remote::Remote;
use crate::cli::{CliError, Exit, Printer};

/// Show the next planned times of a schedule, or of a cron expression (which needs no service)
#[derive(Debug, Args)]
pub(in crate::cli) struct Preview {
    /// PROCESS/NAME, PROCESS where it has one schedule, or an id; or give --cron
    #[arg(value_name = "SCHEDULE", required_unless_present = "cron", conflicts_with_all = ["cron", "timezone"])]
    schedule: Option<String>,
    /// A cron expression: minute, hour, day of month, month, day of week
    #[arg(long, value_name = "EXPR")]
    cron: Option<String>,
    /// IANA time zone of the expression
    #[arg(long, default_value = "UTC", value_name = "ZONE")]
    timezone: String,
    /// Look from this instant on (RFC 3339); from now where nothing is said
    #[arg(long, value_name = "TIME")]
    from: Option<DateTime<Utc>>,
    /// How many, 1 to 500
    #[arg(long, default_value_t = 10, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=500))]
    count: u32,
}

impl Preview {
    pub(super) async fn run(self, remote: &Remote, printer: &Printer) -> Result<Exit, CliError> {
        let preview = match (&self.cron, self.schedule) {
            (None, Some(schedule)) => {
                let client = remote.client()?;
                let schedule = Which { schedule }.find(&client).await?;
                client.preview_schedule(schedule.id, self.from, self.count).await?
            }
            (cron, _) => here(
                cron.as_deref().unwrap_or_default(),
                &self.timezone,
                self.from,
                self.count,
            )?,
        };
        printer.result(&preview, || {
            let rows: Vec<_> = preview
                .firings
                .iter()
                .map(|planned| {
                    vec![
                        planned.local.clone(),
                        planned.utc.to_rfc3339_opts(SecondsFormat::AutoSi, true),
                    ]
                })
                .collect();
            if rows.is_empty() {
                return "Nothing comes after that.".to_owned();
            }
            table(&[&format!("LOCAL ({})", preview.timezone), "UTC"], &rows)
        })?;
        Ok(Exit::Done)
    }
}

fn here(cron: &str, timezone: &str, from: Option<DateTime<Utc>>, count: u32) -> Result<types::Preview, CliError> {
    let expression: Cron = cron
        .parse()
        .map_err(|error| CliError::usage(format!("--cron {cron:?}: {error}")))?;
    let zone: Zone = timezone
        .parse()
        .map_err(|error| CliError::usage(format!("--timezone {timezone}: {error}")))?;
    let firings = expression
        .after(from.unwrap_or_else(Utc::now), zone)
        .take(count as usize)
        .map(|utc| PlannedTime {
            utc,
            local: zone.local(utc).to_rfc3339_opts(SecondsFormat::AutoSi, false),
        })
        .collect();
    Ok(types::Preview {
        cron: cron.to_owned(),
        timezone: zone.name().to_owned(),
        firings,
    })
}
