//! The audit log: what is in it, what is not, and that nobody changes it.

use reqwest::Method;
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;

use crate::access_support::{PASSWORD, Who};
use crate::api_support::{DOUBLE, TestService, problem};

#[tokio::test]
async fn what_was_done_and_what_was_refused_is_in_it() {
    let service = TestService::start().await;
    let run = service.start_run(DOUBLE, json!({ "n": 1 })).await;
    service
        .until(run, throughline_engine::kernel::RunStatus::Completed)
        .await;
    let viewer = service.role("v", "viewer").await;
    let path = format!("/api/v1/runs/{run}/cancel");
    let request = service
        .by(&viewer, Method::POST, &path)
        .header("x-request-id", "my-request");
    problem(request.send().await.unwrap(), 403, "forbidden").await;
    problem(
        service.request(Method::POST, &path).send().await.unwrap(),
        409,
        "conflict",
    )
    .await;
    problem(
        service.anonymous(Method::POST, &path).send().await.unwrap(),
        401,
        "unauthorized",
    )
    .await;
    let expired = service
        .anonymous(Method::POST, &path)
        .bearer_auth("not-a-token-of-this-service");
    problem(expired.send().await.unwrap(), 401, "unauthorized").await;
    problem(service.try_sign_in("Nobody", PASSWORD).await, 401, "unauthorized").await;
    problem(
        service.try_sign_in("my secret passw0rd!", "x").await,
        401,
        "unauthorized",
    )
    .await;
    service.make_user("ann", "viewer").await;
    service.sign_in("ann").await;

    let entries = service.audited(&format!("object=runs/{run}"), 5).await;
    let told: Vec<_> = entries
        .iter()
        .map(|entry| {
            (
                entry["who"].as_str().unwrap(),
                entry["action"].as_str().unwrap(),
                entry["status"].as_u64().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("anonymous", "cancel_run", 401),
            ("anonymous", "cancel_run", 401),
            ("token:default", "cancel_run", 409),
            ("token:v", "cancel_run", 403),
            ("token:default", "start_run", 201),
        ]
    );
    assert_eq!(entries[3]["request_id"], "my-request");
    assert_eq!(
        (&entries[3]["address"], &entries[3]["outcome"]),
        (&json!("127.0.0.1"), &json!("refused"))
    );
    let started = &entries[4];
    assert_eq!(started["object"], "processes/Double");
    assert_eq!(started["made"], format!("runs/{run}"));
    let sign_ins = service.audited("action=sign_in", 3).await;
    assert_eq!(
        (&sign_ins[0]["who"], &sign_ins[0]["outcome"]),
        (&json!("user:ann"), &json!("done"))
    );
    assert_eq!(
        (&sign_ins[1]["who"], &sign_ins[1]["details"]["user"]),
        (&json!("anonymous"), &json!("(no user name)"))
    );
    assert_eq!(sign_ins[2]["details"]["user"], "nobody");
    let made = service.audited("object=users/ann", 1).await;
    assert_eq!(
        (&made[0]["action"], &made[0]["details"]["role"]),
        (&json!("create_user"), &json!("viewer"))
    );
    // Checking a definition is a POST that changes nothing.
    service.client.validate(DOUBLE).await.unwrap();
    service.audited("action=validate_definition", 0).await;

    // Filters and pages.
    service.audited("who=token:v", 1).await;
    service.audited(&format!("outcome=refused&object=runs/{run}"), 4).await;
    service.audited("since=2100-01-01T00:00:00Z", 0).await;
    service.audited("until=2001-01-01T00:00:00Z", 0).await;
    let all = service.get("/api/v1/audit?limit=500").await["items"]
        .as_array()
        .unwrap()
        .clone();
    let mut paged = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = service.get(&format!("/api/v1/audit?limit=3{cursor}")).await;
        paged.extend(page["items"].as_array().unwrap().clone());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(paged, all);
    for wrong in ["outcome=fine", "cursor=zz", "limit=0", "since=x", "nobody=x"] {
        let response = service
            .request(Method::GET, &format!("/api/v1/audit?{wrong}"))
            .send()
            .await
            .unwrap();
        problem(response, 400, "bad-request").await;
    }

    // The export has the same.
    let export = async |query: &str| {
        let response = service
            .request(Method::GET, &format!("/api/v1/audit/export?{query}"))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 200);
        let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
        (kind, response.text().await.unwrap())
    };
    let (kind, text) = export("").await;
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((kind.as_str(), &lines), ("application/x-ndjson", &all));
    let (kind, text) = export("format=csv&action=cancel_run").await;
    assert_eq!((kind.as_str(), text.lines().count()), ("text/csv; charset=utf-8", 5));
    assert!(text.starts_with("id,at,who,address,request_id,action,object,made,outcome,status,details\r\n"));
    let (_, text) = export("format=csv&who=nobody").await;
    assert_eq!(text.lines().count(), 1, "an empty table has its heading");
    service.stop().await;
}

