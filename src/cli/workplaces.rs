//! `throughline workplaces …`: which sections people have before them.

use clap::{Args, Subcommand};
use uuid::Uuid;

use super::output::table;
use super::{CliError, Exit, Printer};
use crate::api::types::{Workplace, WorkplaceChange, WorkplaceRequest};
use crate::client::Client;

/// Commands about workplaces.
#[derive(Debug, Subcommand)]
pub(super) enum Workplaces {
    /// List the workplaces with their sections
    List,
    /// Make a workplace, behind the others
    Create(Create),
    /// Give a workplace another name
    Rename(Rename),
    /// Delete a workplace; its sections stay
    Delete(Named),
    /// Put the workplaces in this order: every one, each by id or name
    Order(Order),
    /// Add a section to a workplace, behind the others
    AddSection(OneSection),
    /// Take a section from a workplace
    RemoveSection(OneSection),
    /// Give a workplace exactly these sections, in this order
    SetSections(Sections),
}

/// A new workplace.
#[derive(Debug, Args)]
pub(super) struct Create {
    /// Its name
    name: String,
    /// Keys of its sections, in order
    sections: Vec<String>,
}

/// Another name.
#[derive(Debug, Args)]
pub(super) struct Rename {
    /// The workplace: its id or its name
    workplace: String,
    /// The new name
    name: String,
}

/// One workplace.
#[derive(Debug, Args)]
pub(super) struct Named {
    /// The workplace: its id or its name
    workplace: String,
}

/// The order of all.
#[derive(Debug, Args)]
pub(super) struct Order {
    /// The workplaces: ids or names
    #[arg(required = true, value_name = "WORKPLACE")]
    workplaces: Vec<String>,
}

/// One section of one workplace.
#[derive(Debug, Args)]
pub(super) struct OneSection {
    /// The workplace: its id or its name
    workplace: String,
    /// Key of the section
    section: String,
}

/// All sections of a workplace.
#[derive(Debug, Args)]
pub(super) struct Sections {
    /// The workplace: its id or its name
    workplace: String,
    /// Keys of the sections, in order
    sections: Vec<String>,
}

impl Workplaces {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let changed = match self {
            Self::List => return list(client, printer).await,
            Self::Create(create) => {
                let body = WorkplaceRequest {
                    name: create.name,
                    sections: create.sections,
                };
                client.create_workplace(&body).await?
            }
            Self::Rename(rename) => {
                let found = find(client, &rename.workplace).await?;
                let body = WorkplaceChange {
                    name: rename.name,
                    sections: found.sections.into_iter().map(|section| section.key).collect(),
                    version: Some(found.version),
                };
                client.put_workplace(found.id, &body).await?
            }
            Self::Delete(named) => {
                let found = find(client, &named.workplace).await?;
                client.delete_workplace(found.id).await?;
                printer.result(&serde_json::json!({"deleted": found.id}), || {
                    format!("{} is deleted.", found.name)
                })?;
                return Ok(Exit::Done);
            }
            Self::Order(order) => {
                let mut ids = Vec::with_capacity(order.workplaces.len());
                for workplace in &order.workplaces {
                    ids.push(find(client, workplace).await?.id);
                }
                client.order_workplaces(ids).await?;
                return list(client, printer).await;
            }
            Self::AddSection(one) => {
                let found = find(client, &one.workplace).await?;
                client.arrange_section(found.id, &one.section, true).await?
            }
            Self::RemoveSection(one) => {
                let found = find(client, &one.workplace).await?;
                client.arrange_section(found.id, &one.section, false).await?
            }
            Self::SetSections(all) => {
                let found = find(client, &all.workplace).await?;
                let body = WorkplaceChange {
                    name: found.name,
                    sections: all.sections,
                    version: Some(found.version),
                };
                client.put_workplace(found.id, &body).await?
            }
        };
        printer.result(&changed, || text(std::slice::from_ref(&changed)))?;
        Ok(Exit::Done)
    }
}

async fn list(client: &Client, printer: &Printer) -> Result<Exit, CliError> {
    let workplaces = client.workplaces().await?;
    printer.result(&workplaces, || text(&workplaces.items))?;
    Ok(Exit::Done)
}

fn text(workplaces: &[Workplace]) -> String {
    if workplaces.is_empty() {
        return "There is no workplace. `throughline workplaces create NAME SECTION…` makes one.".to_owned();
    }
    let rows: Vec<_> = workplaces
        .iter()
        .map(|workplace| {
            let sections: Vec<&str> = workplace.sections.iter().map(|section| section.key.as_str()).collect();
            vec![workplace.id.to_string(), workplace.name.clone(), sections.join(" ")]
        })
        .collect();
    table(&["WORKPLACE", "NAME", "SECTIONS"], &rows)
}

/// A workplace by id or name.
async fn find(client: &Client, text: &str) -> Result<Workplace, CliError> {
    let id: Option<Uuid> = text.parse().ok();
    let all = client.workplaces().await?.items;
    let names: Vec<String> = all.iter().map(|workplace| workplace.name.clone()).collect();
    all.into_iter()
        .find(|workplace| Some(workplace.id) == id || workplace.name == text)
        .ok_or_else(|| CliError::usage(format!("there is no workplace `{text}`; there is {}", names.join(", "))))
}
