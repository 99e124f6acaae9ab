//! What a caller may do with a single process, asked in one place for every route.
//!
//! Without rights on single processes, which is the usual case, this costs nothing but a look at a kept value: the run
//! is not even read.

use throughline_engine::kernel::RunId;

use super::ApiState;
use super::problem::Problem;
use crate::auth::{Caller, ProcessRight};

impl ApiState {
    /// Refuses callers who may not do this with a process. A process they may not see is not there for them.
    ///
    /// # Errors
    /// 403, 404.
    pub(crate) async fn must(&self, caller: &Caller, process: &str, right: ProcessRight) -> Result<(), Problem> {
        if caller.role() < right.least_role() {
            return Err(Problem::forbidden(caller, right.least_role()));
        }
        let rights = self.access().rights().await?;
        if !rights.allow(caller, process, ProcessRight::See) {
            return Err(Problem::no_process(process, None));
        }
        if !rights.allow(caller, process, right) {
            return Err(Problem::not_granted(caller, process, right));
        }
        Ok(())
    }

    /// Refuses callers who may not do this with a run, by the rights on its process. A run they may not see is not
    /// there for them.
    ///
    /// # Errors
    /// 403, 404.
    pub(crate) async fn must_with_run(&self, caller: &Caller, run: RunId, right: ProcessRight) -> Result<(), Problem> {
        if caller.role() < right.least_role() {
            return Err(Problem::forbidden(caller, right.least_role()));
        }
        let rights = self.access().rights().await?;
        if rights.is_empty() {
            return Ok(());
        }
        let row = self.runtime().store().run(run).await?;
        let process = row.ok_or_else(|| Problem::no_run(run))?.process;
        if !rights.allow(caller, &process, ProcessRight::See) {
            return Err(Problem::no_run(run));
        }
        if !rights.allow(caller, &process, right) {
            return Err(Problem::not_granted(caller, &process, right));
        }
        Ok(())
    }

    /// Whether a process is there for this caller.
    ///
    /// # Errors
    /// 503.
    pub(crate) async fn sees(&self, caller: &Caller, process: &str) -> Result<bool, Problem> {
        Ok(self.access().rights().await?.allow(caller, process, ProcessRight::See))
    }

    /// The processes a list leaves out for this caller.
    ///
    /// # Errors
    /// 503.
    pub(crate) async fn hidden_from(&self, caller: &Caller) -> Result<Vec<String>, Problem> {
        Ok(self.access().rights().await?.hidden_from(caller))
    }
}
