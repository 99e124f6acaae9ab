//! Whether a web hook that came in is from the one who should have sent it: a signature, or a fixed key in a header for
//! senders that cannot sign.

use axum::http::HeaderMap;
use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use thiserror::Error;

use super::signature::{SIGNATURE_HEADER, SignatureError, verify};
use crate::config::HookConfig;

/// Why a web hook was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum HookRefusal {
    /// Neither signature nor key.
    #[error("the request is not signed: send {0}")]
    Unsigned(String),
    /// The signature.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// The key in the header.
    #[error("the key in the header `{0}` is not the one of this hook")]
    WrongKey(String),
}

/// How requests of one hook are known.
#[derive(Debug, Clone)]
pub struct Hook {
    config: HookConfig,
}

impl Hook {
    /// As it is configured.
    #[must_use]
    pub fn new(config: HookConfig) -> Self {
        Self { config }
    }

    /// Checks a request.
    ///
    /// # Errors
    /// Why it is not taken.
    pub fn check(&self, headers: &HeaderMap, body: &[u8], now: DateTime<Utc>) -> Result<(), HookRefusal> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        if let (Some(secret), Some(signature)) = (&self.config.secret, text(SIGNATURE_HEADER)) {
            return Ok(verify(secret.expose().as_bytes(), signature, body, now)?);
        }
        if let Some(key) = &self.config.key
            && let Some(shown) = text(&self.config.header)
        {
            // Digests are compared: the time says nothing about the key, nor about its length.
            let (known, shown) = (Sha256::digest(key.expose()), Sha256::digest(shown));
            return match bool::from(known.ct_eq(&shown)) {
                true => Ok(()),
                false => Err(HookRefusal::WrongKey(self.config.header.clone())),
            };
        }
        let mut ways = Vec::new();
        if self.config.secret.is_some() {
            ways.push(format!("the header `{SIGNATURE_HEADER}`"));
        }
        if self.config.key.is_some() {
            ways.push(format!("the key of this hook in the header `{}`", self.config.header));
        }
        Err(HookRefusal::Unsigned(ways.join(" or ")))
    }
}
