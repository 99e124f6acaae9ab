//! The nights when clocks change, and what must hold for every expression in every zone.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&Utc)
}

fn kyiv() -> Zone {
    "Europe/Kyiv".parse().unwrap()
}

/// Firings after the first instant and not after the second, as the clocks of Kyiv show them.
fn in_kyiv(cron: &str, after: &str, until: &str) -> Vec<String> {
    let cron: Cron = cron.parse().unwrap();
    cron.after(at(after), kyiv())
        .take_while(|next| *next <= at(until))
        .map(|next| kyiv().local(next).to_rfc3339())
        .collect()
}

/// On 29 March 2026 the clocks of Kyiv go from 03:00 to 04:00.
#[test]
fn a_time_that_the_night_skips_comes_once_right_after_the_gap() {
    assert_eq!(
        in_kyiv("30 3 * * *", "2026-03-27T20:00:00Z", "2026-03-30T20:00:00Z"),
        [
            "2026-03-28T03:30:00+02:00",
            "2026-03-29T04:00:00+03:00",
            "2026-03-30T03:30:00+03:00"
        ]
    );
}

/// On 25 October 2026 the clocks of Kyiv go from 04:00 back to 03:00.
#[test]
fn a_time_that_the_night_repeats_comes_once() {
    assert_eq!(
        in_kyiv("30 3 * * *", "2026-10-23T20:00:00Z", "2026-10-26T20:00:00Z"),
        [
            "2026-10-24T03:30:00+03:00",
            "2026-10-25T03:30:00+03:00",
            "2026-10-26T03:30:00+02:00"
        ]
    );
}

#[test]
fn lists_and_ranges_of_times_are_fixed_times_too() {
    assert_eq!(
        in_kyiv("0,30 2-4 * * *", "2026-03-28T23:30:00Z", "2026-03-29T02:00:00Z"),
        [
            "2026-03-29T02:00:00+02:00",
            "2026-03-29T02:30:00+02:00",
            "2026-03-29T04:00:00+03:00",
            "2026-03-29T04:30:00+03:00"
        ]
    );
    assert_eq!(
        in_kyiv("30 3,15 * * *", "2026-10-24T20:00:00Z", "2026-10-25T20:00:00Z"),
        ["2026-10-25T03:30:00+03:00", "2026-10-25T15:30:00+02:00"]
    );
}

#[test]
fn every_twenty_minutes_keeps_its_pace_in_both_nights() {
    for (after, until) in [
        ("2026-03-28T22:00:00Z", "2026-03-29T04:00:00Z"),
        ("2026-10-24T22:00:00Z", "2026-10-25T04:00:00Z"),
    ] {
        let cron: Cron = "*/20 * * * *".parse().unwrap();
        let fired: Vec<DateTime<Utc>> = cron
            .after(at(after), kyiv())
            .take_while(|next| *next <= at(until))
            .collect();
        assert_eq!(fired.len(), 18);
        assert!(
            fired.windows(2).all(|pair| pair[1] - pair[0] == TimeDelta::minutes(20)),
            "{fired:?}"
        );
    }
}

#[test]
fn what_is_no_expression_says_why() {
    for (text, error) in [
        (
            "",
            "a cron expression has five fields (minute, hour, day of month, month, day of week), or six with the second in front; this one has 0",
        ),
        (
            "* * * *",
            "a cron expression has five fields (minute, hour, day of month, month, day of week), or six with the second in front; this one has 4",
        ),
        (
            "0 3 * * * * 2026",
            "a cron expression has five fields (minute, hour, day of month, month, day of week), or six with the second in front; this one has 7",
        ),
        (
            "60 3 * * *",
            "`60` cannot be the minute: write 0 to 59, `*`, a list `0,30`, a range `0-29` or a step `*/20`",
        ),
        (
            "0 24 * * *",
            "`24` cannot be the hour: write 0 to 23, `*`, a list `3,15`, a range `9-17` or a step `*/6`",
        ),
        (
            "*/0 3 * * *",
            "`*/0` cannot be the minute: write 0 to 59, `*`, a list `0,30`, a range `0-29` or a step `*/20`",
        ),
        (
            "0 3 * MAI *",
            "`MAI` cannot be the month: write 1 to 12 or JAN to DEC, `*`, a list, a range or a step",
        ),
        ("0 3 30 2 *", "this never comes: no year has such a day"),
        ("0 3 31 4,6,9,11 *", "this never comes: no year has such a day"),
        (
            "@often",
            "there is no nickname `@often`; there are @hourly, @daily, @weekly, @monthly and @yearly",
        ),
    ] {
        assert_eq!(
            text.parse::<Cron>().map(|_| ()).unwrap_err().to_string(),
            error,
            "{text}"
        );
    }
    for odd in [
        "é 3 * * *",
        "1-- 3 * * *",
        "5-1 3 * * *",
        "* * 32 * *",
        "* * * 13 *",
        "* * * * 8",
        "? ? ? ? ?x",
    ] {
        assert!(odd.parse::<Cron>().is_err(), "{odd}");
    }
    assert!("1,".repeat(200).parse::<Cron>().is_err());
}

