//! A typed client of the HTTP API: for the command line, the demo and the tests.
//!
//! It knows the API's types and addresses, nothing of the service behind them. The crypto provider of rustls must be
//! installed by the process before the first client is made.

mod access;
mod bulk;
mod connections;
mod error;
mod events;
mod follow;
mod schedules;
mod sections;

use std::time::Duration;

use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use throughline_engine::kernel::RunId;
use url::Url;

use crate::api::types::{
    Accepted, BatchRequest, BatchStarted, Callbacks, CancelRequest, Definition, DefinitionDetails, DefinitionVersion,
    Deployed, JournalPage, NamedSecret, Page, Run, RunSummary, SecretList, SecretValue, StartRequest, StartedRun,
    Validation,
};

pub use access::{AuditExport, AuditFilter};
pub use bulk::BulkItemsFilter;
pub use error::ClientError;
pub use events::{EventStream, RunNews};
pub use follow::{Followed, follow};
pub use schedules::{FiringsFilter, SchedulesFilter};
pub use sections::{LookupQuery, PressOptions, RecordsQuery};

/// Longest time to connect.
const CONNECT: Duration = Duration::from_secs(5);
/// Longest time of a request that is not made to wait.
const PATIENCE: Duration = Duration::from_secs(40);
/// Longest time of a batch of starts.
const BATCH_PATIENCE: Duration = Duration::from_secs(320);

/// A client of one service. Cheap to clone.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: Url,
    token: String,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("base", &self.base.as_str())
            .finish_non_exhaustive()
    }
}

/// Which runs to list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RunsFilter {
    /// Key of a process.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub process: Option<String>,
    /// Statuses, with commas between.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// A business key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_key: Option<String>,
    /// Accepted at this instant (RFC 3339) or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// Accepted before this instant (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Who started it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_by: Option<String>,
    /// What started it: `manual`, `schedule`, `section`, `record`, `creatio`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trigger: Option<String>,
    /// Where the page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Rows of a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

impl Client {
    /// A client of the service at `url`, e.g. `http://127.0.0.1:8080`.
    ///
    /// # Errors
    /// An address that is none, or a TLS set-up that fails.
    pub fn new(url: &str, token: impl Into<String>) -> Result<Self, ClientError> {
        let wrong = |reason: String| ClientError::Address {
            url: url.to_owned(),
            reason,
        };
        let mut base = Url::parse(url).map_err(|error| wrong(error.to_string()))?;
        if !matches!(base.scheme(), "http" | "https") || base.host().is_none() {
            return Err(wrong(
                "it must begin with http:// or https:// and name a host".to_owned(),
            ));
        }
        if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        let http = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("throughline/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| wrong(error.to_string()))?;
        Ok(Self {
            http,
            base,
            token: token.into(),
        })
    }

    /// The address of the service.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.base
    }

    /// Deploys a definition.
    ///
    /// # Errors
    /// As every call: see [`ClientError`].
    pub async fn deploy(&self, source: impl Into<String>) -> Result<Deployed, ClientError> {
        self.yaml(&["definitions"], source.into()).await
    }

    /// Checks a definition with the operations of the service.
    ///
    /// # Errors
    /// As every call.
    pub async fn validate(&self, source: impl Into<String>) -> Result<Validation, ClientError> {
        self.yaml(&["definitions", "validate"], source.into()).await
    }

    /// A page of definitions.
    ///
    /// # Errors
    /// As every call.
    pub async fn definitions(&self, cursor: Option<&str>) -> Result<Page<Definition>, ClientError> {
        let request = self.request(Method::GET, &["definitions"]).query(&[("limit", "500")]);
        json(
            self.send(request.query(&cursor.map(|cursor| [("cursor", cursor)])))
                .await?,
        )
        .await
    }

    /// A process.
    ///
    /// # Errors
    /// As every call.
    pub async fn definition(&self, key: &str) -> Result<DefinitionDetails, ClientError> {
        json(self.send(self.request(Method::GET, &["definitions", key])).await?).await
    }

    /// A version of a process.
    ///
    /// # Errors
    /// As every call.
    pub async fn definition_version(&self, key: &str, version: i32) -> Result<DefinitionVersion, ClientError> {
        json(
            self.send(self.request(Method::GET, &["definitions", key, &version.to_string()]))
                .await?,
        )
        .await
    }

