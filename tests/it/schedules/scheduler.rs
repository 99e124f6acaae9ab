//! Each planned time once: with several nodes, across crashes, on the nights when clocks change.

use chrono::TimeDelta;
use serde_json::{Value, json};
use throughline::runtime::TriggerKind;
use throughline::store::{FiringOrigin, FiringOutcome, ScheduleSettings, Store};
use throughline::triggers::schedule::ScheduleError;
use throughline_engine::definition::{Missed, Overlap};

use super::{QUICK, TestClock, TestNode, at, settings};
use crate::store_support::store;

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_fire_each_of_a_hundred_planned_times_once() {
    let store = store().await;
    let clock = TestClock::at("2026-01-01T00:00:00Z");
    let nodes = [
        TestNode::start(&store, &clock).await,
        TestNode::start(&store, &clock).await,
    ];
    nodes[0].runtime.deploy(QUICK, "test").await.unwrap();
    let id = nodes[0]
        .schedule(
            "Quick",
            ScheduleSettings {
                overlap: Overlap::Allow,
                ..settings("*/10 * * * * *")
            },
        )
        .await;
    for _ in 0..100 {
        clock.forward(TimeDelta::seconds(10));
        // Two looks of each, all at once.
        let (a, b, c, d) = tokio::join!(nodes[0].look(), nodes[1].look(), nodes[0].look(), nodes[1].look());
        // Until the next planned time nobody has anything to do.
        assert!([a, b, c, d].iter().all(|pause| !pause.is_zero()));
    }
    for node in &nodes {
        node.work_off(id).await;
    }
    let firings = nodes[0].firings(id).await;
    assert_eq!(firings.len(), 100);
    for (index, firing) in firings.iter().enumerate() {
        assert_eq!(firing.outcome, FiringOutcome::Fired, "{firing:?}");
        assert_eq!(
            firing.planned_at,
            at("2026-01-01T00:00:00Z") + TimeDelta::seconds(10 * (index as i64 + 1))
        );
    }
    let runs = nodes[0].runs("Quick").await;
    assert_eq!(runs.len(), 100);
    let mut of_firings: Vec<_> = firings.iter().map(|firing| firing.run.unwrap()).collect();
    let mut all: Vec<_> = runs.iter().map(|run| run.id).collect();
    of_firings.sort();
    all.sort();
    assert_eq!(of_firings, all);
    assert!(runs.iter().all(|run| run.started_by == "schedule:Quick/test"));
    for node in nodes {
        node.runtime.shutdown().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nights_when_clocks_change_fire_once_and_intervals_keep_their_pace() {
    let store = store().await;
    let clock = TestClock::at("2026-03-28T12:00:00Z");
    let node = TestNode::start(&store, &clock).await;
    node.runtime.deploy(QUICK, "test").await.unwrap();
    let kyiv = |cron: &str| ScheduleSettings {
        timezone: "Europe/Kyiv".to_owned(),
        overlap: Overlap::Allow,
        ..settings(cron)
    };
    let nightly = node.schedule("Quick", kyiv("30 3 * * *")).await;
    let pace = {
        let new = throughline::triggers::schedule::NewSchedule {
            process: "Quick".to_owned(),
            name: "pace".to_owned(),
            settings: kyiv("*/20 * * * *"),
        };
        let id = node.schedules.create(&new, "test").await.unwrap().id;
        node.begin_now(id).await;
        id
    };
    let night = async |from: &str, hours: i64| {
        clock.set(from);
        // Both at once: a look in between would catch up with what lies between the nights.
        sqlx::query("UPDATE schedule SET decided_until = $1, look_at = $1")
            .bind(at(from))
            .execute(store.pool())
            .await
            .unwrap();
        for _ in 0..hours * 60 {
            clock.forward(TimeDelta::minutes(1));
            node.look().await;
        }
    };
    night("2026-03-28T22:00:00Z", 6).await;
    night("2026-10-24T22:00:00Z", 6).await;
    let planned: Vec<_> = node.firings(nightly).await.iter().map(|f| f.planned_at).collect();
    assert_eq!(planned, [at("2026-03-29T01:00:00Z"), at("2026-10-25T00:30:00Z")]);
    let planned: Vec<_> = node.firings(pace).await.iter().map(|f| f.planned_at).collect();
    assert_eq!(planned.len(), 2 * 18);
    for half in planned.chunks(18) {
        assert!(half.windows(2).all(|pair| pair[1] - pair[0] == TimeDelta::minutes(20)));
    }
    assert_eq!(node.runs("Quick").await.len(), 38);
    node.runtime.shutdown().await;
}

/// Puts a row back to how it was between two steps.
async fn unfinish(store: &Store, set: &str) {
    let sql = format!("UPDATE schedule_firing SET {set}");
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .execute(store.pool())
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_dead_node_left_unfinished_is_finished_once() {
    let store = store().await;
    let clock = TestClock::at("2026-01-01T00:00:00Z");
    let node = TestNode::start(&store, &clock).await;
    node.runtime.deploy(QUICK, "test").await.unwrap();
    let id = node
        .schedule(
            "Quick",
            ScheduleSettings {
                input: json!({ "n": 1 }),
                ..settings("0 * * * *")
            },
        )
        .await;

    // Died after the decision: the row stands, nobody took it up.
    node.store()
        .advance_schedule(id, at("2026-01-01T00:00:00Z"), |_, _| unreachable!("nothing is due"))
        .await
        .unwrap();
    let request = json!({ "input": { "n": 1 }, "business_key": "test 2026-01-01T01:00:00Z" });
    sqlx::query(
        "INSERT INTO schedule_firing (schedule_id, planned_at, origin, outcome, request, open, attempts, try_at, decided_at, changed_at)
         VALUES ($1, '2026-01-01T01:00:00Z', 'schedule', 'starting', $2, true, 1, '2026-01-01T01:00:30Z',
                 '2026-01-01T01:00:00Z', '2026-01-01T01:00:00Z')",
    )
    .bind(id)
    .bind(request.to_string().into_bytes())
    .execute(store.pool())
    .await
    .unwrap();
    node.look_at("2026-01-01T01:00:10Z").await;
    assert_eq!(
        node.outcomes(id).await,
        [FiringOutcome::Starting],
        "its node may still be at it"
    );
    node.look_at("2026-01-01T01:00:30Z").await;
    let firing = node.firings(id).await.remove(0);
    assert_eq!((firing.outcome, firing.attempts), (FiringOutcome::Fired, 2));

    // Died after the start: the run exists, the row does not know it.
    unfinish(
        &store,
        "outcome = 'starting', run_id = NULL, open = true, try_at = '2026-01-01T01:01:00Z',
         request = '{\"input\":{\"n\":1},\"business_key\":\"test 2026-01-01T01:00:00Z\"}'::bytea",
    )
    .await;
    node.look_at("2026-01-01T01:01:00Z").await;
    let again = node.firings(id).await.remove(0);
    assert_eq!((again.outcome, again.run), (FiringOutcome::Fired, firing.run));
    let runs = node.runs("Quick").await;
    assert_eq!(runs.len(), 1);
    assert_eq!(runs[0].business_key.as_deref(), Some("test 2026-01-01T01:00:00Z"));
    node.runtime.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_that_fails_for_good_is_in_the_history_and_can_be_made_up_for() {
    let store = store().await;
    let clock = TestClock::at("2026-01-01T00:00:00Z");
    let node = TestNode::start(&store, &clock).await;
    node.runtime.deploy(QUICK, "test").await.unwrap();
    let id = node.schedule("Quick", settings("0 * * * *")).await;
    let strict =
        "process: Quick\ninput: { required: [n], properties: { n: { type: integer } } }\nsteps:\n  done: { end: {} }\n";
    node.runtime.deploy(strict, "test").await.unwrap();
    node.look_at("2026-01-01T01:00:00Z").await;
    let firing = node.firings(id).await.remove(0);
    assert_eq!(firing.outcome, FiringOutcome::Failed);
    assert!(
        firing
            .reason
            .as_deref()
            .unwrap()
            .contains("\"n\" is a required property"),
        "{firing:?}"
    );

    // The next ones are not held up by it, and it can be made up for once the process takes the input again.
    node.runtime.deploy(QUICK, "test").await.unwrap();
    node.look_at("2026-01-01T02:00:00Z").await;
    assert_eq!(node.outcomes(id).await, [FiringOutcome::Failed, FiringOutcome::Fired]);
    let done = node
        .schedules
        .backfill(id, at("2026-01-01T00:30:00Z"), at("2026-01-01T02:00:00Z"), "ann")
        .await
        .unwrap();
    assert_eq!((done.planned, done.accepted), (2, 1));
    node.work_off(id).await;
    let firing = node.firings(id).await.remove(0);
    assert_eq!(
        (firing.outcome, firing.origin, firing.asked_by.as_deref()),
        (FiringOutcome::Fired, FiringOrigin::Backfill, Some("ann"))
    );
    assert_eq!(node.runs("Quick").await.len(), 2);
    node.runtime.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backfill_fires_what_was_planned_once_and_is_bounded() {
    let store = store().await;
    let clock = TestClock::at("2026-01-01T12:00:00Z");
    let node = TestNode::start(&store, &clock).await;
    node.runtime.deploy(QUICK, "test").await.unwrap();
    let id = node.schedule("Quick", settings("0 * * * *")).await;
    let (from, to) = (at("2026-01-01T02:00:00Z"), at("2026-01-01T06:30:00Z"));
    for accepted in [5, 0] {
        let done = node.schedules.backfill(id, from, to, "ann").await.unwrap();
        assert_eq!((done.planned, done.accepted), (5, accepted));
        node.work_off(id).await;
    }
    let firings = node.firings(id).await;
    assert_eq!(firings.len(), 5);
    assert!(firings.iter().all(|firing| firing.outcome == FiringOutcome::Fired));
    // One after the other: the next begins when the one before has ended.
    let runs = node.runs("Quick").await;
    assert!(
        runs.windows(2)
            .all(|pair| pair[0].ended_at.unwrap() <= pair[1].created_at + TimeDelta::seconds(1))
    );
    assert_eq!(runs[0].business_key.as_deref(), Some("test 2026-01-01T02:00:00Z"));

    let far = node.schedules.backfill(id, at("2020-01-01T00:00:00Z"), to, "ann").await;
    assert!(
        matches!(far, Err(ScheduleError::TooMany { last }) if last == at("2020-02-11T15:00:00Z")),
        "{far:?}"
    );
    let future = node
        .schedules
        .backfill(id, from, at("2026-01-01T12:00:01Z"), "ann")
        .await;
    assert!(matches!(future, Err(ScheduleError::Range(_))));
    let backwards = node.schedules.backfill(id, to, from, "ann").await;
    assert!(matches!(backwards, Err(ScheduleError::Range(_))));
    node.runtime.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_schedule_starts_nothing_and_goes_on_from_now() {
    let store = store().await;
    let clock = TestClock::at("2026-01-01T00:00:00Z");
    let node = TestNode::start(&store, &clock).await;
    node.runtime.deploy(QUICK, "test").await.unwrap();
    let id = node
        .schedule(
            "Quick",
            ScheduleSettings {
                missed: Missed::RunAll,
                ..settings("0 * * * *")
            },
        )
        .await;
    let paused = node.schedules.pause(id, "ann").await.unwrap();
    assert_eq!(paused.paused, Some((at("2026-01-01T00:00:00Z"), "ann".to_owned())));
    assert_eq!(
        node.schedules.pause(id, "bob").await.unwrap(),
        paused,
        "pausing twice changes nothing"
    );
    node.look_at("2026-01-01T05:30:00Z").await;
    assert!(node.firings(id).await.is_empty());

    // A person may run it all the same.
    let now = node.schedules.run_now(id, "ann").await.unwrap();
    assert_eq!(
        (now.outcome, now.origin, now.planned_at),
        (FiringOutcome::Fired, FiringOrigin::Manual, at("2026-01-01T05:30:00Z"))
    );
    node.ended(now.run.unwrap()).await;

    assert_eq!(node.schedules.resume(id, "ann").await.unwrap().paused, None);
    node.look().await;
    assert_eq!(node.firings(id).await.len(), 1, "what was paused is not made up for");
    node.look_at("2026-01-01T06:00:00Z").await;
    assert_eq!(
        node.firings(id).await.last().unwrap().planned_at,
        at("2026-01-01T06:00:00Z")
    );
    assert_eq!(node.runs("Quick").await.len(), 2);
    node.runtime.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn runs_keep_the_business_key_their_process_makes() {
    let store = store().await;
    let clock = TestClock::at("2026-01-01T00:00:00Z");
    let node = TestNode::start(&store, &clock).await;
    let keyed = "process: Keyed\nbusiness_key: '=\"own \" + input.n'\ninput: { properties: { n: { default: 7 } } }\nsteps:\n  done: { end: {} }\n";
    node.runtime.deploy(keyed, "test").await.unwrap();
    node.schedule("Keyed", settings("0 * * * *")).await;
    node.look_at("2026-01-01T01:00:00Z").await;
    let runs = node.runs("Keyed").await;
    assert_eq!(runs[0].business_key.as_deref(), Some("own 7"));
    let trigger: Value = json!(TriggerKind::Schedule);
    assert_eq!(trigger, "schedule");
    node.runtime.shutdown().await;
}

/// The scheduler as a task, by the database's own clock, woken when a schedule is made.
#[tokio::test(flavor = "multi_thread")]
async fn the_task_wakes_for_a_new_schedule_and_ends_when_asked() {
    let store = store().await;
    let node = TestNode::start(&store, &TestClock::at("2026-01-01T00:00:00Z")).await;
    node.runtime.deploy(QUICK, "test").await.unwrap();
    let stop = tokio_util::sync::CancellationToken::new();
    let scheduler = throughline::triggers::schedule::Scheduler::new(node.runtime.clone());
    let task = tokio::spawn(scheduler.run(stop.clone()));
    let new = throughline::triggers::schedule::NewSchedule {
        process: "Quick".to_owned(),
        name: "now".to_owned(),
        settings: settings("* * * * * *"),
    };
    throughline::triggers::schedule::Schedules::new(node.runtime.clone())
        .create(&new, "test")
        .await
        .unwrap();
    crate::store_support::until(
        &store,
        "SELECT count(*) >= 2 FROM schedule_firing WHERE outcome = 'fired'",
    )
    .await;
    stop.cancel();
    tokio::time::timeout(crate::store_support::DEADLINE, task)
        .await
        .unwrap()
        .unwrap();
    node.runtime.shutdown().await;
}
