//! Messages, kinds and positions.

use serde_json::{Value, json};

use super::super::ScriptErrorKind;
use super::{engine, failure, script};

#[test]
fn messages_are_for_people() {
    let given = || json!({ "n": 1, "text": "a", "list": [1], "map": { "a": null }, "nothing": null });
    insta::assert_snapshot!(failure("text - n", given()), @"Failed 1:6 `-` cannot be used with a text and an integer");
    insta::assert_snapshot!(failure("\n  n + list", given()), @"Failed 2:5 `+` cannot be used with an integer and a list");
    insta::assert_snapshot!(failure("map.a.b", given()), @"Failed 1:7 cannot read `b` of null");
    insta::assert_snapshot!(failure("n.size", given()), @"Failed 1:3 cannot read `size` of an integer");
    insta::assert_snapshot!(failure("nothing.b", given()), @"Failed 1:9 cannot read `b` of null");
    insta::assert_snapshot!(failure("nothing[0]", given()), @"Failed 1:8 null cannot be indexed");
    insta::assert_snapshot!(failure("list[3]", given()), @"Failed 1:6 array index 3 out of bounds: only 1 element in array");
    insta::assert_snapshot!(failure("list.b", given()), @"Failed 1:6 cannot read `b` of a list");
    insta::assert_snapshot!(failure("lenn(list)", given()), @"Failed 1:1 no function `lenn` takes (a list)");
    insta::assert_snapshot!(failure("list.lenn()", given()), @"Failed 1:6 no function `lenn` takes (a list)");
    insta::assert_snapshot!(failure("if n { 1 }", given()), @"Failed 1:4 expected a boolean, got an integer");
    insta::assert_snapshot!(failure("-text", given()), @"Failed 1:1 `-` cannot be used with a text");
    insta::assert_snapshot!(failure("n / 0", given()), @"Failed 1:3 division by zero: 1 / 0");
    insta::assert_snapshot!(failure("9223372036854775807 + n", given()), @"Failed 1:21 addition overflow: 9223372036854775807 + 1");
    insta::assert_snapshot!(failure("for x in n { }", given()), @"Failed 1:10 `for` needs a list, a range or a text to go through");
    insta::assert_snapshot!(failure("n && true", given()), @"Failed 1:1 expected a boolean, got an integer");
    insta::assert_snapshot!(failure("list.map(|x| list.len())", given()), @"Failed 1:1 a closure uses a value while that value is being gone through or changed; copy it first (`let copy = ...`)");
    insta::assert_snapshot!(failure("list.push(1)", given()), @"Failed 1:6 `push` would change a value that the script was given; copy it first (`let copy = ...`), return the result and store it with `set`");
    insta::assert_snapshot!(failure("fn f(x) {\n  x.y.z\n}\nf(#{})", given()), @"Failed 2:7 cannot read `z` of null");
    insta::assert_snapshot!(failure("list.map(|x| x.y)", given()), @"Failed 1:16 cannot read `y` of an integer");
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
    insta::assert_snapshot!(refused("1 +"), @"script is incomplete (line 1, column 4)");
    insta::assert_snapshot!(refused("a.filter(|x| x > 1"), @"expecting ')' to close the arguments list of this function call 'filter' (line 1, column 19)");
    insta::assert_snapshot!(refused("\"abc"), @"open string is not terminated (line 1, column 1)");
    insta::assert_snapshot!(refused("a = 1"), @"unexpected '=' (line 1, column 3)");
    insta::assert_snapshot!(refused("let a = 1"), @"unexpected 'let' (line 1, column 1)");
    insta::assert_snapshot!(refused("#{ a: 1, a: 2 }"), @"duplicated property for object map literal: a (line 1, column 10)");
    insta::assert_snapshot!(refused("a @ b"), @"unknown operator: '@' (line 1, column 3)");
    insta::assert_snapshot!(refused(""), @"script is incomplete (line 1, column 1)");
}
