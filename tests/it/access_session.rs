//! Sessions over HTTP: the cookie, CSRF, throttling, passwords.

use reqwest::Method;
use serde_json::{Value, json};

use crate::access_support::{PASSWORD, Who};
use crate::api_support::{TestService, problem};

#[tokio::test]
async fn a_session_from_sign_in_to_sign_out() {
    let service = TestService::start().await;
    service.make_user("Ann", "operator").await;
    let response = service.try_sign_in("ann", PASSWORD).await;
    assert_eq!(response.status(), 200);
    let cookie = response.headers()["set-cookie"].to_str().unwrap().to_owned();
    for part in [
        "throughline_session=",
        "; Path=/",
        "; HttpOnly",
        "; SameSite=Strict",
        "; Max-Age=",
    ] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
    assert!(!cookie.contains("Secure"), "it listens on loopback");
    let body: Value = response.json().await.unwrap();
    assert_eq!(
        (&body["name"], &body["role"], &body["kind"]),
        (&json!("user:ann"), &json!("operator"), &json!("user"))
    );

    let ann = service.sign_in("ann").await;
    let seen: Value = service
        .send(&ann, Method::GET, "/api/v1/session", None)
        .await
        .json()
        .await
        .unwrap();
    let Who::Session { csrf, .. } = &ann else { panic!() };
    assert_eq!(
        (&seen["name"], seen["csrf_token"].as_str()),
        (&json!("user:ann"), Some(csrf.as_str()))
    );
    let own = service.get("/api/v1/session").await;
    assert_eq!(
        (&own["name"], &own["kind"]),
        (&json!("token:default"), &json!("service"))
    );
    assert!(own.get("csrf_token").is_none());

    let left = service.send(&ann, Method::DELETE, "/api/v1/session", None).await;
    assert_eq!(left.status(), 204);
    assert!(left.headers()["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    problem(
        service.send(&ann, Method::GET, "/api/v1/session", None).await,
        401,
        "unauthorized",
    )
    .await;
    let response = service.request(Method::DELETE, "/api/v1/session").send().await.unwrap();
    problem(response, 409, "conflict").await;
    service.stop().await;
}

#[tokio::test]
async fn what_changes_something_needs_the_csrf_token_and_a_page_of_ours() {
    let service = TestService::start().await;
    service.make_user("root", "administrator").await;
    let root = service.sign_in("root").await;
    let Who::Session { cookie, csrf } = &root else { panic!() };
    let path = "/api/v1/users/root";
    let patch = |headers: &[(&str, &str)]| {
        let mut request = service
            .anonymous(Method::PATCH, path)
            .header("cookie", cookie)
            .json(&json!({ "active": true }));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send()
    };
    let host = service.url.clone();
    let other = Who::Session {
        cookie: String::new(),
        csrf: match service.sign_in("root").await {
            Who::Session { csrf, .. } => csrf,
            Who::Token(_) => panic!(),
        },
    };
    let Who::Session { csrf: others, .. } = &other else {
        panic!()
    };
    for headers in [
        vec![],
        vec![("x-csrf-token", "wrong")],
        vec![("x-csrf-token", others.as_str())],
        vec![("x-csrf-token", csrf.as_str()), ("origin", "https://evil.example")],
        vec![("x-csrf-token", csrf.as_str()), ("origin", "null")],
        vec![("origin", host.as_str())],
    ] {
        problem(patch(&headers).await.unwrap(), 403, "forbidden").await;
    }
    for headers in [
        vec![("x-csrf-token", csrf.as_str())],
        vec![("x-csrf-token", csrf.as_str()), ("origin", host.as_str())],
    ] {
        assert_eq!(patch(&headers).await.unwrap().status(), 200);
    }
    // Reading needs neither, and a token that is sent as such proves that no page sent it.
    let read = service.anonymous(Method::GET, path).header("cookie", cookie);
    assert_eq!(read.send().await.unwrap().status(), 200);
    let with_token = service
        .request(Method::PATCH, path)
        .header("cookie", cookie)
        .json(&json!({}));
    assert_eq!(with_token.send().await.unwrap().status(), 200);
    // Nor can another site sign a browser in.
    let forced = service
        .anonymous(Method::POST, "/api/v1/session")
        .header("origin", "https://evil.example")
        .json(&json!({ "user": "root", "password": PASSWORD }));
    problem(forced.send().await.unwrap(), 403, "forbidden").await;
    let refused = service.audited("action=change_user&outcome=refused", 6).await;
    assert!(
        refused
            .iter()
            .all(|entry| entry["who"] == "user:root" && entry["status"] == 403)
    );
    service.stop().await;
}

#[tokio::test]
async fn guessing_is_slowed_down_and_told_when_to_come_again() {
    let service = TestService::start().await;
    service.make_user("ann", "viewer").await;
    let mut throttled = None;
    for _ in 0..40 {
        let response = service.try_sign_in("ann", "a wrong guess").await;
        if response.status() == 429 {
            throttled = Some(response);
            break;
        }
        problem(response, 401, "unauthorized").await;
    }
    let throttled = throttled.expect("the guesses are slowed down");
    let wait: u32 = throttled.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!(wait >= 1);
    problem(throttled, 429, "too-many-requests").await;
    service.stop().await;
}

#[tokio::test]
async fn passwords_are_changed_with_the_old_one_or_by_an_administrator() {
    let service = TestService::start().await;
    for (name, role) in [("ann", "viewer"), ("bob", "viewer"), ("root", "administrator")] {
        service.make_user(name, role).await;
    }
    let ann = service.sign_in("ann").await;
    let elsewhere = service.sign_in("ann").await;
    let path = "/api/v1/users/ann/password";
    let put = async |who: &Who, path: &str, body: Value| service.send(who, Method::PUT, path, Some(body)).await;
    let new = "a better password";
    problem(put(&ann, path, json!({ "password": new })).await, 400, "bad-request").await;
    let wrong = json!({ "password": new, "old_password": "wrong" });
    problem(put(&ann, path, wrong).await, 403, "forbidden").await;
    let short = json!({ "password": "short", "old_password": PASSWORD });
    problem(put(&ann, path, short).await, 400, "bad-request").await;
    let right = json!({ "password": new, "old_password": PASSWORD });
    for other in ["/api/v1/users/bob/password", "/api/v1/users/nobody/password"] {
        problem(put(&ann, other, right.clone()).await, 403, "forbidden").await;
    }
    assert_eq!(put(&ann, path, right).await.status(), 204);
    // This session goes on, the other one has ended, and the old password is none any more.
    assert_eq!(
        service.send(&ann, Method::GET, "/api/v1/session", None).await.status(),
        200
    );
    problem(
        service.send(&elsewhere, Method::GET, "/api/v1/session", None).await,
        401,
        "unauthorized",
    )
    .await;
    problem(service.try_sign_in("ann", PASSWORD).await, 401, "unauthorized").await;
    assert_eq!(service.try_sign_in("ann", new).await.status(), 200);
    // A token changes nobody's, an administrator others' at once and their own with the old one.
    let own_token = service
        .send(
            &ann,
            Method::POST,
            "/api/v1/tokens",
            Some(json!({ "name": "mine", "role": "viewer" })),
        )
        .await;
    let own_token = Who::Token(
        own_token.json::<Value>().await.unwrap()["token"]
            .as_str()
            .unwrap()
            .to_owned(),
    );
    let body = json!({ "password": "yet another one", "old_password": new });
    problem(put(&own_token, path, body).await, 403, "forbidden").await;
    let root = service.sign_in("root").await;
    assert_eq!(
        put(&root, path, json!({ "password": "set by root" })).await.status(),
        204
    );
    problem(
        service.send(&ann, Method::GET, "/api/v1/session", None).await,
        401,
        "unauthorized",
    )
    .await;
    problem(
        put(&root, "/api/v1/users/root/password", json!({ "password": new })).await,
        400,
        "bad-request",
    )
    .await;
    service.stop().await;
}
