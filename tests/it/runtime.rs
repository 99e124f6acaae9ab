//! The runtime against a real Postgres: runs end, sleep, stop, survive, and lose nothing.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use sqlx::Row as _;
use throughline::connectors::{AuthConfig, Catalogue, ConnectionConfig, Connectors, Secret};
use throughline::runtime::{ActionError, Done, Runtime, RuntimeOptions, StartRun};
use throughline::store::{RunRow, Store};
use throughline_engine::kernel::{RunId, RunStatus, Seq};
use throughline_engine::script::{Limits, ScriptEngine};

use crate::store_support::{DEADLINE, store};

async fn runtime_with(store: &Store, most_live: usize) -> Runtime {
    let catalogue = Catalogue::load(&ScriptEngine::new(Limits::default()), None).unwrap();
    let connectors = Arc::new(Connectors::new(catalogue, BTreeMap::new()).unwrap());
    let options = RuntimeOptions {
        node_name: "test".to_owned(),
        most_live,
        shards: 2,
    };
    Runtime::start(options, store.clone(), connectors).await.unwrap()
}

async fn runtime(store: &Store) -> Runtime {
    runtime_with(store, 10_000).await
}

async fn start(runtime: &Runtime, process: &str, input: Value) -> RunId {
    let start = StartRun {
        process: process.to_owned(),
        version: None,
        input,
        business_key: None,
        started_by: "test".to_owned(),
        trigger: throughline::runtime::TriggerKind::Manual,
    };
    runtime.start_run(start).await.unwrap()
}

/// The row once the run has ended or stands at an incident.
async fn settled(runtime: &Runtime, run: RunId) -> RunRow {
    let row = runtime.wait(run, DEADLINE).await.unwrap().unwrap();
    assert!(row.status.is_ended() || row.status == RunStatus::Incident, "{row:?}");
    row
}

