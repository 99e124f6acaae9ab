//! Claims: every run that could go on is taken once, whoever asks.

use std::collections::HashSet;
use std::time::Duration;

use throughline::store::{Commit, NodeId, Store, Wait, WaitKind};
use throughline_engine::kernel::{Fact, RunId, RunStatus, TokenId, Visit};

use crate::store_support::*;

async fn created(store: &Store, count: usize) -> HashSet<RunId> {
    let mut writer = writer(store);
    let runs: HashSet<_> = (0..count).map(|_| run_id()).collect();
    for run in &runs {
        writer.send(start(*run, false)).await;
    }
    for run in &runs {
        assert_eq!(writer.verdict(*run).await, committed(1));
    }
    writer.finish().await;
    runs
}

/// A run that waits for two things, due that many seconds from now.
async fn waiting(store: &Store, due_in_s: i64) -> RunId {
    let mut writer = writer(store);
    let run = run_id();
    writer.write(start(run, true)).await;
    let due_at = now() + chrono::Duration::seconds(due_in_s);
    let wait = |kind| Wait {
        token: TokenId(1),
        visit: Visit(1),
        kind,
        due_at,
    };
    let commit = Commit {
        waits: vec![wait(WaitKind::Backoff), wait(WaitKind::Timeout)],
        ..update(run, RunStatus::Waiting, [2])
    };
    assert_eq!(writer.write(commit).await, committed(2));
    writer.finish().await;
    run
}

async fn waits(store: &Store) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM wait")
        .fetch_one(store.pool())
        .await
        .unwrap()
}

#[tokio::test]
async fn nodes_that_claim_at_once_get_different_runs_and_together_all() {
    let store = store().await;
    let runs = created(&store, 300).await;
    let claimers: Vec<_> = (0..4)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                let node = NodeId::random();
                let mut mine = Vec::new();
                loop {
                    let claimed = store.claim_ready(node, 7).await.unwrap();
                    if claimed.is_empty() {
                        break (node, mine);
                    }
                    mine.extend(claimed);
                }
            })
        })
        .collect();
    let mut seen = HashSet::new();
    for claimer in claimers {
        let (node, mine) = claimer.await.unwrap();
        assert_eq!(store.owned(node, &mine).await.unwrap().len(), mine.len());
        for run in mine {
            assert!(seen.insert(run), "{run} was claimed twice");
        }
    }
    assert_eq!(seen, runs);
}

#[tokio::test]
async fn what_is_due_wakes_once_and_what_is_not_sleeps_on() {
    let store = store().await;
    let due = waiting(&store, -5).await;
    let sleeper = waiting(&store, 3600).await;
    assert_eq!(store.next_due().await.unwrap(), Some(Duration::ZERO));

    let (one, other) = (NodeId::random(), NodeId::random());
    let (first, second) = tokio::join!(store.claim_due(one, 10), store.claim_due(other, 10));
    let mut woken = first.unwrap();
    woken.extend(second.unwrap());
    assert_eq!(woken, [due]);
    assert!(store.claim_due(one, 10).await.unwrap().is_empty());
    assert_eq!(
        waits(&store).await,
        2,
        "the waits of the woken run are gone, the others stay"
    );
    assert_eq!(store.run(due).await.unwrap().unwrap().status, RunStatus::Running);
    assert_eq!(store.run(sleeper).await.unwrap().unwrap().status, RunStatus::Waiting);
    let next = store.next_due().await.unwrap().unwrap();
    assert!(
        next > Duration::from_secs(3000) && next <= Duration::from_secs(3600),
        "{next:?}"
    );
}

#[tokio::test]
async fn a_run_may_wait_again_for_the_same() {
    let store = store().await;
    let run = waiting(&store, -5).await;
    let node = NodeId::random();
    assert_eq!(store.claim_due(node, 1).await.unwrap(), [run]);
    // A wait left over by a bug or an older version must not cost the run its next commit.
    sqlx::query("INSERT INTO wait VALUES ($1, 1, 1, 'backoff', now())")
        .bind(run.0)
        .execute(store.pool())
        .await
        .unwrap();
    let mut writer = writer_of(&store, node);
    let wait = Wait {
        token: TokenId(1),
        visit: Visit(1),
        kind: WaitKind::Backoff,
        due_at: now() + chrono::Duration::hours(1),
    };
    let commit = Commit {
        waits: vec![wait],
        ..update(run, RunStatus::Waiting, [3])
    };
    assert_eq!(writer.write(commit).await, committed(3));
    assert!(store.claim_due(node, 1).await.unwrap().is_empty());
}

