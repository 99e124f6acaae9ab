//! The systems behind sections: one call of a read operation, and what its result is read as.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};
use throughline_engine::kernel::{EffectError, ErrorClass};

use super::MAX_PAGE;
use super::error::SectionError;
use super::expression::{Expression, Given, Template};
use super::model::{Column, ColumnType, FilterOperator, Listing, One, PagePlace, Table};
use crate::connectors::{AskedBy, Call, Connectors};

/// Longest time a person waits for one answer of a system.
const PATIENCE: Duration = Duration::from_secs(20);
/// Most pages read to find rows that may be chosen, or one row of a detail.
const MOST_PAGES: u32 = 20;

/// What is asked of a list.
#[derive(Debug, Clone, Default)]
pub struct Question {
    /// Text searched for.
    pub q: Option<String>,
    /// Column, operator, value.
    pub filter: Vec<(String, FilterOperator, Value)>,
    /// Column and whether it falls.
    pub sort: Option<(String, bool)>,
    /// Rows passed over.
    pub skip: u32,
    /// Rows of the page.
    pub limit: u32,
}

/// A page of raw rows.
pub(super) struct Rows {
    pub(super) rows: Vec<Value>,
    pub(super) more: bool,
    /// All that match, where the source tells.
    pub(super) total: Option<u64>,
}

/// The systems. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Source(pub(super) Arc<Connectors>);

impl Source {
    /// One call. A request the operation's schema refuses is a question nobody can answer.
    async fn call(&self, operation: &str, request: &Value) -> Result<Value, SectionError> {
        let call = Call {
            operation,
            request,
            idempotency_key: "section",
            attempt: 1,
            recovered: false,
            asked_by: AskedBy::Other,
        };
        match tokio::time::timeout(PATIENCE, self.0.call(call)).await {
            Ok(Ok(result)) => Ok(result),
            Ok(Err(error)) => Err(SectionError::Source(Box::new(error))),
            Err(_) => {
                let system = operation.split('.').next().unwrap_or_default();
                Err(SectionError::Source(Box::new(EffectError {
                    code: format!("{system}.timeout"),
                    message: format!("{system} did not answer {operation} within {} s.", PATIENCE.as_secs()),
                    class: ErrorClass::Transient,
                    data: Value::Null,
                    retry_after_ms: None,
                })))
            }
        }
    }

    /// One row; `None` where there is none.
    pub(super) async fn one(&self, one: &One, given: &Given<'_>) -> Result<Option<Value>, SectionError> {
        let request = one.with.evaluate(given)?;
        let result = match self.call(&one.operation, &request).await {
            Ok(result) => result,
            // An id no row can have.
            Err(SectionError::Source(error)) if is_missing(&error) => return Ok(None),
            Err(error) => return Err(error),
        };
        match &one.rows {
            None => Ok(Some(result).filter(|row| !row.is_null())),
            Some(rows) => Ok(rows_of(result, rows, &one.operation)?.into_iter().next()),
        }
    }

    /// Rows of a plain call, e.g. what a unique check finds.
    pub(super) async fn rows(
        &self,
        operation: &str,
        with: &Template,
        rows: &str,
        given: &Given<'_>,
    ) -> Result<Vec<Value>, SectionError> {
        let request = with.evaluate(given)?;
        rows_of(self.call(operation, &request).await?, rows, operation)
    }

    /// A page of a list. `given`: what the request's fixed parts see.
    pub(super) async fn page(
        &self,
        table: &Table,
        given: &Given<'_>,
        question: &Question,
    ) -> Result<Rows, SectionError> {
        let mut request = object(table.listing.with.evaluate(given)?);
        if let Some(q) = question.q.as_deref().filter(|q| !q.trim().is_empty()) {
            search(&table.listing, q, &mut request)?;
        }
        for (key, operator, value) in &question.filter {
            let column = column(table, key)?;
            let part = column
                .filter
                .get(operator)
                .ok_or_else(|| no_operator(column, *operator))?;
            request.insert(part.clone(), filter_value(column, value)?);
        }
        if let Some((key, falling)) = question.sort.as_ref().or(table.default_sort.as_ref()) {
            sort(table, key, *falling, &mut request)?;
        }
        let found = self.turn(&table.listing, request, question.skip, question.limit).await;
        // What the caller asked for does not pass the operation's schema; what the declaration asks for always does.
        found.map_err(|error| match error {
            SectionError::Source(error) if error.code.ends_with(".invalid_request") => {
                SectionError::BadQuestion(format!("The list cannot be asked for this: {}", error.message))
            }
            other => other,
        })
    }

