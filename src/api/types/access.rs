//! People, tokens, rights and the audit log.
//!
//! Requests that hold a password or a token are not printed for debugging.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::auth::{ProcessRight, Role};
use crate::store;

/// Who wants to sign in.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInRequest {
    /// Name of the user.
    pub user: String,
    /// Their password.
    #[schema(format = "password")]
    pub password: String,
}

/// How a caller showed who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CallerWord {
    /// A user who has signed in.
    User,
    /// A token somebody made.
    Token,
    /// The service's own token.
    Service,
}

/// Who calls.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct SessionInfo {
    /// As the journal and the audit log name the caller.
    #[schema(example = "user:ann")]
    pub name: String,
    /// How they showed who they are.
    pub kind: CallerWord,
    /// What they may do.
    pub role: Role,
    /// Only for who has signed in: what a page sends as the header `X-CSRF-Token` with everything that changes something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub csrf_token: Option<String>,
}

/// A user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct User {
    /// Their id; a name that is given anew has another.
    pub id: Uuid,
    /// Their name, in small letters.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whether they may sign in.
    pub active: bool,
    /// Since when there is this user.
    pub created_at: DateTime<Utc>,
    /// Who made them.
    pub created_by: String,
    /// When the password was last set.
    pub password_changed_at: DateTime<Utc>,
    /// When they last did something, to the minute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_seen_at: Option<DateTime<Utc>>,
}

impl From<store::User> for User {
    fn from(row: store::User) -> Self {
        Self {
            id: row.id.0,
            name: row.name,
            role: row.role,
            active: row.active,
            created_at: row.created_at,
            created_by: row.created_by,
            password_changed_at: row.password_changed_at,
            last_seen_at: row.last_seen_at,
        }
    }
}

/// A user to make.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUserRequest {
    /// Their name; kept in small letters.
    #[schema(min_length = 1, max_length = 100, pattern = "^[A-Za-z0-9._@-]+$")]
    pub name: String,
    /// Their password.
    #[schema(min_length = 10, max_length = 200, format = "password")]
    pub password: String,
    /// What they may do.
    pub role: Role,
}

/// What to change of a user; what is left out stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserPatch {
    /// What they may do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Whether they may sign in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
}

/// A new password.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordRequest {
    /// The new one.
    #[schema(min_length = 10, max_length = 200, format = "password")]
    pub password: String,
    /// The one you have, to change your own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(format = "password")]
    pub old_password: Option<String>,
}

/// Whether a token lets in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TokenStatus {
    /// It does.
    Active,
    /// It has ended.
    Expired,
    /// It was revoked.
    Revoked,
}

impl TokenStatus {
    /// The word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }
}

/// A token for machines, without the token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ApiToken {
    /// Its id.
    pub id: Uuid,
    /// Its name; the journal and the audit log name its bearer `token:<name>`.
    pub name: String,
    /// How it begins, to tell which it is.
    #[schema(example = "tl_ab12…")]
    pub prefix: String,
    /// What it may do at most.
    pub role: Role,
    /// Whether it lets in.
    pub status: TokenStatus,
    /// The user whose it is: it can do no more than they can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Who made it.
    pub created_by: String,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was last used, to the minute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<DateTime<Utc>>,
    /// When it was revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<DateTime<Utc>>,
    /// Who revoked it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_by: Option<String>,
}

impl From<store::ApiToken> for ApiToken {
    fn from(row: store::ApiToken) -> Self {
        let status = if row.revoked_at.is_some() {
            TokenStatus::Revoked
        } else if row.expires_at.is_some_and(|at| at <= Utc::now()) {
            TokenStatus::Expired
        } else {
            TokenStatus::Active
        };
        Self {
            id: row.id.0,
            name: row.name,
            prefix: format!("{}…", row.prefix),
            role: row.role,
            status,
            user: row.owner,
            created_at: row.created_at,
            created_by: row.created_by,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
            revoked_at: row.revoked_at,
            revoked_by: row.revoked_by,
        }
    }
}

/// A token to make.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTokenRequest {
    /// Its name; kept in small letters.
    #[schema(min_length = 1, max_length = 100, pattern = "^[A-Za-z0-9._@-]+$")]
    pub name: String,
    /// What it may do at most.
    pub role: Role,
    /// The user whose it is to be. A user's token can do no more than they can, and ends with them. What users make for
    /// themselves is theirs; where an administrator says nothing, the token is nobody's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// When it ends; within ten years. Left out: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<DateTime<Utc>>,
}

