//! Values that must not be seen: read from where a reference points, never printed.

use std::ffi::OsString;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Longest secret read from a file, in bytes.
const MAX_BYTES: u64 = 64 * 1024;

/// A secret value. Printing it for debugging shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps `value` as a secret.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The value itself, for the one place that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Reads what `env:NAME` or `file:PATH` points to, without white space at its ends. `None` if `text` is no such
    /// reference. A relative path starts at `folder`. The error is a sentence that tells nothing of the value.
    pub(super) fn refer(
        text: &str,
        folder: &Path,
        environment: &dyn Fn(&str) -> Option<OsString>,
    ) -> Option<Result<Self, String>> {
        match text.split_once(':') {
            Some(("env", name)) => Some(from_variable(name, environment)),
            Some(("file", path)) => Some(from_file(&folder.join(path))),
            _ => None,
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

fn from_variable(name: &str, environment: &dyn Fn(&str) -> Option<OsString>) -> Result<Secret, String> {
    let value = environment(name).ok_or_else(|| format!("the environment variable {name} is not set"))?;
    let value = value
        .into_string()
        .map_err(|_| format!("the environment variable {name} is not UTF-8 text"))?;
    not_empty(&value).ok_or_else(|| format!("the environment variable {name} is empty"))
}

fn from_file(path: &Path) -> Result<Secret, String> {
    let file = path.display();
    let mut text = String::new();
    File::open(path)
        .and_then(|file| file.take(MAX_BYTES + 1).read_to_string(&mut text))
        .map_err(|error| format!("the secret file {file} cannot be read: {error}"))?;
    if text.len() as u64 > MAX_BYTES {
        return Err(format!("the secret file {file} has more than {MAX_BYTES} bytes"));
    }
    not_empty(&text).ok_or_else(|| format!("the secret file {file} is empty"))
}

fn not_empty(value: &str) -> Option<Secret> {
    let value = value.trim();
    (!value.is_empty()).then(|| Secret::new(value))
}
