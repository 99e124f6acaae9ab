//! `throughline demo`: everything on this machine, from nothing: a private PostgreSQL, simulators of Webitel and
//! Creatio, the service with the definitions that ship, and one import.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use throughline_engine::kernel::{RunId, RunStatus};
use throughline_simulators::{creatio, webitel};
use tokio::signal::unix::{SignalKind, signal};
use uuid::Uuid;

use super::progress::Bars;
use super::service::Service;
use super::{CliError, Exit, Printer};
use crate::access::FirstAdministrator;
use crate::api::types::StartRequest;
use crate::bundled::PROCESSES;
use crate::client::{Client, Followed, RunsFilter, follow};
use crate::config::Config;
use crate::connectors::{AuthConfig, ConnectionConfig, Secret};
use crate::telemetry;

/// The process the demo runs once.
const IMPORT: &str = "GetWebitelUsers";

/// Try everything on this machine: private PostgreSQL, simulated Webitel and Creatio, one import of users
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Address to listen at
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Data folder; the demo goes on where it was left
    #[arg(long, value_name = "DIR", default_value = ".demo")]
    data_dir: PathBuf,
    /// Users the simulated Webitel has when its data is made
    #[arg(long, value_name = "N", default_value_t = 1000)]
    users: usize,
    /// Stop after the import; exit code 0 only if it completed
    #[arg(long)]
    once: bool,
}

/// `demo.json`: where everything is and how to get in.
#[derive(Serialize)]
struct Access<'a> {
    service_url: &'a str,
    token: &'a str,
    /// Kept in the file from the start that made it: the database has only its hash.
    #[serde(skip_serializing_if = "Option::is_none")]
    administrator: Option<Administrator>,
    webitel: WebitelAccess<'a>,
    creatio: CreatioAccess<'a>,
}

#[derive(Serialize, Deserialize)]
struct Administrator {
    user: String,
    password: String,
}

#[derive(Serialize)]
struct WebitelAccess<'a> {
    url: &'a str,
    token: &'a str,
}

#[derive(Serialize)]
struct CreatioAccess<'a> {
    url: &'a str,
    user: &'a str,
    password: &'a str,
}

/// What makes the simulated systems private to this demo.
struct Secrets {
    webitel_token: String,
    creatio_password: String,
}

fn failed(error: impl std::fmt::Display) -> CliError {
    CliError::here(error.to_string())
}

impl Demo {
    pub(super) async fn run(self, printer: &Printer) -> Result<Exit, CliError> {
        telemetry::init_quiet().map_err(|error| CliError::usage(error.to_string()))?;
        // Before anything is started: a signal in between must not leave a private server behind.
        let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
        let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
        std::fs::create_dir_all(&self.data_dir)
            .map_err(|error| failed(format!("{}: {error}", self.data_dir.display())))?;

        let secrets = Secrets {
            webitel_token: Uuid::new_v4().to_string(),
            creatio_password: Uuid::new_v4().to_string(),
        };
        printer.note("Starting simulated Webitel and Creatio ...");
        let webitel = webitel::Simulator::start(webitel::Options {
            users: self.users,
            token: secrets.webitel_token.clone(),
            data: Some(self.data_dir.join("webitel.json")),
            ..webitel::Options::default()
        })
        .await
        .map_err(failed)?;
        let creatio_options = creatio::Options {
            users: self.users / 5,
            password: secrets.creatio_password.clone(),
            data: Some(self.data_dir.join("creatio.json")),
            ..creatio::Options::default()
        };
        let creatio_user = creatio_options.user.clone();
        let creatio = creatio::Simulator::start(creatio_options).await.map_err(failed)?;

        printer.note("Starting a private PostgreSQL and the service ...");
        let config = Config {
            listen: self.listen,
            data_dir: self.data_dir.clone(),
            ..Config::default()
        };
        let connections = connections(&webitel.url, &creatio.url, &creatio_user, &secrets);
        let mut service = Service::start(&config, connections, None).await.map_err(failed)?;
        let url = service.url();
        let file = self.data_dir.join("demo.json");
        let access = Access {
            service_url: &url,
            token: service.token(),
            administrator: administrator(service.first_administrator(), &file),
            webitel: WebitelAccess {
                url: &webitel.url,
                token: &secrets.webitel_token,
            },
            creatio: CreatioAccess {
                url: &creatio.url,
                user: &creatio_user,
                password: &secrets.creatio_password,
            },
        };
        let client = Client::new(&url, service.token()).map_err(failed)?;

        let shown = async {
            write_private(&file, &access).map_err(|error| failed(format!("{}: {error}", file.display())))?;
            let run = import(&client, printer).await?;
            let completed = run["status"] == json!(RunStatus::Completed);
            printer.result(&json!({ "demo": access, "run": run }), || {
                story(&run, &access, &file, self.once)
            })?;
            Ok::<_, CliError>(completed)
        };
        let completed = tokio::select! {
            completed = shown => Some(completed),
            _ = terminate.recv() => None,
            _ = interrupt.recv() => None,
        };
        let broken = match &completed {
            Some(Ok(_)) if !self.once => tokio::select! {
                _ = terminate.recv() => None,
                _ = interrupt.recv() => None,
                error = service.failed() => Some(error),
            },
            _ => None,
        };
        printer.note("Stopping ...");
        service.stop().await;
        webitel.shutdown().await.map_err(failed)?;
        creatio.shutdown().await.map_err(failed)?;
        if let Some(error) = broken {
            return Err(failed(format!("the service can no longer listen: {error}")));
        }
        let completed = completed.transpose()?.unwrap_or(false);
        Ok(if completed || !self.once { Exit::Done } else { Exit::Bad })
    }
}

