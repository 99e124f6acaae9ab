//! The rules of the language, each by a definition that would show it broken.

use serde_json::json;
use throughline_engine::kernel::{ErrorClass, Fact, RunStatus, TimerKind};

use crate::support::Run;

#[test]
fn steps_flow_in_the_order_written_and_set_sees_the_values_before() {
    let mut run = Run::start(
        "
process: P
input: { properties: { n: { type: integer } } }
variables: { a: 1, b: =input.n }
steps:
  first: { call: test.do, with: { a: =a, b: =b }, set: { a: =b, b: =a + result.plus } }
  second: { script: \"let x = a * 10; x + b\", set: { a: =result } }
  done: { end: { result: { a: =a, b: =b, who: =run.started_by } } }
",
        json!({ "n": 5 }),
    );
    assert_eq!(run.calls(), [("first".to_owned(), json!({ "a": 1, "b": 5 }))]);
    run.succeed("first", json!({ "plus": 100 }));
    assert_eq!(run.result(), json!({ "a": 151, "b": 101, "who": "test" }));
}

#[test]
fn a_gateway_without_a_branch_that_fits_is_an_incident_that_names_what_was_tested() {
    let run = Run::start(
        "
process: P
variables: { n: 3 }
steps:
  which: { choose: [ { when: =n > 10, to: big }, { when: =n == 7, to: big } ] }
  big: { end: {} }
",
        json!({}),
    );
    assert_eq!(run.status(), RunStatus::Incident);
    let incidents = run.state.open_incidents(&run.process);
    let message = &incidents[0].2.message;
    assert!(
        message.contains("which") && message.contains("n > 10") && message.contains("n == 7"),
        "{message}"
    );
}

#[test]
fn a_join_waits_for_one_token_on_each_flow_however_many_come_on_one() {
    let mut run = Run::start(
        "
process: P
variables: { rounds: 0 }
steps:
  split: { fork: [left, right] }
  left: { call: test.do, to: both }
  right: { call: test.read, to: both }
  both: { join: all }
  count: { set: { rounds: =rounds + 1 } }
  done: { end: { result: =rounds } }
",
        json!({}),
    );
    let mut called = run.called();
    called.sort();
    assert_eq!(called, ["left", "right"]);
    run.succeed("right", json!(null));
    assert_eq!(run.status(), RunStatus::Running);
    run.succeed("left", json!(null));
    assert_eq!(run.result(), json!(1));
}

#[test]
fn tokens_that_can_never_meet_are_an_incident_and_not_a_silent_hang() {
    let run = Run::start(
        "
process: P
variables: { way: left }
steps:
  which: { choose: [ { when: '=way == \"left\"', to: left }, { to: right } ] }
  left: { set: { way: x }, to: both }
  right: { set: { way: y }, to: both }
  both: { join: all }
  done: { end: {} }
",
        json!({}),
    );
    assert_eq!(run.incidents(), [("both".to_owned(), "deadlock".to_owned())]);
}

const EACH: &str = "
process: P
variables: { done: 0, failed: [] }
steps:
  all:
    for_each: =input.list
    as: user
    parallel: 2
    variables: { note: =user.name }
    steps:
      work: { call: test.do, with: { name: =user.name, at: =index }, set: { done: =done + 1 } }
      ok: { end: { result: =note } }
      failed: { set: { failed: '=failed + [#{ name: user.name, why: error.code, step: error.step }]' } }
    catch: [ { error: test.*, to: failed } ]
    collect: =result
  end_of_it: { end: { result: { done: =done, failed: =failed } } }
";

#[test]
fn for_each_runs_so_many_at_once_and_one_bad_item_does_not_stop_the_others() {
    let list = json!({ "list": [{ "name": "a" }, { "name": "b" }, { "name": "c" }] });
    let mut run = Run::start(EACH, list);
    assert_eq!(run.calls().len(), 2);
    run.fail("all/work", "test.broken", ErrorClass::Permanent);
    assert_eq!(run.calls().len(), 2, "the next item begins when one ends");
    assert_eq!(run.calls()[1].1, json!({ "name": "c", "at": 2 }));
    run.succeed("all/work", json!(null));
    run.succeed("all/work", json!(null));
    assert_eq!(
        run.result(),
        json!({ "done": 2, "failed": [{ "name": "a", "why": "test.broken", "step": "all/work" }] })
    );
}

#[test]
fn an_error_no_catch_matches_stops_its_item_only_and_a_retry_goes_on() {
    let list = json!({ "list": [{ "name": "a" }, { "name": "b" }, { "name": "c" }] });
    let mut run = Run::start(EACH, list);
    run.fail("all/work", "other.broken", ErrorClass::Permanent);
    assert_eq!(run.status(), RunStatus::Running, "the second item goes on");
    run.succeed("all/work", json!(null));
    run.succeed("all/work", json!(null));
    assert_eq!(run.status(), RunStatus::Incident);
    assert_eq!(run.incidents(), [("all/work".to_owned(), "other.broken".to_owned())]);
    run.retry();
    assert_eq!(
        run.calls()[0].1,
        json!({ "name": "a", "at": 0 }),
        "a retry sends the same"
    );
    run.succeed("all/work", json!(null));
    assert_eq!(run.result(), json!({ "done": 3, "failed": [] }));
}

#[test]
fn results_keep_the_order_of_the_list_whatever_ends_first() {
    let mut run = Run::start(
        "
process: P
variables: { got: null }
steps:
  all: { for_each: [1, 2, 3], parallel: 3, call: test.do, with: { n: =item }, collect: =result * 10, set: { got: =result } }
  done: { end: { result: =got } }
",
        json!({}),
    );
    run.open.reverse();
    for n in [3, 2, 1] {
        run.succeed("all", json!(n));
    }
    assert_eq!(run.result(), json!([10, 20, 30]));
}

#[test]
fn an_empty_list_is_done_at_once() {
    let run = Run::start(
        "
process: P
variables: { got: null }
steps:
  all: { for_each: [], call: test.do, set: { got: =result } }
  done: { end: { result: =got } }
",
        json!({}),
    );
    assert_eq!(run.result(), json!([]));
}

#[test]
fn a_failed_item_fails_the_activity_where_a_sub_process_around_it_catches() {
    let mut run = Run::start(
        "
process: P
variables: { why: null }
steps:
  around:
    steps:
      all: { for_each: [1, 2, 3], parallel: 3, call: test.do, with: { n: =item } }
    catch: [ { error: test.broken, set: { why: =error.message }, to: done } ]
  never: { call: test.undo }
  done: { end: { result: =why } }
",
        json!({}),
    );
    assert_eq!(run.calls().len(), 3);
    run.fail("around/all", "test.broken", ErrorClass::Permanent);
    assert_eq!(run.result(), json!("test.broken happened"));
    assert!(run.calls().is_empty(), "the other items were cancelled");
}

#[test]
fn transient_failures_are_repeated_with_growing_waits_and_the_same_bytes() {
    let mut run = Run::start(
        "
process: P
steps:
  work: { call: test.do, with: { id: =uuid() }, retry: { attempts: 3, backoff: 10s..15s } }
  done: { end: { result: ok } }
",
        json!({}),
    );
    let request = run.calls()[0].1.clone();
    run.fail("work", "test.away", ErrorClass::Transient);
    let first = run.fire(TimerKind::Backoff).num_milliseconds();
    assert!((5_000..=10_000).contains(&first), "{first}");
    run.fail("work", "test.away", ErrorClass::Transient);
    let second = run.fire(TimerKind::Backoff).num_milliseconds();
    assert!((7_500..=15_000).contains(&second), "{second}");
    assert_eq!(run.calls()[0].1, request);
    run.fail("work", "test.away", ErrorClass::Transient);
    assert_eq!(run.incidents(), [("work".to_owned(), "test.away".to_owned())]);
    let message = run.state.error().expect("an incident has an error").message.clone();
    assert!(message.contains("attempt 3 of 3"), "{message}");
    run.retry();
    assert_eq!(run.calls()[0].1, request);
    run.succeed("work", json!(null));
    assert_eq!(run.result(), json!("ok"));
}

#[test]
fn a_mistake_after_a_call_never_repeats_the_call() {
    let mut run = Run::start(
        "
process: P
variables: { n: 0 }
steps:
  work: { call: test.do, set: { n: =result.a.b } }
  done: { end: { result: =n } }
",
        json!({}),
    );
    run.succeed("work", json!({ "a": 1 }));
    assert_eq!(run.incidents(), [("work".to_owned(), "script".to_owned())]);
    run.retry();
    assert!(run.calls().is_empty(), "the effect was done once");
    assert_eq!(run.status(), RunStatus::Incident);
}

#[test]
fn a_timeout_interrupts_the_activity_with_its_retries() {
    let mut run = Run::start(
        "
process: P
steps:
  work: { call: test.do, timeout: 1m, retry: { attempts: 100, backoff: 1s..1s }, catch: [ { error: timeout, to: late } ] }
  done: { end: { result: done } }
  late: { end: { result: late } }
",
        json!({}),
    );
    run.fail("work", "test.away", ErrorClass::Transient);
    run.fire(TimerKind::Timeout);
    assert_eq!(run.result(), json!("late"));
}

#[test]
fn an_uncertain_effect_is_for_a_person_unless_caught_by_name() {
    let definition = |catch: &str| {
        format!(
            "
process: P
steps:
  work: {{ call: test.do, catch: [ {{ error: \"{catch}\", to: handled }} ] }}
  done: {{ end: {{ result: done }} }}
  handled: {{ end: {{ result: handled }} }}
"
        )
    };
    let mut run = Run::start(&definition("*"), json!({}));
    run.fail("work", "uncertain", ErrorClass::Uncertain);
    assert_eq!(run.status(), RunStatus::Incident);
    let mut run = Run::start(&definition("uncertain"), json!({}));
    run.fail("work", "uncertain", ErrorClass::Uncertain);
    assert_eq!(run.result(), json!("handled"));
}

#[test]
fn an_error_end_event_goes_to_the_scope_around_or_fails_the_run() {
    let run = Run::start(
        "
process: P
variables: { why: null }
steps:
  inner:
    steps:
      stop: { end: { error: { code: order.rejected, message: '=\"no \" + \"stock\"', data: { sku: 7 } } } }
    catch: [ { error: order.*, set: { why: =error }, to: done } ]
  done: { end: { result: =why } }
",
        json!({}),
    );
    let result = run.result();
    assert_eq!(result["code"], "order.rejected");
    assert_eq!(result["message"], "no stock");
    assert_eq!(result["step"], "inner/stop");
    assert_eq!(result["data"], json!({ "sku": 7 }));

    let run = Run::start(
        "process: P\nsteps:\n  stop: { end: { error: { code: order.rejected } } }\n",
        json!({}),
    );
    assert_eq!(run.status(), RunStatus::Failed);
    assert_eq!(run.state.error().expect("a failed run says why").code, "order.rejected");
}

#[test]
fn a_loop_that_never_waits_ends_as_an_error() {
    let run = Run::start(
        "
process: P
variables: { n: 0 }
steps:
  again: { choose: [ { when: =n >= 0, set: { n: =n + 1 }, to: again }, { to: done } ] }
  done: { end: {} }
",
        json!({}),
    );
    assert_eq!(run.incidents(), [("again".to_owned(), "limit".to_owned())]);
}

#[test]
fn cancelling_ends_everything_and_takes_no_more_facts() {
    let list = json!({ "list": [{ "name": "a" }, { "name": "b" }] });
    let mut run = Run::start(EACH, list);
    run.offer(Fact::Cancelled {
        by: "ann".to_owned(),
        reason: None,
    })
    .expect("a running run can be cancelled");
    assert_eq!(run.status(), RunStatus::Cancelled);
    assert!(run.calls().is_empty());
    assert!(
        run.offer(Fact::Cancelled {
            by: "ann".to_owned(),
            reason: None
        })
        .is_err()
    );
}

#[test]
fn a_wait_is_a_timer_and_nothing_else_is_open() {
    let mut run = Run::start(
        "process: P\nsteps:\n  nap: { wait: 1h30m }\n  done: { end: { result: =now() } }\n",
        json!({}),
    );
    assert_eq!(run.status(), RunStatus::Waiting);
    assert_eq!(run.fire(TimerKind::Wait).num_minutes(), 90);
    assert_eq!(
        run.result(),
        json!(run.now.to_rfc3339_opts(chrono::SecondsFormat::Micros, true))
    );
}

#[test]
fn an_endless_script_ends_as_an_error_of_its_step() {
    let run = Run::start(
        "process: P\nsteps:\n  spin: { script: 'loop { }' }\n  done: { end: {} }\n",
        json!({}),
    );
    assert_eq!(run.incidents(), [("spin".to_owned(), "limit".to_owned())]);
}

#[test]
fn increments_of_parallel_items_are_never_lost() {
    let list = json!({ "list": (0..50).map(|n| json!({ "name": n.to_string() })).collect::<Vec<_>>() });
    let mut run = Run::start(EACH, list);
    while run.status() == RunStatus::Running {
        run.succeed("all/work", json!(null));
    }
    assert_eq!(run.result()["done"], 50);
}

#[test]
fn a_catch_that_leads_back_into_an_endless_loop_still_ends_with_a_person() {
    for definition in [
        "process: P\nsteps:\n  a: { script: 'throw 1', catch: [ { error: \"*\", to: a } ] }\n  done: { end: {} }\n",
        "process: P\nsteps:\n  a: { steps: { x: { script: 'throw 1' } }, catch: [ { error: \"*\", to: a } ] }\n  done: { end: {} }\n",
    ] {
        let run = Run::start(definition, json!({}));
        assert_eq!(run.status(), RunStatus::Incident);
        assert_eq!(run.state.error().expect("it says why").code, "limit");
    }
}

#[test]
fn a_timeout_counts_anew_after_a_retry_and_its_old_timer_is_known_as_old() {
    let mut run = Run::start(
        "process: P\nsteps:\n  work: { call: test.do, timeout: 5m, retry: { attempts: 1 } }\n  done: { end: {} }\n",
        json!({}),
    );
    let before = run.state.timers()[0].3;
    run.fail("work", "test.broken", ErrorClass::Permanent);
    run.now += chrono::TimeDelta::minutes(4);
    run.retry();
    let (token, visit, kind, due) = run.state.timers()[0];
    assert!(due > before);
    assert_eq!(run.state.timer_due(token, visit, kind), Some(due));
}

#[test]
fn a_run_that_calls_and_waits_without_end_stops_at_its_limit_and_a_retry_gives_it_as_much_again() {
    let mut run = Run::start(
        "
process: P
limits: { activities: 4 }
variables: { enough: false }
steps:
  ask: { call: test.do, catch: [ { error: \"*\", to: ask } ] }
  pause: { wait: 1s }
  again: { choose: [ { when: =enough, to: end }, { to: ask } ] }
",
        json!({}),
    );
    let turn = |run: &mut Run| {
        run.succeed("ask", json!(null));
        run.fire(TimerKind::Wait);
    };
    turn(&mut run);
    turn(&mut run);
    assert_eq!(
        run.status(),
        RunStatus::Incident,
        "the fifth is one too many, and nobody catches it"
    );
    assert_eq!(run.incidents(), [("ask".to_owned(), "limit".to_owned())]);
    let message = run.state.error().unwrap().message.clone();
    assert!(message.contains("limits.activities"), "{message}");
    run.retry();
    turn(&mut run);
    turn(&mut run);
    assert_eq!(run.status(), RunStatus::Incident);
}

#[test]
fn items_count_and_their_for_each_does_not() {
    let mut run = Run::start(
        "
process: P
limits: { activities: 3 }
variables: { list: [1, 2, 3] }
steps:
  each: { for_each: =list, call: test.do }
  done: { end: {} }
",
        json!({}),
    );
    for _ in 0..3 {
        run.succeed("each", json!(null));
    }
    assert_eq!(run.status(), RunStatus::Completed);
}

#[test]
fn a_loop_of_long_scripts_ends_soon_although_its_errors_are_caught() {
    let run = Run::start(
        "
process: P
steps:
  spin: { script: \"let n = 0; while true { n += 1 } n\", catch: [ { error: \"*\", to: spin } ] }
  done: { end: {} }
",
        json!({}),
    );
    assert_eq!(run.status(), RunStatus::Incident);
    assert_eq!(run.state.error().unwrap().code, "limit");
}
