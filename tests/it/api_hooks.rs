//! Record events: what the CRM tells starts processes, once.

use std::collections::BTreeMap;

use chrono::{TimeDelta, Utc};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use throughline::api::StartSettings;
use throughline::config::{HookConfig, Secret};
use throughline::webhooks::{Hook, sign};
use throughline_engine::kernel::{RunId, RunStatus};

use crate::api_support::{TestService, problem};
use crate::support::postgres;

const SECRET: &str = "a-secret-of-the-test";
const PATH: &str = "/api/v1/hooks/records/webitel_users";

const GREET: &str = "
process: Greet
input: { required: [name], properties: { name: { type: string } } }
triggers:
  - record:
      section: webitel_users
      on: [created, updated]
      when: =record.Extension != \"\"
      input: { name: =record.Name }
steps: { done: { end: { result: =input.name } } }
";

const FAREWELL: &str = "
process: Farewell
triggers:
  - record: { section: webitel_users, on: [deleted] }
  - record: { section: others, on: [created] }
steps: { done: { end: {} } }
";

fn settings() -> StartSettings {
    let signed = HookConfig {
        secret: Some(Secret::new(SECRET)),
        key: None,
        header: "x-throughline-key".to_owned(),
    };
    let keyed = HookConfig {
        secret: None,
        key: Some(Secret::new("a-fixed-key-of-the-test")),
        header: "x-api-key".to_owned(),
    };
    StartSettings {
        hooks: BTreeMap::from([
            ("webitel_users".to_owned(), Hook::new(signed)),
            ("others".to_owned(), Hook::new(keyed)),
        ]),
        ..StartSettings::default()
    }
}

fn event(id: &str, event: &str, record: Value) -> Value {
    json!({ "deliveryId": id, "entity": "WebitelUser", "event": event, "record": record, "changed": ["Name"] })
}

async fn send(service: &TestService, body: &Value) -> Response {
    let body = body.to_string();
    let signature = sign(SECRET.as_bytes(), Utc::now(), body.as_bytes());
    let request = service
        .anonymous(Method::POST, PATH)
        .header("x-throughline-signature", signature);
    request.body(body).send().await.unwrap()
}

async fn answer(response: Response) -> Value {
    let status = response.status();
    let body: Value = response.json().await.unwrap();
    assert_eq!(status, 200, "{body}");
    body
}

async fn runs(service: &TestService) -> usize {
    service.get("/api/v1/runs").await["items"].as_array().unwrap().len()
}

