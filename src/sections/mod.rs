//! Sections: lists, record pages, details and action menus over the systems the connectors reach, declared in YAML.
//!
//! [`Sections`] holds the declarations (`sections/*.yaml`, embedded, plus a directory of the operator's own) and answers
//! what a page needs: rows, a record, candidates of a lookup, whether a form fits, what a menu offers. A section only
//! reads. What changes something is a process: this room says which and with which input ([`Plan`]), and whoever asked
//! starts it.
//!
//! It knows connectors and the engine's expressions, and must not know HTTP, runs or SQL.

mod command;
mod declaration;
mod error;
mod expression;
mod form;
mod model;
mod records;
mod source;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use throughline_engine::script::{Limits, ScriptEngine};

pub use command::{Confirmation, MenuEntry, Plan, Preview};
pub use declaration::{SectionProblem, SectionsError};
pub use error::{FieldError, FieldErrorCode, SectionError};
pub use form::{Candidate, Candidates, CheckedForm, FormPlace, Note};
pub use model::{
    Access, Action, ActionScope, Choice, Column, ColumnType, Command, Detail, Field, FieldType, FilterOperator, Form,
    Section, Table, Text,
};
pub use records::{Record, Row, RowsPage};
pub use source::Question;

use crate::connectors::Connectors;
use model::PagePlace;
use source::Source;

/// Most rows of a page of any list.
pub const MAX_PAGE: u32 = 200;
/// Largest declaration file that is read, in bytes.
const MAX_FILE_BYTES: u64 = 1024 * 1024;

const EMBEDDED: [(&str, &str); 4] = [
    (
        "sections/webitel_users.yaml",
        include_str!("../../sections/webitel_users.yaml"),
    ),
    ("sections/crm_users.yaml", include_str!("../../sections/crm_users.yaml")),
    (
        "sections/webitel_licenses.yaml",
        include_str!("../../sections/webitel_licenses.yaml"),
    ),
    (
        "sections/webitel_roles.yaml",
        include_str!("../../sections/webitel_roles.yaml"),
    ),
];

/// The sections of this process. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Sections {
    declared: Arc<BTreeMap<String, Section>>,
    source: Source,
}

impl Sections {
    /// The declarations that ship, and those of `directory` (`*.yaml`, `*.yml`): a section declared there replaces the
    /// shipped one of that key.
    ///
    /// # Errors
    /// Every problem of every file.
    pub fn load(connectors: Arc<Connectors>, directory: Option<&Path>) -> Result<Self, SectionsError> {
        let mut files: Vec<(String, String, bool)> = EMBEDDED
            .iter()
            .map(|(file, text)| ((*file).to_owned(), (*text).to_owned(), false))
            .collect();
        if let Some(directory) = directory {
            files.extend(
                read_directory(directory)?
                    .into_iter()
                    .map(|(file, text)| (file, text, true)),
            );
        }
        let engine = ScriptEngine::new(Limits::default());
        let mut declared: BTreeMap<String, Section> = BTreeMap::new();
        let mut own: BTreeMap<String, String> = BTreeMap::new();
        let mut problems = Vec::new();
        for (file, text, is_own) in files {
            match declaration::load(&file, &text, connectors.catalogue(), &engine) {
                Err(error) => problems.extend(error.problems),
                Ok(section) => {
                    if is_own && let Some(other) = own.insert(section.key.clone(), file.clone()) {
                        problems.push(whole(
                            &file,
                            format!("{other} declares the section {} too", section.key),
                        ));
                    }
                    declared.insert(section.key.clone(), section);
                }
            }
        }
        if !problems.is_empty() {
            return Err(SectionsError { problems });
        }
        Ok(Self {
            declared: Arc::new(declared),
            source: Source(connectors),
        })
    }

    /// No section at all.
    #[must_use]
    pub fn none(connectors: Arc<Connectors>) -> Self {
        Self {
            declared: Arc::default(),
            source: Source(connectors),
        }
    }

