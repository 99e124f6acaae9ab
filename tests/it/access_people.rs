//! Users, tokens and roles over HTTP, on two services of one database.

use reqwest::Method;
use serde_json::{Value, json};

use crate::access_support::{PASSWORD, Who};
use crate::api_support::{DOUBLE, TestService, problem};
use crate::support::postgres;

#[tokio::test]
async fn every_role_does_what_it_may_and_no_more() {
    let service = TestService::start().await;
    service.client.deploy(DOUBLE).await.unwrap();
    let viewer = service.role("v", "viewer").await;
    let operator = service.role("o", "operator").await;
    let designer = service.role("d", "designer").await;
    let start = async |who: &Who| {
        let body = Some(json!({ "input": { "n": 1 } }));
        service
            .send(who, Method::POST, "/api/v1/processes/Double/runs", body)
            .await
    };
    let deploy = async |who: &Who| {
        let request = service.by(who, Method::POST, "/api/v1/definitions");
        request
            .header("content-type", "text/yaml")
            .body(DOUBLE)
            .send()
            .await
            .unwrap()
    };
    let users = async |who: &Who| service.send(who, Method::GET, "/api/v1/users", None).await;
    let body = problem(start(&viewer).await, 403, "forbidden").await;
    assert!(body["detail"].as_str().unwrap().contains("role viewer"), "{body}");
    assert_eq!(start(&operator).await.status(), 201);
    problem(deploy(&operator).await, 403, "forbidden").await;
    assert_eq!(deploy(&designer).await.status(), 200);
    for who in [&viewer, &operator, &designer] {
        problem(users(who).await, 403, "forbidden").await;
        problem(
            service.send(who, Method::GET, "/api/v1/audit", None).await,
            403,
            "forbidden",
        )
        .await;
        assert_eq!(service.send(who, Method::GET, "/api/v1/runs", None).await.status(), 200);
        // A token makes no tokens, or one that is revoked would live on in those it made.
        let more = Some(json!({ "name": "more", "role": "viewer" }));
        problem(
            service.send(who, Method::POST, "/api/v1/tokens", more).await,
            403,
            "forbidden",
        )
        .await;
        let listed: Value = service
            .send(who, Method::GET, "/api/v1/tokens", None)
            .await
            .json()
            .await
            .unwrap();
        assert_eq!(listed["items"], json!([]));
    }
    service.stop().await;
}

