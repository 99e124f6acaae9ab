//! Where the requests of a generic connector may go: addresses by allow-list, machines by their IP address.
//!
//! The list is checked before a request is made. The IP address is checked where the name is resolved, and only what
//! passed is connected to: a name that answers differently the second time gains nothing. Addresses written as numbers
//! never reach a resolver and are checked with the list.

mod allowed;
mod networks;
mod resolver;

use std::error::Error;
use std::net::IpAddr;
use std::sync::Arc;

use serde_json::Value;
use url::{Host, Url};

use self::allowed::Allowed;
use self::networks::Networks;
pub(crate) use self::networks::is_public;
use self::resolver::GuardedResolver;
use super::failure::{Certainty, Failure};

/// The rules of one connection.
#[derive(Debug)]
pub(super) struct Outgoing {
    allowed: Vec<Allowed>,
    networks: Arc<Networks>,
}

/// An address that no request goes to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} not an address of the public internet", self.subject())]
pub(super) struct AddressRefused {
    /// As it was asked for.
    host: String,
    address: IpAddr,
}

impl Outgoing {
    /// Reads the options `allow` and `allow_networks`. The error says what is wrong with them.
    pub(super) fn new(base_url: &str, options: &Value) -> Result<Self, String> {
        let texts = |name: &str| {
            let items = options.get(name).and_then(Value::as_array);
            items.into_iter().flatten().filter_map(Value::as_str)
        };
        let mut allowed = Vec::new();
        // A wrong base_url is a problem of its own.
        allowed.extend(Allowed::address(base_url).ok());
        for text in texts("allow") {
            allowed.push(Allowed::read(text).map_err(|why| format!("allow: `{text}` {why}"))?);
        }
        let networks = Networks::read(texts("allow_networks"))?;
        Ok(Self {
            allowed,
            networks: Arc::new(networks),
        })
    }

    /// Whether nothing it allows is reached by TLS.
    pub(super) fn only_plain(&self) -> bool {
        let plain = |allowed: &Allowed| matches!(allowed, Allowed::Address(url) if url.scheme() == "http");
        self.allowed.iter().all(plain)
    }

    /// Resolves names to addresses that may be connected to.
    pub(super) fn resolver(&self) -> Arc<GuardedResolver> {
        Arc::new(GuardedResolver::new(Arc::clone(&self.networks)))
    }

    /// Whether a request may go to this address, as far as that can be told without resolving its name.
    pub(super) fn check(&self, url: &Url, operation: &str) -> Result<(), Failure> {
        if !self.allowed.iter().any(|allowed| allowed.covers(url)) {
            let host = url.host_str().unwrap_or_default();
            let what = format!("was not asked for {operation}: the connection does not allow this address of {host}");
            return Err(Failure::new("not_allowed", Certainty::NotDonePermanent, what)
                .advise("An administrator can add it to `allow` in the options of the connection."));
        }
        let address = match url.host() {
            Some(Host::Ipv4(address)) => IpAddr::V4(address),
            Some(Host::Ipv6(address)) => IpAddr::V6(address),
            Some(Host::Domain(_)) | None => return Ok(()),
        };
        self.networks
            .check(url.host_str().unwrap_or_default(), address)
            .map_err(|refused| refused.failure(operation))
    }
}

impl AddressRefused {
    /// The refusal behind an error of the client, where there is one.
    pub(super) fn behind<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a Self> {
        let mut at = Some(error);
        while let Some(error) = at {
            if let Some(refused) = error.downcast_ref() {
                return Some(refused);
            }
            at = error.source();
        }
        None
    }

    fn subject(&self) -> String {
        let Self { host, address } = self;
        if host.trim_matches(['[', ']']).parse() == Ok(*address) {
            format!("{address} is")
        } else {
            format!("{host} is {address}, which is")
        }
    }

    /// What the call ends with.
    pub(super) fn failure(&self, operation: &str) -> Failure {
        let what = format!("was not asked for {operation}: {self}");
        Failure::new("address_refused", Certainty::NotDonePermanent, what)
            .advise("If it is meant, an administrator can add its network to `allow_networks` in the options of the connection.")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn code(outgoing: &Outgoing, url: &str) -> Option<String> {
        let url = Url::parse(url).unwrap();
        outgoing.check(&url, "GET").err().map(|failure| failure.code)
    }

    #[test]
    fn every_spelling_of_an_inner_address_is_refused() {
        let hosts = [
            "127.0.0.1",
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "127.1",
            "0x7f.1",
            "169.254.169.254",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[64:ff9b::7f00:1]",
            "[fe80::1]",
            "10.0.0.1",
            "0.0.0.0",
            "[::]",
        ];
        let outgoing = Outgoing::new("https://api.example.com", &json!({"allow": hosts})).unwrap();
        for host in hosts {
            assert_eq!(
                code(&outgoing, &format!("http://{host}/")).as_deref(),
                Some("address_refused"),
                "{host}"
            );
        }
        let outgoing = Outgoing::new("http://127.0.0.1:8080", &json!({"allow_networks": ["127.0.0.0/8"]})).unwrap();
        assert_eq!(code(&outgoing, "http://127.1:8080/x"), None);
        assert_eq!(
            code(&outgoing, "http://127.0.0.2:8080/x").as_deref(),
            Some("not_allowed")
        );
    }

    #[test]
    fn wrong_options_are_named() {
        let wrong = |options: Value| Outgoing::new("https://a.example", &options).unwrap_err();
        assert!(wrong(json!({"allow": ["ftp://x"]})).contains("ftp://x"));
        assert!(wrong(json!({"allow_networks": ["10.0.0.0/33"]})).contains("10.0.0.0/33"));
    }
}
