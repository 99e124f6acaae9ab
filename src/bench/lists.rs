//! `bench lists`: how long the database takes to answer each filter of the list of runs, in a table of a million of them.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::postgres::PgConnectOptions;
use thiserror::Error;
use throughline_engine::kernel::RunStatus;

use crate::store::{RunFilter, RunVariable, Store, StoreError, TriggerKind};

/// What is measured.
#[derive(Debug, Clone)]
pub struct ListsOptions {
    /// Runs to make where the database has none.
    pub runs: u32,
    /// How often each question is asked.
    pub rounds: usize,
    /// With the plan of each list.
    pub plans: bool,
}

/// What came out.
#[derive(Debug, Clone, Serialize)]
pub struct ListsReport {
    /// Runs in the table.
    pub runs: i64,
    /// How often each question was asked.
    pub rounds: usize,
    /// Every question.
    pub questions: Vec<Question>,
}

/// One question.
#[derive(Debug, Clone, Serialize)]
pub struct Question {
    /// What was asked for.
    pub asked: String,
    /// How many rows the answer had.
    pub rows: usize,
    /// The answer ended because enough runs were looked at.
    pub cut: bool,
    /// Median time, in milliseconds.
    pub median_ms: f64,
    /// Longest time, in milliseconds.
    pub worst_ms: f64,
    /// The plan, where asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
}

/// Why nothing was measured.
#[derive(Debug, Error)]
pub enum ListsError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Making the runs.
    #[error("the runs could not be made: {0}")]
    Fill(#[from] sqlx::Error),
}

/// Twelve processes with names to search for.
const DEFINITIONS: &str = "\
INSERT INTO definition (id, key, version, digest, source, name, deployed_by)
SELECT gen_random_uuid(), 'Process' || n, 1, '\\x00', '', (ARRAY['Import users', 'Approve an order', 'Assign licence',
       'Create user', 'Delete user', 'Sync contacts', 'Nightly report', 'Send invoice', 'Close month', 'Check stock',
       'Notify manager', 'Archive records'])[n], 'bench'
FROM generate_series(1, 12) AS n
ON CONFLICT DO NOTHING";

/// $1 runs over the last 60 days: 97 % done, 1 % failed, some waiting, a few under way, about 312 that need attention for
/// one of five reasons. The ids are UUIDv7 of their time.
const RUNS: &str = "\
INSERT INTO run (id, definition_id, process, version, status, business_key, started_by, trigger, created_at, started_at,
                 updated_at, ended_at, last_seq, incidents, last_error, error_step, error_code, journal_format)
SELECT (lpad(to_hex((extract(epoch FROM r.at) * 1000)::int8), 12, '0') || '7' || substr(r.random, 1, 3) || '8'
            || substr(r.random, 4, 15))::uuid,
       '00000000-0000-0000-0000-000000000007', 'Process' || r.n % 12 + 1, r.n % 3 + 1, r.status::run_status,
       CASE WHEN r.n % 2 = 0 THEN 'order-' || r.n WHEN r.n % 20 = 1 THEN 'nightly-2026' END,
       CASE WHEN r.n % 50000 = 7 THEN 'user:rare' WHEN r.n % 7 = 0 THEN 'user:ann' ELSE 'schedule:nightly' END,
       (CASE WHEN r.n % 7 = 0 THEN 'manual' WHEN r.n % 100000 = 9 THEN 'creatio' ELSE 'schedule' END)::trigger_kind,
       r.at, r.at, r.at + interval '3 seconds',
       CASE WHEN r.status IN ('completed', 'failed', 'cancelled') THEN r.at + interval '3 seconds' END, 12,
       CASE WHEN r.status = 'incident' THEN 1 ELSE 0 END,
       CASE WHEN r.status = 'incident' THEN 'Webitel answered 50' || r.n % 5 || ' five times in 12 min for extension ' || r.n
            WHEN r.status = 'failed' THEN 'the order ' || r.n || ' is not in stock' END,
       CASE WHEN r.status = 'incident' THEN 'import/step_' || r.n % 5 WHEN r.status = 'failed' THEN 'check_stock' END,
       CASE WHEN r.status = 'incident' THEN 'webitel.50' || r.n % 5 WHEN r.status = 'failed' THEN 'stock.none' END, 1
FROM (SELECT n, md5(n::text) AS random, now() - interval '60 days' * (1 - n::float8 / $1) AS at,
             CASE WHEN n % GREATEST($1 / 312, 1) = 3 THEN 'incident' WHEN n % 100 = 11 THEN 'failed'
                  WHEN n % 100 = 13 THEN 'waiting' WHEN n % 200 = 17 THEN 'cancelled' WHEN n > $1 - 40 THEN 'running'
                  ELSE 'completed' END AS status
      FROM generate_series(1, $1::int4) AS n) AS r";

