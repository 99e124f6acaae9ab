//! The token game: tokens enter steps, complete them and follow sequence flows until each waits for the outside.
//!
//! Nothing here recurses along the graph: a token that moved is put into a queue, so a long chain of pure steps or a
//! loop costs no stack, and a budget ends a loop that never waits for anything.

use std::collections::VecDeque;
use std::sync::Arc;

use serde_json::Value;

use super::evaluate::EvaluationError;
use super::event::{end, error, timer};
use super::fold::FoldError;
use super::gateway::{exclusive, parallel};
use super::notes::Note;
use super::state::{Doing, Incident, Resume, ScopeId, State};
use super::{EffectError, ErrorClass, RunStatus, TokenId, activity};
use crate::definition::{BodyKind, Process, Step, StepIndex, StepKind, Target};
use crate::script::{Environment, ScriptEngine};

/// Steps one fact may cause before the run is stopped with the error `limit`. A loop that calls nothing and waits for
/// nothing would otherwise hold its node for ever.
const STEPS_PER_FACT: u32 = 100_000;

/// Operations the scripts and expressions of one fact may do together. One script has its own, smaller budget; without
/// this one a loop of such scripts would hold its node for hours.
const OPERATIONS_PER_FACT: u64 = 25_000_000;
/// What an expression may do however much was done before it: enough for a handler to say what happened.
const OPERATIONS_LEFT_OVER: u64 = 200;

/// One fold under way.
pub(super) struct Machine<'a> {
    pub(super) process: &'a Process,
    pub(super) scripts: &'a ScriptEngine,
    pub(super) state: &'a mut State,
    ready: VecDeque<TokenId>,
    steps: u32,
    /// The budget was spent once in this fold.
    limited: bool,
    /// Operations that scripts may still do in this fold.
    operations: u64,
}

impl<'a> Machine<'a> {
    pub(super) fn new(process: &'a Process, scripts: &'a ScriptEngine, state: &'a mut State) -> Self {
        Self {
            process,
            scripts,
            state,
            ready: VecDeque::new(),
            steps: 0,
            limited: false,
            operations: OPERATIONS_PER_FACT,
        }
    }

