//! Secrets: the keys of the service, the secret values of runs, and the named secrets of the database.
//!
//! A secret is a [`SecretText`] wherever it is plain, a sealed text wherever it is kept, and `•••` wherever it is shown.
//! [`Secrets`] is the one door to all three. This room knows keys, schemas and the table of named secrets; it must not
//! know runs, calls or HTTP.

mod keyring;
mod marked;
mod sealed;
mod stored;
mod text;

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, OnceLock};

use serde_json::Value;

pub use keyring::{KeyFileError, KeyId, Keyring, OpenError};
pub(crate) use sealed::Opened;
pub use stored::{MAX_SECRET_CHARS, NamedSecretError, SecretName, WrongName};
pub use text::SecretText;

use crate::store::Store;

/// Shortest secret that is looked for inside of longer texts, in bytes: hiding every `1` would hide everything.
pub(crate) const SHORT: usize = 4;

/// Everything that can be done with secrets. Cheap to clone; all clones share the same keys.
#[derive(Clone)]
pub struct Secrets {
    inner: Arc<Inner>,
}

struct Inner {
    keyring: Keyring,
    /// Set when the service has its database.
    vault: OnceLock<Vault>,
}

struct Vault {
    store: Store,
    /// The keys of this database, where this node has none of them.
    others: Vec<KeyId>,
}

/// This node has another key than the others.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the key file of this node does not fit its database: secrets there are sealed with the key {}, and the file has \
     {own}; copy the key file of the other nodes (or of the backup) here and restart",
    .others.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
)]
pub struct WrongKey {
    own: KeyId,
    others: Vec<KeyId>,
}

/// A value with its secrets opened, for one call.
pub(crate) struct Request<'a> {
    pub(crate) value: Cow<'a, Value>,
    pub(crate) opened: Vec<Opened>,
}

impl Secrets {
    /// Secrets under these keys; named ones can be read when [`Secrets::attach`] was called.
    #[must_use]
    pub fn new(keyring: Keyring) -> Self {
        Self {
            inner: Arc::new(Inner {
                keyring,
                vault: OnceLock::new(),
            }),
        }
    }

    /// Secrets under a key that is lost with this process: for tests and measurements.
    #[must_use]
    pub fn ephemeral() -> Self {
        Self::new(Keyring::ephemeral())
    }

    /// Whether a node with this key may seal for others to open.
    ///
    /// # Errors
    /// It may not.
    pub fn fits(&self) -> Result<(), WrongKey> {
        match self.inner.vault.get() {
            Some(vault) if !vault.others.is_empty() => Err(WrongKey {
                own: self.inner.keyring.first(),
                others: vault.others.clone(),
            }),
            _ => Ok(()),
        }
    }

    /// Seals what the schema marks as secret.
    pub(crate) fn seal(&self, schema: &Value, value: &mut Value) {
        marked::each(schema, value, &mut |found| sealed::seal(&self.inner.keyring, found));
    }

    /// Seals of a value what was sealed of the one it takes the place of.
    pub(crate) fn seal_like(&self, before: &Value, value: &mut Value) {
        sealed::seal_like(&self.inner.keyring, before, value);
    }

    /// Opens the sealed texts of a request. For the one place that sends it.
    pub(crate) fn open<'a>(&self, request: &'a Value) -> Result<Request<'a>, OpenError> {
        let mut opened = Vec::new();
        let value = if sealed::is_mentioned(request) {
            Cow::Owned(sealed::open(&self.inner.keyring, request, &mut opened)?)
        } else {
            Cow::Borrowed(request)
        };
        Ok(Request { value, opened })
    }

    /// Digests of something that holds secrets: equal for equal things, and of no use to who has no key. The first is to
    /// be kept; any may match, because keys change.
    pub(crate) fn digests(&self, bytes: &[u8]) -> Vec<[u8; 32]> {
        self.inner.keyring.digests(bytes)
    }
}

impl Request<'_> {
    /// Puts the sealed texts back where an answer repeats what they were opened to.
    pub(crate) fn seal_again(&self, answer: &mut Value) {
        sealed::seal_again(&self.opened, SHORT, answer);
    }
}

/// Whether a schema marks anything as secret.
pub(crate) fn is_marked(schema: &Value) -> bool {
    marked::any(schema)
}

/// Whether a value holds a sealed text. Nobody outside has one to send.
pub(crate) fn holds_sealed(value: &Value) -> bool {
    sealed::is_in(value)
}

/// Whether a value holds what is shown in the place of a secret: whoever sends it back would lose the secret.
pub(crate) fn holds_shown(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains(sealed::SHOWN),
        Value::Array(items) => items.iter().any(holds_shown),
        Value::Object(map) => map.values().any(holds_shown),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// A text as it may leave the service: `•••` in the place of every sealed text. Works on JSON as well.
pub fn conceal(text: &str) -> Cow<'_, str> {
    sealed::concealed(text).map_or(Cow::Borrowed(text), Cow::Owned)
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secrets")
            .field("keys", &self.inner.keyring)
            .finish_non_exhaustive()
    }
}
