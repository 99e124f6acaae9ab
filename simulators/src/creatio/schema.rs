//! The entities, as a table. A new entity is a new entry in [`ENTITIES`]; nothing else knows its columns.
//!
//! Every entity also has the columns of [`COMMON`]. A lookup column ends in `Id` and is filtered and expanded by its
//! name without it (`ContactId` in bodies, `Contact/Id` in filters, `$expand=Contact`).

use std::sync::LazyLock;

use uuid::{Uuid, uuid};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Guid,
    Text,
    Int,
    Bool,
    Date,
    /// The id of a row of another entity.
    Lookup(&'static str),
}

/// What happens to a row when the row its lookup points to is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnDelete {
    /// The delete is refused.
    Refuse,
    /// The row goes with it: it is a detail.
    Cascade,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// Equality on it is answered from an index; lookups always are.
    pub(crate) indexed: bool,
    pub(crate) on_delete: OnDelete,
}

impl Column {
    const fn new(name: &'static str, kind: Kind) -> Self {
        Self {
            name,
            kind,
            indexed: matches!(kind, Kind::Lookup(_)),
            on_delete: OnDelete::Refuse,
        }
    }

    const fn indexed(mut self) -> Self {
        self.indexed = true;
        self
    }

    /// `Contact` of `ContactId`; `None` where the column is no lookup.
    pub(crate) fn navigation(&self) -> Option<&'static str> {
        match self.kind {
            Kind::Lookup(_) => self.name.strip_suffix("Id"),
            _ => None,
        }
    }
}

const fn text(name: &'static str) -> Column {
    Column::new(name, Kind::Text)
}

const fn int(name: &'static str) -> Column {
    Column::new(name, Kind::Int)
}

const fn flag(name: &'static str) -> Column {
    Column::new(name, Kind::Bool)
}

const fn date(name: &'static str) -> Column {
    Column::new(name, Kind::Date)
}

const fn guid(name: &'static str) -> Column {
    Column::new(name, Kind::Guid)
}

const fn lookup(name: &'static str, entity: &'static str) -> Column {
    Column::new(name, Kind::Lookup(entity))
}

/// The lookup of a detail to its master: deleted together.
const fn master(name: &'static str, entity: &'static str) -> Column {
    let mut column = lookup(name, entity);
    column.on_delete = OnDelete::Cascade;
    column
}

/// Columns of every entity; `Id` is the first.
const COMMON: &[Column] = &[
    guid("Id"),
    date("CreatedOn"),
    // Not indexed: nobody looks rows up by their author, and every row would point to one contact.
    Column {
        indexed: false,
        ..lookup("CreatedById", "Contact")
    },
    date("ModifiedOn"),
    Column {
        indexed: false,
        ..lookup("ModifiedById", "Contact")
    },
    int("ProcessListeners"),
];

pub(crate) const ID: usize = 0;
pub(crate) const CREATED_ON: usize = 1;
pub(crate) const CREATED_BY: usize = 2;
pub(crate) const MODIFIED_ON: usize = 3;
pub(crate) const MODIFIED_BY: usize = 4;

struct Declared {
    name: &'static str,
    read_only: bool,
    columns: &'static [Column],
}

const fn entity(name: &'static str, columns: &'static [Column]) -> Declared {
    Declared {
        name,
        read_only: false,
        columns,
    }
}

