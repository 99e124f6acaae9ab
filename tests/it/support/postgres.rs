//! A database of its own for every test, on one server that all test processes share.
//!
//! `cargo nextest` runs every test in its own process, and a new cluster costs a second. So the first process that needs
//! a database starts a private server in `target/test-postgres/` and leaves it running; the others find it there. A file
//! lock decides who is first. The server flushes nothing to disk, so a new database costs some ten milliseconds; a test
//! that needs a server that survives a crash, or that kills its server, starts its own with
//! `throughline::embedded_postgres` in a temporary folder.
//!
//! `make test` ends the server and removes its folder, `scripts/stop-test-postgres.sh` does so by hand. Databases of
//! processes that are gone are dropped when many have come together.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};
use throughline::embedded_postgres::{Durability, EmbeddedPostgres, Options};
use tokio::sync::OnceCell;

/// Databases of dead processes that may stay before they are dropped.
const LEFTOVERS_MAX: usize = 50;

/// How many of them one process drops: more than it makes, and so few that its test does not wait long.
const DROPPED_AT_ONCE: usize = 4;

/// A new empty database. Nobody else knows its name.
pub(crate) async fn database() -> PgConnectOptions {
    create("template0").await
}

/// A new database with what `fill` puts into it. The filling is done once for all tests that give the same `kind`, then
/// copied: put everything the content depends on (a digest of the migrations) into `kind`, which is a name of lower-case
/// letters, digits and underscores. `fill` must have closed its connections when it returns.
pub(crate) async fn database_filled<F>(kind: &str, fill: F) -> PgConnectOptions
where
    F: AsyncFnOnce(PgConnectOptions),
{
    let template = format!("template_{kind}");
    let server = server().await;
    let mut connection = server.connect().await.unwrap();
    if !exists(&mut connection, &template).await {
        let _gate = gate().await;
        if !exists(&mut connection, &template).await {
            let unfinished = format!("unfinished_{kind}");
            run(
                &mut connection,
                format!("DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)"),
            )
            .await;
            run(
                &mut connection,
                format!("CREATE DATABASE {unfinished} TEMPLATE template0"),
            )
            .await;
            fill(server.clone().database(&unfinished)).await;
            run(
                &mut connection,
                format!("ALTER DATABASE {unfinished} RENAME TO {template}"),
            )
            .await;
        }
    }
    connection.close().await.unwrap();
    create(&template).await
}

async fn create(template: &str) -> PgConnectOptions {
    let server = server().await;
    let name = format!("test_{}_{}", std::process::id(), uuid::Uuid::now_v7().simple());
    let mut connection = server.connect().await.unwrap();
    run(&mut connection, format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
    connection.close().await.unwrap();
    server.database(&name)
}

async fn exists(connection: &mut PgConnection, database: &str) -> bool {
    let query = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)";
    sqlx::query_scalar(query)
        .bind(database)
        .fetch_one(connection)
        .await
        .unwrap()
}

async fn run(connection: &mut PgConnection, statement: String) {
    // The names are made here and by the tests; a statement about a database takes no parameters.
    sqlx::raw_sql(AssertSqlSafe(statement))
        .execute(connection)
        .await
        .unwrap();
}

/// How to reach the shared server, which is started when there is none.
async fn server() -> PgConnectOptions {
    static SERVER: OnceCell<PgConnectOptions> = OnceCell::const_new();
    SERVER.get_or_init(find_or_start).await.clone()
}

async fn find_or_start() -> PgConnectOptions {
    let server = match find().await {
        Some(server) => server,
        None => {
            let _gate = gate().await;
            match find().await {
                Some(server) => server,
                None => start().await,
            }
        }
    };
    drop_leftovers(&server).await;
    server
}

/// The server somebody has started, if it answers.
async fn find() -> Option<PgConnectOptions> {
    let socket = fs::read_to_string(folder().join("socket")).ok()?;
    let server = PgConnectOptions::new_without_pgpass()
        .socket(socket)
        .port(5432)
        .username("throughline")
        .database("throughline");
    server.connect().await.ok()?.close().await.ok()?;
    Some(server)
}

async fn start() -> PgConnectOptions {
    let options = Options {
        data_dir: folder(),
        durability: Durability::None,
    };
    let postgres = EmbeddedPostgres::start(options).await.unwrap();
    let server = postgres.connect_options();
    let socket = server.get_socket().unwrap().to_str().unwrap().to_owned();
    postgres.leave_running().await;
    fs::write(folder().join("socket"), socket).unwrap();
    server
}

/// `target/test-postgres`, wherever `target` is.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .unwrap()
        .join("test-postgres")
}

/// Held by the one process that starts the server or fills a template.
async fn gate() -> File {
    tokio::task::spawn_blocking(|| {
        fs::create_dir_all(folder()).unwrap();
        let gate = File::create(folder().join("gate")).unwrap();
        gate.lock().unwrap();
        gate
    })
    .await
    .unwrap()
}

async fn drop_leftovers(server: &PgConnectOptions) {
    let mut connection = server.connect().await.unwrap();
    let query = r"SELECT datname FROM pg_database WHERE datname LIKE 'test\_%'";
    let names: Vec<String> = sqlx::query_scalar(query).fetch_all(&mut connection).await.unwrap();
    let dead: Vec<String> = names.into_iter().filter(|name| maker_is_gone(name)).collect();
    if dead.len() > LEFTOVERS_MAX {
        for name in dead.into_iter().take(DROPPED_AT_ONCE) {
            // Another process may be doing the same.
            let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            let _ = sqlx::raw_sql(AssertSqlSafe(drop)).execute(&mut connection).await;
        }
    }
    connection.close().await.unwrap();
}

fn maker_is_gone(name: &str) -> bool {
    let pid = name
        .split('_')
        .nth(1)
        .and_then(|pid| pid.parse().ok())
        .and_then(rustix::process::Pid::from_raw);
    pid.is_some_and(|pid| rustix::process::test_kill_process(pid) == Err(rustix::io::Errno::SRCH))
}
