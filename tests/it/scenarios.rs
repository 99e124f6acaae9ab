//! Every scenario test that ships passes, under many orders of answers, and the runner finds what is wrong.

use std::path::{Path, PathBuf};

use throughline::connectors::Catalogue;
use throughline::scenario::{self, FileReport, Options, ScenarioFileError, find_files, render_text, run_file};
use throughline_engine::definition::compile;
use throughline_engine::script::{Limits, ScriptEngine};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn run(path: &Path, seeds: u32) -> Result<FileReport, ScenarioFileError> {
    let scripts = ScriptEngine::new(Limits::default());
    let catalogue = Catalogue::load(&scripts, None).unwrap();
    let options = Options {
        seeds,
        ..Options::default()
    };
    run_file(path, &catalogue, &scripts, &options)
}

#[test]
fn every_scenario_that_ships_passes_in_any_order_of_answers() {
    for directory in ["processes", "examples"] {
        let files = find_files(&root().join(directory)).unwrap();
        assert!(!files.is_empty(), "{directory} holds scenario tests");
        for file in files {
            // Where nothing runs side by side, the order of answers follows from the process.
            let definition = std::fs::read_to_string(file.to_str().unwrap().replace(".test.yaml", ".yaml")).unwrap();
            let side_by_side = definition.contains("parallel:") || definition.contains("fork:");
            let report = run(&file, if side_by_side { 25 } else { 2 }).unwrap_or_else(|error| panic!("{error}"));
            let passed = report.scenarios.iter().all(|scenario| scenario.passed);
            assert!(passed, "{}", render_text(&[report]));
        }
    }
}

#[test]
fn every_definition_that_ships_has_scenario_tests_and_no_warnings() {
    let scripts = ScriptEngine::new(Limits::default());
    let catalogue = Catalogue::load(&scripts, None).unwrap();
    for directory in ["processes", "examples"] {
        for entry in std::fs::read_dir(root().join(directory)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name.ends_with(".yaml") && !name.ends_with(".test.yaml") {
                let tests = path.with_file_name(name.replace(".yaml", ".test.yaml"));
                assert!(tests.exists(), "{} has no {}", path.display(), tests.display());
                let source = std::fs::read_to_string(&path).unwrap();
                let compiled = compile(&source, &catalogue, &scripts).unwrap();
                assert_eq!(compiled.warnings, [], "{}", path.display());
            }
        }
    }
}

const DEFINITION: &str = r#"
process: Ask
input: { properties: { size: { type: integer, default: 5 } } }
variables: { users: [], tries: 0 }
steps:
  ask:
    call: webitel.users.search
    with: { size: =input.size }
    retry: { attempts: 3, backoff: 10s..1m }
    set: { users: =result.items }
  pause: { wait: 30d }
  done: { end: { result: { count: =users.len(), first: "=users[0].extension" } } }
"#;

struct Files(tempfile::TempDir);

impl Files {
    fn new() -> Self {
        let files = Self(tempfile::tempdir().unwrap());
        std::fs::write(files.0.path().join("ask.yaml"), DEFINITION).unwrap();
        files
    }

    fn play(&self, scenarios: &str) -> Result<FileReport, ScenarioFileError> {
        run(&self.write(scenarios), 1)
    }

    fn write(&self, scenarios: &str) -> PathBuf {
        let path = self.0.path().join("ask.test.yaml");
        std::fs::write(&path, scenarios).unwrap();
        path
    }
}

/// The problems of the only scenario.
fn problems(report: Result<FileReport, ScenarioFileError>) -> Vec<String> {
    let report = report.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(report.scenarios.len(), 1);
    assert_eq!(report.scenarios[0].passed, report.scenarios[0].problems.is_empty());
    report.scenarios[0].problems.clone()
}

const STUB: &str = r#"
    stubs:
      - call: webitel.users.search
        with: { page: 1, size: 5 }
        answers:
          - { error: { code: webitel.unavailable, class: transient, retry_after: 45s } }
          - { answer: { items: [{ id: "7", name: Ann }] } }
"#;

