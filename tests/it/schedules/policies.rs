//! Overlap and missed policies, through the database and real runs.

use throughline::store::{FiringOutcome, ScheduleId, ScheduleSettings};
use throughline_engine::definition::{Missed, Overlap};
use throughline_engine::kernel::RunStatus;

use super::FiringOutcome::{Fired, Missed as M, Queued, Skipped};
use super::{LONG, QUICK, TestClock, TestNode, at, settings};
use crate::store_support::store;

/// A node on which the first of a schedule's runs is under way.
async fn busy(overlap: Overlap) -> (TestNode, ScheduleId) {
    let store = store().await;
    let clock = TestClock::at("2026-01-01T00:30:00Z");
    let node = TestNode::start(&store, &clock).await;
    node.runtime.deploy(LONG, "test").await.unwrap();
    let id = node
        .schedule(
            "Long",
            ScheduleSettings {
                overlap,
                ..settings("0 * * * *")
            },
        )
        .await;
    node.look_at("2026-01-01T01:00:00Z").await;
    assert_eq!(node.outcomes(id).await, [Fired]);
    (node, id)
}

async fn run_of(node: &TestNode, id: ScheduleId, index: usize) -> throughline_engine::kernel::RunId {
    node.firings(id).await[index].run.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn skip_leaves_out_and_says_because_of_which_run() {
    let (node, id) = busy(Overlap::Skip).await;
    node.look_at("2026-01-01T02:00:00Z").await;
    let first = run_of(&node, id, 0).await;
    let firing = node.firings(id).await.remove(1);
    assert_eq!((firing.outcome, firing.blocked_by), (Skipped, Some(first)));
    let reason = firing.reason.unwrap();
    assert!(
        reason.contains(&first.to_string()) && reason.contains("overlap: skip"),
        "{reason}"
    );
    node.end(first).await;
    node.look_at("2026-01-01T03:00:00Z").await;
    assert_eq!(node.outcomes(id).await, [Fired, Skipped, Fired]);
    node.runtime.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_at_an_incident_blocks_visibly() {
    let store = store().await;
    let clock = TestClock::at("2026-01-01T00:30:00Z");
    let node = TestNode::start(&store, &clock).await;
    node.runtime.deploy(crate::api_support::FAIL, "test").await.unwrap();
    let id = node.schedule("Fail", settings("0 * * * *")).await;
    node.look_at("2026-01-01T01:00:00Z").await;
    let run = run_of(&node, id, 0).await;
    let row = node
        .runtime
        .wait(run, crate::store_support::DEADLINE)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(row.status, RunStatus::Incident);
    node.look_at("2026-01-01T02:00:00Z").await;
    let firing = node.firings(id).await.remove(1);
    assert_eq!((firing.outcome, firing.blocked_by), (Skipped, Some(run)));
    assert!(firing.reason.unwrap().contains("stands at an incident"));
    node.runtime.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn queue_one_keeps_one_and_starts_it_at_the_end() {
    let (node, id) = busy(Overlap::QueueOne).await;
    node.look_at("2026-01-01T02:00:00Z").await;
    node.look_at("2026-01-01T03:00:00Z").await;
    assert_eq!(node.outcomes(id).await, [Fired, Queued, Skipped]);
    node.end(run_of(&node, id, 0).await).await;
    node.look_at("2026-01-01T03:10:00Z").await;
    assert_eq!(node.outcomes(id).await, [Fired, Fired, Skipped]);
    assert_eq!(node.runs("Long").await.len(), 2);
    node.runtime.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn queue_all_keeps_all_in_order_and_waits_while_paused() {
    let (node, id) = busy(Overlap::QueueAll).await;
    for hour in 2..5 {
        node.look_at(&format!("2026-01-01T0{hour}:00:00Z")).await;
    }
    assert_eq!(node.outcomes(id).await, [Fired, Queued, Queued, Queued]);
    node.schedules.pause(id, "ann").await.unwrap();
    node.end(run_of(&node, id, 0).await).await;
    node.look().await;
    assert_eq!(node.outcomes(id).await, [Fired, Queued, Queued, Queued]);
    node.schedules.resume(id, "ann").await.unwrap();
    for index in 1..4 {
        node.look().await;
        let outcomes = node.outcomes(id).await;
        assert_eq!(
            outcomes.iter().filter(|outcome| **outcome == Fired).count(),
            index + 1,
            "{outcomes:?}"
        );
        node.end(run_of(&node, id, index).await).await;
    }
    let keys: Vec<_> = node
        .runs("Long")
        .await
        .iter()
        .map(|run| run.business_key.clone().unwrap())
        .collect();
    assert!(keys.is_sorted(), "{keys:?}");
    node.runtime.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cancel_other_ends_the_run_in_the_way() {
    let (node, id) = busy(Overlap::CancelOther).await;
    node.look_at("2026-01-01T02:00:00Z").await;
    let first = run_of(&node, id, 0).await;
    assert_eq!(node.ended(first).await, RunStatus::Cancelled);
    node.look().await;
    assert_eq!(node.outcomes(id).await, [Fired, Fired]);
    assert!(!node.runs("Long").await[1].status.is_ended());
    node.runtime.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn allow_starts_beside_it() {
    let (node, id) = busy(Overlap::Allow).await;
    node.look_at("2026-01-01T02:00:00Z").await;
    assert_eq!(node.outcomes(id).await, [Fired, Fired]);
    assert!(node.runs("Long").await.iter().all(|run| !run.status.is_ended()));
    node.runtime.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_firings_missed_while_down() {
    for (missed, expected, runs) in [
        (Missed::Skip, vec![M; 10], 0),
        (Missed::RunOnce, [vec![M; 9], vec![Fired]].concat(), 1),
        (Missed::RunAll, vec![Fired; 10], 10),
    ] {
        let store = store().await;
        let clock = TestClock::at("2026-01-01T00:30:00Z");
        let before = TestNode::start(&store, &clock).await;
        before.runtime.deploy(QUICK, "test").await.unwrap();
        let id = before
            .schedule(
                "Quick",
                ScheduleSettings {
                    missed,
                    ..settings("0 * * * *")
                },
            )
            .await;
        before.runtime.shutdown().await;

        clock.set("2026-01-01T10:30:00Z");
        let node = TestNode::start(&store, &clock).await;
        node.work_off(id).await;
        assert_eq!(node.outcomes(id).await, expected, "{missed:?}");
        assert_eq!(node.runs("Quick").await.len(), runs, "{missed:?}");
        let left_out = node
            .firings(id)
            .await
            .into_iter()
            .filter(|firing| firing.outcome == FiringOutcome::Missed);
        for firing in left_out {
            assert!(firing.reason.unwrap().contains("while no node could fire it"));
        }
        // It goes on as planned.
        node.look_at("2026-01-01T11:00:00Z").await;
        assert_eq!(node.firings(id).await.last().unwrap().outcome, Fired);
        assert_eq!(
            node.firings(id).await.last().unwrap().planned_at,
            at("2026-01-01T11:00:00Z")
        );
        node.runtime.shutdown().await;
    }
}
