//! The private server against real server binaries and real signals.

use std::path::Path;

use crate::support::postgres::{database, database_filled};
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
