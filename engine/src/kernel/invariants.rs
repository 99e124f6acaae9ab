//! What must hold in every state between two folds. Tests ask after each fact; nothing else needs to.

use std::collections::BTreeMap;

use super::state::{Counts, Doing, ScopeId, State};
use crate::definition::{BodyKind, Process, StepKind};

impl State {
    /// Checks that tokens are conserved: every token is in a live scope, every scope has tokens or is being ended,
    /// every owner stands at the activity whose inside it owns, and the counts agree with the tokens.
    ///
    /// # Errors
    /// The first thing that does not hold, in words.
    pub fn check_invariants(&self, process: &Process) -> Result<(), String> {
        if self.status.is_ended() {
            return if self.tokens.is_empty() && self.scopes.is_empty() {
                Ok(())
            } else {
                Err(format!(
                    "an ended run keeps {} tokens and {} scopes",
                    self.tokens.len(),
                    self.scopes.len()
                ))
            };
        }
        let mut counts = Counts::default();
        let mut live: BTreeMap<ScopeId, u32> = BTreeMap::new();
        for (id, token) in &self.tokens {
            if !self.scopes.contains_key(&token.scope) {
                return Err(format!("token {id} is in a scope that is gone"));
            }
            *live.entry(token.scope).or_default() += 1;
            match &token.doing {
                Doing::Ready => return Err(format!("token {id} is still ready after the fold")),
                Doing::Call(_) => counts.calls += 1,
                Doing::Wait { .. } => counts.waits += 1,
                Doing::Joining => {
                    counts.joining += 1;
                    if !matches!(process.steps[usize::from(token.step.0)].kind, StepKind::Join) {
                        return Err(format!("token {id} joins at a step that is no join"));
                    }
                }
                Doing::Incident(_) => counts.incidents += 1,
                Doing::SubProcess { scope } => {
                    if self.scopes.get(scope).and_then(|held| held.owner) != Some(*id) {
                        return Err(format!("token {id} waits for a sub-process it does not own"));
                    }
                }
                Doing::Items(items) => {
                    let open = self.scopes.values().filter(|scope| scope.owner == Some(*id)).count();
                    if open != items.active as usize {
                        return Err(format!(
                            "token {id} counts {} active items, {open} are open",
                            items.active
                        ));
                    }
                    if items.active > items.parallel || items.done + items.active != items.next {
                        return Err(format!("token {id}: items do not add up: {items:?}"));
                    }
                }
            }
        }
        if counts != self.counts {
            return Err(format!("the counts are {:?}, the tokens say {counts:?}", self.counts));
        }
        for (id, scope) in &self.scopes {
            let tokens = live.get(id).copied().unwrap_or(0);
            if scope.live != tokens || tokens == 0 {
                return Err(format!("scope {id:?} counts {} tokens, {tokens} are in it", scope.live));
            }
            let kind = process.bodies[usize::from(scope.body.0)].kind;
            match (kind, scope.owner) {
                (BodyKind::Process, None) => {}
                (BodyKind::Process, Some(_)) | (_, None) => return Err(format!("scope {id:?} has a wrong owner")),
                (_, Some(owner)) => match self.tokens.get(&owner).map(|token| &token.doing) {
                    Some(Doing::Items(_) | Doing::SubProcess { .. }) => {}
                    other => return Err(format!("the owner of scope {id:?} does {other:?}")),
                },
            }
        }
        Ok(())
    }
}
