//! `bench steps`: durable steps a second beside what bare Postgres does.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde_json::json;
use sqlx::postgres::PgConnectOptions;
use thiserror::Error;
use throughline_engine::kernel::Fact;
use throughline_engine::script::{Limits, ScriptEngine};
use tokio::task::JoinSet;

use super::rows;
use crate::connectors::{Catalogue, Connectors};
use crate::runtime::{DefinitionError, Runtime, RuntimeOptions, StartError};
use crate::store::{Store, StoreError};

/// What is measured.
#[derive(Debug, Clone)]
pub struct StepsOptions {
    /// Runs at once.
    pub runs: usize,
    /// No-op effects a run makes, one after the other.
    pub steps: usize,
    /// How often the three are measured in turn; the medians are reported.
    pub rounds: usize,
    /// Length of each measurement.
    pub length: Duration,
    /// Shards of the engine, and connections of the group-commit measurement; the engine's own choice where not given.
    pub shards: Option<usize>,
}

impl Default for StepsOptions {
    fn default() -> Self {
        Self {
            runs: 1024,
            steps: 10,
            rounds: 3,
            length: Duration::from_secs(4),
            shards: None,
        }
    }
}

/// What came out: medians of the rounds.
#[derive(Debug, Clone, Serialize)]
pub struct StepsReport {
    /// Runs at once.
    pub runs: usize,
    /// Effects a run.
    pub steps: usize,
    /// Rows a second with one row a commit over 64 connections.
    pub commit_per_row_per_s: f64,
    /// Rows a second with the engine's own statement, no engine.
    pub group_commit_per_s: f64,
    /// Effects a second of the engine, each result durable before the next call.
    pub steps_per_s: f64,
    /// Engine over commit-per-row, median of the rounds' ratios.
    pub steps_over_commit_per_row: f64,
    /// Engine over group commit, median of the rounds' ratios.
    pub steps_over_group_commit: f64,
    /// Every round.
    pub rounds: Vec<Round>,
}

/// One round.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Round {
    /// Rows a second, one a commit.
    pub commit_per_row_per_s: f64,
    /// Rows a second, grouped.
    pub group_commit_per_s: f64,
    /// Effects a second.
    pub steps_per_s: f64,
}

/// Why nothing came out.
#[derive(Debug, Error)]
pub enum StepsError {
    /// Postgres.
    #[error("Postgres: {0}")]
    Postgres(#[from] sqlx::Error),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The definition of the benchmark.
    #[error(transparent)]
    Definition(#[from] DefinitionError),
    /// A start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// A row.
    #[error(transparent)]
    Encode(#[from] crate::store::journal::EncodeError),
    /// The connectors.
    #[error("connectors: {0}")]
    Connectors(String),
    /// A run did not complete.
    #[error("a run of the benchmark did not complete within a minute")]
    Stuck,
    /// A task.
    #[error("a task of the benchmark ended badly")]
    Task,
}

/// Connections of the commit-per-row measurement.
const CONNECTIONS: usize = 64;

/// Measures the three in turn, `rounds` times.
///
/// # Errors
/// Postgres, or a run that does not end.
pub async fn steps(
    options: &StepsOptions,
    database: PgConnectOptions,
    mut progress: impl FnMut(&str),
) -> Result<StepsReport, StepsError> {
    let store = Store::connect(database.clone(), 8).await?;
    store.migrate().await?;
    let scripts = ScriptEngine::new(Limits::default());
    let catalogue = Catalogue::load(&scripts, None).map_err(|error| StepsError::Connectors(error.to_string()))?;
    let connectors =
        Connectors::new(catalogue, BTreeMap::new()).map_err(|error| StepsError::Connectors(error.to_string()))?;
    let runtime_options = RuntimeOptions {
        node_name: "bench".to_owned(),
        ..RuntimeOptions::default()
    };
    let shards = runtime_options.shards;
    let runtime = Runtime::start(runtime_options, store.clone(), Arc::new(connectors)).await?;
    let deployed = runtime.deploy(&definition(options.steps), "bench").await?;

    // A warm-up that is not counted: catalogue caches, prepared statements, the first partition's pages.
    engine(&runtime, options, Duration::from_secs(1)).await?;
    let mut measured = Vec::new();
    for round in 1..=options.rounds {
        progress(&format!("round {round}: commit-per-row"));
        let commit_per_row_per_s = rows::commit_per_row(&database, CONNECTIONS, options.length).await?;
        progress(&format!("round {round}: group commit"));
        let batch = options.runs.div_ceil(shards).max(1);
        let group_commit_per_s = rows::group_commit(&database, shards, batch, options.length).await?;
        progress(&format!(
            "round {round}: engine, version {} of its process",
            deployed.row.version
        ));
        let steps_per_s = engine(&runtime, options, options.length).await?;
        measured.push(Round {
            commit_per_row_per_s,
            group_commit_per_s,
            steps_per_s,
        });
    }
    runtime.shutdown().await;
    store.close().await;
    let of = |what: fn(&Round) -> f64| median(measured.iter().map(what).collect());
    Ok(StepsReport {
        runs: options.runs,
        steps: options.steps,
        commit_per_row_per_s: of(|round| round.commit_per_row_per_s),
        group_commit_per_s: of(|round| round.group_commit_per_s),
        steps_per_s: of(|round| round.steps_per_s),
        steps_over_commit_per_row: of(|round| round.steps_per_s / round.commit_per_row_per_s),
        steps_over_group_commit: of(|round| round.steps_per_s / round.group_commit_per_s),
        rounds: measured,
    })
}

/// A chain of no-op calls; each sends what the one before answered, so none can be made early.
fn definition(steps: usize) -> String {
    let mut text = String::from("process: BenchSteps\nvariables: { n: 0 }\nsteps:\n");
    for step in 1..=steps {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "  step_{step}: {{ call: noop.run, with: {{ n: =n }}, set: {{ n: =result.n + 1 }} }}"
        );
    }
    text.push_str("  done: { end: { result: =n } }\n");
    text
}

/// Keeps `runs` runs going for `length`; answers effects a second, counting whole runs only.
async fn engine(runtime: &Runtime, options: &StepsOptions, length: Duration) -> Result<f64, StepsError> {
    let definition = runtime.definitions().find("BenchSteps", None).await?;
    let completed = Arc::new(AtomicUsize::new(0));
    let begin = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..options.runs {
        let (runtime, definition, completed) = (runtime.clone(), definition.clone(), completed.clone());
        tasks.spawn(async move {
            while begin.elapsed() < length {
                let fact = Fact::Started {
                    input: Arc::new(json!({})),
                    business_key: None,
                    started_by: "bench".to_owned(),
                };
                let ended = runtime.start_and_end(definition.clone(), fact);
                tokio::time::timeout(Duration::from_secs(60), ended)
                    .await
                    .map_err(|_| StepsError::Stuck)??;
                completed.fetch_add(1, Ordering::Relaxed);
            }
            Ok::<(), StepsError>(())
        });
    }
    while let Some(ended) = tasks.join_next().await {
        ended.map_err(|_| StepsError::Task)??;
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of steps in seconds")]
    let rate = (completed.load(Ordering::Relaxed) * options.steps) as f64 / begin.elapsed().as_secs_f64();
    Ok(rate)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
