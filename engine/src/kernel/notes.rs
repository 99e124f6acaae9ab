//! What happened inside of folds, for those who look back: steps that were entered and left without a trace in the
//! state, items of lists, values of variables. The live engine takes no notes; one branch is all it pays.

use std::sync::Arc;

use serde_json::Value;

use super::TokenId;
use crate::definition::StepIndex;

/// One thing that happened inside of a fold.
#[derive(Debug, Clone)]
pub(crate) enum Note {
    /// A token entered a step; `single`: as one item of a `for_each` over a single activity.
    Entered {
        token: TokenId,
        step: StepIndex,
        single: bool,
    },
    /// What a token does became something else.
    Changed(TokenId),
    /// The activity of a token was completed.
    Done(TokenId),
    /// A token left the run.
    Gone(TokenId),
    /// A `for_each` got its list.
    List { token: TokenId, total: u32 },
    /// An item of a list began.
    ItemBegun {
        owner: TokenId,
        step: StepIndex,
        index: u32,
    },
    /// An item of a list ended; `caught`: by way of a `catch`.
    ItemDone { owner: TokenId, index: u32, caught: bool },
    /// A variable of the process got a value: its first one where there is no `before`, by a step where there is one.
    Set {
        slot: usize,
        step: Option<StepIndex>,
        before: Option<Arc<Value>>,
        after: Arc<Value>,
    },
}

/// The notes of a state. They say how it came to be, not what it is: states with other notes are equal.
#[derive(Debug, Clone, Default)]
pub(crate) struct Notes(Option<Vec<Note>>);

impl PartialEq for Notes {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Notes {
    /// Notes that are taken.
    pub(crate) fn on() -> Self {
        Self(Some(Vec::new()))
    }

    /// Adds one; it is made only where notes are taken.
    pub(crate) fn add(&mut self, note: impl FnOnce() -> Note) {
        if let Some(notes) = &mut self.0 {
            notes.push(note());
        }
    }

    /// What was noted since the last time.
    pub(crate) fn take(&mut self) -> Vec<Note> {
        self.0.as_mut().map(std::mem::take).unwrap_or_default()
    }
}
