//! Starting runs over the API: once for a key, one for a business key, not too many in a minute, and who started what.

use std::num::NonZeroU32;
use std::time::Duration;

use reqwest::{Method, Response};
use serde_json::{Value, json};
use throughline::api::StartSettings;
use throughline::runtime::{Once, StartError, StartRun, TriggerKind};
use throughline_engine::kernel::{RunId, RunStatus};

use crate::api_support::{DOUBLE, SLEEP, TestService, problem};
use crate::store_support::{self, start as commit, writer};
use crate::support::postgres;

async fn post(service: &TestService, process: &str, key: Option<&str>, body: &Value) -> Response {
    let mut request = service.request(Method::POST, &format!("/api/v1/processes/{process}/runs"));
    if let Some(key) = key {
        request = request.header("idempotency-key", key);
    }
    request.json(body).send().await.unwrap()
}

async fn started(response: Response, status: u16) -> Value {
    let got = response.status();
    let body: Value = response.json().await.unwrap();
    assert_eq!(got.as_u16(), status, "{body}");
    assert_eq!(body["existing"], json!(status == 200));
    body
}

async fn runs(service: &TestService) -> usize {
    service.get("/api/v1/runs?limit=500").await["items"]
        .as_array()
        .unwrap()
        .len()
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_equal_requests_on_two_nodes_start_one_run() {
    let database = postgres::database().await;
    let (here, there) = (TestService::on(database.clone()).await, TestService::on(database).await);
    here.client.deploy(DOUBLE).await.unwrap();
    let body = json!({ "input": { "n": 5 } });
    let requests = (0..50).map(|n| {
        post(
            if n % 2 == 0 { &here } else { &there },
            "Double",
            Some("order-7"),
            &body,
        )
    });
    let mut new = 0;
    let mut ids = Vec::new();
    for response in futures::future::join_all(requests).await {
        let status = response.status();
        let run: Value = response.json().await.unwrap();
        assert!(status == 200 || status == 201, "{run}");
        assert_eq!(run["existing"], json!(status == 200));
        new += usize::from(status == 201);
        ids.push(run["id"].clone());
    }
    ids.dedup();
    assert_eq!((new, ids.len(), runs(&here).await), (1, 1, 1));
    there.stop().await;
    here.stop().await;
}

#[tokio::test]
async fn a_key_is_of_one_request_of_one_caller() {
    let service = TestService::start().await;
    service.client.deploy(DOUBLE).await.unwrap();
    let body = json!({ "input": { "n": 5 } });
    let first = started(post(&service, "Double", Some("k"), &body).await, 201).await;
    let again = started(post(&service, "Double", Some("k"), &body).await, 200).await;
    assert_eq!(first["id"], again["id"]);
    for other in [
        json!({ "input": { "n": 6 } }),
        json!({ "input": { "n": 5 }, "business_key": "b" }),
        json!({ "input": { "n": 5 }, "business_key": "b", "unique": true }),
    ] {
        let body = problem(post(&service, "Double", Some("k"), &other).await, 409, "conflict").await;
        assert!(
            body["detail"].as_str().unwrap().contains("nothing was started"),
            "{body}"
        );
    }
    // What does not fit does not use a key up.
    let wrong = json!({ "input": { "n": "x" } });
    problem(
        post(&service, "Double", Some("fresh"), &wrong).await,
        422,
        "invalid-input",
    )
    .await;
    started(post(&service, "Double", Some("fresh"), &body).await, 201).await;
    // A repetition is answered also where a newer version would not take it.
    let stricter = DOUBLE.replace(
        "required: [n], properties: {",
        "required: [n, why], properties: { why: { type: string },",
    );
    service.client.deploy(stricter).await.unwrap();
    let again = started(post(&service, "Double", Some("k"), &body).await, 200).await;
    assert_eq!(first["id"], again["id"]);
    problem(post(&service, "Double", Some("new"), &body).await, 422, "invalid-input").await;
    for key in ["", "with space", &"k".repeat(201)] {
        problem(post(&service, "Double", Some(key), &body).await, 400, "bad-request").await;
    }
    // Another caller has keys of their own.
    let other = Once {
        scope: "http:token:other".to_owned(),
        key: "k".to_owned(),
    };
    let start = StartRun {
        process: "Double".to_owned(),
        version: Some(1),
        input: json!({ "n": 1 }),
        business_key: None,
        started_by: "token:other".to_owned(),
        trigger: TriggerKind::Manual,
    };
    assert!(service.runtime.start_once(&other, start.clone()).await.unwrap().is_new);
    let reused = StartRun { version: None, ..start };
    let error = service.runtime.start_once(&other, reused).await.unwrap_err();
    assert!(matches!(error, StartError::Input(_)), "{error}");
    service.stop().await;
}

/// The key is there and its run is not: the one who made it died in between.
#[tokio::test]
async fn a_start_that_was_cut_off_is_finished_by_the_next_request() {
    let service = TestService::start().await;
    service.client.deploy(DOUBLE).await.unwrap();
    let body = json!({ "input": { "n": 5 } });
    let first = started(post(&service, "Double", Some("k"), &body).await, 201).await;
    let store = service.runtime.store();
    let planned = RunId(uuid::Uuid::now_v7());
    sqlx::query("UPDATE start_key SET run_id = $1 WHERE key = 'k'")
        .bind(planned.0)
        .execute(store.pool())
        .await
        .unwrap();
    let requests = (0..3).map(|_| post(&service, "Double", Some("k"), &body));
    for response in futures::future::join_all(requests).await {
        let run: Value = response.json().await.unwrap();
        assert_eq!(run["id"], json!(planned));
    }
    assert_ne!(first["id"], json!(planned));
    assert_eq!(runs(&service).await, 2);
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_active_run_has_a_unique_business_key() {
    let database = postgres::database().await;
    let (here, there) = (TestService::on(database.clone()).await, TestService::on(database).await);
    here.client.deploy(SLEEP).await.unwrap();
    here.client.deploy(DOUBLE).await.unwrap();
    let body = json!({ "business_key": "order-1", "unique": true });
    let requests = (0..20).map(|n| post(if n % 2 == 0 { &here } else { &there }, "Sleep", None, &body));
    let answers = futures::future::join_all(requests).await;
    assert_eq!(answers.iter().filter(|answer| answer.status() == 201).count(), 1);
    let first: Value = post(&there, "Sleep", None, &body).await.json().await.unwrap();
    for answer in answers {
        assert_eq!(answer.json::<Value>().await.unwrap()["id"], first["id"]);
    }
    // Another business key, another process, and a start that does not ask: all of them are others.
    started(
        post(
            &here,
            "Sleep",
            None,
            &json!({ "business_key": "order-2", "unique": true }),
        )
        .await,
        201,
    )
    .await;
    let double = json!({ "business_key": "order-1", "unique": true, "input": { "n": 1 } });
    started(post(&here, "Double", None, &double).await, 201).await;
    started(
        post(&here, "Sleep", None, &json!({ "business_key": "order-1" })).await,
        201,
    )
    .await;
    // With a key of the request, a repetition hears of the same run also when that has ended.
    let keyed = started(post(&here, "Sleep", Some("k"), &body).await, 200).await;
    assert_eq!(keyed["id"], first["id"]);
    let run = RunId(first["id"].as_str().unwrap().parse().unwrap());
    here.client.cancel(run, None).await.unwrap();
    here.until(run, RunStatus::Cancelled).await;
    let next = started(post(&there, "Sleep", None, &body).await, 201).await;
    assert_ne!(next["id"], first["id"]);
    let keyed = started(post(&here, "Sleep", Some("k"), &body).await, 200).await;
    assert_eq!(keyed["id"], first["id"]);
    problem(
        post(&here, "Sleep", None, &json!({ "unique": true })).await,
        400,
        "bad-request",
    )
    .await;
    there.stop().await;
    here.stop().await;
}

/// The business key is taken and its run is not there: the next request starts it, under the id that was given out.
#[tokio::test]
async fn a_unique_start_that_was_cut_off_is_finished_by_the_next_request() {
    let service = TestService::start().await;
    service.client.deploy(SLEEP).await.unwrap();
    let planned = RunId(uuid::Uuid::now_v7());
    let store = service.runtime.store();
    assert_eq!(
        store.reserve_active("Sleep", "order-1", planned).await.unwrap(),
        planned
    );
    let body = json!({ "business_key": "order-1", "unique": true });
    let requests = (0..3).map(|_| post(&service, "Sleep", None, &body));
    for response in futures::future::join_all(requests).await {
        let run: Value = response.json().await.unwrap();
        assert_eq!(run["id"], json!(planned));
    }
    assert_eq!(runs(&service).await, 1);
    service.stop().await;
}

#[tokio::test]
async fn a_caller_starts_so_many_runs_in_a_minute_and_no_more() {
    let settings = StartSettings {
        max_per_minute: NonZeroU32::new(3).unwrap(),
        ..StartSettings::default()
    };
    let service = TestService::with(postgres::database().await, settings).await;
    service.client.deploy(DOUBLE).await.unwrap();
    let body = json!({ "input": { "n": 5 } });
    for _ in 0..3 {
        started(post(&service, "Double", None, &body).await, 201).await;
    }
    let response = post(&service, "Double", None, &body).await;
    let seconds: u64 = response.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=61).contains(&seconds), "{seconds}");
    problem(response, 429, "too-many-requests").await;
    let batch = json!({ "items": vec![json!({ "input": { "n": 1 } }); 4] });
    let response = service
        .request(Method::POST, "/api/v1/processes/Double/runs/batch")
        .json(&batch)
        .send()
        .await
        .unwrap();
    let body = problem(response, 429, "too-many-requests").await;
    assert!(body["detail"].as_str().unwrap().contains("smaller batches"), "{body}");
    assert_eq!(runs(&service).await, 3);
    service.stop().await;
}

