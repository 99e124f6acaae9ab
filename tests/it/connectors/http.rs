//! The generic HTTP connector: what a process can say, what it cannot, and where it cannot go.

use serde_json::{Value, json};
use throughline::connectors::{AuthConfig, ConnectionConfig, Connectors, Secret};
use throughline_engine::kernel::{EffectError, ErrorClass};

use super::support::*;

/// A connection to this machine, with these options besides.
fn config(url: &str, options: Value) -> ConnectionConfig {
    let mut config = ConnectionConfig::new(url, AuthConfig::None);
    config.connector = Some("http".to_owned());
    config.options = options.as_object().unwrap().clone();
    config
}

fn connect(url: &str, options: Value) -> Connectors {
    bind(catalogue(), "api", config(url, options))
}

fn local() -> Value {
    json!({"allow_networks": ["127.0.0.0/8"]})
}

async fn refused(connectors: &Connectors, request: Value) -> EffectError {
    let error = call(connectors, "api.get", request).await.unwrap_err();
    assert_eq!(error.class, ErrorClass::Permanent, "{}", error.message);
    error
}

#[tokio::test]
async fn a_request_is_sent_as_the_step_says_it() {
    let server = Server::start(|seen| match seen.method.as_str() {
        "GET" => Reply::Full(
            200,
            vec![
                ("content-type", "application/json; charset=utf-8".to_owned()),
                ("set-cookie", "session=1".to_owned()),
                ("x-page", "2".to_owned()),
            ],
            b"{\"id\":9007199254740993}".to_vec(),
        ),
        _ => Reply::Full(201, vec![("content-type", "text/plain".to_owned())], b"made".to_vec()),
    })
    .await;
    let connectors = connect(&format!("{}/v1", server.url), local());
    let request = json!({"path": "/users?a=1", "query": {"b": ["x y", 2], "c": null}, "headers": {"X-One": "1"}});
    let result = call(&connectors, "api.get", request).await.unwrap();
    assert_eq!(
        (&result["status"], &result["body"]),
        (&json!(200), &json!({"id": 9_007_199_254_740_993_i64}))
    );
    assert_eq!(result["headers"]["x-page"], "2");
    assert!(result["headers"].get("set-cookie").is_none(), "cookies are credentials");
    let seen = &server.seen()[0];
    assert_eq!((seen.path.as_str(), seen.headers["x-one"].as_str()), ("/v1/users", "1"));
    assert_eq!((seen.query("a"), seen.query("b")), (vec!["1"], vec!["x y", "2"]));
    assert!(!seen.headers.contains_key("idempotency-key"));

    let result = call(&connectors, "api.send", json!({"path": "/users", "json": {"a": 1}}))
        .await
        .unwrap();
    assert_eq!((&result["status"], &result["body"]), (&json!(201), &json!("made")));
    let form = json!({"path": "/token", "method": "PUT", "form": {"grant": "a&b", "n": 1}});
    call(&connectors, "api.send", form).await.unwrap();
    let seen = server.seen();
    assert_eq!((seen[1].method.as_str(), seen[1].json()), ("POST", json!({"a": 1})));
    assert_eq!(seen[1].headers["idempotency-key"], KEY);
    assert_eq!(
        (seen[2].method.as_str(), seen[2].body.as_str()),
        ("PUT", "grant=a%26b&n=1")
    );
    assert_eq!(seen[2].headers["content-type"], "application/x-www-form-urlencoded");
}

#[tokio::test]
async fn what_the_step_does_not_expect_is_an_error() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/gone" => Reply::Json(404, json!({"error": {"message": "no such thing"}})),
        "/teapot" => Reply::Full(418, vec![], b"short and stout".to_vec()),
        "/broken" => Reply::Full(
            200,
            vec![("content-type", "application/json".to_owned())],
            b"{".to_vec(),
        ),
        _ => Reply::Json(202, json!({})),
    })
    .await;
    let connectors = connect(&server.url, local());
    let error = refused(&connectors, json!({"path": "/gone"})).await;
    assert_eq!(error.code, "http.not_found");
    assert_eq!(error.message, "api answered 404 to GET 127.0.0.1: no such thing.");
    let error = refused(&connectors, json!({"path": "/teapot"})).await;
    assert_eq!(
        (error.code.as_str(), &error.data["body"]),
        ("http.bad_request", &json!("short and stout"))
    );
    let result = call(&connectors, "api.get", json!({"path": "/gone", "expect": [404]}))
        .await
        .unwrap();
    assert_eq!(result["status"], 404);
    let error = refused(&connectors, json!({"path": "/else", "expect": [200]})).await;
    assert_eq!(error.code, "http.unexpected_status");
    let error = call(&connectors, "api.get", json!({"path": "/broken"}))
        .await
        .unwrap_err();
    assert_eq!(error.code, "http.unexpected_answer");
    // A write that may have been done is for a person to decide.
    let send = json!({"path": "/else", "expect": [200]});
    let error = call(&connectors, "api.send", send).await.unwrap_err();
    assert_eq!((error.code.as_str(), error.class), ("uncertain", ErrorClass::Uncertain));
}

