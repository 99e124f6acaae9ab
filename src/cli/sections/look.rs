//! Looking: sections, records, details, candidates, menus.

use clap::Args;
use serde_json::{Map, Value, json};

use super::values::record_id;
use crate::api::types::{ActionInfo, Offer, RecordPage, TableInfo};
use crate::cli::output::{pretty, table};
use crate::cli::{CliError, Exit, Printer};
use crate::client::{Client, LookupQuery, RecordsQuery};

/// List the sections there are
#[derive(Debug, Args)]
pub(in crate::cli) struct List {}

impl List {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let sections = client.sections().await?;
        printer.result(&sections, || {
            let rows: Vec<_> = sections
                .items
                .iter()
                .map(|section| {
                    let description = section.description.clone().unwrap_or_default();
                    vec![section.key.clone(), section.title.clone(), description]
                })
                .collect();
            table(&["SECTION", "TITLE", "WHAT IT SHOWS"], &rows)
        })?;
        Ok(Exit::Done)
    }
}

/// Show what a section is made of: columns, fields, details, actions
#[derive(Debug, Args)]
pub(in crate::cli) struct Show {
    /// Key of the section
    section: String,
}

impl Show {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let section = client.section(&self.section).await?;
        printer.result(&section, || {
            let mut text = format!("{} ({})\n", section.summary.title, section.summary.key);
            text.push_str(&format!("\nColumns\n{}", columns(&section.table)));
            if !section.form.fields.is_empty() {
                let rows: Vec<_> = section
                    .form
                    .fields
                    .iter()
                    .map(|field| {
                        vec![
                            field.key.clone(),
                            word(&field.kind),
                            word(&field.add),
                            word(&field.edit),
                            if field.required { "required" } else { "" }.to_owned(),
                        ]
                    })
                    .collect();
                text.push_str(&format!(
                    "\nForm\n{}",
                    table(&["FIELD", "TYPE", "ADD", "EDIT", ""], &rows)
                ));
            }
            for detail in &section.details {
                text.push_str(&format!(
                    "\nDetail {} ({})\n{}",
                    detail.title,
                    detail.key,
                    columns(&detail.table)
                ));
            }
            if !section.actions.is_empty() {
                let rows: Vec<_> = section.actions.iter().map(action).collect();
                text.push_str(&format!(
                    "\nActions\n{}",
                    table(&["ACTION", "FOR", "PROCESS", "TITLE"], &rows)
                ));
            }
            text
        })?;
        Ok(Exit::Done)
    }
}

fn columns(info: &TableInfo) -> String {
    let rows: Vec<_> = info
        .columns
        .iter()
        .map(|column| {
            let mut can = Vec::new();
            if column.searchable {
                can.push("search".to_owned());
            }
            if column.sortable {
                can.push("sort".to_owned());
            }
            can.extend(column.filters.iter().map(|operator| operator.as_str().to_owned()));
            vec![
                column.key.clone(),
                word(&column.kind),
                can.join(" "),
                column.title.clone(),
            ]
        })
        .collect();
    table(&["COLUMN", "TYPE", "CAN BE USED FOR", "TITLE"], &rows)
}

fn action(action: &ActionInfo) -> Vec<String> {
    let scopes: Vec<String> = action.scopes.iter().map(word).collect();
    vec![
        action.key.clone(),
        scopes.join(" "),
        action.process.clone(),
        action.title.clone(),
    ]
}

/// A word of the API, as it travels.
fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

/// List records of a section, or rows of a record's detail
#[derive(Debug, Args)]
pub(in crate::cli) struct Records {
    /// Key of the section
    section: String,
    /// The record whose detail is listed: its id or its name
    #[arg(long, value_name = "RECORD", requires = "detail")]
    record: Option<String>,
    /// Key of the detail
    #[arg(long, value_name = "DETAIL", requires = "record")]
    detail: Option<String>,
    /// Text searched for
    #[arg(long, value_name = "TEXT")]
    q: Option<String>,
    /// `COLUMN=VALUE` (exactly), `COLUMN~TEXT` (has it), `COLUMN^TEXT` (begins with it), `COLUMN>=VALUE`, `COLUMN<=VALUE`.
    /// May be repeated
    #[arg(long, value_name = "FILTER")]
    filter: Vec<String>,
    /// Column to sort by, with `-` before it for falling
    #[arg(long, value_name = "COLUMN", allow_hyphen_values = true)]
    sort: Option<String>,
    /// Rows to pass over
    #[arg(long, value_name = "N")]
    skip: Option<u32>,
    /// How many
    #[arg(long, value_name = "N")]
    limit: Option<u32>,
    /// Go on where a page ended
    #[arg(long, value_name = "CURSOR")]
    cursor: Option<String>,
}

