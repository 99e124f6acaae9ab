//! Helpers, by their table.