#[tokio::test]
async fn nobody_changes_it() {
    let service = TestService::start().await;
    service.client.deploy(DOUBLE).await.unwrap();
    service.audited("action=deploy_definition", 1).await;
    for table in ["audit", "audit_outcome"] {
        for statement in [
            format!("DELETE FROM {table}"),
            format!("TRUNCATE {table}"),
            format!("UPDATE {table} SET at = now()"),
        ] {
            let refused = sqlx::raw_sql(AssertSqlSafe(statement))
                .execute(service.runtime.store().pool())
                .await;
            assert!(refused.unwrap_err().to_string().contains("append-only"));
        }
    }
    service.audited("action=deploy_definition", 1).await;
    service.stop().await;
}

#[tokio::test]
async fn a_change_that_cannot_be_recorded_is_not_made() {
    let service = TestService::start().await;
    service.client.deploy(DOUBLE).await.unwrap();
    let pool = service.runtime.store().pool();
    sqlx::raw_sql("ALTER TABLE audit RENAME TO audit_away")
        .execute(pool)
        .await
        .unwrap();
    let start = || {
        let request = service.request(Method::POST, "/api/v1/processes/Double/runs");
        request.json(&json!({ "input": { "n": 1 } })).send()
    };
    problem(start().await.unwrap(), 503, "unavailable").await;
    assert_eq!(service.get("/api/v1/runs").await["items"], json!([]));
    // Reading goes on, and so do changes when it is back.
    sqlx::raw_sql("ALTER TABLE audit_away RENAME TO audit")
        .execute(pool)
        .await
        .unwrap();
    assert_eq!(start().await.unwrap().status(), 201);
    service.audited("action=start_run", 1).await;
    service.stop().await;
}

#[tokio::test]
async fn no_secret_is_in_any_table_but_as_a_digest() {
    let service = TestService::start().await;
    service.make_user("ann", "administrator").await;
    let ann = service.sign_in("ann").await;
    let new = "the-new-secret-password";
    let body = json!({ "password": new, "old_password": PASSWORD });
    let set = service
        .send(&ann, Method::PUT, "/api/v1/users/ann/password", Some(body))
        .await;
    assert_eq!(set.status(), 204);
    service.try_sign_in("ann", "a-wrong-secret-password").await;
    let Who::Token(token) = service.role("machine", "viewer").await else {
        panic!()
    };
    let Who::Session { cookie, csrf } = &ann else { panic!() };
    let cookie = cookie.split('=').nth(1).unwrap();
    service.audited("action=set_password", 1).await;
    let pool = service.runtime.store().pool();
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    assert!(tables.iter().any(|table| table == "audit_outcome"));
    for table in tables {
        let rows: Option<String> = sqlx::query_scalar(AssertSqlSafe(format!(
            "SELECT string_agg(t::text, ' ') FROM {table} AS t"
        )))
        .fetch_one(pool)
        .await
        .unwrap();
        let rows = rows.unwrap_or_default();
        for secret in [
            PASSWORD,
            new,
            "a-wrong-secret-password",
            &token,
            cookie,
            csrf,
            &service.token,
        ] {
            assert!(!rows.contains(secret), "{table} has {secret}");
            assert!(!rows.contains(&hex::encode(secret)), "{table} has {secret} in hex");
        }
    }
    service.stop().await;
}
