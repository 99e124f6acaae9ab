//! Starts that happen once, however often they are asked for, whichever node is asked and whatever dies in between.
//!
//! The key is durable before the run is, with the id the run will have. Who finds a key without a run finishes that
//! start: the journal's primary key lets one of them win, and the others see its run. Business keys that one active run
//! may have work the same way, under a key of their own that the next one takes over when that run has ended.

use std::time::Duration;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use throughline_engine::kernel::RunId;

use super::{Runtime, StartError, StartRun};
use crate::secrets;
use crate::store::{NewCallback, StoreError};

/// How long the one who made the key has before another one finishes its start.
pub(super) const HEAD_START: Duration = Duration::from_secs(2);
/// How often to look for its run meanwhile.
pub(super) const LOOK: Duration = Duration::from_millis(50);

/// Under which name a start happens once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    /// Who gives out the keys, e.g. `http:token:ci`, `schedule:<id>`, `record:webitel_users`.
    pub scope: String,
    /// The key within it.
    pub key: String,
}

/// What a start may ask for besides its run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StartOptions {
    /// Start once for this key.
    pub once: Option<Once>,
    /// Start only while no active run of the process holds the same business key; else that run is the answer.
    pub unique: bool,
    /// Whom to tell when the run has ended.
    pub callback: Option<NewCallback>,
    /// What makes two requests with one key the same; made from the whole start where it is not given.
    pub digest: Option<[u8; 32]>,
}

/// A run that was started now or before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Started {
    /// The run.
    pub run: RunId,
    /// False where this call found the run of an earlier one.
    pub is_new: bool,
}

impl Started {
    /// A run that this call started.
    pub(super) fn now(run: RunId) -> Self {
        Self { run, is_new: true }
    }

    /// A run that was there.
    pub(super) fn before(run: RunId) -> Self {
        Self { run, is_new: false }
    }
}

impl Runtime {
    /// Starts a run once for each key.
    ///
    /// # Errors
    /// As [`Runtime::start_run`]; [`StartError::KeyReused`] where the key was used for another request.
    pub async fn start_once(&self, once: &Once, start: StartRun) -> Result<Started, StartError> {
        let options = StartOptions {
            once: Some(once.clone()),
            ..StartOptions::default()
        };
        self.start_with(start, options).await
    }

    /// Starts a run as the options say.
    ///
    /// # Errors
    /// As [`Self::start_once`]; [`StartError::Refused`] where a unique start has no business key.
    pub async fn start_with(&self, start: StartRun, options: StartOptions) -> Result<Started, StartError> {
        let StartOptions {
            once,
            unique,
            callback,
            digest,
        } = options;
        let digest = digest.unwrap_or_else(|| self::digest(&start, unique, callback.as_ref()));
        let digests = match self.definitions().find(&start.process, start.version).await {
            Ok(definition) => self.digests(&definition.process.input_schema, digest),
            // Said below, when the start is prepared.
            Err(_) => vec![digest],
        };
        let business_key = start.business_key.clone();
        let holds = match (unique, &business_key) {
            (false, _) => None,
            (true, Some(key)) => Some((start.process.clone(), key.clone())),
            (true, None) => {
                let reason = "`unique` is about the business key, and there is none".to_owned();
                return Err(StartError::Refused(reason));
            }
        };
        // Before the key: what does not fit must not use it up. A repetition fits even where a newer version of the
        // process would not take it any more.
        let prepared = match self.prepare_start(start).await {
            Ok(prepared) => prepared,
            Err(error @ (StartError::Input(_) | StartError::Definition(_))) => {
                return match self.started_before(once.as_ref(), &digests).await? {
                    Some(run) => Ok(Started::before(run)),
                    None => Err(error),
                };
            }
            Err(error) => return Err(error),
        };
        let store = self.store();
        let mut run = RunId(uuid::Uuid::now_v7());
        if let Some(once) = &once {
            let kept = store
                .reserve_start(&once.scope, &once.key, run, digests[0])
                .await
                .map_err(unavailable)?;
            if !digests.contains(&kept.digest) {
                return Err(StartError::KeyReused { key: once.key.clone() });
            }
            run = kept.run;
            if !kept.is_new && self.appears(run).await? {
                return Ok(Started::before(run));
            }
        }
        if let Some((process, key)) = &holds {
            let holder = store.reserve_active(process, key, run).await.map_err(unavailable)?;
            if holder != run {
                if let Some(once) = &once {
                    // A repetition must hear of the same run, also when that one has ended by then.
                    store
                        .repoint_start(&once.scope, &once.key, run, holder)
                        .await
                        .map_err(unavailable)?;
                }
                if self.appears(holder).await? {
                    if let Some(callback) = &callback {
                        store.add_callbacks(&[holder], callback).await.map_err(unavailable)?;
                    }
                    return Ok(Started::before(holder));
                }
                // Who took the key did not live to start its run: this request does.
                run = holder;
            }
        }
        if let Some(callback) = &callback {
            store.add_callbacks(&[run], callback).await.map_err(unavailable)?;
        }
        match self.start_as(run, prepared).await {
            Ok(run) => Ok(Started::now(run)),
            Err(StartError::Refused(reason)) => {
                if let Some(once) = &once {
                    store
                        .release_start(&once.scope, &once.key, run)
                        .await
                        .map_err(unavailable)?;
                }
                if let Some((process, key)) = &holds {
                    store.release_active(process, key, run).await.map_err(unavailable)?;
                }
                if callback.is_some() {
                    store.remove_callbacks(run).await.map_err(unavailable)?;
                }
                Err(StartError::Refused(reason))
            }
            // Another one may have been quicker with the same id.
            Err(error @ StartError::Unknown { .. }) if once.is_some() || unique => match self.appears(run).await {
                Ok(true) => Ok(Started::before(run)),
                Ok(false) | Err(_) => Err(error),
            },
            Err(error) => Err(error),
        }
    }

