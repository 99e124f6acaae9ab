//! Records and rows as people see them: an id, a name, and a value for each column.

use serde_json::{Map, Value, json};

use super::command::{Confirmation, confirmation};
use super::error::SectionError;
use super::expression::{Given, as_text};
use super::model::{Column, ColumnType, Detail, Section, Table};
use super::source::Question;
use super::{Sections, at_most};

/// A row of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its id in the system behind.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// A value for each column. A lookup is `{"id", "label"}` or null.
    pub values: Map<String, Value>,
    /// What is asked before a row of a detail is deleted.
    pub delete_confirmation: Confirmation,
}

/// A page of a list.
#[derive(Debug)]
pub struct RowsPage {
    /// The rows.
    pub rows: Vec<Row>,
    /// Whether there is another page.
    pub more: bool,
    /// All rows that match, where the source tells.
    pub total: Option<u64>,
}

/// A record whole.
#[derive(Debug)]
pub struct Record {
    /// As lists show it.
    pub row: Row,
    /// The fields of the form.
    pub form: Map<String, Value>,
    /// What the lookups of the form are called.
    pub labels: Map<String, Value>,
    /// Business key of its runs.
    pub run_key: Option<String>,
    /// As the system behind gives it; what expressions call `record`.
    pub raw: Value,
}

impl Sections {
    /// A page of the section's records.
    ///
    /// # Errors
    /// The question, or the system behind.
    pub async fn records(&self, section: &Section, question: &Question) -> Result<RowsPage, SectionError> {
        at_most(question.limit, &section.table)?;
        let page = self.source.page(&section.table, &Given::default(), question).await?;
        let rows = page
            .rows
            .iter()
            .map(|raw| row(section, raw))
            .collect::<Result<_, _>>()?;
        Ok(RowsPage {
            rows,
            more: page.more,
            total: page.total,
        })
    }

    /// One record.
    ///
    /// # Errors
    /// There is none, or the system behind.
    pub async fn record(&self, section: &Section, id: &str) -> Result<Record, SectionError> {
        let raw = self.raw_record(section, id).await?;
        let given = Given::new(&[("record", &raw)]);
        let mut form = Map::new();
        let mut labels = Map::new();
        for field in &section.form.fields {
            form.insert(field.key.clone(), field.value.evaluate(&given)?);
            if let Some(label) = &field.label {
                labels.insert(field.key.clone(), label.text(&given)?.into());
            }
        }
        let run_key = section.run_key.as_ref().map(|key| key.text(&given)).transpose()?;
        Ok(Record {
            row: row(section, &raw)?,
            form,
            labels,
            run_key: run_key.filter(|key| !key.is_empty()),
            raw,
        })
    }

    /// One record as the system behind gives it.
    pub(super) async fn raw_record(&self, section: &Section, id: &str) -> Result<Value, SectionError> {
        let missing = || SectionError::Missing {
            section: section.title.en.clone(),
            what: "record",
            name: id.chars().take(100).collect(),
        };
        if id.is_empty() || id.len() > 200 || id.chars().any(char::is_control) {
            return Err(missing());
        }
        let value = Value::String(id.to_owned());
        let found = self.source.one(&section.read, &Given::new(&[("id", &value)])).await?;
        found.ok_or_else(missing)
    }

    /// A page of a record's child list.
    ///
    /// # Errors
    /// There is no such record, the question, or the system behind.
    pub async fn detail_rows(
        &self,
        section: &Section,
        id: &str,
        detail: &Detail,
        question: &Question,
    ) -> Result<RowsPage, SectionError> {
        at_most(question.limit, &detail.table)?;
        let record = self.raw_record(section, id).await?;
        let given = Given::new(&[("record", &record)]);
        let page = self.source.page(&detail.table, &given, question).await?;
        let rows = page
            .rows
            .iter()
            .map(|raw| detail_row(detail, &record, raw))
            .collect::<Result<_, _>>()?;
        Ok(RowsPage {
            rows,
            more: page.more,
            total: page.total,
        })
    }

    /// One row of a record's child list, as the system behind gives it.
    pub(super) async fn raw_detail_row(
        &self,
        section: &Section,
        record: &Value,
        detail: &Detail,
        id: &str,
    ) -> Result<Value, SectionError> {
        let given = Given::new(&[("record", record)]);
        let found = self.source.find(&detail.table, &given, "detail", id).await?;
        found.ok_or_else(|| SectionError::Missing {
            section: section.title.en.clone(),
            what: "row of the detail",
            name: id.chars().take(100).collect(),
        })
    }
}

pub(super) fn row(section: &Section, raw: &Value) -> Result<Row, SectionError> {
    let given = Given::new(&[("record", raw)]);
    Ok(Row {
        id: section.table.id.text(&given)?,
        title: section.record_title.text(&given)?,
        values: values(&section.table, &given)?,
        delete_confirmation: Confirmation::default(),
    })
}

fn detail_row(detail: &Detail, record: &Value, raw: &Value) -> Result<Row, SectionError> {
    let given = Given::new(&[("record", record), ("detail", raw)]);
    let id = detail.table.id.text(&given)?;
    let title = detail.row_title.as_ref().map(|title| title.text(&given)).transpose()?;
    Ok(Row {
        title: title.unwrap_or_else(|| id.clone()),
        values: values(&detail.table, &given)?,
        delete_confirmation: confirmation(
            detail.delete.as_ref().and_then(|delete| delete.confirm.as_ref()),
            &given,
        )?,
        id,
    })
}

fn values(table: &Table, given: &Given<'_>) -> Result<Map<String, Value>, SectionError> {
    let cell = |column: &Column| Ok((column.key.clone(), cell(column, given)?));
    table.columns.iter().map(cell).collect()
}

fn cell(column: &Column, given: &Given<'_>) -> Result<Value, SectionError> {
    let value = column.value.evaluate(given)?;
    Ok(match column.kind {
        ColumnType::Lookup => {
            if value.is_null() || value == "" {
                return Ok(Value::Null);
            }
            let label = column.label.as_ref().map(|label| label.text(given)).transpose()?;
            json!({"id": as_text(&value), "label": label.unwrap_or_default()})
        }
        // Some systems give instants as Unix milliseconds.
        ColumnType::Time => match value.as_i64().and_then(chrono::DateTime::from_timestamp_millis) {
            Some(at) => at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true).into(),
            None => value,
        },
        _ => value,
    })
}
