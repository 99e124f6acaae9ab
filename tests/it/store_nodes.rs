//! Nodes: leases, the lock of a session, and taking over.

use std::time::Duration;

use sqlx::{Connection as _, PgConnection};
use throughline::store::{Beat, Node, NodeConfig, NodeEvent, NodeId, Store, Wake, spawn_node};
use throughline_engine::kernel::{Fact, RunStatus};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::store_support::*;

const LEASE: Duration = Duration::from_secs(3600);

struct Alive {
    node: Node,
    events: mpsc::Receiver<NodeEvent>,
    stop: CancellationToken,
}

async fn alive(store: &Store) -> Alive {
    let (sender, events) = mpsc::channel(64);
    let stop = CancellationToken::new();
    let config = NodeConfig {
        name: "test".into(),
        lease: LEASE,
        events: sender,
        stop: stop.clone(),
    };
    let node = spawn_node(store, config).await.unwrap();
    Alive { node, events, stop }
}

impl Alive {
    async fn event(&mut self, wanted: impl Fn(&NodeEvent) -> bool) -> NodeEvent {
        let hearing = async {
            loop {
                let event = self.events.recv().await.expect("the node is running");
                if wanted(&event) {
                    return event;
                }
            }
        };
        tokio::time::timeout(DEADLINE, hearing)
            .await
            .expect("the event in time")
    }

    /// Until the session listens and holds its lock.
    async fn ready(&mut self) {
        self.event(|event| *event == NodeEvent::LookAround).await;
    }

    async fn stop(self) {
        self.stop.cancel();
        tokio::time::timeout(DEADLINE, self.node.task)
            .await
            .expect("the node stops")
            .unwrap();
    }
}

#[tokio::test]
async fn a_lease_that_ran_out_lets_others_take_over_and_the_node_hears_of_it() {
    let store = store().await;
    let (dead, other) = (NodeId::random(), NodeId::random());
    store.register(dead, "dead", Duration::ZERO).await.unwrap();
    store.register(other, "other", LEASE).await.unwrap();
    let mut writer = writer_of(&store, dead);
    let run = run_id();
    writer.write(start(run, true)).await;

    let Beat::Alive { peers } = store.heartbeat(other, LEASE).await.unwrap() else {
        panic!("alive")
    };
    assert_eq!(
        peers.iter().map(|peer| (peer.id, peer.expired)).collect::<Vec<_>>(),
        [(dead, true)]
    );
    assert_eq!(store.take_over(dead, peers[0].lease_until).await.unwrap(), 1);
    assert_eq!(store.heartbeat(dead, LEASE).await.unwrap(), Beat::Removed);
    assert_eq!(store.claim_ready(other, 10).await.unwrap(), [run]);
    // The dead node, should it still write, changes nothing about the run.
    assert_eq!(
        writer.write(update(run, RunStatus::Completed, [2])).await,
        throughline::store::Verdict::Lost
    );
}

