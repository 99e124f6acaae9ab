//! The private server against real server binaries and real signals.

use std::path::Path;

use sqlx::{ConnectOptions, Connection, PgConnection};
use throughline::embedded_postgres::{EmbeddedPostgres, Options};

async fn connect(postgres: &EmbeddedPostgres) -> PgConnection {
    postgres.connect_options().connect().await.unwrap()
}

async fn ask(connection: &mut PgConnection, query: &'static str) -> String {
    sqlx::query_scalar(query).fetch_one(connection).await.unwrap()
}

fn postmaster_pid(data_dir: &Path) -> Option<i32> {
    let text = std::fs::read_to_string(data_dir.join("postgres/data/postmaster.pid")).ok()?;
    text.lines().next()?.trim().parse().ok()
}

#[tokio::test]
async fn starts_connects_and_stops() {
    let folder = tempfile::tempdir().unwrap();
    let postgres = EmbeddedPostgres::start(Options::new(folder.path())).await.unwrap();
    let mut connection = connect(&postgres).await;
    assert_eq!(
        ask(&mut connection, "SELECT current_user || ' ' || current_database()").await,
        "throughline throughline"
    );
    assert!(postmaster_pid(folder.path()).is_some());
    connection.close().await.unwrap();
    postgres.stop().await;
    assert_eq!(postmaster_pid(folder.path()), None);
}
