//! The private server against real server binaries and real signals.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use sqlx::{ConnectOptions, Connection, PgConnection};
use throughline::embedded_postgres::{EmbeddedPostgres, Error, Options, ServerState};
use tokio::io::{AsyncBufReadExt, BufReader};

use crate::support::postgres::{database, database_filled};

/// No step of these tests takes this long unless it hangs.
const DEADLINE: Duration = Duration::from_secs(120);

async fn start(data_dir: &Path) -> EmbeddedPostgres {
    EmbeddedPostgres::start(Options::new(data_dir)).await.unwrap()
}

async fn refused(data_dir: &Path) -> Error {
    EmbeddedPostgres::start(Options::new(data_dir)).await.unwrap_err()
}

async fn connect(postgres: &EmbeddedPostgres) -> PgConnection {
    postgres.connect_options().connect().await.unwrap()
}

async fn ask(connection: &mut PgConnection, query: &'static str) -> String {
    sqlx::query_scalar(query).fetch_one(connection).await.unwrap()
}

/// A table with one row, as the mark that a later server has the same data.
async fn leave_mark(postgres: &EmbeddedPostgres) {
    let mut connection = connect(postgres).await;
    sqlx::raw_sql("CREATE TABLE mark AS SELECT 'still here' AS text")
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
}

async fn assert_mark(postgres: &EmbeddedPostgres) {
    let mut connection = connect(postgres).await;
    assert_eq!(ask(&mut connection, "SELECT text FROM mark").await, "still here");
    connection.close().await.unwrap();
}

fn pid_file(data_dir: &Path) -> std::path::PathBuf {
    data_dir.join("postgres/data/postmaster.pid")
}

fn postmaster(data_dir: &Path) -> Option<Pid> {
    let text = fs::read_to_string(pid_file(data_dir)).ok()?;
    Pid::from_raw(text.lines().next()?.trim().parse().ok()?)
}

/// Whether the process runs, a dead one that nobody has waited for not counted.
fn runs(pid: Pid) -> bool {
    fs::read(format!("/proc/{}/cmdline", pid.as_raw_nonzero())).is_ok_and(|line| !line.is_empty())
}

async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let wait = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    assert!(
        tokio::time::timeout(DEADLINE, wait).await.is_ok(),
        "waited in vain: {what}"
    );
}

async fn ready_again(postgres: &EmbeddedPostgres, starts: u64) {
    let mut state = postgres.state();
    let ready = state.wait_for(|state| *state == ServerState::Ready { starts });
    tokio::time::timeout(DEADLINE, ready)
        .await
        .expect("the server comes back")
        .unwrap();
}

#[tokio::test]
async fn starts_connects_and_stops() {
    let folder = tempfile::tempdir().unwrap();
    let postgres = start(folder.path()).await;
    let pid = postmaster(folder.path()).unwrap();
    let mut connection = connect(&postgres).await;
    let who =
        "SELECT current_user || ' ' || current_database() || ' ' || usesuper FROM pg_user WHERE usename = current_user";
    assert_eq!(ask(&mut connection, who).await, "throughline throughline false");
    for (setting, value) in [
        ("SHOW listen_addresses", ""),
        ("SHOW fsync", "on"),
        ("SHOW synchronous_commit", "on"),
        ("SHOW full_page_writes", "on"),
        ("SHOW data_checksums", "on"),
        ("SHOW server_encoding", "UTF8"),
        (
            "SELECT datcollate FROM pg_database WHERE datname = current_database()",
            "C",
        ),
    ] {
        assert_eq!(ask(&mut connection, setting).await, value, "{setting}");
    }
    connection.close().await.unwrap();
    postgres.stop().await;
    assert!(!runs(pid));
    assert_eq!(postmaster(folder.path()), None);
}

#[tokio::test]
async fn data_lasts_and_the_second_start_needs_no_new_cluster() {
    let folder = tempfile::tempdir().unwrap();
    let postgres = start(folder.path()).await;
    leave_mark(&postgres).await;
    postgres.stop().await;
    let postgres = start(folder.path()).await;
    assert_mark(&postgres).await;
    postgres.stop().await;
}

