//! Runs: list, read, follow, end, try again. One file each.

pub(super) mod act;
pub(super) mod callbacks;
pub(super) mod events;
pub(super) mod journal;
pub(super) mod list;
pub(super) mod show;