    /// One version of a process as BPMN 2.0 XML.
    ///
    /// # Errors
    /// As every call.
    pub async fn definition_bpmn(&self, key: &str, version: i32) -> Result<String, ClientError> {
        let request = self.request(Method::GET, &["definitions", key, &version.to_string(), "bpmn"]);
        let response = self.send(request).await?;
        response
            .text()
            .await
            .map_err(|error| ClientError::unreachable(self.base.as_str(), error))
    }

    /// Starts a run. `wait` makes the answer come when it has ended or the time (at most 5 minutes) is over.
    ///
    /// # Errors
    /// As every call.
    pub async fn start(
        &self,
        process: &str,
        body: &StartRequest,
        version: Option<i32>,
        wait: Option<Duration>,
    ) -> Result<Run, ClientError> {
        let started = self.start_once(process, body, version, wait, None).await?;
        Ok(started.run)
    }

    /// Starts a run, once where a key is given; says whether it was there.
    ///
    /// # Errors
    /// As every call.
    pub async fn start_once(
        &self,
        process: &str,
        body: &StartRequest,
        version: Option<i32>,
        wait: Option<Duration>,
        key: Option<&str>,
    ) -> Result<StartedRun, ClientError> {
        let mut request = self
            .request(Method::POST, &["processes", process, "runs"])
            .query(&version.map(|version| [("version", version)]))
            .query(&wait.map(|wait| [("wait", format!("{}ms", wait.as_millis()))]))
            .timeout(PATIENCE + wait.unwrap_or_default());
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        json(self.send(request.json(body)).await?).await
    }

    /// Starts many runs; with a key, once for that key.
    ///
    /// # Errors
    /// As every call.
    pub async fn start_batch(
        &self,
        process: &str,
        body: &BatchRequest,
        version: Option<i32>,
        key: Option<&str>,
    ) -> Result<BatchStarted, ClientError> {
        let mut request = self
            .request(Method::POST, &["processes", process, "runs", "batch"])
            .query(&version.map(|version| [("version", version)]))
            .timeout(BATCH_PATIENCE);
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        json(self.send(request.json(body)).await?).await
    }

    /// The callbacks of a run.
    ///
    /// # Errors
    /// As every call.
    pub async fn callbacks(&self, run: RunId) -> Result<Callbacks, ClientError> {
        let request = self.request(Method::GET, &["runs", &run.to_string(), "callbacks"]);
        json(self.send(request).await?).await
    }

    /// A page of runs, newest first.
    ///
    /// # Errors
    /// As every call.
    pub async fn runs(&self, filter: &RunsFilter) -> Result<Page<RunSummary>, ClientError> {
        json(self.send(self.request(Method::GET, &["runs"]).query(filter)).await?).await
    }

    /// A run; `variables` asks for those of the process.
    ///
    /// # Errors
    /// As every call.
    pub async fn run(&self, run: RunId, variables: bool) -> Result<Run, ClientError> {
        let request = self.request(Method::GET, &["runs", &run.to_string()]);
        json(self.send(request.query(&[("variables", variables)])).await?).await
    }

    /// Ends a run.
    ///
    /// # Errors
    /// As every call.
    pub async fn cancel(&self, run: RunId, reason: Option<String>) -> Result<Accepted, ClientError> {
        let request = self.request(Method::POST, &["runs", &run.to_string(), "cancel"]);
        json(self.send(request.json(&CancelRequest { reason })).await?).await
    }

    /// Has the incidents of a run tried again.
    ///
    /// # Errors
    /// As every call.
    pub async fn retry(&self, run: RunId) -> Result<Accepted, ClientError> {
        json(
            self.send(self.request(Method::POST, &["runs", &run.to_string(), "retry"]))
                .await?,
        )
        .await
    }

    /// What a person does to a run: `path` is what stands after the run in the address, such as `suspend`.
    ///
    /// # Errors
    /// As every call.
    pub async fn act(&self, run: RunId, path: &[&str], body: &serde_json::Value) -> Result<Accepted, ClientError> {
        let run = run.to_string();
        let path: Vec<&str> = ["runs", &run].iter().chain(path).copied().collect();
        json(self.send(self.request(Method::POST, &path).json(body)).await?).await
    }

