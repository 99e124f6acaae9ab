//! A filter's tree against an entity: columns found, lookups followed, rows chosen by index where one serves.

use std::collections::BTreeSet;

use super::cell::{Cell, Row};
use super::filter::{Expression, Function, Literal, Operator};
use super::schema::{self, ID, Kind};
use super::table::Database;

/// A column, possibly over lookups: the lookup columns to follow, then the column.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    /// Entity whose column is followed, and the column.
    hops: Vec<(usize, usize)>,
    /// The last entity and its column.
    entity: usize,
    column: usize,
}

/// Why a filter, an order or a selection cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BindError {
    /// Refused by Creatio itself, in these words.
    #[error("Column by path {path} not found in schema {entity}.")]
    Column { path: String, entity: &'static str },
    #[error("A comparison with incompatible types was detected: {path} is no {literal}.")]
    Types { path: String, literal: &'static str },
}

impl Path {
    /// In filters and orders a lookup is named by path; its flat column is not found.
    pub(crate) fn bind(entity: usize, parts: &[String]) -> Result<Self, BindError> {
        let missing = || BindError::Column {
            path: parts.join("/"),
            entity: schema::entities()[entity].name,
        };
        let (last, before) = parts.split_last().ok_or_else(missing)?;
        let mut hops = Vec::new();
        let mut at = entity;
        for part in before {
            let (column, target) = schema::entities()[at].navigation(part).ok_or_else(missing)?;
            hops.push((at, column));
            at = target;
        }
        let column = schema::entities()[at].column(last).ok_or_else(missing)?;
        if matches!(schema::entities()[at].columns[column].kind, Kind::Lookup(_)) {
            return Err(missing());
        }
        Ok(Self {
            hops,
            entity: at,
            column,
        })
    }

    pub(crate) fn kind(&self) -> Kind {
        schema::entities()[self.entity].columns[self.column].kind
    }

    /// The value for a row; empty where a lookup on the way is.
    pub(crate) fn value<'d>(&self, database: &'d Database, row: &'d Row) -> &'d Cell {
        let mut row = row;
        for (position, (_, column)) in self.hops.iter().enumerate() {
            let target = self.hops.get(position + 1).map_or(self.entity, |(entity, _)| *entity);
            match row[*column].guid().and_then(|id| database.tables[target].row(id)) {
                Some(next) => row = next,
                None => return &Cell::Null,
            }
        }
        &row[self.column]
    }

    /// The rows of the first entity whose value is this one, if indexes can tell.
    fn equal(&self, database: &Database, wanted: &Cell) -> Option<BTreeSet<u64>> {
        let mut hops = self.hops.as_slice();
        // `Contact/Id eq x` is the lookup column itself: the row pointed to need not be visited.
        let (entity, column) = if self.column == ID && !hops.is_empty() {
            let (last, before) = hops.split_last()?;
            hops = before;
            *last
        } else {
            (self.entity, self.column)
        };
        let mut found = database.tables[entity].equal(column, wanted)?;
        let mut of = entity;
        for (entity, column) in hops.iter().rev() {
            let ids = found.iter().filter_map(|slot| database.tables[of].id_at(*slot));
            let mut before = BTreeSet::new();
            for id in ids {
                before.extend(database.tables[*entity].equal(*column, &Cell::Guid(id))?);
            }
            found = before;
            of = *entity;
        }
        Some(found)
    }
}

#[derive(Clone, Debug)]
pub(crate) enum Filter {
    And(Vec<Filter>),
    Or(Vec<Filter>),
    Not(Box<Filter>),
    Compare {
        path: Path,
        operator: Operator,
        cell: Cell,
    },
    Match {
        function: Function,
        path: Path,
        text: String,
    },
}

impl Filter {
    pub(crate) fn bind(entity: usize, expression: Expression) -> Result<Self, BindError> {
        let all = |branches: Vec<Expression>| {
            branches
                .into_iter()
                .map(|branch| Self::bind(entity, branch))
                .collect::<Result<Vec<_>, _>>()
        };
        Ok(match expression {
            Expression::And(branches) => Self::And(all(branches)?),
            Expression::Or(branches) => Self::Or(all(branches)?),
            Expression::Not(inner) => Self::Not(Box::new(Self::bind(entity, *inner)?)),
            Expression::Flag(parts) => Self::bind(
                entity,
                Expression::Compare {
                    path: parts,
                    operator: Operator::Eq,
                    literal: Literal::Bool(true),
                },
            )?,
            Expression::Compare {
                path: parts,
                operator,
                literal,
            } => {
                let path = Path::bind(entity, &parts)?;
                let cell = comparable(&parts, path.kind(), literal)?;
                Self::Compare { path, operator, cell }
            }
            Expression::Match {
                function,
                path: parts,
                text,
            } => {
                let path = Path::bind(entity, &parts)?;
                if path.kind() != Kind::Text {
                    return Err(BindError::Types {
                        path: parts.join("/"),
                        literal: "text",
                    });
                }
                Self::Match { function, path, text }
            }
        })
    }

    pub(crate) fn passes(&self, database: &Database, row: &Row) -> bool {
        match self {
            Self::And(branches) => branches.iter().all(|branch| branch.passes(database, row)),
            Self::Or(branches) => branches.iter().any(|branch| branch.passes(database, row)),
            Self::Not(inner) => !inner.passes(database, row),
            Self::Compare { path, operator, cell } => {
                let value = path.value(database, row);
                match operator {
                    Operator::Eq => value == cell,
                    Operator::Ne => value != cell,
                    // As in SQL, nothing is greater or less than an empty value.
                    _ if *value == Cell::Null || *cell == Cell::Null => false,
                    Operator::Gt => value > cell,
                    Operator::Ge => value >= cell,
                    Operator::Lt => value < cell,
                    Operator::Le => value <= cell,
                }
            }
            Self::Match { function, path, text } => {
                let value = path.value(database, row).as_text();
                match function {
                    Function::Contains => value.contains(text.as_str()),
                    Function::StartsWith => value.starts_with(text.as_str()),
                    Function::EndsWith => value.ends_with(text.as_str()),
                }
            }
        }
    }

    /// Rows that may pass, where indexes can tell; the others cannot. `None`: look at all.
    pub(crate) fn candidates(&self, database: &Database) -> Option<BTreeSet<u64>> {
        match self {
            // The smallest set any branch offers; the rest is checked row by row.
            Self::And(branches) => branches
                .iter()
                .filter_map(|branch| branch.candidates(database))
                .min_by_key(BTreeSet::len),
            Self::Or(branches) => {
                let mut all = BTreeSet::new();
                for branch in branches {
                    all.extend(branch.candidates(database)?);
                }
                Some(all)
            }
            // Empty values are not in the indexes of lookups on the way.
            Self::Compare {
                path,
                operator: Operator::Eq,
                cell,
            } if *cell != Cell::Null => path.equal(database, cell),
            _ => None,
        }
    }
}

/// A literal as the column's own kind of value.
fn comparable(parts: &[String], kind: Kind, literal: Literal) -> Result<Cell, BindError> {
    let wrong = |literal| {
        Err(BindError::Types {
            path: parts.join("/"),
            literal,
        })
    };
    match (kind, literal) {
        (_, Literal::Null) => Ok(Cell::Null),
        (Kind::Guid | Kind::Lookup(_), Literal::Guid(id)) => Ok(if id.is_nil() { Cell::Null } else { Cell::Guid(id) }),
        (Kind::Text, Literal::Text(text)) => Ok(Cell::text(&text)),
        (Kind::Int, Literal::Int(number)) => Ok(Cell::Int(number)),
        (Kind::Bool, Literal::Bool(flag)) => Ok(Cell::Bool(flag)),
        (Kind::Date, Literal::Date(at)) => Ok(Cell::Date(at)),
        (_, Literal::Guid(_)) => wrong("GUID"),
        (_, Literal::Text(_)) => wrong("text"),
        (_, Literal::Int(_)) => wrong("whole number"),
        (_, Literal::Decimal(_)) => wrong("decimal number"),
        (_, Literal::Bool(_)) => wrong("true or false"),
        (_, Literal::Date(_)) => wrong("date"),
    }
}
