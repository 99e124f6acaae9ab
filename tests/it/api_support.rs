//! A service in this process with a database of its own, and requests to it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Method, RequestBuilder, Response};
use serde_json::Value;
use sqlx::postgres::PgConnectOptions;
use throughline::access::Access;
use throughline::api::{self, ApiState, StartSettings};
use throughline::auth::{Tokens, new_token};
use throughline::bulk::Worker;
use throughline::client::Client;
use throughline::connections::Connections;
use throughline::connectors::{Catalogue, ConnectionConfig, Connectors};
use throughline::runtime::{Runtime, RuntimeOptions};
use throughline::sections::Sections;
use throughline::store::Store;
use throughline::webhooks::Deliverer;
use throughline_engine::kernel::{RunId, RunStatus};
use throughline_engine::script::{Limits, ScriptEngine};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::support::postgres;

/// Largest body the test service takes.
pub(crate) const MAX_BODY: usize = 64 * 1024;

pub(crate) const DOUBLE: &str = "
process: Double
name: Doubles a number
input: { required: [n], properties: { n: { type: integer }, note: { type: string, default: none } } }
variables: { out: 0 }
steps:
  compute: { script: input.n * 2, set: { out: =result } }
  done: { end: { result: { doubled: =out, note: =input.note } } }
";

/// Waits at a timer until it is cancelled.
pub(crate) const SLEEP: &str = "
process: Sleep
variables: { list: [1, 2, 3] }
steps:
  each: { for_each: =list, parallel: 2, steps: { pause: { wait: 1h } } }
";

/// Short timers one after the other: six facts.
pub(crate) const TICK: &str = "
process: Tick
variables: { list: [1, 2, 3, 4, 5] }
steps:
  each: { for_each: =list, steps: { pause: { wait: 20ms } } }
  done: { end: { result: =list.len() } }
";

/// Ends at an incident.
pub(crate) const FAIL: &str = "
process: Fail
steps:
  boom: { script: 'throw \"no stock\"' }
";

pub(crate) struct TestService {
    pub(crate) url: String,
    pub(crate) token: String,
    pub(crate) client: Client,
    pub(crate) runtime: Runtime,
    pub(crate) access: Access,
    http: reqwest::Client,
    stop: CancellationToken,
    server: JoinHandle<std::io::Result<()>>,
    deliveries: Option<JoinHandle<()>>,
    bulk_worker: JoinHandle<()>,
    figures: JoinHandle<()>,
    figures_stop: CancellationToken,
}

pub(crate) fn install_crypto() {
    let _installed = rustls::crypto::ring::default_provider().install_default();
}

impl TestService {
    pub(crate) async fn start() -> Self {
        Self::on(postgres::database().await).await
    }

    pub(crate) async fn on(database: PgConnectOptions) -> Self {
        Self::with(database, StartSettings::default()).await
    }

    /// With these settings for starting runs; sends callbacks where they allow some.
    pub(crate) async fn with(database: PgConnectOptions, starts: StartSettings) -> Self {
        Self::whole(database, starts, BTreeMap::new(), None).await
    }

    /// With connections of its own.
    pub(crate) async fn connected(database: PgConnectOptions, connectors: Connectors) -> Self {
        Self::of(database, StartSettings::default(), Arc::new(connectors), None).await
    }

    /// With connections, and a folder of sections besides those that ship.
    pub(crate) async fn whole(
        database: PgConnectOptions,
        starts: StartSettings,
        connections: BTreeMap<String, ConnectionConfig>,
        sections: Option<&Path>,
    ) -> Self {
        install_crypto();
        let catalogue = Catalogue::load(&ScriptEngine::new(Limits::default()), None).unwrap();
        let connectors = Arc::new(Connectors::new(catalogue, connections).unwrap());
        let sections = Sections::load(connectors.clone(), sections).unwrap();
        Self::of(database, starts, connectors, Some(sections)).await
    }

