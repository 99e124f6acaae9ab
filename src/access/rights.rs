//! Rights on single processes, as they stand.
//!
//! A process nobody restricted is open to every role that may do the thing at all. Once a right on it is given to
//! somebody, only those it is given to have it, and administrators. Who may start a process or act on its runs may see
//! it; who may not see it may do nothing with it. A right never lifts what the role of a caller allows.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use super::{Access, FRESH};
use crate::auth::{Caller, ProcessRight, Role};
use crate::store::{Grant, GrantSubject, StoreError};

/// Every right on single processes.
#[derive(Debug, Default)]
pub struct Rights {
    by_process: HashMap<String, Vec<(ProcessRight, GrantSubject)>>,
}

impl Rights {
    fn of(grants: Vec<Grant>) -> Self {
        let mut by_process: HashMap<String, Vec<_>> = HashMap::new();
        for grant in grants {
            by_process
                .entry(grant.process)
                .or_default()
                .push((grant.right, grant.subject));
        }
        Self { by_process }
    }

    /// Whether no process is restricted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_process.is_empty()
    }

    /// Whether a caller may do this with a process.
    #[must_use]
    pub fn allow(&self, caller: &Caller, process: &str, right: ProcessRight) -> bool {
        if caller.role() < right.least_role() {
            return false;
        }
        if caller.role() == Role::Administrator {
            return true;
        }
        self.by_process
            .get(process)
            .is_none_or(|grants| Self::allowed_by(grants, caller, right))
    }

    /// The processes a caller may not see.
    #[must_use]
    pub fn hidden_from(&self, caller: &Caller) -> Vec<String> {
        self.without(caller, ProcessRight::See)
    }

    /// The processes whose runs a caller may not act on, those they may not see among them.
    #[must_use]
    pub fn not_operable_by(&self, caller: &Caller) -> Vec<String> {
        self.without(caller, ProcessRight::Operate)
    }

    fn without(&self, caller: &Caller, right: ProcessRight) -> Vec<String> {
        if caller.role() == Role::Administrator {
            return Vec::new();
        }
        let mut processes: Vec<String> = self
            .by_process
            .iter()
            .filter(|(_, grants)| !Self::allowed_by(grants, caller, right))
            .map(|(process, _)| process.clone())
            .collect();
        processes.sort_unstable();
        processes
    }

    fn allowed_by(grants: &[(ProcessRight, GrantSubject)], caller: &Caller, right: ProcessRight) -> bool {
        let is_restricted = |right| grants.iter().any(|(given, _)| *given == right);
        let has = |right| {
            grants
                .iter()
                .any(|(given, subject)| *given == right && is_subject(caller, subject))
        };
        let sees = !is_restricted(ProcessRight::See) || ProcessRight::ALL.into_iter().any(has);
        match right {
            ProcessRight::See => sees,
            right => sees && (!is_restricted(right) || has(right)),
        }
    }
}

fn is_subject(caller: &Caller, subject: &GrantSubject) -> bool {
    match subject {
        GrantSubject::User { id, .. } => caller.user_id() == Some(*id),
        GrantSubject::Token { id, .. } => caller.token_id() == Some(*id),
        GrantSubject::Role(role) => caller.role() >= *role,
    }
}

/// The rights as they were read, for a short time.
#[derive(Default)]
pub(super) struct RightsCache {
    inner: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    /// Counts what was forgotten, so that what was read before is not kept after.
    generation: u64,
    read: Option<(Instant, Arc<Rights>)>,
}

impl RightsCache {
    pub(super) fn clear(&self) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.generation += 1;
        inner.read = None;
    }
}

