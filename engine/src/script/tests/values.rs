//! Values in and out, constants, and the two ways of a path.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::limits::Limits;
use super::super::value::{to_dynamic, to_json};
use super::{Given, engine, environment, expression, failure, script, value};

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>()
            .prop_filter("JSON has no NaN or infinity", |float| float.is_finite())
            .prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn json_goes_through_unchanged(given in any_json()) {
        let limits = Limits::default();
        let there = to_dynamic(&given, &limits).unwrap();
        let back = to_json(&there, &limits).unwrap();
        // As text: `1` and `1.0`, `0.0` and `-0.0` must not be taken for one another.
        prop_assert_eq!(back.to_string(), given.to_string());
    }

    #[test]
    fn a_path_says_what_rhai_says(given in any_json(), deep in any_json(), keys in prop::collection::vec("[ab]", 0..4)) {
        let given = json!({ "a": given, "b": { "a": deep, "b": [1, { "a": 2 }] } });
        let source = std::iter::once("root".to_owned()).chain(keys).collect::<Vec<_>>().join(".");
        let engine = engine();
        let compiled = engine.compile_expression(&source).unwrap();
        let given = json!({ "root": given });
        let names = Given(&compiled, &given);
        let fast = engine.evaluate(&compiled, &names, &mut environment());
        let slow = engine.evaluate_tree(&compiled, &names, &mut environment());
        prop_assert_eq!(format!("{fast:?}"), format!("{slow:?}"));
    }
}

#[test]
fn numbers_keep_their_kind_and_digits() {
    assert_eq!(
        expression("n", json!({ "n": 9_007_199_254_740_993_i64 }))
            .unwrap()
            .to_string(),
        "9007199254740993"
    );
    assert_eq!(
        expression("n + 0", json!({ "n": i64::MAX })).unwrap().to_string(),
        i64::MAX.to_string()
    );
    assert_eq!(expression("n + 0.0", json!({ "n": 1.0 })).unwrap().to_string(), "1.0");
    assert_eq!(value("7 / 2"), json!(3));
    assert_eq!(value("7 / 2.0"), json!(3.5));
    assert_eq!(value("'x'"), json!("x"));
    assert_eq!(value("()"), Value::Null);
    assert_eq!(value("let x = 1;").to_string(), "null");
}

#[test]
fn what_json_cannot_hold_is_an_error() {
    let big: Value = serde_json::from_str("18446744073709551615").unwrap();
    insta::assert_snapshot!(failure("n + 0", json!({ "n": big })), @"Failed 1:1 `n`: the integer 18446744073709551615 is larger than 9223372036854775807, the largest a script can hold");
    insta::assert_snapshot!(failure("1.0 / 0.0", Value::Null), @"Failed 1:1 the result: inf is not a number JSON can hold (a division by zero, perhaps)");
    insta::assert_snapshot!(failure("0.0 / 0.0", Value::Null), @"Failed 1:1 the result: NaN is not a number JSON can hold (a division by zero, perhaps)");
    insta::assert_snapshot!(failure("[1, |x| x]", Value::Null), @"Failed 1:1 the result: a function has no counterpart in JSON");
    insta::assert_snapshot!(failure("1..3", Value::Null), @"Failed 1:1 the result: a range has no counterpart in JSON");
    insta::assert_snapshot!(failure("\"ab\".to_blob()", Value::Null), @"Failed 1:1 the result: a blob has no counterpart in JSON");
    let mut deep = json!(1);
    for _ in 0..65 {
        deep = json!([deep]);
    }
    insta::assert_snapshot!(failure("n.len()", json!({ "n": deep })), @"Limit 1:1 `n`: the value is nested deeper than 64 levels");
}

#[test]
fn given_values_are_constants() {
    let given = || json!({ "list": [3, 1], "map": { "inner": [1], "n": 1 }, "text": "ab" });
    for source in [
        "list.push(1); list",
        "map.inner.push(2); map",
        "map.inner[0].foo = 1",
        "map.remove(\"n\"); map",
        "list.sort(); list",
        "list.for_each(|x| { this = 1 }); list",
        "text.make_upper(); text",
        "text += 1",
        "for x in list { list.push(x) }",
        "list.map(|x| map.inner.push(x)); map",
        "let f = || map.inner.push(2); f.call(); map",
        "list.map(|x| { map.n = 3; map })",
        "list.clear(); list",
        "map.set(\"n\", 5); map",
        "map += #{ a: 1 }",
        "list[0] = 1",
        "list.pop()",
        "map.inner.pop()",
    ] {
        let engine = engine();
        let refused = match engine.compile_script(source) {
            Ok(compiled) => {
                engine
                    .evaluate(&compiled, &Given(&compiled, &given()), &mut environment())
                    .unwrap_err()
                    .message
            }
            Err(error) => error.message,
        };
        let said = refused.contains("would change a value that the script was given")
            || refused.contains("cannot be assigned");
        assert!(said, "{source}: {refused}");
    }
    // By value, as any argument: the closure changes a copy of its own.
    assert_eq!(
        script("let f = |x| { x.push(1) }; f.call(list); list", given()).unwrap(),
        json!([3, 1])
    );
    assert_eq!(
        script("let copy = list; copy.push(1); copy", given()).unwrap(),
        json!([3, 1, 1])
    );
    assert_eq!(
        script("let copy = map.inner; copy.push(2); [copy, map.inner]", given()).unwrap(),
        json!([[1, 2], [1]])
    );
}
