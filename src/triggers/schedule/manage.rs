//! What people do with schedules: make and change them, pause, run now, look ahead, fill up the past.

use std::sync::Arc;

use chrono::{DateTime, Datelike as _, NaiveDate, TimeDelta, Utc};
use thiserror::Error;
use uuid::Uuid;

use super::clock::{Clock, DatabaseClock};
use super::decide::Request;
use super::scheduler::{Scheduler, names_runs};
use super::timing::{Timing, TimingError};
use crate::runtime::{DefinitionError, InputProblem, Runtime, prepare_input};
use crate::store::{Changed, Firing, Schedule, ScheduleId, ScheduleSettings, Store, StoreError};

/// Most planned times of one backfill.
pub const MAX_BACKFILL: usize = 1000;
/// Longest jitter.
const MAX_JITTER: std::time::Duration = std::time::Duration::from_secs(24 * 3600);
/// Longest name of a schedule.
const MAX_NAME: usize = 100;

/// A schedule to make.
#[derive(Debug, Clone, PartialEq)]
pub struct NewSchedule {
    /// Key of the process.
    pub process: String,
    /// Name within the process.
    pub name: String,
    /// What it does when.
    pub settings: ScheduleSettings,
}

/// Why something was not done with a schedule. Nothing was changed.
#[derive(Debug, Error)]
pub enum ScheduleError {
    /// There is no such schedule.
    #[error("there is no schedule {0}")]
    NoSuchSchedule(ScheduleId),
    /// It is the definition's.
    #[error(
        "schedule `{process}/{name}` stands in the definition of its process: change it there and deploy it, or pause it"
    )]
    OfDefinition {
        /// The process.
        process: String,
        /// Its name.
        name: String,
    },
    /// The process has one of that name.
    #[error("process `{process}` has a schedule `{name}` already; choose another name, or change that one")]
    NameTaken {
        /// The process.
        process: String,
        /// The name.
        name: String,
    },
    /// Something about it is wrong.
    #[error("the schedule does not fit: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<InputProblem>),
    /// A backfill of too many times.
    #[error(
        "the range holds more than {MAX_BACKFILL} planned times; backfill it in parts. The first {MAX_BACKFILL} end at {last}"
    )]
    TooMany {
        /// The last planned time a part could end with.
        last: DateTime<Utc>,
    },
    /// A range that makes no sense.
    #[error("{0}")]
    Range(String),
    /// The process.
    #[error(transparent)]
    Definition(#[from] DefinitionError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a backfill found and did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backfill {
    /// Planned times in the range.
    pub planned: u64,
    /// Those that will start now; the others started a run before, or are about to.
    pub accepted: u64,
}

/// The schedules, for people.
#[derive(Clone)]
pub struct Schedules {
    runtime: Runtime,
    clock: Arc<dyn Clock>,
}

impl Schedules {
    /// By the database's clock.
    #[must_use]
    pub fn new(runtime: Runtime) -> Self {
        let clock = DatabaseClock::new(runtime.store().clone());
        Self::with_clock(runtime, Arc::new(clock))
    }

    /// By this clock.
    #[must_use]
    pub fn with_clock(runtime: Runtime, clock: Arc<dyn Clock>) -> Self {
        Self { runtime, clock }
    }

    pub(super) fn store(&self) -> &Store {
        self.runtime.store()
    }

    /// One schedule.
    ///
    /// # Errors
    /// There is none, or the database.
    pub async fn get(&self, id: ScheduleId) -> Result<Schedule, ScheduleError> {
        self.runtime
            .store()
            .schedule(id)
            .await?
            .ok_or(ScheduleError::NoSuchSchedule(id))
    }

    /// Makes a schedule of a process that is deployed.
    ///
    /// # Errors
    /// What is wrong with it, or the database.
    pub async fn create(&self, new: &NewSchedule, by: &str) -> Result<Schedule, ScheduleError> {
        let mut problems = settings_problems(&new.settings);
        if !is_name(&new.name) {
            let message = format!("a letter, then letters, digits, `_` or `-`; at most {MAX_NAME} characters");
            problems.insert(0, problem("/name", message));
        }
        self.check(&new.process, &new.settings, problems).await?;
        let store = self.runtime.store();
        match store
            .create_schedule(&new.process, &new.name, &new.settings, by)
            .await?
        {
            Changed::Done(schedule) => Ok(*schedule),
            _ => Err(ScheduleError::NameTaken {
                process: new.process.clone(),
                name: new.name.clone(),
            }),
        }
    }