impl Access {
    /// The rights on single processes, as they are or were a few seconds ago.
    ///
    /// # Errors
    /// The database.
    pub async fn rights(&self) -> Result<Arc<Rights>, StoreError> {
        let cache = &self.inner.rights.inner;
        let generation = {
            let inner = cache.lock().unwrap_or_else(PoisonError::into_inner);
            match &inner.read {
                Some((read, rights)) if read.elapsed() < FRESH => return Ok(rights.clone()),
                _ => inner.generation,
            }
        };
        let begun = Instant::now();
        let rights = Arc::new(Rights::of(self.store().all_grants().await?));
        let mut inner = cache.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.generation == generation {
            inner.read = Some((begun, rights.clone()));
        }
        Ok(rights)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::{ApiTokenId, SessionId, UserId};
    use uuid::Uuid;

    fn user(id: u128, role: Role) -> Caller {
        Caller::user("x", role, UserId(Uuid::from_u128(id)), SessionId(Uuid::nil()))
    }

    fn rights(grants: &[(&str, ProcessRight, GrantSubject)]) -> Rights {
        let mut rights = Rights::default();
        for (process, right, subject) in grants {
            rights
                .by_process
                .entry((*process).to_owned())
                .or_default()
                .push((*right, subject.clone()));
        }
        rights
    }

    fn of_user(id: u128) -> GrantSubject {
        GrantSubject::User {
            id: UserId(Uuid::from_u128(id)),
            name: "x".into(),
        }
    }

    #[test]
    fn without_a_grant_the_role_decides() {
        let rights = rights(&[("Other", ProcessRight::See, of_user(1))]);
        assert!(rights.allow(&user(2, Role::Viewer), "P", ProcessRight::See));
        assert!(!rights.allow(&user(2, Role::Viewer), "P", ProcessRight::Start));
        assert!(rights.allow(&user(2, Role::Operator), "P", ProcessRight::Start));
    }

    #[test]
    fn a_grant_closes_a_right_for_others_and_lifts_no_role() {
        let rights = rights(&[("P", ProcessRight::Start, of_user(1))]);
        assert!(rights.allow(&user(1, Role::Operator), "P", ProcessRight::Start));
        assert!(!rights.allow(&user(1, Role::Viewer), "P", ProcessRight::Start));
        assert!(!rights.allow(&user(2, Role::Designer), "P", ProcessRight::Start));
        assert!(rights.allow(&user(2, Role::Administrator), "P", ProcessRight::Start));
        assert!(rights.allow(&user(2, Role::Operator), "P", ProcessRight::Operate));
        assert!(rights.allow(&user(2, Role::Viewer), "P", ProcessRight::See));
    }

    #[test]
    fn who_may_start_sees_and_who_does_not_see_may_nothing() {
        let rights = rights(&[
            ("P", ProcessRight::See, of_user(1)),
            ("P", ProcessRight::Start, of_user(2)),
        ]);
        assert!(rights.allow(&user(2, Role::Operator), "P", ProcessRight::See));
        assert!(!rights.allow(&user(1, Role::Operator), "P", ProcessRight::Start));
        assert!(!rights.allow(&user(3, Role::Operator), "P", ProcessRight::See));
        assert!(!rights.allow(&user(3, Role::Operator), "P", ProcessRight::Operate));
        assert_eq!(rights.hidden_from(&user(3, Role::Designer)), ["P"]);
        assert!(rights.hidden_from(&user(1, Role::Viewer)).is_empty());
        assert!(rights.hidden_from(&user(3, Role::Administrator)).is_empty());
    }

    #[test]
    fn tokens_count_by_themselves_and_as_their_owners_and_roles_as_those_above() {
        let token = ApiTokenId(Uuid::from_u128(9));
        let rights = rights(&[
            (
                "P",
                ProcessRight::Start,
                GrantSubject::Token {
                    id: token,
                    name: "t".into(),
                },
            ),
            ("Q", ProcessRight::Start, of_user(1)),
            ("R", ProcessRight::See, GrantSubject::Role(Role::Designer)),
        ]);
        let machine = Caller::token("t", Role::Operator, token, None);
        let own = Caller::token(
            "u",
            Role::Operator,
            ApiTokenId(Uuid::nil()),
            Some(UserId(Uuid::from_u128(1))),
        );
        assert!(rights.allow(&machine, "P", ProcessRight::Start) && !rights.allow(&own, "P", ProcessRight::Start));
        assert!(rights.allow(&own, "Q", ProcessRight::Start) && !rights.allow(&machine, "Q", ProcessRight::Start));
        assert!(rights.allow(&user(5, Role::Designer), "R", ProcessRight::See));
        assert!(!rights.allow(&Caller::new("schedule:x", Role::Operator), "R", ProcessRight::See));
    }
}
