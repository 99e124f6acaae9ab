//! Definitions over the API.

use reqwest::Method;
use serde_json::{Value, json};
use throughline_engine::kernel::RunStatus;

use crate::api_support::{DOUBLE, FAIL, SLEEP, TestService, problem};

const FIVE_MISTAKES: &str = "
process: Bad
steps:
  one: { call: webitel.user.search }
  two: { script: 'let x = ;' }
  three: { set: { nope: =1 } }
  four: { set: {}, to: nowhere }
  five: { wiat: 10s }
";

async fn post(service: &TestService, path: &str, kind: &str, body: &str) -> reqwest::Response {
    service
        .request(Method::POST, path)
        .header("content-type", kind)
        .body(body.to_owned())
        .send()
        .await
        .unwrap()
}

#[tokio::test]
async fn a_definition_is_deployed_once_and_read_back() {
    let service = TestService::start().await;
    let first = post(&service, "/api/v1/definitions", "application/yaml", DOUBLE).await;
    assert_eq!(first.status(), 201);
    assert_eq!(first.headers()["location"], "/api/v1/definitions/Double/1");
    let first: Value = first.json().await.unwrap();
    assert_eq!((&first["version"], &first["is_new"]), (&json!(1), &json!(true)));
    assert_eq!(first["deployed_by"], "token:default");
    let again = post(&service, "/api/v1/definitions", "text/plain; charset=utf-8", DOUBLE).await;
    assert_eq!(again.status(), 200);
    assert_eq!(again.json::<Value>().await.unwrap()["is_new"], false);
    let changed = DOUBLE.replace("* 2", "* 3");
    assert_eq!(
        post(&service, "/api/v1/definitions", "text/yaml", &changed)
            .await
            .status(),
        201
    );

    let shown = service.get("/api/v1/definitions/Double").await;
    assert_eq!(shown["version"], 2);
    assert_eq!(shown["input_schema"]["required"], json!(["n"]));
    let versions: Vec<_> = shown["versions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|version| &version["version"])
        .collect();
    assert_eq!(versions, [2, 1]);
    assert_eq!(service.get("/api/v1/definitions/Double/1").await["source"], DOUBLE);
    let missing = service
        .request(Method::GET, "/api/v1/definitions/Double/3")
        .send()
        .await
        .unwrap();
    problem(missing, 404, "not-found").await;
    service.stop().await;
}

#[tokio::test]
async fn definitions_are_listed_page_by_page_in_the_order_of_their_keys() {
    let service = TestService::start().await;
    for source in [SLEEP, DOUBLE, FAIL] {
        service.client.deploy(source).await.unwrap();
    }
    let mut keys = Vec::new();
    let mut path = "/api/v1/definitions?limit=2".to_owned();
    loop {
        let page = service.get(&path).await;
        keys.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item["key"].as_str().unwrap().to_owned()),
        );
        let Some(cursor) = page["next_cursor"].as_str() else {
            break;
        };
        assert_eq!(page["items"].as_array().unwrap().len(), 2);
        path = format!("/api/v1/definitions?limit=2&cursor={cursor}");
    }
    assert_eq!(keys, ["Double", "Fail", "Sleep"]);
    service.stop().await;
}