    /// Replaces the settings of a schedule that was made by the API.
    ///
    /// # Errors
    /// What is wrong with them, it is a definition's, or the database.
    pub async fn change(
        &self,
        id: ScheduleId,
        settings: &ScheduleSettings,
        by: &str,
    ) -> Result<Schedule, ScheduleError> {
        let known = self.get(id).await?;
        self.check(&known.process, settings, settings_problems(settings))
            .await?;
        done(id, self.runtime.store().change_schedule(id, settings, by).await?)
    }

    /// Deletes a schedule that was made by the API, with its history.
    ///
    /// # Errors
    /// There is none, it is a definition's, or the database.
    pub async fn delete(&self, id: ScheduleId) -> Result<Schedule, ScheduleError> {
        done(id, self.runtime.store().delete_schedule(id).await?)
    }

    /// Pauses a schedule.
    ///
    /// # Errors
    /// There is none, or the database.
    pub async fn pause(&self, id: ScheduleId, by: &str) -> Result<Schedule, ScheduleError> {
        let now = self.clock.now().await?;
        let paused = self.runtime.store().pause_schedule(id, now, by).await?;
        paused.ok_or(ScheduleError::NoSuchSchedule(id))
    }

    /// Lets a schedule go on from now.
    ///
    /// # Errors
    /// There is none, or the database.
    pub async fn resume(&self, id: ScheduleId, by: &str) -> Result<Schedule, ScheduleError> {
        let now = self.clock.now().await?;
        let resumed = self.runtime.store().resume_schedule(id, now, by).await?;
        resumed.ok_or(ScheduleError::NoSuchSchedule(id))
    }

    /// Starts a run now, beside whatever is under way, also of a schedule that is paused. What is asked for is durable
    /// before the run is: where this breaks off, a scheduler finishes it.
    ///
    /// # Errors
    /// There is none, or the database.
    pub async fn run_now(&self, id: ScheduleId, by: &str) -> Result<Firing, ScheduleError> {
        let schedule = self.get(id).await?;
        let names = names_runs(&self.runtime, &schedule.process).await;
        let store = self.runtime.store();
        let now = self.clock.now().await?;
        let request = |planned| Request::of(&schedule, planned, names).bytes();
        let planned_at = store.ask_for_firing(id, now, by, request).await?;
        if let Some(claimed) = store.claim_firing(now, id, planned_at).await? {
            let scheduler = Scheduler::with_clock(self.runtime.clone(), self.clock.clone());
            scheduler.start(&claimed, now).await?;
        }
        let firing = store.firing(id, planned_at).await?;
        firing.ok_or(ScheduleError::NoSuchSchedule(id))
    }

    /// The next planned times after `from` (now where nothing is said).
    ///
    /// # Errors
    /// Its expression cannot be read any more, or the database.
    pub async fn preview(
        &self,
        schedule: &Schedule,
        from: Option<DateTime<Utc>>,
        count: usize,
    ) -> Result<Vec<DateTime<Utc>>, ScheduleError> {
        let from = match from {
            Some(from) if is_sane(from) => from,
            Some(_) => return Err(ScheduleError::Range(insane("from"))),
            None => self.clock.now().await?.max(schedule.decided_until),
        };
        let timing = Timing::new(schedule.id, &schedule.settings).map_err(timing_problem)?;
        Ok(timing.after(from).take(count).collect())
    }

    /// The planned times of a schedule that is not made: those after `from` (now where nothing is said).
    ///
    /// # Errors
    /// What is wrong with the settings, or the database.
    pub async fn preview_settings(
        &self,
        settings: &ScheduleSettings,
        from: Option<DateTime<Utc>>,
        count: usize,
    ) -> Result<Vec<DateTime<Utc>>, ScheduleError> {
        let mut problems = settings_problems(settings);
        if from.is_some_and(|from| !is_sane(from)) {
            problems.push(problem("/from", insane("from")));
        }
        if !problems.is_empty() {
            return Err(ScheduleError::Invalid(problems));
        }
        let from = match from {
            Some(from) => from,
            None => self.clock.now().await?,
        };
        // Its id only seeds the jitter, which planned times have none of.
        let timing = Timing::new(ScheduleId(Uuid::nil()), settings).map_err(timing_problem)?;
        Ok(timing.after(from).take(count).collect())
    }

