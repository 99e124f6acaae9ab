//! Many runs of one process in one call: all are checked before the first is started, and then they go to the shards
//! together, so the committers write them in few commits.
//!
//! The ids of the runs follow from one id and their places. That id is kept under the key of the batch before the first
//! run is started, so a repetition after a crash starts exactly those that are missing.

use std::collections::{HashMap, HashSet};

use futures::{StreamExt as _, stream};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use thiserror::Error;
use throughline_engine::kernel::{Fact, RunId};
use tokio::time::Instant;
use uuid::Uuid;

use super::input::InputCheck;
use super::start::{Prepared, sealed};
use super::start_once::{HEAD_START, LOOK, digest_of, unavailable};
use super::{Once, Runtime, StartError, Started};
use crate::store::TriggerKind;

/// Most runs of one batch: what fits the 14 bits of the place in a run's id, in a round number.
pub const MAX_BATCH: usize = 10_000;
/// Problems that are told; the rest is counted.
const MAX_TOLD: usize = 100;
/// Starts under way at once: enough to fill the committers' batches.
const AT_ONCE: usize = 2048;

/// Many runs to start.
#[derive(Debug, Clone)]
pub struct BatchStart {
    /// Key of the process.
    pub process: String,
    /// Version; the newest where none is given.
    pub version: Option<i32>,
    /// The runs, at most [`MAX_BATCH`].
    pub items: Vec<BatchItem>,
    /// Who starts them.
    pub started_by: String,
    /// What kind of thing that is.
    pub trigger: TriggerKind,
    /// Scope of the keys of the items, and of the batch's own.
    pub scope: String,
    /// Start the batch once for this key.
    pub key: Option<String>,
    /// Start those that fit although others do not.
    pub partial: bool,
}

/// One of them.
#[derive(Debug, Clone)]
pub struct BatchItem {
    /// Input; checked against the schema of the definition.
    pub input: Value,
    /// What the starter calls it.
    pub business_key: Option<String>,
    /// Start it once for this key.
    pub key: Option<String>,
    /// What the caller found wrong with it already.
    pub flaw: Option<String>,
}

/// What is wrong with one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchProblem {
    /// Its place, from 0.
    pub index: usize,
    /// JSON pointer within its input; empty for the whole.
    pub pointer: String,
    /// What is wrong.
    pub message: String,
}

/// What became of one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemOutcome {
    /// It is started, now or before.
    Started(Started),
    /// It was left out.
    Refused(Vec<BatchProblem>),
}

/// Why a batch was not started, or not whole.
#[derive(Debug, Error)]
pub enum BatchError {
    /// As a single start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// Some do not fit; nothing was started.
    #[error("{count} of the runs do not fit, so nothing was started")]
    Items {
        /// How many do not fit.
        count: usize,
        /// The first problems.
        problems: Vec<BatchProblem>,
    },
    /// The database went away in between.
    #[error("the database went away after {started} of {of} runs were started")]
    Interrupted {
        /// How many are known to be started.
        started: usize,
        /// How many were to be.
        of: usize,
    },
}

/// An item that fits.
struct Fitting {
    place: usize,
    key: Option<String>,
    digest: [u8; 32],
    prepared: Prepared,
    run: RunId,
}

