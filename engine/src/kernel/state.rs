//! What a run is at one moment: its tokens, scopes and variables. Only [`super::fold`] changes it.
//!
//! Everything in here follows from the facts folded so far, so two folds of one journal compare equal.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::advance::Ask;
use super::{EffectError, RunId, RunStatus, Seq, TokenId, Visit};
use crate::definition::{BodyIndex, FlowIndex, StepIndex};

/// A scope of a run. Never serialised, never reused in the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ScopeId(pub(crate) u32);

impl ScopeId {
    /// The scope of the process itself.
    pub(crate) const PROCESS: Self = Self(0);
}

/// A run as it stands after the facts folded so far.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    pub(crate) id: RunId,
    pub(crate) status: RunStatus,
    pub(crate) last_seq: Seq,
    /// Time of the last fact folded: what `now()` answers.
    pub(crate) now: DateTime<Utc>,
    pub(crate) input: Arc<Value>,
    /// `run` as expressions see it.
    pub(crate) run: Arc<Value>,
    pub(crate) business_key: Option<String>,
    pub(crate) tokens: BTreeMap<TokenId, Token>,
    pub(crate) scopes: BTreeMap<ScopeId, Scope>,
    pub(crate) next_token: u32,
    pub(crate) next_scope: u32,
    pub(crate) uuids: u64,
    /// How often a person had an incident of this run tried again.
    pub(crate) retries: u32,
    /// A person stopped it for a while: no new call is handed out.
    pub(crate) suspended: bool,
    /// Calls and waits entered so far.
    pub(crate) activities: u64,
    pub(crate) counts: Counts,
    pub(crate) result: Option<Arc<Value>>,
    pub(crate) error: Option<EffectError>,
    /// The step that threw it.
    pub(crate) error_at: Option<StepIndex>,
    /// What was asked of the outside and not yet handed out by `advance`.
    pub(crate) outbox: Vec<Ask>,
}

/// How many tokens do what; kept so that the status needs no walk over the tokens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) calls: u32,
    pub(crate) waits: u32,
    pub(crate) incidents: u32,
    pub(crate) joining: u32,
}

/// Where a run stands, once.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Token {
    pub(crate) scope: ScopeId,
    pub(crate) step: StepIndex,
    /// The sequence flow it came by; a join counts one token a flow.
    pub(crate) by: Option<FlowIndex>,
    pub(crate) visit: Visit,
    /// The error it is handling, as expressions see it.
    pub(crate) error: Option<Arc<Value>>,
    /// When the step's `timeout` ends.
    pub(crate) timeout: Option<DateTime<Utc>>,
    pub(crate) doing: Doing,
}

