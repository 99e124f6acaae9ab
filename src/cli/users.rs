//! `throughline users …`: the people who may sign in.
//!
//! A password is never an argument: other users of the machine can see those.

use std::io::{IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde_json::json;

use super::output::{table, time};
use super::{CliError, Exit, Printer};
use crate::api::types::{NewUserRequest, User, UserPatch};
use crate::auth::Role;
use crate::client::Client;

/// Longest password file that is read, in bytes.
const MAX_FILE: u64 = 64 * 1024;

/// Commands about users.
#[derive(Debug, Subcommand)]
pub(super) enum Users {
    /// List the users
    List,
    /// Make a user
    Create {
        /// Name, e.g. `ann` or `ann@example.com`
        #[arg(value_name = "USER")]
        user: String,
        /// What they may do: viewer, operator, designer, administrator
        #[arg(long, value_name = "ROLE")]
        role: Role,
        #[command(flatten)]
        password: Password,
    },
    /// Set the password of a user; their sessions end
    SetPassword {
        /// Name
        #[arg(value_name = "USER")]
        user: String,
        #[command(flatten)]
        password: Password,
    },
    /// Change the role of a user
    SetRole {
        /// Name
        #[arg(value_name = "USER")]
        user: String,
        /// The new role
        #[arg(value_name = "ROLE")]
        role: Role,
    },
    /// Let a user sign in no more; sessions and tokens end at once
    Deactivate {
        /// Name
        #[arg(value_name = "USER")]
        user: String,
    },
    /// Let a user sign in again
    Activate {
        /// Name
        #[arg(value_name = "USER")]
        user: String,
    },
    /// Delete a user with sessions and tokens
    Delete {
        /// Name
        #[arg(value_name = "USER")]
        user: String,
    },
}

/// Where the password comes from.
#[derive(Debug, Args)]
pub(super) struct Password {
    /// File with the password; without it the password is read from standard input. White space at the ends is left out
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

impl Password {
    fn read(&self, printer: &Printer) -> Result<String, CliError> {
        let text = match &self.password_file {
            Some(path) => read_file(path)?,
            None => {
                if std::io::stdin().is_terminal() {
                    printer.note("Type the password and press Enter; it is shown as you type. Or give it by a pipe or --password-file.");
                }
                let mut line = String::new();
                std::io::stdin()
                    .read_line(&mut line)
                    .map_err(|error| CliError::usage(format!("standard input cannot be read: {error}")))?;
                line
            }
        };
        let password = text.trim();
        if password.is_empty() {
            return Err(CliError::usage(
                "no password: give it on standard input, or in a file with --password-file",
            ));
        }
        Ok(password.to_owned())
    }
}

fn read_file(path: &Path) -> Result<String, CliError> {
    let mut text = String::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(MAX_FILE).read_to_string(&mut text))
        .map_err(|error| CliError::usage(format!("the password file {} cannot be read: {error}", path.display())))?;
    Ok(text)
}

impl Users {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        match self {
            Self::List => list(client, printer).await?,
            Self::Create { user, role, password } => {
                let new = NewUserRequest {
                    name: user,
                    role,
                    password: password.read(printer)?,
                };
                let user = client.create_user(&new).await?;
                printer.result(&user, || format!("User {} is made: {}.", user.name, user.role))?;
            }
            Self::SetPassword { user, password } => {
                client.set_password(&user, password.read(printer)?).await?;
                printer.result(&json!({ "user": user }), || {
                    format!("The password of {user} is set; their sessions have ended.")
                })?;
            }
            Self::SetRole { user, role } => {
                let patch = UserPatch {
                    role: Some(role),
                    active: None,
                };
                changed(&client.change_user(&user, &patch).await?, printer)?;
            }
            Self::Deactivate { user } => changed(&activate(client, &user, false).await?, printer)?,
            Self::Activate { user } => changed(&activate(client, &user, true).await?, printer)?,
            Self::Delete { user } => {
                client.delete_user(&user).await?;
                printer.result(&json!({ "user": user }), || format!("User {user} is deleted."))?;
            }
        }
        Ok(Exit::Done)
    }
}

async fn activate(client: &Client, user: &str, active: bool) -> Result<User, CliError> {
    let patch = UserPatch {
        role: None,
        active: Some(active),
    };
    Ok(client.change_user(user, &patch).await?)
}

fn changed(user: &User, printer: &Printer) -> Result<(), CliError> {
    printer.result(user, || {
        let active = if user.active { "active" } else { "not active" };
        format!("User {} is {} and {active}.", user.name, user.role)
    })
}

async fn list(client: &Client, printer: &Printer) -> Result<(), CliError> {
    let mut items = Vec::new();
    let mut cursor = None;
    loop {
        let page = client.users(cursor.as_deref()).await?;
        items.extend(page.items);
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    printer.result(&json!({ "items": items }), || {
        let row = |user: &User| {
            vec![
                user.name.clone(),
                user.role.to_string(),
                if user.active { "yes" } else { "no" }.to_owned(),
                user.last_seen_at.map(time).unwrap_or_default(),
                time(user.created_at),
                user.created_by.clone(),
            ]
        };
        table(
            &["USER", "ROLE", "ACTIVE", "LAST SEEN", "MADE", "BY"],
            &items.iter().map(row).collect::<Vec<_>>(),
        )
    })
}
