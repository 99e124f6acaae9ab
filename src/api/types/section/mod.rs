//! Sections: what a page needs to draw a list, a record page, a form and a menu.

mod act;
mod describe;
mod record;

pub use act::*;
pub use describe::*;
pub use record::*;

use crate::sections;

/// A text in English and, where there is one, in Ukrainian.
fn pair(text: Option<&sections::Text>) -> (Option<String>, Option<String>) {
    text.map_or((None, None), |text| (Some(text.en.clone()), text.uk.clone()))
}
