//! References to secrets in the configuration: read from the environment, a file or the database, never shown.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr as _;
use std::sync::Arc;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::secrets::{NamedSecretError, SecretName, SecretText, Secrets, WrongName};

/// Where a secret stands: `env:NAME`, `file:/path` or `secret:NAME` (one that the service keeps in its database) in the
/// configuration. Its value is never printed or serialised.
///
/// A configuration that holds the secret itself is read without an error, so that no parser quotes the line that holds
/// it; [`Secret::read`] then refuses it.
#[derive(Clone)]
pub struct Secret(Source);

#[derive(Clone)]
enum Source {
    Env(String),
    File(PathBuf),
    Named(Result<SecretName, WrongName>),
    Literal(Arc<str>),
    Refused,
}

/// Where a secret is kept, for who has to change it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "in", rename_all = "snake_case")]
pub enum SecretPlace {
    /// In an environment variable of the service.
    Environment {
        /// Its name.
        name: String,
    },
    /// In a file.
    File {
        /// Its path.
        path: String,
    },
    /// By the service: `throughline secrets set NAME`.
    Service {
        /// Its name.
        name: String,
    },
}

impl SecretPlace {
    /// What to do to change it, as a sentence.
    pub(crate) fn how_to_change(&self) -> String {
        match self {
            Self::Environment { name } => {
                format!("Set the environment variable {name} of the service to the right one and restart it.")
            }
            Self::File { path } => format!("Write the right one into {path}; it is read at the next sign-in."),
            Self::Service { name } => {
                format!("Set it again: `throughline secrets set {name}`; this test takes it at once.")
            }
        }
    }
}

/// Why a secret could not be read. Never holds its value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// It is written out in the configuration.
    #[error(
        "the secret is written out in the configuration; put it into an environment variable, a file or the service \
         (`throughline secrets set NAME`), and write `env:NAME`, `file:/path` or `secret:NAME` here"
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
    /// What stands behind `secret:` is no name.
    #[error("`secret:` is followed by something that names no secret: {0}")]
    Name(#[from] WrongName),
    /// A secret of the service cannot be read.
    #[error("{reason}")]
    Named {
        /// Why not.
        reason: String,
        /// Whether it may be there in a moment: the database is away.
        passing: bool,
    },
}

