//! The product as it is run: the real binary as a process of its own against simulators in this one.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use sqlx::ConnectOptions as _;
use sqlx::postgres::PgConnectOptions;
use throughline::client::Client;
use throughline_simulators::{Faults, Running, creatio, webitel};
use tokio::io::AsyncReadExt as _;
use tokio::process::{Child, Command};

use crate::cli_commands::BINARY;

/// Longest anything may take before the test says that it does not come.
pub(crate) const PATIENCE: Duration = Duration::from_secs(180);

pub(crate) const TOKEN: &str = "product-test-token-0123456789abcdef";

/// Simulated Webitel and Creatio with the same people.
pub(crate) struct Systems {
    pub(crate) webitel: Running<webitel::Handle>,
    pub(crate) creatio: Running<creatio::Handle>,
}

impl Systems {
    pub(crate) async fn start(users: usize, webitel_faults: Faults, creatio_faults: Faults) -> Self {
        let webitel = webitel::Options {
            users,
            faults: webitel_faults,
            ..webitel::Options::default()
        };
        let creatio = creatio::Options {
            users: users / 5,
            faults: creatio_faults,
            ..creatio::Options::default()
        };
        Self::of(webitel, creatio).await
    }

    pub(crate) async fn of(webitel: webitel::Options, creatio: creatio::Options) -> Self {
        Self {
            webitel: webitel::Simulator::start(webitel).await.unwrap(),
            creatio: creatio::Simulator::start(creatio).await.unwrap(),
        }
    }

    /// Writes the configuration of a service that works with these systems.
    fn configure(&self, folder: &Path) {
        let text = format!(
            "[api]\ntoken = \"env:PRODUCT_TOKEN\"\n\n\
             [connections.webitel]\nbase_url = \"{}\"\n\
             auth = {{ kind = \"token\", token = \"env:WEBITEL_TOKEN\" }}\n\n\
             [connections.creatio]\nbase_url = \"{}\"\n\
             auth = {{ kind = \"forms\", user = \"Supervisor\", password = \"env:CREATIO_PASSWORD\" }}\n",
            self.webitel.url, self.creatio.url
        );
        std::fs::write(folder.join("throughline.toml"), text).unwrap();
    }
}

/// A running service process.
pub(crate) struct Service {
    child: Child,
    pub(crate) client: Client,
}

impl Service {
    /// Starts the binary on a database and waits until it listens.
    pub(crate) async fn start(folder: &Path, systems: &Systems, database: &PgConnectOptions) -> Self {
        systems.configure(folder);
        let mut child = Command::new(BINARY)
            .args(["serve", "--output", "json", "--listen", "127.0.0.1:0", "--config"])
            .arg(folder.join("throughline.toml"))
            .env("THROUGHLINE_DATABASE_URL", database.to_url_lossy().to_string())
            .env("PRODUCT_TOKEN", TOKEN)
            .env("WEBITEL_TOKEN", "webitel-token")
            .env("CREATIO_PASSWORD", "Supervisor")
            .env("THROUGHLINE_LOG", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(
                std::fs::File::options()
                    .create(true)
                    .append(true)
                    .open(folder.join("service.log"))
                    .unwrap(),
            )
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut out = child.stdout.take().unwrap();
        let mut text = Vec::new();
        let url = loop {
            let mut bytes = [0; 256];
            let count = tokio::time::timeout(PATIENCE, out.read(&mut bytes))
                .await
                .unwrap()
                .unwrap();
            assert_ne!(count, 0, "the service ended before it listened: {}", log(folder));
            text.extend_from_slice(&bytes[..count]);
            if let Ok(value) = serde_json::from_slice::<Value>(&text) {
                break value["url"].as_str().unwrap().to_owned();
            }
        };
        Self {
            child,
            client: Client::new(&url, TOKEN).unwrap(),
        }
    }

    /// `kill -9`, and nothing of it is left when this returns.
    pub(crate) async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }
}

/// What the service logged, for a failing test.
pub(crate) fn log(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("service.log")).unwrap_or_default()
}