async fn until(runtime: &Runtime, run: RunId, what: &str, holds: impl Fn(&RunRow) -> bool) -> RunRow {
    let deadline = tokio::time::Instant::now() + DEADLINE;
    loop {
        let row = runtime.store().run(run).await.unwrap().unwrap();
        if holds(&row) {
            return row;
        }
        assert!(tokio::time::Instant::now() < deadline, "{what} did not come: {row:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn result(row: &RunRow) -> Value {
    serde_json::from_slice(row.result.as_deref().unwrap_or(b"null")).unwrap()
}

const CHAIN: &str = "
process: Chain
input: { properties: { n: { type: integer, default: 1 } } }
variables: { n: =input.n }
steps:
  one: { call: noop.run, with: { n: =n }, set: { n: =result.n + 1 } }
  two: { call: noop.run, with: { n: =n }, set: { n: =result.n + 1 } }
  three: { call: noop.run, with: { n: =n }, set: { n: =result.n + 1 } }
  done: { end: { result: =n } }
";

#[tokio::test(flavor = "multi_thread")]
async fn a_run_completes_and_its_journal_has_no_gap() {
    let store = store().await;
    let runtime = runtime(&store).await;
    runtime.deploy(CHAIN, "test").await.unwrap();
    let run = start(&runtime, "Chain", json!({ "n": 9_007_199_254_740_993_i64 })).await;
    let row = settled(&runtime, run).await;
    assert_eq!(row.status, RunStatus::Completed);
    assert_eq!(result(&row), json!(9_007_199_254_740_996_i64));
    assert_eq!(row.owner, None);
    let journal = store.journal_page(run, Seq(0), 100).await.unwrap();
    let places: Vec<u32> = journal.iter().map(|entry| entry.seq.0).collect();
    assert_eq!(places, [1, 2, 3, 4]);
    let steps: Vec<_> = journal.iter().map(|entry| entry.step.clone()).collect();
    assert_eq!(steps[1..], ["one", "two", "three"].map(|step| Some(step.to_owned())));
    assert_eq!(row.last_seq, Seq(4));
    runtime.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_input_is_refused_with_every_problem_and_nothing_is_kept() {
    let store = store().await;
    let runtime = runtime(&store).await;
    runtime.deploy(CHAIN, "test").await.unwrap();
    let start = StartRun {
        process: "Chain".to_owned(),
        version: None,
        input: json!({ "n": "many" }),
        business_key: None,
        started_by: "test".to_owned(),
        trigger: throughline::runtime::TriggerKind::Manual,
    };
    let error = runtime.start_run(start).await.unwrap_err().to_string();
    assert!(error.contains("/n"), "{error}");
    assert!(store.runs(&Default::default(), None, 10).await.unwrap().rows.is_empty());
    runtime.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_wait_leaves_memory_and_the_run_wakes_when_it_is_due() {
    let store = store().await;
    let runtime = runtime(&store).await;
    runtime
        .deploy(
            "process: Nap\nsteps:\n  nap: { wait: 7s }\n  done: { end: { result: woken } }\n",
            "test",
        )
        .await
        .unwrap();
    let run = start(&runtime, "Nap", json!({})).await;
    let row = until(&runtime, run, "sleep", |row| row.status == RunStatus::Waiting).await;
    assert_eq!(row.owner, None);
    until(&runtime, run, "leaving memory", |_| runtime.live_runs() == 0).await;
    let row = settled(&runtime, run).await;
    assert_eq!((row.status, result(&row)), (RunStatus::Completed, json!("woken")));
    let waits: i64 = sqlx::query("SELECT count(*) FROM wait")
        .fetch_one(store.pool())
        .await
        .unwrap()
        .get(0);
    assert_eq!(waits, 0);
    runtime.shutdown().await;
}

const BROKEN: &str = "
process: Broken
steps:
  call: { call: webitel.users.get, with: { id: '1' } }
  done: { end: {} }
";

#[tokio::test(flavor = "multi_thread")]
async fn an_incident_says_why_takes_a_retry_and_can_be_cancelled() {
    let store = store().await;
    let runtime = runtime(&store).await;
    runtime.deploy(BROKEN, "test").await.unwrap();
    let run = start(&runtime, "Broken", json!({})).await;
    let row = settled(&runtime, run).await;
    assert_eq!((row.status, row.incidents, row.owner), (RunStatus::Incident, 1, None));
    assert!(
        row.last_error.as_deref().unwrap_or_default().contains("webitel"),
        "{row:?}"
    );

    let before = row.last_seq;
    let (_, count) = runtime.retry(run, "ann").await.unwrap();
    assert_eq!(count, 1);
    let row = until(&runtime, run, "the second failure", |row| {
        row.status == RunStatus::Incident && row.last_seq >= Seq(before.0 + 2)
    })
    .await;
    assert_eq!(row.incidents, 1);

    runtime.cancel(run, "ann", Some("no use".to_owned())).await.unwrap();
    let row = until(&runtime, run, "the end", |row| row.status.is_ended()).await;
    assert_eq!(row.status, RunStatus::Cancelled);
    assert!(matches!(
        runtime.cancel(run, "ann", None).await,
        Err(ActionError::Conflict(_))
    ));
    let open: i64 = sqlx::query("SELECT count(*) FROM run_request")
        .fetch_one(store.pool())
        .await
        .unwrap()
        .get(0);
    assert_eq!(open, 0);
    runtime.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_beyond_what_fits_in_memory_is_accepted_and_worked_off() {
    let store = store().await;
    let runtime = runtime_with(&store, 4).await;
    runtime
        .deploy(
            "process: Nap\nsteps:\n  nap: { wait: 1s }\n  done: { end: {} }\n",
            "test",
        )
        .await
        .unwrap();
    let mut runs = Vec::new();
    for _ in 0..40 {
        runs.push(start(&runtime, "Nap", json!({})).await);
    }
    for run in runs {
        assert_eq!(settled(&runtime, run).await.status, RunStatus::Completed);
    }
    runtime.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_cut_during_commits_lose_nothing() {
    let store = store().await;
    let runtime = runtime(&store).await;
    runtime.deploy(CHAIN, "test").await.unwrap();
    let cut_on = Arc::new(AtomicBool::new(true));
    let cutter = tokio::spawn({
        let (store, cut_on) = (store.clone(), cut_on.clone());
        async move {
            let mut cuts = 0;
            while cut_on.load(Ordering::Relaxed) {
                // Every connection but the one that asks: committers, pool, listener.
                let cut = sqlx::query(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                     WHERE datname = current_database() AND pid <> pg_backend_pid()",
                );
                cuts += u32::from(cut.execute(store.pool()).await.is_ok());
                tokio::time::sleep(Duration::from_millis(150)).await;
            }
            cuts
        }
    });
    let mut started = Vec::new();
    let deadline = tokio::time::Instant::now() + DEADLINE;
    while started.len() < 30 {
        assert!(
            tokio::time::Instant::now() < deadline,
            "only {} runs were accepted",
            started.len()
        );
        let start = StartRun {
            process: "Chain".to_owned(),
            version: None,
            input: json!({}),
            business_key: None,
            started_by: "test".to_owned(),
            trigger: throughline::runtime::TriggerKind::Manual,
        };
        // A start may be refused while the database is away; an accepted one must complete.
        match runtime.start_run(start).await {
            Ok(run) => started.push(run),
            Err(_) => tokio::time::sleep(Duration::from_millis(5)).await,
        }
        // Spread over several cuts.
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    cut_on.store(false, Ordering::Relaxed);
    assert!(cutter.await.unwrap() > 0, "nothing was cut");
    for run in &started {
        let row = settled(&runtime, *run).await;
        assert_eq!(row.status, RunStatus::Completed, "{row:?}");
        assert_eq!(result(&row), json!(4));
    }
    let gaps: i64 = sqlx::query(
        "SELECT count(*) FROM (SELECT run_id FROM journal GROUP BY run_id HAVING max(seq) <> count(*)) AS gaps",
    )
    .fetch_one(store.pool())
    .await
    .unwrap()
    .get(0);
    assert_eq!(gaps, 0);
    // A start nobody could confirm may stand, and then it completes as well.
    let deadline = tokio::time::Instant::now() + DEADLINE;
    while store
        .runs(&Default::default(), None, 500)
        .await
        .unwrap()
        .rows
        .iter()
        .any(|row| !row.status.is_ended())
    {
        assert!(tokio::time::Instant::now() < deadline, "a run is stranded");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    runtime.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_cannot_be_loaded_is_an_incident_and_its_neighbours_go_on() {
    let store = store().await;
    let first = runtime(&store).await;
    first
        .deploy(
            "process: Nap\nsteps:\n  nap: { wait: 6s }\n  done: { end: {} }\n",
            "test",
        )
        .await
        .unwrap();
    let poisoned = start(&first, "Nap", json!({})).await;
    let fine = start(&first, "Nap", json!({})).await;
    until(&first, poisoned, "sleep", |row| row.status == RunStatus::Waiting).await;
    sqlx::query("UPDATE journal SET payload = 'nonsense' WHERE run_id = $1")
        .bind(poisoned.0)
        .execute(store.pool())
        .await
        .unwrap();
    assert_eq!(settled(&first, fine).await.status, RunStatus::Completed);
    let row = settled(&first, poisoned).await;
    assert_eq!(row.status, RunStatus::Incident);
    assert!(row.last_error.unwrap_or_default().contains("fact 1"));
    first.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_signs_off_gives_its_runs_to_the_next() {
    let store = store().await;
    let first = runtime(&store).await;
    first
        .deploy(
            "process: Nap\nsteps:\n  nap: { wait: 3s }\n  done: { end: {} }\n",
            "test",
        )
        .await
        .unwrap();
    let run = start(&first, "Nap", json!({})).await;
    first.shutdown().await;
    assert!(!store.run(run).await.unwrap().unwrap().status.is_ended());
    let second = runtime(&store).await;
    assert_eq!(settled(&second, run).await.status, RunStatus::Completed);
    second.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_of_a_run_of_another_node_reaches_it() {
    let store = store().await;
    let (first, second) = (runtime(&store).await, runtime(&store).await);
    first.deploy("process: Nap\nsteps:\n  nap: { wait: 4s }\n  nap_again: { wait: 4s, to: nap_more }\n  nap_more: { wait: 1h }\n  done: { end: {} }\n", "test").await.unwrap();
    let run = start(&first, "Nap", json!({})).await;
    assert_eq!(first.live_runs(), 1);
    assert_eq!(second.cancel(run, "ann", None).await.unwrap(), Done::Requested);
    assert_eq!(
        until(&first, run, "the end", |row| row.status.is_ended()).await.status,
        RunStatus::Cancelled
    );
    first.shutdown().await;
    second.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_times_out_uncaught_is_an_incident_in_the_row_and_leaves_memory() {
    crate::api_support::install_crypto();
    let store = store().await;
    // Takes connections and never answers.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let auth = AuthConfig::Token {
        token: Secret::literal("token"),
    };
    let configs = BTreeMap::from([("webitel".to_owned(), ConnectionConfig::new(url, auth))]);
    let catalogue = Catalogue::load(&ScriptEngine::new(Limits::default()), None).unwrap();
    let connectors = Arc::new(Connectors::new(catalogue, configs).unwrap());
    let options = RuntimeOptions {
        node_name: "test".to_owned(),
        most_live: 100,
        shards: 1,
    };
    let runtime = Runtime::start(options, store.clone(), connectors).await.unwrap();
    let definition = "process: Slow\nsteps:\n  call: { call: webitel.users.get, with: { id: '1' }, timeout: 1s }\n  done: { end: {} }\n";
    runtime.deploy(definition, "test").await.unwrap();
    let run = start(&runtime, "Slow", json!({})).await;
    let row = settled(&runtime, run).await;
    assert_eq!((row.status, row.incidents, row.owner), (RunStatus::Incident, 1, None));
    assert!(row.last_error.unwrap_or_default().contains("timeout"));
    until(&runtime, run, "leaving memory", |_| runtime.live_runs() == 0).await;
    runtime.shutdown().await;
}
