//! Secret values of runs, looked for on every surface of the service.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};

use reqwest::Method;
use serde_json::{Value, json};
use sqlx::postgres::{PgConnectOptions, PgPool};
use sqlx::{AssertSqlSafe, Row as _};
use throughline::client::RunNews;
use throughline::connectors::{AuthConfig, Call, Catalogue, ConnectionConfig, Connectors, Secret};
use throughline::runtime::{Once, StartError, StartRun, TriggerKind};
use throughline::secrets::{Keyring, Secrets};
use throughline_engine::kernel::{RunId, RunStatus};

use crate::api_support::{TestService, problem};
use crate::cli_commands::BINARY;
use crate::connectors::support::{Received, Reply, Server, engine};
use crate::support::postgres;

const PASSWORD: &str = "correct horse battery";
const PIN: i64 = 918_273_645;
const TOKEN: &str = "tkn/5d41402abc4b2a76";
const CONNECTION_TOKEN: &str = "conn-9b74c9897bac770f";

const DECLARATION: &str = "
connector: vault
title: The vault
auth: { token: { header: X-Vault-Token } }
errors: { message: [error], code: [code] }
operations:
  tokens.create:
    kind: writes
    method: POST
    path: /tokens
    headers: { X-Auth: '{header}' }
    body: { password: =password, pin: =pin }
    input: { type: object, properties: { header: { type: string }, password: { type: string, maxLength: 30 }, pin: { type: integer } } }
    result: { type: object, properties: { token: { type: string, format: secret }, echo: {} } }
    on_uncertain: ask
  tokens.use:
    kind: reads
    path: /tokens/{token}
    query: { again: '{token}' }
    input: { type: object, properties: { token: { type: string } } }
    result: { type: object }
";

const PROCESS: &str = "
process: Secretive
business_key: =input.password
input:
  required: [password]
  properties:
    password: { type: string, minLength: 8, writeOnly: true }
    nested: { type: object, properties: { pin: { type: integer, writeOnly: true } } }
variables: { token: null, echo: null, kept: null, note: null, all: null }
steps:
  make:
    call: vault.tokens.create
    with: { password: =input.password, pin: =input.nested.pin, header: '=\"Bearer \" + input.password + \"!\"' }
    set: { token: =result.token, echo: =result.echo, note: '=\"it is \" + input.password', all: =input }
  caught: { call: vault.tokens.use, with: { token: =token }, catch: [ { error: 'vault.*', set: { kept: =error } } ] }
  use: { call: vault.tokens.use, with: { token: =token } }
  throw: { script: 'if input.nested.open == \"throw\" { throw input.password } 1' }
  done: { end: { result: { token: =token, echo: =echo, kept: =kept, note: =note, input: =input } } }
";

/// Creates tokens, repeats what it was sent, and refuses to use a token until it is told otherwise.
async fn vault(willing: Arc<Mutex<bool>>) -> Server {
    Server::start(move |seen: &Received| {
        if seen.method == "POST" {
            let sent = seen.json();
            return Reply::Json(
                200,
                json!({"token": TOKEN, "echo": {"body": sent, "header": seen.headers["x-auth"]}}),
            );
        }
        let echo = json!({"error": format!("the token {TOKEN} is not known, {}", seen.path), "code": TOKEN,
            "details": {"sent": TOKEN, "url": format!("{}?again=tkn%2F5d41402abc4b2a76", seen.path),
                "key": seen.headers["x-vault-token"]}});
        if *willing.lock().unwrap() {
            Reply::Json(200, json!({}))
        } else {
            Reply::Json(403, echo)
        }
    })
    .await
}

fn connectors(url: &str, secrets: Secrets) -> Connectors {
    let mut catalogue = Catalogue::empty();
    catalogue.add("vault.yaml", DECLARATION, &engine()).unwrap();
    let auth = AuthConfig::Token {
        token: Secret::literal(CONNECTION_TOKEN),
    };
    let configs = BTreeMap::from([("vault".to_owned(), ConnectionConfig::new(url, auth))]);
    Connectors::with_secrets(catalogue, configs, secrets).unwrap()
}

/// Every value that must not be seen, in every shape it could have.
fn needles() -> Vec<String> {
    let plain = [
        PASSWORD.to_owned(),
        PIN.to_string(),
        TOKEN.to_owned(),
        CONNECTION_TOKEN.to_owned(),
    ];
    let mut needles: Vec<String> = plain.iter().map(hex::encode).collect();
    needles.extend(plain);
    needles.extend(["correct%20horse", "correct+horse", "tkn%2F5d41402abc4b2a76"].map(str::to_owned));
    needles
}

fn assert_clean(surface: &str, text: &str) {
    for needle in needles() {
        if let Some((before, after)) = text.split_once(&needle) {
            let before: String = before.chars().rev().take(300).collect();
            let before: String = before.chars().rev().collect();
            let around = format!("{before}…{}", after.chars().take(100).collect::<String>());
            panic!("{surface} shows {needle}: …{around}…");
        }
    }
}

