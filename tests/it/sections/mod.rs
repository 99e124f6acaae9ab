//! Sections and workplaces over a service in this process with simulators of both systems.

mod actions;
mod declarations;
mod forms;
mod manual;
mod records;
mod refusals;
mod support;
mod workplaces;
