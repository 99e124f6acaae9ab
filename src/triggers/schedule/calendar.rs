//! Many schedules at once: what fires next of all of them, and the days of a calendar.
//!
//! What lies before a schedule's `decided_until` is told by its history, what lies behind it by its expression. The two
//! never mix: an expression that was changed today says nothing about yesterday.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use throughline_engine::schedule::Zone;

use super::manage::{ScheduleError, Schedules};
use super::timing::Timing;
use crate::store::{DayFiring, Firing, FiringOutcome, Schedule, ScheduleFilter, ScheduleId};

/// Schedules among which the next firings are looked for.
const MOST_COMING: u32 = 1000;
/// Most days of a calendar: six weeks show any month.
pub const MAX_DAYS: usize = 42;
/// Most schedules of a calendar.
const MOST_SCHEDULES: u32 = 200;
/// Times of a schedule and day that are counted; of more, it is only said that there are more.
const MOST_A_DAY: u32 = 300;
/// Times of a calendar that are counted, those to come and those that are decided each.
const MOST_TIMES: usize = 60_000;
/// Times of a schedule and day that are told one by one; of more, how many and from when to when.
const LISTED_A_DAY: usize = 6;
/// Times of a calendar that are told one by one.
const MOST_LISTED: usize = 5_000;

/// A schedule and when it fires next.
#[derive(Debug, Clone, PartialEq)]
pub struct Coming {
    /// The schedule.
    pub schedule: Schedule,
    /// Its next planned time that is not decided yet.
    pub at: DateTime<Utc>,
    /// The zone it goes by.
    pub zone: Zone,
}

/// Which days, of which schedules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarFilter {
    /// The first day.
    pub from: NaiveDate,
    /// The last day, included.
    pub to: NaiveDate,
    /// By the clocks of which zone a day begins.
    pub zone: Zone,
    /// Which schedules.
    pub schedules: ScheduleFilter,
}

/// A day by the clocks of a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// Its date.
    pub date: NaiveDate,
    /// Where it begins.
    pub starts: DateTime<Utc>,
    /// Where it ends; the next begins there.
    pub ends: DateTime<Utc>,
}

/// The days of a calendar.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// The days, in order.
    pub days: Vec<Day>,
    /// The schedules with anything in these days.
    pub schedules: Vec<Schedule>,
    /// What each has on each day, by day and schedule; a day without anything has none.
    pub cells: Vec<Cell>,
    /// What was left out, if anything.
    pub cut: Option<Cut>,
}

/// Why a calendar is not whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// There are more schedules than it shows.
    Schedules,
    /// There are more times than it counts.
    Times,
}

/// One schedule on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The day.
    pub date: NaiveDate,
    /// The schedule.
    pub schedule: ScheduleId,
    /// How many planned times are to come.
    pub planned: u32,
    /// How many are decided, by what became of them.
    pub outcomes: BTreeMap<FiringOutcome, u32>,
    /// Whether there are more than were counted.
    pub more: bool,
    /// The first of them.
    pub first_at: DateTime<Utc>,
    /// The last of them.
    pub last_at: DateTime<Utc>,
    /// How far apart they are, where that is always the same.
    pub every: Option<TimeDelta>,
    /// One by one, where they are few.
    pub times: Vec<CellTime>,
}

/// One time of a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct CellTime {
    /// The planned time.
    pub at: DateTime<Utc>,
    /// What became of it; `None`: it is to come.
    pub firing: Option<Firing>,
}

