//! What can be said of the connections: how they are configured, how they stand now, what they did. Never a secret.

use std::time::Duration;

use tokio::sync::Notify;
use url::Url;

use super::Connectors;
use super::connection::{CircuitLook, Connection, Limits};
use super::figures::Pending;
use crate::figures::Counts;

/// A configured connection.
#[derive(Debug, Clone, PartialEq)]
pub struct ConnectionView {
    /// Its name.
    pub name: String,
    /// Its connector.
    pub connector: String,
    /// What people call the system.
    pub title: String,
    /// Scheme, host and port.
    pub address: String,
    /// The kind of its sign-in, as the configuration has it.
    pub auth: &'static str,
    /// Its limits.
    pub limits: Limits,
    /// Operation its test reads with, where its connector declares one.
    pub test: Option<String>,
}

/// How a connection stands on this node.
#[derive(Debug, Clone, PartialEq)]
pub struct ConnectionLook {
    /// Its circuit.
    pub circuit: CircuitLook,
    /// Calls in flight.
    pub in_flight: usize,
    /// Calls that wait for their turn or the pace.
    pub waiting: usize,
}

impl Connectors {
    /// The configured connections, by name.
    pub fn views(&self) -> impl Iterator<Item = ConnectionView> + '_ {
        self.connections.values().map(view)
    }

    /// A configured connection.
    #[must_use]
    pub fn view(&self, name: &str) -> Option<ConnectionView> {
        self.connections.get(name).map(view)
    }

    /// How a connection stands on this node.
    #[must_use]
    pub fn look(&self, name: &str) -> Option<ConnectionLook> {
        let connection = self.connections.get(name)?;
        let (in_flight, waiting) = connection.under_way();
        Some(ConnectionLook {
            circuit: connection.circuit(),
            in_flight,
            waiting,
        })
    }

    /// What a connection did and nobody has kept yet.
    #[must_use]
    pub fn pending(&self, name: &str) -> Option<Pending> {
        Some(self.connections.get(name)?.figures.pending())
    }

    /// That was kept.
    pub fn kept(&self, name: &str, pending: &Pending) {
        if let Some(connection) = self.connections.get(name) {
            connection.figures.kept(pending);
        }
    }

    /// All a connection did since this process started, and how long its exchanges took together.
    #[must_use]
    pub fn total(&self, name: &str) -> Option<(Counts, Duration)> {
        Some(self.connections.get(name)?.figures.total())
    }

    /// Notified when something happened to a connection that should be seen at once.
    #[must_use]
    pub fn news(&self) -> &Notify {
        &self.news
    }
}

fn view(connection: &Connection) -> ConnectionView {
    ConnectionView {
        name: connection.name.clone(),
        connector: connection.connector.name.clone(),
        title: connection.connector.title_of(&connection.name).to_owned(),
        address: address(&connection.base),
        auth: connection.auth().kind(),
        limits: connection.limits,
        test: connection.connector.test.as_ref().map(|test| test.operation.clone()),
    }
}

/// Scheme, host and port: a path may hold a key.
fn address(base: &str) -> String {
    Url::parse(base).map_or_else(|_| String::new(), |url| url.origin().ascii_serialization())
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_address_is_host_and_port_only() {
        let shown = super::address("https://crm.example.com:8443/hooks/T0/secret-key");
        assert_eq!(shown, "https://crm.example.com:8443");
    }
}
