//! `throughline connections`: the systems that processes call.

use clap::{Args, Subcommand};

use super::output::{table, time};
use super::{CliError, Exit, Printer};
use crate::api::types::{
    Connection, ConnectionDetails, ConnectionError, ConnectionFigures, ConnectionState, ConnectionTest, NodeCircuit,
    TestEnd, TestStage, TestStep,
};
use crate::client::Client;
use crate::figures::CircuitState;

/// Look at the systems that processes call, and test whether they answer
#[derive(Debug, Subcommand)]
pub(super) enum Connections {
    List(List),
    Show(Which),
    Test(Test),
}

/// List the connections: how they are and what they did
#[derive(Debug, Args)]
pub(super) struct List {}

/// Show a connection with its circuit, limits and last failed calls
#[derive(Debug, Args)]
pub(super) struct Which {
    /// Its name
    name: String,
}

/// Test a connection: name, machine, encryption, sign-in and one harmless read; exits with 1 where it does not work
#[derive(Debug, Args)]
pub(super) struct Test {
    /// Its name
    name: String,
}

impl Connections {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        match self {
            Self::List(List {}) => list(client, printer).await,
            Self::Show(Which { name }) => {
                let connection = client.connection(&name).await?;
                printer.result(&connection, || described(&connection))?;
                Ok(Exit::Done)
            }
            Self::Test(Test { name }) => {
                let test = client.test_connection(&name).await?;
                printer.result(&test, || told(&name, &test))?;
                Ok(if test.works { Exit::Done } else { Exit::Bad })
            }
        }
    }
}

async fn list(client: &Client, printer: &Printer) -> Result<Exit, CliError> {
    let list = client.connections().await?;
    printer.result(&list, || {
        if list.items.is_empty() {
            return "There are no connections. Add [connections.NAME] to the configuration and restart the service."
                .to_owned();
        }
        let row = |connection: &Connection| {
            let figures = &connection.last_5_minutes;
            vec![
                connection.name.clone(),
                word(connection.state).to_owned(),
                connection.address.clone(),
                figures.calls.to_string(),
                failed(figures).to_string(),
                ms(figures.p95_ms),
                connection
                    .last_error
                    .as_ref()
                    .map_or_else(String::new, |error| time(error.at)),
            ]
        };
        let rows: Vec<_> = list.items.iter().map(row).collect();
        table(
            &["NAME", "STATE", "ADDRESS", "CALLS 5 MIN", "FAILED", "P95", "LAST ERROR"],
            &rows,
        )
    })?;
    Ok(Exit::Done)
}

fn word(state: ConnectionState) -> &'static str {
    match state {
        ConnectionState::Ok => "ok",
        ConnectionState::Degraded => "degraded",
        ConnectionState::CircuitOpen => "circuit open",
        ConnectionState::CannotSignIn => "cannot sign in",
        ConnectionState::NotUsed => "not used yet",
    }
}

fn failed(figures: &ConnectionFigures) -> u64 {
    figures.transient + figures.unknown + figures.sign_in
}

fn ms(value: Option<f64>) -> String {
    value.map_or_else(String::new, |ms| format!("{ms:.0} ms"))
}

fn described(details: &ConnectionDetails) -> String {
    let connection = &details.connection;
    let limits = &connection.limits;
    let pace = limits
        .requests_per_second
        .map_or_else(|| "no limit".to_owned(), |rate| format!("{rate} requests a second"));
    let circuit = match limits.circuit_failures {
        0 => "never opens".to_owned(),
        failures => format!(
            "opens after {failures} failures in a row, for {} ms",
            limits.circuit_open_ms
        ),
    };
    let processes: Vec<&str> = connection.processes.iter().map(|process| &*process.key).collect();
    let mut lines = vec![
        (
            "Connection",
            format!("{} ({}, {})", connection.name, connection.title, connection.connector),
        ),
        ("State", word(connection.state).to_owned()),
        ("Address", connection.address.clone()),
        ("Signs in", connection.auth.clone()),
        ("5 minutes", summed(&connection.last_5_minutes)),
        ("1 hour", summed(&connection.last_hour)),
        (
            "Limits",
            format!(
                "{} calls at once, {pace}, {} ms an exchange",
                limits.max_concurrent, limits.timeout_ms
            ),
        ),
        ("Circuit", circuit),
    ];
    lines.extend(connection.nodes.iter().map(|node| ("Node", standing(node))));
    lines.extend(connection.last_success_at.map(|at| ("Last good", time(at))));
    if !processes.is_empty() {
        lines.push(("Called by", processes.join(", ")));
    }
    lines.extend(details.errors.iter().take(10).map(|error| ("Error", failure(error))));
    lines
        .iter()
        .map(|(name, value)| format!("{:<12}{value}\n", format!("{name}:")))
        .collect()
}

fn summed(figures: &ConnectionFigures) -> String {
    let times = figures.p95_ms.map_or_else(String::new, |_| {
        format!(", half in {}, 95 of 100 in {}", ms(figures.p50_ms), ms(figures.p95_ms))
    });
    format!(
        "{} calls, {} failed, {} refused, {} not sent{times}",
        figures.calls,
        failed(figures),
        figures.refused,
        figures.not_sent
    )
}

fn standing(node: &NodeCircuit) -> String {
    let circuit = match node.circuit {
        CircuitState::Closed => "closed",
        CircuitState::Open => "open",
        CircuitState::HalfOpen => "trying again",
    };
    format!(
        "{}: circuit {circuit}, {} in flight, {} waiting",
        node.name, node.in_flight, node.waiting
    )
}

fn failure(error: &ConnectionError) -> String {
    let run = error.run.map_or_else(String::new, |run| format!(" (run {run})"));
    let times = match error.times {
        1 => String::new(),
        times => format!(", {times} times"),
    };
    format!("{}{times}: {}{run}", time(error.at), error.message)
}

fn told(name: &str, test: &ConnectionTest) -> String {
    let mut text: String = test.steps.iter().map(step).collect();
    text.push_str(&if test.works {
        format!("The connection {name} works.\n")
    } else {
        format!("The connection {name} does not work.\n")
    });
    text
}

fn step(step: &TestStep) -> String {
    let stage = match step.stage {
        TestStage::Resolve => "name",
        TestStage::Connect => "machine",
        TestStage::Tls => "encryption",
        TestStage::SignIn => "sign-in",
        TestStage::Read => "read",
    };
    let mark = match step.end {
        TestEnd::Ok => "ok",
        TestEnd::Failed => "FAILED",
        TestEnd::Skipped => "-",
        TestEnd::NotReached => "not reached",
    };
    let took = match step.end {
        TestEnd::Ok | TestEnd::Failed => format!("{} ms", step.took_ms),
        TestEnd::Skipped | TestEnd::NotReached => String::new(),
    };
    let advice = step
        .advice
        .as_ref()
        .map_or_else(String::new, |advice| format!("  {advice}\n"));
    let line = format!("{stage:<11} {mark:<12}{took:>9}  {}", step.detail);
    format!("{}\n{advice}", line.trim_end())
}