impl Runtime {
    /// Starts a batch; when this returns, every run of the answer is durable. The answer is in the order of the items.
    ///
    /// # Errors
    /// Nothing was started, except with [`BatchError::Interrupted`].
    pub async fn start_batch(&self, batch: BatchStart) -> Result<Vec<ItemOutcome>, BatchError> {
        let definition = self.startable(&batch.process, batch.version).await?;
        let BatchStart {
            process,
            version,
            items,
            started_by,
            trigger,
            scope,
            key,
            partial,
        } = batch;
        let count = items.len();
        let runtime = self.clone();
        // Checking ten thousand inputs takes its time: not on the workers that answer others.
        let checked = tokio::task::spawn_blocking(move || {
            let schema = &definition.process.input_schema;
            let whole = key
                .is_some()
                .then(|| runtime.digests(schema, whole_digest(&process, version, partial, &items)));
            let check = InputCheck::new(schema).map_err(StartError::from)?;
            let (mut fitting, mut refused) = (Vec::new(), Vec::new());
            let mut of_key: HashMap<String, [u8; 32]> = HashMap::new();
            for (place, item) in items.into_iter().enumerate() {
                let digest = digest_of(
                    &process,
                    version,
                    &item.input,
                    item.business_key.as_deref(),
                    false,
                    None,
                );
                let digest = runtime.digests(schema, digest)[0];
                let problem = |pointer: String, message: String| BatchProblem {
                    index: place,
                    pointer,
                    message,
                };
                let mut problems: Vec<BatchProblem> =
                    item.flaw.into_iter().map(|flaw| problem(String::new(), flaw)).collect();
                if let Some(key) = &item.key
                    && *of_key.entry(key.clone()).or_insert(digest) != digest
                {
                    let message = "its key stands at another item of this batch, with another content";
                    problems.push(problem(String::new(), message.to_owned()));
                }
                match check.prepare(item.input) {
                    Ok(input) if problems.is_empty() => fitting.push(Fitting {
                        place,
                        key: item.key,
                        digest,
                        prepared: Prepared {
                            definition: definition.clone(),
                            fact: Fact::Started {
                                input: sealed(runtime.connectors().secrets(), schema, input)?.into(),
                                business_key: item.business_key,
                                started_by: started_by.clone(),
                            },
                            trigger,
                        },
                        run: RunId(Uuid::nil()),
                    }),
                    Ok(_) => {}
                    Err(error) => {
                        let found = error.problems.into_iter();
                        problems.extend(found.map(|found| problem(found.pointer, found.message)));
                    }
                }
                if !problems.is_empty() {
                    refused.push((place, problems));
                }
            }
            Ok::<_, StartError>((key, whole, fitting, refused))
        });
        let (key, whole, mut fitting, mut refused) = checked.await.map_err(|error| {
            tracing::error!(%error, "checking a batch broke off");
            StartError::Refused("the batch could not be checked; this is a fault of the engine".to_owned())
        })??;
        if !partial && !refused.is_empty() {
            return Err(items_error(refused));
        }
        let store = self.store();
        let mut base = RunId(Uuid::now_v7());
        let mut seen_before = false;
        let once = key.map(|key| Once {
            scope: scope.clone(),
            key,
        });
        if let (Some(once), Some(digests)) = (&once, whole) {
            let kept = store
                .reserve_start(&once.scope, &once.key, base, digests[0])
                .await
                .map_err(unavailable)?;
            if !digests.contains(&kept.digest) {
                return Err(StartError::KeyReused { key: once.key.clone() }.into());
            }
            (base, seen_before) = (kept.run, !kept.is_new);
        }
        for item in &mut fitting {
            item.run = item_run(base, item.place);
        }
        // Keys of items. Those that stand for something else are found by keeping all the others.
        let same = loop {
            let mut asked: Vec<(&str, RunId, [u8; 32])> = Vec::new();
            let mut first: HashMap<&str, usize> = HashMap::new();
            for item in &fitting {
                if let Some(key) = &item.key
                    && !first.contains_key(key.as_str())
                {
                    first.insert(key, asked.len());
                    asked.push((key, item.run, item.digest));
                }
            }
            if asked.is_empty() {
                break Vec::new();
            }
            match store.reserve_starts(&scope, &asked).await.map_err(unavailable)? {
                Ok(kept) => {
                    seen_before |= kept.iter().any(|kept| !kept.is_new);
                    let run_of = |item: &Fitting| Some(kept[first[item.key.as_deref()?]].run);
                    break fitting.iter().map(run_of).collect();
                }
                Err(other) => {
                    let other: HashSet<String> = other.into_iter().map(|place| asked[place].0.to_owned()).collect();
                    let (out, rest): (Vec<_>, Vec<_>) = fitting
                        .into_iter()
                        .partition(|item| item.key.as_ref().is_some_and(|key| other.contains(key)));
                    fitting = rest;
                    refused.extend(out.into_iter().map(|item| {
                        let message = "its key was used before for another start".to_owned();
                        let problem = BatchProblem {
                            index: item.place,
                            pointer: String::new(),
                            message,
                        };
                        (item.place, vec![problem])
                    }));
                    if !partial {
                        if let Some(once) = once.as_ref().filter(|_| !seen_before) {
                            store
                                .release_start(&once.scope, &once.key, base)
                                .await
                                .map_err(unavailable)?;
                        }
                        return Err(items_error(refused));
                    }
                }
            }
        };
        for (item, run) in fitting.iter_mut().zip(same) {
            item.run = run.unwrap_or(item.run);
        }
        let mut outcomes: Vec<Option<ItemOutcome>> = vec![None; count];
        for (place, problems) in refused {
            outcomes[place] = Some(ItemOutcome::Refused(problems));
        }
        let there = match seen_before {
            true => self.settle(&fitting).await?,
            false => HashSet::new(),
        };
        // Two items with one key are one run.
        let mut begun = HashSet::new();
        let mut again = Vec::new();
        let mut starts = Vec::new();
        for item in fitting {
            if there.contains(&item.run) {
                outcomes[item.place] = Some(ItemOutcome::Started(Started::before(item.run)));
            } else if begun.insert(item.run) {
                starts.push(item);
            } else {
                again.push((item.place, item.run));
            }
        }
        let started = stream::iter(starts.into_iter().map(|item| async move {
            let Fitting {
                place,
                key,
                run,
                prepared,
                ..
            } = item;
            (place, key, run, self.start_as(run, prepared).await)
        }))
        .buffer_unordered(AT_ONCE)
        .collect::<Vec<_>>()
        .await;
        let mut open = Vec::new();
        for (place, key, run, result) in started {
            match result {
                Ok(run) => outcomes[place] = Some(ItemOutcome::Started(Started::now(run))),
                Err(StartError::Refused(message)) => {
                    if let Some(key) = key {
                        store.release_start(&scope, &key, run).await.map_err(unavailable)?;
                    }
                    let problem = BatchProblem {
                        index: place,
                        pointer: String::new(),
                        message,
                    };
                    outcomes[place] = Some(ItemOutcome::Refused(vec![problem]));
                }
                Err(_) => open.push((place, run)),
            }
        }
        self.look_again(&mut outcomes, open).await?;
        for (place, run) in again {
            let twin = outcomes.iter().flatten().find_map(|outcome| match outcome {
                ItemOutcome::Started(started) if started.run == run => Some(ItemOutcome::Started(Started::before(run))),
                _ => None,
            });
            outcomes[place] = twin.or_else(|| {
                let message = "the item with the same key was refused".to_owned();
                Some(ItemOutcome::Refused(vec![BatchProblem {
                    index: place,
                    pointer: String::new(),
                    message,
                }]))
            });
        }
        Ok(outcomes.into_iter().flatten().collect())
    }

