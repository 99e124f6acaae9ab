//! Helpers, by the table of `docs/expressions.md`: every example of it is run here.

use serde_json::{Value, json};

use super::{engine, environment, failure, script_in, value};

/// `(name, what, example, gives)` of each row.
fn rows() -> Vec<(String, String)> {
    let table = include_str!("../../../../docs/expressions.md");
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    let cells = rows.map(|row| row.trim_matches('|').split(" | ").map(str::trim).collect::<Vec<_>>());
    cells.map(|cells| (unquote(cells[2]), unquote(cells[3]))).collect()
}

fn unquote(cell: &str) -> String {
    cell.trim_matches('`').replace("\\|", "|")
}

#[test]
fn the_examples_of_the_documentation_are_true() {
    let rows = rows();
    assert!(rows.len() > 40, "the table is read: {}", rows.len());
    for (example, gives) in rows {
        let got = script_in(&engine(), &example, Value::Null).unwrap_or_else(|error| panic!("{example}: {error}"));
        let wanted: Value = serde_json::from_str(&gives).unwrap_or_else(|error| panic!("{example}: {gives}: {error}"));
        assert_eq!(got.to_string(), wanted.to_string(), "{example}");
    }
}

#[test]
fn ids_follow_from_seed_and_counter() {
    let engine = engine();
    let script = engine.compile_script("[uuid(), uuid()]").unwrap();
    let mut first = environment();
    let one = engine
        .evaluate(&script, &super::Given(&script, &Value::Null), &mut first)
        .unwrap();
    assert_eq!(first.uuid_counter, 2);
    assert_ne!(one[0], one[1]);
    let mut again = environment();
    assert_eq!(
        engine
            .evaluate(&script, &super::Given(&script, &Value::Null), &mut again)
            .unwrap(),
        one
    );
    let next = engine
        .evaluate(&script, &super::Given(&script, &Value::Null), &mut again)
        .unwrap();
    assert!(
        one.as_array()
            .unwrap()
            .iter()
            .all(|id| !next.as_array().unwrap().contains(id))
    );
    insta::assert_snapshot!(one[0].as_str().unwrap(), @"c563b61e-5feb-8d41-8edd-0fb1a58c5061");
}

#[test]
fn ids_drawn_before_a_failure_count() {
    let engine = engine();
    let script = engine.compile_script("uuid(); throw 1").unwrap();
    let mut environment = environment();
    engine
        .evaluate(&script, &super::Given(&script, &Value::Null), &mut environment)
        .unwrap_err();
    assert_eq!(environment.uuid_counter, 1);
}

