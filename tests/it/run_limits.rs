//! Runs that would never end, and inputs that would never fit: each a clear end, and the service goes on.

use reqwest::Method;
use serde_json::{Value, json};
use throughline_engine::kernel::RunStatus;

use crate::api_support::{DOUBLE, TestService, problem};

/// Each would go on for ever; all stop with an incident `limit`.
const ENDLESS: [&str; 4] = [
    // Steps that only set.
    "
process: BusyLoop
variables: { n: 0, enough: false }
steps:
  again: { set: { n: =n + 1 } }
  which: { choose: [ { when: =enough, to: end }, { to: again } ] }
",
    // One script.
    "
process: EndlessScript
steps:
  spin: { script: 'let n = 0; loop { n += 1; }' }
",
    // Calls.
    "
process: EndlessCalls
limits: { activities: 2000 }
variables: { n: 0, enough: false }
steps:
  ask: { call: noop.run, with: { n: =n }, set: { n: =result.n + 1 }, catch: [ { error: \"*\", to: ask } ] }
  which: { choose: [ { when: =enough, to: end }, { to: ask } ] }
",
    // Waits.
    "
process: EndlessWaits
limits: { activities: 20 }
variables: { enough: false }
steps:
  pause: { wait: 1ms }
  which: { choose: [ { when: =enough, to: end }, { to: pause } ] }
",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_that_never_ends_stops_for_a_person_and_nobody_else_notices() {
    let service = TestService::start().await;
    let mut runs = Vec::new();
    for definition in ENDLESS {
        runs.push(service.start_run(definition, json!({})).await);
    }
    let neighbour = service.start_run(DOUBLE, json!({"n": 21})).await;
    service.until(neighbour, RunStatus::Completed).await;
    for run in runs {
        service.until(run, RunStatus::Incident).await;
        let shown = service.get(&format!("/api/v1/runs/{run}")).await;
        assert_eq!(shown["error"]["code"], "limit", "{shown}");
        assert_eq!(shown["incidents"], 1);
    }
    service.get("/health/ready").await;
    service.stop().await;
}

#[tokio::test]
async fn json_that_is_too_deep_is_refused_whatever_stands_in_it() {
    let service = TestService::start().await;
    let definition = "
process: Anything
input: { properties: { secret: { writeOnly: true } } }
steps: { done: { end: { result: =input } } }
";
    service.client.deploy(definition).await.unwrap();
    let start = |input: String| {
        service
            .request(Method::POST, "/api/v1/processes/Anything/runs?wait=30s")
            .header("content-type", "application/json")
            .body(format!("{{\"input\":{input}}}"))
            .send()
    };
    for deep in [
        format!("{{\"secret\":{}{}}}", "[".repeat(10_000), "]".repeat(10_000)),
        format!("{}1{}", "{\"a\":".repeat(9_000), "}".repeat(9_000)),
        "[".repeat(10_000),
    ] {
        let body = problem(start(deep).await.unwrap(), 400, "bad-request").await;
        assert!(body["detail"].as_str().unwrap().contains("deeper than 64"), "{body}");
    }
    // As deep as is taken, it comes out again.
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(60), "]".repeat(60));
    let response = start(deep.clone()).await.unwrap();
    assert_eq!(response.status(), 201);
    let run: Value = response.json().await.unwrap();
    assert_eq!(run["result"].to_string(), deep, "{run}");
    // Very many properties are only many bytes.
    let wide: String = (0..4000).map(|n| format!("\"p{n}\":{n},")).collect();
    assert_eq!(start(format!("{{{wide}\"secret\":1}}")).await.unwrap().status(), 201);
    service.stop().await;
}
