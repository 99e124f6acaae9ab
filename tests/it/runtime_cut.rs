//! What a person asks of a run whose commit is cut off happens once, whichever way the commit went.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;
use sqlx::postgres::PgConnectOptions;
use throughline::connectors::{AuthConfig, Catalogue, ConnectionConfig, Connectors, Secret};
use throughline::runtime::{Done, Runtime, RuntimeOptions, StartRun, TriggerKind};
use throughline::store::Store;
use throughline_engine::kernel::{Fact, FactKind, RunId, RunStatus, Seq};
use throughline_engine::script::{Limits, ScriptEngine};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, UnixStream};

use crate::store_support::{DEADLINE, detour, store_and_options};

/// What becomes of what committers say and hear. Other connections are left alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Open = 0,
    /// What they write does not arrive.
    WritesLost = 1,
    /// What Postgres answers does not arrive.
    AnswersLost = 2,
}

/// A way to Postgres on which the committers can be cut off between a commit and its answer.
#[derive(Clone)]
struct Way {
    line: Arc<AtomicU8>,
    /// Bytes that were lost.
    lost: Arc<AtomicUsize>,
    /// How often all connections of committers were cut.
    cuts: Arc<AtomicUsize>,
}

impl Way {
    fn set(&self, line: Line) {
        self.line.store(line as u8, Ordering::SeqCst);
    }

    fn is(&self, line: Line) -> bool {
        self.line.load(Ordering::SeqCst) == line as u8
    }

    /// Cuts what stands; new connections are good ones.
    fn cut(&self) {
        self.cuts.fetch_add(1, Ordering::SeqCst);
        self.set(Line::Open);
    }

    async fn open(options: &PgConnectOptions) -> (PgConnectOptions, Self) {
        let (listener, socket, over_tcp) = detour(options).await;
        let way = Self {
            line: Arc::new(AtomicU8::new(Line::Open as u8)),
            lost: Arc::default(),
            cuts: Arc::default(),
        };
        let over = way.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = UnixStream::connect(&socket).await.unwrap();
                tokio::spawn(over.clone().pass(client, server));
            }
        });
        (over_tcp, way)
    }

    async fn pass(self, mut client: tokio::net::TcpStream, mut server: UnixStream) {
        let (mut said, mut heard) = (vec![0; 64 * 1024], vec![0; 64 * 1024]);
        let (mut committer, born) = (false, self.cuts.load(Ordering::SeqCst));
        let mut look = tokio::time::interval(Duration::from_millis(10));
        loop {
            tokio::select! {
                read = client.read(&mut said) => {
                    let Ok(length @ 1..) = read else { return };
                    let said = &said[..length];
                    committer |= said.windows(21).any(|part| part == b"throughline committer");
                    if committer && self.is(Line::WritesLost) {
                        self.lost.fetch_add(length, Ordering::SeqCst);
                    } else if server.write_all(said).await.is_err() {
                        return;
                    }
                }
                read = server.read(&mut heard) => {
                    let Ok(length @ 1..) = read else { return };
                    if committer && self.is(Line::AnswersLost) {
                        self.lost.fetch_add(length, Ordering::SeqCst);
                    } else if client.write_all(&heard[..length]).await.is_err() {
                        return;
                    }
                }
                _ = look.tick() => {
                    if committer && self.cuts.load(Ordering::SeqCst) > born {
                        return;
                    }
                }
            }
        }
    }
}

const COUNTER: &str = "
process: Counter
variables: { n: 1 }
steps:
  ask: { call: webitel.users.get, with: { id: '1' }, timeout: 1h }
  done: { end: { result: =n } }
";

/// How the edit comes to the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// Straight into memory.
    Offer,
    /// By a row, as from another node.
    Request,
}