#[test]
fn mistakes_are_named() {
    let none = Value::Null;
    insta::assert_snapshot!(failure("json(\"{\")", none.clone()), @"Failed 1:1 not JSON: EOF while parsing an object at line 1 column 1");
    insta::assert_snapshot!(failure("\"a\".matches(\"(\")", none.clone()), @"Failed 1:5 the pattern is not valid: unclosed group");
    insta::assert_snapshot!(failure("\"a\".matches(\"(a{1000}){1000}\")", none.clone()), @"Failed 1:5 the pattern is not valid: Compiled regex exceeds size limit of 1048576 bytes.");
    insta::assert_snapshot!(failure("\"12x\".to_integer()", none.clone()), @r#"Failed 1:7 "12x" is not a whole number"#);
    insta::assert_snapshot!(failure("1.5.to_integer()", none.clone()), @"Failed 1:5 1.5 is not a whole number a script can hold");
    insta::assert_snapshot!(failure("date_add(\"yesterday\", \"1d\")", none.clone()), @r#"Failed 1:1 "yesterday" is not an RFC 3339 instant such as 2026-01-31T12:00:00Z"#);
    insta::assert_snapshot!(failure("date_add(now(), \"1w\")", none.clone()), @r#"Failed 1:1 "1w" is not a duration such as 1d, 2h30m or -15m"#);
    insta::assert_snapshot!(failure("date_add(now(), \"9000000000d\")", none.clone()), @"Failed 1:1 2026-03-29T00:30:00.120000Z and 9000000000d together are out of range");
    insta::assert_snapshot!(failure("date_add(now(), \"106751991167d\")", none.clone()), @"Failed 1:1 2026-03-29T00:30:00.120000Z and 106751991167d together are out of range");
    insta::assert_snapshot!(failure("date_add(now(), \"3650000d\")", none.clone()), @"Failed 1:1 the year 12019 is out of range (0 to 9999)");
    insta::assert_snapshot!(failure("date_format(now(), \"%Q\", \"UTC\")", none.clone()), @r#"Failed 1:1 "%Q" is not a date format such as %Y-%m-%d %H:%M"#);
    insta::assert_snapshot!(failure("date_format(now(), \"%Y\", \"Kyiv\")", none.clone()), @r#"Failed 1:1 "Kyiv" is not a time zone such as Europe/Kyiv or UTC"#);
    insta::assert_snapshot!(failure("date_parse(\"x\", \"%Y\", \"UTC\")", none.clone()), @r#"Failed 1:1 "x" does not read as "%Y": input contains invalid characters"#);
    insta::assert_snapshot!(failure("date_parse(\"2026-03-29 03:30\", \"%Y-%m-%d %H:%M\", \"Europe/Kyiv\")", none.clone()), @"Failed 1:1 2026-03-29 03:30:00 does not exist in Europe/Kyiv: the clock is moved forward over it");
    insta::assert_snapshot!(failure("from_unix(9223372036854775807)", none.clone()), @"Failed 1:1 9223372036854775807 is out of the range of dates (years 0 to 9999)");
    insta::assert_snapshot!(failure("[1].pluck(\"a\")", none.clone()), @"Failed 1:5 `pluck` takes a list of maps; it holds an integer");
    insta::assert_snapshot!(failure("[#{ a: 1.5 }].index_by(\"a\")", none.clone()), @"Failed 1:15 `index_by`: `a` must be a text, an integer or a boolean, not a float");
    insta::assert_snapshot!(failure("[1, \"a\"].sum()", none.clone()), @"Failed 1:10 `sum` takes a list of numbers; it holds a text");
    insta::assert_snapshot!(failure("[9223372036854775807, 1].sum()", none.clone()), @"Failed 1:26 `sum`: the sum is larger than 9223372036854775807");
    insta::assert_snapshot!(failure("[[1]].join(\",\")", none.clone()), @"Failed 1:7 `join` takes a list of texts and numbers, not of a list");
    insta::assert_snapshot!(failure("\"a\".pad_left(3, \"\")", none.clone()), @"Failed 1:5 padding needs a text to pad with");
    insta::assert_snapshot!(failure("\"a\".substring(-1, 2)", none.clone()), @"Failed 1:5 `substring`: the start is below zero");
    insta::assert_snapshot!(failure("[1, 2].sort(|a, b| \"x\")", none.clone()), @"Failed 1:8 the closure of `sort` must give an integer or a boolean, not a text");
    insta::assert_snapshot!(failure("[1, 2].sort(|a, b| a.b.c)", none), @"Failed 1:22 cannot read `b` of an integer");
}

#[test]
fn a_helper_error_can_be_caught_and_is_its_text() {
    let caught = value("let text = (); try { json(\"{\") } catch (e) { text = e } text");
    assert!(caught.as_str().unwrap().starts_with("not JSON"), "{caught}");
}

#[test]
fn sorting_is_stable_and_survives_a_closure_that_contradicts_itself() {
    assert_eq!(
        value("let l = [[2, 0], [1, 1], [2, 2], [1, 3]]; l.order(|a, b| a[0] - b[0])"),
        json!([[1, 1], [1, 3], [2, 0], [2, 2]])
    );
    assert_eq!(value("let l = [3, 1, 2]; l.sort(|a, b| a < b); l"), json!([1, 2, 3]));
    assert_eq!(
        value("let l = []; for i in 0..100 { l.push(i) } l.sort(|a, b| 1); l.len()"),
        json!(100)
    );
    assert_eq!(
        value("let l = []; for i in 0..100 { l.push(i) } l.sort(|a, b| -1); l.len()"),
        json!(100)
    );
}

#[test]
fn sorting_survives_numbers_that_are_none() {
    let source =
        "let l = []; for i in 0..300 { l.push(if i % 3 == 0 { 0.0 / 0.0 } else { (i * 7919 % 101).to_float() }) } ";
    for sort in ["l.sort()", "l.sort_desc()", "l = l.order()", "l = l.order_desc()"] {
        assert_eq!(value(&format!("{source} {sort}; l.len()")), json!(300), "{sort}");
    }
}

#[test]
fn numbers_compare_exactly() {
    assert_eq!(
        value("[9007199254740993, 9007199254740992.0, 9007199254740992].unique()").to_string(),
        "[9007199254740993,9007199254740992.0]"
    );
    assert_eq!(
        value("[1, 1.0, 1.5, \"1\", (), true].unique()").to_string(),
        "[1,1.5,\"1\",null,true]"
    );
    assert_eq!(
        value("[#{ n: 2 }, #{ n: -1.5 }, #{ n: -1 }, #{ }].sort_by(\"n\").pluck(\"n\")").to_string(),
        "[null,-1.5,-1,2]"
    );
}
