//! The published JSON Schema and the decoder say the same about files.
#![expect(clippy::disallowed_methods, reason = "tests read the definitions they check")]

use serde_json::{Value, json};

use super::report::{Code, Report};
use super::yaml::{LineIndex, parse};
use super::{OperationList, compile, json_schema};
use crate::definition::compile::to_json;
use crate::script::{Limits, ScriptEngine};

/// The good files as JSON, which is YAML too: both readers can be given the same changed text.
fn good_files() -> Vec<(String, Value)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/definitions/good");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "yaml") {
            let source = std::fs::read_to_string(&path).unwrap();
            let node = parse(&LineIndex::new(&source), &mut Report::default()).unwrap();
            files.push((path.display().to_string(), to_json(&node)));
        }
    }
    assert!(!files.is_empty());
    files
}

fn decodes(value: &Value, scripts: &ScriptEngine) -> Result<(), Vec<String>> {
    let source = value.to_string();
    let lines = LineIndex::new(&source);
    let mut report = Report::default();
    let node = parse(&lines, &mut report).unwrap();
    super::decode::decode(node, scripts, &mut report);
    let codes: Vec<String> = report.finish(&lines).into_iter().map(|d| d.code).collect();
    if codes.is_empty() { Ok(()) } else { Err(codes) }
}

/// All places of a value, as JSON pointers.
fn places(value: &Value, at: &str, out: &mut Vec<String>) {
    out.push(at.to_owned());
    match value {
        Value::Object(object) => object
            .iter()
            .for_each(|(key, value)| places(value, &format!("{at}/{key}"), out)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(i, value)| places(value, &format!("{at}/{i}"), out)),
        _ => {}
    }
}

#[test]
fn what_the_decoder_takes_the_schema_takes() {
    let validator = jsonschema::options().build(&json_schema()).unwrap();
    let scripts = ScriptEngine::new(Limits::default());
    for (file, value) in good_files() {
        assert_eq!(decodes(&value, &scripts), Ok(()), "{file}");
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|e| format!("{e} at {}", e.instance_path()))
            .collect();
        assert_eq!(errors, Vec::<String>::new(), "{file}");
    }
}

/// A key nobody knows, put into every map in turn: refused by both or by neither (in maps with names of one's own).
#[test]
fn unknown_keys_are_refused_by_both() {
    let validator = jsonschema::options().build(&json_schema()).unwrap();
    let scripts = ScriptEngine::new(Limits::default());
    let mut refused = 0;
    for (file, value) in good_files() {
        let mut all = Vec::new();
        places(&value, "", &mut all);
        for place in all {
            let mut changed = value.clone();
            let Some(object) = changed.pointer_mut(&place).and_then(Value::as_object_mut) else {
                continue;
            };
            object.insert("nobody_knows_this".to_owned(), json!("=1"));
            let decoded = decodes(&changed, &scripts);
            assert_eq!(
                decoded.is_ok(),
                validator.is_valid(&changed),
                "{file} {place}: {decoded:?}"
            );
            refused += usize::from(decoded.is_err_and(|codes| codes.contains(&Code::UnknownKey.as_str().to_owned())));
        }
    }
    assert!(refused > 50, "{refused}");
}

/// Every value replaced by values of other kinds: what still compiles must be right by the schema as well, or editors
/// would underline files that are right.
#[test]
fn the_schema_is_never_stricter_than_the_compiler() {
    let validator = jsonschema::options().build(&json_schema()).unwrap();
    let scripts = ScriptEngine::new(Limits::default());
    let operations = OperationList::default();
    let about_shape = [
        Code::WrongType,
        Code::InvalidValue,
        Code::InvalidName,
        Code::ReservedName,
        Code::InvalidDuration,
        Code::UnknownKey,
        Code::MissingKey,
        Code::UnknownTrigger,
        Code::InvalidTime,
        Code::InvalidCron,
        Code::StepWithoutKind,
        Code::StepWithTwoKinds,
        Code::KeyNotForKind,
        Code::Expression,
        Code::InputSchema,
    ]
    .map(Code::as_str);
    let mut taken = 0;
    for (file, value) in good_files() {
        let mut all = Vec::new();
        places(&value, "", &mut all);
        for place in all.iter().filter(|place| !place.starts_with("/input/")) {
            for other in [
                json!(null),
                json!(true),
                json!(5),
                json!("text"),
                json!("=1"),
                json!([]),
                json!({}),
                json!("1s"),
            ] {
                let mut changed = value.clone();
                let Some(target) = changed.pointer_mut(place) else {
                    continue;
                };
                *target = other.clone();
                let refused = match compile(&changed.to_string(), &operations, &scripts) {
                    Ok(_) => false,
                    Err(found) => found.iter().any(|d| about_shape.contains(&d.code.as_str())),
                };
                if !refused {
                    taken += 1;
                    let errors: Vec<String> = validator.iter_errors(&changed).map(|e| e.to_string()).collect();
                    assert_eq!(errors, Vec::<String>::new(), "{file} {place} = {other}");
                }
            }
        }
    }
    assert!(taken > 100, "{taken}");
}
