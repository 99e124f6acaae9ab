//! The list query of every collection: paging, fields, sorting, patterns.

use serde_json::Value;

use super::answer::{Problem, Reply};
use super::data::Data;

pub(crate) const DEFAULT_SIZE: usize = 16;
pub(crate) const MAX_SIZE: usize = 5_000;

/// A parsed query string (or body of a search).
pub(crate) struct ListQuery {
    pub(crate) page: usize,
    size: usize,
    pub(crate) fields: Vec<String>,
    sort: Vec<(String, Direction)>,
    pairs: Vec<(String, String)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Ascending,
    Descending,
}

/// What rows are ordered by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SortKey {
    Number(i64),
    Text(String),
}

impl ListQuery {
    pub(crate) fn parse(pairs: Vec<(String, String)>) -> Result<Self, Problem> {
        let mut query = Self {
            page: 1,
            size: DEFAULT_SIZE,
            fields: Vec::new(),
            sort: Vec::new(),
            pairs: Vec::new(),
        };
        for (key, value) in pairs {
            match key.as_str() {
                // Zero is what an unset number looks like.
                "page" => query.page = number(&key, &value)?.max(1),
                "size" => {
                    query.size = match number(&key, &value)? {
                        0 => DEFAULT_SIZE,
                        size => size.min(MAX_SIZE),
                    }
                }
                "fields" => query
                    .fields
                    .extend(value.split(',').map(|field| field.trim().to_owned())),
                "sort" => query.sort.extend(value.split(',').filter_map(sort_of)),
                _ => query.pairs.push((key, value)),
            }
        }
        query.fields.retain(|field| !field.is_empty());
        Ok(query)
    }

    /// The body of a search says the same as a query string: lists repeat, nested objects are dotted.
    pub(crate) fn parse_body(body: &[u8]) -> Result<Self, Problem> {
        let value: Value = if body.is_empty() {
            Value::Null
        } else {
            super::input::parse(body)?
        };
        let mut pairs = Vec::new();
        flatten("", &value, &mut pairs)?;
        Self::parse(pairs)
    }

    pub(crate) fn all<'q>(&'q self, keys: &'q [&str]) -> impl Iterator<Item = &'q str> {
        let named = self.pairs.iter().filter(|(key, _)| keys.contains(&key.as_str()));
        named
            .flat_map(|(_, value)| value.split(','))
            .map(str::trim)
            .filter(|value| !value.is_empty())
    }

    /// The ids under any of these names; `None` where none was sent.
    pub(crate) fn ids(&self, keys: &[&str]) -> Result<Option<Vec<i64>>, Problem> {
        let ids: Vec<i64> = self
            .all(keys)
            .map(|text| text.parse().map_err(|_| Problem::bad(format!("`{text}` is not an id"))))
            .collect::<Result<_, _>>()?;
        Ok((!ids.is_empty()).then_some(ids))
    }

