//! Traps: an exchange held, cut or refused at an exact point.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use throughline_simulators::{Stage, Then, Trap};

use crate::client::{Creatio, Webitel, http, ok};

/// Longest anything may take before the test says that it does not come.
const PATIENCE: Duration = Duration::from_secs(20);

async fn soon<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, what).await.expect("it comes in time")
}

fn create(webitel: &Webitel, username: &str) -> tokio::task::JoinHandle<reqwest::Result<reqwest::Response>> {
    let request = webitel
        .request(Method::POST, "/users")
        .json(&json!({ "username": username }));
    tokio::spawn(request.send())
}

#[tokio::test]
async fn a_request_is_held_before_the_write_and_goes_on_when_it_is_released() {
    let webitel = Webitel::with_users(0).await;
    let handle = &webitel.running.handle;
    let trap = handle.trap(Trap::before("POST", "/api/users")).unwrap();
    assert_eq!(trap.stage(), Stage::Set);
    assert!(!trap.release(), "nothing is held yet");
    let sent = create(&webitel, "al");
    soon(trap.caught()).await;
    assert_eq!((trap.stage(), handle.user_count()), (Stage::Holding, 0));
    assert!(trap.release());
    let response = soon(sent).await.unwrap().unwrap();
    assert_eq!((response.status(), handle.user_count()), (StatusCode::OK, 1));
    // One was asked for: the next passes.
    let response = soon(create(&webitel, "bo")).await.unwrap().unwrap();
    assert_eq!((response.status(), trap.times_caught()), (StatusCode::OK, 1));
}

#[tokio::test]
async fn a_request_held_after_the_write_is_cut_and_the_write_stays() {
    let webitel = Webitel::with_users(0).await;
    let handle = &webitel.running.handle;
    let trap = handle.trap(Trap::after("POST", "/api/users")).unwrap();
    let sent = create(&webitel, "al");
    soon(trap.caught()).await;
    assert_eq!(handle.user_count(), 1);
    assert!(trap.cut());
    let error = soon(sent).await.unwrap().unwrap_err();
    assert!(
        error.is_request() && error.status().is_none() && !error.is_timeout(),
        "{error:?}"
    );
    assert_eq!((handle.user_count(), handle.counters().dropped_after), (1, 1));
}

#[tokio::test]
async fn a_held_request_whose_caller_goes_away_is_never_carried_out() {
    let webitel = Webitel::with_users(0).await;
    let handle = &webitel.running.handle;
    let trap = handle.trap(Trap::before("POST", "/api/users")).unwrap();
    let sent = create(&webitel, "al");
    soon(trap.caught()).await;
    sent.abort();
    soon(trap.left()).await;
    assert_eq!(trap.stage(), Stage::Abandoned);
    drop(trap);
    // The connection's end was seen before this request arrived.
    assert_eq!(webitel.get("/users").await["items"].as_array().map_or(0, Vec::len), 0);
}

#[tokio::test]
async fn refusals_come_in_the_apis_own_shape_for_as_long_as_the_trap_is_set() {
    let creatio = Creatio::empty().await;
    let handle = &creatio.running.handle;
    let refuse = Trap::before("POST", "/0/odata/Contact")
        .always()
        .then(Then::Refuse { status: 403 });
    let trap = handle.trap(refuse).unwrap();
    let send = |entity: &str| {
        creatio
            .odata(Method::POST, entity)
            .json(&json!({ "Name": "Al" }))
            .send()
    };
    for _ in 0..2 {
        let response = send("Contact").await.unwrap();
        assert_eq!(response.status(), StatusCode::FORBIDDEN);
        assert!(response.json::<Value>().await.unwrap()["error"]["message"].is_string());
    }
    assert_eq!(
        (trap.times_caught(), handle.counters().refused, handle.count("Contact")),
        (2, 2, 1)
    );
    assert_eq!(send("Account").await.unwrap().status(), StatusCode::CREATED);
    drop(trap);
    assert_eq!(send("Contact").await.unwrap().status(), StatusCode::CREATED);
}

#[tokio::test]
async fn traps_are_set_and_decided_over_http() {
    let webitel = Webitel::with_users(1).await;
    let at = |path: &str| format!("{}/_simulator/traps{path}", webitel.running.url);
    let set = |trap: Value| http().post(at("")).json(&trap).send();
    let id = webitel.running.handle.users()[0].id;
    let response = set(json!({ "method": "DELETE", "path": "/api/users/{id}", "point": "after" }))
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::CREATED);
    let trap: Value = response.json().await.unwrap();
    let number = trap["id"].as_u64().unwrap();
    assert_eq!((trap["stage"].as_str(), trap["nth"].as_u64()), (Some("set"), Some(1)));
    // Nothing is there to be released.
    let early = http().post(at(&format!("/{number}/release"))).send().await.unwrap();
    assert_eq!(early.status(), StatusCode::CONFLICT);

    let sent = tokio::spawn(webitel.request(Method::DELETE, &format!("/users/{id}")).send());
    let seen = ok(http().get(at(&format!("/{number}?wait_ms=20000")))).await;
    assert_eq!(
        (seen["stage"].as_str(), seen["caught"].as_u64()),
        (Some("holding"), Some(1))
    );
    assert_eq!(webitel.running.handle.user_count(), 0, "it was carried out");
    let cut = http().post(at(&format!("/{number}/cut"))).send().await.unwrap();
    assert_eq!(cut.status(), StatusCode::NO_CONTENT);
    assert!(soon(sent).await.unwrap().is_err());
    assert_eq!(ok(http().get(at(""))).await["traps"][0]["stage"], "ended");
    for expected in [StatusCode::NO_CONTENT, StatusCode::NOT_FOUND] {
        let gone = http().delete(at(&format!("/{number}"))).send().await.unwrap();
        assert_eq!(gone.status(), expected);
    }

    let refuse = |status: u16| json!({ "path": "*", "then": { "kind": "refuse", "status": status } });
    assert_eq!(set(refuse(200)).await.unwrap().status(), StatusCode::BAD_REQUEST);
    assert_eq!(
        set(json!({ "path": "*", "nht": 2 })).await.unwrap().status(),
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(set(refuse(503)).await.unwrap().status(), StatusCode::CREATED);
    let refused = webitel.request(Method::GET, "/users").send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
}
