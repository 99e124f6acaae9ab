//! Sign-in: made once, shared, made anew, refused.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::future::join_all;
use serde_json::json;
use throughline::connectors::{AuthConfig, ConnectionConfig, Connectors, Secret};
use throughline_engine::kernel::ErrorClass;

use super::support::*;

const LOGIN: &str = "/ServiceModel/AuthService.svc/Login";

/// A site whose sessions are over until the `good`th sign-in, in the way `expired` says.
async fn site(good: usize, expired: fn() -> Reply) -> Server {
    let sessions = AtomicUsize::new(0);
    Server::start(move |seen| {
        if seen.path == LOGIN {
            return signed_in(sessions.fetch_add(1, Ordering::SeqCst) + 1);
        }
        let cookie = seen.headers.get("cookie").cloned().unwrap_or_default();
        let session = cookie
            .split("auth-")
            .nth(1)
            .and_then(|rest| rest.split(';').next()?.parse::<usize>().ok());
        if session.is_some_and(|session| session >= good) {
            Reply::Json(200, json!({"value": []}))
        } else {
            expired()
        }
    })
    .await
}

fn unauthorized() -> Reply {
    Reply::Json(
        401,
        json!({"Message": "Authentication failed.", "StackTrace": null, "ExceptionType": "x"}),
    )
}
fn redirected() -> Reply {
    Reply::Full(
        302,
        vec![("location", "/0/Login/NuiLogin.aspx?ReturnUrl=x".to_owned())],
        vec![],
    )
}
fn login_page() -> Reply {
    let page = b"<!DOCTYPE html><script>require(\"bootstrap.login\")</script>".to_vec();
    Reply::Full(200, vec![("content-type", "text/html".to_owned())], page)
}

#[tokio::test]
async fn each_shape_of_an_expired_session_is_signed_in_again_once() {
    for expired in [unauthorized, redirected, login_page] {
        let server = site(2, expired).await;
        let connectors = creatio(&server.url);
        call(&connectors, "creatio.contacts.find_by_name", json!({"Name": "x"}))
            .await
            .unwrap();
        call(&connectors, "creatio.contacts.find_by_name", json!({"Name": "y"}))
            .await
            .unwrap();
        assert_eq!((server.count("POST", LOGIN), server.count("GET", "/odata/")), (2, 3));
        let login = &server.seen()[0];
        assert_eq!(
            login.json(),
            json!({"UserName": "Supervisor", "UserPassword": PASSWORD})
        );
        assert_eq!(login.headers["forceusesession"], "true");
    }
}

#[tokio::test]
async fn an_expired_session_is_renewed_before_a_write_is_repeated() {
    let server = site(2, redirected).await;
    // The site answers a list; what matters is that the one write arrived under the good session.
    let _ = call(&creatio(&server.url), "creatio.accounts.create", json!({"Name": "x"})).await;
    let writes: Vec<String> = server
        .seen()
        .iter()
        .filter(|seen| seen.path.contains("/odata/"))
        .map(|seen| seen.headers["bpmcsrf"].clone())
        .collect();
    assert_eq!(writes, ["csrf-1", "csrf-2"]);
}

#[tokio::test]
async fn a_session_refused_twice_is_an_error() {
    let server = site(usize::MAX, unauthorized).await;
    let error = call(
        &creatio(&server.url),
        "creatio.contacts.find_by_name",
        json!({"Name": "x"}),
    )
    .await
    .unwrap_err();
    assert_eq!(
        (error.code.as_str(), error.class),
        ("creatio.unauthenticated", ErrorClass::Permanent)
    );
    assert_eq!(server.count("POST", LOGIN), 2);
}

#[tokio::test]
async fn calls_at_once_share_one_sign_in() {
    let server = site(1, unauthorized).await;
    let connectors = creatio(&server.url);
    let calls = (0..16).map(|n| {
        call(
            &connectors,
            "creatio.contacts.find_by_name",
            json!({"Name": n.to_string()}),
        )
    });
    assert!(join_all(calls).await.into_iter().all(|result| result.is_ok()));
    assert_eq!(server.count("POST", LOGIN), 1);
}

#[tokio::test]
async fn a_refused_sign_in_says_why_and_is_not_repeated_at_once() {
    let server = Server::start(|_| {
        let message = format!("Invalid login or password {PASSWORD}");
        Reply::Json(
            200,
            json!({"Code": 1, "Message": message, "Exception": {"Message": "x"}}),
        )
    })
    .await;
    let connectors = creatio(&server.url);
    for _ in 0..3 {
        let error = call(&connectors, "creatio.contacts.find_by_name", json!({"Name": "x"}))
            .await
            .unwrap_err();
        assert_eq!(
            (error.code.as_str(), error.class),
            ("creatio.sign_in", ErrorClass::Permanent)
        );
        assert_eq!(
            error.message,
            "Creatio refused the sign-in of Supervisor: Invalid login or password ***. Check the auth settings of the connection."
        );
    }
    assert_eq!(
        server.count("POST", LOGIN),
        1,
        "a wrong password must not be tried until the account is locked"
    );
}

#[tokio::test]
async fn a_sign_in_page_that_is_no_sign_in_is_refused() {
    let server = Server::start(|_| login_page()).await;
    let error = call(
        &creatio(&server.url),
        "creatio.contacts.find_by_name",
        json!({"Name": "x"}),
    )
    .await
    .unwrap_err();
    assert_eq!(error.code, "creatio.sign_in");
    assert!(error.message.contains("is base_url right?"), "{}", error.message);
}

