//! The limits: bare journal rows, no engine.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chrono::{SubsecRound, Utc};
use serde_json::json;
use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;
use throughline_engine::kernel::{Entry, Fact, RunId, Seq, TokenId, Visit};
use tokio::task::JoinSet;

use super::StepsError;
use crate::store::JournalRow;
use crate::store::journal::{Columns, insert};

/// The fact a no-op step leaves, as the engine writes it.
fn row(seq: u32) -> Result<JournalRow, StepsError> {
    let fact = Fact::EffectSucceeded {
        token: TokenId(0),
        visit: Visit(seq),
        attempt: 1,
        output: Arc::new(json!({ "n": seq })),
    };
    let entry = Entry {
        seq: Seq(seq),
        at: Utc::now().trunc_subsecs(6),
        fact,
    };
    Ok(JournalRow::new(&entry, Some(Arc::from("step_5")))?)
}

/// *Commit-per-row*: so many connections, each writing one row a commit, as engines do that commit every step alone.
/// Answers rows a second.
pub(super) async fn commit_per_row(
    options: &PgConnectOptions,
    connections: usize,
    length: Duration,
) -> Result<f64, StepsError> {
    write(options, connections, 1, length).await
}

/// *Group commit*: the engine's own statement with `batch` rows a commit, one row of each of `batch` runs, on as many
/// connections as the engine has committers. Answers rows a second.
pub(super) async fn group_commit(
    options: &PgConnectOptions,
    connections: usize,
    batch: usize,
    length: Duration,
) -> Result<f64, StepsError> {
    write(options, connections, batch, length).await
}

async fn write(
    options: &PgConnectOptions,
    connections: usize,
    batch: usize,
    length: Duration,
) -> Result<f64, StepsError> {
    let mut opened = Vec::with_capacity(connections);
    for _ in 0..connections {
        opened.push(options.clone().disable_statement_logging().connect().await?);
    }
    let written = Arc::new(AtomicU64::new(0));
    let begin = Instant::now();
    let mut tasks = JoinSet::new();
    for mut connection in opened {
        let written = written.clone();
        tasks.spawn(async move {
            let mut runs: Vec<RunId> = Vec::new();
            let mut seq = u32::MAX;
            while begin.elapsed() < length {
                if seq >= 12 {
                    // A run of ten steps has about this many rows; then new runs begin.
                    runs = (0..batch).map(|_| RunId(uuid::Uuid::now_v7())).collect();
                    seq = 0;
                }
                seq += 1;
                let rows: Vec<JournalRow> = (0..batch).map(|_| row(seq)).collect::<Result<_, _>>()?;
                let mut columns = Columns::default();
                for (run, row) in runs.iter().zip(&rows) {
                    columns.push(*run, row);
                }
                insert(&mut connection, &columns).await?;
                written.fetch_add(columns.len() as u64, Ordering::Relaxed);
            }
            Ok::<(), StepsError>(())
        });
    }
    while let Some(ended) = tasks.join_next().await {
        ended.map_err(|_| StepsError::Task)??;
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of rows in seconds")]
    let rate = written.load(Ordering::Relaxed) as f64 / begin.elapsed().as_secs_f64();
    Ok(rate)
}
