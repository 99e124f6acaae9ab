//! The one way the API starts a run, whichever route asks: rights, the start itself, its confirmation.

use std::time::Duration;

use super::ApiState;
use super::problem::{Problem, ProblemKind};
use crate::auth::{Caller, ProcessRight};
use crate::runtime::{DefinitionError, Once, StartError, StartRun, Started};

/// Longest time until a start is confirmed.
const CONFIRM: Duration = Duration::from_secs(30);
/// Longest business key, in characters.
const MAX_BUSINESS_KEY: usize = 200;

/// Starts a run for a caller; with `once`, once for that key. The run is durable when this answers.
///
/// # Errors
/// The caller may not, the request does not fit, or the database.
pub(super) async fn start(
    state: &ApiState,
    caller: &Caller,
    start: StartRun,
    once: Option<Once>,
) -> Result<Started, Problem> {
    // With the version, as it is said of a process that is not there: nobody learns which of the two it is.
    if !state.sees(caller, &start.process).await? {
        return Err(Problem::no_process(&start.process, start.version));
    }
    state.must(caller, &start.process, ProcessRight::Start).await?;
    if start
        .business_key
        .as_ref()
        .is_some_and(|key| key.chars().count() > MAX_BUSINESS_KEY)
    {
        let detail = format!("`business_key` is longer than {MAX_BUSINESS_KEY} characters. Nothing was started.");
        return Err(Problem::new(ProblemKind::BadRequest, detail));
    }
    let (process, version) = (start.process.clone(), start.version);
    // In a task of its own: a caller that goes away in between does not leave half a start behind.
    let starting = tokio::spawn({
        let runtime = state.runtime().clone();
        async move {
            match once {
                Some(once) => runtime.start_once(&once, start).await,
                None => runtime.start_run(start).await.map(|run| Started { run, is_new: true }),
            }
        }
    });
    match tokio::time::timeout(CONFIRM, starting).await {
        Ok(Ok(Ok(started))) => Ok(started),
        Ok(Ok(Err(StartError::Definition(DefinitionError::Unknown { .. })))) => {
            Err(Problem::no_process(&process, version))
        }
        Ok(Ok(Err(error))) => Err(error.into()),
        Ok(Err(error)) => {
            tracing::error!(%error, "a start broke off");
            Err(Problem::internal())
        }
        Err(_) => {
            let detail = "The database did not confirm the start within 30 s; it may still do so. \
                          Look for the run by its business key or process before starting it again.";
            Err(Problem::new(ProblemKind::OutcomeUnknown, detail).retry_after(10))
        }
    }
}