    pub(crate) fn one(&self, key: &str) -> Option<&str> {
        self.pairs
            .iter()
            .find(|(name, value)| name == key && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn flag(&self, key: &str) -> bool {
        matches!(self.one(key), Some("true" | "1"))
    }

    /// A filter by pattern: the whole value must match.
    pub(crate) fn pattern(&self, key: &str) -> Option<Pattern> {
        self.one(key).map(Pattern::whole)
    }

    /// The search term: with a wildcard the whole value must match, without one it may stand anywhere.
    pub(crate) fn term(&self) -> Option<Pattern> {
        self.one("q").map(|term| {
            if term.contains(['*', '?']) {
                Pattern::whole(term)
            } else {
                Pattern::within(term)
            }
        })
    }

    /// Sorts (the given order otherwise), cuts out the page and renders it.
    pub(crate) fn page<T: Clone>(
        &self,
        rows: impl Iterator<Item = T>,
        key: impl Fn(&T, &str) -> Option<SortKey>,
        render: impl Fn(&T) -> Value,
    ) -> Result<Reply, Problem> {
        let (rows, next) = self.rows(rows, key)?;
        Ok(Reply::Page {
            page: self.page,
            next,
            items: rows.iter().map(render).collect(),
        })
    }

    pub(crate) fn rows<T: Clone>(
        &self,
        rows: impl Iterator<Item = T>,
        key: impl Fn(&T, &str) -> Option<SortKey>,
    ) -> Result<(Vec<T>, bool), Problem> {
        let skip = (self.page - 1).saturating_mul(self.size);
        if self.sort.is_empty() {
            let mut cut: Vec<T> = rows.skip(skip).take(self.size + 1).collect();
            let next = cut.len() > self.size;
            cut.truncate(self.size);
            return Ok((cut, next));
        }
        let mut keyed = Vec::new();
        for row in rows {
            let mut keys = Vec::with_capacity(self.sort.len());
            for (field, _) in &self.sort {
                keys.push(key(&row, field).ok_or_else(|| Problem::bad(format!("cannot sort by `{field}`")))?);
            }
            keyed.push((keys, row));
        }
        // Stable: equal rows stay in the order of their ids.
        keyed.sort_by(|(left, _), (right, _)| {
            let compared = left
                .iter()
                .zip(right)
                .zip(&self.sort)
                .map(|((left, right), (_, direction))| {
                    let order = left.cmp(right);
                    if *direction == Direction::Descending {
                        order.reverse()
                    } else {
                        order
                    }
                });
            compared.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
        });
        let next = keyed.len() > skip.saturating_add(self.size);
        Ok((
            keyed
                .into_iter()
                .skip(skip)
                .take(self.size)
                .map(|(_, row)| row)
                .collect(),
            next,
        ))
    }
}

fn number(key: &str, value: &str) -> Result<usize, Problem> {
    value
        .parse()
        .map_err(|_| Problem::bad(format!("`{key}` is `{value}`, not a number from 0")))
}

/// `name`, `+name`, ` name` (a plus that was not encoded), `-name`, `!name`.
fn sort_of(text: &str) -> Option<(String, Direction)> {
    let (field, direction) = match text.chars().next()? {
        '-' | '!' => (&text[1..], Direction::Descending),
        '+' | ' ' => (&text[1..], Direction::Ascending),
        _ => (text, Direction::Ascending),
    };
    let field = field.trim();
    (!field.is_empty()).then(|| (field.to_owned(), direction))
}

fn flatten(prefix: &str, value: &Value, pairs: &mut Vec<(String, String)>) -> Result<(), Problem> {
    match value {
        Value::Null => {}
        Value::Object(members) => {
            for (key, member) in members {
                let name = if prefix.is_empty() {
                    key.clone()
                } else {
                    format!("{prefix}.{key}")
                };
                flatten(&name, member, pairs)?;
            }
        }
        _ if prefix.is_empty() => return Err(Problem::bad("the body is not an object")),
        Value::Array(items) if items.iter().any(|item| item.is_array() || item.is_object()) => {
            return Err(Problem::bad(format!("`{prefix}` is not a list of plain values")));
        }
        Value::Array(items) => {
            for item in items {
                flatten(prefix, item, pairs)?;
            }
        }
        Value::String(text) => pairs.push((prefix.to_owned(), text.clone())),
        other => pairs.push((prefix.to_owned(), other.to_string())),
    }
    Ok(())
}

/// Text with `*` for any run of characters and `?` for one; compared without case.
pub(crate) struct Pattern(Vec<char>);

impl Pattern {
    pub(crate) fn whole(pattern: &str) -> Self {
        Self(pattern.to_lowercase().chars().collect())
    }

    fn within(text: &str) -> Self {
        Self::whole(&format!("*{text}*"))
    }

    /// The text itself where it holds no wildcard.
    pub(crate) fn literal(&self) -> Option<String> {
        (!self.0.contains(&'*') && !self.0.contains(&'?')).then(|| self.0.iter().collect())
    }

    pub(crate) fn matches(&self, text: &str) -> bool {
        let text: Vec<char> = text.to_lowercase().chars().collect();
        let (mut at, mut of) = (0, 0);
        // Where the last star stands, and how far the text had been eaten when we met it.
        let mut retry: Option<(usize, usize)> = None;
        while of < text.len() {
            match self.0.get(at) {
                Some('*') => {
                    retry = Some((at, of));
                    at += 1;
                }
                Some(&wanted) if wanted == '?' || wanted == text[of] => {
                    at += 1;
                    of += 1;
                }
                _ => match retry {
                    Some((star, eaten)) => {
                        retry = Some((star, eaten + 1));
                        at = star + 1;
                        of = eaten + 1;
                    }
                    None => return false,
                },
            }
        }
        self.0[at..].iter().all(|left| *left == '*')
    }
}

/// Whether the row passes a filter that may not have been sent.
pub(crate) fn passes(pattern: Option<&Pattern>, text: &str) -> bool {
    pattern.is_none_or(|pattern| pattern.matches(text))
}

/// Whether a search term meets any of a row's texts.
pub(crate) fn meets(term: Option<&Pattern>, texts: &[&str]) -> bool {
    term.is_none_or(|term| texts.iter().any(|text| term.matches(text)))
}

/// The name a reference shows.
pub(crate) fn user_label(data: &Data, id: i64) -> String {
    data.users.get(&id).map(|user| user.name.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_know_star_and_question_mark() {
        for (pattern, text, expected) in [
            ("olena*", "olenakovalenko", true),
            ("*KO", "olenakovalenko", true),
            ("o*v*o", "olenakovalenko", true),
            ("olena", "olenakovalenko", false),
            ("?lena", "Олена", false),
            ("?лена", "Олена", true),
            ("10?", "1000", false),
            ("*", "", true),
            ("?", "", false),
        ] {
            assert_eq!(Pattern::whole(pattern).matches(text), expected, "{pattern} on {text}");
        }
    }

    #[test]
    fn a_sort_may_be_written_in_every_way_seen() {
        for text in ["name", "+name", " name"] {
            assert!(
                sort_of(text) == Some(("name".to_owned(), Direction::Ascending)),
                "{text}"
            );
        }
        for text in ["-name", "!name"] {
            assert!(
                sort_of(text) == Some(("name".to_owned(), Direction::Descending)),
                "{text}"
            );
        }
    }
}
