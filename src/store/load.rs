//! Loading runs with their journals, for recovery and for waking sleepers.

use futures::TryStreamExt as _;
use sqlx::Row as _;
use thiserror::Error;
use throughline_engine::kernel::{Entry, RunId, Seq};
use uuid::Uuid;

use super::journal::{self, DecodeError};
use super::row::RunRow;
use super::{Store, StoreError};

/// Runs asked for in one query. Their journals are streamed, so this bounds the statement and not the memory.
const CHUNK: usize = 256;

/// One run as the database has it.
#[derive(Debug)]
pub struct LoadedRun {
    /// Its row.
    pub row: RunRow,
    /// Its facts, from 1 without gaps.
    pub facts: Vec<Entry>,
    /// Bytes of their payloads together.
    pub bytes: usize,
}

/// What became of loading one run.
#[derive(Debug)]
pub enum Loaded {
    /// Whole.
    Run(Box<LoadedRun>),
    /// Its journal cannot be folded: the run is to become an incident ([`Store::mark_poisoned`]).
    Poisoned {
        /// Its row.
        row: Box<RunRow>,
        /// Why.
        cause: PoisonCause,
    },
    /// There is no such run.
    Missing(RunId),
}

/// Why a journal cannot be folded.
#[derive(Debug, Error)]
pub enum PoisonCause {
    /// A fact is missing.
    #[error("the journal has a gap: fact {found} stands where fact {expected} is next")]
    Gap {
        /// The place that is next.
        expected: Seq,
        /// The place found.
        found: Seq,
    },
    /// No facts at all.
    #[error("the journal is empty; was its partition dropped?")]
    Empty,
    /// A payload cannot be read.
    #[error("fact {seq}: {source}")]
    Undecodable {
        /// Its place.
        seq: Seq,
        /// Why.
        source: DecodeError,
    },
    /// Written in an encoding this version does not know.
    #[error(
        "the journal has format {found}, this version reads {}; run the newer version of throughline",
        journal::FORMAT
    )]
    Format {
        /// `run.journal_format`.
        found: i16,
    },
}

/// A journal on its way in.
struct Reading {
    row: RunRow,
    /// The fact before the first one read.
    after: Seq,
    facts: Vec<Entry>,
    bytes: usize,
    cause: Option<PoisonCause>,
}

impl Reading {
    fn new(row: RunRow) -> Self {
        Self::after(row, Seq(0))
    }

    fn after(row: RunRow, after: Seq) -> Self {
        let cause = (row.journal_format != journal::FORMAT).then_some(PoisonCause::Format {
            found: row.journal_format,
        });
        Self {
            row,
            after,
            facts: Vec::new(),
            bytes: 0,
            cause,
        }
    }

    fn take(&mut self, seq: Seq, at: chrono::DateTime<chrono::Utc>, payload: &[u8]) {
        if self.cause.is_some() {
            return;
        }
        let expected = self.facts.last().map_or(self.after, |last| last.seq).next();
        self.cause = if seq != expected {
            Some(PoisonCause::Gap { expected, found: seq })
        } else {
            match journal::decode(payload) {
                Ok(fact) => {
                    self.bytes += payload.len();
                    self.facts.push(Entry { seq, at, fact });
                    None
                }
                Err(source) => Some(PoisonCause::Undecodable { seq, source }),
            }
        };
        if self.cause.is_some() {
            self.facts = Vec::new();
        }
    }

    fn finish(self) -> Loaded {
        let Self {
            row,
            after,
            facts,
            bytes,
            cause,
        } = self;
        match cause {
            Some(cause) => Loaded::Poisoned {
                row: Box::new(row),
                cause,
            },
            None if facts.is_empty() && after == Seq(0) => Loaded::Poisoned {
                row: Box::new(row),
                cause: PoisonCause::Empty,
            },
            None => Loaded::Run(Box::new(LoadedRun { row, facts, bytes })),
        }
    }
}

