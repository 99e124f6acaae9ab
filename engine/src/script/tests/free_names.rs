//! Which names a script reads.

use super::engine;

fn names(source: &str) -> String {
    let script = engine()
        .compile_script(source)
        .unwrap_or_else(|error| panic!("{source}: {error}"));
    let names: Vec<String> = script
        .names()
        .iter()
        .map(|name| format!("{}@{}:{}", name.name, name.line, name.column))
        .collect();
    names.join(" ")
}

fn expression_names(source: &str) -> String {
    let script = engine()
        .compile_expression(source)
        .unwrap_or_else(|error| panic!("{source}: {error}"));
    script
        .names()
        .iter()
        .map(|name| name.name.to_string())
        .collect::<Vec<_>>()
        .join(" ")
}

fn refused(source: &str) -> String {
    match engine().compile_script(source) {
        Err(error) => format!("{}:{} {}", error.line, error.column, error.message),
        Ok(_) => panic!("{source}: compiles"),
    }
}

#[test]
fn in_order_of_first_use_and_once() {
    assert_eq!(names("b + a + b"), "b@1:1 a@1:5");
    assert_eq!(names("let x = page;\n  x + total"), "page@1:9 total@2:7");
}

#[test]
fn columns_count_characters() {
    assert_eq!(names("\"їжак\" + name"), "name@1:10");
}

#[test]
fn locals_hide_from_their_definition_on() {
    assert_eq!(names("let a = a + 1; a"), "a@1:9");
    assert_eq!(names("{ let a = 1; a } + b; a"), "b@1:20 a@1:23");
    assert_eq!(names("if c { let d = 1; d } else { d }"), "c@1:4 d@1:30");
    assert_eq!(names("const K = 3; K"), "");
}

#[test]
fn loop_catch_and_switch() {
    assert_eq!(
        names("for (item, i) in list { let y = item + i + z; } item"),
        "list@1:18 z@1:44 item@1:49"
    );
    assert_eq!(names("try { x } catch (e) { e + y }; e"), "x@1:7 y@1:27 e@1:32");
    assert_eq!(
        names("switch a { 1 if b => c, 2..5 => d, _ => e }"),
        "a@1:8 b@1:17 c@1:22 d@1:33 e@1:41"
    );
    assert_eq!(
        names("let n = 0; while n < top { n += step; } do { n -= 1 } while n > low; n"),
        "top@1:22 step@1:33 low@1:65"
    );
    assert_eq!(
        names("let v = loop { break limit; }; return v + rest;"),
        "limit@1:22 rest@1:43"
    );
}

#[test]
fn closures_capture_and_parameters_hide() {
    assert_eq!(names("list.filter(|x| x.a > floor)"), "list@1:1 floor@1:23");
    assert_eq!(
        names("list.map(|x| inner.map(|y| x + y + z))"),
        "list@1:1 inner@1:14 z@1:36"
    );
    assert_eq!(names("let k = 2; list.map(|x| x * k)"), "list@1:12");
    assert_eq!(names("list.map(|page| page) + page"), "list@1:1 page@1:25");
    assert_eq!(names("list.map(|x| { let q = x; q + w })"), "list@1:1 w@1:31");
}

#[test]
fn interpolation_maps_and_indexing() {
    assert_eq!(names("`Hello ${name}, ${ids[i].x + 1}`"), "name@1:10 ids@1:19 i@1:23");
    assert_eq!(names("#{ a: b, c: [d] }"), "b@1:7 d@1:14");
    assert_eq!(names("a?.b ?? c && d || !e"), "a@1:1 c@1:9 d@1:14 e@1:20");
    assert_eq!(names("\"${no}\""), "");
}

#[test]
fn dead_branches_count() {
    assert_eq!(names("if false { a } else { b }"), "a@1:12 b@1:23");
}

#[test]
fn functions_see_their_parameters_only() {
    assert_eq!(names("fn double(x) { let y = x; y * 2 } double(a)"), "a@1:42");
    assert_eq!(names("fn f(x) { x } let g = Fn(\"f\"); g.call(b)"), "b@1:39");
    insta::assert_snapshot!(refused("fn f(x) { x + page } f(1)"), @"1:15 the function `f` cannot see `page`: functions see their parameters only; pass it as one, or use a closure (`|x| ...`)");
    insta::assert_snapshot!(refused("fn f(x) { x.map(|y| y + page) } f([1])"), @"1:25 the function `f` cannot see `page`: functions see their parameters only; pass it as one, or use a closure (`|x| ...`)");
    insta::assert_snapshot!(refused("fn f() { page } f!()"), @"1:17 `f!(...)` is not available in scripts: pass the values as arguments");
}

#[test]
fn given_names_cannot_be_assigned() {
    insta::assert_snapshot!(refused("page = 2"), @"1:1 `page` cannot be assigned: a script returns its value, and `set` stores it; use `let` for a variable of its own");
    insta::assert_snapshot!(refused("page.a[0] += 2"), @"1:1 `page` cannot be assigned: a script returns its value, and `set` stores it; use `let` for a variable of its own");
    insta::assert_snapshot!(refused("const K = 1; K += 1"), @"1:14 cannot assign to constant K");
    insta::assert_snapshot!(refused("list.map(|x| { let f = |y| { total += x + y }; f.call(x) })"), @"1:30 `total` cannot be assigned: a script returns its value, and `set` stores it; use `let` for a variable of its own");
    insta::assert_snapshot!(refused("list.map(|x| { total += x })"), @"1:16 `total` cannot be assigned: a script returns its value, and `set` stores it; use `let` for a variable of its own");
    assert_eq!(names("let page = page; page += 1; page"), "page@1:12");
}

#[test]
fn nothing_reaches_outside() {
    for source in [
        "eval(\"1\")",
        "print(1)",
        "debug(1)",
        "sleep(1)",
        "import \"x\" as y;",
        "let a = 1; is_def_var(\"a\")",
    ] {
        let refused = refused(source);
        assert!(
            refused.contains("not available") || refused.contains("reserved"),
            "{source}: {refused}"
        );
    }
    for source in [
        "Fn(\"eval\").call(\"1\")",
        "Fn(\"sleep\").call(1)",
        "timestamp()",
        "rand()",
        "exit(1)",
    ] {
        super::failure(source, serde_json::Value::Null);
    }
}

#[test]
fn expressions_allow_conditions_and_closures_but_no_statements() {
    assert_eq!(expression_names("if a { b } else { c }"), "a b c");
    assert_eq!(expression_names("switch a { 1 => b, _ => c }"), "a b c");
    assert_eq!(
        expression_names("items.filter(|x| x.a > 1).map(|x| x.b + k)"),
        "items k"
    );
    for source in ["let a = 1; a", "a; b", "{ let a = 1; a }", "", "a b", "while true {}"] {
        assert!(engine().compile_expression(source).is_err(), "{source}");
    }
}
