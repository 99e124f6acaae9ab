//! What a person does to a run besides cancelling it and having it tried again, and how a run came to stand as it does.

use std::sync::Arc;

use serde_json::Value;
use throughline_engine::definition::Operations as _;
use throughline_engine::kernel::{self, Activity, Entry, Fact, Historian, RunId, Seq, State, TokenId};

use super::{ActionError, Definition, Done, Inspection, Runtime};
use crate::secrets;
use crate::store::{Loaded, RunRow, StoreError};

/// A run at a moment of its past, with all it did until then.
#[derive(Debug)]
pub struct History {
    /// The row, as last written.
    pub row: RunRow,
    /// The definition it is pinned to.
    pub definition: Arc<Definition>,
    /// How it stood after the last fact looked at.
    pub state: State,
    /// What it did until then, in the order it began.
    pub activities: Vec<Activity>,
    /// The last fact there is.
    pub last_seq: Seq,
}

impl Runtime {
    /// Gives a run a fact of a person: skip, edit, move, suspend, resume, or the retry of one incident.
    ///
    /// # Errors
    /// No such run, it does not fit the run as it stands, or the database.
    pub async fn tell(&self, run: RunId, fact: Fact) -> Result<Done, ActionError> {
        let details = self.inspect(run).await?.ok_or(ActionError::NoSuchRun(run))?;
        let inspection = details.inspection.map_err(ActionError::Broken)?;
        let fact = self.keep_secrets(fact, &inspection)?;
        // Asked here, so that a mistake is answered at once wherever the run is; the one who has the run asks again.
        let entry = Entry {
            seq: inspection.state.last_seq().next(),
            at: super::now(),
            fact,
        };
        kernel::check(&inspection.definition.process, &inspection.state, &entry)
            .map_err(|error| ActionError::Conflict(error.to_string()))?;
        self.ask(run, entry.fact).await
    }

    /// Seals what of a person's values is secret: an output by the schema of its operation, a variable where the value
    /// before it was.
    fn keep_secrets(&self, fact: Fact, inspection: &Inspection) -> Result<Fact, ActionError> {
        let refused = |value: &Value| {
            let sent = if secrets::holds_sealed(value) {
                "a sealed text, such as stands in journals in the place of a secret"
            } else if secrets::holds_shown(value) {
                "•••, which is shown in the place of a secret"
            } else {
                return Ok(());
            };
            Err(ActionError::Conflict(format!(
                "the value holds {sent}; send the value itself"
            )))
        };
        let connectors = self.connectors();
        let (process, state) = (&inspection.definition.process, &inspection.state);
        Ok(match fact {
            Fact::Skipped {
                token,
                mut output,
                by,
                reason,
            } => {
                refused(&output)?;
                let operation = state.operation_at(process, token);
                if let Some(info) = operation.and_then(|name| connectors.catalogue().get(name))
                    && secrets::is_marked(&info.result)
                {
                    connectors.secrets().seal(&info.result, Arc::make_mut(&mut output));
                }
                Fact::Skipped {
                    token,
                    output,
                    by,
                    reason,
                }
            }
            Fact::VariablesEdited {
                token,
                mut variables,
                by,
                reason,
            } => {
                for (name, value) in &mut variables {
                    refused(value)?;
                    if let Some(before) = state.variable_seen(process, token, name) {
                        connectors.secrets().seal_like(before, Arc::make_mut(value));
                    }
                }
                Fact::VariablesEdited {
                    token,
                    variables,
                    by,
                    reason,
                }
            }
            other => other,
        })
    }

    /// Has one incident tried again; `anew` evaluates its inputs again.
    ///
    /// # Errors
    /// As [`Runtime::tell`].
    pub async fn retry_one(&self, run: RunId, token: TokenId, anew: bool, by: &str) -> Result<Done, ActionError> {
        let by = by.to_owned();
        self.tell(run, Fact::Retried { token, by, anew }).await
    }

    /// What a run did, and how it stood after the fact `until` (after its last one where none is given).
    ///
    /// # Errors
    /// [`ActionError::NoSuchRun`], [`ActionError::Broken`] where it cannot be folded, or the database.
    pub async fn history(&self, run: RunId, until: Option<Seq>) -> Result<History, ActionError> {
        let loaded = self.store().load(&[run]).await?.into_iter().next();
        let loaded = match loaded {
            None | Some(Loaded::Missing(_)) => return Err(ActionError::NoSuchRun(run)),
            Some(Loaded::Poisoned { cause, .. }) => return Err(ActionError::Broken(cause.to_string())),
            Some(Loaded::Run(loaded)) => *loaded,
        };
        let definition = self
            .definitions()
            .get(loaded.row.definition)
            .await
            .map_err(|error| ActionError::Broken(error.to_string()))?;
        let scripts = self.inner.kit.scripts.clone();
        // A long journal takes its time: not on the async workers.
        tokio::task::spawn_blocking(move || {
            let mut historian = Historian::new(&definition.process, &scripts, loaded.row.id);
            let last_seq = loaded.facts.last().map_or(Seq(0), |entry| entry.seq);
            let until = until.unwrap_or(last_seq);
            for entry in loaded.facts.iter().take_while(|entry| entry.seq <= until) {
                historian
                    .fold(entry)
                    .map_err(|error| ActionError::Broken(format!("fact {}: {error}", entry.seq)))?;
            }
            let (activities, state) = historian.finish();
            Ok(History {
                row: loaded.row,
                definition,
                state,
                activities,
                last_seq,
            })
        })
        .await
        .map_err(|error| {
            tracing::error!(%run, %error, "folding a journal for its history failed");
            ActionError::Store(StoreError::Unexpected {
                doing: "fold a journal",
                source: sqlx::Error::WorkerCrashed,
            })
        })?
    }
}
