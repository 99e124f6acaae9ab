//! Cron expressions, with the rules of the nights when clocks change.
//!
//! The search is `croner`'s. Two things are added. Croner treats a job as one of fixed times, which must run once each
//! night, only if second, minute and hour are single numbers; `0,30 3 * * *` names fixed times as well, so lists and
//! ranges of numbers are taken apart into single times here. And its search gives up at gaps longer than two hours (a
//! zone that moved over the date line), after which it is asked again from behind the gap.

use std::str::FromStr;

use chrono::{DateTime, Datelike as _, SubsecRound, TimeDelta, Utc};
use croner::parser::{CronParser, Seconds, Year};

use super::Zone;

/// Longest cron expression, in bytes.
pub const MAX_CRON_LENGTH: usize = 250;
/// Most single times an expression is taken apart into. What names more of them runs at intervals for all purposes.
const MAX_TIMES: usize = 96;
/// The names of the fields, the second in front.
const FIELDS: [&str; 6] = ["second", "minute", "hour", "day of month", "month", "day of week"];

/// A checked cron expression that fires at least once.
#[derive(Debug, Clone)]
pub struct Cron {
    text: String,
    /// One for each single time of the day; together they are the expression.
    times: Vec<croner::Cron>,
}

/// Why a text is no cron expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CronError {
    /// The number of fields.
    #[error(
        "a cron expression has five fields (minute, hour, day of month, month, day of week), or six with the second in \
         front; this one has {found}"
    )]
    Fields {
        /// How many it has.
        found: usize,
    },
    /// A nickname that does not exist.
    #[error("there is no nickname `{name}`; there are @hourly, @daily, @weekly, @monthly and @yearly")]
    Nickname {
        /// What is written.
        name: String,
    },
    /// One field.
    #[error("`{text}` cannot be the {field}: {why}")]
    Field {
        /// Name of the field.
        field: &'static str,
        /// What is written there.
        text: String,
        /// What may be written there.
        why: &'static str,
    },
    /// It is too long.
    #[error("a cron expression has at most {MAX_CRON_LENGTH} characters")]
    TooLong,
    /// There is no such day.
    #[error("this never comes: no year has such a day")]
    Never,
}

impl Cron {
    /// The expression as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The first firing after an instant; `None` where the calendar ends before one. The calendar of schedules goes from
    /// the year 1 to 4990: beyond, local times have no numbers any more.
    #[must_use]
    pub fn next_after(&self, after: DateTime<Utc>, zone: Zone) -> Option<DateTime<Utc>> {
        if !(1..=4990).contains(&after.year()) {
            return None;
        }
        self.times.iter().filter_map(|time| next_of(time, after, zone)).min()
    }

    /// The last firing before an instant, at most fifty years back.
    ///
    /// Looked for with [`Self::next_after`] alone, so that the two can never disagree about a night when clocks change.
    #[must_use]
    pub fn previous_before(&self, before: DateTime<Utc>, zone: Zone) -> Option<DateTime<Utc>> {
        let next_before = |after: DateTime<Utc>| self.next_after(after, zone).filter(|next| *next < before);
        let back = [1, 24, 24 * 32, 24 * 366, 24 * 366 * 9, 24 * 366 * 50];
        let mut found = back
            .into_iter()
            .find_map(|hours| next_before(before.checked_sub_signed(TimeDelta::hours(hours))?))?;
        // No firing lies in `empty..before`.
        let mut empty = before;
        while found < empty {
            let middle = found + (empty - found) / 2;
            match next_before(middle) {
                Some(later) => found = later,
                None if middle == found => break,
                None => empty = middle,
            }
            if empty - found <= TimeDelta::seconds(1) {
                match next_before(found) {
                    Some(later) => found = later,
                    None => break,
                }
            }
        }
        Some(found)
    }

    /// All firings after an instant, in order.
    pub fn after(&self, after: DateTime<Utc>, zone: Zone) -> impl Iterator<Item = DateTime<Utc>> + '_ {
        std::iter::successors(self.next_after(after, zone), move |last| self.next_after(*last, zone))
    }
}

impl FromStr for Cron {
    type Err = CronError;

