//! The token game: [`fold`] says what a fact means for a run, [`advance`] says what the outside must do next.

mod fact;
mod ids;
mod status;

pub use fact::{EffectError, ErrorClass, Fact, FactKind, TimerKind};
pub use ids::{RunId, Seq, TokenId, Visit};
pub use status::RunStatus;
