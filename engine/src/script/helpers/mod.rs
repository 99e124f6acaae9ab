//! The functions a script can call beyond Rhai's own. `docs/expressions.md` lists them all.

use rhai::Engine;

use super::limits::Limits;

pub(super) fn register(_engine: &mut Engine, _limits: &Limits) {}
