//! The token game: [`fold`] says what a fact means for a run, [`advance`] says what the outside must do next.
//!
//! Both are pure. A fact is folded in one go: all that follows from it happens inside the fold until every token waits
//! for the outside, so the journal holds facts only and a replay computes the rest again.

mod activity;
mod advance;
mod evaluate;
mod event;
mod fact;
mod facts;
mod fold;
mod gateway;
mod history;
mod ids;
mod invariants;
mod machine;
mod notes;
mod state;
mod status;
mod survey;
mod variable_history;
mod view;

pub use advance::{Effect, EffectCall, advance};
pub use fact::{EffectError, ErrorClass, Fact, FactKind, TimerKind};
pub use fold::{Entry, FoldError, IllegalFact, check, fold};
pub use history::{Activity, Asked, Ended, Historian, Outcome};
pub use ids::{RunId, Seq, TokenId, Visit};
pub use state::State;
pub use status::RunStatus;
pub use survey::{Density, Length, Span, SpanKind, StepSurvey, Surveyor};
pub use variable_history::{Changer, VariableChange, VariableHistory};
pub use view::{DoingView, Progress, TokenView};
