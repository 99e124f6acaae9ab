//! What connections did and how they stand, told by every node and read together.
//!
//! A node writes its minutes whole and again, so nothing is counted twice when nobody knows what became of a write. All
//! that is asked rides on the primary keys and the index of the last errors: connections are few.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Row as _};
use uuid::Uuid;

use super::{Store, StoreError};
use crate::figures::{BUCKETS, CircuitState, Counts, FailureKind, Histogram, SeenError};

/// Errors of one connection that are kept.
const KEPT_ERRORS: i64 = 100;

#[derive(Debug, Clone, Copy)]
struct CircuitName(CircuitState);

pg_enum!(CircuitName, "circuit_state", CircuitState::ALL, CircuitState::as_str);

#[derive(Debug, Clone, Copy)]
struct FailureName(FailureKind);

pg_enum!(FailureName, "call_failure", FailureKind::ALL, FailureKind::as_str);

/// How a connection stands on one node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionState {
    /// The connection.
    pub connection: String,
    /// The node: a process, with a new id after every start.
    pub node: Uuid,
    /// What people call the node.
    pub node_name: String,
    /// Its circuit.
    pub circuit: CircuitState,
    /// Since when it stands so; `None` where since the start.
    pub circuit_since: Option<DateTime<Utc>>,
    /// Until when it stays open.
    pub circuit_until: Option<DateTime<Utc>>,
    /// Since when the credentials are refused.
    pub sign_in_failed_since: Option<DateTime<Utc>>,
    /// When a call last succeeded.
    pub last_success_at: Option<DateTime<Utc>>,
    /// When a call last failed in a way that tells of trouble.
    pub last_failure_at: Option<DateTime<Utc>>,
    /// Calls in flight.
    pub in_flight: i32,
    /// Calls that wait for their turn or the pace.
    pub waiting: i32,
    /// Whether the node has told this lately. Ignored where it is written.
    pub alive: bool,
}

/// What a node tells of one connection.
#[derive(Debug, Clone)]
pub struct ConnectionReport {
    /// How it stands.
    pub state: ConnectionState,
    /// Minutes (since 1970) and all that this node counted in them so far.
    pub minutes: Vec<(i64, Counts)>,
    /// Failed calls since the last report.
    pub errors: Vec<SeenError>,
}

/// A failed call of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionErrorRow {
    /// The connection.
    pub connection: String,
    /// What happened.
    pub error: SeenError,
}

/// Sums of a span of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionSpan {
    /// The connection.
    pub connection: String,
    /// Which span, counted from 0 at the beginning that was asked for.
    pub number: i64,
    /// All nodes together.
    pub counts: Counts,
}

