//! Acting: check a form, press a button, and wait for the end.

use std::time::Duration;

use clap::Args;
use throughline_engine::kernel::{RunId, RunStatus};
use tokio::time::Instant;

use super::look::shown;
use super::values::{Place, Values, record_id};
use crate::api::types::{
    ActionRequest, ActionStart, FormCheckRequest, FormInfo, SectionInfo, SectionStart, SelectionStart,
};
use crate::cli::output::table;
use crate::cli::progress::Bars;
use crate::cli::runs::watch::ended;
use crate::cli::start::patience;
use crate::cli::{CliError, Exit, Printer};
use crate::client::{Client, Followed, PressOptions, follow};

/// Longest time the service itself waits.
const SERVICE_WAITS: Duration = Duration::from_secs(300);

/// How a button is pressed.
#[derive(Debug, Args)]
struct Press {
    /// Wait for the end, at most so long (`30s`, `10m`) where a duration is given; exit code 0 only if it completed
    #[arg(long, value_name = "DURATION", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    wait: Option<String>,
    /// Start once for this key; without it the same press within 5 s starts once
    #[arg(long, value_name = "KEY")]
    idempotency_key: Option<String>,
}

impl Press {
    /// With the time when the waiting ends; none: as long as it takes.
    fn options(self) -> Result<(PressOptions, Option<Instant>), CliError> {
        let patience = self.wait.as_deref().map(patience).transpose()?;
        let options = PressOptions {
            wait: patience.map(|patience| patience.map_or(SERVICE_WAITS, |patience| patience.min(SERVICE_WAITS))),
            key: self.idempotency_key,
        };
        Ok((options, patience.flatten().map(|patience| Instant::now() + patience)))
    }
}

/// Prints what a press came to, after its end where it is waited for.
async fn report(
    started: SectionStart,
    options: &PressOptions,
    deadline: Option<Instant>,
    client: &Client,
    printer: &Printer,
) -> Result<Exit, CliError> {
    let summary = &started.run.summary;
    let id = RunId(summary.id);
    let how = if started.existing {
        "was started before"
    } else {
        "is started"
    };
    if options.wait.is_none() {
        printer.result(&started, || {
            format!(
                "Run {id} of {} version {} {how}.\nFollow it: throughline runs watch {id}",
                summary.process, summary.version
            )
        })?;
        return Ok(Exit::Done);
    }
    if summary.status.is_ended() || summary.status == RunStatus::Incident {
        printer.note(&format!(
            "Run {id} of {} version {} {how}.",
            summary.process, summary.version
        ));
        for error in &started.field_errors {
            printer.note(&format!("{}: {}", error.field, error.message));
        }
        if printer.is_json() {
            printer.result(&started, String::new)?;
            let completed = summary.status == RunStatus::Completed;
            return Ok(if completed { Exit::Done } else { Exit::Bad });
        }
        return ended(&started.run, printer);
    }
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

fn detail_form<'s>(section: &'s SectionInfo, detail: &str) -> Result<&'s FormInfo, CliError> {
    let found = section.details.iter().find(|known| known.key == detail);
    found.map(|detail| &detail.form).ok_or_else(|| {
        let known: Vec<&str> = section.details.iter().map(|detail| detail.key.as_str()).collect();
        CliError::usage(format!("there is no detail `{detail}`; there is {}", known.join(", ")))
    })
}

/// Check a form: fill it in and say what does not fit; nothing is written
#[derive(Debug, Args)]
pub(in crate::cli) struct Check {
    /// Key of the section
    section: String,
    /// The record it belongs to: its id or its name; none for a new one
    #[arg(long, value_name = "RECORD")]
    record: Option<String>,
    /// Key of the detail something is added to
    #[arg(long, value_name = "DETAIL", requires = "record")]
    detail: Option<String>,
    #[command(flatten)]
    values: Values,
}

impl Check {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let section = client.section(&self.section).await?;
        let record = match &self.record {
            Some(record) => Some(record_id(client, &self.section, record).await?),
            None => None,
        };
        let form = match &self.detail {
            Some(detail) => detail_form(&section, detail)?,
            None => &section.form,
        };
        let place = Place {
            section: &self.section,
            record: record.as_deref(),
            detail: self.detail.as_deref(),
            action: None,
        };
        let values = self.values.read(client, form, &place).await?;
        let body = FormCheckRequest {
            values,
            record,
            detail: self.detail,
            action: None,
        };
        let checked = client.check_form(&self.section, &body).await?;
        printer.result(&checked, || {
            let mut text = format!("{}\n", shown(&checked.values));
            for error in &checked.field_errors {
                text.push_str(&format!("{}: {}\n", error.field, error.message));
            }
            for note in &checked.notes {
                text.push_str(&format!("{}: {}\n", note.field, note.message));
            }
            text.push_str(if checked.fits {
                "It can be sent."
            } else {
                "It cannot be sent like this."
            });
            text
        })?;
        Ok(if checked.fits { Exit::Done } else { Exit::Bad })
    }
}

