//! What a person does to a run over the API: suspend, resume, edit, retry one incident, skip, move.

use reqwest::Method;
use serde_json::{Value, json};
use throughline_engine::kernel::{RunId, RunStatus};

use crate::api_support::{TestService, problem};

/// Stops at an incident until `size` is small enough; the second step tells what the first one got.
const SIZED: &str = "
process: Sized
variables: { size: 50, got: null }
steps:
  take: { script: 'if size > 10 { throw \"too large: \" + size } size * 2', set: { got: =result } }
  pause: { wait: 1h }
  done: { end: { result: =got } }
";

async fn post(service: &TestService, path: &str, body: Value) -> reqwest::Response {
    service.request(Method::POST, path).json(&body).send().await.unwrap()
}

async fn stopped(service: &TestService) -> (RunId, u64) {
    let run = service.start_run(SIZED, json!({})).await;
    service.until(run, RunStatus::Incident).await;
    let shown = service.get(&format!("/api/v1/runs/{run}")).await;
    (run, shown["tokens"][0]["token"].as_u64().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incident_is_mended_by_an_edit_and_a_retry_in_one_request() {
    let service = TestService::start().await;
    let (run, token) = stopped(&service).await;
    let path = format!("/api/v1/runs/{run}/tokens/{token}/retry");
    let unknown = post(&service, &path, json!({ "variables": { "sise": 4 } })).await;
    let body = problem(unknown, 409, "conflict").await;
    assert!(body["detail"].as_str().unwrap().contains("sise"), "{body}");
    let done = post(&service, &path, json!({ "variables": { "size": 4 } })).await;
    assert!(done.status().is_success(), "{:?}", done.text().await);
    service.until(run, RunStatus::Waiting).await;
    let shown = service.get(&format!("/api/v1/runs/{run}?variables=true")).await;
    assert_eq!(shown["variables"]["got"], 8, "{shown}");
    let journal = service.get(&format!("/api/v1/runs/{run}/journal")).await;
    let kinds: Vec<&str> = journal["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fact| fact["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["started", "variables_edited", "retried"]);
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incident_is_skipped_with_an_output_and_a_token_is_moved() {
    let service = TestService::start().await;
    let (run, token) = stopped(&service).await;
    let skip = format!("/api/v1/runs/{run}/tokens/{token}/skip");
    let done = post(&service, &skip, json!({ "output": 7, "reason": "by hand" })).await;
    assert!(done.status().is_success(), "{:?}", done.text().await);
    service.until(run, RunStatus::Waiting).await;
    problem(post(&service, &skip, json!({ "output": 7 })).await, 409, "conflict").await;
    let path = format!("/api/v1/runs/{run}/tokens/{token}/move");
    problem(post(&service, &path, json!({ "to": "nowhere" })).await, 409, "conflict").await;
    problem(post(&service, &path, json!({ "to": "" })).await, 400, "bad-request").await;
    let done = post(&service, &path, json!({ "to": "done" })).await;
    assert!(done.status().is_success(), "{:?}", done.text().await);
    service.until(run, RunStatus::Completed).await;
    assert_eq!(service.get(&format!("/api/v1/runs/{run}")).await["result"], 7);
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_run_does_not_go_on_when_its_timer_comes_until_it_is_resumed() {
    let service = TestService::start().await;
    let run = service
        .start_run(
            "process: Nap\nsteps:\n  nap: { wait: 3s }\n  done: { end: { result: rested } }\n",
            json!({}),
        )
        .await;
    let done = post(
        &service,
        &format!("/api/v1/runs/{run}/suspend"),
        json!({ "reason": "later" }),
    )
    .await;
    assert!(done.status().is_success(), "{:?}", done.text().await);
    service.until(run, RunStatus::Suspended).await;
    let again = post(&service, &format!("/api/v1/runs/{run}/suspend"), json!({})).await;
    problem(again, 409, "conflict").await;
    let listed = service.get("/api/v1/runs?status=suspended").await;
    assert_eq!(listed["items"][0]["id"], run.to_string(), "{listed}");
    // The timer comes due meanwhile.
    tokio::time::sleep(std::time::Duration::from_secs(4)).await;
    let done = post(&service, &format!("/api/v1/runs/{run}/resume"), json!({})).await;
    assert!(done.status().is_success(), "{:?}", done.text().await);
    service.until(run, RunStatus::Completed).await;
    let journal = service.get(&format!("/api/v1/runs/{run}/journal")).await;
    let kinds: Vec<&str> = journal["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fact| fact["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["started", "suspended", "resumed", "timer_fired"]);
    let ended = post(&service, &format!("/api/v1/runs/{run}/resume"), json!({})).await;
    problem(ended, 409, "conflict").await;
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn acting_on_a_run_that_is_not_there_is_a_404() {
    let service = TestService::start().await;
    let run = uuid::Uuid::now_v7();
    for (path, body) in [
        ("suspend", json!({})),
        ("resume", json!({})),
        ("tokens/1/retry", json!({})),
        ("tokens/1/skip", json!({})),
        ("tokens/1/move", json!({ "to": "x" })),
    ] {
        problem(
            post(&service, &format!("/api/v1/runs/{run}/{path}"), body).await,
            404,
            "not-found",
        )
        .await;
    }
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_run_did_and_how_it_stood_before_are_read_off_its_journal() {
    let service = TestService::start().await;
    let run = service
        .start_run(
            "
process: Story
variables: { got: null }
steps:
  ask: { call: noop.run, with: { n: 7 }, set: { got: =result.n } }
  each: { for_each: '=[1, 2]', call: noop.run, with: { item: =item } }
  nap: { wait: 10ms }
  done: { end: { result: =got } }
",
            json!({}),
        )
        .await;
    service.until(run, RunStatus::Completed).await;
    let path = format!("/api/v1/runs/{run}/activities");
    let all = service.get(&path).await;
    assert_eq!(all["total"], 4, "{all}");
    let first = &all["items"][0];
    assert_eq!(
        (
            &first["step"],
            &first["kind"],
            &first["request"]["n"],
            &first["end"]["output"]["n"]
        ),
        (&json!("ask"), &json!("call"), &json!(7), &json!(7)),
        "{first}"
    );
    assert_eq!(all["items"][3]["kind"], "wait");
    assert_eq!(all["items"][3]["end"]["outcome"], "fired");
    let second = service.get(&format!("{path}?step=each&item=1")).await;
    assert_eq!(
        (&second["total"], &second["items"][0]["request"]["item"]),
        (&json!(1), &json!(2)),
        "{second}"
    );
    let page = service.get(&format!("{path}?limit=1&after=1")).await;
    assert_eq!(
        (&page["items"][0]["number"], &page["next_after"]),
        (&json!(2), &json!(2)),
        "{page}"
    );
    assert_eq!(service.get(&format!("{path}?failed=true")).await["total"], 0);

    let before = service.get(&format!("/api/v1/runs/{run}/state?at=1")).await;
    assert_eq!(
        (&before["status"], &before["variables"]["got"]),
        (&json!("running"), &json!(null)),
        "{before}"
    );
    let after = service.get(&format!("/api/v1/runs/{run}/state?at=2")).await;
    assert_eq!(after["variables"]["got"], 7, "{after}");
    let last = service.get(&format!("/api/v1/runs/{run}/state")).await;
    assert_eq!(
        (&last["status"], &last["seq"]),
        (&json!("completed"), &last["last_seq"]),
        "{last}"
    );
    service.stop().await;
}
