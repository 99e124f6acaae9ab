//! Finding runs over HTTP: the filter, counts, causes, progress and the table; and what of them nobody may see.

use reqwest::Method;
use serde_json::{Value, json};
use throughline_engine::kernel::{RunId, RunStatus};

use crate::access_support::Who;
use crate::api_support::{DOUBLE, FAIL, SLEEP, TestService, problem};

/// Has a secret input, and repeats it in its result.
const SECRETIVE: &str = "
process: Secretive
input: { properties: { pin: { type: string, writeOnly: true }, ext: { type: string } } }
steps:
  done: { end: { result: { again: =input.pin, ext: =input.ext, both: '=\"it is \" + input.pin' } } }
";

async fn get(service: &TestService, who: &Who, path: &str) -> Value {
    let response = service.send(who, Method::GET, path, None).await;
    assert_eq!(response.status(), 200, "{path}: {:?}", response.text().await);
    response.json().await.unwrap()
}

fn ids(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().unwrap().iter();
    items.map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

fn count(counts: &Value, status: &str) -> u64 {
    let counts = counts["counts"].as_array().unwrap();
    let one = counts.iter().find(|count| count["status"] == status);
    one.map_or(0, |count| count["count"].as_u64().unwrap())
}

#[tokio::test]
async fn runs_are_found_by_values_text_and_cause() {
    let service = TestService::start().await;
    let seven = service.start_run(DOUBLE, json!({ "n": 7, "note": "ext=1005:a" })).await;
    let eight = service.start_run(DOUBLE, json!({ "n": 8 })).await;
    let failing = service.start_run(FAIL, Value::Null).await;
    let sleeping = service.start_run(SLEEP, Value::Null).await;
    service.until(seven, RunStatus::Completed).await;
    service.until(eight, RunStatus::Completed).await;
    service.until(failing, RunStatus::Incident).await;
    service.until(sleeping, RunStatus::Waiting).await;
    let list = async |query: &str| ids(&service.get(&format!("/api/v1/runs?{query}")).await);
    let one = |run: RunId| vec![run.to_string()];
    // An input, a result, a default of the schema.
    assert_eq!(list("var=n:7").await, one(seven));
    assert_eq!(list("var=note:ext%3D1005:a").await, one(seven));
    assert_eq!(list("var=doubled:16").await, one(eight));
    assert_eq!(list("var=note:none").await, one(eight));
    assert_eq!(list("var=n:70").await, Vec::<String>::new());
    // Text: the end of an id, the whole id, the name of a process, words of an error.
    let id = sleeping.to_string();
    assert_eq!(list(&format!("q={}", &id[28..])).await, one(sleeping));
    assert_eq!(list(&format!("q={id}")).await, one(sleeping));
    assert_eq!(list("q=doubles%20a").await, vec![eight.to_string(), seven.to_string()]);
    assert_eq!(list("q=NO+STOCK").await, one(failing));
    assert_eq!(list("q=no_stock").await, Vec::<String>::new());
    // The cause, as the list itself tells it.
    let page = service.get("/api/v1/runs?status=incident").await;
    let row = &page["items"][0];
    assert_eq!(row["error_step"], "boom");
    let code = row["error_code"].as_str().unwrap().to_owned();
    let causes = service.get("/api/v1/runs/causes").await;
    assert_eq!(causes["complete"], true);
    assert_eq!(causes["causes"].as_array().unwrap().len(), 1);
    let cause = &causes["causes"][0];
    assert_eq!((&cause["process"], &cause["count"]), (&json!("Fail"), &json!(1)));
    assert_eq!(cause["error_code"], code.as_str());
    assert_eq!(cause["newest_run"], failing.to_string());
    assert!(cause["message"].as_str().unwrap().contains("no stock"), "{cause}");
    assert_eq!(
        list(&format!("process=Fail&error_step=boom&error_code={code}")).await,
        one(failing)
    );
    assert_eq!(
        list("process=Fail&error_step=boom&error_code=").await,
        Vec::<String>::new()
    );
    let counts = service.get("/api/v1/runs/counts").await;
    for (status, of_it) in [("completed", 2), ("incident", 1), ("waiting", 1), ("running", 0)] {
        assert_eq!(count(&counts, status), of_it, "{counts}");
    }
    let counts = service
        .get("/api/v1/runs/counts?q=doubles&status=completed,failed")
        .await;
    assert_eq!(counts["counts"].as_array().unwrap().len(), 2, "{counts}");
    assert_eq!(count(&counts, "completed"), 2);
    // What a person sets can be found as well, and a run that was helped has no cause any more.
    for (query, told) in [
        ("var=n", "name:value"),
        ("status=broken", "no status"),
        ("version=one", "query"),
        ("stauts=failed", "unknown field"),
        ("q=%00", "U+0000"),
        ("limit=501", "limit"),
    ] {
        let response = service.request(Method::GET, &format!("/api/v1/runs?{query}"));
        let body = problem(response.send().await.unwrap(), 400, "bad-request").await;
        assert!(body["detail"].as_str().unwrap().contains(told), "{query}: {body}");
    }
    service.stop().await;
}

#[tokio::test]
async fn progress_tells_how_far_runs_are_without_payloads() {
    let service = TestService::start().await;
    let sleeping = service.start_run(SLEEP, Value::Null).await;
    let failing = service.start_run(FAIL, Value::Null).await;
    let done = service.start_run(DOUBLE, json!({ "n": 7 })).await;
    service.until(sleeping, RunStatus::Waiting).await;
    service.until(failing, RunStatus::Incident).await;
    service.until(done, RunStatus::Completed).await;
    let nobody = RunId(uuid::Uuid::now_v7());
    let path = format!("/api/v1/runs/progress?ids={sleeping},{failing},{done},{nobody}");
    let told = service.get(&path).await;
    let of = |run: RunId| {
        let items = told["items"].as_array().unwrap();
        items.iter().find(|item| item["id"] == run.to_string()).unwrap().clone()
    };
    assert_eq!(told["items"].as_array().unwrap().len(), 3);
    let waiting = of(sleeping);
    assert_eq!(
        waiting["progress"],
        json!([{ "step": "each", "total": 3, "done": 0, "active": 2, "caught": 0 }])
    );
    assert_eq!(waiting["tokens"][0]["doing"], "wait");
    assert!(waiting["tokens"][0]["until"].is_string());
    let stopped = of(failing);
    assert_eq!(
        (&stopped["status"], &stopped["tokens"][0]["doing"]),
        (&json!("incident"), &json!("incident"))
    );
    assert_eq!(stopped["tokens"][0]["error"]["data"], Value::Null);
    assert_eq!(of(done)["tokens"], json!([]));
    for (ids, told) in [
        ("", "no id"),
        ("7", "no id"),
        (&[done.to_string().as_str(); 101].join(","), "at most 100"),
    ] {
        let path = format!("/api/v1/runs/progress?ids={ids}");
        let response = service.request(Method::GET, &path).send().await.unwrap();
        let body = problem(response, 400, "bad-request").await;
        assert!(body["detail"].as_str().unwrap().contains(told), "{body}");
    }
    service.stop().await;
}

#[tokio::test]
async fn runs_are_exported_as_a_table() {
    let service = TestService::start().await;
    let run = service.start_run(DOUBLE, json!({ "n": 7 })).await;
    let failing = service.start_run(FAIL, Value::Null).await;
    service.until(run, RunStatus::Completed).await;
    service.until(failing, RunStatus::Incident).await;
    let viewer = service.role("looks", "viewer").await;
    let response = service
        .send(&viewer, Method::GET, "/api/v1/runs/export.csv?status=incident", None)
        .await;
    assert_eq!(response.headers()["content-type"], "text/csv; charset=utf-8");
    let text = response.text().await.unwrap();
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert!(lines[0].starts_with("id,process,version,status,business_key"), "{text}");
    assert!(
        lines[1].starts_with(&format!("{failing},Fail,1,incident,,token:default,manual,")),
        "{text}"
    );
    assert_eq!((lines.len(), lines[2]), (3, ""));
    // Pages of 500 become one file, and a name that is a formula stays a text.
    sqlx::query(
        "INSERT INTO run (id, definition_id, process, version, status, business_key, started_by, created_at, updated_at,
                          last_seq, journal_format)
         SELECT gen_random_uuid(), gen_random_uuid(), 'Many', 1, 'completed', '=cmd|' || n, 'test', now(), now(), 1, 1
         FROM generate_series(1, 1200) AS n",
    )
    .execute(service.runtime.store().pool())
    .await
    .unwrap();
    let response = service
        .send(&viewer, Method::GET, "/api/v1/runs/export.csv?process=Many", None)
        .await;
    let text = response.text().await.unwrap();
    assert_eq!(text.lines().count(), 1201);
    assert!(text.lines().skip(1).all(|line| line.contains(",'=cmd|")), "{text}");
    service.stop().await;
}

