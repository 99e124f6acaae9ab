//! Runs: list, read, follow, end, try again, and whatever else a person does to one. One file each.

pub(super) mod act;
pub(super) mod callbacks;
pub(super) mod counts;
pub(super) mod events;
pub(super) mod export;
pub(super) mod history;
pub(super) mod input;
pub(super) mod journal;
pub(super) mod list;
pub(super) mod looking_back;
pub(super) mod operate;
pub(super) mod progress;
pub(super) mod series;
pub(super) mod show;
