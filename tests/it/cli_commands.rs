//! The command line against a service, by its real binary.

use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use serde_json::{Value, json};
use tokio::process::Command;

use crate::api_support::{DOUBLE, FAIL, SLEEP, TICK, TestService};

pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_throughline");

/// What a command printed, and how it ended.
pub(crate) struct Printed {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Printed {
    pub(crate) fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {} {}", self.out, self.err))
    }
}

pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(BINARY);
    command.args(arguments).env_clear().stdin(Stdio::null());
    command
}

async fn run(service: &TestService, arguments: &[&str]) -> Printed {
    let mut command = command(arguments);
    command
        .env("THROUGHLINE_URL", &service.url)
        .env("THROUGHLINE_TOKEN", &service.token);
    Printed::of(command.output().await.unwrap())
}

async fn alone(arguments: &[&str]) -> Printed {
    Printed::of(command(arguments).output().await.unwrap())
}

fn file(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

const FIVE_MISTAKES: &str = "process: Bad
steps:
  one: { call: webitel.user.search }
  two: { script: 'let x = ;' }
  three: { set: { nope: =1 } }
  four: { set: {}, to: nowhere }
  five: { wiat: 10s }
";

#[tokio::test]
async fn validate_prints_five_diagnostics_with_positions_and_exits_with_1() {
    let folder = tempfile::tempdir().unwrap();
    let bad = file(folder.path(), "bad.yaml", FIVE_MISTAKES);
    let bad = bad.to_str().unwrap();
    let printed = alone(&["validate", bad]).await;
    assert_eq!(printed.code, 1);
    for place in [
        "3:16: error",
        "4:27: error",
        "5:19: error",
        "6:24: error",
        "7:11: error",
    ] {
        assert!(
            printed.out.contains(&format!("{bad}:{place}")),
            "{place}\n{}",
            printed.out
        );
    }
    assert!(printed.out.contains("^^^^") && printed.out.contains("did you mean `webitel.users.search`?"));
    assert!(printed.out.contains("invalid, 5 error(s)"), "{}", printed.out);

    let good = file(folder.path(), "good.yaml", DOUBLE);
    let printed = alone(&["validate", "--output", "json", bad, good.to_str().unwrap()]).await;
    let found = printed.json();
    assert_eq!((printed.code, &found["valid"]), (1, &json!(false)));
    assert_eq!(found["files"][0]["diagnostics"].as_array().unwrap().len(), 5);
    assert_eq!(found["files"][1]["valid"], true);
    assert_eq!(alone(&["validate", good.to_str().unwrap()]).await.code, 0);
}

#[tokio::test]
async fn a_command_line_that_is_wrong_exits_with_2_and_nobody_there_with_3() {
    assert_eq!(alone(&["start"]).await.code, 2);
    assert_eq!(alone(&["validate", "/does/not/exist.yaml"]).await.code, 2);
    let no_token = alone(&["definitions"]).await;
    assert_eq!(no_token.code, 2);
    assert!(no_token.err.contains("THROUGHLINE_TOKEN"), "{}", no_token.err);
    // Port 9 of this machine: nobody listens there.
    let nobody = alone(&[
        "definitions",
        "--token",
        "x",
        "--url",
        "http://127.0.0.1:9",
        "--output",
        "json",
    ])
    .await;
    assert_eq!(nobody.code, 3);
    assert!(
        nobody.json()["error"]["detail"]
            .as_str()
            .unwrap()
            .contains("throughline serve")
    );
    assert_eq!(
        alone(&["definitions", "--token", "x", "--url", "ftp://x"]).await.code,
        2
    );
    let help = alone(&["--help"]).await;
    assert_eq!(help.code, 0);
    assert!(help.out.contains("Exit codes:"));
}

#[tokio::test]
async fn deploy_start_wait_and_look() {
    let service = TestService::start().await;
    let folder = tempfile::tempdir().unwrap();
    let double = file(folder.path(), "double.yaml", DOUBLE);
    let bad = file(folder.path(), "bad.yaml", FIVE_MISTAKES);
    let deployed = run(&service, &["deploy", double.to_str().unwrap(), bad.to_str().unwrap()]).await;
    assert_eq!(deployed.code, 1);
    assert!(
        deployed.out.contains("Double version 1 deployed") && deployed.out.contains("bad.yaml:3:16"),
        "{}",
        deployed.out
    );
    assert!(
        run(&service, &["deploy", double.to_str().unwrap()])
            .await
            .out
            .contains("version 1 unchanged")
    );
    assert!(run(&service, &["definitions"]).await.out.contains("Doubles a number"));

    let input = file(folder.path(), "input.json", "{\"n\": 4503599627370497}");
    let input = format!("@{}", input.display());
    let started = run(
        &service,
        &[
            "start",
            "Double",
            "--input",
            &input,
            "--business-key",
            "A",
            "--wait",
            "--output",
            "json",
        ],
    )
    .await;
    assert_eq!(started.code, 0, "{}", started.err);
    assert_eq!(started.err, "");
    let shown = started.json();
    assert_eq!(
        (&shown["status"], &shown["result"]["doubled"]),
        (&json!("completed"), &json!(9_007_199_254_740_994_i64))
    );
    let id = shown["id"].as_str().unwrap();
    assert!(
        run(&service, &["runs", "show", id, "--variables"])
            .await
            .out
            .contains("9007199254740994")
    );
    let listed = run(
        &service,
        &[
            "runs",
            "list",
            "--since",
            "1h",
            "--business-key",
            "A",
            "--output",
            "json",
        ],
    )
    .await
    .json();
    assert_eq!(listed["items"][0]["id"], id);

    let lossy = run(
        &service,
        &["start", "Double", "--input", "{\"n\": 99999999999999999999}"],
    )
    .await;
    assert_eq!(lossy.code, 2);
    let refused = run(&service, &["start", "Double", "--input", "{\"n\": \"x\"}"]).await;
    assert_eq!(refused.code, 4);
    assert!(refused.err.contains("/n"), "{}", refused.err);
    let refused = run(&service, &["start", "Nope", "--output", "json"]).await;
    assert_eq!((refused.code, &refused.json()["error"]["status"]), (4, &json!(404)));
    service.stop().await;
}

#[tokio::test]
async fn a_run_that_does_not_complete_is_told_by_the_exit_code() {
    let service = TestService::start().await;
    for source in [FAIL, SLEEP, TICK] {
        service.client.deploy(source).await.unwrap();
    }
    let failed = run(&service, &["start", "Fail", "--wait"]).await;
    assert_eq!(failed.code, 1);
    assert!(
        failed.out.contains("no stock") && failed.out.contains("throughline retry"),
        "{}",
        failed.out
    );
    let late = run(&service, &["start", "Sleep", "--wait=50ms", "--output", "json"]).await;
    assert_eq!(late.code, 5);
    let id = late.json()["id"].as_str().unwrap().to_owned();
    let watching =
        tokio::spawn(command(&["runs", "watch", &id, "--url", &service.url, "--token", &service.token]).output());
    assert_eq!(run(&service, &["cancel", &id, "--reason", "test"]).await.code, 0);
    let watched = Printed::of(watching.await.unwrap().unwrap());
    assert_eq!(watched.code, 1);
    assert!(watched.out.contains("cancelled"), "{}", watched.out);
    let ticked = run(&service, &["start", "Tick", "--wait"]).await;
    assert_eq!(ticked.code, 0);
    assert!(
        ticked.err.contains("of 5") && ticked.out.contains("Result     5"),
        "{}{}",
        ticked.err,
        ticked.out
    );
    let id = failed.out.split_whitespace().nth(1).unwrap();
    assert_eq!(run(&service, &["retry", id]).await.code, 0);
    service.stop().await;
}

#[tokio::test]
async fn schemas_and_completions_are_printed() {
    let schema = alone(&["schema", "process"]).await.json();
    assert!(schema["properties"]["steps"].is_object(), "{schema}");
    assert!(alone(&["schema", "api"]).await.json()["paths"]["/api/v1/runs"].is_object());
    assert!(alone(&["completions", "bash"]).await.out.contains("throughline"));
}
