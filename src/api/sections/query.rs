//! What is asked of a list: search, filter, order and page, out of a query.

use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use crate::api::cursor;
use crate::api::json;
use crate::api::problem::{Problem, ProblemKind};
use crate::sections::{FilterOperator, Question, Table};

/// Rows of a page where nothing is said.
const DEFAULT_PAGE: u32 = 50;
/// Longest search, in characters.
const MAX_Q: usize = 200;
/// Longest filter, in bytes.
const MAX_FILTER: usize = 4000;
/// Farthest place in a list.
const MAX_SKIP: u32 = 10_000_000;

/// Which rows of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::api) struct RecordsQuery {
    /// Text searched for in the columns that are `searchable`; at most 200 characters, no control characters.
    #[param(max_length = 200, pattern = r"^[^\x00-\x1f\x7f-\x9f]*$")]
    q: Option<String>,
    /// JSON object: column and value, `{"UseStun":true}`, or column and operators, `{"Name":{"contains":"ann"}}`.
    #[param(max_length = 4000, example = r#"{"UseStun":true,"Username":{"starts":"a"}}"#)]
    filter: Option<String>,
    /// Column, with `-` before it for falling.
    #[param(max_length = 100, example = "-CreatedOn")]
    sort: Option<String>,
    /// `next_cursor` of the page before, with the same search, filter, sort and limit.
    cursor: Option<String>,
    /// Rows to pass over; goes with no `cursor`.
    #[param(minimum = 0, maximum = 10_000_000)]
    skip: Option<u32>,
    /// Rows of the page, at most `max_page` of the list; 50 where nothing is said.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

fn bad(detail: impl Into<String>) -> Problem {
    Problem::new(ProblemKind::BadRequest, detail)
}

impl RecordsQuery {
    pub(super) fn question(self, table: &Table) -> Result<Question, Problem> {
        let skip = match (self.cursor, self.skip) {
            (Some(_), Some(_)) => {
                return Err(bad(
                    "`cursor` and `skip` both say where the page begins; leave one out.",
                ));
            }
            (cursor, skip) => match cursor::read(cursor.as_deref())? {
                Some(place) => place.parse().map_err(|_| cursor::wrong())?,
                None => skip.unwrap_or(0),
            },
        };
        if skip > MAX_SKIP {
            return Err(bad(format!("`skip` is at most {MAX_SKIP}; search or filter instead.")));
        }
        if let Some(q) = &self.q
            && (q.chars().count() > MAX_Q || q.chars().any(char::is_control))
        {
            return Err(bad(format!(
                "`q` is a text of at most {MAX_Q} characters without control characters."
            )));
        }
        let sort = self
            .sort
            .filter(|sort| !sort.is_empty())
            .map(|sort| match sort.strip_prefix('-') {
                Some(column) => (column.to_owned(), true),
                None => (sort, false),
            });
        Ok(Question {
            q: self.q,
            filter: self.filter.as_deref().map(filter).transpose()?.unwrap_or_default(),
            sort,
            skip,
            limit: self.limit.unwrap_or_else(|| table.max_page().min(DEFAULT_PAGE)),
        })
    }
}

/// `{"column": value}` or `{"column": {"operator": value}}`.
fn filter(text: &str) -> Result<Vec<(String, FilterOperator, Value)>, Problem> {
    if text.len() > MAX_FILTER {
        return Err(bad(format!("`filter` is longer than {MAX_FILTER} bytes.")));
    }
    let value = json::read(text.as_bytes()).map_err(|reason| bad(format!("`filter` {reason}.")))?;
    let Value::Object(columns) = value else {
        return Err(bad("`filter` is a JSON object: {\"column\": value}."));
    };
    let mut filter = Vec::with_capacity(columns.len());
    for (column, value) in columns {
        let comparisons = match value {
            Value::Object(operators) => operators
                .into_iter()
                .map(|(name, value)| Ok((operator(&name)?, value)))
                .collect::<Result<Vec<_>, Problem>>()?,
            value => vec![(FilterOperator::Eq, value)],
        };
        for (operator, value) in comparisons {
            if value.as_str().is_some_and(|text| text.chars().any(char::is_control)) {
                return Err(bad("`filter` holds a control character."));
            }
            filter.push((column.clone(), operator, value));
        }
    }
    Ok(filter)
}

fn operator(name: &str) -> Result<FilterOperator, Problem> {
    let known = FilterOperator::ALL;
    known
        .into_iter()
        .find(|operator| operator.as_str() == name)
        .ok_or_else(|| {
            let name: String = name.chars().take(40).collect();
            let known = known.map(FilterOperator::as_str).join(", ");
            bad(format!("`filter`: there is no comparison `{name}`; there is {known}."))
        })
}
