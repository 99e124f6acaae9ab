//! What the configuration says of web hooks: record events that come in (`[hooks.<section>]`) and callbacks that go out
//! (`[callbacks]`).

use std::ffi::OsString;
use std::net::IpAddr;
use std::path::Path;

use url::Url;

use super::Secret;

/// Where callbacks may go, and what they are signed with.
#[derive(Debug, Clone, Default)]
pub struct Callbacks {
    /// Scheme, host and port of each; the rest of the address is free. Empty: no callbacks.
    pub allow: Vec<Url>,
    /// Addresses of private networks that the names of `allow` may lead to.
    pub addresses: Vec<IpAddr>,
    /// Key of the signature.
    pub signing_key: Option<Secret>,
}

/// How record events of one section are known to be from the CRM. One of `secret` and `key` is there.
#[derive(Debug, Clone)]
pub struct HookConfig {
    /// Key of the signature.
    pub secret: Option<Secret>,
    /// A fixed key, for senders that cannot sign.
    pub key: Option<Secret>,
    /// The header the fixed key stands in; lower case.
    pub header: String,
}

/// Shortest secret, in bytes.
const MIN_SECRET: usize = 16;
/// The header of the fixed key where none is named.
const DEFAULT_HEADER: &str = "x-throughline-key";

/// Reads a `[hooks.<section>]` table.
pub(super) fn hook(
    table: &toml::Table,
    folder: &Path,
    environment: &dyn Fn(&str) -> Option<OsString>,
) -> Result<HookConfig, String> {
    let mut hook = HookConfig {
        secret: None,
        key: None,
        header: DEFAULT_HEADER.to_owned(),
    };
    for (name, value) in table {
        let text = value
            .as_str()
            .ok_or_else(|| format!("`{name}`: expected text in quotes"))?;
        match name.as_str() {
            "secret" => hook.secret = Some(referred(name, text, folder, environment)?),
            "key" => hook.key = Some(referred(name, text, folder, environment)?),
            "header" => {
                let header = text.to_ascii_lowercase();
                let fits = axum::http::HeaderName::from_bytes(header.as_bytes()).is_ok();
                if !fits || header == "authorization" {
                    return Err("`header`: expected the name of a header other than `authorization`".to_owned());
                }
                hook.header = header;
            }
            other => {
                return Err(format!("unknown key `{other}`; here can stand: secret, key, header"));
            }
        }
    }
    if hook.secret.is_none() && hook.key.is_none() {
        return Err("expected `secret` (a signature is asked for) or `key` (a fixed key in a header)".to_owned());
    }
    Ok(hook)
}

fn referred(
    name: &str,
    text: &str,
    folder: &Path,
    environment: &dyn Fn(&str) -> Option<OsString>,
) -> Result<Secret, String> {
    let secret = Secret::refer(text, folder, environment)
        .unwrap_or_else(|| Err("expected a reference, env:NAME or file:PATH".to_owned()))
        .map_err(|error| format!("`{name}`: {error}"))?;
    if secret.expose().len() < MIN_SECRET {
        return Err(format!(
            "`{name}`: it is shorter than {MIN_SECRET} characters; `openssl rand -hex 32` makes a good one"
        ));
    }
    Ok(secret)
}

/// Reads the key of the signature of callbacks.
pub(super) fn signing_key(
    text: &str,
    folder: &Path,
    environment: &dyn Fn(&str) -> Option<OsString>,
) -> Result<Secret, String> {
    referred("signing_key", text, folder, environment)
}

/// Reads where callbacks may go.
pub(super) fn allow(items: &str) -> Result<Vec<Url>, String> {
    let origin = |text: &str| {
        let wrong = || format!("expected addresses such as \"https://crm.example.com\" and found \"{text}\"");
        let url = Url::parse(text).map_err(|_| wrong())?;
        let is_origin = matches!(url.scheme(), "http" | "https")
            && url.path() == "/"
            && url.query().is_none()
            && url.username().is_empty();
        if is_origin && url.host().is_some() {
            Ok(url)
        } else {
            Err(wrong())
        }
    };
    listed(items).map(origin).collect()
}

/// Reads addresses of private networks.
pub(super) fn addresses(items: &str) -> Result<Vec<IpAddr>, String> {
    listed(items)
        .map(|text| {
            text.parse()
                .map_err(|_| format!("expected IP addresses such as \"10.1.2.3\" and found \"{text}\""))
        })
        .collect()
}

fn listed(items: &str) -> impl Iterator<Item = &str> {
    items.split(',').map(str::trim).filter(|item| !item.is_empty())
}