impl Store {
    /// Keeps what a node tells of its connections: all of it or nothing. It counts as alive for `alive` from now on.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn keep_connection_reports(
        &self,
        reports: &[ConnectionReport],
        alive: Duration,
    ) -> Result<(), StoreError> {
        let keep = async {
            let mut transaction = self.pool().begin().await?;
            for report in reports {
                let state = &report.state;
                for (minute, counts) in &report.minutes {
                    keep_minute(state, *minute, counts, &mut transaction).await?;
                }
                keep_state(state, alive, &mut transaction).await?;
                for error in &report.errors {
                    keep_error(state, error, &mut transaction).await?;
                }
                if !report.errors.is_empty() {
                    sqlx::query(
                        "DELETE FROM connection_error WHERE connection = $1 AND (at, id) < (
                             SELECT at, id FROM connection_error WHERE connection = $1
                             ORDER BY at DESC, id DESC OFFSET $2 LIMIT 1)",
                    )
                    .bind(&state.connection)
                    .bind(KEPT_ERRORS - 1)
                    .execute(&mut *transaction)
                    .await?;
                }
            }
            transaction.commit().await
        };
        keep.await.map_err(StoreError::doing("keep the figures of connections"))
    }

    /// Sums of spans of `width` since an instant: of one connection, or of all. Spans in which nothing happened are not
    /// there.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn connection_spans(
        &self,
        connection: Option<&str>,
        since: DateTime<Utc>,
        width: Duration,
    ) -> Result<Vec<ConnectionSpan>, StoreError> {
        let took: Vec<String> = (1..=BUCKETS).map(|bucket| format!("sum(took[{bucket}])")).collect();
        let query = format!(
            "SELECT connection, floor(extract(epoch FROM minute - $2) / $3)::int8 AS number,
                 sum(calls)::int8 AS calls, sum(transient)::int8 AS transient, sum(refused)::int8 AS refused,
                 sum(unknown)::int8 AS unknown, sum(sign_in)::int8 AS sign_in, sum(not_sent)::int8 AS not_sent,
                 sum(opened)::int8 AS opened, sum(waits)::int8 AS waits, sum(waited_ms)::int8 AS waited_ms,
                 sum(bytes)::int8 AS bytes, ARRAY[{}]::int8[] AS took
             FROM connection_minute WHERE ($1::text IS NULL OR connection = $1) AND minute >= $2
             GROUP BY 1, 2 ORDER BY 1, 2",
            took.join(", ")
        );
        let rows = sqlx::query(AssertSqlSafe(query))
            .bind(connection)
            .bind(since)
            .bind(width.as_secs_f64())
            .fetch_all(self.pool())
            .await
            .map_err(StoreError::doing("read the figures of connections"))?;
        Ok(rows.iter().map(span).collect())
    }

    /// How connections stand on each node that told it.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn connection_states(&self, connection: Option<&str>) -> Result<Vec<ConnectionState>, StoreError> {
        let rows = sqlx::query(
            "SELECT connection, node, node_name, circuit, circuit_since, circuit_until, sign_in_failed_since,
                 last_success_at, last_failure_at, in_flight, waiting, alive_until > now() AS alive
             FROM connection_state WHERE $1::text IS NULL OR connection = $1 ORDER BY connection, node_name, node",
        )
        .bind(connection)
        .fetch_all(self.pool())
        .await
        .map_err(StoreError::doing("read how connections stand"))?;
        Ok(rows.iter().map(state).collect())
    }

    /// The last failed call of each connection, but for those of `hidden` processes.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn last_connection_errors(&self, hidden: &[String]) -> Result<Vec<ConnectionErrorRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT DISTINCT ON (connection) connection, at, kind, code, operation, message, run, process, step, times
             FROM connection_error WHERE process IS NULL OR NOT process = ANY($1)
             ORDER BY connection, at DESC, id DESC",
        )
        .bind(hidden)
        .fetch_all(self.pool())
        .await
        .map_err(StoreError::doing("read failed calls"))?;
        Ok(rows.iter().map(error).collect())
    }

    /// The last failed calls of a connection, newest first, but for those of `hidden` processes.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn connection_errors(
        &self,
        connection: &str,
        hidden: &[String],
        limit: i64,
    ) -> Result<Vec<ConnectionErrorRow>, StoreError> {
        let rows = sqlx::query(
            "SELECT connection, at, kind, code, operation, message, run, process, step, times
             FROM connection_error WHERE connection = $1 AND (process IS NULL OR NOT process = ANY($2))
             ORDER BY at DESC, id DESC LIMIT $3",
        )
        .bind(connection)
        .bind(hidden)
        .bind(limit)
        .fetch_all(self.pool())
        .await
        .map_err(StoreError::doing("read failed calls"))?;
        Ok(rows.iter().map(error).collect())
    }

    /// Forgets what is older than `days`. Reads a table of at most some hundred thousand rows, once in a while.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn forget_connection_figures(&self, days: i32) -> Result<(), StoreError> {
        sqlx::query(
            "WITH minutes AS (DELETE FROM connection_minute WHERE minute < now() - make_interval(days => $1)),
                  errors AS (DELETE FROM connection_error WHERE at < now() - make_interval(days => $1))
             DELETE FROM connection_state WHERE alive_until < now() - make_interval(days => $1)",
        )
        .bind(days)
        .execute(self.pool())
        .await
        .map_err(StoreError::doing("forget old figures of connections"))?;
        Ok(())
    }
}

type Transaction<'a> = sqlx::Transaction<'a, sqlx::Postgres>;