#[tokio::test]
async fn runs_are_found_by_what_started_them_and_when() {
    let service = TestService::start().await;
    service.client.deploy(DOUBLE).await.unwrap();
    let mut ids = Vec::new();
    for (number, trigger) in TriggerKind::ALL.into_iter().enumerate() {
        let start = StartRun {
            process: "Double".to_owned(),
            version: None,
            input: json!({ "n": number }),
            business_key: Some("b".to_owned()),
            started_by: format!("by:{}", number % 2),
            trigger,
        };
        let run = service.runtime.start_run(start).await.unwrap();
        let shown = service.get(&format!("/api/v1/runs/{run}")).await;
        assert_eq!(shown["trigger"], trigger.as_str());
        ids.push((run, shown["created_at"].as_str().unwrap().to_owned()));
    }
    let list = async |query: &str| -> Vec<Value> {
        let page = service.get(&format!("/api/v1/runs?{query}")).await;
        let items = page["items"].as_array().unwrap().iter();
        items.map(|run| run["trigger"].clone()).collect()
    };
    assert_eq!(list("trigger=section").await, ["section"]);
    assert_eq!(list("trigger=section&process=Double").await, ["section"]);
    assert_eq!(list("trigger=creatio&business_key=b").await, ["creatio"]);
    assert_eq!(list("started_by=by:1").await, ["record", "schedule"]);
    assert_eq!(list("started_by=by:1&trigger=manual").await, [""; 0]);
    let status = "status=completed,running";
    assert_eq!(list(&format!("started_by=by:1&{status}")).await, ["record", "schedule"]);
    // Ids hold milliseconds: what was accepted in the same one is "before" it or not as a whole.
    let middle = ids[2].1.replace("+00:00", "Z");
    let before = list(&format!("until={middle}")).await.len();
    let since = list(&format!("since={middle}")).await.len();
    assert_eq!(before + since, 5, "{before} and {since}");
    let response = service
        .request(Method::GET, "/api/v1/runs?trigger=moon")
        .send()
        .await
        .unwrap();
    problem(response, 400, "bad-request").await;
    service.stop().await;
}

