//! Starts that happen once, however often they are asked for, whichever node is asked and whatever dies in between.
//!
//! The key is durable before the run is, with the id the run will have. Who finds a key without a run finishes that
//! start: the journal's primary key lets one of them win, and the others see its run.

use std::time::Duration;

use serde_json::json;
use sha2::{Digest as _, Sha256};
use throughline_engine::kernel::RunId;

use super::{Definition, Runtime, StartError, StartRun};
use crate::secrets;
use crate::store::StoreError;

/// How long the one who made the key has before another one finishes its start.
const HEAD_START: Duration = Duration::from_secs(2);
/// How often to look for its run meanwhile.
const LOOK: Duration = Duration::from_millis(50);

/// Under which name a start happens once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    /// Who gives out the keys, e.g. `http:token:ci`, `schedule:<id>`, `record:webitel_users`.
    pub scope: String,
    /// The key within it.
    pub key: String,
}

/// A run that was started now or before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Started {
    /// The run.
    pub run: RunId,
    /// False where this call found the run of an earlier one.
    pub is_new: bool,
}

impl Runtime {
    /// Starts a run once for each key.
    ///
    /// # Errors
    /// As [`Runtime::start_run`]; [`StartError::KeyReused`] where the key was used for another request.
    pub async fn start_once(&self, once: &Once, start: StartRun) -> Result<Started, StartError> {
        // Before the key: what does not fit must not use it up.
        let asked = json!([start.process, start.version, start.input, start.business_key]).to_string();
        let (definition, fact) = self.prepare_start(start).await?;
        let digests = self.digests(&definition, &asked);
        let digest = digests[0];
        let store = self.store();
        let kept = store
            .reserve_start(&once.scope, &once.key, RunId(uuid::Uuid::now_v7()), digest)
            .await
            .map_err(unavailable)?;
        if !digests.contains(&kept.digest) {
            return Err(StartError::KeyReused { key: once.key.clone() });
        }
        if !kept.is_new {
            let until = tokio::time::Instant::now() + HEAD_START;
            loop {
                if store.run(kept.run).await.map_err(unavailable)?.is_some() {
                    return Ok(Started {
                        run: kept.run,
                        is_new: false,
                    });
                }
                if tokio::time::Instant::now() >= until {
                    break;
                }
                tokio::time::sleep(LOOK).await;
            }
        }
        match self.start_as(kept.run, definition, fact).await {
            Ok(run) => Ok(Started {
                run,
                is_new: kept.is_new,
            }),
            Err(StartError::Refused(reason)) => {
                store
                    .release_start(&once.scope, &once.key, kept.run)
                    .await
                    .map_err(unavailable)?;
                Err(StartError::Refused(reason))
            }
            // Another one may have been quicker with the same id.
            Err(error) => match store.run(kept.run).await {
                Ok(Some(_)) => Ok(Started {
                    run: kept.run,
                    is_new: false,
                }),
                Ok(None) | Err(_) => Err(error),
            },
        }
    }
}

impl Runtime {
    /// What makes two requests the same; the first is kept, any may match. A plain digest of a secret could be guessed,
    /// so one with a secret in it needs the key.
    fn digests(&self, definition: &Definition, asked: &str) -> Vec<[u8; 32]> {
        if secrets::is_marked(&definition.process.input_schema) {
            return self.connectors().secrets().digests(asked.as_bytes());
        }
        vec![Sha256::digest(asked.as_bytes()).into()]
    }
}

fn unavailable(error: StoreError) -> StartError {
    match error {
        StoreError::Refused { source, .. } => StartError::Refused(source.to_string()),
        error => {
            tracing::warn!(%error, "a start key cannot be kept");
            StartError::Unavailable
        }
    }
}