impl Records {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let query = RecordsQuery {
            q: self.q,
            filter: filter(&self.filter)?,
            sort: self.sort,
            cursor: self.cursor,
            skip: self.skip,
            limit: self.limit,
        };
        let section = client.section(&self.section).await?;
        let (page, info) = match (&self.record, &self.detail) {
            (Some(record), Some(detail)) => {
                let id = record_id(client, &self.section, record).await?;
                let page = client.detail_rows(&self.section, &id, detail, &query).await?;
                let found = section.details.into_iter().find(|known| known.key == *detail);
                (page, found.map_or(section.table, |detail| detail.table))
            }
            _ => (client.records(&self.section, &query).await?, section.table),
        };
        printer.result(&page, || rows(&page, &info))?;
        Ok(Exit::Done)
    }
}

fn rows(page: &RecordPage, info: &TableInfo) -> String {
    if page.items.is_empty() {
        return "No row fits.".to_owned();
    }
    let shown: Vec<_> = info.columns.iter().filter(|column| column.shown).collect();
    let mut headings = vec!["ID".to_owned()];
    headings.extend(shown.iter().map(|column| column.title.to_uppercase()));
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let lines: Vec<Vec<String>> = page
        .items
        .iter()
        .map(|row| {
            let cells = shown.iter().map(|column| cell(row.values.get(&column.key)));
            std::iter::once(row.id.clone()).chain(cells).collect()
        })
        .collect();
    let mut text = table(&headings, &lines);
    if let Some(total) = page.total {
        let (from, to) = (page.skip + 1, page.skip as usize + page.items.len());
        text.push_str(&format!("{from} to {to} of {total}.\n"));
    }
    if let Some(cursor) = &page.next_cursor {
        text.push_str(&format!("More: --cursor {cursor}\n"));
    }
    text
}

fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Object(lookup)) => cell(lookup.get("label")),
        Some(other) => other.to_string(),
    }
}

/// Filters as the API takes them.
fn filter(texts: &[String]) -> Result<Option<String>, CliError> {
    const SIGNS: [(&str, &str); 5] = [
        (">=", "from"),
        ("<=", "to"),
        ("~", "contains"),
        ("^", "starts"),
        ("=", "eq"),
    ];
    if texts.is_empty() {
        return Ok(None);
    }
    let mut filter: Map<String, Value> = Map::new();
    for text in texts {
        // The first sign in the text counts; of two at one place the longer.
        let found = SIGNS
            .iter()
            .filter_map(|(sign, operator)| text.find(sign).map(|at| (at, sign, operator)))
            .min_by_key(|(at, sign, _)| (*at, usize::MAX - sign.len()));
        let Some((at, sign, operator)) = found else {
            return Err(CliError::usage(format!(
                "--filter {text}: write COLUMN=VALUE, or one of ~ ^ >= <= for ="
            )));
        };
        let (column, value) = (&text[..at], &text[at + sign.len()..]);
        // Numbers and booleans are written bare; what shall be text in spite of its look is quoted.
        let value: Value = match serde_json::from_str(value) {
            Ok(value @ (Value::Bool(_) | Value::String(_))) => value,
            Ok(Value::Number(number)) if !value.starts_with('0') || value == "0" => Value::Number(number),
            _ => Value::String(value.to_owned()),
        };
        let comparisons = filter.entry(column.to_owned()).or_insert_with(|| json!({}));
        if let Some(comparisons) = comparisons.as_object_mut() {
            comparisons.insert((*operator).to_owned(), value);
        }
    }
    Ok(Some(Value::Object(filter).to_string()))
}

/// Show a record
#[derive(Debug, Args)]
pub(in crate::cli) struct Record {
    /// Key of the section
    section: String,
    /// The record: its id or its name
    record: String,
}

impl Record {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let id = record_id(client, &self.section, &self.record).await?;
        let record = client.record(&self.section, &id).await?;
        let section = client.section(&self.section).await?;
        printer.result(&record, || {
            let lines: Vec<_> = section
                .form
                .fields
                .iter()
                .map(|field| {
                    let label = record
                        .labels
                        .get(&field.key)
                        .and_then(Value::as_str)
                        .filter(|label| !label.is_empty());
                    let value = cell(record.form.get(&field.key));
                    let shown = match label {
                        Some(label) => format!("{label}  ({value})"),
                        None => value,
                    };
                    vec![field.title.clone(), shown]
                })
                .collect();
            let mut text = format!("{}  {}\n", record.row.title, record.row.id);
            text.push_str(&table(&["FIELD", "VALUE"], &lines));
            if let Some(key) = &record.run_key {
                text.push_str(&format!("Its runs: throughline runs list --business-key {key}\n"));
            }
            text
        })?;
        Ok(Exit::Done)
    }
}

