//! Every budget ends as `Limit`, and always the same way.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use serde_json::{Value, json};

use super::super::{Limits, ScriptEngine, ScriptErrorKind};
use super::{engine, expression, failure, script, script_in};

fn small() -> ScriptEngine {
    ScriptEngine::new(Limits {
        operations: 200_000,
        ..Limits::default()
    })
}

#[track_caller]
fn hits_a_limit(source: &str) -> String {
    let error = script_in(&small(), source, json!({ "list": (0..1000).collect::<Vec<_>>() })).unwrap_err();
    assert_eq!(error.kind, ScriptErrorKind::Limit, "{source}: {error}");
    let again = script_in(&small(), source, json!({ "list": (0..1000).collect::<Vec<_>>() })).unwrap_err();
    assert_eq!(error, again);
    error.to_string()
}

#[test]
fn endless_loops() {
    insta::assert_snapshot!(hits_a_limit("let n = 0;\nloop { n += 1; }"), @"the script takes more than 200000 operations; is there an endless loop? (line 2, column 8)");
    hits_a_limit("while true { }");
    hits_a_limit("for i in 0..9223372036854775807 { }");
    // Rhai forgets the operations of closures; the budget must not.
    hits_a_limit("let other = list; list.map(|x| other.map(|y| x + y).len())");
    hits_a_limit("list.sort(|a, b| { loop { } })");
    hits_a_limit("loop { try { throw 1 } catch { } }");
}

#[test]
fn deep_recursion() {
    insta::assert_snapshot!(hits_a_limit("fn f(n) { f(n + 1) }\nf(0)"), @"functions call one another more than 64 levels deep (line 2, column 1)");
    hits_a_limit("fn f(n) { g(n) } fn g(n) { [n].map(|x| f(x)) } f(0)");
    hits_a_limit("let f = |f| f.call(f); f.call(f)");
}

#[test]
fn memory_bombs() {
    insta::assert_snapshot!(hits_a_limit("let s = \"abcdefgh\"; loop { s += s; }"), @"a value grows past the limit of 4194304 bytes of text (line 1, column 30)");
    hits_a_limit("let s = \"abcdefgh\"; loop { s = s + s; }");
    hits_a_limit("let s = \"abcdefgh\"; loop { s = `${s}${s}`; }");
    hits_a_limit("let a = [1]; loop { a = [a, a]; }");
    hits_a_limit("let a = [1]; loop { a += a; }");
    hits_a_limit("let a = [1]; loop { a.push(a); }");
    hits_a_limit("let a = [1]; loop { a.append(a); }");
    hits_a_limit("let m = #{}; loop { m = #{ a: m, b: m }; }");
    hits_a_limit("let a = []; a.pad(9000000000, 0)");
    hits_a_limit("let a = []; let b = []; b.pad(150000, 1); a.pad(150000, b)");
    hits_a_limit("let s = \"\"; s.pad(9000000000, 'x'); s");
    hits_a_limit("let b = []; b.pad(150000, 1); list.map(|x| b)");
    hits_a_limit("let b = []; b.pad(150000, 1); list.zip(list, |x, y| b)");
    hits_a_limit("let m = #{}; for x in list { m[x.to_string()] = x; } let b = []; b.pad(150000, 1); m.map(|v| b)");
    hits_a_limit("let s = \"\"; s.pad(4000000, 'x'); s.replace(\"x\", s)");
    hits_a_limit("let s = \"\"; s.pad(4000000, 'x'); s.replace('x', s)");
    hits_a_limit("let s = \"\"; s.pad(4000000, 'x'); s.split(\"\")");
    hits_a_limit("let s = \"\"; s.pad(4000000, 'x'); s.split('x')");
    hits_a_limit("let s = \"\"; s.pad(1000000, 'x'); s = s.replace(\"x\", \"x \"); s.split()");
    hits_a_limit("let s = \"\"; s.pad(4000000, 'x'); list.join(s)");
    hits_a_limit("let s = \"\"; s.pad(4000000, 'x'); s.replace_re(\"x\", s)");
    hits_a_limit("let s = \"\"; s.pad(4000000, 'x'); find_all(s, \"x\")");
    hits_a_limit("\"x\".pad_left(9000000000, \" \")");
    hits_a_limit("\"x\".pad_right(9000000000, \" \")");
    hits_a_limit("let s = \"\"; s.pad(3000000, '\\u0001'); to_json(s)");
    hits_a_limit("let s = \"\"; s.pad(3000000, 'x'); [s, s].to_string()");
    hits_a_limit("let s = \"\"; s.pad(3000000, '0'); s = s.replace(\"0\", \"0,\"); json(\"[\" + s + \"0]\")");
}

