//! Declarations: the ones that ship, those of an operator, and what is said about wrong ones.

use serde_json::json;
use throughline::connectors::{AuthConfig, Catalogue, ConnectionConfig};
use throughline_engine::definition::{OperationKind, Operations};

use super::support::*;

#[test]
fn the_shipped_operations_are_known_to_the_engine() {
    let catalogue = catalogue();
    let names = catalogue.names();
    assert!(names.is_sorted());
    for (name, kind) in [
        ("noop.run", OperationKind::Reads),
        ("webitel.users.search", OperationKind::Reads),
        ("webitel.users.create", OperationKind::Writes),
        ("creatio.webitel_users.find", OperationKind::Reads),
        ("creatio.webitel_user_roles.delete", OperationKind::Writes),
    ] {
        let info = catalogue.get(name).unwrap();
        assert_eq!((info.name.as_str(), info.kind), (name, kind));
        assert_eq!(info.input["type"], "object", "{name}");
        assert!(!info.description.is_empty(), "{name}");
    }
    for name in names {
        let info = catalogue.get(name).unwrap();
        assert!(
            !format!("{}{}", info.input, info.result).contains("$ref"),
            "{name} has an unresolved reference"
        );
    }
}

#[test]
fn every_mistake_of_a_file_is_named_with_its_operation_and_field() {
    let text = r##"
connector: shop
auth: { none: true }
operations:
  orders.get:
    kind: reads
    path: /orders/{di}
    query: { page: =pgae + 1, filter: "{id:odta}" }
    input: { type: object, properties: { id: { type: string }, page: { type: integer }, request: {} } }
    result: { $ref: "#/schemas/Order" }
  orders.find:
    kind: reads
    path: orders/{id}/{connection.shop}
    query: { page: =pgae + 1, filter: "{id:odta}", size: "=1 +" }
    input: { type: object, properties: { id: { type: string }, page: { type: integer }, request: {} } }
    result: { type: object }
    on_uncertain: ask
  orders.create:
    kind: writes
    method: POST
    path: /orders
    input: { type: object, properties: { id: { type: string } } }
    result: { type: object }
    on_uncertain: verify
    verify: { operation: orders.look, with: {} }
  orders.change:
    kind: writes
    path: /orders
    input: { type: object }
    result: { type: object }
  orders.drop:
    kind: write
    path: /orders
    input: { type: object }
    result: { type: object }
  orders.list:
    kind: reads
    pth: /orders
    input: { type: object }
    result: { type: object }
"##;
    let error = Catalogue::empty().add("shop.yaml", text, &engine()).unwrap_err();
    let shown = error.to_string();
    for part in [
        "shop.yaml: operation orders.get: result: `$ref: \"#/schemas/Order\"` names no schema",
        "shop.yaml: operation orders.find: query.page: `pgae` is not a name here; did you mean `page`?",
        "shop.yaml: operation orders.find: query.filter: `odta` is not an encoder",
        "shop.yaml: operation orders.find: query.size: the expression `1 +` is wrong at column",
        "shop.yaml: operation orders.find: input.properties: `request` has a meaning of its own",
        "shop.yaml: operation orders.find: path: a path begins with `/`",
        "shop.yaml: operation orders.find: path: `shop` is not declared under `options`",
        "shop.yaml: operation orders.find: on_uncertain: an operation that only reads is always `retry`",
        "shop.yaml: operation orders.create: verify.operation: `orders.look` is not an operation",
        "shop.yaml: operation orders.change: on_uncertain: a write must say `retry`, `verify` or `ask`",
        "shop.yaml: operation orders.drop: kind: unknown variant `write`",
        "shop.yaml: operation orders.list: pth: unknown field `pth`",
    ] {
        assert!(shown.contains(part), "{part}\nis missing in\n{shown}");
    }
}

const SHOP: &str = r##"
connector: shop
auth: { token: { header: Authorization, prefix: "Bearer " } }
options:
  type: object
  properties: { region: { type: string, default: eu } }
headers: { X-Region: "{connection.region}" }
operations:
  orders.list:
    description: Orders of a day
    kind: reads
    path: /orders
    query: { day: =day, limit: =limit * 2 }
    answer: { orders: =response.body.data, total: =response.body.data.len(), tag: '=response.headers["x-tag"]' }
    input: { type: object, required: [day], properties: { day: { type: string }, limit: { type: integer, default: 5 } } }
    result: { type: object, properties: { orders: { type: array, default: [] } } }
"##;