const ENTITIES: &[Declared] = &[
    entity(
        "Account",
        &[
            text("Name").indexed(),
            text("Phone"),
            text("Web"),
            lookup("OwnerId", "Contact"),
        ],
    ),
    entity("ContactType", &[text("Name").indexed(), text("Description")]),
    entity(
        "Contact",
        &[
            text("Name").indexed(),
            text("Email").indexed(),
            text("Phone"),
            text("MobilePhone"),
            text("JobTitle"),
            lookup("AccountId", "Account"),
            lookup("TypeId", "ContactType"),
            lookup("OwnerId", "Contact"),
        ],
    ),
    entity(
        "SysAdminUnit",
        &[
            text("Name").indexed(),
            lookup("ContactId", "Contact"),
            lookup("AccountId", "Account"),
            flag("Active"),
            int("SysAdminUnitTypeValue"),
            int("ConnectionType"),
            lookup("ParentRoleId", "SysAdminUnit"),
            guid("SysCultureId"),
            text("TimeZoneId"),
            guid("DateTimeFormatId"),
            guid("HomePageId"),
            lookup("PortalAccountId", "Account"),
            flag("ForceChangePassword"),
            int("LoginAttemptCount"),
            date("UnblockTime"),
            flag("LoggedIn"),
            flag("SynchronizeWithLDAP"),
        ],
    ),
    entity(
        "SysUserInRole",
        &[master("SysUserId", "SysAdminUnit"), master("SysRoleId", "SysAdminUnit")],
    ),
    Declared {
        name: "SysAdminUnitInRole",
        read_only: true,
        columns: &[
            master("SysAdminUnitId", "SysAdminUnit"),
            master("SysAdminUnitRoleId", "SysAdminUnit"),
        ],
    },
    entity(
        "WebitelUser",
        &[
            lookup("SysAdminUnitId", "SysAdminUnit"),
            lookup("ContactId", "Contact"),
            // Webitel's own id, a text: no lookup in spite of its name.
            text("WebitelUserId").indexed(),
            text("Username").indexed(),
            text("Name").indexed(),
            text("Extension").indexed(),
            text("DefaultDevice"),
            text("DefaultDeviceId"),
            flag("UseStun"),
            flag("UseWebPhone"),
        ],
    ),
    entity(
        "WebitelUserLicense",
        &[
            master("WebitelUserId", "WebitelUser"),
            text("LicenseId").indexed(),
            text("Product"),
            text("Name"),
            date("IssuedOn"),
            date("ExpiresOn"),
        ],
    ),
    entity(
        "WebitelUserRole",
        &[
            master("WebitelUserId", "WebitelUser"),
            text("RoleId").indexed(),
            text("Name"),
        ],
    ),
    entity(
        "WebitelLicense",
        &[
            text("LicenseId").indexed(),
            text("Product"),
            text("Name").indexed(),
            int("Limit"),
            int("Remain"),
        ],
    ),
    entity(
        "WebitelRole",
        &[text("RoleId").indexed(), text("Name").indexed(), text("Description")],
    ),
];

/// One entity with all its columns.
pub(crate) struct Entity {
    pub(crate) name: &'static str,
    /// Computed by the system: writing is refused.
    pub(crate) read_only: bool,
    pub(crate) columns: Vec<Column>,
}

impl Entity {
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The lookup column of a navigation name and the number of its entity.
    pub(crate) fn navigation(&self, name: &str) -> Option<(usize, usize)> {
        let at = self
            .columns
            .iter()
            .position(|column| column.navigation() == Some(name))?;
        match self.columns[at].kind {
            Kind::Lookup(target) => Some((at, find(target)?)),
            _ => None,
        }
    }
}

static SCHEMA: LazyLock<Vec<Entity>> = LazyLock::new(|| {
    let whole = |declared: &Declared| Entity {
        name: declared.name,
        read_only: declared.read_only,
        columns: COMMON.iter().chain(declared.columns).copied().collect(),
    };
    ENTITIES.iter().map(whole).collect()
});

pub(crate) fn entities() -> &'static [Entity] {
    &SCHEMA
}

/// The number of an entity, by which tables are found.
pub(crate) fn find(name: &str) -> Option<usize> {
    entities().iter().position(|entity| entity.name == name)
}

/// Ids that are the same in every Creatio.
pub(crate) mod fixed {
    use super::{Uuid, uuid};

    /// The type "user" in `UpdateOrCreateUser`.
    pub(crate) const USER_TYPE: Uuid = uuid!("472e97c7-6bd7-df11-9b2a-001d60e938c6");
    pub(crate) const ALL_EMPLOYEES: Uuid = uuid!("a29a3ba5-4b0d-de11-9a51-005056c00008");
    pub(crate) const ALL_EXTERNAL_USERS: Uuid = uuid!("720b771c-e7a7-4f31-9cfb-52cd21c3739f");
    pub(crate) const SYSTEM_ADMINISTRATORS: Uuid = uuid!("83a43ebc-f36b-1410-298d-001e8c82bcad");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lookup_names_an_entity_and_ends_in_id() {
        for entity in entities() {
            for column in &entity.columns {
                if let Kind::Lookup(target) = column.kind {
                    assert!(find(target).is_some(), "{}.{} → {target}", entity.name, column.name);
                    assert!(column.navigation().is_some(), "{}.{}", entity.name, column.name);
                }
            }
        }
    }
}
