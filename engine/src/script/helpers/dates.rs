//! Instants as RFC 3339 text. What comes out is in UTC with microseconds only where there are any.

use chrono::format::{Item, StrftimeItems};
use chrono::{DateTime, Datelike, Duration, LocalResult, NaiveDate, NaiveDateTime, SecondsFormat, TimeZone, Utc};
use chrono_tz::Tz;
use rhai::Engine;

use super::super::call;
use super::super::error::helper_error;
use super::Outcome;
use super::text::excerpt;

pub(super) fn register(engine: &mut Engine) {
    engine.register_fn("now", || {
        let now = call::now().ok_or_else(|| helper_error("`now()` is available in a run only"))?;
        Outcome::Ok(now.to_rfc3339_opts(SecondsFormat::Micros, true))
    });
    engine.register_fn("date_add", |instant: &str, duration: &str| {
        let moved = read(instant)?.checked_add_signed(read_duration(duration)?);
        write(moved.ok_or_else(|| helper_error(format!("{instant} and {duration} together are out of range")))?)
    });
    engine.register_fn("date_diff_seconds", |later: &str, earlier: &str| {
        Outcome::Ok((read(later)? - read(earlier)?).num_seconds())
    });
    engine.register_fn("date_format", |instant: &str, format: &str, zone: &str| {
        let local = read(instant)?.with_timezone(&read_zone(zone)?);
        Outcome::Ok(local.format_with_items(read_format(format)?.iter()).to_string())
    });
    engine.register_fn("date_parse", |text: &str, format: &str, zone: &str| {
        let zone = read_zone(zone)?;
        let local = parse_local(text, format)?;
        match zone.from_local_datetime(&local) {
            LocalResult::Single(instant) | LocalResult::Ambiguous(instant, _) => write(instant.to_utc()),
            LocalResult::None => Err(helper_error(format!(
                "{local} does not exist in {zone}: the clock is moved forward over it"
            ))),
        }
    });
    engine.register_fn("from_unix", |seconds: i64| {
        write(DateTime::from_timestamp(seconds, 0).ok_or_else(|| out_of_range(seconds))?)
    });
    engine.register_fn("from_unix_ms", |milliseconds: i64| {
        write(DateTime::from_timestamp_millis(milliseconds).ok_or_else(|| out_of_range(milliseconds))?)
    });
    engine.register_fn("to_unix", |instant: &str| Outcome::Ok(read(instant)?.timestamp()));
    engine.register_fn("to_unix_ms", |instant: &str| {
        Outcome::Ok(read(instant)?.timestamp_millis())
    });
}

fn out_of_range(number: i64) -> Box<rhai::EvalAltResult> {
    helper_error(format!("{number} is out of the range of dates (years 0 to 9999)"))
}

fn write(instant: DateTime<Utc>) -> Outcome<String> {
    // RFC 3339 writes years with four digits.
    if !(0..=9999).contains(&instant.year()) {
        return Err(helper_error(format!(
            "the year {} is out of range (0 to 9999)",
            instant.year()
        )));
    }
    let format = if instant.timestamp_subsec_nanos() == 0 {
        SecondsFormat::Secs
    } else {
        SecondsFormat::Micros
    };
    Ok(instant.to_rfc3339_opts(format, true))
}

fn read(text: &str) -> Outcome<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text)
        .map(|instant| instant.to_utc())
        .map_err(|_| {
            helper_error(format!(
                "\"{}\" is not an RFC 3339 instant such as 2026-01-31T12:00:00Z",
                excerpt(text)
            ))
        })
}

fn read_zone(text: &str) -> Outcome<Tz> {
    text.parse().map_err(|_| {
        helper_error(format!(
            "\"{}\" is not a time zone such as Europe/Kyiv or UTC",
            excerpt(text)
        ))
    })
}

fn read_format(format: &str) -> Outcome<Vec<Item<'_>>> {
    // Checked first: chrono panics when it prints with a format that is not valid.
    StrftimeItems::new(format).parse().map_err(|_| {
        helper_error(format!(
            "\"{}\" is not a date format such as %Y-%m-%d %H:%M",
            excerpt(format)
        ))
    })
}

fn parse_local(text: &str, format: &str) -> Outcome<NaiveDateTime> {
    read_format(format)?;
    NaiveDateTime::parse_from_str(text, format)
        .or_else(|error| {
            NaiveDate::parse_from_str(text, format)
                .map(NaiveDate::into_date_midnight)
                .map_err(|_| error)
        })
        .map_err(|error| {
            let (text, format) = (excerpt(text), excerpt(format));
            helper_error(format!("\"{text}\" does not read as \"{format}\": {error}"))
        })
}

/// A date without a time of day is its midnight.
trait Midnight {
    fn into_date_midnight(self) -> NaiveDateTime;
}

impl Midnight for NaiveDate {
    fn into_date_midnight(self) -> NaiveDateTime {
        self.and_time(chrono::NaiveTime::MIN)
    }
}

/// `1d`, `-2h30m`, `500ms`: the durations of the definition language, with a sign.
fn read_duration(text: &str) -> Outcome<Duration> {
    let wrong = || {
        helper_error(format!(
            "\"{}\" is not a duration such as 1d, 2h30m or -15m",
            excerpt(text)
        ))
    };
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let mut total: i64 = 0;
    if rest.is_empty() {
        return Err(wrong());
    }
    while !rest.is_empty() {
        let digits = rest
            .find(|character: char| !character.is_ascii_digit())
            .ok_or_else(wrong)?;
        let (number, after) = rest.split_at(digits);
        let unit = after
            .find(|character: char| character.is_ascii_digit())
            .unwrap_or(after.len());
        let (unit, after) = after.split_at(unit);
        let milliseconds: i64 = match unit {
            "ms" => 1,
            "s" => 1000,
            "m" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => return Err(wrong()),
        };
        let number: i64 = number.parse().map_err(|_| wrong())?;
        total = number
            .checked_mul(milliseconds)
            .and_then(|part| total.checked_add(part))
            .ok_or_else(wrong)?;
        rest = after;
    }
    Ok(Duration::milliseconds(if negative { -total } else { total }))
}
