//! What is kept about callers: users, their sessions, tokens, rights on single processes, failed sign-ins. One file each.
//!
//! These tables are small and read through short caches above the store; none of them is touched by the runs themselves.

mod grant;
mod session;
mod throttle;
mod token;
mod user;

pub use grant::{Grant, GrantSubject, NewGrant};
pub use session::{NewSession, SessionRow};
pub use throttle::{Attempt, Throttle};
pub use token::{ApiToken, NewApiToken, ShownToken};
pub use user::{NewUser, User, UserChange, UserError};

use crate::auth::{ProcessRight, Role};

/// A role as Postgres' enum `access_role`.
#[derive(Debug, Clone, Copy)]
pub(super) struct RoleName(pub(super) Role);

pg_enum!(RoleName, "access_role", Role::ALL, Role::as_str);

/// A right as Postgres' enum `process_right`.
#[derive(Debug, Clone, Copy)]
pub(super) struct RightName(pub(super) ProcessRight);

pg_enum!(RightName, "process_right", ProcessRight::ALL, ProcessRight::as_str);
