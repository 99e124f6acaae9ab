//! `throughline rights …`: who may see, start and operate single processes.

use clap::{Args, Subcommand};
use serde_json::json;
use uuid::Uuid;

use super::output::{table, time};
use super::{CliError, Exit, Printer};
use crate::api::types::{NewProcessGrant, ProcessGrant};
use crate::auth::{ProcessRight, Role};
use crate::client::Client;

/// Commands about rights.
#[derive(Debug, Subcommand)]
pub(super) enum Rights {
    /// List the rights; a process that is in none is open to every role
    List {
        /// Only on this process
        #[arg(long, value_name = "KEY")]
        process: Option<String>,
    },
    /// Give a right; from the first on, those without it are locked out
    Grant {
        /// Key of the process
        #[arg(value_name = "PROCESS")]
        process: String,
        /// What they may: see, start, operate
        #[arg(value_name = "RIGHT")]
        right: ProcessRight,
        #[command(flatten)]
        subject: Subject,
    },
    /// Take a right back
    Revoke {
        /// Id of the right
        #[arg(value_name = "ID")]
        id: Uuid,
    },
}

/// Whom a right is given to.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct Subject {
    /// To a user, and the tokens they made for themselves
    #[arg(long, value_name = "USER")]
    user: Option<String>,
    /// To a token
    #[arg(long = "to-token", value_name = "NAME")]
    token_name: Option<String>,
    /// To everybody with this role or a greater one
    #[arg(long, value_name = "ROLE")]
    role: Option<Role>,
}

impl Rights {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        match self {
            Self::List { process } => list(client, process.as_deref(), printer).await?,
            Self::Grant {
                process,
                right,
                subject,
            } => {
                let new = NewProcessGrant {
                    process,
                    right,
                    user: subject.user,
                    token: subject.token_name,
                    role: subject.role,
                };
                let grant = client.grant(&new).await?;
                printer.result(&grant, || {
                    format!(
                        "{} may {} {}. Right {}.",
                        subject_of(&grant),
                        grant.right,
                        grant.process,
                        grant.id
                    )
                })?;
            }
            Self::Revoke { id } => {
                client.revoke_grant(id).await?;
                printer.result(&json!({ "id": id }), || format!("Right {id} is taken back."))?;
            }
        }
        Ok(Exit::Done)
    }
}

async fn list(client: &Client, process: Option<&str>, printer: &Printer) -> Result<(), CliError> {
    let mut items = Vec::new();
    let mut cursor = None;
    loop {
        let page = client.process_rights(process, cursor.as_deref()).await?;
        items.extend(page.items);
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    printer.result(&json!({ "items": items }), || {
        if items.is_empty() {
            return "No process is restricted: the role of a caller decides.".to_owned();
        }
        let row = |grant: &ProcessGrant| {
            vec![
                grant.process.clone(),
                grant.right.to_string(),
                subject_of(grant),
                time(grant.created_at),
                grant.created_by.clone(),
                grant.id.to_string(),
            ]
        };
        table(
            &["PROCESS", "RIGHT", "OF", "GIVEN", "BY", "ID"],
            &items.iter().map(row).collect::<Vec<_>>(),
        )
    })
}

fn subject_of(grant: &ProcessGrant) -> String {
    match (&grant.user, &grant.token, &grant.role) {
        (Some(user), ..) => format!("user:{user}"),
        (_, Some(token), _) => format!("token:{token}"),
        (_, _, Some(role)) => format!("role:{role}"),
        (None, None, None) => "(nobody)".to_owned(),
    }
}
