//! What a script may spend.

/// Budgets of one evaluation. All are deterministic: the same script on the same values always ends the same way.
///
/// The sizes are those of one whole value, everything nested in it counted: a list of 1,000 maps of 12 entries has
/// 1,000 items and 12,000 map entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Steps of evaluation, those inside closures and called functions included.
    pub operations: u64,
    /// Functions and closures that may be inside one another.
    pub call_depth: usize,
    /// Bytes of all texts in one value.
    pub string_bytes: usize,
    /// Items of all lists in one value.
    pub array_items: usize,
    /// Entries of all maps in one value.
    pub map_entries: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            operations: 5_000_000,
            call_depth: 64,
            string_bytes: 4 * 1024 * 1024,
            array_items: 200_000,
            map_entries: 200_000,
        }
    }
}

/// Longest source, in bytes.
pub(super) const SOURCE_BYTES: usize = 64 * 1024;
/// Variables of one function (or of the script itself) at any instant, the names it is given included.
pub(super) const VARIABLES: usize = 256;
/// Functions a script may define, closures included.
pub(super) const FUNCTIONS: usize = 256;
/// Nesting of expressions and statements in the script itself.
pub(super) const EXPRESSION_DEPTH: usize = 64;
/// Nesting of expressions and statements in a function. With [`Limits::call_depth`] this bounds the thread's stack:
/// the deepest script that compiles must fit the 2 MiB a worker thread has.
pub(super) const FUNCTION_EXPRESSION_DEPTH: usize = 32;
/// Nesting of a value that goes in or comes out.
pub(super) const VALUE_DEPTH: usize = 64;
