//! What happened to a record of a section starts the processes that listen for it.
//!
//! A delivery is taken once. Every run it starts is kept under a key of that delivery, and when all of them are durable
//! so is a mark that the delivery is done. A repetition of a delivery that is done starts nothing and asks no trigger:
//! it hears of the same runs. A repetition of one that was cut off starts what is missing.

use std::sync::Arc;

use sha2::{Digest as _, Sha256};
use throughline_engine::definition::{RecordEvent, RecordSeen, RecordTrigger, Trigger};
use throughline_engine::kernel::RunId;
use throughline_engine::script::{Environment, ScriptErrorKind};
use uuid::Uuid;

use super::definitions::StartedBy;
use super::live::Definition;
use super::start_once::unavailable;
use super::{Once, Runtime, StartError, StartOptions, StartRun};
use crate::store::{DatabaseState, TriggerKind};

/// Key of the mark that a delivery is done; no process is called so.
const DONE: &str = "";

/// Something happened to a record.
#[derive(Debug, Clone)]
pub struct RecordDelivery {
    /// Key of the section.
    pub section: String,
    /// Id the sender gave this delivery; the same for every attempt at it.
    pub id: String,
    /// What happened.
    pub seen: RecordSeen,
}

/// What a delivery did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordOutcome {
    /// The delivery was done before; nothing was started now.
    pub duplicate: bool,
    /// The runs it started, now or before, with their processes.
    pub started: Vec<(String, RunId)>,
    /// Processes that listen to the section and had nothing to do with this, with the reason.
    pub not_matched: Vec<(String, String)>,
    /// Processes whose trigger or input is wrong: they would fail again. With the reason.
    pub failed: Vec<(String, String)>,
}

/// What one process makes of a delivery.
enum Verdict {
    Starts(serde_json::Value),
    Passes(String),
    Fails(String),
    /// The machine was too busy; it may be asked again.
    Interrupted,
}

impl Runtime {
    /// Starts what listens for this. When it returns, everything it started is durable. `allow` is asked with the number
    /// of runs before the first one is started.
    ///
    /// # Errors
    /// The database, or what `allow` says; a repetition of the delivery finishes it.
    pub async fn record_event<E: From<StartError>>(
        &self,
        delivery: RecordDelivery,
        allow: impl FnOnce(usize) -> Result<(), E>,
    ) -> Result<RecordOutcome, E> {
        if self.database() != DatabaseState::Up {
            return Err(StartError::Unavailable.into());
        }
        let scope = format!("record:{}:{}", delivery.section, delivery.id);
        let store = self.store();
        let kept = store.start_keys_of(&scope).await.map_err(unavailable)?;
        if kept.iter().any(|(key, _)| key == DONE) {
            let started = kept.into_iter().filter(|(key, _)| key != DONE).collect();
            return Ok(RecordOutcome {
                duplicate: true,
                started,
                ..RecordOutcome::default()
            });
        }
        let listeners = self
            .inner
            .kit
            .definitions
            .listeners(&delivery.section, StartedBy::Record)
            .await
            .map_err(|error| {
                tracing::warn!(%error, "cannot look which processes listen to a section");
                StartError::Unavailable
            })?;
        let scripts = self.inner.kit.scripts.clone();
        let (section, seen) = (delivery.section.clone(), delivery.seen);
        let asked = scope.clone();
        let verdicts = tokio::task::spawn_blocking(move || {
            let verdict = |definition: Arc<Definition>| {
                let verdict = ask(&definition, &section, &seen, &scripts, &asked);
                (definition.process.key.to_string(), verdict)
            };
            listeners.into_iter().map(verdict).collect::<Vec<_>>()
        })
        .await
        .map_err(|error| {
            tracing::error!(%error, "asking record triggers broke off");
            StartError::Unavailable
        })?;
        let mut outcome = RecordOutcome::default();
        let mut starts = Vec::new();
        for (process, verdict) in verdicts {
            match verdict {
                Verdict::Starts(input) => starts.push((process, input)),
                Verdict::Passes(reason) => outcome.not_matched.push((process, reason)),
                Verdict::Fails(reason) => outcome.failed.push((process, reason)),
                Verdict::Interrupted => return Err(StartError::Unavailable.into()),
            }
        }
        allow(starts.len())?;
        for (process, input) in starts {
            let start = StartRun {
                process: process.clone(),
                version: None,
                input,
                business_key: None,
                started_by: format!("record:{}", delivery.section),
                trigger: TriggerKind::Record,
            };
            let options = StartOptions {
                once: Some(Once {
                    scope: scope.clone(),
                    key: process.clone(),
                }),
                // `now()` may have made another input of the same delivery: it is the same start all the same.
                digest: Some(Sha256::digest(&scope).into()),
                ..StartOptions::default()
            };
            match self.start_with(start, options).await {
                Ok(started) => outcome.started.push((process, started.run)),
                Err(
                    error @ (StartError::Input(_)
                    | StartError::Refused(_)
                    | StartError::Definition(_)
                    | StartError::KeyReused { .. }),
                ) => outcome.failed.push((process, error.to_string())),
                Err(error) => return Err(error.into()),
            }
        }
        for (process, reason) in &outcome.failed {
            tracing::warn!(
                process,
                reason,
                section = delivery.section,
                "a record event could not start a process"
            );
        }
        // What an attempt before this one started counts, also where its trigger would say no now.
        for (process, run) in kept {
            if !outcome.started.iter().any(|(known, _)| *known == process)
                && store.run(run).await.map_err(unavailable)?.is_some()
            {
                outcome.not_matched.retain(|(known, _)| *known != process);
                outcome.started.push((process, run));
            }
        }
        store
            .reserve_start(&scope, DONE, RunId(Uuid::nil()), Sha256::digest(&scope).into())
            .await
            .map_err(unavailable)?;
        Ok(outcome)
    }
}

