//! Lists: how rows are read, and their columns.

use serde_json::Value;

use super::raw::{RawColumn, RawListing, RawOne};
use super::{Compiler, text};
use crate::document::child;
use crate::sections::MAX_PAGE;
use crate::sections::expression::Expression;
use crate::sections::model::{Column, ColumnType, FilterOperator, Listing, One, Page, PagePlace, Table};

/// What a table is made of.
pub(super) struct RawTable {
    pub(super) source: RawListing,
    pub(super) columns: Vec<RawColumn>,
    pub(super) default_sort: Option<String>,
}

impl Compiler<'_> {
    /// `row`: the name a row has in its columns' expressions. `names`: what the request sees besides.
    pub(super) fn table(&mut self, raw: RawTable, at: &str, row: &'static str, names: &[&str]) -> Table {
        let info = self.catalogue_info(&raw.source.operation);
        let source_at = child(at, "source");
        let id = match &raw.source.id {
            Some(id) => self.expression(id, &child(&source_at, "id"), &[row]),
            None => {
                self.problem(&source_at, format!("`id` is missing: the row's id, e.g. `={row}.Id`"));
                Expression::path(&[row, "id"])
            }
        };
        if let Some(only) = &raw.source.only {
            self.problem(
                &child(&source_at, "only"),
                format!("`{only}`: only the rows of a lookup are chosen on this side; filter a list by its operation"),
            );
        }
        let columns_at = child(at, "columns");
        self.keys(raw.columns.iter().map(|column| column.key.as_str()), &columns_at);
        if raw.columns.is_empty() {
            self.problem(&columns_at, "a list has at least one column");
        }
        let has_sort = raw.source.sort.is_some();
        let has_search = raw.source.search.is_some();
        let mut row_names = vec![row];
        row_names.extend(names);
        row_names.dedup();
        let mut columns = Vec::with_capacity(raw.columns.len());
        for (index, column) in raw.columns.into_iter().enumerate() {
            let place = child(&columns_at, &index.to_string());
            if column.sort.is_some() && !has_sort {
                self.problem(
                    &child(&place, "sort"),
                    "`source` says nothing of `sort`, so nothing can be sorted",
                );
            }
            if column.search && !has_search {
                self.problem(
                    &child(&place, "search"),
                    "`source` says nothing of `search`, so nothing can be searched",
                );
            }
            for (operator, part) in &column.filter {
                let filter_at = child(&child(&place, "filter"), operator.as_str());
                self.part(info.as_deref(), part, &filter_at);
                if !fits(*operator, column.kind) {
                    let message = format!("`{}` does not fit a column of this type", operator.as_str());
                    self.problem(&filter_at, message);
                }
            }
            columns.push(self.column(column, &place, row, &row_names));
        }
        let default_sort = raw.default_sort.map(|sort| {
            let (key, falling) = match sort.strip_prefix('-') {
                Some(key) => (key.to_owned(), true),
                None => (sort, false),
            };
            if !columns.iter().any(|column| column.key == key && column.sort.is_some()) {
                let message = format!("`{key}` is no column that can be sorted by");
                self.problem(&child(at, "default_sort"), message);
            }
            (key, falling)
        });
        Table {
            listing: self.listing(raw.source, &source_at, names),
            id,
            columns,
            default_sort,
        }
    }

    fn column(&mut self, raw: RawColumn, at: &str, row: &'static str, names: &[&str]) -> Column {
        let value = match &raw.value {
            Some(value) => self.expression(value, &child(at, "value"), names),
            None => Expression::path(&[row, &raw.key]),
        };
        if raw.kind == ColumnType::Lookup && raw.label.is_none() {
            self.problem(at, "a lookup needs `label`: what the other record is called");
        }
        if raw.kind == ColumnType::Choice && raw.choices.is_empty() {
            self.problem(at, "a choice needs `choices`");
        }
        Column {
            value,
            label: self.optional_expression(raw.label.as_ref(), &child(at, "label"), names),
            title: text(raw.title, raw.title_uk),
            kind: raw.kind,
            search: raw.search,
            sort: raw.sort,
            filter: raw.filter,
            shown: raw.shown,
            choices: self.choices(raw.choices),
            key: raw.key,
        }
    }

    /// `names`: what `with` and `only` see.
    pub(super) fn listing(&mut self, raw: RawListing, at: &str, names: &[&str]) -> Listing {
        let info = self.operation(&raw.operation, at);
        let info = info.as_deref();
        let with_at = child(at, "with");
        let mut given: Vec<&str> = Vec::new();
        for key in raw.with.keys() {
            self.part(info, key, &child(&with_at, key));
            given.push(key);
        }
        self.result(info, &raw.rows, &child(at, "rows"));
        let page = raw.page.as_ref().map(|page| {
            let page_at = child(at, "page");
            let place = match (&page.skip, &page.number) {
                (Some(skip), None) => PagePlace::Skip(skip.clone()),
                (None, Some(number)) => PagePlace::Number(number.clone()),
                _ => {
                    self.problem(&page_at, "say either `skip` or `number`");
                    PagePlace::Skip(String::new())
                }
            };
            let (PagePlace::Skip(part) | PagePlace::Number(part)) = &place;
            self.part(info, part, &page_at);
            self.part(info, &page.size, &child(&page_at, "size"));
            if page.max == 0 || page.max > MAX_PAGE {
                self.problem(&child(&page_at, "max"), format!("a page has 1 to {MAX_PAGE} rows"));
            }
            Page {
                place,
                size: page.size.clone(),
                max: page.max.clamp(1, MAX_PAGE),
            }
        });
        for (name, part) in [("more", &raw.more), ("total", &raw.total)] {
            if let Some(part) = part {
                self.result(info, part, &child(at, name));
            }
        }
        let mut parts = |name: &str, map: &Option<serde_json::Map<String, Value>>, names: &[&str]| {
            let map = map.as_ref()?;
            let place = child(at, name);
            for key in map.keys() {
                self.part(info, key, &child(&place, key));
            }
            Some(self.template(&Value::Object(map.clone()), &place, names))
        };
        let search = parts("search", &raw.search, &["q"]);
        let sort = parts("sort", &raw.sort, &["column", "direction", "sign"]);
        self.required(info, &given, &with_at);
        let mut row_names = vec!["row"];
        row_names.extend(names);
        Listing {
            with: self.template(&Value::Object(raw.with.clone()), &with_at, names),
            only: self.optional_expression(raw.only.as_ref(), &child(at, "only"), &row_names),
            operation: raw.operation,
            rows: raw.rows,
            page,
            more: raw.more,
            total: raw.total,
            search,
            sort,
        }
    }

    pub(super) fn one(&mut self, raw: RawOne, at: &str, names: &[&str]) -> One {
        let info = self.operation(&raw.operation, at);
        let info = info.as_deref();
        let with_at = child(at, "with");
        for key in raw.with.keys() {
            self.part(info, key, &child(&with_at, key));
        }
        let given: Vec<&str> = raw.with.keys().map(String::as_str).collect();
        self.required(info, &given, &with_at);
        if let Some(rows) = &raw.rows {
            self.result(info, rows, &child(at, "rows"));
        }
        One {
            with: self.template(&Value::Object(raw.with.clone()), &with_at, names),
            operation: raw.operation,
            rows: raw.rows,
        }
    }

    /// Without a word where there is none: `listing` says it.
    fn catalogue_info(&self, name: &str) -> Option<std::sync::Arc<throughline_engine::definition::OperationInfo>> {
        use throughline_engine::definition::Operations as _;
        self.catalogue.get(name).cloned().map(std::sync::Arc::new)
    }
}

fn fits(operator: FilterOperator, kind: ColumnType) -> bool {
    match operator {
        FilterOperator::Eq => true,
        FilterOperator::Contains | FilterOperator::Starts => {
            matches!(kind, ColumnType::Text | ColumnType::Lookup | ColumnType::Tags)
        }
        FilterOperator::From | FilterOperator::To => matches!(kind, ColumnType::Integer | ColumnType::Time),
    }
}
