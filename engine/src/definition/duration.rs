//! Durations as people write them: `500ms`, `10s`, `1m30s`, `2h`, `1d`.

use std::time::Duration;

/// Longest duration: ten years of 365 days, so that no sum of an instant and a duration leaves the calendar.
pub const LONGEST_DURATION: Duration = Duration::from_secs(10 * 365 * 24 * 3600);

/// Why a text is no duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DurationError {
    /// It does not read as numbers with units.
    #[error("a duration is written as whole numbers with units, such as `500ms`, `10s`, `5m`, `2h`, `1d` or `1m30s`")]
    Form,
    /// A unit stands twice or behind a smaller one.
    #[error("the units of a duration go from long to short and each stands once, as in `1h30m`")]
    Order,
    /// It is longer than [`LONGEST_DURATION`].
    #[error("a duration is at most 3650 days")]
    TooLong,
}

/// Reads a duration.
///
/// # Errors
/// When the text is no duration or a longer one than [`LONGEST_DURATION`].
pub fn parse_duration(text: &str) -> Result<Duration, DurationError> {
    const UNITS: [(&str, u64); 5] = [
        ("d", 86_400_000),
        ("h", 3_600_000),
        ("m", 60_000),
        ("s", 1000),
        ("ms", 1),
    ];
    let mut rest = text;
    let mut next_unit = 0;
    let mut milliseconds: u64 = 0;
    if rest.is_empty() {
        return Err(DurationError::Form);
    }
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            return Err(DurationError::Form);
        }
        let number: u64 = rest[..digits].parse().map_err(|_| DurationError::TooLong)?;
        rest = &rest[digits..];
        let letters = rest.bytes().take_while(u8::is_ascii_lowercase).count();
        let unit = UNITS
            .iter()
            .position(|(name, _)| *name == &rest[..letters])
            .ok_or(DurationError::Form)?;
        rest = &rest[letters..];
        if unit < next_unit {
            return Err(DurationError::Order);
        }
        next_unit = unit + 1;
        milliseconds = number
            .checked_mul(UNITS[unit].1)
            .and_then(|part| milliseconds.checked_add(part))
            .ok_or(DurationError::TooLong)?;
    }
    let duration = Duration::from_millis(milliseconds);
    if duration > LONGEST_DURATION {
        Err(DurationError::TooLong)
    } else {
        Ok(duration)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_write() {
        for (text, milliseconds) in [
            ("500ms", 500),
            ("0s", 0),
            ("10s", 10_000),
            ("5m", 300_000),
            ("2h", 7_200_000),
            ("1d", 86_400_000),
            ("1m30s", 90_000),
            ("1d2h3m4s5ms", 93_784_005),
            ("3650d", 315_360_000_000),
        ] {
            assert_eq!(parse_duration(text), Ok(Duration::from_millis(milliseconds)), "{text}");
        }
    }

    #[test]
    fn refuses_everything_else() {
        for (text, error) in [
            ("", DurationError::Form),
            ("10", DurationError::Form),
            ("s", DurationError::Form),
            ("1.5s", DurationError::Form),
            ("-1s", DurationError::Form),
            ("10 s", DurationError::Form),
            ("10S", DurationError::Form),
            ("1w", DurationError::Form),
            ("١s", DurationError::Form),
            ("30s1m", DurationError::Order),
            ("1s1s", DurationError::Order),
            ("3651d", DurationError::TooLong),
            ("99999999999999999999d", DurationError::TooLong),
            ("18446744073709551615d", DurationError::TooLong),
        ] {
            assert_eq!(parse_duration(text), Err(error), "{text}");
        }
    }
}
