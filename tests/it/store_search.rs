//! One filter of runs: every page complete whatever is asked for, counts and causes of the same runs.

use std::sync::Arc;

use sqlx::Row as _;
use throughline::store::{Commit, RunFilter, RunValue, RunVariable, Store, TriggerKind};
use throughline_engine::kernel::{RunId, RunStatus};

use crate::store_support::*;

/// What a run of the tests is like.
#[derive(Debug, Clone)]
struct Kind {
    id: RunId,
    place: usize,
    status: RunStatus,
    process: &'static str,
    key: Option<String>,
    ext: Option<String>,
    cause: Option<(&'static str, &'static str, String)>,
    by: &'static str,
    trigger: TriggerKind,
    version: i32,
}

const STATUSES: [RunStatus; 4] = [
    RunStatus::Completed,
    RunStatus::Incident,
    RunStatus::Waiting,
    RunStatus::Failed,
];

/// Runs that differ in everything a filter asks for, oldest first.
async fn filled(count: usize) -> (Store, Vec<Kind>) {
    let store = store().await;
    for (key, name) in [
        ("Even", "Import users"),
        ("Odd", "Approve an order"),
        ("Secret", "Pay wages"),
    ] {
        sqlx::query(
            "INSERT INTO definition (id, key, version, digest, source, name, deployed_by)
             VALUES (gen_random_uuid(), $1, 1, '', '', $2, 'test')",
        )
        .bind(key)
        .bind(name)
        .execute(store.pool())
        .await
        .unwrap();
    }
    let mut writer = writer(&store);
    let mut kinds = Vec::new();
    for place in 0..count {
        let status = STATUSES[place % 4];
        let stopped = matches!(status, RunStatus::Incident | RunStatus::Failed);
        let kind = Kind {
            id: run_id(),
            place,
            status,
            process: ["Even", "Odd", "Secret"][place % 3],
            key: (place % 5 == 0).then(|| format!("order-{}", place % 10)),
            ext: (place % 2 == 0).then(|| (1000 + place % 7).to_string()),
            cause: stopped.then(|| {
                let step = ["read", "write"][place % 2];
                (
                    step,
                    ["webitel.503", "db.down"][place / 4 % 2],
                    format!("answered 100% at {place}"),
                )
            }),
            by: ["user:ann", "schedule:nightly"][place % 2],
            trigger: [TriggerKind::Manual, TriggerKind::Schedule, TriggerKind::Record][place % 3],
            version: i32::try_from(place % 2).unwrap() + 1,
        };
        let mut insert = new_run(true);
        insert.process = kind.process.into();
        insert.business_key.clone_from(&kind.key);
        insert.started_by = kind.by.to_owned();
        insert.trigger = kind.trigger;
        insert.version = kind.version;
        let mut commit = Commit {
            insert: Some(Box::new(insert)),
            ..update(kind.id, status, [1])
        };
        if let Some(ext) = &kind.ext {
            commit.values.push(RunValue {
                name: "ext".into(),
                value: ext.clone(),
            });
        }
        if let (Some((step, code, message)), Some(update)) = (&kind.cause, commit.update.as_mut()) {
            update.error_step = Some(Arc::from(*step));
            update.error_code = Some((*code).to_owned());
            update.last_error = Some(message.clone());
        }
        writer.send(commit).await;
        kinds.push(kind);
    }
    for kind in &kinds {
        assert_eq!(writer.verdict(kind.id).await, committed(1));
    }
    writer.finish().await;
    (store, kinds)
}

async fn all_pages(store: &Store, filter: &RunFilter, size: u32) -> Vec<RunId> {
    let (mut found, mut before) = (Vec::new(), None);
    loop {
        let page = store.runs(filter, before, size).await.unwrap();
        found.extend(page.rows.iter().map(|row| row.id));
        before = page.next;
        if before.is_none() {
            return found;
        }
    }
}