/// An extension for every third run, of 5,000; and a size that one in two of those has.
const VALUES: &str = "\
INSERT INTO run_value (name, value, run_id)
SELECT v.name, v.value, v.id
FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM run) AS r
CROSS JOIN LATERAL (VALUES ('ext', (r.n % 5000)::text, r.id), ('size', (r.n % 2 * 100)::text, r.id)) AS v (name, value, id)
WHERE r.n % 3 = 0";

/// Fills the database where it has no runs, and asks.
///
/// # Errors
/// The database.
pub async fn lists(
    options: &ListsOptions,
    database: PgConnectOptions,
    note: impl Fn(&str),
) -> Result<ListsReport, ListsError> {
    let store = Store::connect(database, 2).await?;
    store.migrate().await?;
    let report = measure(options, &store, note).await;
    store.close().await;
    report
}

async fn measure(options: &ListsOptions, store: &Store, note: impl Fn(&str)) -> Result<ListsReport, ListsError> {
    let full: bool = sqlx::query_scalar("SELECT EXISTS (SELECT FROM run)")
        .fetch_one(store.pool())
        .await?;
    if full {
        note("The database has runs already: they are what is asked for.");
    } else {
        let begin = Instant::now();
        fill(options.runs, store).await?;
        note(&format!(
            "{} runs made in {} s",
            options.runs,
            begin.elapsed().as_secs()
        ));
    }
    let runs: i64 = sqlx::query_scalar("SELECT count(*) FROM run")
        .fetch_one(store.pool())
        .await?;
    let mut questions = Vec::new();
    for (asked, filter) in filters(store).await? {
        let mut question = ask(options.rounds, &asked, || async {
            let page = store.runs(&filter, None, 50).await?;
            Ok((page.rows.len(), page.looked_until.is_some()))
        })
        .await?;
        if options.plans {
            question.plan = Some(store.explain_runs(&filter, 50).await?);
        }
        questions.push(question);
    }
    for (asked, filter) in overviews() {
        let name = format!("counts: {asked}");
        let counts = ask(options.rounds, &name, || async {
            let counts = store.run_counts(&filter).await?;
            Ok((counts.len(), counts.iter().any(|count| count.at_least)))
        });
        questions.push(counts.await?);
        let name = format!("causes: {asked}");
        let causes = ask(options.rounds, &name, || async {
            let causes = store.run_causes(&filter).await?;
            Ok((causes.causes.len(), !causes.complete))
        });
        questions.push(causes.await?);
    }
    Ok(ListsReport {
        runs,
        rounds: options.rounds,
        questions,
    })
}

async fn fill(runs: u32, store: &Store) -> Result<(), sqlx::Error> {
    let mut transaction = store.pool().begin().await?;
    sqlx::query("SET LOCAL statement_timeout = 0")
        .execute(&mut *transaction)
        .await?;
    sqlx::query(DEFINITIONS).execute(&mut *transaction).await?;
    sqlx::query(RUNS)
        .bind(runs.cast_signed())
        .execute(&mut *transaction)
        .await?;
    sqlx::query(VALUES).execute(&mut *transaction).await?;
    transaction.commit().await?;
    let mut connection = store.pool().acquire().await?;
    sqlx::query("SET statement_timeout = 0")
        .execute(&mut *connection)
        .await?;
    sqlx::query("VACUUM (ANALYZE) run, run_value, definition")
        .execute(&mut *connection)
        .await?;
    sqlx::query("RESET statement_timeout").execute(&mut *connection).await?;
    Ok(())
}

async fn ask<F>(rounds: usize, asked: &str, question: impl Fn() -> F) -> Result<Question, ListsError>
where
    F: Future<Output = Result<(usize, bool), StoreError>>,
{
    // Once for the caches: an operator's page asks every few seconds.
    let (rows, cut) = question().await?;
    let mut times: Vec<Duration> = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        let begin = Instant::now();
        question().await?;
        times.push(begin.elapsed());
    }
    times.sort_unstable();
    let ms = |time: Option<&Duration>| time.map_or(0.0, |time| time.as_secs_f64() * 1000.0);
    Ok(Question {
        asked: asked.to_owned(),
        rows,
        cut,
        median_ms: ms(times.get(times.len() / 2)),
        worst_ms: ms(times.last()),
        plan: None,
    })
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

