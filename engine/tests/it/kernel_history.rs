//! What is read off a journal afterwards: what each step did, and who changed the variables.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::{Value, json};
use throughline_engine::kernel::{
    Changer, DoingView, ErrorClass, Fact, RunStatus, SpanKind, StepSurvey, Surveyor, TimerKind, VariableChange,
    VariableHistory,
};

use crate::support::Run;

fn survey(run: &Run) -> Vec<StepSurvey> {
    let mut surveyor = Surveyor::new(&run.process, &run.scripts, run.state.id());
    for entry in &run.journal {
        surveyor.fold(entry).unwrap();
    }
    // What was noted on the way is no part of how it stands.
    assert_eq!(surveyor.state().tokens(&run.process), run.state.tokens(&run.process));
    surveyor.finish(run.now)
}

fn step<'a>(steps: &'a [StepSurvey], path: &str) -> &'a StepSurvey {
    steps.iter().find(|step| &*step.step == path).unwrap()
}

fn changes(run: &Run, only: Option<&str>, before: u32, most: usize) -> (Vec<VariableChange>, u32) {
    let mut history = VariableHistory::new(&run.process, &run.scripts, run.state.id(), only, before, most);
    for entry in &run.journal {
        history.fold(entry).unwrap();
    }
    history.finish()
}

#[test]
fn attempts_waits_between_them_and_stops_are_told_apart() {
    let mut run = Run::start(
        "
process: P
steps:
  ask: { call: test.do, retry: { attempts: 2, backoff: 10s..10s } }
  which: { choose: [ { to: done } ] }
  done: { end: {} }
",
        json!({}),
    );
    run.fail("ask", "down", ErrorClass::Transient);
    let waited = run.fire(TimerKind::Backoff);
    run.fail("ask", "down", ErrorClass::Transient);
    assert_eq!(run.status(), RunStatus::Incident);
    let stopped = survey(&run);
    assert_eq!((step(&stopped, "ask").stopped, step(&stopped, "ask").active), (1, 0));
    run.now += TimeDelta::seconds(30);
    run.retry();
    run.succeed("ask", json!({}));
    let steps = survey(&run);
    let ask = step(&steps, "ask");
    assert_eq!((ask.entered, ask.done, ask.caught), (1, 1, 0));
    assert_eq!((ask.attempts, ask.failed), (3, 2));
    let waited = u64::try_from(waited.num_microseconds().unwrap()).unwrap();
    assert_eq!(
        (ask.calling_us, ask.backoff_us, ask.stopped_us),
        (3_000_000, waited, 30_000_000)
    );
    assert_eq!(ask.total_us, 33_000_000 + waited);
    let kinds: Vec<SpanKind> = ask.spans.iter().map(|span| span.kind).collect();
    let attempt = |number, failed| SpanKind::Attempt { number, failed };
    assert_eq!(
        kinds,
        [
            attempt(1, true),
            SpanKind::Backoff,
            attempt(2, true),
            SpanKind::Stopped,
            attempt(3, false)
        ]
    );
    assert!(ask.spans.iter().all(|span| span.to.is_some()));
    assert_eq!((step(&steps, "which").done, step(&steps, "done").done), (1, 1));
}

#[test]
fn items_are_counted_and_measured_each_and_the_list_is_one_span() {
    let mut run = Run::start(
        "
process: P
steps:
  each:
    for_each: =[1, 2, 3]
    parallel: 2
    catch: [ { error: bad } ]
    steps:
      ask: { call: test.do }
",
        json!({}),
    );
    run.succeed("each/ask", json!({}));
    run.fail("each/ask", "bad", ErrorClass::Permanent);
    let during = survey(&run);
    let each = step(&during, "each");
    assert_eq!(
        (each.total, each.entered, each.done, each.caught, each.active),
        (Some(3), 3, 2, 1, 1)
    );
    run.succeed("each/ask", json!({}));
    let steps = survey(&run);
    let each = step(&steps, "each");
    assert_eq!((each.done, each.active), (3, 0));
    let took: Vec<u64> = each.lengths.iter().map(|length| length.took_us / 1_000_000).collect();
    assert_eq!(took, [1, 2, 2]);
    assert_eq!(each.spans.len(), 1, "{:?}", each.spans);
    assert_eq!(each.spans[0].kind, SpanKind::Inside);
    let ask = step(&steps, "each/ask");
    assert_eq!(
        (ask.entered, ask.done, ask.caught, ask.attempts, ask.failed),
        (3, 2, 1, 3, 1)
    );
    assert_eq!(ask.spans[1].item, Some(1));
}

#[test]
fn items_of_a_single_activity_are_told_from_the_list_they_belong_to() {
    let mut run = Run::start(
        "process: P\nsteps:\n  each: { for_each: =input.list, parallel: 100, call: test.do }\n",
        json!({ "list": (0..100).collect::<Vec<_>>() }),
    );
    for _ in 0..99 {
        run.succeed("each", json!({}));
    }
    run.fail("each", "bad", ErrorClass::Permanent);
    let steps = survey(&run);
    let each = step(&steps, "each");
    assert_eq!(
        (each.total, each.done, each.active, each.stopped),
        (Some(100), 99, 0, 1)
    );
    assert_eq!((each.attempts, each.failed), (100, 1));
    assert!(each.more_spans && each.spans.len() <= 41, "{}", each.spans.len());
    // The nearest rank: the 50th of 99 took 50 s.
    assert_eq!(each.percentile_us(50), Some(50_000_000));
    assert_eq!(each.percentile_us(100), Some(99_000_000));
    let density = each.density(run.now - TimeDelta::seconds(100), run.now, 10);
    assert_eq!((density.done.iter().sum::<u32>(), density.failed[9]), (99, 1));
    assert_eq!(density.done[1], 10);
}

