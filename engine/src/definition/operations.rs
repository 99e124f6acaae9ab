//! What the engine knows of connectors: names and shapes of operations, never how they are called.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Whether an operation changes the other system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OperationKind {
    /// It only looks.
    Reads,
    /// It changes something.
    Writes,
}

/// One operation of a connector as a definition sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OperationInfo {
    /// Full name, `connector.resource.verb`, e.g. `webitel.users.search`.
    pub name: String,
    /// One sentence for people.
    #[serde(default)]
    pub description: String,
    /// Reads or writes.
    pub kind: OperationKind,
    /// JSON Schema of the request (`with:`); always an object schema.
    pub input: Value,
    /// JSON Schema of the result.
    pub result: Value,
}

/// The operations a definition may call. Implemented by the connector catalogue and by test stubs.
pub trait Operations: Send + Sync {
    /// The operation of this full name.
    fn get(&self, name: &str) -> Option<&OperationInfo>;
    /// All full names, sorted; used for "did you mean".
    fn names(&self) -> Vec<&str>;
}

/// A plain list of operations, sorted by name.
#[derive(Debug, Clone, Default)]
pub struct OperationList(std::collections::BTreeMap<String, OperationInfo>);

impl FromIterator<OperationInfo> for OperationList {
    fn from_iter<I: IntoIterator<Item = OperationInfo>>(iter: I) -> Self {
        Self(iter.into_iter().map(|o| (o.name.clone(), o)).collect())
    }
}

impl Operations for OperationList {
    fn get(&self, name: &str) -> Option<&OperationInfo> {
        self.0.get(name)
    }
    fn names(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).collect()
    }
}
