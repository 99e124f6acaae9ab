//! The door: who is let in, and what they may do with single processes.
//!
//! [`Access`] puts together what the store keeps about callers and what `auth` can compute: it signs people in, knows
//! the bearer of a token and the user of a session, and answers questions about rights. What it has read it keeps for
//! [`FRESH`], so that a request costs no round trip to the database: whatever is revoked, ended or changed here counts
//! here at once, and on other nodes within that time.
//!
//! This room knows nothing of HTTP: cookies, headers and statuses are the API's.

pub mod audit;
mod cache;
mod people;
mod rights;
mod sign_in;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use subtle::ConstantTimeEq as _;
use tokio_util::task::TaskTracker;

pub use people::{MAX_PROCESS, PeopleError, SubjectWish, TokenWish};
pub use rights::Rights;
pub use sign_in::{NewSession, SignInError};

use crate::auth::{Caller, HashError, Passwords, Role, SessionId, Tokens, UserId, digest, new_password};
use crate::store::{NewUser, ShownToken, Store, StoreError};
use cache::{Cache, Kept};

/// How long something that was read counts as true.
pub const FRESH: Duration = Duration::from_secs(10);
/// How long a session lasts that is not used.
pub const SESSION_IDLE: Duration = Duration::from_secs(2 * 3600);
/// How long a session lasts at most.
pub const SESSION_LASTS: Duration = Duration::from_secs(12 * 3600);
/// How often the use of a token or a session is noted at most.
const TOUCH: Duration = Duration::from_secs(60);
/// Name of the first administrator.
pub const FIRST_ADMINISTRATOR: &str = "admin";

/// The door. Cheap to clone.
#[derive(Clone)]
pub struct Access {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    service_tokens: Tokens,
    passwords: Passwords,
    tokens: Cache<Option<ShownToken>>,
    sessions: Cache<Option<Session>>,
    rights: rights::RightsCache,
    audit: audit::Audit,
    /// Notes of use, which no request waits for.
    notes: TaskTracker,
}

/// A session that is good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub caller: Caller,
    /// Its id.
    pub id: SessionId,
    /// Whose.
    pub user: UserId,
}

/// A secret of a session, which no debug print shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Hidden(String);

impl Hidden {
    /// The value, for the one answer it is given out in.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(hidden)")
    }
}

