//! `throughline runs show`.

use std::fmt::Write as _;

use clap::Args;
use throughline_engine::kernel::RunId;

use crate::api::types::{Doing, Run, Token};
use crate::cli::output::{pretty, time};
use crate::cli::{CliError, Exit, Printer};
use crate::client::Client;

/// Show a run: where it stands, its result or its error
#[derive(Debug, Args)]
pub(in crate::cli) struct Show {
    /// Id of the run
    run: RunId,
    /// With the variables of the process
    #[arg(long)]
    variables: bool,
}

impl Show {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let run = client.run(self.run, self.variables).await?;
        printer.result(&run, || text(&run))?;
        Ok(Exit::Done)
    }
}

/// Tokens that are shown one by one.
const TOKENS: usize = 20;

/// A run for people. Writing to a string cannot fail.
pub(in crate::cli) fn text(run: &Run) -> String {
    let summary = &run.summary;
    let mut text = String::new();
    let _ = writeln!(text, "Run        {}", summary.id);
    let _ = writeln!(text, "Process    {} version {}", summary.process, summary.version);
    let _ = writeln!(text, "Status     {}", summary.status.as_str());
    if let Some(key) = &summary.business_key {
        let _ = writeln!(text, "Key        {key}");
    }
    let _ = writeln!(
        text,
        "Started    {} by {}",
        time(summary.created_at),
        summary.started_by
    );
    if let Some(at) = summary.ended_at {
        let _ = writeln!(text, "Ended      {}", time(at));
    }
    let _ = writeln!(text, "Facts      {}", summary.facts);
    for progress in &run.progress {
        let _ = writeln!(
            text,
            "Progress   {}: {} of {}, {} under way, {} caught an error",
            progress.step, progress.done, progress.total, progress.active, progress.caught
        );
    }
    for token in run.tokens.iter().take(TOKENS) {
        let _ = writeln!(text, "At         {}", place(token));
    }
    if run.tokens.len() > TOKENS {
        let _ = writeln!(
            text,
            "At         {} more places (--output json shows all)",
            run.tokens.len() - TOKENS
        );
    }
    if let Some(error) = &run.error {
        let _ = writeln!(text, "Error      {}: {}", error.code, error.message);
    } else if let Some(error) = &summary.last_error {
        let _ = writeln!(text, "Error      {error}");
    }
    if let Some(error) = &run.state_error {
        let _ = writeln!(text, "Not shown  {error}");
    }
    if let Some(variables) = &run.variables {
        let _ = writeln!(
            text,
            "Variables  {}",
            serde_json::to_value(variables)
                .map(|all| pretty(&all))
                .unwrap_or_default()
        );
    }
    if let Some(result) = &run.result {
        let _ = writeln!(text, "Result     {}", pretty(result));
    }
    if summary.incidents > 0 {
        let _ = writeln!(
            text,
            "\n{} incident(s). When the cause is gone: throughline retry {}",
            summary.incidents, summary.id
        );
    }
    text
}

fn place(token: &Token) -> String {
    let item = token.item.map(|item| format!(" (item {item})")).unwrap_or_default();
    let doing = match &token.doing {
        Doing::Call {
            attempt,
            attempts,
            next_attempt_at: Some(at),
        } => {
            format!("waits for attempt {attempt} of {attempts} at {}", time(*at))
        }
        Doing::Call {
            attempt,
            attempts,
            next_attempt_at: None,
        } => format!("attempt {attempt} of {attempts} is under way"),
        Doing::Wait { until } => format!("waits until {}", time(*until)),
        Doing::Join => "waits for the other branches".to_owned(),
        Doing::SubProcess => "is inside its steps".to_owned(),
        Doing::ForEach { progress } => format!("{} of {} items", progress.done, progress.total),
        Doing::Incident { error, since, .. } => {
            format!(
                "needs attention since {}: {}: {}",
                time(*since),
                error.code,
                error.message
            )
        }
    };
    format!("{}{item}, token {}: {doing}", token.step, token.token)
}
