//! `throughline serve`: the service.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use tokio::signal::unix::{SignalKind, signal};

use super::service::{Service, connections};
use super::{CliError, Exit, Printer};
use crate::access::FirstAdministrator;
use crate::config::Config;
use crate::telemetry;

/// Run the service: API, engine and, where no database is configured, a private PostgreSQL
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Configuration file; `throughline.toml` here, if it is there, where none is given
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Address to listen at, before the one of the configuration
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Data folder, before the one of the configuration
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Folder of connector declarations besides those that ship
    #[arg(long, value_name = "DIR")]
    connectors: Option<PathBuf>,
    /// Folder of section declarations besides those that ship, before the one of the configuration
    #[arg(long, value_name = "DIR")]
    sections: Option<PathBuf>,
}

impl Serve {
    pub(super) async fn run(self, printer: &Printer) -> Result<Exit, CliError> {
        telemetry::init().map_err(|error| CliError::usage(error.to_string()))?;
        let mut config = Config::load(self.config.as_deref()).map_err(|error| CliError::usage(error.to_string()))?;
        if let Some(listen) = self.listen {
            config.listen = listen;
        }
        if let Some(data_dir) = self.data_dir {
            config.data_dir = data_dir;
        }
        if let Some(sections) = self.sections {
            config.sections_dir = Some(sections);
        }
        let failed = |error: &dyn std::fmt::Display| CliError::here(error.to_string());
        // Before anything is started: a signal in between must not leave a private server behind.
        let mut terminate = signal(SignalKind::terminate()).map_err(|error| failed(&error))?;
        let mut interrupt = signal(SignalKind::interrupt()).map_err(|error| failed(&error))?;
        let connections = connections(&config).map_err(|error| failed(&error))?;
        let mut service = Service::start(&config, connections, self.connectors.as_deref())
            .await
            .map_err(|error| failed(&error))?;
        let url = service.url();
        let administrator = service.first_administrator().cloned();
        let mut up = json!({ "url": url });
        if let Some(FirstAdministrator { user, password }) = &administrator {
            up["administrator"] = json!({ "user": user, "password": password.expose() });
        }
        printer.result(&up, || {
            let token = match service.new_token_file() {
                Some(file) => format!("\nA token was made: export THROUGHLINE_TOKEN=$(cat {})", file.display()),
                None => String::new(),
            };
            let administrator = match &administrator {
                Some(FirstAdministrator { user, password }) => format!(
                    "\nThe first administrator was made; the password is shown this once:\n  user      {user}\n  password  {}",
                    password.expose()
                ),
                None => String::new(),
            };
            format!("Listening at {url}{token}{administrator}")
        })?;
        let broken = tokio::select! {
            _ = terminate.recv() => None,
            _ = interrupt.recv() => None,
            error = service.failed() => Some(error),
        };
        tracing::info!("stopping; a second signal stops at once");
        tokio::select! {
            () = service.stop() => {}
            _ = terminate.recv() => tracing::warn!("stopped at once; what is open is in the journal"),
            _ = interrupt.recv() => tracing::warn!("stopped at once; what is open is in the journal"),
        }
        match broken {
            Some(error) => Err(CliError::here(format!(
                "the service can no longer listen at {url}: {error}"
            ))),
            None => Ok(Exit::Done),
        }
    }
}
