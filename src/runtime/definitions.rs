//! Compiled definitions, kept by version: a run is pinned to its version, and a version never changes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use thiserror::Error;
use throughline_engine::definition::{Diagnostic, OperationInfo, OperationKind, Operations, Trigger, compile};
use throughline_engine::script::ScriptEngine;

use super::live::Definition;
use crate::document::Document;
use crate::store::{DefinitionId, DefinitionSource, Store, StoreError};

/// Versions kept compiled; the rest are compiled again when they are needed.
const KEPT: usize = 512;
/// Versions whose sections are remembered.
const KEPT_SECTIONS: usize = 10_000;

/// What in a section starts a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartedBy {
    /// Something happens to a record of it.
    Record,
    /// Its action menu.
    Action,
}

/// Sections a version is started from.
#[derive(Debug, Default)]
struct Listens {
    records: Vec<String>,
    actions: Vec<String>,
}

impl Listens {
    fn of(definition: &Definition) -> Self {
        let mut listens = Self::default();
        for trigger in &definition.process.triggers {
            match trigger {
                Trigger::Record(record) => listens.records.push(record.section.clone()),
                Trigger::Section(action) => listens.actions.push(action.section.clone()),
                _ => {}
            }
        }
        listens
    }

    fn to(&self, section: &str, by: StartedBy) -> bool {
        let sections = match by {
            StartedBy::Record => &self.records,
            StartedBy::Action => &self.actions,
        };
        sections.iter().any(|known| known == section)
    }
}

/// Why a definition cannot be run.
#[derive(Debug, Error)]
pub enum DefinitionError {
    /// There is none of this key.
    #[error("there is no process `{key}`; deploy it first, or list what there is with `throughline definitions`")]
    Unknown {
        /// The key asked for.
        key: String,
    },
    /// The version a run is pinned to is not there.
    #[error("definition version {id} is not in the database; restore it from a backup")]
    Missing {
        /// Its id.
        id: DefinitionId,
    },
    /// It does not compile.
    #[error("{} problem(s) in the definition; the first: {}", .0.len(), .0.first().map_or("", |d| d.message.as_str()))]
    Invalid(Vec<Diagnostic>),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The definitions of this process.
pub struct Definitions {
    store: Store,
    scripts: ScriptEngine,
    compiled: Mutex<HashMap<DefinitionId, Arc<Definition>>>,
    /// The sections each version is started from. A version never changes, so this is right as long as it is asked with
    /// the ids that are the latest now.
    listens: Mutex<HashMap<DefinitionId, Arc<Listens>>>,
}

impl Definitions {
    pub(super) fn new(store: Store, scripts: ScriptEngine) -> Self {
        Self {
            store,
            scripts,
            compiled: Mutex::new(HashMap::new()),
            listens: Mutex::new(HashMap::new()),
        }
    }

    /// The version of this id.
    ///
    /// # Errors
    /// It is not there, does not compile, or the database does not answer.
    pub async fn get(&self, id: DefinitionId) -> Result<Arc<Definition>, DefinitionError> {
        if let Some(definition) = self.kept(id) {
            return Ok(definition);
        }
        let row = self
            .store
            .definition_by_id(id)
            .await?
            .ok_or(DefinitionError::Missing { id })?;
        self.compile(&row)
    }

    /// The newest version of a process, or the given one.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub async fn find(&self, key: &str, version: Option<i32>) -> Result<Arc<Definition>, DefinitionError> {
        let row = self.store.definition(key, version).await?;
        let row = row.ok_or_else(|| DefinitionError::Unknown { key: key.to_owned() })?;
        match self.kept(row.definition.id) {
            Some(definition) => Ok(definition),
            None => self.compile(&row),
        }
    }

    /// The latest versions that something in a section starts, by key, as they are deployed now, on whichever node.
    ///
    /// # Errors
    /// The database. A version that does not compile is started by nothing; the log says so once.
    pub async fn listeners(&self, section: &str, by: StartedBy) -> Result<Vec<Arc<Definition>>, StoreError> {
        let mut listeners = Vec::new();
        for id in self.store.latest_definitions().await? {
            let known = self
                .listens
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .get(&id)
                .cloned();
            if known.is_some_and(|known| !known.to(section, by)) {
                continue;
            }
            let (listens, definition) = match self.get(id).await {
                Ok(definition) => (Listens::of(&definition), Some(definition)),
                Err(DefinitionError::Store(error)) => return Err(error),
                Err(error) => {
                    tracing::warn!(definition = %id, %error, "a definition cannot be read; no section starts it");
                    (Listens::default(), None)
                }
            };
            listeners.extend(definition.filter(|_| listens.to(section, by)));
            let mut kept = self.listens.lock().unwrap_or_else(PoisonError::into_inner);
            if kept.len() >= KEPT_SECTIONS {
                kept.clear();
            }
            kept.insert(id, Arc::new(listens));
        }
        Ok(listeners)
    }

    fn kept(&self, id: DefinitionId) -> Option<Arc<Definition>> {
        self.compiled
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&id)
            .cloned()
    }

    /// Compiles a deployed version. It was checked against the operations of its day when it was deployed; an operation
    /// that is gone since then is an error of the call that needs it, not of the runs that are past it.
    fn compile(&self, row: &DefinitionSource) -> Result<Arc<Definition>, DefinitionError> {
        let compiled =
            compile(&row.source, &AnyOperation::default(), &self.scripts).map_err(DefinitionError::Invalid)?;
        let definition = Arc::new(Definition {
            id: row.definition.id,
            version: row.definition.version,
            input_order: input_order(&compiled.process.input_schema, &row.source),
            process: compiled.process,
        });
        let mut kept = self.compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(row.definition.id, definition.clone());
        Ok(definition)
    }
}

/// The fields of an input as the file names them. Members of a JSON object have no order; whoever fills in a form begins at
/// the top, and whoever wrote the file meant something to be there.
fn input_order(schema: &serde_json::Value, source: &str) -> Vec<String> {
    let properties = schema.get("properties").and_then(serde_json::Value::as_object);
    let mut names: Vec<String> = properties
        .into_iter()
        .flat_map(serde_json::Map::keys)
        .cloned()
        .collect();
    if let Ok(file) = Document::parse(source) {
        let pointer = |name: &str| format!("/input/properties/{}", name.replace('~', "~0").replace('/', "~1"));
        names.sort_by_key(|name| file.place(&pointer(name)));
    }
    names
}

/// Takes every operation name with any request.
struct AnyOperation(OperationInfo);

impl Default for AnyOperation {
    fn default() -> Self {
        Self(OperationInfo {
            name: String::new(),
            description: String::new(),
            kind: OperationKind::Writes,
            input: serde_json::json!({ "type": "object", "additionalProperties": true }),
            result: serde_json::json!({}),
        })
    }
}

impl Operations for AnyOperation {
    fn get(&self, _name: &str) -> Option<&OperationInfo> {
        Some(&self.0)
    }

    fn names(&self) -> Vec<&str> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_stand_as_the_file_has_them() {
        let schema = json!({ "properties": { "a/b": {}, "order": {}, "size": {} } });
        let source = "process: P\ninput:\n  properties:\n    size: {}\n    order: {}\n    a/b: {}\n";
        assert_eq!(input_order(&schema, source), ["size", "order", "a/b"]);
        assert_eq!(input_order(&schema, "not: [ YAML"), ["a/b", "order", "size"]);
        assert!(input_order(&json!({}), source).is_empty());
    }
}