    /// Which of the runs are there. Somebody else may be starting them now: as long as more appear, they are waited for.
    async fn settle(&self, fitting: &[Fitting]) -> Result<HashSet<RunId>, StartError> {
        let runs: Vec<RunId> = fitting.iter().map(|item| item.run).collect();
        let wanted: HashSet<RunId> = runs.iter().copied().collect();
        let mut there = HashSet::new();
        let mut until = Instant::now() + HEAD_START;
        loop {
            let found: HashSet<RunId> = self
                .store()
                .existing_runs(&runs)
                .await
                .map_err(unavailable)?
                .into_iter()
                .collect();
            if found.len() > there.len() {
                until = Instant::now() + HEAD_START;
            }
            there = found;
            if there.len() == wanted.len() || Instant::now() >= until {
                return Ok(there);
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// What became of starts whose answer is not known.
    async fn look_again(
        &self,
        outcomes: &mut [Option<ItemOutcome>],
        mut open: Vec<(usize, RunId)>,
    ) -> Result<(), BatchError> {
        let until = Instant::now() + HEAD_START;
        while !open.is_empty() {
            let runs: Vec<RunId> = open.iter().map(|(_, run)| *run).collect();
            let found: HashSet<RunId> = match self.store().existing_runs(&runs).await {
                Ok(found) => found.into_iter().collect(),
                Err(error) => {
                    tracing::warn!(%error, "cannot look what became of a batch");
                    HashSet::new()
                }
            };
            open.retain(|(place, run)| {
                let is_there = found.contains(run);
                if is_there {
                    outcomes[*place] = Some(ItemOutcome::Started(Started::before(*run)));
                }
                !is_there
            });
            if !open.is_empty() && Instant::now() >= until {
                let started = outcomes
                    .iter()
                    .filter(|outcome| matches!(outcome, Some(ItemOutcome::Started(_))))
                    .count();
                return Err(BatchError::Interrupted {
                    started,
                    of: started + open.len(),
                });
            }
            if !open.is_empty() {
                tokio::time::sleep(LOOK).await;
            }
        }
        Ok(())
    }
}

fn items_error(mut refused: Vec<(usize, Vec<BatchProblem>)>) -> BatchError {
    refused.sort_by_key(|(place, _)| *place);
    BatchError::Items {
        count: refused.len(),
        problems: refused
            .into_iter()
            .flat_map(|(_, problems)| problems)
            .take(MAX_TOLD)
            .collect(),
    }
}

/// What makes two batches the same.
fn whole_digest(process: &str, version: Option<i32>, partial: bool, items: &[BatchItem]) -> [u8; 32] {
    let mut digest = Sha256::new();
    let mut add = |text: String| {
        digest.update((text.len() as u64).to_be_bytes());
        digest.update(text.as_bytes());
    };
    add(json!(["batch", process, version, partial]).to_string());
    for item in items {
        add(json!([item.input, item.business_key, item.key]).to_string());
    }
    digest.finalize().into()
}

/// The run of one place of a batch: the time of the batch, then the place, so that the runs sort as the items do, then
/// bits that follow from both.
fn item_run(base: RunId, place: usize) -> RunId {
    let mut digest = Sha256::new();
    digest.update(base.0.as_bytes());
    digest.update((place as u64).to_be_bytes());
    let mut bytes: [u8; 10] = [0; 10];
    bytes.copy_from_slice(&digest.finalize()[..10]);
    // 14 bits of place: 12 beside the version, 2 beside the variant (RFC 9562 §5.7 leaves both to us).
    let place = u16::try_from(place & 0x3fff).unwrap_or(0);
    bytes[..2].copy_from_slice(&(place >> 2).to_be_bytes());
    bytes[2] = (bytes[2] & 0x0f) | (u8::try_from(place & 3).unwrap_or(0) << 4);
    let (high, _) = base.0.as_u64_pair();
    RunId(uuid::Builder::from_unix_timestamp_millis(high >> 16, &bytes).into_uuid())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_a_batch_sort_as_its_items_and_are_the_same_again() {
        let base = RunId(Uuid::now_v7());
        let runs: Vec<RunId> = (0..MAX_BATCH).map(|place| item_run(base, place)).collect();
        assert!(runs.is_sorted() && runs.windows(2).all(|pair| pair[0] != pair[1]));
        assert_eq!(runs[77], item_run(base, 77));
        assert_eq!(runs[0].0.get_version_num(), 7);
        assert_eq!(runs[0].0.as_u64_pair().0 >> 16, base.0.as_u64_pair().0 >> 16);
        assert_ne!(item_run(RunId(Uuid::now_v7()), 77), runs[77]);
    }
}
