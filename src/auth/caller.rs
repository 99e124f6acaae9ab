//! Who calls: a name for the journal and the audit, a role, and what rights on single processes are given to.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Role;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id! {
    /// A user. A name that is given anew after a deletion is another user, with another id.
    UserId
}

id! {
    /// A token for machines.
    ApiTokenId
}

id! {
    /// A sign-in, until it ends. Not its secret.
    SessionId
}

/// How a caller showed who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallerKind {
    /// The service itself: its configured token, its triggers.
    Service,
    /// A token somebody made; `owner` where a user made it for themselves.
    Token {
        /// Which.
        id: ApiTokenId,
        /// Whose.
        owner: Option<UserId>,
    },
    /// A user who signed in.
    User {
        /// Who.
        id: UserId,
        /// Since which sign-in.
        session: SessionId,
    },
}

/// Who calls, and what they may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    name: String,
    role: Role,
    kind: CallerKind,
}

impl Caller {
    /// A caller of the service's own, whom the journal and the audit name `name`, e.g. `token:default`.
    #[must_use]
    pub fn new(name: impl Into<String>, role: Role) -> Self {
        Self {
            name: name.into(),
            role,
            kind: CallerKind::Service,
        }
    }

    /// The bearer of a token.
    #[must_use]
    pub fn token(name: &str, role: Role, id: ApiTokenId, owner: Option<UserId>) -> Self {
        Self {
            name: format!("token:{name}"),
            role,
            kind: CallerKind::Token { id, owner },
        }
    }

    /// A user who has signed in.
    #[must_use]
    pub fn user(name: &str, role: Role, id: UserId, session: SessionId) -> Self {
        Self {
            name: format!("user:{name}"),
            role,
            kind: CallerKind::User { id, session },
        }
    }

    /// As the journal and the audit name them: `token:default`, `user:ann`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What they may do.
    #[must_use]
    pub fn role(&self) -> Role {
        self.role
    }

    /// How they showed who they are.
    #[must_use]
    pub fn kind(&self) -> CallerKind {
        self.kind
    }

    /// The user behind the call: who signed in, or whose own token it is.
    #[must_use]
    pub fn user_id(&self) -> Option<UserId> {
        match self.kind {
            CallerKind::User { id, .. } => Some(id),
            CallerKind::Token { owner, .. } => owner,
            CallerKind::Service => None,
        }
    }

    /// The token that was shown.
    #[must_use]
    pub fn token_id(&self) -> Option<ApiTokenId> {
        match self.kind {
            CallerKind::Token { id, .. } => Some(id),
            CallerKind::User { .. } | CallerKind::Service => None,
        }
    }
}
