//! The rows, their indexes, and the undo log that makes a group of changes all or nothing.
//!
//! Numbers, flags and dates are never empty in a stored row (0, false, the first date); empty texts and ids are.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::cell::{Cell, Row};
use super::schema::{self, Entity, ID, Kind};

pub(crate) struct Table {
    pub(crate) entity: &'static Entity,
    /// In the order of creation, which is the order of answers without `$orderby`.
    rows: BTreeMap<u64, Arc<Row>>,
    by_id: HashMap<Uuid, u64>,
    /// For each column, where indexed: value → rows.
    indexes: Vec<Option<HashMap<Cell, BTreeSet<u64>>>>,
    next_slot: u64,
}

impl Table {
    fn new(entity: &'static Entity) -> Self {
        let indexes = entity
            .columns
            .iter()
            .map(|column| column.indexed.then(HashMap::new))
            .collect();
        Self {
            entity,
            rows: BTreeMap::new(),
            by_id: HashMap::new(),
            indexes,
            next_slot: 0,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = &Arc<Row>> {
        self.rows.values()
    }

    pub(crate) fn row(&self, id: Uuid) -> Option<&Arc<Row>> {
        self.rows.get(self.by_id.get(&id)?)
    }

    pub(crate) fn at(&self, slot: u64) -> Option<&Arc<Row>> {
        self.rows.get(&slot)
    }

    pub(crate) fn id_at(&self, slot: u64) -> Option<Uuid> {
        self.rows.get(&slot)?[ID].guid()
    }

    /// The rows whose column holds this value; `None` where no index can tell.
    pub(crate) fn equal(&self, column: usize, value: &Cell) -> Option<BTreeSet<u64>> {
        if column == ID {
            return Some(
                value
                    .guid()
                    .and_then(|id| self.by_id.get(&id))
                    .copied()
                    .into_iter()
                    .collect(),
            );
        }
        let index = self.indexes[column].as_ref()?;
        Some(index.get(value).cloned().unwrap_or_default())
    }

    /// The first row whose column holds this value.
    pub(crate) fn first(&self, column: &str, value: &Cell) -> Option<&Arc<Row>> {
        let column = self.entity.column(column)?;
        match self.equal(column, value) {
            Some(slots) => slots.first().and_then(|slot| self.rows.get(slot)),
            None => self.rows.values().find(|row| row[column] == *value),
        }
    }

    fn put(&mut self, slot: u64, row: Arc<Row>) {
        for (index, cell) in self.indexes.iter_mut().zip(row.iter()) {
            if let Some(index) = index
                && *cell != Cell::Null
            {
                index.entry(cell.clone()).or_default().insert(slot);
            }
        }
        if let Some(id) = row[ID].guid() {
            self.by_id.insert(id, slot);
        }
        self.rows.insert(slot, row);
    }

    fn take(&mut self, slot: u64) -> Option<Arc<Row>> {
        let row = self.rows.remove(&slot)?;
        for (index, cell) in self.indexes.iter_mut().zip(row.iter()) {
            if let Some(index) = index
                && let Some(slots) = index.get_mut(cell)
            {
                slots.remove(&slot);
                if slots.is_empty() {
                    index.remove(cell);
                }
            }
        }
        if let Some(id) = row[ID].guid() {
            self.by_id.remove(&id);
        }
        Some(row)
    }
}

/// How to take one change back: what stood in the slot before.
struct Undo {
    table: usize,
    slot: u64,
    before: Option<Arc<Row>>,
}

pub(crate) struct Database {
    pub(crate) tables: Vec<Table>,
    /// Users' passwords; never answered.
    pub(crate) passwords: HashMap<Uuid, String>,
    undo: Option<(Vec<Undo>, HashMap<Uuid, String>)>,
    dice: StdRng,
}

/// The data file.
#[derive(Serialize, Deserialize)]
pub(crate) struct Kept {
    entities: BTreeMap<String, Vec<Map<String, Value>>>,
    passwords: BTreeMap<Uuid, String>,
}

/// Rows at one moment, shared with the live tables: cheap to take under the lock, turned into a file outside.
pub(crate) struct Copy {
    tables: Vec<(&'static Entity, Vec<Arc<Row>>)>,
    passwords: BTreeMap<Uuid, String>,
}

impl Database {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            tables: schema::entities().iter().map(Table::new).collect(),
            passwords: HashMap::new(),
            undo: None,
            dice: StdRng::seed_from_u64(seed ^ 0x0000_c2ea_7100),
        }
    }

    pub(crate) fn table(&self, entity: &str) -> Option<&Table> {
        schema::find(entity).map(|at| &self.tables[at])
    }

    /// An id no row has; from the seed.
    pub(crate) fn new_id(&mut self) -> Uuid {
        loop {
            let id = uuid::Builder::from_random_bytes(self.dice.random()).into_uuid();
            if self.tables.iter().all(|table| !table.by_id.contains_key(&id)) {
                return id;
            }
        }
    }

    pub(crate) fn insert(&mut self, table: usize, row: Row) {
        let slot = self.tables[table].next_slot;
        self.tables[table].next_slot += 1;
        self.change(table, slot, Some(Arc::new(row)));
    }

    /// Replaces the row of this id; nothing happens where there is none.
    pub(crate) fn replace(&mut self, table: usize, id: Uuid, row: Row) {
        if let Some(slot) = self.tables[table].by_id.get(&id).copied() {
            self.change(table, slot, Some(Arc::new(row)));
        }
    }

    pub(crate) fn remove(&mut self, table: usize, id: Uuid) {
        if let Some(slot) = self.tables[table].by_id.get(&id).copied() {
            self.change(table, slot, None);
        }
    }

    fn change(&mut self, table: usize, slot: u64, after: Option<Arc<Row>>) {
        let before = self.tables[table].take(slot);
        if let Some(row) = after {
            self.tables[table].put(slot, row);
        }
        if let Some((undo, _)) = &mut self.undo {
            undo.push(Undo { table, slot, before });
        }
    }

    /// Does all of `work`, or, where it fails, nothing of it. Does not nest: inside, an outer one decides.
    pub(crate) fn transaction<T, E>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, E>) -> Result<T, E> {
        if self.undo.is_some() {
            return work(self);
        }
        self.undo = Some((Vec::new(), self.passwords.clone()));
        let outcome = work(self);
        let noted = self.undo.take();
        if let (Err(_), Some((undo, passwords))) = (&outcome, noted) {
            self.passwords = passwords;
            for change in undo.into_iter().rev() {
                self.tables[change.table].take(change.slot);
                if let Some(row) = change.before {
                    self.tables[change.table].put(change.slot, row);
                }
            }
        }
        outcome
    }

