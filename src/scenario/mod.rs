//! Scenario tests of definitions: a run on the pure kernel, with stubbed operations and a virtual clock.
//!
//! A scenario file (`NAME.test.yaml`) names a definition and plays scenarios against it: an input, answers for the
//! operations it calls, and what is expected in the end. No call leaves the process and no time passes; timers fire at
//! once in the order they are due. Answers of calls that are under way together arrive in an order drawn from a seed, so
//! a scenario that passes under many seeds does not depend on that order. Every request is checked against the schema of
//! its operation: a scenario cannot pass with a request the connector would refuse. docs/testing-processes.md explains
//! the file to authors.
//!
//! This room must not know the store, the runtime's shards or HTTP.

mod expect;
mod file;
mod play;
mod report;
mod stubs;
mod value;

use std::path::{Path, PathBuf};

use serde::Serialize;
use thiserror::Error;
use throughline_engine::definition::{Diagnostic, compile};
use throughline_engine::script::ScriptEngine;

use crate::connectors::Catalogue;

pub use report::render_text;

/// Largest file that is read, in bytes.
const MAX_FILE_BYTES: u64 = 4 * 1024 * 1024;

/// How scenarios are played.
#[derive(Debug, Clone)]
pub struct Options {
    /// Seed of scenarios that name none.
    pub seed: u64,
    /// Under how many seeds each scenario is played, counted up from its first.
    pub seeds: u32,
    /// Plays only scenarios whose name holds this text.
    pub filter: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 1,
            seeds: 1,
            filter: None,
        }
    }
}

/// What came of a scenario file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FileReport {
    /// The scenario file.
    pub file: String,
    /// Key of the process.
    pub process: String,
    /// Its scenarios in the order written.
    pub scenarios: Vec<ScenarioReport>,
}

/// What came of a scenario.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScenarioReport {
    /// Its name.
    pub name: String,
    /// Line of the file it begins at, from 1.
    pub line: usize,
    /// The seed it was played with; of several, the one it failed with, else the last.
    pub seed: u64,
    /// Whether everything was as expected.
    pub passed: bool,
    /// What was not, a sentence each.
    pub problems: Vec<String>,
    /// Calls that were made.
    pub calls: usize,
    /// Virtual time from start to end, in milliseconds.
    pub elapsed_ms: u64,
}

/// Why no scenario of a file could be played.
#[derive(Debug, Error)]
pub enum ScenarioFileError {
    /// A file cannot be read.
    #[error("{}: {reason}", .file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why.
        reason: String,
    },
    /// The scenario file is wrong.
    #[error("{}", .problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Invalid {
        /// Each problem.
        problems: Vec<FileProblem>,
    },
    /// The definition it tests does not compile.
    #[error("{}", rendered(.file, .source_text, .diagnostics))]
    Definition {
        /// The definition file.
        file: PathBuf,
        /// Its text.
        source_text: String,
        /// What is wrong with it.
        diagnostics: Vec<Diagnostic>,
    },
}

/// One problem of a scenario file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file}:{line}:{column}: {message}")]
pub struct FileProblem {
    /// The file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What is wrong and what to do.
    pub message: String,
}

fn rendered(file: &Path, source: &str, diagnostics: &[Diagnostic]) -> String {
    let file = file.display().to_string();
    diagnostics
        .iter()
        .map(|diagnostic| diagnostic.render(&file, source))
        .collect()
}

/// Plays the scenarios of one file.
///
/// # Errors
/// The file or the definition cannot be read or is wrong. Scenarios that fail are no error: see [`ScenarioReport`].
pub fn run_file(
    path: &Path,
    catalogue: &Catalogue,
    scripts: &ScriptEngine,
    options: &Options,
) -> Result<FileReport, ScenarioFileError> {
    let shown = path.display().to_string();
    let text = read(path)?;
    let file = file::read(&shown, &text, catalogue, scripts)?;
    let definition = definition_of(path, file.process.as_deref());
    let source_text = read(&definition)?;
    let compiled = match compile(&source_text, catalogue, scripts) {
        Ok(compiled) => compiled,
        Err(diagnostics) => {
            return Err(ScenarioFileError::Definition {
                file: definition,
                source_text,
                diagnostics,
            });
        }
    };
    let chosen = |name: &str| options.filter.as_deref().is_none_or(|part| name.contains(part));
    let scenarios = file
        .scenarios
        .iter()
        .filter(|scenario| chosen(&scenario.name))
        .map(|scenario| play::play(&compiled.process, catalogue, scripts, &file.stubs, scenario, options))
        .collect();
    Ok(FileReport {
        file: shown,
        process: compiled.process.key,
        scenarios,
    })
}

/// The scenario files under a path: itself, or all `*.test.yaml` of a directory and the directories in it, by name.
///
/// # Errors
/// The path cannot be read.
pub fn find_files(path: &Path) -> Result<Vec<PathBuf>, ScenarioFileError> {
    let unreadable = |error: std::io::Error| ScenarioFileError::Unreadable {
        file: path.to_owned(),
        reason: format!("cannot be read: {error}"),
    };
    if !std::fs::metadata(path).map_err(unreadable)?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let kind = entry.file_type().map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if kind.is_dir() && !name.starts_with('.') {
            files.extend(find_files(&entry.path())?);
        } else if name.ends_with(".test.yaml") || name.ends_with(".test.yml") {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

/// The definition a scenario file tests: the one it names, from its own directory, else `NAME.yaml` of `NAME.test.yaml`.
fn definition_of(path: &Path, named: Option<&str>) -> PathBuf {
    let own = path
        .file_name()
        .map(|name| name.to_string_lossy().replacen(".test.", ".", 1))
        .unwrap_or_default();
    path.with_file_name(named.unwrap_or(&own))
}

fn read(path: &Path) -> Result<String, ScenarioFileError> {
    let unreadable = |reason: String| ScenarioFileError::Unreadable {
        file: path.to_owned(),
        reason,
    };
    let size = std::fs::metadata(path)
        .map_err(|error| unreadable(format!("cannot be read: {error}")))?
        .len();
    if size > MAX_FILE_BYTES {
        return Err(unreadable(format!(
            "is {size} bytes long; a file has at most {MAX_FILE_BYTES}"
        )));
    }
    std::fs::read_to_string(path).map_err(|error| unreadable(format!("cannot be read: {error}")))
}
