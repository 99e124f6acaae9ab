//! The end of a run is told to an address.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use chrono::Utc;
use reqwest::Method;
use serde_json::{Value, json};
use throughline::api::StartSettings;
use throughline::config::{Callbacks, Secret};
use throughline::store::NewCallback;
use throughline::webhooks::{Targets, verify};
use throughline_engine::kernel::{RunId, RunStatus};
use tokio::net::TcpListener;
use tokio::sync::Notify;

use crate::api_support::{DOUBLE, FAIL, SLEEP, TestService, problem};
use crate::support::postgres;

const KEY: &str = "a-signing-key-of-the-test";

#[derive(Default)]
struct Inner {
    /// What came: headers and body.
    taken: Mutex<Vec<(HeaderMap, Bytes)>>,
    /// So many requests are answered 500 first.
    refuse: Mutex<u32>,
    came: Notify,
}

/// A server that takes callbacks.
#[derive(Clone, Default)]
struct Receiver(Arc<Inner>);

async fn take(State(Receiver(inner)): State<Receiver>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let mut refuse = inner.refuse.lock().unwrap();
    if *refuse > 0 {
        *refuse -= 1;
        return StatusCode::INTERNAL_SERVER_ERROR;
    }
    inner.taken.lock().unwrap().push((headers, body));
    inner.came.notify_one();
    StatusCode::NO_CONTENT
}

impl Receiver {
    async fn start() -> (Self, SocketAddr) {
        let receiver = Self::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route("/hook", post(take)).with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        (receiver, address)
    }

    /// The next callback, checked.
    async fn next(&self) -> Value {
        let came = async {
            loop {
                if let Some(taken) = self.0.taken.lock().unwrap().pop() {
                    return taken;
                }
                self.0.came.notified().await;
            }
        };
        let (headers, body) = tokio::time::timeout(Duration::from_secs(60), came).await.unwrap();
        let signature = headers["x-throughline-signature"].to_str().unwrap();
        verify(KEY.as_bytes(), signature, &body, Utc::now()).unwrap();
        let told: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(headers["x-throughline-delivery"], told["delivery_id"].as_str().unwrap());
        assert_eq!(headers["x-throughline-event"], told["event"].as_str().unwrap());
        told
    }
}

fn settings(allow: &str) -> StartSettings {
    let callbacks = Callbacks {
        allow: vec![allow.parse().unwrap()],
        addresses: Vec::new(),
        signing_key: Some(Secret::new(KEY)),
    };
    StartSettings {
        targets: Targets::new(&callbacks),
        ..StartSettings::default()
    }
}

async fn start(service: &TestService, process: &str, body: Value) -> RunId {
    let request = service.request(Method::POST, &format!("/api/v1/processes/{process}/runs"));
    let response = request.json(&body).send().await.unwrap();
    let status = response.status();
    let run: Value = response.json().await.unwrap();
    assert!(status.is_success(), "{run}");
    RunId(run["id"].as_str().unwrap().parse().unwrap())
}