/// List what can be chosen in a lookup field
#[derive(Debug, Args)]
pub(in crate::cli) struct Lookup {
    /// Key of the section
    section: String,
    /// Key of the field
    field: String,
    /// Text searched for
    #[arg(long, value_name = "TEXT")]
    q: Option<String>,
    /// The record the form belongs to: its id or its name
    #[arg(long, value_name = "RECORD")]
    record: Option<String>,
    /// Key of the detail something is added to
    #[arg(long, value_name = "DETAIL", requires = "record")]
    detail: Option<String>,
    /// Key of the action that asks
    #[arg(long, value_name = "ACTION")]
    action: Option<String>,
    /// How many, 1 to 200
    #[arg(long, value_name = "N")]
    limit: Option<u32>,
}

impl Lookup {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let record = match &self.record {
            Some(record) => Some(record_id(client, &self.section, record).await?),
            None => None,
        };
        let query = LookupQuery {
            q: self.q,
            record,
            detail: self.detail,
            action: self.action,
            limit: self.limit,
        };
        let found = client.candidates(&self.section, &self.field, &query).await?;
        printer.result(&found, || {
            if found.items.is_empty() {
                return "Nothing can be chosen.".to_owned();
            }
            let rows: Vec<_> = found
                .items
                .iter()
                .map(|item| {
                    let detail = item.detail.clone().unwrap_or_default();
                    vec![item.value.clone(), item.label.clone(), detail]
                })
                .collect();
            let more = if found.more { "There are more: --q TEXT\n" } else { "" };
            table(&["VALUE", "NAME", ""], &rows) + more
        })?;
        Ok(Exit::Done)
    }
}

/// Show what the menu of a section, or of a record, offers now
#[derive(Debug, Args)]
pub(in crate::cli) struct Actions {
    /// Key of the section
    section: String,
    /// The record: its id or its name
    #[arg(long, value_name = "RECORD")]
    record: Option<String>,
}

impl Actions {
    pub(super) async fn run(self, client: &Client, printer: &Printer) -> Result<Exit, CliError> {
        let record = match &self.record {
            Some(record) => Some(record_id(client, &self.section, record).await?),
            None => None,
        };
        let menu = client.section_actions(&self.section, record.as_deref()).await?;
        printer.result(&menu, || {
            let mut rows: Vec<_> = menu
                .items
                .iter()
                .map(|item| line(&item.action.key, &item.action.title, &item.offer))
                .collect();
            let buttons = [("add", &menu.add), ("save", &menu.save), ("delete", &menu.delete)];
            let buttons = buttons
                .into_iter()
                .filter_map(|(key, offer)| Some((key, offer.as_ref()?)));
            rows.extend(buttons.map(|(key, offer)| line(&format!("({key})"), "", offer)));
            if rows.is_empty() {
                return "Nothing is offered.".to_owned();
            }
            table(&["ACTION", "OFFERED", "TITLE", "WHY NOT, OR WHAT IT ASKS"], &rows)
        })?;
        Ok(Exit::Done)
    }
}

fn line(key: &str, title: &str, offer: &Offer) -> Vec<String> {
    vec![
        key.to_owned(),
        if offer.offered { "yes" } else { "no" }.to_owned(),
        title.to_owned(),
        offer
            .reason
            .clone()
            .or_else(|| offer.confirm.clone())
            .unwrap_or_default(),
    ]
}

/// A form's values for people.
pub(super) fn shown(values: &Map<String, Value>) -> String {
    pretty(&Value::Object(values.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_read_by_their_sign() {
        let read = |texts: &[&str]| {
            let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
            let text = filter(&texts).unwrap().unwrap();
            serde_json::from_str::<Value>(&text).unwrap()
        };
        assert_eq!(
            read(&["UseStun=true", "Name~an=n", "Remain>=5", "Remain<=9", "Extension=007"]),
            json!({"UseStun": {"eq": true}, "Name": {"contains": "an=n"}, "Remain": {"from": 5, "to": 9},
                "Extension": {"eq": "007"}})
        );
        assert_eq!(
            read(&["Extension=\"1005\"", "Username^a"]),
            json!({"Extension": {"eq": "1005"}, "Username": {"starts": "a"}})
        );
        assert!(filter(&["Name".to_owned()]).is_err());
    }
}
