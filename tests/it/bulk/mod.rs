//! Acts on many runs at once: what was previewed is what is done, once, whatever happens meanwhile.

mod command;
mod rights;
mod selection;
mod work;

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use throughline_engine::kernel::{RunId, RunStatus};
use uuid::Uuid;

use crate::api_support::{SLEEP, TestService};

/// Longest anything here may take: a deadline for failures, not a measure.
const DEADLINE: Duration = Duration::from_secs(60);

async fn post(service: &TestService, path: &str, body: Value) -> reqwest::Response {
    service.request(Method::POST, path).json(&body).send().await.unwrap()
}

/// Freezes a selection.
async fn preview(service: &TestService, body: Value) -> Value {
    let response = post(service, "/api/v1/bulk", body).await;
    assert_eq!(response.status(), 201, "{:?}", response.text().await);
    let location = response.headers()["location"].to_str().unwrap().to_owned();
    let bulk: Value = response.json().await.unwrap();
    assert_eq!(location, format!("/api/v1/bulk/{}", bulk["id"].as_str().unwrap()));
    assert_eq!(bulk["state"], "preview");
    bulk
}

fn id(bulk: &Value) -> Uuid {
    bulk["id"].as_str().unwrap().parse().unwrap()
}

async fn start(service: &TestService, bulk: Uuid) -> Value {
    let response = post(service, &format!("/api/v1/bulk/{bulk}/start"), json!({})).await;
    assert_eq!(response.status(), 200, "{:?}", response.text().await);
    response.json().await.unwrap()
}

/// Waits until an act is over.
async fn finished(service: &TestService, bulk: Uuid) -> Value {
    let waiting = async {
        loop {
            let now = service.get(&format!("/api/v1/bulk/{bulk}")).await;
            if now["state"] == "finished" {
                return now;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(DEADLINE, waiting)
        .await
        .expect("the act ends in time")
}

/// Starts an act and waits until it is over.
async fn done(service: &TestService, bulk: Uuid) -> Value {
    start(service, bulk).await;
    finished(service, bulk).await
}

/// Runs that wait for an hour.
async fn sleepers(service: &TestService, count: usize) -> Vec<RunId> {
    runs(service, SLEEP, count, RunStatus::Waiting).await
}

async fn runs(service: &TestService, definition: &str, count: usize, status: RunStatus) -> Vec<RunId> {
    let mut runs = Vec::new();
    for _ in 0..count {
        runs.push(service.start_run(definition, Value::Null).await);
    }
    for run in &runs {
        service.until(*run, status).await;
    }
    runs
}

/// Runs with this status in Postgres, by id.
async fn standing(service: &TestService, status: &str) -> Vec<Uuid> {
    sqlx::query_scalar("SELECT id FROM run WHERE status::text = $1 ORDER BY id")
        .bind(status)
        .fetch_all(service.runtime.store().pool())
        .await
        .unwrap()
}

/// Waits until so many runs stand so in Postgres: what was only asked of a run is carried out a little later.
async fn until_standing(service: &TestService, status: &str, count: usize) -> Vec<Uuid> {
    let waiting = async {
        loop {
            let there = standing(service, status).await;
            if there.len() == count {
                return there;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(DEADLINE, waiting)
        .await
        .unwrap_or_else(|_| panic!("never {count} {status}"))
}

/// How often each run has a fact of this kind in its journal.
async fn facts(service: &TestService, runs: &[RunId], kind: &str) -> Vec<i64> {
    let ids: Vec<Uuid> = runs.iter().map(|run| run.0).collect();
    sqlx::query_scalar(
        "SELECT count(j.seq) FROM UNNEST($1::uuid[]) WITH ORDINALITY AS r (id, place)
         LEFT JOIN journal AS j ON j.run_id = r.id AND j.kind::text = $2 GROUP BY r.place ORDER BY r.place",
    )
    .bind(ids)
    .bind(kind)
    .fetch_all(service.runtime.store().pool())
    .await
    .unwrap()
}

fn ids(page: &Value) -> Vec<Uuid> {
    let items = page["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["run_id"].as_str().unwrap().parse().unwrap())
        .collect()
}
