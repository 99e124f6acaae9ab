//! The committer when the database is in trouble.

use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection as _, PgConnection};
use throughline::store::{Commit, DatabaseState, Incarnation, Store, Verdict};
use throughline_engine::kernel::RunStatus;
use tokio::io::copy_bidirectional;
use tokio::net::UnixStream;
use tokio_util::sync::CancellationToken;

use crate::store_support::*;

/// Makes the next commit of a journal row stand still in Postgres until the returned connection goes.
async fn hold_commits(store: &Store, options: &PgConnectOptions) -> PgConnection {
    sqlx::raw_sql(
        "CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN PERFORM pg_advisory_xact_lock_shared(42); RETURN NULL; END $$;
         CREATE CONSTRAINT TRIGGER hold AFTER INSERT ON run DEFERRABLE INITIALLY DEFERRED
             FOR EACH ROW EXECUTE FUNCTION hold();",
    )
    .execute(store.pool())
    .await
    .unwrap();
    let mut holder = PgConnection::connect_with(options).await.unwrap();
    sqlx::query("SELECT pg_advisory_lock(42)")
        .execute(&mut holder)
        .await
        .unwrap();
    holder
}

const HELD: &str = "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 42 AND NOT granted \
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))";
const COMMITTER: &str = "application_name = 'throughline committer' AND datname = current_database()";

#[tokio::test]
async fn a_backend_killed_during_its_commit_leaves_nothing_unknown_for_ever() {
    let (store, options) = store_and_options().await;
    let holder = hold_commits(&store, &options).await;
    let mut writer = writer(&store);
    let run = run_id();
    writer.send(start(run, true)).await;
    until(&store, HELD).await;
    sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {COMMITTER}"
    )))
    .execute(store.pool())
    .await
    .unwrap();
    assert_eq!(writer.verdict(run).await, Verdict::Unknown);
    holder.close().await.unwrap();

    // Loading says how it ended: here, not at all. The start is repeated as a new life.
    assert!(store.run(run).await.unwrap().is_none());
    assert_eq!(
        writer
            .write(Commit {
                incarnation: Incarnation(2),
                ..start(run, true)
            })
            .await,
        committed(1)
    );
    assert_eq!(store.health().now(), DatabaseState::Up);
}

/// A way to Postgres that can be cut while Postgres goes on working.
async fn proxy(options: &PgConnectOptions) -> (PgConnectOptions, CancellationToken) {
    let (listener, socket, over_tcp) = detour(options).await;
    let cut = CancellationToken::new();
    let cutting = cut.clone();
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let (socket, cutting) = (socket.clone(), cutting.clone());
            tokio::spawn(async move {
                let mut server = UnixStream::connect(socket).await.unwrap();
                if cutting.is_cancelled() {
                    let _ = copy_bidirectional(&mut client, &mut server).await;
                    return;
                }
                tokio::select! {
                    _ = copy_bidirectional(&mut client, &mut server) => (),
                    () = cutting.cancelled() => {
                        // The client is cut off at once; the server keeps its end until it has answered.
                        drop(client);
                        let mut rest = Vec::new();
                        let _ = tokio::io::AsyncReadExt::read_to_end(&mut server, &mut rest).await;
                    }
                }
            });
        }
    });
    (over_tcp, cut)
}

#[tokio::test]
async fn nobody_is_told_before_a_cut_commit_is_decided() {
    let (store, options) = store_and_options().await;
    let holder = hold_commits(&store, &options).await;
    let (over_tcp, cut) = proxy(&options).await;
    let behind_proxy = Store::connect(over_tcp, 1).await.unwrap();
    let mut writer = writer(&behind_proxy);
    let run = run_id();
    writer.send(start(run, true)).await;
    until(&store, HELD).await;
    cut.cancel();

    assert_eq!(writer.verdict(run).await, Verdict::Unknown);
    // The backend that was about to commit is gone, whichever way it went: what is read now stays true.
    let held: bool = sqlx::query_scalar(HELD).fetch_one(store.pool()).await.unwrap();
    assert!(!held);
    let before = store.run(run).await.unwrap().is_some();
    holder.close().await.unwrap();
    assert_eq!(store.run(run).await.unwrap().is_some(), before);
    assert!(!before, "the held commit cannot have been made");
}