#[test]
fn days_that_are_rare_are_found() {
    let cron: Cron = "0 0 29 2 +MON".parse().unwrap();
    assert_eq!(
        cron.next_after(at("2026-01-01T00:00:00Z"), Zone::UTC),
        Some(at("2044-02-29T00:00:00Z"))
    );
    assert_eq!(
        cron.previous_before(at("2026-01-01T00:00:00Z"), Zone::UTC),
        Some(at("2016-02-29T00:00:00Z"))
    );
}

/// Samoa left out 30 December 2011: a gap of a day.
#[test]
fn a_day_that_a_zone_left_out_ends_no_schedule() {
    let zone: Zone = "Pacific/Apia".parse().unwrap();
    let cron: Cron = "30 3 * * *".parse().unwrap();
    let fired: Vec<String> = cron
        .after(at("2011-12-29T00:00:00Z"), zone)
        .take(4)
        .map(|next| zone.local(next).to_rfc3339())
        .collect();
    assert_eq!(fired.len(), 4);
    assert!(fired.contains(&"2012-01-01T03:30:00+14:00".to_owned()), "{fired:?}");
}

#[test]
fn the_ends_of_the_calendar_have_no_firings() {
    let cron: Cron = "* * * * *".parse().unwrap();
    for far in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
        assert_eq!(cron.next_after(far, kyiv()), None);
        assert_eq!(cron.previous_before(far, kyiv()), None);
    }
    assert_eq!(cron.next_after(at("4999-12-31T23:59:00Z"), kyiv()), None);
}

fn field(most: u32) -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just("*".to_owned()),
        3 => (0..most).prop_map(|n| n.to_string()),
        1 => (2..most.max(3)).prop_map(|n| format!("*/{n}")),
        1 => (0..most, 0..most).prop_map(|(a, b)| format!("{a},{b}")),
        1 => (0..most, 0..most).prop_map(|(a, b)| format!("{}-{}", a.min(b), a.max(b))),
    ]
}

fn expression() -> impl Strategy<Value = String> {
    let second = prop_oneof![4 => Just("0".to_owned()), 1 => field(60)];
    let day =
        prop_oneof![4 => Just("*".to_owned()), 1 => (1..29_u32).prop_map(|d| d.to_string()), 1 => Just("L".to_owned())];
    let weekday = prop_oneof![4 => Just("*".to_owned()), 1 => (0..8_u32).prop_map(|d| d.to_string())];
    (second, field(60), field(24), day, weekday)
        .prop_map(|(second, minute, hour, day, weekday)| format!("{second} {minute} {hour} {day} * {weekday}"))
}

fn zone() -> impl Strategy<Value = Zone> {
    (0..chrono_tz::TZ_VARIANTS.len()).prop_map(|at| chrono_tz::TZ_VARIANTS[at].name().parse().unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// From anywhere, the firings go on in order; where the search begins does not change them; and looking back gives
    /// the same ones.
    #[test]
    fn firings_are_one_increasing_series(
        expression in expression(),
        zone in zone(),
        from in 1_262_304_000_000_i64..1_900_000_000_000,
        part in 0.0..1.0_f64,
    ) {
        let cron: Cron = expression.parse().unwrap();
        let from = DateTime::from_timestamp_millis(from).unwrap();
        let series: Vec<DateTime<Utc>> = cron.after(from, zone).take(12).collect();
        prop_assert!(!series.is_empty());
        prop_assert!(series[0] > from);
        for pair in series.windows(2) {
            prop_assert!(pair[0] < pair[1], "{} in {zone}: {series:?}", cron.as_str());
            let between = pair[0] + (pair[1] - pair[0]).checked_div(1000).unwrap() * (part * 999.0) as i32;
            prop_assert_eq!(cron.next_after(between, zone), Some(pair[1]), "{} in {} after {}", cron.as_str(), zone, between);
            prop_assert_eq!(cron.previous_before(pair[1], zone), Some(pair[0]));
            prop_assert_eq!(cron.previous_before(pair[0] + TimeDelta::milliseconds(1), zone), Some(pair[0]));
        }
    }

    /// No text brings the parser or the search down.
    #[test]
    fn any_text_is_an_expression_or_an_error(text in "[0-9*,/#LW?@+ A-Za-z-]{0,30}") {
        if let Ok(cron) = text.parse::<Cron>() {
            prop_assert!(cron.next_after(at("2026-01-01T00:00:00Z"), Zone::UTC).is_some());
        }
    }
}
