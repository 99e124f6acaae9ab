//! The query options of a read, bound to an entity: what to choose, in which order, which columns to show.

use axum::http::StatusCode;
use serde_json::{Map, Value};

use super::answer::Answer;
use super::bind::{BindError, Filter, Path};
use super::cell::{Cell, Row};
use super::filter::{self, path};
use super::schema;
use super::table::Database;

#[derive(Default)]
pub(crate) struct Options {
    filter: Option<Filter>,
    order: Vec<(Path, bool)>,
    pub(crate) shape: Shape,
    top: Option<usize>,
    skip: usize,
    pub(crate) count: bool,
}

/// The columns and lookups of a row to show.
#[derive(Default)]
pub(crate) struct Shape {
    /// Numbers of columns; `None` shows all.
    select: Option<Vec<usize>>,
    /// Navigation name, its column, the target entity, and what to show of it.
    expand: Vec<(&'static str, usize, usize, Shape)>,
}

/// A page of rows.
pub(crate) struct Page {
    pub(crate) rows: Vec<Value>,
    /// All rows that pass the filter, where asked for.
    pub(crate) count: Option<usize>,
    /// Where the next page begins, where the answer was cut by the server.
    pub(crate) next_skip: Option<usize>,
}

fn bad(message: impl std::fmt::Display) -> Answer {
    Answer::odata_error(
        StatusCode::BAD_REQUEST,
        &format!("The query specified in the URI is not valid. {message}"),
    )
}

fn unbound(error: &BindError) -> Answer {
    match error {
        BindError::Column { .. } => Answer::rule(&error.to_string()),
        BindError::Types { .. } => bad(error),
    }
}

impl Options {
    pub(crate) fn parse(entity: usize, pairs: &[(String, String)]) -> Result<Self, Answer> {
        let mut options = Self::default();
        for (key, value) in pairs {
            match key.as_str() {
                "$filter" => {
                    let expression = filter::parse(value).map_err(bad)?;
                    options.filter = Some(Filter::bind(entity, expression).map_err(|error| unbound(&error))?);
                }
                "$orderby" => options.order = order(entity, value)?,
                "$select" => options.shape.select = select(entity, value)?,
                "$expand" => options.shape.expand = expand(entity, value, 0)?,
                "$top" => options.top = Some(number(key, value)?),
                "$skip" => options.skip = number(key, value)?,
                "$count" => options.count = value == "true",
                other if other.starts_with('$') => {
                    return Err(bad(format!("The query option {other} is not supported.")));
                }
                // Others are custom options, which a service passes over (OData 4.01 §11.2.1).
                _ => {}
            }
        }
        Ok(options)
    }

    /// How many rows pass the filter.
    pub(crate) fn total(&self, database: &Database, entity: usize) -> usize {
        match &self.filter {
            None => database.tables[entity].len(),
            Some(_) => self.chosen(database, entity).count(),
        }
    }

    fn chosen<'d>(&'d self, database: &'d Database, entity: usize) -> Box<dyn Iterator<Item = &'d Row> + 'd> {
        let table = &database.tables[entity];
        let Some(filter) = &self.filter else {
            return Box::new(table.rows().map(std::convert::AsRef::as_ref));
        };
        match filter.candidates(database) {
            Some(slots) => {
                let rows = slots
                    .into_iter()
                    .filter_map(|slot| table.at(slot))
                    .map(std::convert::AsRef::as_ref);
                Box::new(rows.filter(|row| filter.passes(database, row)))
            }
            None => Box::new(
                table
                    .rows()
                    .map(std::convert::AsRef::as_ref)
                    .filter(|row| filter.passes(database, row)),
            ),
        }
    }

    /// The page; `limit`: the most rows an answer holds.
    pub(crate) fn page(&self, database: &Database, entity: usize, limit: usize) -> Page {
        let count = self.count.then(|| self.total(database, entity));
        let wanted = self.top.unwrap_or(usize::MAX);
        let take = wanted.min(limit);
        // One more than is shown tells whether the server cut.
        let mut rows: Vec<&Row> = if self.order.is_empty() {
            self.chosen(database, entity)
                .skip(self.skip)
                .take(take.saturating_add(1))
                .collect()
        } else {
            let mut keyed: Vec<(Vec<&Cell>, &Row)> = self
                .chosen(database, entity)
                .map(|row| {
                    (
                        self.order.iter().map(|(path, _)| path.value(database, row)).collect(),
                        row,
                    )
                })
                .collect();
            keyed.sort_by(|(left, _), (right, _)| {
                let sides = left.iter().zip(right).zip(&self.order);
                let orders = sides.map(
                    |((left, right), (_, descending))| {
                        if *descending { right.cmp(left) } else { left.cmp(right) }
                    },
                );
                orders.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
            });
            keyed
                .into_iter()
                .map(|(_, row)| row)
                .skip(self.skip)
                .take(take.saturating_add(1))
                .collect()
        };
        let cut = rows.len() > take && wanted > limit;
        rows.truncate(take);
        let rows = rows
            .into_iter()
            .map(|row| Value::Object(self.shape.show(database, entity, row)))
            .collect();
        Page {
            rows,
            count,
            next_skip: cut.then(|| self.skip.saturating_add(take)),
        }
    }
}

