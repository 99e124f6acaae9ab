//! Everything before the first server process: folders, lock, binaries, cluster, settings. Plain blocking code.

use std::path::PathBuf;

use sqlx::postgres::{PgConnectOptions, PgSslMode};

use super::account::{self, Account};
use super::binaries::{Binaries, Installed};
use super::error::Error;
use super::home::{Home, Lock};
use super::settings::{APP, PORT, SUPERUSER};
use super::{Options, cluster, settings};

/// A cluster ready to be run.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) server: Server,
    pub(super) lock: Lock,
    /// Whether a server left running has other settings than the ones we would give it.
    pub(super) settings_changed: bool,
}

/// What it takes to run a server and to reach it.
#[derive(Debug, Clone)]
pub(super) struct Server {
    pub(super) account: Account,
    pub(super) postgres: PathBuf,
    pub(super) major: u32,
    pub(super) home: Home,
    pub(super) data: PathBuf,
    pub(super) socket_dir: PathBuf,
    /// The settings files: name and text. Written by every launch and at no other time, so that the files always say
    /// how a running server was started.
    settings: Vec<(&'static str, String)>,
}

impl Server {
    /// How the service connects.
    pub(super) fn app_options(&self) -> PgConnectOptions {
        self.options().username(APP).database(APP)
    }

    /// How this room connects, to make the role and the database.
    pub(super) fn superuser_options(&self) -> PgConnectOptions {
        self.options().username(SUPERUSER).database("postgres")
    }

    /// Writes the settings files.
    pub(super) fn write_settings(&self) -> Result<(), Error> {
        self.settings
            .iter()
            .try_for_each(|(name, text)| self.home.write(name, text))
    }

    fn options(&self) -> PgConnectOptions {
        // There is no TLS over a Unix socket, whatever `PGSSLMODE` in the environment asks for.
        PgConnectOptions::new_without_pgpass()
            .socket(&self.socket_dir)
            .port(PORT)
            .ssl_mode(PgSslMode::Disable)
    }
}

pub(super) fn prepare(options: &Options) -> Result<Prepared, Error> {
    let (found, owner) = Home::look(&options.data_dir);
    let account = Account::choose(&found, owner)?;
    let installed = Installed::find();
    // Before any folder is made: without a server there is nothing to make it for.
    installed.newest()?;
    let home = Home::make(&options.data_dir, &account)?;
    let lock = home.lock()?;
    let Binaries { folder, major } = cluster::find_or_make(&home, &account, &installed, options.durability)?;
    let socket_dir = home.socket_dir(&account)?;
    let settings = vec![
        (
            "postgresql.conf",
            settings::postgresql_conf(home.path(), &socket_dir, options.durability)?,
        ),
        ("pg_hba.conf", settings::pg_hba_conf()),
        ("pg_ident.conf", settings::pg_ident_conf(&account::service_user()?)),
    ];
    let settings_changed = settings.iter().any(|(name, text)| !home.has(name, text));
    let postgres = folder.join("postgres");
    let server = Server {
        account,
        postgres,
        major,
        data: home.data(),
        home,
        socket_dir,
        settings,
    };
    Ok(Prepared {
        server,
        lock,
        settings_changed,
    })
}
