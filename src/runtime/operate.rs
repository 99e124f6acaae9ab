//! What a person does to a run besides cancelling it and having it tried again.

use std::sync::Arc;

use serde_json::Value;
use throughline_engine::definition::Operations as _;
use throughline_engine::kernel::{self, Entry, Fact, RunId, TokenId};

use super::{ActionError, Done, Inspection, Runtime};
use crate::secrets;

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
}
