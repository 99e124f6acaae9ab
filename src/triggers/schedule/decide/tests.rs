//! Every policy without a database.

use std::time::Duration;

use serde_json::json;
use throughline_engine::kernel::RunStatus;
use uuid::Uuid;

use super::*;
use crate::store::{ScheduleId, ScheduleSettings, ScheduleSource};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn schedule(cron: &str, overlap: Overlap, missed: Missed, decided: &str) -> Schedule {
    Schedule {
        id: ScheduleId(Uuid::from_u128(1)),
        process: "Report".to_owned(),
        name: "hourly".to_owned(),
        source: ScheduleSource::Api,
        settings: ScheduleSettings {
            cron: cron.to_owned(),
            timezone: "UTC".to_owned(),
            overlap,
            missed,
            jitter: Duration::ZERO,
            start: None,
            end: None,
            input: json!({ "n": 1 }),
        },
        paused: None,
        decided_until: at(decided),
        look_at: Some(at(decided)),
        created_at: at(decided),
        changed_at: at(decided),
        changed_by: "test".to_owned(),
    }
}

fn run(schedule: &Schedule, underway: &Underway, now: &str) -> Decision {
    let timing = Timing::new(schedule.id, &schedule.settings).unwrap();
    let decision = decide(schedule, &timing, underway, at(now), true);
    // Whatever is told can be told in another language, too.
    for words in decision.firings.iter().filter_map(|firing| firing.reason.as_deref()) {
        assert!(crate::triggers::schedule::Why::read(words).is_some(), "{words}");
    }
    decision
}

fn outcomes(decision: &Decision) -> Vec<FiringOutcome> {
    decision.firings.iter().map(|firing| firing.outcome).collect()
}

fn busy(queued: u32) -> Underway {
    let run = RunId(Uuid::from_u128(9));
    Underway {
        active: Some(ActiveFiring {
            planned_at: at("2026-01-01T09:00:00Z"),
            run: Some((run, RunStatus::Incident)),
        }),
        queued,
    }
}

#[test]
fn one_that_is_on_time_starts_and_its_run_is_named_after_it() {
    let schedule = schedule("0 * * * *", Overlap::Skip, Missed::Skip, "2026-01-01T09:00:00Z");
    let decision = run(&schedule, &Underway::default(), "2026-01-01T10:00:00.2Z");
    assert_eq!(outcomes(&decision), [FiringOutcome::Starting]);
    let request: Request = serde_json::from_slice(decision.firings[0].request.as_deref().unwrap()).unwrap();
    assert_eq!(request.business_key.as_deref(), Some("hourly 2026-01-01T10:00:00Z"));
    assert_eq!(request.input, json!({ "n": 1 }));
    assert_eq!(decision.decided_until, at("2026-01-01T10:00:00Z"));
    assert_eq!(decision.look_at, Some(at("2026-01-01T11:00:00Z")));
}

#[test]
fn nothing_due_moves_nothing() {
    let schedule = schedule("0 * * * *", Overlap::Skip, Missed::Skip, "2026-01-01T09:10:00Z");
    let decision = run(&schedule, &Underway::default(), "2026-01-01T09:30:00Z");
    assert!(decision.firings.is_empty());
    assert_eq!(decision.decided_until, schedule.decided_until);
    assert_eq!(decision.look_at, Some(at("2026-01-01T10:00:00Z")));
}

#[test]
fn ten_missed_are_handled_as_the_policy_says() {
    use FiringOutcome::{Missed as M, Queued as Q, Starting as S};
    for (missed, expected) in [
        (Missed::Skip, vec![M; 10]),
        (Missed::RunOnce, [vec![M; 9], vec![S]].concat()),
        (Missed::RunAll, [vec![S], vec![Q; 9]].concat()),
    ] {
        let schedule = schedule("0 * * * *", Overlap::Skip, missed, "2026-01-01T00:30:00Z");
        let decision = run(&schedule, &Underway::default(), "2026-01-01T10:30:00Z");
        assert_eq!(outcomes(&decision), expected, "{missed:?}");
    }
    let schedule = schedule("0 * * * *", Overlap::Allow, Missed::RunAll, "2026-01-01T00:30:00Z");
    let decision = run(&schedule, &Underway::default(), "2026-01-01T10:30:00Z");
    assert_eq!(outcomes(&decision), vec![S; 10]);
}

#[test]
fn run_all_is_bounded_and_says_so() {
    let schedule = schedule("* * * * *", Overlap::Allow, Missed::RunAll, "2026-01-01T00:00:00Z");
    let decision = run(&schedule, &Underway::default(), "2026-01-02T00:00:30Z");
    // 1,439 were missed; the last one is on time.
    let started = decision
        .firings
        .iter()
        .filter(|firing| firing.outcome == FiringOutcome::Starting)
        .count();
    assert_eq!(started, 101);
    let left_out: u32 = decision
        .firings
        .iter()
        .filter(|firing| firing.outcome == FiringOutcome::Missed)
        .map(|firing| firing.times)
        .sum();
    assert_eq!(left_out, 1339);
    assert!(decision.firings[0].reason.as_deref().unwrap().contains("latest 100"));
}

#[test]
fn overlap_decides_what_meets_a_run_that_has_not_ended() {
    use FiringOutcome::{Queued, Skipped, Starting};
    for (overlap, queued, expected) in [
        (Overlap::Skip, 0, Skipped),
        (Overlap::QueueOne, 0, Queued),
        (Overlap::QueueOne, 1, Skipped),
        (Overlap::QueueAll, 7, Queued),
        (Overlap::QueueAll, MOST_QUEUED, Skipped),
        (Overlap::CancelOther, 0, Queued),
        (Overlap::Allow, 0, Starting),
    ] {
        let schedule = schedule("0 * * * *", overlap, Missed::Skip, "2026-01-01T09:00:00Z");
        let decision = run(&schedule, &busy(queued), "2026-01-01T10:00:01Z");
        assert_eq!(outcomes(&decision), [expected], "{overlap:?} {queued}");
        let firing = &decision.firings[0];
        assert_eq!(firing.ends_other, overlap == Overlap::CancelOther);
        assert_eq!(decision.supersede.is_some(), overlap == Overlap::CancelOther);
        if expected != Starting {
            assert_eq!(firing.blocked_by, Some(RunId(Uuid::from_u128(9))));
            assert!(
                firing.reason.as_deref().unwrap().contains("stands at an incident"),
                "{firing:?}"
            );
        }
    }
}

#[test]
fn of_several_on_time_cancel_other_starts_the_last() {
    use FiringOutcome::{Skipped, Starting};
    let schedule = schedule(
        "*/10 * * * * *",
        Overlap::CancelOther,
        Missed::Skip,
        "2026-01-01T09:00:00Z",
    );
    let decision = run(&schedule, &Underway::default(), "2026-01-01T09:00:30Z");
    assert_eq!(outcomes(&decision), [Skipped, Skipped, Starting]);
}
