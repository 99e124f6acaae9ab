//! Signing in to Creatio, the CSRF check, the three shapes of a session that is over, OAuth.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use throughline_simulators::creatio::{Expired, Modes, Options};

use crate::client::{Creatio, ok};

#[tokio::test]
async fn a_right_password_is_code_0_with_cookies_and_a_wrong_one_200_with_code_1() {
    let creatio = Creatio::empty().await;
    let response = creatio.login("Supervisor", "Supervisor").await;
    let set: Vec<&str> = response
        .headers()
        .get_all("set-cookie")
        .iter()
        .map(|v| v.to_str().unwrap())
        .collect();
    for name in ["BPMLOADER=", ".ASPXAUTH=", "BPMCSRF=", "UserName="] {
        assert!(set.iter().any(|cookie| cookie.starts_with(name)), "{name} in {set:?}");
    }
    assert!(
        set.iter()
            .find(|cookie| cookie.starts_with("BPMCSRF="))
            .is_some_and(|c| !c.contains("HttpOnly"))
    );
    assert_eq!(response.json::<Value>().await.unwrap()["Code"], 0);
    let response = creatio.login("Supervisor", "wrong").await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.headers().get("set-cookie").is_none());
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["Code"], 1);
    assert_eq!(body["Message"], body["Exception"]["Message"]);
}

#[tokio::test]
async fn the_login_is_at_the_root_only() {
    let creatio = Creatio::empty().await;
    let request = creatio
        .at(Method::POST, "/0/ServiceModel/AuthService.svc/Login")
        .json(&json!({}));
    assert_eq!(request.send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_wrong_csrf_header_is_403_and_the_session_lives_on() {
    let mut creatio = Creatio::empty().await;
    let right = std::mem::replace(&mut creatio.csrf, "wrong".to_owned());
    let response = creatio.odata(Method::GET, "Contact").send().await.unwrap();
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    creatio.csrf = right;
    assert_eq!(creatio.rows("Contact", &[]).await.len(), 1);
}

#[tokio::test]
async fn a_session_that_is_over_is_302_401_or_a_login_page() {
    let creatio = Creatio::empty().await;
    creatio.running.handle.end_sessions();
    let get = || creatio.odata(Method::GET, "Contact").send();
    let response = get().await.unwrap();
    assert_eq!(response.status(), StatusCode::FOUND);
    assert!(
        response.headers()["location"]
            .to_str()
            .unwrap()
            .starts_with("/Login/NuiLogin.aspx")
    );
    let service = creatio
        .at(Method::POST, "/0/rest/AdministrationService/UnblockUser")
        .json(&json!({}));
    let response = service.send().await.unwrap();
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(
        response.json::<Value>().await.unwrap()["Message"],
        "Authentication failed."
    );
    creatio.running.handle.set_modes(Modes {
        expired: Expired::Unauthorized,
        ..Modes::default()
    });
    assert_eq!(get().await.unwrap().status(), StatusCode::UNAUTHORIZED);
    creatio.running.handle.set_modes(Modes {
        expired: Expired::LoginPage,
        ..Modes::default()
    });
    let response = get().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert!(
        response.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/html")
    );
    let page = response.text().await.unwrap();
    assert!(page.contains("/Login/") && page.contains("\"bootstrap.login\""));
}

#[tokio::test]
async fn a_session_ends_after_its_calls_and_a_new_sign_in_heals() {
    let modes = Modes {
        session_calls: 2,
        ..Modes::default()
    };
    let mut creatio = Creatio::start(Options {
        modes,
        ..Options::default()
    })
    .await;
    for expected in [StatusCode::OK, StatusCode::OK, StatusCode::FOUND] {
        assert_eq!(
            creatio.odata(Method::GET, "Contact").send().await.unwrap().status(),
            expected
        );
    }
    creatio.sign_in("Supervisor", "Supervisor").await;
    assert_eq!(creatio.rows("Contact", &[]).await.len(), 1);
}

#[tokio::test]
async fn net_core_instances_have_no_prefix() {
    let creatio = Creatio::start(Options {
        prefix: String::new(),
        ..Options::default()
    })
    .await;
    assert!(ok(creatio.at(Method::GET, "/odata/Contact")).await["value"].is_array());
    creatio.running.handle.end_sessions();
    let response = creatio.at(Method::GET, "/odata/Contact").send().await.unwrap();
    assert!(
        response.headers()["location"]
            .to_str()
            .unwrap()
            .starts_with("/Login/Login.html")
    );
}

#[tokio::test]
async fn oauth_clients_need_neither_cookies_nor_csrf() {
    let options = Options {
        client_id: Some("client".to_owned()),
        client_secret: Some("secret".to_owned()),
        ..Options::default()
    };
    let creatio = Creatio::start(options).await;
    let ask = |secret: &'static str| {
        let form = [
            ("client_id", "client"),
            ("client_secret", secret),
            ("grant_type", "client_credentials"),
        ];
        creatio
            .client
            .post(format!("{}/connect/token", creatio.running.url))
            .form(&form)
    };
    let refused = ask("wrong").send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    assert_eq!(
        refused.json::<Value>().await.unwrap(),
        json!({ "error": "invalid_client" })
    );
    let token = ok(ask("secret")).await;
    assert_eq!(
        (&token["token_type"], token["expires_in"].is_u64()),
        (&json!("Bearer"), true)
    );
    let url = format!("{}/0/odata/Contact", creatio.running.url);
    let bearer = |token: &str| creatio.client.get(&url).bearer_auth(token);
    ok(bearer(token["access_token"].as_str().unwrap())).await;
    assert_eq!(bearer("wrong").send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
}
