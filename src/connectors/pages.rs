//! Reading all pages of a list as one operation.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::declaration::Pages;
use super::failure::{Certainty, Failure, at};

/// The rows gathered so far, and where the next page begins.
pub(super) struct Gathering<'a> {
    pages: &'a Pages,
    rows: Vec<Value>,
    seen: HashSet<String>,
}

impl<'a> Gathering<'a> {
    pub(super) fn new(pages: &'a Pages) -> Self {
        Self {
            pages,
            rows: Vec::new(),
            seen: HashSet::new(),
        }
    }

    /// Takes a page's result and changes the request to the next page; `false` after the last.
    pub(super) fn take(&mut self, mut result: Value, request: &mut Value, operation: &str) -> Result<bool, Failure> {
        let more = result.get(&self.pages.more).and_then(Value::as_bool).unwrap_or(false);
        let rows = match result.get_mut(&self.pages.items).map(Value::take) {
            Some(Value::Array(rows)) => rows,
            _ => Vec::new(),
        };
        let read = rows.len();
        for row in rows {
            let key = self
                .pages
                .unique
                .as_ref()
                .and_then(|part| at(&row, part))
                .map(Value::to_string);
            if key.is_none_or(|key| self.seen.insert(key)) {
                self.rows.push(row);
            }
        }
        if self.rows.len() > self.pages.max_items {
            let what = format!("has more than {} rows for {operation}", self.pages.max_items);
            return Err(Failure::new("too_many", Certainty::NotDonePermanent, what)
                .advise("Narrow the request, or read page by page."));
        }
        let (part, step) = match (&self.pages.number, &self.pages.offset) {
            (Some(part), _) => (part, 1),
            (None, Some(part)) => (part, read),
            (None, None) => return Ok(false),
        };
        let place = request.get(part).and_then(Value::as_u64).unwrap_or_default();
        request[part] = json!(place + step as u64);
        // A page that says "more" and holds nothing would be asked for for ever.
        Ok(more && read > 0)
    }

    /// What was gathered, in the shape of one page that is the last.
    pub(super) fn finish(self) -> Value {
        json!({ self.pages.items.as_str(): self.rows, self.pages.more.as_str(): false })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(value: Value) -> Pages {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn rows_that_moved_between_pages_come_once() {
        let pages = pages(json!({"number": "page", "unique": "id"}));
        let mut gathering = Gathering::new(&pages);
        let mut request = json!({"page": 1});
        assert!(
            gathering
                .take(
                    json!({"items": [{"id": 1}, {"id": 2}], "next": true}),
                    &mut request,
                    "x"
                )
                .unwrap()
        );
        assert_eq!(request["page"], 2);
        assert!(
            !gathering
                .take(
                    json!({"items": [{"id": 2}, {"id": 3}], "next": false}),
                    &mut request,
                    "x"
                )
                .unwrap()
        );
        assert_eq!(
            gathering.finish(),
            json!({"items": [{"id": 1}, {"id": 2}, {"id": 3}], "next": false})
        );
    }

    #[test]
    fn an_offset_grows_by_what_was_read_and_an_empty_page_ends_it() {
        let pages = pages(json!({"offset": "skip"}));
        let mut gathering = Gathering::new(&pages);
        let mut request = json!({"skip": 10});
        assert!(
            gathering
                .take(json!({"items": [1, 2, 3], "next": true}), &mut request, "x")
                .unwrap()
        );
        assert_eq!(request["skip"], 13);
        assert!(
            !gathering
                .take(json!({"items": [], "next": true}), &mut request, "x")
                .unwrap()
        );
    }

    #[test]
    fn too_many_rows_are_an_error() {
        let pages = pages(json!({"number": "page", "max_items": 2}));
        let mut gathering = Gathering::new(&pages);
        let error = gathering
            .take(json!({"items": [1, 2, 3]}), &mut json!({"page": 1}), "x")
            .unwrap_err();
        assert_eq!(error.code, "too_many");
    }
}
