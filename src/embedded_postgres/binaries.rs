//! Finding the installed server: which folders hold a PostgreSQL server we can run, and of which version.

use std::ffi::OsString;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::error::Error;

/// The major versions the service is tested with.
pub(super) const SUPPORTED: RangeInclusive<u32> = 14..=18;

/// Folders that packagers put one sub-folder per major version in, and what stands around the version.
/// Debian and Ubuntu, Red Hat and SUSE (`PGDG`), Arch's old versions, Homebrew on Apple and Intel, MacPorts, Alpine.
const VERSIONED: [(&str, &str, &str); 7] = [
    ("/usr/lib/postgresql", "", "bin"),
    ("/usr", "pgsql-", "bin"),
    ("/usr/lib", "postgresql", "bin"),
    ("/opt/homebrew/opt", "postgresql@", "bin"),
    ("/usr/local/opt", "postgresql@", "bin"),
    ("/opt/local/lib", "postgresql", "bin"),
    ("/usr/libexec", "postgresql", ""),
];

/// Folders without a version in their name.
const PLAIN: [&str; 3] = ["/usr/local/pgsql/bin", "/usr/local/bin", "/usr/bin"];

/// A folder with the server's programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Binaries {
    pub(super) folder: PathBuf,
    pub(super) major: u32,
}

impl Binaries {
    pub(super) fn postgres(&self) -> PathBuf {
        self.folder.join("postgres")
    }

    pub(super) fn initdb(&self) -> PathBuf {
        self.folder.join("initdb")
    }

    /// The server in `folder`, if there is a whole one.
    fn in_folder(folder: &Path) -> Option<Self> {
        let found = Self {
            folder: folder.to_path_buf(),
            major: 0,
        };
        if !found.postgres().is_file() || !found.initdb().is_file() {
            return None;
        }
        let output = Command::new(found.postgres()).arg("--version").output().ok()?;
        let major = major_of(&String::from_utf8_lossy(&output.stdout))?;
        Some(Self { major, ..found })
    }
}

/// The supported servers on this machine, newest first; of one version the first found.
#[derive(Debug)]
pub(super) struct Installed {
    pub(super) servers: Vec<Binaries>,
    searched: Vec<String>,
}

impl Installed {
    /// Looks at what `pg_config` says, the packagers' folders, and `PATH`.
    pub(super) fn find() -> Self {
        Self::find_in(&std::env::var_os("PATH").unwrap_or_default())
    }

    fn find_in(path: &OsString) -> Self {
        let mut folders: Vec<PathBuf> = Vec::new();
        if let Ok(output) = Command::new("pg_config").arg("--bindir").output()
            && output.status.success()
        {
            folders.push(String::from_utf8_lossy(&output.stdout).trim().into());
        }
        for major in SUPPORTED.rev() {
            for (parent, prefix, bin) in VERSIONED {
                folders.push(Path::new(parent).join(format!("{prefix}{major}")).join(bin));
            }
        }
        folders.extend(PLAIN.iter().map(PathBuf::from));
        folders.extend(std::env::split_paths(path).filter(|folder| folder.is_absolute()));

        let mut servers: Vec<Binaries> = Vec::new();
        for found in folders.iter().filter_map(|folder| Binaries::in_folder(folder)) {
            if SUPPORTED.contains(&found.major) && servers.iter().all(|known| known.major != found.major) {
                servers.push(found);
            }
        }
        servers.sort_by_key(|server| std::cmp::Reverse(server.major));

        let mut searched = vec!["pg_config".to_owned()];
        searched.extend(VERSIONED.iter().map(|(parent, prefix, bin)| {
            Path::new(parent)
                .join(format!("{prefix}*"))
                .join(bin)
                .display()
                .to_string()
        }));
        searched.extend(PLAIN.iter().map(|&folder| folder.to_owned()));
        searched.push("PATH".to_owned());
        Self { servers, searched }
    }

    /// The newest server, for a new cluster.
    pub(super) fn newest(&self) -> Result<&Binaries, Error> {
        self.servers.first().ok_or_else(|| Error::NotInstalled {
            searched: self.searched.join(", "),
        })
    }

    /// The server that can run an existing cluster in `folder` whose `PG_VERSION` is `version`.
    pub(super) fn of_version(&self, folder: &Path, version: &str) -> Result<&Binaries, Error> {
        self.newest()?;
        self.servers
            .iter()
            .find(|server| server.major.to_string() == version)
            .ok_or_else(|| {
                let installed: Vec<String> = self.servers.iter().map(|server| server.major.to_string()).collect();
                Error::OtherMajorVersion {
                    folder: folder.to_path_buf(),
                    cluster: version.to_owned(),
                    installed: format!("PostgreSQL {}", installed.join(", ")),
                }
            })
    }
}

/// The major version in what `postgres --version` prints: `postgres (PostgreSQL) 17.2 (Debian 17.2-1)`, or `18beta1`.
fn major_of(text: &str) -> Option<u32> {
    let version = text.split("(PostgreSQL)").nth(1)?.trim_start();
    let digits: String = version.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_major_version_of_releases_betas_and_packages() {
        assert_eq!(
            major_of("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)\n"),
            Some(15)
        );
        assert_eq!(major_of("postgres (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(major_of("something else 15\n"), None);
    }

    #[test]
    fn a_cluster_needs_the_server_of_its_own_version() {
        let server = |major| Binaries {
            folder: format!("/pg/{major}").into(),
            major,
        };
        let installed = Installed {
            servers: vec![server(17), server(15)],
            searched: Vec::new(),
        };
        assert_eq!(installed.newest().unwrap().major, 17);
        assert_eq!(installed.of_version(Path::new("/d"), "15").unwrap().major, 15);
        let error = installed.of_version(Path::new("/d"), "14").unwrap_err().to_string();
        assert!(
            error.contains("made by PostgreSQL 14") && error.contains("only PostgreSQL 17, 15"),
            "{error}"
        );
    }

    #[test]
    fn without_a_server_the_error_says_what_to_install() {
        let installed = Installed {
            servers: Vec::new(),
            searched: vec!["PATH".to_owned()],
        };
        let error = installed.newest().unwrap_err().to_string();
        assert!(
            error.contains("apt-get install postgresql") && error.contains("PostgreSQL 14 to 18"),
            "{error}"
        );
    }
}
