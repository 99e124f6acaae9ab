//! `throughline secrets`: the named secrets of the service.

use std::io::Read as _;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;

use super::output::{table, time};
use super::{CliError, Exit, Printer};
use crate::api::types::{NamedSecret, SecretValue, SentSecret};
use crate::client::Client;
use crate::secrets::{MAX_SECRET_CHARS, SecretName, SecretText};

/// Set, list and delete the secrets that connections refer to as `secret:NAME`; for administrators
#[derive(Debug, Subcommand)]
pub(super) enum Secrets {
    List(List),
    Set(Set),
    Delete(Delete),
}

/// List the secrets: names and when they were set and used, never their values
#[derive(Debug, Args)]
pub(super) struct List {}

/// Set a secret; its value is read from standard input or a file, without white space at its ends, never from an argument
#[derive(Debug, Args)]
pub(super) struct Set {
    /// Its name
    name: SecretName,
    /// File that holds the value; standard input where none is given
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

/// Delete a secret; connections that refer to it fail from their next sign-in on
#[derive(Debug, Args)]
pub(super) struct Delete {
    /// Its name
    name: SecretName,
}

impl Secrets {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        match self {
            Self::List(_) => list(client, printer).await,
            Self::Set(set) => set.run(client, printer).await,
            Self::Delete(Delete { name }) => {
                client.delete_secret(name.as_str()).await?;
                printer.result(&json!({ "deleted": name.as_str() }), || {
                    format!("The secret {name} is deleted.")
                })?;
                Ok(Exit::Done)
            }
        }
    }
}

async fn list(client: &Client, printer: &Printer) -> Result<Exit, CliError> {
    let list = client.secrets().await?;
    printer.result(&list, || {
        if list.items.is_empty() {
            return "There are no secrets yet. `throughline secrets set NAME` makes one.".to_owned();
        }
        let row = |secret: &NamedSecret| {
            vec![
                secret.name.clone(),
                secret.version.to_string(),
                time(secret.updated_at),
                secret.updated_by.clone(),
                secret.last_used_at.map_or_else(|| "never".to_owned(), time),
            ]
        };
        let rows: Vec<_> = list.items.iter().map(row).collect();
        table(&["NAME", "VERSION", "SET", "BY", "LAST USED"], &rows)
    })?;
    Ok(Exit::Done)
}

impl Set {
    async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let value = SecretValue {
            value: SentSecret(self.value()?),
        };
        let secret = client.set_secret(self.name.as_str(), &value).await?;
        printer.result(&secret, || {
            format!(
                "The secret {} is set (version {}). A connection refers to it as secret:{}",
                secret.name, secret.version, secret.name
            )
        })?;
        Ok(Exit::Done)
    }

    fn value(&self) -> Result<SecretText, CliError> {
        let (place, source): (_, Box<dyn std::io::Read>) = match &self.file {
            Some(path) => {
                let place = path.display().to_string();
                let file = std::fs::File::open(path).map_err(|error| CliError::usage(format!("{place}: {error}")))?;
                (place, Box::new(file))
            }
            None => ("standard input".to_owned(), Box::new(std::io::stdin())),
        };
        let mut text = String::new();
        source
            // A character has at most four bytes.
            .take(4 * MAX_SECRET_CHARS as u64 + 1)
            .read_to_string(&mut text)
            .map_err(|error| CliError::usage(format!("{place}: {error}")))?;
        if text.chars().count() > MAX_SECRET_CHARS {
            return Err(CliError::usage(format!(
                "{place} holds more than {MAX_SECRET_CHARS} characters"
            )));
        }
        match text.trim() {
            "" => Err(CliError::usage(format!(
                "{place} is empty: it should hold the value of the secret"
            ))),
            value => Ok(SecretText::new(value)),
        }
    }
}
