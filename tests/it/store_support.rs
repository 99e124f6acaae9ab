//! What the tests of the store share: a migrated database, commits, and the outcomes of a committer.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::postgres::PgConnectOptions;
use throughline::store::{
    Commit, Committer, CommitterConfig, DefinitionId, Incarnation, JournalRow, Loaded, LoadedRun, NewRun, NodeId,
    Outcome, RunUpdate, Store, TriggerKind, Verdict, journal, spawn_committer,
};
use throughline_engine::kernel::{Entry, Fact, RunId, RunStatus, Seq, TokenId, Visit};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Longest any event of a test may take: a deadline for failures, not a measure.
pub(crate) const DEADLINE: Duration = Duration::from_secs(60);

/// The store of a new, migrated database.
pub(crate) async fn store() -> Store {
    let (store, _) = store_and_options().await;
    store
}

pub(crate) async fn store_and_options() -> (Store, PgConnectOptions) {
    let options = crate::support::postgres::database().await;
    let store = Store::connect(options.clone(), 4).await.unwrap();
    store.migrate().await.unwrap();
    (store, options)
}

/// Where a test may stand between a client and Postgres: a listener for the client, the socket of the server, and the
/// options by which the client comes to the listener.
pub(crate) async fn detour(options: &PgConnectOptions) -> (TcpListener, PathBuf, PgConnectOptions) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let socket = options
        .get_socket()
        .unwrap()
        .join(format!(".s.PGSQL.{}", options.get_port()));
    // A host takes the place of the socket only where none is set.
    let over_tcp = PgConnectOptions::new_without_pgpass()
        .host("127.0.0.1")
        .port(listener.local_addr().unwrap().port())
        .username(options.get_username())
        .database(options.get_database().unwrap());
    (listener, socket, over_tcp)
}

pub(crate) fn run_id() -> RunId {
    RunId(Uuid::now_v7())
}

pub(crate) fn now() -> DateTime<Utc> {
    journal::microseconds(Utc::now())
}

pub(crate) fn row(seq: u32, output: Value) -> JournalRow {
    let fact = if seq == 1 {
        Fact::Started {
            input: Arc::new(output),
            business_key: None,
            started_by: "test".into(),
        }
    } else {
        Fact::EffectSucceeded {
            token: TokenId(1),
            visit: Visit(1),
            attempt: 1,
            output: Arc::new(output),
        }
    };
    JournalRow::new(
        &Entry {
            seq: Seq(seq),
            at: now(),
            fact,
        },
        Some("import/read".into()),
    )
    .unwrap()
}

/// A commit of these facts and nothing else.
pub(crate) fn facts(run: RunId, seqs: impl IntoIterator<Item = u32>) -> Commit {
    Commit {
        run,
        incarnation: Incarnation(1),
        rows: seqs.into_iter().map(|seq| row(seq, json!({ "seq": seq }))).collect(),
        insert: None,
        update: None,
        waits: Vec::new(),
        requests_done: Vec::new(),
        values: Vec::new(),
    }
}

pub(crate) fn new_run(owned: bool) -> NewRun {
    NewRun {
        definition: DefinitionId(Uuid::from_u128(7)),
        process: "Import".into(),
        version: 1,
        business_key: None,
        started_by: "test".into(),
        trigger: TriggerKind::Manual,
        created_at: now(),
        owned,
    }
}

/// The first commit of a run.
pub(crate) fn start(run: RunId, owned: bool) -> Commit {
    Commit {
        insert: Some(Box::new(new_run(owned))),
        ..facts(run, [1])
    }
}

/// A commit that sets the status.
pub(crate) fn update(run: RunId, status: RunStatus, seqs: impl IntoIterator<Item = u32>) -> Commit {
    let commit = facts(run, seqs);
    let last_seq = commit.rows.last().map_or(Seq(1), |row| row.seq);
    let update = RunUpdate {
        status,
        at: now(),
        last_seq,
        incidents: 0,
        last_error: None,
        error_step: None,
        error_code: None,
        result: Some(b"{\"n\":1}".to_vec()),
    };
    Commit {
        update: Some(Box::new(update)),
        ..commit
    }
}

/// A committer with its outcomes.
pub(crate) struct Writer {
    pub(crate) node: NodeId,
    pub(crate) committer: Committer,
    pub(crate) stop: CancellationToken,
    outcomes: mpsc::Receiver<Vec<Outcome>>,
    arrived: Vec<Outcome>,
}

pub(crate) fn writer(store: &Store) -> Writer {
    writer_of(store, NodeId::random())
}

pub(crate) fn writer_of(store: &Store, node: NodeId) -> Writer {
    let (sender, outcomes) = mpsc::channel(64);
    let stop = CancellationToken::new();
    let config = CommitterConfig {
        node,
        queue: 4096,
        outcomes: sender,
        stop: stop.clone(),
    };
    Writer {
        node,
        committer: spawn_committer(store, config),
        stop,
        outcomes,
        arrived: Vec::new(),
    }
}

impl Writer {
    pub(crate) async fn send(&self, commit: Commit) {
        self.committer.queue.send(commit).await.unwrap();
    }

    /// The next verdict about this run.
    pub(crate) async fn verdict(&mut self, run: RunId) -> Verdict {
        loop {
            if let Some(place) = self.arrived.iter().position(|outcome| outcome.run == run) {
                return self.arrived.remove(place).verdict;
            }
            let more = tokio::time::timeout(DEADLINE, self.outcomes.recv())
                .await
                .expect("an outcome in time");
            self.arrived.extend(more.expect("the committer is running"));
        }
    }

    pub(crate) async fn write(&mut self, commit: Commit) -> Verdict {
        let run = commit.run;
        self.send(commit).await;
        self.verdict(run).await
    }

    /// Ends the committer in good order.
    pub(crate) async fn finish(self) {
        let Self { committer, .. } = self;
        drop(committer.queue);
        tokio::time::timeout(DEADLINE, committer.task)
            .await
            .expect("the committer ends")
            .unwrap();
    }
}

pub(crate) fn committed(last: u32) -> Verdict {
    Verdict::Committed {
        last_seq: Some(Seq(last)),
    }
}

/// The places of a run's facts in the database.
pub(crate) async fn seqs(store: &Store, run: RunId) -> Vec<i32> {
    sqlx::query_scalar("SELECT seq FROM journal WHERE run_id = $1 ORDER BY seq")
        .bind(run.0)
        .fetch_all(store.pool())
        .await
        .unwrap()
}

pub(crate) async fn loaded(store: &Store, run: RunId) -> LoadedRun {
    let mut all = store.load(&[run]).await.unwrap();
    match all.remove(0) {
        Loaded::Run(run) => *run,
        other => panic!("{other:?}"),
    }
}

/// Waits until a query about the database says yes.
pub(crate) async fn until(store: &Store, question: &'static str) {
    let asking = async {
        while !sqlx::query_scalar::<_, bool>(question)
            .fetch_one(store.pool())
            .await
            .unwrap()
        {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(DEADLINE, asking)
        .await
        .unwrap_or_else(|_| panic!("never became true: {question}"));
}