    pub(super) fn step(&self, index: StepIndex) -> &'a Step {
        &self.process.steps[usize::from(index.0)]
    }

    pub(super) fn step_of(&self, token: TokenId) -> &'a Step {
        self.step(self.state.token(token).step)
    }

    /// Whether the token is the inside of a `for_each` over a single activity: it stands at the step of its owner.
    pub(super) fn is_single_item(&self, token: TokenId) -> bool {
        let held = self.state.token(token);
        self.step(held.step).body != self.state.scope(held.scope).body
    }

    /// The environment of expressions in this fold.
    pub(super) fn environment(&self) -> Environment {
        Environment {
            now: self.state.now,
            uuid_seed: *self.state.id.0.as_bytes(),
            uuid_counter: self.state.uuids,
        }
    }

    pub(super) fn new_ready_token(
        &mut self,
        scope: ScopeId,
        step: StepIndex,
        by: Option<crate::definition::FlowIndex>,
        error: Option<Arc<Value>>,
    ) -> TokenId {
        let token = self.state.new_token(scope, step, by, error);
        self.ready.push_back(token);
        token
    }

    /// Lets a token enter its step (again).
    pub(super) fn make_ready(&mut self, token: TokenId) {
        self.state.set_doing(token, Doing::Ready);
        self.ready.push_back(token);
    }

    /// Works until every token waits for the outside, then says where the run stands.
    pub(super) fn settle(&mut self) -> Result<(), FoldError> {
        while let Some(token) = self.ready.pop_front() {
            let stands = self
                .state
                .tokens
                .get(&token)
                .is_some_and(|held| held.doing == Doing::Ready);
            if stands {
                self.enter(token)?;
            }
        }
        if !self.state.status.is_ended() {
            self.find_deadlock();
            let counts = self.state.counts;
            self.state.status = if self.state.suspended {
                RunStatus::Suspended
            } else if counts.calls > 0 {
                RunStatus::Running
            } else if counts.incidents > 0 {
                RunStatus::Incident
            } else {
                RunStatus::Waiting
            };
        }
        self.state.prune_outbox();
        Ok(())
    }

    fn enter(&mut self, token: TokenId) -> Result<(), FoldError> {
        self.steps += 1;
        if self.steps > STEPS_PER_FACT {
            let message = format!(
                "did {STEPS_PER_FACT} steps without waiting for anything: probably a loop that never ends; \
                 give the loop a condition that comes true, or a `wait`"
            );
            // A handler gets one budget of its own. Spent again, nobody catches it: a `catch` that leads back into the
            // loop would hold the node for ever.
            self.steps = 0;
            if std::mem::replace(&mut self.limited, true) {
                return error::throw_to_a_person(self, token, "limit", message, Resume::Enter);
            }
            return error::throw(self, token, "limit", message, Resume::Enter);
        }
        let scope = self.state.token(token).scope;
        if let StepKind::Call { .. } | StepKind::Wait(_) = self.step_of(token).kind
            && !self.may_go_on(token)
        {
            let message = format!(
                "the run has made {} calls and waits, more than `limits.activities` allows: probably a loop that never \
                 ends. A retry lets it make {} more",
                self.state.activities, self.process.max_activities
            );
            // Nobody catches it: a `catch` that leads back into the loop would go on for ever.
            return error::throw_to_a_person(self, token, "limit", message, Resume::Enter);
        }
        if !self.state.scope(scope).opened
            && let Err(error) = self.open_scope(scope)
        {
            return self.fail_evaluation(token, error, Resume::Enter);
        }
        let (step, single) = (self.step_of(token), self.is_single_item(token));
        let index = self.state.token(token).step;
        self.state.notes.add(|| Note::Entered {
            token,
            step: index,
            single,
        });
        if step.multi.is_some() && !single {
            return activity::multi_instance::enter(self, token);
        }
        match &step.kind {
            StepKind::Call { with, .. } => activity::call::enter(self, token, with),
            StepKind::Script(code) => activity::script::enter(self, token, code),
            StepKind::SubProcess(body) => activity::sub_process::enter(self, token, *body),
            StepKind::Choose(branches) => exclusive::enter(self, token, branches),
            StepKind::Fork(flows) => {
                parallel::fork(self, token, flows);
                Ok(())
            }
            StepKind::Join => parallel::join(self, token),
            StepKind::Wait(template) => timer::enter(self, token, template),
            StepKind::End(kind) => end::enter(self, token, kind),
            StepKind::Pass => self.complete(token, Arc::new(Value::Null)),
        }
    }

    /// Counts a call or wait that is about to be entered; `false` where it is one too many. Each retry by a person allows
    /// as many again.
    fn may_go_on(&mut self, token: TokenId) -> bool {
        if self.step_of(token).multi.is_some() && !self.is_single_item(token) {
            return true; // its items are counted
        }
        let allowed = u64::from(self.process.max_activities) * (1 + u64::from(self.state.retries));
        if self.state.activities >= allowed {
            return false;
        }
        self.state.activities += 1;
        true
    }

    /// What the next expression may do; see [`Self::spent`].
    pub(super) fn allowance(&self) -> u64 {
        self.operations.max(OPERATIONS_LEFT_OVER)
    }

    /// An expression that was given `allowance` left so many operations of it.
    pub(super) fn spent(&mut self, operations: u64) {
        self.operations = self.operations.saturating_sub(operations);
    }

    /// The activity of a token is done: `set`, then on along the flow.
    pub(super) fn complete(&mut self, token: TokenId, result: Arc<Value>) -> Result<(), FoldError> {
        self.state.token_mut(token).timeout = None;
        self.state.set_doing(token, Doing::Ready);
        self.state.notes.add(|| Note::Done(token));
        if self.is_single_item(token) {
            let scope = self.state.token(token).scope;
            self.state.scope_mut(scope).result = Some(result);
            return self.end_token(token);
        }
        let (index, step) = (self.state.token(token).step, self.step_of(token));
        if !step.set.is_empty() {
            let (scope, error) = self.place_of(token);
            if let Err(error) = self.assign(&step.set, index, scope, Some(&result), error.as_ref()) {
                return self.fail_evaluation(token, error, Resume::Complete(result));
            }
        }
        self.follow(token, step.next)
    }

    /// Moves a token on.
    pub(super) fn follow(&mut self, token: TokenId, target: Target) -> Result<(), FoldError> {
        match target {
            Target::End => self.end_token(token),
            Target::Flow(flow) => {
                let to = self.process.flows[usize::from(flow.0)].to;
                let held = self.state.token_mut(token);
                held.step = to;
                held.by = Some(flow);
                held.timeout = None;
                self.make_ready(token);
                Ok(())
            }
        }
    }

    /// A token has nowhere left to go; with the last one its scope is done.
    pub(super) fn end_token(&mut self, token: TokenId) -> Result<(), FoldError> {
        let scope = self.state.token(token).scope;
        let held = self.state.scope(scope);
        let (last, owner) = (held.live == 1, held.owner);
        let kind = self.process.bodies[usize::from(held.body.0)].kind;
        if !last {
            self.state.remove_token(token);
            return Ok(());
        }
        if kind == BodyKind::Item {
            // The value is gathered while the token still stands, so that a mistake in it is an error of this item.
            match activity::multi_instance::collect(self, scope) {
                Ok(value) => {
                    self.state.remove_token(token);
                    return activity::multi_instance::item_done(self, scope, value);
                }
                Err(error) => return self.fail_evaluation(token, error, Resume::End),
            }
        }
        self.state.remove_token(token);
        let result = self.state.scope_mut(scope).result.take();
        self.state.scopes.remove(&scope);
        match owner {
            Some(owner) => self.complete(owner, result.unwrap_or_default()),
            None => {
                self.state.status = RunStatus::Completed;
                self.state.result = Some(result.unwrap_or_default());
                Ok(())
            }
        }
    }

    /// Scope and handled error of a token: what its expressions see besides the variables.
    pub(super) fn place_of(&self, token: TokenId) -> (ScopeId, Option<Arc<Value>>) {
        let held = self.state.token(token);
        (held.scope, held.error.clone())
    }

    /// An expression at the token's step failed.
    pub(super) fn fail_evaluation(
        &mut self,
        token: TokenId,
        error: EvaluationError,
        resume: Resume,
    ) -> Result<(), FoldError> {
        match error {
            EvaluationError::Failed(error) => error::fail(self, token, error, resume),
            EvaluationError::Interrupted => Err(FoldError::Interrupted {
                step: self.step_of(token).path.to_string(),
            }),
        }
    }

    /// Stops a token until a person helps.
    pub(super) fn incident(&mut self, token: TokenId, error: EffectError, resume: Resume) {
        let since = self.state.now;
        self.state.token_mut(token).timeout = None;
        self.state
            .set_doing(token, Doing::Incident(Box::new(Incident { error, since, resume })));
    }

    /// Stops a token before it entered its first step.
    pub(super) fn incident_before_entering(&mut self, token: TokenId, error: EffectError) {
        self.incident(token, error, Resume::Enter);
    }

    /// Nothing can happen any more, yet tokens stand at joins: a person must know, a run never hangs silently.
    fn find_deadlock(&mut self) {
        let counts = self.state.counts;
        if counts.joining == 0 || counts.calls + counts.waits + counts.incidents > 0 {
            return;
        }
        if self.state.tokens.values().any(|token| token.timeout.is_some()) {
            return;
        }
        let stuck: Vec<TokenId> = self
            .state
            .tokens
            .iter()
            .filter(|(_, token)| token.doing == Doing::Joining)
            .map(|(id, _)| *id)
            .collect();
        for token in stuck {
            let step = self.step_of(token);
            let error = EffectError {
                code: "deadlock".to_owned(),
                message: format!(
                    "step `{}`: this join waits for a token on each of its {} incoming flows, and on at least one \
                     none can come any more; check which branches lead to it",
                    step.path,
                    step.incoming.len()
                ),
                class: ErrorClass::Permanent,
                data: Value::Null,
                retry_after_ms: None,
            };
            self.incident(token, error, Resume::Enter);
        }
    }
}