#[tokio::test]
async fn what_one_may_not_see_is_in_no_count_cause_progress_table_or_search() {
    let service = TestService::start().await;
    let hidden = service.start_run(FAIL, Value::Null).await;
    let shown = service.start_run(DOUBLE, json!({ "n": 7 })).await;
    let also_hidden = service.start_run(SLEEP, Value::Null).await;
    service.until(hidden, RunStatus::Incident).await;
    service.until(shown, RunStatus::Completed).await;
    service.until(also_hidden, RunStatus::Waiting).await;
    service.make_user("bob", "viewer").await;
    service.make_user("ann", "viewer").await;
    let ann = service.sign_in("ann").await;
    for process in ["Fail", "Sleep"] {
        let granted = service.grant(process, "see", json!({ "user": "bob" })).await;
        assert!(granted.status().is_success());
    }
    // A value of a hidden run, in the same words as that of one that is seen.
    sqlx::query("INSERT INTO run_value SELECT 'n', '7', id FROM run ON CONFLICT DO NOTHING")
        .execute(service.runtime.store().pool())
        .await
        .unwrap();
    let id = hidden.to_string();
    for query in [
        String::new(),
        "var=n:7".to_owned(),
        "q=a".to_owned(),
        "q=o".to_owned(),
        format!("q={id}"),
        format!("q={}", &id[28..]),
        "q=stock".to_owned(),
        "process=Fail".to_owned(),
        "status=incident,waiting".to_owned(),
        "error_step=boom".to_owned(),
        "started_by=token:default".to_owned(),
    ] {
        let list = get(&service, &ann, &format!("/api/v1/runs?{query}")).await;
        assert!(ids(&list).iter().all(|id| *id == shown.to_string()), "{query}: {list}");
        let counts = get(&service, &ann, &format!("/api/v1/runs/counts?{query}")).await;
        let told = (count(&counts, "incident"), count(&counts, "waiting"));
        assert_eq!(told, (0, 0), "{query}: {counts}");
        let causes = get(&service, &ann, &format!("/api/v1/runs/causes?{query}")).await;
        assert_eq!(causes, json!({ "causes": [], "complete": true }), "{query}");
        let path = format!("/api/v1/runs/export.csv?{query}");
        let table = service.send(&ann, Method::GET, &path, None).await.text().await.unwrap();
        assert!(!table.contains("Fail") && !table.contains("Sleep"), "{query}: {table}");
    }
    let path = format!("/api/v1/runs/progress?ids={hidden},{also_hidden},{shown}");
    let progress = get(&service, &ann, &path).await;
    assert_eq!(ids(&progress), [shown.to_string()]);
    service.stop().await;
}

