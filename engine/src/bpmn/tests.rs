//! Every process as a diagram: nothing overlaps, every flow touches its ends, every step is there, the XML is sound.
#![expect(clippy::disallowed_methods, reason = "tests read the definitions they draw")]

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::json;

use super::element::Diagram;
use super::layout::{layout, tests::flaws};
use super::{element_id, to_xml};
use crate::definition::{OperationInfo, OperationKind, OperationList, Process, compile};
use crate::script::{Limits, ScriptEngine};

fn process(source: &str) -> Process {
    // Whatever a file calls is an operation that takes anything.
    let calls = source
        .split("call: ")
        .skip(1)
        .filter_map(|rest| rest.split([' ', ',', '\n', '}']).next());
    let operations = OperationList::from_iter(calls.map(|name| OperationInfo {
        name: name.to_owned(),
        description: String::new(),
        kind: OperationKind::Writes,
        input: json!({ "type": "object", "additionalProperties": true }),
        result: json!({}),
    }));
    compile(source, &operations, &ScriptEngine::new(Limits::default()))
        .unwrap_or_else(|found| panic!("{source}\n{found:#?}"))
        .process
}

fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["tests/definitions/good", "../processes", "../examples"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name.ends_with(".yaml") && !name.ends_with(".test.yaml") {
                files.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(files.len() > 4);
    files
}

#[test]
fn nothing_overlaps_and_every_flow_touches_its_ends() {
    for (name, source) in files() {
        let process = process(&source);
        let diagram = Diagram::of(&process);
        let found = flaws(&diagram, &layout(&diagram));
        assert_eq!(found, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn every_step_is_an_element_and_every_id_is_one_of_a_kind() {
    for (name, source) in files() {
        let process = process(&source);
        let diagram = Diagram::of(&process);
        let ids: Vec<&str> = diagram
            .nodes
            .iter()
            .map(|node| node.id.as_str())
            .chain(
                diagram
                    .scopes
                    .iter()
                    .flat_map(|scope| &scope.edges)
                    .map(|edge| edge.id.as_str()),
            )
            .collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{name}: {ids:?}");
        for step in &process.steps {
            assert!(ids.contains(&element_id(&step.path).as_str()), "{name}: {}", step.path);
        }
    }
}

#[test]
fn the_document_is_well_formed_and_refers_to_what_is_in_it() {
    for (name, source) in files() {
        let xml = to_xml(&process(&source));
        let mut reader = quick_xml::Reader::from_str(&xml);
        let (mut ids, mut references) = (BTreeSet::new(), Vec::new());
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Start(element) | quick_xml::events::Event::Empty(element) => {
                    for attribute in element.attributes() {
                        let attribute = attribute.unwrap();
                        let value = attribute.value.into_owned();
                        match attribute.key.as_ref() {
                            "id" => assert!(ids.insert(value.clone()), "{name}: {value} twice"),
                            "sourceRef" | "targetRef" | "attachedToRef" | "bpmnElement" | "default" | "errorRef" => {
                                references.push(value);
                            }
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        for reference in references {
            assert!(ids.contains(&reference), "{name}: nothing is called {reference}");
        }
    }
}

#[test]
fn a_small_process_as_xml() {
    let xml = to_xml(&process(
        "
process: Order
name: An <order> & more
steps:
  check:
    call: shop.check
    timeout: 30s
    catch: [ { error: shop.*, to: refused } ]
  large:
    choose:
      - { when: =input.total > 100, to: wait }
      - { to: check }
  wait: { wait: 1m30s }
  each:
    for_each: =[1, 2]
    parallel: 2
    steps:
      buy: { call: shop.buy }
      noted: { end: { result: null } }
    catch: [ { error: '*', to: noted }, { error: uncertain, to: noted } ]
  done: { end: {} }
  refused: { end: { error: { code: order.refused } } }
",
    ));
    insta::assert_snapshot!(xml);
}
