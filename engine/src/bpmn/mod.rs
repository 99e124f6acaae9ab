//! BPMN 2.0: a process as a diagram other tools and people read.
//!
//! [`to_xml`] goes in three passes: `element` (the model as BPMN elements: events that YAML leaves out, boundary events,
//! handlers), `layout` (where each stands: layers from left to right, sub-processes expanded) and `xml` (the document).
//! The id of an element says which step it is: [`element_id`]. Nothing here knows a run.

mod element;
mod layout;
#[cfg(test)]
mod tests;
mod xml;

use crate::definition::Process;

/// The BPMN 2.0 XML of a process, with its diagram.
///
/// It says what the process does in elements of the standard (OMG formal/2013-12-09); expressions stand in it as they are
/// written. What `call` gives an operation and what `set` writes is in the namespace `throughline`, which other tools pass over.
#[must_use]
pub fn to_xml(process: &Process) -> String {
    let diagram = element::Diagram::of(process);
    let layout = layout::layout(&diagram);
    xml::write(process, &diagram, &layout)
}

/// The id of a step's element: its path with dots for slashes (an XML id has no slash, a step's key no dot).
#[must_use]
pub fn element_id(path: &str) -> String {
    path.replace('/', ".")
}