#[tokio::test]
async fn a_sign_in_that_reaches_nobody_is_transient() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let error = call(&creatio(&url), "creatio.accounts.create", json!({"Name": "x"}))
        .await
        .unwrap_err();
    assert_eq!(
        (error.code.as_str(), error.class),
        ("creatio.unavailable", ErrorClass::Transient)
    );
    assert!(
        error.message.contains("could not be reached at 127.0.0.1"),
        "{}",
        error.message
    );
    assert!(error.message.contains("Nothing was written"), "{}", error.message);
}

fn oauth2(url: &str) -> Connectors {
    let auth = AuthConfig::Oauth2 {
        client_id: "throughline".to_owned(),
        client_secret: Secret::literal(PASSWORD),
        token_url: format!("{url}/connect/token"),
        scope: None,
    };
    bind(catalogue(), "creatio", ConnectionConfig::new(url, auth))
}

/// An OAuth 2.0 site; tokens before the `good`th are refused.
async fn oauth2_site(expires_in: u64, good: usize) -> Server {
    let tokens = Arc::new(AtomicUsize::new(0));
    Server::start(move |seen| {
        if seen.path == "/connect/token" {
            let token = tokens.fetch_add(1, Ordering::SeqCst) + 1;
            return Reply::Json(
                200,
                json!({"access_token": format!("{TOKEN}-{token}"), "expires_in": expires_in}),
            );
        }
        let token = seen
            .headers
            .get("authorization")
            .and_then(|value| value.rsplit('-').next()?.parse::<usize>().ok());
        if token.is_some_and(|token| token >= good) {
            Reply::Json(200, json!({"value": []}))
        } else {
            unauthorized()
        }
    })
    .await
}

#[tokio::test]
async fn a_token_is_kept_renewed_early_and_after_a_refusal() {
    for (expires_in, good, tokens) in [(3600, 1, 1), (1, 1, 3), (3600, 2, 2)] {
        let server = oauth2_site(expires_in, good).await;
        let connectors = oauth2(&server.url);
        for name in ["a", "b", "c"] {
            call(&connectors, "creatio.contacts.find_by_name", json!({ "Name": name }))
                .await
                .unwrap();
        }
        assert_eq!(
            server.count("POST", "/connect/token"),
            tokens,
            "expires_in {expires_in}, good {good}"
        );
        assert!(server.seen()[0].body.contains("grant_type=client_credentials"));
        assert!(!server.seen()[1].headers.contains_key("cookie"));
    }
}

#[tokio::test]
async fn a_refused_client_is_named() {
    let server = Server::start(|_| Reply::Json(400, json!({"error": "invalid_client"}))).await;
    let error = call(
        &oauth2(&server.url),
        "creatio.contacts.find_by_name",
        json!({"Name": "x"}),
    )
    .await
    .unwrap_err();
    assert_eq!(
        (error.code.as_str(), error.class),
        ("creatio.sign_in", ErrorClass::Permanent)
    );
    assert!(error.message.contains("invalid_client"), "{}", error.message);
}

#[tokio::test]
async fn an_echoed_token_is_hidden() {
    let server =
        Server::start(|_| Reply::Json(401, json!({"detail": format!("bad token {TOKEN}"), "seen": TOKEN}))).await;
    let error = call(&webitel(&server.url), "webitel.users.get", json!({"id": "1"}))
        .await
        .unwrap_err();
    assert_eq!(
        (error.code.as_str(), error.class),
        ("webitel.unauthenticated", ErrorClass::Permanent)
    );
    assert!(error.message.contains("bad token ***"), "{}", error.message);
    assert_eq!(server.seen().len(), 1, "a fixed token does not change by trying");
}

#[test]
fn connections_that_cannot_work_are_refused_together() {
    let mut missing = ConnectionConfig::new("https://user:pw@host/x?y", AuthConfig::None);
    missing.options.insert("prefx".to_owned(), json!("/0"));
    let token = AuthConfig::Token {
        token: Secret::reference("env:THROUGHLINE_TEST_NOT_SET"),
    };
    let mut other = ConnectionConfig::new("https://host", token);
    other.connector = Some("webitl".to_owned());
    let mut written_out = ConnectionConfig::new(
        "https://host",
        AuthConfig::Token {
            token: Secret::reference(TOKEN),
        },
    );
    written_out.requests_per_second = Some(0.0);
    let configs = [("creatio", missing), ("lviv", other), ("webitel", written_out)];
    let configs: BTreeMap<String, ConnectionConfig> = configs.map(|(name, config)| (name.to_owned(), config)).into();
    let error = Connectors::new(catalogue(), configs).unwrap_err();
    let shown = error.to_string();
    for part in [
        "connections.creatio.options: ",
        "connections.creatio.base_url: holds a user or password",
        "connections.creatio.auth.kind: `none` is not supported by creatio; use forms or oauth2",
        "connections.lviv.connector: there is no connector `webitl`; there are creatio, http, webitel",
        "connections.webitel.auth: the secret is written out",
        "connections.webitel.requests_per_second: ",
    ] {
        assert!(shown.contains(part), "{part} is missing in\n{shown}");
    }
    assert!(!format!("{error:?}{shown}").contains(TOKEN));
}

#[test]
fn nothing_of_a_connection_shows_its_secret() {
    let config = webitel_config("http://127.0.0.1:1");
    let shown = format!("{config:?} {:?}", bind(catalogue(), "webitel", config.clone()));
    assert!(!shown.contains(TOKEN), "{shown}");
}