    /// Gives variables of a run other values.
    ///
    /// # Errors
    /// As every call.
    pub async fn edit_variables(&self, run: RunId, body: &serde_json::Value) -> Result<Accepted, ClientError> {
        let request = self.request(Method::PATCH, &["runs", &run.to_string(), "variables"]);
        json(self.send(request.json(body)).await?).await
    }

    /// Part of a run's journal.
    ///
    /// # Errors
    /// As every call.
    pub async fn journal(&self, run: RunId, after: u32, limit: u32) -> Result<JournalPage, ClientError> {
        let request = self.request(Method::GET, &["runs", &run.to_string(), "journal"]);
        json(self.send(request.query(&[("after", after), ("limit", limit)])).await?).await
    }

    /// A run as it happens: facts after `after` where one is given, else only how it stands.
    ///
    /// # Errors
    /// As every call.
    pub async fn events(&self, run: RunId, after: Option<u32>) -> Result<EventStream, ClientError> {
        let request = self
            .request(Method::GET, &["runs", &run.to_string(), "events"])
            .query(&[("facts", after.is_some())])
            .query(&after.map(|after| [("after", after)]))
            // Comments come every 15 s; a day bounds what nobody ends.
            .timeout(Duration::from_secs(24 * 3600));
        Ok(EventStream::new(self.send(request).await?, self.base.to_string()))
    }

    /// The named secrets, without their values.
    ///
    /// # Errors
    /// As every call.
    pub async fn secrets(&self) -> Result<SecretList, ClientError> {
        json(self.send(self.request(Method::GET, &["secrets"])).await?).await
    }

    /// Sets a named secret.
    ///
    /// # Errors
    /// As every call.
    pub async fn set_secret(&self, name: &str, value: &SecretValue) -> Result<NamedSecret, ClientError> {
        json(
            self.send(self.request(Method::PUT, &["secrets", name]).json(value))
                .await?,
        )
        .await
    }

    /// Forgets a named secret.
    ///
    /// # Errors
    /// As every call.
    pub async fn delete_secret(&self, name: &str) -> Result<(), ClientError> {
        self.send(self.request(Method::DELETE, &["secrets", name]))
            .await
            .map(|_| ())
    }

    async fn yaml<T: DeserializeOwned>(&self, path: &[&str], source: String) -> Result<T, ClientError> {
        let request = self
            .request(Method::POST, path)
            .header("content-type", "application/yaml")
            .body(source);
        json(self.send(request).await?).await
    }

    /// A request below `/api/v1`, each part of the path escaped.
    fn request(&self, method: Method, path: &[&str]) -> RequestBuilder {
        let mut url = self.base.clone();
        if let Ok(mut parts) = url.path_segments_mut() {
            parts.pop_if_empty().extend(["api", "v1"]).extend(path);
        }
        self.http
            .request(method, url)
            .bearer_auth(&self.token)
            .timeout(PATIENCE)
    }

    async fn send(&self, request: RequestBuilder) -> Result<Response, ClientError> {
        let response = request
            .send()
            .await
            .map_err(|error| ClientError::unreachable(self.base.as_str(), error))?;
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        let is_problem = response
            .headers()
            .get("content-type")
            .is_some_and(|kind| kind.as_bytes().starts_with(b"application/problem+json"));
        let text = response
            .text()
            .await
            .map_err(|error| ClientError::unreachable(self.base.as_str(), error))?;
        Err(match serde_json::from_str(&text) {
            Ok(problem) if is_problem => ClientError::Refused(Box::new(problem)),
            _ => ClientError::Strange {
                url: self.base.to_string(),
                reason: strange(status, &text),
            },
        })
    }
}

async fn json<T: DeserializeOwned>(response: Response) -> Result<T, ClientError> {
    let url = response.url().to_string();
    let bytes = response
        .bytes()
        .await
        .map_err(|error| ClientError::unreachable(&url, error))?;
    serde_json::from_slice(&bytes).map_err(|error| ClientError::Strange {
        url,
        reason: error.to_string(),
    })
}

fn strange(status: StatusCode, text: &str) -> String {
    let begin: String = text.chars().take(200).collect();
    format!("it answered {status} with: {begin}")
}
