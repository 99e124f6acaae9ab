//! What workers do: each run once, also where one dies, and nothing that does not fit any more.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use throughline::bulk::Worker;
use throughline_engine::kernel::RunStatus;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{DEADLINE, done, facts, finished, id, ids, post, preview, runs, sleepers, standing, start, until_standing};
use crate::api_support::{FAIL, TestService, problem};
use crate::support::postgres;

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_any_more_is_skipped_and_says_why() {
    let service = TestService::start().await;
    let sleeping = sleepers(&service, 3).await;
    let bulk = id(&preview(&service, json!({ "action": "suspend", "filter": {} })).await);
    let response = post(&service, &format!("/api/v1/runs/{}/cancel", sleeping[1]), json!({})).await;
    assert!(response.status().is_success());
    until_standing(&service, "cancelled", 1).await;
    let over = done(&service, bulk).await;
    assert_eq!(
        over["counts"],
        json!({ "pending": 0, "done": 2, "skipped": 1, "failed": 0 }),
        "{over}"
    );
    let skipped = service.get(&format!("/api/v1/bulk/{bulk}/items?outcome=skipped")).await;
    assert_eq!(ids(&skipped), [sleeping[1].0]);
    assert!(!skipped["items"][0]["reason"].as_str().unwrap().is_empty(), "{skipped}");
    until_standing(&service, "suspended", 2).await;
    // And back.
    let resumed = done(
        &service,
        id(&preview(&service, json!({ "action": "resume", "filter": {} })).await),
    )
    .await;
    assert_eq!(resumed["counts"]["done"], 2, "{resumed}");
    until_standing(&service, "waiting", 2).await;
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn why_is_said_with_the_start_and_stands_in_the_journals() {
    let service = TestService::start().await;
    let sleeping = sleepers(&service, 2).await;
    let bulk = id(&preview(
        &service,
        json!({ "action": "cancel", "filter": {}, "reason": "first thought" }),
    )
    .await);
    let start = format!("/api/v1/bulk/{bulk}/start");
    let long = json!({ "reason": "x".repeat(1001) });
    problem(post(&service, &start, long).await, 400, "bad-request").await;
    let started = post(&service, &start, json!({ "reason": "wrong file" })).await;
    assert_eq!(started.status(), 200);
    // A second start is a double click: it changes nothing, the reason neither.
    let again = post(&service, &start, json!({ "reason": "another" })).await;
    assert_eq!(again.status(), 200);
    let over = finished(&service, bulk).await;
    assert_eq!(
        (&over["reason"], &over["counts"]["done"]),
        (&json!("wrong file"), &json!(2)),
        "{over}"
    );
    until_standing(&service, "cancelled", 2).await;
    for run in sleeping {
        let journal = service.get(&format!("/api/v1/runs/{run}/journal")).await;
        assert!(journal.to_string().contains("wrong file"), "{journal}");
    }
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retry_tells_what_became_of_the_runs() {
    let service = TestService::start().await;
    let sized = "
process: Sized
variables: { size: 50 }
steps:
  take: { script: 'if size > 10 { throw \"too large\" } size' }
";
    let stopped = runs(&service, sized, 3, RunStatus::Incident).await;
    let edited = service
        .request(Method::PATCH, &format!("/api/v1/runs/{}/variables", stopped[0]))
        .json(&json!({ "variables": { "size": 4 } }))
        .send()
        .await
        .unwrap();
    assert!(edited.status().is_success());
    // The node takes the run up for it, and puts it down again.
    let taken = async {
        while facts(&service, &stopped, "variables_edited").await != [1, 0, 0] {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(DEADLINE, taken).await.unwrap();
    until_standing(&service, "incident", 3).await;
    let bulk = id(&preview(
        &service,
        json!({ "action": "retry", "filter": { "status": "incident" } }),
    )
    .await);
    let over = done(&service, bulk).await;
    assert_eq!(over["counts"]["done"], 3, "{over}");
    until_standing(&service, "completed", 1).await;
    let told = async {
        loop {
            let now = service.get(&format!("/api/v1/bulk/{bulk}")).await;
            if now["became"] == json!({ "running": 0, "done": 1, "failed": 2, "cancelled": 0 }) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(DEADLINE, told).await.unwrap();
    let again = service.get(&format!("/api/v1/bulk/{bulk}/items?became=failed")).await;
    assert_eq!(ids(&again), [stopped[1].0, stopped[2].0]);
    assert!(
        again["items"][0]["last_error"].as_str().unwrap().contains("too large"),
        "{again}"
    );
    assert_eq!(facts(&service, &stopped, "retried").await, [1, 1, 1]);
    service.stop().await;
}

/// The retries fail again at once, so a second retry of a run would be accepted: only that nobody makes one keeps it
/// from happening.
#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_dies_between_runs_is_finished_by_another_and_each_run_is_acted_on_once() {
    let mut service = TestService::start().await;
    service.kill_bulk_worker().await;
    let stopped = runs(&service, FAIL, 40, RunStatus::Incident).await;
    let bulk = id(&preview(&service, json!({ "action": "retry", "filter": {} })).await);
    let lease = Duration::from_secs(2);
    let stop = CancellationToken::new();
    let worker = || tokio::spawn(Worker::new(service.runtime.clone()).with_lease(lease).run(stop.clone()));
    let mut at_work = worker();
    start(&service, bulk).await;
    // Three deaths, each a little further on.
    for reached in [3, 12, 25] {
        let dying = async {
            loop {
                let done = service.get(&format!("/api/v1/bulk/{bulk}")).await["counts"]["done"].as_u64();
                if done.unwrap() >= reached {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(DEADLINE, dying).await.unwrap();
        at_work.abort();
        let _ = at_work.await;
        at_work = worker();
    }
    let over = finished(&service, bulk).await;
    assert_eq!(over["counts"]["done"], 40, "{over}");
    stop.cancel();
    at_work.await.unwrap();
    let once = async {
        while facts(&service, &stopped, "retried").await != vec![1; 40] {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(DEADLINE, once).await.unwrap();
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_dead_worker_did_and_did_not_note_is_not_done_again() {
    let mut service = TestService::start().await;
    service.kill_bulk_worker().await;
    let stopped = runs(&service, FAIL, 2, RunStatus::Incident).await;
    let bulk = id(&preview(&service, json!({ "action": "retry", "filter": {} })).await);
    start(&service, bulk).await;
    let store = service.runtime.store();
    let claimed = store.claim_bulk_items(bulk, 1, Duration::ZERO).await.unwrap();
    assert_eq!((claimed.len(), claimed[0].run), (1, stopped[0]));
    // It acts as the maker of the preview, and dies before it notes that.
    service.runtime.retry(stopped[0], "token:default").await.unwrap();
    let stop = CancellationToken::new();
    let at_work = tokio::spawn(Worker::new(service.runtime.clone()).run(stop.clone()));
    let over = finished(&service, bulk).await;
    assert_eq!(over["counts"]["done"], 2, "{over}");
    stop.cancel();
    at_work.await.unwrap();
    // What is asked of a run is folded in order: after this one, whatever was asked before is.
    let response = post(&service, &format!("/api/v1/runs/{}/cancel", stopped[0]), json!({})).await;
    assert!(response.status().is_success());
    until_standing(&service, "cancelled", 1).await;
    assert_eq!(facts(&service, &stopped[..1], "retried").await, [1]);
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_share_the_work_and_no_run_is_acted_on_twice() {
    let database = postgres::database().await;
    let one = TestService::on(database.clone()).await;
    let other = TestService::on(database).await;
    let mut sleeping = sleepers(&one, 20).await;
    sleeping.extend(sleepers(&other, 20).await);
    let shown = preview(&one, json!({ "action": "suspend", "filter": { "process": "Sleep" } })).await;
    assert_eq!(shown["runs"], 40);
    let over = done(&one, id(&shown)).await;
    assert_eq!(over["counts"]["done"], 40, "{over}");
    until_standing(&other, "suspended", 40).await;
    assert_eq!(facts(&other, &sleeping, "suspended").await, vec![1; 40]);
    one.stop().await;
    other.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_leaves_the_rest_as_it_is_for_good() {
    let mut service = TestService::start().await;
    service.kill_bulk_worker().await;
    sleepers(&service, 3).await;
    let bulk = id(&preview(&service, json!({ "action": "cancel", "filter": {} })).await);
    start(&service, bulk).await;
    // A double click starts once.
    assert_eq!(start(&service, bulk).await["state"], "running");
    let response = post(&service, &format!("/api/v1/bulk/{bulk}/stop"), json!({})).await;
    let stopped: serde_json::Value = response.json().await.unwrap();
    assert_eq!(stopped["state"], "stopped", "{stopped}");
    assert_eq!(stopped["stopped_by"], "token:default");
    assert_eq!(stopped["counts"]["pending"], 3, "{stopped}");
    let store = service.runtime.store();
    let lease = Duration::from_secs(30);
    assert_eq!(store.claim_bulk_items(bulk, 10, lease).await.unwrap(), []);
    assert_eq!(store.running_bulks().await.unwrap(), []);
    let again = post(&service, &format!("/api/v1/bulk/{bulk}/start"), json!({})).await;
    problem(again, 409, "conflict").await;
    assert_eq!(standing(&service, "cancelled").await, Vec::<Uuid>::new());
    service.stop().await;
}
