//! Passwords: argon2id (RFC 9106) with the parameters of the OWASP Password Storage Cheat Sheet (19 MiB, two passes, one
//! lane), a few at once.
//!
//! A hash costs tens of milliseconds of a core and 19 MiB on purpose. So it is made on threads that may block, and no
//! more than [`AT_ONCE`] at a time: a flood of sign-ins waits for its turn instead of taking the engine's cores and
//! memory.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;

/// Hashes made at once.
const AT_ONCE: usize = 2;
/// How long a request waits for its turn.
const TURN: Duration = Duration::from_secs(5);
/// Shortest password, in characters.
pub const MIN_PASSWORD: usize = 10;
/// Longest password, in characters.
pub const MAX_PASSWORD: usize = 200;

/// Verified in place of the hash of a user who does not exist, so that the time of an answer does not tell who does.
/// Of a random password nobody kept; its parameters are those of [`hasher`], as a test says.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$4Jf1B2l6xWZpHk9pG5bqsyqUvzkFqSYqRkTnhIhJ3lA";

/// A password nobody should have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Too short or too long.
    #[error("a password has {MIN_PASSWORD} to {MAX_PASSWORD} characters")]
    Length,
    /// It is the name of its user.
    #[error("the password is the name of the user; anybody would try it first")]
    Name,
}

/// Why a password could not be hashed.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    /// Too many others are being hashed.
    #[error("too many passwords are being checked now; try again in a moment")]
    Busy,
    /// The hash that is kept, or the system's randomness, is broken.
    #[error("a password could not be hashed: {0}")]
    Broken(String),
}

/// Whether a password may be one.
///
/// # Errors
/// It is too short, too long, or the user's name.
pub fn check_password(password: &str, user: &str) -> Result<(), WeakPassword> {
    if !(MIN_PASSWORD..=MAX_PASSWORD).contains(&password.chars().count()) {
        return Err(WeakPassword::Length);
    }
    if password.eq_ignore_ascii_case(user) {
        return Err(WeakPassword::Name);
    }
    Ok(())
}

/// A new password a person can read out: 20 of 32 symbols, 100 bits.
#[must_use]
pub fn new_password() -> String {
    // No l and o, no 0 and 1.
    const SYMBOLS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let (first, second) = (Uuid::new_v4(), Uuid::new_v4());
    // Bytes 6 and 8 of a random UUID have fixed bits.
    let random = |uuid: Uuid| {
        uuid.into_bytes()
            .into_iter()
            .enumerate()
            .filter(|(at, _)| ![6, 8].contains(at))
    };
    let symbols = random(first).chain(random(second)).take(20);
    let mut password = String::new();
    for (count, (_, byte)) in symbols.enumerate() {
        if count > 0 && count % 5 == 0 {
            password.push('-');
        }
        password.push(char::from(SYMBOLS[usize::from(byte % 32)]));
    }
    password
}

/// Hashes passwords, a few at once. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self {
            turns: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl Passwords {
    /// The hash of a password, as a PHC string with its parameters and salt.
    ///
    /// # Errors
    /// [`HashError::Busy`] where no turn comes in time.
    pub async fn hash(&self, password: &str) -> Result<String, HashError> {
        let password = password.to_owned();
        self.in_turn(move || {
            let hash = hasher()?.hash_password(password.as_bytes());
            hash.map(|hash| hash.to_string())
                .map_err(|error| HashError::Broken(error.to_string()))
        })
        .await
    }

    /// Whether the password is the one of this hash; without a hash no, after the same time.
    ///
    /// # Errors
    /// As [`Self::hash`].
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool, HashError> {
        let is_known = hash.is_some();
        let hash = hash.unwrap_or(NOBODY).to_owned();
        let password = password.to_owned();
        self.in_turn(
            move || match hasher()?.verify_password(password.as_bytes(), hash.as_str()) {
                Ok(()) => Ok(is_known),
                Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
                Err(error) => Err(HashError::Broken(error.to_string())),
            },
        )
        .await
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, HashError> + Send + 'static,
    ) -> Result<T, HashError> {
        let turn: OwnedSemaphorePermit = match tokio::time::timeout(TURN, self.turns.clone().acquire_owned()).await {
            Ok(Ok(turn)) => turn,
            Ok(Err(_)) | Err(_) => return Err(HashError::Busy),
        };
        // The turn is over when the work is, even if the caller has gone away.
        let done = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(turn);
            result
        });
        done.await.map_err(|error| HashError::Broken(error.to_string()))?
    }
}

fn hasher() -> Result<Argon2<'static>, HashError> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| HashError::Broken(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_hash_fits_its_password_only() {
        let passwords = Passwords::default();
        let hash = passwords.hash("correct horse").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(passwords.verify("correct horse", Some(&hash)).await.unwrap());
        assert!(!passwords.verify("Correct horse", Some(&hash)).await.unwrap());
        assert_ne!(
            passwords.hash("correct horse").await.unwrap(),
            hash,
            "each has its salt"
        );
    }

    #[tokio::test]
    async fn nobody_costs_as_much_as_somebody_and_never_fits() {
        let parameters = |hash: &str| hash.split('$').take(4).collect::<Vec<_>>().join("$");
        let passwords = Passwords::default();
        assert_eq!(parameters(&passwords.hash("x").await.unwrap()), parameters(NOBODY));
        assert!(!passwords.verify("anything", None).await.unwrap());
    }

    #[test]
    fn passwords_are_long_enough_and_not_the_name() {
        assert_eq!(check_password("123456789", "ann"), Err(WeakPassword::Length));
        assert_eq!(check_password(&"x".repeat(201), "ann"), Err(WeakPassword::Length));
        assert_eq!(check_password("ANN.BAKER@X", "ann.baker@x"), Err(WeakPassword::Name));
        assert_eq!(check_password("пароль-пароль", "ann"), Ok(()));
        assert_eq!(check_password(&new_password(), "admin"), Ok(()));
        assert_eq!(new_password().len(), 23);
        assert_ne!(new_password(), new_password());
    }
}
