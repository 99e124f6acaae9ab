//! `throughline runs suspend | resume | edit | skip | move`: what a person does to a run that does not go as it should.

use std::collections::BTreeMap;

use clap::Args;
use serde_json::{Value, json};
use throughline_engine::kernel::RunId;

use crate::api::types::Accepted;
use crate::cli::{CliError, Exit, Printer};
use crate::client::Client;

/// Stop a run for a while: calls under way end, no new ones are made
#[derive(Debug, Args)]
pub(in crate::cli) struct Suspend {
    /// Id of the run
    run: RunId,
    /// Why, for its history
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// Let a suspended run go on
#[derive(Debug, Args)]
pub(in crate::cli) struct Resume {
    /// Id of the run
    run: RunId,
}

/// Give variables of a run other values; no step is done again by it
#[derive(Debug, Args)]
pub(in crate::cli) struct Edit {
    /// Id of the run
    run: RunId,
    /// A variable and its new value as JSON; what is no JSON is text
    #[arg(long = "set", value_name = "NAME=VALUE", required = true, value_parser = assignment)]
    set: Vec<(String, Value)>,
    /// Number of the token whose variables are meant, as `runs show` prints it; those of the process without it
    #[arg(long = "at", id = "at", value_name = "TOKEN")]
    token: Option<u32>,
    /// Why, for its history
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// Give the output of an activity that stands at an incident: it counts as done
#[derive(Debug, Args)]
pub(in crate::cli) struct Skip {
    /// Id of the run
    run: RunId,
    /// Number of the token, as `runs show` prints it
    #[arg(long = "at", id = "at", value_name = "TOKEN")]
    token: u32,
    /// What counts as its result, as JSON
    #[arg(long, value_name = "JSON", default_value = "null", value_parser = json_value)]
    result: Value,
    /// Why, for its history
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// Put a token to another step beside the one it stands at
#[derive(Debug, Args)]
pub(in crate::cli) struct Move {
    /// Id of the run
    run: RunId,
    /// Number of the token, as `runs show` prints it
    #[arg(long = "at", id = "at", value_name = "TOKEN")]
    token: u32,
    /// Path of the step it enters next
    #[arg(long, value_name = "STEP")]
    to: String,
    /// Why, for its history
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

impl Suspend {
    pub(in crate::cli) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let accepted = client
            .act(self.run, &["suspend"], &json!({ "reason": self.reason }))
            .await?;
        told(printer, &accepted, self.run, "suspended")
    }
}

impl Resume {
    pub(in crate::cli) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let accepted = client.act(self.run, &["resume"], &json!({})).await?;
        told(printer, &accepted, self.run, "resumed")
    }
}

impl Edit {
    pub(in crate::cli) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let variables: BTreeMap<String, Value> = self.set.into_iter().collect();
        let body = json!({ "variables": variables, "token": self.token, "reason": self.reason });
        let accepted = client.edit_variables(self.run, &body).await?;
        told(printer, &accepted, self.run, "edited")
    }
}

impl Skip {
    pub(in crate::cli) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let body = json!({ "output": self.result, "reason": self.reason });
        let path = ["tokens", &self.token.to_string(), "skip"];
        let accepted = client.act(self.run, &path, &body).await?;
        told(printer, &accepted, self.run, "past that step")
    }
}

impl Move {
    pub(in crate::cli) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let body = json!({ "to": self.to, "reason": self.reason });
        let path = ["tokens", &self.token.to_string(), "move"];
        let accepted = client.act(self.run, &path, &body).await?;
        told(printer, &accepted, self.run, "at its new step")
    }
}

fn told(printer: &Printer, accepted: &Accepted, run: RunId, what: &str) -> Result<Exit, CliError> {
    printer.result(accepted, || match accepted.done {
        true => format!("Run {run} is {what}."),
        false => format!("Run {run} will be {what} by the node that has it."),
    })?;
    Ok(Exit::Done)
}

fn json_value(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| format!("it is no JSON: {error}"))
}

/// `name=value`; what is no JSON is text, so that nobody has to quote twice.
pub(super) fn assignment(text: &str) -> Result<(String, Value), String> {
    let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE")?;
    let value = serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.to_owned()));
    Ok((name.to_owned(), value))
}
