//! What is wrong with a configuration, and where.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// A configuration that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file named on the command line, or `throughline.toml`, cannot be read.
    #[error("cannot read the configuration file {file}: {source}", file = .file.display())]
    Unreadable {
        /// Which file.
        file: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// Keys or values are wrong; all of them.
    #[error("{}", lines(.problems))]
    Wrong {
        /// In the order of the file, then the variables.
        problems: Vec<Problem>,
    },
}

/// One thing that is wrong. Never quotes a value that may be a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// `file:line:column`, or `environment`.
    pub place: String,
    /// The key as a path (`limits.max_runs_in_memory`) or the variable. Empty when the file is not TOML.
    pub key: String,
    /// What is wrong and what would be right.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.key.as_str() {
            "" => write!(f, "{}: {}", self.place, self.message),
            key => write!(f, "{}: `{key}`: {}", self.place, self.message),
        }
    }
}

fn lines(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
    format!("the configuration cannot be used:\n{}", lines.join("\n"))
}
