//! Bodies as graphs: what can be reached, what can end, what turns in circles, which joins may wait for ever.
//!
//! Answers questions about the shape of a process and words no message: the checks of a deploy ask it, and the layout
//! of diagrams will.

mod body;
mod joins;

pub use body::BodyGraph;
