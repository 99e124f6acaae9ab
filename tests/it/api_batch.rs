//! Many runs in one request.

use reqwest::{Method, Response};
use serde_json::{Value, json};
use throughline_engine::kernel::RunId;

use crate::api_support::{DOUBLE, TestService, problem};
use crate::support::postgres;

async fn post(service: &TestService, key: Option<&str>, body: &Value) -> Response {
    let mut request = service.request(Method::POST, "/api/v1/processes/Double/runs/batch");
    if let Some(key) = key {
        request = request.header("idempotency-key", key);
    }
    request.json(body).send().await.unwrap()
}

async fn answer(response: Response, status: u16) -> Value {
    let got = response.status();
    let body: Value = response.json().await.unwrap();
    assert_eq!(got.as_u16(), status, "{body}");
    body
}

fn ids(answer: &Value) -> Vec<Value> {
    let items = answer["items"].as_array().unwrap().iter();
    items.map(|item| item["run_id"].clone()).collect()
}

fn numbers(range: std::ops::Range<usize>) -> Vec<Value> {
    range
        .map(|n| json!({ "input": { "n": n }, "business_key": format!("b{n}") }))
        .collect()
}

async fn count(service: &TestService) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM run")
        .fetch_one(service.runtime.store().pool())
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_runs_are_durable_and_in_order_when_it_answers() {
    let service = TestService::start().await;
    service.client.deploy(DOUBLE).await.unwrap();
    // The body is larger than other requests may be.
    let body = json!({ "items": numbers(0..10_000) });
    assert!(body.to_string().len() > crate::api_support::MAX_BODY);
    let answer = answer(post(&service, None, &body).await, 201).await;
    assert_eq!((&answer["started"], &answer["refused"]), (&json!(10_000), &json!(0)));
    let ids = ids(&answer);
    let sorted: Vec<String> = ids.iter().map(|id| id.as_str().unwrap().to_owned()).collect();
    assert!(sorted.is_sorted());
    assert_eq!(count(&service).await, 10_000);
    let run = service.get(&format!("/api/v1/runs/{}", sorted[4711])).await;
    assert_eq!(
        (&run["business_key"], &run["trigger"]),
        (&json!("b4711"), &json!("manual"))
    );
    service.stop().await;
}