    /// Rows that may be chosen, at most `limit`; reads on until there are enough.
    pub(super) async fn candidates(
        &self,
        listing: &Listing,
        given: &Given<'_>,
        q: Option<&str>,
        limit: u32,
    ) -> Result<Rows, SectionError> {
        let mut request = object(listing.with.evaluate(given)?);
        if let Some(q) = q.filter(|q| !q.trim().is_empty()) {
            search(listing, q, &mut request)?;
        }
        let size = listing.page.as_ref().map_or(limit, |page| page.max.min(limit.max(50)));
        let mut chosen = Vec::new();
        for page in 0..MOST_PAGES {
            let found = self.turn(listing, request.clone(), page * size, size).await?;
            for row in found.rows {
                if may_be_chosen(listing.only.as_ref(), given, &row)? {
                    chosen.push(row);
                }
            }
            let enough = chosen.len() > limit as usize;
            if enough || !found.more {
                chosen.truncate(limit as usize);
                return Ok(Rows {
                    rows: chosen,
                    more: enough,
                    total: None,
                });
            }
        }
        let more = true;
        Ok(Rows {
            rows: chosen,
            more,
            total: None,
        })
    }

    /// The row of a table with this id, looked for page by page: for lists whose rows have no address of their own.
    pub(super) async fn find(
        &self,
        table: &Table,
        given: &Given<'_>,
        row: &'static str,
        id: &str,
    ) -> Result<Option<Value>, SectionError> {
        let size = table.listing.page.as_ref().map_or(MAX_PAGE, |page| page.max);
        for page in 0..MOST_PAGES {
            let question = Question {
                skip: page * size,
                limit: size,
                ..Question::default()
            };
            let found = self.page(table, given, &question).await?;
            for candidate in found.rows {
                if table.id.text(&Given::new(&[(row, &candidate)]))? == id {
                    return Ok(Some(candidate));
                }
            }
            if !found.more {
                return Ok(None);
            }
        }
        Ok(None)
    }

    async fn turn(
        &self,
        listing: &Listing,
        mut request: Map<String, Value>,
        skip: u32,
        limit: u32,
    ) -> Result<Rows, SectionError> {
        // A list without pages comes whole; its page is cut below.
        if let Some(page) = &listing.page {
            let (part, place) = match &page.place {
                PagePlace::Skip(part) => (part, skip),
                PagePlace::Number(_) if !skip.is_multiple_of(limit) => {
                    return Err(SectionError::BadQuestion(format!(
                        "This list is read in whole pages: `skip` must be a multiple of `limit`, {limit}."
                    )));
                }
                PagePlace::Number(part) => (part, skip / limit + 1),
            };
            request.insert(part.clone(), place.into());
            request.insert(page.size.clone(), limit.into());
        }
        let mut result = self.call(&listing.operation, &Value::Object(request)).await?;
        let flag = |name: &Option<String>| name.as_ref().and_then(|name| result.get(name)).cloned();
        let (more, total) = (flag(&listing.more), flag(&listing.total));
        let rows = result.get_mut(&listing.rows).map(Value::take).unwrap_or_default();
        let mut rows = rows_list(rows, &listing.operation)?;
        let mut total = total.as_ref().and_then(Value::as_u64);
        let (from, end) = (u64::from(skip), u64::from(skip) + u64::from(limit));
        if listing.page.is_none() {
            let all = rows.len() as u64;
            total = Some(all);
            let (from, end) = (from.min(all), end.min(all));
            rows = rows
                .drain(usize::try_from(from).unwrap_or(0)..usize::try_from(end).unwrap_or(0))
                .collect();
        }
        let more = match (total, more) {
            (Some(total), _) => from + (rows.len() as u64) < total && !rows.is_empty(),
            (None, Some(more)) => more == Value::Bool(true),
            (None, None) => rows.len() as u64 >= u64::from(limit),
        };
        Ok(Rows { rows, more, total })
    }
}

/// Whether a lookup lets this row be chosen.
pub(super) fn may_be_chosen(only: Option<&Expression>, given: &Given<'_>, row: &Value) -> Result<bool, SectionError> {
    match only {
        Some(only) => only.holds(&given.and("row", row)),
        None => Ok(true),
    }
}

fn is_missing(error: &EffectError) -> bool {
    error.code.ends_with(".not_found") || error.code.ends_with(".invalid_request")
}

