//! What is selected: the numbers of the preview are the rows that change.

use serde_json::{Value, json};
use throughline::store::{BulkAction, FreezeError, NewBulk, RunFilter, Selection};
use throughline_engine::kernel::RunStatus;
use uuid::Uuid;

use super::{DEADLINE, done, id, ids, post, preview, runs, sleepers, standing, start, until_standing};
use crate::api_support::{DOUBLE, FAIL, TestService, problem};

#[tokio::test(flavor = "multi_thread")]
async fn what_was_previewed_is_what_changes_although_more_runs_fit_meanwhile() {
    let service = TestService::start().await;
    let before = sleepers(&service, 6).await;
    let response = post(&service, &format!("/api/v1/runs/{}/cancel", before[0]), json!({})).await;
    assert!(response.status().is_success());
    until_standing(&service, "cancelled", 1).await;

    let shown = preview(
        &service,
        json!({ "action": "cancel", "filter": { "process": "Sleep" }, "reason": "not needed" }),
    )
    .await;
    assert_eq!(shown["runs"], 5, "{shown}");
    assert_eq!(shown["left_out"], json!([{ "why": "ended", "runs": 1 }]), "{shown}");
    assert_eq!(shown["counts"]["pending"], 5, "{shown}");
    assert_eq!(shown["filter"], json!({ "process": "Sleep" }), "{shown}");
    assert_eq!(
        shown["groups"][0],
        json!({ "process": "Sleep", "status": "waiting", "runs": 5 }),
        "{shown}"
    );
    // Nothing was done, and these are not what was previewed.
    assert_eq!(standing(&service, "cancelled").await, [before[0].0]);
    let after = sleepers(&service, 2).await;

    let over = done(&service, id(&shown)).await;
    assert_eq!(
        over["counts"],
        json!({ "pending": 0, "done": 5, "skipped": 0, "failed": 0 }),
        "{over}"
    );
    let cancelled = until_standing(&service, "cancelled", 6).await;
    let mut expected: Vec<Uuid> = before.iter().map(|run| run.0).collect();
    expected.sort_unstable();
    assert_eq!(cancelled, expected);
    assert_eq!(standing(&service, "waiting").await.len(), after.len());
    let items = service
        .get(&format!("/api/v1/bulk/{}/items?outcome=done", id(&shown)))
        .await;
    assert_eq!(ids(&items), expected[1..]);
    // The journal says who and why.
    let journal = service.get(&format!("/api/v1/runs/{}/journal", before[1])).await;
    let last = journal["items"].as_array().unwrap().last().unwrap().to_string();
    assert!(last.contains("not needed") && last.contains("token:default"), "{last}");
    let now = service.get(&format!("/api/v1/bulk/{}", id(&shown))).await;
    assert_eq!(now["became"]["cancelled"], 5, "{now}");
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_numbers_of_the_buttons_are_those_of_the_previews() {
    let service = TestService::start().await;
    let waiting = sleepers(&service, 3).await;
    let stopped = runs(&service, FAIL, 2, RunStatus::Incident).await;
    let run = service.start_run(DOUBLE, json!({ "n": 1 })).await;
    service.until(run, RunStatus::Completed).await;
    let suspend = json!({ "action": "suspend", "ids": [waiting[0]] });
    done(&service, id(&preview(&service, suspend).await)).await;
    until_standing(&service, "suspended", 1).await;

    let all: Vec<_> = waiting.iter().chain(&stopped).chain([&run]).collect();
    for selection in [json!({ "filter": {} }), json!({ "ids": all })] {
        let response = post(&service, "/api/v1/bulk/fit", selection.clone()).await;
        assert_eq!(response.status(), 200);
        let fit: Value = response.json().await.unwrap();
        assert_eq!(
            fit,
            json!({ "matching": 6, "retry": 2, "cancel": 5, "suspend": 4, "resume": 1 }),
            "{selection}"
        );
        for action in ["retry", "cancel", "suspend", "resume"] {
            let mut body = selection.clone();
            body["action"] = json!(action);
            let shown = preview(&service, body).await;
            assert_eq!(shown["runs"], fit[action], "{action}: {shown}");
            let left: u64 = shown["left_out"]
                .as_array()
                .unwrap()
                .iter()
                .map(|left| left["runs"].as_u64().unwrap())
                .sum();
            assert_eq!(shown["runs"].as_u64().unwrap() + left, 6, "{action}: {shown}");
        }
    }
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_to_do_is_said_and_cannot_be_started() {
    let service = TestService::start().await;
    let run = service.start_run(DOUBLE, json!({ "n": 1 })).await;
    service.until(run, RunStatus::Completed).await;
    let strange = Uuid::now_v7();
    let shown = preview(&service, json!({ "action": "retry", "ids": [run, strange, run] })).await;
    assert_eq!(shown["runs"], 0, "{shown}");
    assert_eq!(shown["left_out"], json!([{ "why": "ended", "runs": 1 }]));
    assert_eq!((&shown["ids"], &shown["unknown"]), (&json!(2), &json!(1)), "{shown}");
    let response = post(&service, &format!("/api/v1/bulk/{}/start", id(&shown)), json!({})).await;
    problem(response, 409, "conflict").await;

    for body in [
        json!({ "action": "retry" }),
        json!({ "action": "retry", "filter": {}, "ids": [run] }),
        json!({ "action": "retry", "ids": [] }),
        json!({ "action": "destroy", "filter": {} }),
        json!({ "action": "retry", "filter": { "stauts": "failed" } }),
        json!({ "action": "retry", "filter": { "status": "broken" } }),
        json!({ "action": "retry", "filter": {}, "reason": "x".repeat(1001) }),
    ] {
        problem(post(&service, "/api/v1/bulk", body).await, 400, "bad-request").await;
    }
    let unknown = post(&service, &format!("/api/v1/bulk/{strange}/start"), json!({})).await;
    problem(unknown, 404, "not-found").await;
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_runs_than_an_act_may_have_are_refused_whole() {
    let service = TestService::start().await;
    sleepers(&service, 4).await;
    let store = service.runtime.store();
    let filter = RunFilter::default();
    let mut new = NewBulk {
        id: Uuid::now_v7(),
        action: BulkAction::Cancel,
        filter: Some("{}"),
        reason: None,
        created_by: "token:default",
        fresh: DEADLINE,
        no_right: &[],
        most: 3,
    };
    let refused = store.freeze_bulk(&new, &Selection::Filter(&filter)).await;
    assert!(
        matches!(refused, Err(FreezeError::TooMany { runs: 4, most: 3 })),
        "{refused:?}"
    );
    let kept: i64 = sqlx::query_scalar("SELECT (SELECT count(*) FROM bulk) + (SELECT count(*) FROM bulk_item)")
        .fetch_one(store.pool())
        .await
        .unwrap();
    assert_eq!(kept, 0);
    // What is left out does not count: nothing is done to it.
    new.most = 4;
    assert_eq!(store.freeze_bulk(&new, &Selection::Filter(&filter)).await.unwrap(), 4);
    service.stop().await;
}

/// Runs that stand in a table and nowhere else: only selected here, never acted on.
#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_runs_are_selected_as_one_is() {
    let service = TestService::start().await;
    let store = service.runtime.store();
    sqlx::query(
        "INSERT INTO run (id, definition_id, process, version, status, started_by, created_at, updated_at, ended_at,
                          last_seq, journal_format)
         SELECT gen_random_uuid(), gen_random_uuid(), 'Many', 1, s::run_status, 'test', now(), now(),
                CASE WHEN s = 'completed' THEN now() END, 1, 1
         FROM generate_series(1, 10100), unnest(ARRAY['waiting', 'completed']) AS s",
    )
    .execute(store.pool())
    .await
    .unwrap();
    let shown = preview(
        &service,
        json!({ "action": "suspend", "filter": { "process": "Many" } }),
    )
    .await;
    assert_eq!(
        (&shown["runs"], &shown["counts"]["pending"]),
        (&json!(10100), &json!(10100))
    );
    assert_eq!(shown["left_out"], json!([{ "why": "ended", "runs": 10100 }]));
    let others: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM bulk_item JOIN run ON run.id = run_id WHERE bulk_id = $1 AND status <> 'waiting'",
    )
    .bind(id(&shown))
    .fetch_one(store.pool())
    .await
    .unwrap();
    assert_eq!(others, 0);
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_preview_cannot_be_started_and_is_forgotten() {
    let service = TestService::start().await;
    sleepers(&service, 1).await;
    let old = id(&preview(&service, json!({ "action": "cancel", "filter": {} })).await);
    let fresh = id(&preview(&service, json!({ "action": "cancel", "filter": {} })).await);
    let store = service.runtime.store();
    sqlx::query("UPDATE bulk SET expires_at = now() - interval '1 second' WHERE id = $1")
        .bind(old)
        .execute(store.pool())
        .await
        .unwrap();
    let response = post(&service, &format!("/api/v1/bulk/{old}/start"), json!({})).await;
    let body = problem(response, 409, "conflict").await;
    assert!(body["detail"].as_str().unwrap().contains("too old"), "{body}");
    assert_eq!(store.forget_bulks(90, 5).await.unwrap(), 1);
    assert!(store.bulk(old).await.unwrap().is_none());
    let items: Vec<Uuid> = sqlx::query_scalar("SELECT bulk_id FROM bulk_item")
        .fetch_all(store.pool())
        .await
        .unwrap();
    assert_eq!(items, [fresh]);
    // Previews are in no list: nothing was done.
    assert_eq!(service.get("/api/v1/bulk").await["items"], json!([]));
    start(&service, fresh).await;
    assert_eq!(service.get("/api/v1/bulk").await["items"][0]["id"], fresh.to_string());
    service.stop().await;
}