#[tokio::test]
async fn old_keys_are_forgotten_and_young_ones_are_not() {
    let (store, options) = store_support::store_and_options().await;
    let run = store_support::run_id();
    for key in ["young", "old", "older"] {
        store.reserve_start("s", key, run, [1; 32]).await.unwrap();
    }
    sqlx::query("UPDATE start_key SET created_at = now() - interval '8 days' WHERE key <> 'young'")
        .execute(store.pool())
        .await
        .unwrap();
    assert_eq!(store.forget_start_keys(7, 1).await.unwrap(), 1, "so many at once");
    assert_eq!(store.forget_start_keys(7, 10).await.unwrap(), 1);
    assert_eq!(store.forget_start_keys(7, 10).await.unwrap(), 0);
    assert!(store.start_key("s", "young").await.unwrap().is_some());
    assert!(store.start_key("s", "old").await.unwrap().is_none());

    // Business keys go when their run has ended, or was never started.
    let mut writer = writer(&store);
    let (active, ended, never, lately) = (
        run,
        store_support::run_id(),
        store_support::run_id(),
        store_support::run_id(),
    );
    for id in [active, ended] {
        writer.write(commit(id, true)).await;
    }
    writer
        .write(store_support::update(ended, RunStatus::Completed, [2]))
        .await;
    for (key, id) in [("a", active), ("b", ended), ("c", never), ("d", lately)] {
        assert_eq!(store.reserve_active("P", key, id).await.unwrap(), id);
    }
    sqlx::query("UPDATE active_key SET reserved_at = now() - interval '8 days' WHERE business_key <> 'd'")
        .execute(store.pool())
        .await
        .unwrap();
    let mut cursor = None;
    let mut pages = 0;
    loop {
        cursor = store.forget_active_keys(cursor.as_ref(), 7, 2).await.unwrap();
        pages += 1;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(pages, 3, "two keys a page, and the last one empty");
    let left: Vec<String> = sqlx::query_scalar("SELECT business_key FROM active_key ORDER BY 1")
        .fetch_all(store.pool())
        .await
        .unwrap();
    assert_eq!(left, ["a", "d"]);
    writer.finish().await;
    drop(options);
}

#[tokio::test]
async fn deep_json_names_that_climb_and_huge_bodies_are_refused() {
    let service = TestService::start().await;
    service.client.deploy(DOUBLE).await.unwrap();
    let path = "/api/v1/processes/Double/runs";
    let send = async |path: &str, body: String| {
        let request = service
            .request(Method::POST, path)
            .header("content-type", "application/json");
        request.body(body).send().await.unwrap()
    };
    let deep = format!("{{\"input\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000));
    let body = problem(send(path, deep).await, 400, "bad-request").await;
    assert!(body["detail"].as_str().unwrap().contains("deeper"), "{body}");
    for name in ["..%2F..%2Fetc%2Fpasswd", "%2e%2e", "a%00b", "%FF", "Double%2Fruns"] {
        let response = send(&format!("/api/v1/processes/{name}/runs"), "{}".to_owned()).await;
        let status = response.status().as_u16();
        assert!(matches!(status, 400 | 404 | 405 | 422), "{name}: {status}");
    }
    // A body of 100 MB is refused long before it has arrived.
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let mut connection = tokio::net::TcpStream::connect(service.url.strip_prefix("http://").unwrap())
        .await
        .unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n\
         content-length: 100000000\r\n\r\n",
        service.token
    );
    connection.write_all(head.as_bytes()).await.unwrap();
    let mut answer = vec![0; 12];
    let read = connection.read_exact(&mut answer);
    tokio::time::timeout(Duration::from_secs(30), read)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(answer, b"HTTP/1.1 413");
    service.stop().await;
}
