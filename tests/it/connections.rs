//! Connections as people look at them: figures of all nodes, circuits, tests, and who may do what.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use throughline::connectors::{AuthConfig, CircuitBreakerConfig, ConnectionConfig, Connectors, Secret};
use throughline_engine::kernel::RunStatus;
use tokio::net::TcpListener;

use crate::access_support::Who;
use crate::api_support::{TestService, problem};
use crate::connectors::support::{PASSWORD, Reply, Server, TOKEN, call, catalogue, signed_in, webitel_config};
use crate::support::postgres;

const USERS: &str = r#"{"items": [{"id": "1"}], "next": false}"#;

/// Webitel that answers with the status of now.
async fn webitel(status: &Arc<AtomicU16>) -> Server {
    let status = Arc::clone(status);
    Server::start(move |_| match status.load(Ordering::SeqCst) {
        200 => Reply::Json(200, serde_json::from_str(USERS).unwrap()),
        status => Reply::Json(status, json!({ "detail": "as the test wants" })),
    })
    .await
}

fn connectors(configs: impl IntoIterator<Item = (&'static str, ConnectionConfig)>) -> Connectors {
    let configs = configs.into_iter().map(|(name, config)| (name.to_owned(), config));
    Connectors::new(catalogue(), configs.collect::<BTreeMap<_, _>>()).unwrap()
}

/// Reads until it is as it should be: figures are told beside the calls.
async fn until(service: &TestService, path: &str, is: impl Fn(&Value) -> bool) -> Value {
    let looking = async {
        loop {
            let seen = service.get(path).await;
            if is(&seen) {
                return seen;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    match tokio::time::timeout(Duration::from_secs(30), looking).await {
        Ok(seen) => seen,
        Err(_) => panic!("{path} never became so: {}", service.get(path).await),
    }
}

async fn test(service: &TestService, name: &str) -> Value {
    let path = format!("/api/v1/connections/{name}/test");
    let response = service.request(Method::POST, &path).send().await.unwrap();
    let status = response.status();
    let text = response.text().await.unwrap();
    assert_eq!(status, 200, "{text}");
    assert!(!text.contains(TOKEN) && !text.contains(PASSWORD), "{text}");
    serde_json::from_str(&text).unwrap()
}

/// How each stage ended: `ok ok skipped ok ok`.
fn ends(test: &Value) -> String {
    let steps = test["steps"].as_array().unwrap().iter();
    steps
        .map(|step| step["end"].as_str().unwrap())
        .collect::<Vec<_>>()
        .join(" ")
}

#[tokio::test]
async fn calls_of_all_nodes_are_counted_told_and_outlive_them() {
    let database = postgres::database().await;
    let status = Arc::new(AtomicU16::new(200));
    let server = webitel(&status).await;
    let secret_address = format!("{}/hidden-key", server.url);
    let one = TestService::connected(
        database.clone(),
        connectors([("webitel", webitel_config(&secret_address))]),
    )
    .await;
    let two = TestService::connected(database.clone(), connectors([("webitel", webitel_config(&server.url))])).await;
    let fresh = one.get("/api/v1/connections").await;
    assert_eq!(fresh["items"][0]["state"], "not_used");
    assert_eq!(
        fresh["items"][0]["address"], server.url,
        "no path, which may hold a key"
    );

    let read = json!({ "page": 1 });
    for _ in 0..3 {
        call(one.runtime.connectors(), "webitel.users.search", read.clone())
            .await
            .unwrap();
    }
    call(two.runtime.connectors(), "webitel.users.search", read.clone())
        .await
        .unwrap();
    status.store(404, Ordering::SeqCst);
    call(two.runtime.connectors(), "webitel.users.search", read.clone())
        .await
        .unwrap_err();
    status.store(500, Ordering::SeqCst);
    call(two.runtime.connectors(), "webitel.users.search", read.clone())
        .await
        .unwrap_err();
    call(
        two.runtime.connectors(),
        "webitel.users.create",
        json!({ "username": "x" }),
    )
    .await
    .unwrap_err();

    let whole = |seen: &Value| {
        let figures = &seen["last_5_minutes"];
        figures["calls"] == 7 && figures["transient"] == 1 && figures["refused"] == 1 && figures["unknown"] == 1
    };
    for service in [&one, &two] {
        let seen = until(service, "/api/v1/connections/webitel", whole).await;
        assert_eq!(seen["state"], "degraded");
        assert_eq!(seen["nodes"].as_array().unwrap().len(), 2);
        assert!(seen["last_5_minutes"]["p95_ms"].as_f64().unwrap() > 0.0);
        let per_minute = seen["calls_per_minute"].as_array().unwrap();
        assert_eq!(per_minute.len(), 60);
        assert_eq!(per_minute.iter().filter_map(Value::as_u64).sum::<u64>(), 7);
        assert_eq!(seen["errors"].as_array().unwrap().len(), 3);
        assert!(!seen.to_string().contains("hidden-key"), "{seen}");
    }
    let series = one.get("/api/v1/connections/webitel/series?buckets=10").await;
    let buckets = series["buckets"].as_array().unwrap();
    assert!(buckets.len() <= 10 && series["bucket_seconds"].as_u64().unwrap() % 60 == 0);
    assert_eq!(
        buckets
            .iter()
            .filter_map(|bucket| bucket["calls"].as_u64())
            .sum::<u64>(),
        7
    );
    let metrics = one
        .request(Method::GET, "/metrics")
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(
        metrics.contains("throughline_connection_calls_total{connection=\"webitel\",end=\"ok\"} 3"),
        "{metrics}"
    );

    // A last call just before the end is told, too, and the node that is gone is no node any more.
    status.store(200, Ordering::SeqCst);
    call(two.runtime.connectors(), "webitel.users.search", read)
        .await
        .unwrap();
    two.stop().await;
    let left = one.get("/api/v1/connections/webitel").await;
    assert_eq!(left["last_5_minutes"]["calls"], 8);
    assert_eq!(left["nodes"].as_array().unwrap().len(), 1);
    one.stop().await;
}

#[tokio::test]
async fn an_open_circuit_is_told_and_a_test_that_succeeds_closes_it() {
    let status = Arc::new(AtomicU16::new(503));
    let server = webitel(&status).await;
    let mut config = webitel_config(&server.url);
    config.circuit_breaker = CircuitBreakerConfig {
        failures: 2,
        open_ms: 3_600_000,
    };
    let service = TestService::connected(postgres::database().await, connectors([("webitel", config)])).await;
    for _ in 0..3 {
        call(service.runtime.connectors(), "webitel.users.search", json!({}))
            .await
            .unwrap_err();
    }
    let open = until(&service, "/api/v1/connections/webitel", |seen| {
        seen["state"] == "circuit_open" && seen["last_5_minutes"]["not_sent"] == 1
    })
    .await;
    assert_eq!(open["nodes"][0]["circuit"], "open");
    assert!(
        open["nodes"][0]["since"].is_string() && open["nodes"][0]["until"].is_string(),
        "{open}"
    );
    assert_eq!(open["last_5_minutes"]["opened"], 1);

    // The test asks all the same; the system is back.
    status.store(200, Ordering::SeqCst);
    let tested = test(&service, "webitel").await;
    assert_eq!(ends(&tested), "ok ok skipped ok ok", "{tested}");
    assert_eq!(tested["works"], true);
    call(service.runtime.connectors(), "webitel.users.search", json!({}))
        .await
        .unwrap();
    let closed = until(&service, "/api/v1/connections/webitel", |seen| {
        seen["nodes"][0]["circuit"] == "closed"
    })
    .await;
    assert_ne!(closed["state"], "circuit_open");
    service.stop().await;
}

#[tokio::test]
async fn a_test_says_what_is_wrong_and_what_to_do() {
    let status = Arc::new(AtomicU16::new(401));
    let refusing = webitel(&status).await;
    let token = std::env::temp_dir().join(format!("throughline-token-{}", std::process::id()));
    std::fs::write(&token, TOKEN).unwrap();
    let by_file = AuthConfig::Token {
        token: Secret::file(&token),
    };
    let crm = Server::start(|request| {
        if request.path.ends_with("/Login") {
            return Reply::Json(200, json!({ "Code": 1, "Message": "Invalid username or password" }));
        }
        Reply::Json(500, Value::Null)
    })
    .await;
    let forms = AuthConfig::Forms {
        user: "Supervisor".to_owned(),
        password: Secret::literal(PASSWORD),
    };
    let down = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let down_url = format!("http://{}", down.local_addr().unwrap());
    drop(down);
    let slow = Server::start_async(|_| Box::pin(std::future::pending())).await;
    let mut slow_config = webitel_config(&slow.url);
    slow_config.timeout_ms = 50;
    let named = |connector: &str, config: ConnectionConfig| ConnectionConfig {
        connector: Some(connector.to_owned()),
        ..config
    };
    let service = TestService::connected(
        postgres::database().await,
        connectors([
            ("webitel", ConnectionConfig::new(&refusing.url, by_file)),
            ("creatio", ConnectionConfig::new(&crm.url, forms)),
            ("down", named("webitel", webitel_config(&down_url))),
            ("slow", named("webitel", slow_config)),
            (
                "nowhere",
                named("webitel", webitel_config("http://no-such-host.invalid")),
            ),
        ]),
    )
    .await;

    let refused = test(&service, "webitel").await;
    assert_eq!(ends(&refused), "ok ok skipped ok failed");
    let read = &refused["steps"][4];
    assert!(
        read["detail"].as_str().unwrap().starts_with("Webitel answered 401"),
        "{read}"
    );
    let advice = read["advice"].as_str().unwrap();
    assert!(
        advice.contains("not valid") && advice.contains(token.to_str().unwrap()),
        "{advice}"
    );
    // The same as codes, for pages in other languages.
    assert_eq!(
        (
            &read["finding"]["code"],
            &read["finding"]["error"],
            &read["finding"]["status"]
        ),
        (&json!("failed"), &json!("unauthenticated"), &json!(401))
    );
    assert_eq!(read["finding"]["message"], read["detail"]);
    assert_eq!(
        read["remedy"],
        json!({ "code": "replace_token", "kept": { "in": "file", "path": token } })
    );
    assert_eq!(refused["steps"][0]["finding"]["code"], "name_found");
    assert_eq!(refused["steps"][2]["finding"], json!({ "code": "not_encrypted" }));
    assert_eq!(refused["steps"][3]["finding"], json!({ "code": "token_read" }));
    let seen = until(&service, "/api/v1/connections/webitel", |seen| {
        seen["state"] == "cannot_sign_in"
    })
    .await;
    assert_eq!(seen["last_error"]["kind"], "sign_in");

    let refused = test(&service, "creatio").await;
    assert_eq!(ends(&refused), "ok ok skipped failed not_reached");
    let sign_in = refused["steps"][3]["detail"].as_str().unwrap();
    assert!(sign_in.contains("Invalid username or password"), "{sign_in}");
    // Nobody can be told where to change a secret that is kept nowhere.
    assert_eq!(refused["steps"][3]["remedy"], json!({ "code": "correct_password" }));
    assert!(refused["steps"][4].get("finding").is_none());

    let down = test(&service, "down").await;
    assert_eq!(ends(&down), "ok failed not_reached not_reached not_reached");
    assert_eq!(down["steps"][1]["finding"]["code"], "not_connected");
    assert_eq!(down["steps"][1]["remedy"], json!({ "code": "check_place" }));
    let nowhere = test(&service, "nowhere").await;
    assert_eq!(ends(&nowhere), "failed not_reached not_reached not_reached not_reached");
    assert_eq!(nowhere["steps"][0]["finding"]["host"], "no-such-host.invalid");
    assert_eq!(
        nowhere["steps"][0]["remedy"],
        json!({ "code": "check_name", "connection": "nowhere" })
    );
    let slow = test(&service, "slow").await;
    assert_eq!(ends(&slow), "ok ok skipped ok failed");
    let detail = slow["steps"][4]["detail"].as_str().unwrap();
    assert!(detail.contains("within 50 ms"), "{detail}");
    service.stop().await;
    std::fs::remove_file(token).unwrap();
}

/// Who has put the password right need not wait until the refusal is forgotten.
#[tokio::test]
async fn a_test_signs_in_anew_at_once() {
    let right = Arc::new(AtomicU16::new(0));
    let answers = Arc::clone(&right);
    let crm = Server::start(move |request| {
        if !request.path.ends_with("/Login") {
            return Reply::Json(200, json!({ "value": [] }));
        }
        match answers.load(Ordering::SeqCst) {
            0 => Reply::Json(200, json!({ "Code": 1, "Message": "Invalid username or password" })),
            _ => signed_in(1),
        }
    })
    .await;
    let forms = AuthConfig::Forms {
        user: "Supervisor".to_owned(),
        password: Secret::literal(PASSWORD),
    };
    let config = ConnectionConfig::new(&crm.url, forms);
    let service = TestService::connected(postgres::database().await, connectors([("creatio", config)])).await;
    let read = json!({ "Name": "Anna" });
    let connectors = service.runtime.connectors();
    call(connectors, "creatio.contacts.find_by_name", read.clone())
        .await
        .unwrap_err();
    right.store(1, Ordering::SeqCst);
    call(connectors, "creatio.contacts.find_by_name", read.clone())
        .await
        .unwrap_err();
    assert_eq!(ends(&test(&service, "creatio").await), "ok ok skipped ok ok");
    call(connectors, "creatio.contacts.find_by_name", read).await.unwrap();
    service.stop().await;
}

#[tokio::test]
async fn viewers_look_operators_test_and_hidden_processes_stay_hidden() {
    let status = Arc::new(AtomicU16::new(404));
    let server = webitel(&status).await;
    let service = TestService::connected(
        postgres::database().await,
        connectors([("webitel", webitel_config(&server.url))]),
    )
    .await;
    let run = service
        .start_run(
            "process: Secretive\nsteps:\n  look: { call: webitel.users.search, with: { page: 1 } }\n",
            Value::Null,
        )
        .await;
    service.until(run, RunStatus::Incident).await;
    let seen = until(&service, "/api/v1/connections/webitel", |seen| {
        // The error and the count of it are kept one after the other.
        seen["errors"][0]["run"].is_string() && seen["last_5_minutes"]["refused"] == 1
    })
    .await;
    assert_eq!(seen["errors"][0]["run"], run.to_string());
    assert_eq!(seen["errors"][0]["step"], "look");
    assert_eq!(seen["processes"][0]["key"], "Secretive");
    // Answered no, which is no trouble of the connection.
    assert_eq!(seen["last_5_minutes"]["refused"], 1);

    service.make_user("ann", "viewer").await;
    let granted = service.grant("Secretive", "see", json!({ "user": "ann" })).await;
    assert!(granted.status().is_success());
    let viewer = service.role("looks", "viewer").await;
    let operator = service.role("works", "operator").await;
    let get = async |who: &Who, path: &str| -> Value {
        let response = service.send(who, Method::GET, path, None).await;
        assert_eq!(response.status(), 200);
        response.json().await.unwrap()
    };
    let hidden = get(&viewer, "/api/v1/connections/webitel").await;
    assert_eq!(hidden["errors"], json!([]));
    assert_eq!(hidden["processes"], json!([]));
    assert!(hidden.get("last_error").is_none());
    assert_eq!(get(&viewer, "/api/v1/connections").await["items"][0]["name"], "webitel");

    let path = "/api/v1/connections/webitel/test";
    problem(service.send(&viewer, Method::POST, path, None).await, 403, "forbidden").await;
    assert_eq!(service.send(&operator, Method::POST, path, None).await.status(), 200);
    let soon = service.send(&operator, Method::POST, path, None).await;
    assert!(soon.headers().contains_key("retry-after"));
    problem(soon, 429, "too-many-requests").await;
    let entries = service.audited("action=test_connection", 3).await;
    assert!(
        entries.iter().all(|entry| entry["object"] == "connections/webitel"),
        "{entries:?}"
    );

    for (method, path) in [
        (Method::GET, "/api/v1/connections/none"),
        (Method::GET, "/api/v1/connections/none/series"),
        (Method::POST, "/api/v1/connections/none/test"),
    ] {
        problem(service.send(&operator, method, path, None).await, 404, "not-found").await;
    }
    for query in ["buckets=0", "buckets=501", "since=yesterday", "more=1"] {
        let path = format!("/api/v1/connections/webitel/series?{query}");
        problem(
            service.send(&viewer, Method::GET, &path, None).await,
            400,
            "bad-request",
        )
        .await;
    }
    service.stop().await;
}
