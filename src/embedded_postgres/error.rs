//! Why a private server could not be had, told apart by what the reader can do about it.

use std::io;
use std::path::{Path, PathBuf};

/// A failure to make, start or take over the private server.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No server binaries on this machine.
    #[error(
        "no PostgreSQL {min} to {max} server was found on this machine (looked in: {searched}). \
         Install one, on Debian and Ubuntu with `scripts/install-postgres.sh` or `apt-get install postgresql`, \
         or set `database_url` to use a server you already have",
        min = super::binaries::SUPPORTED.start(),
        max = super::binaries::SUPPORTED.end()
    )]
    NotInstalled {
        /// The places looked at.
        searched: String,
    },

    /// The folder holds the data of another major version than the ones installed.
    #[error(
        "the database in {folder} was made by PostgreSQL {cluster}, and this machine has only {installed}. \
         Nothing was changed. Install the PostgreSQL {cluster} server beside it and start again, \
         or carry the data over with `pg_upgrade` (or `pg_dumpall` on the old machine), or choose another data folder",
        folder = .folder.display()
    )]
    OtherMajorVersion {
        /// The cluster's folder.
        folder: PathBuf,
        /// Its version, as its `PG_VERSION` file says.
        cluster: String,
        /// The major versions found on this machine.
        installed: String,
    },

    /// Another service uses the folder.
    #[error(
        "the data folder {folder} is in use by another throughline service{holder}. \
         Stop that one first, or give this one its own data folder",
        folder = .folder.display()
    )]
    InUse {
        /// The folder whose lock is taken.
        folder: PathBuf,
        /// The holder's process id, worded, when it is known.
        holder: String,
    },

    /// Root without an account to run the server as.
    #[error(
        "PostgreSQL does not run as root, and none of the accounts {tried} exists to run it as. \
         Create one (`useradd --system throughline`), or start the service as an ordinary user"
    )]
    NoAccount {
        /// The account names tried.
        tried: String,
    },

    /// The service's user has no name.
    #[error(
        "user id {uid} has no entry in the machine's list of users, and PostgreSQL needs one. \
         Add it to /etc/passwd, or start the service as a user that has one"
    )]
    NoUserName {
        /// Who we are.
        uid: u32,
    },

    /// The cluster's files belong to somebody the service cannot act as.
    #[error(
        "the database in {folder} belongs to user id {owner}, and this service runs as user id {service}. \
         Start the service as the owner or as root, or give the folder to the right user with `chown -R`",
        folder = .folder.display()
    )]
    OtherOwner {
        /// The cluster's folder.
        folder: PathBuf,
        /// Who owns it.
        owner: u32,
        /// Who we are.
        service: u32,
    },

    /// The unprivileged account cannot get to an existing cluster.
    #[error(
        "the user id {uid}, which runs PostgreSQL, cannot reach {folder}: a folder above it is closed to it. \
         Open the folders above (`chmod o+x`), or move the data folder to a place like /var/lib/throughline",
        folder = .folder.display()
    )]
    Unreachable {
        /// The cluster's folder.
        folder: PathBuf,
        /// The account the server runs as.
        uid: u32,
    },

    /// A path that cannot be written into the server's settings.
    #[error(
        "the data folder {folder} has a line break or bytes that are not UTF-8 in its path. Choose a plainer path",
        folder = .folder.display()
    )]
    BadPath {
        /// The folder.
        folder: PathBuf,
    },

    /// Something else stands where the cluster should be.
    #[error(
        "{folder} exists and is not a PostgreSQL cluster: {why}. \
         Move it away to have a new cluster made, or bring back the missing files",
        folder = .folder.display()
    )]
    NotACluster {
        /// The folder.
        folder: PathBuf,
        /// What is wrong with it.
        why: String,
    },

    /// `initdb` failed.
    #[error("initdb could not make a cluster in {folder} ({status}). It said:\n{output}", folder = .folder.display())]
    Initdb {
        /// The folder the cluster was being made in.
        folder: PathBuf,
        /// The exit status.
        status: String,
        /// What it printed.
        output: String,
    },

    /// The server ended, or never took connections.
    #[error("PostgreSQL did not start in {folder}: {why}. The end of {log}:\n{tail}", folder = .folder.display(), log = .log.display())]
    Start {
        /// The cluster's folder.
        folder: PathBuf,
        /// What happened.
        why: String,
        /// The server's log file.
        log: PathBuf,
        /// The log's last lines.
        tail: String,
    },

    /// A server left behind by a killed service did not end when asked to.
    #[error(
        "a PostgreSQL server (process {pid}) still runs in {folder} and does not end. End it by hand and start again",
        folder = .folder.display()
    )]
    CannotStop {
        /// The cluster's folder.
        folder: PathBuf,
        /// The server's process id.
        pid: i32,
    },

    /// The server answers, and refuses what the service needs.
    #[error("PostgreSQL runs in {folder} and refused the service's first queries: {source}", folder = .folder.display())]
    Query {
        /// The cluster's folder.
        folder: PathBuf,
        /// What it said.
        #[source]
        source: sqlx::Error,
    },

    /// A file or process operation failed.
    #[error("cannot {action} {path}: {source}", path = .path.display())]
    Io {
        /// What was tried, as a verb.
        action: &'static str,
        /// What it was tried on.
        path: PathBuf,
        /// Why it failed.
        #[source]
        source: io::Error,
    },
}

impl Error {
    /// For `map_err`: an operation on `path` that failed.
    pub(super) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Io { action, path, source }
    }
}