async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let deadline = tokio::time::Instant::now() + DEADLINE;
    while !holds().await {
        assert!(tokio::time::Instant::now() < deadline, "{what} did not come");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn edits(store: &Store, run: RunId) -> usize {
    let journal = store.journal_page(run, Seq(0), 100).await.unwrap();
    journal
        .iter()
        .filter(|row| row.kind == FactKind::VariablesEdited)
        .count()
}

async fn an_edit_whose_commit_is_cut(by: By, kept: bool) {
    crate::api_support::install_crypto();
    let (store, options) = store_and_options().await;
    let (over_tcp, way) = Way::open(&options).await;
    let behind = Store::connect(over_tcp, 4).await.unwrap();
    let catalogue = Catalogue::load(&ScriptEngine::new(Limits::default()), None).unwrap();
    // Takes connections and never answers: the call keeps the run in memory.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let auth = AuthConfig::Token {
        token: Secret::literal("token"),
    };
    let configs = BTreeMap::from([("webitel".to_owned(), ConnectionConfig::new(url, auth))]);
    let connectors = Arc::new(Connectors::new(catalogue, configs).unwrap());
    let options = RuntimeOptions {
        node_name: "test".to_owned(),
        most_live: 100,
        shards: 1,
    };
    let runtime = Runtime::start(options, behind, connectors).await.unwrap();
    runtime.deploy(COUNTER, "test").await.unwrap();
    let start = StartRun {
        process: "Counter".to_owned(),
        version: None,
        input: json!({}),
        business_key: None,
        started_by: "test".to_owned(),
        trigger: TriggerKind::Manual,
    };
    let run = runtime.start_run(start).await.unwrap();

    let edit = |n: u32| {
        let (store, runtime) = (store.clone(), runtime.clone());
        tokio::spawn(async move {
            let edit = Fact::VariablesEdited {
                token: None,
                variables: BTreeMap::from([("n".to_owned(), Arc::new(json!(n)))]),
                by: "ann".to_owned(),
                reason: None,
            };
            match by {
                By::Offer => runtime.tell(run, edit).await.unwrap(),
                By::Request => {
                    store.request(run, &edit).await.unwrap().unwrap();
                    Done::Requested
                }
            }
        })
    };
    // The first of its kind is prepared by Postgres before it is executed; the second is executed at once.
    edit(5).await.unwrap();
    until("the first edit", async || edits(&store, run).await == 1).await;

    way.set(if kept { Line::AnswersLost } else { Line::WritesLost });
    let asked = edit(7);
    if kept {
        until("the commit of the edit", async || edits(&store, run).await == 2).await;
    } else {
        until("an attempt to write it", async || way.lost.load(Ordering::SeqCst) > 0).await;
        assert_eq!(edits(&store, run).await, 1);
    }
    way.cut();
    let told = asked.await.unwrap();
    assert_eq!(
        told,
        if by == By::Offer {
            Done::Accepted
        } else {
            Done::Requested
        }
    );

    assert_eq!(runtime.cancel(run, "ann", None).await.unwrap(), Done::Accepted);
    let row = runtime.wait(run, DEADLINE).await.unwrap().unwrap();
    assert_eq!(row.status, RunStatus::Cancelled, "{row:?}");
    let journal = store.journal_page(run, Seq(0), 100).await.unwrap();
    let kinds: Vec<FactKind> = journal.iter().map(|row| row.kind).collect();
    let edited = FactKind::VariablesEdited;
    assert_eq!(
        kinds,
        [FactKind::Started, edited, edited, FactKind::Cancelled],
        "{by:?}, kept: {kept}"
    );
    let open: i64 = sqlx::query_scalar("SELECT count(*) FROM run_request")
        .fetch_one(store.pool())
        .await
        .unwrap();
    assert_eq!(open, 0);
    runtime.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_that_was_kept_is_not_made_again() {
    an_edit_whose_commit_is_cut(By::Offer, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_that_was_not_kept_is_made() {
    an_edit_whose_commit_is_cut(By::Offer, false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_requested_edit_that_was_kept_is_not_made_again() {
    an_edit_whose_commit_is_cut(By::Request, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_requested_edit_that_was_not_kept_is_made_once() {
    an_edit_whose_commit_is_cut(By::Request, false).await;
}
