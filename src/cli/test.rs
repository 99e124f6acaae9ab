//! `throughline test`: plays the scenario tests of definitions.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use throughline_engine::script::{Limits, ScriptEngine};

use super::{CliError, Exit, Printer};
use crate::connectors::Catalogue;
use crate::scenario::{self, FileReport, Options};

/// Play scenario tests (*.test.yaml) with stubbed operations and a virtual clock
///
/// Exit code 1 if any fails, 2 if a file cannot be used.
#[derive(Debug, Args)]
pub(super) struct Test {
    /// Scenario files, or directories that are searched for them
    #[arg(default_value = "processes")]
    paths: Vec<PathBuf>,
    /// Plays only scenarios whose name holds this text
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// Seed of the order in which answers arrive, for scenarios that name none
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Plays each scenario under so many seeds
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    seeds: u32,
    /// Directory of connector declarations beside those that ship
    #[arg(long, value_name = "DIR")]
    connectors: Option<PathBuf>,
}

impl Test {
    pub(super) fn run(&self, printer: &Printer) -> Result<Exit, CliError> {
        let played = play(self);
        for error in &played.errors {
            printer.note(error.trim_end());
        }
        let shown = json!({
            "passed": played.exit() == Exit::Done,
            "files": played.files,
            "errors": played.errors,
        });
        printer.result(&shown, || scenario::render_text(&played.files))?;
        Ok(played.exit())
    }
}

struct PlayedFiles {
    files: Vec<FileReport>,
    errors: Vec<String>,
}

impl PlayedFiles {
    fn exit(&self) -> Exit {
        let failed = |file: &FileReport| file.scenarios.iter().any(|scenario| !scenario.passed);
        if !self.errors.is_empty() {
            Exit::Usage
        } else if self.files.iter().any(failed) {
            Exit::Bad
        } else {
            Exit::Done
        }
    }
}

fn play(args: &Test) -> PlayedFiles {
    let scripts = ScriptEngine::new(Limits::default());
    let mut played = PlayedFiles {
        files: Vec::new(),
        errors: Vec::new(),
    };
    let catalogue = match Catalogue::load(&scripts, args.connectors.as_deref()) {
        Ok(catalogue) => catalogue,
        Err(error) => {
            played.errors.push(error.to_string());
            return played;
        }
    };
    let options = Options {
        seed: args.seed,
        seeds: args.seeds,
        filter: args.filter.clone(),
    };
    for path in &args.paths {
        match scenario::find_files(path) {
            Ok(files) if files.is_empty() => {
                played.errors.push(format!("{}: holds no *.test.yaml", path.display()));
            }
            Ok(files) => {
                for file in files {
                    match scenario::run_file(&file, &catalogue, &scripts, &options) {
                        Ok(report) => played.files.push(report),
                        Err(error) => played.errors.push(error.to_string()),
                    }
                }
            }
            Err(error) => played.errors.push(error.to_string()),
        }
    }
    let found = played.files.iter().any(|file| !file.scenarios.is_empty());
    // Nothing played must not look like success.
    if !found && played.errors.is_empty() {
        played.errors.push(match &args.filter {
            Some(filter) => format!("no scenario's name holds `{filter}`"),
            None => "the files hold no scenario".to_owned(),
        });
    }
    played
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const DEFINITION: &str = "process: Ask\nsteps:\n  ask: { call: noop.run, with: { a: 1 } }\n";
    const SCENARIOS: &str = "scenarios:\n  - { name: right, expect: { status: completed } }\n  - { name: wrong, expect: { status: failed } }\n";

    fn exit(path: &Path, filter: Option<&str>) -> Exit {
        play(&Test {
            paths: vec![path.to_owned()],
            filter: filter.map(str::to_owned),
            seed: 1,
            seeds: 1,
            connectors: None,
        })
        .exit()
    }

    #[test]
    fn success_is_when_something_was_played_and_all_of_it_passed() {
        let folder = tempfile::tempdir().unwrap();
        let tests = folder.path().join("ask.test.yaml");
        std::fs::write(folder.path().join("ask.yaml"), DEFINITION).unwrap();
        assert_eq!(exit(folder.path(), None), Exit::Usage);
        std::fs::write(&tests, SCENARIOS).unwrap();
        assert_eq!(exit(folder.path(), None), Exit::Bad);
        assert_eq!(exit(&tests, Some("right")), Exit::Done);
        assert_eq!(exit(&tests, Some("neither")), Exit::Usage);
        assert_eq!(exit(&folder.path().join("missing.test.yaml"), None), Exit::Usage);
        std::fs::write(&tests, "scenarios: []\n").unwrap();
        assert_eq!(exit(&tests, None), Exit::Usage);
        std::fs::write(&tests, SCENARIOS).unwrap();
        std::fs::write(
            folder.path().join("ask.yaml"),
            DEFINITION.replace("noop.run", "noop.go"),
        )
        .unwrap();
        assert_eq!(exit(&tests, Some("right")), Exit::Usage);
    }
}
