//! The whole service in one value: database, runtime and API, started in order and stopped in the reverse.
//!
//! `serve` and `demo` use it, and tests that want everything in one process.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize as _;
use sqlx::postgres::PgConnectOptions;
use thiserror::Error;
use throughline_engine::script::{Limits, ScriptEngine};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::access::{Access, FirstAdministrator, FirstAdministratorError};
use crate::api::{self, ApiState, Front, StartSettings};
use crate::auth::{self, TokenFileError, Tokens, WeakToken};
use crate::bulk;
use crate::config::Config;
use crate::connections::Connections;
use crate::connectors::{Catalogue, ConnectionConfig, Connectors, ConnectorsError, DeclarationError};
use crate::embedded_postgres::{self, EmbeddedPostgres};
use crate::runtime::{Runtime, RuntimeOptions};
use crate::secrets::{KeyFileError, Keyring, Secrets};
use crate::sections::{Sections, SectionsError};
use crate::store::{Store, StoreError};
use crate::triggers::schedule::Scheduler;
use crate::webhooks::{Deliverer, DelivererError};

/// Connections of the pool: lists, starts and claims share them; what writes facts has its own.
const POOL: u32 = 8;

/// Why the service did not start.
#[derive(Debug, Error)]
pub enum ServiceError {
    /// The data folder.
    #[error("the data folder {} cannot be made: {source}", .path.display())]
    DataDir {
        /// Which folder.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The address to listen at.
    #[error("cannot listen at {address}: {source}; choose another with --listen or THROUGHLINE_LISTEN")]
    Listen {
        /// Which address.
        address: SocketAddr,
        /// Why not.
        source: std::io::Error,
    },
    /// The token.
    #[error(transparent)]
    TokenFile(#[from] TokenFileError),
    /// The token.
    #[error(transparent)]
    WeakToken(#[from] WeakToken),
    /// The key file of secrets.
    #[error(transparent)]
    KeyFile(#[from] KeyFileError),
    /// The private server.
    #[error(transparent)]
    Postgres(#[from] embedded_postgres::Error),
    /// The database's address.
    #[error("database_url is no postgres:// address")]
    DatabaseUrl,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The first user.
    #[error("the first administrator cannot be made: {0}")]
    FirstAdministrator(#[from] FirstAdministratorError),
    /// A connector's declaration.
    #[error(transparent)]
    Declaration(#[from] DeclarationError),
    /// Sections' declarations.
    #[error("the sections cannot be used:\n{0}")]
    Sections(#[from] SectionsError),
    /// A connection cannot be read.
    #[error("connections.{name}: {reason}")]
    Connection {
        /// Its name.
        name: String,
        /// Why not.
        reason: String,
    },
    /// The sender of callbacks.
    #[error(transparent)]
    Callbacks(#[from] DelivererError),
    /// The connections.
    #[error("the connections cannot be used:\n{}", .0.problems.join("\n"))]
    Connections(#[from] ConnectorsError),
}

/// A running service.
pub struct Service {
    address: SocketAddr,
    token: String,
    token_file: Option<PathBuf>,
    administrator: Option<FirstAdministrator>,
    runtime: Runtime,
    access: Access,
    store: Store,
    postgres: Option<EmbeddedPostgres>,
    stop: CancellationToken,
    server: JoinHandle<std::io::Result<()>>,
    scheduler: JoinHandle<()>,
    /// Carries out acts on many runs.
    bulk_worker: JoinHandle<()>,
    /// Keeps the figures of connections.
    figures: JoinHandle<()>,
    figures_stop: CancellationToken,
    /// Sends callbacks, where they are configured.
    deliveries: Option<JoinHandle<()>>,
}

/// The connections of a configuration, read.
///
/// # Errors
/// The first that cannot be read.
pub fn connections(config: &Config) -> Result<BTreeMap<String, ConnectionConfig>, ServiceError> {
    let read = |(name, table): (&String, &toml::Table)| {
        ConnectionConfig::deserialize(toml::Value::Table(table.clone()))
            .map(|connection| (name.clone(), connection))
            .map_err(|error| ServiceError::Connection {
                name: name.clone(),
                reason: error.message().to_owned(),
            })
    };
    config.connections.iter().map(read).collect()
}

impl Service {
    /// Starts everything. `connectors` is a folder of declarations besides those that ship.
    ///
    /// # Errors
    /// What could not be started; what was started before is stopped again.
    pub async fn start(
        config: &Config,
        connections: BTreeMap<String, ConnectionConfig>,
        connectors: Option<&Path>,
    ) -> Result<Self, ServiceError> {
        // What is wrong with the configuration is said before anything is touched but the data folder and its key.
        let catalogue = Catalogue::load(&ScriptEngine::new(Limits::default()), connectors)?;
        make_data_dir(&config.data_dir)?;
        let secrets = Secrets::new(keyring(config)?);
        let connectors = Arc::new(Connectors::with_secrets(catalogue, connections, secrets)?);
        let sections = Sections::load(connectors.clone(), config.sections_dir.as_deref())?;
        let (token, token_file) = token(config)?;
        let tokens = Tokens::single("default", &token)?;
        let listen = |source| ServiceError::Listen {
            address: config.listen,
            source,
        };
        let listener = TcpListener::bind(config.listen).await.map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;

        let (options, postgres) = database(config).await?;
        let name = rustix::system::uname().nodename().to_string_lossy().into_owned();
        let started = async {
            let store = Store::connect(options, POOL).await?;
            store.migrate().await?;
            take_up_secrets(&connectors, &store).await?;
            let most_live = config.limits.max_runs_in_memory.get();
            let options = RuntimeOptions {
                node_name: name.clone(),
                most_live,
                ..RuntimeOptions::default()
            };
            let runtime = Runtime::start(options, store.clone(), connectors).await?;
            let access = Access::new(store.clone(), tokens);
            // Last: when it is made its password is printed, and nothing that can fail stands in between.
            match access.first_administrator().await {
                Ok(administrator) => Ok((store, runtime, access, administrator)),
                Err(error) => {
                    runtime.shutdown().await;
                    Err(ServiceError::from(error))
                }
            }
        };
        let (store, runtime, access, administrator) = match started.await {
            Ok(started) => started,
            Err(error) => {
                if let Some(postgres) = postgres {
                    postgres.stop().await;
                }
                return Err(error);
            }
        };
        let front = Front {
            trusted_proxies: config.api.trusted_proxies.clone(),
            secure_cookies: !address.ip().is_loopback(),
        };
        let starts = StartSettings::new(config.limits, &config.callbacks, &config.hooks);
        let targets = starts.targets.clone();
        let max_body_bytes = config.limits.max_request_body_bytes.get();
        let figures = Connections::new(runtime.clone(), &name);
        let state = ApiState::new(runtime.clone(), access.clone(), max_body_bytes)
            .behind(front)
            .with_starts(starts)
            .with_sections(sections)
            .with_connections(figures.clone());
        let stop = CancellationToken::new();
        let deliveries = match targets.signing_key() {
            Some(_) => match Deliverer::new(runtime.clone(), targets) {
                Ok(deliverer) => Some(tokio::spawn(deliverer.run(stop.clone()))),
                Err(error) => {
                    runtime.shutdown().await;
                    if let Some(postgres) = postgres {
                        postgres.stop().await;
                    }
                    return Err(error.into());
                }
            },
            None => None,
        };
        let server = tokio::spawn(api::serve(listener, state, stop.clone()));
        let scheduler = tokio::spawn(Scheduler::new(runtime.clone()).run(stop.clone()));
        let bulk_worker = tokio::spawn(bulk::Worker::new(runtime.clone()).run(stop.clone()));
        let figures_stop = CancellationToken::new();
        let figures = tokio::spawn(figures.run(figures_stop.clone()));
        Ok(Self {
            address,
            token,
            token_file,
            administrator,
            runtime,
            access,
            store,
            postgres,
            stop,
            server,
            scheduler,
            bulk_worker,
            figures,
            figures_stop,
            deliveries,
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The token callers show.
    #[must_use]
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The file the token was made in, where this start made it.
    #[must_use]
    pub fn new_token_file(&self) -> Option<&Path> {
        self.token_file.as_deref()
    }

    /// The first administrator, where this start made one: the password is known here and nowhere else.
    #[must_use]
    pub fn first_administrator(&self) -> Option<&FirstAdministrator> {
        self.administrator.as_ref()
    }

    /// The runtime, for what runs beside the API.
    #[must_use]
    pub fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// Waits until the API ends by itself, which it only does when its listener fails.
    ///
    /// # Errors
    /// Why.
    pub async fn failed(&mut self) -> std::io::Error {
        match (&mut self.server).await {
            Ok(Ok(())) => std::io::Error::other("the API ended"),
            Ok(Err(error)) => error,
            Err(error) => std::io::Error::other(error),
        }
    }

    /// Stops in order: no new requests, runs given back, connections closed, the private server last.
    pub async fn stop(self) {
        self.stop.cancel();
        if !self.server.is_finished() {
            match self.server.await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::warn!(%error, "the API ended badly"),
                Err(error) => tracing::warn!(%error, "the API ended badly"),
            }
        }
        // Before the runtime: what it is about to start is started, or left to whoever comes next.
        if let Err(error) = self.scheduler.await {
            tracing::warn!(%error, "the scheduler ended badly");
        }
        if let Err(error) = self.bulk_worker.await {
            tracing::warn!(%error, "the worker of bulk acts ended badly");
        }
        if let Some(Err(error)) = async { Some(self.deliveries?.await) }.await {
            tracing::warn!(%error, "the sender of callbacks ended badly");
        }
        self.access.close().await;
        self.runtime.shutdown().await;
        // After the runtime: the last calls are counted, too.
        self.figures_stop.cancel();
        if let Err(error) = self.figures.await {
            tracing::warn!(%error, "the figures of connections ended badly");
        }
        self.store.close().await;
        if let Some(postgres) = self.postgres {
            postgres.stop().await;
        }
    }
}

fn make_data_dir(path: &Path) -> Result<(), ServiceError> {
    std::fs::create_dir_all(path).map_err(|source| ServiceError::DataDir {
        path: path.to_owned(),
        source,
    })
}

/// The configured token, or the one in the data folder; with the file where it was made just now.
fn token(config: &Config) -> Result<(String, Option<PathBuf>), ServiceError> {
    if let Some(token) = &config.api.token {
        return Ok((token.expose().to_owned(), None));
    }
    let path = config.data_dir.join("token");
    let (token, is_new) = auth::load_or_create(&path)?;
    Ok((token, is_new.then_some(path)))
}

/// The keys of the configured file, or those in the data folder, made there at the first start.
fn keyring(config: &Config) -> Result<Keyring, KeyFileError> {
    match &config.secrets.key_file {
        Some(path) => Keyring::load(path, false),
        None => Keyring::load(&config.data_dir.join("secret.key"), true),
    }
}

/// Gives the secrets their database, and says what is missing there. Nothing of it keeps the service from starting: what
/// needs no secret works.
async fn take_up_secrets(connectors: &Connectors, store: &Store) -> Result<(), StoreError> {
    for remark in connectors.secrets().attach(store).await? {
        tracing::error!("{remark}");
    }
    if connectors.named_secrets().is_empty() {
        return Ok(());
    }
    let there = store.secrets().await?;
    for (connection, name) in connectors.named_secrets() {
        if there.iter().all(|row| row.name != name.as_str()) {
            tracing::warn!(
                "connections.{connection} refers to the secret `{name}`, which is not there yet: \
                 `throughline secrets set {name}` makes it"
            );
        }
    }
    Ok(())
}

async fn database(config: &Config) -> Result<(PgConnectOptions, Option<EmbeddedPostgres>), ServiceError> {
    if let Some(url) = &config.database_url {
        // The parser's message may quote the address, and with it the password.
        return Ok((url.expose().parse().map_err(|_| ServiceError::DatabaseUrl)?, None));
    }
    let postgres = EmbeddedPostgres::start(embedded_postgres::Options::new(&config.data_dir)).await?;
    Ok((postgres.connect_options(), Some(postgres)))
}