#[test]
fn sources_are_bounded() {
    let long = format!("1{}", " ".repeat(70_000));
    assert!(engine().compile_expression(&long).is_err());
    let deep = format!("{}1{}", "(".repeat(300), ")".repeat(300));
    assert!(engine().compile_expression(&deep).is_err());
    let deep = format!("{}1{}", "[".repeat(300), "]".repeat(300));
    assert!(engine().compile_expression(&deep).is_err());
    let deep = format!("{}1", "-".repeat(10_000));
    assert!(engine().compile_expression(&deep).is_err());
    let many: String = (0..400).map(|n| format!("fn f{n}() {{ {n} }} ")).collect();
    assert!(engine().compile_script(&many).is_err());
    let variables: String = (0..400).map(|n| format!("let v{n} = {n}; ")).collect();
    insta::assert_snapshot!(failure(&variables, Value::Null), @"Limit 1:3877 more than 256 variables at once");
}

/// The stack that tokio gives its workers by default.
const WORKER_STACK: usize = 2 * 1024 * 1024;

#[test]
fn the_deepest_expression_fits_the_stack_of_a_worker() {
    let run = std::thread::Builder::new().stack_size(WORKER_STACK).spawn(|| {
        let source = |depth: usize| format!("a{}", " + a".repeat(depth));
        let depth = (1..1000)
            .take_while(|&depth| engine().compile_expression(&source(depth)).is_ok())
            .last();
        let depth = depth.expect("some depth compiles");
        assert!((30..200).contains(&depth), "{depth}");
        assert_eq!(expression(&source(depth), json!({ "a": 1 })).unwrap(), json!(depth + 1));
        assert!(engine().compile_expression(&source(20_000)).is_err());
        let nested = format!("{}1{}", "[".repeat(20_000), "]".repeat(20_000));
        assert!(engine().compile_expression(&nested).is_err());
        let blocks = format!("{}1{}", "{".repeat(20_000), "}".repeat(20_000));
        assert!(engine().compile_script(&blocks).is_err());
    });
    run.unwrap().join().unwrap();
}

#[test]
fn recursion_fits_the_stack_of_a_worker() {
    let run = std::thread::Builder::new().stack_size(WORKER_STACK).spawn(|| {
        for shape in [
            "([{}])",
            "({} + 1)",
            "[{}].map(|x| x)",
            "(if true { {} } else { 1 })",
            "#{ a: {} }",
        ] {
            let mut worst = None;
            for depth in 1..40 {
                let mut call = "f(n + 1)".to_owned();
                for _ in 0..depth {
                    call = shape.replace("{}", &call);
                }
                let source = format!("fn f(n) {{ {call} }}\nf(0)");
                if engine().compile_script(&source).is_ok() {
                    worst = Some(source);
                }
            }
            let source = worst.expect("some depth compiles");
            let error = script(&source, Value::Null).unwrap_err();
            assert_eq!(error.kind, ScriptErrorKind::Limit, "{source}: {error}");
        }
        let error = script(
            "fn f(n) { [n].map(|x| [x].map(|y| [y].map(|z| f(z)))) }\nf(0)",
            Value::Null,
        )
        .unwrap_err();
        assert_eq!(error.kind, ScriptErrorKind::Limit);
    });
    run.unwrap().join().unwrap();
}

#[test]
fn the_shell_can_interrupt() {
    let flag = Arc::new(AtomicBool::new(true));
    let engine = engine().with_interrupt(Arc::clone(&flag));
    let error = script_in(&engine, "let a = 1;\na + 1", Value::Null).unwrap_err();
    assert_eq!(error.kind, ScriptErrorKind::Interrupted);
    flag.store(false, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(script_in(&engine, "let a = 1;\na + 1", Value::Null).unwrap(), json!(2));
}

#[test]
fn a_script_cannot_catch_a_limit() {
    let error = script_in(&small(), "try { loop { } } catch (e) { 1 }", Value::Null).unwrap_err();
    assert_eq!(error.kind, ScriptErrorKind::Limit);
    let error = script("try { let s = \"ab\"; loop { s += s; } } catch (e) { 1 }", Value::Null).unwrap_err();
    assert_eq!(error.kind, ScriptErrorKind::Limit);
}
