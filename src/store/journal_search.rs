//! Looking for facts in the journal of one run: by kind, step, place and text, from either end.
//!
//! A run's facts lie side by side in the primary key `(run_id, seq)`; the statements ride on it and leave out what does
//! not fit, so that no other index has to be written with every fact. A search for text reads payloads and is bounded.

use futures::TryStreamExt as _;
use sqlx::{Postgres, QueryBuilder, Row as _};
use throughline_engine::kernel::{FactKind, RunId, Seq, TokenId};

use super::journal::KindName;
use super::{JournalEntry, MAX_PAGE, Store, StoreError};

/// Facts that one search reads or counts at most.
pub const MOST_SEARCHED: u32 = 200_000;

/// Which facts of a run.
#[derive(Debug, Clone, Default)]
pub struct JournalFilter {
    /// Of one of these kinds; empty: any.
    pub kinds: Vec<FactKind>,
    /// Of this step and of those inside of it.
    pub step: Option<String>,
    /// At one of these places.
    pub places: Option<Vec<Seq>>,
    /// Up to this one.
    pub until: Option<Seq>,
}

/// From which end facts are read, and after which one.
#[derive(Debug, Clone, Copy)]
pub struct JournalFrom {
    /// The newest first.
    pub newest_first: bool,
    /// The last fact read before; none: from the end.
    pub after: Option<Seq>,
}

/// Facts that fit.
#[derive(Debug)]
pub struct JournalFound {
    /// A page of them.
    pub rows: Vec<JournalEntry>,
    /// Whether others follow.
    pub more: bool,
    /// How many there are; `None` where the run has more facts than are searched.
    pub total: Option<u32>,
}

const COLUMNS: &str = "SELECT seq, at, kind, step, token, payload";

fn push(query: &mut QueryBuilder<Postgres>, run: RunId, filter: &JournalFilter) {
    query.push(" FROM journal WHERE run_id = ").push_bind(run.0);
    if !filter.kinds.is_empty() {
        let kinds: Vec<KindName> = filter.kinds.iter().copied().map(KindName).collect();
        query.push(" AND kind = ANY(").push_bind(kinds).push(")");
    }
    if let Some(step) = &filter.step {
        query.push(" AND (step = ").push_bind(step.clone());
        query.push(" OR starts_with(step, ").push_bind(format!("{step}/"));
        query.push("))");
    }
    if let Some(places) = &filter.places {
        let places: Vec<i32> = places.iter().map(|seq| seq.0.cast_signed()).collect();
        query.push(" AND seq = ANY(").push_bind(places).push(")");
    }
    if let Some(until) = filter.until {
        query.push(" AND seq <= ").push_bind(until.0.cast_signed());
    }
}

fn push_order(query: &mut QueryBuilder<Postgres>, newest_first: bool) {
    query.push(if newest_first {
        " ORDER BY seq DESC"
    } else {
        " ORDER BY seq"
    });
}

pub(super) fn entry(row: &sqlx::postgres::PgRow) -> Result<JournalEntry, sqlx::Error> {
    Ok(JournalEntry {
        seq: Seq(row.try_get::<i32, _>("seq")?.cast_unsigned()),
        at: row.try_get("at")?,
        kind: row.try_get::<KindName, _>("kind")?.0,
        step: row.try_get("step")?,
        token: row
            .try_get::<Option<i32>, _>("token")?
            .map(|token| TokenId(token.cast_unsigned())),
        payload: row.try_get("payload")?,
    })
}

impl Store {
    /// A page of the facts that fit, and how many there are.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn find_facts(
        &self,
        run: RunId,
        filter: &JournalFilter,
        from: JournalFrom,
        limit: u32,
    ) -> Result<JournalFound, StoreError> {
        let limit = limit.clamp(1, MAX_PAGE);
        let found = async {
            let mut page = QueryBuilder::new(COLUMNS);
            push(&mut page, run, filter);
            if let Some(after) = from.after {
                page.push(if from.newest_first {
                    " AND seq < "
                } else {
                    " AND seq > "
                });
                page.push_bind(after.0.cast_signed());
            }
            push_order(&mut page, from.newest_first);
            page.push(" LIMIT ").push_bind(i64::from(limit) + 1);
            let rows = page.build().fetch_all(self.pool()).await?;
            let mut rows: Vec<JournalEntry> = rows.iter().map(entry).collect::<Result<_, _>>()?;
            let more = rows.len() > limit as usize;
            rows.truncate(limit as usize);
            let mut count = QueryBuilder::new("SELECT count(*) FROM (SELECT 1");
            push(&mut count, run, filter);
            count
                .push(" LIMIT ")
                .push_bind(i64::from(MOST_SEARCHED) + 1)
                .push(") AS found");
            let total: i64 = count.build_query_scalar().fetch_one(self.pool()).await?;
            let total = u32::try_from(total).ok().filter(|total| *total <= MOST_SEARCHED);
            Ok(JournalFound { rows, more, total })
        };
        found.await.map_err(StoreError::doing("search a journal"))
    }

    /// The same of the facts whose payload `shows` something too. Reads them one by one.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn find_facts_that_show(
        &self,
        run: RunId,
        filter: &JournalFilter,
        shows: &(dyn Fn(&[u8]) -> bool + Sync),
        from: JournalFrom,
        limit: u32,
    ) -> Result<JournalFound, StoreError> {
        let limit = limit.clamp(1, MAX_PAGE) as usize;
        let found = async {
            let mut query = QueryBuilder::new(COLUMNS);
            push(&mut query, run, filter);
            push_order(&mut query, from.newest_first);
            query.push(" LIMIT ").push_bind(i64::from(MOST_SEARCHED) + 1);
            let mut facts = query.build().fetch(self.pool());
            let (mut rows, mut more, mut total, mut read) = (Vec::new(), false, 0, 0);
            while let Some(row) = facts.try_next().await? {
                read += 1;
                if read > MOST_SEARCHED {
                    break;
                }
                if !shows(row.try_get("payload")?) {
                    continue;
                }
                total += 1;
                let seq = Seq(row.try_get::<i32, _>("seq")?.cast_unsigned());
                let beyond = from
                    .after
                    .is_none_or(|after| if from.newest_first { seq < after } else { seq > after });
                if !beyond {
                    continue;
                }
                if rows.len() < limit {
                    rows.push(entry(&row)?);
                } else {
                    more = true;
                }
            }
            let total = (read <= MOST_SEARCHED).then_some(total);
            Ok(JournalFound { rows, more, total })
        };
        found.await.map_err(StoreError::doing("search a journal"))
    }
}