#[tokio::test]
async fn five_mistakes_are_five_diagnostics_with_places_and_nothing_is_deployed() {
    let service = TestService::start().await;
    let refused = problem(
        post(&service, "/api/v1/definitions", "application/yaml", FIVE_MISTAKES).await,
        422,
        "invalid-definition",
    )
    .await;
    let lines: Vec<_> = refused["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| found["position"]["line"].clone())
        .collect();
    assert_eq!(lines, [4, 5, 6, 7, 8], "{refused}");
    assert!(
        refused["diagnostics"][0]["hint"]
            .as_str()
            .unwrap()
            .contains("webitel.users.search")
    );
    assert!(
        refused["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .all(|found| found["position"]["column"].as_u64() > Some(1))
    );
    assert_eq!(service.get("/api/v1/definitions").await["items"], json!([]));

    let checked = post(
        &service,
        "/api/v1/definitions/validate",
        "application/yaml",
        FIVE_MISTAKES,
    )
    .await;
    assert_eq!(checked.status(), 200);
    let checked: Value = checked.json().await.unwrap();
    assert_eq!(
        (&checked["valid"], checked["diagnostics"].as_array().unwrap().len()),
        (&json!(false), 5)
    );
    let checked: Value = post(&service, "/api/v1/definitions/validate", "application/yaml", DOUBLE)
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(checked, json!({ "valid": true, "diagnostics": [] }));
    assert_eq!(service.get("/api/v1/definitions").await["items"], json!([]));
    service.stop().await;
}

#[tokio::test]
async fn a_file_that_is_no_text_or_too_large_is_refused() {
    let service = TestService::start().await;
    let response = service
        .request(Method::POST, "/api/v1/definitions")
        .header("content-type", "application/yaml")
        .body(vec![b'a', 0xff, 0xfe])
        .send()
        .await
        .unwrap();
    problem(response, 400, "bad-request").await;
    let large = "#".repeat(1024 * 1024 + 1);
    problem(
        post(&service, "/api/v1/definitions", "application/yaml", &large).await,
        413,
        "too-large",
    )
    .await;
    problem(
        post(&service, "/api/v1/definitions", "application/json", "{}").await,
        415,
        "wrong-media-type",
    )
    .await;
    service.stop().await;
}

#[tokio::test]
async fn every_version_says_which_runs_are_on_it() {
    let service = TestService::start().await;
    let first = service.start_run(SLEEP, Value::Null).await;
    service.until(first, RunStatus::Waiting).await;
    let changed = SLEEP.replace("1h", "2h");
    for _ in 0..2 {
        let run = service.start_run(&changed, Value::Null).await;
        service.until(run, RunStatus::Waiting).await;
    }
    let ended = service.start_run(DOUBLE, json!({ "n": 1 })).await;
    service.until(ended, RunStatus::Completed).await;

    let page = service.get("/api/v1/definitions/Sleep/versions").await;
    let told: Vec<_> = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            let live = &entry["live"];
            [
                &entry["version"],
                &live["waiting"],
                &live["total"],
                &live["incident"],
                &live["at_least"],
            ]
            .map(Clone::clone)
        })
        .collect();
    assert_eq!(json!(told), json!([[2, 2, 2, 0, false], [1, 1, 1, 0, false]]), "{page}");
    let page = service.get("/api/v1/definitions/Sleep/versions?limit=1").await;
    let cursor = page["next_cursor"].as_str().unwrap();
    let page = service
        .get(&format!("/api/v1/definitions/Sleep/versions?limit=1&cursor={cursor}"))
        .await;
    assert_eq!(
        (&page["items"][0]["version"], page.get("next_cursor")),
        (&json!(1), None)
    );
    // Ended runs are on no list of live ones.
    let page = service.get("/api/v1/definitions/Double/versions").await;
    assert_eq!(page["items"][0]["live"]["total"], 0);
    for (path, status, name) in [
        ("Never/versions", 404, "not-found"),
        ("Sleep/versions?cursor=6e6f", 400, "bad-request"),
        ("Sleep/versions?limit=0", 400, "bad-request"),
    ] {
        let path = format!("/api/v1/definitions/{path}");
        let response = service.request(Method::GET, &path).send().await.unwrap();
        problem(response, status, name).await;
    }
    service.stop().await;
}

#[tokio::test]
async fn the_library_says_how_much_each_process_runs_where_it_is_asked() {
    let service = TestService::start().await;
    let run = service.start_run(SLEEP, Value::Null).await;
    service.until(run, RunStatus::Waiting).await;
    let failed = service.start_run(FAIL, Value::Null).await;
    service.until(failed, RunStatus::Incident).await;
    service.client.deploy(DOUBLE).await.unwrap();

    let page = service.get("/api/v1/definitions?activity=true").await;
    let told: Vec<_> = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            let activity = &entry["activity"];
            json!([
                entry["key"],
                activity["live"]["waiting"],
                activity["live"]["incident"],
                activity["last_run"]["id"],
                activity["last_run"]["status"]
            ])
        })
        .collect();
    assert_eq!(
        json!(told),
        json!([
            ["Double", 0, 0, null, null],
            ["Fail", 0, 1, failed.to_string(), "incident"],
            ["Sleep", 1, 0, run.to_string(), "waiting"],
        ])
    );
    let page = service.get("/api/v1/definitions").await;
    assert_eq!(page["items"][0].get("activity"), None);
    service.stop().await;
}

#[tokio::test]
async fn the_library_shows_one_heading() {
    let service = TestService::start().await;
    for (key, group) in [("A", "Phones"), ("B", "Bills"), ("C", "Phones"), ("D", "Phones")] {
        let source = format!("process: {key}\ngroup: {group}\nsteps: {{ done: {{ end: {{}} }} }}\n");
        service.client.deploy(&source).await.unwrap();
    }
    let keys = |page: &Value| {
        let items = page["items"].as_array().unwrap();
        json!(items.iter().map(|item| item["key"].clone()).collect::<Vec<_>>())
    };
    let page = service.get("/api/v1/definitions?group=Phones&limit=2").await;
    assert_eq!(keys(&page), json!(["A", "C"]));
    let cursor = page["next_cursor"].as_str().unwrap();
    let page = service
        .get(&format!("/api/v1/definitions?group=Phones&limit=2&cursor={cursor}"))
        .await;
    assert_eq!((keys(&page), page.get("next_cursor")), (json!(["D"]), None));
    let page = service.get("/api/v1/definitions?group=phones").await;
    assert_eq!(keys(&page), json!([]));
    service.stop().await;
}

#[tokio::test]
async fn an_editor_gets_the_schema_and_what_can_be_called() {
    let service = TestService::start().await;
    let schema = service.get("/api/v1/definition-schema").await;
    assert_eq!(schema["title"], "Throughline process definition");
    assert!(schema["$defs"]["Step"]["properties"]["retry"].is_object());
    let operations = service.get("/api/v1/operations").await;
    let noop = operations["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|operation| operation["name"] == "noop.run")
        .unwrap();
    assert_eq!(noop["input"]["type"], "object");
    service.stop().await;
}
