//! YAML text to a tree in which every node knows where it stands.
//!
//! Built on the events of `saphyr-parser` rather than on a ready tree such as `marked-yaml`: only the events tell a
//! plain scalar from a quoted or block one (so `1` and `"1"` stay different and an error inside a block scalar can be
//! placed), say where a node ends, and show anchors, aliases and tags, which this language refuses.
//!
//! This room knows YAML and nothing of processes.

mod locate;
mod scalar;
mod tree;

pub(super) use locate::{LineIndex, inside};
pub(super) use tree::{Key, Node, NodeKind, Span, Style, parse};

/// Longest file.
pub(super) const MAX_BYTES: usize = 1024 * 1024;
/// Deepest nesting of lists and maps.
pub(super) const MAX_DEPTH: usize = 64;
