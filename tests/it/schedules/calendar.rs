//! Many schedules at once: what fires next, and the days of a calendar on the nights when clocks change.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use throughline::store::{FiringOutcome, ScheduleFilter};
use throughline::triggers::schedule::{Calendar, CalendarFilter, Cut, NewSchedule};

use super::{LONG, QUICK, TestClock, TestNode, at, settings};
use crate::api_support::{TestService, problem};
use crate::store_support::store;

async fn calendar(node: &TestNode, from: &str, to: &str) -> Calendar {
    let filter = CalendarFilter {
        from: from.parse().unwrap(),
        to: to.parse().unwrap(),
        zone: "Europe/Kyiv".parse().unwrap(),
        schedules: ScheduleFilter::default(),
    };
    node.schedules.calendar(&filter).await.unwrap()
}

/// Date, number of times to come, and where each is, by cell.
fn to_come(calendar: &Calendar) -> Vec<(String, u32, Vec<String>)> {
    let cells = calendar.cells.iter();
    cells
        .map(|cell| {
            let times = cell
                .times
                .iter()
                .map(|time| time.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true));
            (cell.date.to_string(), cell.planned, times.collect())
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_has_the_nights_when_clocks_change() {
    let clock = TestClock::at("2026-03-27T12:00:00Z");
    let node = TestNode::start(&store().await, &clock).await;
    node.runtime.deploy(QUICK, "test").await.unwrap();
    let mut nightly = settings("30 3 * * *");
    nightly.timezone = "Europe/Kyiv".to_owned();
    node.schedule("Quick", nightly).await;
    // 03:30 is skipped on the 29th: it fires right after the gap, at 04:00.
    assert_eq!(
        to_come(&calendar(&node, "2026-03-28", "2026-03-30").await),
        [
            ("2026-03-28".to_owned(), 1, vec!["2026-03-28T01:30:00Z".to_owned()]),
            ("2026-03-29".to_owned(), 1, vec!["2026-03-29T01:00:00Z".to_owned()]),
            ("2026-03-30".to_owned(), 1, vec!["2026-03-30T00:30:00Z".to_owned()]),
        ]
    );
    // 03:30 comes twice on 25 October: it fires at the first.
    assert_eq!(
        to_come(&calendar(&node, "2026-10-25", "2026-10-25").await),
        [("2026-10-25".to_owned(), 1, vec!["2026-10-25T00:30:00Z".to_owned()])]
    );
    node.runtime.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn days_of_23_and_25_hours_have_as_many_quarters() {
    let clock = TestClock::at("2026-03-27T12:00:00Z");
    let node = TestNode::start(&store().await, &clock).await;
    node.runtime.deploy(QUICK, "test").await.unwrap();
    node.schedule("Quick", settings("*/15 * * * *")).await;
    for (day, quarters) in [("2026-03-28", 96), ("2026-03-29", 92), ("2026-10-25", 100)] {
        let calendar = calendar(&node, day, day).await;
        let cell = &calendar.cells[0];
        assert_eq!(
            (cell.planned, cell.times.len(), cell.more),
            (quarters, 0, false),
            "{day}"
        );
        assert_eq!(cell.every, Some(chrono::TimeDelta::minutes(15)));
        assert_eq!((cell.first_at, calendar.cut), (calendar.days[0].starts, None));
    }
    node.runtime.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_past_is_what_became_of_it_and_a_late_start_says_so() {
    let clock = TestClock::at("2026-01-05T09:30:00Z");
    let node = TestNode::start(&store().await, &clock).await;
    node.runtime.deploy(LONG, "test").await.unwrap();
    let hourly = node.schedule("Long", settings("0 10-12 * * *")).await;
    node.look_at("2026-01-05T10:00:01Z").await;
    // Its first run goes on: eleven o'clock is left out.
    node.look_at("2026-01-05T11:00:01Z").await;
    let first = node.firings(hourly).await[0].run.unwrap();
    node.end(first).await;
    // Nobody looks at noon; half an hour later the missed time starts a run.
    node.look_at("2026-01-05T12:30:00Z").await;
    let found = calendar(&node, "2026-01-05", "2026-01-06").await;
    let times = &found.cells[0].times;
    let seen: Vec<_> = times
        .iter()
        .map(|time| {
            let firing = time.firing.as_ref().unwrap();
            let late = firing.late_by(Duration::ZERO).map(|late| late.num_minutes());
            (time.at, firing.outcome, late)
        })
        .collect();
    assert_eq!(
        seen,
        [
            (at("2026-01-05T10:00:00Z"), FiringOutcome::Fired, None),
            (at("2026-01-05T11:00:00Z"), FiringOutcome::Skipped, None),
            (at("2026-01-05T12:00:00Z"), FiringOutcome::Fired, Some(30)),
        ]
    );
    assert_eq!(times[0].firing.as_ref().unwrap().run, Some(first));
    assert_eq!(times[1].firing.as_ref().unwrap().blocked_by, Some(first));
    assert_eq!(found.cells[1].planned, 3);

    // Paused, it has a past and nothing to come.
    node.schedules.pause(hourly, "test").await.unwrap();
    let paused = calendar(&node, "2026-01-05", "2026-01-06").await;
    assert_eq!(
        (paused.cells.len(), paused.cells[0].times.len(), paused.cells[0].planned),
        (1, 3, 0)
    );
    node.runtime.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn very_many_times_are_bounded_and_said_to_be() {
    let clock = TestClock::at("2026-01-05T09:30:00Z");
    let node = TestNode::start(&store().await, &clock).await;
    node.runtime.deploy(QUICK, "test").await.unwrap();
    for name in ["a", "b", "c", "d", "e"] {
        let new = NewSchedule {
            process: "Quick".to_owned(),
            name: name.to_owned(),
            settings: settings("* * * * * *"),
        };
        let id = node.schedules.create(&new, "test").await.unwrap().id;
        sqlx::query("UPDATE schedule SET decided_until = '2026-01-05T09:30:00Z' WHERE id = $1")
            .bind(id)
            .execute(node.store().pool())
            .await
            .unwrap();
    }
    let whole = calendar(&node, "2026-01-10", "2026-02-20").await;
    assert_eq!(whole.cut, Some(Cut::Times));
    assert!(
        whole
            .cells
            .iter()
            .all(|cell| cell.more && cell.planned == 300 && cell.times.is_empty())
    );
    let day = calendar(&node, "2026-01-10", "2026-01-10").await;
    assert_eq!((day.cut, day.cells.len()), (None, 5));
    node.runtime.shutdown().await;
}

async fn get(service: &TestService, path: &str) -> reqwest::Response {
    service.request(Method::GET, path).send().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fires_next_is_told_of_what_one_may_see() {
    let service = TestService::start().await;
    service.client.deploy(QUICK).await.unwrap();
    service.client.deploy(LONG).await.unwrap();
    for (process, name, cron) in [
        ("Quick", "yearly", "0 0 1 1 *"),
        ("Quick", "monthly", "0 0 1 * *"),
        ("Long", "minutely", "* * * * *"),
        ("Long", "paused", "* * * * *"),
    ] {
        let made = service
            .request(Method::POST, "/api/v1/schedules")
            .json(&json!({ "process": process, "name": name, "cron": cron, "timezone": "Europe/Kyiv" }))
            .send()
            .await
            .unwrap();
        assert_eq!(made.status(), 201);
        if name == "paused" {
            let id = made.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
            let paused = service
                .request(Method::POST, &format!("/api/v1/schedules/{id}/pause"))
                .send()
                .await
                .unwrap();
            assert_eq!(paused.status(), 200);
        }
    }
    let names = |body: &Value| -> Vec<String> {
        let items = body["items"].as_array().unwrap().iter();
        items.map(|item| item["name"].as_str().unwrap().to_owned()).collect()
    };
    let all = service.get("/api/v1/schedules/upcoming").await;
    assert_eq!(names(&all)[0], "minutely");
    assert_eq!(names(&all).len(), 3);
    assert!(all["items"][0]["local"].as_str().unwrap().contains("+0"), "{all}");
    assert_eq!(
        names(&service.get("/api/v1/schedules/upcoming?limit=1").await),
        ["minutely"]
    );

    // Somebody else's process is in neither.
    let granted = service.grant("Long", "see", json!({ "role": "administrator" })).await;
    assert!(granted.status().is_success(), "{:?}", granted.text().await);
    let viewer = service.role("looks", "viewer").await;
    let response = service
        .send(&viewer, Method::GET, "/api/v1/schedules/upcoming", None)
        .await;
    let seen: Value = response.json().await.unwrap();
    assert!(!seen.to_string().contains("Long"), "{seen}");
    let days = "/api/v1/schedules/calendar?from=2099-01-01&to=2099-01-01&timezone=Europe/Kyiv";
    let response = service.send(&viewer, Method::GET, days, None).await;
    let seen: Value = response.json().await.unwrap();
    assert!(!seen.to_string().contains("Long"), "{seen}");
    assert_eq!(seen["schedules"].as_array().unwrap().len(), 2, "{seen}");
    assert_eq!(service.get(days).await["schedules"].as_array().unwrap().len(), 3);
    service.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_and_a_preview_say_what_is_wrong_with_what_was_asked() {
    let service = TestService::start().await;
    for path in [
        "/api/v1/schedules/calendar?from=2026-01-02&to=2026-01-01",
        "/api/v1/schedules/calendar?from=2026-01-01&to=2026-03-01",
        "/api/v1/schedules/calendar?from=9999-01-01&to=9999-01-01",
        "/api/v1/schedules/calendar?from=2026-01-01",
        "/api/v1/schedules/calendar?from=2026-01-01&to=2026-01-01&timezone=Kyiv",
        "/api/v1/schedules/upcoming?limit=0",
        "/api/v1/schedules/preview?cron=*+*+*+*+*&count=501",
    ] {
        problem(get(&service, path).await, 400, "bad-request").await;
    }
    let wrong = get(&service, "/api/v1/schedules/preview?cron=61+*+*+*+*&timezone=Kyiv").await;
    let body = problem(wrong, 422, "invalid-input").await;
    let places: Vec<&str> = body["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| problem["pointer"].as_str().unwrap())
        .collect();
    assert_eq!(places, ["/cron", "/timezone"]);
    let times = service
        .get("/api/v1/schedules/preview?cron=30+3+*+*+*&timezone=Europe/Kyiv&from=2026-03-28T12:00:00Z&count=2&end=2026-03-29T12:00:00Z")
        .await;
    assert_eq!(
        times["firings"],
        json!([{ "utc": "2026-03-29T01:00:00Z", "local": "2026-03-29T04:00:00+03:00" }])
    );
    service.stop().await;
}
