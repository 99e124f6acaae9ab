//! The committer: what it writes, and that one run's trouble is never another's.

use serde_json::json;
use throughline::store::{Commit, Incarnation, Verdict, Wait, WaitKind};
use throughline_engine::kernel::{Fact, RunStatus, Seq, TokenId, Visit};

use crate::store_support::*;

#[tokio::test]
async fn a_run_is_written_and_read_as_it_was() {
    let store = store().await;
    let mut writer = writer(&store);
    let run = run_id();
    let first = start(run, true);
    let rows = first.rows.clone();
    assert_eq!(writer.write(first).await, committed(1));
    assert_eq!(writer.write(facts(run, [2, 3])).await, committed(3));

    let found = loaded(&store, run).await;
    assert_eq!(found.row.status, RunStatus::Running);
    assert_eq!(found.row.owner, Some(writer.node));
    assert_eq!(found.facts.len(), 3);
    assert_eq!(found.facts[0].at, rows[0].at);
    assert!(matches!(&found.facts[0].fact, Fact::Started { input, .. } if **input == json!({ "seq": 1 })));

    assert_eq!(writer.write(update(run, RunStatus::Completed, [4])).await, committed(4));
    let row = store.run(run).await.unwrap().unwrap();
    assert_eq!(
        (row.status, row.owner, row.last_seq),
        (RunStatus::Completed, None, Seq(4))
    );
    assert_eq!(row.result.as_deref(), Some(&b"{\"n\":1}"[..]));
    assert!(row.ended_at.is_some());
    writer.finish().await;
}

#[tokio::test]
async fn a_run_that_begins_and_ends_in_one_batch_is_written_once() {
    let store = store().await;
    let run = run_id();
    // Queued before the committer can take the first: one batch.
    let commit = Commit {
        insert: start(run, true).insert,
        ..update(run, RunStatus::Completed, [1, 2])
    };
    let mut writer = writer(&store);
    assert_eq!(writer.write(commit).await, committed(2));
    let row = store.run(run).await.unwrap().unwrap();
    assert_eq!(
        (row.status, row.owner, row.last_seq),
        (RunStatus::Completed, None, Seq(2))
    );
    assert_eq!(seqs(&store, run).await, [1, 2]);
}

#[tokio::test]
async fn of_two_nodes_one_wins_and_nothing_of_the_loser_stays() {
    let store = store().await;
    let mut winner = writer(&store);
    let mut loser = writer(&store);
    let run = run_id();
    let neighbour = run_id();
    winner.write(start(run, true)).await;
    loser.write(start(neighbour, true)).await;
    assert_eq!(winner.write(facts(run, [2, 3])).await, committed(3));

    // The loser's facts 3 and 4 clash at 3 only; 4 must not stay. Its neighbour in the batch does not notice.
    loser.send(facts(neighbour, [2])).await;
    loser.send(facts(run, [3, 4])).await;
    assert_eq!(loser.verdict(run).await, Verdict::Lost);
    assert_eq!(loser.verdict(neighbour).await, committed(2));
    assert_eq!(seqs(&store, run).await, [1, 2, 3]);
    assert_eq!(seqs(&store, neighbour).await, [1, 2]);

    // What was still queued of that life is not written either: it would leave a gap.
    assert_eq!(loser.write(facts(run, [5])).await, Verdict::Lost);
    // A new life is.
    let again = Commit {
        incarnation: Incarnation(2),
        ..facts(run, [4])
    };
    assert_eq!(loser.write(again).await, committed(4));
}

#[tokio::test]
async fn two_nodes_that_write_at_once_never_share_a_run() {
    let store = store().await;
    let (mut one, mut other) = (writer(&store), writer(&store));
    let runs: Vec<_> = (0..200).map(|_| run_id()).collect();
    for run in &runs {
        one.write(start(*run, true)).await;
    }
    // Crosswise, so that both hold keys the other wants.
    for (forth, back) in runs.iter().zip(runs.iter().rev()) {
        one.send(facts(*forth, [2, 3])).await;
        other.send(facts(*back, [2, 3, 4])).await;
    }
    for run in &runs {
        let verdicts = (one.verdict(*run).await, other.verdict(*run).await);
        let expected = match verdicts {
            (Verdict::Committed { .. }, Verdict::Lost) => vec![1, 2, 3],
            (Verdict::Lost, Verdict::Committed { .. }) => vec![1, 2, 3, 4],
            neither => panic!("{neither:?}"),
        };
        assert_eq!(seqs(&store, *run).await, expected);
    }
}

