//! A service with both systems behind it, and shorthand for what a page asks.

use std::collections::BTreeMap;
use std::path::Path;

use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use throughline::api::StartSettings;
use throughline::auth::{Role, new_token};
use throughline::bundled::PROCESSES;
use throughline::connectors::{AuthConfig, ConnectionConfig, Secret};
use throughline::store::NewApiToken;
use throughline_simulators::Faults;

use crate::api_support::TestService;
use crate::product_support::Systems;
use crate::support::postgres;

pub(super) struct Desk {
    pub(super) service: TestService,
    pub(super) systems: Systems,
}

impl Desk {
    /// `users`: people in Webitel; every tenth of them is a CRM user too, the first among them.
    pub(super) async fn start(users: usize) -> Self {
        Self::with(users, None).await
    }

    pub(super) async fn with(users: usize, sections: Option<&Path>) -> Self {
        crate::api_support::install_crypto();
        let systems = Systems::start(users, Faults::default(), Faults::default()).await;
        let service = TestService::whole(
            postgres::database().await,
            StartSettings::default(),
            connections(&systems),
            sections,
        )
        .await;
        Self { service, systems }
    }

    /// Deploys every process that ships.
    pub(super) async fn deploy_all(&self) {
        for (_, source) in PROCESSES {
            self.service.client.deploy(*source).await.unwrap();
        }
    }

    /// A Webitel-user record of the CRM; answers its id.
    pub(super) fn record(&self, username: &str, columns: &Value) -> String {
        let contact = self
            .systems
            .creatio
            .handle
            .insert("Contact", &object(json!({"Name": format!("{username} contact")})));
        let mut row = object(json!({"Username": username, "Name": username, "ContactId": contact.unwrap()}));
        row.extend(object(columns.clone()));
        self.systems
            .creatio
            .handle
            .insert("WebitelUser", &row)
            .unwrap()
            .to_string()
    }

    /// A user in Webitel and its record, linked.
    pub(super) fn person(&self, username: &str, extension: &str) -> String {
        let webitel = &self.systems.webitel.handle;
        let id = webitel.create_user(username, username).unwrap();
        webitel.change_user(username, None, Some(extension));
        self.record(
            username,
            &json!({"WebitelUserId": id.to_string(), "Extension": extension}),
        )
    }

    /// A registered user of the CRM; answers its id.
    pub(super) fn crm_user(&self, login: &str, contact: &str) -> String {
        let creatio = &self.systems.creatio.handle;
        let contact = creatio.insert("Contact", &object(json!({"Name": contact}))).unwrap();
        let unit = json!({"Name": login, "ContactId": contact, "Active": true, "SysAdminUnitTypeValue": 4});
        creatio.insert("SysAdminUnit", &object(unit)).unwrap().to_string()
    }

    /// A row of the CRM.
    pub(super) fn row(&self, entity: &str, id: &str) -> Option<Map<String, Value>> {
        let rows = self.systems.creatio.handle.rows(entity).unwrap();
        rows.into_iter().find(|row| row["Id"] == id)
    }

    /// Asks below `/api/v1/sections/`, with query pairs.
    pub(super) async fn get(&self, path: &str, query: &[(&str, &str)]) -> Value {
        let response = self.ask(Method::GET, path).query(query).send().await.unwrap();
        ok(response, 200).await
    }

    pub(super) fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        self.service.request(method, &format!("/api/v1/sections/{path}"))
    }

    pub(super) async fn post(&self, path: &str, body: &Value) -> Response {
        self.ask(Method::POST, path).json(body).send().await.unwrap()
    }

    /// A token of this role.
    pub(super) async fn token(&self, role: Role) -> String {
        let token = new_token();
        let new = NewApiToken {
            name: role.as_str(),
            digest: Sha256::digest(token.as_bytes()).into(),
            prefix: &token[..8],
            role,
            owner: None,
            created_by: "test",
            expires_at: None,
        };
        self.service.runtime.store().create_token(&new).await.unwrap();
        token
    }

    pub(super) async fn runs(&self, process: &str) -> Vec<Value> {
        let page = self
            .service
            .get(&format!("/api/v1/runs?process={process}&limit=500"))
            .await;
        page["items"].as_array().unwrap().clone()
    }

    pub(super) async fn stop(self) {
        self.service.stop().await;
        self.systems.webitel.shutdown().await.unwrap();
        self.systems.creatio.shutdown().await.unwrap();
    }
}

pub(super) fn connections(systems: &Systems) -> BTreeMap<String, ConnectionConfig> {
    let token = AuthConfig::Token {
        token: Secret::literal("webitel-token".to_owned()),
    };
    let forms = AuthConfig::Forms {
        user: "Supervisor".to_owned(),
        password: Secret::literal("Supervisor".to_owned()),
    };
    BTreeMap::from([
        ("webitel".to_owned(), ConnectionConfig::new(&systems.webitel.url, token)),
        ("creatio".to_owned(), ConnectionConfig::new(&systems.creatio.url, forms)),
    ])
}

pub(super) fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        other => panic!("{other} is no object"),
    }
}

pub(super) async fn ok(response: Response, status: u16) -> Value {
    let given = response.status().as_u16();
    let text = response.text().await.unwrap();
    assert_eq!(given, status, "{text}");
    serde_json::from_str(&text).unwrap()
}

/// The values of a column of a page.
pub(super) fn column<'v>(page: &'v Value, key: &str) -> Vec<&'v Value> {
    let rows = page["items"].as_array().unwrap();
    rows.iter().map(|row| &row["values"][key]).collect()
}
