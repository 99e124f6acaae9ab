//! Secrets: where they are kept, and that they are found nowhere else.

mod named;
mod runs;
