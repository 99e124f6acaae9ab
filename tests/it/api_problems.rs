//! Every way a request can be wrong, and who may call.

use reqwest::Method;
use serde_json::{Value, json};
use throughline::api;

use crate::api_support::{DOUBLE, FAIL, MAX_BODY, TestService, problem};

const RUN: &str = "00000000-0000-7000-8000-000000000000";

#[tokio::test]
async fn every_described_route_is_there_and_lets_nobody_in_without_a_token() {
    let service = TestService::start().await;
    let described = service.get("/api/v1/openapi.json").await;
    assert_eq!(described, serde_json::to_value(api::document()).unwrap());
    assert!(described["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut seen = Vec::new();
    for (path, item) in described["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            seen.push(format!("{} {path}", method.to_uppercase()));
            assert!(operation["operationId"].is_string(), "{path}");
            assert!(
                operation["responses"]
                    .as_object()
                    .is_some_and(|responses| !responses.is_empty()),
                "{path}"
            );
            let address = path
                .replace("{id}", RUN)
                .replace("{key}", "Nope")
                .replace("{version}", "1")
                .replace("{token}", "0")
                .replace("{user}", "nobody");
            let method: Method = method.to_uppercase().parse().unwrap();
            let response = service.anonymous(method.clone(), &address).send().await.unwrap();
            if path.starts_with("/health/") {
                assert_eq!(response.status(), 200, "{path}");
                continue;
            }
            if path.starts_with("/api/v1/hooks/") {
                // The signature is looked at, and here there is no hook to know it.
                problem(response, 404, "not-found").await;
                continue;
            }
            assert!(
                response.headers()["www-authenticate"]
                    .to_str()
                    .unwrap()
                    .starts_with("Bearer")
            );
            problem(response, 401, "unauthorized").await;
            // With the token it is not "no such route": it is there.
            let body: Value = service
                .request(method, &address)
                .send()
                .await
                .unwrap()
                .json()
                .await
                .unwrap_or(Value::Null);
            assert_ne!(body["type"], "urn:throughline:problem:no-such-route", "{path}");
        }
    }
    seen.sort();
    insta::assert_snapshot!(seen.join("\n"));
    assert_references_resolve(&described, &described);
    service.stop().await;
}

fn assert_references_resolve(part: &Value, whole: &Value) {
    match part {
        Value::Object(members) => {
            if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
                let pointer = reference.strip_prefix('#').unwrap();
                assert!(whole.pointer(pointer).is_some(), "{reference} points nowhere");
            }
            members
                .values()
                .for_each(|member| assert_references_resolve(member, whole));
        }
        Value::Array(items) => items.iter().for_each(|item| assert_references_resolve(item, whole)),
        _ => {}
    }
}

#[tokio::test]
async fn a_wrong_token_is_told_from_none() {
    let service = TestService::start().await;
    for header in ["Bearer wrong-token-wrong-token", "Basic eDp5", "Bearer", "Bearer "] {
        let request = service
            .anonymous(Method::GET, "/api/v1/runs")
            .header("authorization", header);
        let response = request.send().await.unwrap();
        let challenge = response.headers()["www-authenticate"].to_str().unwrap().to_owned();
        assert!(challenge.contains("invalid_token"), "{header}");
        let body = problem(response, 401, "unauthorized").await;
        assert!(!body.to_string().contains(&service.token));
    }
    // Unknown addresses tell nothing to strangers either.
    let response = service.anonymous(Method::GET, "/api/v1/nothing").send().await.unwrap();
    problem(response, 401, "unauthorized").await;
    service.stop().await;
}