#[tokio::test]
async fn secrets_are_not_searchable() {
    let service = TestService::start().await;
    let run = service
        .start_run(SECRETIVE, json!({ "pin": "hunter2-and-more", "ext": "1005" }))
        .await;
    service.until(run, RunStatus::Completed).await;
    let kept: Vec<(String, String)> = sqlx::query_as("SELECT name, value FROM run_value ORDER BY name")
        .fetch_all(service.runtime.store().pool())
        .await
        .unwrap();
    assert_eq!(kept, [("ext".to_owned(), "1005".to_owned())]);
    for query in ["var=pin:hunter2-and-more", "var=again:hunter2-and-more", "q=hunter2"] {
        let list = service.get(&format!("/api/v1/runs?{query}")).await;
        assert_eq!(ids(&list), Vec::<String>::new(), "{query}");
    }
    assert_eq!(ids(&service.get("/api/v1/runs?var=ext:1005").await), [run.to_string()]);
    service.stop().await;
}

#[tokio::test]
async fn a_run_that_stands_still_is_found_by_what_its_steps_set() {
    let service = TestService::start().await;
    let process = "
process: Stands
input: { properties: { stop: { type: boolean } } }
variables: { user: null, page: 0, secret: null }
steps:
  look: { call: noop.run, with: { id: 4711 }, set: { user: =result.id, page: 3 } }
  which:
    choose:
      - { when: =input.stop, to: stop }
      - { to: sleep }
  sleep: { wait: 1h, to: done }
  stop: { script: 'throw \"no such user\"', to: done }
  done: { end: {} }
";
    let sleeping = service.start_run(process, json!({ "stop": false })).await;
    service.until(sleeping, RunStatus::Waiting).await;
    let stopped = service.start_run(process, json!({ "stop": true })).await;
    service.until(stopped, RunStatus::Incident).await;
    for query in ["var=user:4711", "var=page:3"] {
        let list = service.get(&format!("/api/v1/runs?{query}")).await;
        assert_eq!(ids(&list), [stopped.to_string(), sleeping.to_string()], "{query}");
    }
    let list = service.get("/api/v1/runs?var=page:0").await;
    assert_eq!(ids(&list), Vec::<String>::new());
    service.stop().await;
}