async fn filters(store: &Store) -> Result<Vec<(String, RunFilter)>, ListsError> {
    // One of the middle of the table, for what is asked by id.
    let middle: DateTime<Utc> = Utc::now() - chrono::Duration::days(30);
    let some = RunFilter {
        until: Some(middle),
        ..RunFilter::default()
    };
    let id = store
        .runs(&some, None, 1)
        .await?
        .rows
        .first()
        .map(|row| row.id.to_string());
    let id = id.unwrap_or_default();
    let all = RunFilter::default;
    let variable = |name: &str, value: &str| {
        Some(RunVariable {
            name: name.to_owned(),
            value: value.to_owned(),
        })
    };
    let (incident, failed) = (RunStatus::Incident, RunStatus::Failed);
    let day = Some(Utc::now() - chrono::Duration::days(1));
    let filters = [
        ("nothing", all()),
        (
            "status=incident,failed",
            RunFilter {
                status: vec![incident, failed],
                ..all()
            },
        ),
        (
            "status=completed",
            RunFilter {
                status: vec![RunStatus::Completed],
                ..all()
            },
        ),
        (
            "process",
            RunFilter {
                process: text("Process3"),
                ..all()
            },
        ),
        (
            "process, version",
            RunFilter {
                process: text("Process3"),
                version: Some(2),
                ..all()
            },
        ),
        (
            "version that is nowhere",
            RunFilter {
                version: Some(99),
                ..all()
            },
        ),
        (
            "process, version that is nowhere",
            RunFilter {
                process: text("Process3"),
                version: Some(99),
                ..all()
            },
        ),
        (
            "business_key",
            RunFilter {
                business_key: text("order-500000"),
                ..all()
            },
        ),
        (
            "business_key of 50,000 runs",
            RunFilter {
                business_key: text("nightly-2026"),
                ..all()
            },
        ),
        (
            "cause",
            RunFilter {
                process: text("Process4"),
                error_step: text("import/step_3"),
                error_code: text("webitel.503"),
                ..all()
            },
        ),
        (
            "error_code",
            RunFilter {
                error_code: text("webitel.503"),
                ..all()
            },
        ),
        (
            "var=ext:1005",
            RunFilter {
                variable: variable("ext", "1005"),
                ..all()
            },
        ),
        (
            "var=size:100 (of 160,000 runs)",
            RunFilter {
                variable: variable("size", "100"),
                ..all()
            },
        ),
        (
            "var=size:100, status=failed",
            RunFilter {
                variable: variable("size", "100"),
                status: vec![failed],
                ..all()
            },
        ),
        ("since=24h", RunFilter { since: day, ..all() }),
        (
            "since=24h, status=failed",
            RunFilter {
                since: day,
                status: vec![failed],
                ..all()
            },
        ),
        (
            "until=30 days ago",
            RunFilter {
                until: Some(middle),
                ..all()
            },
        ),
        (
            "started_by many",
            RunFilter {
                started_by: text("user:ann"),
                ..all()
            },
        ),
        (
            "started_by rare",
            RunFilter {
                started_by: text("user:rare"),
                ..all()
            },
        ),
        (
            "started_by nobody",
            RunFilter {
                started_by: text("nobody"),
                ..all()
            },
        ),
        (
            "trigger rare",
            RunFilter {
                trigger: Some(TriggerKind::Creatio),
                ..all()
            },
        ),
        (
            "trigger none, process",
            RunFilter {
                process: text("Process3"),
                trigger: Some(TriggerKind::Record),
                ..all()
            },
        ),
        (
            "q=business key",
            RunFilter {
                text: text("order-500000"),
                ..all()
            },
        ),
        (
            "q=beginning of 500,000 keys",
            RunFilter {
                text: text("order"),
                ..all()
            },
        ),
        (
            "q=id",
            RunFilter {
                text: Some(id.clone()),
                ..all()
            },
        ),
        (
            "q=end of an id",
            RunFilter {
                text: Some(id.chars().skip(28).collect()),
                ..all()
            },
        ),
        (
            "q=end of no id",
            RunFilter {
                text: text("00c0ffee"),
                ..all()
            },
        ),
        (
            "q=name of a process",
            RunFilter {
                text: text("licence"),
                ..all()
            },
        ),
        (
            "q=words of an error",
            RunFilter {
                text: text("answered 503"),
                ..all()
            },
        ),
        (
            "q=nothing like it",
            RunFilter {
                text: text("xyzzy"),
                ..all()
            },
        ),
        (
            "hidden processes",
            RunFilter {
                hidden: (1..12).map(|n| format!("Process{n}")).collect(),
                ..all()
            },
        ),
    ];
    Ok(filters
        .into_iter()
        .map(|(asked, filter)| (asked.to_owned(), filter))
        .collect())
}

fn overviews() -> Vec<(&'static str, RunFilter)> {
    let all = RunFilter::default;
    let week = Some(Utc::now() - chrono::Duration::days(7));
    vec![
        ("nothing", all()),
        ("since=7d", RunFilter { since: week, ..all() }),
        (
            "process",
            RunFilter {
                process: text("Process3"),
                ..all()
            },
        ),
        (
            "started_by",
            RunFilter {
                started_by: text("user:ann"),
                ..all()
            },
        ),
        (
            "q=words of an error",
            RunFilter {
                text: text("answered 503"),
                ..all()
            },
        ),
    ]
}