#[test]
fn a_list_that_is_done_within_one_fact_is_still_counted() {
    let run = Run::start(
        "process: P\nsteps:\n  each: { for_each: =input.list, parallel: 8, script: item * 2 }\n",
        json!({ "list": (0..1000).collect::<Vec<_>>() }),
    );
    let steps = survey(&run);
    let each = step(&steps, "each");
    assert_eq!(
        (each.total, each.done, each.percentile_us(95)),
        (Some(1000), 1000, Some(0))
    );
}

#[test]
fn what_a_cancel_leaves_is_not_done() {
    let mut run = Run::start(
        "process: P\nsteps:\n  both: { fork: [a, b] }\n  a: { call: test.do, to: end }\n  b: { wait: 1h }\n",
        json!({}),
    );
    run.succeed("a", json!({}));
    run.offer(Fact::Cancelled {
        by: "ann".to_owned(),
        reason: None,
    })
    .unwrap();
    let steps = survey(&run);
    assert_eq!((step(&steps, "a").done, step(&steps, "a").caught), (1, 0));
    assert_eq!((step(&steps, "b").done, step(&steps, "b").caught), (0, 1));
    assert_eq!(step(&steps, "both").done, 1);
}

const COUNTING: &str = "
process: P
input: { properties: { n: { type: integer } } }
variables: { a: =input.n, b: null }
steps:
  first: { call: test.do, set: { a: =result.a, b: =a } }
  second: { script: 'throw \"no\"', catch: [ { error: '*', set: { b: caught }, to: third } ] }
  third: { call: test.do }
";

#[test]
fn each_change_of_a_variable_says_who_made_it_and_what_was_before() {
    let mut run = Run::start(COUNTING, json!({ "n": 1 }));
    run.succeed("first", json!({ "a": 2 }));
    run.offer(Fact::VariablesEdited {
        token: None,
        variables: BTreeMap::from([("a".to_owned(), Arc::new(json!(9)))]),
        by: "ann".to_owned(),
        reason: Some("a typing mistake".to_owned()),
    })
    .unwrap();
    let (all, total) = changes(&run, None, u32::MAX, 100);
    type Told<'a> = (u32, &'a str, Changer, Option<Value>, Value);
    let told: Vec<Told<'_>> = all
        .iter()
        .map(|change| {
            let before = change.before.as_deref().cloned();
            (
                change.seq.0,
                &*change.name,
                change.by.clone(),
                before,
                (*change.after).clone(),
            )
        })
        .collect();
    let step = |path: &str| Changer::Step(path.into());
    let ann = Changer::Person {
        by: "ann".to_owned(),
        reason: Some("a typing mistake".to_owned()),
    };
    assert_eq!(
        told,
        [
            (3, "a", ann, Some(json!(2)), json!(9)),
            (2, "b", step("second"), Some(json!(1)), json!("caught")),
            (2, "b", step("first"), Some(Value::Null), json!(1)),
            (2, "a", step("first"), Some(json!(1)), json!(2)),
            (1, "b", Changer::Definition, None, Value::Null),
            (1, "a", Changer::Definition, None, json!(1)),
        ]
    );
    assert_eq!(total, 6);
}

#[test]
fn changes_are_read_page_by_page_of_one_variable() {
    let mut run = Run::start(
        "
process: P
variables: { n: 0, other: 0 }
steps:
  add: { call: test.do, set: { n: =n + 1, other: =result }, to: more }
  more: { choose: [ { when: =n < 50, to: add }, { to: end } ] }
",
        json!({}),
    );
    for n in 0..50 {
        run.succeed("add", json!(n));
    }
    let (page, total) = changes(&run, Some("n"), u32::MAX, 10);
    assert_eq!((total, page.len(), &*page[0].after), (51, 10, &json!(50)));
    let (next, _) = changes(&run, Some("n"), page[9].number, 10);
    assert_eq!((next[0].number, &*next[0].after), (41, &json!(40)));
}

#[test]
fn variables_are_known_after_the_run_has_ended() {
    let mut run = Run::start(COUNTING, json!({ "n": 1 }));
    run.succeed("first", json!({ "a": 2 }));
    run.succeed("third", json!({}));
    assert_eq!(run.status(), RunStatus::Completed);
    let mut history = VariableHistory::new(&run.process, &run.scripts, run.state.id(), None, 0, 0);
    for entry in &run.journal {
        history.fold(entry).unwrap();
    }
    let values: Vec<(String, Value)> = history
        .variables()
        .into_iter()
        .map(|(name, value)| (name, (*value).clone()))
        .collect();
    assert_eq!(values, [("a".to_owned(), json!(2)), ("b".to_owned(), json!("caught"))]);
}

#[test]
fn an_incident_says_what_can_be_done_about_it() {
    let can = |definition: &str| {
        let run = Run::start(definition, json!({}));
        match run.state.tokens(&run.process)[0].doing {
            DoingView::Incident { can_skip, can_move, .. } => (can_skip, can_move),
            ref other => panic!("{other:?}"),
        }
    };
    let gateway = "process: P\nsteps:\n  c: { choose: [ { when: =false, to: end } ] }\n";
    assert_eq!(can(gateway), (false, false));
    let script = "process: P\nsteps:\n  s: { script: 'throw \"no\"' }\n  e: { end: {} }\n";
    assert_eq!(can(script), (true, true));
}