#[tokio::test]
async fn inner_addresses_are_refused_in_every_spelling_and_behind_every_name() {
    let server = Server::start(|_| Reply::Json(200, json!({}))).await;
    let port = server.url.rsplit_once(':').unwrap().1.to_owned();
    let hosts = [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0177.0.0.1",
        "0x7f.1",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
        "169.254.169.254",
        "10.0.0.1",
        "[fe80::1]",
        "[64:ff9b::7f00:1]",
    ];
    let allow: Vec<String> = hosts.iter().map(|host| format!("{host}:{port}")).collect();
    let connectors = connect("https://api.example.com", json!({ "allow": allow }));
    for host in hosts {
        let error = refused(
            &connectors,
            json!({"url": format!("http://{host}:{port}/latest/meta-data")}),
        )
        .await;
        assert_eq!(error.code, "http.address_refused", "{host}: {}", error.message);
        assert!(error.message.contains("allow_networks"), "{}", error.message);
    }
    assert_eq!(server.seen().len(), 0, "nothing was sent");
    // The base address is no exception.
    let connectors = connect(&server.url, json!({}));
    assert_eq!(
        refused(&connectors, json!({"path": "/"})).await.code,
        "http.address_refused"
    );
    let connectors = connect(&format!("http://localhost:{port}"), json!({}));
    assert_eq!(
        refused(&connectors, json!({"path": "/"})).await.code,
        "http.address_refused"
    );
    let connectors = connect(
        &format!("http://localhost:{port}"),
        json!({"allow_networks": ["127.0.0.1"]}),
    );
    call(&connectors, "api.get", json!({"path": "/"})).await.unwrap();
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_redirect_is_not_followed_wherever_it_leads() {
    let inner = Server::start(|_| Reply::Json(200, json!({"secret": "of the inside"}))).await;
    let target = format!("{}/admin", inner.url);
    let outer = Server::start(move |_| Reply::Full(302, vec![("location", target.clone())], Vec::new())).await;
    let connectors = connect(&outer.url, local());
    let error = refused(&connectors, json!({"path": "/"})).await;
    assert_eq!(
        (error.code.as_str(), &error.data["location"]),
        ("http.redirected", &json!(format!("{}/admin", inner.url)))
    );
    assert_eq!(inner.seen().len(), 0);
    let result = call(&connectors, "api.get", json!({"path": "/", "expect": [302]}))
        .await
        .unwrap();
    assert_eq!(result["status"], 302);
    assert_eq!(inner.seen().len(), 0);
}

#[tokio::test]
async fn only_allowed_addresses_are_called() {
    let server = Server::start(|_| Reply::Json(200, json!({}))).await;
    let other = Server::start(|_| Reply::Json(200, json!({}))).await;
    let mut options = local();
    options["allow"] = json!([format!("{}/hooks/", other.url)]);
    let connectors = connect(&format!("{}/v1", server.url), options);
    for url in [
        format!("{}/admin", server.url),
        format!("{}/v1/../admin", server.url),
        format!("{}/hooksecret", other.url),
        format!("{}/hooks/%2e%2e/admin", other.url),
        "https://example.com/".to_owned(),
        "file:///etc/passwd".to_owned(),
        "gopher://127.0.0.1/".to_owned(),
    ] {
        let error = refused(&connectors, json!({ "url": url })).await;
        assert_eq!(error.code, "http.not_allowed", "{url}: {}", error.message);
    }
    let error = refused(&connectors, json!({"path": "/../admin"})).await;
    assert_eq!(error.code, "http.not_allowed");
    for wrong in [
        json!({"path": "v1"}),
        json!({"path": "/", "url": "https://a.example"}),
        json!({"path": "@evil.test/"}),
    ] {
        assert_eq!(refused(&connectors, wrong).await.code, "http.invalid_request");
    }
    assert_eq!(server.seen().len() + other.seen().len(), 0);
    call(&connectors, "api.get", json!({"url": format!("{}/hooks/1", other.url)}))
        .await
        .unwrap();
}

#[tokio::test]
async fn credentials_go_to_the_base_address_only_and_are_not_part_of_a_result() {
    let echo = |seen: &Received| Reply::Json(200, json!({"headers": seen.headers}));
    let (server, other) = (Server::start(echo).await, Server::start(echo).await);
    let mut options = local();
    options["allow"] = json!([other.url]);
    let mut config = config(&server.url, options);
    config.auth = AuthConfig::Token {
        token: Secret::literal(TOKEN),
    };
    let connectors = bind(catalogue(), "api", config);
    let result = call(&connectors, "api.get", json!({"path": "/"})).await.unwrap();
    assert_eq!(server.seen()[0].headers["authorization"], format!("Bearer {TOKEN}"));
    assert_eq!(result["body"]["headers"]["authorization"], "Bearer ***");
    call(&connectors, "api.get", json!({"url": other.url})).await.unwrap();
    assert!(!other.seen()[0].headers.contains_key("authorization"));
    for name in [
        "Authorization",
        "Host",
        "Content-Length",
        "Transfer-Encoding",
        "Connection",
    ] {
        let error = refused(&connectors, json!({"path": "/", "headers": {name: "x"}})).await;
        assert_eq!(error.code, "http.invalid_request", "{name}");
    }
    let error = refused(&connectors, json!({"path": "/", "headers": {"X-A": "1\r\nHost: evil"}})).await;
    assert_eq!(error.code, "http.invalid_request");
    // Where the connection's credentials do not go, the step may say its own.
    let own = json!({"url": other.url, "headers": {"Authorization": "Basic abc"}});
    call(&connectors, "api.get", own).await.unwrap();
    assert_eq!(other.seen()[1].headers["authorization"], "Basic abc");
}

#[tokio::test]
async fn a_step_can_shorten_the_time_and_not_lengthen_it() {
    let server = Server::start_async(|_| Box::pin(std::future::pending())).await;
    let mut config = config(&server.url, local());
    config.timeout_ms = 100;
    let connectors = bind(catalogue(), "api", config);
    for (wanted, given) in [(20, 20), (60_000, 100)] {
        let error = call(&connectors, "api.get", json!({"path": "/", "timeout_ms": wanted}))
            .await
            .unwrap_err();
        assert_eq!(error.code, "http.timeout");
        assert!(
            error.message.contains(&format!("within {given} ms")),
            "{}",
            error.message
        );
    }
}

#[tokio::test]
async fn a_declared_operation_stays_with_its_system() {
    let mut catalogue = catalogue();
    let declaration = "
connector: shop
auth: { none: true }
options: { type: object, properties: { prefix: { type: string, default: '' } } }
operations:
  orders.get:
    kind: reads
    path: '{connection.prefix:raw}/orders/{id}'
    input: { type: object, properties: { id: { type: string } } }
    result: { type: object }
";
    catalogue.add("shop.yaml", declaration, &engine()).unwrap();
    let server = Server::start(|_| Reply::Json(200, json!({}))).await;
    let mut config = ConnectionConfig::new(&server.url, AuthConfig::None);
    config.options = json!({"prefix": "@evil.test"}).as_object().unwrap().clone();
    let connectors = bind(catalogue.clone(), "shop", config);
    let error = call(&connectors, "shop.orders.get", json!({"id": "1"}))
        .await
        .unwrap_err();
    assert_eq!(error.code, "shop.invalid_request", "{}", error.message);
    assert!(error.message.contains("base_url"), "{}", error.message);
    let connectors = bind(catalogue, "shop", ConnectionConfig::new(&server.url, AuthConfig::None));
    call(&connectors, "shop.orders.get", json!({"id": "@evil.test/../x"}))
        .await
        .unwrap();
    assert_eq!(server.seen()[0].path, "/orders/%40evil.test%2F..%2Fx");
    // Without a connection nothing is called, and nothing but operations of connections is there to be called.
    let error = call(&connectors, "http.get", json!({"url": server.url}))
        .await
        .unwrap_err();
    assert_eq!(error.code, "connection.missing");
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn the_example_of_the_guide_is_right() {
    let guide = include_str!("../../../docs/connectors.md");
    let (_, section) = guide.split_once("## Any other HTTP interface").unwrap();
    let block = |kind: &str| {
        let (_, rest) = section.split_once(&format!("```{kind}\n")).unwrap();
        rest.split("```").next().unwrap().to_owned()
    };
    #[derive(serde::Deserialize)]
    struct File {
        connections: std::collections::BTreeMap<String, ConnectionConfig>,
    }
    let file: File = toml::from_str(&block("toml")).unwrap();
    let connectors = Connectors::new(catalogue(), file.connections).unwrap();
    let steps: String = block("yaml").lines().map(|line| format!("  {line}\n")).collect();
    let definition = format!(
        "process: P\ninput: {{ properties: {{ number: {{ type: string }} }} }}\nvariables: {{ id: null }}\nsteps:\n{steps}"
    );
    throughline_engine::definition::compile(&definition, connectors.catalogue(), &engine()).unwrap();
}
