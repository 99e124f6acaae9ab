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
    if let Some(filter) = args.filter.as_ref().filter(|_| !found && played.errors.is_empty()) {
        played.errors.push(format!("no scenario's name holds `{filter}`"));
    }
    played
}
