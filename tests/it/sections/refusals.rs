//! What is refused, and how.

use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};
use throughline::api::StartSettings;
use throughline::auth::Role;
use throughline_simulators::Faults;

use super::support::Desk;
use crate::api_support::{TestService, problem};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_only_looks_cannot_act() {
    let desk = Desk::start(0).await;
    let id = desk.record("ann", &json!({}));
    let viewer = desk.token(Role::Viewer).await;
    let operator = desk.token(Role::Operator).await;
    let as_ = |token: &str, method: Method, path: &str| {
        desk.service
            .anonymous(method, &format!("/api/v1/{path}"))
            .bearer_auth(token)
    };
    for path in ["sections", "sections/webitel_users/records", "workplaces"] {
        let response = as_(&viewer, Method::GET, path).send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
    }
    let record = format!("sections/webitel_users/records/{id}");
    let acts = [
        (Method::POST, "sections/webitel_users/records".to_owned()),
        (Method::POST, "sections/webitel_users/form/check".to_owned()),
        (Method::POST, "sections/webitel_users/actions/EnableStun".to_owned()),
        (Method::PATCH, record.clone()),
        (Method::DELETE, record.clone()),
        (Method::POST, format!("{record}/details/roles")),
        (Method::DELETE, format!("{record}/details/roles/1")),
    ];
    for (method, path) in acts {
        problem(as_(&viewer, method, &path).send().await.unwrap(), 403, "forbidden").await;
    }
    // Operators act and do not arrange.
    let arrange = as_(&operator, Method::POST, "workplaces").json(&json!({"name": "Mine"}));
    problem(arrange.send().await.unwrap(), 403, "forbidden").await;
    let act = as_(&operator, Method::POST, "sections/webitel_users/form/check").json(&json!({}));
    assert_eq!(act.send().await.unwrap().status(), 200);
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_there_is_a_404_and_what_cannot_be_read_a_400() {
    let desk = Desk::start(0).await;
    desk.deploy_all().await;
    let id = desk.record("ann", &json!({}));
    let missing = [
        "nothing".to_owned(),
        "..%2Fwebitel_users".to_owned(),
        "%2e%2e%2f%2e%2e%2fetc%2fpasswd".to_owned(),
        "nothing/records".to_owned(),
        "webitel_users/records/11111111-2222-3333-4444-555555555555".to_owned(),
        "webitel_users/records/..%2F..%2FContact".to_owned(),
        "webitel_users/records/%00".to_owned(),
        "webitel_users/records/not-a-guid".to_owned(),
        format!("webitel_users/records/{}", "x".repeat(300)),
        format!("webitel_users/records/{id}/details/nothing"),
        format!("webitel_users/records/{id}/details/..%2Froles"),
        "webitel_users/lookups/nothing".to_owned(),
        "webitel_users/lookups/extension".to_owned(),
        "webitel_users/actions?record=none".to_owned(),
    ];
    for path in &missing {
        problem(desk.ask(Method::GET, path).send().await.unwrap(), 404, "not-found").await;
    }
    for path in [
        "webitel_users/actions/Nothing",
        "webitel_users/actions/..%2FEnableStun",
        "nothing/records",
    ] {
        problem(desk.post(path, &json!({})).await, 404, "not-found").await;
    }
    let row = format!("webitel_users/records/{id}/details/roles/11111111-2222-3333-4444-555555555555");
    problem(desk.ask(Method::DELETE, &row).send().await.unwrap(), 404, "not-found").await;

    let long = "x".repeat(201);
    let bad: [(&str, &str); 15] = [
        ("q", &long),
        ("q", "a\u{0}b"),
        ("limit", "0"),
        ("limit", "1000"),
        ("skip", "-1"),
        ("skip", "99999999"),
        ("cursor", "zz"),
        ("sort", "Nothing"),
        ("sort", "Username desc,Id"),
        ("filter", "UseStun"),
        ("filter", "[]"),
        ("filter", r#"{"Nothing":1}"#),
        ("filter", r#"{"UseStun":"yes"}"#),
        ("filter", r#"{"UseStun":{"contains":"x"}}"#),
        ("filter", r#"{"Contact":"no guid"}"#),
    ];
    for (name, value) in bad {
        let response = desk
            .ask(Method::GET, "webitel_users/records")
            .query(&[(name, value)])
            .send()
            .await
            .unwrap();
        problem(response, 400, "bad-request").await;
    }
    let unknown = desk
        .ask(Method::GET, "webitel_users/records?nothing=1")
        .send()
        .await
        .unwrap();
    problem(unknown, 400, "bad-request").await;
    let field = desk
        .post("webitel_users/form/check", &json!({"values": {"nothing": 1}}))
        .await;
    problem(field, 400, "bad-request").await;
    let wait = desk
        .post("webitel_users/actions/GetWebitelUsers?wait=1y", &json!({}))
        .await;
    problem(wait, 400, "bad-request").await;
    // Sections without these buttons.
    problem(desk.post("webitel_roles/records", &json!({})).await, 409, "conflict").await;
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_system_that_does_not_answer_is_named() {
    let desk = Desk::start(0).await;
    let id = desk.record("ann", &json!({}));
    let broken = Faults {
        error_rate: 1.0,
        ..Faults::default()
    };
    desk.systems.creatio.handle.set_faults(broken).unwrap();
    for path in [
        "webitel_users/records".to_owned(),
        format!("webitel_users/records/{id}"),
    ] {
        let response = desk.ask(Method::GET, &path).send().await.unwrap();
        assert!(response.headers().contains_key("retry-after"));
        let body = problem(response, 503, "source-unavailable").await;
        assert!(body["detail"].as_str().unwrap().starts_with("Creatio "), "{body}");
    }
    desk.systems.creatio.handle.set_faults(Faults::default()).unwrap();
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_connection_a_section_says_which_one_it_needs() {
    let service = TestService::whole(
        crate::support::postgres::database().await,
        StartSettings::default(),
        BTreeMap::new(),
        None,
    )
    .await;
    let response = service.request(Method::GET, "/api/v1/sections/webitel_users/records");
    let body: Value = problem(response.send().await.unwrap(), 409, "conflict").await;
    assert!(
        body["detail"].as_str().unwrap().contains("[connections.creatio]"),
        "{body}"
    );
    service.stop().await;
}
