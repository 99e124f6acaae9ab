//! Lists: complete, stable, and on their indexes.

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _};
use throughline::store::{Commit, RunFilter, RunVariable, Store};
use throughline_engine::kernel::{FactKind, RunId, RunStatus, Seq};

use crate::store_support::*;

const ENDS: [RunStatus; 3] = [RunStatus::Completed, RunStatus::Failed, RunStatus::Waiting];

/// Runs of two processes, three statuses and two business keys, oldest first.
async fn filled(count: usize) -> (Store, Vec<RunId>) {
    let store = store().await;
    let mut writer = writer(&store);
    let mut runs = Vec::new();
    for place in 0..count {
        let run = run_id();
        let mut insert = new_run(true);
        insert.process = if place % 2 == 0 { "Even" } else { "Odd" }.into();
        insert.business_key = (place % 5 == 0).then(|| format!("order-{}", place % 10));
        let commit = Commit {
            insert: Some(Box::new(insert)),
            ..update(run, ENDS[place % 3], [1])
        };
        writer.send(commit).await;
        runs.push(run);
    }
    for run in &runs {
        assert_eq!(writer.verdict(*run).await, committed(1));
    }
    writer.finish().await;
    (store, runs)
}

/// All pages, while new runs come in between.
async fn pages(store: &Store, filter: &RunFilter, size: u32) -> Vec<RunId> {
    let mut found: Vec<RunId> = Vec::new();
    let mut writer = writer(store);
    let mut before = None;
    loop {
        let page = store.runs(filter, before, size).await.unwrap();
        assert!(page.rows.len() <= size as usize);
        found.extend(page.rows.iter().map(|row| row.id));
        before = page.next;
        if before.is_none() {
            break;
        }
        let new = run_id();
        writer.write(start(new, true)).await;
    }
    writer.finish().await;
    found
}