#[tokio::test]
async fn a_node_that_renewed_in_the_meantime_is_not_taken_over() {
    let store = store().await;
    let (slow, other) = (NodeId::random(), NodeId::random());
    store.register(slow, "slow", Duration::ZERO).await.unwrap();
    store.register(other, "other", LEASE).await.unwrap();
    let mut writer = writer_of(&store, slow);
    writer.write(start(run_id(), true)).await;
    let Beat::Alive { peers } = store.heartbeat(other, LEASE).await.unwrap() else {
        panic!("alive")
    };
    assert!(matches!(
        store.heartbeat(slow, LEASE).await.unwrap(),
        Beat::Alive { .. }
    ));
    assert_eq!(store.take_over(slow, peers[0].lease_until).await.unwrap(), 0);
    assert!(store.claim_ready(other, 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn nodes_that_take_over_at_once_free_each_run_once() {
    let store = store().await;
    let dead = NodeId::random();
    store.register(dead, "dead", Duration::ZERO).await.unwrap();
    let mut writer = writer_of(&store, dead);
    for _ in 0..20 {
        writer.write(start(run_id(), true)).await;
    }
    let Beat::Alive { peers } = ({
        let other = NodeId::random();
        store.register(other, "other", LEASE).await.unwrap();
        store.heartbeat(other, LEASE).await.unwrap()
    }) else {
        panic!("alive")
    };
    let seen = peers[0].lease_until;
    let (one, other) = tokio::join!(store.take_over(dead, seen), store.take_over(dead, seen));
    assert_eq!(one.unwrap() + other.unwrap(), 20);
}

#[tokio::test]
async fn runs_of_an_owner_that_is_no_node_are_found() {
    let store = store().await;
    let (ghost, other) = (NodeId::random(), NodeId::random());
    store.register(other, "other", LEASE).await.unwrap();
    let mut writer = writer_of(&store, ghost);
    let run = run_id();
    writer.write(start(run, true)).await;
    let Beat::Alive { peers } = store.heartbeat(other, LEASE).await.unwrap() else {
        panic!("alive")
    };
    assert_eq!(
        peers.iter().map(|peer| (peer.id, peer.lease_until)).collect::<Vec<_>>(),
        [(ghost, None)]
    );
    assert_eq!(store.take_over(ghost, None).await.unwrap(), 1);
    assert_eq!(store.claim_ready(other, 10).await.unwrap(), [run]);
}

#[tokio::test]
async fn a_crashed_node_is_taken_over_long_before_its_lease_ends() {
    let store = store().await;
    // Registered and then silent, with no session: what kill -9 leaves behind.
    let crashed = NodeId::random();
    store.register(crashed, "crashed", LEASE).await.unwrap();
    let mut writer = writer_of(&store, crashed);
    let run = run_id();
    writer.write(start(run, true)).await;

    let mut living = alive(&store).await;
    let event = living.event(|event| matches!(event, NodeEvent::TookOver { .. })).await;
    assert_eq!(event, NodeEvent::TookOver { node: crashed, runs: 1 });
    assert_eq!(store.claim_ready(living.node.id, 10).await.unwrap(), [run]);
    living.stop().await;
}

#[tokio::test]
async fn a_living_node_is_not_taken_over_even_while_its_session_is_cut() {
    let store = store().await;
    let (mut one, mut other) = (alive(&store).await, alive(&store).await);
    one.ready().await;
    other.ready().await;
    let before = *one.node.lease.borrow();
    sqlx::query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'throughline node' AND datname = current_database()")
        .execute(store.pool())
        .await
        .unwrap();
    // Both make new sessions and say that something may have been missed.
    one.ready().await;
    other.ready().await;
    until(
        &store,
        "SELECT count(*) = 2 FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
    )
    .await;
    assert!(*one.node.lease.borrow() >= before);
    let nodes: i64 = sqlx::query_scalar("SELECT count(*) FROM node")
        .fetch_one(store.pool())
        .await
        .unwrap();
    assert_eq!(nodes, 2);
    one.stop().await;
    other.stop().await;
}

#[tokio::test]
async fn a_node_hears_what_is_asked_and_what_is_ready() {
    let store = store().await;
    let mut node = alive(&store).await;
    node.ready().await;
    let run = run_id();
    let mut writer = writer(&store);
    writer.write(start(run, false)).await;
    store.wake_ready().await.unwrap();
    node.event(|event| *event == NodeEvent::Wake(Wake::Ready)).await;
    store
        .request(
            run,
            &Fact::Cancelled {
                by: "anna".into(),
                reason: None,
            },
        )
        .await
        .unwrap()
        .unwrap();
    node.event(|event| *event == NodeEvent::Wake(Wake::Run(run))).await;
    node.stop().await;
}

#[tokio::test]
async fn a_node_that_leaves_frees_its_runs_at_once() {
    let store = store().await;
    let mut leaver = alive(&store).await;
    leaver.ready().await;
    let mut writer = writer_of(&store, leaver.node.id);
    let run = run_id();
    writer.write(start(run, true)).await;
    leaver.stop().await;
    assert_eq!(store.claim_ready(NodeId::random(), 10).await.unwrap(), [run]);
    let nodes: i64 = sqlx::query_scalar("SELECT count(*) FROM node")
        .fetch_one(store.pool())
        .await
        .unwrap();
    assert_eq!(nodes, 0);
}

#[tokio::test]
async fn a_node_that_was_removed_says_so_and_ends() {
    let (store, options) = store_and_options().await;
    let mut node = alive(&store).await;
    node.ready().await;
    let mut connection = PgConnection::connect_with(&options).await.unwrap();
    sqlx::query("DELETE FROM node").execute(&mut connection).await.unwrap();
    node.event(|event| *event == NodeEvent::Removed).await;
    tokio::time::timeout(DEADLINE, node.node.task)
        .await
        .expect("the node ends")
        .unwrap();
    connection.close().await.unwrap();
}