    /// Checks the text of one declaration with the operations of these connectors.
    ///
    /// # Errors
    /// Every problem.
    pub fn check(connectors: &Connectors, file: &str, text: &str) -> Result<(), SectionsError> {
        let engine = ScriptEngine::new(Limits::default());
        declaration::load(file, text, connectors.catalogue(), &engine).map(drop)
    }

    /// Every section, by key.
    pub fn iter(&self) -> impl Iterator<Item = &Section> {
        self.declared.values()
    }

    /// The section of this key.
    ///
    /// # Errors
    /// There is none.
    pub fn get(&self, key: &str) -> Result<&Section, SectionError> {
        self.declared
            .get(key)
            .ok_or_else(|| SectionError::NoSuchSection(key.chars().take(100).collect()))
    }
}

impl Section {
    /// The detail of this key.
    ///
    /// # Errors
    /// There is none.
    pub fn detail(&self, key: &str) -> Result<&Detail, SectionError> {
        let found = self.details.iter().find(|detail| detail.key == key);
        found.ok_or_else(|| self.missing("detail", key))
    }

    /// The action of this key; `None` where the declaration has none.
    #[must_use]
    pub fn action(&self, key: &str) -> Option<&Action> {
        self.actions.iter().find(|action| action.key == key)
    }

    /// Something this section does not have.
    #[must_use]
    pub fn missing(&self, what: &'static str, name: &str) -> SectionError {
        SectionError::Missing {
            section: self.title.en.clone(),
            what,
            name: name.chars().take(100).collect(),
        }
    }

    /// What Add starts.
    #[must_use]
    pub fn add(&self) -> Option<&Command> {
        self.add.as_ref()
    }

    /// What Save starts.
    #[must_use]
    pub fn save(&self) -> Option<&Command> {
        self.save.as_ref()
    }

    /// What Delete starts.
    #[must_use]
    pub fn delete(&self) -> Option<&Command> {
        self.delete.as_ref()
    }
}

impl Detail {
    /// What Add starts.
    #[must_use]
    pub fn add(&self) -> Option<&Command> {
        self.add.as_ref()
    }

    /// What Delete starts.
    #[must_use]
    pub fn delete(&self) -> Option<&Command> {
        self.delete.as_ref()
    }
}

impl Table {
    /// Most rows of a page.
    #[must_use]
    pub fn max_page(&self) -> u32 {
        self.listing.page.as_ref().map_or(MAX_PAGE, |page| page.max)
    }

    /// Whether a page may begin anywhere, and not only at a multiple of its size.
    #[must_use]
    pub fn skips_freely(&self) -> bool {
        !matches!(&self.listing.page, Some(page) if matches!(page.place, PagePlace::Number(_)))
    }

    /// Whether it can be searched.
    #[must_use]
    pub fn is_searchable(&self) -> bool {
        self.listing.search.is_some()
    }
}

fn at_most(limit: u32, table: &Table) -> Result<(), SectionError> {
    match limit {
        1.. if limit <= table.max_page() => Ok(()),
        _ => Err(SectionError::BadQuestion(format!(
            "A page of this list has 1 to {} rows.",
            table.max_page()
        ))),
    }
}

fn whole(file: &str, message: String) -> SectionProblem {
    SectionProblem {
        file: file.to_owned(),
        line: 1,
        column: 1,
        message,
    }
}

fn read_directory(directory: &Path) -> Result<Vec<(String, String)>, SectionsError> {
    let shown = directory.display().to_string();
    let failed = |file: &str, message: String| SectionsError {
        problems: vec![whole(file, message)],
    };
    let unreadable = |error: std::io::Error| failed(&shown, format!("cannot be read: {error}"));
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if !path
            .extension()
            .is_some_and(|extension| extension == "yaml" || extension == "yml")
        {
            continue;
        }
        let file = path.display().to_string();
        let size = std::fs::metadata(&path).map_err(unreadable)?.len();
        if size > MAX_FILE_BYTES {
            let message = format!("is {size} bytes long; a declaration has at most {MAX_FILE_BYTES}");
            return Err(failed(&file, message));
        }
        let text = std::fs::read_to_string(&path).map_err(|error| failed(&file, format!("cannot be read: {error}")))?;
        files.push((file, text));
    }
    files.sort();
    Ok(files)
}
