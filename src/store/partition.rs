//! Partitions of the journal: seven days each, by the time in the UUIDv7 run id, made ahead of time.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, PgConnection};
use throughline_engine::kernel::RunId;
use uuid::Uuid;

use super::{Store, StoreError};

/// Days a partition spans. A week: small enough to drop old ones in steps people can reason about, large enough that a
/// year is 52 of them and planning stays cheap.
const DAYS: u64 = 7;
const SPAN_MS: u64 = DAYS * 24 * 60 * 60 * 1000;

/// How many spans are made ahead of the current one, so that a service that cannot make them for a month still writes.
const AHEAD: u64 = 4;

/// Key of the advisory lock under which partitions are made, "journal" in ASCII.
const LOCK: i64 = 0x6a_6f75_726e_616c;

/// One partition's share of time, counted in weeks since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Span(u64);

impl Span {
    pub(crate) fn at(time: DateTime<Utc>) -> Self {
        Self(u64::try_from(time.timestamp_millis()).unwrap_or(0) / SPAN_MS)
    }

    pub(crate) fn of_run(run: RunId) -> Self {
        let (high, _) = run.0.as_u64_pair();
        Self((high >> 16) / SPAN_MS)
    }

    /// The smallest id a run of this span can have. `None` past the end of the 48 bits of time.
    fn first_id(self) -> Option<Uuid> {
        let ms = self.0.checked_mul(SPAN_MS).filter(|ms| *ms < 1 << 48)?;
        Some(Uuid::from_u64_pair(ms << 16, 0))
    }

    /// Where the next span begins, in SQL.
    fn end(self) -> String {
        Self(self.0 + 1)
            .first_id()
            .map_or_else(|| "MAXVALUE".to_owned(), |id| format!("'{id}'"))
    }

    /// Name of the partition: the first day, or for times no calendar shows, the number.
    fn table(self) -> String {
        let start = i64::try_from(self.0 * SPAN_MS)
            .ok()
            .and_then(DateTime::from_timestamp_millis);
        match start {
            Some(start) if self.first_id().is_some() => start.format("journal_%Y%m%d").to_string(),
            _ => format!("journal_w{}", self.0),
        }
    }
}

/// The smallest id a run created at this time can have: lists ask for "since" by it.
pub(crate) fn first_id_at(time: DateTime<Utc>) -> Uuid {
    let ms = u64::try_from(time.timestamp_millis()).unwrap_or(0).min((1 << 48) - 1);
    Uuid::from_u64_pair(ms << 16, 0)
}

/// Makes what is missing of these partitions. Nodes that do it together take turns; what exists is left alone.
///
/// A table is made on its own and then attached: `ATTACH PARTITION` lets writers of the journal go on, while
/// `CREATE TABLE … PARTITION OF` would make all of them wait for it.
pub(crate) async fn make(connection: &mut PgConnection, spans: impl Iterator<Item = Span>) -> Result<(), sqlx::Error> {
    let spans: BTreeSet<Span> = spans.collect();
    let names: Vec<String> = spans.iter().map(|span| span.table()).collect();
    if missing(connection, &names).await?.is_empty() {
        return Ok(());
    }
    let mut transaction = sqlx::Connection::begin(connection).await?;
    sqlx::query("SELECT pg_advisory_xact_lock($1)")
        .bind(LOCK)
        .execute(&mut *transaction)
        .await?;
    let missing = missing(&mut transaction, &names).await?;
    for span in spans {
        let table = span.table();
        let (true, Some(first)) = (missing.contains(&table), span.first_id()) else {
            continue;
        };
        // The name and bounds are made of digits here; nothing of it comes from outside.
        let sql = format!(
            "CREATE TABLE {table} (LIKE journal INCLUDING ALL);
             ALTER TABLE journal ATTACH PARTITION {table} FOR VALUES FROM ('{first}') TO ({});",
            span.end()
        );
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *transaction).await?;
    }
    transaction.commit().await
}

async fn missing(connection: &mut PgConnection, names: &[String]) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT name FROM UNNEST($1::text[]) AS n (name)
         WHERE NOT EXISTS (SELECT FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
                           WHERE inhparent = 'journal'::regclass AND relname = name)",
    )
    .bind(names)
    .fetch_all(connection)
    .await
}

