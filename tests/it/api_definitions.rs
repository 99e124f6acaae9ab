//! Definitions over the API.

use reqwest::Method;
use serde_json::{Value, json};

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