/// Runs as root in containers and CI; as an ordinary user it has nothing to show.
#[tokio::test]
async fn run_as_root_the_server_is_not_root_and_its_folder_is_closed_to_others() {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    // A folder below one that only root may enter: the cluster has to live elsewhere.
    let closed = tempfile::tempdir().unwrap();
    fs::set_permissions(closed.path(), fs::Permissions::from_mode(0o700)).unwrap();
    let data_dir = closed.path().join("deeper");
    let postgres = start(&data_dir).await;
    let pid = postmaster(&data_dir).unwrap();
    let server = fs::metadata(format!("/proc/{}", pid.as_raw_nonzero())).unwrap();
    assert_ne!(server.uid(), 0);
    let status = fs::read_to_string(format!("/proc/{}/status", pid.as_raw_nonzero())).unwrap();
    let groups = status.lines().find_map(|line| line.strip_prefix("Groups:")).unwrap();
    assert_eq!(groups.trim(), "", "root's groups are given up");

    let home = data_dir.join("postgres");
    assert!(home.is_symlink(), "the data folder links to where the cluster is");
    assert_eq!(
        fs::metadata(closed.path()).unwrap().mode() & 0o777,
        0o700,
        "folders above are left alone"
    );
    let data = fs::metadata(home.join("data")).unwrap();
    assert_eq!((data.uid(), data.mode() & 0o777), (server.uid(), 0o700));
    assert_eq!(
        fs::metadata(&home).unwrap().uid(),
        0,
        "the account cannot replace the service's files"
    );

    leave_mark(&postgres).await;
    postgres.stop().await;
    let postgres = start(&data_dir).await;
    assert_mark(&postgres).await;
    postgres.stop().await;
    fs::remove_dir_all(home.canonicalize().unwrap()).unwrap();
}

#[tokio::test]
async fn a_path_too_long_or_odd_for_a_socket_works() {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o711)).unwrap();
    let data_dir = folder.path().join(format!("it's, \"{}\"", "long ".repeat(30)));
    let postgres = start(&data_dir).await;
    leave_mark(&postgres).await;
    assert_mark(&postgres).await;
    let socket_dir = postgres.connect_options().get_socket().unwrap().clone();
    assert_eq!(fs::metadata(&socket_dir).unwrap().mode() & 0o777, 0o700);
    postgres.stop().await;
    fs::remove_dir_all(socket_dir).unwrap();
}

#[tokio::test]
async fn a_second_service_on_the_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let postgres = start(folder.path()).await;
    let error = refused(folder.path()).await;
    assert!(matches!(error, Error::InUse { .. }), "{error}");
    let holder = format!("another throughline service (process {})", std::process::id());
    assert!(error.to_string().contains(&holder), "{error}");
    leave_mark(&postgres).await;
    assert_mark(&postgres).await;
    postgres.stop().await;
    start(folder.path()).await.stop().await;
}

#[tokio::test]
async fn a_killed_server_is_started_again() {
    let folder = tempfile::tempdir().unwrap();
    let postgres = start(folder.path()).await;
    leave_mark(&postgres).await;
    for starts in 2..=3 {
        kill_process(postmaster(folder.path()).unwrap(), Signal::KILL).unwrap();
        ready_again(&postgres, starts).await;
        assert_mark(&postgres).await;
    }
    postgres.stop().await;
    assert_eq!(postmaster(folder.path()), None);
}

/// The service as a process of its own, to be killed: this very test binary, told to run the ignored test below.
struct Service {
    child: tokio::process::Child,
}

const SERVICE_FOLDER: &str = "THROUGHLINE_TEST_SERVICE_FOLDER";
const SERVICE_READY: &str = "the service is ready";

impl Service {
    async fn start(data_dir: &Path) -> Self {
        let mut child = tokio::process::Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "embedded_postgres::service_to_be_killed",
                "--ignored",
                "--nocapture",
            ])
            .env(SERVICE_FOLDER, data_dir)
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready = async {
            while let Some(line) = lines.next_line().await.unwrap() {
                if line.contains(SERVICE_READY) {
                    return;
                }
            }
            panic!("the service ended before it was ready");
        };
        tokio::time::timeout(DEADLINE, ready)
            .await
            .expect("the service becomes ready");
        Self { child }
    }

    async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }
}

