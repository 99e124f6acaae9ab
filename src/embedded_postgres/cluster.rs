//! Making the cluster, or recognising the one that is there.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

use super::Durability;
use super::account::Account;
use super::binaries::{Binaries, Installed};
use super::error::Error;
use super::home::Home;
use super::settings::SUPERUSER;

/// The binaries for the cluster in `home`, which is made when it is missing. Nothing of an existing one is changed.
pub(super) fn find_or_make(
    home: &Home,
    account: &Account,
    installed: &Installed,
    durability: Durability,
) -> Result<Binaries, Error> {
    let data = home.data();
    if data.exists() {
        let version = version_of(&data)?;
        return installed.of_version(&data, &version).cloned();
    }
    let binaries = installed.newest()?;
    make(home, account, binaries, durability)?;
    Ok(binaries.clone())
}

/// The major version of an existing cluster.
fn version_of(data: &Path) -> Result<String, Error> {
    let not_a_cluster = |why: &str| Error::NotACluster {
        folder: data.to_path_buf(),
        why: why.to_owned(),
    };
    let version = match fs::read_to_string(data.join("PG_VERSION")) {
        Ok(version) => version.trim().to_owned(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(not_a_cluster("its PG_VERSION file is missing"));
        }
        Err(source) => {
            return Err(Error::Io {
                action: "read",
                path: data.join("PG_VERSION"),
                source,
            });
        }
    };
    if !data.join("global").join("pg_control").exists() {
        return Err(not_a_cluster("its global/pg_control file is missing"));
    }
    Ok(version)
}

/// How the names of clusters being made begin.
const UNFINISHED: &str = "data.initdb-";

fn remove_unfinished(home: &Home) -> Result<(), Error> {
    for entry in fs::read_dir(home.path()).map_err(Error::io("list", home.path()))? {
        let entry = entry.map_err(Error::io("list", home.path()))?;
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            let path = entry.path();
            tracing::warn!(folder = %path.display(), "removing a database that was not made to its end");
            fs::remove_dir_all(&path).map_err(Error::io("remove the unfinished", &path))?;
        }
    }
    Ok(())
}

/// Makes a cluster beside its place and moves it there when it is whole: a crash leaves only a folder to throw away.
fn make(home: &Home, account: &Account, binaries: &Binaries, durability: Durability) -> Result<(), Error> {
    remove_unfinished(home)?;
    // A name of its own for every attempt: an `initdb` whose service was killed may still be at work in the last one.
    let unfinished = home
        .path()
        .join(format!("{UNFINISHED}{}", uuid::Uuid::now_v7().simple()));
    fs::create_dir(&unfinished).map_err(Error::io("create", &unfinished))?;
    account.give(&unfinished)?;

    let mut command = Command::new(binaries.initdb());
    account.prepare(&mut command);
    command
        .arg("-D")
        .arg(&unfinished)
        .args(["-U", SUPERUSER, "-E", "UTF8", "--locale=C", "--data-checksums"])
        // Our own pg_hba.conf is used. This is for whoever starts the cluster by hand.
        .args(["--auth-local=peer", "--auth-host=reject"])
        .stdin(Stdio::null());
    if durability == Durability::None {
        command.arg("--no-sync");
    }
    tracing::info!(folder = %home.data().display(), version = binaries.major, "making a PostgreSQL cluster");
    let output = command.output().map_err(Error::io("run", &binaries.initdb()))?;
    if !output.status.success() {
        let text = [output.stdout, output.stderr].concat();
        return Err(Error::Initdb {
            folder: unfinished,
            status: output.status.to_string(),
            output: String::from_utf8_lossy(&text).trim().to_owned(),
        });
    }
    fs::rename(&unfinished, home.data()).map_err(Error::io("move to its place", &unfinished))?;
    File::open(home.path())
        .and_then(|folder| folder.sync_all())
        .map_err(Error::io("flush", home.path()))
}