#[tokio::test]
async fn users_are_made_listed_changed_and_deleted() {
    let service = TestService::start().await;
    for (name, role) in [
        ("root", "administrator"),
        ("ann", "viewer"),
        ("bob@example.com", "operator"),
    ] {
        service.make_user(name, role).await;
    }
    let post = async |body: Value| {
        let request = service.request(Method::POST, "/api/v1/users").json(&body);
        request.send().await.unwrap()
    };
    let taken = json!({ "name": "ANN", "password": PASSWORD, "role": "viewer" });
    problem(post(taken).await, 409, "conflict").await;
    for wrong in [
        json!({ "name": "a b", "password": PASSWORD, "role": "viewer" }),
        json!({ "name": "", "password": PASSWORD, "role": "viewer" }),
        json!({ "name": "../x", "password": PASSWORD, "role": "viewer" }),
        json!({ "name": "eve", "password": "short", "role": "viewer" }),
        json!({ "name": "eve", "password": "x".repeat(201), "role": "viewer" }),
        json!({ "name": "evelyn.long", "password": "evelyn.long", "role": "viewer" }),
        json!({ "name": "eve", "password": PASSWORD, "role": "root" }),
        json!({ "name": "eve", "password": PASSWORD }),
    ] {
        problem(post(wrong).await, 400, "bad-request").await;
    }
    let page = service.get("/api/v1/users?limit=2").await;
    let names = |page: &Value| {
        let items = page["items"].as_array().unwrap().iter();
        items
            .map(|user| user["name"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&page), ["ann", "bob@example.com"]);
    assert!(!page.to_string().contains("argon2"));
    let cursor = page["next_cursor"].as_str().unwrap();
    let page = service.get(&format!("/api/v1/users?limit=2&cursor={cursor}")).await;
    assert_eq!(names(&page), ["root"]);

    let bob = service.sign_in("bob@example.com").await;
    let token = service
        .send(
            &bob,
            Method::POST,
            "/api/v1/tokens",
            Some(json!({ "name": "bobs", "role": "operator" })),
        )
        .await;
    let bobs = Who::Token(
        token.json::<Value>().await.unwrap()["token"]
            .as_str()
            .unwrap()
            .to_owned(),
    );
    let more = Some(json!({ "name": "bigger", "role": "designer" }));
    problem(
        service.send(&bob, Method::POST, "/api/v1/tokens", more).await,
        403,
        "forbidden",
    )
    .await;
    let others = Some(json!({ "name": "anns", "role": "viewer", "user": "ann" }));
    problem(
        service.send(&bob, Method::POST, "/api/v1/tokens", others).await,
        403,
        "forbidden",
    )
    .await;
    // His token can do no more than he can, from now on.
    let patch = async |user: &str, body: Value| {
        let request = service
            .request(Method::PATCH, &format!("/api/v1/users/{user}"))
            .json(&body);
        request.send().await.unwrap()
    };
    assert_eq!(
        patch("bob@example.com", json!({ "role": "viewer" })).await.status(),
        200
    );
    let seen: Value = service
        .send(&bobs, Method::GET, "/api/v1/session", None)
        .await
        .json()
        .await
        .unwrap();
    assert_eq!((&seen["name"], &seen["role"]), (&json!("token:bobs"), &json!("viewer")));
    // Who may not sign in any more is out at once, with session and token.
    assert_eq!(patch("bob@example.com", json!({ "active": false })).await.status(), 200);
    for who in [&bob, &bobs] {
        problem(
            service.send(who, Method::GET, "/api/v1/runs", None).await,
            401,
            "unauthorized",
        )
        .await;
    }
    problem(
        service.try_sign_in("bob@example.com", PASSWORD).await,
        401,
        "unauthorized",
    )
    .await;
    // The last active administrator stays.
    for body in [json!({ "role": "viewer" }), json!({ "active": false })] {
        problem(patch("root", body).await, 409, "conflict").await;
    }
    let delete = async |user: &str| {
        let request = service.request(Method::DELETE, &format!("/api/v1/users/{user}"));
        request.send().await.unwrap()
    };
    problem(delete("root").await, 409, "conflict").await;
    assert_eq!(delete("bob@example.com").await.status(), 204);
    problem(delete("bob@example.com").await, 404, "not-found").await;
    problem(patch("bob@example.com", json!({})).await, 404, "not-found").await;
    problem(
        service.request(Method::GET, "/api/v1/users/bob").send().await.unwrap(),
        404,
        "not-found",
    )
    .await;
    service.stop().await;
}

#[tokio::test]
async fn a_token_is_good_until_it_expires_or_is_revoked_on_any_node() {
    let database = postgres::database().await;
    let (one, two) = (TestService::on(database.clone()).await, TestService::on(database).await);
    let created = one
        .request(Method::POST, "/api/v1/tokens")
        .json(&json!({ "name": "Export", "role": "viewer", "expires_at": "2035-01-01T00:00:00Z" }))
        .send()
        .await
        .unwrap();
    assert_eq!(created.status(), 201);
    let created: Value = created.json().await.unwrap();
    let secret = created["token"].as_str().unwrap();
    let prefix = created["prefix"].as_str().unwrap().trim_end_matches('…');
    assert!(
        secret.starts_with(prefix) && prefix.len() < 10 && created["name"] == "export",
        "{created}"
    );
    let token = Who::Token(secret.to_owned());
    let session = async |service: &TestService| service.send(&token, Method::GET, "/api/v1/session", None).await;
    assert_eq!(
        session(&one).await.json::<Value>().await.unwrap()["name"],
        "token:export"
    );
    let path = format!("/api/v1/tokens/{}", created["id"].as_str().unwrap());
    // Its use is noted beside the request.
    let used = async {
        loop {
            let listed = one.get("/api/v1/tokens?name=export").await;
            assert!(!listed.to_string().contains(secret));
            if listed["items"][0]["last_used_at"].is_string() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), used)
        .await
        .unwrap();
    for wrong in [
        json!({ "name": "export", "role": "viewer" }),
        json!({ "name": "default", "role": "viewer" }),
    ] {
        let response = one
            .request(Method::POST, "/api/v1/tokens")
            .json(&wrong)
            .send()
            .await
            .unwrap();
        problem(response, 409, "conflict").await;
    }
    for at in ["2001-01-01T00:00:00Z", "2100-01-01T00:00:00Z"] {
        let wrong = json!({ "name": "x", "role": "viewer", "expires_at": at });
        let response = one
            .request(Method::POST, "/api/v1/tokens")
            .json(&wrong)
            .send()
            .await
            .unwrap();
        problem(response, 400, "bad-request").await;
    }
    // Revoked through one node: at once there. The other one has not seen it within the last seconds.
    assert_eq!(one.request(Method::DELETE, &path).send().await.unwrap().status(), 200);
    for service in [&one, &two] {
        let body = problem(session(service).await, 401, "unauthorized").await;
        assert!(body["detail"].as_str().unwrap().contains("revoked"), "{body}");
    }
    let again: Value = one
        .request(Method::DELETE, &path)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(again["status"], "revoked");
    // The name is free again, for another token.
    let next = one.role("export", "viewer").await;
    sqlx::query("UPDATE api_token SET expires_at = now() - interval '1 minute' WHERE revoked_at IS NULL")
        .execute(one.runtime.store().pool())
        .await
        .unwrap();
    let body = problem(
        two.send(&next, Method::GET, "/api/v1/session", None).await,
        401,
        "unauthorized",
    )
    .await;
    assert!(body["detail"].as_str().unwrap().contains("expired"), "{body}");
    let gone = one.request(Method::DELETE, &format!("/api/v1/tokens/{}", uuid::Uuid::nil()));
    problem(gone.send().await.unwrap(), 404, "not-found").await;
    one.stop().await;
    two.stop().await;
}