/// A token that was made.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub struct MadeToken {
    /// The token. It is shown this once and kept nowhere.
    pub token: String,
    /// What it is.
    #[serde(flatten)]
    pub info: ApiToken,
}

/// A right on a process: of a user, a token, or everybody with a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProcessGrant {
    /// Its id.
    pub id: Uuid,
    /// Key of the process.
    pub process: String,
    /// What they may.
    pub right: ProcessRight,
    /// The user, and the tokens they made for themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Everybody with this role or a greater one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// When it was given.
    pub created_at: DateTime<Utc>,
    /// By whom.
    pub created_by: String,
}

impl From<store::Grant> for ProcessGrant {
    fn from(row: store::Grant) -> Self {
        let (user, token, role) = match row.subject {
            store::GrantSubject::User { name, .. } => (Some(name), None, None),
            store::GrantSubject::Token { name, .. } => (None, Some(name), None),
            store::GrantSubject::Role(role) => (None, None, Some(role)),
        };
        Self {
            id: row.id,
            process: row.process,
            right: row.right,
            user,
            token,
            role,
            created_at: row.created_at,
            created_by: row.created_by,
        }
    }
}

/// A right to give, to one of `user`, `token` and `role`.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewProcessGrant {
    /// Key of the process; it need not be deployed yet.
    #[schema(min_length = 1, max_length = 200)]
    pub process: String,
    /// What they may.
    pub right: ProcessRight,
    /// A user, and the tokens they made for themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// A token that is in use, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Everybody with this role or a greater one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
}

/// How something ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AuditOutcomeWord {
    /// It was done.
    Done,
    /// It was refused.
    Refused,
    /// The service failed at it.
    Failed,
    /// Nobody knows: the caller went away before the answer, or the service or its database did.
    Unknown,
}

impl AuditOutcomeWord {
    /// The word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

impl From<store::AuditWord> for AuditOutcomeWord {
    fn from(word: store::AuditWord) -> Self {
        match word {
            store::AuditWord::Done => Self::Done,
            store::AuditWord::Refused => Self::Refused,
            store::AuditWord::Failed => Self::Failed,
            store::AuditWord::Unknown => Self::Unknown,
        }
    }
}

impl From<AuditOutcomeWord> for store::AuditWord {
    fn from(word: AuditOutcomeWord) -> Self {
        match word {
            AuditOutcomeWord::Done => Self::Done,
            AuditOutcomeWord::Refused => Self::Refused,
            AuditOutcomeWord::Failed => Self::Failed,
            AuditOutcomeWord::Unknown => Self::Unknown,
        }
    }
}

/// An entry of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AuditEntry {
    /// Its id.
    pub id: Uuid,
    /// When it was asked for.
    pub at: DateTime<Utc>,
    /// Who asked: `user:ann`, `token:default`, `anonymous`.
    pub who: String,
    /// From which address.
    pub address: String,
    /// Id of the request, as in the header `x-request-id` and the service's log.
    pub request_id: String,
    /// What was asked for: the `operationId` of the API.
    #[schema(example = "cancel_run")]
    pub action: String,
    /// Of what.
    #[schema(example = "runs/0190b2a4-0000-7000-8000-000000000000")]
    pub object: String,
    /// What was made by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made: Option<String>,
    /// How it ended.
    pub outcome: AuditOutcomeWord,
    /// The HTTP status of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// More about it.
    pub details: Value,
}

impl From<store::AuditRow> for AuditEntry {
    fn from(row: store::AuditRow) -> Self {
        let details = row.details.as_deref().map(serde_json::from_str);
        let status = row.status.filter(|status| *status > 0);
        Self {
            id: row.attempt.id,
            at: row.attempt.at,
            who: row.attempt.who,
            address: row.attempt.address,
            request_id: row.attempt.request_id,
            action: row.attempt.action,
            object: row.attempt.object,
            made: row.made,
            outcome: store::AuditWord::of(status).into(),
            status,
            details: details
                .and_then(Result::ok)
                .unwrap_or_else(|| Value::Object(serde_json::Map::new())),
        }
    }
}
