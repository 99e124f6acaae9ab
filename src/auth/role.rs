//! What callers may do: four roles, each with all the rights of the one before, and rights on single processes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The role of a caller. Ordered: a greater one may do everything a smaller one may.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Looks: runs, definitions, sections, schedules.
    #[default]
    Viewer,
    /// Starts processes and acts on runs, records and schedules.
    Operator,
    /// Deploys definitions, makes and changes schedules.
    Designer,
    /// Manages people, tokens, rights, secrets and workplaces, and reads the audit log.
    Administrator,
}

impl Role {
    /// Every role, from the least.
    pub const ALL: [Self; 4] = [Self::Viewer, Self::Operator, Self::Designer, Self::Administrator];

    /// Its name in the API, in Postgres and in the audit.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Operator => "operator",
            Self::Designer => "designer",
            Self::Administrator => "administrator",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// There is no role of this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no role `{0}`; roles are viewer, operator, designer and administrator")]
pub struct NoSuchRole(pub String);

impl FromStr for Role {
    type Err = NoSuchRole;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or_else(|| NoSuchRole(text.to_owned()))
    }
}

/// What a caller wants of one process.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ProcessRight {
    /// See it and its runs.
    #[default]
    See,
    /// Start it.
    Start,
    /// Act on its runs: cancel, retry.
    Operate,
}

impl ProcessRight {
    /// Every right.
    pub const ALL: [Self; 3] = [Self::See, Self::Start, Self::Operate];

    /// Its name in the API and in Postgres.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::See => "see",
            Self::Start => "start",
            Self::Operate => "operate",
        }
    }

    /// The least role that has this right on a process nobody restricted.
    #[must_use]
    pub fn least_role(self) -> Role {
        match self {
            Self::See => Role::Viewer,
            Self::Start | Self::Operate => Role::Operator,
        }
    }
}

impl fmt::Display for ProcessRight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// There is no right of this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no right `{0}`; rights are see, start and operate")]
pub struct NoSuchRight(pub String);

impl FromStr for ProcessRight {
    type Err = NoSuchRight;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|right| right.as_str() == text)
            .ok_or_else(|| NoSuchRight(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_ordered_and_read_back() {
        assert!(Role::ALL.is_sorted());
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
            assert_eq!(serde_json::to_value(role).unwrap(), role.as_str());
        }
        assert!("root".parse::<Role>().is_err());
    }
}