#[tokio::test]
async fn an_outage_is_told_and_waited_out() {
    let (store, _) = store_and_options().await;
    let mut writer = writer(&store);
    let (run, later) = (run_id(), run_id());
    writer.write(start(run, true)).await;
    let mut health = store.health().watch();
    // Read-only for new sessions, and the committer's present one is ended: as after a fail-over.
    sqlx::raw_sql("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database()); END $$")
        .execute(store.pool())
        .await
        .unwrap();
    sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {COMMITTER}"
    )))
    .execute(store.pool())
    .await
    .unwrap();
    // The cut session is noticed with the next commit, which may be unknown; the one after it meets the read-only one.
    writer.send(facts(run, [2])).await;
    let verdict = writer.verdict(run).await;
    assert!(matches!(verdict, Verdict::Unknown), "{verdict:?}");
    writer.send(start(later, false)).await;
    tokio::time::timeout(
        DEADLINE,
        health.wait_for(|state| matches!(state, DatabaseState::Down { error, .. } if error.contains("read-only"))),
    )
    .await
    .expect("the outage is told")
    .unwrap();
    sqlx::raw_sql("SET default_transaction_read_only = off; DO $$ BEGIN EXECUTE format('ALTER DATABASE %I RESET default_transaction_read_only', current_database()); END $$")
        .execute(store.pool())
        .await
        .unwrap();
    assert_eq!(writer.verdict(later).await, committed(1));
    assert_eq!(store.health().now(), DatabaseState::Up);
    assert_eq!(seqs(&store, run).await, [1]);
}

#[tokio::test]
async fn a_committer_that_is_told_to_stop_does_not_wait_for_the_database() {
    let (store, _) = store_and_options().await;
    let writer = writer(&store);
    let run = run_id();
    sqlx::raw_sql("ALTER TABLE journal RENAME TO journal_elsewhere")
        .execute(store.pool())
        .await
        .unwrap();
    let mut health = store.health().watch();
    writer.send(start(run, true)).await;
    tokio::time::timeout(DEADLINE, health.wait_for(|state| *state != DatabaseState::Up))
        .await
        .unwrap()
        .unwrap();
    writer.stop.cancel();
    tokio::time::timeout(DEADLINE, writer.committer.task)
        .await
        .expect("it stops")
        .unwrap();
}

#[tokio::test]
async fn a_schema_in_trouble_is_an_outage_and_a_run_in_trouble_is_refused() {
    let (store, _) = store_and_options().await;
    let mut writer = writer(&store);
    let (good, bad) = (run_id(), run_id());
    writer.write(start(good, true)).await;
    writer.write(start(bad, true)).await;
    // An error of a class that says nothing about whose fault it is.
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
        "CREATE FUNCTION odd() RETURNS trigger LANGUAGE plpgsql AS
             $$ BEGIN IF NEW.run_id = '{}' THEN RAISE EXCEPTION 'odd' USING ERRCODE = 'XX000'; END IF; RETURN NEW; END $$;
         CREATE TRIGGER odd BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION odd();",
        bad.0
    )))
    .execute(store.pool())
    .await
    .unwrap();
    writer.send(facts(good, [2])).await;
    writer.send(facts(bad, [2])).await;
    assert!(matches!(writer.verdict(bad).await, Verdict::Refused { .. }));
    assert_eq!(writer.verdict(good).await, committed(2));

    // Now the schema itself: the run is not to blame and is written when the table is back.
    let mut health = store.health().watch();
    sqlx::raw_sql("ALTER TABLE journal RENAME TO journal_elsewhere")
        .execute(store.pool())
        .await
        .unwrap();
    writer.send(update(good, RunStatus::Completed, [3])).await;
    tokio::time::timeout(DEADLINE, health.wait_for(|state| *state != DatabaseState::Up))
        .await
        .unwrap()
        .unwrap();
    sqlx::raw_sql("ALTER TABLE journal_elsewhere RENAME TO journal")
        .execute(store.pool())
        .await
        .unwrap();
    assert_eq!(writer.verdict(good).await, committed(3));
}

#[tokio::test]
async fn a_statement_that_takes_too_long_is_tried_again() {
    let (store, options) = store_and_options().await;
    let mut writer = writer(&store);
    let run = run_id();
    writer.write(start(run, true)).await;
    // Sessions made from now on give up quickly, and the table is locked.
    sqlx::raw_sql(
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET lock_timeout = ''100ms''', current_database()); END $$",
    )
    .execute(store.pool())
    .await
    .unwrap();
    sqlx::query(sqlx::AssertSqlSafe(format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {COMMITTER}"
    )))
    .execute(store.pool())
    .await
    .unwrap();
    let other = run_id();
    writer.send(start(other, true)).await;
    assert_eq!(writer.verdict(other).await, Verdict::Unknown);
    let mut locker = PgConnection::connect_with(&options).await.unwrap();
    sqlx::raw_sql("BEGIN; LOCK TABLE journal")
        .execute(&mut locker)
        .await
        .unwrap();
    let mut health = store.health().watch();
    writer.send(facts(run, [2])).await;
    tokio::time::timeout(DEADLINE, health.wait_for(|state| *state != DatabaseState::Up))
        .await
        .unwrap()
        .unwrap();
    locker.close().await.unwrap();
    assert_eq!(writer.verdict(run).await, committed(2));
}