    /// What makes two requests the same; the first is kept, any may match. A plain digest of a secret could be guessed, so
    /// one with a secret in it needs the key.
    pub(super) fn digests(&self, schema: &Value, plain: [u8; 32]) -> Vec<[u8; 32]> {
        if secrets::is_marked(schema) {
            self.connectors().secrets().digests(&plain)
        } else {
            vec![plain]
        }
    }

    /// The run a key stands for, if the same was asked for and it was started.
    async fn started_before(&self, once: Option<&Once>, digests: &[[u8; 32]]) -> Result<Option<RunId>, StartError> {
        let Some(once) = once else { return Ok(None) };
        let store = self.store();
        let kept = store.start_key(&once.scope, &once.key).await.map_err(unavailable)?;
        let Some(kept) = kept.filter(|kept| digests.contains(&kept.digest)) else {
            return Ok(None);
        };
        Ok(store.run(kept.run).await.map_err(unavailable)?.map(|row| row.id))
    }

    /// Whether a run that somebody is about to start appears within its head start.
    async fn appears(&self, run: RunId) -> Result<bool, StartError> {
        let until = tokio::time::Instant::now() + HEAD_START;
        loop {
            if self.store().run(run).await.map_err(unavailable)?.is_some() {
                return Ok(true);
            }
            if tokio::time::Instant::now() >= until {
                return Ok(false);
            }
            tokio::time::sleep(LOOK).await;
        }
    }
}

pub(super) fn unavailable(error: StoreError) -> StartError {
    match error {
        StoreError::Refused { source, .. } => StartError::Refused(source.to_string()),
        error => {
            tracing::warn!(%error, "a start key cannot be kept");
            StartError::Unavailable
        }
    }
}

/// What makes two requests the same.
fn digest(start: &StartRun, unique: bool, callback: Option<&NewCallback>) -> [u8; 32] {
    let key = start.business_key.as_deref();
    digest_of(&start.process, start.version, &start.input, key, unique, callback)
}

pub(super) fn digest_of(
    process: &str,
    version: Option<i32>,
    input: &Value,
    business_key: Option<&str>,
    unique: bool,
    callback: Option<&NewCallback>,
) -> [u8; 32] {
    let callback = callback.map(|callback| (&callback.url, callback.on_incident));
    let asked = json!([process, version, input, business_key, unique, callback]);
    Sha256::digest(asked.to_string().as_bytes()).into()
}
