//! At least once with a way to be once: what happens where nobody knows whether a write was done.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use throughline::connectors::Connectors;
use throughline_engine::kernel::ErrorClass;

use super::support::*;

/// How the site's first create ends.
#[derive(Clone, Copy, Debug, PartialEq)]
enum First {
    DroppedBefore,
    DroppedAfter,
    FailedAfter,
    Fine,
}

/// A Creatio that keeps accounts and refuses a second one of the same id.
async fn site(first: First) -> Server {
    let rows: Mutex<Vec<Value>> = Mutex::default();
    let creates = AtomicUsize::new(0);
    Server::start(move |seen| {
        if seen.path.contains("/Login") {
            return signed_in(1);
        }
        let mut rows = rows.lock().unwrap();
        if seen.method == "GET" {
            let found = rows.iter().find(|row| seen.path.contains(row["Id"].as_str().unwrap()));
            return found.map_or(Reply::Json(404, json!({"error": {"message": "not there"}})), |row| {
                Reply::Json(200, row.clone())
            });
        }
        let how = if creates.fetch_add(1, Ordering::SeqCst) == 0 {
            first
        } else {
            First::Fine
        };
        if how == First::DroppedBefore {
            return Reply::Drop;
        }
        let row = seen.json();
        if rows.iter().any(|own| own["Id"] == row["Id"]) {
            return Reply::Json(
                500,
                json!({"error": {"message": "duplicate key value violates unique constraint"}}),
            );
        }
        rows.push(row.clone());
        match how {
            First::DroppedAfter => Reply::Drop,
            First::FailedAfter => Reply::Json(500, json!({"error": {"message": "a handler failed"}})),
            _ => Reply::Json(201, row),
        }
    })
    .await
}

async fn create(
    connectors: &Connectors,
    attempt_number: u16,
    recovered: bool,
) -> Result<Value, throughline_engine::kernel::EffectError> {
    attempt(
        connectors,
        "creatio.accounts.create",
        json!({"Name": "O'Brien"}),
        attempt_number,
        recovered,
    )
    .await
}

#[tokio::test]
async fn a_create_that_may_have_arrived_is_looked_up_before_it_is_repeated() {
    for (first, creates) in [
        (First::DroppedBefore, 2),
        (First::DroppedAfter, 1),
        (First::FailedAfter, 1),
    ] {
        let server = site(first).await;
        let connectors = creatio(&server.url);
        let error = create(&connectors, 1, false).await.unwrap_err();
        assert_eq!(error.class, ErrorClass::Transient, "{first:?}");
        assert!(
            error
                .message
                .contains("the next attempt first asks creatio.accounts.get"),
            "{}",
            error.message
        );
        let account = create(&connectors, 2, false).await.unwrap();
        assert_eq!(account["Name"], "O'Brien");
        assert_eq!(server.count("POST", "/odata/"), creates, "{first:?}");
        assert_eq!(server.count("GET", "/odata/"), 1, "{first:?}");
    }
}

#[tokio::test]
async fn an_effect_that_was_in_flight_at_a_restart_is_looked_up_first() {
    let server = site(First::Fine).await;
    let connectors = creatio(&server.url);
    let before = create(&connectors, 1, false).await.unwrap();
    let after = create(&connectors, 1, true).await.unwrap();
    assert_eq!(before["Id"], after["Id"]);
    assert_eq!(server.count("POST", "/odata/"), 1);
}

#[tokio::test]
async fn another_effect_is_another_row() {
    let server = site(First::Fine).await;
    let connectors = creatio(&server.url);
    let mut ids = Vec::new();
    for key in ["run/a/1/0", "run/a/2/0"] {
        let call = throughline::connectors::Call {
            operation: "creatio.accounts.create",
            request: &json!({"Name": "x"}),
            idempotency_key: key,
            attempt: 1,
            recovered: false,
            asked_by: throughline::connectors::AskedBy::Other,
        };
        ids.push(connectors.call(call).await.unwrap()["Id"].clone());
    }
    assert_ne!(ids[0], ids[1]);
}

