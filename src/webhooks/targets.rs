//! Where callbacks may go: to the addresses that the configuration lists, and never by way of a name into the network
//! this service stands in, unless that is listed, too.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use thiserror::Error;
use url::{Host, Url};

use crate::config::{Callbacks, Secret};
use crate::connectors::is_public;

/// Longest address.
const MAX_URL: usize = 2000;

/// Why a callback may not go somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TargetError {
    /// Callbacks are off.
    #[error(
        "this service sends no callbacks: list where they may go in `callbacks.allow` of its configuration, and give \
         it `callbacks.signing_key`"
    )]
    Off,
    /// No address.
    #[error("the address of the callback cannot be used: {0}")]
    NoUrl(String),
    /// Not listed.
    #[error("callbacks may not go to {origin}; `callbacks.allow` of the service's configuration lists where they may")]
    NotAllowed {
        /// Scheme, host and port.
        origin: String,
    },
}

/// Where callbacks may go, and what they are signed with.
#[derive(Debug, Clone)]
pub struct Targets {
    allow: Arc<[String]>,
    addresses: Arc<[IpAddr]>,
    key: Option<Secret>,
}

impl Targets {
    /// As it is configured.
    #[must_use]
    pub fn new(config: &Callbacks) -> Self {
        Self {
            allow: config.allow.iter().map(origin).collect(),
            addresses: config.addresses.clone().into(),
            key: config.signing_key.clone(),
        }
    }

    /// What deliveries are signed with; `None` where callbacks are off.
    #[must_use]
    pub fn signing_key(&self) -> Option<&Secret> {
        self.key.as_ref().filter(|_| !self.allow.is_empty())
    }

    /// Checks an address.
    ///
    /// # Errors
    /// Why callbacks may not go there.
    pub fn check(&self, text: &str) -> Result<Url, TargetError> {
        if self.signing_key().is_none() {
            return Err(TargetError::Off);
        }
        if text.len() > MAX_URL {
            return Err(TargetError::NoUrl(format!("it is longer than {MAX_URL} characters")));
        }
        let url = Url::parse(text).map_err(|error| TargetError::NoUrl(error.to_string()))?;
        if !url.username().is_empty() || url.password().is_some() {
            let reason = "it holds a user or a password, which would be kept and shown";
            return Err(TargetError::NoUrl(reason.to_owned()));
        }
        let origin = origin(&url);
        if !self.allow.contains(&origin) {
            return Err(TargetError::NotAllowed { origin });
        }
        Ok(url)
    }

    /// Resolves names for deliveries.
    pub(super) fn resolver(&self) -> Arc<impl Resolve + use<>> {
        let local = self
            .allow
            .iter()
            .filter_map(|origin| Url::parse(origin).ok())
            .any(|url| url.host() == Some(Host::Domain("localhost")));
        Arc::new(Resolver {
            addresses: self.addresses.clone(),
            local,
        })
    }
}

/// Scheme, host and port, as they are compared.
fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// Leaves out addresses of the network this service stands in.
struct Resolver {
    addresses: Arc<[IpAddr]>,
    /// `localhost` itself is listed.
    local: bool,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (addresses, local) = (self.addresses.clone(), self.local);
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let all: Vec<SocketAddr> = tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            let listed = local && host == "localhost";
            let fit: Vec<SocketAddr> = all
                .into_iter()
                .filter(|address| listed || addresses.contains(&address.ip()) || leads_outside(address.ip()))
                .collect();
            if fit.is_empty() {
                let reason = format!(
                    "{host} is an address inside of a private network; list that address in `callbacks.addresses` if \
                     callbacks shall go there"
                );
                return Err(reason.into());
            }
            Ok(Box::new(fit.into_iter()) as Addrs)
        })
    }
}

/// Whether an address is one of the internet. Behind NAT64 every IPv4 host is reached by an IPv6 address that stands for it,
/// so that one is asked about.
fn leads_outside(address: IpAddr) -> bool {
    let carried = match address {
        IpAddr::V4(_) => None,
        IpAddr::V6(v6) => embedded_v4(v6),
    };
    is_public(carried.unwrap_or(address))
}

/// The IPv4 address that an IPv6 one stands for: mapped (`::ffff:0:0/96`), NAT64 (`64:ff9b::/96`) or 6to4 (`2002::/16`).
fn embedded_v4(address: Ipv6Addr) -> Option<IpAddr> {
    if let Some(v4) = address.to_ipv4_mapped() {
        return Some(v4.into());
    }
    let segments = address.segments();
    let v4 = |high: u16, low: u16| IpAddr::from((u32::from(high) << 16 | u32::from(low)).to_be_bytes());
    match segments {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(v4(high, low)),
        [0x2002, high, low, ..] => Some(v4(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn targets(allow: &[&str]) -> Targets {
        Targets::new(&Callbacks {
            allow: allow.iter().map(|text| Url::parse(text).unwrap()).collect(),
            addresses: Vec::new(),
            signing_key: Some(Secret::new("key")),
        })
    }

    #[test]
    fn only_listed_hosts_are_called() {
        let targets = targets(&["https://crm.example.com", "http://127.0.0.1:9000"]);
        for url in [
            "https://crm.example.com/a?b",
            "https://CRM.example.com:443/",
            "http://127.0.0.1:9000/x",
        ] {
            assert!(targets.check(url).is_ok(), "{url}");
        }
        for url in [
            "http://crm.example.com/",
            "https://crm.example.com:8443/",
            "https://crm.example.com.evil.test/",
            "https://evil.test/https://crm.example.com",
            "http://127.0.0.1/",
            "http://127.0.0.1:9001/",
            "file:///etc/passwd",
        ] {
            assert!(
                matches!(targets.check(url), Err(TargetError::NotAllowed { .. })),
                "{url}"
            );
        }
        for url in ["", "crm", "https://", "https://user:secret@crm.example.com/"] {
            assert!(matches!(targets.check(url), Err(TargetError::NoUrl(_))), "{url}");
        }
        let off = Targets::new(&Callbacks::default());
        assert_eq!(off.check("https://crm.example.com/"), Err(TargetError::Off));
    }

    #[test]
    fn addresses_inside_are_told_from_those_of_the_internet() {
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "::1",
            "fe80::1",
            "fd00::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "224.0.0.1",
            "255.255.255.255",
        ] {
            assert!(!leads_outside(inside.parse().unwrap()), "{inside}");
        }
        for outside in ["1.1.1.1", "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"] {
            assert!(leads_outside(outside.parse().unwrap()), "{outside}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_not_followed() {
        let resolve = async |allow: &[&str]| {
            let resolver = targets(allow).resolver();
            resolver
                .resolve("localhost".parse().unwrap())
                .await
                .map(|addresses| addresses.count())
        };
        let refused = resolve(&["https://crm.example.com"]).await.unwrap_err();
        assert!(refused.to_string().contains("callbacks.addresses"), "{refused}");
        assert!(resolve(&["http://localhost:9000"]).await.unwrap() > 0);
    }
}
