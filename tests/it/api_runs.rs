//! Runs over the API: start, wait, read, list, follow, end.

use reqwest::Method;
use serde_json::{Value, json};
use throughline::api::types::StartRequest;
use throughline::client::{Client, RunNews};
use throughline_engine::kernel::{FactKind, RunId, RunStatus};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::api_support::{DOUBLE, FAIL, SLEEP, TICK, TestService};
use crate::support::postgres;

#[tokio::test]
async fn a_start_that_waits_answers_with_the_result_and_keeps_every_digit() {
    let service = TestService::start().await;
    service.client.deploy(DOUBLE).await.unwrap();
    let request = service.request(Method::POST, "/api/v1/processes/Double/runs?wait=30s");
    // 2^52 + 1 doubled is beyond what a double holds exactly.
    let response = request
        .json(&json!({ "input": { "n": 4_503_599_627_370_497_i64 }, "business_key": "A-1" }))
        .send()
        .await;
    let response = response.unwrap();
    assert_eq!(response.status(), 201);
    let location = response.headers()["location"].to_str().unwrap().to_owned();
    let text = response.text().await.unwrap();
    assert!(text.contains("9007199254740994"), "{text}");
    let run: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(run["status"], "completed");
    assert_eq!(
        run["result"],
        json!({ "doubled": 9_007_199_254_740_994_i64, "note": "none" })
    );
    assert_eq!(
        (&run["business_key"], &run["started_by"]),
        (&json!("A-1"), &json!("token:default"))
    );
    assert_eq!(location, format!("/api/v1/runs/{}", run["id"].as_str().unwrap()));
    assert_eq!(service.get(&location).await["result"], run["result"]);
    service.stop().await;
}

#[tokio::test]
async fn a_wait_that_runs_out_is_still_201_with_the_run_as_it_stands() {
    let service = TestService::start().await;
    service.client.deploy(SLEEP).await.unwrap();
    let request = service.request(Method::POST, "/api/v1/processes/Sleep/runs?wait=50ms");
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 201);
    let run: Value = response.json().await.unwrap();
    assert_eq!((&run["status"], &run["result"]), (&json!("waiting"), &Value::Null));
    assert_eq!(
        run["progress"],
        json!([{ "step": "each", "total": 3, "done": 0, "active": 2, "caught": 0 }])
    );
    let token = &run["tokens"][1];
    assert_eq!(
        (&token["step"], &token["item"], &token["doing"]),
        (&json!("each/pause"), &json!(0), &json!("wait"))
    );
    assert!(run.get("variables").is_none());
    let with_variables = service
        .get(&format!("/api/v1/runs/{}?variables=true", run["id"].as_str().unwrap()))
        .await;
    assert_eq!(with_variables["variables"], json!({ "list": [1, 2, 3] }));
    service.stop().await;
}

#[tokio::test]
async fn an_incident_is_shown_retried_and_ended() {
    let service = TestService::start().await;
    service.client.deploy(FAIL).await.unwrap();
    let started = service
        .client
        .start(
            "Fail",
            &StartRequest::default(),
            None,
            Some(std::time::Duration::from_secs(30)),
        )
        .await;
    let run = started.unwrap();
    assert_eq!(run.summary.status, RunStatus::Incident);
    assert_eq!(run.error.unwrap().code, "script");
    let id = RunId(run.summary.id);
    let accepted = service.client.retry(id).await.unwrap();
    assert_eq!(accepted.incidents, Some(1));
    // The run left memory when it stopped, so the retry may be carried out a moment later.
    let mut events = service.client.events(id, Some(1)).await.unwrap();
    let retried = loop {
        if let RunNews::Fact(fact) = events.next().await.unwrap().unwrap() {
            break fact;
        }
    };
    assert_eq!((retried.seq, retried.kind), (2, FactKind::Retried));
    service.client.cancel(id, Some("not needed".to_owned())).await.unwrap();
    service.until(id, RunStatus::Cancelled).await;
    let journal = service.client.journal(id, 0, 50).await.unwrap();
    let kinds: Vec<_> = journal.items.iter().map(|fact| fact.kind).collect();
    assert_eq!(kinds, [FactKind::Started, FactKind::Retried, FactKind::Cancelled]);
    let last = journal.items[2].payload.as_ref().unwrap();
    assert_eq!(last, &json!({ "by": "token:default", "reason": "not needed" }));
    assert_eq!(journal.next_after, None);
    service.stop().await;
}

