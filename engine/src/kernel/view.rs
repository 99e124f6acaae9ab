//! A run as people and the API see it: where its tokens stand and what its variables hold.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

use super::state::{Doing, ScopeId, State};
use super::{EffectError, TokenId};
use crate::definition::{Process, StepKind};

/// A token in words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TokenView {
    /// The token.
    pub token: TokenId,
    /// Path of the step it stands at.
    pub step: Arc<str>,
    /// Item number, inside a `for_each`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<u32>,
    /// What it does there.
    #[serde(flatten)]
    pub doing: DoingView,
}

/// What a token does.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "doing", rename_all = "snake_case")]
pub enum DoingView {
    /// A call is under way, or its next attempt is waited for.
    Call {
        /// The attempt, from 1.
        attempt: u16,
        /// How many there may be.
        attempts: u16,
        /// When the next attempt is made, while one is waited for.
        #[serde(skip_serializing_if = "Option::is_none")]
        next_attempt_at: Option<DateTime<Utc>>,
    },
    /// At a timer event.
    Wait {
        /// Until when.
        until: DateTime<Utc>,
    },
    /// At a join.
    Join,
    /// Inside a sub-process.
    SubProcess,
    /// At a `for_each`.
    ForEach(Progress),
    /// Stopped until a person helps.
    Incident {
        /// Why.
        error: EffectError,
        /// Since when.
        since: DateTime<Utc>,
        /// Whether it can be skipped with an output: an activity or a timer can, a gateway or an end cannot.
        can_skip: bool,
        /// Whether there is a step beside it that the token can be put to.
        can_move: bool,
    },
}

/// How far a `for_each` is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Path of the step.
    pub step: Arc<str>,
    /// Items in the list.
    pub total: u32,
    /// Items that ended.
    pub done: u32,
    /// Items under way.
    pub active: u32,
    /// Items that ended through a `catch`.
    pub caught: u32,
}

impl State {
    /// Every token, in the order they came to be.
    #[must_use]
    pub fn tokens(&self, process: &Process) -> Vec<TokenView> {
        let view = |(id, token)| self.token_view(process, id, token);
        self.tokens.iter().filter_map(view).collect()
    }

    /// The first tokens that say what a run does or why it stands, at most `most`: incidents, then calls and waits. What
    /// only holds others (a sub-process, a `for_each`, a join) is left out.
    #[must_use]
    pub fn telling_tokens(&self, process: &Process, most: usize) -> Vec<TokenView> {
        let incidents = self.tokens.iter();
        let incidents = incidents.filter(|(_, token)| self.counts.incidents > 0 && is_incident(token));
        let others = self.tokens.iter();
        let others = others.filter(|(_, token)| matches!(token.doing, Doing::Call(_) | Doing::Wait { .. }));
        let view = |(id, token)| self.token_view(process, id, token);
        incidents.chain(others).filter_map(view).take(most).collect()
    }

    fn token_view(&self, process: &Process, id: &TokenId, token: &super::state::Token) -> Option<TokenView> {
        let step = &process.steps[usize::from(token.step.0)];
        let doing = match &token.doing {
            Doing::Call(call) => DoingView::Call {
                attempt: call.attempt,
                attempts: step.retry.attempts.saturating_add(call.budget_from - 1),
                next_attempt_at: call.backoff,
            },
            Doing::Wait { due } => DoingView::Wait { until: *due },
            Doing::Joining => DoingView::Join,
            Doing::SubProcess { .. } => DoingView::SubProcess,
            Doing::Items(items) => DoingView::ForEach(Progress {
                step: step.path.clone(),
                total: items.total(),
                done: items.done,
                active: items.active,
                caught: items.caught,
            }),
            Doing::Incident(incident) => DoingView::Incident {
                error: incident.error.clone(),
                since: incident.since,
                can_skip: super::facts::can_skip(process, self, *id),
                can_move: super::facts::can_move(process, self, *id),
            },
            Doing::Ready => return None,
        };
        Some(TokenView {
            token: *id,
            step: step.path.clone(),
            item: self.item_of(process, token.scope),
            doing,
        })
    }

