//! Messages, kinds and positions.

use serde_json::{Value, json};

use super::super::ScriptErrorKind;
use super::{engine, failure, script};

#[test]
fn messages_are_for_people() {
    let given = || json!({ "n": 1, "text": "a", "list": [1], "map": { "a": null }, "nothing": null });
    insta::assert_snapshot!(failure("text - n", given()), @"");
    insta::assert_snapshot!(failure("\n  n + list", given()), @"");
    insta::assert_snapshot!(failure("map.a.b", given()), @"");
    insta::assert_snapshot!(failure("n.size", given()), @"");
    insta::assert_snapshot!(failure("nothing.b", given()), @"");
    insta::assert_snapshot!(failure("nothing[0]", given()), @"");
    insta::assert_snapshot!(failure("list[3]", given()), @"");
    insta::assert_snapshot!(failure("list.b", given()), @"");
    insta::assert_snapshot!(failure("lenn(list)", given()), @"");
    insta::assert_snapshot!(failure("list.lenn()", given()), @"");
    insta::assert_snapshot!(failure("if n { 1 }", given()), @"");
    insta::assert_snapshot!(failure("-text", given()), @"");
    insta::assert_snapshot!(failure("n / 0", given()), @"");
    insta::assert_snapshot!(failure("9223372036854775807 + n", given()), @"");
    insta::assert_snapshot!(failure("for x in n { }", given()), @"");
    insta::assert_snapshot!(failure("n && true", given()), @"");
    insta::assert_snapshot!(failure("list.push(1)", given()), @"");
    insta::assert_snapshot!(failure("fn f(x) {\n  x.y.z\n}\nf(#{})", given()), @"");
    insta::assert_snapshot!(failure("list.map(|x| x.y)", given()), @"");
    insta::assert_snapshot!(failure("const K = 1; K += 1", given()), @"");
}

#[test]
fn throw_carries_its_value() {
    let error = script("throw \"out of stock\"", Value::Null).unwrap_err();
    assert_eq!(
        (error.kind, error.message.as_str()),
        (ScriptErrorKind::Failed, "out of stock")
    );
    assert_eq!(error.thrown, Some(json!("out of stock")));
    let error = script(
        "fn f() { throw #{ code: \"order.rejected\", message: \"no\", data: [1] } }\n f()",
        Value::Null,
    )
    .unwrap_err();
    assert_eq!(error.message, "no");
    assert_eq!(
        error.thrown,
        Some(json!({ "code": "order.rejected", "message": "no", "data": [1] }))
    );
    assert_eq!((error.line, error.column), (1, 10));
    assert_eq!(script("1 + true", Value::Null).unwrap_err().thrown, None);
    assert_eq!(script("json(\"{\")", Value::Null).unwrap_err().thrown, None);
    assert_eq!(script("throw", Value::Null).unwrap_err().kind, ScriptErrorKind::Failed);
}

#[test]
fn mistakes_in_the_source_have_a_place() {
    let refused = |source: &str| match engine().compile_expression(source) {
        Err(error) => error.to_string(),
        Ok(_) => panic!("{source}: compiles"),
    };
    insta::assert_snapshot!(refused("1 +"), @"");
    insta::assert_snapshot!(refused("a.filter(|x| x > 1"), @"");
    insta::assert_snapshot!(refused("\"abc"), @"");
    insta::assert_snapshot!(refused("a = 1"), @"");
    insta::assert_snapshot!(refused("let a = 1"), @"");
    insta::assert_snapshot!(refused("#{ a: 1, a: 2 }"), @"");
    insta::assert_snapshot!(refused("a @ b"), @"");
    insta::assert_snapshot!(refused(""), @"");
}