/// Why a token does not let in.
#[derive(Debug, thiserror::Error)]
pub enum TokenRefusal {
    /// Nobody made it.
    #[error("the token is not one of this service")]
    Unknown,
    /// It has ended.
    #[error("the token expired at {0}")]
    Expired(chrono::DateTime<chrono::Utc>),
    /// It was revoked.
    #[error("the token was revoked")]
    Revoked,
    /// Its owner may not sign in any more.
    #[error("the user of the token is not active any more")]
    OwnerInactive,
    /// Nobody can say now.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why the first administrator could not be made.
#[derive(Debug, thiserror::Error)]
pub enum FirstAdministratorError {
    /// The password.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The first administrator, just made.
#[derive(Debug, Clone)]
pub struct FirstAdministrator {
    /// Their name.
    pub user: String,
    /// Their password: shown once, kept nowhere.
    pub password: Hidden,
}

impl Access {
    /// The door of this database, within a tokio runtime: the audit log is written by a task. `service_tokens` are the
    /// service's own.
    #[must_use]
    pub fn new(store: Store, service_tokens: Tokens) -> Self {
        let inner = Inner {
            audit: audit::Audit::start(store.clone()),
            store,
            service_tokens,
            passwords: Passwords::default(),
            tokens: Cache::default(),
            sessions: Cache::default(),
            rights: rights::RightsCache::default(),
            notes: TaskTracker::new(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// Makes the first administrator where there is no user at all. Of nodes that start together one makes it.
    ///
    /// # Errors
    /// The password cannot be hashed, or the database.
    pub async fn first_administrator(&self) -> Result<Option<FirstAdministrator>, FirstAdministratorError> {
        if self.inner.store.has_users().await? {
            return Ok(None);
        }
        let password = new_password();
        let hash = self.inner.passwords.hash(&password).await?;
        let new = NewUser {
            name: FIRST_ADMINISTRATOR,
            role: Role::Administrator,
            password_hash: &hash,
            created_by: "throughline",
        };
        let made = self.inner.store.create_first_user(&new).await?;
        Ok(made.map(|user| FirstAdministrator {
            user: user.name,
            password: Hidden(password),
        }))
    }

    /// The caller a token belongs to.
    ///
    /// # Errors
    /// It does not let in, or nobody can say now.
    pub async fn bearer(&self, token: &str) -> Result<Caller, TokenRefusal> {
        if let Some(caller) = self.inner.service_tokens.check(token) {
            return Ok(caller.clone());
        }
        // What nobody can have made here is not asked of the database.
        if !is_token(token) {
            return Err(TokenRefusal::Unknown);
        }
        let digest = digest(token);
        let kept = self
            .inner
            .tokens
            .get_or(digest, async {
                let shown = self.inner.store.shown_token(&digest).await?;
                let good_for = match &shown {
                    Some(ShownToken::Good { good_for, .. }) => *good_for,
                    _ => None,
                };
                Ok::<_, StoreError>((shown, good_for))
            })
            .await?;
        match kept.value.ok_or(TokenRefusal::Unknown)? {
            ShownToken::Good {
                id, name, role, owner, ..
            } => {
                if kept.touch {
                    self.note(async move |store| store.touch_token(id).await);
                }
                Ok(Caller::token(&name, role, id, owner))
            }
            ShownToken::Expired(at) => Err(TokenRefusal::Expired(at)),
            ShownToken::Revoked => Err(TokenRefusal::Revoked),
            ShownToken::OwnerInactive => Err(TokenRefusal::OwnerInactive),
        }
    }

    /// The session of a cookie, while it is good.
    ///
    /// # Errors
    /// The database.
    pub async fn session(&self, cookie: &str) -> Result<Option<Session>, StoreError> {
        if !is_token(cookie) {
            return Ok(None);
        }
        let digest = digest(cookie);
        let Kept { value, touch } = self
            .inner
            .sessions
            .get_or(digest, async {
                let row = self.inner.store.session(&digest, SESSION_IDLE).await?;
                let good_for = row.as_ref().map(|row| row.good_for);
                let session = row.map(|row| Session {
                    caller: Caller::user(&row.name, row.role, row.user, row.id),
                    id: row.id,
                    user: row.user,
                });
                Ok::<_, StoreError>((session, good_for))
            })
            .await?;
        if let Some(session) = value.as_ref().filter(|_| touch) {
            let id = session.id;
            self.note(async move |store| store.touch_session(id).await);
        }
        Ok(value)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// The database.
    pub async fn sign_out(&self, session: SessionId) -> Result<(), StoreError> {
        self.inner.store.close_session(session).await?;
        self.forget();
        Ok(())
    }

    /// The token a page of this session must send with what changes something. It is computed from the cookie, which a
    /// page cannot read and a stranger does not have, so nothing is kept.
    #[must_use]
    pub fn csrf_token(cookie: &str) -> Hidden {
        Hidden(hex::encode(digest(&format!("csrf {cookie}"))))
    }

    /// Whether this is the token of this session. The time it takes says nothing about it.
    #[must_use]
    pub fn csrf_fits(cookie: &str, shown: &str) -> bool {
        let wanted = Self::csrf_token(cookie);
        bool::from(wanted.expose().as_bytes().ct_eq(shown.as_bytes()))
    }

    /// Forgets what was read about tokens, sessions and rights: something of it was changed here.
    pub(crate) fn forget(&self) {
        self.inner.tokens.clear();
        self.inner.sessions.clear();
        self.inner.rights.clear();
    }

    /// The audit log.
    #[must_use]
    pub fn audit(&self) -> &audit::Audit {
        &self.inner.audit
    }

    /// Writes what is left of the audit log, and waits for the notes of use that are under way.
    pub async fn close(&self) {
        self.inner.audit.close().await;
        self.inner.notes.close();
        self.inner.notes.wait().await;
    }

    pub(crate) fn store(&self) -> &Store {
        &self.inner.store
    }

    pub(crate) fn passwords(&self) -> &Passwords {
        &self.inner.passwords
    }

    /// Writes a note of use beside the request. There is at most one a minute for each token and session.
    fn note<F>(&self, work: impl FnOnce(Store) -> F + Send + 'static)
    where
        F: Future<Output = Result<(), StoreError>> + Send + 'static,
    {
        let store = self.inner.store.clone();
        self.inner.notes.spawn(async move {
            if let Err(error) = work(store).await {
                tracing::debug!(%error, "the use of a token or a session was not noted");
            }
        });
    }
}

/// Whether it has the form of what [`crate::auth::new_token`] makes.
fn is_token(text: &str) -> bool {
    text.strip_prefix("tl_")
        .is_some_and(|rest| rest.len() == 64 && rest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::new_token;

    #[test]
    fn what_nobody_made_here_is_told_by_its_form() {
        assert!(is_token(&new_token()));
        for wrong in ["", "tl_", "tl_abc", &new_token()[..66], &new_token().to_uppercase()] {
            assert!(!is_token(wrong), "{wrong}");
        }
    }

    #[test]
    fn the_csrf_token_belongs_to_its_cookie() {
        let (cookie, other) = (new_token(), new_token());
        let token = Access::csrf_token(&cookie);
        assert!(Access::csrf_fits(&cookie, token.expose()));
        assert!(!Access::csrf_fits(&other, token.expose()));
        assert!(!Access::csrf_fits(&cookie, ""));
        assert_ne!(
            token.expose(),
            hex::encode(digest(&cookie)),
            "not what the database has"
        );
        assert!(!format!("{token:?}").contains(token.expose()));
    }
}
