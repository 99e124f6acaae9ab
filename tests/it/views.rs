//! Saved views: who keeps them, who sees them, who changes them.

use reqwest::Method;
use serde_json::{Value, json};

use crate::access_support::Who;
use crate::api_support::{TestService, problem};

const VIEWS: &str = "/api/v1/views";

async fn save(service: &TestService, who: &Who, name: &str, shared: bool) -> Value {
    let body = json!({ "name": name, "address": "status=incident,failed&since=24h", "shared": shared });
    let response = service.send(who, Method::POST, VIEWS, Some(body)).await;
    assert_eq!(response.status(), 201, "{:?}", response.text().await);
    response.json().await.unwrap()
}

async fn names(service: &TestService, who: &Who) -> Vec<String> {
    let response = service.send(who, Method::GET, "/api/v1/views?page=runs", None).await;
    assert_eq!(response.status(), 200);
    let list: Value = response.json().await.unwrap();
    let items = list["items"].as_array().unwrap();
    items
        .iter()
        .map(|view| {
            format!(
                "{}{}",
                view["name"].as_str().unwrap(),
                if view["mine"] == true { "" } else { "*" }
            )
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn private_views_are_ones_own_and_shared_ones_are_for_everybody() {
    let service = TestService::start().await;
    for (name, role) in [("ann", "operator"), ("eve", "viewer"), ("adm", "administrator")] {
        service.make_user(name, role).await;
    }
    let (ann, eve, adm) = (
        service.sign_in("ann").await,
        service.sign_in("eve").await,
        service.sign_in("adm").await,
    );
    let own = save(&service, &ann, "My errors", false).await;
    let shared = save(&service, &ann, "Night shift", true).await;
    // A viewer keeps private ones, also of the same name, and shares none.
    save(&service, &eve, "My errors", false).await;
    let body = json!({ "name": "Look", "address": "", "shared": true });
    let refused = service.send(&eve, Method::POST, VIEWS, Some(body)).await;
    problem(refused, 403, "forbidden").await;
    assert_eq!(names(&service, &ann).await, ["My errors", "Night shift"]);
    assert_eq!(names(&service, &eve).await, ["My errors", "Night shift*"]);
    assert_eq!(names(&service, &adm).await, ["Night shift*"]);

    // What is somebody else's is changed by them or an administrator; what is private is not even there.
    let change = json!({ "name": "Late shift", "address": "status=failed", "shared": true, "version": 1 });
    let path = format!("{VIEWS}/{}", shared["id"].as_str().unwrap());
    let refused = service
        .send(&eve, Method::PUT, &path, Some(json!({ "name": "x", "address": "" })))
        .await;
    let body = problem(refused, 403, "forbidden").await;
    assert!(body["detail"].as_str().unwrap().contains("user:ann"), "{body}");
    problem(service.send(&eve, Method::DELETE, &path, None).await, 403, "forbidden").await;
    let private = format!("{VIEWS}/{}", own["id"].as_str().unwrap());
    for who in [&eve, &adm] {
        let body = Some(json!({ "name": "x", "address": "" }));
        problem(service.send(who, Method::PUT, &private, body).await, 404, "not-found").await;
        problem(
            service.send(who, Method::DELETE, &private, None).await,
            404,
            "not-found",
        )
        .await;
    }
    let changed = service.send(&adm, Method::PUT, &path, Some(change.clone())).await;
    assert_eq!(changed.status(), 200);
    let changed: Value = changed.json().await.unwrap();
    assert_eq!(
        (&changed["version"], &changed["owner"]),
        (&json!(2), &json!("user:ann"))
    );
    // Ann had read it before.
    let late = service.send(&ann, Method::PUT, &path, Some(change)).await;
    problem(late, 409, "conflict").await;
    assert_eq!(service.send(&ann, Method::DELETE, &path, None).await.status(), 204);
    assert_eq!(names(&service, &eve).await, ["My errors"]);
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_is_a_name_and_a_query_and_nothing_else() {
    let service = TestService::start().await;
    let ops = service.role("ops", "operator").await;
    let view = save(&service, &ops, "  Errors  ", false).await;
    assert_eq!((&view["name"], &view["position"]), (&json!("Errors"), &json!(0)));
    assert_eq!(save(&service, &ops, "More", false).await["position"], 1);
    let again = json!({ "name": "Errors", "address": "" });
    let taken = service.send(&ops, Method::POST, VIEWS, Some(again)).await;
    problem(taken, 409, "conflict").await;
    for body in [
        json!({ "name": " ", "address": "" }),
        json!({ "name": "a\nb", "address": "" }),
        json!({ "name": "x".repeat(101), "address": "" }),
        json!({ "name": "x", "address": "?status=failed" }),
        json!({ "name": "x", "address": "//elsewhere.example" }),
        json!({ "name": "x", "address": "status=a#b" }),
        json!({ "name": "x", "address": "a".repeat(2001) }),
        json!({ "name": "x", "address": "", "page": "nowhere" }),
        json!({ "name": "x" }),
    ] {
        let refused = service.send(&ops, Method::POST, VIEWS, Some(body)).await;
        problem(refused, 400, "bad-request").await;
    }
    let path = format!("{VIEWS}/{}", view["id"].as_str().unwrap());
    let moved = json!({ "name": "Errors", "address": "status=failed", "position": 5 });
    let moved = service.send(&ops, Method::PUT, &path, Some(moved)).await;
    assert_eq!(moved.status(), 200);
    assert_eq!(names(&service, &ops).await, ["More", "Errors"]);
    service.stop().await;
}