/// What a token does.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Doing {
    /// About to enter its step; never seen between folds.
    Ready,
    /// A call is with the outside, or waits for its next attempt.
    Call(Call),
    /// At a timer event.
    Wait { due: DateTime<Utc> },
    /// At a join, until the other flows have their tokens.
    Joining,
    /// Inside a sub-process.
    SubProcess { scope: ScopeId },
    /// At a `for_each`.
    Items(Box<Items>),
    /// Stopped for good until a person helps.
    Incident(Box<Incident>),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Call {
    /// What is sent, evaluated once: every attempt sends the same bytes.
    pub(crate) request: Arc<Value>,
    /// Attempt under way (or waited for), from 1 and never reset.
    pub(crate) attempt: u16,
    /// First attempt of the present retry budget: a person's retry opens a new one.
    pub(crate) budget_from: u16,
    /// Set while the next attempt is waited for.
    pub(crate) backoff: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Items {
    pub(crate) list: Arc<Value>,
    pub(crate) parallel: u32,
    pub(crate) next: u32,
    pub(crate) active: u32,
    pub(crate) done: u32,
    /// How many of the done went through a `catch`.
    pub(crate) caught: u32,
    pub(crate) results: Vec<Option<Arc<Value>>>,
}

impl Items {
    pub(crate) fn total(&self) -> u32 {
        u32::try_from(self.results.len()).unwrap_or(u32::MAX)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Incident {
    pub(crate) error: EffectError,
    pub(crate) since: DateTime<Utc>,
    pub(crate) resume: Resume,
}

/// What a retry of an incident does. An effect that succeeded is never asked for again.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Resume {
    /// Enter the step again.
    Enter,
    /// Call again with the same bytes.
    Call(Call),
    /// The activity is done; what failed was its `set`.
    Complete(Arc<Value>),
    /// The step is done; what failed was the end of its item.
    End,
}

/// A nesting of variables and tokens.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scope {
    pub(crate) parent: Option<ScopeId>,
    /// The token that stands at the activity this is the inside of.
    pub(crate) owner: Option<TokenId>,
    pub(crate) body: BodyIndex,
    pub(crate) variables: Vec<Arc<Value>>,
    /// Whether the variables have their initial values.
    pub(crate) opened: bool,
    /// Tokens directly in it.
    pub(crate) live: u32,
    pub(crate) result: Option<Arc<Value>>,
    /// Item number, in an item scope.
    pub(crate) index: u32,
    /// An error of this item was caught: a second one goes outwards.
    pub(crate) handling: bool,
}

impl State {
    /// A run that has not begun.
    #[must_use]
    pub fn new(id: RunId) -> Self {
        let null = Arc::new(Value::Null);
        Self {
            id,
            status: RunStatus::Created,
            last_seq: Seq(0),
            now: DateTime::UNIX_EPOCH,
            input: null.clone(),
            run: null,
            business_key: None,
            tokens: BTreeMap::new(),
            scopes: BTreeMap::new(),
            next_token: 0,
            next_scope: 0,
            uuids: 0,
            retries: 0,
            suspended: false,
            activities: 0,
            counts: Counts::default(),
            result: None,
            error: None,
            error_at: None,
            outbox: Vec::new(),
        }
    }

    /// The run.
    #[must_use]
    pub fn id(&self) -> RunId {
        self.id
    }

    /// Its status.
    #[must_use]
    pub fn status(&self) -> RunStatus {
        self.status
    }

    /// The last fact folded; 0 before the first.
    #[must_use]
    pub fn last_seq(&self) -> Seq {
        self.last_seq
    }

    /// Time of the last fact folded.
    #[must_use]
    pub fn last_fact_at(&self) -> DateTime<Utc> {
        self.now
    }

    /// The business key, where the starter or the definition gave one.
    #[must_use]
    pub fn business_key(&self) -> Option<&str> {
        self.business_key.as_deref()
    }

    /// The result of a completed run.
    #[must_use]
    pub fn result(&self) -> Option<&Arc<Value>> {
        self.result.as_ref()
    }

    /// Why a failed run failed, else the first open incident.
    #[must_use]
    pub fn error(&self) -> Option<&EffectError> {
        self.error.as_ref().or_else(|| {
            if self.counts.incidents == 0 {
                return None;
            }
            self.tokens.values().find_map(|token| match &token.doing {
                Doing::Incident(incident) => Some(&incident.error),
                _ => None,
            })
        })
    }

    /// How many tokens stand at incidents.
    #[must_use]
    pub fn incidents(&self) -> u32 {
        self.counts.incidents
    }

    /// Gives a token something else to do and keeps the counts right.
    pub(crate) fn set_doing(&mut self, id: TokenId, doing: Doing) {
        let token = self
            .tokens
            .get_mut(&id)
            .expect("a token that is given something to do is alive");
        self.counts.leave(&token.doing);
        self.counts.enter(&doing);
        token.doing = doing;
    }

    pub(crate) fn token(&self, id: TokenId) -> &Token {
        self.tokens.get(&id).expect("a token the kernel works on is alive")
    }

    pub(crate) fn token_mut(&mut self, id: TokenId) -> &mut Token {
        self.tokens.get_mut(&id).expect("a token the kernel works on is alive")
    }

    pub(crate) fn scope(&self, id: ScopeId) -> &Scope {
        self.scopes.get(&id).expect("a scope with tokens is alive")
    }

    pub(crate) fn scope_mut(&mut self, id: ScopeId) -> &mut Scope {
        self.scopes.get_mut(&id).expect("a scope with tokens is alive")
    }

    /// Puts a new token into a scope, ready to enter a step.
    pub(crate) fn new_token(
        &mut self,
        scope: ScopeId,
        step: StepIndex,
        by: Option<FlowIndex>,
        error: Option<Arc<Value>>,
    ) -> TokenId {
        let id = TokenId(self.next_token);
        self.next_token += 1;
        self.scope_mut(scope).live += 1;
        self.tokens.insert(
            id,
            Token {
                scope,
                step,
                by,
                visit: Visit(0),
                error,
                timeout: None,
                doing: Doing::Ready,
            },
        );
        id
    }

    /// Takes a token out of the run. Whether its scope is done now is the caller's question.
    pub(crate) fn remove_token(&mut self, id: TokenId) -> Token {
        let token = self.tokens.remove(&id).expect("a token that dies was alive");
        self.counts.leave(&token.doing);
        if matches!(&token.doing, Doing::Call(call) if call.backoff.is_none()) {
            self.outbox.push(Ask::Cancel {
                token: id,
                visit: token.visit,
            });
        }
        self.scope_mut(token.scope).live -= 1;
        token
    }

    pub(crate) fn new_scope(
        &mut self,
        parent: Option<ScopeId>,
        owner: Option<TokenId>,
        body: BodyIndex,
        index: u32,
    ) -> ScopeId {
        let id = ScopeId(self.next_scope);
        self.next_scope += 1;
        self.scopes.insert(
            id,
            Scope {
                parent,
                owner,
                body,
                variables: Vec::new(),
                opened: false,
                live: 0,
                result: None,
                index,
                handling: false,
            },
        );
        id
    }

    /// Whether `scope` is `ancestor` or lies inside it.
    pub(crate) fn is_inside(&self, scope: ScopeId, ancestor: ScopeId) -> bool {
        let mut at = Some(scope);
        while let Some(id) = at {
            if id == ancestor {
                return true;
            }
            at = self.scope(id).parent;
        }
        false
    }

    /// Ends every token of a scope and of the scopes inside it; `and_itself` also takes the scope away.
    pub(crate) fn clear_scope(&mut self, scope: ScopeId, and_itself: bool) {
        let tokens: Vec<TokenId> = self
            .tokens
            .iter()
            .filter(|(_, token)| self.is_inside(token.scope, scope))
            .map(|(id, _)| *id)
            .collect();
        for token in tokens {
            self.remove_token(token);
        }
        let scopes: Vec<ScopeId> = self
            .scopes
            .keys()
            .copied()
            .filter(|&id| self.is_inside(id, scope) && (and_itself || id != scope))
            .collect();
        for id in scopes {
            self.scopes.remove(&id);
        }
    }
}

impl Counts {
    fn slot(&mut self, doing: &Doing) -> Option<&mut u32> {
        match doing {
            Doing::Call(_) => Some(&mut self.calls),
            Doing::Wait { .. } => Some(&mut self.waits),
            Doing::Incident(_) => Some(&mut self.incidents),
            Doing::Joining => Some(&mut self.joining),
            Doing::Ready | Doing::SubProcess { .. } | Doing::Items(_) => None,
        }
    }

    fn enter(&mut self, doing: &Doing) {
        if let Some(count) = self.slot(doing) {
            *count += 1;
        }
    }

    fn leave(&mut self, doing: &Doing) {
        if let Some(count) = self.slot(doing) {
            *count -= 1;
        }
    }
}
