//! `throughline test`: plays the scenario tests of definitions.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde_json::json;
use throughline_engine::script::{Limits, ScriptEngine};

use crate::connectors::Catalogue;
use crate::scenario::{self, FileReport, Options};

/// Plays scenario tests (*.test.yaml) with stubbed operations and a virtual clock. Exit code 1 if any fails, 2 if a file
/// cannot be used.
#[derive(Debug, Args)]
pub struct TestArgs {
    /// Scenario files, or directories that are searched for them
    #[arg(default_value = "processes")]
    pub paths: Vec<PathBuf>,
    /// Plays only scenarios whose name holds this text
    #[arg(long, value_name = "TEXT")]
    pub filter: Option<String>,
    /// Seed of the order in which answers arrive, for scenarios that name none
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Plays each scenario under so many seeds
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub seeds: u32,
    /// Directory of connector declarations beside those that ship
    #[arg(long, value_name = "DIR")]
    pub connectors: Option<PathBuf>,
    /// How the result is printed
    #[arg(long, value_enum, default_value_t = TestOutput::Text)]
    pub output: TestOutput,
}

/// How the result is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TestOutput {
    /// For people.
    Text,
    /// One JSON object: `passed`, `files`, `errors`.
    Json,
}

/// Plays the scenarios and prints what came of them.
#[must_use]
pub fn run(args: &TestArgs) -> ExitCode {
    let played = play(args);
    match args.output {
        TestOutput::Text => {
            for error in &played.errors {
                eprintln!("{}", error.trim_end());
            }
            print!("{}", scenario::render_text(&played.files));
        }
        TestOutput::Json => {
            let shown = json!({
                "passed": played.code() == 0,
                "files": played.files,
                "errors": played.errors,
            });
            println!("{shown:#}");
        }
    }
    ExitCode::from(played.code())
}

struct PlayedFiles {
    files: Vec<FileReport>,
    errors: Vec<String>,
}

impl PlayedFiles {
    fn code(&self) -> u8 {
        let failed = |file: &FileReport| file.scenarios.iter().any(|scenario| !scenario.passed);
        if !self.errors.is_empty() {
            2
        } else {
            u8::from(self.files.iter().any(failed))
        }
    }
}

fn play(args: &TestArgs) -> PlayedFiles {
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
