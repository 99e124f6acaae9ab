//! The faults as a client meets them, and the control addresses that set them.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use throughline_simulators::{Faults, creatio, webitel};

use crate::client::{Creatio, Webitel, http, ok};

#[tokio::test]
async fn a_connection_dropped_after_the_write_leaves_the_row_and_no_answer() {
    let creatio = Creatio::empty().await;
    let faults = Faults {
        drop_after_write_rate: 1.0,
        ..Faults::default()
    };
    creatio.running.handle.set_faults(faults).unwrap();
    let error = creatio
        .odata(Method::POST, "Contact")
        .json(&json!({ "Name": "Al" }))
        .send()
        .await
        .unwrap_err();
    // No status, no body: the connection ended while the answer was awaited.
    assert!(
        error.is_request() && error.status().is_none() && !error.is_timeout(),
        "{error:?}"
    );
    assert_eq!(
        creatio.rows("Contact", &[("$filter", "Name eq 'Al'")]).await.len(),
        1,
        "reads are answered"
    );
    let counters = creatio.running.handle.counters();
    assert_eq!((counters.dropped_after, counters.dropped_before), (1, 0));
    assert_eq!(counters.routes["POST /0/odata/Contact"], 1);
}

#[tokio::test]
async fn a_connection_dropped_before_the_write_leaves_nothing() {
    let webitel = Webitel::with_users(1).await;
    let faults = Faults {
        drop_before_write_rate: 1.0,
        ..Faults::default()
    };
    webitel.running.handle.set_faults(faults).unwrap();
    let error = webitel
        .request(Method::POST, "/users")
        .json(&json!({ "username": "al" }))
        .send()
        .await
        .unwrap_err();
    assert!(error.is_request() && error.status().is_none(), "{error:?}");
    assert_eq!(webitel.running.handle.user_count(), 1);
}

#[tokio::test]
async fn an_error_after_the_write_leaves_the_row() {
    let creatio = Creatio::empty().await;
    creatio
        .running
        .handle
        .set_faults(Faults {
            error_after_write_rate: 1.0,
            ..Faults::default()
        })
        .unwrap();
    let response = creatio
        .odata(Method::POST, "Contact")
        .json(&json!({ "Name": "Al" }))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert!(response.json::<Value>().await.unwrap()["error"]["message"].is_string());
    assert_eq!(creatio.running.handle.count("Contact"), 2);
    let counters = creatio.running.handle.counters();
    assert_eq!((counters.failed_after, counters.refused), (1, 0));
}

#[tokio::test]
async fn refusals_come_in_the_apis_own_shape_and_do_nothing() {
    let faults = Faults {
        too_many_requests_rate: 1.0,
        retry_after_s: 7,
        ..Faults::default()
    };
    let webitel = Webitel::start(webitel::Options {
        faults,
        ..Default::default()
    })
    .await;
    let create = || {
        webitel
            .request(Method::POST, "/users")
            .json(&json!({ "username": "al" }))
            .send()
    };
    let response = create().await.unwrap();
    assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(response.headers()["retry-after"], "7");
    assert_eq!(response.json::<Value>().await.unwrap()["code"], 429);
    webitel
        .running
        .handle
        .set_faults(Faults {
            error_rate: 1.0,
            ..Faults::default()
        })
        .unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..40 {
        seen.insert(create().await.unwrap().status().as_u16());
    }
    assert_eq!(Vec::from_iter(seen), [500, 503]);
    assert_eq!(webitel.running.handle.user_count(), 0);
    assert_eq!(webitel.running.handle.counters().refused, 41);
}

#[tokio::test]
async fn a_slow_body_arrives_whole() {
    let webitel = Webitel::with_users(100).await;
    let whole = webitel.get("/users?size=100").await;
    webitel
        .running
        .handle
        .set_faults(Faults {
            slow_body_ms: 50,
            ..Faults::default()
        })
        .unwrap();
    assert_eq!(webitel.get("/users?size=100").await, whole);
}

#[tokio::test]
async fn faults_modes_and_counts_are_reached_over_http_without_signing_in() {
    let creatio = creatio::Simulator::start(creatio::Options {
        users: 4,
        ..Default::default()
    })
    .await
    .unwrap();
    let at = |path: &str| format!("{}/_simulator/{path}", creatio.url);
    let put = |path: &str, body: Value| http().put(at(path)).json(&body).send();
    assert_eq!(
        put("faults", json!({ "error_rate": 1.0 })).await.unwrap().status(),
        StatusCode::NO_CONTENT
    );
    assert_eq!(ok(http().get(at("faults"))).await["error_rate"], 1.0);
    assert_eq!(
        put("faults", json!({ "error_rate": 3.0 })).await.unwrap().status(),
        StatusCode::BAD_REQUEST
    );
    let unknown = put("faults", json!({ "eror_rate": 1.0 })).await.unwrap().status();
    assert_eq!(unknown, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        put("modes", json!({ "expired": "login_page" })).await.unwrap().status(),
        StatusCode::NO_CONTENT
    );
    // The control addresses themselves meet no fault.
    assert_eq!(ok(http().get(at("counts"))).await["Contact"], 5);
    assert_eq!(ok(http().get(at("entities/Contact"))).await["count"], 5);
    let one = "entities/Contact?column=Name&value=Supervisor&show=Name,Email";
    assert_eq!(
        ok(http().get(at(one))).await,
        json!({ "count": 1, "rows": [{ "Name": "Supervisor", "Email": "" }] })
    );
    creatio
        .handle
        .insert("Contact", json!({ "Name": "Supervisor" }).as_object().unwrap())
        .unwrap();
    let duplicates = ok(http().get(at("entities/Contact/duplicates?column=Name"))).await;
    assert_eq!(duplicates, json!({ "Supervisor": 2 }));
    assert_eq!(ok(http().get(at("counters"))).await["requests"], 0);

    let webitel = Webitel::with_users(3).await;
    let at = |path: &str| format!("{}/_simulator/{path}", webitel.running.url);
    let users = ok(http().get(at("users"))).await;
    let id = users["users"][0]["id"].as_i64().unwrap();
    let device = users["users"][0]["device"].as_i64().unwrap();
    let devices = ok(http().get(at("devices"))).await["devices"].clone();
    let device = devices
        .as_array()
        .unwrap()
        .iter()
        .find(|shown| shown["id"] == device)
        .unwrap();
    assert_eq!(device["user"], id);
    // The last place went to the second user.
    let licenses = ok(http().get(at("licenses"))).await["licenses"].clone();
    let supervisor = licenses
        .as_array()
        .unwrap()
        .iter()
        .find(|shown| shown["id"] == "WT-SUPERVISOR-1")
        .unwrap();
    assert_eq!(
        (&supervisor["limit"], &supervisor["remaining"], &supervisor["expired"]),
        (&json!(2), &json!(0), &json!(false))
    );
    webitel.running.handle.create_role("Agents");
    let roles = ok(http().get(at("roles"))).await["roles"].clone();
    let agents = roles
        .as_array()
        .unwrap()
        .iter()
        .filter(|shown| shown["name"] == "Agents");
    assert_eq!(agents.count(), 2);
    let gone = http().delete(at(&format!("users/{id}"))).send().await.unwrap();
    assert_eq!(gone.status(), StatusCode::NO_CONTENT);
    assert_eq!(ok(http().get(at("counts"))).await["users"], 2);
}