/// Start an action of a section's menu
#[derive(Debug, Args)]
pub(in crate::cli) struct Act {
    /// Key of the section
    section: String,
    /// Key of the action
    action: String,
    /// The record it is done to: its id or its name. Repeated: a run for each
    #[arg(long, value_name = "RECORD")]
    record: Vec<String>,
    #[command(flatten)]
    values: Values,
    #[command(flatten)]
    press: Press,
}

impl Act {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let section = client.section(&self.section).await?;
        let mut ids = Vec::with_capacity(self.record.len());
        for record in &self.record {
            ids.push(record_id(client, &self.section, record).await?);
        }
        let no_form = FormInfo { fields: Vec::new() };
        let action = section.actions.iter().find(|known| known.key == self.action);
        let place = Place {
            section: &self.section,
            record: ids.first().map(String::as_str),
            detail: None,
            action: Some(&self.action),
        };
        let form = action.map_or(&no_form, |action| &action.form);
        let values = self.values.read(client, form, &place).await?;
        let (options, deadline) = self.press.options()?;
        let many = ids.len() > 1;
        if many && options.wait.is_some() {
            return Err(CliError::usage(
                "--wait goes with one record; start the selection without it",
            ));
        }
        let body = ActionRequest {
            record: ids.first().filter(|_| !many).cloned(),
            records: many.then_some(ids),
            values,
        };
        match client
            .start_action(&self.section, &self.action, &body, &options)
            .await?
        {
            ActionStart::One(started) => report(*started, &options, deadline, client, printer).await,
            ActionStart::Many(started) => selection(&started, printer),
        }
    }
}

fn selection(started: &SelectionStart, printer: &Printer) -> Result<Exit, CliError> {
    printer.result(started, || {
        let rows: Vec<_> = started
            .items
            .iter()
            .map(|item| {
                let run = item.run_id.map(|run| run.to_string()).unwrap_or_default();
                let problem = item
                    .problem
                    .as_ref()
                    .map(|problem| problem.detail.clone())
                    .unwrap_or_default();
                vec![item.record.clone(), run, problem]
            })
            .collect();
        let counts = format!("{} started, {} not.\n", started.started, started.failed);
        table(&["RECORD", "RUN", "WHY NOT"], &rows) + counts.as_str()
    })?;
    Ok(if started.failed == 0 { Exit::Done } else { Exit::Bad })
}

/// Add a record, or a row of a record's detail
#[derive(Debug, Args)]
pub(in crate::cli) struct Add {
    /// Key of the section
    section: String,
    /// The record whose detail gets a row: its id or its name
    #[arg(long, value_name = "RECORD", requires = "detail")]
    record: Option<String>,
    /// Key of the detail
    #[arg(long, value_name = "DETAIL", requires = "record")]
    detail: Option<String>,
    #[command(flatten)]
    values: Values,
    #[command(flatten)]
    press: Press,
}

impl Add {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let section = client.section(&self.section).await?;
        let record = match &self.record {
            Some(record) => Some(record_id(client, &self.section, record).await?),
            None => None,
        };
        let form = match &self.detail {
            Some(detail) => detail_form(&section, detail)?,
            None => &section.form,
        };
        let place = Place {
            section: &self.section,
            record: record.as_deref(),
            detail: self.detail.as_deref(),
            action: None,
        };
        let values = self.values.read(client, form, &place).await?;
        let (options, deadline) = self.press.options()?;
        let detail = record.as_deref().zip(self.detail.as_deref());
        let started = client.add_record(&self.section, detail, values, &options).await?;
        report(started, &options, deadline, client, printer).await
    }
}

/// Change a record: only the fields that are given
#[derive(Debug, Args)]
pub(in crate::cli) struct Save {
    /// Key of the section
    section: String,
    /// The record: its id or its name
    record: String,
    #[command(flatten)]
    values: Values,
    #[command(flatten)]
    press: Press,
}

impl Save {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let section = client.section(&self.section).await?;
        let id = record_id(client, &self.section, &self.record).await?;
        let place = Place {
            section: &self.section,
            record: Some(&id),
            detail: None,
            action: None,
        };
        let values = self.values.read(client, &section.form, &place).await?;
        let (options, deadline) = self.press.options()?;
        let started = client.save_record(&self.section, &id, values, &options).await?;
        report(started, &options, deadline, client, printer).await
    }
}

/// Delete a record, or a row of its detail. Nothing is asked: `sections actions` says what goes
#[derive(Debug, Args)]
pub(in crate::cli) struct Delete {
    /// Key of the section
    section: String,
    /// The record: its id or its name
    record: String,
    /// Key of the detail
    #[arg(long, value_name = "DETAIL", requires = "row")]
    detail: Option<String>,
    /// Id of the detail's row
    #[arg(long, value_name = "ROW", requires = "detail")]
    row: Option<String>,
    #[command(flatten)]
    press: Press,
}

impl Delete {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let id = record_id(client, &self.section, &self.record).await?;
        let (options, deadline) = self.press.options()?;
        let detail = self.detail.as_deref().zip(self.row.as_deref());
        let started = client.delete_record(&self.section, &id, detail, &options).await?;
        report(started, &options, deadline, client, printer).await
    }
}
