//! Who may act on which runs, and who sees what was done.

use reqwest::Method;
use serde_json::{Value, json};

use super::{finished, id, sleepers};
use crate::access_support::Who;
use crate::api_support::{FAIL, TestService, problem};

async fn grant(service: &TestService, process: &str, right: &str, user: &str) {
    let response = service.grant(process, right, json!({ "user": user })).await;
    assert_eq!(response.status(), 201);
}

async fn previewed(service: &TestService, who: &Who) -> Value {
    let body = json!({ "action": "cancel", "filter": {} });
    let response = service.send(who, Method::POST, "/api/v1/bulk", Some(body)).await;
    assert_eq!(response.status(), 201, "{:?}", response.text().await);
    response.json().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn runs_one_may_not_act_on_are_left_out_and_counted_and_those_one_may_not_see_are_not_there() {
    let service = TestService::start().await;
    sleepers(&service, 2).await;
    let stopped = super::runs(&service, FAIL, 3, throughline_engine::kernel::RunStatus::Incident).await;
    for (name, role) in [("ann", "operator"), ("bob", "operator"), ("eve", "viewer")] {
        service.make_user(name, role).await;
    }
    let (ann, bob, eve) = (
        service.sign_in("ann").await,
        service.sign_in("bob").await,
        service.sign_in("eve").await,
    );
    grant(&service, "Sleep", "operate", "bob").await;

    // Ann sees both and acts on one of them.
    let shown = previewed(&service, &ann).await;
    assert_eq!(shown["runs"], 3, "{shown}");
    assert_eq!(shown["left_out"], json!([{ "why": "no_right", "runs": 2 }]), "{shown}");
    let path = format!("/api/v1/bulk/{}", id(&shown));
    // It is hers to start: it was made with her rights.
    let start = format!("{path}/start");
    problem(service.send(&bob, Method::POST, &start, None).await, 403, "forbidden").await;
    problem(service.send(&eve, Method::POST, &start, None).await, 403, "forbidden").await;
    let body = json!({ "action": "cancel", "filter": {} });
    let refused = service.send(&eve, Method::POST, "/api/v1/bulk", Some(body)).await;
    problem(refused, 403, "forbidden").await;
    assert_eq!(service.send(&eve, Method::GET, &path, None).await.status(), 200);
    assert_eq!(service.send(&ann, Method::POST, &start, None).await.status(), 200);
    let over = finished(&service, id(&shown)).await;
    assert_eq!(over["counts"]["done"], 3, "{over}");
    assert_eq!(over["created_by"], "user:ann");
    let cancelled = super::until_standing(&service, "cancelled", 3).await;
    let expected: Vec<_> = stopped.iter().map(|run| run.0).collect();
    assert_eq!(cancelled, expected);

    // Who did it stands in the audit log.
    let entries = service.audited(&format!("object=bulk/{}", id(&shown)), 4).await;
    let actions: Vec<&str> = entries
        .iter()
        .filter(|entry| entry["outcome"] == "done")
        .map(|entry| entry["action"].as_str().unwrap())
        .collect();
    assert_eq!(actions, ["start_bulk", "create_bulk"], "{entries:?}");
    let started = entries
        .iter()
        .find(|entry| entry["action"] == "start_bulk" && entry["outcome"] == "done");
    assert_eq!(started.unwrap()["details"]["runs"], 3, "{started:?}");

    // From now on Ann does not see Fail at all: not its runs, not what was done to them.
    grant(&service, "Fail", "see", "bob").await;
    problem(service.send(&ann, Method::GET, &path, None).await, 404, "not-found").await;
    let items = format!("{path}/items");
    problem(service.send(&ann, Method::GET, &items, None).await, 404, "not-found").await;
    let listed: Value = service
        .send(&ann, Method::GET, "/api/v1/bulk", None)
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(listed["items"], json!([]));
    let listed: Value = service
        .send(&bob, Method::GET, "/api/v1/bulk", None)
        .await
        .json()
        .await
        .unwrap();
    assert_eq!(listed["items"][0]["id"], shown["id"]);
    let shown = previewed(&service, &ann).await;
    assert_eq!(shown["runs"], 0, "{shown}");
    assert_eq!(shown["groups"].as_array().unwrap().len(), 1, "{shown}");
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_right_that_was_taken_since_the_preview_counts() {
    let service = TestService::start().await;
    sleepers(&service, 1).await;
    service.make_user("ann", "operator").await;
    service.make_user("bob", "operator").await;
    let ann = service.sign_in("ann").await;
    let shown = previewed(&service, &ann).await;
    assert_eq!(shown["runs"], 1);
    grant(&service, "Sleep", "operate", "bob").await;
    let start = format!("/api/v1/bulk/{}/start", id(&shown));
    problem(service.send(&ann, Method::POST, &start, None).await, 403, "forbidden").await;
    assert_eq!(super::standing(&service, "waiting").await.len(), 1);
    service.stop().await;
}
