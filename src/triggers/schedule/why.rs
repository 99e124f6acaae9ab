//! Why a planned time was left out or waits: the words that are kept with it, and the same read back from them in parts,
//! for pages that tell it in another language.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use throughline_engine::kernel::{RunId, RunStatus};
use utoipa::ToSchema;

use super::decide::instant;

const PLANNED: &str = "firing planned at ";
const STANDS: &str = " stands at an incident and waits for a person";
const GOES_ON: &str = " has not ended: it is ";
const STARTING: &str = " is being started";
const REPLACED: &str = " took its place before it had started";
const ONE_WAITS: &str = "an earlier firing waits already";
const WAIT: &str = " earlier firings wait already";
const NOT_FIRED: &str = " passed while no node could fire ";

/// Why a planned time was left out or waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Why {
    /// The run of an earlier one has not ended; `blocked_by` is that run.
    RunGoesOn {
        /// When the earlier one was planned.
        planned_at: DateTime<Utc>,
    },
    /// The run of an earlier one stands at an incident; `blocked_by` is that run.
    RunStands {
        /// When the earlier one was planned.
        planned_at: DateTime<Utc>,
    },
    /// An earlier one is just being started.
    BeingStarted {
        /// When it was planned.
        planned_at: DateTime<Utc>,
    },
    /// Earlier ones wait already.
    OthersWait {
        /// How many.
        waiting: u32,
    },
    /// A later one took its place.
    Replaced {
        /// When the later one was planned.
        planned_at: DateTime<Utc>,
    },
    /// No node could fire it in time.
    NotFired,
}

impl Why {
    /// Reads it from the words kept with a firing. `None` where they say something else: why a start failed.
    #[must_use]
    pub fn read(words: &str) -> Option<Self> {
        if words.contains(NOT_FIRED) {
            return Some(Self::NotFired);
        }
        if let Some((_, rest)) = words.split_once(PLANNED) {
            let (time, what) = rest.split_once(' ')?;
            let planned_at = DateTime::parse_from_rfc3339(time).ok()?.to_utc();
            // What was cut off is the space before the phrase.
            let is = |phrase: &str| what.starts_with(phrase.trim_start());
            return if is(STANDS) {
                Some(Self::RunStands { planned_at })
            } else if is(GOES_ON) {
                Some(Self::RunGoesOn { planned_at })
            } else if is(STARTING) {
                Some(Self::BeingStarted { planned_at })
            } else if is(REPLACED) {
                Some(Self::Replaced { planned_at })
            } else {
                None
            };
        }
        if words.contains(ONE_WAITS) {
            return Some(Self::OthersWait { waiting: 1 });
        }
        let (before, _) = words.split_once(WAIT)?;
        let waiting = before.rsplit(' ').next()?.parse().ok()?;
        Some(Self::OthersWait { waiting })
    }
}

/// The run of an earlier firing is in the way.
pub(super) fn run_in_the_way(run: RunId, planned: DateTime<Utc>, status: RunStatus) -> String {
    let planned = instant(planned);
    match status {
        RunStatus::Incident => format!("run {run} of the {PLANNED}{planned}{STANDS}"),
        status => format!("run {run} of the {PLANNED}{planned}{GOES_ON}{}", status.as_str()),
    }
}

/// An earlier firing has no run yet.
pub(super) fn being_started(planned: DateTime<Utc>) -> String {
    format!("the {PLANNED}{}{STARTING}", instant(planned))
}

/// Earlier firings wait.
pub(super) fn others_wait(waiting: u32) -> String {
    match waiting {
        1 => ONE_WAITS.to_owned(),
        more => format!("{more}{WAIT}"),
    }
}

/// `cancel_other`: a later one takes its place.
pub(super) fn replaced_by(planned: DateTime<Utc>) -> String {
    format!("`overlap: cancel_other`: the {PLANNED}{}{REPLACED}", instant(planned))
}

/// Nobody fired it, or them: `what` begins the sentence.
pub(super) fn not_fired(what: impl fmt::Display, them: &str) -> String {
    format!("{what}{NOT_FIRED}{them}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn what_is_kept_is_read_back() {
        let planned_at = DateTime::parse_from_rfc3339("2026-11-24T13:22:28.250Z")
            .unwrap()
            .to_utc();
        let run = RunId(Uuid::nil());
        let read = |words: String| Why::read(&words);
        for (status, why) in [
            (RunStatus::Incident, Why::RunStands { planned_at }),
            (RunStatus::Running, Why::RunGoesOn { planned_at }),
        ] {
            let words = run_in_the_way(run, planned_at, status);
            assert_eq!(read(words.clone()), Some(why.clone()));
            assert_eq!(read(format!("it waits: {words}")), Some(why.clone()));
            let both = format!("`overlap: queue_one`: {words}; {}", others_wait(1));
            assert_eq!(read(both), Some(why));
        }
        assert_eq!(read(being_started(planned_at)), Some(Why::BeingStarted { planned_at }));
        assert_eq!(read(replaced_by(planned_at)), Some(Why::Replaced { planned_at }));
        for waiting in [1, 12] {
            let words = format!("`overlap: queue_all`: {}", others_wait(waiting));
            assert_eq!(read(words), Some(Why::OthersWait { waiting }));
        }
        assert_eq!(read(not_fired("its time", "it")), Some(Why::NotFired));
        assert_eq!(read("the process `Gone` is not deployed".to_owned()), None);
    }
}
