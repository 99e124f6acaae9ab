//! Managing people, tokens and rights: what the API's routes about them do, with the rules that hold whoever asks.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::sign_in::SignInError;
use super::{Access, Hidden};
use crate::auth::{
    ApiTokenId, BadName, Caller, CallerKind, HashError, ProcessRight, Role, WeakPassword, check_password, digest, name,
    new_token,
};
use crate::store::{
    ApiToken, Grant, GrantSubject, NewApiToken, NewGrant, NewUser, StoreError, User, UserChange, UserError,
};

/// Longest life of a token that ends.
const MAX_LIFE: TimeDelta = TimeDelta::days(3660);
/// Longest key of a process a right is given on, in characters.
pub const MAX_PROCESS: usize = 200;
/// The name of the service's own token.
const SERVICE_TOKEN: &str = "default";
/// Characters of a token that are shown: the mark of ours and 16 of its 244 random bits.
const PREFIX: usize = 7;

/// Why something about people was not done.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    /// A name that cannot be one.
    #[error(transparent)]
    Name(#[from] BadName),
    /// A password nobody should have.
    #[error(transparent)]
    Password(#[from] WeakPassword),
    /// There is no such thing.
    #[error("there is no {what} `{name}`")]
    Unknown {
        /// Kind of thing.
        what: &'static str,
        /// Its name or id.
        name: String,
    },
    /// The caller may not.
    #[error("{0}")]
    Forbidden(&'static str),
    /// It does not fit how things stand.
    #[error("{0}")]
    Conflict(String),
    /// It makes no sense.
    #[error("{0}")]
    Invalid(&'static str),
    /// The old password: wrong, or asked too often.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// The password could not be hashed now.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A token to make.
#[derive(Debug, Clone)]
pub struct TokenWish {
    /// Its name.
    pub name: String,
    /// What it may do at most.
    pub role: Role,
    /// The user whose it is to be.
    pub user: Option<String>,
    /// When it ends.
    pub expires_at: Option<DateTime<Utc>>,
}

/// Whom a right is to be given to, by name.
#[derive(Debug, Clone)]
pub enum SubjectWish {
    /// A user.
    User(String),
    /// A token.
    Token(String),
    /// A role.
    Role(Role),
}

fn no_user(name: &str) -> PeopleError {
    PeopleError::Unknown {
        what: "user",
        name: name.to_owned(),
    }
}

fn of_user(name: &str) -> impl FnOnce(UserError) -> PeopleError {
    move |error| match error {
        UserError::Unknown => no_user(name),
        UserError::Store(error) => PeopleError::Store(error),
        error @ (UserError::Taken | UserError::LastAdministrator) => PeopleError::Conflict(error.to_string()),
    }
}

impl Access {
    /// Makes a user.
    ///
    /// # Errors
    /// The name or the password cannot be one, the name is taken, or the database.
    pub async fn create_user(&self, by: &Caller, user: &str, password: &str, role: Role) -> Result<User, PeopleError> {
        let user = name(user)?;
        check_password(password, &user)?;
        let password_hash = self.passwords().hash(password).await?;
        let new = NewUser {
            name: &user,
            role,
            password_hash: &password_hash,
            created_by: by.name(),
        };
        self.store().create_user(&new).await.map_err(of_user(&user))
    }

    /// A user.
    ///
    /// # Errors
    /// There is none of this name, or the database.
    pub async fn user(&self, user: &str) -> Result<User, PeopleError> {
        let key = name(user).map_err(|_| no_user(user))?;
        self.store().user(&key).await?.ok_or_else(|| no_user(user))
    }

    /// Changes a user. Who may not sign in any more loses sessions and tokens at once.
    ///
    /// # Errors
    /// There is none of this name, it is the last active administrator, or the database.
    pub async fn change_user(&self, user: &str, change: UserChange) -> Result<User, PeopleError> {
        let key = name(user).map_err(|_| no_user(user))?;
        let changed = self.store().change_user(&key, change).await.map_err(of_user(user))?;
        self.forget();
        Ok(changed)
    }

    /// Deletes a user with sessions and tokens. Rights given to them stay, for nobody: what was restricted stays so.
    ///
    /// # Errors
    /// As [`Self::change_user`].
    pub async fn delete_user(&self, user: &str) -> Result<User, PeopleError> {
        let key = name(user).map_err(|_| no_user(user))?;
        let deleted = self.store().delete_user(&key).await.map_err(of_user(user))?;
        self.forget();
        Ok(deleted)
    }

    /// Sets a password and ends the user's other sessions. Users set their own with the old one, and only where they
    /// have signed in; administrators set those of others.
    ///
    /// # Errors
    /// The caller may not, the old password is wrong, the new one cannot be one, or the database.
    pub async fn set_password(&self, by: &Caller, user: &str, old: Option<&str>, new: &str) -> Result<(), PeopleError> {
        let own_session = match by.kind() {
            CallerKind::User { id, session } => Some((id, session)),
            CallerKind::Token { .. } | CallerKind::Service => None,
        };
        let found = match name(user) {
            Ok(key) => self.store().user(&key).await?,
            Err(_) => None,
        };
        let is_own = |found: &User| own_session.is_some_and(|(id, _)| id == found.id);
        if by.role() < Role::Administrator && !found.as_ref().is_some_and(is_own) {
            return Err(PeopleError::Forbidden(
                "only administrators set the passwords of others, and tokens set none",
            ));
        }
        let found = found.ok_or_else(|| no_user(user))?;
        check_password(new, &found.name)?;
        let (known, keep) = if is_own(&found) {
            let Some(old) = old else {
                return Err(PeopleError::Invalid(
                    "to change your own password, send the one you have as `old_password`",
                ));
            };
            (
                Some(self.own_hash(&found.name, old).await?),
                own_session.map(|(_, session)| session),
            )
        } else {
            (None, None)
        };
        let hash = self.passwords().hash(new).await?;
        let set = self.store().set_password(found.id, &hash, known.as_deref(), keep).await;
        set.map_err(of_user(user))?;
        self.forget();
        Ok(())
    }

    /// Makes a token; it is shown this once. Administrators make any; users who have signed in make their own, which can
    /// do no more than they can.
    ///
    /// # Errors
    /// The caller may not, the name is taken, the wish makes no sense, or the database.
    pub async fn create_token(&self, by: &Caller, wish: &TokenWish) -> Result<(ApiToken, Hidden), PeopleError> {
        let token_name = name(&wish.name)?;
        if token_name == SERVICE_TOKEN {
            return Err(PeopleError::Conflict(
                "`default` is the name of the service's own token; choose another name".to_owned(),
            ));
        }
        let now = Utc::now();
        if wish.expires_at.is_some_and(|at| at <= now || at > now + MAX_LIFE) {
            return Err(PeopleError::Invalid(
                "`expires_at` lies in the future, and within ten years; leave it out for a token that does not end",
            ));
        }
        let owner = match (by.kind(), &wish.user) {
            (_, Some(user)) if by.role() == Role::Administrator => Some(self.user(user).await?),
            (_, None) if by.role() == Role::Administrator => None,
            (CallerKind::User { id, .. }, user) => {
                let own = by.name().strip_prefix("user:").unwrap_or_default();
                if user.as_ref().is_some_and(|user| !user.eq_ignore_ascii_case(own)) {
                    return Err(PeopleError::Forbidden("only administrators make tokens for others"));
                }
                Some(self.user(own).await?).filter(|user| user.id == id)
            }
            _ => {
                return Err(PeopleError::Forbidden(
                    "a token makes no tokens unless it is an administrator's: sign in, or ask an administrator",
                ));
            }
        };
        let most = owner.as_ref().map_or(by.role(), |owner| owner.role);
        if wish.role > most {
            return Err(PeopleError::Forbidden("a token can have at most the role of its user"));
        }
        let secret = new_token();
        let new = NewApiToken {
            name: &token_name,
            digest: digest(&secret),
            prefix: &secret[..PREFIX],
            role: wish.role,
            owner: owner.as_ref().map(|owner| owner.id),
            created_by: by.name(),
            expires_at: wish.expires_at,
        };
        match self.store().create_token(&new).await? {
            Some(token) => Ok((token, Hidden(secret))),
            None => Err(PeopleError::Conflict(format!(
                "there is a token `{token_name}` already; revoke it first, or choose another name"
            ))),
        }
    }

    /// Revokes a token: administrators any, users their own. On this node it counts at once, on others within ten
    /// seconds.
    ///
    /// # Errors
    /// There is none of this id that is the caller's, or the database.
    pub async fn revoke_token(&self, by: &Caller, id: ApiTokenId) -> Result<ApiToken, PeopleError> {
        let unknown = || PeopleError::Unknown {
            what: "token",
            name: id.to_string(),
        };
        let token = self.store().token(id).await?.ok_or_else(unknown)?;
        let own = by.name().strip_prefix("user:");
        if by.role() < Role::Administrator && (own.is_none() || token.owner.as_deref() != own) {
            return Err(unknown());
        }
        let revoked = self.store().revoke_token(id, by.name()).await?.ok_or_else(unknown)?;
        self.forget();
        Ok(revoked)
    }

    /// Gives a right on a process; from the first on, those without it are locked out.
    ///
    /// # Errors
    /// There is no such user or token, or the database.
    pub async fn grant(
        &self,
        by: &Caller,
        process: &str,
        right: ProcessRight,
        subject: &SubjectWish,
    ) -> Result<(Grant, bool), PeopleError> {
        let subject = match subject {
            SubjectWish::Role(role) => GrantSubject::Role(*role),
            SubjectWish::User(user) => {
                let User { id, name, .. } = self.user(user).await?;
                GrantSubject::User { id, name }
            }
            SubjectWish::Token(token) => {
                let unknown = || PeopleError::Unknown {
                    what: "token",
                    name: token.clone(),
                };
                let key = name(token).map_err(|_| unknown())?;
                let ApiToken { id, name, .. } = self.store().token_named(&key).await?.ok_or_else(unknown)?;
                GrantSubject::Token { id, name }
            }
        };
        let new = NewGrant {
            process,
            right,
            subject: &subject,
            created_by: by.name(),
        };
        let granted = self.store().grant(&new).await?;
        self.forget();
        Ok(granted)
    }

    /// Takes a right back. With the last one on a process, its role decides again who may.
    ///
    /// # Errors
    /// There is none of this id, or the database.
    pub async fn revoke_grant(&self, id: Uuid) -> Result<Grant, PeopleError> {
        let revoked = self.store().revoke_grant(id).await?;
        self.forget();
        revoked.ok_or_else(|| PeopleError::Unknown {
            what: "right",
            name: id.to_string(),
        })
    }
}
