//! Named secrets: kept in the database, encrypted, for the connections that refer to them as `secret:NAME`.

use std::fmt;
use std::str::FromStr;

use super::keyring::{KeyId, Purpose, Sealed};
use super::{OpenError, SecretText, Secrets, Vault, WrongKey};
use crate::store::{SecretCipher, SecretRow, Store, StoreError};

/// Longest value, in characters.
pub const MAX_SECRET_CHARS: usize = 16 * 1024;
/// Longest name, in characters.
const MAX_NAME: usize = 100;

/// Name of a secret: letters, digits, `_`, `-` and `.`, beginning with a letter or digit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SecretName(String);

/// A text that names no secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the name of a secret begins with a letter or digit and goes on with letters, digits, `_`, `-` and `.`, at most \
     {MAX_NAME} of them"
)]
pub struct WrongName;

/// What can go wrong with a named secret. Never holds its value.
#[derive(Debug, thiserror::Error)]
pub enum NamedSecretError {
    /// There is none of this name.
    #[error("there is no secret `{0}`; an administrator makes it with `throughline secrets set {0}`")]
    Missing(SecretName),
    /// It is there and cannot be read.
    #[error("the secret `{name}` cannot be opened: {source}")]
    Closed {
        /// Its name.
        name: SecretName,
        /// Why not.
        source: OpenError,
    },
    /// This node must not seal.
    #[error(transparent)]
    WrongKey(#[from] WrongKey),
    /// Empty or too long.
    #[error("the value of a secret has 1 to {MAX_SECRET_CHARS} characters")]
    WrongLength,
    /// There is no database here.
    #[error("named secrets stand in the database of a service, and none is at hand here")]
    NoDatabase,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Secrets {
    /// Takes up the database: says whether this node's key fits it and seals named secrets anew whose key is an old one.
    /// Answers what whoever runs the service should know.
    ///
    /// # Errors
    /// The database.
    pub async fn attach(&self, store: &Store) -> Result<Vec<String>, StoreError> {
        let keyring = &self.inner.keyring;
        let first = keyring.first();
        let known = store
            .register_secret_key(first.0, &|known| keyring.has(KeyId(known)))
            .await?;
        let known: Vec<KeyId> = known.into_iter().map(KeyId).collect();
        let fits = known.iter().any(|id| keyring.has(*id));
        let lacking: Vec<KeyId> = known.into_iter().filter(|id| !keyring.has(*id)).collect();
        let mut remarks = Vec::new();
        if fits {
            remarks.extend(lacking.iter().map(|id| {
                format!(
                    "the key file lacks the key {id}, which this database was used with: what was sealed with it cannot \
                     be opened here"
                )
            }));
        }
        let vault = Vault {
            store: store.clone(),
            others: if fits { Vec::new() } else { lacking },
        };
        // Attached a second time it stays with the first database.
        let _ = self.inner.vault.set(vault);
        match self.fits() {
            Ok(()) => self.renew(store).await?,
            Err(wrong) => remarks.push(format!(
                "{wrong}. Until then this node takes and opens no secrets; all else works"
            )),
        }
        Ok(remarks)
    }

    /// Seals with the first key what an older key sealed.
    async fn renew(&self, store: &Store) -> Result<(), StoreError> {
        for row in store.secrets().await? {
            let name = SecretName(row.name);
            if let Some((version, cipher)) = store.secret_cipher(&name.0).await?
                && cipher.key_id != self.inner.keyring.first().0
                && let Ok(value) = self.decrypt(&name, version, &cipher)
            {
                let cipher = self.encrypt(&name, version, &value);
                store.renew_secret(&name.0, version, &cipher).await?;
            }
        }
        Ok(())
    }

    fn store(&self) -> Result<&Store, NamedSecretError> {
        let vault = self.inner.vault.get().ok_or(NamedSecretError::NoDatabase)?;
        Ok(&vault.store)
    }

    /// The value of a named secret, as it is now.
    ///
    /// # Errors
    /// There is none, it cannot be opened, or the database.
    pub async fn read(&self, name: &SecretName) -> Result<SecretText, NamedSecretError> {
        let store = self.store()?;
        let (version, cipher) = store
            .use_secret(&name.0)
            .await?
            .ok_or_else(|| NamedSecretError::Missing(name.clone()))?;
        self.decrypt(name, version, &cipher)
            .map_err(|source| NamedSecretError::Closed {
                name: name.clone(),
                source,
            })
    }

    /// Keeps a value under a name, new or in the place of the one before.
    ///
    /// # Errors
    /// The value is empty or too long, this node's key is not the one of the others, or the database.
    pub async fn put(&self, name: &SecretName, value: &SecretText, by: &str) -> Result<SecretRow, NamedSecretError> {
        if !(1..=MAX_SECRET_CHARS).contains(&value.expose().chars().count()) {
            return Err(NamedSecretError::WrongLength);
        }
        self.fits()?;
        let store = self.store()?;
        let row = store
            .put_secret(&name.0, by, &|version| self.encrypt(name, version, value))
            .await?;
        Ok(row)
    }

    /// The secrets there are, by name, without their values.
    ///
    /// # Errors
    /// The database.
    pub async fn list(&self) -> Result<Vec<SecretRow>, NamedSecretError> {
        Ok(self.store()?.secrets().await?)
    }

    /// Forgets a secret.
    ///
    /// # Errors
    /// There is none of this name, or the database.
    pub async fn delete(&self, name: &SecretName) -> Result<(), NamedSecretError> {
        if self.store()?.delete_secret(&name.0).await? {
            Ok(())
        } else {
            Err(NamedSecretError::Missing(name.clone()))
        }
    }

    fn encrypt(&self, name: &SecretName, version: i32, value: &SecretText) -> SecretCipher {
        let plain = value.expose().as_bytes();
        let sealed = self.inner.keyring.seal(Purpose::Stored, &bound(name, version), plain);
        SecretCipher {
            key_id: sealed.key.0,
            nonce: sealed.nonce,
            ciphertext: sealed.ciphertext,
        }
    }

    fn decrypt(&self, name: &SecretName, version: i32, cipher: &SecretCipher) -> Result<SecretText, OpenError> {
        let sealed = Sealed {
            key: KeyId(cipher.key_id),
            nonce: cipher.nonce,
            ciphertext: cipher.ciphertext.clone(),
        };
        let plain = self
            .inner
            .keyring
            .open(Purpose::Stored, &bound(name, version), &sealed)?;
        let text = String::from_utf8(plain).map_err(|_| OpenError::Damaged)?;
        Ok(SecretText::new(text))
    }
}

/// What a row's ciphertext is bound to. The name has no space, so no two pairs read the same.
fn bound(name: &SecretName, version: i32) -> Vec<u8> {
    format!("throughline secret v1 {name} {version}").into_bytes()
}

impl SecretName {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for SecretName {
    type Err = WrongName;

    fn from_str(text: &str) -> Result<Self, WrongName> {
        let fits = text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text.len() <= MAX_NAME
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(WrongName)
        }
    }
}

impl fmt::Display for SecretName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        for name in ["crm", "webitel.token-2", "0_a"] {
            assert_eq!(name.parse::<SecretName>().unwrap().as_str(), name);
        }
        for name in ["", ".a", "-a", "a b", "a/../b", "ключ", &"x".repeat(101)] {
            assert!(name.parse::<SecretName>().is_err(), "{name}");
        }
    }
}
