//! The journal: how a fact becomes bytes and a row, and the one statement that writes rows.
//!
//! Payloads are JSON text in a `bytea` column: `jsonb` would reorder keys, normalise numbers and refuse `\u0000`, and
//! then a replay would see something else than the live run saw. Encoding and decoding are inverse for every fact that
//! [`encode`] accepts, so the live fold may use the fact it encoded.

use std::sync::Arc;

use chrono::{DateTime, SubsecRound as _, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use thiserror::Error;
use throughline_engine::kernel::{Entry, Fact, FactKind, RunId, Seq, TokenId};
use uuid::Uuid;

/// Version of the encoding, kept in `run.journal_format`. A reader refuses versions it does not know, so that an older
/// service never folds half of what a newer one wrote.
pub const FORMAT: i16 = 1;

/// Deepest nesting of a value in a fact. JSON readers give up at 128; values people can work with are far shallower.
pub const MAX_DEPTH: usize = 64;

/// Why a fact cannot be kept.
#[derive(Debug, Error)]
pub enum EncodeError {
    /// Too many lists and maps inside each other.
    #[error("a value in a `{}` fact is nested deeper than {MAX_DEPTH} levels; make it flatter, or carry it as text", .kind.as_str())]
    TooDeep {
        /// Kind of the fact.
        kind: FactKind,
    },
    /// The encoder failed.
    #[error("a `{}` fact could not be encoded: {source}", .kind.as_str())]
    Json {
        /// Kind of the fact.
        kind: FactKind,
        /// What the encoder said.
        source: serde_json::Error,
    },
}

/// A payload that is no fact this version knows.
#[derive(Debug, Error)]
#[error("the payload is no fact of journal format {FORMAT}: {0}")]
pub struct DecodeError(#[from] serde_json::Error);

/// The bytes of a fact.
///
/// # Errors
/// Values nested deeper than [`MAX_DEPTH`].
pub fn encode(fact: &Fact) -> Result<Vec<u8>, EncodeError> {
    let kind = fact.kind();
    let value = match fact {
        Fact::Started { input, .. } => Some(&**input),
        Fact::EffectSucceeded { output, .. } => Some(&**output),
        Fact::EffectFailed { error, .. } => Some(&error.data),
        Fact::Skipped { output, .. } => Some(&**output),
        Fact::VariablesEdited { variables, .. } => variables
            .values()
            .map(|value| &**value)
            .find(|value| deeper_than(value, MAX_DEPTH)),
        Fact::TimerFired { .. }
        | Fact::Retried { .. }
        | Fact::TokenMoved { .. }
        | Fact::Suspended { .. }
        | Fact::Resumed { .. }
        | Fact::Cancelled { .. } => None,
    };
    if value.is_some_and(|value| deeper_than(value, MAX_DEPTH)) {
        return Err(EncodeError::TooDeep { kind });
    }
    serde_json::to_vec(fact).map_err(|source| EncodeError::Json { kind, source })
}

/// The fact in these bytes.
///
/// # Errors
/// Bytes that are no fact.
pub fn decode(payload: &[u8]) -> Result<Fact, DecodeError> {
    Ok(serde_json::from_slice(payload)?)
}

fn deeper_than(value: &Value, levels: usize) -> bool {
    match value {
        Value::Array(_) | Value::Object(_) if levels == 0 => true,
        Value::Array(items) => items.iter().any(|item| deeper_than(item, levels - 1)),
        Value::Object(entries) => entries.values().any(|item| deeper_than(item, levels - 1)),
        _ => false,
    }
}

/// A time as the journal keeps it: whole microseconds. Take the time of a fact through this before it is folded, or the
/// live run knows a finer time than its replay.
#[must_use]
pub fn microseconds(at: DateTime<Utc>) -> DateTime<Utc> {
    at.trunc_subsecs(6)
}

/// One row of the journal, but for the run.
#[derive(Debug, Clone, PartialEq)]
pub struct JournalRow {
    /// Its place.
    pub seq: Seq,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What kind of fact.
    pub kind: FactKind,
    /// Path of the step, for people.
    pub step: Option<Arc<str>>,
    /// The token it concerns.
    pub token: Option<TokenId>,
    /// The fact, encoded.
    pub payload: Vec<u8>,
}

impl JournalRow {
    /// The row of an entry. `step`: path of the step the fact's token stands at.
    ///
    /// # Errors
    /// As [`encode`].
    pub fn new(entry: &Entry, step: Option<Arc<str>>) -> Result<Self, EncodeError> {
        debug_assert_eq!(entry.at, microseconds(entry.at), "a time finer than the journal keeps");
        Ok(Self {
            seq: entry.seq,
            at: entry.at,
            kind: entry.fact.kind(),
            step,
            token: entry.fact.token(),
            payload: encode(&entry.fact)?,
        })
    }
}

/// The statement every fact is written with. It fails as a whole where a row is already there: no `ON CONFLICT` and no
/// `RETURNING`, which cost a third of the throughput (docs/store.md). Who lost what is asked only after a clash.
pub const INSERT: &str = "\
INSERT INTO journal (run_id, seq, at, kind, step, token, payload) \
SELECT * FROM UNNEST($1::uuid[], $2::int4[], $3::timestamptz[], $4::fact_kind[], $5::text[], $6::int4[], $7::bytea[])";

/// Journal rows column by column, as the statement wants them.
#[derive(Debug, Default)]
pub struct Columns<'a> {
    pub(crate) run: Vec<Uuid>,
    pub(crate) seq: Vec<i32>,
    pub(crate) at: Vec<DateTime<Utc>>,
    pub(crate) kind: Vec<KindName>,
    pub(crate) step: Vec<Option<&'a str>>,
    pub(crate) token: Vec<Option<i32>>,
    pub(crate) payload: Vec<&'a [u8]>,
}

impl<'a> Columns<'a> {
    /// Adds a row.
    pub fn push(&mut self, run: RunId, row: &'a JournalRow) {
        self.run.push(run.0);
        self.seq.push(row.seq.0.cast_signed());
        self.at.push(row.at);
        self.kind.push(KindName(row.kind));
        self.step.push(row.step.as_deref());
        self.token.push(row.token.map(|token| token.0.cast_signed()));
        self.payload.push(&row.payload);
    }

    /// How many rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.run.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.run.is_empty()
    }
}

/// Writes rows in one transaction of their own and returns when they are durable. The committer's hot path, and what a
/// benchmark of bare rows must use.
///
/// # Errors
/// What Postgres says, as it says it.
pub async fn insert(connection: &mut PgConnection, rows: &Columns<'_>) -> Result<(), sqlx::Error> {
    sqlx::query(INSERT)
        .bind(&rows.run)
        .bind(&rows.seq)
        .bind(&rows.at)
        .bind(&rows.kind)
        .bind(&rows.step)
        .bind(&rows.token)
        .bind(&rows.payload)
        .execute(connection)
        .await?;
    Ok(())
}

/// Words for people may hold what Postgres' text cannot (NUL); they must not cost a run its commit.
pub(crate) fn for_people(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// A fact's kind as Postgres' enum `fact_kind`: the kernel must not know of sqlx.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KindName(pub(crate) FactKind);

pg_enum!(KindName, "fact_kind", FactKind::ALL, FactKind::as_str);

#[cfg(test)]
mod tests;
