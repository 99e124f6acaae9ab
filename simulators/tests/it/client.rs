//! The strangers: a bare Webitel client and a bare Creatio client.

use reqwest::{Method, RequestBuilder, Response, StatusCode, redirect};
use serde_json::{Map, Value, json};
use throughline_simulators::{Running, creatio, webitel};

/// A plain client. The builder wants a TLS provider and a trust store although only plain http is spoken.
pub(crate) fn http() -> reqwest::Client {
    // Another test of this process may have been first; either choice is the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .redirect(redirect::Policy::none())
        .tls_certs_only(std::iter::empty())
        .build()
        .expect("a client builds")
}

pub(crate) struct Webitel {
    pub(crate) running: Running<webitel::Handle>,
    client: reqwest::Client,
}

impl Webitel {
    pub(crate) async fn start(options: webitel::Options) -> Self {
        let running = webitel::Simulator::start(options).await.expect("the simulator starts");
        Self {
            running,
            client: http(),
        }
    }

    pub(crate) async fn with_users(users: usize) -> Self {
        Self::start(webitel::Options {
            users,
            seed: 3,
            ..Default::default()
        })
        .await
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}/api{path}", self.running.url);
        self.client
            .request(method, url)
            .header(webitel::ACCESS_HEADER, "webitel-token")
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        ok(self.request(Method::GET, path)).await
    }

    pub(crate) async fn send(&self, method: Method, path: &str, body: Value) -> (StatusCode, Value) {
        let response = self.request(method, path).json(&body).send().await.expect("an answer");
        (response.status(), response.json().await.expect("JSON"))
    }

    pub(crate) async fn create(&self, body: Value) -> Value {
        let (status, user) = self.send(Method::POST, "/users", body).await;
        assert_eq!(status, StatusCode::OK, "{user}");
        user
    }
}

pub(crate) async fn ok(request: RequestBuilder) -> Value {
    let response = request.send().await.expect("an answer");
    let status = response.status();
    let body: Value = response.json().await.expect("JSON");
    assert_eq!(status, StatusCode::OK, "{body}");
    body
}

pub(crate) struct Creatio {
    pub(crate) running: Running<creatio::Handle>,
    pub(crate) client: reqwest::Client,
    pub(crate) cookies: String,
    pub(crate) csrf: String,
}

impl Creatio {
    /// Started and signed in.
    pub(crate) async fn start(options: creatio::Options) -> Self {
        let (user, password) = (options.user.clone(), options.password.clone());
        let running = creatio::Simulator::start(options).await.expect("the simulator starts");
        let mut client = Self {
            running,
            client: http(),
            cookies: String::new(),
            csrf: String::new(),
        };
        client.sign_in(&user, &password).await;
        client
    }

    pub(crate) async fn empty() -> Self {
        Self::start(creatio::Options::default()).await
    }

    pub(crate) async fn with_users(users: usize) -> Self {
        Self::start(creatio::Options {
            users,
            seed: 3,
            ..Default::default()
        })
        .await
    }

    pub(crate) async fn login(&self, user: &str, password: &str) -> Response {
        self.client
            .post(format!("{}/ServiceModel/AuthService.svc/Login", self.running.url))
            .header("ForceUseSession", "true")
            .json(&json!({ "UserName": user, "UserPassword": password }))
            .send()
            .await
            .expect("an answer")
    }

    pub(crate) async fn sign_in(&mut self, user: &str, password: &str) {
        let response = self.login(user, password).await;
        let set: Vec<String> = response
            .headers()
            .get_all("set-cookie")
            .iter()
            .filter_map(|value| Some(value.to_str().ok()?.split(';').next()?.to_owned()))
            .collect();
        let csrf = set.iter().find_map(|cookie| cookie.strip_prefix("BPMCSRF="));
        self.csrf = csrf.expect("the cookie BPMCSRF").to_owned();
        self.cookies = set.join("; ");
    }

    pub(crate) fn at(&self, method: Method, path: &str) -> RequestBuilder {
        self.client
            .request(method, format!("{}{path}", self.running.url))
            .header("Cookie", &self.cookies)
            .header("BPMCSRF", &self.csrf)
            .header("ForceUseSession", "true")
    }

    pub(crate) fn odata(&self, method: Method, path: &str) -> RequestBuilder {
        self.at(method, &format!("/0/odata/{path}"))
    }

    /// The rows that a query gives.
    pub(crate) async fn rows(&self, entity: &str, query: &[(&str, &str)]) -> Vec<Value> {
        let body = ok(self.odata(Method::GET, entity).query(query)).await;
        body["value"].as_array().expect("a list `value`").clone()
    }

    pub(crate) async fn refused(&self, path: &str, query: &[(&str, &str)]) -> (StatusCode, Value) {
        let response = self
            .odata(Method::GET, path)
            .query(query)
            .send()
            .await
            .expect("an answer");
        (response.status(), response.json().await.expect("JSON"))
    }

    pub(crate) async fn create(&self, entity: &str, body: Value) -> Value {
        let response = self
            .odata(Method::POST, entity)
            .json(&body)
            .send()
            .await
            .expect("an answer");
        let status = response.status();
        let created: Value = response.json().await.expect("JSON");
        assert_eq!(status, StatusCode::CREATED, "{created}");
        created
    }

    pub(crate) async fn service(&self, method: &str, body: Value) -> Value {
        ok(self
            .at(Method::POST, &format!("/0/rest/AdministrationService/{method}"))
            .json(&body))
        .await
    }
}

pub(crate) fn keys(object: &Value) -> Vec<&str> {
    object
        .as_object()
        .map(Map::keys)
        .expect("an object")
        .map(String::as_str)
        .collect()
}

pub(crate) fn texts<'v>(rows: &'v [Value], key: &str) -> Vec<&'v str> {
    rows.iter().map(|row| row[key].as_str().expect("text")).collect()
}
