//! Names to addresses, without those that no request may go to.

use std::net::SocketAddr;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::AddressRefused;
use super::networks::Networks;

/// The resolver of the machine behind the rules of a connection.
#[derive(Debug)]
pub(crate) struct GuardedResolver {
    networks: Arc<Networks>,
}

impl GuardedResolver {
    pub(super) fn new(networks: Arc<Networks>) -> Self {
        Self { networks }
    }
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let networks = Arc::clone(&self.networks);
        Box::pin(async move {
            // The client puts the port in.
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let addresses = permitted(&networks, name.as_str(), found)?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// The addresses that may be connected to; the refusal of the first where none may.
fn permitted(
    networks: &Networks,
    name: &str,
    found: impl Iterator<Item = SocketAddr>,
) -> Result<Vec<SocketAddr>, AddressRefused> {
    let mut permitted = Vec::new();
    let mut refused = None;
    for address in found {
        match networks.check(name, address.ip()) {
            Ok(()) => permitted.push(address),
            Err(refusal) => {
                refused.get_or_insert(refusal);
            }
        }
    }
    match refused {
        Some(refusal) if permitted.is_empty() => Err(refusal),
        _ => Ok(permitted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(addresses: &[&str]) -> Result<Vec<String>, AddressRefused> {
        let found = addresses
            .iter()
            .map(|address| SocketAddr::new(address.parse().unwrap(), 0));
        let permitted = permitted(&Networks::default(), "name.test", found)?;
        Ok(permitted.iter().map(|address| address.ip().to_string()).collect())
    }

    #[test]
    fn only_what_passed_is_connected_to() {
        assert_eq!(of(&["127.0.0.1", "8.8.8.8", "::1"]).unwrap(), ["8.8.8.8"]);
        let error = of(&["10.0.0.1", "::1"]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "name.test is 10.0.0.1, which is not an address of the public internet"
        );
        assert_eq!(
            of(&[]).unwrap(),
            Vec::<String>::new(),
            "a name without addresses is the client's own error"
        );
    }
}