/// Every row of every table as text; bytes are hexadecimal there.
async fn dump(database: &PgConnectOptions) -> String {
    let pool = PgPool::connect_with(database.clone()).await.unwrap();
    let tables = "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables
                  WHERE schemaname NOT IN ('pg_catalog', 'information_schema')";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&pool).await.unwrap();
    assert!(tables.len() > 5);
    let mut out = String::new();
    for table in tables {
        let query = format!("SELECT row_to_json(t)::text AS row FROM {table} t");
        for row in sqlx::query(AssertSqlSafe(query)).fetch_all(&pool).await.unwrap() {
            out.push_str(&format!("{table} {}\n", row.get::<String, _>("row")));
        }
    }
    pool.close().await;
    out
}

/// Everything that is logged in this process, at the finest level, by everybody.
fn logs() -> Arc<Mutex<Vec<u8>>> {
    #[derive(Clone)]
    struct Kept(Arc<Mutex<Vec<u8>>>);
    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    static LOGS: OnceLock<Arc<Mutex<Vec<u8>>>> = OnceLock::new();
    LOGS.get_or_init(|| {
        let kept = Kept(Arc::default());
        let bytes = kept.0.clone();
        tracing_subscriber::fmt()
            .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
            .with_ansi(false)
            .with_writer(move || kept.clone())
            .init();
        bytes
    })
    .clone()
}

async fn cli(service: &TestService, arguments: &[&str]) -> String {
    let output = tokio::process::Command::new(BINARY)
        .args(arguments)
        .env_clear()
        .env("THROUGHLINE_URL", &service.url)
        .env("THROUGHLINE_TOKEN", &service.token)
        .output()
        .await
        .unwrap();
    format!(
        "{} {}",
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap()
    )
}

/// What every route and command says of a run.
async fn surfaces(service: &TestService, run: RunId) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for path in [
        format!("/api/v1/runs/{run}"),
        format!("/api/v1/runs/{run}?variables=true"),
        format!("/api/v1/runs/{run}/journal?limit=500"),
        format!("/api/v1/runs/{run}/state"),
        format!("/api/v1/runs/{run}/steps?parts=10"),
        format!("/api/v1/runs/{run}/activities?whole=true"),
        format!("/api/v1/runs/{run}/variables/history?limit=500"),
        "/api/v1/runs?limit=500".to_owned(),
        "/api/v1/definitions/Secretive/1".to_owned(),
        "/metrics".to_owned(),
        "/api/v1/openapi.json".to_owned(),
    ] {
        let response = service.request(Method::GET, &path).send().await.unwrap();
        assert!(response.status().is_success(), "{path}");
        let headers = format!("{:?}", response.headers());
        found.push((path, format!("{headers}{}", response.text().await.unwrap())));
    }
    let mut events = service.client.events(run, Some(0)).await.unwrap();
    let mut seen = String::new();
    let told = async {
        while let Some(news) = events.next().await.unwrap() {
            seen.push_str(&format!("{news:?}"));
            // The stream of a run that stands at an incident goes on.
            if matches!(news, RunNews::Run(_)) {
                break;
            }
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), told)
        .await
        .unwrap();
    found.push(("events".to_owned(), seen));
    let id = run.to_string();
    for arguments in [
        vec!["runs", "show", &id, "--variables"],
        vec!["runs", "show", &id, "--variables", "--output", "json"],
        vec!["runs", "list"],
    ] {
        found.push((arguments.join(" "), cli(service, &arguments).await));
    }
    found
}