fn connections(
    webitel: &str,
    creatio: &str,
    creatio_user: &str,
    secrets: &Secrets,
) -> BTreeMap<String, ConnectionConfig> {
    let token = AuthConfig::Token {
        token: Secret::literal(secrets.webitel_token.clone()),
    };
    let forms = AuthConfig::Forms {
        user: creatio_user.to_owned(),
        password: Secret::literal(secrets.creatio_password.clone()),
    };
    BTreeMap::from([
        ("webitel".to_owned(), ConnectionConfig::new(webitel, token)),
        ("creatio".to_owned(), ConnectionConfig::new(creatio, forms)),
    ])
}

/// Deploys what ships and runs the import once.
async fn import(client: &Client, printer: &Printer) -> Result<Value, CliError> {
    for (name, source) in PROCESSES {
        let deployed = client.deploy(*source).await.map_err(CliError::from)?;
        printer.note(&format!(
            "Deployed {name}: {} version {}",
            deployed.definition.key, deployed.definition.version
        ));
    }
    // A demo that was killed in the middle goes on with its import; two at once could make a contact twice.
    let unfinished = RunsFilter {
        process: Some(IMPORT.to_owned()),
        status: Some("created,running,waiting".to_owned()),
        ..RunsFilter::default()
    };
    let unfinished = client
        .runs(&unfinished)
        .await
        .map_err(CliError::from)?
        .items
        .into_iter()
        .next();
    let id = match unfinished {
        Some(run) => {
            printer.note(&format!("Run {} of {IMPORT} was not finished and goes on.", run.id));
            RunId(run.id)
        }
        None => {
            let request = StartRequest {
                input: Value::Null,
                business_key: Some("demo".to_owned()),
                ..StartRequest::default()
            };
            let run = client
                .start(IMPORT, &request, None, None)
                .await
                .map_err(CliError::from)?;
            printer.note(&format!("Run {} of {IMPORT} is started.", run.summary.id));
            RunId(run.summary.id)
        }
    };
    let mut bars = Bars::new(printer);
    let followed = follow(client, id, None, true, |event| bars.show(event)).await;
    bars.clear();
    let (Followed::Settled(run) | Followed::RanOut(run)) = followed.map_err(CliError::from)?;
    serde_json::to_value(&run).map_err(failed)
}

/// What a person reads at the end.
fn story(run: &Value, access: &Access<'_>, file: &Path, once: bool) -> String {
    let id = run["id"].as_str().unwrap_or_default();
    let mut text = format!("\nThe import is {}.\n", run["status"].as_str().unwrap_or("?"));
    match run["result"].as_object() {
        Some(result) => {
            for (name, value) in result {
                let value = match value {
                    Value::Array(items) => items.len().to_string(),
                    other => other.to_string(),
                };
                text.push_str(&format!("  {name:20} {value:>6}\n"));
            }
        }
        None => text.push_str(&format!("  {}\n", run["last_error"].as_str().unwrap_or("no result"))),
    }
    if once {
        return text;
    }
    let url = access.service_url;
    let sign_in = access.administrator.as_ref().map_or_else(String::new, |administrator| {
        let Administrator { user, password } = administrator;
        format!("  administrator      user {user}, password {password}\n")
    });
    text.push_str(&format!(
        "
Where to look next
  service            {url}   (addresses and tokens: {})
{sign_in}  in another shell   export THROUGHLINE_URL={url} THROUGHLINE_TOKEN={}
  the run            throughline runs show {id}
  once more          throughline start {IMPORT} --wait      (nothing changes the second time)
  API description    {url}/api/v1/openapi.json
Press Ctrl+C to stop.",
        file.display(),
        access.token,
    ));
    text
}

/// The administrator this start made, or the one an earlier start of this demo wrote down.
fn administrator(made: Option<&FirstAdministrator>, file: &Path) -> Option<Administrator> {
    if let Some(FirstAdministrator { user, password }) = made {
        return Some(Administrator {
            user: user.clone(),
            password: password.expose().to_owned(),
        });
    }
    // A file of an older version, or none, has no administrator to keep.
    let text = std::fs::read_to_string(file).ok()?;
    let mut written: Value = serde_json::from_str(&text).ok()?;
    serde_json::from_value(written["administrator"].take()).ok()
}

/// Written beside and moved into place, so that whoever reads it reads it whole; only its owner may.
fn write_private(path: &Path, access: &Access<'_>) -> std::io::Result<()> {
    let new = path.with_extension("json.new");
    let _ = std::fs::remove_file(&new);
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&new)?;
    serde_json::to_writer_pretty(&mut file, access)?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    std::fs::rename(&new, path)
}