#[tokio::test]
async fn where_one_does_not_fit_nothing_is_started_unless_that_is_wanted() {
    let service = TestService::start().await;
    service.client.deploy(DOUBLE).await.unwrap();
    let mut items = numbers(0..300);
    for item in &mut items[100..250] {
        item["input"] = json!({ "n": "x" });
    }
    items[3]["business_key"] = json!("k".repeat(201));
    items[4]["business_key"] = json!("a\u{0}b");
    items[5]["idempotency_key"] = json!("a b");
    let body = problem(
        post(&service, Some("k"), &json!({ "items": items })).await,
        422,
        "invalid-input",
    )
    .await;
    assert!(body["detail"].as_str().unwrap().starts_with("153 items"), "{body}");
    let problems = body["batch_problems"].as_array().unwrap();
    assert_eq!(problems.len(), 100);
    assert_eq!(problems[0]["index"], 3);
    assert_eq!(
        (&problems[3]["index"], &problems[3]["pointer"]),
        (&json!(100), &json!("/n"))
    );
    assert_eq!(count(&service).await, 0);
    // The key is not used up.
    let body = json!({ "items": items, "partial": true });
    let first = answer(post(&service, Some("k"), &body).await, 201).await;
    assert_eq!((&first["started"], &first["refused"]), (&json!(147), &json!(153)));
    assert_eq!(first["items"][100]["problems"][0]["pointer"], "/n");
    assert_eq!(count(&service).await, 147);
    for body in [
        json!({ "items": [] }),
        json!({}),
        json!({ "items": vec![json!({}); 10_001] }),
        json!({ "items": [5] }),
        json!({ "items": [{ "inptu": {} }] }),
    ] {
        problem(post(&service, None, &body).await, 400, "bad-request").await;
    }
    let request = service.request(Method::POST, "/api/v1/processes/Nope/runs/batch");
    let body = json!({ "items": [{}] });
    problem(request.json(&body).send().await.unwrap(), 404, "not-found").await;
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_was_cut_off_is_repeated_to_the_same_runs() {
    let database = postgres::database().await;
    let (here, there) = (TestService::on(database.clone()).await, TestService::on(database).await);
    here.client.deploy(DOUBLE).await.unwrap();
    let body = json!({ "items": numbers(0..500) });
    let first = ids(&answer(post(&here, Some("k"), &body).await, 201).await);
    let same = answer(post(&there, Some("k"), &body).await, 200).await;
    assert_eq!((ids(&same), &same["existing"]), (first.clone(), &json!(500)));
    // As a crash in the middle leaves it: the key is there, and a part of the runs.
    let pool = here.runtime.store().pool().clone();
    let lost: Vec<uuid::Uuid> = first[200..]
        .iter()
        .map(|id| id.as_str().unwrap().parse().unwrap())
        .collect();
    let missing = lost.clone();
    let settled = async {
        // All of them have ended: nothing is in memory.
        while sqlx::query_scalar::<_, i64>("SELECT count(*) FROM run WHERE ended_at IS NULL")
            .fetch_one(&pool)
            .await
            .unwrap()
            > 0
        {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), settled)
        .await
        .unwrap();
    for table in ["journal WHERE run_id", "run WHERE id"] {
        let sql = format!("DELETE FROM {table} = ANY ($1)");
        sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(&missing)
            .execute(&pool)
            .await
            .unwrap();
    }
    let (one, two) = tokio::join!(post(&here, Some("k"), &body), post(&there, Some("k"), &body));
    for response in [one, two] {
        let repeated: Value = response.json().await.unwrap();
        assert_eq!(ids(&repeated), first);
        assert_eq!(repeated["refused"], 0, "{repeated}");
    }
    assert_eq!(count(&here).await, 500);
    let other = json!({ "items": numbers(0..499) });
    problem(post(&here, Some("k"), &other).await, 409, "conflict").await;
    there.stop().await;
    here.stop().await;
}

#[tokio::test]
async fn items_have_keys_of_their_own() {
    let service = TestService::start().await;
    service.client.deploy(DOUBLE).await.unwrap();
    let keyed = |n: usize, key: &str| json!({ "input": { "n": n }, "idempotency_key": key });
    let body = json!({ "items": [keyed(1, "a"), { "input": { "n": 2 } }, keyed(3, "c"), keyed(1, "a")] });
    let first = answer(post(&service, None, &body).await, 201).await;
    let first_ids = ids(&first);
    assert_eq!(first_ids[0], first_ids[3], "one key, one run");
    assert_eq!((&first["started"], &first["existing"]), (&json!(3), &json!(1)));
    // A single start with the same key and content is the same start.
    let request = service.request(Method::POST, "/api/v1/processes/Double/runs");
    let single: Value = request
        .header("idempotency-key", "a")
        .json(&json!({ "input": { "n": 1 } }))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!((&single["id"], &single["existing"]), (&first_ids[0], &json!(true)));
    // Another batch with one of them starts the rest.
    let body = json!({ "items": [keyed(3, "c"), keyed(4, "d")] });
    let second = answer(post(&service, None, &body).await, 201).await;
    assert_eq!(ids(&second)[0], first_ids[2]);
    assert_eq!((&second["started"], &second["existing"]), (&json!(1), &json!(1)));
    // A key that stands for something else.
    let body = json!({ "items": [keyed(9, "e"), keyed(9, "c")] });
    let refused = problem(post(&service, None, &body).await, 422, "invalid-input").await;
    assert_eq!(refused["batch_problems"][0]["index"], 1, "{refused}");
    let twice = json!({ "items": [keyed(8, "f"), keyed(9, "f")] });
    problem(post(&service, None, &twice).await, 422, "invalid-input").await;
    assert_eq!(count(&service).await, 4);
    let partial = json!({ "items": [keyed(9, "e"), keyed(9, "c")], "partial": true });
    let partial = answer(post(&service, None, &partial).await, 201).await;
    assert_eq!((&partial["started"], &partial["refused"]), (&json!(1), &json!(1)));
    let run = RunId(ids(&partial)[0].as_str().unwrap().parse().unwrap());
    service
        .until(run, throughline_engine::kernel::RunStatus::Completed)
        .await;
    service.stop().await;
}
