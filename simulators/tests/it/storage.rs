//! The data file, the binary, and stopping.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use reqwest::Method;
use serde_json::{Value, json};
use throughline_simulators::{SimulatorError, creatio, webitel};

use crate::client::{Creatio, Webitel};

#[tokio::test]
async fn webitel_keeps_its_data_over_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let data = Some(folder.path().join("webitel.json"));
    let options = || webitel::Options {
        users: 5,
        data: data.clone(),
        ..Default::default()
    };
    let first = Webitel::start(options()).await;
    let created = first
        .create(json!({ "username": "kept", "license": [{ "id": "WT-MANAGER-1" }] }))
        .await;
    let remain = first.get("/license?id=WT-MANAGER-1").await;
    first.running.shutdown().await.unwrap();
    // Another number of users has no say where there is a file.
    let second = Webitel::start(webitel::Options { users: 50, ..options() }).await;
    assert_eq!(second.running.handle.user_count(), 6);
    assert_eq!(
        second.get(&format!("/users/{}", created["id"].as_str().unwrap())).await,
        created
    );
    assert_eq!(second.get("/license?id=WT-MANAGER-1").await, remain);
    let next = second.create(json!({ "username": "next" })).await;
    assert_ne!(next["id"], created["id"]);
}

#[tokio::test]
async fn creatio_keeps_its_rows_and_passwords_over_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let options = || creatio::Options {
        users: 5,
        data: Some(folder.path().join("crm.json")),
        ..Default::default()
    };
    let first = Creatio::start(options()).await;
    let user = json!({ "Id": uuid::Uuid::new_v4(), "Name": "olena", "UserPassword": "Pass-1" }).to_string();
    first.service("UpdateOrCreateUser", json!({ "jsonObject": user })).await;
    let before = first.running.handle.rows("SysAdminUnit").unwrap();
    let cookies = (first.cookies.clone(), first.csrf.clone());
    first.running.shutdown().await.unwrap();
    let mut second = Creatio::start(options()).await;
    assert_eq!(second.running.handle.rows("SysAdminUnit").unwrap(), before);
    second.sign_in("olena", "Pass-1").await;
    let created = second.create("Contact", json!({ "Name": "after" })).await;
    assert_eq!(
        second.running.handle.times("Contact", "Id").unwrap()[created["Id"].as_str().unwrap()],
        1
    );
    (second.cookies, second.csrf) = cookies;
    let response = second.odata(Method::GET, "Contact").send().await.unwrap();
    assert_eq!(
        response.status(),
        reqwest::StatusCode::FOUND,
        "sessions end with the process"
    );
}

#[tokio::test]
async fn a_file_that_is_not_ours_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.json");
    std::fs::write(&file, "my notes").unwrap();
    let started = webitel::Simulator::start(webitel::Options {
        data: Some(file.clone()),
        ..Default::default()
    })
    .await;
    assert!(matches!(started.err(), Some(SimulatorError::DataFormat { .. })));
    assert_eq!(std::fs::read_to_string(file).unwrap(), "my notes");
}

#[tokio::test]
async fn the_same_seed_makes_the_same_people_and_another_seed_others() {
    let users = async |seed| {
        let options = webitel::Options {
            users: 50,
            seed,
            ..Default::default()
        };
        let running = webitel::Simulator::start(options).await.unwrap();
        running
            .handle
            .users()
            .into_iter()
            .map(|user| (user.username, user.extension, user.licenses))
            .collect::<Vec<_>>()
    };
    assert_eq!(users(1).await, users(1).await);
    assert_ne!(users(1).await, users(2).await);
}

#[test]
fn the_binary_says_where_it_listens_and_refuses_nonsense() {
    let binary = env!("CARGO_BIN_EXE_throughline-simulators");
    let mut child = Command::new(binary)
        .args([
            "webitel",
            "--listen",
            "127.0.0.1:0",
            "--users",
            "3",
            "--seed",
            "9",
            "--token",
            "t",
        ])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let url = line.trim().strip_prefix("listening on ").map(str::to_owned);
    let answered = url.map(|url| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let request = crate::client::http()
                .get(format!("{url}/api/users"))
                .header("X-Webitel-Access", "t");
            request.send().await.unwrap().json::<Value>().await.unwrap()
        })
    });
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(answered.expect("an address")["items"].as_array().unwrap().len(), 3);
    let refused = Command::new(binary)
        .args(["creatio", "--error-rate", "2"])
        .output()
        .unwrap();
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("share between 0 and 1"));
}
