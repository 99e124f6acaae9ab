//! A filter about to be asked for: its ways, and how far they are looked at.

use sqlx::{Postgres, QueryBuilder};
use throughline_engine::kernel::RunId;
use uuid::Uuid;

use super::run_filter::{
    Ids, MOST_OF_A_PREFIX, Prefix, RunFilter, Way, push_ids_ending, push_last_looked_at, push_prefix,
};
use super::{Store, StoreError};

/// What is asked, and how.
#[derive(Debug)]
pub(super) struct Search<'a> {
    filter: &'a RunFilter,
    ways: Vec<Way>,
    ids: Ids,
    /// Older runs than this are not looked at this time: there are too many to look at all of them.
    pub(super) horizon: Option<Uuid>,
}

impl<'a> Search<'a> {
    /// Decides on the ways. `None` where nothing can match.
    pub(super) async fn begin(
        store: &Store,
        filter: &'a RunFilter,
        before: Option<RunId>,
    ) -> Result<Option<Self>, StoreError> {
        if filter.is_empty() {
            return Ok(None);
        }
        let doing = || StoreError::doing("look for runs");
        let prefix = match filter.asks_for_prefix() {
            Some(text) => prefix(store, text).await.map_err(doing())?,
            None => Prefix::Rare,
        };
        let mut search = Self {
            filter,
            ways: filter.ways(prefix),
            ids: filter.ids(before),
            horizon: None,
        };
        if search.is_loose() {
            let mut query = QueryBuilder::new("");
            search.push_horizon(&mut query);
            search.horizon = some_ids(store, query).await.map_err(doing())?.pop();
        }
        if let Some(end) = filter.asks_for_end() {
            let mut query = QueryBuilder::new("");
            push_ids_ending(&mut query, end, search.ids);
            let found = some_ids(store, query).await.map_err(doing())?;
            if found.is_empty() {
                let mut query = QueryBuilder::new("");
                push_last_looked_at(&mut query, search.ids);
                let last = some_ids(store, query).await.map_err(doing())?.pop();
                search.horizon = search.horizon.max(last);
            } else if prefix == Prefix::Rare {
                search.ways.extend(found.into_iter().map(Way::Id));
            }
        }
        Ok(Some(search))
    }

    /// Whether very many runs may have to be looked at.
    pub(super) fn is_loose(&self) -> bool {
        self.ways.iter().any(|way| self.filter.is_loose(*way))
    }

    /// The id down to which all ways are looked at, or no row where they are looked at whole.
    pub(super) fn push_horizon(&self, query: &mut QueryBuilder<Postgres>) {
        query.push("SELECT id FROM (");
        let loose = self.ways.iter().filter(|way| self.filter.is_loose(**way));
        for (place, way) in loose.enumerate() {
            query.push(if place == 0 { "(" } else { " UNION ALL (" });
            self.filter.push_horizon(query, *way, self.ids);
            query.push(")");
        }
        query.push(") AS h ORDER BY id DESC LIMIT 1");
    }

    /// `columns` of at most `limit` runs, newest first; the id must be the first of them.
    pub(super) fn push_page(&self, query: &mut QueryBuilder<Postgres>, columns: &str, limit: u32) {
        let ids = Ids {
            before: self.ids.before,
            from: self.horizon.map_or(self.ids.from, |horizon| horizon.max(self.ids.from)),
        };
        // Where there are several ways, a run may be found on each.
        query.push(if self.ways.len() > 1 {
            "SELECT DISTINCT ON (id) * FROM ("
        } else {
            "SELECT * FROM ("
        });
        for (place, way) in self.ways.iter().enumerate() {
            query.push(if place == 0 { "(" } else { " UNION ALL (" });
            self.filter.push_way(query, *way, columns, ids, limit);
            query.push(")");
        }
        query
            .push(") AS run ORDER BY id DESC LIMIT ")
            .push_bind(i64::from(limit));
    }
}

async fn some_ids(store: &Store, mut query: QueryBuilder<Postgres>) -> Result<Vec<Uuid>, sqlx::Error> {
    query
        .build_query_scalar()
        .persistent(false)
        .fetch_all(store.pool())
        .await
}

/// Whether many runs share the beginning of a business key. Index-only, and counts no further than it must.
async fn prefix(store: &Store, text: &str) -> Result<Prefix, sqlx::Error> {
    let mut query = QueryBuilder::new("SELECT count(*) FROM (SELECT FROM run WHERE ");
    push_prefix(&mut query, text);
    query
        .push(" LIMIT ")
        .push_bind(i64::from(MOST_OF_A_PREFIX))
        .push(") AS r");
    let found: i64 = query
        .build_query_scalar()
        .persistent(false)
        .fetch_one(store.pool())
        .await?;
    Ok(if found < i64::from(MOST_OF_A_PREFIX) {
        Prefix::Rare
    } else {
        Prefix::Common
    })
}