#[tokio::test]
async fn a_run_another_node_owns_is_not_changed() {
    let store = store().await;
    let (mut owner, mut stranger) = (writer(&store), writer(&store));
    let (run, neighbour) = (run_id(), run_id());
    owner.write(start(run, true)).await;
    stranger.write(start(neighbour, true)).await;

    let wait = Wait {
        token: TokenId(1),
        visit: Visit(1),
        kind: WaitKind::Wait,
        due_at: now(),
    };
    stranger
        .send(Commit {
            waits: vec![wait],
            ..update(run, RunStatus::Waiting, [2])
        })
        .await;
    stranger.send(update(neighbour, RunStatus::Completed, [2])).await;
    assert_eq!(stranger.verdict(run).await, Verdict::Lost);
    assert_eq!(stranger.verdict(neighbour).await, committed(2));
    assert_eq!(seqs(&store, run).await, [1]);
    let row = store.run(run).await.unwrap().unwrap();
    assert_eq!((row.status, row.owner), (RunStatus::Running, Some(owner.node)));
    assert_eq!(store.next_due().await.unwrap(), None);
}

#[tokio::test]
async fn what_postgres_refuses_costs_only_its_own_run() {
    let store = store().await;
    let mut writer = writer(&store);
    let runs: Vec<_> = (0..32).map(|_| run_id()).collect();
    for (place, run) in runs.iter().enumerate() {
        let mut commit = start(*run, true);
        if place == 13 || place == 14 {
            // NUL is no text for Postgres.
            commit.insert.as_mut().unwrap().business_key = Some("nul \0".into());
        }
        writer.send(commit).await;
    }
    for (place, run) in runs.iter().enumerate() {
        let verdict = writer.verdict(*run).await;
        if place == 13 || place == 14 {
            assert!(
                matches!(&verdict, Verdict::Refused { error } if error.contains("0x00")),
                "{verdict:?}"
            );
            assert!(store.run(*run).await.unwrap().is_none());
            assert!(seqs(&store, *run).await.is_empty());
        } else {
            assert_eq!(verdict, committed(1));
            assert!(store.run(*run).await.unwrap().is_some());
        }
    }
}

#[tokio::test]
async fn a_gap_is_refused_before_it_is_written() {
    let store = store().await;
    let mut writer = writer(&store);
    let run = run_id();
    writer.write(start(run, true)).await;
    assert!(matches!(
        writer.write(facts(run, [2, 4])).await,
        Verdict::Refused { .. }
    ));
    assert_eq!(seqs(&store, run).await, [1]);
}

#[tokio::test]
async fn words_with_nul_do_not_cost_a_run_its_commit() {
    let store = store().await;
    let mut writer = writer(&store);
    let run = run_id();
    writer.write(start(run, true)).await;
    let mut commit = update(run, RunStatus::Incident, [2]);
    commit.update.as_mut().unwrap().last_error = Some("bad \0 byte".into());
    assert_eq!(writer.write(commit).await, committed(2));
    assert_eq!(
        store.run(run).await.unwrap().unwrap().last_error.as_deref(),
        Some("bad \u{fffd} byte")
    );
}

#[tokio::test]
async fn what_is_queued_is_written_before_the_committer_ends() {
    let store = store().await;
    let writer = writer(&store);
    let runs: Vec<_> = (0..500).map(|_| run_id()).collect();
    for run in &runs {
        writer.send(start(*run, false)).await;
    }
    writer.finish().await;
    let count: i64 = sqlx::query_scalar("SELECT count(*) FROM run")
        .fetch_one(store.pool())
        .await
        .unwrap();
    assert_eq!(count, 500);
}

#[tokio::test]
async fn a_run_of_a_time_without_partition_gets_one() {
    let store = store().await;
    let mut writer = writer(&store);
    let run = throughline_engine::kernel::RunId(
        uuid::Builder::from_unix_timestamp_millis(4_000_000_000_000, &[1; 10]).into_uuid(),
    );
    assert_eq!(writer.write(start(run, true)).await, committed(1));
    assert_eq!(seqs(&store, run).await, [1]);
}
