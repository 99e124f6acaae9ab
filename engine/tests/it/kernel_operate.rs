//! What a person does to a run: skip, edit and retry, move, suspend and resume.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};
use throughline_engine::kernel::{Effect, ErrorClass, Fact, FoldError, IllegalFact, RunStatus, TokenId, advance};

use crate::support::Run;

const TWO_CALLS: &str = "
process: P
variables: { size: 5, got: null }
steps:
  first: { call: test.do, with: { n: =size }, set: { got: =result.id }, retry: { attempts: 1 } }
  second: { call: test.read, with: { id: =got } }
  choice: { choose: [ { when: =got == 7, to: done }, { to: second } ] }
  done: { end: { result: =got } }
";

fn incident(run: &Run) -> TokenId {
    run.state.open_incidents(&run.process)[0].0
}

fn broken() -> Run {
    let mut run = Run::start(TWO_CALLS, json!({}));
    run.fail("first", "test.broken", ErrorClass::Permanent);
    assert_eq!(run.status(), RunStatus::Incident);
    run
}

fn by() -> String {
    "ann".to_owned()
}

#[test]
fn a_skipped_call_counts_as_done_with_the_output_a_person_gives() {
    let mut run = broken();
    let token = incident(&run);
    run.offer(Fact::Skipped {
        token,
        output: Arc::new(json!({ "id": 7 })),
        by: by(),
        reason: Some("made by hand".to_owned()),
    })
    .unwrap();
    assert_eq!(run.calls(), [("second".to_owned(), json!({ "id": 7 }))]);
    run.succeed("second", Value::Null);
    assert_eq!(run.result(), json!(7));
}

#[test]
fn a_gateway_or_a_step_that_works_cannot_be_skipped() {
    let mut run = Run::start(TWO_CALLS, json!({}));
    let skip = |token| Fact::Skipped {
        token,
        output: Arc::new(Value::Null),
        by: by(),
        reason: None,
    };
    let token = run.state.tokens(&run.process)[0].token;
    assert!(matches!(
        run.offer(skip(token)),
        Err(FoldError::Illegal(IllegalFact::NotAwaited { .. }))
    ));
    let mut run = Run::start(
        "process: P\nsteps:\n  c: { choose: [ { when: =false, to: end } ] }\n",
        json!({}),
    );
    assert_eq!(run.status(), RunStatus::Incident);
    let token = incident(&run);
    assert!(run.offer(skip(token)).is_err());
}

#[test]
fn edited_variables_are_seen_by_a_retry_that_enters_anew_and_not_by_one_that_repeats() {
    for (anew, sent) in [(true, 6), (false, 5)] {
        let mut run = broken();
        let token = incident(&run);
        run.offer(Fact::VariablesEdited {
            token: Some(token),
            variables: BTreeMap::from([("size".to_owned(), Arc::new(json!(6)))]),
            by: by(),
            reason: None,
        })
        .unwrap();
        assert_eq!(run.status(), RunStatus::Incident, "no token moves");
        run.offer(Fact::Retried { token, by: by(), anew }).unwrap();
        assert_eq!(run.calls(), [("first".to_owned(), json!({ "n": sent }))]);
        let Effect::Call(call) = &run.open[0] else { panic!() };
        // Other bytes are another call: its idempotency key is a new one.
        assert_eq!((call.visit.0, call.attempt), if anew { (2, 1) } else { (1, 2) });
    }
}

#[test]
fn a_variable_nobody_declared_cannot_be_edited() {
    let mut run = broken();
    let edit = Fact::VariablesEdited {
        token: None,
        variables: BTreeMap::from([("sise".to_owned(), Arc::new(json!(6)))]),
        by: by(),
        reason: None,
    };
    assert_eq!(
        run.offer(edit),
        Err(FoldError::Illegal(IllegalFact::NoSuchVariable {
            name: "sise".to_owned()
        }))
    );
}

#[test]
fn variables_of_an_item_are_edited_from_its_token() {
    let mut run = Run::start(
        "
process: P
steps:
  each:
    for_each: =[1, 2]
    parallel: 2
    variables: { note: none }
    steps:
      work: { call: test.do, retry: { attempts: 1 } }
      said: { end: { result: =note } }
    set: {}
  done: { end: {} }
",
        json!({}),
    );
    run.fail("each/work", "test.broken", ErrorClass::Permanent);
    let token = incident(&run);
    let edit = |name: &str, token| Fact::VariablesEdited {
        token,
        variables: BTreeMap::from([(name.to_owned(), Arc::new(json!("edited")))]),
        by: by(),
        reason: None,
    };
    run.offer(edit("note", Some(token))).unwrap();
    // Neither is the item itself a variable, nor is the item's variable one of the process.
    assert!(run.offer(edit("item", Some(token))).is_err());
    assert!(run.offer(edit("note", None)).is_err());
}

#[test]
fn a_moved_token_enters_its_new_step_and_what_it_did_is_given_up() {
    let mut run = Run::start(TWO_CALLS, json!({}));
    let token = run.state.tokens(&run.process)[0].token;
    let Effect::Call(under_way) = run.open[0].clone() else {
        panic!()
    };
    run.offer(Fact::TokenMoved {
        token,
        to: "second".to_owned(),
        by: by(),
        reason: None,
    })
    .unwrap();
    assert_eq!(run.called(), ["second"], "the first call was cancelled");
    let late = Fact::EffectSucceeded {
        token,
        visit: under_way.visit,
        attempt: under_way.attempt,
        output: Arc::new(json!({ "id": 1 })),
    };
    assert!(run.offer(late).is_err());
    let nowhere = Fact::TokenMoved {
        token,
        to: "nowhere".to_owned(),
        by: by(),
        reason: None,
    };
    assert!(matches!(
        run.offer(nowhere),
        Err(FoldError::Illegal(IllegalFact::NoSuchTarget { .. }))
    ));
}

#[test]
fn a_suspended_run_takes_answers_and_makes_no_calls_until_it_is_resumed() {
    let mut run = Run::start(TWO_CALLS, json!({}));
    run.offer(Fact::Suspended { by: by(), reason: None }).unwrap();
    assert_eq!(run.status(), RunStatus::Suspended);
    assert!(run.offer(Fact::Suspended { by: by(), reason: None }).is_err());
    run.succeed("first", json!({ "id": 7 }));
    assert_eq!(run.status(), RunStatus::Suspended);
    assert!(run.called().is_empty());
    run.offer(Fact::Resumed { by: by() }).unwrap();
    assert_eq!(run.status(), RunStatus::Running);
    assert_eq!(run.called(), ["second"]);
    assert!(run.offer(Fact::Resumed { by: by() }).is_err());
    assert!(advance(&run.process, &mut run.state).is_empty());
}

#[test]
fn a_suspended_run_can_end_and_be_cancelled() {
    let mut run = Run::start(
        "process: P\nsteps:\n  only: { call: test.do }\n  done: { end: { result: 1 } }\n",
        json!({}),
    );
    run.offer(Fact::Suspended { by: by(), reason: None }).unwrap();
    run.succeed("only", Value::Null);
    assert_eq!(run.result(), json!(1));
    let mut run = Run::start(TWO_CALLS, json!({}));
    run.offer(Fact::Suspended { by: by(), reason: None }).unwrap();
    run.offer(Fact::Cancelled { by: by(), reason: None }).unwrap();
    assert_eq!(run.status(), RunStatus::Cancelled);
}
