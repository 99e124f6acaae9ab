//! A deploy makes, changes and removes the schedules of its process.

use throughline::store::ScheduleSource;
use throughline::triggers::schedule::{NewSchedule, ScheduleError};

use super::{TestClock, TestNode, settings};
use crate::store_support::store;

fn process(triggers: &str) -> String {
    format!("process: Report\ntriggers:\n{triggers}\nsteps:\n  done: {{ end: {{}} }}\n")
}

const NIGHTLY: &str = "  - schedule: { name: nightly, cron: '30 3 * * *', timezone: Europe/Kyiv }";

#[tokio::test(flavor = "multi_thread")]
async fn schedules_follow_the_definition() {
    let store = store().await;
    let node = TestNode::start(&store, &TestClock::at("2026-01-01T00:00:00Z")).await;
    let deploy = async |triggers: &str| node.runtime.deploy(&process(triggers), "ann").await.unwrap();
    deploy(NIGHTLY).await;
    let made = node.named("Report", "nightly").await.unwrap();
    assert_eq!(
        (made.source, made.settings.timezone.as_str(), made.changed_by.as_str()),
        (ScheduleSource::Definition, "Europe/Kyiv", "ann")
    );

    // Paused, it stays so whether it is deployed as it is, with others, or changed.
    node.schedules.pause(made.id, "bob").await.unwrap();
    let paused = node.named("Report", "nightly").await.unwrap();
    deploy(NIGHTLY).await;
    let weekly = "  - schedule: { name: weekly, cron: '0 5 * * 1' }";
    deploy(&format!("{NIGHTLY}\n{weekly}")).await;
    assert_eq!(node.named("Report", "nightly").await, Some(paused));
    deploy(&format!("{}\n{weekly}", NIGHTLY.replace("30 3", "45 3"))).await;
    let changed = node.named("Report", "nightly").await.unwrap();
    assert_eq!((changed.id, changed.settings.cron.as_str()), (made.id, "45 3 * * *"));
    assert!(changed.paused.is_some() && changed.look_at.is_none());
    assert!(changed.decided_until > made.decided_until, "its new times begin now");

    // One of the API stays when the definition has none.
    let own = NewSchedule {
        process: "Report".to_owned(),
        name: "own".to_owned(),
        settings: settings("0 6 * * *"),
    };
    let own = node.schedules.create(&own, "bob").await.unwrap();
    deploy("  - manual").await;
    assert_eq!(node.named("Report", "nightly").await, None);
    assert_eq!(node.named("Report", "weekly").await, None);
    assert_eq!(node.named("Report", "own").await, Some(own));
    node.runtime.shutdown().await;
}

/// Deploying what is deployed mends what does not stand as it should, through whichever node.
#[tokio::test(flavor = "multi_thread")]
async fn deploying_again_mends() {
    let store = store().await;
    let clock = TestClock::at("2026-01-01T00:00:00Z");
    let (one, other) = (
        TestNode::start(&store, &clock).await,
        TestNode::start(&store, &clock).await,
    );
    one.runtime.deploy(&process(NIGHTLY), "ann").await.unwrap();
    sqlx::query("DELETE FROM schedule").execute(store.pool()).await.unwrap();
    let again = other.runtime.deploy(&process(NIGHTLY), "ann").await.unwrap();
    assert!(!again.is_new);
    assert!(one.named("Report", "nightly").await.is_some());
    one.runtime.shutdown().await;
    other.runtime.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_of_a_definition_is_changed_there() {
    let store = store().await;
    let node = TestNode::start(&store, &TestClock::at("2026-01-01T00:00:00Z")).await;
    node.runtime.deploy(&process(NIGHTLY), "ann").await.unwrap();
    let id = node.named("Report", "nightly").await.unwrap().id;
    let changed = node.schedules.change(id, &settings("0 1 * * *"), "bob").await;
    assert!(
        matches!(changed, Err(ScheduleError::OfDefinition { .. })),
        "{changed:?}"
    );
    let deleted = node.schedules.delete(id).await;
    assert!(
        matches!(deleted, Err(ScheduleError::OfDefinition { .. })),
        "{deleted:?}"
    );
    node.runtime.shutdown().await;
}