impl Schedules {
    /// What fires next: each schedule at most once, the next planned time first. Schedules that are paused have none.
    ///
    /// # Errors
    /// The database.
    pub async fn upcoming(&self, hidden: &[String], limit: usize) -> Result<Vec<Coming>, ScheduleError> {
        let rows = self.store().schedules_to_come(hidden, MOST_COMING).await?;
        let mut coming: Vec<Coming> = rows
            .into_iter()
            .filter_map(|schedule| {
                // What cannot be read any more has no next time; the scheduler's log says why.
                let timing = Timing::new(schedule.id, &schedule.settings).ok()?;
                let at = timing.next_after(schedule.decided_until)?;
                Some(Coming {
                    schedule,
                    at,
                    zone: timing.zone(),
                })
            })
            .collect();
        coming.sort_by(|a, b| {
            (a.at, &a.schedule.process, &a.schedule.name).cmp(&(b.at, &b.schedule.process, &b.schedule.name))
        });
        coming.truncate(limit);
        Ok(coming)
    }

    /// What schedules have on each of some days: what became of planned times, and which are to come.
    ///
    /// # Errors
    /// The range of days, or the database.
    pub async fn calendar(&self, filter: &CalendarFilter) -> Result<Calendar, ScheduleError> {
        let days = days(filter)?;
        let mut cut = None;
        let mut schedules = self
            .store()
            .schedules(&filter.schedules, None, MOST_SCHEDULES + 1)
            .await?;
        if schedules.len() > MOST_SCHEDULES as usize {
            schedules.truncate(MOST_SCHEDULES as usize);
            cut = Some(Cut::Schedules);
        }
        let ids: Vec<ScheduleId> = schedules.iter().map(|schedule| schedule.id).collect();
        let edges: Vec<DateTime<Utc>> = days
            .first()
            .map(|day| day.starts)
            .into_iter()
            .chain(days.iter().map(|day| day.ends))
            .collect();
        let most = u32::try_from(MOST_TIMES).unwrap_or(u32::MAX);
        let decided = self.store().firings_by_day(&ids, &edges, MOST_A_DAY + 1, most).await?;
        if decided.len() >= MOST_TIMES {
            cut = Some(Cut::Times);
        }
        let mut drafts = Drafts::default();
        for firing in &decided {
            if let Some(day) = day_of(&days, firing.planned_at) {
                drafts.at(day, firing.schedule).decided.push(firing.clone());
            }
        }
        let mut counted = 0;
        'schedules: for schedule in schedules.iter().filter(|schedule| schedule.paused.is_none()) {
            let Ok(timing) = Timing::new(schedule.id, &schedule.settings) else {
                continue;
            };
            for day in &days {
                let after = (day.starts - TimeDelta::microseconds(1)).max(schedule.decided_until);
                if after >= day.ends {
                    continue;
                }
                let times: Vec<DateTime<Utc>> = timing
                    .after(after)
                    .take_while(|at| *at < day.ends)
                    .take(MOST_A_DAY as usize + 1)
                    .collect();
                counted += times.len();
                if counted > MOST_TIMES {
                    cut = Some(Cut::Times);
                    break 'schedules;
                }
                if !times.is_empty() {
                    drafts.at(day.date, schedule.id).planned = times;
                }
            }
        }
        let cells = self.with_details(drafts.cells()).await?;
        let shown: std::collections::HashSet<ScheduleId> = cells.iter().map(|cell| cell.schedule).collect();
        schedules.retain(|schedule| shown.contains(&schedule.id));
        Ok(Calendar {
            days,
            schedules,
            cells,
            cut,
        })
    }

    /// Puts what became of them to the times that are told one by one.
    async fn with_details(&self, mut cells: Vec<Cell>) -> Result<Vec<Cell>, ScheduleError> {
        let decided = |cell: &Cell| cell.times.iter().map(|time| time.at).collect::<Vec<_>>();
        let places: Vec<(ScheduleId, DateTime<Utc>)> = cells
            .iter()
            .flat_map(|cell| decided(cell).into_iter().map(|at| (cell.schedule, at)))
            .collect();
        let found = self.store().firings_at(&places).await?;
        let mut found: HashMap<(ScheduleId, DateTime<Utc>), Firing> = found
            .into_iter()
            .map(|firing| ((firing.schedule, firing.planned_at), firing))
            .collect();
        for cell in &mut cells {
            for time in &mut cell.times {
                time.firing = found.remove(&(cell.schedule, time.at));
            }
        }
        Ok(cells)
    }
}