#[tokio::test]
async fn an_event_starts_who_listens_and_says_who_does_not_and_why() {
    let database = postgres::database().await;
    let (service, other) = (
        TestService::with(database.clone(), settings()).await,
        TestService::on(database).await,
    );
    // Deployed on another node, and known here at once.
    other.client.deploy(GREET).await.unwrap();
    other.client.deploy(FAREWELL).await.unwrap();
    let ann = json!({ "Name": "Ann", "Extension": "100" });
    let told = answer(send(&service, &event("d1", "inserted", ann.clone())).await).await;
    assert_eq!(
        (&told["delivery_id"], &told["duplicate"]),
        (&json!("d1"), &json!(false))
    );
    assert_eq!(told["started"][0]["process"], "Greet");
    assert_eq!(told["not_matched"][0]["process"], "Farewell");
    let reason = told["not_matched"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("listens for deleted, and this is created"), "{reason}");
    let run = RunId(told["started"][0]["run_id"].as_str().unwrap().parse().unwrap());
    service.until(run, RunStatus::Completed).await;
    let shown = service.get(&format!("/api/v1/runs/{run}")).await;
    assert_eq!((&shown["result"], &shown["trigger"]), (&json!("Ann"), &json!("record")));
    assert_eq!(shown["started_by"], "record:webitel_users");

    // The same delivery, signed anew: the same run, and nothing new; also where its content or the definitions changed.
    other
        .client
        .deploy(GREET.replace("on: [created, updated]", "on: [deleted]"))
        .await
        .unwrap();
    for body in [event("d1", "inserted", ann.clone()), event("d1", "deleted", json!({}))] {
        let again = answer(send(&service, &body).await).await;
        assert_eq!(
            (&again["duplicate"], &again["started"]),
            (&json!(true), &told["started"])
        );
    }
    assert_eq!(runs(&service).await, 1);
    // The new version counts for the next one: it listens for the end only, and its input does not fit.
    let next = answer(send(&service, &event("d2", "inserted", ann)).await).await;
    assert_eq!(
        (&next["started"], next["not_matched"].as_array().unwrap().len()),
        (&json!([]), 2)
    );
    let gone = answer(
        send(
            &service,
            &event("d3", "deleted", json!({ "Name": 5, "Extension": "1" })),
        )
        .await,
    )
    .await;
    assert_eq!(gone["started"][0]["process"], "Farewell");
    assert_eq!(gone["failed"][0]["process"], "Greet");
    assert!(
        gone["failed"][0]["reason"].as_str().unwrap().contains("/name"),
        "{gone}"
    );
    let quiet = answer(
        send(
            &service,
            &event("d4", "deleted", json!({ "Name": "x", "Extension": "" })),
        )
        .await,
    )
    .await;
    let reason = quiet["not_matched"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("gives false"), "{reason}");
    other.stop().await;
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_that_comes_many_times_at_once_starts_one_run() {
    let database = postgres::database().await;
    let (here, there) = (
        TestService::with(database.clone(), settings()).await,
        TestService::with(database, settings()).await,
    );
    here.client.deploy(GREET).await.unwrap();
    let body = event("d1", "updated", json!({ "Name": "Ann", "Extension": "100" }));
    let requests = (0..20).map(|n| send(if n % 2 == 0 { &here } else { &there }, &body));
    let mut started = Vec::new();
    for response in futures::future::join_all(requests).await {
        started.push(answer(response).await["started"].clone());
    }
    started.dedup();
    assert_eq!((started.len(), runs(&here).await), (1, 1));
    there.stop().await;
    here.stop().await;
}

#[tokio::test]
async fn what_is_not_signed_in_time_by_who_knows_the_secret_starts_nothing() {
    let service = TestService::with(postgres::database().await, settings()).await;
    service.client.deploy(GREET).await.unwrap();
    let body = event("d1", "inserted", json!({ "Name": "Ann", "Extension": "100" })).to_string();
    let now = Utc::now();
    let post = async |path: &str, header: Option<(&str, String)>, body: &str| {
        let mut request = service.anonymous(Method::POST, path);
        if let Some((name, value)) = header {
            request = request.header(name, value);
        }
        request.body(body.to_owned()).send().await.unwrap()
    };
    let name = "x-throughline-signature";
    let signed = |key: &str, seconds: i64| {
        let at = now + TimeDelta::seconds(seconds);
        Some((name, sign(key.as_bytes(), at, body.as_bytes())))
    };
    for (header, why) in [
        (None, "not signed"),
        (Some((name, "nonsense".to_owned())), "cannot be read"),
        (signed("another-secret-of-the-test", 0), "not the one"),
        (signed(SECRET, -400), "more than 5 minutes"),
        (signed(SECRET, 400), "more than 5 minutes"),
        (
            Some(("authorization", format!("Bearer {}", service.token))),
            "not signed",
        ),
    ] {
        let refused = problem(post(PATH, header, &body).await, 401, "bad-signature").await;
        assert!(refused["detail"].as_str().unwrap().contains(why), "{why}: {refused}");
    }
    // Another body under a signature that was seen.
    let changed = body.replace("Ann", "Eve");
    problem(post(PATH, signed(SECRET, 0), &changed).await, 401, "bad-signature").await;
    // Signed, and wrong all the same.
    for body in [
        "",
        "{",
        "[]",
        "{}",
        "{\"deliveryId\":\"\",\"entity\":\"e\",\"event\":\"inserted\",\"record\":{}}",
        "{\"deliveryId\":\"d\",\"entity\":\"e\",\"event\":\"moved\",\"record\":{}}",
        "{\"deliveryId\":\"d\",\"entity\":\"e\",\"event\":\"inserted\",\"record\":5}",
        "{\"deliveryId\":\"d\",\"entity\":\"e\",\"event\":\"inserted\",\"record\":{},\"changd\":[]}",
    ] {
        let header = Some((name, sign(SECRET.as_bytes(), now, body.as_bytes())));
        problem(post(PATH, header, body).await, 400, "bad-request").await;
    }
    let large = " ".repeat(crate::api_support::MAX_BODY + 1);
    problem(post(PATH, signed(SECRET, 0), &large).await, 413, "too-large").await;
    problem(
        post("/api/v1/hooks/records/nope", signed(SECRET, 0), &body).await,
        404,
        "not-found",
    )
    .await;
    assert_eq!(runs(&service).await, 0);

    // The hook with a fixed key.
    let path = "/api/v1/hooks/records/others";
    problem(post(path, signed(SECRET, 0), &body).await, 401, "bad-signature").await;
    let wrong = Some(("x-api-key", "a-fixed-key-of-the-tesT".to_owned()));
    problem(post(path, wrong, &body).await, 401, "bad-signature").await;
    service.client.deploy(FAREWELL).await.unwrap();
    let right = Some(("x-api-key", "a-fixed-key-of-the-test".to_owned()));
    let told = answer(post(path, right, &body).await).await;
    assert_eq!(told["started"][0]["process"], "Farewell");
    service.stop().await;
}

/// The node died after the first of two runs was started: the repetition starts the other one.
#[tokio::test]
async fn a_delivery_that_was_cut_off_is_finished_by_its_repetition() {
    let service = TestService::with(postgres::database().await, settings()).await;
    service.client.deploy(GREET).await.unwrap();
    let body = event("d1", "inserted", json!({ "Name": "Ann", "Extension": "100" }));
    let first = answer(send(&service, &body).await).await;
    let second = GREET.replace("process: Greet", "process: GreetToo");
    service.client.deploy(second).await.unwrap();
    // As if it had been there, and the mark that all is done had not been reached.
    sqlx::query("DELETE FROM start_key WHERE scope = 'record:webitel_users:d1' AND key = ''")
        .execute(service.runtime.store().pool())
        .await
        .unwrap();
    let again = answer(send(&service, &body).await).await;
    assert_eq!(again["started"][0], first["started"][0]);
    assert_eq!(again["started"][1]["process"], "GreetToo");
    assert_eq!((&again["duplicate"], runs(&service).await), (&json!(false), 2));
    service.stop().await;
}