    async fn of(
        database: PgConnectOptions,
        starts: StartSettings,
        connectors: Arc<Connectors>,
        sections: Option<Sections>,
    ) -> Self {
        install_crypto();
        let store = Store::connect(database, 4).await.unwrap();
        store.migrate().await.unwrap();
        connectors.secrets().attach(&store).await.unwrap();
        let options = RuntimeOptions {
            shards: 1,
            ..RuntimeOptions::default()
        };
        let runtime = Runtime::start(options, store.clone(), connectors).await.unwrap();
        let token = new_token();
        let access = Access::new(store, Tokens::single("default", &token).unwrap());
        let connections = Connections::with_period(runtime.clone(), "test node", Duration::from_millis(50));
        let figures_stop = CancellationToken::new();
        let figures = tokio::spawn(connections.clone().run(figures_stop.clone()));
        let mut state = ApiState::new(runtime.clone(), access.clone(), MAX_BODY)
            .with_starts(starts.clone())
            .with_connections(connections);
        if let Some(sections) = sections {
            state = state.with_sections(sections);
        }
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let stop = CancellationToken::new();
        let server = tokio::spawn(api::serve(listener, state, stop.clone()));
        let deliveries = starts.targets.signing_key().map(|_| {
            let deliverer = Deliverer::new(runtime.clone(), starts.targets.clone()).unwrap();
            tokio::spawn(deliverer.with_first_pause(Duration::from_millis(50)).run(stop.clone()))
        });
        let bulk_worker = tokio::spawn(Worker::new(runtime.clone()).run(stop.clone()));
        let client = Client::new(&url, token.as_str()).unwrap();
        Self {
            url,
            token,
            client,
            runtime,
            access,
            http: reqwest::Client::new(),
            stop,
            server,
            deliveries,
            bulk_worker,
            figures,
            figures_stop,
        }
    }

    /// A request with the token.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.anonymous(method, path).bearer_auth(&self.token)
    }

    /// A request without one.
    pub(crate) fn anonymous(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.url))
            .timeout(Duration::from_secs(30))
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let response = self.request(Method::GET, path).send().await.unwrap();
        assert!(response.status().is_success(), "{path}: {:?}", response.text().await);
        response.json().await.unwrap()
    }

    /// Starts a run of a definition that is deployed with it.
    pub(crate) async fn start_run(&self, definition: &str, input: Value) -> RunId {
        let deployed = self.client.deploy(definition).await.unwrap();
        let body = throughline::api::types::StartRequest {
            input,
            business_key: None,
            ..throughline::api::types::StartRequest::default()
        };
        RunId(
            self.client
                .start(&deployed.definition.key, &body, None, None)
                .await
                .unwrap()
                .summary
                .id,
        )
    }

    /// Waits until a run stands so.
    pub(crate) async fn until(&self, run: RunId, status: RunStatus) {
        let mut events = self.client.events(run, None).await.unwrap();
        let reached = async {
            while let Some(news) = events.next().await.unwrap() {
                if matches!(&news, throughline::client::RunNews::Run(event) if event.status == status) {
                    return true;
                }
            }
            false
        };
        assert!(
            tokio::time::timeout(Duration::from_secs(30), reached).await.unwrap(),
            "{run} never became {status:?}"
        );
    }

    /// Ends the worker of bulk acts as a crash would: in the middle of whatever it does.
    pub(crate) async fn kill_bulk_worker(&mut self) {
        self.bulk_worker.abort();
        let ended = std::mem::replace(&mut self.bulk_worker, tokio::spawn(async {}));
        assert!(ended.await.is_err_and(|error| error.is_cancelled()));
    }

    /// Stops as the service does.
    pub(crate) async fn stop(self) {
        self.stop.cancel();
        self.server.await.unwrap().unwrap();
        if let Some(deliveries) = self.deliveries {
            deliveries.await.unwrap();
        }
        self.bulk_worker.await.unwrap();
        self.access.close().await;
        self.runtime.shutdown().await;
        self.figures_stop.cancel();
        self.figures.await.unwrap();
    }
}

/// The members every problem has; answers its body.
pub(crate) async fn problem(response: Response, status: u16, name: &str) -> Value {
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
    assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    assert_eq!(response.status().as_u16(), status);
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["type"], format!("urn:throughline:problem:{name}"), "{body}");
    assert_eq!(body["status"], status);
    assert_eq!(body["request_id"], id);
    assert!(body["title"].as_str().is_some_and(|title| !title.is_empty()), "{body}");
    assert!(
        body["detail"].as_str().is_some_and(|detail| detail.ends_with('.')),
        "{body}"
    );
    body
}
