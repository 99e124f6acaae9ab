//! One connection as the configuration writes it: `[connections.<name>]`.

use std::path::PathBuf;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::Secret;

/// Address, credentials and limits of one connection.
///
/// ```toml
/// [connections.webitel]
/// base_url = "https://webitel.example.com"
/// auth = { kind = "token", token = "env:WEBITEL_TOKEN" }
/// ```
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConnectionConfig {
    /// The connector it is an address of; the connection's own name where none is written.
    #[serde(default)]
    pub connector: Option<String>,
    /// `http://` or `https://` address without query; the declaration's paths are appended to it.
    pub base_url: String,
    /// How calls are authenticated.
    #[serde(default)]
    pub auth: AuthConfig,
    /// Options the connector declares, e.g. `prefix = "/0"`.
    #[serde(default)]
    pub options: Map<String, Value>,
    /// Longest time of one HTTP exchange, from connecting to the last byte of the answer, in milliseconds.
    #[serde(default = "defaults::timeout_ms")]
    pub timeout_ms: u64,
    /// Longest time to connect, in milliseconds.
    #[serde(default = "defaults::connect_timeout_ms")]
    pub connect_timeout_ms: u64,
    /// Most connections open at once.
    #[serde(default = "defaults::max_connections")]
    pub max_connections: usize,
    /// Most calls in flight at once; others wait for their turn.
    #[serde(default = "defaults::max_concurrent")]
    pub max_concurrent: usize,
    /// Most requests a second, averaged; no limit where none is written. Fractions are allowed: 0.5 is one in two seconds.
    #[serde(default)]
    pub requests_per_second: Option<f64>,
    /// When to stop calling a system that is down.
    #[serde(default)]
    pub circuit_breaker: CircuitBreakerConfig,
    /// Largest answer that is read, in bytes after decompression.
    #[serde(default = "defaults::max_response_bytes")]
    pub max_response_bytes: usize,
    /// PEM file of certificate authorities trusted besides those of the machine.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
}

/// How calls of a connection are authenticated.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum AuthConfig {
    /// Not at all.
    #[default]
    None,
    /// A token in the header that the declaration names.
    Token {
        /// The token.
        token: Secret,
    },
    /// User and password, answered with session cookies.
    Forms {
        /// User name.
        user: String,
        /// Password.
        password: Secret,
    },
    /// OAuth 2.0 client credentials (RFC 6749 §4.4).
    Oauth2 {
        /// Client id.
        client_id: String,
        /// Client secret.
        client_secret: Secret,
        /// Address of the token endpoint.
        token_url: String,
        /// Scope asked for, where the server wants one.
        #[serde(default)]
        scope: Option<String>,
    },
}

/// The circuit breaker: after so many failures in a row no call is made for a while, then one tries again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CircuitBreakerConfig {
    /// Failures in a row (no connection, no answer, 502, 503, 504) that open it; 0 never opens it.
    pub failures: u32,
    /// How long it stays open, in milliseconds.
    pub open_ms: u64,
}

impl Default for CircuitBreakerConfig {
    fn default() -> Self {
        Self {
            failures: 10,
            open_ms: 5_000,
        }
    }
}

impl ConnectionConfig {
    /// A connection with every limit at its default.
    pub fn new(base_url: impl Into<String>, auth: AuthConfig) -> Self {
        Self {
            connector: None,
            base_url: base_url.into(),
            auth,
            options: Map::new(),
            timeout_ms: defaults::timeout_ms(),
            connect_timeout_ms: defaults::connect_timeout_ms(),
            max_connections: defaults::max_connections(),
            max_concurrent: defaults::max_concurrent(),
            requests_per_second: None,
            circuit_breaker: CircuitBreakerConfig::default(),
            max_response_bytes: defaults::max_response_bytes(),
            ca_file: None,
        }
    }
}

impl AuthConfig {
    /// The secret it is made with, where it is made with one.
    pub(super) fn secret(&self) -> Option<&Secret> {
        match self {
            Self::None => None,
            Self::Token { token: secret }
            | Self::Forms { password: secret, .. }
            | Self::Oauth2 {
                client_secret: secret, ..
            } => Some(secret),
        }
    }

    /// The word of the configuration.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Token { .. } => "token",
            Self::Forms { .. } => "forms",
            Self::Oauth2 { .. } => "oauth2",
        }
    }
}

mod defaults {
    pub(super) fn timeout_ms() -> u64 {
        30_000
    }
    pub(super) fn connect_timeout_ms() -> u64 {
        10_000
    }
    pub(super) fn max_connections() -> usize {
        64
    }
    pub(super) fn max_concurrent() -> usize {
        64
    }
    pub(super) fn max_response_bytes() -> usize {
        16 * 1024 * 1024
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toml_with_defaults() {
        let config: ConnectionConfig = toml::from_str(
            r#"
            base_url = "https://crm.example.com"
            auth = { kind = "forms", user = "Supervisor", password = "env:CREATIO_PASSWORD" }
            options = { prefix = "" }
            circuit_breaker = { failures = 3 }
            "#,
        )
        .unwrap();
        assert_eq!(config.timeout_ms, 30_000);
        assert_eq!(config.max_response_bytes, 16 << 20);
        assert_eq!(
            config.circuit_breaker,
            CircuitBreakerConfig {
                failures: 3,
                open_ms: 5_000
            }
        );
        assert!(matches!(config.auth, AuthConfig::Forms { ref user, .. } if user == "Supervisor"));
    }

    #[test]
    fn unknown_keys_are_refused() {
        let error = toml::from_str::<ConnectionConfig>("base_url = \"http://x\"\ntimeout = 3").unwrap_err();
        assert!(error.to_string().contains("timeout"), "{error}");
    }
}
