//! Time zones by their IANA names.

use std::str::FromStr;

use chrono::{DateTime, LocalResult, NaiveDate, NaiveTime, TimeDelta, TimeZone as _, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};

use crate::definition::report::nearest;

/// A time zone of the IANA database, e.g. `Europe/Kyiv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(Tz);

/// The name is no time zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no time zone `{name}`{}", .nearest.as_ref().map_or_else(
    || "; names are those of the IANA database, such as `Europe/Kyiv` or `UTC`".to_owned(),
    |near| format!("; did you mean `{near}`?"),
))]
pub struct ZoneError {
    /// What was asked for.
    pub name: String,
    /// The zone that was probably meant.
    pub nearest: Option<&'static str>,
}

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(Tz::UTC);

    /// The name in the IANA database.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The instant as the clocks of the zone show it.
    #[must_use]
    pub fn local(self, at: DateTime<Utc>) -> DateTime<Tz> {
        at.with_timezone(&self.0)
    }

    /// The first instant of a day by the clocks of the zone. A day whose midnight is skipped begins after the gap; one
    /// whose midnight comes twice begins at the first; a day the zone never had (Samoa's 30 December 2011) is empty and
    /// begins with the next.
    #[must_use]
    pub fn day_start(self, date: NaiveDate) -> DateTime<Utc> {
        let midnight = date.and_time(NaiveTime::MIN);
        let quarters = (0..=26 * 4).filter_map(|quarter| midnight.checked_add_signed(TimeDelta::minutes(15 * quarter)));
        quarters
            .map(|local| self.0.from_local_datetime(&local))
            .find_map(LocalResult::earliest)
            .map_or_else(|| midnight.and_utc(), |first| first.to_utc())
    }
}

impl std::fmt::Display for Zone {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for Zone {
    type Err = ZoneError;

    fn from_str(name: &str) -> Result<Self, ZoneError> {
        name.parse().map(Self).map_err(|_| ZoneError {
            name: name.to_owned(),
            nearest: near(name),
        })
    }
}

/// The zone that was probably meant: the same in other letters, the same city, or a name a few letters away.
fn near(name: &str) -> Option<&'static str> {
    let names = || TZ_VARIANTS.iter().map(|zone| zone.name());
    let wanted = name.replace(' ', "_");
    let city = |zone: &str| zone.rsplit('/').next().unwrap_or_default().to_owned();
    names()
        .find(|zone| zone.eq_ignore_ascii_case(&wanted))
        .or_else(|| nearest(&wanted, names()))
        .or_else(|| names().find(|zone| city(zone).eq_ignore_ascii_case(&city(&wanted))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_found_by_their_names() {
        assert_eq!("Europe/Kyiv".parse::<Zone>().unwrap().name(), "Europe/Kyiv");
        assert_eq!("UTC".parse::<Zone>().unwrap(), Zone::UTC);
    }

    #[test]
    fn a_day_begins_when_its_clocks_say_so() {
        for (zone, date, start) in [
            ("UTC", "2026-03-29", "2026-03-29T00:00:00Z"),
            ("Europe/Kyiv", "2026-03-29", "2026-03-28T22:00:00Z"),
            ("Europe/Kyiv", "2026-03-30", "2026-03-29T21:00:00Z"),
            ("Europe/Kyiv", "2026-10-26", "2026-10-25T22:00:00Z"),
            // Midnight is skipped: the clock goes from 23:59 to 01:00.
            ("America/Asuncion", "2023-10-01", "2023-10-01T04:00:00Z"),
            // Midnight comes twice.
            ("America/Havana", "2023-11-05", "2023-11-05T04:00:00Z"),
            // A day that never was.
            ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z"),
            ("Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z"),
        ] {
            let zone: Zone = zone.parse().unwrap();
            let start: DateTime<Utc> = start.parse().unwrap();
            assert_eq!(zone.day_start(date.parse().unwrap()), start, "{zone} {date}");
        }
    }

    #[test]
    fn a_name_that_is_none_says_which_was_probably_meant() {
        for (name, nearest) in [
            ("Europe/Kyiw", Some("Europe/Kyiv")),
            ("europe/kyiv", Some("Europe/Kyiv")),
            ("Kyiv", Some("Europe/Kyiv")),
            ("America/New York", Some("America/New_York")),
            ("utc", Some("UTC")),
            ("Mars/Olympus", None),
            ("", None),
        ] {
            let error = name.parse::<Zone>().unwrap_err();
            assert_eq!(error.nearest, nearest, "{error}");
        }
    }
}
