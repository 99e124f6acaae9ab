//! The API while the database is away.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use throughline::embedded_postgres::{Durability, EmbeddedPostgres, Options};

use crate::api_support::{DOUBLE, TestService, problem};

#[tokio::test]
async fn an_outage_is_503_with_a_time_to_come_again_and_passes() {
    let folder = tempfile::tempdir().unwrap();
    let options = || Options {
        data_dir: folder.path().to_owned(),
        durability: Durability::None,
    };
    let postgres = EmbeddedPostgres::start(options()).await.unwrap();
    let service = TestService::on(postgres.connect_options()).await;
    service.client.deploy(DOUBLE).await.unwrap();
    postgres.stop().await;

    let start = || {
        let request = service.request(Method::POST, "/api/v1/processes/Double/runs?wait=10s");
        request.json(&json!({ "input": { "n": 1 } })).send()
    };
    let refused = start().await.unwrap();
    assert!(
        refused.headers()["retry-after"]
            .to_str()
            .unwrap()
            .parse::<u32>()
            .unwrap()
            > 0
    );
    problem(refused, 503, "unavailable").await;
    let refused = service.request(Method::GET, "/api/v1/runs").send().await.unwrap();
    problem(refused, 503, "unavailable").await;
    let live = service.anonymous(Method::GET, "/health/live").send().await.unwrap();
    assert_eq!(live.status(), 200);
    let ready = async || {
        let response = service.anonymous(Method::GET, "/health/ready").send().await.unwrap();
        (response.status().as_u16(), response.json::<Value>().await.unwrap())
    };
    let down = async {
        while ready().await.0 != 503 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), down).await.unwrap();

    let postgres = EmbeddedPostgres::start(options()).await.unwrap();
    let up = async {
        while ready().await.0 != 200 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), up).await.unwrap();
    let run: Value = start().await.unwrap().json().await.unwrap();
    assert_eq!(run["status"], "completed", "{run}");
    service.stop().await;
    postgres.stop().await;
}