#[tokio::test]
async fn pages_are_complete_and_newest_first_while_runs_come_in() {
    let (store, runs) = filled(60).await;
    let expected = |keep: &dyn Fn(usize) -> bool| {
        (0..runs.len())
            .rev()
            .filter(|place| keep(*place))
            .map(|place| runs[place])
            .collect::<Vec<_>>()
    };
    let filter = RunFilter::default;
    let process = |name: &str| Some(name.to_owned());
    for size in [1, 7, 100] {
        assert_eq!(
            pages(&store, &filter(), size).await[..],
            expected(&|_| true)[..],
            "size {size}"
        );
        for (filter, keep) in [
            (
                RunFilter {
                    process: process("Odd"),
                    ..filter()
                },
                &(|place: usize| place % 2 == 1) as &dyn Fn(usize) -> bool,
            ),
            (
                RunFilter {
                    status: vec![RunStatus::Failed],
                    ..filter()
                },
                &|place| place % 3 == 1,
            ),
            (
                RunFilter {
                    status: vec![RunStatus::Waiting, RunStatus::Failed, RunStatus::Waiting],
                    ..filter()
                },
                &|place| place % 3 != 0,
            ),
            (
                RunFilter {
                    process: process("Even"),
                    status: vec![RunStatus::Completed],
                    ..filter()
                },
                &|place| place % 6 == 0,
            ),
            (
                RunFilter {
                    business_key: Some("order-5".into()),
                    ..filter()
                },
                &|place| place % 10 == 5,
            ),
            (
                RunFilter {
                    business_key: Some("order-0".into()),
                    process: process("Even"),
                    status: vec![RunStatus::Completed],
                    ..filter()
                },
                &|place| place % 30 == 0,
            ),
            (
                RunFilter {
                    business_key: Some("nobody".into()),
                    ..filter()
                },
                &|_| false,
            ),
        ] {
            assert_eq!(
                pages(&store, &filter, size).await,
                expected(keep),
                "size {size} {filter:?}"
            );
        }
        // The pages above let new runs in; begin with a clean table again.
        sqlx::query("DELETE FROM run WHERE process = 'Import'")
            .execute(store.pool())
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn since_is_the_time_in_the_id() {
    let (store, runs) = filled(3).await;
    let filter = |since| RunFilter {
        since: Some(since),
        ..RunFilter::default()
    };
    assert_eq!(
        store
            .runs(&filter(now() - chrono::Duration::hours(1)), None, 10)
            .await
            .unwrap()
            .rows
            .len(),
        runs.len()
    );
    assert_eq!(
        store
            .runs(&filter(now() + chrono::Duration::hours(1)), None, 10)
            .await
            .unwrap()
            .rows
            .len(),
        0
    );
}

#[tokio::test]
async fn a_journal_is_read_in_pages() {
    let store = store().await;
    let mut writer = writer(&store);
    let run = run_id();
    writer.write(start(run, true)).await;
    writer.write(facts(run, 2..=5)).await;
    let page = store.journal_page(run, Seq(0), 2).await.unwrap();
    assert_eq!(
        page.iter().map(|entry| (entry.seq.0, entry.kind)).collect::<Vec<_>>(),
        [(1, FactKind::Started), (2, FactKind::EffectSucceeded)]
    );
    assert_eq!(page[1].step.as_deref(), Some("import/read"));
    let rest = store.journal_page(run, Seq(2), 100).await.unwrap();
    assert_eq!(rest.iter().map(|entry| entry.seq.0).collect::<Vec<_>>(), [3, 4, 5]);
}

/// The plan of a query of the store, taken from what the server ran: the text of the statement as the store prepared it.
async fn plan(connection: &mut PgConnection, query: &'static str, arguments: &str) -> String {
    sqlx::raw_sql(AssertSqlSafe(format!("DEALLOCATE ALL; PREPARE asked AS {query}")))
        .execute(&mut *connection)
        .await
        .unwrap();
    let rows = sqlx::raw_sql(AssertSqlSafe(format!("EXPLAIN EXECUTE asked({arguments})")))
        .fetch_all(connection)
        .await
        .unwrap();
    rows.iter()
        .map(|row| row.get::<String, _>(0))
        .collect::<Vec<_>>()
        .join("\n")
}

#[tokio::test]
async fn hot_queries_ride_on_their_indexes() {
    use throughline::store::queries;
    let (store, options) = store_and_options().await;
    drop(store);
    let mut connection = PgConnection::connect_with(&options).await.unwrap();
    // Enough rows, and statistics, that the planner has a choice: mostly ended runs, many asleep, a few ready.
    sqlx::raw_sql(
        "INSERT INTO run (id, definition_id, process, version, status, business_key, started_by, created_at, updated_at,
                          last_seq, journal_format)
         SELECT gen_random_uuid(), gen_random_uuid(), 'P' || n % 100, 1,
                CASE WHEN n % 1000 = 0 THEN 'created' WHEN n % 4 = 0 THEN 'waiting' WHEN n % 50 = 1 THEN 'failed'
                     ELSE 'completed' END::run_status,
                'order-' || n, 'test', now(), now(), 1, 1
         FROM generate_series(1, 20000) AS n;
         UPDATE run SET error_step = 'read', error_code = 'E' || last_seq % 3 WHERE status = 'failed';
         INSERT INTO run_value SELECT 'ext', (row_number() OVER ())::text, id FROM run;
         INSERT INTO wait SELECT id, 1, 1, 'wait', now() - interval '1 minute' + random() * interval '10 days'
         FROM run WHERE status = 'waiting';
         ANALYZE run, wait, run_value",
    )
    .execute(&mut connection)
    .await
    .unwrap();
    let id = "'ffffffff-ffff-ffff-ffff-ffffffffffff'";
    for (query, arguments, index, sorts) in [
        (queries::CLAIM_READY, format!("{id}, 10"), "run_ready", Some(false)),
        (queries::CLAIM_DUE, format!("{id}, 10"), "wait_due", None),
        (
            queries::SERIES,
            format!("ARRAY[{id}::uuid], ARRAY[{id}::uuid], '{{failed,waiting}}', '{{Hidden}}'"),
            "run_status_id",
            None,
        ),
        (
            queries::SERIES_OF_PROCESS,
            format!("ARRAY[{id}::uuid], ARRAY[{id}::uuid], '{{failed,waiting}}', 'P1'"),
            "run_process",
            None,
        ),
        (
            queries::LIVE_BY_VERSION,
            "'P1', '{waiting,incident}', 10000".into(),
            "run_process",
            None,
        ),
        (
            queries::LIVE_BY_PROCESS,
            "'{P1,P2}', '{waiting,incident}', 1000".into(),
            "run_process",
            Some(false),
        ),
        (
            queries::LAST_OF_PROCESS,
            "'{P1,P2}', '{completed,waiting}'".into(),
            "Index Scan Backward using run_process",
            None,
        ),
    ] {
        let plan = plan(&mut connection, query, &arguments).await;
        assert!(plan.contains(index), "{index} is not used:\n{plan}");
        assert!(!plan.contains("Seq Scan"), "{plan}");
        assert!(sorts.is_none_or(|sorts| plan.contains("Sort") == sorts), "{plan}");
    }
    connection.close().await.unwrap();
    let store = Store::connect(options, 2).await.unwrap();
    let text = |text: &str| Some(text.to_owned());
    let all = RunFilter::default;
    let (failed, waiting) = (RunStatus::Failed, RunStatus::Waiting);
    for (filter, indexes) in [
        (all(), &["Index Scan Backward using run_pkey"][..]),
        (
            RunFilter {
                status: vec![failed, waiting],
                hidden: vec!["Hidden".to_owned()],
                ..all()
            },
            &["Index Scan Backward using run_status_id"],
        ),
        (
            RunFilter {
                status: vec![failed, waiting],
                process: text("P1"),
                ..all()
            },
            &["run_process"],
        ),
        (
            RunFilter {
                status: vec![failed],
                business_key: text("order-1"),
                ..all()
            },
            &["run_business_key"],
        ),
        (
            RunFilter {
                process: text("P1"),
                error_step: text("read"),
                error_code: text("E1"),
                ..all()
            },
            &["run_cause"],
        ),
        (
            RunFilter {
                variable: Some(RunVariable {
                    name: "ext".into(),
                    value: "17".into(),
                }),
                ..all()
            },
            &["run_value_pkey", "run_pkey"],
        ),
        (
            RunFilter {
                text: text("order-77"),
                ..all()
            },
            &["run_business_key", "run_process", "run_status_id"],
        ),
        (
            RunFilter {
                text: text("7f3a9c21"),
                ..all()
            },
            &["run_business_key", "run_status_id"],
        ),
    ] {
        let plan = store.explain_runs(&filter, 50).await.unwrap();
        for index in indexes {
            assert!(plan.contains(index), "{index} is not used for {filter:?}:\n{plan}");
        }
        assert!(!plan.contains("Seq Scan on run"), "{filter:?}:\n{plan}");
    }
    store.close().await;
}