#[tokio::test]
async fn a_first_attempt_that_lands_late_is_found_after_the_duplicate() {
    let looks = AtomicUsize::new(0);
    let server = Server::start(move |seen| match seen.method.as_str() {
        "POST" => Reply::Json(400, json!({"id": "app.users.create.username", "detail": "taken"})),
        _ if looks.fetch_add(1, Ordering::SeqCst) == 0 => Reply::Json(200, json!({"items": []})),
        _ => Reply::Json(200, json!({"items": [{"id": "9", "username": "late"}]})),
    })
    .await;
    let connectors = webitel(&server.url);
    let request = json!({"username": "late"});
    let user = attempt(&connectors, "webitel.users.create", request.clone(), 2, false)
        .await
        .unwrap();
    assert_eq!(user["id"], "9");
    let error = attempt(&connectors, "webitel.users.create", request, 1, false)
        .await
        .unwrap_err();
    assert_eq!(
        error.code, "webitel.duplicate",
        "on a first attempt the name belongs to somebody else"
    );
}

#[tokio::test]
async fn a_look_up_that_fails_decides_nothing() {
    let status = AtomicUsize::new(503);
    let server = Server::start(move |seen| match seen.method.as_str() {
        "GET" => Reply::Json(
            u16::try_from(status.swap(403, Ordering::SeqCst)).unwrap(),
            json!({"detail": "no"}),
        ),
        _ => Reply::Json(200, json!({"id": "1"})),
    })
    .await;
    let connectors = webitel(&server.url);
    let error = attempt(&connectors, "webitel.users.create", json!({"username": "x"}), 2, false)
        .await
        .unwrap_err();
    assert_eq!(error.class, ErrorClass::Transient);
    assert!(
        error.message.starts_with("Before users.create is tried again"),
        "{}",
        error.message
    );
    let error = attempt(&connectors, "webitel.users.create", json!({"username": "x"}), 3, false)
        .await
        .unwrap_err();
    assert_eq!((error.code.as_str(), error.class), ("uncertain", ErrorClass::Uncertain));
    assert_eq!(server.count("POST", ""), 0);
}

const ASKING: &str = r##"
connector: shop
title: Shop
auth: { none: true }
operations:
  orders.pay:
    description: Pays an order
    kind: writes
    method: POST
    path: /orders/{id}/pay
    input: { type: object, required: [id], properties: { id: { type: string } } }
    result: { type: object }
    on_uncertain: ask
"##;

#[tokio::test]
async fn an_operation_that_must_not_be_repeated_asks() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/orders/lost/pay" => Reply::Drop,
        "/orders/down/pay" => Reply::Json(503, json!({})),
        "/orders/busy/pay" => Reply::Json(429, json!({})),
        _ => Reply::Json(200, json!({"paid": true})),
    })
    .await;
    let mut catalogue = catalogue();
    catalogue.add("shop.yaml", ASKING, &engine()).unwrap();
    let config = throughline::connectors::ConnectionConfig::new(&server.url, throughline::connectors::AuthConfig::None);
    let connectors = bind(catalogue, "shop", config);
    for id in ["lost", "down"] {
        let error = call(&connectors, "shop.orders.pay", json!({ "id": id }))
            .await
            .unwrap_err();
        assert_eq!(
            (error.code.as_str(), error.class),
            ("uncertain", ErrorClass::Uncertain),
            "{id}"
        );
        assert!(error.message.contains("Look in Shop"), "{}", error.message);
    }
    let error = call(&connectors, "shop.orders.pay", json!({"id": "busy"}))
        .await
        .unwrap_err();
    assert_eq!(
        (error.code.as_str(), error.class),
        ("shop.rate_limited", ErrorClass::Transient)
    );
    let before = server.seen().len();
    let error = attempt(&connectors, "shop.orders.pay", json!({"id": "1"}), 1, true)
        .await
        .unwrap_err();
    assert_eq!(error.class, ErrorClass::Uncertain);
    assert_eq!(server.seen().len(), before, "nothing was sent");
    let paid = attempt(&connectors, "shop.orders.pay", json!({"id": "1"}), 2, false)
        .await
        .unwrap();
    assert_eq!(paid, json!({"paid": true}), "a person had it tried again");
}