fn days(filter: &CalendarFilter) -> Result<Vec<Day>, ScheduleError> {
    let range = |text: &str| ScheduleError::Range(text.to_owned());
    if ![filter.from, filter.to].into_iter().all(super::manage::is_sane_day) {
        return Err(range("`from` and `to` must lie in the years 1970 to 4000"));
    }
    if filter.to < filter.from {
        return Err(range("`to` is before `from`"));
    }
    let dates: Vec<NaiveDate> = filter
        .from
        .iter_days()
        .take_while(|date| *date <= filter.to)
        .take(MAX_DAYS + 1)
        .collect();
    if dates.len() > MAX_DAYS {
        return Err(ScheduleError::Range(format!("a calendar has at most {MAX_DAYS} days")));
    }
    let start = |date: NaiveDate| filter.zone.day_start(date);
    Ok(dates
        .into_iter()
        .map(|date| Day {
            date,
            starts: start(date),
            ends: start(date + Days::new(1)),
        })
        .collect())
}

fn day_of(days: &[Day], at: DateTime<Utc>) -> Option<NaiveDate> {
    let place = days.partition_point(|day| day.ends <= at);
    days.get(place).filter(|day| day.starts <= at).map(|day| day.date)
}

/// What was found of one schedule and day.
#[derive(Debug, Default)]
struct Draft {
    decided: Vec<DayFiring>,
    planned: Vec<DateTime<Utc>>,
}

#[derive(Debug, Default)]
struct Drafts(BTreeMap<(NaiveDate, ScheduleId), Draft>);

impl Drafts {
    fn at(&mut self, date: NaiveDate, schedule: ScheduleId) -> &mut Draft {
        self.0.entry((date, schedule)).or_default()
    }

    fn cells(self) -> Vec<Cell> {
        let mut listed = 0;
        let cells = self.0.into_iter().filter_map(|((date, schedule), draft)| {
            let cell = draft.cell(date, schedule, listed < MOST_LISTED)?;
            listed += cell.times.len();
            Some(cell)
        });
        cells.collect()
    }
}

impl Draft {
    fn cell(mut self, date: NaiveDate, schedule: ScheduleId, listing: bool) -> Option<Cell> {
        let most = MOST_A_DAY as usize;
        let more = self.decided.len() > most || self.planned.len() > most;
        self.decided.sort_by_key(|firing| firing.planned_at);
        self.decided.truncate(most);
        self.planned.truncate(most);
        let mut outcomes = BTreeMap::new();
        for firing in &self.decided {
            *outcomes.entry(firing.outcome).or_default() += firing.times;
        }
        let mut all: Vec<DateTime<Utc>> = self.decided.iter().map(|firing| firing.planned_at).collect();
        all.extend(&self.planned);
        all.sort_unstable();
        all.dedup();
        let whole = self.decided.iter().all(|firing| firing.times == 1);
        let times = if listing && !more && whole && all.len() <= LISTED_A_DAY {
            all.iter().map(|at| CellTime { at: *at, firing: None }).collect()
        } else {
            Vec::new()
        };
        Some(Cell {
            date,
            schedule,
            planned: u32::try_from(self.planned.len()).unwrap_or(u32::MAX),
            outcomes,
            more,
            first_at: *all.first()?,
            last_at: *all.last()?,
            every: every(&all).filter(|_| whole),
            times,
        })
    }
}

