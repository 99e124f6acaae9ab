//! Time zones by their IANA names.

use std::str::FromStr;

use chrono::{DateTime, Utc};
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
