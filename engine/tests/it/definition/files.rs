//! Every file of `tests/definitions/good` compiles, every file of `bad` does not; what comes out is a snapshot beside it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use throughline_engine::definition::DIAGNOSTIC_CODES;

use super::summary::summary;
use super::{compile_with_stubs, render};

pub(super) fn files(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/definitions")
        .join(folder);
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "yaml"));
    paths.sort();
    assert!(!paths.is_empty());
    paths
        .into_iter()
        .map(|path| {
            (
                path.file_name().unwrap().to_str().unwrap().to_owned(),
                std::fs::read_to_string(&path).unwrap(),
            )
        })
        .collect()
}

fn snapshot(folder: &str, file: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => format!("../../definitions/{folder}"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(file.trim_end_matches(".yaml"), text);
    });
}

#[test]
fn good_files_compile() {
    for (file, source) in files("good") {
        match compile_with_stubs(&source) {
            Ok(compiled) => {
                let warnings = render(&compiled.warnings, &file, &source);
                snapshot("good", &file, &format!("{}{warnings}", summary(&compiled.process)));
            }
            Err(diagnostics) => panic!("{}", render(&diagnostics, &file, &source)),
        }
    }
}

#[test]
fn bad_files_say_what_is_wrong() {
    for (file, source) in files("bad") {
        match compile_with_stubs(&source) {
            Ok(_) => panic!("{file} compiles"),
            Err(diagnostics) => snapshot("bad", &file, &render(&diagnostics, &file, &source)),
        }
    }
}

#[test]
fn five_mistakes_are_five_diagnostics() {
    let (_, source) = files("bad")
        .into_iter()
        .find(|(file, _)| file == "five_mistakes.yaml")
        .unwrap();
    let diagnostics = compile_with_stubs(&source).unwrap_err();
    let found: Vec<_> = diagnostics
        .iter()
        .map(|d| (d.code.as_str(), d.position.line, d.position.column))
        .collect();
    assert_eq!(
        found,
        [
            ("unknown_operation", 8, 11),
            ("unknown_variable", 10, 23),
            ("unknown_step", 13, 28),
            ("unknown_name", 16, 35),
            ("invalid_duration", 18, 11),
        ]
    );
}

/// A code that no file shows is a code that nobody has seen work.
#[test]
fn every_code_is_shown_by_a_file_and_explained() {
    let mut seen = BTreeSet::new();
    for folder in ["good", "bad"] {
        for (_, source) in files(folder) {
            let diagnostics = match compile_with_stubs(&source) {
                Ok(compiled) => compiled.warnings,
                Err(diagnostics) => diagnostics,
            };
            seen.extend(diagnostics.into_iter().map(|d| d.code));
        }
    }
    // These need files that would be a burden in the tree; `limits.rs` shows them.
    seen.extend(["too_large", "too_deep"].map(str::to_owned));
    let all: BTreeSet<String> = DIAGNOSTIC_CODES.iter().map(|code| (*code).to_owned()).collect();
    assert_eq!(
        all.difference(&seen).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "codes without a file"
    );

    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/diagnostics.md");
    let page = std::fs::read_to_string(page).unwrap();
    let explained: BTreeSet<String> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .map(str::to_owned)
        .collect();
    assert_eq!(explained, all, "docs/diagnostics.md and the codes");
}
