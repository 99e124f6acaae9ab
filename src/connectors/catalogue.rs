//! The catalogue: every operation a definition may call.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use throughline_engine::definition::{OperationInfo, Operations};
use throughline_engine::script::ScriptEngine;

use super::builtin;
use super::declaration::{self, Connector, DeclarationError, Operation, Problem};

/// Largest declaration file that is read, in bytes.
const MAX_FILE_BYTES: u64 = 1024 * 1024;

const EMBEDDED: [(&str, &str); 3] = [
    ("connectors/webitel.yaml", include_str!("../../connectors/webitel.yaml")),
    ("connectors/creatio.yaml", include_str!("../../connectors/creatio.yaml")),
    ("connectors/http.yaml", include_str!("../../connectors/http.yaml")),
];

/// The connectors known to this process, with the operations of each connection under its name.
#[derive(Debug, Clone)]
pub struct Catalogue {
    connectors: BTreeMap<String, Arc<Connector>>,
    entries: BTreeMap<String, Entry>,
}

#[derive(Debug, Clone)]
struct Entry {
    info: Arc<OperationInfo>,
    /// Connector and operation name; `None` for a builtin operation.
    declared: Option<(Arc<Connector>, String)>,
}

/// An operation found by its full name.
pub(super) struct Found<'a> {
    pub(super) connector: &'a Arc<Connector>,
    pub(super) operation: &'a Operation,
    /// The first part of the full name.
    pub(super) connection: &'a str,
}

impl Catalogue {
    /// The declarations that ship, and those of `directory` (`*.yaml`, `*.yml`): a connector declared there replaces the
    /// shipped one of that name.
    ///
    /// # Errors
    /// The first file that cannot be read or is wrong, with all of its problems.
    pub fn load(engine: &ScriptEngine, directory: Option<&Path>) -> Result<Self, DeclarationError> {
        let mut catalogue = Self::empty();
        for (file, text) in EMBEDDED {
            catalogue.add(file, text, engine)?;
        }
        let mut own = BTreeMap::new();
        for (file, text) in directory.map(read_directory).transpose()?.unwrap_or_default() {
            let connector = declaration::load(&file, &text, engine)?;
            if let Some(other) = own.insert(connector.name.clone(), file.clone()) {
                return Err(whole(
                    &file,
                    format!("`{}` declares the connector {} too", other, connector.name),
                ));
            }
            catalogue.insert(connector, &file)?;
        }
        Ok(catalogue)
    }

    /// The builtin operations only.
    #[must_use]
    pub fn empty() -> Self {
        let entries = builtin::infos()
            .into_iter()
            .map(|info| {
                (
                    info.name.clone(),
                    Entry {
                        info: Arc::new(info),
                        declared: None,
                    },
                )
            })
            .collect();
        Self {
            connectors: BTreeMap::new(),
            entries,
        }
    }

    /// Adds one declaration, replacing the connector of that name.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn add(&mut self, file: &str, text: &str, engine: &ScriptEngine) -> Result<(), DeclarationError> {
        let connector = declaration::load(file, text, engine)?;
        self.insert(connector, file)
    }

    fn insert(&mut self, connector: Connector, file: &str) -> Result<(), DeclarationError> {
        if builtin::RESERVED_CONNECTIONS.contains(&connector.name.as_str()) {
            return Err(whole(
                file,
                format!("the name `{}` is taken by a builtin", connector.name),
            ));
        }
        let connector = Arc::new(connector);
        self.connectors.insert(connector.name.clone(), Arc::clone(&connector));
        self.bind(&connector.name.clone(), &connector);
        Ok(())
    }

    /// Makes the operations of `connector` known under the connection's name, so that two systems of one kind can be
    /// called by one definition. `false` where there is no such connector.
    pub(super) fn alias(&mut self, connection: &str, connector: &str) -> bool {
        let Some(connector) = self.connectors.get(connector).cloned() else {
            return false;
        };
        self.bind(connection, &connector);
        true
    }

    fn bind(&mut self, connection: &str, connector: &Arc<Connector>) {
        let prefix = format!("{connection}.");
        self.entries.retain(|name, _| !name.starts_with(&prefix));
        for (name, operation) in &connector.operations {
            let full = format!("{connection}.{name}");
            let mut info = operation.info.clone();
            info.name.clone_from(&full);
            self.entries.insert(
                full,
                Entry {
                    info: Arc::new(info),
                    declared: Some((Arc::clone(connector), name.clone())),
                },
            );
        }
    }

    pub(super) fn connector(&self, name: &str) -> Option<&Arc<Connector>> {
        self.connectors.get(name)
    }

    pub(super) fn connector_names(&self) -> Vec<&str> {
        self.connectors.keys().map(String::as_str).collect()
    }

    pub(super) fn find<'a>(&'a self, full_name: &'a str) -> Option<Found<'a>> {
        let (connector, name) = self.entries.get(full_name)?.declared.as_ref()?;
        let (connection, _) = full_name.split_once('.')?;
        Some(Found {
            connector,
            operation: connector.operations.get(name)?,
            connection,
        })
    }
}

impl Operations for Catalogue {
    fn get(&self, name: &str) -> Option<&OperationInfo> {
        self.entries.get(name).map(|entry| &*entry.info)
    }

    fn names(&self) -> Vec<&str> {
        self.entries.keys().map(String::as_str).collect()
    }
}

fn read_directory(directory: &Path) -> Result<Vec<(String, String)>, DeclarationError> {
    let shown = directory.display().to_string();
    let entries = std::fs::read_dir(directory).map_err(|error| whole(&shown, format!("cannot be read: {error}")))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry
            .map_err(|error| whole(&shown, format!("cannot be read: {error}")))?
            .path();
        if !path
            .extension()
            .is_some_and(|extension| extension == "yaml" || extension == "yml")
        {
            continue;
        }
        let file = path.display().to_string();
        let size = std::fs::metadata(&path)
            .map_err(|error| whole(&file, format!("cannot be read: {error}")))?
            .len();
        if size > MAX_FILE_BYTES {
            return Err(whole(
                &file,
                format!("is {size} bytes long; a declaration has at most {MAX_FILE_BYTES}"),
            ));
        }
        let text = std::fs::read_to_string(&path).map_err(|error| whole(&file, format!("cannot be read: {error}")))?;
        files.push((file, text));
    }
    files.sort();
    Ok(files)
}

fn whole(file: &str, message: String) -> DeclarationError {
    let problem = Problem {
        operation: None,
        field: String::new(),
        message,
    };
    DeclarationError {
        file: file.to_owned(),
        problems: vec![problem],
    }
}

#[cfg(test)]
pub(super) fn script_engine() -> ScriptEngine {
    ScriptEngine::new(throughline_engine::script::Limits::default())
}