    pub(crate) fn copy(&self) -> Copy {
        let rows = |table: &Table| (table.entity, table.rows.values().cloned().collect());
        Copy {
            tables: self.tables.iter().map(rows).collect(),
            passwords: self
                .passwords
                .iter()
                .map(|(id, password)| (*id, password.clone()))
                .collect(),
        }
    }

    /// Columns that the file does not know take their empty value; what the schema does not know is passed over.
    pub(crate) fn load(seed: u64, kept: Kept) -> Result<Self, String> {
        let rows: usize = kept.entities.values().map(Vec::len).sum();
        // Another stream than the one that made the kept rows' ids.
        let mut database = Self::new(seed.wrapping_add(rows as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        for (name, rows) in kept.entities {
            let Some(table) = schema::find(&name) else { continue };
            let entity = &schema::entities()[table];
            for kept in rows {
                let mut row = empty_row(entity);
                for (column, cell) in entity.columns.iter().zip(row.iter_mut()) {
                    if let Some(value) = kept.get(column.name) {
                        *cell = Cell::read(column, value).map_err(|why| format!("{name}: {why}"))?;
                    }
                }
                database.insert(table, row);
            }
        }
        database.passwords = kept.passwords.into_iter().collect();
        Ok(database)
    }
}

impl Copy {
    pub(crate) fn kept(self) -> Kept {
        let rows = |(entity, rows): (&'static Entity, Vec<Arc<Row>>)| {
            (
                entity.name.to_owned(),
                rows.iter().map(|row| show(entity, row)).collect(),
            )
        };
        Kept {
            entities: self.tables.into_iter().map(rows).collect(),
            passwords: self.passwords,
        }
    }
}

/// A row without anything, ids and texts empty, numbers zero.
pub(crate) fn empty_row(entity: &Entity) -> Row {
    let empty = |kind| match kind {
        Kind::Guid | Kind::Lookup(_) | Kind::Text | Kind::Date => Cell::Null,
        Kind::Int => Cell::Int(0),
        Kind::Bool => Cell::Bool(false),
    };
    entity.columns.iter().map(|column| empty(column.kind)).collect()
}

/// A row with all its columns, as answers show it.
pub(crate) fn show(entity: &Entity, row: &Row) -> Map<String, Value> {
    let columns = entity.columns.iter().zip(row);
    columns
        .map(|(column, cell)| (column.name.to_owned(), cell.show(column.kind)))
        .collect()
}
