//! Who may call, and what they may do: callers, roles, bearer tokens (RFC 6750), passwords, names.
//!
//! Words and arithmetic only: what is kept about people stands in the store, and `access` puts the two together. This
//! room knows nothing of routes and of the database.
//!
//! Passwords are hashed slowly (argon2id), tokens and session cookies by one SHA-256: people choose passwords that can
//! be guessed, and a slow hash makes each guess cost; a token has 244 random bits, which nobody guesses however fast
//! the hash is, and it is looked up for requests that may not cost tens of milliseconds.

mod caller;
mod file;
mod name;
mod password;
mod role;

use std::fmt;

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

pub use caller::{ApiTokenId, Caller, CallerKind, SessionId, UserId};
pub use file::{TokenFileError, load_or_create};
pub use name::{BadName, MAX_NAME, name};
pub use password::{HashError, MAX_PASSWORD, MIN_PASSWORD, Passwords, WeakPassword, check_password, new_password};
pub use role::{NoSuchRight, NoSuchRole, ProcessRight, Role};

/// Shortest token that is accepted from a configuration, in bytes.
pub const MIN_TOKEN_BYTES: usize = 16;
/// Longest token that is looked at, in bytes.
pub const MAX_TOKEN_BYTES: usize = 512;

/// The tokens that may call. Holds digests only, so a memory dump or a debug print shows no token.
#[derive(Clone)]
pub struct Tokens {
    known: Vec<([u8; 32], Caller)>,
}

/// A token nobody may use: too short to be a secret, too long, or not printable ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the API token must be {MIN_TOKEN_BYTES} to {MAX_TOKEN_BYTES} printable ASCII characters without spaces; \
     `openssl rand -hex 32` makes a good one"
)]
pub struct WeakToken;

impl Tokens {
    /// One token, whose caller is `token:<name>`, an administrator.
    ///
    /// # Errors
    /// A token that is too short, too long, or not printable ASCII.
    pub fn single(name: &str, token: &str) -> Result<Self, WeakToken> {
        let fits = (MIN_TOKEN_BYTES..=MAX_TOKEN_BYTES).contains(&token.len());
        if !fits || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(WeakToken);
        }
        Ok(Self {
            known: vec![(digest(token), Caller::new(format!("token:{name}"), Role::Administrator))],
        })
    }

    /// The caller this token belongs to. The time it takes says nothing about the tokens: digests are compared, all of
    /// them, in constant time.
    #[must_use]
    pub fn check(&self, token: &str) -> Option<&Caller> {
        if token.len() > MAX_TOKEN_BYTES {
            return None;
        }
        let shown = digest(token);
        let mut found = None;
        for (known, caller) in &self.known {
            if bool::from(known.ct_eq(&shown)) {
                found = Some(caller);
            }
        }
        found
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.known.iter().map(|(_, caller)| caller))
            .finish()
    }
}

/// A new token: 244 random bits of the system's source, as hex.
#[must_use]
pub fn new_token() -> String {
    format!("tl_{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple())
}

/// SHA-256 of a token or a cookie: what is kept of it, and what it is found by.
#[must_use]
pub fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_token_itself_is_let_in() {
        let token = new_token();
        let tokens = Tokens::single("default", &token).unwrap();
        assert_eq!(
            tokens.check(&token),
            Some(&Caller::new("token:default", Role::Administrator))
        );
        assert_eq!(tokens.check(&token[1..]), None);
        assert_eq!(tokens.check(&format!("{token} ")), None);
        assert_eq!(tokens.check(""), None);
        assert!(!format!("{tokens:?}").contains(&token));
    }

    #[test]
    fn a_token_that_is_no_secret_is_refused() {
        for token in ["", "short", "has a space in the middle", "кирилиця-кирилиця"] {
            assert_eq!(Tokens::single("default", token).err(), Some(WeakToken), "{token}");
        }
        assert!(Tokens::single("default", &"x".repeat(MAX_TOKEN_BYTES + 1)).is_err());
    }

    #[test]
    fn two_new_tokens_differ() {
        assert_ne!(new_token(), new_token());
    }
}
