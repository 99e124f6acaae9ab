//! Schedules over HTTP.

use reqwest::{Method, Response};
use serde_json::{Value, json};

use super::QUICK;
use crate::api_support::{DOUBLE, TestService, problem};

async fn post(service: &TestService, path: &str, body: Value) -> Response {
    service.request(Method::POST, path).json(&body).send().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_is_made_looked_at_changed_and_deleted() {
    let service = TestService::start().await;
    service.client.deploy(QUICK).await.unwrap();
    let made = post(
        &service,
        "/api/v1/schedules",
        json!({ "process": "Quick", "name": "nightly", "cron": "30 3 * * *", "timezone": "Europe/Kyiv", "jitter": "90s",
                "end": "2100-01-01T00:00:00Z" }),
    )
    .await;
    assert_eq!(made.status(), 201);
    let address = made.headers()["location"].to_str().unwrap().to_owned();
    let made: Value = made.json().await.unwrap();
    assert_eq!(
        (
            &made["source"],
            &made["jitter"],
            &made["overlap"],
            &made["missed"],
            &made["paused"]
        ),
        (
            &json!("api"),
            &json!("1m30s"),
            &json!("skip"),
            &json!("run_once"),
            &json!(false)
        )
    );
    assert!(made["next_planned_at"].is_string(), "{made}");
    assert_eq!(service.get(&address).await, made);
    assert_eq!(
        service.get("/api/v1/schedules?process=Quick&name=nightly").await["items"],
        json!([made])
    );
    assert_eq!(service.get("/api/v1/schedules?process=Other").await["items"], json!([]));

    let preview = service
        .get(&format!("{address}/preview?from=2026-03-28T12:00:00Z&count=2"))
        .await;
    assert_eq!(
        preview["firings"],
        json!([{ "utc": "2026-03-29T01:00:00Z", "local": "2026-03-29T04:00:00+03:00" },
               { "utc": "2026-03-30T00:30:00Z", "local": "2026-03-30T03:30:00+03:00" }])
    );

    let again = post(
        &service,
        "/api/v1/schedules",
        json!({ "process": "Quick", "name": "nightly", "cron": "0 0 * * *" }),
    )
    .await;
    problem(again, 409, "conflict").await;

    let change = service
        .request(Method::PUT, &address)
        .json(&json!({ "cron": "0 4 * * *", "overlap": "queue_all" }))
        .send()
        .await
        .unwrap();
    let changed: Value = change.json().await.unwrap();
    assert_eq!(
        (
            &changed["cron"],
            &changed["timezone"],
            &changed["overlap"],
            &changed["end"]
        ),
        (&json!("0 4 * * *"), &json!("UTC"), &json!("queue_all"), &json!(null))
    );

    let gone = service.request(Method::DELETE, &address).send().await.unwrap();
    assert_eq!(gone.status(), 204);
    let missing = service.request(Method::GET, &address).send().await.unwrap();
    problem(missing, 404, "not-found").await;
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pausing_running_and_backfilling() {
    let service = TestService::start().await;
    service.client.deploy(QUICK).await.unwrap();
    let made: Value = post(
        &service,
        "/api/v1/schedules",
        json!({ "process": "Quick", "name": "hourly", "cron": "0 * * * *" }),
    )
    .await
    .json()
    .await
    .unwrap();
    let address = format!("/api/v1/schedules/{}", made["id"].as_str().unwrap());
    let paused: Value = post(&service, &format!("{address}/pause"), json!({}))
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(
        (&paused["paused"], &paused["next_planned_at"]),
        (&json!(true), &json!(null))
    );
    assert_eq!(paused["paused_by"], "token:default");

    let fired = post(&service, &format!("{address}/run"), json!({})).await;
    assert_eq!(fired.status(), 201);
    let fired: Value = fired.json().await.unwrap();
    assert_eq!(
        (&fired["outcome"], &fired["origin"], &fired["asked_by"]),
        (&json!("fired"), &json!("manual"), &json!("token:default"))
    );
    let run = service
        .get(&format!("/api/v1/runs/{}", fired["run_id"].as_str().unwrap()))
        .await;
    assert_eq!(run["started_by"], "schedule:Quick/hourly");

    let resumed: Value = post(&service, &format!("{address}/resume"), json!({}))
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(resumed["paused"], false);

    let range = json!({ "from": "2026-01-01T00:00:00Z", "to": "2026-01-01T02:30:00Z" });
    let filled = post(&service, &format!("{address}/backfill"), range).await;
    assert_eq!(filled.status(), 202);
    assert_eq!(
        filled.json::<Value>().await.unwrap(),
        json!({ "planned": 3, "accepted": 3 })
    );
    let page = service.get(&format!("{address}/firings?limit=2")).await;
    assert_eq!(page["items"][0]["origin"], "manual");
    let rest = service
        .get(&format!(
            "{address}/firings?limit=2&cursor={}",
            page["next_cursor"].as_str().unwrap()
        ))
        .await;
    assert_eq!(rest["items"][1]["planned_at"], "2026-01-01T00:00:00Z");
    let queued = service.get(&format!("{address}/firings?outcome=queued,skipped")).await;
    assert_eq!(queued["items"].as_array().unwrap().len(), 3);

    let range = json!({ "from": "2026-01-01T00:00:00Z", "to": "2999-01-01T00:00:00Z" });
    problem(
        post(&service, &format!("{address}/backfill"), range).await,
        422,
        "unprocessable",
    )
    .await;
    service.stop().await;
}

/// Runs a schedule now and answers its run.
async fn run_of(service: &TestService, schedule: &Value) -> Value {
    let path = format!("/api/v1/schedules/{}/run", schedule["id"].as_str().unwrap());
    let fired: Value = post(service, &path, json!({})).await.json().await.unwrap();
    service
        .get(&format!("/api/v1/runs/{}", fired["run_id"].as_str().unwrap()))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_tells_the_time_zone_of_the_schedule_that_started_it() {
    let service = TestService::start().await;
    let zoned = |zone: &str| {
        format!(
            "
process: Zoned
triggers:
  - schedule: {{ name: nightly, cron: '30 3 * * *', timezone: {zone}, overlap: allow }}
steps: {{ done: {{ end: {{}} }} }}
"
        )
    };
    service.client.deploy(&zoned("Europe/Kyiv")).await.unwrap();
    let listed = service.get("/api/v1/schedules?process=Zoned").await;
    let first = run_of(&service, &listed["items"][0]).await;
    assert_eq!(first["timezone"], "Europe/Kyiv", "{first}");
    // The run keeps the zone it was planned in.
    service.client.deploy(&zoned("Asia/Tokyo")).await.unwrap();
    let first = service
        .get(&format!("/api/v1/runs/{}", first["id"].as_str().unwrap()))
        .await;
    assert_eq!(first["timezone"], "Europe/Kyiv", "{first}");
    let second = run_of(&service, &listed["items"][0]).await;
    assert_eq!(second["timezone"], "Asia/Tokyo", "{second}");

    service.client.deploy(QUICK).await.unwrap();
    let made: Value = post(
        &service,
        "/api/v1/schedules",
        json!({ "process": "Quick", "name": "by-hand", "cron": "0 * * * *", "timezone": "America/New_York" }),
    )
    .await
    .json()
    .await
    .unwrap();
    let run = run_of(&service, &made).await;
    assert_eq!(run["timezone"], "America/New_York", "{run}");
    // Nothing says any more which zone it was.
    let path = format!("/api/v1/schedules/{}", made["id"].as_str().unwrap());
    service.request(Method::DELETE, &path).send().await.unwrap();
    let run = service
        .get(&format!("/api/v1/runs/{}", run["id"].as_str().unwrap()))
        .await;
    assert_eq!(run.get("timezone"), None, "{run}");
    let by_hand = service.start_run(QUICK, json!({})).await;
    let by_hand = service.get(&format!("/api/v1/runs/{by_hand}")).await;
    assert_eq!(by_hand.get("timezone"), None, "{by_hand}");
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mistakes_are_told_by_place() {
    let service = TestService::start().await;
    service.client.deploy(DOUBLE).await.unwrap();
    let wrong = post(
        &service,
        "/api/v1/schedules",
        json!({ "process": "Double", "name": "a b", "cron": "61 * * * *", "timezone": "Kyiv", "input": { "n": "x" },
                "start": "2026-01-02T00:00:00Z", "end": "2026-01-01T00:00:00Z" }),
    )
    .await;
    let body = problem(wrong, 422, "invalid-input").await;
    let places: Vec<&str> = body["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| problem["pointer"].as_str().unwrap())
        .collect();
    assert_eq!(places, ["/name", "/cron", "/timezone", "/end", "/input/n"]);
    assert!(body["problems"][2]["message"].as_str().unwrap().contains("Europe/Kyiv"));

    let nobody = json!({ "process": "Nobody", "name": "a", "cron": "* * * * *" });
    problem(post(&service, "/api/v1/schedules", nobody).await, 404, "not-found").await;
    let unknown = json!({ "process": "Double", "name": "a", "cron": "* * * * *", "every": "1h" });
    problem(post(&service, "/api/v1/schedules", unknown).await, 400, "bad-request").await;
    let none = post(
        &service,
        &format!("/api/v1/schedules/{}/run", uuid::Uuid::nil()),
        json!({}),
    )
    .await;
    problem(none, 404, "not-found").await;
    let outcome = format!("/api/v1/schedules/{}/firings?outcome=lost", uuid::Uuid::nil());
    problem(
        service.request(Method::GET, &outcome).send().await.unwrap(),
        400,
        "bad-request",
    )
    .await;
    service.stop().await;
}