#[tokio::test]
async fn a_secret_is_found_nowhere_but_at_the_system_it_is_for() {
    let logs = logs();
    let willing = Arc::new(Mutex::new(false));
    let server = vault(willing.clone()).await;
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("secret.key");
    let secrets = || Secrets::new(Keyring::load(&key, true).unwrap());
    let database = postgres::database().await;
    let service = TestService::connected(database.clone(), connectors(&server.url, secrets())).await;
    service.client.deploy(PROCESS).await.unwrap();

    // What does not fit is refused without being quoted.
    let post = |body: Value| {
        service
            .request(Method::POST, "/api/v1/processes/Secretive/runs")
            .json(&body)
            .send()
    };
    let body = problem(
        post(json!({"input": {"password": "hunter2"}})).await.unwrap(),
        422,
        "invalid-input",
    )
    .await;
    assert_eq!(body["problems"][0]["pointer"], "/password");
    assert!(!body.to_string().contains("hunter2"), "{body}");

    let input = json!({"password": PASSWORD, "nested": {"pin": PIN, "open": "seen"}});
    let run = service.start_run(PROCESS, input).await;
    service.until(run, RunStatus::Incident).await;
    let sent = &server.seen()[0];
    assert_eq!(
        sent.json(),
        json!({"password": PASSWORD, "pin": PIN}),
        "the system it is for has it"
    );
    assert_eq!(sent.headers["x-auth"], format!("Bearer {PASSWORD}!"));
    assert_eq!(server.seen()[1].query("again"), [TOKEN]);

    for (surface, text) in surfaces(&service, run).await {
        assert_clean(&surface, &text);
        assert!(!text.contains("sealed:v1:"), "{surface} shows a sealed text: {text}");
    }
    assert_clean("the database", &dump(&database).await);
    let shown = service.get(&format!("/api/v1/runs/{run}?variables=true")).await;
    let variables = &shown["variables"];
    assert_eq!(variables["token"], "•••");
    assert_eq!(variables["note"], "it is •••");
    assert_eq!(
        variables["all"],
        json!({"password": "•••", "nested": {"pin": "•••", "open": "seen"}})
    );
    assert_eq!(
        variables["echo"]["body"],
        json!({"password": "•••", "pin": "•••"}),
        "what an answer repeats"
    );
    assert_eq!(variables["kept"]["code"], "vault.forbidden");
    assert_eq!(shown["business_key"], "•••");

    // What a person puts in the place of a secret is one.
    let edit = |variables: Value| {
        let path = format!("/api/v1/runs/{run}/variables");
        service
            .request(Method::PATCH, &path)
            .json(&json!({ "variables": variables }))
            .send()
    };
    assert!(
        edit(json!({"token": TOKEN, "all": {"password": PASSWORD}}))
            .await
            .unwrap()
            .status()
            .is_success()
    );
    problem(edit(json!({"token": "•••"})).await.unwrap(), 409, "conflict").await;
    let variables = service.get(&format!("/api/v1/runs/{run}?variables=true")).await["variables"].clone();
    assert_eq!(
        (&variables["token"], &variables["all"]["password"]),
        (&json!("•••"), &json!("•••"))
    );
    assert_clean("the database", &dump(&database).await);

    // Another life of the service with the same key file goes on where this one stopped.
    service.stop().await;
    let service = TestService::connected(database.clone(), connectors(&server.url, secrets())).await;
    *willing.lock().unwrap() = true;
    service.client.retry(run).await.unwrap();
    service.until(run, RunStatus::Completed).await;
    assert_eq!(server.seen().last().unwrap().query("again"), [TOKEN]);
    for (surface, text) in surfaces(&service, run).await {
        assert_clean(&surface, &text);
        assert!(!text.contains("sealed:v1:"), "{surface} shows a sealed text: {text}");
    }
    let result = service.get(&format!("/api/v1/runs/{run}")).await["result"].clone();
    assert_eq!(result["token"], "•••");

    // An error that a script makes of a secret, and a start that happens once.
    let start = |password: &str| StartRun {
        process: "Secretive".to_owned(),
        version: None,
        input: json!({"password": password, "nested": {"pin": PIN, "open": "throw"}}),
        business_key: Some("once".to_owned()),
        started_by: "test".to_owned(),
        trigger: TriggerKind::Manual,
    };
    let once = Once {
        scope: "test".to_owned(),
        key: "1".to_owned(),
    };
    let first = service.runtime.start_once(&once, start(PASSWORD)).await.unwrap();
    assert_eq!(
        service.runtime.start_once(&once, start(PASSWORD)).await.unwrap().run,
        first.run
    );
    let other = service.runtime.start_once(&once, start("another password")).await;
    assert!(matches!(other, Err(StartError::KeyReused { .. })), "{other:?}");
    service.until(first.run, RunStatus::Incident).await;
    for (surface, text) in surfaces(&service, first.run).await {
        assert_clean(&surface, &text);
    }
    let dumped = dump(&database).await;
    assert_clean("the database", &dumped);
    assert!(
        dumped.contains(&hex::encode("sealed:v1:")),
        "the journal holds sealed texts"
    );
    service.stop().await;
    let logged = String::from_utf8(logs.lock().unwrap().clone()).unwrap();
    assert!(logged.len() > 10_000 && logged.contains("TRACE"), "the logs were kept");
    assert_clean("the log", &logged);
}

#[tokio::test]
async fn a_value_sealed_with_another_key_is_a_clear_error_and_is_not_sent() {
    let server = vault(Arc::default()).await;
    let ours = connectors(&server.url, Secrets::ephemeral());
    let call = async |connectors: &Connectors, operation: &str, request: &Value| {
        connectors
            .call(Call {
                operation,
                request,
                idempotency_key: "k",
                attempt: 1,
                recovered: false,
                asked_by: throughline::connectors::AskedBy::Other,
            })
            .await
    };
    let made = call(
        &ours,
        "vault.tokens.create",
        &json!({"header": "h", "password": "p", "pin": 1}),
    )
    .await
    .unwrap();
    assert!(made["token"].as_str().unwrap().starts_with("sealed:v1:"));
    let theirs = connectors(&server.url, Secrets::ephemeral());
    let request = json!({"token": made["token"]});
    let error = call(&theirs, "vault.tokens.use", &request).await.unwrap_err();
    assert_eq!(error.code, "secret.sealed");
    assert!(error.message.contains("key file"), "{}", error.message);
    assert_eq!(server.seen().len(), 1);
    let cut = json!({"token": &made["token"].as_str().unwrap()[..40]});
    assert_eq!(
        call(&ours, "vault.tokens.use", &cut).await.unwrap_err().code,
        "secret.sealed"
    );
}