    /// Path of the step a token stands at; `None` if there is no such token.
    #[must_use]
    pub fn step_path(&self, process: &Process, token: TokenId) -> Option<Arc<str>> {
        self.tokens
            .get(&token)
            .map(|held| process.steps[usize::from(held.step.0)].path.clone())
    }

    /// Progress of every `for_each` under way, outermost first.
    #[must_use]
    pub fn progress(&self, process: &Process) -> Vec<Progress> {
        self.tokens
            .values()
            .filter_map(|token| match &token.doing {
                Doing::Items(items) => Some(Progress {
                    step: process.steps[usize::from(token.step.0)].path.clone(),
                    total: items.total(),
                    done: items.done,
                    active: items.active,
                    caught: items.caught,
                }),
                _ => None,
            })
            .collect()
    }

    /// The variables of the process scope.
    #[must_use]
    pub fn variables(&self, process: &Process) -> BTreeMap<String, Arc<Value>> {
        let Some(scope) = self.scopes.get(&ScopeId::PROCESS) else {
            return BTreeMap::new();
        };
        let names = process.bodies[0].variables.iter().map(|variable| variable.name.clone());
        names.zip(scope.variables.iter().cloned()).collect()
    }

    /// The value of a variable that can be edited, as a token sees it; of the process where no token is given.
    #[must_use]
    pub fn variable_seen(&self, process: &Process, token: Option<TokenId>, name: &str) -> Option<&Arc<Value>> {
        super::facts::variable_seen(process, self, token, name)
    }

    /// The operation the step of a token calls; `None` where it calls none.
    #[must_use]
    pub fn operation_at<'a>(&self, process: &'a Process, token: TokenId) -> Option<&'a str> {
        let held = self.tokens.get(&token)?;
        match &process.steps[usize::from(held.step.0)].kind {
            StepKind::Call { operation, .. } => Some(operation),
            _ => None,
        }
    }

    /// The tokens that stand at incidents, with the step and the error of each.
    #[must_use]
    pub fn open_incidents<'a>(&'a self, process: &'a Process) -> Vec<(TokenId, &'a str, &'a EffectError)> {
        self.tokens
            .iter()
            .filter_map(|(id, token)| match &token.doing {
                Doing::Incident(incident) => {
                    Some((*id, &*process.steps[usize::from(token.step.0)].path, &incident.error))
                }
                _ => None,
            })
            .collect()
    }

    /// Path of the step of [`State::error`]: the one that threw it, or stands at the first open incident.
    #[must_use]
    pub fn error_step(&self, process: &Process) -> Option<Arc<str>> {
        let first = |token: &super::state::Token| is_incident(token).then_some(token.step);
        let step = match &self.error {
            Some(_) => self.error_at,
            None => self.tokens.values().find_map(first),
        };
        step.map(|step| process.steps[usize::from(step.0)].path.clone())
    }

    /// Number of the innermost item a token is in.
    #[must_use]
    pub fn item_of_token(&self, process: &Process, token: TokenId) -> Option<u32> {
        let held = self.tokens.get(&token)?;
        self.item_of(process, held.scope)
    }

    /// Number of the innermost item a scope lies in.
    fn item_of(&self, process: &Process, scope: ScopeId) -> Option<u32> {
        let mut at = Some(scope);
        while let Some(id) = at {
            let scope = self.scope(id);
            if process.bodies[usize::from(scope.body.0)].kind == crate::definition::BodyKind::Item {
                return Some(scope.index);
            }
            at = scope.parent;
        }
        None
    }
}

fn is_incident(token: &super::state::Token) -> bool {
    matches!(token.doing, Doing::Incident(_))
}