    /// Starts what was planned from `from` to `to` (both included) and started nothing, one after the other; at once
    /// where the schedule's overlap is `allow`.
    ///
    /// # Errors
    /// The range, too many planned times, or the database.
    pub async fn backfill(
        &self,
        id: ScheduleId,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        by: &str,
    ) -> Result<Backfill, ScheduleError> {
        let schedule = self.get(id).await?;
        let now = self.clock.now().await?;
        if !is_sane(from) {
            return Err(ScheduleError::Range(insane("from")));
        }
        if to < from {
            return Err(ScheduleError::Range("`to` is before `from`".to_owned()));
        }
        if to > now {
            return Err(ScheduleError::Range(
                "`to` is in the future: a backfill fills up the past".to_owned(),
            ));
        }
        let timing = Timing::new(id, &schedule.settings).map_err(timing_problem)?;
        let mut planned: Vec<DateTime<Utc>> = timing
            .after(from - TimeDelta::microseconds(1))
            .take_while(|planned| *planned <= to)
            .take(MAX_BACKFILL + 1)
            .collect();
        if planned.len() > MAX_BACKFILL {
            planned.truncate(MAX_BACKFILL);
            return Err(ScheduleError::TooMany {
                last: planned.last().copied().unwrap_or(from),
            });
        }
        let names = names_runs(&self.runtime, &schedule.process).await;
        let firings: Vec<_> = planned
            .iter()
            .map(|planned| (*planned, Request::of(&schedule, *planned, names).bytes()))
            .collect();
        let accepted = self.runtime.store().backfill(id, now, by, &firings).await?.accepted;
        Ok(Backfill {
            planned: firings.len() as u64,
            accepted,
        })
    }

    /// The process is there and takes the input.
    async fn check(
        &self,
        process: &str,
        settings: &ScheduleSettings,
        mut problems: Vec<InputProblem>,
    ) -> Result<(), ScheduleError> {
        let definition = self.runtime.definitions().find(process, None).await?;
        if let Err(error) = prepare_input(&definition.process.input_schema, settings.input.clone()) {
            problems.extend(
                error
                    .problems
                    .into_iter()
                    .map(|found| problem(&format!("/input{}", found.pointer), found.message)),
            );
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(ScheduleError::Invalid(problems))
        }
    }
}

fn done(id: ScheduleId, changed: Changed) -> Result<Schedule, ScheduleError> {
    match changed {
        Changed::Done(schedule) => Ok(*schedule),
        Changed::NoSuchSchedule | Changed::NameTaken => Err(ScheduleError::NoSuchSchedule(id)),
        Changed::OfDefinition(schedule) => Err(ScheduleError::OfDefinition {
            process: schedule.process,
            name: schedule.name,
        }),
    }
}

/// Instants people may name. Far outside of them, sums leave the calendar and Postgres keeps nothing.
fn is_sane(at: DateTime<Utc>) -> bool {
    (1970..=4000).contains(&at.year())
}

/// The same for days.
pub(super) fn is_sane_day(day: NaiveDate) -> bool {
    (1970..=4000).contains(&day.year())
}

fn insane(what: &str) -> String {
    format!("`{what}` must lie in the years 1970 to 4000")
}

fn settings_problems(settings: &ScheduleSettings) -> Vec<InputProblem> {
    let mut problems = Vec::new();
    if let Err(error) = settings.cron.parse::<throughline_engine::schedule::Cron>() {
        problems.push(problem("/cron", error.to_string()));
    }
    if let Err(error) = settings.timezone.parse::<throughline_engine::schedule::Zone>() {
        problems.push(problem("/timezone", error.to_string()));
    }
    if settings.jitter > MAX_JITTER {
        problems.push(problem("/jitter", "a jitter is at most a day".to_owned()));
    }
    for (name, at) in [("start", settings.start), ("end", settings.end)] {
        if at.is_some_and(|at| !is_sane(at)) {
            problems.push(problem(&format!("/{name}"), insane(name)));
        }
    }
    if let (Some(start), Some(end)) = (settings.start, settings.end)
        && end <= start
    {
        problems.push(problem("/end", "a schedule ends after its `start`".to_owned()));
    }
    problems
}

fn timing_problem(error: TimingError) -> ScheduleError {
    let pointer = match error {
        TimingError::Cron(_) => "/cron",
        TimingError::Zone(_) => "/timezone",
    };
    ScheduleError::Invalid(vec![problem(pointer, error.to_string())])
}

fn problem(pointer: &str, message: String) -> InputProblem {
    InputProblem {
        pointer: pointer.to_owned(),
        message,
    }
}

fn is_name(name: &str) -> bool {
    name.len() <= MAX_NAME
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}