#[tokio::test]
#[ignore = "not a test: the process that other tests kill"]
async fn service_to_be_killed() {
    let folder = std::env::var_os(SERVICE_FOLDER).expect("this is started by other tests only");
    let postgres = start(Path::new(&folder)).await;
    leave_mark(&postgres).await;
    println!("{SERVICE_READY}");
    std::future::pending::<()>().await;
}

#[tokio::test]
async fn after_kill_9_of_the_service_its_server_is_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    Service::start(folder.path()).await.kill().await;
    let left = postmaster(folder.path()).unwrap();
    assert!(runs(left), "nobody was there to stop it");

    let postgres = start(folder.path()).await;
    assert_eq!(postmaster(folder.path()), Some(left), "the same server goes on");
    assert_mark(&postgres).await;

    // Watched like one we started ourselves, and stopped like one.
    kill_process(left, Signal::KILL).unwrap();
    ready_again(&postgres, 2).await;
    assert_mark(&postgres).await;
    postgres.stop().await;
    assert_eq!(postmaster(folder.path()), None);
}

#[tokio::test]
async fn a_server_left_behind_is_stopped_with_the_next_service() {
    let folder = tempfile::tempdir().unwrap();
    Service::start(folder.path()).await.kill().await;
    let left = postmaster(folder.path()).unwrap();
    start(folder.path()).await.stop().await;
    assert!(!runs(left));
}

#[tokio::test]
async fn a_server_left_behind_with_other_settings_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    Service::start(folder.path()).await.kill().await;
    let left = postmaster(folder.path()).unwrap();
    let conf = folder.path().join("postgres/postgresql.conf");
    let older = fs::read_to_string(&conf).unwrap() + "work_mem = 5MB\n";
    fs::write(&conf, older).unwrap();

    let postgres = start(folder.path()).await;
    assert_ne!(postmaster(folder.path()), Some(left));
    assert!(!runs(left));
    assert_mark(&postgres).await;
    postgres.stop().await;
}

#[tokio::test]
async fn a_server_on_its_way_out_is_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    Service::start(folder.path()).await.kill().await;
    let left = postmaster(folder.path()).unwrap();
    kill_process(left, Signal::INT).unwrap();
    let postgres = start(folder.path()).await;
    assert_mark(&postgres).await;
    postgres.stop().await;
}

#[tokio::test]
async fn a_server_left_behind_without_its_pid_file_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    Service::start(folder.path()).await.kill().await;
    let left = postmaster(folder.path()).unwrap();
    fs::remove_file(pid_file(folder.path())).unwrap();
    let postgres = start(folder.path()).await;
    assert!(!runs(left), "two servers on one cluster would destroy it");
    assert_mark(&postgres).await;
    postgres.stop().await;
}

#[tokio::test]
async fn service_and_server_killed_together_leave_nothing_in_the_way() {
    let folder = tempfile::tempdir().unwrap();
    let service = Service::start(folder.path()).await;
    let left = postmaster(folder.path()).unwrap();
    service.kill().await;
    kill_process(left, Signal::KILL).unwrap();
    until("the server is dead", || !runs(left)).await;
    assert_eq!(postmaster(folder.path()), Some(left), "its files are still there");

    let postgres = start(folder.path()).await;
    assert_mark(&postgres).await;
    postgres.stop().await;
}

/// After a restart of the machine or the container the numbers in the stale files belong to others. PostgreSQL itself
/// refuses to start when such a process has the same user; so the stranger runs as the cluster's owner.
#[tokio::test]
async fn stale_files_with_the_number_of_another_program_are_removed() {
    let folder = tempfile::tempdir().unwrap();
    let postgres = start(folder.path()).await;
    leave_mark(&postgres).await;
    let socket_dir = postgres.connect_options().get_socket().unwrap().clone();
    let old = postmaster(folder.path()).unwrap().as_raw_nonzero().to_string();
    let (pid_text, lock_path) = (
        fs::read_to_string(pid_file(folder.path())).unwrap(),
        socket_dir.join(".s.PGSQL.5432.lock"),
    );
    let lock_text = fs::read_to_string(&lock_path).unwrap();
    postgres.stop().await;

    let owner = fs::metadata(folder.path().join("postgres/data")).unwrap().uid();
    let mut stranger = tokio::process::Command::new("sleep");
    if rustix::process::geteuid().is_root() {
        stranger.uid(owner);
    }
    let mut stranger = stranger.arg("600").current_dir("/").kill_on_drop(true).spawn().unwrap();
    let number = stranger.id().unwrap().to_string();
    fs::write(pid_file(folder.path()), pid_text.replacen(&old, &number, 1)).unwrap();
    fs::write(&lock_path, lock_text.replacen(&old, &number, 1)).unwrap();
    std::os::unix::fs::chown(pid_file(folder.path()), Some(owner), None).unwrap();
    std::os::unix::fs::chown(&lock_path, Some(owner), None).unwrap();

    let postgres = start(folder.path()).await;
    assert_mark(&postgres).await;
    postgres.stop().await;
    assert_eq!(stranger.try_wait().unwrap(), None, "the stranger is left alone");
}

