//! `throughline serve` by its real binary.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use sqlx::ConnectOptions as _;
use throughline::api::types::StartRequest;
use throughline::client::Client;
use throughline_engine::kernel::RunStatus;
use tokio::io::AsyncReadExt as _;
use tokio::process::{Child, Command};

use crate::api_support::{DOUBLE, install_crypto};
use crate::cli_commands::BINARY;
use crate::support::postgres;

fn serve(data_dir: &std::path::Path) -> Command {
    let mut command = Command::new(BINARY);
    command
        .args(["serve", "--output", "json", "--listen", "127.0.0.1:0", "--data-dir"])
        .arg(data_dir)
        .env_clear()
        .current_dir(data_dir)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// The address in the one document it prints when it is up.
async fn address(child: &mut Child) -> String {
    up(child).await["url"].as_str().unwrap().to_owned()
}

/// The one document it prints when it is up.
async fn up(child: &mut Child) -> Value {
    let out = child.stdout.as_mut().unwrap();
    let mut text = Vec::new();
    loop {
        let mut bytes = [0; 256];
        let count = tokio::time::timeout(Duration::from_secs(60), out.read(&mut bytes))
            .await
            .unwrap()
            .unwrap();
        assert_ne!(count, 0, "serve ended before it listened");
        text.extend_from_slice(&bytes[..count]);
        if let Ok(value) = serde_json::from_slice::<Value>(&text) {
            return value;
        }
    }
}

#[tokio::test]
async fn serve_makes_a_token_works_and_stops_on_sigterm() {
    install_crypto();
    let folder = tempfile::tempdir().unwrap();
    let database = postgres::database().await.to_url_lossy().to_string();
    let mut child = serve(folder.path())
        .env("THROUGHLINE_DATABASE_URL", &database)
        .spawn()
        .unwrap();
    let url = address(&mut child).await;
    let token_file = folder.path().join("token");
    assert_eq!(
        std::fs::metadata(&token_file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let token = std::fs::read_to_string(&token_file).unwrap();
    let client = Client::new(&url, token.trim()).unwrap();
    client.deploy(DOUBLE).await.unwrap();
    let body = StartRequest {
        input: json!({ "n": 21 }),
        business_key: None,
        ..StartRequest::default()
    };
    let run = client
        .start("Double", &body, None, Some(Duration::from_secs(30)))
        .await
        .unwrap();
    assert_eq!(
        (run.summary.status, run.result.unwrap()["doubled"].clone()),
        (RunStatus::Completed, json!(42))
    );

    kill_process(
        Pid::from_raw(i32::try_from(child.id().unwrap()).unwrap()).unwrap(),
        Signal::TERM,
    )
    .unwrap();
    let status = tokio::time::timeout(Duration::from_secs(30), child.wait())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(status.code(), Some(0));

    // A second start keeps the token; a configured one is taken instead.
    let mut child = serve(folder.path())
        .env("THROUGHLINE_DATABASE_URL", &database)
        .env("TEST_TOKEN", "configured-token-0123456789")
        .env("THROUGHLINE_API_TOKEN", "env:TEST_TOKEN")
        .spawn()
        .unwrap();
    let url = address(&mut child).await;
    let client = Client::new(&url, "configured-token-0123456789").unwrap();
    assert_eq!(
        client
            .run(throughline_engine::kernel::RunId(run.summary.id), false)
            .await
            .unwrap()
            .summary
            .id,
        run.summary.id
    );
    assert_eq!(std::fs::read_to_string(&token_file).unwrap(), token);
    child.kill().await.unwrap();
}

#[tokio::test]
async fn serve_says_what_is_wrong_and_ends() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("throughline.toml");
    std::fs::write(&config, "lisen = \"127.0.0.1:0\"\n").unwrap();
    let output = serve(folder.path()).stderr(Stdio::piped()).output().await.unwrap();
    assert_eq!(output.status.code(), Some(2));
    let printed: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(
        printed["error"]["detail"].as_str().unwrap().contains("lisen"),
        "{printed}"
    );
    std::fs::write(&config, "").unwrap();
    let mut unreachable = serve(folder.path());
    unreachable
        .env("THROUGHLINE_DATABASE_URL", "postgres://nobody@127.0.0.1:9/none")
        .stderr(Stdio::piped());
    let output = unreachable.output().await.unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        String::from_utf8(output.stdout)
            .unwrap()
            .contains("could not connect to Postgres")
    );
}

#[tokio::test]
async fn the_first_administrator_is_printed_once_and_never_logged() {
    install_crypto();
    let folder = tempfile::tempdir().unwrap();
    let database = postgres::database().await.to_url_lossy().to_string();
    let log = folder.path().join("log");
    let start = || {
        let file = std::fs::File::options().create(true).append(true).open(&log).unwrap();
        serve(folder.path())
            .env("THROUGHLINE_DATABASE_URL", &database)
            .env("THROUGHLINE_LOG", "debug")
            .stderr(file)
            .spawn()
            .unwrap()
    };
    let mut child = start();
    let printed = up(&mut child).await;
    let administrator = &printed["administrator"];
    assert_eq!(administrator["user"], "admin");
    let password = administrator["password"].as_str().unwrap();
    let http = reqwest::Client::new();
    let session = format!("{}/api/v1/session", printed["url"].as_str().unwrap());
    let body = json!({ "user": "admin", "password": password });
    let signed_in = http.post(&session).json(&body).send().await.unwrap();
    assert_eq!(signed_in.status(), 200);
    let cookie = signed_in.headers()["set-cookie"].to_str().unwrap().to_owned();
    let secret = cookie.split(['=', ';']).nth(1).unwrap().to_owned();
    let csrf = signed_in.json::<Value>().await.unwrap()["csrf_token"]
        .as_str()
        .unwrap()
        .to_owned();
    let pair = cookie.split(';').next().unwrap();
    let out = http
        .delete(&session)
        .header("cookie", pair)
        .header("x-csrf-token", &csrf);
    assert_eq!(out.send().await.unwrap().status(), 204);
    child.kill().await.unwrap();

    // A second start, of this node or another one on the database, makes none.
    let mut child = start();
    assert!(up(&mut child).await.get("administrator").is_none());
    child.kill().await.unwrap();
    let logged = std::fs::read_to_string(&log).unwrap();
    let token = std::fs::read_to_string(folder.path().join("token")).unwrap();
    assert!(logged.contains("answered"), "the log has the requests: {logged}");
    for secret in [password, &secret, &csrf, token.trim()] {
        assert!(!logged.contains(secret), "the log has a secret");
    }
}
