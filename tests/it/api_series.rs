//! Runs over time: counted where they were accepted, by how they stand, and only those one may see.

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::Method;
use serde_json::{Value, json};
use throughline::store::{Commit, SeriesFilter};
use throughline_engine::kernel::{RunId, RunStatus};
use uuid::Uuid;

use crate::api_support::{DOUBLE, FAIL, SLEEP, TestService, problem};
use crate::store_support::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The id of a run that was accepted then.
fn accepted(at: DateTime<Utc>, n: u64) -> RunId {
    let ms = u64::try_from(at.timestamp_millis()).unwrap();
    RunId(Uuid::from_u64_pair(ms << 16 | 0x7000, 0x8000_0000_0000_0000 | n))
}

#[tokio::test]
async fn each_run_is_in_the_part_it_was_accepted_in() {
    let store = store().await;
    let mut writer = writer(&store);
    let start = Utc::now() - TimeDelta::hours(4);
    let until = start + TimeDelta::hours(2);
    let mut n = 0;
    for (minutes, process, status) in [
        (-1, "Shown", RunStatus::Completed),
        (0, "Shown", RunStatus::Completed),
        (29, "Shown", RunStatus::Failed),
        (30, "Shown", RunStatus::Incident),
        (31, "Hidden", RunStatus::Incident),
        (119, "Shown", RunStatus::Waiting),
        (120, "Shown", RunStatus::Completed),
    ] {
        n += 1;
        let run = accepted(start + TimeDelta::minutes(minutes), n);
        let mut insert = new_run(true);
        insert.process = process.into();
        let commit = Commit {
            insert: Some(Box::new(insert)),
            ..update(run, status, [1])
        };
        writer.send(commit).await;
        assert_eq!(writer.verdict(run).await, committed(1));
    }
    writer.finish().await;
    let series = async |process: Option<&str>, hidden: &[&str]| {
        let filter = SeriesFilter {
            since: start,
            until,
            buckets: 4,
            process: process.map(str::to_owned),
            hidden: hidden.iter().map(|key| (*key).to_owned()).collect(),
        };
        let buckets = store.run_series(&filter).await.unwrap();
        assert_eq!(buckets.len(), 4);
        let counts = buckets
            .into_iter()
            .map(|bucket| bucket.statuses.into_iter().collect::<Vec<_>>());
        counts.collect::<Vec<_>>()
    };
    use RunStatus::{Completed, Failed, Incident, Waiting};
    let sorted = |mut statuses: Vec<(RunStatus, u64)>| {
        statuses.sort_unstable();
        statuses
    };
    let first = sorted(vec![(Completed, 1), (Failed, 1)]);
    assert_eq!(
        series(None, &[]).await,
        [first.clone(), vec![(Incident, 2)], vec![], vec![(Waiting, 1)]]
    );
    assert_eq!(
        series(None, &["Hidden", "Nobody"]).await,
        [first.clone(), vec![(Incident, 1)], vec![], vec![(Waiting, 1)]]
    );
    assert_eq!(
        series(Some("Hidden"), &[]).await,
        [vec![], vec![(Incident, 1)], vec![], vec![]]
    );
    assert_eq!(series(Some("Hidden"), &["Hidden"]).await, vec![vec![]; 4]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_tells_of_the_runs_the_list_of_it_shows() {
    let service = TestService::start().await;
    let done = service.start_run(DOUBLE, json!({ "n": 1 })).await;
    let stuck = service.start_run(FAIL, Value::Null).await;
    let asleep = service.start_run(SLEEP, Value::Null).await;
    service.until(done, RunStatus::Completed).await;
    service.until(stuck, RunStatus::Incident).await;
    service.until(asleep, RunStatus::Waiting).await;
    let whole = service.get("/api/v1/runs/series?buckets=1").await;
    let bucket = &whole["buckets"][0];
    assert_eq!(
        (
            &bucket["accepted"],
            &bucket["completed"],
            &bucket["incident"],
            &bucket["failed"],
            &bucket["live"],
            &bucket["withdrawn"]
        ),
        (&json!(3), &json!(1), &json!(1), &json!(0), &json!(1), &json!(0)),
        "{whole}"
    );
    let (from, to) = (bucket["from"].as_str().unwrap(), bucket["to"].as_str().unwrap());
    let listed = service
        .get(&format!("/api/v1/runs?since={from}&until={to}&status=incident,failed"))
        .await;
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    assert_eq!(
        service.get("/api/v1/runs/series").await["buckets"]
            .as_array()
            .unwrap()
            .len(),
        48
    );
    let one = service.get("/api/v1/runs/series?buckets=1&process=Sleep").await;
    assert_eq!(one["buckets"][0]["accepted"], 1);

    let granted = service.grant("Sleep", "see", json!({ "role": "administrator" })).await;
    assert!(granted.status().is_success(), "{:?}", granted.text().await);
    let viewer = service.role("looks", "viewer").await;
    let response = service
        .send(&viewer, Method::GET, "/api/v1/runs/series?buckets=1", None)
        .await;
    let seen: Value = response.json().await.unwrap();
    assert_eq!(
        (&seen["buckets"][0]["accepted"], &seen["buckets"][0]["live"]),
        (&json!(2), &json!(0)),
        "{seen}"
    );
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn spans_and_parts_are_bounded() {
    let service = TestService::start().await;
    for query in [
        "buckets=0",
        "buckets=501",
        "since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z",
        "since=2026-01-01T00:00:00Z&until=2026-01-01T00:00:00Z",
        "since=2026-01-01T00:00:00Z&until=2026-02-02T00:00:00Z",
        "since=2026-01-01T00:00:00Z&until=2026-01-01T00:00:00.040Z",
        "since=-0001-01-01T00:00:00Z",
        "until=9999-01-01T00:00:00Z",
    ] {
        let path = format!("/api/v1/runs/series?{query}");
        let response = service.request(Method::GET, &path).send().await.unwrap();
        problem(response, 400, "bad-request").await;
    }
    let exact = "since=2026-01-01T00:00:00Z&until=2026-02-01T00:00:00Z&buckets=500";
    let long = service.get(&format!("/api/v1/runs/series?{exact}")).await;
    assert_eq!(long["buckets"][499]["to"], "2026-02-01T00:00:00Z");
    assert_eq!(
        at(long["buckets"][0]["to"].as_str().unwrap()),
        at(long["buckets"][1]["from"].as_str().unwrap())
    );
    service.stop().await;
}