/// Whether a run is what the filter asks for, said once more and plainly.
fn fits(filter: &RunFilter, kind: &Kind) -> bool {
    let is = |wanted: &Option<String>, has: Option<&str>| match wanted.as_deref() {
        None => true,
        Some("") => kind.cause.is_some() && has.is_none(),
        Some(wanted) => has == Some(wanted),
    };
    let cause = kind.cause.as_ref();
    let says = |text: &str| {
        let names = [
            ("Even", "Import users"),
            ("Odd", "Approve an order"),
            ("Secret", "Pay wages"),
        ];
        let low = text.to_lowercase();
        kind.id.to_string() == text
            || (text.len() == 8 && kind.id.to_string().ends_with(text))
            || kind.key.as_deref().is_some_and(|key| key.starts_with(text))
            || names.iter().any(|(key, name)| {
                *key == kind.process && (key.to_lowercase().contains(&low) || name.to_lowercase().contains(&low))
            })
            || cause.is_some_and(|(.., message)| message.to_lowercase().contains(&low))
    };
    is(&filter.process, Some(kind.process))
        && filter.version.is_none_or(|version| version == kind.version)
        && (filter.status.is_empty() || filter.status.contains(&kind.status))
        && is(&filter.business_key, kind.key.as_deref())
        && is(&filter.error_step, cause.map(|(step, ..)| *step))
        && is(&filter.error_code, cause.map(|(_, code, _)| *code))
        && filter
            .variable
            .as_ref()
            .is_none_or(|variable| variable.name == "ext" && kind.ext.as_ref() == Some(&variable.value))
        && filter.text.as_deref().is_none_or(says)
        && is(&filter.started_by, Some(kind.by))
        && filter.trigger.is_none_or(|trigger| trigger == kind.trigger)
        && !filter.hidden.iter().any(|hidden| hidden == kind.process)
}

/// Sets one member of a filter.
type Ask = Box<dyn Fn(&mut RunFilter)>;

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[tokio::test]
async fn pages_counts_and_causes_are_of_the_same_runs_whatever_is_asked_for() {
    let (store, kinds) = filled(120).await;
    let id = kinds[50].id.to_string();
    let variable = |name: &str, value: &str| {
        Some(RunVariable {
            name: name.into(),
            value: value.into(),
        })
    };
    // Each alone, and each two of them together.
    let set: Vec<Ask> = vec![
        Box::new(|_| ()),
        Box::new(|filter| filter.process = text("Odd")),
        Box::new(|filter| filter.version = Some(2)),
        Box::new(|filter| filter.status = vec![RunStatus::Failed, RunStatus::Waiting]),
        Box::new(|filter| filter.business_key = text("order-5")),
        Box::new(|filter| filter.error_step = text("write")),
        Box::new(|filter| filter.error_code = text("db.down")),
        Box::new(|filter| filter.error_code = text("")),
        Box::new(move |filter| filter.variable = variable("ext", "1003")),
        Box::new(|filter| filter.text = text("order-0")),
        Box::new(|filter| filter.text = text("IMPORT")),
        Box::new(|filter| filter.text = text("answered 100% at 1")),
        Box::new(|filter| filter.text = text("100_")),
        Box::new({
            let id = id.clone();
            move |filter| filter.text = Some(id.clone())
        }),
        Box::new(move |filter| filter.text = Some(id[28..].to_owned())),
        Box::new(|filter| filter.started_by = text("user:ann")),
        Box::new(|filter| filter.trigger = Some(TriggerKind::Record)),
        Box::new(|filter| filter.hidden = vec!["Secret".to_owned(), "Odd".to_owned()]),
    ];
    for one in &set {
        for other in &set {
            let mut filter = RunFilter::default();
            one(&mut filter);
            other(&mut filter);
            let expected: Vec<&Kind> = kinds.iter().rev().filter(|kind| fits(&filter, kind)).collect();
            let ids: Vec<RunId> = expected.iter().map(|kind| kind.id).collect();
            assert_eq!(all_pages(&store, &filter, 7).await, ids, "{filter:?}");
            for count in store.run_counts(&filter).await.unwrap() {
                let of_it = expected.iter().filter(|kind| kind.status == count.status).count();
                assert_eq!(
                    (count.count as usize, count.at_least),
                    (of_it, false),
                    "{filter:?} {count:?}"
                );
            }
            let causes = store.run_causes(&filter).await.unwrap();
            assert!(causes.complete);
            let stopped = expected.iter().filter(|kind| kind.cause.is_some()).count();
            let told: u32 = causes.causes.iter().map(|cause| cause.incidents + cause.failed).sum();
            assert_eq!(told as usize, stopped, "{filter:?}");
            for cause in causes.causes {
                let of_it = RunFilter {
                    process: Some(cause.process.clone()),
                    error_step: Some(cause.error_step.clone().unwrap_or_default()),
                    error_code: Some(cause.error_code.clone().unwrap_or_default()),
                    ..filter.clone()
                };
                // As a filter it lists what it counts.
                let listed = all_pages(&store, &of_it, 50).await;
                assert_eq!(listed.len(), (cause.incidents + cause.failed) as usize, "{of_it:?}");
                assert_eq!(listed[0], cause.newest);
                let newest = kinds.iter().find(|kind| kind.id == cause.newest).unwrap();
                assert_eq!(cause.message, newest.cause.clone().map(|(.., message)| message));
            }
        }
    }
}

