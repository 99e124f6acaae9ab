//! The server's three settings files, as text. They stand beside the cluster and not in it, and belong to the service:
//! the account that runs the server reads them and cannot change them.

use std::path::Path;

use super::Durability;
use super::error::Error;

/// The role and database the service works with. The role owns the database and may create others; it is no superuser.
pub(super) const APP: &str = "throughline";
/// The cluster's superuser, used by this room only, to make the role and the database.
pub(super) const SUPERUSER: &str = "postgres";
/// The port in the socket's name. Nothing listens on TCP.
pub(super) const PORT: u16 = 5432;

/// The text of `postgresql.conf`. The one `initdb` makes is not read.
pub(super) fn postgresql_conf(home: &Path, socket_dir: &Path, durability: Durability) -> Result<String, Error> {
    let file = |name: &str| quoted(&home.join(name));
    let mut conf = format!(
        "# Written by throughline at every start: changes made here do not last.
listen_addresses = ''
port = {PORT}
unix_socket_directories = {socket_dir}
unix_socket_permissions = 0700
hba_file = {hba}
ident_file = {ident}
cluster_name = 'throughline'
superuser_reserved_connections = 3
shared_buffers = 256MB
# Many small transactions: no parallel plans (their shared memory does not fit a container's 64 MB) and no JIT.
max_parallel_workers_per_gather = 0
jit = off
# Few checkpoints: each makes the next change of every page a whole page in the log.
wal_compression = on
max_wal_size = 2GB
min_wal_size = 256MB
checkpoint_timeout = 15min
# Nobody subscribes: one process less that wakes up.
max_logical_replication_workers = 0
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
datestyle = 'iso, mdy'
log_line_prefix = '%m [%p] '
log_min_messages = warning
# A failed statement is the service's to report. Its text holds people's data and stays out of the log.
log_min_error_statement = panic
log_checkpoints = off
",
        socket_dir = quoted(socket_dir)?,
        hba = file("pg_hba.conf")?,
        ident = file("pg_ident.conf")?,
    );
    if cfg!(target_os = "linux") {
        // The statement of a service that was killed ends with it, and its locks too.
        conf.push_str("client_connection_check_interval = 5s\n");
    }
    conf.push_str(match durability {
        Durability::Full => "max_connections = 100\nfsync = on\nsynchronous_commit = on\nfull_page_writes = on\n",
        Durability::None => "max_connections = 300\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\n",
    });
    Ok(conf)
}

/// The text of `pg_hba.conf`: over the socket, as our two roles, when the kernel says that the service's user asks.
pub(super) fn pg_hba_conf() -> String {
    format!("local all {APP} peer map=service\nlocal all {SUPERUSER} peer map=service\n")
}

/// The text of `pg_ident.conf`: the service's user may be either role.
pub(super) fn pg_ident_conf(service_user: &str) -> String {
    let user = service_user.replace('"', "\"\"");
    format!("service \"{user}\" {APP}\nservice \"{user}\" {SUPERUSER}\n")
}

/// A path as a value of `postgresql.conf`: in single quotes, with quotes and backslashes doubled.
fn quoted(path: &Path) -> Result<String, Error> {
    match path.to_str() {
        Some(text) if !text.contains(['\n', '\r']) => {
            Ok(format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''")))
        }
        _ => Err(Error::BadPath {
            folder: path.to_path_buf(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durable_settings_flush_everything_and_listen_on_the_socket_only() {
        let conf = postgresql_conf(Path::new("/d/postgres"), Path::new("/d/postgres/run"), Durability::Full).unwrap();
        for line in [
            "listen_addresses = ''",
            "fsync = on",
            "synchronous_commit = on",
            "full_page_writes = on",
        ] {
            assert!(conf.lines().any(|have| have == line), "{line} is missing in\n{conf}");
        }
    }

    #[test]
    fn paths_are_quoted_and_line_breaks_refused() {
        assert_eq!(quoted(Path::new("/it's\\here")).unwrap(), "'/it''s\\\\here'");
        assert!(quoted(Path::new("/a\nfsync = off")).is_err());
    }

    #[test]
    fn the_service_user_is_quoted() {
        assert!(pg_ident_conf("o\"brien all").starts_with("service \"o\"\"brien all\" throughline\n"));
    }
}