#[tokio::test]
async fn runs_are_listed_newest_first_page_by_page_and_filtered_without_payloads() {
    let service = TestService::start().await;
    service.client.deploy(DOUBLE).await.unwrap();
    service.client.deploy(SLEEP).await.unwrap();
    let mut started = Vec::new();
    for n in 0..5 {
        let body = StartRequest {
            input: json!({ "n": n }),
            business_key: Some(format!("key-{}", n % 2)),
            ..StartRequest::default()
        };
        let wait = Some(std::time::Duration::from_secs(30));
        started.push(
            service
                .client
                .start("Double", &body, None, wait)
                .await
                .unwrap()
                .summary
                .id
                .to_string(),
        );
    }
    let sleeping = service.start_run(SLEEP, json!({})).await;
    started.reverse();

    let ids = |page: &Value| -> Vec<String> {
        page["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|run| run["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let mut seen = Vec::new();
    let mut path = "/api/v1/runs?process=Double&status=completed,failed&limit=2".to_owned();
    let base = path.clone();
    loop {
        let page = service.get(&path).await;
        assert!(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .all(|run| run.get("result").is_none())
        );
        seen.extend(ids(&page));
        let Some(cursor) = page["next_cursor"].as_str() else {
            break;
        };
        path = format!("{base}&cursor={cursor}");
    }
    assert_eq!(seen, started);
    assert_eq!(ids(&service.get("/api/v1/runs?limit=1").await), [sleeping.to_string()]);
    assert_eq!(
        ids(&service.get("/api/v1/runs?business_key=key-1").await),
        [started[1].clone(), started[3].clone()]
    );
    assert_eq!(
        ids(&service.get("/api/v1/runs?since=2100-01-01T00:00:00Z").await),
        Vec::<String>::new()
    );
    assert_eq!(
        ids(&service.get("/api/v1/runs?since=2020-01-01T00:00:00Z&limit=500").await).len(),
        6
    );
    service.stop().await;
}

#[tokio::test]
async fn a_journal_is_read_part_by_part() {
    let service = TestService::start().await;
    let run = service.start_run(TICK, json!({})).await;
    service.until(run, RunStatus::Completed).await;
    let mut after = 0;
    let mut seen = Vec::new();
    loop {
        let page = service.client.journal(run, after, 4).await.unwrap();
        seen.extend(page.items.iter().map(|fact| fact.seq));
        match page.next_after {
            Some(next) => after = next,
            None => break,
        }
    }
    assert_eq!(seen, [1, 2, 3, 4, 5, 6]);
    let first = &service.client.journal(run, 0, 1).await.unwrap().items[0];
    assert_eq!(
        (first.kind, first.payload.as_ref().unwrap()["started_by"].as_str()),
        (FactKind::Started, Some("token:default"))
    );
    service.stop().await;
}

/// Facts and the last status of a stream that is read to its end.
async fn read(client: &Client, run: RunId, after: u32) -> (Vec<u32>, RunStatus) {
    let mut events = client.events(run, Some(after)).await.unwrap();
    let (mut facts, mut status) = (Vec::new(), RunStatus::Created);
    while let Some(news) = events.next().await.unwrap() {
        match news {
            RunNews::Fact(fact) => facts.push(fact.seq),
            RunNews::Run(event) => status = event.status,
        }
    }
    (facts, status)
}

#[tokio::test]
async fn a_stream_tells_every_fact_once_and_ends_with_the_run() {
    let service = TestService::start().await;
    let run = service.start_run(TICK, json!({})).await;
    assert_eq!(
        read(&service.client, run, 0).await,
        (vec![1, 2, 3, 4, 5, 6], RunStatus::Completed)
    );
    // After the end, too.
    assert_eq!(read(&service.client, run, 4).await, (vec![5, 6], RunStatus::Completed));
    let request = service
        .request(Method::GET, &format!("/api/v1/runs/{run}/events"))
        .header("last-event-id", "5");
    let text = request.send().await.unwrap().text().await.unwrap();
    assert!(text.contains("id: 6") && !text.contains("id: 5"), "{text}");
    service.stop().await;
}

#[tokio::test]
async fn a_run_that_another_node_moves_is_followed_from_the_journal() {
    let database = postgres::database().await;
    let (here, there) = (TestService::on(database.clone()).await, TestService::on(database).await);
    let run = here.start_run(TICK, json!({})).await;
    assert_eq!(
        read(&there.client, run, 0).await,
        (vec![1, 2, 3, 4, 5, 6], RunStatus::Completed)
    );
    there.stop().await;
    here.stop().await;
}

#[tokio::test]
async fn streams_and_waits_end_when_the_service_stops() {
    let service = TestService::start().await;
    let run = service.start_run(SLEEP, json!({})).await;
    let mut events = service.client.events(run, None).await.unwrap();
    assert!(events.next().await.unwrap().is_some());
    let client = service.client.clone();
    let waiting = tokio::spawn(async move {
        let wait = Some(std::time::Duration::from_secs(300));
        client
            .start("Sleep", &StartRequest::default(), None, wait)
            .await
            .unwrap()
    });
    // The second run is there: its caller waits for it now.
    while service.client.runs(&Default::default()).await.unwrap().items.len() < 2 {
        tokio::task::yield_now().await;
    }
    service.stop().await;
    assert!(events.next().await.unwrap().is_none());
    assert_eq!(waiting.await.unwrap().summary.process, "Sleep");
}

#[tokio::test]
async fn a_caller_that_hangs_up_while_waiting_leaves_the_run_alone() {
    let service = TestService::start().await;
    service.client.deploy(SLEEP).await.unwrap();
    let address = service.url.strip_prefix("http://").unwrap();
    let mut connection = tokio::net::TcpStream::connect(address).await.unwrap();
    let request = format!(
        "POST /api/v1/processes/Sleep/runs?wait=5m HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\
         content-length: 0\r\n\r\n",
        service.token
    );
    connection.write_all(request.as_bytes()).await.unwrap();
    let run = loop {
        if let Some(run) = service.client.runs(&Default::default()).await.unwrap().items.first() {
            break RunId(run.id);
        }
        tokio::task::yield_now().await;
    };
    connection.shutdown().await.unwrap();
    let mut rest = Vec::new();
    let _ = connection.read_to_end(&mut rest).await;
    assert!(rest.is_empty() || rest.starts_with(b"HTTP/1.1 201"));
    service.until(run, RunStatus::Waiting).await;
    service.stop().await;
}
