//! Partitions of the journal: made ahead, dropped whole.

use chrono::{DateTime, Duration, Utc};
use throughline::store::Store;
use throughline_engine::kernel::{RunId, RunStatus};

use crate::store_support::*;

async fn partitions(store: &Store) -> Vec<String> {
    sqlx::query_scalar("SELECT relname::text FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid WHERE inhparent = 'journal'::regclass ORDER BY relname")
        .fetch_all(store.pool())
        .await
        .unwrap()
}

fn at(time: DateTime<Utc>) -> RunId {
    let ms = u64::try_from(time.timestamp_millis()).unwrap();
    RunId(uuid::Builder::from_unix_timestamp_millis(ms, &[7; 10]).into_uuid())
}

#[tokio::test]
async fn six_spans_are_made_once_however_many_nodes_make_them() {
    let store = store().await;
    assert_eq!(partitions(&store).await.len(), 6);
    let later = now() + Duration::days(70);
    let (one, other, third) = tokio::join!(
        store.ensure_partitions(later),
        store.ensure_partitions(later),
        store.ensure_partitions(later)
    );
    one.and(other).and(third).unwrap();
    let made = partitions(&store).await;
    assert_eq!(made.len(), 12);
    store.ensure_partitions(later).await.unwrap();
    assert_eq!(partitions(&store).await, made);
    // Each has the primary key that fences nodes.
    let keys: i64 = sqlx::query_scalar("SELECT count(*) FROM pg_inherits JOIN pg_index ON indrelid = inhrelid WHERE inhparent = 'journal'::regclass AND indisprimary AND indisvalid")
        .fetch_one(store.pool())
        .await
        .unwrap();
    assert_eq!(keys, 12);
}

#[tokio::test]
async fn writing_goes_on_while_partitions_are_made() {
    let store = store().await;
    // A transaction that has written to the journal and is not yet through.
    let mut open = store.pool().begin().await.unwrap();
    sqlx::query("INSERT INTO journal VALUES ($1, 1, now(), 'started', NULL, NULL, '{}')")
        .bind(run_id().0)
        .execute(&mut *open)
        .await
        .unwrap();
    tokio::time::timeout(DEADLINE, store.ensure_partitions(now() + Duration::days(365)))
        .await
        .expect("no waiting")
        .unwrap();
    open.rollback().await.unwrap();
}

#[tokio::test]
async fn old_spans_are_dropped_with_their_runs_unless_one_is_unfinished() {
    let store = store().await;
    let (old, stuck, fresh) = (now() - Duration::days(100), now() - Duration::days(200), now());
    let mut writer = writer(&store);
    for (time, status) in [
        (old, RunStatus::Completed),
        (stuck, RunStatus::Waiting),
        (fresh, RunStatus::Completed),
    ] {
        let mut commit = update(at(time), status, [1]);
        commit.insert = start(at(time), true).insert;
        assert_eq!(writer.write(commit).await, committed(1));
    }
    let before = partitions(&store).await.len();
    let dropped = store.drop_partitions(now() - Duration::days(30)).await.unwrap();
    assert_eq!(dropped.len(), 1);
    assert_eq!(partitions(&store).await.len(), before - 1);
    assert!(store.run(at(old)).await.unwrap().is_none());
    assert!(store.run(at(stuck)).await.unwrap().is_some());
    assert!(store.run(at(fresh)).await.unwrap().is_some());
    assert_eq!(seqs(&store, at(stuck)).await, [1]);
}