fn search(listing: &Listing, q: &str, request: &mut Map<String, Value>) -> Result<(), SectionError> {
    let Some(search) = &listing.search else {
        return Err(SectionError::BadQuestion(
            "Nothing can be searched for in this list: leave `q` out.".to_owned(),
        ));
    };
    let q = Value::String(q.trim().to_owned());
    request.extend(object(search.evaluate(&Given::new(&[("q", &q)]))?));
    Ok(())
}

fn sort(table: &Table, key: &str, falling: bool, request: &mut Map<String, Value>) -> Result<(), SectionError> {
    let column = column(table, key)?;
    let (Some(name), Some(parts)) = (&column.sort, &table.listing.sort) else {
        let sortable: Vec<&str> = table
            .columns
            .iter()
            .filter(|column| column.is_sortable())
            .map(|column| column.key.as_str())
            .collect();
        return Err(SectionError::BadQuestion(format!(
            "The list cannot be sorted by `{key}`, but by {}.",
            sortable.join(", ")
        )));
    };
    let (name, direction, sign) = match falling {
        true => (name, "desc", "-"),
        false => (name, "asc", "+"),
    };
    let values = [name.as_str(), direction, sign].map(|text| Value::String(text.to_owned()));
    let given = Given::new(&[("column", &values[0]), ("direction", &values[1]), ("sign", &values[2])]);
    request.extend(object(parts.evaluate(&given)?));
    Ok(())
}

fn column<'t>(table: &'t Table, key: &str) -> Result<&'t Column, SectionError> {
    table.columns.iter().find(|column| column.key == key).ok_or_else(|| {
        let known: Vec<&str> = table.columns.iter().map(|column| column.key.as_str()).collect();
        let shown: String = key.chars().take(60).collect();
        SectionError::BadQuestion(format!("There is no column `{shown}`; there is {}.", known.join(", ")))
    })
}

fn no_operator(column: &Column, operator: FilterOperator) -> SectionError {
    let known: Vec<&str> = column.filter.keys().map(|operator| operator.as_str()).collect();
    SectionError::BadQuestion(match known.is_empty() {
        true => format!("The list cannot be filtered by `{}`.", column.key),
        false => format!(
            "`{}` cannot be compared with `{}`, but with {}.",
            column.key,
            operator.as_str(),
            known.join(", ")
        ),
    })
}

/// The value of a filter in the type of its column.
fn filter_value(column: &Column, value: &Value) -> Result<Value, SectionError> {
    let wrong = |wanted: &str| SectionError::BadQuestion(format!("The filter of `{}` needs {wanted}.", column.key));
    match (column.kind, value) {
        (ColumnType::Text | ColumnType::Lookup | ColumnType::Tags, Value::String(text)) if text.len() <= 200 => {
            Ok(value.clone())
        }
        (ColumnType::Text | ColumnType::Lookup | ColumnType::Tags, _) => Err(wrong("a text of at most 200 bytes")),
        (ColumnType::Boolean, Value::Bool(_)) => Ok(value.clone()),
        (ColumnType::Boolean, _) => Err(wrong("true or false")),
        (ColumnType::Integer, Value::Number(number)) if number.is_i64() => Ok(value.clone()),
        (ColumnType::Integer, _) => Err(wrong("a whole number")),
        (ColumnType::Time, Value::String(text)) => {
            let at = chrono::DateTime::parse_from_rfc3339(text)
                .map_err(|_| wrong("an instant such as 2026-11-24T10:00:00Z"))?;
            let at = at.with_timezone(&chrono::Utc);
            Ok(at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true).into())
        }
        (ColumnType::Time, _) => Err(wrong("an instant such as 2026-11-24T10:00:00Z")),
        (ColumnType::Choice, value) if column.choices.iter().any(|choice| choice.value == *value) => Ok(value.clone()),
        (ColumnType::Choice, _) => {
            let known: Vec<String> = column.choices.iter().map(|choice| choice.value.to_string()).collect();
            Err(wrong(&format!("one of {}", known.join(", "))))
        }
    }
}

fn rows_of(mut result: Value, rows: &str, operation: &str) -> Result<Vec<Value>, SectionError> {
    let rows = result.get_mut(rows).map(Value::take).unwrap_or_default();
    rows_list(rows, operation)
}

fn rows_list(rows: Value, operation: &str) -> Result<Vec<Value>, SectionError> {
    match rows {
        Value::Array(rows) => Ok(rows),
        Value::Null => Ok(Vec::new()),
        _ => Err(SectionError::Unexpected(format!(
            "{operation} answered with no list where rows stand"
        ))),
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