impl Store {
    /// Makes the partitions of the span before `now`, of its own and of the four after it. Call it at start and once a
    /// day; several nodes may do it at once.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn ensure_partitions(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        let current = Span::at(now).0;
        let spans = (current.saturating_sub(1)..=current + AHEAD).map(Span);
        let mut connection = self
            .pool()
            .acquire()
            .await
            .map_err(StoreError::doing("make partitions"))?;
        make(&mut connection, spans)
            .await
            .map_err(StoreError::doing("make partitions"))
    }

    /// Drops the partitions that lie wholly before `before`, together with their runs, and returns their names. A
    /// partition with a run that has not ended is left as it is.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn drop_partitions(&self, before: DateTime<Utc>) -> Result<Vec<String>, StoreError> {
        self.drop_before(Span::at(before))
            .await
            .map_err(StoreError::doing("drop partitions"))
    }

    async fn drop_before(&self, end: Span) -> Result<Vec<String>, sqlx::Error> {
        let names: Vec<String> = sqlx::query_scalar(
            "SELECT relname::text FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
             WHERE inhparent = 'journal'::regclass ORDER BY relname",
        )
        .fetch_all(self.pool())
        .await?;
        let mut dropped = Vec::new();
        for span in (0..end.0).map(Span).filter(|span| names.contains(&span.table())) {
            let (Some(first), Some(next)) = (span.first_id(), Span(span.0 + 1).first_id()) else {
                continue;
            };
            let mut transaction = self.pool().begin().await?;
            // The runs go first and are counted in the same transaction: whoever wakes one of them in between waits
            // for its row, and then finds it gone.
            let unfinished: i64 = sqlx::query_scalar(
                "WITH gone AS (DELETE FROM run WHERE id >= $1 AND id < $2 RETURNING ended_at)
                 SELECT count(*) FROM gone WHERE ended_at IS NULL",
            )
            .bind(first)
            .bind(next)
            .fetch_one(&mut *transaction)
            .await?;
            if unfinished > 0 {
                transaction.rollback().await?;
                continue;
            }
            sqlx::query("DELETE FROM run_request WHERE run_id >= $1 AND run_id < $2")
                .bind(first)
                .bind(next)
                .execute(&mut *transaction)
                .await?;
            sqlx::query("DELETE FROM wait WHERE run_id >= $1 AND run_id < $2")
                .bind(first)
                .bind(next)
                .execute(&mut *transaction)
                .await?;
            // In no index by the run alone: retention is rare, and a row of `run_value` is written for every start.
            sqlx::query("DELETE FROM run_value WHERE run_id >= $1 AND run_id < $2")
                .bind(first)
                .bind(next)
                .execute(&mut *transaction)
                .await?;
            // The name is made of digits above.
            sqlx::raw_sql(AssertSqlSafe(format!("DROP TABLE {}", span.table())))
                .execute(&mut *transaction)
                .await?;
            transaction.commit().await?;
            dropped.push(span.table());
        }
        Ok(dropped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run_at(ms: u64) -> RunId {
        RunId(uuid::Builder::from_unix_timestamp_millis(ms, &[0xff; 10]).into_uuid())
    }

    #[test]
    fn a_run_lies_within_the_bounds_of_its_span() {
        for ms in [0, SPAN_MS - 1, SPAN_MS, 1_764_000_000_000, (1 << 48) - 1] {
            let run = run_at(ms);
            let span = Span::of_run(run);
            assert!(span.first_id().unwrap() <= run.0, "{ms}");
            assert!(Span(span.0 + 1).first_id().is_none_or(|next| run.0 < next), "{ms}");
        }
        assert_eq!(
            Span::of_run(run_at(1_764_000_000_000)),
            Span::at(DateTime::from_timestamp_millis(1_764_000_000_000).unwrap())
        );
    }

    #[test]
    fn names_are_the_first_day() {
        assert_eq!(
            Span::at(DateTime::from_timestamp(1_764_000_000, 0).unwrap()).table(),
            "journal_20251120"
        );
        assert_eq!(Span(0).table(), "journal_19700101");
        assert_eq!(Span(u64::from(u32::MAX)).table(), "journal_w4294967295");
    }
}
