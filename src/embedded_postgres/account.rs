//! Who the server runs as: the service's own user, or an unprivileged account when the service runs as root.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use super::error::Error;

/// Accounts tried when the service runs as root, best first: one made for us, PostgreSQL's own (every server package
/// makes it), and the one every Unix has.
const CANDIDATES: [&str; 3] = ["throughline", "postgres", "nobody"];

/// The account that owns the cluster and runs its processes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Account {
    pub(super) uid: u32,
    pub(super) gid: u32,
    /// Whether the service is root and must change to this account for every process it starts.
    pub(super) drops: bool,
}

impl Account {
    /// The owner of an existing cluster when there is one, otherwise ourselves, or as root the first of the candidates.
    pub(super) fn choose(cluster: &Path, owner: Option<(u32, u32)>) -> Result<Self, Error> {
        let service = rustix::process::geteuid().as_raw();
        let other_owner = |owner| Error::OtherOwner {
            folder: cluster.to_path_buf(),
            owner,
            service,
        };
        match owner {
            None if service == 0 => Self::candidate(),
            None => Ok(Self {
                uid: service,
                gid: rustix::process::getegid().as_raw(),
                drops: false,
            }),
            Some((0, _)) => Err(other_owner(0)),
            Some((uid, gid)) if service == 0 => Ok(Self { uid, gid, drops: true }),
            Some((uid, gid)) if uid == service => Ok(Self { uid, gid, drops: false }),
            Some((uid, _)) => Err(other_owner(uid)),
        }
    }

    fn candidate() -> Result<Self, Error> {
        for name in CANDIDATES {
            if let (Some(uid), Some(gid)) = (id(&["-u", name])?, id(&["-g", name])?)
                && let (Ok(uid), Ok(gid)) = (uid.parse(), gid.parse())
                && uid != 0
            {
                return Ok(Self { uid, gid, drops: true });
            }
        }
        Err(Error::NoAccount {
            tried: CANDIDATES.join(", "),
        })
    }

    /// Lets `command` run as this account, without the service's environment (it may hold secrets, and `PG…` variables
    /// change what the server does) and in a process group of its own, so that Ctrl-C in a terminal reaches the service
    /// only: the server is stopped by us, last.
    pub(super) fn prepare(&self, command: &mut Command) {
        command.env_clear().env("LC_ALL", "C").current_dir("/").process_group(0);
        for name in ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        if self.drops {
            // The standard library also clears the supplementary groups when root gives up its user id.
            command.uid(self.uid).gid(self.gid);
        }
    }

    /// Whether this account can get into `folder`. Asked of the kernel, by going there as the account, because
    /// permission bits are not the whole truth (ACLs, mounts).
    pub(super) fn reaches(&self, folder: &Path) -> Result<bool, Error> {
        let mut command = Command::new("/bin/sh");
        self.prepare(&mut command);
        match command.args(["-c", "cd -- \"$0\" 2>/dev/null"]).arg(folder).status() {
            Ok(status) => Ok(status.success()),
            Err(source) => Err(Error::Io {
                action: "run /bin/sh as the account of",
                path: folder.to_path_buf(),
                source,
            }),
        }
    }

    /// Gives `path` to this account.
    pub(super) fn give(&self, path: &Path) -> Result<(), Error> {
        if self.drops {
            std::os::unix::fs::chown(path, Some(self.uid), Some(self.gid))
                .map_err(Error::io("give to the account that runs PostgreSQL the folder", path))?;
        }
        Ok(())
    }
}

/// The name of the user the service runs as: the one the server lets in.
pub(super) fn service_user() -> Result<String, Error> {
    match id(&["-un"])? {
        Some(name) => Ok(name),
        None => {
            // PostgreSQL needs the name too; without an entry `initdb` and peer authentication both fail.
            Err(Error::NoUserName {
                uid: rustix::process::geteuid().as_raw(),
            })
        }
    }
}

/// What `id` prints, `None` when it knows no such user. `id` asks every source of accounts the machine has, which
/// reading `/etc/passwd` would not.
fn id(arguments: &[&str]) -> Result<Option<String>, Error> {
    let output = Command::new("id")
        .args(arguments)
        .output()
        .map_err(Error::io("run", Path::new("id")))?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    Ok((output.status.success() && !text.is_empty()).then_some(text))
}