/// Waits until the callbacks of a run stand so.
async fn until(service: &TestService, run: RunId, state: &str) -> Value {
    let asking = async {
        loop {
            let shown = service.get(&format!("/api/v1/runs/{run}/callbacks")).await;
            if shown["items"]
                .as_array()
                .unwrap()
                .iter()
                .all(|item| item["state"] == state)
            {
                return shown["items"].clone();
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), asking).await.unwrap()
}

#[tokio::test]
async fn the_end_of_a_run_is_told_signed_and_again_until_it_arrives() {
    let (receiver, address) = Receiver::start().await;
    *receiver.0.refuse.lock().unwrap() = 2;
    let service = TestService::with(postgres::database().await, settings(&format!("http://{address}"))).await;
    service.client.deploy(DOUBLE).await.unwrap();
    let url = format!("http://{address}/hook");
    let body = json!({ "input": { "n": 21 }, "business_key": "b", "callback": { "url": url } });
    let run = start(&service, "Double", body).await;
    let told = receiver.next().await;
    assert_eq!(told["event"], "run.ended");
    assert_eq!(
        (&told["run"]["id"], &told["run"]["status"]),
        (&json!(run), &json!("completed"))
    );
    assert_eq!(told["run"]["result"], json!({ "doubled": 42, "note": "none" }));
    let shown = until(&service, run, "delivered").await;
    assert_eq!(shown[0]["attempts"], 3, "{shown}");
    assert_eq!(shown[0]["on"], json!(["ended"]));
    assert!(receiver.0.taken.lock().unwrap().is_empty());
    // A run without a callback has none.
    let other = start(&service, "Double", json!({ "input": { "n": 1 } })).await;
    let shown = service.get(&format!("/api/v1/runs/{other}/callbacks")).await;
    assert_eq!(shown["items"], json!([]));
    service.stop().await;
}

#[tokio::test]
async fn an_incident_is_told_where_that_is_wanted_and_then_the_end() {
    let (receiver, address) = Receiver::start().await;
    let service = TestService::with(postgres::database().await, settings(&format!("http://{address}"))).await;
    service.client.deploy(FAIL).await.unwrap();
    let url = format!("http://{address}/hook");
    let body = json!({ "callback": { "url": url, "on": ["ended", "incident"] } });
    let run = start(&service, "Fail", body).await;
    let told = receiver.next().await;
    assert_eq!(
        (&told["event"], &told["run"]["incidents"]),
        (&json!("run.incident"), &json!(1))
    );
    until(&service, run, "waiting").await;
    service.client.cancel(run, None).await.unwrap();
    let ended = receiver.next().await;
    assert_eq!(
        (&ended["event"], &ended["run"]["status"]),
        (&json!("run.ended"), &json!("cancelled"))
    );
    assert_ne!(ended["delivery_id"], told["delivery_id"]);
    until(&service, run, "delivered").await;
    service.stop().await;
}

/// The node that started the run is gone; another one finds its callback.
#[tokio::test]
async fn another_node_tells_the_end_of_a_run() {
    let (receiver, address) = Receiver::start().await;
    let database = postgres::database().await;
    let silent = TestService::on(database.clone()).await;
    silent.client.deploy(SLEEP).await.unwrap();
    let run = silent.start_run(SLEEP, json!({})).await;
    let callback = NewCallback {
        url: format!("http://{address}/hook"),
        on_incident: false,
    };
    silent.runtime.store().add_callbacks(&[run], &callback).await.unwrap();
    silent.runtime.store().add_callbacks(&[run], &callback).await.unwrap();
    silent.client.cancel(run, None).await.unwrap();
    silent.until(run, RunStatus::Cancelled).await;
    silent.stop().await;
    let service = TestService::with(database, settings(&format!("http://{address}"))).await;
    assert_eq!(receiver.next().await["run"]["id"], json!(run));
    let shown = until(&service, run, "delivered").await;
    assert_eq!(shown.as_array().unwrap().len(), 1, "the same address twice is one");
    service.stop().await;
}

#[tokio::test]
async fn callbacks_go_only_where_they_may() {
    let service = TestService::with(postgres::database().await, settings("https://crm.example.com")).await;
    service.client.deploy(DOUBLE).await.unwrap();
    let post = async |service: &TestService, callback: Value| {
        let request = service.request(Method::POST, "/api/v1/processes/Double/runs");
        let body = json!({ "input": { "n": 1 }, "callback": callback });
        request.json(&body).send().await.unwrap()
    };
    for url in [
        "http://127.0.0.1:1/",
        "https://evil.example.com/",
        "http://crm.example.com/",
        "nonsense",
    ] {
        let body = problem(post(&service, json!({ "url": url })).await, 422, "callback-refused").await;
        assert!(
            body["detail"].as_str().unwrap().contains("Nothing was started"),
            "{body}"
        );
    }
    let good = "https://crm.example.com/x";
    problem(
        post(&service, json!({ "url": good, "on": [] })).await,
        400,
        "bad-request",
    )
    .await;
    problem(
        post(&service, json!({ "url": good, "on": ["moon"] })).await,
        400,
        "bad-request",
    )
    .await;
    let database = postgres::database().await;
    let off = TestService::on(database).await;
    off.client.deploy(DOUBLE).await.unwrap();
    let body = problem(post(&off, json!({ "url": good })).await, 422, "callback-refused").await;
    assert!(body["detail"].as_str().unwrap().contains("callbacks.allow"), "{body}");
    for service in [service, off] {
        assert_eq!(service.get("/api/v1/runs").await["items"], json!([]));
        service.stop().await;
    }
}

/// The rules became stricter after the run was started: the callback is given up with the reason.
#[tokio::test]
async fn a_callback_that_may_not_go_there_any_more_is_given_up() {
    let database = postgres::database().await;
    let before = TestService::on(database.clone()).await;
    let run = before.start_run(DOUBLE, json!({ "n": 1 })).await;
    before.until(run, RunStatus::Completed).await;
    let callback = NewCallback {
        url: "http://169.254.169.254/latest".to_owned(),
        on_incident: false,
    };
    before.runtime.store().add_callbacks(&[run], &callback).await.unwrap();
    before.stop().await;
    let service = TestService::with(database, settings("https://crm.example.com")).await;
    let shown = until(&service, run, "given_up").await;
    assert!(
        shown[0]["last_error"].as_str().unwrap().contains("may not go to"),
        "{shown}"
    );
    let store = service.runtime.store();
    assert_eq!(store.forget_callbacks(7, 10).await.unwrap(), 0);
    assert_eq!(store.forget_callbacks(0, 10).await.unwrap(), 1);
    service.stop().await;
}
