//! `throughline tokens …`: what machines show.

use chrono::{DateTime, Utc};
use clap::Subcommand;
use serde_json::json;
use throughline_engine::definition::parse_duration;
use uuid::Uuid;

use super::output::{table, time};
use super::{CliError, Exit, Printer};
use crate::api::types::{ApiToken, NewTokenRequest};
use crate::auth::Role;
use crate::client::Client;

/// Commands about tokens.
#[derive(Debug, Subcommand)]
pub(super) enum Tokens {
    /// List the tokens; what they are is kept nowhere
    List,
    /// Make a token; it is printed this once
    Create {
        /// Name, e.g. `nightly-export`
        #[arg(value_name = "NAME")]
        name: String,
        /// What it may do: viewer, operator, designer, administrator
        #[arg(long, value_name = "ROLE")]
        role: Role,
        /// User whose it is to be: it can do no more than they can, and ends with them
        #[arg(long, value_name = "USER")]
        user: Option<String>,
        /// When it ends: an instant (RFC 3339), or in so long (`90d`); never where nothing is said
        #[arg(long, value_name = "WHEN")]
        expires: Option<String>,
    },
    /// Revoke a token
    Revoke {
        /// Its name or id
        #[arg(value_name = "TOKEN")]
        which: String,
    },
}

impl Tokens {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        match self {
            Self::List => list(client, printer).await?,
            Self::Create {
                name,
                role,
                user,
                expires,
            } => {
                let new = NewTokenRequest {
                    name,
                    role,
                    user,
                    expires_at: expires.as_deref().map(instant).transpose()?,
                };
                let made = client.create_token(&new).await?;
                printer.note("The token is shown this once. Whoever has it can use it: keep it as a password.");
                printer.result(&made, || made.token.clone())?;
            }
            Self::Revoke { which } => {
                let id = match Uuid::parse_str(&which) {
                    Ok(id) => id,
                    Err(_) => named(client, &which).await?,
                };
                let revoked = client.revoke_token(id).await?;
                printer.result(&revoked, || {
                    format!("Token {} ({}) is revoked.", revoked.name, revoked.prefix)
                })?;
            }
        }
        Ok(Exit::Done)
    }
}

fn instant(text: &str) -> Result<DateTime<Utc>, CliError> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Ok(at.to_utc());
    }
    let wrong = || {
        CliError::usage(format!(
            "`{text}` is no time: write an instant like 2027-01-31T12:00:00Z, or a duration like 90d"
        ))
    };
    let after = parse_duration(text).map_err(|_| wrong())?;
    let after = chrono::TimeDelta::from_std(after).map_err(|_| wrong())?;
    Utc::now().checked_add_signed(after).ok_or_else(wrong)
}

async fn named(client: &Client, name: &str) -> Result<Uuid, CliError> {
    let page = client.tokens(Some(&name.to_ascii_lowercase()), None).await?;
    page.items.first().map(|token| token.id).ok_or_else(|| CliError {
        exit: Exit::Refused,
        message: format!("There is no token `{name}` in use. `throughline tokens list` lists those there are."),
        problem: None,
    })
}

async fn list(client: &Client, printer: &Printer) -> Result<(), CliError> {
    let mut items = Vec::new();
    let mut cursor = None;
    loop {
        let page = client.tokens(None, cursor.as_deref()).await?;
        items.extend(page.items);
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    printer.result(&json!({ "items": items }), || {
        if items.is_empty() {
            return "There are no tokens but the service's own. `throughline tokens create NAME --role ROLE` makes one."
                .to_owned();
        }
        let row = |token: &ApiToken| {
            vec![
                token.name.clone(),
                token.prefix.clone(),
                token.role.to_string(),
                token.status.as_str().to_owned(),
                token.user.clone().unwrap_or_default(),
                token.expires_at.map_or_else(|| "never".to_owned(), time),
                token.last_used_at.map(time).unwrap_or_default(),
                token.id.to_string(),
            ]
        };
        table(
            &[
                "TOKEN",
                "BEGINS",
                "ROLE",
                "STATUS",
                "USER",
                "EXPIRES",
                "LAST USED",
                "ID",
            ],
            &items.iter().map(row).collect::<Vec<_>>(),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_an_instant_or_a_while_from_now() {
        assert_eq!(
            instant("2030-01-31T12:00:00+02:00").unwrap().to_rfc3339(),
            "2030-01-31T10:00:00+00:00"
        );
        assert!(instant("1h").unwrap() > Utc::now());
        assert!(instant("tomorrow").is_err());
    }
}
