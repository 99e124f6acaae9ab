//! What becomes of planned times that are due: pure, so that it can be tried out without a database.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use throughline_engine::definition::{Missed, Overlap};
use throughline_engine::kernel::RunId;

use super::timing::Timing;
use super::why;
use crate::store::{ActiveFiring, Decision, FiringOutcome, NewFiring, Schedule, Underway};

/// How many missed firings `run_all` starts at most: the latest.
pub const MOST_RUN_ALL: usize = 100;
/// How late a firing may be and still count as on time: a node that is busy or being replaced misses nothing.
const GRACE: TimeDelta = TimeDelta::seconds(60);
/// Planned times that are decided one by one: those on time (at most one a second) and the missed that may start.
const ONE_BY_ONE: usize = MOST_RUN_ALL + 61;
/// Most firings that wait for one schedule.
const MOST_QUEUED: u32 = 1000;

/// Input and business key of the run, as they were when the firing was decided: a start that is finished later, perhaps
/// after the schedule changed, is the same start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Request {
    pub(super) input: Value,
    pub(super) business_key: Option<String>,
}

impl Request {
    /// The request of one planned time. `names_runs`: whether a run without a business key gets one of the schedule.
    pub(super) fn of(schedule: &Schedule, planned: DateTime<Utc>, names_runs: bool) -> Self {
        Self {
            input: schedule.settings.input.clone(),
            business_key: names_runs.then(|| format!("{} {}", schedule.name, instant(planned))),
        }
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        // A value and a text always serialise.
        serde_json::to_vec(self).unwrap_or_default()
    }
}

/// Decides what is due at `now`.
pub(super) fn decide(
    schedule: &Schedule,
    timing: &Timing,
    underway: &Underway,
    now: DateTime<Utc>,
    names_runs: bool,
) -> Decision {
    let due = timing.due(schedule.decided_until, now, ONE_BY_ONE);
    let missed = due
        .times
        .iter()
        .take_while(|planned| timing.due_at(**planned) + GRACE < now)
        .count();
    let mut deciding = Deciding {
        schedule,
        names_runs,
        way: Way::new(underway),
        firings: Vec::new(),
        supersede: None,
    };
    if let Some(last) = due.last_earlier.filter(|_| due.earlier > 0) {
        let at_least = if due.more { "at least " } else { "" };
        let mut reason = why::not_fired(
            format_args!("{at_least}{} planned times up to this one", due.earlier),
            "them",
        );
        if schedule.settings.missed == Missed::RunAll {
            reason = format!("{reason}; `missed: run_all` starts the latest {MOST_RUN_ALL}");
        }
        deciding.leave_out(last, FiringOutcome::Missed, due.earlier, reason, None);
    }
    for (at, planned) in due.times.iter().copied().enumerate() {
        match schedule.settings.missed {
            _ if at >= missed => deciding.fire(planned, false),
            Missed::RunOnce if at + 1 == missed => deciding.fire(planned, false),
            Missed::RunAll if missed - at <= MOST_RUN_ALL => deciding.fire(planned, true),
            Missed::Skip => deciding.miss(planned, "`missed: skip` leaves it out"),
            Missed::RunOnce => deciding.miss(planned, "`missed: run_once` starts the last one missed instead"),
            Missed::RunAll => deciding.miss(planned, "`missed: run_all` starts the latest 100"),
        }
    }
    let decided = due.times.back().copied().or(due.last_earlier);
    Decision {
        firings: deciding.firings,
        supersede: deciding.supersede,
        decided_until: decided.unwrap_or(schedule.decided_until),
        look_at: due.next.map(|next| timing.due_at(next)),
    }
}

/// What the next firing meets.
struct Way {
    /// In words, and the run.
    active: Option<(String, Option<RunId>)>,
    queued: u32,
}

impl Way {
    fn new(underway: &Underway) -> Self {
        Self {
            active: underway.active.as_ref().map(in_words),
            queued: underway.queued,
        }
    }
}

fn in_words(active: &ActiveFiring) -> (String, Option<RunId>) {
    match active.run {
        Some((run, status)) => (why::run_in_the_way(run, active.planned_at, status), Some(run)),
        None => (why::being_started(active.planned_at), None),
    }
}