/// How far apart these times are, where that is always the same.
fn every(times: &[DateTime<Utc>]) -> Option<TimeDelta> {
    let mut gaps = times.windows(2).map(|two| two[1] - two[0]);
    let first = gaps.next()?;
    (times.len() > 2 && gaps.all(|gap| gap == first)).then_some(first)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn filter(from: &str, to: &str, zone: &str) -> CalendarFilter {
        CalendarFilter {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            zone: zone.parse().unwrap(),
            schedules: ScheduleFilter::default(),
        }
    }

    fn fired(planned_at: &str, times: u32) -> DayFiring {
        DayFiring {
            schedule: ScheduleId(Uuid::nil()),
            planned_at: at(planned_at),
            outcome: FiringOutcome::Fired,
            times,
        }
    }

    fn cell(decided: Vec<DayFiring>, planned: Vec<DateTime<Utc>>) -> Cell {
        let date = "2026-03-29".parse().unwrap();
        let mut drafts = Drafts::default();
        *drafts.at(date, ScheduleId(Uuid::nil())) = Draft { decided, planned };
        drafts.cells().pop().unwrap()
    }

    #[test]
    fn days_are_as_long_as_their_clocks_say() {
        let kyiv = days(&filter("2026-03-28", "2026-03-30", "Europe/Kyiv")).unwrap();
        let hours: Vec<i64> = kyiv.iter().map(|day| (day.ends - day.starts).num_hours()).collect();
        assert_eq!(hours, [24, 23, 24]);
        assert_eq!(
            day_of(&kyiv, at("2026-03-28T21:59:59Z")),
            Some("2026-03-28".parse().unwrap())
        );
        assert_eq!(
            day_of(&kyiv, at("2026-03-28T22:00:00Z")),
            Some("2026-03-29".parse().unwrap())
        );
        assert_eq!(day_of(&kyiv, at("2026-03-30T21:00:00Z")), None);
        assert_eq!(day_of(&kyiv, at("2026-03-27T21:59:59Z")), None);
        let autumn = days(&filter("2026-10-25", "2026-10-25", "Europe/Kyiv")).unwrap();
        assert_eq!((autumn[0].ends - autumn[0].starts).num_hours(), 25);
    }

    #[test]
    fn ranges_are_bounded() {
        for (from, to, why) in [
            ("2026-03-02", "2026-03-01", "before"),
            ("2026-01-01", "2026-02-12", "at most 42"),
            ("1969-12-31", "1970-01-02", "1970"),
            ("4000-12-31", "4001-01-01", "4000"),
        ] {
            let error = days(&filter(from, to, "UTC")).unwrap_err().to_string();
            assert!(error.contains(why), "{error}");
        }
        assert_eq!(
            days(&filter("2026-01-01", "2026-02-11", "UTC")).unwrap().len(),
            MAX_DAYS
        );
    }

    #[test]
    fn few_are_told_one_by_one_and_many_by_their_number() {
        let few = cell(vec![fired("2026-03-29T01:00:00Z", 1)], vec![at("2026-03-29T03:00:00Z")]);
        assert_eq!((few.times.len(), few.planned, few.every), (2, 1, None));
        assert_eq!(few.outcomes[&FiringOutcome::Fired], 1);
        let many = cell(
            Vec::new(),
            (0..96)
                .map(|n| at("2026-03-29T00:00:00Z") + TimeDelta::minutes(15 * n))
                .collect(),
        );
        assert_eq!((many.times.len(), many.planned, many.more), (0, 96, false));
        assert_eq!(many.every, Some(TimeDelta::minutes(15)));
        assert_eq!(many.last_at, at("2026-03-29T23:45:00Z"));
        let most = cell(
            Vec::new(),
            (0..301)
                .map(|n| at("2026-03-29T00:00:00Z") + TimeDelta::minutes(n))
                .collect(),
        );
        assert_eq!((most.planned, most.more), (300, true));
    }

    #[test]
    fn a_row_that_stands_for_many_is_not_told_as_one_time() {
        let missed = cell(
            vec![fired("2026-03-29T01:00:00Z", 40), fired("2026-03-29T01:15:00Z", 1)],
            Vec::new(),
        );
        assert_eq!(
            (missed.times.len(), missed.outcomes[&FiringOutcome::Fired], missed.every),
            (0, 41, None)
        );
    }
}
