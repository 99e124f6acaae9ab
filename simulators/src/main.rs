//! `throughline-simulators webitel|creatio`: one simulator as a process of its own, until Ctrl-C or SIGTERM.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use throughline_simulators::{Running, SimulatorError, creatio, webitel};

/// Webitel and Creatio as HTTP servers for tests, demos and benchmarks.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    which: Which,
}

#[derive(Subcommand)]
enum Which {
    /// The Webitel REST API under /api
    Webitel(webitel::Options),
    /// Creatio's sign-in, OData 4 and administration service
    Creatio(Box<creatio::Options>),
}

#[tokio::main]
async fn main() -> ExitCode {
    let outcome = match Arguments::parse().which {
        Which::Webitel(options) => run(webitel::Simulator::start(options).await).await,
        Which::Creatio(options) => run(creatio::Simulator::start(*options).await).await,
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("throughline-simulators: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run<H>(started: Result<Running<H>, SimulatorError>) -> Result<(), SimulatorError> {
    let running = started?;
    println!("listening on {}", running.url);
    if let Err(error) = stop_signal().await {
        eprintln!("cannot wait for a signal, so this simulator stops now: {error}");
    }
    running.shutdown().await
}

async fn stop_signal() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
