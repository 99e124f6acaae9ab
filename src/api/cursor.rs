//! Cursors of lists: where the next page begins. Opaque to callers, so that what is inside may change.

use super::problem::{Problem, ProblemKind};

/// The cursor that stands for `place`.
pub(super) fn write(place: &str) -> String {
    hex::encode(place)
}

/// The place a cursor stands for.
pub(super) fn read(cursor: Option<&str>) -> Result<Option<String>, Problem> {
    let Some(cursor) = cursor else { return Ok(None) };
    let place = hex::decode(cursor).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    place.map(Some).ok_or_else(wrong)
}

/// A cursor nobody gave out.
pub(super) fn wrong() -> Problem {
    Problem::new(
        ProblemKind::BadRequest,
        "The `cursor` is none of this list. Take `next_cursor` of the page before as it is, or leave it out to begin anew.",
    )
}