    fn from_str(text: &str) -> Result<Self, CronError> {
        if text.len() > MAX_CRON_LENGTH {
            return Err(CronError::TooLong);
        }
        let trimmed = text.trim();
        let written = match trimmed.to_ascii_lowercase().as_str() {
            "@hourly" => "0 * * * *",
            "@daily" | "@midnight" => "0 0 * * *",
            "@weekly" => "0 0 * * 0",
            "@monthly" => "0 0 1 * *",
            "@yearly" | "@annually" => "0 0 1 1 *",
            name if name.starts_with('@') => {
                return Err(CronError::Nickname {
                    name: trimmed.to_owned(),
                });
            }
            _ => trimmed,
        };
        let mut fields: Vec<&str> = written.split_ascii_whitespace().collect();
        if !(5..=6).contains(&fields.len()) {
            return Err(CronError::Fields { found: fields.len() });
        }
        if fields.len() == 5 {
            fields.insert(0, "0");
        }
        for at in 0..fields.len() {
            field(&fields, at)?;
        }
        let times = times(&fields)?;
        let cron = Self {
            text: trimmed.to_owned(),
            times,
        };
        // Every day there is comes within forty years of any other: 29 February on a given day of the week.
        let epoch = Zone::UTC.local(DateTime::UNIX_EPOCH);
        if cron
            .times
            .iter()
            .any(|time| time.find_next_occurrence(&epoch, false).is_err())
        {
            return Err(CronError::Never);
        }
        Ok(cron)
    }
}

/// Checks one field alone, to say which one is wrong.
fn field(fields: &[&str], at: usize) -> Result<(), CronError> {
    let text = fields[at];
    let mut alone = ["*"; 6];
    alone[at] = text;
    if text.is_ascii() && !text.contains('@') && parse(&alone.join(" ")).is_ok() {
        return Ok(());
    }
    let why = match at {
        0 | 1 => "write 0 to 59, `*`, a list `0,30`, a range `0-29` or a step `*/20`",
        2 => "write 0 to 23, `*`, a list `3,15`, a range `9-17` or a step `*/6`",
        3 => {
            "write 1 to 31, `L` for the last, `15W` for the weekday nearest to the 15th, `*`, a list, a range or a step"
        }
        4 => "write 1 to 12 or JAN to DEC, `*`, a list, a range or a step",
        _ => {
            "write 0 to 7 (0 and 7 are Sunday) or SUN to SAT, `5L` for the last Friday, `1#2` for the second Monday, `*`, a list, a range or a step"
        }
    };
    Err(CronError::Field {
        field: FIELDS.get(at).copied().unwrap_or_default(),
        text: text.to_owned(),
        why,
    })
}

fn parse(text: &str) -> Result<croner::Cron, croner::errors::CronError> {
    CronParser::builder()
        .seconds(Seconds::Required)
        .year(Year::Disallowed)
        .build()
        .parse(text)
}

/// Takes lists and ranges of times apart.
fn times(fields: &[&str]) -> Result<Vec<croner::Cron>, CronError> {
    let parsed = |text: &str| {
        parse(text).map_err(|_| CronError::Field {
            field: "expression",
            text: text.to_owned(),
            why: "its fields do not go together",
        })
    };
    let whole = || parsed(&fields.join(" ")).map(|cron| vec![cron]);
    let (Some(seconds), Some(minutes), Some(hours)) = (numbers(fields[0]), numbers(fields[1]), numbers(fields[2]))
    else {
        return whole();
    };
    if seconds.len() * minutes.len() * hours.len() > MAX_TIMES {
        return whole();
    }
    let days = fields[3..].join(" ");
    let mut times = Vec::new();
    for hour in &hours {
        for minute in &minutes {
            for second in &seconds {
                times.push(parsed(&format!("{second} {minute} {hour} {days}"))?);
            }
        }
    }
    Ok(times)
}

/// The numbers of a field that only lists some; `None` for `*` and steps, which are intervals.
fn numbers(field: &str) -> Option<Vec<u32>> {
    let mut numbers = Vec::new();
    for part in field.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
        if first > last || last > 59 {
            return None;
        }
        numbers.extend(first..=last);
    }
    numbers.sort_unstable();
    numbers.dedup();
    Some(numbers)
}

fn next_of(time: &croner::Cron, after: DateTime<Utc>, zone: Zone) -> Option<DateTime<Utc>> {
    /// No zone has left out more than a day, so this many hours lead out of any gap.
    const HOURS: u32 = 30;
    let mut from = after.trunc_subsecs(0);
    for _ in 0..HOURS {
        match time.find_next_occurrence(&zone.local(from), false) {
            Ok(next) => {
                let next = next.with_timezone(&Utc);
                if next > after {
                    return Some(next);
                }
                from = from.checked_add_signed(TimeDelta::seconds(1))?;
            }
            // A gap of the clocks that the search did not get over: the day is one that comes, or it was no `Cron`.
            Err(_) => from = from.checked_add_signed(TimeDelta::hours(1))?,
        }
    }
    None
}