#[tokio::test]
async fn addresses_methods_ids_and_queries_that_are_wrong() {
    let service = TestService::start().await;
    let send = async |method: Method, path: &str| service.request(method, path).send().await.unwrap();
    problem(send(Method::GET, "/api/v1/nothing").await, 404, "no-such-route").await;
    problem(send(Method::GET, "/nothing").await, 404, "no-such-route").await;
    let response = send(Method::DELETE, "/api/v1/runs").await;
    assert!(response.headers()["allow"].to_str().unwrap().contains("GET"));
    problem(response, 405, "method-not-allowed").await;
    let response = service.anonymous(Method::POST, "/health/live").send().await.unwrap();
    problem(response, 405, "method-not-allowed").await;
    for path in [
        "/api/v1/runs/xyz".to_owned(),
        "/api/v1/runs?limt=1".to_owned(),
        "/api/v1/runs?limit=0".to_owned(),
        "/api/v1/runs?limit=501".to_owned(),
        "/api/v1/runs?status=done".to_owned(),
        "/api/v1/runs?since=yesterday".to_owned(),
        "/api/v1/runs?cursor=xx".to_owned(),
        "/api/v1/runs?cursor=6162".to_owned(),
        "/api/v1/definitions?cursor=x".to_owned(),
        "/api/v1/definitions/Double/one".to_owned(),
        format!("/api/v1/runs/{RUN}/journal?after=-1"),
    ] {
        problem(send(Method::GET, &path).await, 400, "bad-request").await;
    }
    for path in [
        format!("/api/v1/runs/{RUN}"),
        format!("/api/v1/runs/{RUN}/journal"),
        format!("/api/v1/runs/{RUN}/events"),
    ] {
        let body = problem(send(Method::GET, &path).await, 404, "not-found").await;
        assert!(body["detail"].as_str().unwrap().contains(RUN));
    }
    for path in [
        format!("/api/v1/runs/{RUN}/cancel"),
        format!("/api/v1/runs/{RUN}/retry"),
        "/api/v1/processes/Nope/runs".into(),
    ] {
        problem(send(Method::POST, &path).await, 404, "not-found").await;
    }
    problem(send(Method::GET, "/api/v1/definitions/Nope").await, 404, "not-found").await;
    service.stop().await;
}

#[tokio::test]
async fn bodies_that_are_wrong_start_nothing() {
    let service = TestService::start().await;
    service.client.deploy(DOUBLE).await.unwrap();
    let path = "/api/v1/processes/Double/runs";
    let post = async |kind: &str, body: String| {
        service
            .request(Method::POST, path)
            .header("content-type", kind)
            .body(body)
            .send()
            .await
            .unwrap()
    };
    let json = "application/json";
    problem(post("text/plain", "{}".into()).await, 415, "wrong-media-type").await;
    for body in [
        "{",
        "{\"input\": 99999999999999999999}",
        "[]",
        "{\"inptu\":{}}",
        "\"x\"",
    ] {
        problem(post(json, body.into()).await, 400, "bad-request").await;
    }
    let deep = format!("{{\"input\":{}{}}}", "[".repeat(70), "]".repeat(70));
    problem(post(json, deep).await, 400, "bad-request").await;
    problem(post(json, " ".repeat(MAX_BODY + 1)).await, 413, "too-large").await;
    let long = json!({ "input": { "n": 1 }, "business_key": "k".repeat(201) });
    problem(post(json, long.to_string()).await, 400, "bad-request").await;
    let body = problem(
        post(json, json!({ "input": { "n": "x", "note": 5 } }).to_string()).await,
        422,
        "invalid-input",
    )
    .await;
    let pointers: Vec<_> = body["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| &problem["pointer"])
        .collect();
    assert_eq!(pointers.len(), 2, "{body}");
    assert!(
        pointers.contains(&&json!("/n")) && pointers.contains(&&json!("/note")),
        "{body}"
    );
    problem(post(json, String::new()).await, 422, "invalid-input").await;
    // Postgres cannot keep NUL in a text column.
    let nul = json!({ "input": { "n": 1 }, "business_key": "a\u{0}b" }).to_string();
    problem(post(json, nul).await, 422, "unprocessable").await;
    for wait in ["1x", "6m", ""] {
        let request = service
            .request(Method::POST, &format!("{path}?wait={wait}"))
            .json(&json!({ "input": { "n": 1 } }));
        problem(request.send().await.unwrap(), 400, "bad-request").await;
    }
    let request = service
        .request(Method::POST, &format!("{path}?version=9"))
        .json(&json!({ "input": { "n": 1 } }));
    let body = problem(request.send().await.unwrap(), 404, "not-found").await;
    assert!(body["detail"].as_str().unwrap().contains("version 9"), "{body}");
    assert_eq!(service.get("/api/v1/runs").await["items"], json!([]));
    service.stop().await;
}

#[tokio::test]
async fn what_does_not_fit_a_run_is_a_conflict() {
    let service = TestService::start().await;
    let run = service.start_run(DOUBLE, json!({ "n": 1 })).await;
    service
        .until(run, throughline_engine::kernel::RunStatus::Completed)
        .await;
    for action in ["cancel", "retry"] {
        let response = service
            .request(Method::POST, &format!("/api/v1/runs/{run}/{action}"))
            .send()
            .await
            .unwrap();
        problem(response, 409, "conflict").await;
    }
    service.client.deploy(FAIL).await.unwrap();
    service.stop().await;
}
