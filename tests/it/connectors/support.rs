//! A small HTTP server on a plain socket: it can drop a connection where a framework would not let it.

use std::collections::{BTreeMap, HashMap};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use throughline::connectors::{AuthConfig, Call, Catalogue, ConnectionConfig, Connectors, Secret};
use throughline_engine::kernel::EffectError;
use throughline_engine::script::{Limits, ScriptEngine};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

pub(crate) const TOKEN: &str = "tok-4f9a-very-secret";
pub(crate) const PASSWORD: &str = "pa55-very-secret";
pub(crate) const KEY: &str = "0199/import_users/3/0";

#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) method: String,
    pub(crate) path: String,
    /// Decoded, in order.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: String,
}

#[derive(Debug)]
pub(crate) enum Reply {
    Json(u16, Value),
    Full(u16, Vec<(&'static str, String)>, Vec<u8>),
    /// Closes the connection without a word.
    Drop,
}

pub(crate) struct Server {
    pub(crate) url: String,
    log: Arc<Mutex<Vec<Received>>>,
    task: JoinHandle<()>,
}

type Answering = Pin<Box<dyn Future<Output = Reply> + Send>>;

impl Server {
    /// Answers each request with what the handler says.
    pub(crate) async fn start(handler: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_async(move |request| {
            let reply = handler(&request);
            Box::pin(async move { reply })
        })
        .await
    }

    pub(crate) async fn start_async(handler: impl Fn(Received) -> Answering + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let log = Arc::new(Mutex::new(Vec::new()));
        let (handler, seen) = (Arc::new(handler), Arc::clone(&log));
        let task = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(serve(stream, Arc::clone(&handler), Arc::clone(&seen)));
            }
        });
        Self { url, log, task }
    }

    pub(crate) fn seen(&self) -> Vec<Received> {
        self.log.lock().unwrap().clone()
    }

    pub(crate) fn count(&self, method: &str, path_part: &str) -> usize {
        self.seen()
            .iter()
            .filter(|seen| seen.method == method && seen.path.contains(path_part))
            .count()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve<H>(stream: TcpStream, handler: Arc<H>, log: Arc<Mutex<Vec<Received>>>)
where
    H: Fn(Received) -> Answering + Send + Sync + 'static,
{
    let mut stream = BufReader::new(stream);
    while let Some(request) = read(&mut stream).await {
        log.lock().unwrap().push(request.clone());
        let (status, headers, body) = match handler(request).await {
            Reply::Json(status, value) => (
                status,
                vec![("content-type", "application/json".to_owned())],
                value.to_string().into_bytes(),
            ),
            Reply::Full(status, headers, body) => (status, headers, body),
            Reply::Drop => return,
        };
        let mut head = format!("HTTP/1.1 {status} x\r\ncontent-length: {}\r\n", body.len());
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        if stream.write_all(head.as_bytes()).await.is_err() || stream.write_all(&body).await.is_err() {
            return;
        }
    }
}

async fn read(stream: &mut BufReader<TcpStream>) -> Option<Received> {
    let mut line = String::new();
    stream.read_line(&mut line).await.ok().filter(|count| *count > 0)?;
    let mut words = line.split_whitespace().map(str::to_owned);
    let (method, target) = (words.next()?, words.next()?);
    let mut headers = HashMap::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.ok()?;
        match line.trim_end().split_once(':') {
            Some((name, value)) => headers.insert(name.to_lowercase(), value.trim().to_owned()),
            None => break,
        };
    }
    let length = headers
        .get("content-length")
        .and_then(|length| length.parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    let url = url::Url::parse(&format!("http://host{target}")).unwrap();
    let query = url
        .query_pairs()
        .map(|(key, value)| (key.into_owned(), value.into_owned()))
        .collect();
    Some(Received {
        method,
        path: url.path().to_owned(),
        query,
        headers,
        body: String::from_utf8(body).unwrap(),
    })
}

impl Received {
    pub(crate) fn query(&self, key: &str) -> Vec<&str> {
        self.query
            .iter()
            .filter(|(own, _)| own == key)
            .map(|(_, value)| value.as_str())
            .collect()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

pub(crate) fn engine() -> ScriptEngine {
    ScriptEngine::new(Limits::default())
}

pub(crate) fn catalogue() -> Catalogue {
    Catalogue::load(&engine(), None).unwrap()
}

pub(crate) fn bind(catalogue: Catalogue, name: &str, config: ConnectionConfig) -> Connectors {
    Connectors::new(catalogue, BTreeMap::from([(name.to_owned(), config)])).unwrap()
}

pub(crate) fn webitel_config(url: &str) -> ConnectionConfig {
    ConnectionConfig::new(
        url,
        AuthConfig::Token {
            token: Secret::literal(TOKEN),
        },
    )
}

pub(crate) fn webitel(url: &str) -> Connectors {
    bind(catalogue(), "webitel", webitel_config(url))
}

pub(crate) fn creatio(url: &str) -> Connectors {
    let password = Secret::literal(PASSWORD);
    let auth = AuthConfig::Forms {
        user: "Supervisor".to_owned(),
        password,
    };
    bind(catalogue(), "creatio", ConnectionConfig::new(url, auth))
}

/// What Creatio answers to a sign-in, with a session number in the cookies.
pub(crate) fn signed_in(session: usize) -> Reply {
    let cookie = |text: String| ("set-cookie", text);
    Reply::Full(
        200,
        vec![
            ("content-type", "application/json".to_owned()),
            cookie(format!(".ASPXAUTH=auth-{session}; path=/0; HttpOnly")),
            cookie(format!("BPMCSRF=csrf-{session}; path=/")),
        ],
        json!({"Code": 0, "Message": "", "Exception": null})
            .to_string()
            .into_bytes(),
    )
}

pub(crate) async fn call(connectors: &Connectors, operation: &str, request: Value) -> Result<Value, EffectError> {
    attempt(connectors, operation, request, 1, false).await
}

pub(crate) async fn attempt(
    connectors: &Connectors,
    operation: &str,
    request: Value,
    attempt: u16,
    recovered: bool,
) -> Result<Value, EffectError> {
    let call = Call {
        operation,
        request: &request,
        idempotency_key: KEY,
        attempt,
        recovered,
        asked_by: throughline::connectors::AskedBy::Other,
    };
    let result = connectors.call(call).await;
    if let Err(error) = &result {
        let shown = format!("{error:?} {}", serde_json::to_string(error).unwrap());
        assert!(
            !shown.contains(TOKEN) && !shown.contains(PASSWORD),
            "a secret is shown: {shown}"
        );
    }
    result
}