impl Shape {
    pub(crate) fn show(&self, database: &Database, entity: usize, row: &Row) -> Map<String, Value> {
        let columns = &schema::entities()[entity].columns;
        let mut object = Map::new();
        let mut put = |at: usize| {
            object.insert(columns[at].name.to_owned(), row[at].show(columns[at].kind));
        };
        match &self.select {
            Some(selected) => selected.iter().copied().for_each(&mut put),
            None => (0..columns.len()).for_each(&mut put),
        }
        for (name, column, target, shape) in &self.expand {
            let pointed = row[*column].guid().and_then(|id| database.tables[*target].row(id));
            let shown = pointed.map_or(Value::Null, |row| Value::Object(shape.show(database, *target, row)));
            object.insert((*name).to_owned(), shown);
        }
        object
    }
}

fn number(key: &str, value: &str) -> Result<usize, Answer> {
    value
        .parse()
        .map_err(|_| bad(format!("Invalid value '{value}' for {key} query option found.")))
}

fn order(entity: usize, text: &str) -> Result<Vec<(Path, bool)>, Answer> {
    let mut order = Vec::new();
    for item in text.split(',') {
        let mut words = item.split_whitespace();
        let column = words.next().unwrap_or_default();
        let descending = match words.next() {
            None | Some("asc") => false,
            Some("desc") => true,
            Some(other) => return Err(bad(format!("`{other}` is no direction in $orderby."))),
        };
        let parts = path(column).ok_or_else(|| bad(format!("`{column}` is no column in $orderby.")))?;
        order.push((Path::bind(entity, &parts).map_err(|error| unbound(&error))?, descending));
    }
    Ok(order)
}

fn select(entity: usize, text: &str) -> Result<Option<Vec<usize>>, Answer> {
    let entity = &schema::entities()[entity];
    let mut columns = Vec::new();
    for name in text.split(',').map(str::trim) {
        if name == "*" {
            return Ok(None);
        }
        // A lookup that is expanded may be selected by its name, too: it is shown by the expansion.
        if entity.navigation(name).is_some() {
            continue;
        }
        columns.push(entity.column(name).ok_or_else(|| {
            bad(format!(
                "Could not find a property named '{name}' on type 'Terrasoft.Configuration.OData.{}'.",
                entity.name
            ))
        })?);
    }
    Ok(Some(columns))
}

/// Deeper expansions are refused.
const EXPAND_DEPTH_MAX: usize = 4;

type Expanded = (&'static str, usize, usize, Shape);

fn expand(entity: usize, text: &str, depth: usize) -> Result<Vec<Expanded>, Answer> {
    if depth >= EXPAND_DEPTH_MAX {
        return Err(bad(format!("$expand is nested deeper than {EXPAND_DEPTH_MAX}.")));
    }
    let mut expanded = Vec::new();
    for item in split(text, ',') {
        let (name, inner) = match item.split_once('(') {
            Some((name, rest)) => (
                name,
                rest.strip_suffix(')')
                    .ok_or_else(|| bad("a parenthesis of $expand is not closed."))?,
            ),
            None => (item, ""),
        };
        let schema = &schema::entities()[entity];
        let (column, target) = schema.navigation(name.trim()).ok_or_else(|| {
            bad(format!(
                "Could not find a property named '{name}' on type 'Terrasoft.Configuration.OData.{}'.",
                schema.name
            ))
        })?;
        let mut shape = Shape::default();
        for option in split(inner, ';') {
            match option.split_once('=') {
                Some(("$select", columns)) => shape.select = select(target, columns)?,
                Some(("$expand", nested)) => shape.expand = expand(target, nested, depth + 1)?,
                _ => return Err(bad(format!("`{option}` is not supported inside $expand."))),
            }
        }
        let name = schema.columns[column].navigation().unwrap_or_default();
        expanded.push((name, column, target, shape));
    }
    Ok(expanded)
}

/// Splits outside of parentheses; empty parts are left out.
fn split(text: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, sign) in text.char_indices() {
        match sign {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if sign == separator && depth == 0 => {
                parts.push(text[start..at].trim());
                start = at + sign.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(text[start..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}
