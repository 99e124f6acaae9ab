//! Where things lie: the folder of the cluster and its files, the lock on it, and the socket's folder.
//!
//! The home folder belongs to the service. Only `data/` and `run/` belong to the account that runs the server, so that
//! account can never lead the service (which may be root) to another file by a planted link.

use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::account::Account;
use super::error::Error;
use super::settings::PORT;

/// Longest path of a Unix socket everywhere we run: 107 bytes on Linux, 103 on macOS.
const SOCKET_PATH_MAX_BYTES: usize = 103;
/// Where clusters go that must not stay in a data folder their account cannot reach.
const ELSEWHERE: &str = "/var/lib/throughline";

/// The folder that holds the cluster and everything about it.
#[derive(Debug, Clone)]
pub(super) struct Home(PathBuf);

impl Home {
    /// The cluster's folder of `data_dir`, and its owner if it is there. Follows the link that [`Home::make`] may have
    /// left.
    pub(super) fn look(data_dir: &Path) -> (PathBuf, Option<(u32, u32)>) {
        let data = data_dir.join("postgres").join("data");
        let owner = fs::metadata(&data)
            .ok()
            .map(|metadata| (metadata.uid(), metadata.gid()));
        (data, owner)
    }

    /// Makes the folders, and makes sure that `account` can reach them.
    ///
    /// A service that runs as root gets data folders that other accounts cannot enter, such as `/root/data`. If it is
    /// only the data folder itself that is closed, the account's group is let through (not in: mode 0710). A folder
    /// above is not ours to open: then the cluster lives in `/var/lib/throughline/` and the data folder has a link to it.
    pub(super) fn make(data_dir: &Path, account: &Account) -> Result<Self, Error> {
        if !data_dir.exists() {
            fs::create_dir_all(data_dir).map_err(Error::io("create the data folder", data_dir))?;
            let mode = if account.drops { 0o711 } else { 0o700 };
            fs::set_permissions(data_dir, Permissions::from_mode(mode))
                .map_err(Error::io("set the permissions of", data_dir))?;
        }
        let data_dir = &data_dir
            .canonicalize()
            .map_err(Error::io("find the data folder", data_dir))?;
        let place = data_dir.join("postgres");
        if place.is_symlink() {
            let target = place
                .canonicalize()
                .map_err(Error::io("follow the link to the database folder", &place))?;
            return Self(target).checked(account);
        }
        if place.join("data").exists() {
            return Self(place).checked(account);
        }
        if !account.reaches(data_dir)? {
            let_group_through(data_dir, account)?;
        }
        if account.reaches(data_dir)? {
            make_dir(&place, if account.drops { 0o711 } else { 0o700 })?;
            return Self(place).checked(account);
        }
        make_dir(Path::new(ELSEWHERE), 0o755)?;
        let target = Path::new(ELSEWHERE).join(format!("postgres-{}", uuid::Uuid::now_v7().simple()));
        make_dir(&target, 0o711)?;
        if place.is_dir() {
            // An earlier start got as far as the empty folder. A folder with anything in it is not ours to remove.
            fs::remove_dir(&place).map_err(Error::io("replace by a link the folder", &place))?;
        }
        std::os::unix::fs::symlink(&target, &place).map_err(Error::io("link to the database the path", &place))?;
        tracing::info!(
            data_dir = %data_dir.display(), database = %target.display(), uid = account.uid,
            "the account that runs PostgreSQL cannot reach the data folder: the database lives elsewhere, linked"
        );
        Self(target).checked(account)
    }

