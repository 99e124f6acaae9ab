//! The planned times of one schedule, with jitter, start and end.

use std::collections::VecDeque;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use thiserror::Error;
use throughline_engine::schedule::{Cron, CronError, Zone, ZoneError, jitter};

use crate::store::{ScheduleId, ScheduleSettings};

/// How many planned times are counted one by one; whoever missed more is told "at least".
const MOST_COUNTED: u16 = 10_000;

/// Why settings give no planned times.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TimingError {
    /// The cron expression.
    #[error(transparent)]
    Cron(#[from] CronError),
    /// The time zone.
    #[error(transparent)]
    Zone(#[from] ZoneError),
}

/// When a schedule fires.
#[derive(Debug, Clone)]
pub struct Timing {
    cron: Cron,
    zone: Zone,
    jitter: Duration,
    start: Option<DateTime<Utc>>,
    end: Option<DateTime<Utc>>,
    seed: [u8; 16],
}

/// The planned times that are due.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Due {
    /// The latest of them, in order.
    pub(super) times: VecDeque<DateTime<Utc>>,
    /// How many came before those.
    pub(super) earlier: u32,
    /// The last of those before.
    pub(super) last_earlier: Option<DateTime<Utc>>,
    /// Whether there were more than could be counted.
    pub(super) more: bool,
    /// The first planned time that is not due.
    pub(super) next: Option<DateTime<Utc>>,
}

impl Timing {
    /// The times of a schedule with these settings.
    ///
    /// # Errors
    /// The expression or the zone.
    pub fn new(id: ScheduleId, settings: &ScheduleSettings) -> Result<Self, TimingError> {
        Ok(Self {
            cron: settings.cron.parse()?,
            zone: settings.timezone.parse()?,
            jitter: settings.jitter,
            start: settings.start,
            end: settings.end,
            seed: *id.0.as_bytes(),
        })
    }

    /// The zone it goes by.
    #[must_use]
    pub fn zone(&self) -> Zone {
        self.zone
    }

    /// The first planned time after an instant.
    #[must_use]
    pub fn next_after(&self, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let after = match self.start {
            Some(start) => after.max(start - TimeDelta::microseconds(1)),
            None => after,
        };
        let next = self.cron.next_after(after, self.zone)?;
        self.end.is_none_or(|end| next <= end).then_some(next)
    }

    /// The last planned time before an instant.
    fn previous_before(&self, before: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let before = match self.end {
            Some(end) => before.min(end + TimeDelta::microseconds(1)),
            None => before,
        };
        let previous = self.cron.previous_before(before, self.zone)?;
        self.start.is_none_or(|start| previous >= start).then_some(previous)
    }

    /// All planned times after an instant, in order.
    pub fn after(&self, after: DateTime<Utc>) -> impl Iterator<Item = DateTime<Utc>> + '_ {
        std::iter::successors(self.next_after(after), |last| self.next_after(*last))
    }

    /// When the firing of a planned time is due.
    #[must_use]
    pub fn due_at(&self, planned: DateTime<Utc>) -> DateTime<Utc> {
        planned + jitter(&self.seed, planned, self.jitter)
    }

    /// The planned times after `decided` that are due at `now`: the latest `most` one by one, how many came before.
    /// Firings keep their order: one whose jitter is not over holds back those after it.
    pub(super) fn due(&self, decided: DateTime<Utc>, now: DateTime<Utc>, most: usize) -> Due {
        let mut due = Due::default();
        for (counted, planned) in self.after(decided).enumerate() {
            if self.due_at(planned) > now {
                due.next = Some(planned);
                return due;
            }
            if counted == usize::from(MOST_COUNTED) {
                due.more = true;
                break;
            }
            due.times.push_back(planned);
            if due.times.len() > most {
                due.last_earlier = due.times.pop_front();
                due.earlier += 1;
            }
        }
        if due.more {
            self.latest(decided, now, most, &mut due);
        }
        due
    }

    /// The same from the end, where counting from the beginning would take too long.
    fn latest(&self, decided: DateTime<Utc>, now: DateTime<Utc>, most: usize, due: &mut Due) {
        let before = |at: DateTime<Utc>| self.previous_before(at).filter(|planned| *planned > decided);
        due.times.clear();
        due.earlier = u32::from(MOST_COUNTED);
        let mut at = before(now + TimeDelta::microseconds(1));
        while let Some(planned) = at {
            if due.times.len() == most {
                due.last_earlier = Some(planned);
                break;
            }
            due.times.push_front(planned);
            at = before(planned);
        }
        // Behind the first one whose jitter is not over, nothing is due.
        if let Some(first) = due.times.iter().position(|planned| self.due_at(*planned) > now) {
            due.times.truncate(first);
        }
        let last = due.times.back().copied().or(due.last_earlier).unwrap_or(decided);
        due.next = self.next_after(last);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use throughline_engine::definition::{Missed, Overlap};
    use uuid::Uuid;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn timing(cron: &str, jitter: u64, start: Option<&str>, end: Option<&str>) -> Timing {
        let settings = ScheduleSettings {
            cron: cron.to_owned(),
            timezone: "Europe/Kyiv".to_owned(),
            overlap: Overlap::Skip,
            missed: Missed::RunAll,
            jitter: Duration::from_secs(jitter),
            start: start.map(at),
            end: end.map(at),
            input: json!({}),
        };
        Timing::new(ScheduleId(Uuid::from_u128(7)), &settings).unwrap()
    }

    #[test]
    fn start_and_end_are_inclusive() {
        let timing = timing(
            "0 * * * *",
            0,
            Some("2026-01-01T10:00:00Z"),
            Some("2026-01-01T12:00:00Z"),
        );
        let all: Vec<_> = timing.after(at("2025-01-01T00:00:00Z")).collect();
        assert_eq!(
            all,
            [
                at("2026-01-01T10:00:00Z"),
                at("2026-01-01T11:00:00Z"),
                at("2026-01-01T12:00:00Z")
            ]
        );
    }

    #[test]
    fn what_is_due_keeps_its_order_under_jitter() {
        let timing = timing("* * * * *", 3600, None, None);
        let from = at("2026-01-01T10:00:00Z");
        let mut decided = from;
        let mut seen = Vec::new();
        for minutes in 0..240 {
            let now = from + TimeDelta::minutes(minutes);
            let due = timing.due(decided, now, 50);
            assert!(due.times.iter().all(|planned| timing.due_at(*planned) <= now));
            assert!(timing.due_at(due.next.unwrap()) > now);
            seen.extend(due.times.iter().copied());
            decided = seen.last().copied().unwrap_or(decided);
        }
        let planned: Vec<_> = timing.after(from).take(seen.len()).collect();
        assert_eq!(seen, planned);
        assert!(seen.len() > 150, "{}", seen.len());
    }

    #[test]
    fn very_many_are_bounded_from_the_latest() {
        let timing = timing("* * * * * *", 0, None, None);
        let now = at("2026-01-01T10:00:00.5Z");
        let due = timing.due(at("2025-06-01T10:00:00Z"), now, 100);
        assert!(due.more);
        assert_eq!(due.times.len(), 100);
        assert_eq!(due.times.back(), Some(&at("2026-01-01T10:00:00Z")));
        assert_eq!(due.last_earlier, Some(at("2026-01-01T09:58:20Z")));
        assert_eq!(due.next, Some(at("2026-01-01T10:00:01Z")));

        let due = timing.due(at("2026-01-01T09:00:00Z"), now, 100);
        assert_eq!((due.more, due.earlier, due.times.len()), (false, 3500, 100));
    }
}