#[tokio::test]
async fn the_data_of_another_major_version_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    start(folder.path()).await.stop().await;
    let version = folder.path().join("postgres/data/PG_VERSION");
    let true_version = fs::read_to_string(&version).unwrap();
    fs::write(&version, "9.6\n").unwrap();
    let error = refused(folder.path()).await;
    assert!(matches!(error, Error::OtherMajorVersion { .. }), "{error}");
    let text = error.to_string();
    assert!(
        text.contains("PostgreSQL 9.6") && text.contains("pg_upgrade") && text.contains("Nothing was changed"),
        "{text}"
    );
    fs::write(&version, true_version).unwrap();
    start(folder.path()).await.stop().await;
}

#[tokio::test]
async fn an_unfinished_cluster_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let unfinished = folder.path().join("postgres/data.initdb-1");
    fs::create_dir_all(unfinished.join("global")).unwrap();
    fs::write(unfinished.join("PG_VERSION"), "15\n").unwrap();
    let postgres = start(folder.path()).await;
    leave_mark(&postgres).await;
    postgres.stop().await;
    assert!(!unfinished.exists());
}

#[tokio::test]
async fn a_folder_that_is_no_cluster_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("postgres/data");
    fs::create_dir_all(&data).unwrap();
    fs::write(data.join("diary.txt"), "mine").unwrap();
    if rustix::process::geteuid().is_root() {
        let error = refused(folder.path()).await;
        assert!(matches!(error, Error::OtherOwner { owner: 0, .. }), "{error}");
        std::os::unix::fs::chown(&data, Some(65534), Some(65534)).unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o711)).unwrap();
    }
    let error = refused(folder.path()).await;
    assert!(matches!(error, Error::NotACluster { .. }), "{error}");
    assert_eq!(fs::read_to_string(data.join("diary.txt")).unwrap(), "mine");
}

#[tokio::test]
async fn a_server_that_cannot_start_is_quoted() {
    let folder = tempfile::tempdir().unwrap();
    start(folder.path()).await.stop().await;
    fs::remove_dir_all(folder.path().join("postgres/data/pg_xact")).unwrap();
    let error = refused(folder.path()).await;
    assert!(matches!(error, Error::Start { .. }), "{error}");
    assert!(
        error.to_string().contains("pg_xact"),
        "the server's own words are in: {error}"
    );
    // And the folder is free again.
    assert!(matches!(refused(folder.path()).await, Error::Start { .. }));
}

#[tokio::test]
async fn a_dropped_server_is_shut_down() {
    let folder = tempfile::tempdir().unwrap();
    let postgres = start(folder.path()).await;
    let pid = postmaster(folder.path()).unwrap();
    drop(postgres);
    until("the server ends", || !runs(pid)).await;
}

#[tokio::test]
async fn every_test_gets_a_database_of_its_own() {
    let (one, two) = (database().await, database().await);
    assert_ne!(one.get_database(), two.get_database());
    let fill = async |options: sqlx::postgres::PgConnectOptions| {
        let mut connection = options.connect().await.unwrap();
        sqlx::raw_sql("CREATE TABLE filled (n int)")
            .execute(&mut connection)
            .await
            .unwrap();
        connection.close().await.unwrap();
    };
    let mut filled = database_filled("harness", fill).await.connect().await.unwrap();
    sqlx::raw_sql("INSERT INTO filled VALUES (1)")
        .execute(&mut filled)
        .await
        .unwrap();
    let mut again = database_filled("harness", fill).await.connect().await.unwrap();
    assert_eq!(ask(&mut again, "SELECT count(*)::text FROM filled").await, "0");
}