impl From<NamedSecretError> for SecretError {
    fn from(error: NamedSecretError) -> Self {
        Self::Named {
            passing: matches!(&error, NamedSecretError::Store(error) if error.is_unavailable()),
            reason: error.to_string(),
        }
    }
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
            Some(("secret", name)) => Self(Source::Named(SecretName::from_str(name))),
            _ => Self(Source::Refused),
        }
    }

    /// Its value now. It is read each time, so that a rotated secret is taken at the next sign-in.
    pub(crate) async fn read(&self, secrets: &Secrets) -> Result<SecretText, SecretError> {
        match &self.0 {
            Source::Named(Ok(name)) => Ok(secrets.read(name).await?),
            _ => self.read_here(),
        }
    }

    /// The name of a secret of the service, where it is one.
    pub(crate) fn name(&self) -> Option<&SecretName> {
        match &self.0 {
            Source::Named(Ok(name)) => Some(name),
            _ => None,
        }
    }

    /// Where it is kept; `None` where nobody can change it there.
    pub(crate) fn kept(&self) -> Option<SecretPlace> {
        match &self.0 {
            Source::Env(name) => Some(SecretPlace::Environment { name: name.clone() }),
            Source::File(path) => Some(SecretPlace::File {
                path: path.display().to_string(),
            }),
            Source::Named(Ok(name)) => Some(SecretPlace::Service { name: name.to_string() }),
            Source::Named(Err(_)) | Source::Literal(_) | Source::Refused => None,
        }
    }

    /// Whether it can be read, as far as that can be told before there is a database.
    pub(crate) fn check(&self) -> Result<(), SecretError> {
        match self.name() {
            Some(_) => Ok(()),
            None => self.read_here().map(|_| ()),
        }
    }

    fn read_here(&self) -> Result<SecretText, SecretError> {
        match &self.0 {
            Source::Env(name) => std::env::var(name)
                .ok()
                .filter(|value| !value.is_empty())
                .map(SecretText::new)
                .ok_or_else(|| SecretError::Variable(name.clone())),
            Source::File(path) => {
                let refuse = |reason: String| SecretError::File {
                    path: path.display().to_string(),
                    reason,
                };
                let text = std::fs::read_to_string(path).map_err(|error| refuse(error.to_string()))?;
                match text.trim() {
                    "" => Err(refuse("it is empty".to_owned())),
                    value => Ok(SecretText::new(value)),
                }
            }
            Source::Literal(value) => Ok(SecretText::new(Arc::clone(value))),
            Source::Named(Err(wrong)) => Err((*wrong).into()),
            Source::Named(Ok(_)) => Err(NamedSecretError::NoDatabase.into()),
            Source::Refused => Err(SecretError::WrittenOut),
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Source::Env(name) => write!(f, "env:{name}"),
            Source::File(path) => write!(f, "file:{}", path.display()),
            Source::Named(Ok(name)) => write!(f, "secret:{name}"),
            Source::Named(Err(_)) | Source::Literal(_) | Source::Refused => f.write_str("(hidden)"),
        }
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reference;
        impl Visitor<'_> for Reference {
            type Value = Secret;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a reference to a secret, such as \"env:NAME\"")
            }
            fn visit_str<E>(self, text: &str) -> Result<Secret, E> {
                Ok(Secret::reference(text))
            }
            // A secret of digits may be written without quotes; the usual message would quote it.
            fn visit_i64<E>(self, _: i64) -> Result<Secret, E> {
                Ok(Secret(Source::Refused))
            }
            fn visit_u64<E>(self, _: u64) -> Result<Secret, E> {
                Ok(Secret(Source::Refused))
            }
            fn visit_f64<E>(self, _: f64) -> Result<Secret, E> {
                Ok(Secret(Source::Refused))
            }
        }
        deserializer.deserialize_any(Reference)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_written_out_is_refused_without_being_shown() {
        let number: Secret = serde_json::from_value(serde_json::json!(4711)).unwrap();
        assert_eq!(number.check(), Err(SecretError::WrittenOut));
        let secret: Secret = serde_json::from_value(serde_json::json!("hunter2")).unwrap();
        let error = secret.read_here().unwrap_err();
        assert_eq!(error, SecretError::WrittenOut);
        assert!(!format!("{secret:?} {error} {error:?}").contains("hunter2"));
    }

    #[test]
    fn a_literal_is_read_but_not_printed() {
        let secret = Secret::literal("hunter2");
        let text = secret.read_here().unwrap();
        assert_eq!(text.expose(), "hunter2");
        assert!(!format!("{secret:?}{text:?}").contains("hunter2"));
    }

    #[test]
    fn a_file_is_read_without_its_line_end() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("token");
        std::fs::write(&path, "abc\n").unwrap();
        assert_eq!(Secret::file(&path).read_here().unwrap().expose(), "abc");
        std::fs::write(&path, "\n").unwrap();
        assert!(matches!(Secret::file(&path).read_here(), Err(SecretError::File { .. })));
    }

    #[test]
    fn a_missing_variable_is_named() {
        let error = Secret::reference("env:THROUGHLINE_NO_SUCH_SECRET")
            .read_here()
            .unwrap_err();
        assert!(error.to_string().contains("THROUGHLINE_NO_SUCH_SECRET"));
    }

    #[test]
    fn a_named_secret_waits_for_the_database_and_a_wrong_name_does_not() {
        let secret = Secret::reference("secret:crm.password");
        assert_eq!(format!("{secret:?}"), "secret:crm.password");
        assert_eq!(secret.check(), Ok(()));
        assert_eq!(Secret::reference("secret:").check(), Err(SecretError::Name(WrongName)));
        let error = Secret::reference("secret:hunter2!").check().unwrap_err();
        assert!(
            !error.to_string().contains("hunter2"),
            "somebody may write the secret itself there"
        );
    }
}
