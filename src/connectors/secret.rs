//! Secrets: named in the configuration, read from the environment or a file, never shown.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Deserializer};

/// Where a secret stands: `env:NAME` or `file:/path` in the configuration. Its value is never printed or serialised.
///
/// A configuration that holds the secret itself is read without an error, so that no parser quotes the line that holds
/// it; [`Secret::read`] then refuses it.
#[derive(Clone)]
pub struct Secret(Source);

#[derive(Clone)]
enum Source {
    Env(String),
    File(PathBuf),
    Literal(Arc<str>),
    Refused,
}

/// The value of a secret. There is no way to see it but [`SecretText::expose`].
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct SecretText(Arc<str>);

/// Why a secret could not be read. Never holds its value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// It is written out in the configuration.
    #[error(
        "the secret is written out in the configuration; put it into an environment variable or a file and write \
         `env:NAME` or `file:/path` here"
    )]
    WrittenOut,
    /// The variable is not set or empty.
    #[error("the environment variable {0} is not set or empty; set it before the service starts")]
    Variable(String),
    /// The file cannot be read or is empty.
    #[error("the secret file {path} cannot be used: {reason}")]
    File {
        /// Which file.
        path: String,
        /// Why not.
        reason: String,
    },
}

impl Secret {
    /// The value of this environment variable.
    pub fn env(name: impl Into<String>) -> Self {
        Self(Source::Env(name.into()))
    }

    /// What stands in this file, without white space at its ends.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self(Source::File(path.into()))
    }

    /// The value itself: for the demo and tests, which make their secrets. Configuration files cannot say this.
    pub fn literal(value: impl Into<String>) -> Self {
        Self(Source::Literal(value.into().into()))
    }

    /// Reads a reference as the configuration writes it.
    #[must_use]
    pub fn reference(text: &str) -> Self {
        match text.split_once(':') {
            Some(("env", name)) if !name.is_empty() => Self::env(name),
            Some(("file", path)) if !path.is_empty() => Self::file(path),
            _ => Self(Source::Refused),
        }
    }

    /// Its value now. Files are read each time, so that a rotated secret is taken at the next sign-in.
    pub(crate) fn read(&self) -> Result<SecretText, SecretError> {
        match &self.0 {
            Source::Env(name) => std::env::var(name)
                .ok()
                .filter(|value| !value.is_empty())
                .map(|value| SecretText(value.into()))
                .ok_or_else(|| SecretError::Variable(name.clone())),
            Source::File(path) => {
                let refuse = |reason: String| SecretError::File {
                    path: path.display().to_string(),
                    reason,
                };
                let text = std::fs::read_to_string(path).map_err(|error| refuse(error.to_string()))?;
                match text.trim() {
                    "" => Err(refuse("it is empty".to_owned())),
                    value => Ok(SecretText(value.into())),
                }
            }
            Source::Literal(value) => Ok(SecretText(Arc::clone(value))),
            Source::Refused => Err(SecretError::WrittenOut),
        }
    }
}

impl SecretText {
    pub(crate) fn new(value: impl Into<Arc<str>>) -> Self {
        Self(value.into())
    }

    /// The value, for the one place that sends it.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Source::Env(name) => write!(f, "env:{name}"),
            Source::File(path) => write!(f, "file:{}", path.display()),
            Source::Literal(_) | Source::Refused => f.write_str("(hidden)"),
        }
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(hidden)")
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(Self::reference(&text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_written_out_is_refused_without_being_shown() {
        let secret: Secret = serde_json::from_value(serde_json::json!("hunter2")).unwrap();
        let error = secret.read().unwrap_err();
        assert_eq!(error, SecretError::WrittenOut);
        assert!(!format!("{secret:?} {error} {error:?}").contains("hunter2"));
    }

    #[test]
    fn a_literal_is_read_but_not_printed() {
        let secret = Secret::literal("hunter2");
        let text = secret.read().unwrap();
        assert_eq!(text.expose(), "hunter2");
        assert!(!format!("{secret:?}{text:?}").contains("hunter2"));
    }

    #[test]
    fn a_file_is_read_without_its_line_end() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("token");
        std::fs::write(&path, "abc\n").unwrap();
        assert_eq!(Secret::file(&path).read().unwrap().expose(), "abc");
        std::fs::write(&path, "\n").unwrap();
        assert!(matches!(Secret::file(&path).read(), Err(SecretError::File { .. })));
    }

    #[test]
    fn a_missing_variable_is_named() {
        let error = Secret::reference("env:THROUGHLINE_NO_SUCH_SECRET").read().unwrap_err();
        assert!(error.to_string().contains("THROUGHLINE_NO_SUCH_SECRET"));
    }
}
