//! Schedules against a real Postgres, with a clock the test moves.

mod api;
mod calendar;
mod deploy;
mod policies;
mod scheduler;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures::future::BoxFuture;
use serde_json::json;
use throughline::connectors::{Catalogue, Connectors};
use throughline::runtime::{Runtime, RuntimeOptions};
use throughline::store::{
    Firing, FiringFilter, FiringOutcome, RunFilter, RunRow, Schedule, ScheduleFilter, ScheduleId, ScheduleSettings,
    Store, StoreError,
};
use throughline::triggers::schedule::{Clock, NewSchedule, Scheduler, Schedules};
use throughline_engine::definition::{Missed, Overlap};
use throughline_engine::kernel::{RunId, RunStatus};
use throughline_engine::script::{Limits, ScriptEngine};

use crate::store_support::DEADLINE;

pub(crate) const QUICK: &str = "process: Quick\nsteps:\n  done: { end: {} }\n";
pub(crate) const LONG: &str = "process: Long\nsteps:\n  nap: { wait: 1h }\n  done: { end: {} }\n";

/// A clock that stands until it is moved.
#[derive(Clone)]
pub(crate) struct TestClock(Arc<Mutex<DateTime<Utc>>>);

impl TestClock {
    pub(crate) fn at(text: &str) -> Self {
        Self(Arc::new(Mutex::new(at(text))))
    }

    pub(crate) fn set(&self, text: &str) {
        *self.0.lock().unwrap() = at(text);
    }

    pub(crate) fn forward(&self, by: TimeDelta) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for TestClock {
    fn now(&self) -> BoxFuture<'_, Result<DateTime<Utc>, StoreError>> {
        let now = *self.0.lock().unwrap();
        Box::pin(async move { Ok(now) })
    }
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A node: a runtime with its scheduler.
pub(crate) struct TestNode {
    pub(crate) runtime: Runtime,
    pub(crate) scheduler: Scheduler,
    pub(crate) schedules: Schedules,
    pub(crate) clock: TestClock,
}

impl TestNode {
    pub(crate) async fn start(store: &Store, clock: &TestClock) -> Self {
        let catalogue = Catalogue::load(&ScriptEngine::new(Limits::default()), None).unwrap();
        let connectors = Arc::new(Connectors::new(catalogue, BTreeMap::new()).unwrap());
        let options = RuntimeOptions {
            node_name: "test".to_owned(),
            most_live: 10_000,
            shards: 1,
        };
        let runtime = Runtime::start(options, store.clone(), connectors).await.unwrap();
        let source = Arc::new(clock.clone());
        Self {
            scheduler: Scheduler::with_clock(runtime.clone(), source.clone()),
            schedules: Schedules::with_clock(runtime.clone(), source),
            clock: clock.clone(),
            runtime,
        }
    }

    pub(crate) fn store(&self) -> &Store {
        self.runtime.store()
    }

    /// Makes a schedule whose times begin now, by the clock of the test.
    pub(crate) async fn schedule(&self, process: &str, settings: ScheduleSettings) -> ScheduleId {
        let new = NewSchedule {
            process: process.to_owned(),
            name: "test".to_owned(),
            settings,
        };
        let id = self.schedules.create(&new, "test").await.unwrap().id;
        self.begin_now(id).await;
        id
    }

    /// Schedules begin by the database's clock; tests have another one.
    pub(crate) async fn begin_now(&self, id: ScheduleId) {
        let now = self.clock.now().await.unwrap();
        sqlx::query("UPDATE schedule SET decided_until = $2, look_at = $2 WHERE id = $1")
            .bind(id)
            .bind(now)
            .execute(self.store().pool())
            .await
            .unwrap();
        self.look().await;
    }

    pub(crate) async fn look(&self) -> Duration {
        tokio::time::timeout(DEADLINE, self.scheduler.look())
            .await
            .expect("the scheduler finds an end")
            .unwrap()
    }

    /// Moves the clock and looks.
    pub(crate) async fn look_at(&self, text: &str) {
        self.clock.set(text);
        self.look().await;
    }

    /// History, oldest first.
    pub(crate) async fn firings(&self, id: ScheduleId) -> Vec<Firing> {
        let mut all = self
            .store()
            .firings(id, &FiringFilter::default(), None, 500)
            .await
            .unwrap();
        all.reverse();
        all
    }

    pub(crate) async fn outcomes(&self, id: ScheduleId) -> Vec<FiringOutcome> {
        self.firings(id)
            .await
            .into_iter()
            .map(|firing| firing.outcome)
            .collect()
    }

    /// Runs of a process, oldest first.
    pub(crate) async fn runs(&self, process: &str) -> Vec<RunRow> {
        let filter = RunFilter {
            process: Some(process.to_owned()),
            ..RunFilter::default()
        };
        let mut runs = self.store().runs(&filter, None, 500).await.unwrap().rows;
        runs.reverse();
        runs
    }

    /// Waits until a run has ended.
    pub(crate) async fn ended(&self, run: RunId) -> RunStatus {
        let row = self.runtime.wait(run, DEADLINE).await.unwrap().unwrap();
        assert!(row.status.is_ended(), "{row:?}");
        row.status
    }

    pub(crate) async fn end(&self, run: RunId) {
        self.runtime.cancel(run, "test", None).await.unwrap();
        self.ended(run).await;
    }

    /// Looks until nothing is queued; runs must end by themselves.
    pub(crate) async fn work_off(&self, id: ScheduleId) {
        let all = async {
            loop {
                self.look().await;
                let open = self
                    .outcomes(id)
                    .await
                    .iter()
                    .any(|outcome| matches!(outcome, FiringOutcome::Queued | FiringOutcome::Starting));
                if !open {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(DEADLINE, all)
            .await
            .expect("the queue is worked off");
    }

    pub(crate) async fn named(&self, process: &str, name: &str) -> Option<Schedule> {
        let filter = ScheduleFilter {
            process: Some(process.to_owned()),
            name: Some(name.to_owned()),
            ..ScheduleFilter::default()
        };
        self.store().schedules(&filter, None, 10).await.unwrap().pop()
    }
}

pub(crate) fn settings(cron: &str) -> ScheduleSettings {
    ScheduleSettings {
        cron: cron.to_owned(),
        timezone: "UTC".to_owned(),
        overlap: Overlap::Skip,
        missed: Missed::RunOnce,
        jitter: Duration::ZERO,
        start: None,
        end: None,
        input: json!({}),
    }
}
