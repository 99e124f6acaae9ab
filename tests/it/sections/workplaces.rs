//! Workplaces: made, arranged, deleted, and by two people at once.

use reqwest::Method;
use serde_json::{Value, json};

use super::support::ok;
use crate::api_support::{TestService, problem};
use crate::support::postgres;

async fn ask(service: &TestService, method: Method, path: &str, body: Value) -> reqwest::Response {
    let request = service.request(method, &format!("/api/v1/workplaces{path}"));
    request.json(&body).send().await.unwrap()
}

fn keys(workplace: &Value) -> Vec<&str> {
    let sections = workplace["sections"].as_array().unwrap();
    sections
        .iter()
        .map(|section| section["key"].as_str().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_workplace_is_made_arranged_and_deleted() {
    let service = TestService::start().await;
    let first = service.get("/api/v1/workplaces").await;
    assert_eq!(first["items"][0]["name"], "Contact Center");
    assert_eq!(first["items"][0]["sections"][0]["title"], "Webitel Users");
    assert_eq!(keys(&first["items"][0]), ["webitel_users"]);

    let studio = json!({"name": " Studio ", "sections": ["crm_users"]});
    let studio = ok(ask(&service, Method::POST, "", studio).await, 201).await;
    assert_eq!((&studio["name"], &studio["version"]), (&json!("Studio"), &json!(1)));
    let at = format!("/{}", studio["id"].as_str().unwrap());

    // Add is idempotent, so is remove.
    for _ in 0..2 {
        let changed = ok(
            ask(
                &service,
                Method::PUT,
                &format!("{at}/sections/webitel_users"),
                Value::Null,
            )
            .await,
            200,
        )
        .await;
        assert_eq!(keys(&changed), ["crm_users", "webitel_users"]);
        assert_eq!(changed["version"], 2);
    }
    let order = json!({"name": "Studio", "sections": ["webitel_roles", "webitel_users"], "version": 2});
    let changed = ok(ask(&service, Method::PUT, &at, order.clone()).await, 200).await;
    assert_eq!(keys(&changed), ["webitel_roles", "webitel_users"]);
    // The same change made from an old version is somebody else's loss, and is refused.
    let refused = problem(ask(&service, Method::PUT, &at, order).await, 409, "conflict").await;
    assert!(refused["detail"].as_str().unwrap().contains("version 3"), "{refused}");
    let removed = ok(
        ask(
            &service,
            Method::DELETE,
            &format!("{at}/sections/webitel_users"),
            Value::Null,
        )
        .await,
        200,
    )
    .await;
    assert_eq!(keys(&removed), ["webitel_roles"]);

    // Names are unique; sections exist, each once.
    problem(
        ask(&service, Method::POST, "", json!({"name": "Studio"})).await,
        409,
        "conflict",
    )
    .await;
    let renamed = json!({"name": "Contact Center", "sections": []});
    problem(ask(&service, Method::PUT, &at, renamed).await, 409, "conflict").await;
    for wrong in [
        json!({"name": ""}),
        json!({"name": " "}),
        json!({"name": "x".repeat(101)}),
        json!({"name": "a\u{0}b"}),
        json!({"name": "X", "sections": ["nothing"]}),
        json!({"name": "X", "sections": ["crm_users", "crm_users"]}),
    ] {
        problem(ask(&service, Method::POST, "", wrong).await, 400, "bad-request").await;
    }
    problem(
        ask(&service, Method::PUT, &format!("{at}/sections/..%2Fx"), Value::Null).await,
        404,
        "not-found",
    )
    .await;

    // The order of all.
    let all = service.get("/api/v1/workplaces").await;
    let ids: Vec<Value> = all["items"]
        .as_array()
        .unwrap()
        .iter()
        .rev()
        .map(|item| item["id"].clone())
        .collect();
    let ordered = ok(ask(&service, Method::PUT, "", json!({"order": ids})).await, 200).await;
    assert_eq!(ordered["items"][0]["name"], "Studio");
    problem(
        ask(&service, Method::PUT, "", json!({"order": [ids[0]]})).await,
        400,
        "bad-request",
    )
    .await;

    assert_eq!(ask(&service, Method::DELETE, &at, Value::Null).await.status(), 204);
    problem(ask(&service, Method::DELETE, &at, Value::Null).await, 404, "not-found").await;
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_workplace_is_made_once() {
    let database = postgres::database().await;
    let service = TestService::on(database.clone()).await;
    let all = service.get("/api/v1/workplaces").await;
    let id = all["items"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(
        ask(&service, Method::DELETE, &format!("/{id}"), Value::Null)
            .await
            .status(),
        204
    );
    service.stop().await;
    let service = TestService::on(database).await;
    assert_eq!(service.get("/api/v1/workplaces").await["items"], json!([]));
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_people_add_at_once_and_nothing_is_lost() {
    let service = TestService::start().await;
    let made = ok(ask(&service, Method::POST, "", json!({"name": "All"})).await, 201).await;
    let at = format!("/{}", made["id"].as_str().unwrap());
    let sections = ["webitel_users", "crm_users", "webitel_licenses", "webitel_roles"];
    let paths: Vec<String> = sections.iter().map(|key| format!("{at}/sections/{key}")).collect();
    let adds = paths.iter().map(|path| ask(&service, Method::PUT, path, Value::Null));
    for response in futures::future::join_all(adds).await {
        assert_eq!(response.status(), 200);
    }
    let all = service.get(&format!("/api/v1/workplaces{at}")).await;
    let mut there = keys(&all);
    there.sort_unstable();
    assert_eq!(
        there,
        ["crm_users", "webitel_licenses", "webitel_roles", "webitel_users"]
    );
    assert_eq!(all["version"], 5);
    service.stop().await;
}