#[tokio::test]
async fn one_run_is_claimed_from_its_sleep_but_not_from_an_owner_or_its_end() {
    let store = store().await;
    let (one, other) = (NodeId::random(), NodeId::random());
    let run = waiting(&store, 3600).await;
    assert!(store.claim_one(one, run).await.unwrap());
    assert!(!store.claim_one(other, run).await.unwrap());
    assert_eq!(waits(&store).await, 0);
    let mut writer = writer_of(&store, one);
    writer.write(update(run, RunStatus::Cancelled, [3])).await;
    assert!(!store.claim_one(other, run).await.unwrap());
}

#[tokio::test]
async fn a_released_run_can_be_claimed_by_anyone() {
    let store = store().await;
    let runs = created(&store, 1).await;
    let (one, other) = (NodeId::random(), NodeId::random());
    let claimed = store.claim_ready(one, 1).await.unwrap();
    store.release(other, &claimed).await.unwrap();
    assert!(
        store.claim_ready(other, 1).await.unwrap().is_empty(),
        "only its owner lets go of a run"
    );
    store.release(one, &claimed).await.unwrap();
    assert_eq!(HashSet::from_iter(store.claim_ready(other, 1).await.unwrap()), runs);
}

#[tokio::test]
async fn a_poisoned_run_becomes_an_incident_and_the_others_load() {
    let store = store().await;
    let runs: Vec<_> = created(&store, 4).await.into_iter().collect();
    let node = NodeId::random();
    store.claim_ready(node, 10).await.unwrap();
    let spoil = |sql: &'static str, run: RunId| sqlx::query(sql).bind(run.0).execute(store.pool());
    spoil("UPDATE journal SET payload = '{}' WHERE run_id = $1", runs[0])
        .await
        .unwrap();
    spoil("UPDATE journal SET seq = 2 WHERE run_id = $1", runs[1])
        .await
        .unwrap();
    spoil("UPDATE run SET journal_format = 99 WHERE id = $1", runs[2])
        .await
        .unwrap();
    let nobody = run_id();
    let mut asked = runs.clone();
    asked.push(nobody);

    let mut causes = Vec::new();
    for found in store.load(&asked).await.unwrap() {
        match found {
            throughline::store::Loaded::Run(run) => assert_eq!(run.row.id, runs[3]),
            throughline::store::Loaded::Missing(run) => assert_eq!(run, nobody),
            throughline::store::Loaded::Poisoned { row, cause } => {
                assert!(store.mark_poisoned(node, row.id, &cause.to_string()).await.unwrap());
                causes.push((row.id, cause.to_string()));
            }
        }
    }
    assert_eq!(causes.len(), 3);
    for (run, cause) in causes {
        let row = store.run(run).await.unwrap().unwrap();
        assert_eq!((row.status, row.owner, row.incidents), (RunStatus::Incident, None, 1));
        assert_eq!(row.last_error, Some(cause));
    }
    assert!(
        store.claim_ready(node, 10).await.unwrap().is_empty(),
        "an incident waits for a person"
    );
}

#[tokio::test]
async fn a_request_is_kept_until_its_fact_is_written() {
    let store = store().await;
    let run = waiting(&store, 3600).await;
    let node = NodeId::random();
    let fact = Fact::Cancelled {
        by: "anna".into(),
        reason: Some("wrong list".into()),
    };
    let id = store.request(run, &fact).await.unwrap().unwrap();
    assert_eq!(store.request(run_id(), &fact).await.unwrap(), None);

    let open = store.open_requests(node, 10).await.unwrap();
    assert_eq!(
        (open.len(), open[0].id, open[0].owned, &open[0].fact),
        (1, id, false, &fact)
    );
    assert!(store.claim_one(node, run).await.unwrap());
    assert!(
        store.open_requests(NodeId::random(), 10).await.unwrap().is_empty(),
        "another node's run"
    );
    assert!(store.open_requests(node, 10).await.unwrap()[0].owned);

    let mut writer = writer_of(&store, node);
    writer
        .write(Commit {
            requests_done: vec![id],
            ..facts(run, [3])
        })
        .await;
    assert!(store.requests_of(node, run).await.unwrap().is_empty());

    // Asked for in the moment the run ended: forgotten by the next look.
    store.request(run, &fact).await.unwrap().unwrap();
    writer.write(update(run, RunStatus::Completed, [4])).await;
    assert_eq!(store.request(run, &fact).await.unwrap(), None);
    assert!(store.open_requests(node, 10).await.unwrap().is_empty());
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM run_request")
        .fetch_one(store.pool())
        .await
        .unwrap();
    assert_eq!(left, 0);
}
