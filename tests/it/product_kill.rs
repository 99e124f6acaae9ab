//! The promise: kill the service as often as you like, nothing is lost and nothing is done twice.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::json;
use sqlx::Row as _;
use throughline::api::types::StartRequest;
use throughline::bundled::PROCESSES;
use throughline::client::{Followed, follow};
use throughline_engine::kernel::{RunId, RunStatus};
use throughline_simulators::Faults;

use crate::api_support::install_crypto;
use crate::product_support::{PATIENCE, Service, Systems, log};
use crate::store_support::store_and_options;

const KILLS: u32 = 20;
const USERS: usize = 2000;

async fn deploy(service: &Service) {
    for (_, source) in PROCESSES {
        service.client.deploy(*source).await.unwrap();
    }
}

async fn start(service: &Service) -> RunId {
    let request = StartRequest {
        input: json!({}),
        business_key: None,
        ..StartRequest::default()
    };
    RunId(
        service
            .client
            .start("GetWebitelUsers", &request, None, None)
            .await
            .unwrap()
            .summary
            .id,
    )
}

/// Follows a run to its end; answers its result.
async fn completed(service: &Service, run: RunId, folder: &std::path::Path) -> serde_json::Value {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    match follow(&service.client, run, Some(deadline), true, |_| {})
        .await
        .unwrap()
    {
        Followed::Settled(run) => {
            assert_eq!(run.summary.status, RunStatus::Completed, "{run:?}\n{}", log(folder));
            run.result.unwrap()
        }
        Followed::RanOut(run) => panic!("the run does not end: {run:?}\n{}", log(folder)),
    }
}

/// Every user of Webitel is in the CRM once: one record, one contact.
fn assert_once_each(systems: &Systems) {
    let records = systems.creatio.handle.times("WebitelUser", "Username").unwrap();
    let contacts = systems.creatio.handle.times("Contact", "Name").unwrap();
    for user in systems.webitel.handle.users() {
        assert_eq!(records.get(&user.username), Some(&1), "records of {}", user.username);
        assert_eq!(contacts.get(&user.username), Some(&1), "contacts of {}", user.username);
    }
    assert_eq!(
        systems.creatio.handle.count("WebitelUser"),
        systems.webitel.handle.user_count()
    );
    let details: usize = systems
        .webitel
        .handle
        .users()
        .iter()
        .map(|user| user.licenses.len())
        .sum();
    assert_eq!(systems.creatio.handle.count("WebitelUserLicense"), details);
    let details: usize = systems.webitel.handle.users().iter().map(|user| user.roles.len()).sum();
    assert_eq!(systems.creatio.handle.count("WebitelUserRole"), details);
}

async fn assert_no_gaps(pool: &sqlx::PgPool) {
    let gaps: i64 = sqlx::query(
        "SELECT count(*) FROM (SELECT run_id FROM journal GROUP BY run_id HAVING max(seq) <> count(*)) AS gaps",
    )
    .fetch_one(pool)
    .await
    .unwrap()
    .get(0);
    assert_eq!(gaps, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_survives_twenty_kills_and_lost_answers() {
    install_crypto();
    let seed: u64 = std::env::var("THROUGHLINE_TEST_SEED")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or_else(rand::random);
    println!("THROUGHLINE_TEST_SEED={seed}");
    let mut random = StdRng::seed_from_u64(seed);
    let latency = Faults {
        latency_ms: 5,
        ..Faults::default()
    };
    let lost_answers = Faults {
        drop_after_write_rate: 0.02,
        ..latency.clone()
    };
    let systems = Systems::start(USERS, latency, lost_answers).await;
    let folder = tempfile::tempdir().unwrap();
    let (store, database) = store_and_options().await;

    let mut service = Service::start(folder.path(), &systems, &database).await;
    deploy(&service).await;
    let run = start(&service).await;
    let mut during = 0;
    for _ in 0..KILLS {
        // From the first moment of a start to well into the work.
        tokio::time::sleep(Duration::from_millis(random.random_range(0..2500))).await;
        service.kill().await;
        during += u32::from(!store.run(run).await.unwrap().unwrap().status.is_ended());
        service = Service::start(folder.path(), &systems, &database).await;
    }
    let result = completed(&service, run, folder.path()).await;
    println!("{during} of {KILLS} kills came during the import; it ended with {result}");
    assert_eq!(
        during, KILLS,
        "the import ended before the last kill: give it more users"
    );
    assert_eq!(
        (result["read"].clone(), result["failed"].clone()),
        (json!(USERS), json!(0)),
        "{result}"
    );
    assert_once_each(&systems);
    assert_no_gaps(store.pool()).await;
    assert!(
        systems.creatio.handle.counters().dropped_after > 0,
        "no answer was lost"
    );

    // And once more from a calm day: nothing is left to do.
    systems.creatio.handle.set_faults(Faults::default()).unwrap();
    systems.webitel.handle.set_faults(Faults::default()).unwrap();
    let again = start(&service).await;
    let result = completed(&service, again, folder.path()).await;
    assert_eq!(result["unchanged"], json!(USERS), "{result}");
    assert_once_each(&systems);
    service.kill().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_node_finishes_what_a_killed_one_began() {
    install_crypto();
    let users = 400;
    let latency = Faults {
        latency_ms: 20,
        ..Faults::default()
    };
    let systems = Systems::start(users, latency.clone(), latency).await;
    let (store, database) = store_and_options().await;
    let (first_folder, second_folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = Service::start(first_folder.path(), &systems, &database).await;
    let second = Service::start(second_folder.path(), &systems, &database).await;
    deploy(&first).await;
    let run = start(&first).await;
    // Well into the import, but far from its end.
    let deadline = tokio::time::Instant::now() + PATIENCE;
    while systems.creatio.handle.count("WebitelUser") < users / 20 {
        assert!(
            tokio::time::Instant::now() < deadline,
            "the import does not begin: {}",
            log(first_folder.path())
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let owner = store.run(run).await.unwrap().unwrap().owner;
    first.kill().await;
    let result = completed(&second, run, second_folder.path()).await;
    assert_eq!(
        (result["read"].clone(), result["failed"].clone()),
        (json!(users), json!(0)),
        "{result}"
    );
    assert_once_each(&systems);
    assert_no_gaps(store.pool()).await;
    assert!(owner.is_some());
    service_is_alone(&store, owner).await;
    second.kill().await;
}

/// The killed node is no node any more.
async fn service_is_alone(store: &throughline::store::Store, dead: Option<throughline::store::NodeId>) {
    let nodes: Vec<uuid::Uuid> = sqlx::query_scalar("SELECT id FROM node")
        .fetch_all(store.pool())
        .await
        .unwrap();
    assert!(dead.is_none_or(|dead| !nodes.contains(&dead.0)), "{nodes:?}");
}