impl Store {
    /// Loads runs, each with its whole journal. For many or long runs use [`Store::load_each`].
    ///
    /// # Errors
    /// As every call of the store; a run that cannot be read is an answer, not an error.
    pub async fn load(&self, runs: &[RunId]) -> Result<Vec<Loaded>, StoreError> {
        let mut loaded = Vec::with_capacity(runs.len());
        self.load_each(runs, |run| loaded.push(run)).await?;
        Ok(loaded)
    }

    /// Loads runs one after the other and hands each on when it is whole, so that only one journal is in memory.
    ///
    /// # Errors
    /// As every call of the store; runs handed on before it stand.
    pub async fn load_each(&self, runs: &[RunId], mut each: impl FnMut(Loaded)) -> Result<(), StoreError> {
        for chunk in runs.chunks(CHUNK) {
            self.load_chunk(chunk, &mut each)
                .await
                .map_err(StoreError::doing("load runs"))?;
        }
        Ok(())
    }

    /// Loads the facts of a run after one that is known; of its whole journal after `Seq(0)`.
    ///
    /// # Errors
    /// As every call of the store.
    pub async fn load_after(&self, run: RunId, after: Seq) -> Result<Loaded, StoreError> {
        let loaded = async {
            let row: Option<RunRow> = sqlx::query_as("SELECT * FROM run WHERE id = $1")
                .bind(run.0)
                .fetch_optional(self.pool())
                .await?;
            let Some(row) = row else {
                return Ok(Loaded::Missing(run));
            };
            let mut reading = Reading::after(row, after);
            // Rides on the primary key: what is known already is not read again.
            let mut facts =
                sqlx::query("SELECT seq, at, payload FROM journal WHERE run_id = $1 AND seq > $2 ORDER BY seq")
                    .bind(run.0)
                    .bind(after.0.cast_signed())
                    .fetch(self.pool());
            while let Some(fact) = facts.try_next().await? {
                let seq = Seq(fact.try_get::<i32, _>("seq")?.cast_unsigned());
                reading.take(seq, fact.try_get("at")?, fact.try_get("payload")?);
            }
            Ok(reading.finish())
        };
        loaded.await.map_err(StoreError::doing("load a run"))
    }

    async fn load_chunk(&self, runs: &[RunId], each: &mut impl FnMut(Loaded)) -> Result<(), sqlx::Error> {
        let mut ids: Vec<Uuid> = runs.iter().map(|run| run.0).collect();
        ids.sort_unstable();
        ids.dedup();
        // Rides on the primary keys of `run` and of the partitions these ids fall in.
        let rows: Vec<RunRow> = sqlx::query_as("SELECT * FROM run WHERE id = ANY($1) ORDER BY id")
            .bind(&ids)
            .fetch_all(self.pool())
            .await?;
        for missing in ids
            .iter()
            .filter(|id| rows.binary_search_by(|row| row.id.0.cmp(id)).is_err())
        {
            each(Loaded::Missing(RunId(*missing)));
        }
        let mut rows = rows.into_iter().peekable();
        let mut facts =
            sqlx::query("SELECT run_id, seq, at, payload FROM journal WHERE run_id = ANY($1) ORDER BY run_id, seq")
                .bind(&ids)
                .fetch(self.pool());
        let mut reading: Option<Reading> = None;
        while let Some(fact) = facts.try_next().await? {
            let run = RunId(fact.try_get("run_id")?);
            while reading.as_ref().is_none_or(|reading| reading.row.id < run) {
                if let Some(done) = reading.take() {
                    each(done.finish());
                }
                let Some(row) = rows.next() else { break };
                reading = Some(Reading::new(row));
            }
            // A journal without a row is of a run that retention takes away at this moment.
            if let Some(reading) = reading.as_mut().filter(|reading| reading.row.id == run) {
                let seq = Seq(fact.try_get::<i32, _>("seq")?.cast_unsigned());
                reading.take(seq, fact.try_get("at")?, fact.try_get("payload")?);
            }
        }
        for done in reading.into_iter().chain(rows.map(Reading::new)) {
            each(done.finish());
        }
        Ok(())
    }
}