#[tokio::test]
async fn a_system_is_added_by_a_file() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("shop.yaml"), SHOP).unwrap();
    std::fs::write(directory.path().join("notes.txt"), "not a declaration").unwrap();
    let catalogue = Catalogue::load(&engine(), Some(directory.path())).unwrap();
    assert!(catalogue.get("webitel.users.search").is_some());
    let server = Server::start(|_| {
        let headers = vec![
            ("content-type", "application/json".to_owned()),
            ("x-tag", "t1".to_owned()),
        ];
        Reply::Full(200, headers, br#"{"data":[1,2,3]}"#.to_vec())
    })
    .await;
    let connectors = bind(catalogue, "shop", webitel_config(&server.url));
    let result = call(&connectors, "shop.orders.list", json!({"day": "2026-11-24"}))
        .await
        .unwrap();
    assert_eq!(result, json!({"orders": [1, 2, 3], "total": 3, "tag": "t1"}));
    let seen = &server.seen()[0];
    assert_eq!(seen.headers["authorization"], format!("Bearer {TOKEN}"));
    assert_eq!(seen.headers["x-region"], "eu");
    assert_eq!(seen.query("limit"), ["10"]);
}

#[test]
fn the_example_of_the_guide_is_right() {
    let guide = include_str!("../../../docs/connectors.md");
    let example = guide
        .split_once("## Add a system")
        .and_then(|(_, rest)| rest.split("```yaml\n").nth(1))
        .and_then(|rest| rest.split("```").next())
        .unwrap();
    let mut catalogue = Catalogue::empty();
    catalogue.add("docs/connectors.md", example, &engine()).unwrap();
    assert!(catalogue.get("shop.orders.create").is_some());
}

#[test]
fn a_file_of_the_directory_replaces_the_shipped_connector() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(
        directory.path().join("own.yml"),
        SHOP.replace("connector: shop", "connector: webitel"),
    )
    .unwrap();
    let catalogue = Catalogue::load(&engine(), Some(directory.path())).unwrap();
    assert!(catalogue.get("webitel.orders.list").is_some());
    assert!(catalogue.get("webitel.users.search").is_none());
    std::fs::write(
        directory.path().join("second.yaml"),
        SHOP.replace("connector: shop", "connector: webitel"),
    )
    .unwrap();
    let error = Catalogue::load(&engine(), Some(directory.path())).unwrap_err();
    assert!(
        error.to_string().contains("declares the connector webitel too"),
        "{error}"
    );
}

#[tokio::test]
async fn a_second_system_of_a_kind_has_operations_of_its_own() {
    let server = Server::start(|_| Reply::Json(404, json!({"detail": "no"}))).await;
    let mut config = webitel_config(&server.url);
    config.connector = Some("webitel".to_owned());
    let connectors = bind(catalogue(), "lviv", config);
    assert!(connectors.catalogue().get("lviv.users.get").is_some());
    let error = call(&connectors, "lviv.users.get", json!({"id": "1"}))
        .await
        .unwrap_err();
    assert_eq!(
        error.code, "webitel.not_found",
        "a catch is written for the kind of system"
    );
    assert_eq!(error.data["connection"], "lviv");
}

#[tokio::test]
async fn what_cannot_be_called_says_what_to_do() {
    let connectors = bind(catalogue(), "webitel", webitel_config("http://127.0.0.1:1"));
    let error = call(&connectors, "creatio.contacts.get", json!({})).await.unwrap_err();
    assert_eq!(error.code, "connection.missing");
    assert!(error.message.contains("[connections.creatio]"), "{}", error.message);
    assert_eq!(
        call(&connectors, "webitel.users.serch", json!({}))
            .await
            .unwrap_err()
            .code,
        "operation.missing"
    );
}

#[tokio::test]
async fn noop_answers_at_once() {
    let connectors = throughline::connectors::Connectors::new(Catalogue::empty(), Default::default()).unwrap();
    let request = json!({"n": 9_007_199_254_740_993_i64});
    assert_eq!(connectors.immediate("noop.run", &request), Some(Ok(request.clone())));
    assert_eq!(connectors.immediate("webitel.users.get", &request), None);
    assert_eq!(call(&connectors, "noop.run", request.clone()).await.unwrap(), request);
    let noop = ConnectionConfig::new("http://x", AuthConfig::None);
    let taken = throughline::connectors::Connectors::new(catalogue(), [("noop".to_owned(), noop)].into());
    assert!(taken.unwrap_err().to_string().contains("connections.noop"));
}