/// Asks the triggers of a process. The first that matches makes the input: a delivery starts one run of a process.
fn ask(
    definition: &Definition,
    section: &str,
    seen: &RecordSeen,
    scripts: &throughline_engine::script::ScriptEngine,
    seed: &str,
) -> Verdict {
    let mut uuid_seed = [0; 16];
    uuid_seed.copy_from_slice(&Sha256::digest(format!("{seed}:{}", definition.process.key))[..16]);
    let mut passes = None;
    for trigger in record_triggers(definition).filter(|trigger| trigger.section == section) {
        let mut environment = Environment {
            now: super::now(),
            uuid_seed,
            uuid_counter: 0,
        };
        match trigger.evaluate(scripts, seen, &mut environment) {
            Ok(Some(input)) => return Verdict::Starts(input),
            Ok(None) => {
                passes.get_or_insert_with(|| reason(trigger, seen.event));
            }
            Err(throughline_engine::definition::TriggerError::Script { error, .. })
                if error.kind == ScriptErrorKind::Interrupted =>
            {
                return Verdict::Interrupted;
            }
            Err(error) => return Verdict::Fails(error.to_string()),
        }
    }
    Verdict::Passes(passes.unwrap_or_default())
}

fn reason(trigger: &RecordTrigger, event: RecordEvent) -> String {
    let line = trigger.position.line;
    if trigger.on.contains(&event) {
        return format!("`when` of the record trigger on line {line} gives false");
    }
    let on: Vec<&str> = trigger.on.iter().map(|event| event.name()).collect();
    format!(
        "the record trigger on line {line} listens for {}, and this is {}",
        on.join(" and "),
        event.name()
    )
}

/// The record triggers of a version.
fn record_triggers(definition: &Definition) -> impl Iterator<Item = &RecordTrigger> {
    definition.process.triggers.iter().filter_map(|trigger| match trigger {
        Trigger::Record(record) => Some(record),
        _ => None,
    })
}
