//! `throughline test`: plays the scenario tests of definitions, without a service.

use std::fmt;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use throughline_engine::script::{Limits, ScriptEngine};

use crate::connectors::Catalogue;
use crate::scenario::{self, FileReport, Options};

/// Play scenario tests (*.test.yaml) with stubbed operations and a virtual clock; exit code 1 if any fails
#[derive(Debug, Args)]
pub struct TestArgs {
    /// Scenario files, or folders that are searched for them
    #[arg(default_value = "processes", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Play only scenarios whose name holds this text
    #[arg(long, value_name = "TEXT")]
    pub filter: Option<String>,
    /// Seed of the order in which answers arrive, for scenarios that name none
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Play each scenario under so many seeds
    #[arg(long, default_value_t = 1, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub seeds: u32,
    /// Folder of connector declarations besides those that ship
    #[arg(long, value_name = "DIR")]
    pub connectors: Option<PathBuf>,
}

/// What came of it. As JSON for programs, by `Display` for people.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tested {
    /// Whether every file could be used and every scenario passed.
    pub passed: bool,
    /// The files whose scenarios were played.
    pub files: Vec<FileReport>,
    /// Why others could not be used.
    pub errors: Vec<String>,
}

impl fmt::Display for Tested {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&scenario::render_text(&self.files))?;
        for error in &self.errors {
            writeln!(f, "{}", error.trim_end())?;
        }
        Ok(())
    }
}

/// Plays the scenarios.
#[must_use]
pub fn run(args: &TestArgs) -> Tested {
    let mut files = Vec::new();
    let mut errors = Vec::new();
    let scripts = ScriptEngine::new(Limits::default());
    match Catalogue::load(&scripts, args.connectors.as_deref()) {
        Ok(catalogue) => {
            let options = Options {
                seed: args.seed,
                seeds: args.seeds,
                filter: args.filter.clone(),
            };
            for path in &args.paths {
                match scenario::find_files(path) {
                    Ok(found) if found.is_empty() => errors.push(format!("{}: holds no *.test.yaml", path.display())),
                    Ok(found) => {
                        for file in found {
                            match scenario::run_file(&file, &catalogue, &scripts, &options) {
                                Ok(report) => files.push(report),
                                Err(error) => errors.push(error.to_string()),
                            }
                        }
                    }
                    Err(error) => errors.push(error.to_string()),
                }
            }
        }
        Err(error) => errors.push(format!("the connectors cannot be used: {error}")),
    }
    let mut played = files.iter().flat_map(|file: &FileReport| &file.scenarios);
    // A filter that lets nothing through must not look like success.
    if errors.is_empty() && played.clone().next().is_none() {
        errors.push(match &args.filter {
            Some(filter) => format!("no scenario's name holds `{filter}`"),
            None => "the files hold no scenario".to_owned(),
        });
    }
    Tested {
        passed: errors.is_empty() && played.all(|scenario| scenario.passed),
        files,
        errors,
    }
}