#[tokio::test]
async fn the_condition_for_other_statements_is_the_same_filter() {
    let (store, kinds) = filled(60).await;
    for filter in [
        RunFilter::default(),
        RunFilter {
            text: text("order"),
            status: vec![RunStatus::Completed],
            hidden: vec!["Odd".to_owned()],
            ..RunFilter::default()
        },
        RunFilter {
            variable: Some(RunVariable {
                name: "ext".into(),
                value: "1003".into(),
            }),
            started_by: text("user:ann"),
            ..RunFilter::default()
        },
        RunFilter {
            error_code: text("db.down"),
            ..RunFilter::default()
        },
    ] {
        let mut query = sqlx::QueryBuilder::new("SELECT count(*) FROM run WHERE ");
        filter.push_where(&mut query);
        let counted: i64 = query.build().fetch_one(store.pool()).await.unwrap().get(0);
        let expected = kinds.iter().filter(|kind| fits(&filter, kind)).count();
        assert_eq!(usize::try_from(counted).unwrap(), expected, "{filter:?}");
    }
}

#[tokio::test]
async fn a_common_beginning_of_keys_and_what_no_index_answers_are_found_page_by_page() {
    let (store, kinds) = filled(8).await;
    // More runs than are looked at in one call, and more that share a beginning than are gathered.
    sqlx::raw_sql(
        "INSERT INTO run (id, definition_id, process, version, status, business_key, started_by, created_at, updated_at,
                          last_seq, journal_format)
         SELECT (lpad(to_hex((extract(epoch FROM now()) * 1000)::int8 - 1000000 - n), 12, '0') || '7000800000000000'
                 || lpad(to_hex(n), 4, '0'))::uuid,
                gen_random_uuid(), 'Even', 1, 'completed', 'bulk-' || n, 'bulk', now(), now(), 1, 1
         FROM generate_series(1, 60000) AS n;
         ANALYZE run",
    )
    .execute(store.pool())
    .await
    .unwrap();
    let common = RunFilter {
        text: text("bulk-"),
        ..RunFilter::default()
    };
    let page = store.runs(&common, None, 50).await.unwrap();
    assert_eq!(page.rows.len(), 50);
    assert!(page.rows.windows(2).all(|pair| pair[0].id > pair[1].id));
    assert_eq!(page.rows[0].business_key.as_deref(), Some("bulk-1"));
    // The eight are newer than all of the sixty thousand; nobody's are not found, and the pages end all the same.
    let nobody = RunFilter {
        started_by: text("nobody"),
        ..RunFilter::default()
    };
    let page = store.runs(&nobody, None, 50).await.unwrap();
    assert!(page.rows.is_empty() && page.next.is_some() && page.next == page.looked_until);
    assert_eq!(all_pages(&store, &nobody, 50).await, []);
    let ann = RunFilter {
        started_by: text("user:ann"),
        ..RunFilter::default()
    };
    let expected: Vec<RunId> = kinds
        .iter()
        .rev()
        .filter(|kind| kind.place % 2 == 0)
        .map(|kind| kind.id)
        .collect();
    assert_eq!(all_pages(&store, &ann, 3).await, expected);
    let counts = store.run_counts(&ann).await.unwrap();
    let of = |status| *counts.iter().find(|count| count.status == status).unwrap();
    // Of what stopped all are looked at, of what is done the newest.
    assert!(!of(RunStatus::Incident).at_least && of(RunStatus::Completed).at_least);
    let all = store.run_counts(&RunFilter::default()).await.unwrap();
    let done = all.iter().find(|count| count.status == RunStatus::Completed).unwrap();
    assert_eq!((done.count, done.at_least), (throughline::store::MOST_COUNTED, true));
}
