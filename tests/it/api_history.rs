//! Looking back at a run over the API: its steps in numbers, who changed its variables, what its journal says.

use reqwest::Method;
use serde_json::{Value, json};
use throughline_engine::kernel::{RunId, RunStatus};

use crate::api_support::{TestService, problem};

/// Stops at an incident until `size` is small enough.
const SIZED: &str = "
process: Sized
variables: { size: 50, got: null }
steps:
  take: { script: 'if size > 10 { throw \"too large: \" + size } size * 2', set: { got: =result } }
  pause: { wait: 10ms }
  done: { end: { result: =got } }
";

const LISTED: &str = "
process: Listed
input: { properties: { list: { type: array }, pad: { type: string } } }
variables: { got: [] }
steps:
  each:
    for_each: =input.list
    parallel: 50
    steps:
      ask: { call: noop.run, with: { n: =item, large: =\"Ґ\" + item } }
    collect: =item
    set: { got: =result }
  done: { end: { result: =got.len() } }
";

/// A run that was stopped, mended by a person and has ended: five facts.
async fn mended(service: &TestService) -> RunId {
    let run = service.start_run(SIZED, json!({})).await;
    service.until(run, RunStatus::Incident).await;
    let shown = service.get(&format!("/api/v1/runs/{run}")).await;
    let token = &shown["tokens"][0];
    assert_eq!(
        (&token["can_skip"], &token["can_move"]),
        (&json!(true), &json!(true)),
        "{token}"
    );
    let done = service
        .request(
            Method::POST,
            &format!("/api/v1/runs/{run}/tokens/{}/retry", token["token"]),
        )
        .json(&json!({ "variables": { "size": 4 } }))
        .send()
        .await
        .unwrap();
    assert!(done.status().is_success(), "{:?}", done.text().await);
    service.until(run, RunStatus::Completed).await;
    run
}

fn seqs(page: &Value) -> Vec<u64> {
    let items = page["items"].as_array().unwrap();
    items.iter().map(|fact| fact["seq"].as_u64().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_of_variables_say_who_made_them_and_survive_the_end() {
    let service = TestService::start().await;
    let run = mended(&service).await;
    let path = format!("/api/v1/runs/{run}/variables/history");
    let all = service.get(&path).await;
    assert_eq!(all["total"], 4, "{all}");
    let newest = &all["items"][0];
    assert_eq!(
        (
            &newest["name"],
            &newest["step"],
            &newest["before"]["value"],
            &newest["after"]["value"]
        ),
        (&json!("got"), &json!("take"), &Value::Null, &json!(8)),
        "{newest}"
    );
    let edit = &all["items"][1];
    assert_eq!(
        (
            &edit["by"],
            &edit["before"]["value"],
            &edit["after"]["value"],
            &edit["seq"]
        ),
        (&json!("token:default"), &json!(50), &json!(4), &json!(2)),
        "{edit}"
    );
    let page = service.get(&format!("{path}?name=size&limit=1")).await;
    assert_eq!((&page["total"], &page["next_before"]), (&json!(2), &json!(2)), "{page}");
    let page = service.get(&format!("{path}?name=size&limit=1&before=2")).await;
    assert_eq!(page["items"][0]["after"]["value"], 50, "{page}");
    assert_eq!(page.get("next_before"), None, "{page}");
    let then = service.get(&format!("{path}?until=1")).await;
    assert_eq!(then["total"], 2, "{then}");

    let last = service.get(&format!("/api/v1/runs/{run}/state")).await;
    assert_eq!(last["variables"], json!({ "size": 4, "got": 8 }), "after the end too");
    let stopped = service.get(&format!("/api/v1/runs/{run}/state?at=1&brief=true")).await;
    assert_eq!(
        (&stopped["incidents"], &stopped["error"]["code"], &stopped["variables"]),
        (&json!(1), &json!("script"), &json!({})),
        "{stopped}"
    );
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_large_input_the_beginning_is_told_first() {
    let service = TestService::start().await;
    let small = service
        .start_run(LISTED, json!({ "list": [9_007_199_254_740_993_u64] }))
        .await;
    let told = service.get(&format!("/api/v1/runs/{small}/input?brief=true")).await;
    assert_eq!(
        told,
        json!({ "input": { "list": [9_007_199_254_740_993_u64] }, "bytes": 27, "masked": false })
    );
    let large = service
        .start_run(LISTED, json!({ "list": [], "pad": "Ґ".repeat(20_000) }))
        .await;
    let path = format!("/api/v1/runs/{large}/input");
    let told = service.get(&format!("{path}?brief=true")).await;
    assert_eq!((told.get("input"), &told["bytes"]), (None, &json!(40_020)));
    assert_eq!(told["start"].as_str().unwrap().len(), 32 * 1024);
    let whole = service.get(&path).await;
    assert_eq!(whole["input"]["pad"].as_str().unwrap().chars().count(), 20_000);
    let missing = format!("/api/v1/runs/{}/input", uuid::Uuid::nil());
    let missing = service.request(Method::GET, &missing).send().await.unwrap();
    problem(missing, 404, "not-found").await;
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_journal_is_searched_from_both_ends() {
    let service = TestService::start().await;
    let run = mended(&service).await;
    let path = format!("/api/v1/runs/{run}/journal");
    let all = service.get(&path).await;
    assert_eq!((seqs(&all), &all["total"]), (vec![1, 2, 3, 4], &json!(4)), "{all}");
    let newest = service.get(&format!("{path}?order=desc&limit=3")).await;
    assert_eq!((seqs(&newest), &newest["next_after"]), (vec![4, 3, 2], &json!(2)));
    let oldest = service.get(&format!("{path}?order=desc&after=2")).await;
    assert_eq!((seqs(&oldest), oldest.get("next_after")), (vec![1], None));
    for (query, found) in [
        ("kind=retried,timer_fired", vec![3, 4]),
        ("step=take", vec![2, 3]),
        ("step=tak", vec![]),
        ("step=pause&kind=retried", vec![]),
        ("text=%22SIZE%22:4", vec![2]),
        ("text=nowhere", vec![]),
        ("until=2", vec![1, 2]),
        ("text=token&order=desc&limit=1", vec![4]),
    ] {
        let page = service.get(&format!("{path}?{query}")).await;
        assert_eq!(seqs(&page), found, "{query}: {page}");
    }
    for query in ["kind=flown", "order=up", "limit=0"] {
        let refused = service
            .request(Method::GET, &format!("{path}?{query}"))
            .send()
            .await
            .unwrap();
        problem(refused, 400, "bad-request").await;
    }
    let odd = service.get(&format!("{path}?step=%00&text=%00&kind=,")).await;
    assert_eq!(seqs(&odd), Vec::<u64>::new());
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_about_a_run_of_many_items_are_of_the_size_of_its_definition() {
    let service = TestService::start().await;
    let list: Vec<u32> = (0..1000).collect();
    let run = service
        .start_run(LISTED, json!({ "list": list, "pad": "x".repeat(5000) }))
        .await;
    service.until(run, RunStatus::Completed).await;
    let path = format!("/api/v1/runs/{run}/steps?parts=20");
    let report = service.get(&path).await;
    assert!(report.to_string().len() < 20_000, "{}", report.to_string().len());
    let each = &report["items"][0];
    assert_eq!(
        (&each["step"], &each["total"], &each["done"], &each["active"]),
        (&json!("each"), &json!(1000), &json!(1000), &json!(0)),
        "{each}"
    );
    let ask = &report["items"][1];
    assert_eq!(
        (&ask["attempts"], &ask["failed"], &ask["more_spans"]),
        (&json!(1000), &json!(0), &json!(true))
    );
    assert!(
        ask["took"]["p95_ms"].as_f64() >= ask["took"]["p50_ms"].as_f64(),
        "{ask}"
    );
    let ends = ask["done_over_time"].as_array().unwrap();
    assert_eq!(
        (ends.len(), ends.iter().map(|n| n.as_u64().unwrap()).sum::<u64>()),
        (20, 1000)
    );
    // In the middle of it, as often as one likes: what was read of a journal is kept.
    let middle = service.get(&format!("/api/v1/runs/{run}/steps?until=500")).await;
    assert_eq!(
        (&middle["items"][0]["done"], &middle["seq"]),
        (&json!(499), &json!(500)),
        "{middle}"
    );
    let moment = service
        .get(&format!("/api/v1/runs/{run}/state?at=500&brief=true"))
        .await;
    assert_eq!(
        (&moment["progress"][0]["done"], &moment["last_seq"]),
        (&json!(499), &json!(1001)),
        "{moment}"
    );

    let journal = format!("/api/v1/runs/{run}/journal?brief=true");
    let item = service.get(&format!("{journal}&item=700")).await;
    assert_eq!(item["total"], 1, "{item}");
    assert_eq!(item["items"][0]["payload"]["output"]["n"], 700, "{item}");
    let found = service.get(&format!("{journal}&text=%D2%91700")).await;
    assert_eq!(
        (&found["total"], &found["items"][0]["seq"]),
        (&json!(1), &item["items"][0]["seq"]),
        "{found}"
    );
    let inside = service.get(&format!("{journal}&step=each&order=desc&limit=2")).await;
    assert_eq!((&inside["total"], seqs(&inside)), (&json!(1000), vec![1001, 1000]));
    let first = service.get(&format!("{journal}&limit=1")).await;
    assert_eq!(
        first["items"][0].get("payload"),
        None,
        "the input is large and not carried along"
    );
    let calls = service
        .get(&format!("/api/v1/runs/{run}/activities?step=each&limit=1"))
        .await;
    assert_eq!(calls["total"], 1000, "what is inside of a step is part of it: {calls}");

    let changes = service
        .get(&format!("/api/v1/runs/{run}/variables/history?name=got"))
        .await;
    let after = &changes["items"][0]["after"];
    assert_eq!(after["value"], Value::Null, "{changes}");
    assert!(after["start"].as_str().unwrap().starts_with("[0,1,2"), "{changes}");
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn looking_back_at_what_is_not_there_is_a_404() {
    let service = TestService::start().await;
    let run = uuid::Uuid::now_v7();
    for path in [
        "steps",
        "variables/history",
        "state",
        "activities",
        "journal",
        "journal?item=1",
    ] {
        let answer = service
            .request(Method::GET, &format!("/api/v1/runs/{run}/{path}"))
            .send();
        problem(answer.await.unwrap(), 404, "not-found").await;
    }
    let run = mended(&service).await;
    for query in ["steps?parts=0", "steps?parts=501", "variables/history?limit=501"] {
        let answer = service
            .request(Method::GET, &format!("/api/v1/runs/{run}/{query}"))
            .send();
        problem(answer.await.unwrap(), 400, "bad-request").await;
    }
    service.stop().await;
}