    fn checked(self, account: &Account) -> Result<Self, Error> {
        if account.reaches(&self.0)? {
            Ok(self)
        } else {
            Err(Error::Unreachable {
                folder: self.0,
                uid: account.uid,
            })
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// The cluster itself, `PGDATA`.
    pub(super) fn data(&self) -> PathBuf {
        self.0.join("data")
    }

    /// The server's log.
    pub(super) fn log(&self) -> PathBuf {
        self.0.join("server.log")
    }

    /// The folder of the socket: short and plain enough for a socket's path, and for `account` alone.
    pub(super) fn socket_dir(&self, account: &Account) -> Result<PathBuf, Error> {
        let near = self.0.join("run");
        let plain = |c: u8| c.is_ascii_alphanumeric() || b"/._-".contains(&c);
        let bytes = near.as_os_str().as_bytes();
        // PostgreSQL reads the setting as a list, so a comma or a space would need a second layer of quotes.
        let fits =
            bytes.iter().all(|&c| plain(c)) && bytes.len() + format!("/.s.PGSQL.{PORT}").len() <= SOCKET_PATH_MAX_BYTES;
        let folder = if fits { near } else { self.short_dir(account)? };
        make_dir(&folder, 0o700)?;
        let metadata = fs::symlink_metadata(&folder).map_err(Error::io("look at", &folder))?;
        if !metadata.is_dir() || (metadata.uid() != account.uid && !account.drops) {
            let source = io::Error::other("it belongs to somebody else");
            return Err(Error::Io {
                action: "use for the socket the folder",
                path: folder,
                source,
            });
        }
        fs::set_permissions(&folder, Permissions::from_mode(0o700))
            .map_err(Error::io("set the permissions of", &folder))?;
        account.give(&folder)?;
        Ok(folder)
    }

    /// A short folder that is always the same for this home, so that a server left behind is found again.
    fn short_dir(&self, account: &Account) -> Result<PathBuf, Error> {
        let digest = hex::encode(&Sha256::digest(self.0.as_os_str().as_bytes())[..8]);
        if account.drops {
            let run = if Path::new("/run").is_dir() { "/run" } else { "/var/run" };
            let parent = Path::new(run).join("throughline");
            make_dir(&parent, 0o711)?;
            return Ok(parent.join(digest));
        }
        let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|folder| {
            fs::metadata(folder).is_ok_and(|metadata| metadata.uid() == account.uid && metadata.mode() & 0o077 == 0)
        });
        // In the common /tmp the name can be taken by somebody else: the caller checks whose the folder is.
        let parent = runtime.unwrap_or_else(|| PathBuf::from("/tmp"));
        Ok(parent.join(format!("throughline-{digest}")))
    }

    /// Whether the file `name` has just this text.
    pub(super) fn has(&self, name: &str, text: &str) -> bool {
        fs::read(self.0.join(name)).is_ok_and(|have| have == text.as_bytes())
    }

    /// Replaces the file `name` as a whole.
    pub(super) fn write(&self, name: &str, text: &str) -> Result<(), Error> {
        let path = self.0.join(name);
        let new = self.0.join(format!("{name}.new"));
        fs::write(&new, text).map_err(Error::io("write", &new))?;
        // Readable by the account that runs the server: there is nothing secret in it.
        fs::set_permissions(&new, Permissions::from_mode(0o644)).map_err(Error::io("set the permissions of", &new))?;
        fs::rename(&new, &path).map_err(Error::io("replace", &path))
    }

    /// Takes the folder for this process.
    pub(super) fn lock(&self) -> Result<Lock, Error> {
        let path = self.0.join("lock");
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(Error::io("open", &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // Only a hint: a lock without a readable number is just as taken.
                let _ = (&file).take(32).read_to_string(&mut holder);
                let holder = holder
                    .trim()
                    .parse::<u32>()
                    .map_or(String::new(), |pid| format!(" (process {pid})"));
                return Err(Error::InUse {
                    folder: self.0.clone(),
                    holder,
                });
            }
            Err(TryLockError::Error(source)) => {
                return Err(Error::Io {
                    action: "lock",
                    path,
                    source,
                });
            }
        }
        let pid = std::process::id();
        file.set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| writeln!(file, "{pid}"))
            .map_err(Error::io("write", &path))?;
        Ok(Lock { _file: file })
    }
}

/// The right to use a home folder. The kernel takes it back when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

/// Makes a folder with just this mode; one that exists is left as it is.
fn make_dir(path: &Path, mode: u32) -> Result<(), Error> {
    match fs::create_dir(path) {
        Ok(()) => {
            // Not by the mode of the call: the process's umask would take bits away.
            fs::set_permissions(path, Permissions::from_mode(mode)).map_err(Error::io("set the permissions of", path))
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(source) => Err(Error::Io {
            action: "create",
            path: path.to_path_buf(),
            source,
        }),
    }
}

/// Lets the account's group pass through the service's own data folder when nobody's group may do anything there yet.
fn let_group_through(data_dir: &Path, account: &Account) -> Result<(), Error> {
    let metadata = fs::metadata(data_dir).map_err(Error::io("look at", data_dir))?;
    let service = rustix::process::geteuid().as_raw();
    if metadata.uid() != service || metadata.mode() & 0o070 != 0 {
        return Ok(());
    }
    std::os::unix::fs::chown(data_dir, None, Some(account.gid))
        .and_then(|()| fs::set_permissions(data_dir, Permissions::from_mode(metadata.mode() & 0o7777 | 0o010)))
        .map_err(Error::io("let the account that runs PostgreSQL pass through", data_dir))
}
