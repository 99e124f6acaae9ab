//! One value of a row: read from bodies, shown in answers, compared in filters.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use super::schema::{Column, Kind};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Cell {
    /// Empty; how it is shown depends on the column.
    Null,
    Guid(Uuid),
    Text(String),
    Int(i64),
    Bool(bool),
    Date(DateTime<Utc>),
}

pub(crate) type Row = Vec<Cell>;

impl Cell {
    /// From a body. Empty texts and zero ids are empty.
    pub(crate) fn read(column: &Column, value: &Value) -> Result<Self, String> {
        let wrong = |expected: &str| Err(format!("column {} takes {expected}, not {value}", column.name));
        match (column.kind, value) {
            (Kind::Int, Value::Null) => Ok(Self::Int(0)),
            (Kind::Bool, Value::Null) => Ok(Self::Bool(false)),
            (_, Value::Null) => Ok(Self::Null),
            (Kind::Guid | Kind::Lookup(_), Value::String(text)) => match Uuid::try_parse(text) {
                Ok(id) if id.is_nil() => Ok(Self::Null),
                Ok(id) => Ok(Self::Guid(id)),
                Err(_) if text.is_empty() => Ok(Self::Null),
                Err(_) => wrong("a GUID"),
            },
            (Kind::Text, Value::String(text)) => Ok(Self::text(text)),
            // IEEE754Compatible=true: 64-bit numbers may come as text.
            (Kind::Int, Value::String(text)) => text.parse().map(Self::Int).or_else(|_| wrong("a number")),
            (Kind::Int, Value::Number(number)) => number.as_i64().map(Self::Int).map_or_else(|| wrong("a number"), Ok),
            (Kind::Bool, Value::Bool(flag)) => Ok(Self::Bool(*flag)),
            (Kind::Date, Value::String(text)) => match date(text) {
                // The first date there is stands for none.
                Some(at) if at.year() <= 1 => Ok(Self::Null),
                Some(at) => Ok(Self::Date(at)),
                None => wrong("a date"),
            },
            (Kind::Guid | Kind::Lookup(_), _) => wrong("a GUID"),
            (Kind::Text, _) => wrong("text"),
            (Kind::Int, _) => wrong("a number"),
            (Kind::Bool, _) => wrong("true or false"),
            (Kind::Date, _) => wrong("a date"),
        }
    }

    pub(crate) fn text(text: &str) -> Self {
        if text.is_empty() {
            Self::Null
        } else {
            Self::Text(text.to_owned())
        }
    }

    /// As answers show it: empty ids are zero, empty texts `""`.
    pub(crate) fn show(&self, kind: Kind) -> Value {
        match (self, kind) {
            (Self::Null, Kind::Guid | Kind::Lookup(_)) => Uuid::nil().to_string().into(),
            (Self::Null, Kind::Text) => "".into(),
            (Self::Null, Kind::Int) => 0.into(),
            (Self::Null, Kind::Bool) => false.into(),
            (Self::Null, Kind::Date) => "0001-01-01T00:00:00Z".into(),
            (Self::Guid(id), _) => id.to_string().into(),
            (Self::Text(text), _) => text.as_str().into(),
            (Self::Int(number), _) => (*number).into(),
            (Self::Bool(flag), _) => (*flag).into(),
            (Self::Date(at), _) => at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true).into(),
        }
    }

    pub(crate) fn guid(&self) -> Option<Uuid> {
        match self {
            Self::Guid(id) => Some(*id),
            _ => None,
        }
    }

    pub(crate) fn as_text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            _ => "",
        }
    }

    pub(crate) fn is_true(&self) -> bool {
        *self == Self::Bool(true)
    }

    pub(crate) fn number(&self) -> i64 {
        match self {
            Self::Int(number) => *number,
            _ => 0,
        }
    }
}

/// ISO 8601; without an offset it is UTC.
pub(crate) fn date(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(at.with_timezone(&Utc));
    }
    if let Ok(at) = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f") {
        return Some(at.and_utc());
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .ok()?
        .and_hms_opt(0, 0, 0)
        .map(|at| at.and_utc())
}
