//! Signing in with name and password.

use std::net::IpAddr;
use std::time::Duration;

use uuid::Uuid;

use super::{Access, Hidden, SESSION_LASTS};
use crate::auth::{Caller, HashError, MAX_PASSWORD, SessionId, digest, name, new_token};
use crate::store::{Attempt, NewSession as NewSessionRow, StoreError, Throttle};

/// Attempts for one user name before the first delay.
const FREE_FOR_USER: i32 = 10;
/// Attempts from one address before the first delay: a whole office may share it.
const FREE_FOR_ADDRESS: i32 = 50;
/// How long an attempt is remembered.
const MEMORY: Duration = Duration::from_secs(3600);
/// Longest delay. Not more, or a stranger could keep a user out for as long as they like.
const MOST: Duration = Duration::from_secs(300);

/// A session that was opened.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// What the client keeps and shows. Kept nowhere here.
    pub cookie: Hidden,
    /// What a page must send with every change.
    pub csrf_token: Hidden,
    /// Who signed in.
    pub caller: Caller,
    /// How long the session lasts at most.
    pub lasts: Duration,
}

/// Why somebody was not signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// No such user, another password, or not active: which of them is not said.
    #[error("the user name or the password is wrong")]
    Wrong,
    /// Too many attempts that were wrong.
    #[error("too many attempts to sign in were wrong; try again in {} s", .wait.as_secs().max(1))]
    Throttled {
        /// How long to wait.
        wait: Duration,
    },
    /// Too many sign in at once.
    #[error("too many people sign in at once; try again in a moment")]
    Busy,
    /// A hash that cannot be used.
    #[error("the password could not be checked: {0}")]
    Broken(String),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<HashError> for SignInError {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy => Self::Busy,
            HashError::Broken(reason) => Self::Broken(reason),
        }
    }
}

impl Access {
    /// Signs a user in. `from` is the client's address, where it is known.
    ///
    /// # Errors
    /// The name or the password is wrong, there were too many attempts, or nobody can say now.
    pub async fn sign_in(&self, user: &str, password: &str, from: Option<IpAddr>) -> Result<NewSession, SignInError> {
        // A name that is none cannot be anybody's: only the address is counted, and texts of strangers are not kept.
        let user = name(user).ok();
        let address = from.map_or_else(|| "unknown".to_owned(), |from| from.to_canonical().to_string());
        let of_address = format!("address {address}");
        let of_user = user.as_ref().map(|user| format!("user {user}"));
        let mut throttles = vec![Throttle {
            subject: &of_address,
            free: FREE_FOR_ADDRESS,
        }];
        throttles.extend(of_user.as_ref().map(|subject| Throttle {
            subject,
            free: FREE_FOR_USER,
        }));
        match self.store().count_attempt(&throttles, MEMORY, MOST).await? {
            Attempt::Allowed => {}
            Attempt::NotBefore(wait) => return Err(SignInError::Throttled { wait }),
        }
        let known = match &user {
            Some(user) => self.store().password_hash(user).await?,
            None => None,
        };
        // The hash is made whether or not there is such a user: the time of the answer tells nothing.
        let hash = known.as_ref().map(|(_, hash)| hash.as_str());
        let fits = password.chars().count() <= MAX_PASSWORD && self.passwords().verify(password, hash).await?;
        let (Some((id, hash)), Some(of_user), true) = (known, of_user, fits) else {
            return Err(SignInError::Wrong);
        };
        let cookie = new_token();
        let session = SessionId(Uuid::now_v7());
        let opened = self
            .store()
            .open_session(&NewSessionRow {
                id: session,
                digest: digest(&cookie),
                user: id,
                password_hash: &hash,
                address: &address,
                lasts: SESSION_LASTS,
            })
            .await?;
        let Some((name, role)) = opened else {
            return Err(SignInError::Wrong);
        };
        self.store().attempt_was_right(&of_user, &of_address, MEMORY).await?;
        Ok(NewSession {
            csrf_token: Self::csrf_token(&cookie),
            cookie: Hidden(cookie),
            caller: Caller::user(&name, role, id, session),
            lasts: SESSION_LASTS,
        })
    }

    /// The hash of a user's password, if `password` is it. Counted as a sign-in is: a stolen session must not become a
    /// way to guess.
    pub(super) async fn own_hash(&self, user: &str, password: &str) -> Result<String, SignInError> {
        let subject = format!("user {user}");
        let throttle = Throttle {
            subject: &subject,
            free: FREE_FOR_USER,
        };
        if let Attempt::NotBefore(wait) = self.store().count_attempt(&[throttle], MEMORY, MOST).await? {
            return Err(SignInError::Throttled { wait });
        }
        let hash = self.store().password_hash(user).await?.map(|(_, hash)| hash);
        if !self.passwords().verify(password, hash.as_deref()).await? {
            return Err(SignInError::Wrong);
        }
        self.store().attempt_was_right(&subject, "", MEMORY).await?;
        hash.ok_or(SignInError::Wrong)
    }
}