struct Deciding<'s> {
    schedule: &'s Schedule,
    names_runs: bool,
    way: Way,
    firings: Vec<NewFiring>,
    supersede: Option<String>,
}

impl Deciding<'_> {
    fn fire(&mut self, planned: DateTime<Utc>, catching_up: bool) {
        let overlap = self.schedule.settings.overlap;
        if overlap == Overlap::Allow {
            return self.start(planned);
        }
        if self.way.active.is_none() && self.way.queued == 0 {
            return self.start(planned);
        }
        // All that were missed are to run: they cannot all start at once, so they wait for each other.
        if catching_up {
            return self.queue(planned, false);
        }
        match overlap {
            Overlap::QueueAll if self.way.queued < MOST_QUEUED => self.queue(planned, false),
            Overlap::QueueOne if self.way.queued == 0 => self.queue(planned, false),
            Overlap::CancelOther => self.take_over(planned),
            Overlap::Skip | Overlap::QueueOne | Overlap::QueueAll | Overlap::Allow => self.skip(planned),
        }
    }

    fn start(&mut self, planned: DateTime<Utc>) {
        self.go(planned, FiringOutcome::Starting, None, None, false);
        self.way.active = Some((why::being_started(planned), None));
    }

    fn queue(&mut self, planned: DateTime<Utc>, ends_other: bool) {
        let (why, run) = self.in_the_way();
        self.go(
            planned,
            FiringOutcome::Queued,
            Some(format!("it waits: {why}")),
            run,
            ends_other,
        );
        self.way.queued += 1;
    }

    fn skip(&mut self, planned: DateTime<Utc>) {
        let (mut why, run) = self.in_the_way();
        if self.way.active.is_some() && self.way.queued > 0 {
            why = format!("{why}; {}", why::others_wait(self.way.queued));
        }
        let policy = self.schedule.settings.overlap.as_str();
        self.leave_out(
            planned,
            FiringOutcome::Skipped,
            1,
            format!("`overlap: {policy}`: {why}"),
            run,
        );
    }

    /// `cancel_other`: what waits or is about to start gives way, and the run in the way is ended.
    fn take_over(&mut self, planned: DateTime<Utc>) {
        let reason = why::replaced_by(planned);
        let outside = self
            .firings
            .iter()
            .all(|firing| firing.outcome != FiringOutcome::Starting);
        for firing in &mut self.firings {
            if matches!(firing.outcome, FiringOutcome::Starting | FiringOutcome::Queued) {
                firing.outcome = FiringOutcome::Skipped;
                firing.reason = Some(reason.clone());
                firing.request = None;
                firing.ends_other = false;
            }
        }
        self.supersede = Some(reason);
        self.way.queued = 0;
        if outside && self.way.active.is_some() {
            self.queue(planned, true);
        } else {
            self.start(planned);
        }
    }

    fn miss(&mut self, planned: DateTime<Utc>, policy: &str) {
        let reason = format!("{}; {policy}", why::not_fired("its time", "it"));
        self.leave_out(planned, FiringOutcome::Missed, 1, reason, None);
    }

    fn in_the_way(&self) -> (String, Option<RunId>) {
        match &self.way.active {
            Some((why, run)) => (why.clone(), *run),
            None => (why::others_wait(self.way.queued), None),
        }
    }

    fn go(
        &mut self,
        planned_at: DateTime<Utc>,
        outcome: FiringOutcome,
        reason: Option<String>,
        blocked_by: Option<RunId>,
        ends_other: bool,
    ) {
        self.firings.push(NewFiring {
            planned_at,
            outcome,
            times: 1,
            reason,
            blocked_by,
            request: Some(Request::of(self.schedule, planned_at, self.names_runs).bytes()),
            ends_other,
        });
    }

    fn leave_out(
        &mut self,
        planned_at: DateTime<Utc>,
        outcome: FiringOutcome,
        times: u32,
        reason: String,
        blocked_by: Option<RunId>,
    ) {
        self.firings.push(NewFiring {
            planned_at,
            outcome,
            times,
            reason: Some(reason),
            blocked_by,
            request: None,
            ends_other: false,
        });
    }
}

/// An instant as people and keys have it: RFC 3339 in UTC, no more digits than it needs.
pub(super) fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

#[cfg(test)]
mod tests;