async fn keep_minute(
    state: &ConnectionState,
    minute: i64,
    counts: &Counts,
    transaction: &mut Transaction<'_>,
) -> Result<(), sqlx::Error> {
    let took: Vec<i64> = counts.took.counts().map(whole).collect();
    sqlx::query(
        "INSERT INTO connection_minute (connection, minute, node, calls, transient, refused, unknown, sign_in, not_sent,
             opened, waits, waited_ms, bytes, took)
         VALUES ($1, to_timestamp($2 * 60.0), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         ON CONFLICT (connection, minute, node) DO UPDATE SET calls = excluded.calls, transient = excluded.transient,
             refused = excluded.refused, unknown = excluded.unknown, sign_in = excluded.sign_in,
             not_sent = excluded.not_sent, opened = excluded.opened, waits = excluded.waits,
             waited_ms = excluded.waited_ms, bytes = excluded.bytes, took = excluded.took",
    )
    .bind(&state.connection)
    .bind(minute)
    .bind(state.node)
    .bind(whole(counts.calls))
    .bind(whole(counts.transient))
    .bind(whole(counts.refused))
    .bind(whole(counts.unknown))
    .bind(whole(counts.sign_in))
    .bind(whole(counts.not_sent))
    .bind(whole(counts.opened))
    .bind(whole(counts.waits))
    .bind(whole(counts.waited_ms))
    .bind(whole(counts.bytes))
    .bind(took)
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

async fn keep_state(
    state: &ConnectionState,
    alive: Duration,
    transaction: &mut Transaction<'_>,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO connection_state (connection, node, node_name, circuit, circuit_since, circuit_until,
             sign_in_failed_since, last_success_at, last_failure_at, in_flight, waiting, alive_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, now() + make_interval(secs => $12))
         ON CONFLICT (connection, node) DO UPDATE SET circuit = excluded.circuit,
             circuit_since = excluded.circuit_since, circuit_until = excluded.circuit_until,
             sign_in_failed_since = excluded.sign_in_failed_since, last_success_at = excluded.last_success_at,
             last_failure_at = excluded.last_failure_at, in_flight = excluded.in_flight, waiting = excluded.waiting,
             alive_until = excluded.alive_until",
    )
    .bind(&state.connection)
    .bind(state.node)
    .bind(storable(&state.node_name))
    .bind(CircuitName(state.circuit))
    .bind(state.circuit_since)
    .bind(state.circuit_until)
    .bind(state.sign_in_failed_since)
    .bind(state.last_success_at)
    .bind(state.last_failure_at)
    .bind(state.in_flight)
    .bind(state.waiting)
    .bind(alive.as_secs_f64())
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

async fn keep_error(
    state: &ConnectionState,
    error: &SeenError,
    transaction: &mut Transaction<'_>,
) -> Result<(), sqlx::Error> {
    let (run, process, step) = match &error.step {
        Some((run, process, step)) => (Some(*run), Some(process), Some(step)),
        None => (None, None, None),
    };
    sqlx::query(
        "INSERT INTO connection_error (connection, node, at, kind, code, operation, message, run, process, step, times)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(&state.connection)
    .bind(state.node)
    .bind(error.at)
    .bind(FailureName(error.kind))
    .bind(storable(&error.code))
    .bind(storable(&error.operation))
    .bind(storable(&error.message))
    .bind(run)
    .bind(process)
    .bind(step)
    .bind(i64::from(error.times))
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

/// Postgres' text cannot hold NUL, which an answer of another system can.
fn storable(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn span(row: &PgRow) -> ConnectionSpan {
    let count = |column: &str| u64::try_from(row.get::<i64, _>(column)).unwrap_or(0);
    ConnectionSpan {
        connection: row.get("connection"),
        number: row.get("number"),
        counts: Counts {
            calls: count("calls"),
            transient: count("transient"),
            refused: count("refused"),
            unknown: count("unknown"),
            sign_in: count("sign_in"),
            not_sent: count("not_sent"),
            opened: count("opened"),
            waits: count("waits"),
            waited_ms: count("waited_ms"),
            bytes: count("bytes"),
            took: Histogram::from_counts(row.get::<Vec<i64>, _>("took")),
        },
    }
}

fn state(row: &PgRow) -> ConnectionState {
    ConnectionState {
        connection: row.get("connection"),
        node: row.get("node"),
        node_name: row.get("node_name"),
        circuit: row.get::<CircuitName, _>("circuit").0,
        circuit_since: row.get("circuit_since"),
        circuit_until: row.get("circuit_until"),
        sign_in_failed_since: row.get("sign_in_failed_since"),
        last_success_at: row.get("last_success_at"),
        last_failure_at: row.get("last_failure_at"),
        in_flight: row.get("in_flight"),
        waiting: row.get("waiting"),
        alive: row.get("alive"),
    }
}

fn error(row: &PgRow) -> ConnectionErrorRow {
    let run: Option<Uuid> = row.get("run");
    let process: Option<String> = row.get("process");
    let step: Option<String> = row.get("step");
    ConnectionErrorRow {
        connection: row.get("connection"),
        error: SeenError {
            at: row.get("at"),
            kind: row.get::<FailureName, _>("kind").0,
            code: row.get("code"),
            operation: row.get("operation"),
            message: row.get("message"),
            step: run
                .zip(process)
                .zip(step)
                .map(|((run, process), step)| (run, process, step)),
            times: u32::try_from(row.get::<i64, _>("times")).unwrap_or(u32::MAX),
        },
    }
}
