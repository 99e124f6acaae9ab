//! What the service is told from outside: one TOML file, overridden by environment variables, safe without either.
//!
//! This room reads and checks; it opens no connection and makes no folder. It knows the keys of the file and nothing of
//! what a connection needs: a `[connections.<name>]` table is handed on as it stands, for the connectors to read.
//!
//! ```toml
//! listen = "127.0.0.1:8080"            # where the API and the console answer
//! data_dir = "data"                    # relative to this file
//! sections_dir = "sections"            # section files of your own, relative to this file
//! database_url = "env:DATABASE_URL"    # a postgres:// address or a reference; absent: a private server in data_dir
//!
//! [api]
//! token = "file:/run/secrets/token"    # a reference, never the token itself
//! trusted_proxies = ["10.0.0.0/8"]     # whose X-Forwarded-For is believed
//!
//! [secrets]
//! key_file = "/etc/throughline/secret.key"   # the same on every node; absent: made in data_dir
//!
//! [limits]
//! max_runs_in_memory = 20000           # more wait in Postgres
//! max_request_body_bytes = 4194304
//! max_batch_body_bytes = 33554432      # many starts in one request
//! max_starts_per_minute = 60000        # of one caller
//!
//! [callbacks]                          # where the end of a run may be told
//! allow = ["https://crm.example.com"]
//! signing_key = "env:CALLBACK_KEY"
//!
//! [hooks.webitel_users]                # record events of a section
//! secret = "env:HOOK_SECRET"
//!
//! [connections.webitel]                # see the connectors
//! base_url = "https://webitel.example.com"
//! ```
//!
//! A variable overrides the key of its name: `THROUGHLINE_LISTEN`, `THROUGHLINE_DATA_DIR`, `THROUGHLINE_DATABASE_URL`,
//! `THROUGHLINE_SECTIONS_DIR`, `THROUGHLINE_API_TOKEN`, `THROUGHLINE_API_TRUSTED_PROXIES` (with commas),
//! `THROUGHLINE_SECRETS_KEY_FILE`, `THROUGHLINE_LIMITS_MAX_RUNS_IN_MEMORY`, `THROUGHLINE_LIMITS_MAX_REQUEST_BODY_BYTES`. Set to
//! nothing it counts as not set.

mod error;
mod file;
mod secret;
mod webhooks;

pub use error::{Error, Problem};
pub use secret::Secret;
pub use webhooks::{Callbacks, HookConfig};

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::net::{Ipv4Addr, SocketAddr};
use std::num::{NonZeroU32, NonZeroUsize};
use std::path::{Path, PathBuf};

/// The file that is read when none is named and it is there.
pub const DEFAULT_FILE: &str = "throughline.toml";

/// The whole configuration, checked.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the HTTP server listens. Default: 127.0.0.1:8080, reachable from this machine only.
    pub listen: SocketAddr,
    /// Where the service keeps its files. Default: `data` in the working directory.
    pub data_dir: PathBuf,
    /// Folder of section declarations besides those that ship.
    pub sections_dir: Option<PathBuf>,
    /// The Postgres to use, a `postgres://` address. `None`: a private server in [`data_dir`](Self::data_dir).
    pub database_url: Option<Secret>,
    /// The `[connections.<name>]` tables by name, not yet checked.
    pub connections: BTreeMap<String, toml::Table>,
    /// What one node may hold.
    pub limits: Limits,
    /// The HTTP API.
    pub api: Api,
    /// The keys that secrets are sealed with.
    pub secrets: Secrets,
    /// Where the end of a run may be told.
    pub callbacks: Callbacks,
    /// Record events by section.
    pub hooks: BTreeMap<String, HookConfig>,
}

/// The keys that secrets are sealed with.
#[derive(Debug, Clone, Default)]
pub struct Secrets {
    /// The file of the keys. `None`: `secret.key` in [`data_dir`](Config::data_dir), made at the first start.
    pub key_file: Option<PathBuf>,
}

/// What one node may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Runs held in memory at once. More are accepted and wait in Postgres.
    pub max_runs_in_memory: NonZeroUsize,
    /// Largest body of an HTTP request, in bytes.
    pub max_request_body_bytes: NonZeroUsize,
    /// Largest body of a batch of starts, in bytes.
    pub max_batch_body_bytes: NonZeroUsize,
    /// Runs one caller may start in a minute.
    pub max_starts_per_minute: NonZeroU32,
}

/// The HTTP API.
#[derive(Debug, Clone, Default)]
pub struct Api {
    /// The service's own token, an administrator. `None`: the service makes one.
    pub token: Option<Secret>,
    /// Proxies whose `X-Forwarded-For`, `-Host` and `-Proto` are believed. None: of nobody.
    pub trusted_proxies: Vec<ipnet::IpNet>,
}

impl Default for Limits {
    fn default() -> Self {
        const MAX_RUNS_IN_MEMORY: NonZeroUsize = NonZeroUsize::new(20_000).expect("not zero");
        const MAX_REQUEST_BODY_BYTES: NonZeroUsize = NonZeroUsize::new(4 * 1024 * 1024).expect("not zero");
        const MAX_BATCH_BODY_BYTES: NonZeroUsize = NonZeroUsize::new(32 * 1024 * 1024).expect("not zero");
        const MAX_STARTS_PER_MINUTE: NonZeroU32 = NonZeroU32::new(60_000).expect("not zero");
        Self {
            max_runs_in_memory: MAX_RUNS_IN_MEMORY,
            max_request_body_bytes: MAX_REQUEST_BODY_BYTES,
            max_batch_body_bytes: MAX_BATCH_BODY_BYTES,
            max_starts_per_minute: MAX_STARTS_PER_MINUTE,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            data_dir: PathBuf::from("data"),
            sections_dir: None,
            database_url: None,
            connections: BTreeMap::new(),
            limits: Limits::default(),
            api: Api::default(),
            secrets: Secrets::default(),
            callbacks: Callbacks::default(),
            hooks: BTreeMap::new(),
        }
    }
}

impl Config {
    /// Reads `file`, or `throughline.toml` in the working directory if it is there, then the environment.
    ///
    /// # Errors
    ///
    /// All problems of the file and the environment at once, each with its place.
    pub fn load(file: Option<&Path>) -> Result<Self, Error> {
        let path = match file {
            Some(path) => Some(path),
            None => Some(Path::new(DEFAULT_FILE)).filter(|path| path.exists()),
        };
        let text = match path {
            Some(path) => Some(std::fs::read_to_string(path).map_err(|source| Error::Unreadable {
                file: path.to_path_buf(),
                source,
            })?),
            None => None,
        };
        Self::read(path.zip(text.as_deref()), &|name| std::env::var_os(name))
    }

    /// [`load`](Self::load) with the file's path and text and the environment given.
    pub(crate) fn read(
        file: Option<(&Path, &str)>,
        environment: &dyn Fn(&str) -> Option<OsString>,
    ) -> Result<Self, Error> {
        let mut config = Self::default();
        let mut problems = Vec::new();
        if let Some((path, text)) = file {
            file::read(path, text, environment, &mut config, &mut problems);
        }
        file::override_by(environment, &mut config, &mut problems);
        if !config.callbacks.allow.is_empty() && config.callbacks.signing_key.is_none() {
            problems.push(Problem {
                place: "configuration".to_owned(),
                key: "callbacks.signing_key".to_owned(),
                message: "callbacks are allowed and there is no key to sign them with".to_owned(),
            });
        }
        if problems.is_empty() {
            Ok(config)
        } else {
            Err(Error::Wrong { problems })
        }
    }
}

#[cfg(test)]
mod tests;