#[test]
fn time_is_virtual_and_answers_are_completed_like_a_connectors() {
    let found = problems(Files::new().play(&format!(
        r#"
scenarios:
  - name: fine
{STUB}
    expect:
      status: completed
      result: {{ count: 1, first: "" }}
      incidents: []
      calls:
        - {{ call: webitel.users.search, times: 2, requests: [{{ page: 1 }}, {{ size: 5 }}] }}
      elapsed: {{ at_least: 30d, at_most: 30d2m }}
"#
    )));
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_wrong_expectation_fails_and_says_what_differs() {
    let found = problems(Files::new().play(&format!(
        r#"
scenarios:
  - name: wrong
{STUB}
    expect:
      status: failed
      result: {{ count: 2 }}
      calls:
        - {{ call: webitel.users.search, times: 3 }}
        - {{ call: webitel.users.search, contains: [{{ size: 6 }}] }}
      elapsed: {{ at_most: 1s }}
"#
    )));
    let text = found.join("\n");
    for part in [
        "status: expected failed, got completed",
        "result.count: expected 2, got 1",
        "calls of webitel.users.search: expected 3, got 2",
        "no call of webitel.users.search fits {\"size\":6}",
        "elapsed: expected at most 1s",
        "calls made: webitel.users.search 2",
    ] {
        assert!(text.contains(part), "`{part}` is not in\n{text}");
    }
}

#[test]
fn an_unexpected_call_fails_and_says_why_no_stub_fits() {
    let found = problems(Files::new().play(
        r#"
scenarios:
  - name: unexpected
    stubs:
      - { call: webitel.users.search, with: { size: 6 }, answer: { items: [] } }
    expect: { status: completed }
"#,
    ));
    let text = found.join("\n");
    assert!(
        text.contains("step `ask`: unexpected call webitel.users.search"),
        "{text}"
    );
    assert!(
        text.contains("the stub in line 5 does not fit: request.size: expected 6, got 5"),
        "{text}"
    );
}

#[test]
fn a_request_the_connector_would_refuse_fails() {
    let found = problems(Files::new().play(
        r#"
scenarios:
  - name: refused
    input: { size: 6000 }
    stubs: [{ call: webitel.users.search, answer: { items: [] } }]
    expect: { status: completed }
"#,
    ));
    let text = found.join("\n");
    assert!(
        text.contains("webitel.users.search would be refused: 6000 is greater than"),
        "{text}"
    );
}

#[test]
fn an_answer_the_operation_cannot_give_fails() {
    let found = problems(Files::new().play(
        r#"
scenarios:
  - name: impossible
    stubs: [{ call: webitel.users.search, answer: { items: "many" } }]
    expect: { status: completed }
"#,
    ));
    assert!(
        found
            .join("\n")
            .contains("the stubbed answer is none webitel.users.search can give"),
        "{found:?}"
    );
}

#[test]
fn a_stub_that_is_not_used_and_an_incident_nobody_expected_fail() {
    let found = problems(Files::new().play(
        r#"
scenarios:
  - name: unused
    stubs:
      - { call: webitel.users.search, error: { code: webitel.denied, message: No } }
      - { call: webitel.users.get, answer: { id: "1" } }
    expect: { status: completed, incidents: [] }
"#,
    ));
    let text = found.join("\n");
    assert!(
        text.contains("the stub of webitel.users.get in line 6 was never asked"),
        "{text}"
    );
    assert!(text.contains("incidents: expected 0 item(s), got 1"), "{text}");
    assert!(text.contains("webitel.denied"), "{text}");
}

#[test]
fn mistakes_of_the_file_have_places() {
    let error = Files::new()
        .play(
            r#"
scenarios:
  - name: a
    stubs:
      - { call: webitel.user.search, answer: "=reqest.page" }
      - { call: webitel.users.get }
    expect: { status: completed }
"#,
        )
        .unwrap_err()
        .to_string();
    assert!(error.contains(":5:"), "{error}");
    assert!(
        error.contains("no operation `webitel.user.search`; did you mean `webitel.users.search`?"),
        "{error}"
    );
    assert!(error.contains("`reqest` is not known here"), "{error}");
    assert!(error.contains(":6:") && error.contains("a stub has one of"), "{error}");

    let error = Files::new()
        .play("scenarios:\n  - name: a\n    expects: {}\n")
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("ask.test.yaml:3:") && error.contains("unknown field `expects`"),
        "{error}"
    );
}

#[test]
fn the_variables_of_a_run_that_stands_can_be_expected() {
    let scenario = |expected: &str| {
        format!(
            r#"
scenarios:
  - name: stands
    stubs: [{{ call: webitel.users.search, error: {{ code: webitel.denied }} }}]
    expect: {{ status: incident, variables: {expected} }}
"#
        )
    };
    let files = Files::new();
    assert_eq!(problems(files.play(&scenario("{ users: [], tries: 0 }"))), [""; 0]);
    let found = problems(files.play(&scenario("{ users: [], tries: 1 }")));
    assert_eq!(found[0], "variables.tries: expected 1, got 0");
}

#[test]
fn a_seed_plays_the_same_again() {
    let path = root().join("processes/GetWebitelUsers.test.yaml");
    assert_eq!(run(&path, 3).unwrap(), run(&path, 3).unwrap());
}

#[test]
fn a_filter_plays_some() {
    let scripts = ScriptEngine::new(Limits::default());
    let catalogue = Catalogue::load(&scripts, None).unwrap();
    let options = Options {
        filter: Some("an empty system".to_owned()),
        ..Options::default()
    };
    let path = root().join("processes/GetWebitelUsers.test.yaml");
    let report = scenario::run_file(&path, &catalogue, &scripts, &options).unwrap();
    assert_eq!(report.scenarios.len(), 1);
}
