//! Callers of a test service: users with sessions, tokens of roles, and what the audit log says of them.

use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};

use crate::api_support::TestService;

pub(crate) const PASSWORD: &str = "correct horse battery";

/// Somebody who calls.
pub(crate) enum Who {
    Token(String),
    Session { cookie: String, csrf: String },
}

impl TestService {
    /// Makes a token of this role.
    pub(crate) async fn role(&self, name: &str, role: &str) -> Who {
        let response = self
            .request(Method::POST, "/api/v1/tokens")
            .json(&json!({ "name": name, "role": role }))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 201);
        Who::Token(
            response.json::<Value>().await.unwrap()["token"]
                .as_str()
                .unwrap()
                .to_owned(),
        )
    }

    /// Gives a right on a process: `subject` is `{"user": …}`, `{"token": …}` or `{"role": …}`.
    pub(crate) async fn grant(&self, process: &str, right: &str, subject: Value) -> Response {
        let mut body = subject;
        body["process"] = json!(process);
        body["right"] = json!(right);
        let request = self.request(Method::POST, "/api/v1/process-rights").json(&body);
        request.send().await.unwrap()
    }

    pub(crate) async fn make_user(&self, name: &str, role: &str) {
        let response = self
            .request(Method::POST, "/api/v1/users")
            .json(&json!({ "name": name, "password": PASSWORD, "role": role }))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 201, "{:?}", response.text().await);
    }

    pub(crate) async fn try_sign_in(&self, user: &str, password: &str) -> Response {
        self.anonymous(Method::POST, "/api/v1/session")
            .json(&json!({ "user": user, "password": password }))
            .send()
            .await
            .unwrap()
    }

    pub(crate) async fn sign_in(&self, user: &str) -> Who {
        let response = self.try_sign_in(user, PASSWORD).await;
        assert_eq!(response.status(), 200);
        let cookie = response.headers()["set-cookie"].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let body: Value = response.json().await.unwrap();
        Who::Session {
            cookie,
            csrf: body["csrf_token"].as_str().unwrap().to_owned(),
        }
    }

    /// A request of somebody, as it should be.
    pub(crate) fn by(&self, who: &Who, method: Method, path: &str) -> RequestBuilder {
        let request = self.anonymous(method, path);
        match who {
            Who::Token(token) => request.bearer_auth(token),
            Who::Session { cookie, csrf } => request.header("cookie", cookie).header("x-csrf-token", csrf),
        }
    }

    pub(crate) async fn send(&self, who: &Who, method: Method, path: &str, body: Option<Value>) -> Response {
        let request = self.by(who, method, path);
        match body {
            Some(body) => request.json(&body),
            None => request,
        }
        .send()
        .await
        .unwrap()
    }

    /// Waits until the audit log has so many entries that fit; outcomes are written beside the answers.
    pub(crate) async fn audited(&self, query: &str, count: usize) -> Vec<Value> {
        let looking = async {
            loop {
                let page = self.get(&format!("/api/v1/audit?limit=500&{query}")).await;
                let items = page["items"].as_array().unwrap().clone();
                if items.len() >= count && items.iter().all(|item| item["outcome"] != "unknown") {
                    assert_eq!(items.len(), count, "{query}: {items:?}");
                    return items;
                }
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(30), looking)
            .await
            .unwrap_or_else(|_| panic!("{query}: not {count} entries in time"))
    }
}
